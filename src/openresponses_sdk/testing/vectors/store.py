"""The files of vectors that ship with the SDK."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, NamedTuple

import openresponses_schema

from ...json_values import Json

__all__ = ["FORMAT", "Vector", "VectorFile", "iter_vector_files", "vectors_folder"]

FORMAT: Final = 1
"""The format of the files that this module reads, and the version of the protocol."""
Vector = dict[str, Json]


class VectorFile(NamedTuple):
    """One file of vectors."""

    kind: str
    """What the vectors are: ``streams``, ``decode`` and so on; the README of the vectors lists them."""
    topic: str
    spec: str
    """The release that they are made from."""
    about: str
    vectors: list[Vector]


def vectors_folder() -> Traversable:
    """Where the vectors are: inside the installed package, or beside it in a checkout."""
    inside = resources.files(openresponses_schema).joinpath("vectors")
    if inside.is_dir():
        return inside
    return Path(openresponses_schema.__file__).parent.parent / "vectors"


def iter_vector_files() -> Iterator[VectorFile]:
    """Every file, in the order of their names.  Raises ``FileNotFoundError`` when they were not installed."""
    folder = vectors_folder()
    if not folder.is_dir():
        raise FileNotFoundError(2, "the vectors are not installed", str(folder))
    for kind in sorted((entry for entry in folder.iterdir() if entry.is_dir()), key=lambda entry: entry.name):
        for file in sorted(kind.iterdir(), key=lambda entry: entry.name):
            content = json.loads(file.read_bytes())
            yield VectorFile(content["kind"], content["topic"], content["spec"], content["about"], content["vectors"])
