"""Judges events, responses and requests, and names the requirement of the specification that each departure breaks.

Reading forgives; judging does not.  The functions and the class here look at what
came as plain JSON: the published schema first, then whether the event may happen
now (``Lifecycle``), then whether it fits what the stream has said (``stream_rules``
and ``response_rules``).  Nothing is raised for bad input, it is what they report.

A schema departure that no requirement names carries the id ``OR-SCHEMA``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from .findings import Violation
from .judged import Judged, plain
from .judged_event import Transport, announced_response, is_message, rule_of, stamp
from .response_rules import iter_rule_violations
from .schema_check import (
    COMPACTED,
    ERROR_BODY,
    EVENT,
    REQUEST,
    RESPONSE,
    WEBSOCKET_ERROR,
    WEBSOCKET_REQUEST,
    iter_schema_violations,
)
from .stream_validator import Validator

__all__ = [
    "Judged",
    "Transport",
    "Validator",
    "iter_violations",
    "validate_compacted",
    "validate_error",
    "validate_event",
    "validate_request",
    "validate_response",
]


def validate_event(data: Judged) -> list[Violation]:
    """What is wrong with one event by itself; empty when nothing is."""
    value, violations = plain(data)
    if violations:
        return violations
    if isinstance(value, dict) and is_message(value, None):
        return [stamp(one, value, None, ()) for one in iter_schema_violations(WEBSOCKET_ERROR, value)]
    found = list(iter_schema_violations(EVENT, value))
    if isinstance(value, dict):
        found += announced_response(value, rule_of(value), is_streamed=False)
        found = [stamp(violation, value, None, ()) for violation in found]
    return found


def validate_response(data: Judged) -> list[Violation]:
    """What is wrong with a response object; empty when nothing is."""
    value, violations = plain(data)
    if violations:
        return violations
    found = list(iter_schema_violations(RESPONSE, value))
    return [*found, *iter_rule_violations(value)] if isinstance(value, dict) else found


def validate_request(data: Judged) -> list[Violation]:
    """What is wrong with the body of a request that creates a response; empty when nothing is.

    A request of type ``response.create`` is judged as the first message of a WebSocket turn.
    """
    value, violations = plain(data)
    is_turn = isinstance(value, dict) and value.get("type") == "response.create"
    return violations or list(iter_schema_violations(WEBSOCKET_REQUEST if is_turn else REQUEST, value))


def validate_compacted(data: Judged) -> list[Violation]:
    """What is wrong with the answer to a compaction request; empty when nothing is."""
    value, violations = plain(data)
    return violations or list(iter_schema_violations(COMPACTED, value))


def validate_error(data: Judged) -> list[Violation]:
    """What is wrong with the body of an HTTP error, ``{"error": {...}}``; empty when nothing is (OR-ERR-01)."""
    value, violations = plain(data)
    if violations:
        return violations
    error = value.get("error") if isinstance(value, dict) else None
    if not isinstance(error, dict):
        message = "the body of an HTTP error is an object with a member error that says what went wrong"
        return [Violation(requirement="OR-ERR-01", message=message, path="$.error", expected="object")]
    return [
        replace(violation, path=f"$.error{violation.path.removeprefix('$')}")
        for violation in iter_schema_violations(ERROR_BODY, error)
    ]


def iter_violations(
    events: Iterable[Judged], *, transport: Transport | None = None, redact: bool = False
) -> Iterator[Violation]:
    """What is wrong with a stream, or with several one after the other.

    A new stream starts at ``response.created`` when the one before it has ended, or
    when it announces another response; the one before is then reported as unfinished.
    ``transport`` and ``redact`` are those of ``Validator``.
    """
    validator = Validator(transport=transport, redact=redact)
    for event in events:
        yield from validator.receive(event)
    yield from validator.receive_eof()
