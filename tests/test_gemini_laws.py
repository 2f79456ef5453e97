"""Laws over made-up streams of Gemini and Ollama: cuts, repeated ids, interleavings, and any JSON in any field."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_sdk import GeminiBridge, OllamaBridge
from openresponses_sdk.bridges.gemini_outcome import STOP_REASONS
from openresponses_sdk.bridges.gemini_parts import EXTENSION_ITEMS
from openresponses_sdk.bridges.ollama import DONE_REASONS
from tests.provider_streams import Converted, laws

words = st.text(st.sampled_from('ab "\\é🙂\n'), max_size=5)
signatures = st.sampled_from([{}, {}, {"thoughtSignature": "c2ln"}])
names = st.sampled_from(["f", "g", "bad name!", ""])
arguments = st.dictionaries(words, words | st.integers(0, 9) | st.lists(words, max_size=2), max_size=2)
ids = st.sampled_from([{}, {"id": "same"}, {"id": ""}, {"id": "x" * 70}])
paths = st.sampled_from(["$.a", "$.a.b", "$.l[0]", "$.l[1].c", "$['q r']"])
fragments = st.fixed_dictionaries(
    {"jsonPath": paths}, optional={"stringValue": words, "numberValue": st.integers(), "willContinue": st.booleans()}
)
calls = st.builds(lambda name, args, id: {"name": name, "args": args, **id}, names, arguments, ids)
streamed = st.builds(
    lambda parts, is_last, named: {
        **({"name": "s"} if named else {}),
        "partialArgs": parts,
        **({} if is_last else {"willContinue": True}),
    },
    st.lists(fragments, max_size=2),
    st.booleans(),
    st.booleans(),
)
kinds = st.one_of(
    words.map(lambda text: {"text": text}),
    words.map(lambda text: {"text": text, "thought": True}),
    calls.map(lambda call: {"functionCall": call}),
    streamed.map(lambda call: {"functionCall": call}),
    st.sampled_from(sorted(EXTENSION_ITEMS)).map(lambda kind: {kind: {"id": "e"}}),
    st.just({}),
)
parts = st.builds(lambda kind, signature: {**kind, **signature}, kinds, signatures)
supports = st.builds(
    lambda start, size: {"segment": {"startIndex": start, "endIndex": start + size}, "groundingChunkIndices": [0]},
    st.integers(0, 6),
    st.integers(0, 6),
)
groundings = st.lists(supports, max_size=2).map(
    lambda found: {"groundingChunks": [{"web": {"uri": "https://a.test"}}], "groundingSupports": found}
)
candidates = st.builds(
    lambda said, grounding: {"content": {"parts": said}, **({"groundingMetadata": grounding} if grounding else {})},
    st.lists(parts, max_size=3),
    st.none() | groundings,
)
chunks = st.builds(lambda candidate: {"candidates": [candidate], "responseId": "r"}, candidates)
bodies = st.lists(chunks, max_size=5)
finishes = st.sampled_from([*STOP_REASONS, "NEW"])


def gemini(source: list[Any], **options: Any) -> Converted:
    return laws(Converted(GeminiBridge, source, **options))


def ollama(source: list[Any], **options: Any) -> Converted:
    return laws(Converted(OllamaBridge, source, **options))


def answer(body: list[Any], reason: str) -> list[Any]:
    return [*body, {"candidates": [{"finishReason": reason}], "responseId": "r"}]


def said(body: list[Any]) -> str:
    """The text of the first candidates, read without the bridge."""
    parts = [part for chunk in body for part in chunk["candidates"][0].get("content", {}).get("parts", [])]
    return "".join(part["text"] for part in parts if "text" in part and not part.get("thought"))


@given(body=bodies, reason=finishes)
def test_a_gemini_stream_is_legal_and_says_what_was_said(body: list[Any], reason: str):
    """Issue 5, it must show 2: interleavings and repeated ids hold the same laws."""
    made = gemini(answer(body, reason))
    assert made.text == said(body)
    ending = STOP_REASONS.get(reason)
    failed = ending is not None and ending.error_type is not None
    status = "failed" if failed else "completed" if reason == "STOP" else "incomplete"
    assert made.status == status


@given(body=bodies)
def test_every_signature_of_gemini_is_somewhere_in_the_response(body: list[Any]):
    """Round trip: a signature that is lost makes the next request of the client fail."""
    made = gemini(answer(body, "STOP"))
    assert json.dumps(made.response).count("c2ln") == json.dumps(body).count("c2ln") - unattached(body)


def unattached(body: list[Any]) -> int:
    """Signatures on parts that go on with a call, or say nothing of a call: these sign no item of their own."""
    open_call = False
    count = 0
    for chunk in body:
        for part in chunk["candidates"][0]["content"]["parts"]:
            call = part.get("functionCall")
            signed = "thoughtSignature" in part
            if call is None:
                if part.get("text") or signed or part.keys() & EXTENSION_ITEMS.keys():
                    open_call = False
                continue
            begins = bool(call.get("name")) or (not open_call and bool(call.get("args") or call.get("partialArgs")))
            count += signed and not begins
            if begins or open_call:
                open_call = call.get("willContinue") is True
    return count


@settings(max_examples=40)
@given(body=bodies, data=st.data())
def test_a_gemini_stream_that_is_cut_anywhere_never_completes(body: list[Any], data: st.DataObject):
    """Issue 5: cuts at every event."""
    cut = data.draw(st.integers(0, len(body)))
    made = gemini(body[:cut])
    assert [response["status"] for response in made.responses] == ["failed"]
    assert made.findings


@settings(max_examples=40)
@given(bodies=st.lists(bodies, min_size=2, max_size=3), data=st.data())
def test_spliced_gemini_answers_are_told_apart(bodies: list[list[Any]], data: st.DataObject):
    """Issue 5: spliced messages; each answer is whole or failed."""
    source: list[Any] = []
    wanted: list[str] = []
    for number, body in enumerate(bodies):
        is_whole = data.draw(st.booleans())
        chunks_of = answer(body, "STOP") if is_whole else [*body, {"candidates": []}]
        source += [{**copy.deepcopy(chunk), "responseId": f"r{number}"} for chunk in chunks_of]
        wanted.append("completed" if is_whole else "failed")
    assert [response["status"] for response in gemini(source).responses] == wanted


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
    max_leaves=4,
)

WHOLE = {
    "candidates": [
        {
            "index": 0,
            "content": {
                "role": "model",
                "parts": [
                    {"text": "a", "thought": True, "thoughtSignature": "s"},
                    {"text": "b", "thoughtSignature": "s"},
                    {"functionCall": {"name": "f", "id": "i", "args": {"a": 1}}},
                    {"functionCall": {"name": "g", "willContinue": True}},
                    {
                        "functionCall": {
                            "partialArgs": [{"jsonPath": "$.a", "stringValue": "b", "willContinue": True}],
                            "willContinue": True,
                        }
                    },
                    {"functionCall": {}},
                    {"inlineData": {"mimeType": "image/png", "data": "AA=="}},
                    {"toolCall": {"id": "t"}},
                    {"text": "c"},
                ],
            },
            "finishReason": "STOP",
            "finishMessage": "m",
            "groundingMetadata": {
                "groundingChunks": [{"web": {"uri": "u", "title": "t"}}],
                "groundingSupports": [
                    {"segment": {"startIndex": 0, "endIndex": 1, "text": "c"}, "groundingChunkIndices": [0]}
                ],
            },
            "citationMetadata": {"citations": [{"startIndex": 0, "endIndex": 1, "uri": "u"}]},
        }
    ],
    "promptFeedback": {"safetyRatings": []},
    "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 2, "totalTokenCount": 3},
    "modelVersion": "m",
    "responseId": "r",
    "createTime": "t",
    "error": None,
}
LINE = {
    "model": "m",
    "message": {
        "role": "assistant",
        "content": "a",
        "thinking": "b",
        "tool_calls": [{"id": "i", "function": {"name": "f", "arguments": {"a": 1}}}],
    },
    "done": True,
    "done_reason": "stop",
    "prompt_eval_count": 1,
    "eval_count": 2,
    "total_duration": 3,
    "error": None,
}


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a JSON value, itself left out."""
    children = (
        list(value.items()) if isinstance(value, dict) else list(enumerate(value)) if isinstance(value, list) else []
    )
    return [found for key, child in children for found in ((*path, key), *places(child, (*path, key)))]


def put(whole: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy with another value at a place."""
    made = node = copy.deepcopy(whole)
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return made


ODD = [None, True, 7, -1, 1.5, "", "text", [], [7], [[]], {}, {"a": 1}, {"self": 1, "type": 2}]


@pytest.mark.parametrize(("convert", "whole"), [(gemini, WHOLE), (ollama, LINE)], ids=["gemini", "ollama"])
def test_any_type_in_any_field_raises_nothing(convert: Any, whole: Any):
    """Issue 5, bad input: wrong types in any field never raise; what comes is legal and terminated."""
    assert convert([whole]).status == "completed"
    for number, path in enumerate(places(whole)):
        for odd in ODD[number % 5 :: 5]:  # All of them at every place would take long and show little more.
            made = convert([put(whole, path, odd), whole])
            assert made.responses


@settings(max_examples=60)
@given(data=st.data(), value=json_values)
@pytest.mark.parametrize(("convert", "whole"), [(gemini, WHOLE), (ollama, LINE)], ids=["gemini", "ollama"])
def test_any_json_at_several_places_raises_nothing(convert: Any, whole: Any, data: st.DataObject, value: Any):
    """Issue 5: garbage (any JSON values in any field) raises nothing."""
    for _ in range(3):
        whole = put(whole, data.draw(st.sampled_from(places(whole))), value)
    convert([whole, value if isinstance(value, dict) else {"x": value}, whole])


lines = st.builds(
    lambda content, thinking, tools: {
        "message": {
            "content": content,
            "thinking": thinking,
            "tool_calls": [{"function": {"name": call["name"], "arguments": call["args"]}, **call} for call in tools],
        },
        "done": False,
    },
    words,
    words,
    st.lists(calls, max_size=2),
)


@given(body=st.lists(lines, max_size=5), reason=st.sampled_from([*DONE_REASONS, "new"]))
def test_an_ollama_stream_is_legal_and_says_what_was_said(body: list[Any], reason: str):
    """Issue 5, it must show 2."""
    made = ollama([*body, {"message": {}, "done": True, "done_reason": reason}])
    assert made.text == "".join(line["message"]["content"] for line in body)
    wanted = [call["function"]["arguments"] for line in body for call in line["message"]["tool_calls"]]
    assert [json.loads(arguments) for arguments in made.arguments] == wanted
    assert made.status == ("incomplete" if reason in ("length", "new") else "completed")
    cut = ollama(body)
    assert [response["status"] for response in cut.responses] == ["failed"]
