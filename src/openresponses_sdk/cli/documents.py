"""Reads what ``openresponses schema`` works on: files, standard input, and the releases in the package."""

from __future__ import annotations

import json
import re
import sys
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from ..documents.document import Document, DocumentError, DocumentVersionError

__all__ = ["UnreadableDocument", "read_document", "read_page", "releases"]

LATEST: Final = "latest"
_RELEASE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_YAML: Final = (".yaml", ".yml")
_PAGES: Final = (".md", ".mdx", ".markdown")


class UnreadableDocument(Exception):
    """The document cannot be had; the message says why and what would help."""


def releases() -> dict[str, Traversable]:
    """The releases that this SDK carries, oldest first."""
    folder = files("openresponses_schema") / "releases"
    found = {entry.name.removesuffix(".json"): entry for entry in folder.iterdir() if entry.name.endswith(".json")}
    return dict(sorted(found.items()))


def read_document(source: str) -> Document:
    """The document that a name on the command line means: a release by its date, ``latest``, a file, or ``-``.

    Raises ``UnreadableDocument``, and ``DocumentVersionError`` for one of another version of OpenAPI.
    """
    known = releases()
    if source == LATEST and known:
        source = list(known)[-1]
    if source in known:
        return Document(json.loads(known[source].read_text("utf-8")), source)
    if _RELEASE.fullmatch(source) and not Path(source).exists():
        raise UnreadableDocument(f"there is no release {source} here; there are {', '.join(known)}")
    text = _text(source)
    name = "standard input" if source == "-" else source
    try:
        plain = _yaml(text, name) if source.endswith(_YAML) else json.loads(text)
    except (ValueError, RecursionError) as error:
        # Standard input has no name that tells; no JSON document of a specification begins as YAML does.
        if source != "-" or text.lstrip()[:1] in ("{", "["):
            raise UnreadableDocument(f"{name} is not JSON: {error}") from error
        plain = _yaml(text, name)
    try:
        return Document(plain, name)
    except DocumentVersionError:
        raise
    except DocumentError as error:
        raise UnreadableDocument(str(error)) from error


def read_page(source: str) -> str | None:
    """The text of a Markdown page; None when the name is not one of a page."""
    return _text(source) if source.endswith(_PAGES) else None


def _text(source: str) -> str:
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"{source}: {error.strerror or error}") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableDocument(f"{source} is not UTF-8: byte {error.start}") from error


def _yaml(text: str, name: str) -> object:
    try:
        import yaml
    except ImportError as error:
        raise UnreadableDocument("reading YAML needs pyyaml: pip install 'openresponses-sdk[schema]'") from error

    try:
        # Dates become text, as in JSON; nothing else that YAML has beyond JSON survives the round trip.
        return json.loads(json.dumps(yaml.safe_load(text), default=str))
    except (yaml.YAMLError, TypeError, ValueError, RecursionError) as error:
        raise UnreadableDocument(f"{name} is not YAML: {error}") from error
