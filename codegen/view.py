"""The spec as datamodel-code-generator should see it: everything about Python, nothing about the wire.

Dotted names place each schema in the module of its topic; an open enum gets an alias that also takes other strings; an
open union names its fallback; what reading forgives becomes optional.  Bounds and patterns are left out: models read
leniently, and the judge applies the schema itself.
"""

from __future__ import annotations

import re
import textwrap
from typing import Any

from .bundle import PREFIX, Bundle, Json, name_of
from .members import bases
from .python_types import SCALARS, PythonTypes, attribute, constant, is_enum, open_name
from .render import python

SUBSCHEMAS = ("items", "additionalProperties")
SUBSCHEMA_LISTS = ("oneOf", "anyOf", "allOf")
KEPT = frozenset(
    {"type", "const", "enum", "format", "required", "properties", "$ref", "description", *SUBSCHEMAS, *SUBSCHEMA_LISTS}
)
"""What decides a Python type; bounds, titles and annotations do not."""


def python_view(bundle: Bundle) -> Json:
    """One OpenAPI document for the generator, derived from the bundle."""
    return _View(bundle).document()


def docstring(text: str, width: int = 110) -> str:
    """Prose wrapped for a docstring, one paragraph a blank-line-separated block."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(
        textwrap.fill(" ".join(block.split()), width, break_long_words=False, break_on_hyphens=False)
        for block in blocks
    )


def dated(schema: Json) -> str:
    """The docstring of a component or field, which ends with the release that brought it if that is not the first."""
    release = schema.get("x-added-in")
    return docstring(f"{schema['description']}\n\nAdded in {release}." if release else schema["description"])


class _View:
    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._types = PythonTypes(bundle, in_models=True)
        self._bases = bases(bundle)

    def document(self) -> Json:
        schemas: Json = {}
        for name, schema in self._bundle.schemas.items():
            topic = self._bundle.topics[name]
            schemas[f"{topic}.{name}"] = self._component(name, schema)
            if is_enum(schema):
                schemas[f"{topic}.{open_name(name)}"] = {
                    "description": f"A `{name}`, or a value that this release does not define.",
                    "anyOf": [{"$ref": self._ref(name)}, {"type": "string"}],
                    "x-open-enum": name,
                }
        info = self._bundle.document["info"]
        return {
            "openapi": "3.1.0",
            "info": {"title": info["title"], "version": info["version"]},
            "paths": {},
            "components": {"schemas": schemas},
        }

    def _ref(self, name: str) -> str:
        return f"{PREFIX}{self._bundle.topics[name]}.{name}"

    def _component(self, name: str, schema: Json) -> Json:
        if is_enum(schema):
            notes = schema.get("x-values") or schema.get("x-enum-descriptions") or {}
            return {
                "description": dated(schema),
                "type": "string",
                "enum": list(schema.get("enum") or notes),
                "x-enum-notes": {value: docstring(note) for value, note in notes.items()},
            }
        merged = self._types.merged(schema)
        out: Json = self._schema(merged)
        out["description"] = dated(schema)
        if "properties" in merged:
            out["x-fields"], written = self._fields(merged)
            out["x-written"] = python(written) if written else ""
            out["required"] = [n for n, field in out["x-fields"].items() if field["default"] is None]
        if merged.get("type") in SCALARS:  # The generator would write the lax type, which takes true for 1.
            out["x-scalar"] = self._types.hint(merged)
        if name in self._bases:
            out["x-members"] = self._bases[name].name
        if union := self._types.union(name):
            out["x-union"] = union._asdict() | {"absent": python(union.absent) if union.absent else ""}
            if union.fallback:
                out.setdefault("oneOf" if "oneOf" in out else "anyOf", []).append({"$ref": self._ref(union.fallback)})
        return out

    def _fields(self, schema: Json) -> tuple[Json, list[str]]:
        """How each property is declared, and the names that a model made in Python writes although nobody set them."""
        fields: Json = {}
        written: list[str] = []
        for prop, sub in schema["properties"].items():
            if sub is False:
                continue
            value = constant(sub)
            required = prop in schema.get("required", ())
            nullable = self._types.is_nullable(sub)
            hint = self._types.field(schema, prop, sub)
            if value is not None or (required and nullable):
                written.append(attribute(prop))
            forgiven = prop in schema.get("x-read-optional", ())
            optional = value is None and (not required or forgiven or nullable)
            stands_in = python(sub["x-read-default"]) if "x-read-default" in sub else None
            fields[prop] = {
                "name": attribute(prop),
                "hint": hint if not optional or stands_in or hint.endswith(("None", "Any")) else f"{hint} | None",
                "omit": optional and not nullable and not stands_in,
                "default": python(value) if value is not None else stands_in or ("None" if optional else None),
            }
        return fields, written

    def _schema(self, schema: Any) -> Any:
        """What the generator needs of a schema: its references (for imports and order), shape and prose."""
        if not isinstance(schema, dict):
            return schema
        out: Json = {}
        for key, value in schema.items():
            if key not in KEPT or (key == "additionalProperties" and "properties" in schema):
                continue
            if key == "properties":
                out[key] = {name: self._property(sub) for name, sub in value.items() if sub is not False}
            elif key in SUBSCHEMA_LISTS:
                out[key] = [*out.get(key, ()), *(self._schema(branch) for branch in value)]
            elif key in SUBSCHEMAS:
                out[key] = self._schema(value)
            elif key == "$ref":
                name = name_of(value)
                shown = open_name(name) if is_enum(self._bundle.schemas[name]) else name
                out[key] = f"{PREFIX}{self._bundle.topics[name]}.{shown}"
            elif key == "description":
                out[key] = dated(schema)
            else:
                out[key] = value
        return out

    def _property(self, schema: Json) -> Json:
        seen: Json = self._schema(schema)
        if constant(schema) is not None:  # With null beside it, the generator would invent an enum.
            return {key: value for key, value in seen.items() if key == "description"}
        if "x-read-also" not in schema:
            return seen
        prose = {"description": seen["description"]} if "description" in seen else {}
        plain = {k: v for k, v in schema.items() if k not in ("x-read-also", "description")}
        return {**prose, "anyOf": [self._schema(plain), self._schema(schema["x-read-also"])]}
