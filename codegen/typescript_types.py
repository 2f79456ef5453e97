"""The components as TypeScript types, in two profiles from one source.

*write* is what the specification demands of who sends a thing; *read* is what reading forgives: members that peers
leave out or send as null, wider values, other spellings, tags and enum values that this release does not define.
Whatever fits the first fits the second.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any, Literal

from .bundle import Bundle, Json, name_of
from .python_types import PythonTypes, branches, constant, is_enum
from .render import literal
from .view import docstring

Profile = Literal["write", "read"]
SCALARS = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
EXTENSION = "`${string}:${string}`"
UNKNOWN = "UnknownTag"
OPEN = "(string & {})"
ANY_OBJECT = "{ [member: string]: unknown }"
ANY_MEMBER = "  [member: string]: unknown;"


class TypeScript:
    """Writes the types of one bundle in one profile."""

    def __init__(self, bundle: Bundle, profile: Profile) -> None:
        self._bundle = bundle
        self._types = PythonTypes(bundle)
        self._reads = profile == "read"
        self._open_tags: dict[str, str] = {}
        self._outer_tags: dict[str, dict[str, str]] = {}
        self._tagged = {
            (name_of(ref), schema["discriminator"]["propertyName"])
            for schema in bundle.schemas.values()
            for ref in schema.get("discriminator", {}).get("mapping", {}).values()
        }
        for name, schema in bundle.schemas.items():
            if fallback := schema.get("x-fallback"):
                self._open_tags[fallback] = schema["discriminator"]["propertyName"]
                self._outer_tags.setdefault(fallback, {}).update(self._tags_around(name))

    def declarations(self, topic: str) -> str:
        """The types of one topic, in the order of the spec."""
        return "\n\n".join(self._declaration(name) for name, home in self._bundle.topics.items() if home == topic)

    def unions(self) -> list[Json]:
        """The tagged unions: what tells their members apart, the tags in every spelling, and what keeps other tags."""
        found: list[Json] = []
        for name in self._bundle.schemas:
            union = self._types.union(name)
            if union is not None and union.fallback is not None:
                members = list(dict.fromkeys(union.members.values()))
                found.append({"name": name, "tag": union.tag, "tags": list(union.members), "members": members})
        return found

    def _tags_around(self, union: str) -> dict[str, str]:
        """Property -> constant of the unions in which another union is a member: its fallback has them too."""
        return {
            schema["discriminator"]["propertyName"]: tag
            for schema in self._bundle.schemas.values()
            for tag, ref in schema.get("discriminator", {}).get("mapping", {}).items()
            if name_of(ref) == union
        }

    def _declaration(self, name: str) -> str:
        schema = self._bundle.schemas[name]
        doc = comment(schema)
        merged = self._types.merged(schema)
        if "properties" in merged:
            return f"{doc}export interface {name} {{\n{chr(10).join(self._members(name, merged))}\n}}"
        if is_enum(schema):
            return f"{doc}export type {name} = {self._enum(schema)};"
        listed = self._branches(schema) + [f for f in (schema.get("x-fallback"),) if f]
        if len(listed) > 1:
            return f"{doc}export type {name} =\n{chr(10).join(f'  | {branch}' for branch in listed)};"
        return f"{doc}export type {name} = {self._of(schema)};"

    def _enum(self, schema: Json) -> str:
        known = list(schema.get("enum") or schema["x-values"])
        is_open = "x-values" in schema or (self._reads and "x-open" in schema)
        return " | ".join([*map(literal, known), *([OPEN] if is_open else [])])

    def _members(self, name: str, schema: Json) -> Iterator[str]:
        tag = self._open_tags.get(name)
        for prop, sub in schema["properties"].items():
            if sub is False:
                yield f"  /** Must not be sent. */\n  {prop}?: never;"
                continue
            required = prop in schema.get("required", ())
            # Whoever leaves out a constant that tells nothing apart has said everything all the same.
            idle = constant(sub) is not None and (name, prop) not in self._tagged and prop != "type"
            forgiven = self._reads and (not required or idle or prop in schema.get("x-read-optional", ()))
            if prop == tag:
                written = f"{EXTENSION} | {UNKNOWN}" if self._reads else EXTENSION
            else:
                written = self._member(schema, prop, sub)
                if forgiven and not self._types.is_nullable(sub):
                    written += " | null"
            mark = "?" if forgiven or not required else ""
            yield f"{textwrap.indent(comment(sub), '  ')}  {prop}{mark}: {written};"
        for prop, value in self._outer_tags.get(name, {}).items():
            if prop not in schema["properties"]:
                null = " | null" if self._reads else ""
                yield f"  /** The tag of the union that is around it. */\n  {prop}?: {literal(value)}{null};"
        if tag or schema.get("additionalProperties"):
            yield ANY_MEMBER

    def _member(self, owner: Json, prop: str, schema: Json) -> str:
        value = constant(schema)
        if value is not None:
            aliases = owner.get("x-event", {}).get("aliases", ()) if self._reads and prop == "type" else ()
            return " | ".join(
                [*map(literal, (value, *aliases)), *(["null"] if self._types.is_nullable(schema) else [])]
            )
        also = schema.get("x-read-also") if self._reads else None
        written = self._of(schema)
        if also is None or (wider := self._of(also)) in written.split(" | "):
            return written
        return f"{written} | {wider}"

    def _branches(self, schema: Json) -> list[str]:
        listed = [self._of(branch) for branch in branches(schema)]
        if self._types.is_nullable(schema) and listed:
            listed.append("null")
        return list(dict.fromkeys(listed))

    def _of(self, schema: Any) -> str:
        """The type of any schema."""
        if not isinstance(schema, dict):
            return "unknown"
        if "$ref" in schema:
            return name_of(schema["$ref"])
        if listed := self._branches(schema):
            return " | ".join(listed)
        if "const" in schema:
            return literal(schema["const"])
        kinds = schema.get("type")
        if kinds is None:
            return "unknown"
        return " | ".join(self._kind(kind, schema) for kind in (kinds if isinstance(kinds, list) else [kinds]))

    def _kind(self, kind: str, schema: Json) -> str:
        if kind == "array":
            return f"Array<{self._of(schema.get('items'))}>"
        if kind == "object":
            values = schema.get("additionalProperties")
            return f"{{ [member: string]: {self._of(values)} }}" if isinstance(values, dict) and values else ANY_OBJECT
        return SCALARS[kind]


def comment(schema: Json) -> str:
    """The description as a doc comment, with the release that brought it; nothing when there is none."""
    if "description" not in schema:
        return ""
    added = [f"Added in {schema['x-added-in']}."] if "x-added-in" in schema else []
    text = docstring("\n\n".join([schema["description"], *added]), 100).replace("*/", "*\\/")
    if "\n" not in text:
        return f"/** {text} */\n"
    lines = "\n".join(f" * {line}".rstrip() for line in text.splitlines())
    return f"/**\n{lines}\n */\n"
