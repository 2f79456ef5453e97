"""An OpenAPI document: its components, who sends them, and which component of another document is the same one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from .operations import Part, Schema, Side, at_pointer, parts

__all__ = [
    "PREFIX",
    "Document",
    "DocumentError",
    "DocumentVersionError",
    "Root",
    "Schema",
    "Side",
    "inner_schemas",
    "name_of",
]

PREFIX: Final = "#/components/schemas/"
_DEEPEST: Final = 100
"""How far schemas may be written one inside another; references do not count."""
_DEEPEST_JSON: Final = 300
"""How far anything else may be."""
_NESTED: Final = (
    *("items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else"),
    *("unevaluatedItems", "unevaluatedProperties", "contentSchema"),
)
_LISTS: Final = ("oneOf", "anyOf", "allOf", "prefixItems")
_MAPS: Final = ("properties", "patternProperties", "$defs", "dependentSchemas")


def _is_list(value: object) -> bool:
    return isinstance(value, list)


def _is_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _is_name_or_names(value: object) -> bool:
    return isinstance(value, str) or _is_names(value)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float))


def _is_object(value: object) -> bool:
    return value is None or isinstance(value, Mapping)


_FORMS: Final[Mapping[str, tuple[str, Callable[[object], bool]]]] = MappingProxyType(
    {
        **dict.fromkeys(("oneOf", "anyOf", "allOf", "prefixItems", "enum", "examples"), ("list", _is_list)),
        **dict.fromkeys(_MAPS, ("object", _is_object)),
        **dict.fromkeys(("type", "x-upstream-name"), ("name and no list of names", _is_name_or_names)),
        **dict.fromkeys(
            [f"{end}{of}" for end in ("min", "max") for of in ("imum", "Length", "Items", "Properties")],
            ("number", _is_number),
        ),
        **dict.fromkeys(("exclusiveMinimum", "exclusiveMaximum"), ("number", _is_number)),
        "required": ("list of names", _is_names),
    }
)
"""What has to be in a keyword for the schema to say anything; other keywords are left to who reads them."""


class DocumentError(ValueError):
    """This is no OpenAPI document that can be read; the message says what was missed."""


class DocumentVersionError(DocumentError):
    """This is a document of another version of OpenAPI; the message says which."""


def _made_of(component: str, document: Document) -> set[str]:
    """The components that a value of one is a value of, too: what leads to itself has no end."""
    ahead, found = [component], set[str]()
    while ahead:
        inside = [document.named(ahead.pop())]
        while inside:
            schema = inside.pop()
            if not isinstance(schema, Mapping):
                continue
            if (name := name_of(schema.get("$ref"))) and name not in found:
                found.add(name)
                ahead.append(name)
            for key in ("oneOf", "anyOf", "allOf"):
                inside.extend(schema.get(key) or ())
    return found


class Root(NamedTuple):
    """A schema that an operation uses."""

    at: str
    """Where, such as ``POST /responses 200 application/json``."""
    side: Side
    schema: Schema


class Document:
    """One OpenAPI 3.1 document.

    Raises ``DocumentError`` when ``plain`` has no components with schemas, one that consists of itself, or a keyword of
    a schema that holds what it never can, such as a number as the list of required properties; ``DocumentVersionError``
    when it says that it is of another version.
    """

    def __init__(self, plain: object, name: str = "the document") -> None:
        if not isinstance(plain, Mapping):
            raise DocumentError(f"{name} is no object")
        if (version := plain.get("openapi", plain.get("swagger", "3.1"))) and not str(version).startswith("3.1"):
            raise DocumentVersionError(f"{name} is OpenAPI {version}; 3.1 is what can be read: convert it first")
        schemas = _mapping(_mapping(plain.get("components")).get("schemas"))
        if not schemas:
            raise DocumentError(f"{name} has no components.schemas: it is no OpenAPI document with named schemas")
        self.plain: Mapping[str, Any] = plain
        self.name = name
        """What messages call the document."""
        self.schemas: Mapping[str, Schema] = {
            key: value for key, value in schemas.items() if isinstance(value, (Mapping, bool))
        }
        for component, schema in self.schemas.items():
            self._check(component, schema)
        for root in self.roots():
            self._check(root.at, root.schema)
        self._check_depth()
        for component in self._referred():
            if component in _made_of(component, self):
                raise DocumentError(f"{name}: the component {component} consists of itself")

    def _check(self, at: str, schema: Schema) -> None:
        ahead: list[tuple[str, Schema, int]] = [(at, schema, 0)]
        while ahead:
            path, inner, depth = ahead.pop()
            if not isinstance(inner, Mapping):
                continue
            if depth > _DEEPEST:
                raise DocumentError(f"{self.name}: {at}: a schema is nested more than {_DEEPEST} deep")
            for key in _FORMS.keys() & inner.keys():
                wanted, fits = _FORMS[key]
                if not fits(inner[key]):
                    raise DocumentError(f"{self.name}: {path}: {key} is no {wanted}")
            ahead.extend((f"{path}/{steps}", found, depth + 1) for steps, found in inner_schemas(inner))

    def _check_depth(self) -> None:
        ahead: list[tuple[object, int]] = [(self.plain, 0)]
        while ahead:
            value, depth = ahead.pop()
            if depth > _DEEPEST_JSON:
                raise DocumentError(f"{self.name} is nested more than {_DEEPEST_JSON} deep")
            inside = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
            ahead.extend((inner, depth + 1) for inner in inside)

    def _referred(self) -> list[str]:
        """Every component, and every other place that a reference names; what stands there is checked."""
        found = dict.fromkeys(self.schemas)
        ahead = [*self.schemas.values(), *(root.schema for root in self.roots())]
        while ahead:
            for name in _references(ahead.pop()):
                target = None if name in found else self.named(name)
                if target is not None:
                    self._check(name, target)
                    found[name] = None
                    ahead.append(target)
        return list(found)

    @property
    def version(self) -> str:
        """What ``info.version`` says."""
        return str(_mapping(self.plain.get("info")).get("version", "without a version"))

    def parts(self) -> Iterator[Part]:
        """What the operations consist of."""
        return parts(self.plain)

    def roots(self) -> Iterator[Root]:
        """Every schema that an operation or a WebSocket message uses."""
        for part in self.parts():
            if isinstance(part.schema, Mapping):
                yield Root(part.at, part.side, part.schema)

    def named(self, name: str) -> Schema | None:
        """The schema of a name that ``name_of`` gave, None for none: a component, a place in one, or another place."""
        if name in self.schemas:
            return self.schemas[name]
        found = at_pointer(self.plain, name if name.startswith("#") else f"{PREFIX}{name}")
        return found if isinstance(found, (Mapping, bool)) else None

    def sides(self) -> dict[str, frozenset[Side]]:
        """Component -> who sends it; empty for one that no operation reaches."""
        found: dict[str, set[Side]] = {name: set() for name in self.schemas}
        for root in self.roots():
            ahead = list(_references(root.schema))
            while ahead:
                name = self._holder(ahead.pop())
                if name in found and root.side not in found[name]:
                    found[name].add(root.side)
                    ahead.extend(_references(self.schemas[name]))
        return {name: frozenset(sides) for name, sides in found.items()}

    def _holder(self, name: str) -> str:
        """The component that a place is in; the name of a component as it is."""
        return name if name in self.schemas else name.split("/")[0]

    def resolved(self, schema: Schema) -> Schema:
        """What a schema that is a reference stands for; True for a reference that leads nowhere."""
        seen: set[str] = set()
        while isinstance(schema, Mapping) and "$ref" in schema:
            name = name_of(schema["$ref"])
            target = None if name in seen else self.named(name)
            if target is None:
                return True
            seen.add(name)
            schema = target
        return schema

    def pairs(self, newer: Document) -> dict[str, str]:
        """Component here -> the same component there: of one name, or published under it (``x-upstream-name``)."""
        pairs: dict[str, str] = {}
        for name, old in newer._published_names():
            if old in self.schemas:
                pairs[old] = name
        for name, old in self._published_names():
            if old in newer.schemas:
                pairs[name] = old
        taken = set(pairs.values())
        same = {name: name for name in self.schemas if name in newer.schemas and name not in taken}
        return {**same, **pairs}

    def own(self) -> frozenset[str]:
        """The components that were never published: ``x-upstream-name`` names none; where others name some, also what
        no operation reaches and has no published name.
        """
        said = {
            name: schema.get("x-upstream-name") if isinstance(schema, Mapping) else None
            for name, schema in self.schemas.items()
        }
        if all(names is None for names in said.values()):
            return frozenset()
        sides = self.sides()
        return frozenset(name for name, names in said.items() if names == [] or (names is None and not sides[name]))

    def _published_names(self) -> Iterator[tuple[str, str]]:
        """Each component with the other names that it was published under."""
        for name, schema in self.schemas.items():
            said = schema.get("x-upstream-name", ()) if isinstance(schema, Mapping) else ()
            for old in [said] if isinstance(said, str) else said:
                yield name, old


def name_of(ref: object) -> str:
    """The component that a reference names; the reference itself when it names none."""
    return ref.removeprefix(PREFIX) if isinstance(ref, str) else ""


def inner_schemas(schema: Mapping[str, Any]) -> Iterator[tuple[str, Schema]]:
    """The schemas right inside one, each with the steps to it."""
    for key in _NESTED:
        if isinstance(schema.get(key), (Mapping, bool)):
            yield key, schema[key]
    for key in _LISTS:
        for index, inner in enumerate(schema.get(key) or ()):
            yield f"{key}/{index}", inner
    for key in _MAPS:
        for name, inner in _mapping(schema.get(key)).items():
            yield f"{key}/{name}", inner


def _references(schema: Schema) -> Iterator[str]:
    if not isinstance(schema, Mapping):
        return
    if "$ref" in schema:
        yield name_of(schema["$ref"])
    if isinstance(fallback := schema.get("x-fallback"), str):
        yield fallback
    for _, inner in inner_schemas(schema):
        yield from _references(inner)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
