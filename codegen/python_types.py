"""The Python type of a schema, as source text, and how the members of a union are told apart."""

from __future__ import annotations

import keyword
from typing import Any, NamedTuple

from .bundle import Bundle, Json, name_of, tags

SCALARS = {"string": "str", "integer": "StrictInt", "number": "StrictFloat", "boolean": "StrictBool", "null": "None"}
ANY_OBJECT = "dict[str, Any]"
RESERVED = frozenset(
    {"construct", "copy", "dict", "from_orm", "json", "parse_file", "parse_obj", "parse_raw", "schema", "schema_json"}
    | {"update_forward_refs", "validate", "to_dict", "to_json", "list", "str", "self"}
    | {"model_computed_fields", "model_config", "model_construct", "model_copy", "model_dump", "model_dump_json"}
    | {"model_extra", "model_fields", "model_fields_set", "model_json_schema", "model_parametrized_name"}
    | {"model_post_init", "model_rebuild", "model_validate", "model_validate_json", "model_validate_strings"}
)
"""Attributes of every model, and names that the types of its other fields are written with."""


class Union(NamedTuple):
    """What a named union accepts, by the JSON type of the value and by the tag of an object."""

    tag: str
    members: dict[str, str]
    """Tag -> model, every alias of a tag included."""
    fallback: str | None
    """The model that keeps an object with any other tag."""
    absent: dict[str, str]
    """Property -> tag: what an object without a tag is, when it has that property."""
    string: str | None
    """The type of a string branch."""
    array: str | None
    """The type of an array branch."""


def attribute(prop: str) -> str:
    """What a property is called in Python; its name on the wire stays what it is."""
    return f"{prop}_" if keyword.iskeyword(prop) or prop in RESERVED else prop


def open_name(enum: str) -> str:
    """The alias that holds an enum's members and every other string."""
    return f"Open{enum}"


def is_enum(schema: Json) -> bool:
    """Whether a component becomes an enum: a list of values, or a free string with known ones."""
    return "enum" in schema or "x-values" in schema


def constant(schema: Any) -> Any:
    """The one value that a schema allows (beside null), or None."""
    if not isinstance(schema, dict):
        return None
    found = [branch["const"] for branch in branches(schema) if isinstance(branch, dict) and "const" in branch]
    return schema.get("const", found[0] if len(found) == 1 else None)


def branches(schema: Json) -> list[Json]:
    """The alternatives of a union, null left out."""
    listed = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    return [branch for branch in listed if not (isinstance(branch, dict) and branch.get("type") == "null")]


class PythonTypes:
    """Reads types off one bundle: as the fields of models have them, or as the parameters of functions do."""

    def __init__(self, bundle: Bundle, *, in_models: bool = False) -> None:
        self._bundle = bundle
        self._in_models = in_models

    def merged(self, schema: Json) -> Json:
        """An object with its ``allOf`` written out; later branches do not reopen what an earlier one forbids."""
        if "allOf" not in schema:
            return schema
        out: Json = {**{k: v for k, v in schema.items() if k != "allOf"}}
        for part in schema["allOf"]:
            part = self.merged(self.resolved(part))
            known = out.get("properties", {})
            added = {n: s for n, s in part.get("properties", {}).items() if known.get(n, True) is not False}
            out["properties"] = {**known, **added}
            for n, s in part.get("properties", {}).items():
                if s is False:
                    out["properties"][n] = False
            for key in ("required", "x-read-optional"):
                out[key] = [*out.get(key, ()), *part.get(key, ())]
        return out

    def resolved(self, schema: Any) -> Json:
        """The schema that a chain of references ends at."""
        while isinstance(schema, dict) and "$ref" in schema:
            schema = self._bundle.schemas[name_of(schema["$ref"])]
        return schema if isinstance(schema, dict) else {}

    def is_nullable(self, schema: Any) -> bool:
        """Whether a schema takes null."""
        schema = self.resolved(schema)
        types = schema.get("type")
        if types == "null" or (isinstance(types, list) and "null" in types):
            return True
        listed = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
        if listed:
            return any(self.is_nullable(branch) for branch in listed)
        return not {"type", "const", "enum", "properties", "$ref", "allOf", "x-values"} & schema.keys()

    def union(self, name: str) -> Union | None:
        """How the members of a named union are told apart; None when the component is no union."""
        schema = self._bundle.schemas[name]
        listed = branches(schema)
        if "discriminator" not in schema and len(listed) < 2:
            return None
        by_tag: dict[str, str] = {}
        tag = schema.get("discriminator", {}).get("propertyName", "type")
        string = array = None
        for branch in listed:
            kind = self.resolved(branch)
            if kind.get("type") == "string" or is_enum(kind):
                string = self.hint(branch)
            elif kind.get("type") == "array":
                array = self.hint(branch)
            elif value := constant(kind.get("properties", {}).get(tag)):
                by_tag[value] = name_of(branch["$ref"])
        if "discriminator" in schema:
            by_tag = tags(schema)
        for member in list(by_tag.values()):
            for alias in self._bundle.schemas[member].get("x-event", {}).get("aliases", ()):
                by_tag[alias] = member
        return Union(tag, by_tag, schema.get("x-fallback"), schema.get("x-absent-tag", {}), string, array)

    def field(self, owner: Json, prop: str, schema: Any) -> str:
        """The type of a property: wider where reading forgives, every spelling of an event's type."""
        value = constant(schema)
        if value is not None:
            spellings = [value, *(owner.get("x-event", {}).get("aliases", ()) if prop == "type" else ())]
            quoted = f"Literal[{', '.join(map(_quoted, spellings))}]"
            return f"{quoted} | None" if self.is_nullable(schema) else quoted
        also = schema.get("x-read-also") if isinstance(schema, dict) else None
        if also is None:
            return self.hint(schema)
        plain, wider = _without_null(self.hint(schema)), _without_null(self.hint(also))
        null = " | None" if self.is_nullable(schema) or self.is_nullable(also) else ""
        wide = wider if not plain else f"Annotated[{plain} | {wider}, IN_ORDER]" if wider else plain
        return f"{wide}{null}"

    def hint(self, schema: Any) -> str:
        """The type of any schema."""
        if not isinstance(schema, dict):
            return "Any"
        if "$ref" in schema:
            name = name_of(schema["$ref"])
            return open_name(name) if is_enum(self._bundle.schemas[name]) else name
        null = " | None" if self.is_nullable(schema) and schema.get("type") != "null" else ""
        listed = branches(schema)
        if listed:
            joined = " | ".join(self.hint(branch) for branch in listed)
            return (f"Annotated[{joined}, IN_ORDER]" if len(listed) > 1 else joined) + null
        if value := schema.get("const"):
            return f"Literal[{_quoted(value)}]{null}"
        kinds = schema.get("type")
        kinds = [k for k in kinds if k != "null"] if isinstance(kinds, list) else [kinds]
        if kinds == [None]:
            return "Any"
        return " | ".join(self._kind(kind, schema) for kind in kinds) + null

    def _kind(self, kind: str, schema: Json) -> str:
        if kind == "array":
            listed = f"list[{self.hint(schema.get('items'))}]"
            return f"Annotated[{listed}, FAIL_FAST]" if self._in_models else listed
        if kind == "object":
            values = schema.get("additionalProperties")
            return f"dict[str, {self.hint(values)}]" if isinstance(values, dict) and values else ANY_OBJECT
        return SCALARS[kind]


def _quoted(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _without_null(hint: str) -> str:
    return "" if hint == "None" else hint.removesuffix(" | None")
