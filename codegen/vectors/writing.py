"""JSON that people can review: the outer levels one member a line, what lies deeper on one line each."""

from __future__ import annotations

import json
from typing import Any


def written(value: Any, depth: int) -> str:
    """The text of a file whose first ``depth`` levels are spread out."""
    return f"{_spread(value, depth, '')}\n"


def _spread(value: Any, depth: int, indent: str) -> str:
    inner = f"{indent} "
    if depth and isinstance(value, dict) and value:
        lines = (f"{inner}{_line(name)}: {_spread(member, depth - 1, inner)}" for name, member in value.items())
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if depth and isinstance(value, list) and value:
        return "[\n" + ",\n".join(inner + _spread(one, depth - 1, inner) for one in value) + f"\n{indent}]"
    return _line(value)


def _line(value: Any) -> str:
    # What is not ASCII is escaped, so that no editor or checkout can change a character of it.
    return json.dumps(value, ensure_ascii=True, separators=(", ", ": "))
