"""Refusals of any kind, at any point of what a bridge is told: every response ends, and the next one is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_sdk import ResponseBuilder, iter_violations
from openresponses_sdk.parts import PartScope
from openresponses_sdk.response_states import ResponseStates
from openresponses_sdk.scopes import CustomItemScope, ItemScope, StreamedItemScope
from openresponses_sdk.writing import refused
from tests.bridge_sources import (
    ALLOWED,
    BRIDGES,
    CALL,
    END,
    FUNCTION,
    REQUEST,
    TEXT,
    TIDE,
    converted,
    events_of,
    every_bridge,
)
from tests.provider_streams import Converted, laws

REFUSING: list[tuple[type, str]] = [
    *((ResponseStates, name) for name in ("complete", "incomplete", "fail", "custom_event")),
    *((ItemScope, name) for name in ("open", "close")),
    *((PartScope, name) for name in ("open", "close", "delta", "annotate")),
    (StreamedItemScope, "delta"),
    (CustomItemScope, "update"),
    (ResponseBuilder, "_announce_item"),
]
"""What a bridge calls, and what may refuse."""


@contextmanager
def refusing(at: set[int]) -> Iterator[list[str]]:
    """The builder refuses the calls with these numbers; gives the names of those that it did."""
    calls, refusals = iter(range(10**6)), []

    def refuse_or(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            if next(calls) in at:
                refusals.append(method.__name__)
                raise refused("OR-GRAM-24", "at random")
            return method(*given, **named)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in REFUSING:
            patch.setattr(owner, name, refuse_or(getattr(owner, name)))
        yield refusals


answers = st.lists(st.lists(st.sampled_from([TEXT, CALL]), max_size=3), min_size=1, max_size=3)
choices = st.sampled_from(["auto", "none", "required", FUNCTION, ALLOWED])


@every_bridge
@settings(max_examples=60, deadline=None)
@given(answers=answers, at=st.sets(st.integers(0, 60), max_size=2), choice=choices, cut=st.integers(0, 40))
def test_whatever_the_builder_refuses_every_response_ends(
    name: str, answers: list[list[str]], at: set[int], choice: Any, cut: int
) -> None:
    """Issue 5, bad input: nothing raises, every stream is legal and has its end, and the end is not that of success."""
    source = events_of(name, *([*steps, END] for steps in answers))
    request = {**REQUEST, "tools": [TIDE, {"type": "function", "name": "moon"}], "tool_choice": choice}
    with refusing(at) as refusals:
        made = Converted(BRIDGES[name][0], source[:cut] if cut < 30 else source, request=request)
    laws(made)
    told = [response["status"] for response in made.responses]
    if refusals:
        assert "failed" in told and any(finding.severity == "error" for finding in made.findings)
    assert len(told) == len(made.streams)


@every_bridge
def test_one_refusal_at_each_point_fails_one_response(name: str) -> None:
    """The law above at every point once: the responses beside the refused one are as they would be."""
    source = events_of(name, [TEXT, CALL, END], [TEXT, CALL, TEXT, END])
    for point in range(200):
        with refusing({point}) as refusals:
            made = converted(name, source)
        if not refusals:
            assert point > 20
            break
        statuses = [response["status"] for response in made.responses]
        assert sorted(statuses) == ["completed", "failed"], point
        failed = made.responses[statuses.index("failed")]
        assert failed["error"]["code"] == "untellable_event", point
        assert [finding.severity for finding in made.findings].count("error") == 1, point
        assert len(made.findings) <= 2, point
    else:
        raise AssertionError("the source has no end")


@every_bridge
def test_an_emitter_that_calls_back_fails_no_response(name: str) -> None:
    """The event that comes while another is emitted is left out; what is being emitted has its end all the same."""
    make, source = BRIDGES[name]
    emitted: list[Any] = []

    def emit(told: Any) -> None:
        emitted.append(told)
        if told.type == "response.output_text.delta":
            bridge.receive(event)

    bridge = make(emit)
    for event in source(0, [TEXT, TEXT, END]):
        bridge.receive(event)
    bridge.receive_eof()
    assert [response.status for response in bridge.responses] == ["completed"]
    assert emitted[-1].type == "response.completed"
    assert any("an event is being emitted" in finding.message for finding in bridge.findings)


@every_bridge
@pytest.mark.parametrize("number", range(8))
def test_an_emitter_that_broke_once_gets_the_next_response(name: str, number: int) -> None:
    """Its exception passes through; nothing can follow in that stream, which is told once, and another one begins."""
    make, source = BRIDGES[name]
    emitted: list[Any] = []

    def emit(told: Any) -> None:
        emitted.append(told)
        if len(emitted) == number + 1:
            raise ConnectionError

    bridge, raised = make(emit), 0
    for event in [*source(0, [TEXT, CALL, TEXT, END]), *source(1, [TEXT, END])]:
        try:
            bridge.receive(event)
        except ConnectionError:
            raised += 1
    bridge.receive_eof()
    assert raised == 1
    assert [response.status for response in bridge.responses][-1] == "completed"
    assert [finding.severity for finding in bridge.findings].count("error") <= 1
    second = emitted[number + 1 :]
    assert [violation for violation in iter_violations(second) if violation.severity == "error"] == []
