"""Collects what a schema says beside which values fit: defaults, deprecation, and how unions are told apart.

Both documents are walked component by component.  A reference is followed only into a component that stands for no
published one, because the others are compared in their own place.  Branches of a union share the place of the union:
``type: [boolean, "null"]`` and ``anyOf`` of the two are one thing.  A default that is the only value allowed says
nothing, and discriminators are compared where both documents have one: the release writes them without a mapping, and
leaves out most of them.  ``x-`` keys count only when they are asked for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from typing import Any

from .bundle import Json, name_of

Said = dict[str, set[str]]
"""Pointer -> the values found there, as JSON."""


def annotation_differences(
    theirs: Json, ours: Json, names: dict[str, str], extensions: Set[str] = frozenset()
) -> Iterator[tuple[str, Any, Any]]:
    """Every place at which a published component and the one that stands for it say something else.

    ``names`` leads from published names to ours, ``extensions`` are the ``x-`` keys to compare.
    """
    for old, new in names.items():
        if old not in theirs:
            continue
        left = _said(theirs, old, _Walk(theirs, set(theirs), names, extensions))
        right = _said(ours, new, _Walk(ours, set(names.values()), {}, extensions))
        for at in sorted(left.keys() | right.keys()):
            both = at in left and at in right
            if left.get(at) != right.get(at) and (both or "/discriminator/" not in at):
                yield f"{old}{at}", sorted(left.get(at, ())) or None, sorted(right.get(at, ())) or None


def _said(schemas: Json, name: str, walk: _Walk) -> Said:
    found: Said = {}
    for at, value in walk.through(schemas[name], "", (name,)):
        found.setdefault(at, set()).add(json.dumps(value, sort_keys=True))
    return found


class _Walk:
    """A way through the schemas of one document that stays inside one component."""

    def __init__(self, schemas: Json, compared: Set[str], names: dict[str, str], extensions: Set[str]) -> None:
        self._schemas, self._compared = schemas, compared
        self._names, self._extensions = names, extensions

    def through(self, s: Any, at: str, within: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
        """What a schema says, each with its place."""
        if not isinstance(s, dict):
            return
        if "default" in s and s.get("enum", [s.get("const", ...)]) != [s["default"]]:
            yield f"{at}/default", s["default"]
        if s.get("deprecated"):
            yield f"{at}/deprecated", True
        if isinstance(discriminator := s.get("discriminator"), dict):
            yield f"{at}/discriminator/propertyName", discriminator.get("propertyName")
            for tag, ref in discriminator.get("mapping", {}).items():
                yield f"{at}/discriminator/mapping/{tag}", self._renamed(name_of(ref))
        yield from ((f"{at}/{key}", self._renamed(s[key])) for key in sorted(self._extensions & s.keys()))
        name = name_of(s["$ref"]) if "$ref" in s else ""
        if name in self._schemas and name not in self._compared and name not in within:
            yield from self.through(self._schemas[name], at, (*within, name))
        for prop, sub in s.get("properties", {}).items():
            yield from self.through(sub, f"{at}/{prop}", within)
        for key in ("items", "additionalProperties"):
            yield from self.through(s.get(key), f"{at}/{key}", within)
        for key in ("oneOf", "anyOf", "allOf"):
            for branch in s.get(key, ()):
                # What the members of a tagged union say is told apart by their tags, and has its own place.
                if "discriminator" not in s or "$ref" not in branch:
                    yield from self.through(branch, at, within)

    def _renamed(self, value: Any) -> Any:
        """The value with our names in its references."""
        if isinstance(value, list):
            return [self._renamed(inner) for inner in value]
        if isinstance(value, dict):
            return {key: self._renamed(inner) for key, inner in value.items()}
        if isinstance(value, str):
            name = name_of(value)
            return self._names.get(name, name) if name != value else self._names.get(value, value)
        return value
