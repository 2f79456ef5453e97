"""Laws of the bridge from chat completions, over generated streams: nothing is lost, doubled, raised or made up."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_sdk.bridges.chat_completions import ChatCompletionsBridge
from openresponses_sdk.bridges.chat_response import ChatCompletion, response_of_chat_completion
from openresponses_sdk.protocols import SupportsToResponse
from tests.chat_conversion import STOP, Json, body, call, chunk, convert

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
ARGUMENTS = st.dictionaries(TEXT, st.integers() | TEXT, max_size=2).map(json.dumps)
REASONING = st.sampled_from(["reasoning", "reasoning_content"])
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


def cut(draw: st.DrawFn, text: str) -> list[str]:
    """A text in pieces."""
    at = sorted(draw(st.lists(st.integers(0, len(text)), max_size=3)))
    return [text[begin:end] for begin, end in zip([0, *at], [*at, len(text)], strict=True)]


@st.composite
def parallel_calls(draw: st.DrawFn, first: int) -> tuple[list[Json], list[tuple[str, str, str]]]:
    """Fragments of calls that may be interleaved, and the calls."""
    queues, calls = [], []
    for index in range(first, first + draw(st.integers(1, 3))):
        arguments = draw(ARGUMENTS)
        id, name = f"call_{index}", draw(st.sampled_from("fg"))
        head, *rest = cut(draw, arguments)
        again = draw(st.sampled_from([{}, {"id": ""}, {"id": id}]))
        queues.append(
            [call(head, index=index, id=id, name=name), *(call(piece, index=index, **again) for piece in rest)]
        )
        calls.append((id, name, arguments))
    fragments = [queue.pop(0) for queue in queues]
    while waiting := [queue for queue in queues if queue]:
        fragments.append(draw(st.sampled_from(waiting)).pop(0))
    return fragments, calls


@st.composite
def completions(draw: st.DrawFn) -> tuple[list[Json], Json]:
    """The chunks of a completion, without its end, and what they say."""
    deltas: list[Json] = []
    said: Json = {"text": "", "reasoning": "", "calls": []}
    spelling = draw(REASONING)
    for kind in draw(st.lists(st.sampled_from(["text", "reasoning", "calls"]), max_size=5)):
        if kind == "calls":
            fragments, calls = draw(parallel_calls(len(said["calls"])))
            said["calls"] += calls
            deltas += [{"tool_calls": [fragment]} for fragment in fragments]
        else:
            text = draw(TEXT)
            said[kind] += text
            deltas += [{"content" if kind == "text" else spelling: piece} for piece in cut(draw, text)]
    empty = {"role": "assistant", "content": "", "tool_calls": None}
    chunks = [chunk({**draw(st.sampled_from([{}, empty])), **delta}) for delta in deltas]
    return [chunk(empty), *chunks], said


def answer_of(response: Json) -> Json:
    """The same of a response."""
    said: Json = {"text": "", "reasoning": "", "calls": []}
    for item in response["output"]:
        if item["type"] == "function_call":
            said["calls"].append((item["call_id"], item["name"], item["arguments"]))
        else:
            kind = "text" if item["type"] == "message" else "reasoning"
            said[kind] += "".join(part["text"] for part in item["content"])
    return said


@given(completions())
def test_a_response_says_what_its_chunks_say(completion: tuple[list[Json], Json]):
    """Issue 4: text and tool arguments equal the source's, calls interleaved or not."""
    chunks, said = completion
    converted = convert(*chunks, STOP)
    assert converted.response["status"] == "completed"
    assert answer_of(converted.response) == said
    assert converted.findings == []


@settings(max_examples=30)
@given(completions(), st.sampled_from([None, "length"]))
def test_a_stream_that_is_cut_anywhere_is_never_completed(completion: tuple[list[Json], Json], reason: str | None):
    """Issue 4: cutting any source at any line never yields completed; what had come is kept."""
    chunks, said = completion
    for at in range(len(chunks) + 1):
        converted = convert(*chunks[:at], *([chunk(finish_reason=reason)] if reason else []), is_ended=False)
        assert converted.response["status"] == ("incomplete" if reason else "failed")
        for kind, whole in answer_of(converted.response).items():
            assert kind == "calls" or said[kind].startswith(whole)


@given(completions(), st.data())
def test_anything_in_any_field_raises_nothing_and_leaves_a_legal_stream(completion: Any, data: st.DataObject):
    """Wrong types in any field become findings; every stream is legal and ends once."""
    chunks = copy.deepcopy([*completion[0], STOP | {"usage": {"prompt_tokens": 1, "completion_tokens": 1}}])
    for _ in range(data.draw(st.integers(1, 3))):
        spoil(data, chunks)
    convert(*chunks)


def spoil(data: st.DataObject, value: Any) -> None:
    """Put some JSON in place of one value inside another."""
    while True:
        at = data.draw(st.sampled_from(sorted(value)) if isinstance(value, dict) else st.integers(0, len(value) - 1))
        inner = value[at]
        if not inner or not isinstance(inner, (dict, list)) or data.draw(st.integers(0, 3)) == 0:
            value[at] = data.draw(JSON)
            return
        value = inner


FIELDS = (
    *(
        "choices",
        "usage",
        "error",
        "id",
        "object",
        "model",
        "citations",
        "search_results",
        "x_groq",
        "created",
        "detail",
    ),
    *("delta", "message", "finish_reason", "index", "logprobs", "content", "refusal", "reasoning", "reasoning_details"),
    *("tool_calls", "function_call", "function", "name", "arguments", "type", "text", "thinking", "signature", "data"),
    *("annotations", "url_citation", "url", "title", "start_index", "end_index", "executed_tools", "output", "code"),
    *("reasoning_encrypted", "summary", "token", "logprob", "bytes", "top_logprobs", "service_tier", "provider"),
)
WORDS = st.sampled_from(
    ["chat.completion", "stop", "length", "reasoning.text", "reasoning.encrypted", "text", "thinking", "x"]
)
ANY = st.recursive(
    st.none() | st.integers(-1, 2) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=5),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), ANY, max_size=5), max_size=4), st.data())
def test_objects_of_known_fields_with_anything_in_them_raise_nothing(events: list[Json], data: st.DataObject):
    """Garbage whose names are right reaches every branch."""
    for event in events:
        if data.draw(st.booleans()):
            event["choices"] = [
                {"index": 0, "delta": data.draw(st.dictionaries(st.sampled_from(FIELDS), ANY, max_size=6))}
            ]
    convert(*events)


@given(completions())
def test_the_same_source_gives_the_same_stream(completion: tuple[list[Json], Json]):
    """Ids are derived from the source, so a conversion can be repeated and compared."""
    chunks, _ = completion
    assert convert(*chunks, STOP).events == convert(*map(json.dumps, chunks), STOP).events


def test_a_whole_completion_becomes_a_response_by_call_or_by_method():
    """DESIGN section 5: ``SupportsToResponse`` has an implementation for chat completions."""
    whole = body({"content": "Hi", "tool_calls": [call('{"x":1}', id="a", name="f")]}, "tool_calls")
    response = response_of_chat_completion(whole, clock=lambda: 1_700_000_001)
    assert (response.output_text, response.function_calls[0].arguments) == ("Hi", '{"x":1}')
    adapter = ChatCompletion(json.dumps(whole))
    assert isinstance(adapter, SupportsToResponse)
    again = adapter.to_response()
    assert (again.id, again.output, again.created_at) == (response.id, response.output, 1_700_000_000)


def test_what_is_no_completion_makes_a_failed_response():
    """Nothing is raised for what a server says."""
    for source in ("oops", {"error": {"message": "no"}}, body({"content": "Hi"}, None), None, b"\xff"):
        assert response_of_chat_completion(source).status == "failed"


def test_no_text_of_a_python_exception_reaches_the_stream():
    """Issue 4, bad input."""
    events: list[Any] = []
    bridge = ChatCompletionsBridge(events.append)
    for source in (object(), b"\xff\xfe", "[" * 500, chunk({"content": float("nan")})):
        bridge.receive(source)
    bridge.receive_eof()
    written = b" ".join(event.to_json() for event in events)
    assert b"Error" not in written and b"Traceback" not in written
    assert len(bridge.findings) == 5
