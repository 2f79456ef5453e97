"""Options of the wrong kind are refused where they are given, and not inside the agent that they serve."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from openresponses_sdk import (
    BridgedEmitter,
    CallbackEmitter,
    FilterEmitter,
    IntegrationConfig,
    ListEmitter,
    NDJSONEmitter,
    ResponseBuilder,
    ResponsesIntegration,
    SSEEmitter,
    ThreadEventBridge,
    stream_sse,
)

WRONG: dict[str, tuple[Callable[[], Any], str]] = {
    "a config that is a dict": (lambda: ResponsesIntegration({"enabled": True}), "config is an IntegrationConfig"),  # type: ignore[arg-type]
    "a switch that is a word": (lambda: IntegrationConfig(enabled="no"), "enabled is True or False, not 'no'"),  # type: ignore[arg-type]
    "no sink": (lambda: BridgedEmitter(None, ThreadEventBridge(print)), "needs the sink of the agent"),  # type: ignore[arg-type]
    "no bridge": (lambda: BridgedEmitter(print, ListEmitter()), "a bridge with receive and receive_eof"),  # type: ignore[arg-type]
    "a filter of no function": (lambda: FilterEmitter(print, "message"), "keep is a callable that takes an item"),  # type: ignore[arg-type]
    "an event that is a dict": (lambda: SSEEmitter().emit({"type": "x"}), "a sink takes models of events, not a dict"),  # type: ignore[arg-type]
    "a line that is a dict": (lambda: NDJSONEmitter().emit({"type": "x"}), "a sink takes models of events, not a dict"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_of_the_wrong_kind_is_a_type_error_at_once(what: str) -> None:
    """Issue 4, bad input: every misuse has its error."""
    call, message = WRONG[what]
    with pytest.raises(TypeError) as caught:
        call()
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ResponseBuilder(model="m", dialect="banana"), "dialect is 'spec' or 'openai', not 'banana'"),  # type: ignore[arg-type]
        (lambda: CallbackEmitter(print, on_error="ignore"), "on_error is 'raise' or 'detach', not 'ignore'"),  # type: ignore[arg-type]
    ],
)
def test_a_word_that_is_no_choice_is_answered_with_the_choices(call: Callable[[], Any], message: str) -> None:
    """What could have been meant stands in the message."""
    with pytest.raises(ValueError, match=message):
        call()


def test_a_producer_that_is_not_async_is_named() -> None:
    """Its error was about an object that cannot be awaited, which says nothing."""

    async def run() -> None:
        async for _ in stream_sse(lambda sink: None):  # type: ignore[arg-type,return-value]
            pass

    with pytest.raises(TypeError, match="produce is an async function"):
        asyncio.run(run())
