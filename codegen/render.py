"""Text from templates, with the few filters that they need."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import jinja2

TEMPLATES = Path(__file__).parent / "templates"


def python(value: object) -> str:
    """A Python literal: strings in double quotes, lists as tuples, the empty list as itself."""
    if value == []:
        return "[]"
    if isinstance(value, list):
        return "(" + ", ".join(map(python, value)) + ("," if len(value) == 1 else "") + ")"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{python(k)}: {python(v)}" for k, v in value.items()) + "}"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return repr(value)


def literal(value: object) -> str:
    """A literal of JSON, which is one of TypeScript."""
    return json.dumps(value, ensure_ascii=False)


def typescript(value: object, indent: str = "") -> str:
    """A literal of TypeScript over several lines; what holds nothing nested stands on one."""
    inner = f"{indent}  "
    if isinstance(value, dict) and value:
        rows = [f"{inner}{literal(name)}: {typescript(member, inner)}," for name, member in value.items()]
        return "\n".join(["{", *rows, f"{indent}}}"])
    if isinstance(value, list) and any(isinstance(member, dict) for member in value):
        rows = [f"{inner}{typescript(member, inner)}," for member in value]
        return "\n".join(["[", *rows, f"{indent}]"])
    return literal(value)


def union(values: Iterable[object]) -> str:
    """A union of literal types."""
    return " | ".join(map(literal, values))


def tuple_of(values: Iterable[object]) -> str:
    """A tuple literal, the empty one too."""
    return python(list(values)) if values else "()"


def states(names: list[str]) -> str:
    """A frozen set of ``State`` members."""
    return "frozenset({" + ", ".join(f"State.{name.upper()}" for name in names) + "})"


ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(TEMPLATES),
    undefined=jinja2.StrictUndefined,
    keep_trailing_newline=True,
    autoescape=False,
)
ENVIRONMENT.filters |= {"python": python, "states": states, "tuple_of": tuple_of, "json": literal}
ENVIRONMENT.filters |= {"typescript": typescript, "union": union}


def template(name: str, **values: object) -> str:
    """The text of one template, with at most two blank lines in a row and one line end at the end."""
    text = ENVIRONMENT.get_template(name).render(**values)
    return re.sub(r"\n{4,}", "\n\n\n", text).rstrip() + "\n"
