"""Collects what a schema says beside which values fit: defaults, deprecation, and how unions are told apart.

Both documents are walked component by component.  A reference is followed only into a component that stands for no
published one, because the others are compared in their own place.  Branches of a union share the place of the union:
``type: [boolean, "null"]`` and ``anyOf`` of the two are one thing.  A default that is the only value allowed says
nothing, and discriminators are compared where both documents have one: the release writes them without a mapping, and
leaves out most of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from typing import Any

from .bundle import Json, name_of

Said = dict[str, set[str]]
"""Pointer -> the values found there, as JSON."""


def annotation_differences(theirs: Json, ours: Json, names: dict[str, str]) -> Iterator[tuple[str, Any, Any]]:
    """Every place at which a published component and the one that stands for it say something else.

    ``names`` leads from published names to ours.
    """
    for old, new in names.items():
        if old not in theirs:
            continue
        left = _said(theirs, old, set(theirs), names)
        right = _said(ours, new, set(names.values()), {})
        for at in sorted(left.keys() | right.keys()):
            both = at in left and at in right
            if left.get(at) != right.get(at) and (both or "/discriminator/" not in at):
                yield f"{old}{at}", sorted(left.get(at, ())) or None, sorted(right.get(at, ())) or None


def _said(schemas: Json, name: str, compared: Set[str], names: dict[str, str]) -> Said:
    found: Said = {}
    for at, value in _walk(schemas, schemas[name], "", compared, names, (name,)):
        found.setdefault(at, set()).add(json.dumps(value, sort_keys=True))
    return found


def _walk(
    schemas: Json, s: Any, at: str, compared: Set[str], names: dict[str, str], within: tuple[str, ...]
) -> Iterator[tuple[str, Any]]:
    if not isinstance(s, dict):
        return
    if "default" in s and s.get("enum", [s.get("const", ...)]) != [s["default"]]:
        yield f"{at}/default", s["default"]
    if s.get("deprecated"):
        yield f"{at}/deprecated", True
    if isinstance(discriminator := s.get("discriminator"), dict):
        yield f"{at}/discriminator/propertyName", discriminator.get("propertyName")
        for tag, ref in discriminator.get("mapping", {}).items():
            yield f"{at}/discriminator/mapping/{tag}", names.get(name_of(ref), name_of(ref))
    name = name_of(s["$ref"]) if "$ref" in s else ""
    if name in schemas and name not in compared and name not in within:
        yield from _walk(schemas, schemas[name], at, compared, names, (*within, name))
    for prop, sub in s.get("properties", {}).items():
        yield from _walk(schemas, sub, f"{at}/{prop}", compared, names, within)
    for key in ("items", "additionalProperties"):
        yield from _walk(schemas, s.get(key), f"{at}/{key}", compared, names, within)
    for key in ("oneOf", "anyOf", "allOf"):
        for branch in s.get(key, ()):
            yield from _walk(schemas, branch, at, compared, names, within)
