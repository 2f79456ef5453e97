"""Options of the wrong kind are refused where they are given, and not inside the agent that they serve."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from openresponses_sdk import (
    AnthropicMessagesBridge,
    BridgedEmitter,
    CallbackEmitter,
    ChatCompletionsBridge,
    FilterEmitter,
    GeminiBridge,
    IntegrationConfig,
    ListEmitter,
    NDJSONEmitter,
    OllamaBridge,
    ResponseBuilder,
    ResponsesBridge,
    ResponsesIntegration,
    ResponsesToChatBridge,
    SeededIds,
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


BRIDGES: tuple[Callable[..., Any], ...] = (
    AnthropicMessagesBridge,
    ChatCompletionsBridge,
    GeminiBridge,
    OllamaBridge,
    ResponsesBridge,
    ThreadEventBridge,
)
WRONG_OPTIONS: list[tuple[dict[str, Any], type[Exception], str]] = [
    ({"unknown": "drop"}, ValueError, "unknown is 'keep' or 'skip', not 'drop'"),
    ({"unknown": None}, ValueError, "unknown is 'keep' or 'skip', not None"),
    ({"dialect": "banana"}, ValueError, "dialect is 'spec' or 'openai', not 'banana'"),
    ({"dialect": ["spec"]}, ValueError, "dialect is 'spec' or 'openai', not ['spec']"),
    ({"slug": "no good"}, ValueError, "a slug has only ASCII letters, digits, '_' and '-', not 'no good'"),
    ({"slug": ""}, ValueError, "a slug has only ASCII letters"),
    ({"slug": 5}, TypeError, "slug is text, not a int"),
    ({"slug": b"acme"}, TypeError, "slug is text, not a bytes"),
    ({"model": None}, TypeError, "model is text, not a NoneType"),
    ({"ids": "seed"}, TypeError, "ids is an IdSource with response_id, item_id, call_id, not a str"),
    ({"ids": SeededIds}, TypeError, "ids is an IdSource, not the class SeededIds: give an instance of it"),
    ({"clock": 1_700_000_000}, TypeError, "clock is a callable that tells the time in seconds, not a int"),
    ({"max_event_bytes": "1 MiB"}, TypeError, "max_event_bytes is a whole number, not a str"),
    ({"max_event_bytes": 0}, ValueError, "the limit of bytes must be positive"),
]


@pytest.mark.parametrize("make", BRIDGES)
@pytest.mark.parametrize(("options", "error", "message"), WRONG_OPTIONS)
def test_a_wrong_option_of_a_bridge_is_refused_where_it_is_given(
    make: Callable[..., Any], options: dict[str, Any], error: type[Exception], message: str
) -> None:
    """A bridge raises nothing later, so that a typing error would be silent, or break the first response."""
    with pytest.raises(error) as caught:
        make(None, **options)
    assert message in str(caught.value)


@pytest.mark.parametrize("make", BRIDGES)
@pytest.mark.parametrize("emit", [ListEmitter, 5, asyncio.sleep])
def test_what_takes_no_events_is_no_target_of_a_bridge(make: Callable[..., Any], emit: object) -> None:
    """A class, a value that is no callable, and a coroutine function."""
    with pytest.raises(TypeError, match="emit is "):
        make(emit)


@pytest.mark.parametrize(
    ("make", "options", "error", "message"),
    [
        (ChatCompletionsBridge, {"finish_reason": "never"}, ValueError, "finish_reason is 'required' or 'optional'"),
        (ChatCompletionsBridge, {"end_mark": True}, ValueError, "end_mark is 'required' or 'optional', not True"),
        (ChatCompletionsBridge, {"keep_blank_text": "no"}, TypeError, "keep_blank_text is True or False, not 'no'"),
        (ThreadEventBridge, {"map_tool_calls": 0}, TypeError, "map_tool_calls is True or False, not 0"),
        (ResponsesBridge, {"slug": None}, TypeError, "slug is text, not a NoneType"),
        (ResponsesToChatBridge, {"include_usage": 1}, TypeError, "include_usage is True or False, not 1"),
        (ResponsesToChatBridge, {"summaries": None}, TypeError, "summaries is True or False, not None"),
        (ResponsesToChatBridge, {"model": 5}, TypeError, "model is text, not a int"),
        (ResponsesToChatBridge, {"ids": SeededIds}, TypeError, "ids is an IdSource, not the class SeededIds"),
        (ResponsesToChatBridge, {"clock": 7}, TypeError, "clock is a callable that tells the time in seconds"),
    ],
)
def test_a_wrong_option_of_one_bridge_is_refused_too(
    make: Callable[..., Any], options: dict[str, Any], error: type[Exception], message: str
) -> None:
    """The options that only some bridges have."""
    with pytest.raises(error) as caught:
        make(**options) if make is ResponsesToChatBridge else make(None, **options)
    assert message in str(caught.value)


def test_a_producer_that_is_not_async_is_named() -> None:
    """Its error was about an object that cannot be awaited, which says nothing."""

    async def run() -> None:
        async for _ in stream_sse(lambda sink: None):  # type: ignore[arg-type,return-value]
            pass

    with pytest.raises(TypeError, match="produce is an async function"):
        asyncio.run(run())
