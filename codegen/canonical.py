"""Reduces a schema to what it says about JSON values, so that two ways of writing the same thing are equal.

References are inlined, ``allOf`` merged, unions flattened and sorted, a one-value enum and a constant are the same
thing, and a schema that nothing satisfies is False.  Prose, titles, defaults, examples and ``x-`` keys do not count.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .bundle import Json, name_of

ASSERTIONS = frozenset(
    {"type", "const", "enum", "format", "not", "$ref", "oneOf", "anyOf", "allOf", "properties", "required", "items"}
    | {"additionalProperties", "minLength", "maxLength", "pattern", "minimum", "maximum", "exclusiveMinimum"}
    | {"exclusiveMaximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"}
)
TYPE_OF = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}
"""The JSON type of a constant."""


class Canonical:
    """The canonical form of the schemas of one document."""

    def __init__(self, schemas: Json) -> None:
        self._schemas = schemas
        self._known: Json = {}

    def component(self, name: str) -> Any:
        """The canonical form of a component, worked out once."""
        if name not in self._known:
            self._known[name] = self.of(self._schemas[name])
        return self._known[name]

    def of(self, schema: Any) -> Any:
        """The canonical form of any schema: True-like is ``{}``, unsatisfiable is False."""
        if schema is True:
            return {}
        if schema is False:
            return False
        s = {key: value for key, value in schema.items() if key in ASSERTIONS}
        if s.pop("not", None) == {}:
            return False
        if (ref := s.pop("$ref", None)) is not None:
            return merge(self.component(name_of(ref)), self.of(s))
        if isinstance(types := s.get("type"), list):
            rest = {key: value for key, value in s.items() if key != "type"}
            return self.of(
                {"anyOf": [{"type": "null"} if kind == "null" else {**rest, "type": kind} for kind in types]}
            )
        parts, union = s.pop("allOf", []), [*s.pop("oneOf", []), *s.pop("anyOf", [])]
        result: Any = self._plain(s)
        for part in parts:
            result = merge(result, self.of(part))
        return merge(result, self._union(union)) if union else result

    def _plain(self, s: Json) -> Any:
        if len(s.get("enum", ())) == 1:
            s["const"] = s.pop("enum")[0]
        if "enum" in s:
            s["enum"] = sorted(s["enum"], key=json.dumps)
        if "const" in s or "enum" in s:
            s.pop("type", None)
        if s.get("minLength", 0) > s.get("maxLength", float("inf")):
            return False
        if "properties" in s:
            s["properties"] = {name: self.of(sub) for name, sub in sorted(s["properties"].items())}
        for key in ("items", "additionalProperties"):
            if key in s:
                s[key] = self.of(s[key])
        if "required" in s:
            s["required"] = sorted(s["required"])
        return {key: value for key, value in s.items() if value != {} and value != []}

    def _union(self, branches: list[Any]) -> Any:
        flat: list[Any] = []
        for branch in map(self.of, branches):
            flat.extend(branch["union"] if isinstance(branch, dict) and set(branch) == {"union"} else [branch])
        unique = {json.dumps(branch, sort_keys=True): branch for branch in flat if branch is not False}
        ordered = [unique[key] for key in sorted(unique)]
        return ordered[0] if len(ordered) == 1 else {"union": ordered}


def merge(a: Any, b: Any) -> Any:
    """What satisfies both; False when nothing can."""
    if a is False or b is False:
        return False
    if not a or not b:
        return a or b
    out = {**a}
    for key, value in b.items():
        if key not in out or out[key] == value:
            out[key] = value
        elif key == "properties":
            joint = {
                name: merge(out[key].get(name, {}), value.get(name, {})) for name in out[key].keys() | value.keys()
            }
            out[key] = dict(sorted(joint.items()))
        elif key == "required":
            out[key] = sorted({*out[key], *value})
        elif key in ("type", "const"):
            return False
        else:  # Kept side by side; equal documents write them the same way.
            out[key] = {"all": sorted([out[key], value], key=json.dumps)}
    return out


def differences(a: Any, b: Any, at: str) -> Iterator[tuple[str, Any, Any]]:
    """Every place at which two canonical forms differ: a pointer, then what stands on each side (None for nothing)."""
    if a == b:
        return
    if not (isinstance(a, dict) and isinstance(b, dict)):
        yield at, a, b
        return
    for key in sorted(a.keys() | b.keys()):
        if key == "union" and key in a and key in b:
            left, right = ({_label(branch): branch for branch in side[key]} for side in (a, b))
            for name in sorted(left.keys() | right.keys()):
                yield from differences(left.get(name), right.get(name), f"{at}/<{name}>")
        elif key == "required" and key in a and key in b:
            yield f"{at}/required", sorted({*a[key]} - {*b[key]}), sorted({*b[key]} - {*a[key]})
        elif key == "properties":
            yield from differences(a.get(key, {}), b.get(key, {}), at)
        else:
            yield from differences(a.get(key), b.get(key), f"{at}/{key}")


def _label(branch: Any) -> str:
    """How to name a branch of a union in a pointer: by its constants if it has any."""
    if not isinstance(branch, dict):
        return json.dumps(branch)
    tags = [
        str(sub["const"])
        for name in ("type", "role", "object")
        if isinstance(sub := branch.get("properties", {}).get(name), dict) and "const" in sub
    ]
    if tags:
        return "|".join(tags)
    return str(branch.get("type") or branch.get("const") or json.dumps(branch, sort_keys=True)[:60])
