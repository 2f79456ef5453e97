"""Finds what makes a document hard to evolve, to read tolerantly, or to generate code from.

Every rule looks at one place and says what is wrong there; ``RULES`` tells why it matters and what to write instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from .document import Document, Schema, inner_schemas, name_of
from .shapes import Shape, expanded, shape_of

__all__ = ["RULES", "Fault", "LintRule", "lint"]


class LintRule(NamedTuple):
    """Why something is a fault, and what to write instead."""

    title: str
    advice: str


RULES: Final[Mapping[str, LintRule]] = MappingProxyType(
    {
        "closed-union": LintRule(
            "a union of tagged objects has no member for tags that come later",
            "add an open member whose tag is a free string, or name the fallback (x-fallback)",
        ),
        "closed-enum": LintRule(
            "a server sends one of a closed list of values, so every new value breaks its readers",
            "say that readers must expect other values (x-open)",
        ),
        "only-null": LintRule("nothing but null fits", "name the values that fit beside null, or leave it out"),
        "nullable-keyword": LintRule(
            "`nullable` is OpenAPI 3.0 and says nothing in 3.1", 'write type: [X, "null"] or anyOf with null'
        ),
        "one-value-enum": LintRule("a list of one value", "write const"),
        "default-of-constant": LintRule(
            "a value that cannot vary has a default, so generators make it optional", "leave the default out"
        ),
        "unnamed-member": LintRule(
            "an object, union or list of values without a name: every generator invents another one",
            "make it a component",
        ),
        "union-without-discriminator": LintRule(
            "nothing tells the objects of a union apart", "give each a constant tag and name it as the discriminator"
        ),
        "discriminator-without-mapping": LintRule(
            "a discriminator without a mapping tells apart by component names, which are no tags",
            "map every tag to its component",
        ),
        "wrapped-reference": LintRule(
            "an allOf of one reference, only to describe it", "write the description beside $ref"
        ),
        "missing-reference": LintRule("the component does not exist", "define it, or mend the reference"),
        "required-unknown": LintRule("a required property is not described", "describe it, or take it out of required"),
        "bad-default": LintRule("the default does not fit its own type", "mend the default or the type"),
        "stray-security-key": LintRule(
            "a security scheme has a key that its type does not know", "`in` and `name` belong to the type apiKey only"
        ),
        "missing-description": LintRule("a component has no description", "say in a sentence what it is"),
    }
)
"""Rule id -> why it matters and what to do."""

_SECURITY_KEYS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "apiKey": frozenset({"in", "name"}),
        "http": frozenset({"scheme", "bearerFormat"}),
        "oauth2": frozenset({"flows"}),
        "openIdConnect": frozenset({"openIdConnectUrl"}),
        "mutualTLS": frozenset(),
    }
)
_TYPES: Final[Mapping[type, tuple[str, ...]]] = MappingProxyType(
    {
        str: ("string",),
        bool: ("boolean",),
        int: ("integer", "number"),
        float: ("number",),
        list: ("array",),
        dict: ("object",),
    }
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One place that a rule objects to."""

    rule: str
    component: str
    path: str
    """Where in the component; empty for the whole."""
    detail: str = ""

    def __str__(self) -> str:
        place = f"{self.component}/{self.path}" if self.path else self.component
        detail = f" ({self.detail})" if self.detail else ""
        return f"{place}: {RULES[self.rule].title}{detail} [{self.rule}]"

    def to_dict(self) -> dict[str, str]:
        """The fault as JSON-compatible values."""
        about = {"rule": self.rule, "component": self.component, "path": self.path, "detail": self.detail}
        return {**about, "title": RULES[self.rule].title, "advice": RULES[self.rule].advice}


class _Place(NamedTuple):
    """A schema, and where it stands."""

    document: Document
    component: str
    path: str
    schema: Mapping[str, Any]
    is_sent_by_servers: bool
    is_one_of_many: bool = False
    """Whether it names values beside a type of which any value fits."""

    @property
    def is_component(self) -> bool:
        return not self.path

    def fault(self, rule: str, detail: str = "") -> Fault:
        return Fault(rule, self.component, self.path, detail)

    def shape(self) -> Shape:
        return shape_of(self.schema, self.document)


def lint(document: Document) -> list[Fault]:
    """Everything that a rule objects to, component by component, then the schemas of operations, then security."""
    sides = document.sides()
    found: list[Fault] = []
    for name, schema in document.schemas.items():
        for place in _places(document, name, "", schema, is_sent="response" in sides[name]):
            for check in _CHECKS:
                found.extend(check(place))
    for root in document.roots():
        for place in _places(document, root.at, "", root.schema, is_sent=root.side == "response"):
            if place.path or "$ref" not in place.schema:
                for check in _CHECKS:
                    found.extend(fault for fault in check(place) if fault.rule != "missing-description")
    found.extend(_security(document))
    return found


def _places(
    document: Document, component: str, path: str, schema: Schema, *, is_sent: bool, is_one_of_many: bool = False
) -> Iterator[_Place]:
    if not isinstance(schema, Mapping):
        return
    yield _Place(document, component, path, schema, is_sent, is_one_of_many)
    names_values = bool(_members(schema)) and bool(shape_of(schema, document).known)
    for steps, inner in inner_schemas(schema):
        at = f"{path}/{steps}".lstrip("/")
        yield from _places(document, component, at, inner, is_sent=is_sent, is_one_of_many=names_values)


def _closed_union(place: _Place) -> Iterator[Fault]:
    members = _objects(place)
    if len(members) > 1 and all(_tag(member, place.document) for member in members.values()):
        if "x-fallback" not in place.schema:
            yield place.fault("closed-union", f"{len(members)} members")
        mapping = place.schema.get("discriminator")
        if isinstance(mapping, Mapping) and not mapping.get("mapping"):
            yield place.fault("discriminator-without-mapping")
    elif len(members) > 1 and "discriminator" not in place.schema:
        untagged = [label for label, member in members.items() if not _tag(member, place.document)]
        if len(untagged) > 1:
            yield place.fault("union-without-discriminator", ", ".join(untagged[:4]))


def _closed_enum(place: _Place) -> Iterator[Fault]:
    shape = place.shape()
    if place.is_one_of_many:
        return
    if place.is_sent_by_servers and shape.values and len(shape.values) > 1 and not shape.is_open:
        yield place.fault("closed-enum", ", ".join(map(str, shape.values[:4])))


def _null_traps(place: _Place) -> Iterator[Fault]:
    if "nullable" in place.schema:
        yield place.fault("nullable-keyword")
    # Inside a union, null alone is one of several choices.
    if place.path.split("/")[-2:-1] not in (["anyOf"], ["oneOf"]) and place.shape().is_null:
        yield place.fault("only-null")


def _constants(place: _Place) -> Iterator[Fault]:
    enum = place.schema.get("enum")
    if isinstance(enum, list) and len(enum) == 1 and not place.is_one_of_many:
        yield place.fault("one-value-enum", str(enum[0]))
    if "default" in place.schema and ("const" in place.schema or (isinstance(enum, list) and len(enum) == 1)):
        yield place.fault("default-of-constant", str(place.schema["default"]))


def _unnamed(place: _Place) -> Iterator[Fault]:
    if place.is_component:
        return
    last = place.path.split("/")
    if place.is_one_of_many or "allOf" in last[-2:-1]:  # A part of the schema around it.
        return
    kinds = [
        kind
        for kind, is_it in (
            ("an object", bool(place.schema.get("properties"))),
            ("a list of values", len(place.schema.get("enum", ())) > 1),
            ("a union", sum("$ref" in m for m in _members(place.schema) if isinstance(m, Mapping)) > 1),
        )
        if is_it
    ]
    if kinds:
        yield place.fault("unnamed-member", kinds[0])


def _references(place: _Place) -> Iterator[Fault]:
    if "$ref" in place.schema and name_of(place.schema["$ref"]) not in place.document.schemas:
        yield place.fault("missing-reference", str(place.schema["$ref"]))
    parts = place.schema.get("allOf")
    if isinstance(parts, list) and len(parts) == 1 and isinstance(parts[0], Mapping) and "$ref" in parts[0]:
        said = {key for key in place.schema if key not in ("allOf", "description", "title") and key[:2] != "x-"}
        if not said:
            yield place.fault("wrapped-reference", name_of(parts[0]["$ref"]))


def _required(place: _Place) -> Iterator[Fault]:
    if "required" in place.schema and "allOf" not in place.schema and "allOf" not in place.path.split("/"):
        known = expanded(place.shape(), place.document).properties
        for name in place.schema["required"]:
            if name not in known:
                yield place.fault("required-unknown", str(name))


def _defaults(place: _Place) -> Iterator[Fault]:
    if "default" not in place.schema:
        return
    shape, value = expanded(place.shape(), place.document), place.schema["default"]
    if value is None:
        if not shape.nullable and not shape.is_null and (shape.types or shape.values):
            yield place.fault("bad-default", "null")
    elif shape.values is not None:
        if value not in shape.values:
            yield place.fault("bad-default", str(value))
    elif shape.types and not shape.types & set(_TYPES.get(type(value), ())) and not shape.branches:
        yield place.fault("bad-default", str(value))


def _described(place: _Place) -> Iterator[Fault]:
    if place.is_component and not place.schema.get("description"):
        yield place.fault("missing-description")


_CHECKS: Final[tuple[Callable[[_Place], Iterator[Fault]], ...]] = (
    _closed_union,
    _closed_enum,
    _null_traps,
    _constants,
    _unnamed,
    _references,
    _required,
    _defaults,
    _described,
)


def _security(document: Document) -> Iterator[Fault]:
    schemes = document.plain["components"].get("securitySchemes")
    for name, scheme in schemes.items() if isinstance(schemes, Mapping) else ():
        known = _SECURITY_KEYS.get(str(scheme.get("type"))) if isinstance(scheme, Mapping) else None
        for key in sorted(scheme.keys() - {"type", "description"}) if known is not None else ():
            if key not in (known or ()) and not key.startswith("x-"):
                yield Fault("stray-security-key", f"security scheme {name}", "", f"{key} with type {scheme['type']}")


def _members(schema: Mapping[str, Any]) -> list[Any]:
    return [*(schema.get("oneOf") or ()), *(schema.get("anyOf") or ())]


def _objects(place: _Place) -> dict[str, Shape]:
    """The members of a union that are objects."""
    if not _members(place.schema):
        return {}
    branches = place.shape().branches
    members = {label: expanded(shape_of(member, place.document), place.document) for label, member in branches.items()}
    return {label: shape for label, shape in members.items() if shape.properties}


def _tag(shape: Shape, document: Document) -> str | None:
    """The property that has one constant value and must be sent."""
    for name, schema in shape.properties.items():
        values = expanded(shape_of(schema, document), document).values
        if values is not None and len(values) == 1 and name in shape.required:
            return name
    return None
