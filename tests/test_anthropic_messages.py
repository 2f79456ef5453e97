"""The bridge from Anthropic's Messages API: each rule of its modules, and every kind of bad input."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from openresponses_sdk import AnthropicMessagesBridge, SeededIds
from openresponses_sdk.bridges.anthropic_blocks import BLOCKS, DELTAS
from openresponses_sdk.bridges.anthropic_outcome import ERROR_TYPES, STOP_REASONS
from openresponses_sdk.bridges.anthropic_outcome import USAGE as USAGE_TABLE
from openresponses_sdk.bridges.anthropic_thinking import thinking_block, unwrap, wrap
from tests.anthropic_streams import PING, STOP, USAGE, begin, convert, delta, end, start, stop, text, thinking, tool

WEB = {"type": "web_search_result_location", "url": "https://a.test/", "title": "A", "cited_text": "a", "encrypted_index": "x"}  # fmt: skip # noqa: E501
PLACE = {"type": "char_location", "cited_text": "b", "document_index": 0, "start_char_index": 0, "end_char_index": 1}


# Messages


def test_a_message_becomes_one_response_with_ids_made_from_its_own():
    """Format page, section 4: the response id is `resp_` and the message id; the model is the message's."""
    converted = convert(start("msg_7"), PING, *text(0, "Hel", "lo"), *end())
    response = converted.response
    assert (response["id"], response["model"], response["status"]) == ("resp_msg_7", "claude-x", "completed")
    assert [item["id"] for item in response["output"]] == ["msg_msg_7_0"]
    assert [event["delta"] for event in converted.of_type("response.output_text.delta")] == ["Hel", "lo"]
    assert converted.findings == []


def test_a_keep_alive_before_the_message_starts_nothing():
    """Format page, section 0, common rule 1."""
    events: list[Any] = []
    bridge = AnthropicMessagesBridge(events.append)
    bridge.receive(PING)
    assert events == []


def test_a_whole_message_is_read_by_the_same_call():
    """Issue 5: events and whole messages."""
    body = {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude-x", "stop_reason": "tool_use",
        "stop_sequence": None, "usage": {**USAGE, "output_tokens": 20},
        "content": [
            {"type": "thinking", "thinking": "Hm.", "signature": "c2ln"},
            {"type": "text", "text": "Zé ", "citations": None},
            {"type": "text", "text": "found it.", "citations": [WEB]},
            {"type": "tool_use", "id": "toolu_1", "name": "look", "input": {"a": [1]}},
        ],
    }  # fmt: skip
    streamed = convert(
        start(),
        *thinking(0, "Hm."),
        *text(1, "Zé "),
        *text(2, "found it.", citations=[WEB]),
        *tool(3, '{"a":[1]}'),
        *end("tool_use"),
    )
    for form in (body, json.dumps(body), json.dumps(body, indent=2).encode()):
        whole = convert(form)
        assert whole.findings == []
        assert whole.response == streamed.response


def test_objects_of_an_sdk_are_read_like_their_json():
    """Issue 5: the providers' objects and plain dicts are both accepted."""

    class Loose(BaseModel):
        model_config = ConfigDict(extra="allow")

    @dataclass
    class Stop:
        type: str = "message_stop"

    source = [start(), *text(0, "Hi"), *end()]
    assert source[-1] == STOP
    objects = [*(Loose(**event) for event in source[:-1]), Stop()]
    assert convert(*objects).events == convert(*source).events


def test_what_the_sdk_adds_to_a_stream_is_not_counted_twice():
    """`MessageStream` of Anthropic's SDK yields events of its own among those of the API."""
    added = {"type": "text", "text": "Hi", "snapshot": "Hi"}
    first, *rest = text(0, "Hi")
    converted = convert(start(), first, rest[0], added, *rest[1:], *end())
    assert converted.output[0]["content"][0]["text"] == "Hi"
    assert converted.findings == []


def test_several_messages_in_one_capture_are_several_responses():
    """Issue 5: several messages in one capture; a repeated id gets a number."""
    converted = convert(start("a"), *text(0, "1"), *end(), start("b"), *end(), start("a"), *text(0, "3"), *end())
    assert [response["id"] for response in converted.responses] == ["resp_a", "resp_b", "resp_a_2"]
    assert [finding.field for finding in converted.findings] == ["message.id"]


def test_given_ids_replace_those_of_the_source():
    """The contract of bridges: `ids` makes all ids."""
    first, second = (convert(start(), *text(0, "1"), *end(), ids=SeededIds(3)) for _ in range(2))
    assert first.events == second.events
    assert "msg_1" not in json.dumps(first.response)


def test_a_message_start_may_hold_content_and_its_stop_reason():
    """Recorded with programmatic tool calls: the start is the whole message."""
    block = {"type": "tool_use", "id": "toolu_9", "name": "roll", "input": {"player": 2}, "caller": {"type": "direct"}}
    converted = convert(start(content=[block], stop_reason="tool_use"), STOP)
    (call,) = converted.output
    assert (call["call_id"], json.loads(call["arguments"])) == ("toolu_9", {"player": 2})
    assert call["anthropic:caller"] == {"type": "direct"}
    assert converted.response["usage"]["output_tokens"] == 1


# Text and citations


def test_adjacent_text_blocks_are_one_part():
    """Format page, section 4: one message and one part for each run of adjacent text blocks."""
    converted = convert(start(), *text(0, "a"), *text(1), *text(2, "b"), *tool(3, "{}"), *text(4, "c"), *end())
    assert [item["type"] for item in converted.output] == ["message", "function_call", "message"]
    assert [part["text"] for part in converted.output[0]["content"]] == ["ab"]


def test_a_citation_becomes_an_annotation_over_the_text_of_its_block():
    """Format page, section 4: citations precede their text; the span is known at the block's stop, in characters."""
    untitled = {**WEB, "title": None}
    converted = convert(
        start(), *text(0, "Straße: "), *text(1, "😀 é", citations=[WEB, untitled]), *text(2, "."), *end()
    )
    (part,) = converted.output[0]["content"]
    assert [(a["start_index"], a["end_index"], a["title"]) for a in part["annotations"]] == [(8, 11, "A"), (8, 11, "")]
    assert part["text"][8:11] == "😀 é"
    assert part["annotations"][0]["anthropic:citation"] == WEB
    types = [event["type"] for event in converted.events]
    last_before = len(types) - types[::-1].index("response.output_text.annotation.added")
    assert types[last_before] == "response.output_text.delta"  # The text of the third block.


def test_a_citation_without_an_address_is_kept_on_the_message():
    """Format page, section 4: the schema allows no annotation but `url_citation`."""
    converted = convert(
        start(), *text(0, "ab", citations=[PLACE]), *tool(1, "{}"), *text(2, "c", citations=[PLACE]), *end()
    )
    first, _, second = converted.output
    assert first["anthropic:citations"] == [{"content_index": 0, "start_index": 0, "end_index": 2, "citation": PLACE}]
    assert second["anthropic:citations"][0]["end_index"] == 1
    assert first["content"][0]["annotations"] == []


def test_a_citation_of_a_block_without_text_is_not_lost():
    """A citation needs a part, which is empty then."""
    converted = convert(start(), *text(0, citations=[WEB, PLACE]), *end())
    (message,) = converted.output
    assert message["content"][0]["annotations"][0]["end_index"] == 0
    assert message["anthropic:citations"][0]["citation"] == PLACE
    assert converted.findings == []


# Thinking


def test_thinking_is_reasoning_and_its_signature_can_go_back():
    """Issue 5: thinking with its signature."""
    converted = convert(start(), *thinking(0, "Let me ", "see."), *text(1, "Yes."), *end())
    reasoning = converted.output[0]
    assert reasoning["content"] == [{"type": "reasoning_text", "text": "Let me see."}]
    assert thinking_block(reasoning["encrypted_content"], "Let me see.") == {
        "type": "thinking", "thinking": "Let me see.", "signature": "c2ln",
    }  # fmt: skip


def test_thinking_whose_text_is_left_out_has_no_part():
    """Recorded with display omitted: only a signature."""
    converted = convert(start(), *thinking(0, ""), *end())
    (reasoning,) = converted.output
    assert reasoning.get("content", []) == []
    assert unwrap(reasoning["encrypted_content"]) == ("omitted_thinking", "c2ln")


def test_redacted_thinking_is_told_apart_from_a_signature():
    """Issue 5: redacted thinking, told apart for replay; each block stays one of its own."""
    converted = convert(start(), begin(0, "redacted_thinking", data="EqkE"), stop(0), *thinking(1, "x"), *end())
    first, second = converted.output
    assert thinking_block(first["encrypted_content"]) == {"type": "redacted_thinking", "data": "EqkE"}
    assert unwrap(second["encrypted_content"]) == ("thinking", "c2ln")


@pytest.mark.parametrize("content", [None, "", "gAAAAAB", "anthropic:", "anthropic:other:x", "anthropic:thinking"])
def test_what_another_wrote_is_not_unwrapped(content: str | None):
    """A reasoning item of another provider has nothing that Anthropic could read."""
    assert unwrap(content) is None
    assert thinking_block(content, "text") is None


def test_wrapping_keeps_any_value():
    """The value may hold colons, and be empty."""
    for value in ("", "a:b", "anthropic:thinking:x"):
        assert unwrap(wrap("redacted_thinking", value)) == ("redacted_thinking", value)


# Tools


@pytest.mark.parametrize(
    ("events", "arguments"),
    [
        (tool(0, "", '{"a"', ":1}"), '{"a":1}'),
        (tool(0), "{}"),
        (tool(0, ""), "{}"),
        ([begin(0, "tool_use", id="t", name="look", input={"a": "é"}), stop(0)], '{"a":"é"}'),
        ([begin(0, "tool_use", id="t", name="look", input={"a": 2}), *tool(0, '{"a":1}')[1:]], '{"a":1}'),
        ([begin(0, "tool_use", id="t", name="look", input={"a": 2}), *tool(0, " ")[1:]], ' {"a":2}'),
    ],
)
def test_the_input_of_a_tool_counts_once(events: list[Any], arguments: str):
    """Issue 5: tool use with the whole input at its start, or deltas; without any input the arguments are `{}`."""
    converted = convert(start(), *events, *end("tool_use"))
    (call,) = converted.output
    assert (call["type"], call["name"], call["arguments"], call["status"]) == (
        "function_call", "look", arguments, "completed",
    )  # fmt: skip
    assert converted.response["status"] == "completed"


def test_an_input_at_the_start_that_fragments_replace_is_a_finding():
    """Issue 5: what is not carried over is told, with its position."""
    events = [begin(0, "tool_use", id="t", name="look", input={"a": 2}), *tool(0, '{"a":1}')[1:]]
    (finding,) = convert(start(), *events, *end("tool_use")).findings
    assert (finding.field, finding.severity) == ("content_block.input", "warning")


def test_a_repeated_or_missing_tool_id_still_tells_calls_apart():
    """OR-GRAM-37: a call id serves one call."""
    converted = convert(start(), *tool(0, "{}"), *tool(1, "{}"), *tool(2, "{}", id=""), *end("tool_use"))
    ids = [call["call_id"] for call in converted.output]
    assert ids[:2] == ["toolu_1", "toolu_1_2"]
    assert len(set(ids)) == 3


def test_a_tool_input_that_is_no_json_is_kept_with_a_finding():
    """Fine-grained tool streaming may send what is no JSON; the next block closes the call all the same."""
    converted = convert(start(), *tool(0, '{"a": <b>}'), *text(1, "x"), *end())
    assert converted.output[0]["arguments"] == '{"a": <b>}'
    assert len(converted.findings) == 1
    types = [event["type"] for event in converted.events]
    assert types.index("response.output_item.done") < types.index("response.output_text.delta")


def test_server_tools_are_extension_items_in_their_order():
    """Issue 5: server tools; the input of a use comes in deltas, a result is whole."""
    result = {"tool_use_id": "srv_1", "content": [{"type": "web_search_result", "url": "https://a.test"}]}
    converted = convert(
        start(),
        begin(0, "server_tool_use", id="srv_1", name="web_search", input={}),
        *(delta(0, "input_json_delta", partial_json=part) for part in ("", '{"query":', '"x"}')),
        stop(0),
        begin(1, "web_search_tool_result", **result),
        stop(1),
        *end(),
    )
    use, found = converted.output
    assert (use["type"], use["anthropic:id"], use["input"]) == ("anthropic:server_tool_use", "srv_1", {"query": "x"})
    assert (found["type"], found["status"]) == ("anthropic:web_search_tool_result", "completed")
    assert {name: found[name] for name in result} == result


@pytest.mark.parametrize(
    "fields",
    [{"is_error": True, "content": []}, {"content": {"type": "web_search_tool_result_error", "error_code": "x"}}],
)
def test_a_result_that_is_an_error_has_failed(fields: dict[str, Any]):
    """Format page, section 4: error objects in results, `is_error` of MCP."""
    converted = convert(start(), begin(0, "mcp_tool_result", tool_use_id="m", **fields), stop(0), *end())
    assert converted.output[0]["status"] == "failed"


def test_mcp_compaction_and_fallback_keep_their_fields():
    """Issue 5: MCP, compaction, fallback blocks as extension items."""
    converted = convert(
        start(),
        begin(0, "mcp_tool_use", id="m", name="echo", server_name="s", input={}),
        stop(0),
        begin(1, "compaction", content=None),
        delta(1, "compaction_delta", content="So "),
        delta(1, "compaction_delta", content="far."),
        stop(1),
        begin(2, "fallback", **{"from": {"model": "a"}, "to": {"model": "b"}}),
        stop(2),
        *end(),
    )
    mcp, compaction, fallback = converted.output
    assert (mcp["type"], mcp["server_name"]) == ("anthropic:mcp_tool_use", "s")
    assert (compaction["type"], compaction["content"]) == ("anthropic:compaction", "So far.")
    assert fallback["from"] == {"model": "a"}
    assert converted.findings == []


# How a message ends


@pytest.mark.parametrize("reason", sorted(STOP_REASONS))
@pytest.mark.parametrize(
    "last", [text(1, "b"), thinking(1, "b"), tool(1, "{}"), [begin(1, "compaction", content="b"), stop(1)]]
)
def test_each_stop_reason_ends_the_response_in_its_way(reason: str, last: list[Any]):
    """Format page, section 4; only what was cut off is incomplete itself."""
    ending = STOP_REASONS[reason]
    converted = convert(start(), *tool(0, "{}", id="t"), *last, *end(reason))
    assert converted.response["status"] == ("completed" if ending.reason is None else "incomplete")
    assert (converted.response["incomplete_details"] or {}).get("reason") == ending.reason
    statuses = [item["status"] for item in converted.output]
    assert statuses == ["completed", "incomplete" if ending.is_cut else "completed"]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (text(0, "half"), {"type": "message"}),
        (thinking(0, "half"), {"type": "reasoning", "encrypted_content": wrap("thinking", "c2ln")}),
        (tool(0, '{"a":"ha'), {"type": "function_call", "arguments": '{"a":"ha'}),
        (tool(0, ""), {"type": "function_call", "arguments": ""}),
        ([begin(0, "server_tool_use", id="s", name="n", input={}), stop(0)], {"type": "anthropic:server_tool_use"}),
    ],
)
def test_what_the_limit_of_tokens_cut_off_is_incomplete(events: list[Any], expected: dict[str, Any]):
    """Format page, section 4: the reason comes after the block's stop, so the last done is held back."""
    converted = convert(start(), *text(0, "before"), *tool(1, "{}"), *events, *end("max_tokens"))
    *before, last = converted.output
    assert {item["status"] for item in before} == {"completed"}
    assert last["status"] == "incomplete"
    assert expected.items() <= last.items()
    assert converted.response["incomplete_details"] == {"reason": "max_output_tokens"}
    assert converted.findings == []


def test_a_refusal_without_content_keeps_its_details_in_an_event():
    """Format page, section 4: no content at all is normal, the details are an extension."""
    details = {"type": "refusal", "category": "cyber"}
    converted = convert(start(), *end("refusal", stop_details=details))
    assert converted.output == []
    (event,) = converted.of_type("anthropic:message_delta")
    assert event["data"] == {"stop_details": details}


def test_what_the_response_has_no_place_for_is_an_event():
    """A stop sequence, a container, the metrics of a host: nothing is lost."""
    converted = convert(
        start(container={"id": "c"}),
        *end("stop_sequence", stop_sequence="END")[:1],
        {**STOP, "amazon-bedrock-invocationMetrics": {"inputTokenCount": 1}},
    )
    data = [event["data"] for event in converted.events if event["type"].startswith("anthropic:")]
    assert data == [{"container": {"id": "c"}}, {"stop_sequence": "END"},
                    {"amazon-bedrock-invocationMetrics": {"inputTokenCount": 1}}]  # fmt: skip


def test_usage_adds_what_the_cache_holds_and_the_last_word_counts():
    """Format page, section 4: input leaves caches out; each field of a later event replaces the earlier one."""
    told = {
        "input_tokens": 100,
        "output_tokens": 40,
        "cache_read_input_tokens": None,
        "output_tokens_details": {"thinking_tokens": 30},
        "server_tool_use": {"web_search_requests": 1},
    }
    converted = convert(start(), *end(usage=told))
    assert converted.response["usage"] == {
        "input_tokens": 112,
        "input_tokens_details": {"cached_tokens": 7},
        "output_tokens": 40,
        "output_tokens_details": {"reasoning_tokens": 30},
        "total_tokens": 152,
        "anthropic:cache_creation_input_tokens": 5,
        "anthropic:server_tool_use": {"web_search_requests": 1},
    }


@pytest.mark.parametrize(
    ("usage", "field"),
    [
        ({"output_tokens": "9"}, "usage.output_tokens"),
        ({"output_tokens": -1}, "usage.output_tokens"),
        ({"output_tokens": True}, "usage.output_tokens"),
        (
            {"output_tokens": 2, "output_tokens_details": {"thinking_tokens": 1.5}},
            "usage.output_tokens_details.thinking_tokens",
        ),
        ({"output_tokens": 2, "output_tokens_details": 4}, "usage.output_tokens_details"),
        ([1], "usage"),
    ],
)
def test_a_count_that_is_none_is_a_finding(usage: Any, field: str):
    """Issue 5, bad input: findings with positions."""
    converted = convert(start(), *end(usage=usage))
    assert [(finding.line, finding.field) for finding in converted.findings] == [(2, field)]
    assert converted.response["status"] == "completed"


def test_usage_that_lacks_a_side_is_not_made_up():
    """A count that nobody told is not zero."""
    converted = convert(start(usage=None), *end(usage={"output_tokens": 3}))
    assert converted.response["usage"] is None
    assert [finding.field for finding in converted.findings] == ["usage"]


# Errors


@pytest.mark.parametrize("kind", [*sorted(ERROR_TYPES), "new_error"])
def test_an_error_event_fails_the_response(kind: str):
    """Format page, section 0: `error`, then `response.failed`; what is open stays open."""
    error = {"type": "error", "error": {"type": kind, "message": "No."}, "request_id": "req_1"}
    converted = convert(start(), *text(0, "Hel")[:2], error)
    (event,) = converted.of_type("error")
    assert event["error"]["type"] == ERROR_TYPES.get(kind, "server_error")
    assert converted.response["error"] == {"code": kind, "message": "No."}
    assert converted.output[0]["status"] == "in_progress"
    assert converted.output[0]["content"][0]["text"] == "Hel"
    assert converted.of_type("anthropic:error")[0]["data"] == {"request_id": "req_1"}


@pytest.mark.parametrize(
    ("body", "kind", "code", "message"),
    [
        ({"type": "error", "error": {"type": "authentication_error", "message": "key"}}, "invalid_request",
         "authentication_error", "key"),
        ({"error": {"code": 404, "message": "gone", "status": "NOT_FOUND"}}, "not_found", "NOT_FOUND", "gone"),
        ({"error": {"code": 429, "message": "slow"}}, "too_many_requests", "provider_error", "slow"),
        ({"error": "broken"}, "server_error", "provider_error", "broken"),
        ({"error": {"code": "x", "message": "y"}}, "server_error", "x", "y"),
        ({"error": None}, "server_error", "provider_error", "The provider reported an error."),
    ],
)  # fmt: skip
def test_the_body_of_an_http_error_fails_a_response(body: Any, kind: str, code: str, message: str):
    """Issue 5, bad input: HTTP error bodies instead of streams, Anthropic's and a gateway's."""
    converted = convert(json.dumps(body, indent=1))
    assert converted.response["error"] == {"code": code, "message": message}
    assert converted.of_type("error")[0]["error"]["type"] == kind


def test_nothing_follows_an_error():
    """What comes after belongs to no message."""
    error = {"type": "error", "error": {"type": "overloaded_error", "message": "Busy"}}
    converted = convert(start(), error, *text(0, "x"), *end(), PING)
    assert converted.response["status"] == "failed"
    assert [finding.line for finding in converted.findings] == [3, 4, 5, 6, 7]


# Bad input


@pytest.mark.parametrize("source", [[], ["not JSON"], [PING], [{"type": "future"}], ["[DONE]"], [{"message": "x"}]])
def test_a_source_without_a_message_is_a_failed_response(source: list[Any]):
    """Issue 5, bad input: a legal terminated stream, never nothing."""
    converted = convert(*source)
    assert (converted.response["status"], converted.response["error"]["code"]) == ("failed", "stream_truncated")
    assert converted.findings[-1].severity == "error"


def test_a_stream_cut_at_any_event_never_completes():
    """Issue 5, bad input: truncated streams; only `message_stop` ends one."""
    source = [start(), *thinking(0, "x"), *text(1, "y", citations=[WEB]), *tool(2, '{"a":', "1}"), *end("tool_use")]
    for cut in range(1, len(source)):
        converted = convert(*source[:cut])
        assert (converted.response["status"], converted.response["error"]["code"]) == ("failed", "stream_truncated")
        assert converted.response["usage"] is None or cut == len(source) - 1


def test_a_spliced_message_start_fails_the_first_and_goes_on_with_the_second():
    """Format page, section 4: after a proxy's retry the first items cannot be taken back."""
    converted = convert(start("a"), *tool(0, '{"v":"Sp')[:2], start("b"), *tool(0, '{"v":1}'), *end("tool_use"))
    first, second = converted.responses
    assert (first["id"], first["status"], first["error"]["code"]) == ("resp_a", "failed", "stream_truncated")
    assert first["output"][0]["arguments"] == '{"v":"Sp'
    assert (second["id"], second["status"]) == ("resp_b", "completed")
    assert [finding.line for finding in converted.findings] == [4]


def test_a_capture_whose_head_is_missing_keeps_its_text_and_fails():
    """A message whose beginning nobody saw is not complete."""
    converted = convert(*text(0, "tail")[1:], *end(), model="m")
    assert (converted.response["status"], converted.response["model"]) == ("failed", "m")
    assert converted.output[0]["content"][0]["text"] == "tail"
    assert [(finding.line, finding.field, finding.severity) for finding in converted.findings] == [
        (1, None, "error"),
        (1, "index", "warning"),
        (4, "usage", "warning"),
    ]


def test_blocks_that_interleave_are_written_one_after_the_other():
    """Issue 5, it must show 2: interleavings; each block is whole, in the order of their starts."""
    a, b = thinking(0, "one ", "two"), tool(1, '{"a":', "1}")
    mixed = [a[0], b[0], a[1], b[1], b[2], a[2], b[3], a[3], a[4]]
    converted = convert(start(), *mixed, *text(2, "x"), *end())
    ordered = convert(start(), *a, *b, *text(2, "x"), *end())
    assert converted.output == ordered.output
    assert [(finding.line, finding.field) for finding in converted.findings] == [(3, "index")]


def test_a_finding_about_a_block_that_waited_says_where_its_event_stood():
    """Issue 5, bad input: findings with positions."""
    source = [*text(0, "a")[:-1], begin(1, "odd"), delta(1, "odd_delta"), stop(1), stop(0)]
    converted = convert(start(), *source, *end())
    assert [(finding.line, finding.field) for finding in converted.findings] == [
        (4, "index"),
        (4, "content_block.type"),
        (5, "delta.type"),
    ]


def test_text_for_a_block_that_waited_and_has_stopped_is_not_lost():
    """Issue 5, bad input: broken order."""
    source = [*text(0, "a")[:-1], begin(1, "text", text=""), stop(0), stop(1), delta(1, "text_delta", text="b")]
    converted = convert(start(), *source, *end())
    assert converted.output[0]["content"][0]["text"] == "ab"


def test_blocks_that_never_stop_are_written_with_findings():
    """Issue 5, bad input: missing stops."""
    source = [*text(0, "a")[:-1], *tool(1, '{"b":1}')[:-1], *text(2, "c")[:-1]]
    converted = convert(start(), *source, *end())
    assert [item["type"] for item in converted.output] == ["message", "function_call", "message"]
    assert converted.response["status"] == "completed"
    assert len(converted.findings) >= 3


def test_an_index_that_begins_again_ends_its_block():
    """Issue 5, bad input: broken order."""
    converted = convert(start(), *text(0, "a")[:-1], *text(0, "b"), *end())
    assert converted.output[0]["content"][0]["text"] == "ab"
    assert [finding.line for finding in converted.findings] == [4]


@pytest.mark.parametrize("index", [None, "0", 1.5, True, [0]])
def test_an_index_that_is_no_number_means_the_open_block(index: Any):
    """Issue 5, bad input: wrong types; said once for a message."""
    events = [{**event, "index": index} for event in [*text(0, "a"), *tool(1, '{"a":1}'), *text(2, "b")]]
    converted = convert(start(), *events, *end())
    assert [item["type"] for item in converted.output] == ["message", "function_call", "message"]
    assert [finding.field for finding in converted.findings] == ["index"]


def test_an_unknown_block_is_an_extension_item_with_a_finding():
    """Issue 5, bad input: unknown blocks; with `skip` they are left out, with all of their deltas."""
    source = [
        start(),
        begin(0, "hologram", id="h", status="s", self=1, depth=3),
        delta(0, "light_delta"),
        stop(0),
        *end(),
    ]
    converted = convert(*source)
    (item,) = converted.output
    assert (item["type"], item["depth"], item["anthropic:self"]) == ("anthropic:hologram", 3, 1)
    assert (item["anthropic:id"], item["anthropic:status"]) == ("h", "s")
    assert [event["data"] for event in converted.of_type("anthropic:raw_event")] == [source[2]]
    assert [finding.field for finding in converted.findings] == ["content_block.type", "delta.type"]
    skipped = convert(*source, unknown="skip")
    assert skipped.output == []
    assert [finding.field for finding in skipped.findings] == ["content_block.type"]


def test_an_unknown_event_is_kept():
    """Format page, section 0, common rule 5: `slug:raw_event`."""
    event = {"type": "gateway_metadata", "cost": 1}
    converted = convert(start(), event, *end(), slug="acme")
    assert [raw["data"] for raw in converted.of_type("acme:raw_event")] == [event]
    assert convert(start(), event, *end(), unknown="skip").of_type("anthropic:raw_event") == []


@pytest.mark.parametrize("reason", ["future_reason", None, 7, ["end_turn"]])
def test_an_unknown_stop_reason_does_not_complete(reason: Any):
    """Issue 5, bad input: never a silent completed stream."""
    converted = convert(start(), *text(0, "x"), *end(reason))
    if isinstance(reason, str):
        assert converted.response["incomplete_details"] == {"reason": reason}
    else:
        assert converted.response["status"] == "failed"
    assert converted.findings != []


def test_lines_that_are_no_json_are_findings_and_the_rest_is_kept():
    """Issue 5: non-JSON lines; the position is that of the line."""
    converted = convert(start(), "oops", *text(0, "x"), b"\xff", "[1]", *end())
    assert converted.response["status"] == "completed"
    assert [(finding.line, finding.severity) for finding in converted.findings] == [
        (2, "error"), (6, "error"), (7, "error"),
    ]  # fmt: skip


def test_the_other_dialect_names_its_events():
    """The option `dialect` of the builder."""
    converted = convert(start(), *thinking(0, "x"), *end(), dialect="openai")
    assert converted.of_type("response.reasoning_text.delta") != []


def test_a_slug_that_cannot_be_one_is_refused():
    """OR-EXT-04."""
    with pytest.raises(ValueError, match="slug"):
        AnthropicMessagesBridge(slug="a b")


# The tables


def test_every_delta_of_the_table_is_taken_by_a_block_and_the_other_way_round():
    """Issue 5, it must show 4: the page is made from the tables, which must be those that the bridge uses."""
    assert {name for row in BLOCKS.values() for name in row.writer.deltas} == set(DELTAS)


def test_the_page_has_every_row_of_the_tables():
    """Issue 5, it must show 4: the mapping tables of docs/anthropic.md are the bridge's own."""
    page = (Path(__file__).resolve().parents[1] / "docs" / "anthropic.md").read_text("utf-8").splitlines()
    rows = {tuple(cell.strip() for cell in line.strip("|").split("|")) for line in page if line.startswith("| `")}
    for name, row in BLOCKS.items():
        assert (f"`{name}`", row.becomes) in rows
    for name, becomes in DELTAS.items():
        assert (f"`{name}`", becomes) in rows
    for name, ending in STOP_REASONS.items():
        status = "completed" if ending.reason is None else f"incomplete: `{ending.reason}`"
        assert (f"`{name}`", status, "incomplete" if ending.is_cut else "completed") in rows
    for name, parts in USAGE_TABLE.items():
        assert (f"`{name}`", ", ".join(f"`{part}`" for part in parts)) in rows
    for name, kind in ERROR_TYPES.items():
        assert (f"`{name}`", f"`{kind}`") in rows
