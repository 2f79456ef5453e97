"""What a producer writes: models that are complete, plain JSON, and valid by the published schema.

Reading forgives and building does not.  Everything here raises ``LocalProtocolError`` with the requirement that the
value would break, so that the caller can refuse before anything is emitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import from_json

from openresponses_schema import RULES, CustomEvent
from openresponses_schema._base import Model

from .errors import LocalProtocolError
from .extensions import is_valid_extension_type
from .findings import Violation, shorten
from .model_errors import path_of
from .response_rules import iter_rule_violations
from .schema_check import EVENT, iter_schema_violations

__all__ = ["DEFAULTS", "checked", "custom_event", "refused", "require_extension", "require_text", "written"]

_M = TypeVar("_M", bound=Model)

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        "completed_at": None,
        "incomplete_details": None,
        "previous_response_id": None,
        "instructions": None,
        "error": None,
        "tools": [],
        "tool_choice": "auto",
        "truncation": "disabled",
        "parallel_tool_calls": True,
        "text": {"format": {"type": "text"}},
        "top_p": 1.0,
        "presence_penalty": 0.0,
        "frequency_penalty": 0.0,
        "top_logprobs": 0,
        "temperature": 1.0,
        "reasoning": None,
        "usage": None,
        "max_output_tokens": None,
        "max_tool_calls": None,
        "store": False,
        "background": False,
        "service_tier": "default",
        "metadata": {},
        "safety_identifier": None,
        "prompt_cache_key": None,
    }
)
"""What a response says about settings that nobody mentioned; the schema requires every one of them (OR-RESP-01)."""


def refused(requirement: str, message: str, **more: Any) -> LocalProtocolError:
    """The error for a call that would break a requirement."""
    return LocalProtocolError(Violation(requirement=requirement, message=message, **more))


def checked(model: type[_M], requirement: str, fields: Mapping[str, Any], event_type: str | None = None) -> _M:
    """Make a model, with a ``LocalProtocolError`` in place of pydantic's error."""
    try:
        return model(**fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise refused(
            requirement,
            first["msg"],
            event_type=event_type,
            path=path_of(first, fields),
            found=None if first["type"] == "missing" else shorten(first["input"]),
        ) from error


def written(event: _M) -> _M:
    """The event as a reader will get it, judged by the schema; it shares nothing with what it was made from."""
    name = str(getattr(event, "type", ""))
    try:
        plain = from_json(event.to_json(), allow_inf_nan=False)
        copy = type(event).__pydantic_validator__.validate_python(plain)
    except (ValueError, RecursionError) as error:
        raise refused("OR-SSE-02", f"the event is no JSON: {error}", event_type=name) from error
    rule = RULES.get(name)
    if rule is not None:
        plain["type"] = rule.type.value  # The schema knows no aliases.
    violations = list(iter_schema_violations(EVENT, plain))
    if rule is not None and rule.payload is not None and not rule.indexes and rule.effect != "none":
        violations += iter_rule_violations(plain[rule.payload], f"$.{rule.payload}")
    for violation in violations:
        if violation.severity == "error":
            raise LocalProtocolError(violation)
    return copy  # type: ignore[no-any-return]


def require_text(value: object, event_type: str | None = None) -> None:
    """Refuse what cannot be streamed: anything but text, and text that UTF-8 cannot carry."""
    if not isinstance(value, str):
        raise refused("OR-STREAM-03", "this is not text", event_type=event_type, found=shorten(value))
    try:
        if not value.isascii():
            value.encode()
    except UnicodeEncodeError as error:
        raise refused(
            "OR-SSE-02", "the text holds half of a surrogate pair", event_type=event_type, found=shorten(value)
        ) from error


def require_extension(type: object, requirement: str) -> None:
    """Refuse a type of the producer's own that is not written ``slug:name``."""
    if not isinstance(type, str) or not is_valid_extension_type(type):
        raise refused(
            requirement,
            "an extension type reads slug:name",
            expected="ASCII letters, digits and _ around one colon, - in the slug too",
            found=shorten(type),
        )


def custom_event(type: str, sequence_number: int, fields: Mapping[str, Any]) -> CustomEvent:
    """An extension event, as a reader will get it."""
    return written(
        checked(CustomEvent, "OR-EXT-12", {**fields, "type": type, "sequence_number": sequence_number}, type)
    )
