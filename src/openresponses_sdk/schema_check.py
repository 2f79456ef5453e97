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

from .findings import Violation
from .json_values import Json, is_json, json_path, json_type, read_json
from .schema_checks import Issue, SchemaError
from .schema_compiler import SchemaCompiler

GENERIC: Final = "OR-SCHEMA"
"""The id of a departure from the published schema that no requirement names."""

BOUNDS: Final = frozenset(
    {"minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems", "maxProperties"}
)
_PRESENCE: Final = frozenset({"required", "type", "const"})

EVENT: Final = "ResponseStreamEvent"
RESPONSE: Final = "Response"
REQUEST: Final = "CreateResponseRequest"
WEBSOCKET_REQUEST: Final = "WebSocketResponseCreateEvent"
COMPACTED: Final = "CompactedResponse"

_UNKNOWN_TAG: Final = {"CustomEvent": "OR-EXT-09", "CustomItem": "OR-ITEM-09", "CustomInputItem": "OR-ITEM-09"}
_MISSING_MEMBER: Final = {
    "Response": "OR-RESP-01",
    "ErrorData": "OR-ERR-01",
    "ResponseErrorData": "OR-ERR-01",
    "CompactRequest": "OR-COMPACT-01",
    "CompactedResponse": "OR-COMPACT-02",
    "CustomEvent": "OR-EXT-12",
}
_REQUESTS: Final = frozenset({REQUEST, WEBSOCKET_REQUEST, "CompactRequest"})
_MEMBERS_OF_REQUESTS: Final = ("model", "input", "prompt", "previous_response_id")


class SchemaChecker:
    """The checks of one OpenAPI document, compiled as they are needed."""

    def __init__(self, document: Json) -> None:
        components = document.get("components") if isinstance(document, dict) else None
        schemas = components.get("schemas") if isinstance(components, dict) else None
        if not isinstance(schemas, dict):
            raise SchemaError("the document has no components.schemas")
        self._compiler = SchemaCompiler(schemas)
        self.components: frozenset[str] = frozenset(schemas)
        self._events = {
            name for name, schema in schemas.items() if isinstance(schema, dict) and "x-event" in schema
        } | {"CustomEvent"}
        self._items = _members_of_union(schemas.get("OutputItem")) | {"CustomItem"}

    def iter_violations(self, component: str, value: object) -> Iterator[Violation]:
        """Everything in ``value`` that departs from ``component``.

        Raises ``SchemaError`` when the document has no such component.
        """
        check = self._compiler.component(component)
        if not is_json(value):
            yield Violation(requirement=GENERIC, message=f"a {type(value).__name__} is not a JSON value")
            return
        issues = check(value)
        if issues is None:
            return
        event_type = value.get("type") if isinstance(value, dict) and component in self._events | {EVENT} else None
        for issue in issues:
            yield Violation(
                requirement=self._requirement(issue, component),
                severity=issue.severity,
                message=issue.message,
                event_type=event_type if isinstance(event_type, str) else None,
                path=json_path(reversed(issue.steps)),
                expected=issue.expected,
                found=issue.found,
            )

    def _requirement(self, issue: Issue, root: str) -> str:
        if issue.keyword == "tag":
            return _UNKNOWN_TAG.get(issue.component, "OR-EXT-04" if issue.component.startswith("Custom") else GENERIC)
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
        if issue.component in self._items and issue.member in ("id", "type", "status"):
            return "OR-ITEM-06"
        return _MISSING_MEMBER.get(issue.component, GENERIC) if issue.keyword == "required" else GENERIC


@lru_cache(maxsize=1)
def published_schema() -> SchemaChecker:
    """The checker of the bundle in the wheel; the first call reads it."""
    return SchemaChecker(read_json(resources.files("openresponses_schema").joinpath("openapi.json").read_bytes()))


def iter_schema_violations(component: str, value: object) -> Iterator[Violation]:
    """Everything in a plain JSON ``value`` that departs from a published component, such as ``"Response"``."""
    return published_schema().iter_violations(component, value)


def kind_of(value: Json) -> str:
    """The component that a JSON document claims to be: an event, a response, a compaction or a request.

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
    if value.get("type") == "response.create":
        return WEBSOCKET_REQUEST
    return EVENT


def _members_of_union(schema: Json) -> set[str]:
    discriminator = schema.get("discriminator") if isinstance(schema, dict) else None
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    return {str(target).rpartition("/")[2] for target in mapping.values()} if isinstance(mapping, dict) else set()
