"""Values made from a schema, and mutants of them: the material for comparing two judges of one schema.

Nothing here knows Open Responses; it reads JSON Schema keywords only.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

REF_PREFIX = "#/components/schemas/"


class Samples:
    """Makes values of the components of one document."""

    def __init__(self, schemas: dict[str, Any]) -> None:
        self._schemas = schemas

    def of(self, name: str) -> list[Any]:
        """One small value, one large value, and one for every alternative of a union."""
        schema = self._schemas[name]
        values = [self._make(schema, large, 0) for large in (False, True)]
        for branch in schema.get("oneOf", schema.get("anyOf", [])):
            values += [self._make(branch, large, 0) for large in (False, True)]
        return values

    def _make(self, schema: Any, large: bool, depth: int) -> Any:
        if not isinstance(schema, dict):
            return "anything"
        if "$ref" in schema:
            return self._make(self._schemas[schema["$ref"].removeprefix(REF_PREFIX)], large, depth + 1)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][-1 if large else 0]
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema:
                branches = schema[keyword]
                last = large and depth < 12
                return self._make(branches[-1 if last and branches[-1] != {"type": "null"} else 0], large, depth + 1)
        if "allOf" in schema:
            merged: dict[str, Any] = {}
            for branch in schema["allOf"]:
                merged |= self._make(branch, large, depth + 1)
            return merged
        kind = schema.get("type", "object")
        kind = kind[0] if isinstance(kind, list) else kind
        return getattr(self, f"_{kind}")(schema, large, depth)

    def _object(self, schema: Any, large: bool, depth: int) -> Any:
        wanted = schema.get("required", [])
        if large and depth < 8:
            wanted = [name for name, member in schema.get("properties", {}).items() if member is not False]
        made = {name: self._make(schema.get("properties", {}).get(name, True), large, depth + 1) for name in wanted}
        if isinstance(schema.get("additionalProperties"), dict) and large:
            made["extra"] = self._make(schema["additionalProperties"], large, depth + 1)
        return made

    def _array(self, schema: Any, large: bool, depth: int) -> Any:
        size = max(schema.get("minItems", 0), int(large and depth < 8))
        return [self._make(schema.get("items", True), large, depth + 1) for _ in range(size)]

    def _string(self, schema: Any, large: bool, depth: int) -> Any:
        return "a" * min(max(1, schema.get("minLength", 1)), schema.get("maxLength", 1))

    def _integer(self, schema: Any, large: bool, depth: int) -> Any:
        return schema.get("maximum" if large and "maximum" in schema else "minimum", 1)

    _number = _integer

    def _boolean(self, schema: Any, large: bool, depth: int) -> Any:
        return large

    def _null(self, schema: Any, large: bool, depth: int) -> Any:
        return None


REPLACEMENTS: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1.0,
    1.5,
    10**9,
    "",
    "unheard_of",
    "a b",
    "x" * 513,
    [],
    [1],
    [None] * 129,
    {},
    {"a": 1},
)


def mutants(value: Any) -> Iterator[Any]:
    """The value with one place changed: replaced, dropped, or a member or element added."""
    for path in _paths(value):
        for replacement in REPLACEMENTS:
            yield _changed(value, path, replacement)
        if path and isinstance(path[-1], str):
            mutant = copy.deepcopy(value)
            del _parent(mutant, path)[path[-1]]
            yield mutant
        place = _at(value, path)
        if isinstance(place, dict):
            yield _changed(value, path, {**place, "unheard_of": {"of": 1}})
            yield _changed(value, path, {**place, **{f"key{i}": "x" for i in range(17)}})
        if isinstance(place, list) and place:
            yield _changed(value, path, place * 2)


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        yield from _paths(child, (*path, step))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


def _parent(value: Any, path: tuple[Any, ...]) -> Any:
    return _at(value, path[:-1])


def _changed(value: Any, path: tuple[Any, ...], replacement: Any) -> Any:
    if not path:
        return copy.deepcopy(replacement)
    mutant = copy.deepcopy(value)
    _parent(mutant, path)[path[-1]] = copy.deepcopy(replacement)
    return mutant
