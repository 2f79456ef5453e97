"""Questions about events, statuses, responses and items."""

from __future__ import annotations

from typing import Any

import pytest

from openresponses_schema import LIFECYCLE, RULES, EventType
from openresponses_sdk.parsing import parse_event, parse_response
from openresponses_sdk.predicates import (
    event_type,
    is_failure,
    is_response_event,
    is_success,
    is_terminal,
    response_id,
)
from tests.streams import event, item, response, start

ERROR = {"type": "server_error", "code": "x", "message": "m", "param": None}


def life(name: str, status: str) -> Any:
    return event(f"response.{name}", response=response(status))


def an_item(status: str) -> Any:
    return event("response.output_item.done", output_index=0, item=item(status=status)).item


CASES: list[tuple[Any, bool, bool, bool]] = [
    (life("created", "in_progress"), False, False, False),
    (life("queued", "queued"), False, False, False),
    (life("in_progress", "in_progress"), False, False, False),
    (life("completed", "completed"), True, True, False),
    (life("failed", "failed"), True, False, True),
    (life("incomplete", "incomplete"), True, False, False),
    (event("error", error=ERROR), False, False, True),
    (event("error", code="x", message="m"), False, False, True),
    (event("acme:tick", status="completed"), False, False, False),
    (event("response.output_item.done", output_index=0, item=item(status="completed")), False, False, False),
    ("response.completed", True, True, False),
    ("response.failed", True, False, True),
    ("response.incomplete", True, False, False),
    ("response.created", False, False, False),
    ("error", False, False, True),
    ("completed", True, True, False),
    ("failed", True, False, True),
    ("incomplete", True, False, False),
    ("queued", False, False, False),
    ("in_progress", False, False, False),
    ("cancelled", False, False, False),
    ("", False, False, False),
    (parse_response(response("completed")), True, True, False),
    (parse_response(response("failed")), True, False, True),
    (parse_response(response("incomplete")), True, False, False),
    (parse_response(response("queued")), False, False, False),
    (an_item("completed"), True, True, False),
    (an_item("incomplete"), True, False, False),
    (an_item("in_progress"), False, False, False),
    (an_item("banana"), False, False, False),
]


@pytest.mark.parametrize(("subject", "terminal", "success", "failure"), CASES, ids=lambda value: str(value)[:40])
def test_predicates_agree_with_the_specification(subject: Any, terminal: bool, success: bool, failure: bool) -> None:
    """OR-GRAM-07, OR-ERR-04, OR-ITEM-12: an unknown status counts as not final."""
    assert (is_terminal(subject), is_success(subject), is_failure(subject)) == (terminal, success, failure)


def test_an_events_type_is_canonical_in_any_spelling() -> None:
    """DESIGN, models: an alias is a spelling; an extension keeps its own name."""
    fields = {"item_id": "i", "output_index": 0, "content_index": 0, "delta": "a"}
    assert event_type(event("response.reasoning_text.delta", **fields)) is EventType.RESPONSE_REASONING_DELTA
    assert event_type(event("response.reasoning.delta", **fields)) is EventType.RESPONSE_REASONING_DELTA
    assert event_type(event("acme:tick")) == "acme:tick"


def test_exactly_the_six_lifecycle_events_are_about_the_response() -> None:
    """DESIGN, section 5: is_response_event; those events carry the response."""
    assert {name for name in RULES if name in LIFECYCLE} == {
        f"response.{name}" for name in ("created", "queued", "in_progress", "completed", "failed", "incomplete")
    }
    assert is_response_event(life("created", "in_progress"))
    assert not is_response_event(event("error", error=ERROR))
    assert not is_response_event(event("response.x"))


def test_the_response_id_is_told_where_the_event_has_it() -> None:
    """DESIGN, section 5: response.id, else a server's own response_id, else None."""
    builder, emitter = start()
    with builder.message():
        pass
    builder.complete()
    found = [response_id(each) for each in emitter.events]
    assert found == [builder.response_id, builder.response_id, None, None, builder.response_id]
    assert response_id(parse_event({"type": "acme:tick", "response_id": "resp_9"})) == "resp_9"
    assert response_id(parse_event({"type": "acme:tick", "response_id": 9, "response": {"x": 1}})) is None
