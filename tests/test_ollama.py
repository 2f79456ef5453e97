"""The bridge from Ollama's native chat: each rule of its docstring, and every kind of bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk import OllamaBridge
from openresponses_sdk.bridges.ollama import DONE_REASONS, LINE, MESSAGE, USAGE
from tests.provider_streams import Converted, laws

COUNTS = {"prompt_eval_count": 11, "eval_count": 7}


def convert(*source: Any, **options: Any) -> Converted:
    return laws(Converted(OllamaBridge, source, **options))


def line(content: str = "", *, done: bool = False, **more: Any) -> dict[str, Any]:
    message = {"role": "assistant", "content": content, **more.pop("message", {})}
    return {"model": "qwen-x", "created_at": "2026-08-07T06:08:11Z", "message": message, "done": done, **more}


def last(content: str = "", **more: Any) -> dict[str, Any]:
    return line(content, done=True, **{"done_reason": "stop", **COUNTS, **more})


def tools(*calls: Any) -> dict[str, Any]:
    return {"message": {"tool_calls": list(calls)}}


def call(name: Any, arguments: Any, **more: Any) -> dict[str, Any]:
    return {"function": {"name": name, "arguments": arguments}, **more}


def test_thinking_and_text_are_reasoning_and_a_message():
    """Bridge-formats 6: thinking is reasoning content, as in Chat Completions."""
    made = convert(line(message={"thinking": "Hm"}), line(message={"thinking": "."}), line("Hel"), line("lo"), last())
    reasoning, message = made.output
    assert reasoning["content"] == [{"type": "reasoning_text", "text": "Hm."}]
    assert (message["content"][0]["text"], made.response["model"]) == ("Hello", "qwen-x")
    assert len(made.of_type("response.output_text.delta")) == 2


def test_a_line_may_hold_everything():
    """A whole body, not streamed, is taken by the same `receive`: thinking comes before what was thought about."""
    body = last(
        "Yes.", message={"thinking": "Hm.", "content": "Yes.", **tools(call("f", {"a": 1}, id="c1"))["message"]}
    )
    made = convert(json.dumps(body).encode())
    assert [item["type"] for item in made.output] == ["reasoning", "message", "function_call"]
    assert made.output[2]["call_id"] == "c1"
    assert (made.status, made.findings) == ("completed", [])


def test_tool_calls_come_whole_and_may_lack_an_id():
    """Bridge-formats 6: `arguments` is an object."""
    made = convert(
        line(**tools(call("f", {"a": "é", "b": [1]}), call("f", {}))), line(**tools(call("g", None))), last()
    )
    assert made.arguments == ['{"a":"é","b":[1]}', "{}", "{}"]
    assert len({item["call_id"] for item in made.output}) == 3
    assert made.findings == []


def test_usage_and_durations_come_from_the_last_line():
    """Bridge-formats 6: prompt_eval_count is absent when the prompt was cached."""
    made = convert(line("a"), last(total_duration=5, eval_duration=3))
    assert made.response["usage"] == {
        "input_tokens": 11,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": 7,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": 18,
        "ollama:total_duration": 5,
        "ollama:eval_duration": 3,
    }
    assert convert(last("a", prompt_eval_count=None)).response["usage"]["input_tokens"] == 0
    assert convert(last("a", prompt_eval_count=None, eval_count=None)).response["usage"] is None


@pytest.mark.parametrize("reason", [*DONE_REASONS, None])
def test_every_reason_ends_the_response_as_the_table_says(reason: str | None):
    """Bridge-formats 6; older servers tell no reason."""
    made = convert(line("a"), last(done_reason=reason))
    ending = DONE_REASONS[reason or "stop"]
    assert made.response["incomplete_details"] == (None if ending.reason is None else {"reason": ending.reason})
    assert made.output[0]["status"] == ("completed" if ending.reason is None else "incomplete")
    assert made.findings == []


def test_an_unknown_reason_is_never_a_completed_response():
    """Issue 5, bad input."""
    made = convert(line("a"), last(done_reason="tired"))
    assert made.response["incomplete_details"] == {"reason": "tired"}
    assert made.fields == ["done_reason"]


def test_the_response_ends_with_its_last_line_and_the_next_one_opens_another():
    """Several answers in one capture, as proxies log them."""
    made = convert(line("a"), last(), line("b"), last())
    assert [response["status"] for response in made.responses] == ["completed"] * 2
    assert len({response["id"] for response in made.responses}) == 2
    repeated = convert(line("a"), last(), last())
    assert (repeated.status, len(repeated.findings)) == ("completed", 1)


def test_a_request_that_only_loads_the_model_has_an_empty_answer():
    """The API answers `done_reason: load` to an empty list of messages."""
    made = convert(line(done=True, done_reason="load"))
    assert (made.status, made.output, made.response["usage"]) == ("completed", [], None)


@pytest.mark.parametrize(
    ("body", "code", "kind", "message"),
    [
        ({"error": "model 'x' not found"}, "provider_error", "server_error", "model 'x' not found"),
        ({"error": "gone", "StatusCode": 404}, "provider_error", "not_found", "gone"),
        ({"error": {"message": "slow", "code": "busy", "status": 429}}, "busy", "too_many_requests", "slow"),
        ({"error": 7}, "provider_error", "server_error", "The provider reported an error."),
    ],
)
def test_an_error_is_a_failed_response(body: Any, code: str, kind: str, message: str):
    """Issue 5: error lines, and HTTP error bodies instead of streams."""
    for source, text in (([body], ""), ([line("Hal"), body], "Hal")):
        made = convert(*source)
        assert made.response["error"] == {"code": code, "message": message}
        assert made.of_type("error")[0]["error"]["type"] == kind
        assert (made.text, made.findings) == (text, [])
    after = convert(body, line("x"), last())
    assert (after.status, len(after.findings)) == ("failed", 2)


def test_a_source_that_stops_is_truncated():
    """Issue 5: never a silent completed response."""
    made = convert(line("a"), line(**tools(call("f", {"a": 1}))))
    assert made.response["error"]["code"] == "stream_truncated"
    assert made.messages == ["The source ended before the response did"]


def test_what_the_response_has_no_place_for_is_one_event():
    """Bridge-formats 0, rule 5."""
    made = convert(line("a", remote_host="https://o.test"), last(message={"images": ["AA=="]}))
    (event,) = made.of_type("ollama:response_metadata")
    assert event["data"] == {"remote_host": "https://o.test", "images": ["AA=="]}


def test_a_line_without_any_known_field_is_kept_or_skipped():
    """Options of every bridge."""
    made = convert({"status": "pulling"}, last("a"), slug="local")
    assert made.of_type("local:raw_event")[0]["data"] == {"status": "pulling"}
    assert (made.status, len(made.findings)) == ("completed", 1)
    assert convert({"x": 1}, last("a"), unknown="skip").of_type("ollama:raw_event") == []


@pytest.mark.parametrize(
    ("source", "field"),
    [
        ({"message": 7}, "message"),
        (line(message={"content": 7}), "message.content"),
        (line(message={"thinking": []}), "message.thinking"),
        (line(message={"tool_calls": 7}), "message.tool_calls"),
        (line(**tools(7)), "message.tool_calls[0].function"),
        (line(**tools({"function": 7})), "message.tool_calls[0].function"),
        (line(**tools(call(None, {}))), "message.tool_calls[0].function.name"),
        (line(done="true"), "done"),  # type: ignore[arg-type]
        (line(done_reason=7), "done_reason"),
        ("not JSON", None),
    ],
)
def test_a_field_of_another_type_is_a_finding_with_its_path(source: Any, field: str | None):
    """Issue 5, bad input: findings with positions; the rest of the stream is read."""
    made = convert(source, last("after"))
    assert (made.findings[0].line, made.findings[0].field) == (1, field)
    assert (made.status, made.text) == ("completed", "after")


@pytest.mark.parametrize("count", ["7", -1, True, 1.5])
def test_a_count_that_is_none_is_left_out(count: Any):
    """Usage is exact or absent."""
    made = convert(last("a", prompt_eval_count=count, eval_count=None))
    assert (made.response["usage"], made.fields) == (None, ["prompt_eval_count"])


def test_arguments_may_be_text_and_odd_ones_are_kept_with_a_finding():
    """Gateways in front of Ollama write them as JSON text."""
    made = convert(line(**tools(call("f", '{"a":1}'), call("g", [1]))), last())
    assert (made.arguments, len(made.findings)) == (['{"a":1}', "[1]"], 1)


@pytest.mark.parametrize("before", range(0, 320, 29))
def test_a_number_too_large_for_a_double_is_a_finding_wherever_it_stands(before: int):
    """Found by reading: the search for long runs of digits looks at one place in 300."""
    made = convert(f'{{"message": {{"content": "{"x" * before}"}}, "eval_count": 1{"0" * 309}.5}}', last("a"))
    assert (made.text, made.messages) == ("a", ["The line is not usable JSON: a number is too large"])


def test_the_page_has_every_row_of_the_tables():
    """Issue 5, it must show 4: the mapping tables of docs/ollama.md are the bridge's own."""
    page = (Path(__file__).resolve().parents[1] / "docs" / "ollama.md").read_text("utf-8").splitlines()
    rows = [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in page if line.startswith("|")]
    for reason, ending in DONE_REASONS.items():
        assert (f"`{reason}`", "completed" if ending.reason is None else f"incomplete: `{ending.reason}`") in rows
    for target, name in USAGE.items():
        assert (f"`{target}`", f"`{name}`") in rows
    fields = " ".join(row[0] for row in rows)
    for name in MESSAGE:
        assert f"`message.{name}`" in fields
    for name in LINE.keys() - {"message"}:
        assert f"`{name}`" in fields


@pytest.mark.parametrize("source", [(), ("",), ("no json",)])
def test_a_source_without_a_response_makes_a_failed_one(source: tuple[object, ...]):
    """Issue 4: every broken source gives findings and a legal, terminated stream."""
    made = convert(*source)
    assert [response["error"]["code"] for response in made.responses] == ["stream_truncated"]
    assert "The source holds no response" in made.messages


@pytest.mark.parametrize("reason", [7, True, ["stop"], {}])
def test_a_reason_that_is_no_text_never_completes(reason: Any):
    """Issue 5, bad input: never a silent completed response; the usage is kept."""
    made = convert(line("a"), last(done_reason=reason))
    assert [(made_response["status"], made_response["usage"]["total_tokens"]) for made_response in made.responses] == [
        ("failed", 18)
    ]
    assert made.fields == ["done_reason"]
