"""What is left of a piece of a document without prose, examples and extensions: what two pieces are compared by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

__all__ = ["PROSE", "canonical", "substance"]

PROSE: Final = frozenset({"description", "title", "summary", "example", "examples", "externalDocs", "$comment"})
"""Keys that say nothing about values."""
_NAMED: Final = frozenset(
    {"properties", "patternProperties", "$defs", "definitions", "dependentSchemas", "dependentRequired"}
    | {"headers", "links", "callbacks", "variables", "content", "responses", "encoding", "mapping", "paths"}
)
"""Keys that hold a map of names: a property may be called ``title``."""
_VALUES: Final = frozenset({"const", "enum", "default"})


def substance(piece: Mapping[str, Any], renamed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A piece without what says nothing; references in it to the keys of ``renamed`` lead to its values."""
    found: dict[str, Any] = {}
    for key, value in piece.items():
        if key in PROSE or key.startswith("x-"):
            continue
        if key == "$ref" and isinstance(value, str) and renamed:
            found[key] = renamed.get(value, value)
        elif key in _VALUES:
            found[key] = value
        elif key in _NAMED and isinstance(value, Mapping):
            found[key] = {name: _inner(inner, renamed) for name, inner in value.items()}
        else:
            found[key] = _inner(value, renamed)
    return found


def canonical(value: object) -> str:
    """A text that is the same for equal JSON values and differs for others, true and 1 too."""
    return json.dumps(value, sort_keys=True)


def _inner(value: object, renamed: Mapping[str, str] | None) -> object:
    if isinstance(value, Mapping):
        return substance(value, renamed)
    return [_inner(inner, renamed) for inner in value] if isinstance(value, list) else value
