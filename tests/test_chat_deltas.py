"""What a chat server says, field by field: reasoning, text, refusals, tool calls, annotations, log probabilities."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.chat_conversion import STOP, Json, body, call, chunk, convert


def said(item: Json) -> str:
    """An item in short: its type and its texts, or name and arguments."""
    if item["type"] == "function_call":
        return f"call {item['name']} {item['arguments']}"
    parts = [*item.get("summary", []), *(item.get("content") or [])]
    return " ".join([item["type"], *(part.get("text", part.get("refusal")) for part in parts)])


def outline(*source: object, **options: Any) -> list[str]:
    return [said(item) for item in convert(*source, STOP, **options).output]


# Reasoning.

DETAIL = {"type": "reasoning.text", "text": "hm", "index": 0, "format": "f"}
SPELLINGS = {
    "reasoning_content": {"reasoning_content": "hm"},
    "reasoning": {"reasoning": "hm"},
    "reasoning_text": {"reasoning_text": "hm"},
    "details": {"reasoning_details": [DETAIL]},
    "details and text": {"reasoning": "hm", "reasoning_details": [DETAIL]},
    "two names": {"reasoning": "hm", "reasoning_content": "hm"},
    "thinking list": {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "hm"}], "closed": True}]},
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_reasoning_is_read_once_however_it_is_spelled(name: str):
    """Issue 4: reasoning in its five spellings, never doubled."""
    source = (chunk({"content": "", **SPELLINGS[name]}), chunk(SPELLINGS[name]), chunk({"content": "So."}))
    converted = convert(*source, STOP)
    assert [said(item) for item in converted.output] == ["reasoning hmhm", "message So."]
    assert [event["delta"] for event in converted.of("response.reasoning.delta")] == ["hm", "hm"]


def test_reasoning_repeated_under_another_name_is_left_out():
    """Some servers stream one spelling and repeat the whole under another at the end."""
    streamed = [chunk({"reasoning": text}) for text in ("one ", "two")]
    assert outline(*streamed, chunk({"reasoning_details": [DETAIL | {"text": "one two"}]})) == ["reasoning one two"]
    assert outline(*streamed, chunk({"reasoning_content": "one"})) == ["reasoning one twoone"]


def test_a_summary_is_a_summary_and_its_plain_repetition_is_left_out():
    """OpenAI and xAI over OpenRouter: the plain field repeats the summary."""
    detail = {"type": "reasoning.summary", "summary": "short", "id": "rs_1", "index": 0}
    (item,) = convert(chunk({"reasoning": "short", "reasoning_details": [detail]}), STOP).output
    assert item["summary"] == [{"type": "summary_text", "text": "short"}]
    assert not item.get("content")


def test_what_only_the_provider_can_read_is_kept_so_that_it_can_be_sent_back():
    """A signature or encrypted data ends its item."""
    signature = {"type": "reasoning.text", "signature": "sig", "format": "anthropic", "index": 0}
    encrypted = {"type": "reasoning.encrypted", "data": "xyz", "format": "openai", "id": "rs_1", "index": 1}
    deltas = ({"reasoning_details": [DETAIL]}, {"reasoning_details": [signature]}, {"reasoning_details": [encrypted]})
    first, second, message = convert(*map(chunk, deltas), chunk({"content": "So."}), STOP).output
    assert first["content"][0]["text"] == "hm"
    assert json.loads(first["encrypted_content"]) == {
        "type": "reasoning.text",
        "format": "anthropic",
        "signature": "sig",
    }
    assert json.loads(second["encrypted_content"])["data"] == "xyz"
    assert not second.get("content") and message["type"] == "message"


def test_text_after_a_signature_is_another_reasoning_item():
    """Two signed blocks of thinking must not share one signature."""
    signed = [DETAIL | {"text": text, "signature": f"s-{text}"} for text in "ab"]
    items = convert(*(chunk({"reasoning_details": [detail]}) for detail in signed), STOP).output
    assert [(said(item), json.loads(item["encrypted_content"])["signature"]) for item in items] == [
        ("reasoning a", "s-a"),
        ("reasoning b", "s-b"),
    ]


def test_an_incomplete_response_keeps_the_signature():
    """What was kept for the end of an item is set however it ends."""
    detail = DETAIL | {"signature": "sig"}
    (item,) = convert(chunk({"reasoning_details": [detail]}), chunk(finish_reason="length")).output
    assert item["status"] == "incomplete" and json.loads(item["encrypted_content"])["signature"] == "sig"


# Text.


def test_text_reasoning_and_calls_keep_their_order():
    """Returning to text after a call opens another message: closed items cannot be updated."""
    weather = chunk({"tool_calls": [call("{}", index=0, id="c", name="weather")]})
    source = [
        chunk({"reasoning": "r"}),
        chunk({"content": "a"}),
        weather,
        chunk({"content": "b"}),
        chunk({"reasoning": "s"}),
    ]
    assert outline(*source) == ["reasoning r", "message a", "call weather {}", "message b", "reasoning s"]


def test_one_delta_with_everything_is_read_in_the_order_of_the_table():
    """Reasoning leads to text, and text to calls, whatever order a server writes its fields in."""
    delta = {"tool_calls": [call("{}", index=0, id="c", name="f")], "content": "a", "reasoning": "r"}
    assert outline(chunk(delta)) == ["reasoning r", "message a", "call f {}"]


def test_empty_content_opens_no_message():
    """Nulls, empty texts and empty lists say nothing."""
    empty = {
        "role": "assistant",
        "content": "",
        "reasoning": None,
        "refusal": "",
        "tool_calls": [],
        "reasoning_details": [],
    }
    assert convert(chunk(empty), chunk(empty | {"content": None}), STOP).output == []


def test_blank_text_is_kept_unless_the_caller_does_not_want_it():
    """Some models write white space before a tool call; it is dropped only under an explicit option."""
    weather = chunk({"tool_calls": [call("{}", index=0, id="c", name="f")]})
    source = [
        chunk({"content": "\n"}),
        chunk({"content": "\n"}),
        weather,
        chunk({"content": " "}),
        chunk({"content": "x"}),
    ]
    assert outline(*source) == ["message \n\n", "call f {}", "message  x"]
    assert outline(*source, keep_blank_text=False) == ["call f {}", "message  x"]


def test_content_parts_that_nobody_knows_are_kept():
    """Mistral references, images: kept with their path."""
    part = {"type": "reference", "reference_ids": [1]}
    converted = convert(chunk({"content": [{"type": "text", "text": "a"}, part, "b"]}), STOP)
    assert [said(item) for item in converted.output] == ["message ab"]
    assert converted.of("chat:raw_event")[0]["path"] == "choices[0].delta.content[1]"


def test_a_refusal_is_a_part_of_the_message_and_the_response_completes():
    """OpenAI ends a refusal with ``stop``."""
    converted = convert(chunk({"refusal": "I "}), chunk({"refusal": "cannot"}), STOP)
    assert converted.output[0]["content"] == [{"type": "refusal", "refusal": "I cannot"}]
    assert converted.response["status"] == "completed"


LOGPROB = {
    "token": "Hé",
    "logprob": -0.5,
    "bytes": [72, 195, 169],
    "top_logprobs": [{"token": "H", "logprob": -1, "bytes": None}],
}


def test_log_probabilities_come_with_their_text():
    """Issue 4: logprobs; missing bytes are those of the token."""
    event = chunk({"content": "Hé"})
    event["choices"][0]["logprobs"] = {"content": [LOGPROB], "refusal": None}
    converted = convert(event, event, STOP)
    written = LOGPROB | {"top_logprobs": [{"token": "H", "logprob": -1.0, "bytes": [72]}]}
    assert [delta["logprobs"] for delta in converted.of("response.output_text.delta")] == [[written]] * 2
    assert converted.of("response.output_text.done")[0]["logprobs"] == [written] * 2
    cut = convert(event, event, chunk(finish_reason="length"))
    for response in (converted, cut):
        assert response.output[0]["content"][0]["logprobs"] == [written] * 2


@pytest.mark.parametrize(
    "entry", [None, 7, {"token": 1, "logprob": 0.0}, {"token": "a"}, {"token": "a", "logprob": "x"}]
)
def test_a_log_probability_without_token_or_number_is_a_finding(entry: object):
    """Bad input gives a finding with its path."""
    event = chunk({"content": "a"})
    event["choices"][0]["logprobs"] = {"content": [entry]}
    converted = convert(event, STOP)
    assert [finding.field for finding in converted.bridge.findings] == ["choices[0].logprobs.content[0]"]


# Tool calls.

DIALECTS = {
    "openai": [
        [call("", index=0, id="a", type="function", name="f")],
        [call('{"x":', index=0)],
        [call("1}", index=0)],
        [call("", index=1, id="b", type="function", name="g")],
        [call('{"y":2}', index=1)],
    ],
    "repeated id and name": [
        [call('{"x":', index=0, id="a", name="f")],
        [call("1}", index=0, id="a", name="f")],
        [call('{"y":2}', index=1, id="b", name="g")],
    ],
    "empty id on later fragments": [
        [call('{"x":', index=0, id="a", name="f")],
        [call("1}", index=0, id="", name="")],
        [call('{"y":2}', index=1, id="b", name="g")],
    ],
    "nulls on later fragments": [
        [call('{"x":', index=0, id="a", name="f")],
        [{"index": 0, "id": None, "type": None, "function": {"name": None, "arguments": "1}"}}],
        [call('{"y":2}', index=1, id="b", name="g")],
    ],
    "whole in one chunk": [[call('{"x":1}', index=0, id="a", name="f"), call('{"y":2}', index=1, id="b", name="g")]],
    "no index": [[call('{"x":1}', id="a", name="f"), call('{"y":2}', id="b", name="g")]],
    "no index, by id": [
        [call('{"x":', id="a", name="f")],
        [call('{"y":', id="b", name="g")],
        [call("1}", id="a")],
        [call("2}", id="b")],
    ],
    "no index, one after the other": [
        [call('{"x":', id="a", name="f")],
        [call("1}")],
        [call('{"y":2}', id="b", name="g")],
    ],
    "interleaved": [
        [call('{"x":', index=0, id="a", name="f"), call('{"y":', index=1, id="b", name="g")],
        [call("1}", index=0), call("2}", index=1)],
    ],
    "every index 0": [[call('{"x":1}', index=0, id="a", name="f")], [call('{"y":2}', index=0, id="b", name="g")]],
    "arguments as an object": [[call({"x": 1}, index=0, id="a", name="f"), call({"y": 2}, index=1, id="b", name="g")]],
    "empty arguments first": [
        [call("{}", index=0, id="a", name="f")],
        [call('{"x":1}', index=0)],
        [call("{}", index=1, id="b", name="g")],
        [call('{"y":', index=1)],
        [call("2}", index=1)],
    ],
    "name after the id": [
        [call("", index=0, id="a")],
        [call('{"x":1}', index=0, name="f")],
        [call('{"y":2}', index=1, id="b", name="g")],
    ],
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_calls_are_told_apart_in_every_dialect(dialect: str):
    """Issue 4: parallel and interleaved tool calls, empty and repeated ids, missing index."""
    converted = convert(
        *(chunk({"tool_calls": calls}) for calls in DIALECTS[dialect]), chunk(finish_reason="tool_calls")
    )
    calls = [(item["call_id"], item["name"], json.loads(item["arguments"])) for item in converted.output]
    assert calls == [("a", "f", {"x": 1}), ("b", "g", {"y": 2})]
    assert converted.findings == []


def test_calls_without_id_or_index_begin_with_a_name():
    """Gemini's compatible mode sends neither."""
    fragments = ([call('{"a":', name="f")], [call("1}")], [call("{}", name="f")], [call("", name="g")])
    output = convert(*(chunk({"tool_calls": calls}) for calls in fragments), STOP).output
    assert [said(item) for item in output] == ['call f {"a":1}', "call f {}", "call g {}"]
    assert len({item["call_id"] for item in output}) == 3


def test_fragments_without_any_name_go_on_at_their_place_in_the_list():
    """Position by list order, where a server tells nothing else."""
    first = [call('{"x":', name="f"), call('{"y":', name="g")]
    assert outline(chunk({"tool_calls": first}), chunk({"tool_calls": [call("1}"), call("2}")]})) == [
        'call f {"x":1}',
        'call g {"y":2}',
    ]


def test_calls_with_one_id_get_two():
    """OR-GRAM-37: a call id ties one call to its output."""
    calls = [call("{}", index=at, id="same", name="f") for at in range(2)]
    output = convert(chunk({"tool_calls": calls}), STOP).output
    assert [item["call_id"] for item in output] == ["same", "same_2"]
    assert output[1]["chat:tool_call_id"] == "same"


@pytest.mark.parametrize("arguments", ["", None, "{}", " "])
@pytest.mark.parametrize("whole", [False, True])
def test_a_call_without_arguments_has_an_empty_object(arguments: object, whole: bool):
    """First arguments may be empty, ``{}`` or absent."""
    calls = {"tool_calls": [call(arguments, index=0, id="a", name="f")]}
    (item,) = convert(*([body(calls)] if whole else [chunk(calls), STOP])).output
    assert json.loads(item["arguments"]) == {}


def test_a_cut_call_keeps_its_arguments_as_they_are():
    """``length`` in the middle of a call: the arguments are no JSON, and the call is incomplete."""
    (item,) = convert(
        chunk({"tool_calls": [call('{"x":', index=0, id="a", name="f")]}), chunk(finish_reason="length")
    ).output
    assert (item["arguments"], item["status"]) == ('{"x":', "incomplete")


def test_a_call_without_a_name_is_a_finding():
    """The specification wants a name."""
    converted = convert(chunk({"tool_calls": [call("{}", index=0, id="a")]}), STOP)
    assert converted.output[0]["name"] == "unnamed_tool"
    assert converted.findings == ["The call names no tool"]


def test_the_function_call_of_the_older_api_is_a_call():
    """Issue 4: legacy ``function_call``."""
    source = (
        chunk({"function_call": {"name": "f", "arguments": ""}}),
        chunk({"function_call": {"arguments": '{"x":1}'}}),
    )
    converted = convert(*source, chunk(finish_reason="function_call"))
    assert [said(item) for item in converted.output] == ['call f {"x":1}']
    assert outline(body({"content": None, "function_call": {"name": "f", "arguments": "{}"}})) == ["call f {}"]


def test_other_fields_of_a_call_are_kept_on_its_item():
    """Gemini's thought signature must come back with the call, whenever it is told."""
    signature = {"google": {"thought_signature": "s"}}
    early = [call("{}", index=0, id="a", name="f", extra_content=signature)]
    late = [[call("{", index=0, id="a", name="f")], [call("}", index=0, extra_content=signature)]]
    for source in ([early], late):
        (item,) = convert(*(chunk({"tool_calls": calls}) for calls in source), STOP).output
        assert item["chat:extra_content"] == signature


def test_a_call_that_is_no_function_is_an_extension_item():
    """Custom tools take free text, which a function call cannot hold."""
    custom = {"id": "a", "type": "custom", "custom": {"name": "sh", "input": "ls"}}
    (item,) = convert(body({"tool_calls": [custom]}, "tool_calls")).output
    assert (item["type"], item["tool_call"]) == ("chat:tool_call", custom)


def test_a_tool_that_the_server_ran_is_an_extension_item():
    """Groq's compound models: announced, then repeated with its output."""
    announced = {"index": 0, "type": "search", "arguments": "{}", "search_results": {"results": []}}
    ran = announced | {"output": "sunny"}
    source = (chunk({"executed_tools": [announced]}), chunk({"executed_tools": [ran]}), chunk({"content": "Sunny."}))
    tool, message = convert(*source, STOP).output
    assert (tool["type"], tool["status"], tool["tool"]) == ("groq:executed_tool", "completed", ran)
    assert said(message) == "message Sunny."
    assert convert(chunk({"executed_tools": [announced]}), STOP).output[0]["status"] == "completed"


# Sources.

CITED = {"url": "https://a.example", "title": "A", "start_index": 0, "end_index": 2}


def test_annotations_stand_on_the_text_whenever_they_come():
    """OpenRouter sends them before, within and after the text."""
    annotated = {"content": "", "annotations": [{"type": "url_citation", "url_citation": CITED | {"content": "page"}}]}
    expected = {"type": "url_citation", **CITED, "chat:content": "page"}
    text = chunk({"content": "text"})
    for source in ((chunk(annotated), text), (text, chunk(annotated)), (chunk(annotated | {"content": "text"}),)):
        converted = convert(*source, STOP)
        assert converted.output[0]["content"][0]["annotations"] == [expected]
        assert len(converted.of("response.output_text.annotation.added")) == 1
    whole = convert(body({"content": "text", "annotations": annotated["annotations"]}))
    assert whole.output[0]["content"][0]["annotations"] == [expected]


def test_annotations_without_text_or_address_are_kept_as_they_are():
    """Nothing is lost where an annotation has no place."""
    file = {"type": "file_citation", "file_citation": {"file_id": "f"}}
    page = {"type": "url_citation", "url_citation": CITED}
    kept = convert(chunk({"annotations": [file, page]}), STOP).of("chat:raw_event")
    assert [event["data"]["type"] for event in kept] == ["file_citation", "url_citation"]


def test_numbered_sources_are_annotations_where_the_text_marks_them():
    """Perplexity: plain addresses on every chunk, ``[n]`` in the text; a source without a mark has the span 0 to 0."""
    more = {
        "citations": ["https://a.example", "https://b.example", "https://c.example"],
        "search_results": [{"url": "https://b.example", "title": "B"}],
    }
    source = [chunk({"content": text}, **more) for text in ("é [2", "], [1] and [9]")]
    (message,) = convert(*source, STOP | more).output
    spans = [
        (entry["url"][8], entry["title"], entry["start_index"], entry["end_index"])
        for entry in message["content"][0]["annotations"]
    ]
    assert spans == [("b", "B", 2, 5), ("a", "", 7, 10), ("c", "", 0, 0)]


def test_a_full_message_beside_the_delta_is_not_read_again():
    """Perplexity and Writer repeat the whole message so far in each chunk."""
    source = [chunk({"content": text}) for text in ("a", "b")]
    for event in source:
        event["choices"][0]["message"] = {"role": "assistant", "content": "ab"}
    assert outline(*source) == ["message ab"]
