"""What the operations of an OpenAPI document consist of, references to its other components followed.

Each parameter, request body, response, header and body of a media type is a part with a place of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from .substance import substance

__all__ = ["Part", "Schema", "Side", "at_pointer", "followed", "parts"]

Schema: TypeAlias = "Mapping[str, Any] | bool"
Side: TypeAlias = Literal["request", "response"]
"""Who sends a value: ``request`` for clients, ``response`` for servers."""
Kind: TypeAlias = Literal["document", "operation", "parameter", "request", "response", "header", "media", "message"]

_METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_WEBSOCKET: Final[Mapping[str, Side]] = {"clientMessage": "request", "errorMessage": "response"}
"""How a release writes down what travels on a WebSocket, under an ``x-`` key of the path."""
_INSIDE: Final[Mapping[Kind, frozenset[str]]] = MappingProxyType(
    {
        "document": frozenset({"openapi", "info", "paths", "webhooks", "components", "security"}),
        "operation": frozenset({"parameters", "requestBody", "responses", "security"}),
        "parameter": frozenset({"name", "in", "schema", "content", "required"}),
        "request": frozenset({"content", "required"}),
        "response": frozenset({"content", "headers"}),
        "header": frozenset({"schema", "content"}),
        "media": frozenset({"schema"}),
        "message": frozenset(),
    }
)
"""Kind of a part -> the keys that are compared as parts, or by rules, of their own."""
_OFF: Final = frozenset({"required", "deprecated", "allowReserved", "allowEmptyValue"})
"""Keys of which false says what leaving them out says."""
_MOST_REFERENCES: Final = 50
_ESCAPE: Final = re.compile(rb"%([0-9a-fA-F]{2})")


@dataclass(frozen=True)
class Part:
    """One part of an operation."""

    at: str
    """Where, such as ``POST /responses 200 application/json``."""
    kind: Kind
    side: Side
    operation: str = ""
    """The operation that it belongs to, such as ``POST /responses``; empty for the document."""
    schema: Schema | None = None
    is_required: bool = False
    """Whether a parameter or request body must be sent."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """Every other key that says something, prose and extensions left out."""


def at_pointer(plain: Mapping[str, Any], ref: object) -> object:
    """What a reference inside the document, such as ``#/components/parameters/Limit``, leads to; None for nothing."""
    if not isinstance(ref, str) or not ref.startswith("#/"):
        return None
    found: object = plain
    for step in _unescaped(ref[2:]).split("/"):
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(found, Mapping):
            found = found.get(name)
        elif isinstance(found, list) and name.isdecimal() and name.isascii() and len(name) < 9:
            found = found[int(name)] if int(name) < len(found) else None
        else:
            return None
    return found


def followed(plain: Mapping[str, Any]) -> frozenset[str]:
    """The references that lead to parts: what stands there is compared where it is used."""
    reader = _Reader(plain)
    for _ in reader.parts():
        pass
    return frozenset(reader.followed)


def parts(plain: Mapping[str, Any]) -> Iterator[Part]:
    """The parts of all operations, the document's own first."""
    return _Reader(plain).parts()


class _Reader:
    def __init__(self, plain: Mapping[str, Any]) -> None:
        self._plain = plain
        self.followed: set[str] = set()

    def parts(self) -> Iterator[Part]:
        yield Part("the document", "document", "request", facts=_facts("document", self._plain))
        for prefix, section in (("", "paths"), ("webhook ", "webhooks")):
            for path, found in _mapping(self._plain.get(section)).items():
                yield from self._path(f"{prefix}{path}", self._followed(found), is_sent_by_servers=bool(prefix))

    def _path(self, path: str, item: Mapping[str, Any], *, is_sent_by_servers: bool) -> Iterator[Part]:
        asks: Side = "response" if is_sent_by_servers else "request"
        for key, found in item.items():
            for message, side in _WEBSOCKET.items():
                if isinstance(schema := _mapping(found).get(message), Mapping):
                    at = f"WebSocket {path} {message}"
                    yield Part(at, "message", side, at, schema)
            if key in _METHODS and isinstance(found, Mapping):
                yield from self._operation(f"{key.upper()} {path}", found, item, asks)

    def _operation(self, at: str, operation: Mapping[str, Any], item: Mapping[str, Any], asks: Side) -> Iterator[Part]:
        answers: Side = "response" if asks == "request" else "request"
        facts = dict(_facts("operation", operation))
        if security := operation.get("security", self._plain.get("security")):
            facts["security"] = security
        if "servers" not in facts and item.get("servers"):
            facts["servers"] = substance(item["servers"])
        yield Part(at, "operation", asks, at, facts=facts)
        yield from self._parameters(at, [*_list(item.get("parameters")), *_list(operation.get("parameters"))], asks)
        if "requestBody" in operation:
            body = self._followed(operation["requestBody"])
            where = f"{at} request"
            yield Part(where, "request", asks, at, None, body.get("required") is True, _facts("request", body))
            yield from self._media(body, where, asks, at)
        for status, found in _mapping(operation.get("responses")).items():
            response = self._followed(found)
            where = f"{at} {status}"
            yield Part(where, "response", answers, at, facts=_facts("response", response))
            for name, value in _mapping(response.get("headers")).items():
                header = self._followed(value)
                place = f"{where} header {str(name).lower()}"
                yield Part(place, "header", answers, at, _schema(header), facts=_facts("header", header))
                yield from self._media(header, place, answers, at)
            yield from self._media(response, where, answers, at)

    def _parameters(self, at: str, written: list[object], side: Side) -> Iterator[Part]:
        # Those of an operation stand after, and in place of, those of its path.
        known: dict[str, Mapping[str, Any]] = {}
        for found in written:
            parameter = self._followed(found)
            kind = parameter.get("in", "query")
            known[f"{at} parameter {parameter.get('name')}{'' if kind == 'query' else f' in {kind}'}"] = parameter
        for where, parameter in known.items():
            is_required = parameter.get("required") is True
            yield Part(where, "parameter", side, at, _schema(parameter), is_required, _facts("parameter", parameter))
            yield from self._media(parameter, where, side, at)

    def _media(self, holder: Mapping[str, Any], at: str, side: Side, operation: str) -> Iterator[Part]:
        for media, found in _mapping(holder.get("content")).items():
            body = _mapping(found)
            yield Part(f"{at} {media}", "media", side, operation, _schema(body), facts=_facts("media", body))

    def _followed(self, value: object) -> Mapping[str, Any]:
        """An object, or what it refers to; one that leads elsewhere as it is, so that its reference is compared."""
        found = _mapping(value)
        for _ in range(_MOST_REFERENCES):
            if not isinstance(target := at_pointer(self._plain, found.get("$ref")), Mapping):
                break
            self.followed.add(found["$ref"])
            found = target
        return found


def _unescaped(text: str) -> str:
    """A fragment of an address as it was meant: ``%7B`` is a brace."""
    raw = text.encode("utf-8", "surrogatepass")
    return _ESCAPE.sub(lambda found: bytes([int(found[1], 16)]), raw).decode("utf-8", "replace")


def _facts(kind: Kind, value: Mapping[str, Any]) -> Mapping[str, object]:
    inside = _INSIDE[kind]
    said = substance({key: found for key, found in value.items() if key not in inside and key != "tags"})
    return {
        key: found for key, found in said.items() if found not in ({}, []) and (found is not False or key not in _OFF)
    }


def _schema(value: Mapping[str, Any]) -> Schema | None:
    found = value.get("schema")
    return found if isinstance(found, (Mapping, bool)) else None


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
