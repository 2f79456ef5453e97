"""Hypothesis strategies: streams that keep the specification, the responses they end in, events of vendors.

The only module of the SDK that imports Hypothesis; install it yourself.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Literal

from hypothesis import strategies as st

from openresponses_schema import CustomEvent, Response, ResponseStreamEvent

from ..builder import ResponseBuilder
from ..emitters import ListEmitter
from .fixed import FakeIds, FixedClock

__all__ = ["extension_events", "legal_streams", "responses"]

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_FRAGMENTS = st.lists(_TEXT, max_size=4)
_SLUG = st.from_regex(r"[a-z][a-z0-9-]{0,7}", fullmatch=True)
_NAME = st.from_regex(r"[a-z][a-z0-9_]{0,7}", fullmatch=True)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAME, inner, max_size=3),
    max_leaves=6,
)
_RESERVED = frozenset({"type", "sequence_number", "id", "status"})
_FIELDS = st.dictionaries(_NAME.filter(lambda name: name not in _RESERVED), _VALUES, max_size=3)


@st.composite
def extension_events(draw: st.DrawFn, sequence_number: int = 0) -> CustomEvent:
    """Events of a type that a vendor defines: ``slug:name`` with any further members."""
    fields = {f"x_{name}": value for name, value in draw(_FIELDS).items()}
    return CustomEvent(type=f"{draw(_SLUG)}:{draw(_NAME)}", sequence_number=sequence_number, **fields)


def legal_streams(max_items: int = 4, extensions: bool = True) -> st.SearchStrategy[list[ResponseStreamEvent]]:
    """Whole streams as a conformant server writes them, in either dialect, with any of the three endings.

    Up to ``max_items`` items of every type that can be streamed; with ``extensions`` those of vendors too.
    """
    _build_models()
    return _legal_streams(max_items, extensions)


@cache
def _build_models() -> None:
    """Build what is built at first use now: Hypothesis would count it as slow generation of data."""
    builder = ResponseBuilder(ListEmitter(), model="model", ids=FakeIds(), clock=FixedClock())
    with builder.reasoning() as reasoning, reasoning.summary() as summary:
        summary.delta("a")
    with builder.function_call("a") as call:
        call.arguments("{}")
    with builder.custom_item("acme:a"):
        builder.custom_event("acme:b")
    with builder.message() as message, message.text() as text:
        text.delta("a")
    builder.complete()


@st.composite
def _legal_streams(draw: st.DrawFn, max_items: int, extensions: bool) -> list[ResponseStreamEvent]:
    emitter = ListEmitter()
    dialects: tuple[Literal["spec", "openai"], ...] = ("spec", "openai")
    dialect = draw(st.sampled_from(dialects))
    builder = ResponseBuilder(emitter, model="model", ids=FakeIds(), clock=FixedClock(), dialect=dialect)
    if draw(st.booleans()):
        builder.queued()
    makers = [_message, _reasoning, _call, *([_vendor] if extensions else [])]
    for make in draw(st.lists(st.sampled_from(makers), max_size=max_items)):
        make(draw, builder)
    _end(draw, builder)
    return emitter.events


def responses() -> st.SearchStrategy[Response]:
    """The responses that legal streams end in."""
    return legal_streams().map(lambda events: _final(events[-1]))


def _final(event: ResponseStreamEvent) -> Response:
    response = getattr(event, "response", None)
    if not isinstance(response, Response):
        raise TypeError("a stream ends with an event that carries its response")
    return response


def _message(draw: st.DrawFn, builder: ResponseBuilder) -> None:
    with builder.message(phase=draw(st.sampled_from([None, "commentary", "final_answer"]))) as message:
        for _ in range(draw(st.integers(0, 2))):
            if draw(st.booleans()):
                with message.refusal() as refusal:
                    for fragment in draw(_FRAGMENTS):
                        refusal.delta(fragment)
                continue
            with message.text() as text:
                for fragment in draw(_FRAGMENTS):
                    text.delta(fragment)
                    if draw(st.booleans()):
                        text.annotate(_citation(draw))


def _citation(draw: st.DrawFn) -> dict[str, Any]:
    start = draw(st.integers(0, 99))
    return {
        "type": "url_citation",
        "url": "https://example.test/",
        "title": draw(_TEXT),
        "start_index": start,
        "end_index": start + draw(st.integers(0, 9)),
    }


def _reasoning(draw: st.DrawFn, builder: ResponseBuilder) -> None:
    with builder.reasoning(encrypted_content=draw(st.none() | _TEXT)) as reasoning:
        for open_part in draw(st.lists(st.sampled_from([reasoning.summary, reasoning.text]), max_size=3)):
            with open_part() as part:
                for fragment in draw(_FRAGMENTS):
                    part.delta(fragment)


def _call(draw: st.DrawFn, builder: ResponseBuilder) -> None:
    arguments = json.dumps(draw(_FIELDS))
    with builder.function_call(draw(_NAME)) as call:
        cut = draw(st.integers(0, len(arguments)))
        call.delta(arguments[:cut])
        call.arguments(arguments)
    if draw(st.booleans()):
        builder.function_call_output(call.call_id, draw(_TEXT))


def _vendor(draw: st.DrawFn, builder: ResponseBuilder) -> None:
    event = draw(extension_events())
    fields: dict[str, Any] = {f"x_{name}": value for name, value in draw(_FIELDS).items()}
    with builder.custom_item(f"{draw(_SLUG)}:{draw(_NAME)}", **fields):
        builder.custom_event(event.type, **(event.model_extra or {}))


def _end(draw: st.DrawFn, builder: ResponseBuilder) -> None:
    counts = draw(st.tuples(st.integers(0, 999), st.integers(0, 999)))
    usage = {
        "input_tokens": counts[0],
        "output_tokens": counts[1],
        "total_tokens": sum(counts),
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens_details": {"reasoning_tokens": 0},
    }
    ending = draw(st.sampled_from(["complete", "incomplete", "fail"]))
    if ending == "complete":
        builder.complete(usage=usage)
        return
    if draw(st.booleans()):
        builder.message().open().text().open().delta("cut off")
    if ending == "incomplete":
        builder.incomplete(draw(st.sampled_from(["max_output_tokens", "content_filter"])), usage=usage)
    else:
        builder.fail("server_error", draw(_TEXT), error_event=draw(st.booleans()))
