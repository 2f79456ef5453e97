"""``ResponsesToChatBridge`` and ``to_chat_completion``: Open Responses for clients of the old form (issue 5)."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openai import APIError, OpenAI

from openresponses_sdk import (
    AnthropicMessagesBridge,
    ChatCompletionsBridge,
    ChatSSEEmitter,
    ResponseStatus,
    ResponsesToChatBridge,
    to_chat_completion,
)
from openresponses_sdk.bridges.chat_closing import ENDINGS, FINISH_REASONS
from openresponses_sdk.bridges.chat_events import TEXTS
from openresponses_sdk.bridges.chat_stream import EVENTS
from tests.chat_carried import accumulated, carried
from tests.scripted_streams import stream
from tests.streams import CITATION, USAGE, Built, built_streams, item, response, start
from tests.test_official_clients import transport

Json = dict[str, Any]
LOGPROB: Json = {"token": "a", "logprob": -0.5, "bytes": [97], "top_logprobs": []}


def plain(built: Built) -> list[Json]:
    return [json.loads(event.to_json()) for event in built.events]


def converted(events: list[Any], **options: Any) -> tuple[list[Json], ResponsesToChatBridge]:
    bridge = ResponsesToChatBridge(clock=lambda: 1, **options)
    chunks = [chunk for event in events for chunk in bridge.receive(event)]
    return chunks + bridge.receive_eof(), bridge


def messages(bridge: ResponsesToChatBridge) -> list[str]:
    return [finding.message for finding in bridge.findings]


@settings(max_examples=50)
@given(built=built_streams(), summaries=st.booleans(), form=st.sampled_from(["typed", "plain", "text"]))
def test_the_chunks_say_what_the_response_says(built: Built, summaries: bool, form: str) -> None:
    """Issue 5: text, refusal, reasoning, calls, annotations, end and usage, by a reader that is not ours."""
    events: list[Any] = built.events if form == "typed" else plain(built)
    if form == "text":
        events = [json.dumps(event) for event in events]
    chunks, _ = converted(events, summaries=summaries, include_usage=True)
    told = carried(built.response.to_dict(), summaries=summaries)
    said = accumulated(chunks)
    # Reasoning text and summaries of one item are one text, in the order in which they were told.
    for each in (told, said):
        each["reasoning"] = sorted(each["reasoning"])
        each["calls"].sort()
    assert said == told


@settings(max_examples=50)
@given(built=built_streams())
def test_back_through_the_bridge_the_chunks_are_the_response_again(built: Built) -> None:
    """Issue 5, round trip: what chat can carry comes back."""
    chunks, _ = converted(built.events, include_usage=True)
    back = ChatCompletionsBridge(None)
    for chunk in chunks:
        back.receive(chunk)
    back.receive("[DONE]")
    back.receive_eof()
    (again,) = back.responses
    told, said = carried(built.response.to_dict()), carried(again.to_dict())
    for each in (told, said):  # A call that ends without arguments gets an empty object.
        each["calls"] = sorted((name, id, arguments or "{}") for name, id, arguments in each["calls"])
    assert len(told.pop("annotations")) >= len(said.pop("annotations"))
    assert said == told


@settings(max_examples=50)
@given(built=built_streams(), data=st.data())
def test_a_stream_that_is_cut_off_never_ends_well(built: Built, data: st.DataObject) -> None:
    """Issue 5, bad input: an error and a finding, never a finish reason."""
    cut = data.draw(st.integers(0, len(built.events) - 1))
    chunks, bridge = converted(built.events[:cut])
    assert accumulated(chunks)["ending"] == "error"
    if built.events[cut - 1].type != "error" or not cut:
        assert chunks[-1]["error"]["code"] == "stream_truncated"
        assert bridge.findings[-1].severity == "error"


@settings(max_examples=50)
@given(built=built_streams())
def test_the_whole_response_says_the_same_as_its_chunks(built: Built) -> None:
    """Issue 5: a whole response is a chat.completion."""
    final = built.response.to_dict()
    told = carried(final)
    body, _ = to_chat_completion(built.response)
    assert body == to_chat_completion(final).body
    if told["ending"] == "error":
        assert body["error"]["code"] == final["error"]["code"]
        return
    (choice,) = body["choices"]
    message = choice["message"]
    assert body["object"] == "chat.completion"
    assert choice["finish_reason"] == told["ending"]
    assert (message["content"] or "", message["refusal"] or "") == (told["content"], told["refusal"])
    assert message.get("reasoning_content", "") == told["reasoning"]
    calls = [
        (each["function"]["name"], each["id"], each["function"]["arguments"]) for each in message.get("tool_calls", [])
    ]
    assert calls == told["calls"]


def only_at_the_end(events: list[Json], *kept: str) -> list[Json]:
    """A stream without its deltas, and without the events that are not of the types kept."""
    return [event for event in events if event["type"] in ("response.created", "response.completed", *kept)]


@pytest.mark.parametrize(
    "kept",
    [
        (),
        ("response.output_item.done",),
        ("response.output_item.added", "response.output_item.done"),
        ("response.content_part.done", "response.function_call_arguments.done", "response.output_item.added"),
        ("response.output_text.done", "response.reasoning.done", "response.output_item.added"),
    ],
)
def test_what_was_not_streamed_is_written_all_the_same(kept: tuple[str, ...]) -> None:
    """Issue 5: text that comes only in done events, items or the final response is not lost, and not doubled."""
    builder, emitter = start()
    with builder.reasoning() as reasoning, reasoning.text() as thought:
        thought.delta("Hm")
    with builder.message() as message, message.text() as text:
        text.delta("Hel", logprobs=[LOGPROB])
        text.delta("lo", logprobs=[LOGPROB])
        text.annotate(CITATION)
    with builder.function_call("look") as call:
        call.delta('{"a":')
        call.delta("1}")
    final = builder.complete(USAGE)
    events = [json.loads(event.to_json()) for event in emitter.events]
    chunks, bridge = converted(only_at_the_end(events, *kept), include_usage=True)
    assert accumulated(chunks) == carried(final.to_dict())
    assert sum(len((c.get("logprobs") or {}).get("content", [])) for chunk in chunks for c in chunk["choices"]) == 2
    assert messages(bridge) == []


def test_the_first_chunk_has_the_role_and_the_last_the_usage() -> None:
    """The form of the field: role, deltas, finish reason, and usage in a chunk without choices."""
    builder, emitter = start()
    with builder.message() as message, message.text() as text:
        text.delta("Hi")
    builder.complete(USAGE)
    chunks, _ = converted(emitter.events, include_usage=True)
    assert [chunk["choices"] for chunk in chunks] == [
        [{"index": 0, "delta": {"role": "assistant", "content": ""}, "finish_reason": None}],
        [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": None}],
        [{"index": 0, "delta": {}, "finish_reason": "stop"}],
        [],
    ]
    assert [chunk["usage"] for chunk in chunks[:-1]] == [None, None, None]
    assert chunks[-1]["usage"] == {
        "prompt_tokens": 3,
        "completion_tokens": 4,
        "total_tokens": 7,
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 1},
    }
    assert {(chunk["id"], chunk["model"], chunk["created"]) for chunk in chunks} == {
        (emitter.events[0].response.id, "m", 1_700_000_000)
    }
    assert all("usage" not in chunk for chunk in converted(emitter.events)[0])


def test_interleaved_parts_do_not_mix() -> None:
    """OR-GRAM-38 only warns of interleaving: a reader of one text must still get each part whole."""
    builder, emitter = start()
    first, second = builder.message().open(), builder.message().open()
    a, b = first.text().open(), second.text().open()
    a.delta("A1")
    b.delta("B1")
    a.delta("A2")
    b.annotate(CITATION)
    b.delta("B2")
    second.close()
    first.close()
    builder.complete()
    chunks, bridge = converted(emitter.events)
    said = accumulated(chunks)
    assert said["content"] == "A1A2B1B2"
    assert said["annotations"] == [{**CITATION, "start_index": 4, "end_index": 5}]
    assert len(bridge.findings) == 1


def test_every_loss_is_a_finding_with_its_place() -> None:
    """Issue 5: summaries, opaque reasoning, unknown items, parts, members and events are never dropped in silence."""
    builder, emitter = start()
    with builder.reasoning(encrypted_content="b3BhcXVl") as reasoning, reasoning.summary() as summary:
        summary.delta("Short")
    builder.custom_item("acme:thing", data="x").open().close()
    builder.custom_event("acme:tick")
    with builder.message() as message, message.text() as text:
        text.delta("Hi")
    with builder.message(role="user") as message, message.text() as text:
        text.delta("Me")
    builder.complete()
    events = [json.loads(event.to_json()) for event in emitter.events]
    final = events[-1]["response"]
    final["output"][2]["content"].append({"type": "acme:picture"})
    final["output"][2]["content"][0]["annotations"] = [{"type": "file_citation", "file_id": "f"}]
    final["output"][2]["phase"] = "commentary"
    final["acme:cost"] = 3
    chunks, bridge = converted(events)
    assert accumulated(chunks)["content"] == "Hi"
    assert {finding.field for finding in bridge.findings} == {
        "output[0].summary",
        "output[0].encrypted_content",
        "output[1]",
        "type",  # of the custom event
        "output[2].content[0].annotations[0]",
        "output[2].content[1]",
        "output[2].phase",
        "output[3]",
        "acme:cost",
    }
    assert all(finding.line for finding in bridge.findings)
    assert len(bridge.findings) == 9


def test_summaries_are_reasoning_when_they_are_asked_for() -> None:
    """Issue 5: summaries go to ``reasoning_content`` by an option."""
    builder, emitter = start()
    with builder.reasoning() as reasoning, reasoning.summary() as summary:
        summary.delta("Sho")
        summary.delta("rt")
    builder.complete()
    chunks, bridge = converted(emitter.events, summaries=True)
    assert accumulated(chunks)["reasoning"] == "Short"
    assert bridge.findings == []


@pytest.mark.parametrize(
    ("ending", "error"),
    [
        (
            [{"type": "error", "error": {"type": "model_error", "code": "boom", "message": "No", "param": "p"}}],
            {"type": "model_error", "code": "boom", "message": "No", "param": "p"},
        ),
        (
            [{"type": "error", "code": "boom", "message": "No", "param": None}],
            {"type": "server_error", "code": "boom", "message": "No", "param": None},
        ),
        (
            [{"type": "response.failed", "response": response("failed", error={"code": "boom", "message": "No"})}],
            {"type": "server_error", "code": "boom", "message": "No", "param": None},
        ),
        (
            [
                {"type": "error", "error": {"type": "model_error", "code": "x", "message": "No"}},
                {"type": "response.failed", "response": response("failed", error={"code": "boom", "message": "No"})},
            ],
            {"type": "model_error", "code": "boom", "message": "No", "param": None},
        ),
        (
            [{"error": {"message": "No such model", "type": "not_found", "code": "model_not_found"}}],
            {"type": "not_found", "code": "model_not_found", "message": "No such model", "param": None},
        ),
        (
            [{"error": "Not now"}],
            {"type": "server_error", "code": None, "message": "Not now", "param": None},
        ),
        (
            [{"type": "response.completed", "response": response("cancelled")}],
            {"type": "server_error", "code": "cancelled", "message": "The response failed.", "param": None},
        ),
    ],
)
def test_each_way_to_fail_is_an_error_without_a_finish_reason(ending: list[Json], error: Json) -> None:
    """The form of the field for errors: ``{"error": {message, type, code, param}}``."""
    chunks, bridge = converted([{"type": "response.created", "response": response()}, *ending])
    assert [chunk for chunk in chunks if "error" in chunk] == [{"error": error}]
    assert accumulated(chunks)["ending"] == "error"
    assert bridge.findings == []


@pytest.mark.parametrize(
    ("reason", "wanted", "findings"),
    [
        ("max_output_tokens", "length", 0),
        ("content_filter", "content_filter", 0),
        ("pause_turn", "length", 1),
        (None, "length", 1),
    ],
)
def test_why_a_response_is_incomplete_is_its_finish_reason(reason: str | None, wanted: str, findings: int) -> None:
    """The finish reasons of the field."""
    final = response("incomplete", incomplete_details={"reason": reason})
    chunks, bridge = converted([{"type": "response.incomplete", "response": final}])
    assert accumulated(chunks)["ending"] == wanted
    assert len(bridge.findings) == findings


@pytest.mark.parametrize("status", [[], {}, 5, None, "queued"])
def test_a_status_that_is_none_does_not_change_how_the_event_ends_it(status: Any) -> None:
    """Issue 5, bad input: the type of the event tells the end, unless the response says worse."""
    chunks, _ = converted([{"type": "response.completed", "response": response(status)}])
    assert accumulated(chunks)["ending"] == "stop"
    assert "error" in to_chat_completion({"id": "r", "status": status}).body


def test_an_error_of_a_response_that_completed_is_a_finding() -> None:
    """Issue 5: nothing is dropped in silence."""
    final = response("completed", error={"code": "odd", "message": "x"})
    chunks, bridge = converted([{"type": "response.completed", "response": final}])
    assert accumulated(chunks)["ending"] == "stop"
    assert [finding.field for finding in bridge.findings] == ["error"]


def test_items_are_known_by_their_index_whatever_their_ids() -> None:
    """One provider changes ids in every event: address by index."""
    events: list[Json] = [
        {"type": "response.created", "response": response()},
        {"type": "response.output_item.added", "output_index": 0, "item": item(id="a")},
        {"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "item_id": "b", "delta": "Hel"},
        {"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "item_id": "c", "delta": "lo"},
        {
            "type": "response.completed",
            "response": response(
                "completed",
                id="other",
                output=[item(id="d", content=[{"type": "output_text", "text": "Hello", "annotations": []}])],
            ),
        },
    ]
    chunks, bridge = converted(events)
    assert accumulated(chunks)["content"] == "Hello"
    assert {chunk["id"] for chunk in chunks} == {"resp_1"}
    assert bridge.findings == []
    events[-1]["response"]["output"] = []  # Another one ends with nothing: what was streamed is not lost.
    assert accumulated(converted(events)[0])["content"] == "Hello"
    events[-1]["response"]["output"] = [item(content=[{"type": "output_text", "text": "Bye"}])]
    chunks, bridge = converted(events)
    assert (accumulated(chunks)["content"], len(bridge.findings)) == ("Hello", 1)


def test_a_call_waits_for_its_name() -> None:
    """Arguments without a name cannot be written; what comes later tells it."""
    delta = {"type": "response.function_call_arguments.delta", "output_index": 0, "delta": '{"a"'}
    done = {"type": "response.output_item.done", "output_index": 0, "item": item("function_call", arguments='{"a":1}')}
    end = {"type": "response.completed", "response": response("completed")}
    assert accumulated(converted([delta, done, end])[0])["calls"] == [("f", "call_1", '{"a":1}')]
    chunks, bridge = converted([delta, end])
    assert accumulated(chunks)["ending"] == "stop"
    assert messages(bridge) == ["The call has no name and is left out"]


def test_another_response_is_another_completion() -> None:
    """A log of several responses: each has its own chunks; what comes between them is a finding."""
    builder, emitter = start()
    builder.complete()
    events = [*emitter.events, {"type": "acme:tick"}, *emitter.events]
    bridge = ResponsesToChatBridge()
    ends = [bridge.is_ended for event in events if bridge.receive(event) is not None]
    assert ends == [False, False, True, True, False, False, True]
    assert bridge.receive_eof() == []
    assert len(bridge.findings) == 1
    assert bridge.receive(emitter.events[0]) == []
    assert len(bridge.findings) == 2


@settings(max_examples=25)
@given(built=built_streams(extensions=False), chunk=st.sampled_from([5, 64, 100_000]))
def test_the_official_client_puts_the_same_together(built: Built, chunk: int) -> None:
    """Issue 5: the official client, fed the chunks over a transport, accumulates text and calls as they were built."""
    told = carried(built.response.to_dict())
    chunks, _ = converted(built.events, include_usage=True)
    body = b"".join(b"data: %b\n\n" % json.dumps(each).encode() for each in chunks) + b"data: [DONE]\n\n"
    pieces = [body[at : at + chunk] for at in range(0, len(body), chunk)]
    with httpx2.Client(transport=transport(pieces)) as http:
        client = OpenAI(api_key="none", base_url="http://server.test/v1", http_client=http, max_retries=0)
        stream = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}], stream=True)
        got: list[Json] = []
        if told["ending"] == "error":
            with pytest.raises(APIError):
                got += (each.to_dict(mode="json") for each in stream)
            return
        got = [each.to_dict(mode="json") for each in stream]
    said = accumulated(got)
    for each in (told, said):
        each["calls"].sort()
    assert said == told


@settings(max_examples=25)
@given(built=built_streams(extensions=False))
def test_the_official_client_accumulates_a_completion(built: Built) -> None:
    """Its own accumulation, and its reading of a whole completion, agree with the response."""
    told = carried(built.response.to_dict())
    if told["ending"] not in ("stop", "tool_calls"):
        return  # It raises for the other ends.
    chunks, _ = converted(built.events, include_usage=True)
    body = b"".join(b"data: %b\n\n" % json.dumps(each).encode() for each in chunks) + b"data: [DONE]\n\n"
    with httpx2.Client(transport=transport([body])) as http:
        client = OpenAI(api_key="none", base_url="http://server.test/v1", http_client=http)
        with client.chat.completions.stream(model="m", messages=[{"role": "user", "content": "Hi"}]) as stream:
            final = stream.get_final_completion()
    whole = json.dumps(to_chat_completion(built.response).body).encode()
    answer = httpx2.MockTransport(
        lambda request: httpx2.Response(200, content=whole, headers={"content-type": "application/json"})
    )
    with httpx2.Client(transport=answer) as http:
        client = OpenAI(api_key="none", base_url="http://server.test/v1", http_client=http)
        plain_answer = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hi"}])
    for completion in (final, plain_answer):
        (choice,) = completion.choices
        assert (choice.message.content or "", choice.message.refusal or "") == (told["content"], told["refusal"])
        calls = [(call.function.name, call.id, call.function.arguments) for call in choice.message.tool_calls or []]
        assert sorted(calls) == sorted(told["calls"])
        assert choice.finish_reason == told["ending"]
        assert (completion.usage and (completion.usage.prompt_tokens, completion.usage.completion_tokens)) == told[
            "usage"
        ]


def frames(body: bytes) -> list[Json | None]:
    """The data of each frame, None for the end mark."""
    texts = [text.removeprefix("data: ") for text in body.decode().split("\n\n")[:-1]]
    return [None if text == "[DONE]" else json.loads(text) for text in texts]


@pytest.mark.parametrize("form", ["typed", "encoded"])
def test_an_emitter_writes_the_body_of_an_answer(form: str) -> None:
    """Issue 5: ``[DONE]`` after the completion, through the sink; a builder or a bridge emits into it."""
    builder, emitter = start()
    with builder.message() as message, message.text() as text:
        text.delta("Hi")
    builder.complete(USAGE)
    sink = ChatSSEEmitter(include_usage=True)
    for event in emitter.events:
        if form == "typed":
            sink.emit(event)
        else:
            sink.emit_encoded(event.type, event.to_json())
    assert sink.is_done
    sink.finish()
    chunks, _ = converted(emitter.events, include_usage=True)
    assert frames(sink.take_bytes()) == [*chunks, None]
    assert (sink.take_bytes(), sink.findings) == (b"", [])


def test_an_emitter_ends_what_was_cut_off_with_an_error() -> None:
    """Issue 5, bad input: a bridge whose source was cut off, or a producer that goes away."""
    sink = ChatSSEEmitter()
    bridge = AnthropicMessagesBridge(sink)
    bridge.receive({"type": "message_start", "message": {"id": "m", "model": "x", "usage": {}, "content": []}})
    bridge.receive_eof()
    assert [frame and "error" in frame for frame in frames(sink.take_bytes())] == [False, True, None]
    other = ChatSSEEmitter()
    builder, emitter = start()
    builder.message().open()
    for event in emitter.events:
        other.emit(event)
    assert not other.is_done
    other.finish()
    other.finish()
    assert [frame and "error" in frame for frame in frames(other.take_bytes())] == [False, True, None]


WORDS = st.sampled_from(
    [*EVENTS, *TEXTS, "message", "function_call", "reasoning", "output_text", "url_citation", "completed"]
)
KEYS = st.sampled_from(
    [
        *("type", "response", "item", "part", "delta", "text", "output", "content", "summary", "output_index"),
        *("item_id", "content_index", "logprobs", "annotation", "annotations", "usage", "error", "status", "id"),
        *("name", "call_id", "arguments", "input_tokens", "output_tokens", "created_at", "incomplete_details"),
        *("reason", "object", "refusal"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 2**70) | st.floats() | WORDS | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=15,
)


@settings(max_examples=120)
@given(st.lists(st.one_of(JSON, st.dictionaries(KEYS, JSON, max_size=6)), max_size=6))
def test_whatever_events_hold_nothing_is_raised(events: list[Any]) -> None:
    """Issue 5, bad input: findings, and chunks that are JSON."""
    chunks, _ = converted(events, include_usage=True)
    json.loads(json.dumps(chunks, allow_nan=False).encode())
    assert accumulated(chunks)["ending"] is not None or len(chunks) > 1


def places(value: Any, steps: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if steps:
        yield steps
    for step, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield from places(inner, (*steps, step))


@pytest.mark.parametrize("wrong", [[], {"type": []}, 5, None], ids=str)
def test_a_wrong_type_at_each_place_of_a_stream_raises_nothing(wrong: Any) -> None:
    """Issue 5, bad input: wrong types in any field never raise."""
    events = stream("agent")
    for first, *steps in places(events):
        mutant = list(events)
        mutant[first] = copy.deepcopy(events[first]) if steps else wrong
        place = mutant[first]
        for step in steps[:-1]:
            place = place[step]
        if steps:
            place[steps[-1]] = wrong
        chunks, _ = converted(mutant, include_usage=True, summaries=True)
        assert accumulated(chunks)["ending"] is not None, (first, steps)


@settings(max_examples=120)
@given(built=built_streams(), data=st.data(), wrong=JSON)
def test_a_wrong_type_anywhere_raises_nothing(built: Built, data: st.DataObject, wrong: Any) -> None:
    """Issue 5, bad input: one member of one event is something else."""
    events = plain(built)
    at: Any = data.draw(st.sampled_from(events))
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if not isinstance(at[key], (dict, list)) or not at[key] or data.draw(st.integers(0, 3)) == 0:
            at[key] = wrong
            break
        at = at[key]
    converted(events, include_usage=True, summaries=True)
    to_chat_completion(events[-1].get("response") if isinstance(events[-1].get("response"), dict) else {})


@pytest.mark.parametrize("status", sorted({*ENDINGS, *ResponseStatus}))
@pytest.mark.parametrize("calls", [False, True])
def test_a_response_of_each_status_ends_as_the_table_says(status: str, calls: bool) -> None:
    """Issue 5, it must show 4: the table on the page is what the bridge does; no status lacks a row."""
    call = {"type": "function_call", "id": "fc", "call_id": "c", "name": "f", "arguments": "{}", "status": "completed"}
    reason = {"incomplete_details": {"reason": "content_filter"}} if status == "incomplete" else {}
    whole = {"object": "response", "id": "r", "status": status, "output": [call] if calls else [], **reason}
    chunks, _ = converted([whole])
    error = next((chunk["error"] for chunk in chunks if "error" in chunk), None)
    finish = next((c["finish_reason"] for x in chunks for c in x.get("choices", ()) if c["finish_reason"]), None)
    done = "tool_calls" if calls else "stop"
    ends = {
        "`stop`, or `tool_calls` when there are calls": (done, None),
        "the finish reason by the table of reasons": (FINISH_REASONS["content_filter"], None),
        "`error` and no finish reason": (None, "server_error"),
        "`error` with the code `cancelled` and no finish reason": (None, "server_error"),
        "no end: a completion is never made of it": (None, "server_error"),
    }
    assert (finish, error and error["type"]) == ends[ENDINGS[status]]
    assert (error is not None and error["code"] == status) == (status == "cancelled")


@pytest.mark.parametrize("status", ["completed", "incomplete"])
def test_an_error_before_a_good_end_counts(status: str) -> None:
    """Nothing is told to a client as whole that may not be: the error is written, and there is no finish reason."""
    whole = {"id": "r", "object": "response", "status": status, "output": []}
    error = {"type": "error", "error": {"type": "server_error", "code": "broken", "message": "Broken."}}
    chunks, bridge = converted([error, {"type": f"response.{status}", "response": whole}])
    assert not any(choice["finish_reason"] for chunk in chunks for choice in chunk.get("choices", ()))
    assert chunks[-1]["error"]["code"] == "broken"
    assert [(found.event, found.severity) for found in bridge.findings] == [(f"response.{status}", "error")]
