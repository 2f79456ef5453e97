"""Questions about events, statuses, responses and items."""

from __future__ import annotations

from typing import TypeGuard

from openresponses_schema import (
    LIFECYCLE,
    RULES,
    TERMINAL,
    EventType,
    OutputItem,
    Response,
    ResponseCompletedEvent,
    ResponseCreatedEvent,
    ResponseFailedEvent,
    ResponseIncompleteEvent,
    ResponseInProgressEvent,
    ResponseQueuedEvent,
    ResponseStreamEvent,
)

__all__ = ["event_type", "is_failure", "is_response_event", "is_success", "is_terminal", "response_id"]

_FINAL_STATUSES = frozenset(filter(None, (RULES[name].status for name in TERMINAL)))
_SUCCESS = EventType.RESPONSE_COMPLETED
_FAILURES = frozenset({EventType.RESPONSE_FAILED, EventType.ERROR})


def response_id(event: ResponseStreamEvent) -> str | None:
    """The id of the response that an event belongs to, as far as the event itself says.

    The six lifecycle events carry it; of the others, only those of a server that adds a ``response_id`` of its own.
    None means that the event does not tell: the stream it came from does.
    """
    response = getattr(event, "response", None)
    found = getattr(response, "id", None) or getattr(event, "response_id", None)
    return found if isinstance(found, str) else None


def event_type(event: ResponseStreamEvent) -> EventType | str:
    """The canonical type of an event, whatever its spelling; the type as it came for an extension event."""
    rule = RULES.get(event.type)
    return event.type if rule is None else rule.type


def is_response_event(
    event: ResponseStreamEvent,
) -> TypeGuard[
    ResponseCreatedEvent
    | ResponseQueuedEvent
    | ResponseInProgressEvent
    | ResponseCompletedEvent
    | ResponseFailedEvent
    | ResponseIncompleteEvent
]:
    """Whether an event is about the response as a whole, and so carries it."""
    return event.type in LIFECYCLE


def is_terminal(subject: ResponseStreamEvent | Response | OutputItem | str) -> bool:
    """Whether nothing more will come.

    Takes an event (is it the last one of its stream?), a response or an item (has its status become final?), or the
    bare name of an event type or status.  A status that the specification does not define counts as not final.
    """
    if isinstance(subject, str):
        return subject in TERMINAL or subject in _FINAL_STATUSES
    if _is_event(subject):
        return subject.type in TERMINAL
    return getattr(subject, "status", None) in _FINAL_STATUSES


def is_success(subject: ResponseStreamEvent | Response | OutputItem | str) -> bool:
    """Whether it ended as it should: completed.  Takes what ``is_terminal`` takes."""
    name, status = _facts(subject)
    return name == _SUCCESS or status == RULES[_SUCCESS].status


def is_failure(subject: ResponseStreamEvent | Response | OutputItem | str) -> bool:
    """Whether it failed.  Takes what ``is_terminal`` takes; what is incomplete has neither succeeded nor failed."""
    name, status = _facts(subject)
    return name in _FAILURES or status == RULES[EventType.RESPONSE_FAILED].status


def _facts(subject: ResponseStreamEvent | Response | OutputItem | str) -> tuple[str | None, str | None]:
    """The event type and the status that a subject tells, one of them at most."""
    if isinstance(subject, str):
        return subject, subject
    if _is_event(subject):
        return subject.type, None
    return None, getattr(subject, "status", None)


def _is_event(subject: object) -> TypeGuard[ResponseStreamEvent]:
    return getattr(subject, "type", None) in RULES or hasattr(subject, "sequence_number")
