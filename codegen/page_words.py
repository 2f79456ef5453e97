"""What a schema says, in the words and links of a Markdown page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .bundle import Bundle, Json, name_of
from .python_types import PythonTypes, branches

BOUNDS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "pattern": "matching `{}`",
    "format": "in the format `{}`",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "minItems": "at least {} elements",
    "maxItems": "at most {} elements",
    "minProperties": "at least {} members",
    "maxProperties": "at most {} members",
}


class PageWords:
    """Words for one page, from which components of other topics are linked at theirs."""

    def __init__(self, bundle: Bundle, topic: str, folder: str = "") -> None:
        self._bundle = bundle
        self._topic = topic
        self._folder = folder
        self._types = PythonTypes(bundle)

    def link(self, name: str) -> str:
        """A link to a component."""
        topic = self._bundle.topics[name]
        page = "" if topic == self._topic else f"{self._folder}{topic}.md"
        return f"[{name}]({page}#{name.lower()})"

    def type_of(self, schema: Any) -> str:
        """The type of a schema, null last; bounds in brackets."""
        if not isinstance(schema, dict) or not schema:
            return "any JSON"
        if "$ref" in schema:
            return self.link(name_of(schema["$ref"]))
        if listed := branches(schema):
            kinds = [self.type_of(branch) for branch in listed]
        elif "const" in schema:
            kinds = [code(schema["const"])]
        elif "enum" in schema:
            kinds = [code(value) for value in schema["enum"]]
        else:
            types = schema.get("type", [])
            named = types if isinstance(types, list) else [types]
            kinds = [self._kind(kind, schema) for kind in named if kind != "null"]
        nullable = self._types.is_nullable(schema)
        bounds = ", ".join(text.format(_bound(schema[key])) for key, text in BOUNDS.items() if key in schema)
        shown = " or ".join([*dict.fromkeys(kinds), *(["null"] if nullable else [])]) or "any JSON"
        return f"{shown} ({bounds})" if bounds else shown

    def _kind(self, kind: str, schema: Json) -> str:
        if kind == "array":
            return f"list of {self.type_of(schema.get('items'))}"
        values = schema.get("additionalProperties")
        if kind == "object" and isinstance(values, dict) and values:
            return f"object of {self.type_of(values)}"
        return kind

    def fields(self, schema: Json) -> Iterator[Json]:
        """A row for each member of an object, in the order of the spec."""
        for name, sub in schema["properties"].items():
            if sub is False:
                yield {"name": name, "type": "", "required": "never", "about": "Must not be sent."}
                continue
            is_required = name in schema.get("required", ())
            is_forgiven = name in schema.get("x-read-optional", ())
            yield {
                "name": name,
                "type": self.type_of(sub),
                "required": "yes" if is_required else "no",
                "about": " ".join([prose(sub), *self._facts(sub, is_required and is_forgiven)]).strip(),
            }

    def _facts(self, schema: Json, is_forgiven: bool) -> Iterator[str]:
        if "default" in schema:
            yield f"Default: {code(schema['default'])}."
        if schema.get("deprecated"):
            yield "Deprecated."
        if is_forgiven:
            stands_in = f", which then gives {code(schema['x-read-default'])}" if "x-read-default" in schema else ""
            yield f"*Reading forgives that it is left out{stands_in}.*"
        if "x-read-also" in schema:
            yield f"*Reading also takes {self.type_of(schema['x-read-also'])}.*"
        if "x-zero" in schema:
            yield f"When first announced: {code(schema['x-zero'])}."
        if "x-added-in" in schema:
            yield f"Since {schema['x-added-in']}."


def _bound(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else cell(value)


def prose(schema: Json) -> str:
    """A description on one line, fit for the cell of a table."""
    return cell(" ".join(str(schema.get("description", "")).split()))


def cell(text: object) -> str:
    """Text for the cell of a table, whose columns a bar would end."""
    return str(text).replace("|", "\\|")


def code(value: Any) -> str:
    """A value as it stands in JSON."""
    return f"`{cell(json.dumps(value, ensure_ascii=False))}`"
