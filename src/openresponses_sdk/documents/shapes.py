"""Reduces a schema to what it says, so that two ways of saying it are one.

Null is taken out of types and unions, a one-value enum and a constant are the same, a union of one is that one, and
``allOf`` is merged.  References stay references; who compares decides whether to follow them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from .document import PREFIX, Document, Schema, name_of

__all__ = ["ABSENT", "EXACT", "LOWER", "UPPER", "Shape", "expanded", "label_of", "leaves", "only_member", "shape_of"]

ABSENT: Final = object()
"""What stands for a keyword that is not there, since null may be a value."""

UPPER: Final = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"})
LOWER: Final = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"})
EXACT: Final = frozenset({"pattern", "format", "multipleOf", "uniqueItems", "contentEncoding", "contentMediaType"})
_TAGS: Final = ("type", "role", "object", "kind")


@dataclass(frozen=True)
class Shape:
    """What one schema says about a value."""

    forbidden: bool = False
    ref: str | None = None
    types: frozenset[str] = frozenset()
    """The JSON types that fit, null aside; empty for any."""
    nullable: bool = False
    values: tuple[Any, ...] | None = None
    """The only values that fit, for a constant or an enum."""
    known: tuple[Any, ...] = ()
    """Values that are named beside a type of which any value fits: ``anyOf`` of an enum and a plain string."""
    is_open: bool = False
    """Whether readers must expect other values (``x-open``, ``x-values``) or members (``x-fallback``)."""
    branches: Mapping[str, Schema] = field(default_factory=dict)
    """The members of a union by what tells them apart."""
    properties: Mapping[str, Schema] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    additional: Schema = True
    items: Schema = True
    bounds: Mapping[str, Any] = field(default_factory=dict)
    discriminator: str | None = None
    default: Any = ABSENT
    deprecated: bool = False
    description: str = ""

    @property
    def is_null(self) -> bool:
        """Whether nothing but null fits."""
        return self.types == {"null"}


def shape_of(schema: Schema, document: Document) -> Shape:
    """The shape of a schema of ``document``."""
    if schema is False:
        return Shape(forbidden=True)
    if not isinstance(schema, Mapping):
        return Shape()
    own = _plain(schema)
    for part in schema.get("allOf") or ():
        own = _merged(own, shape_of(part, document), document)
    for key in ("oneOf", "anyOf"):
        if key in schema:
            own = _merged(own, _union(schema, schema[key], document), document)
    return own


def label_of(schema: Schema, document: Document) -> str:
    """What tells a member of a union from the others: its reference, its constant tag, its JSON type."""
    if not isinstance(schema, Mapping):
        return json.dumps(schema)
    if "$ref" in schema:
        return name_of(schema["$ref"])
    shape = expanded(shape_of(schema, document), document)
    tags = ",".join(
        f"{tag}={only[0]}"
        for tag in _TAGS
        if (only := shape_of(shape.properties.get(tag, True), document).values) is not None and len(only) == 1
    )
    if tags:
        return tags
    if shape.values is not None:
        return "enum"
    return str(schema.get("title") or "|".join(sorted(shape.types)) or "anything")


def expanded(shape: Shape, document: Document) -> Shape:
    """The shape with what its reference stands for in place of the reference; what stands beside it counts."""
    if shape.ref is None:
        return shape
    inner = shape_of(document.resolved({"$ref": f"{PREFIX}{shape.ref}"}), document)
    inner = expanded(inner, document) if inner.ref not in (None, shape.ref) else replace(inner, ref=None)
    return replace(
        inner,
        nullable=shape.nullable or inner.nullable,
        default=inner.default if shape.default is ABSENT else shape.default,
        deprecated=shape.deprecated or inner.deprecated,
        description=shape.description or inner.description,
    )


def only_member(shape: Shape, document: Document) -> Shape:
    """What the only member of a union says; any other shape as it is."""
    if len(shape.branches) != 1:
        return shape
    (member,) = shape.branches.values()
    said = expanded(shape_of(member, document), document)
    return replace(said, nullable=shape.nullable or said.nullable, description=shape.description or said.description)


def leaves(label: str, schema: Schema, document: Document) -> Iterator[tuple[str, Schema]]:
    """The members of a union by what they are and not by their names, unions inside it opened."""
    resolved = document.resolved(schema)
    shape = shape_of(resolved, document)
    if shape.branches:
        for inner, member in shape.branches.items():
            yield from leaves(inner, member, document)
    elif isinstance(schema, Mapping) and "$ref" in schema:
        yield label_of(resolved, document), schema
    else:
        yield label, schema


def _plain(schema: Mapping[str, Any]) -> Shape:
    """What the keywords say that stand right in the schema."""
    said = schema.get("type")
    kinds = {said} if isinstance(said, str) else set(said or ())
    values = schema.get("enum", [schema["const"]] if "const" in schema else None)
    nullable = len(kinds) > 1 and "null" in kinds
    if values is not None and len(values) > 1 and None in values:
        nullable, values = True, [value for value in values if value is not None]
    discriminator = schema.get("discriminator")
    low, high = schema.get("minLength", 0), schema.get("maxLength", math.inf)
    return Shape(
        forbidden=kinds == {"string"} and low > high,
        ref=name_of(schema["$ref"]) if "$ref" in schema else None,
        types=frozenset(kinds - {"null"} if nullable else kinds),
        nullable=nullable,
        values=None if values is None else tuple(values),
        is_open=bool(schema.get("x-open") or schema.get("x-values") or schema.get("x-fallback")),
        properties=dict(schema.get("properties") or {}),
        required=frozenset(schema.get("required") or ()),
        additional=schema.get("additionalProperties", True),
        items=schema.get("items", True),
        bounds={key: schema[key] for key in sorted(UPPER | LOWER | EXACT) if key in schema},
        discriminator=discriminator.get("propertyName") if isinstance(discriminator, Mapping) else None,
        default=schema.get("default", ABSENT),
        deprecated=bool(schema.get("deprecated")),
        description=" ".join(str(schema.get("description") or "").split()),
    )


def _union(schema: Mapping[str, Any], members: list[Schema], document: Document) -> Shape:
    branches: dict[str, Schema] = {}
    nullable, flat = False, list(members)
    while flat:
        member = flat.pop(0)
        if isinstance(member, Mapping) and member.get("type") == "null" and len(members) > 1:
            nullable = True
        elif isinstance(member, Mapping) and "$ref" not in member and ("oneOf" in member or "anyOf" in member):
            flat[:0] = [*(member.get("oneOf") or ()), *(member.get("anyOf") or ())]
        else:
            label = label_of(member, document)
            same = sum(known == label or known.startswith(f"{label}#") for known in branches)
            branches[f"{label}#{same + 1}" if same else label] = member
    if len(branches) == 1 and "discriminator" not in schema:
        (only,) = branches.values()
        single = shape_of(only, document)
        return replace(single, nullable=single.nullable or nullable)
    return _open_list(branches, nullable, document) or Shape(nullable=nullable, branches=branches)


def _open_list(branches: Mapping[str, Schema], nullable: bool, document: Document) -> Shape | None:
    """What a union says that names some values of a type of which all fit; None for any other union."""
    shapes = [expanded(shape_of(member, document), document) for member in branches.values()]
    named = [shape for shape in shapes if shape.values is not None]
    others = [shape for shape in shapes if shape.values is None]
    if not named or len(others) != 1:
        return None
    (free,) = others
    is_plain = not (free.bounds or free.branches or free.known or free.is_open) and free.types == {"string"}
    values = tuple(value for shape in named for value in shape.values or ())
    if not is_plain or not all(isinstance(value, str) for value in values):
        return None
    return Shape(types=free.types, nullable=nullable or any(shape.nullable for shape in shapes), known=values)


def _merged(a: Shape, b: Shape, document: Document) -> Shape:
    """What two schemas say together about one value."""
    if _says_more(a) and _says_more(b):
        a, b = expanded(a, document), expanded(b, document)
    return Shape(
        forbidden=a.forbidden or b.forbidden,
        ref=a.ref or b.ref,
        types=a.types & b.types if a.types and b.types else a.types or b.types,
        nullable=a.nullable or b.nullable,
        values=a.values if b.values is None else b.values,
        known=a.known or b.known,
        is_open=a.is_open or b.is_open,
        branches={**b.branches, **a.branches},
        properties={**b.properties, **a.properties, **_forbidden(a, b, document)},
        required=a.required | b.required,
        additional=b.additional if a.additional is True else a.additional,
        items=b.items if a.items is True else a.items,
        bounds={**b.bounds, **a.bounds},
        discriminator=a.discriminator or b.discriminator,
        default=b.default if a.default is ABSENT else a.default,
        deprecated=a.deprecated or b.deprecated,
        description=a.description or b.description,
    )


def _says_more(shape: Shape) -> bool:
    """Whether a shape says anything about which values fit."""
    return bool(shape.ref or shape.types or shape.properties or shape.branches or shape.required or shape.values)


def _forbidden(a: Shape, b: Shape, document: Document) -> dict[str, Schema]:
    """The properties of which one of two schemas says that they must not be sent."""
    return {
        name: False
        for name in a.properties.keys() & b.properties.keys()
        if any(shape_of(side.properties[name], document).forbidden for side in (a, b))
    }
