"""Text from templates, with the few filters that they need."""

from __future__ import annotations

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
ENVIRONMENT.filters |= {"python": python, "states": states, "tuple_of": tuple_of}


def template(name: str, **values: object) -> str:
    """The text of one template, with at most two blank lines in a row and one line end at the end."""
    text = ENVIRONMENT.get_template(name).render(**values)
    return re.sub(r"\n{4,}", "\n\n\n", text).rstrip() + "\n"
