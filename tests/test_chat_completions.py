"""Chat completions as Open Responses streams: what one is, how it ends, and what the response repeats of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from openresponses_sdk.bridges.chat_completions import ChatCompletionsBridge
from openresponses_sdk.bridges.chat_outcome import ERROR_TYPES, FINISH_REASONS
from openresponses_sdk.ids import SeededIds
from tests.chat_conversion import STOP, body, chunk, convert

HELLO = (chunk({"role": "assistant", "content": ""}), chunk({"content": "Hel"}), chunk({"content": "lo"}))


def test_a_stream_becomes_one_response_with_the_id_and_model_of_the_source():
    """Issue 4: a table of source event to builder call; the id of the response is that of the completion."""
    converted = convert(*HELLO, STOP)
    response = converted.response
    assert (response["id"], response["model"], response["status"]) == ("resp_chatcmpl-1", "m-1", "completed")
    (message,) = converted.output
    assert (message["id"], message["content"][0]["text"]) == ("msg_chatcmpl-1_0", "Hello")
    assert [event["delta"] for event in converted.of("response.output_text.delta")] == ["Hel", "lo"]


def test_a_whole_completion_is_the_same_response_as_its_chunks():
    """Issue 4: chunk streams and whole completions."""
    assert convert(body({"content": "Hello"})).output == convert(*HELLO, STOP).output


def test_a_whole_completion_ends_at_once_and_needs_no_end_mark():
    """Issue 4: a body is whole when it arrives."""
    bridge = ChatCompletionsBridge(None)
    bridge.receive(json.dumps(body({"content": "Hello"})))
    assert [response.status for response in bridge.responses] == ["completed"]


def test_bytes_text_mappings_and_model_objects_are_taken():
    """Bridges take what a client has at hand."""

    @dataclass
    class Chunk:
        id: str
        choices: list[dict[str, object]]

    whole = chunk({"content": "Hi"}, "stop")
    dumped = SimpleNamespace(model_dump=lambda **_: whole)
    for source in (json.dumps(whole), json.dumps(whole).encode(), whole, dumped, Chunk(whole["id"], whole["choices"])):
        assert convert(source).bridge.responses[0].output_text == "Hi"


def test_text_only_completions_of_the_older_api_are_read():
    """Some servers answer with ``text`` in place of a delta."""
    event = {
        "id": "cmpl-1",
        "object": "text_completion",
        "choices": [{"index": 0, "text": "Hi", "finish_reason": "stop"}],
    }
    assert convert(event).bridge.responses[0].output_text == "Hi"


# How a completion ends.


@pytest.mark.parametrize("reason", sorted(FINISH_REASONS))
def test_each_finish_reason_ends_the_response_as_the_table_says(reason: str):
    """Issue 4: length, content_filter and the rest."""
    ending = FINISH_REASONS[reason]
    converted = convert(*HELLO, chunk(finish_reason=reason))
    response = converted.response
    assert response["status"] == ending.status
    if ending.status == "incomplete":
        assert response["incomplete_details"] == {"reason": ending.reason}
        assert [item["status"] for item in response["output"]] == ["incomplete"]
    if ending.status == "failed":
        assert response["error"]["code"] == ending.reason


def test_an_unknown_finish_reason_makes_the_response_incomplete():
    """Nobody can say that the answer is whole, so the response does not."""
    converted = convert(*HELLO, chunk(finish_reason="bored"))
    assert converted.response["incomplete_details"] == {"reason": "bored"}
    assert converted.findings == ["The finish reason 'bored' is unknown; the response is incomplete"]


def test_the_response_stays_open_after_the_finish_reason():
    """Issue 4: repeated finish reasons, usage after the last choice: close at the end mark or the end, not before."""
    usage = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
    bridge = ChatCompletionsBridge(None)
    for event in (
        *HELLO,
        STOP,
        chunk({"content": ""}, "stop"),
        chunk({"content": "!"}),
        chunk(usage=usage) | {"choices": []},
    ):
        bridge.receive(event)
        assert bridge.responses == []
    bridge.receive("[DONE]")
    (response,) = bridge.responses
    assert (response.output_text, response.usage and response.usage.total_tokens) == ("Hello!", 5)


def test_a_later_finish_reason_never_makes_a_cut_answer_whole():
    """Issue 4: never a silent completed one."""
    converted = convert(*HELLO, chunk(finish_reason="length"), STOP)
    assert converted.response["status"] == "incomplete"
    assert converted.findings == ["A later finish reason says that the answer is whole; the earlier one counts"]


@pytest.mark.parametrize("is_ended", [True, False])
def test_a_stream_without_a_finish_reason_was_truncated(is_ended: bool):
    """Issue 4: end without finish reason is truncated, never completed, whether the end mark came or not."""
    converted = convert(*HELLO, is_ended=is_ended)
    assert converted.response["error"]["code"] == "stream_truncated"
    assert [event["type"] for event in converted.events[-2:]] == ["error", "response.failed"]
    assert converted.output[0]["content"][0]["text"] == "Hello"
    assert [(finding.severity, finding.line) for finding in converted.bridge.findings] == [
        ("error", 4 if is_ended else 3)
    ]


def test_the_end_mark_counts_as_the_end_where_the_caller_says_so():
    """Snowflake never sends a finish reason; only its user can know that."""
    assert convert(*HELLO, finish_reason="optional").response["status"] == "completed"
    cut = convert(*HELLO, finish_reason="optional", is_ended=False)
    assert cut.response["status"] == "failed"


def test_the_end_of_the_source_is_a_cut_where_the_caller_expects_the_end_mark():
    """A stream cut between the finish reason and the end mark may lack its usage."""
    assert convert(*HELLO, STOP, is_ended=False).response["status"] == "completed"
    assert convert(*HELLO, STOP, is_ended=False, end_mark="required").response["error"]["code"] == "stream_truncated"
    assert convert(*HELLO, STOP, end_mark="required").response["status"] == "completed"


def test_an_end_of_which_nobody_knows_whether_it_is_one_is_a_finding():
    """Found in review: a cut after the finish reason looked like a whole answer, without a word."""
    doubt = "The source ended without [DONE]: usage, or what else follows a finish reason, may be lost"
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    assert convert(*HELLO, STOP, is_ended=False).findings == [doubt]
    assert convert(*HELLO, STOP).findings == []
    assert convert(*HELLO, {**STOP, "usage": usage}, is_ended=False).findings == []


WHOLE = "chat.completion"


@pytest.mark.parametrize("said", [{}, {"choices": []}, {"choices": None}, {"choices": 5}, {"usage": {}}])
def test_a_whole_completion_without_a_choice_fails(said: dict[str, object]):
    """Found by a user: it raised, and took the files after it along."""
    converted = convert({"object": WHOLE, **said}, is_ended=False)
    assert converted.response["status"] == "failed"
    good = {"object": WHOLE, "id": "b", "choices": [{"message": {"content": "x"}, "finish_reason": "stop"}]}
    both = convert({"object": WHOLE, "id": "a", **said}, good, is_ended=False)
    assert [response.status for response in both.bridge.responses] == ["failed", "completed"]


@pytest.mark.parametrize("source", [(), ("not json",), ("[DONE]",), ({"usage": {"prompt_tokens": 1}},)])
def test_a_source_without_a_completion_makes_a_failed_response(source: tuple[object, ...]):
    """Issue 4: every broken source gives findings and a legal, terminated stream."""
    converted = convert(*source, is_ended=False)
    assert converted.response["error"]["code"] == "stream_truncated"
    assert "The source holds no completion" in converted.findings


def test_a_chunk_that_cannot_be_read_is_a_finding_and_the_stream_goes_on():
    """Issue 4: findings with line numbers."""
    converted = convert(HELLO[1], '{"choices": [', HELLO[2], STOP)
    assert converted.bridge.responses[0].output_text == "Hello"
    assert [finding.line for finding in converted.bridge.findings] == [2]


# Errors.

ERRORS = {
    "object": (
        {"error": {"message": "no", "type": "invalid_request_error", "param": "x", "code": None}},
        "invalid_request",
    ),
    "text": ({"error": "no"}, "server_error"),
    "xai": ({"code": "rate_limit_exceeded", "error": "no"}, "too_many_requests"),
    "status as code": ({"error": {"message": "no", "code": 429}}, "too_many_requests"),
    "status as text": ({"error": {"message": "no", "code": "404"}}, "not_found"),
    "status beside": ({"error": {"message": "no"}, "status_code": 400}, "invalid_request"),
    "groq": ({"error": {"message": "no", "type": "invalid_request_error", "code": "tool_use_failed"}}, "model_error"),
    "vllm": ({"object": "error", "message": "no", "type": "BadRequestError", "code": 400}, "invalid_request"),
    "mistral": (
        {"object": "error", "message": {"detail": [{"msg": "no"}]}, "type": "x", "code": 422},
        "invalid_request",
    ),
    "fastapi": ({"detail": [{"loc": ["body"], "msg": "no"}]}, "server_error"),
    "message": ({"message": "no"}, "server_error"),
    "list": ({"success": False, "errors": [{"code": 500, "message": "no"}]}, "server_error"),
}


@pytest.mark.parametrize("form", ERRORS)
@pytest.mark.parametrize("before", [(), HELLO])
def test_every_form_of_error_fails_the_response_with_its_words(form: str, before: tuple[object, ...]):
    """Issue 4: error chunks in their forms, in a stream and in place of one; OR-ERR-06."""
    event, type = ERRORS[form]
    converted = convert(*before, event)
    error, failed = converted.events[-2:]
    assert (error["type"], error["error"]["type"], error["error"]["message"]) == ("error", type, "no")
    assert failed["response"]["error"] == {"code": error["error"]["code"], "message": "no"}
    assert converted.findings == []


def test_an_error_inside_a_chunk_keeps_the_usage_and_wins_over_the_finish_reason():
    """OpenRouter puts the error beside choices and usage, after a finish reason."""
    usage = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
    converted = convert(
        *HELLO, chunk(finish_reason="length"), chunk(error={"code": 400, "message": "limit"}, usage=usage)
    )
    assert converted.response["status"] == "failed"
    assert converted.response["usage"]["total_tokens"] == 5
    assert converted.output[0]["status"] == "in_progress"


def test_what_an_error_says_beyond_code_and_message_is_kept():
    """Groq tells what the model generated; that belongs to nobody else."""
    error = {"message": "no", "code": "tool_use_failed", "failed_generation": "<call>", "status_code": 400}
    (kept,) = convert(*HELLO, {"error": error}).of("chat:raw_event")
    assert (kept["path"], kept["data"]) == ("error", error)


def test_the_types_of_errors_are_those_of_the_specification():
    """OR-ERR-01: a table whose values are no types would write what no reader expects."""
    assert set(ERROR_TYPES.values()) <= {
        "invalid_request",
        "not_found",
        "too_many_requests",
        "model_error",
        "server_error",
    }


def test_events_after_the_end_are_findings():
    """A terminal event is the last one."""
    converted = convert(*HELLO, STOP, "[DONE]", chunk({"content": "more"}), {"error": {"message": "no"}})
    assert converted.bridge.responses[0].output_text == "Hello"
    assert converted.findings == ["The completion had ended; the event is left out"] * 2


# Ids, and several completions in one source.


def test_another_id_after_the_end_begins_another_response():
    """Issue 4: several completions in one capture; each stream has its own sequence numbers."""
    second = (chunk({"role": "assistant", "content": "Two"}, id="b"), chunk(finish_reason="stop", id="b"))
    converted = convert(*HELLO, STOP, *second)
    assert [stream[-1]["response"]["id"] for stream in converted.streams] == ["resp_chatcmpl-1", "resp_b"]
    assert [response.output_text for response in converted.bridge.responses] == ["Hello", "Two"]


def test_ids_that_change_in_every_chunk_are_one_response():
    """Groq, Copilot, Avian: ids say nothing there, also after the finish reason."""
    source = [chunk({"content": text}, id=f"id-{text}") for text in "abc"]
    converted = convert(*source, chunk(finish_reason="stop", id="stub"), chunk({"content": "d"}, id="x"))
    assert converted.response["id"] == "resp_id-a"
    assert converted.bridge.responses[0].output_text == "abcd"


def test_empty_ids_are_made_and_a_later_one_changes_nothing():
    """Azure and Snowflake send empty ids; what comes before the first choice waits for a chunk that has one."""
    filters = {"id": "", "object": "", "model": "", "choices": [], "prompt_filter_results": [{"prompt_index": 0}]}
    assert convert(filters, *HELLO, STOP).response["id"] == "resp_chatcmpl-1"
    nameless = convert(
        chunk({"content": "x"}, id=""), chunk({"content": "y"}, id="late"), chunk(finish_reason="stop", id="")
    )
    assert nameless.response["id"].startswith("resp_") and nameless.response["id"] != "resp_"
    assert nameless.bridge.responses[0].output_text == "xy"


def test_a_whole_completion_without_choices_is_one_failed_response():
    """Issue 4, bad input: a legal, terminated stream, whatever follows; nothing is raised."""
    empty = {"id": "chatcmpl-1", "object": "chat.completion", "choices": []}
    assert [response.status for response in convert(empty).bridge.responses] == ["failed"]
    followed = convert(empty, *HELLO, STOP)
    assert [response.status for response in followed.bridge.responses] == ["failed"]
    assert any("The completion had ended; the event is left out" in one for one in followed.findings)


def test_whole_completions_with_one_id_are_responses_with_two():
    """Test fixtures repeat their ids; two responses must not."""
    converted = convert(body({"content": "a"}), body({"content": "b"}))
    assert [response.id for response in converted.bridge.responses] == ["resp_chatcmpl-1", "resp_chatcmpl-1_2"]


def test_given_ids_make_all_ids():
    """A caller who gives ids wants no others."""
    twice = [convert(*HELLO, STOP, ids=SeededIds(1)).response for _ in range(2)]
    assert twice[0] == twice[1]
    assert "chatcmpl" not in json.dumps(twice[0])


# Choices, usage and other fields.


def test_the_first_choice_is_read_and_each_other_is_one_finding():
    """Issue 4: index 0 of several choices, the rest a finding, once each."""
    other = {"index": 1, "delta": {"content": "No"}, "finish_reason": "stop"}
    source = [event | {"choices": [other, *event["choices"]]} for event in (*HELLO, STOP)]
    converted = convert(*source)
    assert converted.bridge.responses[0].output_text == "Hello"
    assert converted.findings == ["The choice 1 is left out: a response has one output"]


USAGES = {
    "last": ({"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}, (3, 2, 5, 0, 0)),
    "details": (
        {
            "prompt_tokens": 9,
            "completion_tokens": 8,
            "total_tokens": 17,
            "prompt_tokens_details": {"cached_tokens": 4},
            "completion_tokens_details": {"reasoning_tokens": 6},
        },
        (9, 8, 17, 4, 6),
    ),
    "reasoning beside": (
        {
            "prompt_tokens": 9,
            "completion_tokens": 2,
            "total_tokens": 17,
            "completion_tokens_details": {"reasoning_tokens": 6},
        },
        (9, 8, 17, 0, 6),
    ),
    "cache hits": (
        {"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 11, "prompt_cache_hit_tokens": 5},
        (9, 2, 11, 5, 0),
    ),
    "no total": ({"prompt_tokens": 9, "completion_tokens": 2, "reasoning_tokens": 1}, (9, 2, 11, 0, 1)),
    "nulls": (
        {"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 11, "prompt_tokens_details": None},
        (9, 2, 11, 0, 0),
    ),
}


@pytest.mark.parametrize("name", USAGES)
def test_usage_is_carried_over_exactly(name: str):
    """Issue 4: usage after the last choice, with the arithmetic of xAI, which counts reasoning beside the output."""
    source, expected = USAGES[name]
    early = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    converted = convert(*HELLO, chunk(usage=early), STOP, {"id": "chatcmpl-1", "choices": [], "usage": source})
    usage = converted.response["usage"]
    details = usage["input_tokens_details"]["cached_tokens"], usage["output_tokens_details"]["reasoning_tokens"]
    assert (usage["input_tokens"], usage["output_tokens"], usage["total_tokens"], *details) == expected
    assert converted.findings == []


def test_usage_stands_in_a_choice_or_in_the_groq_extension_too():
    """Moonshot puts it into the choice, Groq into ``x_groq``."""
    usage = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
    in_choice = STOP | {"choices": [STOP["choices"][0] | {"usage": usage}]}
    for last in (in_choice, STOP | {"x_groq": {"id": "req_1", "usage": usage}}):
        assert convert(*HELLO, last).response["usage"]["total_tokens"] == 5


def test_what_usage_says_beyond_counts_is_kept_beside_them():
    """OpenRouter tells what the answer cost; zeros and nulls say nothing."""
    counts = {
        "prompt_tokens": 3,
        "completion_tokens": 2,
        "total_tokens": 5,
        "prompt_tokens_details": {"audio_tokens": 0},
    }
    told = counts | {"cost": 0.01, "cost_details": {"upstream": None}}
    assert convert(*HELLO, STOP | {"usage": told}).response["usage"]["chat:usage"] == told
    assert "chat:usage" not in convert(*HELLO, STOP | {"usage": counts}).response["usage"]


@pytest.mark.parametrize(
    "usage", [{"prompt_tokens": -1, "completion_tokens": 2}, {"prompt_tokens": "3"}, [], {"completion_tokens": 1.5}]
)
def test_usage_that_is_not_made_of_counts_is_left_out_with_a_finding(usage: object):
    """A wrong number is worse than none."""
    converted = convert(*HELLO, STOP | {"usage": usage})
    assert converted.response["usage"] is None
    assert converted.bridge.findings[-1].field.startswith("usage")


def test_a_total_that_is_not_the_sum_is_mended_with_a_finding():
    """OR-RESP-04: the total is the sum of input and output."""
    converted = convert(*HELLO, STOP | {"usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 9}})
    assert converted.response["usage"]["total_tokens"] == 5
    assert len(converted.findings) == 1


def test_fields_that_nobody_knows_are_kept_until_they_change():
    """Unknown things are kept as custom events, or skipped: choice."""
    source = [
        chunk({"content": "a", "mood": "fine"}, weather="sun", obfuscation="xx", nothing=None),
        chunk({"content": "b", "mood": "fine"}, weather="rain"),
        STOP,
    ]
    kept = convert(*source).of("chat:raw_event")
    assert [(event["path"], event["data"]) for event in kept] == [
        ("choices[0].delta.mood", "fine"),
        ("weather", "sun"),
        ("weather", "rain"),
    ]
    assert convert(*source, unknown="skip").of("chat:raw_event") == []


def test_the_response_keeps_who_served_it():
    """Fields of the first chunk that belong to the response as a whole; the slug names the extension."""
    more = {"provider": "P", "system_fingerprint": "fp", "service_tier": "flex"}
    response = convert(HELLO[1] | more, STOP, slug="router").response
    assert (response["router:provider"], response["router:system_fingerprint"], response["service_tier"]) == (
        "P",
        "fp",
        "flex",
    )


def test_the_model_is_unknown_only_where_no_event_names_one():
    """Options every bridge takes: ``model`` is what is said where the source says nothing."""
    nameless = [{name: value for name, value in event.items() if name != "model"} for event in (*HELLO, STOP)]
    assert convert(*nameless).response["model"] == "unknown"
    assert convert(*nameless, model="mine").response["model"] == "mine"


def test_the_openai_dialect_names_reasoning_events_as_that_provider_does():
    """DESIGN: the dialect chooses the written names of aliased events."""
    converted = convert(chunk({"reasoning": "hm"}), STOP, dialect="openai")
    assert converted.of("response.reasoning_text.delta") and not converted.of("response.reasoning.delta")


def test_a_slug_that_is_none_is_refused():
    """OR-EXT-04."""
    with pytest.raises(ValueError, match="slug"):
        ChatCompletionsBridge(None, slug="no good")
