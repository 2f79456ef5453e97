"""Judges plain JSON values by the published schema, and names the requirement that a departure breaks.

The schema is the bundle that ships in ``openresponses_schema``; it is read on first
use.  The published strictness holds: required members, nulls, closed enums, bounds.
What reading forgives (``x-read-optional``, ``x-read-also``, ``x-open``) is not
forgiven here.

A departure that no requirement of the specification names carries the id
``OR-SCHEMA``: the value is not what the published schema describes.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import Final

from openresponses_schema.event_rules import RULES as EVENT_RULES
from openresponses_schema.event_rules import Effect, Machine

from .findings import Violation
from .json_values import Json, is_json, json_path, json_type, read_json
from .schema_checks import Check, Issue, SchemaError
from .schema_compiler import SchemaCompiler

GENERIC: Final = "OR-SCHEMA"
"""The id of a departure from the published schema that no requirement names."""
DIALECT: Final = "OR-DIALECT"
"""The id of a name that a dialect gives to an event."""

BOUNDS: Final = frozenset(
    {"minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems", "maxProperties"}
)
_PRESENCE: Final = frozenset({"required", "type", "const"})

EVENT: Final = "ResponseStreamEvent"
RESPONSE: Final = "Response"
REQUEST: Final = "CreateResponseRequest"
WEBSOCKET_REQUEST: Final = "WebSocketResponseCreateEvent"
WEBSOCKET_ERROR: Final = "WebSocketErrorEvent"
COMPACTED: Final = "CompactedResponse"
ERROR_BODY: Final = "ErrorData"
"""What the member ``error`` of an HTTP error body holds; the body itself has no component of its own."""

_UNKNOWN_TAG: Final = {"CustomEvent": "OR-EXT-09", "CustomItem": "OR-ITEM-09", "CustomInputItem": "OR-ITEM-09"}
_MISSING_MEMBER: Final = {
    "Response": "OR-RESP-01",
    "ErrorData": "OR-ERR-01",
    "ResponseErrorData": "OR-ERR-01",
    "CompactRequest": "OR-COMPACT-01",
    "CompactedResponse": "OR-COMPACT-02",
    "CustomEvent": "OR-EXT-12",
}
_KNOWN_WHEN_ADDED: Final = frozenset({"role", "name", "call_id"})
_REQUESTS: Final = frozenset({REQUEST, WEBSOCKET_REQUEST, "CompactRequest"})
_MEMBERS_OF_REQUESTS: Final = ("model", "input", "prompt", "previous_response_id")


class SchemaChecker:
    """The checks of one OpenAPI document, compiled as they are needed."""

    def __init__(self, document: Json) -> None:
        components = document.get("components") if isinstance(document, dict) else None
        schemas = components.get("schemas") if isinstance(components, dict) else None
        if not isinstance(schemas, dict):
            raise SchemaError("the document has no components.schemas")
        self._schemas = schemas
        self._compiler = SchemaCompiler(schemas)
        self.components: frozenset[str] = frozenset(schemas)
        union = schemas.get(EVENT)
        self._events = {
            name for name, schema in schemas.items() if isinstance(schema, dict) and "x-event" in schema
        } | {"CustomEvent"}
        self._components = _mapping_of_union(union)
        self._items = set(_mapping_of_union(schemas.get("OutputItem")).values()) | {"CustomItem"}

    def event_check(self, event_type: str) -> Check:
        """The check of one published event, by its published type.  Raises ``SchemaError`` for any other."""
        name = self._components.get(event_type)
        if name is None:
            raise SchemaError(f"{event_type} is no published event")
        return self._compiler.component(name)

    def schema(self, component: str) -> dict[str, Json]:
        """The schema of a component; empty when there is none of that name."""
        found = self._schemas.get(component)
        return found if isinstance(found, dict) else {}

    def iter_violations(self, component: str, value: object) -> Iterator[Violation]:
        """Everything in ``value`` that departs from ``component``.

        Raises ``SchemaError`` when the document has no such component.
        """
        if not is_json(value):
            yield Violation(requirement=GENERIC, message=f"a {type(value).__name__} is not a JSON value")
            return
        for _, violation in self.iter_departures(component, value):
            yield violation

    def iter_departures(self, component: str, value: Json) -> Iterator[tuple[Issue, Violation]]:
        """The same, each with the issue behind it, which has the steps to the place and the component it is about."""
        issues = self._compiler.component(component)(value)
        if issues is None:
            return
        event_type = value.get("type") if isinstance(value, dict) and component in self._events | {EVENT} else None
        for issue in issues:
            yield (
                issue,
                Violation(
                    requirement=self._requirement(issue, component, event_type),
                    message=issue.message,
                    event_type=event_type if isinstance(event_type, str) else None,
                    path=json_path(reversed(issue.steps)),
                    expected=issue.expected,
                    found=issue.found,
                ),
            )

    def _requirement(self, issue: Issue, root: str, event_type: Json) -> str:
        if issue.keyword == "alias":
            return DIALECT
        if issue.keyword == "tag":
            return _UNKNOWN_TAG.get(issue.component, "OR-EXT-04" if issue.component.startswith("Custom") else GENERIC)
        if root == WEBSOCKET_ERROR:
            return "OR-WS-21"
        if root == WEBSOCKET_REQUEST and issue.component == root:
            return "OR-WS-03" if issue.keyword == "forbidden" else "OR-WS-02"
        if issue.keyword in BOUNDS:
            return "OR-REQ-01" if root in _REQUESTS else GENERIC
        if issue.keyword not in _PRESENCE:
            return GENERIC
        if issue.component == EVENT:
            return "OR-SSE-03"
        if issue.component in self._events:
            if issue.member == "type":
                return "OR-SSE-03"
            if issue.member == "sequence_number":
                return "OR-EXT-12" if issue.component == "CustomEvent" and issue.keyword == "required" else "OR-GRAM-01"
        if root == issue.component == RESPONSE and issue.keyword != "required" and issue.member in (None, "object"):
            return "OR-HTTP-07"
        if root == issue.component == COMPACTED and issue.keyword != "required" and issue.member in (None, "object"):
            return "OR-COMPACT-02"
        if issue.component in self._items:
            return self._requirement_of_item(issue, event_type)
        return _MISSING_MEMBER.get(issue.component, GENERIC) if issue.keyword == "required" else GENERIC

    def _requirement_of_item(self, issue: Issue, event_type: Json) -> str:
        if issue.member == "type" and issue.keyword == "type" and issue.found != "null":
            return "OR-ITEM-01"
        if issue.member in ("id", "type", "status"):
            return "OR-ITEM-06"
        rule = EVENT_RULES.get(event_type) if isinstance(event_type, str) else None
        is_new = rule is not None and rule.machine is Machine.ITEM and rule.effect is Effect.INSERT
        # The way to a member of the item itself: its name, and the member of the event that holds the item.
        if not is_new or len(issue.steps) != 2 or (issue.keyword != "required" and issue.found != "null"):
            return GENERIC
        return "OR-STREAM-02" if issue.member in _KNOWN_WHEN_ADDED else "OR-STREAM-03"


@lru_cache(maxsize=1)
def published_schema() -> SchemaChecker:
    """The checker of the bundle in the wheel; the first call reads it."""
    return SchemaChecker(read_json(resources.files("openresponses_schema").joinpath("openapi.json").read_bytes()))


def iter_schema_violations(component: str, value: object) -> Iterator[Violation]:
    """Everything in a plain JSON ``value`` that departs from a published component, such as ``"Response"``."""
    return published_schema().iter_violations(component, value)


def kind_of(value: Json) -> str:
    """The component that a JSON document claims to be: an event, a response, a compaction, a request or an error.

    A value that claims nothing is judged as an event, whose missing ``type`` is then named.
    """
    if not isinstance(value, dict):
        return EVENT
    kind = value.get("object")
    if "type" not in value or json_type(kind) == "string":
        if kind == "response":
            return RESPONSE
        if kind == "response.compaction":
            return COMPACTED
        if "type" not in value and "id" not in value and not value.keys().isdisjoint(_MEMBERS_OF_REQUESTS):
            return REQUEST
        if "type" not in value and isinstance(value.get("error"), dict):
            return ERROR_BODY
    if value.get("type") == "response.create":
        return WEBSOCKET_REQUEST
    return EVENT


def _mapping_of_union(schema: Json) -> dict[str, str]:
    """The component of every tag."""
    discriminator = schema.get("discriminator") if isinstance(schema, dict) else None
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    if not isinstance(mapping, dict):
        return {}
    return {tag: str(target).rpartition("/")[2] for tag, target in mapping.items()}
