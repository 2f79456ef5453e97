"""An OpenAPI document: its components, who sends them, and which component of another document is the same one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal, NamedTuple, TypeAlias

__all__ = ["PREFIX", "Document", "DocumentError", "Root", "Schema", "Side", "inner_schemas", "name_of"]

PREFIX: Final = "#/components/schemas/"
Schema: TypeAlias = "Mapping[str, Any] | bool"
Side: TypeAlias = Literal["request", "response"]
"""Who sends a value: ``request`` for clients, ``response`` for servers."""

_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_WEBSOCKET: Final[Mapping[str, Side]] = {"clientMessage": "request", "errorMessage": "response"}
"""How a release writes down what travels on a WebSocket, under an ``x-`` key of the path."""
_DEEPEST: Final = 100
"""How far schemas may be written one inside another; references do not count."""
_NESTED: Final = ("items", "additionalProperties", "not", "contains", "propertyNames", "if", "then", "else")
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


def _made_of(component: str, schemas: Mapping[str, Schema]) -> set[str]:
    """The components that a value of one is a value of, too: what leads to itself has no end."""
    ahead, found = [component], set[str]()
    while ahead:
        inside = [schemas.get(ahead.pop(), True)]
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
    a schema that holds what it never can, such as a number as the list of required properties.
    """

    def __init__(self, plain: object, name: str = "the document") -> None:
        if not isinstance(plain, Mapping):
            raise DocumentError(f"{name} is no object")
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
        for component in self.schemas:
            if component in _made_of(component, self.schemas):
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

    @property
    def version(self) -> str:
        """What ``info.version`` says."""
        return str(_mapping(self.plain.get("info")).get("version", "without a version"))

    def roots(self) -> Iterator[Root]:
        """Every schema that an operation or a WebSocket message uses."""
        for path, operations in _mapping(self.plain.get("paths")).items():
            for method, operation in _mapping(operations).items():
                at = f"{method.upper()} {path}"
                for message, side in _WEBSOCKET.items():
                    if isinstance(found := _mapping(operation).get(message), Mapping):
                        yield Root(f"WebSocket {path} {message}", side, found)
                if method not in _METHODS:
                    continue
                parameters = _mapping(operation).get("parameters")
                for parameter in parameters if isinstance(parameters, list) else ():
                    if isinstance(found := _mapping(parameter).get("schema"), Mapping):
                        yield Root(f"{at} parameter {parameter.get('name')}", "request", found)
                body = _mapping(_mapping(operation).get("requestBody")).get("content")
                yield from _media(body, f"{at} request", "request")
                for status, response in _mapping(_mapping(operation).get("responses")).items():
                    yield from _media(_mapping(response).get("content"), f"{at} {status}", "response")

    def sides(self) -> dict[str, frozenset[Side]]:
        """Component -> who sends it; empty for one that no operation reaches."""
        found: dict[str, set[Side]] = {name: set() for name in self.schemas}
        for root in self.roots():
            ahead = list(_references(root.schema))
            while ahead:
                name = ahead.pop()
                if name in found and root.side not in found[name]:
                    found[name].add(root.side)
                    ahead.extend(_references(self.schemas[name]))
        return {name: frozenset(sides) for name, sides in found.items()}

    def resolved(self, schema: Schema) -> Schema:
        """What a schema that is a reference stands for; True for a reference that leads nowhere."""
        seen: set[str] = set()
        while isinstance(schema, Mapping) and "$ref" in schema:
            name = name_of(schema["$ref"])
            if name in seen or name not in self.schemas:
                return True
            seen.add(name)
            schema = self.schemas[name]
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


def _media(content: object, at: str, side: Side) -> Iterator[Root]:
    for media, body in _mapping(content).items():
        if isinstance(found := _mapping(body).get("schema"), Mapping):
            yield Root(f"{at} {media}", side, found)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
