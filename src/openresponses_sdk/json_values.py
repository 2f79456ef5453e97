"""Plain JSON values: their type for a checker, their names in JSON Schema, and a short way to quote them.

The judges work on plain values and not on models, because a model forgives what
a judge must see (a missing member, a null, an unknown enum value).
"""

import json
import re
from collections.abc import Iterable
from math import isfinite
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
_PLACE: Final = re.compile(r" at line (\d+) column (\d+)$")
_ESCAPE: Final = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
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

    An integer stays exact; of two members with one name the last wins, and whether the other is NaN is not looked at.
    Raises ``ValueError`` with a short reason and the byte offset, from 0, for anything else: NaN and Infinity, a number
    beyond the range of a double (no offset) or an integer of more than 4,300 digits, a lone surrogate, bytes that are
    not UTF-8, nesting deeper than 200.
    """
    try:
        value: Json = pydantic_core.from_json(data, allow_inf_nan=False)
    except (ValueError, TypeError) as error:
        if not _has_only_hidden_faults(data):
            raise ValueError(_reason(data, str(error))) from error
        value = pydantic_core.from_json(data)
    if not is_finite(value):
        # The parser turns what a double cannot hold into infinity, which is no JSON value.
        raise ValueError("a number is out of range")
    return value


def _has_only_hidden_faults(data: bytes | str) -> bool:
    """Whether NaN and the like stand only where a later member of the same name hides them."""
    try:
        value: Json = pydantic_core.from_json(data)
    except (ValueError, TypeError):
        return False
    return is_finite(value)


def is_finite(value: Json) -> bool:
    """Whether neither NaN nor an infinity is anywhere inside, which JSON does not have.

    Level by level: neither recursion nor one list of everything.
    """
    if isinstance(value, float):
        return isfinite(value)
    level = [value] if isinstance(value, (dict, list)) else []
    while level:
        below: list[dict[str, Json] | list[Json]] = []
        for container in level:
            for child in container.values() if isinstance(container, dict) else container:
                kind = type(child)
                if kind is dict or kind is list:
                    below.append(child)  # type: ignore[arg-type]
                elif kind is float and not isfinite(child):  # type: ignore[arg-type]
                    return False
        level = below
    return True


def _reason(data: bytes | str, said: str) -> str:
    """What the parser said, with the byte at which it said it; a lone surrogate is looked for, since it only says where
    it gave up."""
    if isinstance(data, str):
        text = data
        try:
            data = text.encode()
        except UnicodeEncodeError as error:
            return f"a lone surrogate at byte {len(text[: error.start].encode())}"
    place = _PLACE.search(said)
    if place is None:
        return said
    if "hex escape" in said and (at := _lone_surrogate(data)) is not None:
        return f"a lone surrogate at byte {at}"
    start = 0
    for _ in range(int(place[1]) - 1):
        start = data.find(b"\n", start) + 1
    return f"{said} (byte {start + max(int(place[2]) - 1, 0)})"


def _lone_surrogate(data: bytes) -> int | None:
    """The offset of the first escaped surrogate that has no partner."""
    high: int | None = None
    for escape in _ESCAPE.finditer(data):
        code = int(escape[1], 16) if escape[1] else 0
        if high is not None:
            if not (0xDC00 <= code < 0xE000 and escape.start() == high + 6):
                return high
            high = None
        elif 0xD800 <= code < 0xDC00:
            high = escape.start()
        elif 0xDC00 <= code < 0xE000:
            return escape.start()
    return high
