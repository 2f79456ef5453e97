"""The mistakes of a producer's first ten minutes: each has its error, and none leaves an illegal stream."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openresponses_sdk import ListEmitter, LocalProtocolError, ResponseBuilder, iter_violations

TIDE = {"type": "function", "name": "tide", "description": None, "parameters": None, "strict": None}
Mistake = Callable[[ResponseBuilder], object]


def build(mistake: Mistake, **settings: Any) -> tuple[BaseException, ListEmitter]:
    """What a ``with`` statement raises for a mistake inside it, and what it has emitted."""
    sink = ListEmitter()
    with (
        pytest.raises((LocalProtocolError, TypeError)) as caught,
        ResponseBuilder(sink, model="m", **settings) as builder,
    ):
        mistake(builder)
    return caught.value, sink


def ended(sink: ListEmitter) -> str:
    """How the stream ended, once it is proven to be legal."""
    assert [str(found) for found in iter_violations(sink.events) if found.severity == "error"] == []
    return str(sink.events[-1].type)


def speak(builder: ResponseBuilder) -> None:
    with builder.message() as message, message.text() as text:
        text.delta("No call.")


def unclosed(builder: ResponseBuilder) -> None:
    builder.message().open()


def cut(builder: ResponseBuilder) -> None:
    builder.custom_item("acme:search").open().close(status="incomplete")


@pytest.mark.parametrize(
    ("mistake", "settings", "requirement", "end"),
    [
        (speak, {"tools": [TIDE], "tool_choice": "required"}, "OR-TOOL-02", "response.failed"),
        (unclosed, {}, "OR-GRAM-13", "response.failed"),
        (cut, {}, "OR-ITEM-04", "response.incomplete"),
    ],
)
def test_a_response_that_cannot_be_told_as_completed_fails(
    mistake: Mistake, settings: dict[str, Any], requirement: str, end: str
) -> None:
    """A model that ignores tool_choice is nobody's mistake, and the reader of its stream must not wait for an end."""
    error, sink = build(mistake, **settings)
    assert isinstance(error, LocalProtocolError) and error.violation.requirement == requirement
    assert ended(sink) == end


def part(kind: str, **fields: Any) -> Mistake:
    """A part of a message that is given more than a part can be announced with."""

    def mistake(builder: ResponseBuilder) -> None:
        with builder.message() as message, message.part(kind, **fields):
            pass

    return mistake


def annotated(builder: ResponseBuilder) -> None:
    with builder.message() as message, message.text() as text:
        text.delta("x")
        text.annotate(None)  # type: ignore[arg-type]


REFUSED: dict[str, tuple[Mistake, str, str]] = {
    "a part with its text": (part("output_text", text="abc"), "OR-GRAM-23", "$.part.text"),
    "a refusal with its text": (part("refusal", refusal="no"), "OR-GRAM-23", "$.part.refusal"),
    "an annotation that is none": (annotated, "OR-STREAM-03", "$.annotation"),
    "a call without a name": (lambda b: b.function_call("").open(), "OR-STREAM-02", "$.item.name"),
    "a call by its type alone": (lambda b: b.item("function_call").open(), "OR-STREAM-02", "$.item.name"),
    "a call without an id": (lambda b: b.item("function_call", name="f").open(), "OR-STREAM-02", "$.item.call_id"),
    "an output of no call": (
        lambda b: b.item("function_call_output", call_id="z", output="x").open(),
        "OR-GRAM-37",
        "$.item.call_id",
    ),
    "an id of bytes": (lambda b: b.message(id=b"x").open(), "OR-STREAM-03", "$.item.id"),  # type: ignore[arg-type]
    "a call id of bytes": (lambda b: b.function_call("f", call_id=b"x").open(), "OR-STREAM-03", "$.item.call_id"),  # type: ignore[arg-type]
    "bytes deep inside": (
        lambda b: b.custom_item("a:b", data=[{"x": b"y"}]).open(),
        "OR-STREAM-03",
        "$.item.data[0].x",
    ),
    "a type that is a list": (lambda b: b.item(["message"]), "OR-EXT-04", ""),  # type: ignore[arg-type]
    "sealed reasoning of a number": (
        lambda b: b.reasoning(encrypted_content=1),
        "OR-STREAM-03",
        "$.item.encrypted_content",
    ),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_mistake_is_refused_at_its_call(what: str) -> None:
    """Issue 4: illegal use raises before anything is emitted, and the stream ends legally."""
    mistake, requirement, path = REFUSED[what]
    error, sink = build(mistake)
    assert isinstance(error, LocalProtocolError)
    assert (error.violation.requirement, error.violation.path) == (requirement, path)
    assert ended(sink) == "response.failed"


@pytest.mark.parametrize(
    ("mistake", "hint"),
    [
        (
            lambda b: b.message(text="Hello"),
            "an item of type message has no 'text'; there are phase, role, and your own",
        ),
        (lambda b: b.message(rol="user"), "no 'rol'"),
        (lambda b: b.function_call("f", callid="x"), "no 'callid'; there are call_id, name,"),
        (lambda b: b.item("reasoning", sumary=[]), "no 'sumary'"),
        (lambda b: b.message(text={"a": 1}), "no 'text'"),
        (lambda b: b.compaction("opaque", summary=0), "no 'summary'; there are created_by, encrypted_content,"),
        (lambda b: b.message().open().close(note="n"), "no 'note'"),
        (part("output_text", txt="x"), "a part of type output_text has no 'txt'; there are annotations, logprobs,"),
    ],
)
def test_a_keyword_that_an_item_does_not_have_is_a_typing_error(mistake: Mistake, hint: str) -> None:
    """Settings of the response are refused so, and a text that is lost without a word is worse."""
    error, sink = build(mistake)
    assert isinstance(error, TypeError) and hint in str(error)
    assert ended(sink) == "response.failed"


def test_members_of_ones_own_have_a_prefix() -> None:
    """What is refused without a prefix is welcome with one (OR-EXT-04)."""
    sink = ListEmitter()
    with (
        ResponseBuilder(sink, model="m") as builder,
        builder.message(**{"acme:mood": "calm"}) as message,
        message.part("output_text", **{"acme:voice": 3}) as text,
    ):
        text.delta("Hello")
    response = builder.build()
    assert response.output[0].to_dict()["acme:mood"] == "calm"
    assert ended(sink) == "response.completed"
