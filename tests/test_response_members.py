"""What a response tells about itself beside its fields, and what of it goes into the next request."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from openresponses_schema import (
    CreateResponseRequest,
    CustomInputItem,
    FunctionCallItem,
    FunctionCallItemParam,
    FunctionCallOutputItem,
    FunctionCallOutputItemParam,
    InputTextContent,
    InputTextContentParam,
    Response,
    UrlCitation,
)
from openresponses_sdk.arguments import parse_arguments
from openresponses_sdk.carried_input import next_input
from openresponses_sdk.parsing import parse_response
from openresponses_sdk.schema_check import iter_schema_violations

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpus"
RECORDINGS = Path(os.environ.get("OPENRESPONSES_CORPUS", BESIDE)) / "responses"


def recorded() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every recorded response, and the response of every recorded terminal event."""
    for path in sorted(RECORDINGS.glob("*/*.response.json")):
        yield path.name, json.loads(path.read_bytes())
    for path in sorted(RECORDINGS.glob("*/*.sse")):
        for line in path.read_bytes().splitlines():
            if line.startswith(b"data:") and b'"response"' in line:
                event = json.loads(line[5:])
                if event.get("type") in ("response.completed", "response.failed", "response.incomplete"):
                    yield path.name, event["response"]


RECORDED = list(recorded())
needs_recordings = pytest.mark.skipif(
    not RECORDED, reason="no recorded responses: set OPENRESPONSES_CORPUS to the folder of recordings"
)


def response(*output: dict[str, Any], status: str = "completed", **more: Any) -> Response:
    return parse_response({"object": "response", "id": "resp_1", "status": status, "output": list(output), **more})


def message(*parts: dict[str, Any], **more: Any) -> dict[str, Any]:
    fields = {"type": "message", "id": "msg_1", "status": "completed", "role": "assistant"}
    return {**fields, "content": list(parts), **more}


def text(words: str, *annotations: dict[str, Any]) -> dict[str, Any]:
    return {"type": "output_text", "text": words, "annotations": list(annotations)}


def cited(start: int | None = None, end: int | None = None, **more: Any) -> dict[str, Any]:
    span = {} if start is None else {"start_index": start, "end_index": end}
    return {"type": "url_citation", "url": "https://example.test", **span, **more}


def called(arguments: str = "{}", status: str = "completed", **more: Any) -> dict[str, Any]:
    fields = {"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "look_up"}
    return {**fields, "arguments": arguments, "status": status, **more}


def reasoned(*summary: str, raw: list[str] | None = None) -> dict[str, Any]:
    content = {} if raw is None else {"content": [{"type": "reasoning_text", "text": words} for words in raw]}
    passages = [{"type": "summary_text", "text": words} for words in summary]
    return {"type": "reasoning", "id": "rs_1", "summary": passages, **content}


SEARCH = {"type": "acme:search", "id": "s_1", "status": "completed", "hits": [1]}


def test_the_text_is_all_that_messages_say_with_nothing_between() -> None:
    """Issue 3: ``output_text`` and ``refusal``; other items say nothing."""
    said = response(
        reasoned("thinking"), message(text("Hello, "), text("world")), SEARCH, message(text("."), id="msg_2")
    )
    assert said.output_text == "Hello, world."
    assert said.refusal == ""
    refused = response(
        message({"type": "refusal", "refusal": "I would "}, {"type": "refusal", "refusal": "rather not"})
    )
    assert (refused.output_text, refused.refusal) == ("", "I would rather not")


def test_passages_of_reasoning_are_kept_apart() -> None:
    """Issue 3: ``reasoning_text`` and ``reasoning_summary``; each part is a passage of its own."""
    thought = response(reasoned("**Plan**", "first", raw=["a", "b"]), message(text("x")), reasoned("then", raw=["c"]))
    assert thought.reasoning_summary == "**Plan**\n\nfirst\n\nthen"
    assert thought.reasoning_text == "a\n\nb\n\nc"
    assert response(reasoned()).reasoning_text == response().reasoning_summary == ""


def test_citations_count_in_the_text_of_the_response() -> None:
    """Issue 3: ``citations``; the wire counts in each part, ``output_text`` joins the parts."""
    answer = response(
        message(text("See A.", cited(4, 5, title="A"), {"type": "file_citation", "file_id": "f", "index": 1})),
        message(text("And B", cited(4, 5, title="B"), cited()), id="msg_2"),
    )
    first, second, third = answer.citations
    assert [answer.output_text[note.start_index : note.end_index] for note in (first, second)] == ["A", "B"]
    assert (third.start_index, third.end_index) == (None, None)
    own = answer.to_dict()["output"][1]["content"][0]["annotations"][0]
    assert own["start_index"] == 4, "the response itself stays as it came"
    assert isinstance(second, UrlCitation)
    assert "start_index" not in third.to_dict()


@pytest.mark.parametrize(
    ("arguments", "status", "of_response", "is_whole"),
    [
        ('{"a": 1}', "completed", "completed", True),
        ('{"a": 1}', "completed", "incomplete", True),
        ('{"a": 1}', "completed", "failed", False),
        ('{"a": 1}', "completed", "in_progress", False),
        ('{"a": 1}', "completed", "queued", False),
        ('{"a": 1}', "completed", "cancelled", False),
        ('{"a": 1}', "in_progress", "completed", False),
        ('{"a": 1}', "incomplete", "incomplete", False),
        ('{"a": 1', "completed", "completed", False),
        ("", "completed", "completed", False),
        ("[1]", "completed", "completed", False),
        ('{"a": NaN}', "completed", "completed", False),
        ('{"a": 1e400}', "completed", "completed", False),
        ('{"a": "1e400"}', "completed", "completed", True),
        ('{"a": "\\ud83d"}', "completed", "completed", False),
    ],
)
def test_only_whole_calls_are_carried_out(arguments: str, status: str, of_response: str, is_whole: bool) -> None:
    """Issue 3: only calls that are done, parse, and belong to a response that is neither failed nor truncated."""
    answer = response(SEARCH, called(arguments, status), status=of_response)
    assert answer.function_calls == ([answer.output[1]] if is_whole else [])
    assert list(answer.iter_function_calls(include_partial=True)) == [answer.output[1]]
    assert [parse_arguments(call) for call in answer.function_calls] == ([json.loads(arguments)] if is_whole else [])


def test_a_call_is_answered_by_its_id() -> None:
    """Issue 3: ``for_call`` of the output item and of its input form; both fit the published schema."""
    (call,) = response(called(id="fc_77", call_id="call_9")).function_calls
    item = FunctionCallOutputItem.for_call(call, "sunny")
    assert item.to_dict() == {
        "type": "function_call_output",
        "id": "fco_77",
        "call_id": "call_9",
        "output": "sunny",
        "status": "completed",
    }
    assert FunctionCallOutputItem.for_call(call, [InputTextContent(text="sunny")], id="mine").id == "mine"
    answer = FunctionCallOutputItemParam.for_call(call, "sunny")
    assert answer.to_dict() == {"type": "function_call_output", "call_id": "call_9", "output": "sunny"}
    sent = FunctionCallItemParam(call_id="call_9", name="look_up", arguments="{}")
    parts = FunctionCallOutputItemParam.for_call(sent, (InputTextContentParam(text="sunny"),))
    for component, made in (("OutputItem", item), ("InputItem", answer), ("InputItem", parts)):
        assert list(iter_schema_violations(component, made.to_dict())) == []


def test_a_tool_loop_takes_three_lines() -> None:
    """Issue 3: output items as input items of the next request, with the answers behind them."""
    answer = response(reasoned("hm"), called('{"city": "Bern"}'))
    answers = [FunctionCallOutputItemParam.for_call(call, "sunny") for call in answer.function_calls]
    request = CreateResponseRequest(model="m", input=[*answer.to_input(), *answers])
    assert list(iter_schema_violations("CreateResponseRequest", request.to_dict())) == []
    assert [item["type"] for item in request.to_dict()["input"]] == [
        "reasoning",
        "function_call",
        "function_call_output",
    ]


def test_items_carry_over_with_all_their_data() -> None:
    """Issue 3: lossless where the schema allows, vendor fields, extension items and phases included."""
    output = [
        reasoned("hm") | {"encrypted_content": "opaque", "acme": 1},
        message(text("Hi", cited(0, 2, title="T")), {"type": "refusal", "refusal": "no"}, phase="commentary"),
        called(acme={"x": None}),
        SEARCH,
        {"type": "compaction", "id": "cmp_1", "encrypted_content": "opaque", "created_by": "me"},
        {"type": "function_call_output", "id": "fco_1", "call_id": "call_1", "output": "s", "status": "completed"},
    ]
    items, findings = next_input(response(*output))
    assert [item.to_dict() for item in items] == output
    assert findings == []
    assert isinstance(items[3], CustomInputItem)


def test_what_a_request_has_no_place_for_is_left_out_with_a_finding() -> None:
    """Issue 3: a finding where not."""
    answer = response(
        reasoned("hm", raw=["secret"]),
        message(text("Hi", cited(), cited(0, 1, title="T"), cited(0, 1))),
        {"type": "reasoning", "id": "rs_2", "summary": [{"type": "text", "text": "odd"}]},
    )
    items, findings = next_input(answer)
    assert [finding.field for finding in findings] == [
        "$.output[0].content",
        "$.output[1].content[0].annotations[0]",
        "$.output[1].content[0].annotations[2]",
        "$.output[2].summary[0]",
    ]
    assert {finding.severity for finding in findings} == {"warning"}
    assert "no end_index and no start_index and no title" in findings[1].message
    plain = [item.to_dict() for item in items]
    assert [list(iter_schema_violations("InputItem", item)) for item in plain] == [[], [], []]
    assert plain[0] == reasoned("hm")
    assert plain[1] == message(text("Hi", cited(0, 1, title="T")))


def test_raw_reasoning_is_sent_to_a_server_that_wants_it() -> None:
    """Servers of open models take raw reasoning back, though the published schema has no place for it."""
    answer = response(reasoned(raw=["because"]))
    assert answer.to_input(raw_reasoning=True)[0].to_dict() == answer.output[0].to_dict()
    ((finding,), (silent,)) = (next_input(answer, raw_reasoning=True).findings, next_input(answer).findings)
    assert (finding.severity, finding.field) == ("error", "$.output[0].content")
    assert (silent.severity, silent.field) == ("warning", "$.output[0].content")


def test_an_item_of_a_vendor_without_a_slug_is_kept_and_named() -> None:
    """OR-ITEM-09: hosted tools of a vendor must go back to it, and another server may refuse them."""
    hosted = {"type": "web_search_call", "id": "ws_1", "status": "completed", "action": {"query": "q"}}
    items, findings = next_input(response(hosted))
    assert items[0].to_dict() == hosted
    assert [(finding.severity, finding.field) for finding in findings] == [("error", "$.output[0].type")]
    assert "OR-ITEM-09" in findings[0].message


def test_fields_of_the_same_name_on_the_wire_stay_as_they_came() -> None:
    """The OpenAI client writes an ``output_text`` of its own into a dump; a shortcut must not hide or change it."""
    extra = {
        "output_text": "theirs",
        "refusal": None,
        "reasoning_text": 1,
        "reasoning_summary": {},
        "citations": [],
        "function_calls": "x",
        "iter_function_calls": True,
        "to_input": 2.5,
    }
    answer = response(message(text("ours")), **extra)
    plain = json.loads(answer.to_json())
    assert {name: plain[name] for name in extra} == extra
    assert answer.model_extra == extra
    assert answer.output_text == "ours"
    assert parse_response(answer.to_json()).to_dict() == answer.to_dict()
    assert answer.model_copy(update={"output": []}).output_text == ""


def test_shortcuts_are_no_fields() -> None:
    """What is written is what was read: no shortcut is part of a model's fields, schema or dump."""
    names = {"output_text", "refusal", "citations", "function_calls", "to_input"}
    assert not names & (Response.model_fields.keys() | Response.model_json_schema()["properties"].keys())
    assert response(message(text("x"))).to_dict().keys() == {"object", "id", "status", "output"}
    assert Response.model_computed_fields == {}


@needs_recordings
def test_recorded_texts_equal_an_independent_join() -> None:
    """Issue 3, it must show 1: over every recorded response."""
    spoken = 0
    for name, plain in RECORDED:
        answer = parse_response(plain)
        joined = {"output_text": "", "refusal": ""}
        for item in plain.get("output") or ():
            for part in (item["content"] or ()) if item["type"] == "message" else ():
                if part["type"] in joined:
                    joined[part["type"]] += part.get("text", part.get("refusal"))
        assert (answer.output_text, answer.refusal) == (joined["output_text"], joined["refusal"]), name
        spoken += bool(answer.output_text)
    assert spoken > len(RECORDED) / 2


@needs_recordings
def test_recorded_output_is_input_without_loss_or_with_a_finding(capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 3: ``to_input`` over every recorded response; what no finding names is equal and fits the schema."""
    counts = {"responses": 0, "without finding": 0, "items": 0, "items equal": 0, "left out": 0, "kept, no schema": 0}
    for name, plain in RECORDED:
        answer = parse_response(plain)
        items, findings = next_input(answer)
        request = CreateResponseRequest(model="m", input=items).to_dict()
        errors = list(iter_schema_violations("CreateResponseRequest", request))
        assert len(errors) == sum(finding.severity == "error" for finding in findings), name
        named = {int(str(finding.field).split("[")[1].split("]")[0]) for finding in findings}
        for at, (item, sent) in enumerate(zip(answer.output, request["input"], strict=True)):
            kept = {key: value for key, value in item.to_dict().items() if (key, value) != ("content", [])}
            equal = kept == {key: value for key, value in sent.items() if (key, value) != ("content", [])}
            assert equal or at in named, (name, at)
            counts["items"] += 1
            counts["items equal"] += equal
        counts["responses"] += 1
        counts["without finding"] += not findings
        counts["left out"] += sum(finding.severity == "warning" for finding in findings)
        counts["kept, no schema"] += len(errors)
    with capsys.disabled():
        sys.stdout.write(f"\nrecorded output as input: {counts}\n")
    assert counts["items equal"] > 0.9 * counts["items"]


@needs_recordings
def test_recorded_calls_are_offered_when_they_are_done() -> None:
    """Issue 3: every done call of every ended response, read without the models; each parses."""
    done = 0
    for name, plain in RECORDED:
        answer = parse_response(plain)
        calls = [item for item in plain.get("output") or () if item["type"] == "function_call"]
        wanted = [call["id"] for call in calls if call["status"] == "completed"]
        assert [call.id for call in answer.function_calls] == (wanted if answer.status == "completed" else []), name
        assert [call.id for call in answer.iter_function_calls(include_partial=True)] == [call["id"] for call in calls]
        assert [parse_arguments(call) for call in answer.function_calls] == [
            json.loads(call.arguments) for call in answer.function_calls
        ]
        done += len(wanted)
    assert done > 0


def test_calls_are_typed() -> None:
    """A checker and a reader see the same type."""
    calls: list[FunctionCallItem] = response(called()).function_calls
    assert all(isinstance(call, FunctionCallItem) for call in calls)
