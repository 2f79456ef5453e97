"""Values of components, made from their schemas: the least that is valid, and everything that a schema names."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from ..bundle import Bundle, Json, name_of
from ..python_types import PythonTypes

_DEPTH = 6
_WORDS = ("a", "text", "words", "of the vectors")


class Samples:
    """Makes values.  A member that is named in what is ``known`` is taken from there."""

    def __init__(self, bundle: Bundle) -> None:
        self._schemas = bundle.schemas
        self._types = PythonTypes(bundle)

    def least(self, component: str, known: Json, *, is_zero: bool = False) -> Json:
        """An object with what the schema requires and what is known; in the order of the schema."""
        schema = self._types.merged(self._schemas[component])
        properties, required = schema.get("properties", {}), schema.get("required", ())
        made: Json = {}
        for name, sub in properties.items():
            if name in known:
                made[name] = copy.deepcopy(known[name])
            elif name in required:
                made[name] = self._zero(sub) if is_zero else self.of(sub)
        return {**made, **{name: copy.deepcopy(value) for name, value in known.items() if name not in made}}

    def of(self, schema: Any, *, is_full: bool = False, depth: int = 0) -> Any:
        """A value of a schema: with required members only, or with all of them."""
        if not isinstance(schema, dict) or not schema:
            return _WORDS[1]
        if "$ref" in schema:
            return self.of(self._schemas[name_of(schema["$ref"])], is_full=is_full, depth=depth + 1)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return schema["enum"][-1 if is_full else 0]
        if "x-values" in schema:
            return list(schema["x-values"])[-1 if is_full else 0]
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema:
                return self.of(schema[keyword][0], is_full=is_full, depth=depth + 1)
        if "allOf" in schema:
            merged = self._types.merged(schema)
            return self._object(merged, is_full, depth)
        kind = schema.get("type", "object")
        kind = kind[0] if isinstance(kind, list) else kind
        return _MAKERS[kind](self, schema, is_full, depth)

    def _zero(self, schema: Any) -> Any:
        """The value that says nothing yet."""
        kind = self._types.resolved(schema)
        if "x-zero" in schema:
            return schema["x-zero"]
        if "const" not in kind and "enum" not in kind and kind.get("type") in ("string", "array"):
            return "" if kind["type"] == "string" else []
        return self.of(schema)

    def _object(self, schema: Json, is_full: bool, depth: int) -> Json:
        required = schema.get("required", ())
        wanted = [
            name
            for name, sub in schema.get("properties", {}).items()
            if name in required or (is_full and sub is not False and depth < _DEPTH)
        ]
        made = {
            name: self.of(schema["properties"][name], is_full=is_full and depth < _DEPTH, depth=depth + 1)
            for name in wanted
        }
        extra = schema.get("additionalProperties")
        if isinstance(extra, dict) and is_full:
            made["name"] = self.of(extra, depth=depth + 1)
        return made

    def _array(self, schema: Json, is_full: bool, depth: int) -> list[Any]:
        size = max(schema.get("minItems", 0), int(is_full and depth < _DEPTH))
        return [self.of(schema.get("items", {}), is_full=is_full, depth=depth + 1) for _ in range(size)]

    def _string(self, schema: Json, is_full: bool, depth: int) -> str:
        text = _WORDS[0] if not is_full or schema.get("maxLength", 64) < 64 or "pattern" in schema else _WORDS[1]
        return text.ljust(schema.get("minLength", 0), "a")

    def _integer(self, schema: Json, is_full: bool, depth: int) -> int:
        low, high = schema.get("minimum", 1), schema.get("maximum")
        value = high if is_full and high is not None else low
        return int(value)

    def _number(self, schema: Json, is_full: bool, depth: int) -> float:
        return self._integer(schema, is_full, depth) / 1 if not is_full else schema.get("maximum", 0.5)

    def _boolean(self, schema: Json, is_full: bool, depth: int) -> bool:
        return is_full

    def _null(self, schema: Json, is_full: bool, depth: int) -> None:
        return None


_MAKERS: Mapping[str, Callable[[Samples, Json, bool, int], Any]] = {
    "object": Samples._object,
    "array": Samples._array,
    "string": Samples._string,
    "integer": Samples._integer,
    "number": Samples._number,
    "boolean": Samples._boolean,
    "null": Samples._null,
}
