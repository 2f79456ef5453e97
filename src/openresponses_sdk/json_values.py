"""Plain JSON values: their type for a checker, their names in JSON Schema, and a short way to quote them.

The judges work on plain values and not on models, because a model forgives what
a judge must see (a missing member, a null, an unknown enum value).
"""

import json
from collections.abc import Iterable
from typing import Final, TypeAlias, TypeGuard

import pydantic_core

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

QUOTE_LIMIT: Final = 80
"""Characters of a value that a finding quotes."""

_NAMES: Final = {
    type(None): "null",
    bool: "boolean",
    int: "integer",
    str: "string",
    list: "array",
    dict: "object",
}
_ARTICLES: Final = {"null": "null", "integer": "an integer", "array": "an array", "object": "an object"}


def is_json(value: object) -> TypeGuard[Json]:
    """Whether ``value`` is of a kind that JSON has; what it holds is judged while it is walked."""
    return value is None or isinstance(value, (bool, int, float, str, list, dict))


def json_type(value: object) -> str:
    """The JSON Schema name of the type; a float without a fraction is an integer there."""
    name = _NAMES.get(type(value))
    if name is not None:
        return name
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    for kind, known in _NAMES.items():
        if isinstance(value, kind):
            return known
    return type(value).__name__


def integral(value: object) -> int | None:
    """The whole number that ``value`` is; None when it is something else (true, 1.5, infinity)."""
    return int(value) if isinstance(value, (int, float)) and json_type(value) == "integer" else None


def with_article(type_name: str) -> str:
    """``string`` as "a string", for a sentence."""
    return _ARTICLES.get(type_name, f"a {type_name}")


def either(options: Iterable[str]) -> str:
    """``a, b or c``; the caller cuts what is too long."""
    listed = list(options)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} or {listed[-1]}"


def shorten(text: str, limit: int = QUOTE_LIMIT) -> str:
    """``text``, cut so that it has at most ``limit`` characters."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def quote(value: object) -> str:
    """The value as JSON, at most 80 characters, in a time that does not grow with its size."""
    if isinstance(value, str):
        return shorten(json.dumps(value[:QUOTE_LIMIT], ensure_ascii=False))
    if isinstance(value, dict):
        names = [str(name) for name, _ in zip(value, range(QUOTE_LIMIT), strict=False)]
        return shorten(f"an object with {', '.join(names)}") if names else "an empty object"
    if isinstance(value, (list, tuple)):
        return f"an array of {len(value)}" if value else "an empty array"
    if isinstance(value, int) and value.bit_length() > 256:
        return f"an integer of {value.bit_length()} bits"
    if value is None or isinstance(value, (bool, int, float)):
        return json.dumps(value)
    return type(value).__name__


def json_path(steps: Iterable[str | int]) -> str:
    """A JSON path such as ``$.response.output[0].text`` for the steps from the root."""
    path = ["$"]
    for step in steps:
        if isinstance(step, int):
            path.append(f"[{step}]")
        elif step.isidentifier():
            path.append(f".{step}")
        else:
            path.append(f"[{json.dumps(shorten(step), ensure_ascii=False)}]")
    return "".join(path)


def read_json(data: bytes | str) -> Json:
    """Parse JSON as the standard has it.

    Raises ``ValueError`` with a short reason for anything else: NaN and Infinity, a
    number beyond the range, a lone surrogate, bytes that are not UTF-8, nesting
    too deep for the parser.
    """
    value: object = pydantic_core.from_json(data, allow_inf_nan=False)
    if not is_json(value):
        raise ValueError(f"{type(value).__name__} is not a JSON value")
    return value
