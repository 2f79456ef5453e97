"""Turns a component of the OpenAPI document into one closure that judges a plain JSON value.

A check returns None when the value fits, otherwise what does not.  Paths are put
together on the way back up, so a value that fits costs about one walk over it.
A keyword this module does not know raises while compiling: nothing is skipped in
silence.
"""

from collections.abc import Mapping
from typing import Final, TypeAlias

from . import schema_branches as branches_of
from . import schema_checks as checks_of
from .json_values import Json, json_type
from .schema_checks import Bound, Check, SchemaError, accept

Schemas: TypeAlias = Mapping[str, Json]

REF_PREFIX: Final = "#/components/schemas/"
JSON_TYPES: Final = frozenset({"null", "boolean", "integer", "number", "string", "array", "object"})
ASSERTIONS: Final = frozenset(
    {"$ref", "type", "const", "enum", "required", "properties", "items", "additionalProperties", "maxProperties"}
    | {"oneOf", "anyOf", "allOf", "discriminator", "minimum", "maximum", "minItems", "maxItems"}
    | {"minLength", "maxLength", "pattern"}
)
ANNOTATIONS: Final = frozenset(
    {"description", "title", "default", "example", "examples", "deprecated", "format", "readOnly", "writeOnly"}
)


class SchemaCompiler:
    """Compiles components on first use and keeps the closures."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._compiled: dict[str, Check] = {}
        self._under_way: set[str] = set()
        self._deferred: dict[str, Check] = {}

    def component(self, name: str) -> Check:
        """The check of a component.  Raises ``SchemaError`` when there is none of that name."""
        check = self._compiled.get(name)
        if check is not None:
            return check
        if name in self._under_way:
            return self._deferred.setdefault(name, lambda value: self._compiled[name](value))
        schema = self._schemas.get(name)
        if schema is None:
            raise SchemaError(f"the document has no component {name}")
        self._under_way.add(name)
        check = self._compile(schema, name)
        aliases = _aliases(schema)
        if aliases:
            check = branches_of.spelled(check, aliases, _const_of_type(schema), name)
        self._under_way.discard(name)
        self._compiled[name] = check
        return check

    def _compile(self, schema: Json, component: str) -> Check:
        if isinstance(schema, bool):
            return accept if schema else checks_of.forbidden(component)
        if not isinstance(schema, dict):
            raise SchemaError(f"{component}: a schema is {json_type(schema)}")
        for keyword in schema:
            if keyword not in ASSERTIONS and keyword not in ANNOTATIONS and not keyword.startswith("x-"):
                raise SchemaError(f"{component}: keyword {keyword} is not known")
        checks: list[Check] = []
        reference = schema.get("$ref")
        if isinstance(reference, str):
            checks.append(self.component(_target(reference)))
        if "const" in schema:
            checks.append(checks_of.constant(schema["const"], component))
        if "enum" in schema:
            checks.append(checks_of.enumeration(_array(schema, "enum", component), component))
        checks.extend(self._compile(branch, component) for branch in _array(schema, "allOf", component))
        for keyword in ("oneOf", "anyOf"):
            if keyword in schema:
                checks.append(self._union(schema, keyword, component))
        checks.extend(self._typed(schema, component))
        return checks[0] if len(checks) == 1 else checks_of.every(checks) if checks else accept

    def _typed(self, schema: dict[str, Json], component: str) -> list[Check]:
        """The checks that hold for one JSON type each, with ``type`` itself in front of them."""
        names = _declared_types(schema, component)
        checks: list[Check] = []
        # A constant or a list of values of that type says it already, and more precisely.
        stated = not schema.keys().isdisjoint({"const", "enum"}) and self._types(schema, frozenset()) <= names
        if names == {"object"}:
            checks.append(checks_of.is_object(component))
        elif names == {"string"} and not stated:
            checks.append(checks_of.is_string(component))
        elif names and not stated:
            checks.append(checks_of.of_type(names, component))
        if schema.keys() & {"properties", "required", "additionalProperties", "maxProperties"}:
            checks.append(self._members(schema, component))
        if schema.keys() & {"items", "minItems", "maxItems"}:
            checks.append(self._elements(schema, component))
        if schema.keys() & {"minLength", "maxLength", "pattern"}:
            pattern = schema.get("pattern")
            lower, upper = _bound(schema, "minLength", component), _bound(schema, "maxLength", component)
            checks.append(checks_of.text(lower, upper, pattern if isinstance(pattern, str) else None, component))
        if schema.keys() & {"minimum", "maximum"}:
            lower, upper = _bound(schema, "minimum", component), _bound(schema, "maximum", component)
            checks.append(checks_of.number(lower, upper, component))
        return [checks_of.first_failing(checks)] if len(checks) > 1 else checks

    def _members(self, schema: dict[str, Json], component: str) -> Check:
        declared = schema.get("properties", {})
        if not isinstance(declared, dict):
            raise SchemaError(f"{component}: properties is {json_type(declared)}")
        members = {name: self._compile(member, component) for name, member in declared.items()}
        additional = self._compile(schema.get("additionalProperties", True), component)
        required = {str(name) for name in _array(schema, "required", component)}
        return checks_of.members(members, additional, required, _bound(schema, "maxProperties", component), component)

    def _elements(self, schema: dict[str, Json], component: str) -> Check:
        element = self._compile(schema.get("items", True), component)
        lower = _bound(schema, "minItems", component)
        upper = _bound(schema, "maxItems", component)
        return checks_of.elements(element, lower, upper, component)

    def _union(self, schema: dict[str, Json], keyword: str, component: str) -> Check:
        branches = _array(schema, keyword, component)
        tagged = "discriminator" in schema
        by_type: dict[str, list[Check]] = {}
        for branch in branches:
            types = self._types(branch, frozenset())
            check = self._compile(branch, component)
            for name in types - {"object"} if tagged else types:
                by_type.setdefault(name, []).append(check)
        if tagged:
            by_type["object"] = [self._tagged(schema, branches, component)]
        choices = {name: branches_of.one_of(checks, keyword, component) for name, checks in by_type.items()}
        return checks_of.by_type(choices, component)

    def _tagged(self, schema: dict[str, Json], branches: list[Json], component: str) -> Check:
        discriminator = schema["discriminator"]
        if not isinstance(discriminator, dict):
            raise SchemaError(f"{component}: discriminator is {json_type(discriminator)}")
        tag, mapping = discriminator.get("propertyName"), discriminator.get("mapping")
        if not isinstance(tag, str) or not isinstance(mapping, dict):
            raise SchemaError(f"{component}: a discriminator needs propertyName and mapping")
        targets = {value: _target(str(reference)) for value, reference in mapping.items()}
        objects = {
            _target(str(branch["$ref"]))
            for branch in branches
            if isinstance(branch, dict) and "$ref" in branch and "object" in self._types(branch, frozenset())
        }
        if not objects or objects != set(targets.values()):
            raise SchemaError(f"{component}: mapping and branches differ: {sorted(objects ^ set(targets.values()))}")
        table: dict[str, Check] = {}
        for value, target in targets.items():
            table[value] = self.component(target)
            table.update(dict.fromkeys(_aliases(self._schemas[target]), table[value]))
        absent = schema.get("x-absent-tag")
        reference = schema.get("x-fallback")
        fallback = _target(reference) if isinstance(reference, str) else None
        open_member = None
        if fallback is not None:
            open_member = branches_of.open_member(self.component(fallback), tag, table, fallback)
        return branches_of.by_tag(
            tag,
            table,
            absent={name: str(value) for name, value in absent.items()} if isinstance(absent, dict) else {},
            fallback=open_member,
            component=fallback or component,
        )

    def _types(self, schema: Json, seen: frozenset[str]) -> frozenset[str]:
        """The JSON types a value of this schema may have: what tells the branches of a union apart."""
        if not isinstance(schema, dict):
            return JSON_TYPES if schema else frozenset()
        types = JSON_TYPES
        names = _declared_types(schema, "")
        if names:
            types &= names | {"integer"} if "number" in names else names
        if "const" in schema:
            types &= _types_of_value(schema["const"])
        enum, reference = schema.get("enum"), schema.get("$ref")
        if isinstance(enum, list):
            types &= frozenset[str]().union(*map(_types_of_value, enum))
        if isinstance(reference, str) and _target(reference) not in seen:
            types &= self._types(self._schemas[_target(reference)], seen | {_target(reference)})
        for keyword in ("oneOf", "anyOf"):
            branches = schema.get(keyword)
            if isinstance(branches, list):
                types &= frozenset[str]().union(*(self._types(branch, seen) for branch in branches))
        every = schema.get("allOf")
        for branch in every if isinstance(every, list) else []:
            types &= self._types(branch, seen)
        return types


def _target(reference: str) -> str:
    return reference.removeprefix(REF_PREFIX)


def _declared_types(schema: dict[str, Json], component: str) -> frozenset[str]:
    declared = schema.get("type", [])
    names = frozenset(str(name) for name in (declared if isinstance(declared, list) else [declared]))
    if not names <= JSON_TYPES:
        raise SchemaError(f"{component}: type {declared} is not known")
    return names


def _types_of_value(value: Json) -> frozenset[str]:
    return frozenset({json_type(value)})


def _array(schema: dict[str, Json], keyword: str, component: str) -> list[Json]:
    value = schema.get(keyword, [])
    if not isinstance(value, list):
        raise SchemaError(f"{component}: {keyword} is {json_type(value)}, not an array")
    return value


def _bound(schema: dict[str, Json], keyword: str, component: str) -> Bound:
    value = schema.get(keyword)
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    raise SchemaError(f"{component}: {keyword} is {json_type(value)}, not a number")


def _aliases(schema: Json) -> list[str]:
    event = schema.get("x-event") if isinstance(schema, dict) else None
    aliases = event.get("aliases") if isinstance(event, dict) else None
    return [str(alias) for alias in aliases] if isinstance(aliases, list) else []


def _const_of_type(schema: Json) -> str:
    properties = schema.get("properties") if isinstance(schema, dict) else None
    tag = properties.get("type") if isinstance(properties, dict) else None
    const = tag.get("const") if isinstance(tag, dict) else None
    if not isinstance(const, str):
        raise SchemaError("an event with aliases needs a constant type")
    return const
