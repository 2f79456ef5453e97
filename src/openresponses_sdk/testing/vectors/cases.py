"""Single tests, made of vectors: what a program is asked, and what it should answer."""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple

from ...json_values import Json
from .comparison import COMPARISONS, Comparison, differences
from .store import Vector, VectorFile, iter_vector_files

__all__ = ["KINDS", "Case", "iter_cases"]


class Case(NamedTuple):
    """One test."""

    id: str
    kind: str
    """What is asked for: ``accumulate``, ``judge``, ``decode`` and so on."""
    about: str
    input: dict[str, Json]
    output: Json
    """What is expected."""

    @property
    def comparison(self) -> Comparison:
        """How an answer is compared with ``output``."""
        return COMPARISONS.get(self.kind, differences)


def iter_cases(kinds: Collection[str] | None = None, files: Iterable[VectorFile] | None = None) -> Iterator[Case]:
    """Every test of some kinds, or of all; of ``files``, or of the vectors that ship with the SDK."""
    for file in iter_vector_files() if files is None else files:
        for vector in file.vectors:
            yield from (case for case in _CASES[file.kind](vector) if kinds is None or case.kind in kinds)


def _of_stream(vector: Vector) -> Iterator[Case]:
    id, about, given = str(vector["id"]), str(vector["about"]), _object(vector["input"])
    if "output" in vector:
        yield Case(id, "accumulate", about, {"events": given["events"]}, vector["output"])
    yield Case(id, "judge", about, given, {"violations": vector["violations"]})


def _of_bytes(vector: Vector) -> Iterator[Case]:
    data, cuts = _data(vector), vector["cuts"]
    for number, cut in enumerate(cuts if isinstance(cuts, list) else ()):
        edges = [0, *(range(1, len(data)) if cut == "every" else _offsets(cut)), len(data)]
        chunks: list[Json] = [base64.b64encode(data[start:end]).decode() for start, end in pairwise(edges)]
        yield Case(f"{vector['id']}#{number}", "decode", str(vector["about"]), {"chunks": chunks}, vector["output"])


def _of_frames(vector: Vector) -> Iterator[Case]:
    chunks: list[Json] = [base64.b64encode(_data(vector)).decode()]
    expected: Json = {"violations": vector["violations"]}
    yield Case(str(vector["id"]), "judge_frames", str(vector["about"]), {"chunks": chunks}, expected)


def _of_value(kind: str) -> Callable[[Vector], Iterator[Case]]:
    def cases(vector: Vector) -> Iterator[Case]:
        yield Case(str(vector["id"]), kind, str(vector["about"]), _object(vector["input"]), vector["output"])

    return cases


def _data(vector: Vector) -> bytes:
    given = _object(vector["input"])
    return base64.b64decode(str(given["base64"])) if "base64" in given else str(given["text"]).encode()


def _object(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _offsets(cut: Json) -> list[int]:
    return [offset for offset in cut if isinstance(offset, int)] if isinstance(cut, list) else []


_CASES: Final[Mapping[str, Callable[[Vector], Iterator[Case]]]] = MappingProxyType(
    {
        "streams": _of_stream,
        "decode": _of_bytes,
        "frames": _of_frames,
        "objects": _of_value("validate"),
        "bridges": _of_value("bridge"),
    }
)
KINDS: Final = ("decode", "accumulate", "judge", "judge_frames", "validate", "bridge")
"""Every kind of test."""
