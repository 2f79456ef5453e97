"""JSON Schemas (draft 2020-12) of the components of an OpenAPI document of this spec, in two profiles.

``write`` has the published strictness.  ``read`` has what the models forgive: members that peers leave out or send as
null, other values and spellings, no bounds.  In both, the open member of a union is a branch that excludes the tags of
all other branches, so that a malformed known object never slips through it; ``write`` also demands that its tag is the
name of an extension, ``slug:name``.

What is lost is what draft 2020-12 has no word for, the ``x-`` keys and discriminators; the OpenAPI document keeps them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias

__all__ = ["PREFIX", "PROFILES", "Profile", "definitions"]

Json: TypeAlias = dict[str, Any]
Profile: TypeAlias = Literal["write", "read"]
PROFILES: Final[tuple[Profile, ...]] = ("write", "read")
PREFIX: Final = "#/$defs/"

EXTENSION: Final = "^[A-Za-z0-9_-]+:[A-Za-z0-9_]+$"
"""What the tag of an extension looks like (OR-EXT-04)."""
_COMPONENTS: Final = "#/components/schemas/"
_NULL: Final[Json] = {"type": "null"}
_UNIONS: Final = ("oneOf", "anyOf")
_BOUNDS: Final = frozenset(
    {"minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems", "maxProperties"}
)


def definitions(schemas: Mapping[str, Json], profile: Profile) -> dict[str, Json]:
    """Every component by its name, for ``$defs``."""
    chosen = _Read(schemas) if profile == "read" else _Write(schemas)
    return {name: chosen.component(name) for name in schemas}


class _Write:
    """The published schema, said in JSON Schema alone."""

    def __init__(self, schemas: Mapping[str, Json]) -> None:
        self._schemas = schemas

    def component(self, name: str) -> Json:
        return self._object(self._schemas[name])

    def _schema(self, schema: Any) -> Any:
        return self._object(schema) if isinstance(schema, dict) else schema

    def _object(self, schema: Json) -> Json:
        out: Json = {"description": _prose(schema)} if "description" in schema else {}
        if "x-values" in schema:
            return {**out, **_open_list(schema["x-values"])}
        for key, value in schema.items():
            if key == "$ref":
                out[key] = PREFIX + _name(value)
            elif key == "properties":
                out[key] = {name: self._schema(member) for name, member in value.items()}
            elif key in ("items", "additionalProperties"):
                out[key] = self._schema(value)
            elif key in _UNIONS and "discriminator" in schema:
                out[key] = list(self._branches(schema, value))
            elif key in (*_UNIONS, "allOf"):
                out[key] = [self._schema(branch) for branch in value]
            elif key not in ("description", "discriminator") and not key.startswith("x-"):
                out[key] = value
        return out

    def _branches(self, union: Json, listed: Sequence[Json]) -> Iterator[Json]:
        """The members of a tagged union, each bound to its tags, and the open one, bound to all others."""
        tag, known = union["discriminator"]["propertyName"], self._tags(union)
        for branch in listed:
            tags = known.get(_name(branch.get("$ref", "")))
            plain = self._schema(branch)
            bound = self._bound(union, _name(branch["$ref"]), tag, tags) if tags else None
            yield plain if bound is None else {"allOf": [plain, bound]}
        if fallback := union.get("x-fallback"):
            every = [value for tags in known.values() for value in tags]
            other = _having(tag, self._other_tag(every))
            yield {"allOf": [{"$ref": PREFIX + fallback}, other]}

    def _bound(self, union: Json, member: str, tag: str, tags: list[str]) -> Json | None:
        """What a branch needs beside its component for no other to fit; None when the component says it itself."""
        if tag in self._schemas[member].get("properties", {}):
            return None
        return _having(tag, _one_of(tags))

    def _other_tag(self, known: list[str]) -> Json:
        return {"type": "string", "pattern": EXTENSION, "not": {"enum": known}}

    def _tags(self, union: Json) -> dict[str, list[str]]:
        """Component -> its tags, every spelling of an event among them."""
        found: dict[str, list[str]] = {}
        for value, reference in union["discriminator"]["mapping"].items():
            name = _name(reference)
            found.setdefault(name, []).extend([value, *_aliases(self._schemas[name])])
        return found


class _Read(_Write):
    """What the models take."""

    def __init__(self, schemas: Mapping[str, Json]) -> None:
        super().__init__(schemas)
        self._tag_of: dict[str, set[str]] = {}
        for union in schemas.values():
            if isinstance(union.get("discriminator"), dict):
                for name in self._tags(union):
                    self._tag_of.setdefault(name, set()).add(union["discriminator"]["propertyName"])

    def component(self, name: str) -> Json:
        schema = self._merged(self._schemas[name])
        out = self._object(schema)
        if "properties" in schema:
            out["properties"] = dict(self._members(schema))
            required = [prop for prop in schema.get("required", ()) if self._is_required(name, schema, prop)]
            out.pop("required", None)
            out |= {"required": required} if required else {}
        return out

    def _object(self, schema: Json) -> Json:
        if "enum" in schema:
            prose = {"description": _prose(schema)} if "description" in schema else {}
            return {**prose, **_open_list(schema["enum"])}
        kept = {key: value for key, value in schema.items() if key not in _BOUNDS}
        if "properties" in kept or kept.get("additionalProperties") is True:
            kept.pop("additionalProperties", None)
        return super()._object(kept)

    def _merged(self, schema: Json) -> Json:
        """An object with its ``allOf`` written out; what one branch forbids stays forbidden."""
        if "allOf" not in schema:
            return schema
        out: Json = {"type": "object", **{key: value for key, value in schema.items() if key != "allOf"}}
        members: Json = dict(out.get("properties", {}))
        for branch in schema["allOf"]:
            part = self._merged(self._resolved(branch))
            for name, member in part.get("properties", {}).items():
                members[name] = False if member is False else members.get(name, True) and member
            for key in ("required", "x-read-optional"):
                out[key] = [*out.get(key, ()), *part.get(key, ())]
        return {**out, "properties": members}

    def _members(self, owner: Json) -> Iterator[tuple[str, Json]]:
        """The properties as they are read; one that must not be sent is kept like any other that is not known."""
        aliases = _aliases(owner)
        for prop, member in owner["properties"].items():
            if member is False:
                continue
            read: Json = self._object({key: value for key, value in member.items() if key != "x-read-also"})
            if prop == "type" and aliases and "const" in read:
                read["enum"] = [read.pop("const"), *aliases]
            if also := member.get("x-read-also"):
                prose = {"description": read.pop("description")} if "description" in read else {}
                read = {**prose, "anyOf": [read, self._object(also)]}
            if self._may_be_absent(owner, prop) and "x-read-default" not in member:
                read = _with_null(read) if not self._takes_null(member) else read
            yield prop, read

    def _is_required(self, name: str, owner: Json, prop: str) -> bool:
        """A constant is filled in where it is absent, unless it is what tells the members of a union apart."""
        member = owner["properties"].get(prop, True)
        if member is False:
            return False
        if _is_constant(member):
            return prop in self._tag_of.get(name, ())
        return not self._may_be_absent(owner, prop)

    def _may_be_absent(self, owner: Json, prop: str) -> bool:
        member = owner["properties"][prop]
        if _is_constant(member):
            return False
        known = prop in owner.get("required", ()) and prop not in owner.get("x-read-optional", ())
        return not known or self._takes_null(member)

    def _takes_null(self, schema: Any) -> bool:
        schema = self._resolved(schema)
        kind = schema.get("type")
        if kind == "null" or (isinstance(kind, list) and "null" in kind):
            return True
        if listed := [*schema.get("oneOf", ()), *schema.get("anyOf", ())]:
            return any(map(self._takes_null, listed))
        return not schema.keys() & {"type", "const", "enum", "properties", "allOf", "x-values"}

    def _resolved(self, schema: Any) -> Json:
        while isinstance(schema, dict) and "$ref" in schema:
            schema = self._schemas[_name(schema["$ref"])]
        return schema if isinstance(schema, dict) else {}

    def _bound(self, union: Json, member: str, tag: str, tags: list[str]) -> Json | None:
        schema = self._schemas[member]
        is_leaf, optional = tag in schema.get("properties", {}), tag not in schema.get("required", ())
        absent = union.get("x-absent-tag", {})
        if is_leaf and not optional and not set(tags) & set(absent.values()):
            return None
        named = _having(tag, _one_of(tags))
        told = [self._absent(tag, key, absent, tags) for key, value in absent.items() if value in tags]
        if is_leaf and optional:  # The published schema takes it without a tag, and without what would tell it.
            told = [_untagged(tag, [key for key, value in absent.items() if value not in tags])]
        return {"anyOf": [named, *told]} if told else named

    def _absent(self, tag: str, key: str, absent: Mapping[str, str], tags: list[str]) -> Json:
        """An object without a tag that ``key`` tells: none of the properties listed before it is there."""
        keys = list(absent)
        before = [other for other in keys[: keys.index(key)] if absent[other] not in tags]
        untagged = _untagged(tag, before)
        return {**untagged, "properties": {**untagged["properties"], key: True}, "required": [key]}

    def _other_tag(self, known: list[str]) -> Json:
        return {"type": "string", "not": {"enum": known}}


def _name(reference: str) -> str:
    return reference.removeprefix(_COMPONENTS)


def _prose(schema: Json) -> str:
    release = schema.get("x-added-in")
    return f"{schema['description']} Added in {release}." if release else str(schema["description"])


def _open_list(values: Sequence[str] | Mapping[str, str]) -> Json:
    """A string of which some values are known."""
    return {"anyOf": [{"type": "string", "enum": [*values]}, {"type": "string"}]}


def _having(name: str, schema: Json | bool) -> Json:
    """An object with a property that fits."""
    return {"type": "object", "properties": {name: schema}, "required": [name]}


def _untagged(tag: str, without: list[str]) -> Json:
    """An object whose tag is absent or null, and that has none of some properties."""
    nothing: Json = {"not": {"anyOf": [_having(key, True) for key in without]}} if without else {}
    return {"type": "object", "properties": {tag: _NULL}, **nothing}


def _one_of(tags: list[str]) -> Json:
    return {"const": tags[0]} if len(tags) == 1 else {"enum": tags}


def _aliases(schema: Json) -> list[str]:
    return list(schema.get("x-event", {}).get("aliases", ()))


def _is_constant(schema: Any) -> bool:
    """Whether one value fits, or that value and null."""
    if not isinstance(schema, dict):
        return False
    listed = [branch for key in _UNIONS for branch in schema.get(key, ()) if branch != _NULL]
    return "const" in schema or sum("const" in branch for branch in listed if isinstance(branch, dict)) == 1


def _with_null(schema: Json) -> Json:
    """The same, or null."""
    if isinstance(kind := schema.get("type"), str) and not schema.keys() & {"const", "enum"}:
        return {**schema, "type": [kind, "null"]}
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], _NULL]}
    prose = {"description": schema["description"]} if "description" in schema else {}
    return {**prose, "anyOf": [{key: value for key, value in schema.items() if key != "description"}, _NULL]}
