"""The bridge from Gemini: each rule of its modules, both spellings, and every kind of bad input."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from openresponses_sdk import GeminiBridge, SeededIds
from openresponses_sdk.bridges.gemini_outcome import ERROR_STATUSES, FINISH_NUMBERS, STOP_REASONS, UNSPECIFIED
from openresponses_sdk.bridges.gemini_outcome import USAGE as USAGE_TABLE
from openresponses_sdk.bridges.gemini_parts import EXTENSION_ITEMS, MEDIA_ITEMS
from openresponses_sdk.bridges.gemini_signatures import Signature, unwrap, wrap
from tests.provider_streams import Converted, laws

STOP = {"finishReason": "STOP"}
USAGE = {"promptTokenCount": 7, "candidatesTokenCount": 5, "thoughtsTokenCount": 3, "totalTokenCount": 15}


def convert(*source: Any, **options: Any) -> Converted:
    return laws(Converted(GeminiBridge, source, **options))


def chunk(*parts: Any, response_id: str | None = "r1", **candidate: Any) -> dict[str, Any]:
    content = {"content": {"role": "model", "parts": list(parts)}} if parts else {}
    identity = {} if response_id is None else {"responseId": response_id}
    return {"candidates": [{**content, **candidate}], "modelVersion": "gemini-x", "usageMetadata": USAGE, **identity}


def text(fragment: str, **more: Any) -> dict[str, Any]:
    return {"text": fragment, **more}


def thought(fragment: str, **more: Any) -> dict[str, Any]:
    return {"text": fragment, "thought": True, **more}


def call(name: str | None = None, *, signature: str | None = None, **fields: Any) -> dict[str, Any]:
    named = {} if name is None else {"name": name}
    return {"functionCall": {**named, **fields}, **({"thoughtSignature": signature} if signature else {})}


def partial(path: str, **value: Any) -> dict[str, Any]:
    return {"jsonPath": path, **value}


# The response


def test_the_source_names_the_response_and_its_items():
    """Bridge-formats 0, rule 2: ids are derived from the response, so that the same source gives the same ids."""
    made = convert(chunk(text("Hi")), chunk(call("f", args={}), **STOP), ids=None)
    assert made.response["id"] == "resp_r1"
    assert made.response["model"] == "gemini-x"
    assert [item["id"] for item in made.output] == ["msg_r1_0", "fc_r1_1"]
    assert made.output[1]["call_id"] == "call_r1_0"


def test_an_id_source_makes_all_ids():
    """Contract of the bridges: when `ids` is given, it makes all of them."""
    wanted = SeededIds(7)
    made = convert(chunk(text("Hi"), **STOP), ids=SeededIds(7))
    assert made.response["id"] == wanted.response_id()
    assert made.output[0]["id"] == wanted.item_id("message")


def test_the_model_is_the_callers_when_the_source_names_none():
    """Bridge-formats 5: modelVersion is absent on errors."""
    assert convert({"error": {"code": 500}}, model="gemini-y").response["model"] == "gemini-y"


def test_text_goes_out_with_its_chunk_and_the_message_stays_open_to_the_end():
    """Bridge-formats 5: grounding comes late, so the text part is open until then."""
    events: list[Any] = []
    bridge = GeminiBridge(events.append)
    bridge.receive(chunk(text("Hel")))
    bridge.receive(chunk(text("lo")))
    assert [event.type for event in events][-2:] == ["response.output_text.delta"] * 2
    bridge.receive(chunk(text(""), **STOP))
    assert events[-1].type == "response.output_text.delta"
    bridge.receive_eof()
    assert events[-1].type == "response.completed"
    assert bridge.findings == []


def test_usage_counts_thoughts_as_output_and_tools_as_input():
    """Bridge-formats 5: input = prompt + toolUsePrompt, output = candidates + thoughts, the last chunk counts."""
    usage = {**USAGE, "toolUsePromptTokenCount": 10, "totalTokenCount": 25, "cachedContentTokenCount": 4}
    made = convert(chunk(text("a")), {**chunk(**STOP), "usageMetadata": {**usage, "trafficType": "ON_DEMAND"}})
    assert made.response["usage"] == {
        "input_tokens": 17,
        "input_tokens_details": {"cached_tokens": 4},
        "output_tokens": 8,
        "output_tokens_details": {"reasoning_tokens": 3},
        "total_tokens": 25,
        "google:trafficType": "ON_DEMAND",
    }


def test_usage_without_counts_does_not_replace_the_counts_before():
    """Recorded on Vertex: some chunks say only `trafficType`."""
    made = convert(chunk(text("a")), {**chunk(**STOP), "usageMetadata": {"trafficType": "X"}})
    assert made.response["usage"]["total_tokens"] == 15
    none = convert({**chunk(text("a"), **STOP), "usageMetadata": {"trafficType": "X"}})
    assert none.response["usage"] is None


def test_the_counts_that_protobuf_leaves_out_are_zeros():
    """A recorded answer has no candidatesTokenCount in its last chunk."""
    made = convert({**chunk(text("a"), **STOP), "usageMetadata": {"promptTokenCount": 4, "totalTokenCount": 4}})
    usage = made.response["usage"]
    assert (usage["input_tokens"], usage["output_tokens"], usage["total_tokens"]) == (4, 0, 4)
    assert made.findings == []


def test_a_total_that_is_no_sum_is_kept_beside_the_sum():
    """OR-RESP-04 asks for the sum; what the source said is not lost."""
    made = convert({**chunk(text("a"), **STOP), "usageMetadata": {"promptTokenCount": 4, "totalTokenCount": 9}})
    assert made.response["usage"]["total_tokens"] == 4
    assert made.response["usage"]["google:totalTokenCount"] == 9
    assert made.fields == ["usageMetadata.totalTokenCount"]


@pytest.mark.parametrize("reason", sorted(STOP_REASONS))
def test_every_finish_reason_ends_the_response_as_the_table_says(reason: str):
    """Bridge-formats 5, finish: also reasons that no recording shows."""
    ending = STOP_REASONS[reason]
    made = convert(chunk(text("a"), finishReason=reason, finishMessage="Because."))
    assert made.findings == []
    if ending.error_type is not None:
        assert made.status == "failed"
        assert made.response["error"] == {"code": reason.lower(), "message": "Because."}
        assert made.of_type("error")[0]["error"]["type"] == ending.error_type
        assert made.output[0]["status"] == "in_progress"
    elif ending.reason is not None:
        assert made.response["incomplete_details"] == {"reason": ending.reason}
        assert made.output[0]["status"] == "incomplete"
    else:
        assert made.status == "completed"
        assert made.output[0]["status"] == "completed"


@pytest.mark.parametrize(("api", "more"), [("gemini_api", {}), ("vertex", {"createTime": "2026-01-01T00:00:00Z"})])
def test_a_finish_reason_may_be_a_number(api: str, more: dict[str, str]):
    """Recorded on Vertex with enum-encoding=int: `"finishReason": 1`; the two APIs number differently from 6 on."""
    for number, name in enumerate(FINISH_NUMBERS[api]):
        if name != UNSPECIFIED:
            told, meant = (convert({**chunk(text("a"), finishReason=reason), **more}) for reason in (number, name))
            assert told.response == meant.response
    assert convert({**chunk(finishReason=99), **more}).response["incomplete_details"] == {"reason": "finish_reason_99"}


def test_an_unknown_finish_reason_is_never_a_completed_response():
    """Issue 5, bad input: unknown stop reasons are kept."""
    made = convert(chunk(text("a"), finishReason="TIRED"))
    assert made.response["incomplete_details"] == {"reason": "tired"}
    assert "unknown" in made.messages[0]


def test_a_finish_reason_may_come_twice_and_the_worse_one_counts():
    """Bridge-formats 5: it was recorded on more than one chunk (7 streams)."""
    assert convert(chunk(text("a"), **STOP), chunk(text("b"), **STOP)).text == "ab"
    assert convert(chunk(text("a"), finishReason="SAFETY"), chunk(**STOP)).status == "incomplete"
    assert convert(chunk(text("a"), **STOP), chunk(finishReason="SAFETY")).status == "incomplete"


def test_a_blocked_prompt_is_incomplete_because_of_the_filter():
    """Bridge-formats 5: no candidates at all; recorded with MODEL_ARMOR."""
    feedback = {"blockReason": "MODEL_ARMOR", "blockReasonMessage": "No."}
    made = convert({"promptFeedback": feedback, "usageMetadata": {"promptTokenCount": 9}})
    assert made.response["incomplete_details"] == {"reason": "content_filter"}
    assert made.output == []
    assert made.of_type("google:response_metadata")[0]["data"] == {"promptFeedback": feedback}
    assert convert({"prompt_feedback": {"block_reason": 1}}).status == "incomplete"


def test_what_the_response_has_no_place_for_is_one_event():
    """Bridge-formats 0, rule 5: preserved, never thrown away."""
    ratings = [{"category": "X", "probability": "LOW"}]
    first = {**chunk(text("a"), safetyRatings=ratings), "newField": {"a": 1}}
    made = convert(first, chunk(finishMessage="Done.", **STOP))
    (event,) = made.of_type("google:response_metadata")
    assert event["data"] == {"newField": {"a": 1}, "safetyRatings": ratings, "finishMessage": "Done."}
    assert made.findings == []


# Thoughts and signatures


def test_thoughts_are_the_summary_of_a_reasoning_item():
    """Bridge-formats 5: includeThoughts gives summaries, so a summary part, one for a run."""
    made = convert(chunk(thought("Let ")), chunk(thought("me see.")), chunk(text("Yes."), **STOP))
    reasoning, message = made.output
    assert reasoning["summary"] == [{"type": "summary_text", "text": "Let me see."}]
    assert message["content"][0]["text"] == "Yes."


def test_the_signature_of_a_thought_is_the_encrypted_content_and_ends_its_item():
    """Bridge-formats 5: thoughtSignature is encrypted_content; each stays with what it signs."""
    made = convert(chunk(thought("One.", thoughtSignature="s1")), chunk(thought("Two.", thoughtSignature="s2"), **STOP))
    assert [(item["summary"][0]["text"], unwrap(item["encrypted_content"])) for item in made.output] == [
        ("One.", Signature("s1")),
        ("Two.", Signature("s2")),
    ]


def test_the_signature_of_a_text_is_a_reasoning_item_that_says_what_it_signs():
    """So that `to_gemini` can give each text part its own signature back."""
    made = convert(
        chunk(text("Signed ", thoughtSignature="s1"), text("and not. ")),
        chunk(text("Signed.", thoughtSignature="s2")),
        chunk(text("", thoughtSignature="s3"), **STOP),
    )
    message, *signatures = made.output
    assert message["content"][0]["text"] == "Signed and not. Signed."
    assert [unwrap(item["encrypted_content"]) for item in signatures] == [
        Signature("s1", 0, 7),
        Signature("s2", 16, 23),
        Signature("s3", 23, 23),
    ]
    assert all(item["type"] == "reasoning" and item["summary"] == [] for item in signatures)


def test_a_signature_that_stands_alone_is_a_reasoning_item():
    """Bridge-formats 5: the signature may come on a bare part."""
    bare = {"thought_signature": "s1", "text": None, "functionCall": None, "tool_call": None}
    made = convert(chunk(bare, call("f")), chunk(thought("", thoughtSignature="s2"), **STOP))
    first, second, third = made.output
    assert second["type"] == "function_call"
    assert [unwrap(item["encrypted_content"]) for item in (first, third)] == [Signature("s1"), Signature("s2")]


@pytest.mark.parametrize("signature", [Signature("a:b\n=="), Signature("", 3, 3), Signature("x", 0, 12)])
def test_a_wrapped_signature_is_unwrapped_and_no_other(signature: Signature):
    """A conversation may go on with another provider, which must not get this one's signatures, nor the reverse."""
    assert unwrap(wrap(signature)) == signature
    for foreign in ("gAAAAA", "anthropic:thinking:a", "google:thought_signature", "google:thought_signature:a-b:c"):
        assert unwrap(foreign) is None


def test_a_message_that_was_cut_off_keeps_its_signatures_itself():
    """OR-ITEM-03: nothing may follow an item that is incomplete."""
    made = convert(chunk(text("Cut", thoughtSignature="s1"), finishReason="MAX_TOKENS"))
    (message,) = made.output
    assert message["status"] == "incomplete"
    assert message["google:thought_signatures"] == [{"signature": "s1", "start": 0, "end": 3}]


def test_only_the_call_that_was_signed_has_the_signature():
    """Bridge-formats 5: of parallel calls only the first has it (7 of 7 signed streams)."""
    made = convert(chunk(call("f", signature="s1", args={}), call("f", args={"a": 1})), chunk(text(""), **STOP))
    assert [item.get("google:thought_signature") for item in made.output] == ["s1", None]


# Calls


def test_calls_without_ids_get_ids_and_keep_those_that_they_have():
    """Bridge-formats 5: the id is absent in 75 of 82 streams; a given one is told apart, so that it can go back."""
    made = convert(chunk(call("f", args={"a": "é"}), call("f", id="x1", args={}), call("g", id="x1"), **STOP))
    assert made.arguments == ['{"a":"é"}', "{}", "{}"]
    first, second, third = made.output
    assert first["call_id"].startswith("call_")
    assert "google:id" not in first
    assert (second["call_id"], second["google:id"]) == ("x1", "x1")
    assert third["call_id"] != "x1"
    assert third["google:id"] == "x1"
    assert made.status == "completed"


def test_streamed_arguments_are_put_together_by_their_paths():
    """Bridge-formats 5, Vertex streamed args: buffered until the end marker, then one delta."""
    made = convert(
        chunk(call("write", willContinue=True, signature="s1")),
        chunk(
            call(willContinue=True, partialArgs=[partial("$.items[0].name", stringValue="App", willContinue=True)]),
            call(willContinue=True, partialArgs=[partial("$.items[0].name", stringValue="le")]),
        ),
        chunk(call(willContinue=True, partialArgs=[partial("$.items[0].price", numberValue=0.5)])),
        chunk(call(willContinue=True, partialArgs=[partial("$['items'][1][\"a.b\"]", boolValue=True)])),
        chunk(call(willContinue=True, partialArgs=[partial("$.none", nullValue="NULL_VALUE")])),
        chunk(call(willContinue=True, partialArgs=[partial("$.nil", nullValue=None)])),
        chunk(call(), call("other", args={"a": 1})),
        chunk(text(""), **STOP),
    )
    assert made.arguments == ['{"items":[{"name":"Apple","price":0.5},{"a.b":true}],"none":null,"nil":null}', '{"a":1}']
    assert made.output[0]["google:thought_signature"] == "s1"
    assert len(made.of_type("response.function_call_arguments.delta")) == 2
    assert made.findings == []


def test_the_call_is_announced_before_its_arguments_are_known():
    """A client shows that a tool is being called while its arguments still stream."""
    events: list[Any] = []
    bridge = GeminiBridge(events.append)
    bridge.receive(chunk(call("write", willContinue=True)))
    assert events[-1].type == "response.output_item.added"
    assert events[-1].item.name == "write"


@pytest.mark.parametrize("follows", [call("g", args={}), text("Done."), {"executableCode": {"code": "1"}}, None])
def test_a_call_without_its_end_is_complete_when_something_follows(follows: Any):
    """Bridge-formats 5: the end marker can be missing; issue 5: missing stops are findings."""
    parts = [] if follows is None else [follows]
    fragment = call(willContinue=True, partialArgs=[partial("$.a", stringValue="b", willContinue=True)])
    made = convert(chunk(call("f", willContinue=True)), chunk(fragment), chunk(*parts, **STOP))
    assert made.arguments[0] == '{"a":"b"}'
    assert made.status == "completed"
    assert made.messages == ["The call has no end; it is taken as complete"]


def test_the_last_fragments_may_end_the_call_themselves():
    """Recorded: no end marker, but the last part says no `willContinue`."""
    made = convert(
        chunk(call("f", willContinue=True)), chunk(call(partialArgs=[partial("$.a", numberValue=1)]), **STOP)
    )
    assert made.arguments == ['{"a":1}']
    assert made.findings == []


@pytest.mark.parametrize("ending", [{"finishReason": "MAX_TOKENS"}, {}])
def test_arguments_that_were_cut_off_are_never_whole_json(ending: dict[str, str]):
    """Nobody may run a tool with half of its arguments."""
    fragment = call(willContinue=True, partialArgs=[partial("$.path", stringValue="/etc")])
    made = convert(chunk(call("rm", willContinue=True)), chunk(fragment, **ending))
    assert made.arguments == ['{"path":"/etc"']
    assert made.output[0]["status"] == ("incomplete" if ending else "in_progress")
    assert made.status == ("incomplete" if ending else "failed")


def test_a_whole_call_before_the_limit_is_complete():
    """Only what was cut off is incomplete."""
    made = convert(chunk(call("f", args={"a": 1}), finishReason="MAX_TOKENS"))
    assert (made.status, made.output[0]["status"]) == ("incomplete", "completed")


@pytest.mark.parametrize(
    "fragment",
    [
        7,
        partial("$"),
        partial("a.b", numberValue=1),
        partial("$.a..b", numberValue=1),
        partial("$.a[99]", numberValue=1),
        partial("$.a[-1]", numberValue=1),
        partial("$[0]", numberValue=1),
        partial("$.s.t", numberValue=1),
        partial("$.o", numberValue=1),
        partial("$.a.b", numberValue=1),
        partial("$" + ".a" * 65, numberValue=1),
        partial("$.x[" + "9" * 5000 + "]", numberValue=1),
        partial("$.x", stringValue=1),
        partial("$.x", numberValue=True),
        partial("$.x", numberValue="NaN"),
        {"jsonPath": None, "stringValue": "x"},
    ],
)
def test_a_fragment_without_a_place_is_a_finding(fragment: Any):
    """Issue 5, bad input: no gap is filled with values that nobody sent, and nothing raises."""
    known = {"a": ["x"], "s": "text", "o": {"p": 1}}
    made = convert(chunk(call("f", args=known, partialArgs=[fragment], willContinue=True), call(), **STOP))
    assert json.loads(made.arguments[0]) == known
    assert made.fields == ["candidates[0].content.parts[0].functionCall.partialArgs[0]"]


# Extension items


@pytest.mark.parametrize("kind", sorted(EXTENSION_ITEMS))
def test_parts_that_the_specification_has_no_item_for_are_kept_whole(kind: str):
    """Bridge-formats 5: google:executable_code and so on; the part goes back as it came, signature included."""
    part = {kind: {"id": "x1", "type": "t", "data": "AA==", "args": {"a_b": 1}}, "thoughtSignature": "s1"}
    made = convert(chunk(text("a"), part, text("b")), chunk(**STOP))
    assert [item["type"] for item in made.output] == ["message", f"google:{EXTENSION_ITEMS[kind]}", "message"]
    assert made.output[1]["part"] == part
    assert made.output[1]["status"] == "completed"


def test_media_are_items_of_their_kind():
    """Bridge-formats 5: inlineData is a `google:image` item."""
    made = convert(chunk(*({"inlineData": {"mimeType": mime}} for mime in ("image/png", "audio/L16", "a/b")), **STOP))
    assert [item["type"] for item in made.output] == ["google:image", "google:audio", "google:inline_data"]


def test_an_unknown_part_is_kept_or_skipped():
    """Bridge-formats 0, rule 5; options of every bridge."""
    made = convert(chunk({"hologram": {"x": 1}}, **STOP))
    assert made.output[0]["type"] == "google:part"
    assert made.output[0]["part"] == {"hologram": {"x": 1}}
    assert made.fields == ["candidates[0].content.parts[0].hologram"]
    skipped = convert(chunk({"hologram": {"x": 1}}, **STOP), unknown="skip")
    assert (skipped.output, len(skipped.findings)) == ([], 1)


def test_the_slug_and_the_dialect_are_the_callers():
    """Options of every bridge."""
    made = convert(chunk({"toolCall": {}}, call("f", signature="s"), **STOP), slug="vertex:", dialect="openai")
    assert made.output[0]["type"] == "vertex:tool_call"
    assert made.output[1]["vertex:thought_signature"] == "s"
    with pytest.raises(ValueError, match="slug"):
        GeminiBridge(slug="not a slug")


# Grounding


def grounding(*segments: dict[str, Any], chunks: Any = None, indices: Any = (0,)) -> dict[str, Any]:
    supports = [{"segment": segment, "groundingChunkIndices": list(indices)} for segment in segments]
    return {
        "groundingChunks": chunks or [{"web": {"uri": "https://a.test", "title": "A"}}],
        "groundingSupports": supports,
    }


def spans(made: Converted) -> list[tuple[str, str]]:
    """The words that each annotation marks, and its address."""
    return [
        (part["text"][note["start_index"] : note["end_index"]], note["url"])
        for item in made.items("message")
        for part in item["content"]
        for note in part["annotations"]
    ]


def test_byte_offsets_become_character_offsets():
    """Bridge-formats 5: segments count UTF-8 bytes, url_citation counts characters."""
    said = "Žižkov 🙂 ist schön. Ja."
    start = len("Žižkov 🙂 ".encode())
    end = len("Žižkov 🙂 ist schön.".encode())
    data = grounding({"startIndex": start, "endIndex": end}, {"endIndex": len("Žižkov".encode())})
    made = convert(chunk(text(said[:9])), chunk(text(said[9:]), groundingMetadata=data, **STOP))
    assert spans(made) == [("ist schön.", "https://a.test"), ("Žižkov", "https://a.test")]
    assert made.findings == []
    assert made.of_type("google:response_metadata")[0]["data"] == {"groundingMetadata": data}


def test_grounding_may_come_alone_behind_the_text():
    """Bridge-formats 5: it usually arrives in the final chunk; repeated ones count once."""
    data = grounding({"endIndex": 2, "text": "ab"})
    made = convert(chunk(text("abc")), chunk(groundingMetadata=data), chunk(groundingMetadata=data, **STOP))
    assert spans(made) == [("ab", "https://a.test")]


def test_offsets_may_count_from_the_first_text():
    """The words of the segment say which message they are in."""
    data = grounding({"startIndex": 3, "endIndex": 5, "text": "de"}, {"startIndex": 0, "endIndex": 2, "text": "de"})
    made = convert(chunk(text("äb")), chunk(call("f")), chunk(text("def"), groundingMetadata=data, **STOP))
    assert spans(made) == [("de", "https://a.test")] * 2


def test_a_citation_without_its_text_is_a_finding():
    """Issue 5: what cannot be carried over is said."""
    data = grounding({"startIndex": 0, "endIndex": 2, "text": "zz"}, {"startIndex": 0, "endIndex": 99})
    made = convert(chunk(text("abc"), groundingMetadata=data, **STOP))
    assert spans(made) == []
    assert len(made.findings) == 2


def test_sources_without_an_address_stay_in_the_metadata():
    """Recorded with file search: retrievedContext has no uri; url_citation needs one."""
    chunks = [{"retrievedContext": {"text": "t"}}, {"maps": {"uri": "https://m.test"}}]
    data = grounding({"endIndex": 1}, chunks=chunks, indices=(0, 1))
    made = convert(chunk(text("abc"), groundingMetadata=data, **STOP))
    assert spans(made) == [("a", "https://m.test")]
    assert made.findings == []


def test_recited_sources_are_annotations_too():
    """citationMetadata of a candidate: offsets in bytes, the address optional."""
    cited = {"citationSources": [{"startIndex": 1, "endIndex": 3, "uri": "https://c.test", "license": "mit"}, {}]}
    assert spans(convert(chunk(text("abcd"), citationMetadata=cited, **STOP))) == [("bc", "https://c.test")]


@pytest.mark.parametrize(
    "data",
    [
        7,
        {"groundingChunks": 1, "groundingSupports": [7]},
        grounding({"startIndex": 5, "endIndex": 2}),
        grounding({"startIndex": "0", "endIndex": 2}),
        grounding({"endIndex": True}),
        grounding({"endIndex": 1}, indices=(5,)),
        grounding({"endIndex": 1}, indices=(True,)),
    ],
)
def test_odd_grounding_is_a_finding(data: Any):
    """Issue 5, bad input."""
    made = convert(chunk(text("abc"), groundingMetadata=data, **STOP))
    assert (made.status, spans(made), len(made.findings)) == ("completed", [], 1)


# Errors and ends


@pytest.mark.parametrize("status", sorted(ERROR_STATUSES))
@pytest.mark.parametrize("wrap", [lambda body: body, json.dumps, lambda body: [body], lambda body: json.dumps([body])])
def test_an_error_body_is_a_failed_response(status: str, wrap: Any):
    """Bridge-formats 5: an object, or wrapped in an array."""
    made = convert(wrap({"error": {"code": 400, "message": "No.", "status": status}}))
    assert made.response["error"] == {"code": status, "message": "No."}
    assert made.of_type("error")[0]["error"]["type"] == ERROR_STATUSES[status]
    assert made.findings == []


def test_an_error_may_lack_its_status_and_have_details():
    """What an error says beside its message is kept."""
    details = [{"@type": "RetryInfo", "retryDelay": "3s"}]
    made = convert({"error": {"code": 429, "details": details}})
    assert made.of_type("error")[0]["error"] == {
        "type": "too_many_requests",
        "code": "429",
        "message": "The provider reported an error.",
        "param": None,
    }
    assert made.of_type("google:response_metadata")[0]["data"]["error"]["details"] == details
    assert convert({"error": "Quota."}).response["error"] == {"code": "provider_error", "message": "Quota."}


def test_an_error_in_the_middle_fails_what_was_said_so_far():
    """Issue 3, contract: error, then response.failed; what still comes is left out with findings."""
    made = convert(chunk(text("Hal")), {"error": {"code": 503, "status": "UNAVAILABLE"}}, chunk(text("lo"), **STOP))
    assert made.status == "failed"
    assert made.text == "Hal"
    assert [event["type"] for event in made.events[-2:]] == ["error", "response.failed"]
    assert len(made.findings) == 1


def test_a_source_that_stops_is_truncated():
    """Issue 5: never a silent completed response."""
    made = convert(chunk(thought("Hm")), chunk(text("Hal")))
    assert made.response["error"]["code"] == "stream_truncated"
    assert made.messages == ["The source ended before the response did"]
    assert made.response["usage"]["total_tokens"] == 15


def test_several_answers_in_one_capture_are_several_responses():
    """Bridge-formats 5: responseId is constant in one answer."""
    made = convert(chunk(text("a"), **STOP), chunk(text("b"), response_id="r2", **STOP), ids=None)
    assert [response["id"] for response in made.responses] == ["resp_r1", "resp_r2"]
    assert [response["status"] for response in made.responses] == ["completed"] * 2


def test_a_spliced_answer_fails_the_one_before():
    """Issue 5, bad input: spliced messages."""
    made = convert(chunk(text("a")), chunk(text("b"), response_id="r2", **STOP))
    assert [response["status"] for response in made.responses] == ["failed", "completed"]
    assert made.fields == ["responseId"]
    after = convert({"error": {}, "responseId": "r1"}, chunk(text("b"), response_id="r2", **STOP))
    assert [response["status"] for response in after.responses] == ["failed", "completed"]


def test_an_id_may_come_late_or_never():
    """Issue 5: empty ids."""
    made = convert(chunk(text("a"), response_id=""), chunk(text("b")), chunk(text("c"), response_id=None, **STOP))
    assert made.text == "abc"


@pytest.mark.parametrize("source", [(), ("",), ("no json",)])
def test_a_source_without_a_response_makes_a_failed_one(source: tuple[object, ...]):
    """Issue 4: every broken source gives findings and a legal, terminated stream."""
    made = convert(*source)
    assert [response["error"]["code"] for response in made.responses] == ["stream_truncated"]
    assert "The source holds no response" in made.messages


def test_other_candidates_are_kept_as_events():
    """A response is one answer; candidateCount may ask for more."""
    two = {"responseId": "r1", "candidates": [{"content": {"parts": [text("a")]}, **STOP}, {"index": 1, "x": 1}]}
    made = convert(two, two)
    assert made.text == "aa"
    assert [event["data"] for event in made.of_type("google:raw_event")] == [{"candidate": {"index": 1, "x": 1}}] * 2
    assert len(made.findings) == 1
    assert convert(two, unknown="skip").of_type("google:raw_event") == []


def test_a_chunk_without_any_known_field_is_kept():
    """Bridge-formats 0, rule 5."""
    made = convert({"hello": 1}, chunk(text("a"), **STOP))
    assert made.of_type("google:raw_event")[0]["data"] == {"hello": 1}
    assert made.status == "completed"


@pytest.mark.parametrize(
    ("source", "field"),
    [
        ({"candidates": 7}, "candidates"),
        ({"candidates": [7]}, "candidates[0]"),
        ({"candidates": [{"content": 7}]}, "candidates[0].content"),
        ({"candidates": [{"content": {"parts": 7}}]}, "candidates[0].content.parts"),
        ({"candidates": [{"content": {"parts": [{}, 7]}}]}, "candidates[0].content.parts[1]"),
        (chunk({"text": 7}), "candidates[0].content.parts[0].text"),
        (chunk(text("a", thoughtSignature=7)), "candidates[0].content.parts[0].thoughtSignature"),
        (chunk({"functionCall": 7}), "candidates[0].content.parts[0].functionCall"),
        (chunk(call()), "candidates[0].content.parts[0].functionCall"),
        (chunk(call(args={"a": 1})), "candidates[0].content.parts[0].functionCall.name"),
        (chunk(finishReason=[1]), "candidates[0].finishReason"),
        ({**chunk(), "promptFeedback": 7}, "promptFeedback"),
        ({**chunk(), "usageMetadata": 7}, "usageMetadata"),
    ],
)
def test_a_field_of_another_type_is_a_finding_with_its_path(source: Any, field: str):
    """Issue 5, bad input: findings with positions; the rest of the stream is read."""
    made = convert(source, chunk(text("after"), **STOP))
    assert (made.findings[0].line, made.findings[0].field) == (1, field)
    assert made.status == "completed"
    assert made.text.endswith("after")


@pytest.mark.parametrize("count", ["7", -1, True, 1.5, [1]])
def test_a_count_that_is_none_is_left_out(count: Any):
    """Usage is exact or absent."""
    made = convert({**chunk(text("a"), **STOP), "usageMetadata": {"promptTokenCount": count}})
    assert made.response["usage"] is None
    assert made.fields == ["usageMetadata.promptTokenCount"]


def test_arguments_that_are_no_object_are_kept_with_a_finding():
    """Nothing is lost, and the call is no whole call of a tool."""
    made = convert(chunk(call("f", args=[1]), **STOP))
    assert made.arguments == ["[1]"]
    assert made.fields[0] == "candidates[0].content.parts[0].functionCall.args"


# Spellings


class _Part(BaseModel, alias_generator=to_camel, populate_by_name=True, extra="allow"):
    text: str | None = None
    thought_signature: str | None = None
    function_call: dict[str, Any] | None = None


class _Content(BaseModel):
    parts: list[_Part]


class _Candidate(BaseModel, alias_generator=to_camel, populate_by_name=True):
    content: _Content
    finish_reason: str | None = None
    grounding_metadata: dict[str, Any] | None = None


class _Answer(BaseModel, alias_generator=to_camel, populate_by_name=True):
    """Like the answers of Google's SDK: read from camelCase, dumped in snake_case."""

    candidates: list[_Candidate]
    usage_metadata: dict[str, Any]
    response_id: str


def test_model_objects_and_their_dumps_are_read_like_the_json():
    """Issue 5: the provider's objects and plain dicts are both accepted; names inside arguments are the caller's."""
    wire = {
        "candidates": [
            {
                "content": {
                    "parts": [
                        {"text": "abc", "thoughtSignature": "s1"},
                        {"functionCall": {"name": "f", "args": {"snake_case": {"a_b": 1}}}},
                    ]
                },
                "finishReason": "STOP",
                "groundingMetadata": grounding({"endIndex": 1}),
            }
        ],
        "usageMetadata": USAGE,
        "responseId": "r1",
    }
    answer = _Answer.model_validate(wire)
    snake = json.loads(json.dumps(answer.model_dump()).replace("groundingSupports", "grounding_supports"))
    snake["usage_metadata"] = {"prompt_token_count": 7, "candidates_token_count": 5, "thoughts_token_count": 3}
    snake["usage_metadata"]["total_token_count"] = 15
    meant = convert(wire)
    assert spans(meant) == [("a", "https://a.test")]
    assert convert(answer).response == meant.response
    assert convert(snake).response == meant.response
    assert convert(json.dumps(wire).encode()).response == meant.response


def test_a_dump_may_hold_bytes_times_and_nulls():
    """Google's SDK dumps signatures as bytes, times as datetime, and every field that a part or fragment could have."""
    fragment = {"json_path": "$.a", "string_value": None, "number_value": 0.5, "bool_value": None, "null_value": None}
    end = {**fragment, "number_value": None}
    segment = {"start_index": None, "end_index": 1, "part_index": None, "text": "a"}
    supports = [{"segment": segment, "grounding_chunk_indices": [0]}]
    chunks = [{"web": {"uri": "https://a.test", "title": None}}]
    parts = [
        {"text": "abc", "thought": None, "thought_signature": b"sig", "function_call": None},
        {"text": None, "function_call": {"name": "f", "args": None, "partial_args": [fragment, end]}},
        {"text": None, "function_call": None, "tool_call": {"id": "t"}},
    ]
    candidate = {
        "content": {"parts": parts},
        "finish_reason": "STOP",
        "grounding_metadata": {"grounding_chunks": chunks, "grounding_supports": supports},
    }
    made = convert({"candidates": [candidate], "create_time": datetime(2026, 1, 1, tzinfo=UTC)})
    _, signature, call_item, tool = made.output
    assert unwrap(signature["encrypted_content"]) == Signature("c2ln", 0, 3)
    assert call_item["arguments"] == '{"a":0.5}'
    assert tool["part"] == {"toolCall": {"id": "t"}}
    assert spans(made) == [("a", "https://a.test")]
    assert made.findings == []


# The page


def test_the_page_has_every_row_of_the_tables():
    """Issue 5, it must show 4: the mapping tables of docs/gemini.md are the bridge's own."""
    page = (Path(__file__).resolve().parents[1] / "docs" / "gemini.md").read_text("utf-8").splitlines()
    rows = {tuple(cell.strip() for cell in line.strip("|").split("|")) for line in page if line.startswith("|")}
    for kind, name in EXTENSION_ITEMS.items():
        assert (f"`{kind}`", f"extension item `google:{name}`") in rows
    for media, name in MEDIA_ITEMS.items():
        assert (f"`inlineData` of {media}", f"extension item `google:{name}`") in rows
    for reason, ending in STOP_REASONS.items():
        stopped = "completed" if ending.reason is None else f"incomplete: `{ending.reason}`"
        assert (f"`{reason}`", f"failed: `{ending.error_type}`" if ending.error_type else stopped) in rows
    for number, names in enumerate(zip_longest(*FINISH_NUMBERS.values())):
        assert (str(number), *(f"`{name}`" if name else "" for name in names)) in rows
    for target, names in USAGE_TABLE.items():
        assert (f"`{target}`", ", ".join(f"`{name}`" for name in names)) in rows
    for status, kind in ERROR_STATUSES.items():
        assert (f"`{status}`", f"`{kind}`") in rows


def test_arguments_that_are_a_json_text_are_read_and_not_encoded_twice():
    """Issue 5, bad input: some servers write `args` as text; what a caller gets is the object in it."""
    made = convert(chunk(call("f", args='{"a": 1}'), call("g", args="no JSON"), call("h", args="[1]"), **STOP))
    assert [item["arguments"] for item in made.output] == ['{"a":1}', '"no JSON"', '"[1]"']
    assert [field for field in made.fields if field] == [
        f"candidates[0].content.parts[{at}].functionCall.args" for at in range(3)
    ]
