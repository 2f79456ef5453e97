"""Reduces a schema to what it says about JSON values, so that two ways of writing the same thing are equal.

References are inlined, ``allOf`` merged, unions flattened and sorted, a one-value enum and a constant are the same
thing, and a schema that nothing satisfies is False.  Prose, titles, defaults, examples, discriminators and ``x-`` keys
do not count.  The branches of a union exclude each other, in the release and here, so ``oneOf`` and ``anyOf`` are the
same.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .bundle import Json, name_of

ANNOTATIONS = frozenset(
    {"title", "description", "default", "example", "examples", "deprecated", "readOnly", "writeOnly", "$comment"}
    | {"discriminator", "externalDocs", "xml"}
)
"""What says nothing about which values fit; every other keyword counts, also one that this module does not know."""

TYPES: dict[type, tuple[str, ...]] = {
    str: ("string",),
    bool: ("boolean",),
    int: ("integer", "number"),
    float: ("number",),
    type(None): ("null",),
    list: ("array",),
    dict: ("object",),
}
"""The JSON types that a constant has."""


class Canonical:
    """The canonical form of the schemas of one document."""

    def __init__(self, schemas: Json) -> None:
        self._schemas = schemas
        self._known: Json = {}
        self._under_way: list[str] = []

    def component(self, name: str) -> Any:
        """The canonical form of a component, worked out once."""
        if name in self._under_way:
            return {"enclosing": len(self._under_way) - self._under_way.index(name)}
        if name not in self._known:
            self._under_way.append(name)
            self._known[name] = self.of(self._schemas[name])
            self._under_way.pop()
        return self._known[name]

    def of(self, schema: Any) -> Any:
        """The canonical form of any schema: True-like is ``{}``, unsatisfiable is False."""
        if schema is True:
            return {}
        if schema is False:
            return False
        s = {key: value for key, value in schema.items() if key not in ANNOTATIONS and not key.startswith("x-")}
        if "not" in s:
            s["not"] = self.of(s["not"])
            if s["not"] == {}:
                return False
            if s["not"] is False:
                del s["not"]
        if (ref := s.pop("$ref", None)) is not None:
            return merge(self.component(name_of(ref)), self.of(s))
        if isinstance(types := s.get("type"), list):
            rest = {key: value for key, value in s.items() if key != "type"}
            null = {key: rest[key] for key in ("const", "enum") if key in rest} | {"type": "null"}
            return self.of({"anyOf": [null if kind == "null" else {**rest, "type": kind} for kind in types]})
        parts, unions = s.pop("allOf", []), [s.pop(key) for key in ("oneOf", "anyOf") if key in s]
        result: Any = self._plain(s)
        for part in parts:
            result = merge(result, self.of(part))
        for union in unions:
            result = merge(result, self._union(union))
        return result

    def _plain(self, s: Json) -> Any:
        if "enum" in s or "const" in s:
            kind, listed = s.pop("type", None), s.pop("enum", None)
            values = listed if "const" not in s else [s.pop("const")] if listed is None or s["const"] in listed else []
            fitting = {json.dumps(value): value for value in values if kind is None or kind in TYPES[type(value)]}
            if not fitting:
                return False
            ordered = [fitting[key] for key in sorted(fitting)]
            if ordered == [None]:
                return {"type": "null"}
            s |= {"const": ordered[0]} if len(ordered) == 1 else {"enum": ordered}
        if s.get("type") == "string" and s.get("minLength", 0) > s.get("maxLength", float("inf")):
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
            nested = isinstance(branch, dict) and set(branch) == {"union"} and isinstance(branch["union"], list)
            flat.extend(branch["union"] if nested else [branch])
        unique = {json.dumps(branch, sort_keys=True): branch for branch in flat if branch is not False}
        ordered = [unique[key] for key in sorted(unique)]
        if not ordered:
            return False
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
    if _same(a, b):
        return
    found = list(_inside(a, b, at)) if isinstance(a, dict) and isinstance(b, dict) else []
    yield from found or [(at, a, b)]


def _inside(a: Json, b: Json, at: str) -> Iterator[tuple[str, Any, Any]]:
    """The differences inside two objects; none when they can only be told as a whole."""
    for key in sorted(a.keys() | b.keys()):
        if key in a and key in b and _same(a[key], b[key]):
            continue
        if key == "union" and isinstance(a.get(key), list) and isinstance(b.get(key), list):
            left, right = ({_label(branch): branch for branch in side[key]} for side in (a, b))
            if len(left) < len(a[key]) or len(right) < len(b[key]):  # Two branches of one name: compare them whole.
                left, right = ({json.dumps(branch, sort_keys=True): branch for branch in side[key]} for side in (a, b))
                left, right = (
                    {k[:60]: v for k, v in x.items() if k not in y} for x, y in ((left, right), (right, left))
                )
            for name in sorted(left.keys() | right.keys()):
                yield from differences(left.get(name), right.get(name), f"{at}/<{name}>")
        elif key == "required" and key in a and key in b:
            yield f"{at}/required", sorted({*a[key]} - {*b[key]}), sorted({*b[key]} - {*a[key]})
        elif key == "properties":
            yield from differences(a.get(key, {}), b.get(key, {}), at)
        else:
            yield from differences(a.get(key), b.get(key), f"{at}/{key}")


def _same(a: Any, b: Any) -> bool:
    """Whether two canonical forms are equal as JSON, where 1 is 1.0 and true is neither."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(value, b[key]) for key, value in a.items())
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    return isinstance(a, bool) == isinstance(b, bool) and bool(a == b)


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
