"""What a builder refuses: every misuse has its error, and emits nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from openresponses_schema import ErrorData
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.emitters import ListEmitter
from openresponses_sdk.errors import LocalProtocolError
from openresponses_sdk.validator import iter_violations
from tests.streams import CITATION, LOGPROB, USAGE, is_legal_so_far, start, types, with_text

ANNOTATION_ADDED = "response.output_text.annotation.added"
TOOL_G = {"type": "function", "name": "g"}
WRONG_SUM = {**USAGE, "total_tokens": 99}


def delta_after_done(builder: ResponseBuilder) -> None:
    with builder.message() as message, message.text() as text:
        pass
    text.delta("late")


def delta_before_open(builder: ResponseBuilder) -> None:
    builder.message().text().delta("early")


def close_twice(builder: ResponseBuilder) -> None:
    item = builder.message().open()
    item.close()
    item.close()


def open_twice(builder: ResponseBuilder) -> None:
    builder.message().open().open()


def part_of_a_closed_item(builder: ResponseBuilder) -> None:
    with builder.message() as message:
        pass
    message.text().open()


def text_that_is_a_number(builder: ResponseBuilder) -> None:
    with_text(builder).delta(5)


def text_that_is_bytes(builder: ResponseBuilder) -> None:
    with_text(builder).delta(b"")


def half_a_surrogate_pair(builder: ResponseBuilder) -> None:
    with_text(builder).delta("\ud800")


def arguments_that_are_a_dict(builder: ResponseBuilder) -> None:
    builder.function_call("f").open().arguments({})  # type: ignore[arg-type]


def arguments_that_contradict(builder: ResponseBuilder) -> None:
    call = builder.function_call("f").open()
    call.delta('{"a"')
    call.arguments('{"b": 1}')


def annotation_in_a_refusal(builder: ResponseBuilder) -> None:
    builder.message().open().refusal().open().annotate(CITATION)


def complete_with_an_open_item(builder: ResponseBuilder) -> None:
    builder.message().open()
    builder.complete()


def item_after_an_incomplete_one(builder: ResponseBuilder) -> None:
    builder.message().open().close(status="incomplete")
    builder.message().open()


def complete_after_an_incomplete_item(builder: ResponseBuilder) -> None:
    first, last = builder.message().open(), builder.message().open()
    last.close(status="incomplete")
    first.close()
    builder.complete()


def fail_after_an_incomplete_item(builder: ResponseBuilder) -> None:
    builder.message().open().close(status="incomplete")
    builder.fail("x", "y")


def incomplete_item_in_the_middle(builder: ResponseBuilder) -> None:
    first = builder.message().open()
    builder.message().open()
    first.close(status="incomplete")


def two_parts_open(builder: ResponseBuilder) -> None:
    message = builder.message().open()
    message.text().open()
    message.refusal().open()


def same_item_id(builder: ResponseBuilder) -> None:
    builder.message(id="one").open()
    builder.message(id="one").open()


def same_call_id(builder: ResponseBuilder) -> None:
    builder.function_call("f", call_id="one").open()
    builder.function_call("g", call_id="one").open()


def two_ends(builder: ResponseBuilder) -> None:
    builder.complete()
    builder.fail("x", "y")


def item_after_the_end(builder: ResponseBuilder) -> None:
    builder.complete()
    builder.message().open()


def delta_after_the_end(builder: ResponseBuilder) -> None:
    text = with_text(builder)
    builder.fail("x", "y")
    text.delta("late")


def custom_event_after_the_end(builder: ResponseBuilder) -> None:
    builder.complete()
    builder.custom_event("acme:tick")


def queued_after_the_start(builder: ResponseBuilder) -> None:
    builder.start()
    builder.queued()


def status_at_the_start(builder: ResponseBuilder) -> None:
    builder.custom_item("acme:thing", status="completed")


def status_by_an_update(builder: ResponseBuilder) -> None:
    builder.custom_item("acme:thing").open().update(status="completed")


def complete_after_an_error(builder: ResponseBuilder) -> None:
    builder.start()
    builder.event("error", error={"type": "server_error", "code": "x", "message": "m", "param": None})
    builder.complete()


def delta_at_a_negative_index(builder: ResponseBuilder) -> None:
    text = with_text(builder)
    text.delta("a")
    place = {"item_id": text.item.item_id, "output_index": 0, "content_index": -1}
    builder.event("response.output_text.delta", delta="b", **place)


def delta_of_an_item_at_a_negative_index(builder: ResponseBuilder) -> None:
    text = with_text(builder)
    place = {"item_id": text.item.item_id, "output_index": -1, "content_index": 0}
    builder.event("response.output_text.delta", delta="b", **place)


def delta_of_another_item(builder: ResponseBuilder) -> None:
    with_text(builder)
    builder.event("response.output_text.delta", item_id="other", output_index=0, content_index=0, delta="b")


def done_with_another_text(builder: ResponseBuilder) -> None:
    text = with_text(builder)
    text.delta("a")
    place = {"item_id": text.item.item_id, "output_index": 0, "content_index": 0}
    builder.event("response.output_text.done", text="b", **place)


def arguments_done_with_others(builder: ResponseBuilder) -> None:
    call = builder.function_call("f").open()
    call.delta("{")
    builder.event("response.function_call_arguments.done", item_id=call.item_id, output_index=0, arguments="{}")


def annotation_that_skips_an_index(builder: ResponseBuilder) -> None:
    text = with_text(builder)
    place = {"item_id": text.item.item_id, "output_index": 0, "content_index": 0}
    builder.event(ANNOTATION_ADDED, annotation=CITATION, annotation_index=1, **place)


def item_by_its_fields(builder: ResponseBuilder) -> None:
    builder.start()
    item = {"type": "message", "id": "m", "role": "assistant", "status": "in_progress", "content": []}
    builder.event("response.output_item.added", output_index=0, item=item)


def delta_of_another_type(builder: ResponseBuilder) -> None:
    text = with_text(builder)
    place = {"item_id": text.item.item_id, "output_index": 0, "content_index": 0}
    builder.event("response.refusal.delta", delta="b", **place)


def arguments_after_the_item_is_done(builder: ResponseBuilder) -> None:
    with builder.function_call("f") as call:
        call.delta("{")
    call.delta("}")


def same_call_id_by_type(builder: ResponseBuilder) -> None:
    with builder.function_call("f", call_id="one"):
        pass
    builder.item("function_call", name="f", call_id="one").open()


def annotation_of_nothing(builder: ResponseBuilder) -> None:
    text = with_text(builder)
    place = {"item_id": text.item.item_id, "output_index": 0, "content_index": 0}
    builder.event(ANNOTATION_ADDED, annotation=None, annotation_index=0, **place)


def _text_delta(builder: ResponseBuilder, delta: str) -> None:
    text = with_text(builder)
    place = {"item_id": text.item.item_id, "output_index": 0, "content_index": 0}
    builder.event("response.output_text.delta", delta=delta, logprobs=[], **place)


def empty_delta_by_its_fields(builder: ResponseBuilder) -> None:
    _text_delta(builder, "")


def surrogate_by_its_fields(builder: ResponseBuilder) -> None:
    _text_delta(builder, "\ud800")


def error_after_an_incomplete_item(builder: ResponseBuilder) -> None:
    builder.message().open().close(status="incomplete")
    builder.event("error", error={"type": "server_error", "code": "x", "message": "m", "param": None})


def logprobs_of_a_refusal(builder: ResponseBuilder) -> None:
    builder.message().open().refusal().open().delta("No.", logprobs=[LOGPROB])


def logprobs_that_contradict(builder: ResponseBuilder) -> None:
    text = with_text(builder)
    text.delta("a", logprobs=[LOGPROB])
    text.close(logprobs=[{**LOGPROB, "logprob": -2.0}])


MISUSES: list[tuple[Callable[[ResponseBuilder], object], str]] = [
    (delta_after_done, "OR-GRAM-24"),
    (delta_before_open, "OR-GRAM-24"),
    (close_twice, "OR-GRAM-24"),
    (open_twice, "OR-GRAM-24"),
    (part_of_a_closed_item, "OR-GRAM-24"),
    (text_that_is_a_number, "OR-STREAM-03"),
    (text_that_is_bytes, "OR-STREAM-03"),
    (half_a_surrogate_pair, "OR-SSE-02"),
    (arguments_that_are_a_dict, "OR-STREAM-03"),
    (arguments_that_contradict, "OR-GRAM-25"),
    (annotation_in_a_refusal, "OR-GRAM-18"),
    (complete_with_an_open_item, "OR-GRAM-13"),
    (item_after_an_incomplete_one, "OR-ITEM-03"),
    (complete_after_an_incomplete_item, "OR-ITEM-04"),
    (fail_after_an_incomplete_item, "OR-ITEM-04"),
    (incomplete_item_in_the_middle, "OR-ITEM-03"),
    (two_parts_open, "OR-GRAM-40"),
    (same_item_id, "OR-ITEM-08"),
    (same_call_id, "OR-GRAM-37"),
    (two_ends, "OR-GRAM-07"),
    (item_after_the_end, "OR-GRAM-08"),
    (delta_after_the_end, "OR-GRAM-08"),
    (custom_event_after_the_end, "OR-GRAM-08"),
    (queued_after_the_start, "OR-GRAM-06"),
    (complete_after_an_error, "OR-GRAM-29"),
    (status_at_the_start, "OR-GRAM-23"),
    (status_by_an_update, "OR-GRAM-23"),
    (lambda builder: builder.message(status="completed"), "OR-GRAM-23"),
    (lambda builder: builder.build(), "OR-GRAM-07"),
    (lambda builder: builder.message().part("banana").open(), "OR-GRAM-18"),
    (lambda builder: builder.message().part("summary_text").open(), "OR-GRAM-18"),
    (lambda builder: builder.function_call("f").part("output_text").open(), "OR-GRAM-18"),
    (lambda builder: builder.message().part("input_image", detail=5).open(), "OR-STREAM-03"),
    (lambda builder: builder.message(content=[{"type": "output_text", "text": "x"}]).open(), "OR-GRAM-23"),
    (lambda builder: builder.function_call("f", arguments="{}").open(), "OR-GRAM-23"),
    (lambda builder: builder.function_call(5).open(), "OR-STREAM-03"),  # type: ignore[arg-type]
    (lambda builder: builder.message(**{"acme:note": object()}).open(), "OR-SSE-02"),
    (lambda builder: builder.message(role="banana").open(), "OR-SCHEMA"),
    (lambda builder: builder.message().open().close(status="in_progress"), "OR-GRAM-23"),
    (lambda builder: builder.message().open().close(status="banana"), "OR-SCHEMA"),
    (lambda builder: builder.message().open().close(id="other"), "OR-GRAM-14"),
    (lambda builder: builder.message().open().close(content=[{"type": "refusal", "refusal": "x"}]), "OR-GRAM-22"),
    (lambda builder: builder.function_call("f").open().close(arguments="{}"), "OR-GRAM-25"),
    (lambda builder: builder.function_call("f").open().close(name=5), "OR-STREAM-02"),
    (lambda builder: builder.function_call("f").open().close(call_id="other"), "OR-STREAM-02"),
    (lambda builder: builder.message().open().close(role="user"), "OR-STREAM-02"),
    (lambda builder: builder.function_call("").open(), "OR-STREAM-02"),
    (lambda builder: builder.item("function_call", name="f").open(), "OR-STREAM-02"),
    (same_call_id_by_type, "OR-GRAM-37"),
    (lambda builder: builder.item("function_call_output", call_id="none", output="x").open(), "OR-GRAM-37"),
    (lambda builder: builder.reasoning(encrypted_content=5).open(), "OR-STREAM-03"),  # type: ignore[arg-type]
    (lambda builder: builder.reasoning().part("summary_text", container="content").open(), "OR-GRAM-18"),
    (lambda builder: builder.custom_item("acme:thing").open().update(id="other"), "OR-GRAM-14"),
    (lambda builder: builder.custom_item("acme:thing").open().update(note=object()), "OR-SSE-02"),
    (lambda builder: builder.function_call_output("c", 5), "OR-STREAM-03"),  # type: ignore[arg-type]
    (lambda builder: builder.function_call_output("c", "x", status="in_progress"), "OR-GRAM-23"),
    (lambda builder: with_text(builder).annotate({"type": "url_citation", "url": 5}), "OR-STREAM-03"),
    (lambda builder: with_text(builder).annotate(None), "OR-STREAM-03"),
    (annotation_of_nothing, "OR-STREAM-03"),
    (empty_delta_by_its_fields, "OR-STREAM-08"),
    (surrogate_by_its_fields, "OR-SSE-02"),
    (error_after_an_incomplete_item, "OR-ITEM-04"),
    (lambda builder: with_text(builder).close(logprobs=5), "OR-STREAM-03"),
    (lambda builder: with_text(builder).close(logprobs=[5]), "OR-STREAM-03"),
    (lambda builder: builder.custom_item("thing"), "OR-EXT-04"),
    (lambda builder: builder.custom_item("acme:"), "OR-EXT-04"),
    (lambda builder: builder.custom_item("acme:a\nb"), "OR-EXT-04"),
    (lambda builder: builder.custom_event("tick"), "OR-EXT-09"),
    (lambda builder: builder.custom_event("acme:a\r\ndata: x"), "OR-EXT-09"),
    (lambda builder: builder.custom_event("acme:tick\n"), "OR-EXT-09"),
    (lambda builder: builder.custom_event("response.created"), "OR-EXT-09"),
    (lambda builder: builder.custom_event("acme:tick", note=object()), "OR-SSE-02"),
    (lambda builder: builder.event("response.banana"), "OR-EXT-09"),
    (lambda builder: builder.event("response.output_text.delta", delta="x"), "OR-STREAM-03"),
    (lambda builder: builder.complete(usage={"input_tokens": 1}), "OR-RESP-04"),
    (lambda builder: builder.complete(usage=WRONG_SUM), "OR-RESP-04"),
    (lambda builder: builder.incomplete("max_output_tokens", usage=WRONG_SUM), "OR-RESP-04"),
    (lambda builder: builder.incomplete(5), "OR-RESP-03"),  # type: ignore[arg-type]
    (delta_at_a_negative_index, "OR-GRAM-16"),
    (delta_of_an_item_at_a_negative_index, "OR-GRAM-11"),
    (delta_of_another_item, "OR-GRAM-14"),
    (done_with_another_text, "OR-GRAM-19"),
    (arguments_done_with_others, "OR-GRAM-25"),
    (annotation_that_skips_an_index, "OR-GRAM-31"),
    (item_by_its_fields, "OR-GRAM-12"),
    (lambda builder: builder.event("response.completed", response=builder.snapshot), "OR-GRAM-04"),
    (lambda builder: builder.item("banana"), "OR-EXT-04"),
    (lambda builder: builder.item("message", role="assistant").open().delta("a"), "OR-GRAM-18"),
    (delta_of_another_type, "OR-GRAM-18"),
    (arguments_after_the_item_is_done, "OR-GRAM-24"),
    (logprobs_of_a_refusal, "OR-GRAM-18"),
    (logprobs_that_contradict, "OR-GRAM-19"),
    (lambda builder: with_text(builder).delta("x", logprobs=[{"token": "x"}]), "OR-STREAM-03"),
    (lambda builder: builder.function_call("f").open().delta(None), "OR-STREAM-03"),  # type: ignore[arg-type]
    (lambda builder: builder.compaction(5), "OR-STREAM-03"),  # type: ignore[arg-type]
    (lambda builder: builder.fail(5, "x"), "OR-ERR-01"),  # type: ignore[call-overload]
    (lambda builder: builder.fail("x"), "OR-ERR-01"),  # type: ignore[call-overload]
    (lambda builder: builder.fail(ErrorData.not_found("x"), "y"), "OR-ERR-01"),  # type: ignore[call-overload]
    (lambda builder: builder.fail("x", "y", usage=WRONG_SUM, error_event=True), "OR-RESP-04"),
]


@pytest.mark.parametrize(("misuse", "requirement"), MISUSES)
def test_a_misuse_is_refused_and_emits_nothing(misuse: Callable[[ResponseBuilder], object], requirement: str) -> None:
    """DESIGN, producer: LocalProtocolError before anything illegal is emitted, and the builder can go on."""
    builder, emitter = start()
    with pytest.raises(LocalProtocolError) as caught:
        misuse(builder)
    assert caught.value.violation.requirement == requirement
    assert is_legal_so_far(emitter.events)
    before = list(emitter.events)
    if not builder.is_done:
        end_somehow(builder, emitter)
    assert emitter.events[: len(before)] == before
    assert [violation for violation in iter_violations(emitter.events) if violation.severity == "error"] == []


def end_somehow(builder: ResponseBuilder, emitter: ListEmitter) -> None:
    """Go on after a refusal: one more item where that is legal, and an end."""
    if any(getattr(item, "status", None) == "incomplete" for item in builder.snapshot.output):
        builder.incomplete("content_filter")
        return
    if "error" not in types(emitter):
        builder.message(id="after").open()
    builder.fail("server_error", "That was it.")


@pytest.mark.parametrize(
    "call",
    [
        lambda b: b.message(role="banana").open(),
        lambda b: b.message().part("banana").open(),
        lambda b: b.message().part("input_image", detail=5).open(),
        lambda b: b.function_call_output("c", 5),
        lambda b: b.custom_event("acme:tick", note=object()),
        lambda b: b.complete(usage=WRONG_SUM),
        lambda b: b.incomplete(5),
        lambda b: b.fail("x", 5, error_event=True),
    ],
)
def test_a_first_call_that_is_refused_does_not_even_start_the_response(call: Callable[[Any], object]) -> None:
    """DESIGN, producer: nothing is emitted by a call that fails, the opening events included."""
    builder, emitter = start()
    with pytest.raises(LocalProtocolError):
        call(builder)
    assert emitter.events == []


def test_a_close_that_is_refused_leaves_the_item_open_with_its_parts() -> None:
    """DESIGN, producer: the parts are not closed for an item that cannot close; a second try succeeds."""
    builder, emitter = start()
    message = builder.message().open()
    message.text().open().delta("a")
    call = builder.function_call("f").open()
    call.delta("{}")
    before = len(emitter.events)
    for scope in (message, call):
        with pytest.raises(LocalProtocolError):
            scope.close(status="banana")
    assert len(emitter.events) == before
    call.close()
    message.close()
    assert builder.complete(USAGE).status == "completed"
    assert [violation for violation in iter_violations(emitter.events) if violation.severity == "error"] == []


SENTENCES: list[tuple[Callable[[ResponseBuilder], object], str]] = [
    (complete_with_an_open_item, r"item 0 \(message\) is still open: close it first"),
    (two_parts_open, r"part 0/content/0 \(output_text\) is still open: close it first"),
    (delta_before_open, r"not open yet: use it in a with statement, or call open\(\)"),
    (status_at_the_start, r"give the status to close\(\)"),
    (lambda builder: builder.function_call_output("c", 5), "the output is text or a list of parts"),  # type: ignore[arg-type]
    (lambda builder: builder.function_call_output("c", {}), "the output is text or a list of parts"),  # type: ignore[arg-type]
    (lambda builder: builder.function_call_output("c", b""), "the output is text or a list of parts"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("misuse", "sentence"), SENTENCES)
def test_a_refusal_says_what_to_do(misuse: Callable[[ResponseBuilder], object], sentence: str) -> None:
    """DESIGN, errors: who reads the sentence knows the next step."""
    builder, _ = start()
    with pytest.raises(LocalProtocolError, match=sentence):
        misuse(builder)


def test_a_part_that_is_refused_takes_no_index() -> None:
    """OR-GRAM-17: the next part has the next index, whatever was refused between."""
    builder, _ = start()
    message = builder.message().open()
    text = message.text().open()
    with pytest.raises(LocalProtocolError):
        message.refusal().open()
    text.close()
    assert message.refusal().open().index == 1


@pytest.mark.parametrize("choice", ["none", {"type": "allowed_tools", "mode": "auto", "tools": [TOOL_G]}])
def test_a_call_that_tool_choice_rules_out_is_refused_before_it_can_never_be_told(choice: Any) -> None:
    """OR-TOOL-03, OR-TOOL-05: no terminal event could follow such a call, not even a failed one."""
    emitter = ListEmitter()
    builder = ResponseBuilder(emitter, model="m", tool_choice=choice)
    builder.start()
    with pytest.raises(LocalProtocolError) as caught:
        builder.function_call("f").open()
    assert caught.value.violation.requirement in ("OR-TOOL-03", "OR-TOOL-05")
    builder.fail("server_error", "It failed.")
    assert [one for one in iter_violations(emitter.events) if one.severity == "error"] == []
