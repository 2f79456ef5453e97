"""The bridge from the agent event log: each rule of its docstring, each dialect, and every kind of bad input."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_sdk.bridges.thread_events import ThreadEventBridge
from openresponses_sdk.bridges.thread_items import CallIds
from openresponses_sdk.extensions import is_valid_extension_type
from openresponses_sdk.ids import SeededIds
from openresponses_sdk.validator import iter_violations

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "agent-session.jsonl"
STARTED, COMPLETED = {"type": "turn.started"}, {"type": "turn.completed"}
TURN_ENDS = ("turn.completed", "turn.failed")


class Converted:
    """What the bridge made of a log: the events of each stream as plain JSON, the responses and the findings."""

    def __init__(self, lines: list[Any], **options: Any) -> None:
        events: list[Any] = []
        bridge = ThreadEventBridge(events.append, ids=SeededIds(1), clock=lambda: 1_700_000_000, **options)
        for line in lines:
            bridge.receive(line)
        bridge.receive_eof()
        self.findings = bridge.findings
        self.responses = [json.loads(response.to_json()) for response in bridge.responses]
        self.events = [json.loads(event.to_json()) for event in events]
        self.streams: list[list[dict[str, Any]]] = []
        for event in self.events:
            if event["type"] == "response.created":
                self.streams.append([])
            self.streams[-1].append(event)

    @property
    def output(self) -> list[dict[str, Any]]:
        """The items of the only response."""
        (response,) = self.responses
        return response["output"]

    def of_type(self, event_type: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == event_type]


def convert(*lines: Any, **options: Any) -> Converted:
    """Convert a log and make sure that every stream of it is legal."""
    converted = Converted(list(lines), **options)
    for stream in converted.streams:
        errors = [violation for violation in iter_violations(stream) if violation.severity == "error"]
        assert errors == []
    return converted


def item(step: str, kind: str, item_id: str | None = "i1", **fields: Any) -> dict[str, Any]:
    identity = {} if item_id is None else {"id": item_id}
    return {"type": f"item.{step}", "item": {**identity, "type": kind, **fields}}


def enveloped(event: Mapping[str, Any]) -> dict[str, Any]:
    return {"schema_version": "0.4.0", "event": dict(event)}


def text(message: dict[str, Any]) -> str:
    return "".join(part["text"] for part in message["content"])


# Turns


def test_each_turn_is_one_response_chained_to_the_one_before():
    """Issue 2, the agent log: one turn is one response, sequence numbers restart."""
    message = item("completed", "agent_message", text="done")
    converted = convert({"type": "thread.started", "thread_id": "t"}, STARTED, message, COMPLETED, STARTED, COMPLETED)
    first, second = converted.responses
    assert (first["previous_response_id"], second["previous_response_id"]) == (None, first["id"])
    assert [response["status"] for response in converted.responses] == ["completed", "completed"]
    assert [response["metadata"] for response in converted.responses] == [{"codex.thread_id": "t"}] * 2
    for stream in converted.streams:
        assert [event["sequence_number"] for event in stream] == list(range(len(stream)))


def test_items_before_a_turn_belong_to_it():
    """Issue 2: items outside a turn belong to the next turn."""
    converted = convert(item("completed", "error", message="old model"), STARTED, COMPLETED)
    assert [entry["type"] for entry in converted.output] == ["codex:error"]
    assert converted.findings == []


def test_items_without_any_turn_make_one_failed_response():
    """Issue 2: if no turn follows and no response was made, they form one that fails with `stream_truncated`."""
    converted = convert(item("completed", "agent_message", text="hello"))
    (response,) = converted.responses
    assert (response["status"], response["error"]["code"]) == ("failed", "stream_truncated")
    assert text(response["output"][0]) == "hello"


def test_what_follows_the_last_turn_is_a_finding():
    """Issue 2: anything after a turn's end that belongs to no turn is a finding."""
    converted = convert(
        STARTED,
        COMPLETED,
        item("completed", "harness", event="saved"),
        {"type": "thread.completed", "thread_id": "t"},
    )
    assert len(converted.responses) == 1
    assert [(finding.line, finding.event) for finding in converted.findings] == [
        (3, "item.completed"),
        (4, "thread.completed"),
    ]


def test_a_log_that_stops_inside_a_turn_fails_it():
    """Issue 2: it fails with `stream_truncated` and is never completed; what was said is kept."""
    converted = convert(STARTED, item("started", "agent_message", text="half a"))
    (response,) = converted.responses
    assert (response["status"], response["error"]["code"]) == ("failed", "stream_truncated")
    assert response["output"][0]["status"] == "in_progress"
    assert text(response["output"][0]) == "half a"


def test_a_turn_inside_a_turn_fails_the_earlier_one():
    """The earlier turn has no end on record, so it is a truncated one."""
    converted = convert(STARTED, STARTED, COMPLETED)
    assert [response["status"] for response in converted.responses] == ["failed", "completed"]
    assert converted.findings[0].line == 2


def test_an_end_without_a_beginning_is_noticed():
    """A log may start inside a turn: its items are kept; an end that ends nothing is a finding."""
    late = convert(item("completed", "agent_message", text="a"), COMPLETED, COMPLETED)
    assert [response["status"] for response in late.responses] == ["completed"]
    assert [finding.line for finding in late.findings] == [2, 3]


def test_another_thread_starts_another_chain():
    """Two sessions in one file do not continue each other."""
    threads = [{"type": "thread.started", "thread_id": name} for name in "ab"]
    converted = convert(threads[0], STARTED, COMPLETED, threads[1], STARTED, COMPLETED)
    assert [response["previous_response_id"] for response in converted.responses] == [None, None]
    assert [response["metadata"]["codex.thread_id"] for response in converted.responses] == ["a", "b"]


# How a turn ends


@pytest.mark.parametrize(
    ("failed", "code", "kind", "message"),
    [
        ({"message": "turn cancelled"}, "cancelled", "server_error", "turn cancelled"),
        ({"error": {"message": "out of disk"}}, "turn_failed", "server_error", "out of disk"),
        (
            {"error": {"message": '{"status":400,"error":{"type":"invalid_request_error","message":"no such model"}}'}},
            "invalid_request_error",
            "invalid_request",
            "no such model",
        ),
        (
            {"error": {"message": '{"status":429,"error":{"code":"slow_down","message":"later"}}'}},
            "slow_down",
            "too_many_requests",
            "later",
        ),
        ({"error": {"message": "{not json"}}, "turn_failed", "server_error", "{not json"),
        ({"error": 7}, "turn_failed", "server_error", "The turn failed."),
    ],
)
def test_a_failed_turn_says_why(failed: dict[str, Any], code: str, kind: str, message: str):
    """The format page: `error`, then response.failed; a JSON error inside the message is unwrapped."""
    converted = convert(STARTED, item("started", "agent_message", text="so"), {"type": "turn.failed", **failed})
    (response,) = converted.responses
    assert response["error"] == {"code": code, "message": message}
    (event,) = converted.of_type("error")
    assert (event["error"]["type"], event["error"]["code"], event["error"]["message"]) == (kind, code, message)
    assert text(response["output"][0]) == "so"


def test_an_error_that_the_turn_survives_is_a_warning():
    """The format page: a top-level error with more events after it is not fatal."""
    error = {"type": "error", "message": "Reconnecting 1/5"}
    converted = convert(STARTED, error, item("completed", "agent_message", text="ok"), COMPLETED)
    (warning,) = converted.of_type("codex:warning")
    assert warning["message"] == "Reconnecting 1/5"
    assert converted.responses[0]["status"] == "completed"


def test_an_error_that_ends_the_turn_is_told_once():
    """Codex writes the fatal error twice, as `error` and in `turn.failed`."""
    converted = convert(
        STARTED, {"type": "error", "message": "limit"}, {"type": "turn.failed", "error": {"message": "limit"}}
    )
    assert converted.of_type("codex:warning") == []
    assert converted.responses[0]["error"]["message"] == "limit"


def test_an_error_before_the_end_of_a_log_is_named():
    """The log stops, so the code is `stream_truncated`; the reason that it gave is not lost."""
    converted = convert(STARTED, {"type": "error", "message": "no network"})
    error = converted.responses[0]["error"]
    assert error["code"] == "stream_truncated"
    assert "no network" in error["message"]


def test_usage_is_mapped_and_all_zero_usage_is_none():
    """Issue 2: all-zero usage is null. The format page: input includes cached, total is the sum."""
    usage = {"input_tokens": 10, "cached_input_tokens": 4, "output_tokens": 3, "reasoning_output_tokens": 2}
    converted = convert(
        STARTED,
        {**COMPLETED, "usage": usage},
        STARTED,
        {**COMPLETED, "usage": dict.fromkeys(usage, 0)},
        STARTED,
        {**COMPLETED, "usage": {"input_tokens": "many"}},
    )
    counted, zero, wrong = (response["usage"] for response in converted.responses)
    assert counted == {
        "input_tokens": 10,
        "input_tokens_details": {"cached_tokens": 4},
        "output_tokens": 3,
        "output_tokens_details": {"reasoning_tokens": 2},
        "total_tokens": 13,
    }
    assert zero is None
    assert wrong is None
    assert [(finding.line, finding.field) for finding in converted.findings] == [(6, "usage.input_tokens")]


# Text


def test_repeated_text_becomes_deltas():
    """Issue 2: cumulative text becomes suffix deltas."""
    steps = ["He", "Hello", "Hello, wörld"]
    converted = convert(
        STARTED,
        item("started", "agent_message", text=steps[0]),
        item("updated", "agent_message", text=steps[1]),
        item("completed", "agent_message", text=steps[2]),
        COMPLETED,
    )
    assert [event["delta"] for event in converted.of_type("response.output_text.delta")] == ["He", "llo", ", wörld"]
    assert converted.findings == []


@pytest.mark.parametrize("cut", ["\\ud83d", "\ufffd", "\ufffd\ufffd"])
def test_half_a_character_is_held_back(cut: str):
    """Issue 2: safe across Unicode. A snapshot can end inside a character."""
    converted = convert(
        STARTED,
        '{"type":"item.started","item":{"id":"a","type":"agent_message","text":"ok ' + cut + '"}}',
        item("completed", "agent_message", "a", text="ok 😀!"),
        COMPLETED,
    )
    assert [event["delta"] for event in converted.of_type("response.output_text.delta")] == ["ok ", "😀!"]
    assert converted.findings == []


def test_a_lone_surrogate_that_stays_becomes_a_replacement_character():
    """UTF-8 cannot hold it, and the event must be writable."""
    converted = convert(
        STARTED, '{"type":"item.completed","item":{"id":"a","type":"agent_message","text":"x\\ud83d"}}', COMPLETED
    )
    assert text(converted.output[0]) == "x\ufffd"


def test_a_replaced_text_gets_an_item_of_its_own():
    """Issue 2: safe across replacement. A sent delta cannot be undone, and the final text must be in the response."""
    converted = convert(
        STARTED,
        item("started", "agent_message", text="I think"),
        item("updated", "agent_message", text="We know"),
        item("completed", "agent_message", text="We know it."),
        COMPLETED,
    )
    assert [text(message) for message in converted.output] == ["I think", "We know it."]
    assert [(finding.line, finding.event, finding.field) for finding in converted.findings] == [
        (3, "item.updated", "item.text")
    ]


def test_a_text_that_comes_back_needs_no_new_item():
    """What does not fit is held back, in case the next snapshot fits again."""
    converted = convert(
        STARTED,
        item("started", "agent_message", text="Hello"),
        item("updated", "agent_message", text="Hell"),
        item("completed", "agent_message", text="Hello there"),
        COMPLETED,
    )
    assert [text(message) for message in converted.output] == ["Hello there"]


def test_reasoning_is_a_summary_in_codex_and_raw_text_in_vtcode():
    """The format page: Codex logs a generated summary, VT Code what the provider streams."""
    lines = [STARTED, item("completed", "reasoning", text="hm"), COMPLETED]
    codex = convert(*lines).output[0]
    vtcode = convert(*map(enveloped, lines)).output[0]
    assert (codex["summary"], codex.get("content") or []) == ([{"type": "summary_text", "text": "hm"}], [])
    assert (vtcode["summary"], vtcode["content"]) == ([], [{"type": "reasoning_text", "text": "hm"}])


def test_a_phase_is_kept_and_an_unknown_one_is_an_extension():
    """The format page: Codex marks remarks and the answer; the specification has a closed list of phases."""
    converted = convert(
        STARTED,
        item("completed", "agent_message", "a", text="first", phase="commentary"),
        item("completed", "agent_message", "b", text="then", phase="musing"),
        COMPLETED,
    )
    known, unknown = converted.output
    assert (known["phase"], unknown["codex:phase"]) == ("commentary", "musing")


def test_items_may_be_open_at_the_same_time():
    """The format page: reasoning and message interleave, commands overlap."""
    converted = convert(
        STARTED,
        item("started", "reasoning", "r", text="a"),
        item("started", "agent_message", "m", text="b"),
        item("updated", "reasoning", "r", text="aa"),
        item("completed", "agent_message", "m", text="bb"),
        item("completed", "reasoning", "r", text="aaa"),
        COMPLETED,
    )
    reasoning, message = converted.output
    assert (reasoning["summary"][0]["text"], text(message)) == ("aaa", "bb")


# Tool calls


def invocation(step: str, item_id: str = "c", **fields: Any) -> dict[str, Any]:
    return item(step, "tool_invocation", item_id, **{"tool_name": "read", **fields})


def test_a_tool_call_and_its_output_are_a_pair():
    """Issue 2: paired items; null, fragments and then an object become the arguments, sent once."""
    converted = convert(
        STARTED,
        invocation("started", tool_call_id="call_9"),
        invocation("updated", tool_call_id="call_9", arguments=None),
        invocation("updated", tool_call_id="call_9", arguments='{"pa'),
        invocation("completed", tool_call_id="call_9", arguments={"path": "ä.md"}, status="failed"),
        item("started", "tool_output", "c:output", call_id="c", output=""),
        item("completed", "tool_output", "c:output", call_id="c", output="nope", exit_code=1, status="failed"),
        COMPLETED,
    )
    call, output = converted.output
    assert (call["type"], call["name"], call["arguments"]) == ("function_call", "read", '{"path":"ä.md"}')
    assert call["call_id"] == output["call_id"] == "call_9"
    assert (output["output"], output["vtcode:status"], output["vtcode:exit_code"]) == ("nope", "failed", 1)
    assert len(converted.of_type("response.function_call_arguments.done")) == 1
    assert converted.findings == []


def test_repeated_ids_are_told_apart():
    """Issue 2: ids that repeat within a log are told apart, and call ids are unique (OR-GRAM-37)."""
    pair = [
        invocation("started", tool_call_id="t", arguments={}),
        invocation("completed", tool_call_id="t", arguments={}),
        item("completed", "tool_output", "c:output", call_id="c", tool_call_id="t", output="same"),
    ]
    converted = convert(STARTED, *pair, *pair, COMPLETED)
    assert [entry["call_id"] for entry in converted.output] == ["t", "t", "t_2", "t_2"]
    assert converted.output[2]["vtcode:tool_call_id"] == "t"
    assert converted.findings == []


def test_long_call_ids_stay_unique_within_64_characters():
    """Issue 2: at most 64 characters."""
    calls = [invocation("completed", f"c{n}", tool_call_id="x" * 70) for n in range(3)]
    ids = [entry["call_id"] for entry in convert(STARTED, *calls, COMPLETED).output]
    assert len(set(ids)) == 3
    assert {len(call_id) for call_id in ids} == {64}


@pytest.mark.parametrize(
    ("fields", "output"),
    [
        ({"result": {"content": [{"type": "text", "text": "hi"}], "structured_content": None}}, "hi"),
        ({"result": {"content": [], "structured_content": {"n": 1}}}, '{"content":[],"structured_content":{"n":1}}'),
        ({"result": "plain"}, "plain"),
        ({"result": None, "error": {"message": "refused"}}, "refused"),
        ({}, ""),
    ],
)
def test_an_mcp_call_is_a_pair(fields: dict[str, Any], output: str):
    """Issue 2: the name is `server__tool` in allowed characters; the original is in extension fields."""
    names = {"server": "my docs", "tool": "find.page"}
    converted = convert(
        STARTED,
        item("started", "mcp_tool_call", **names),
        item("completed", "mcp_tool_call", **names, arguments={"q": 1}, **fields),
        COMPLETED,
    )
    call, result = converted.output
    assert (call["name"], call["arguments"]) == ("my_docs__find_page", '{"q":1}')
    assert (call["codex:server"], call["codex:tool"]) == ("my docs", "find.page")
    assert (result["call_id"], result["output"]) == (call["call_id"], output)


def test_an_mcp_name_has_at_most_64_characters():
    """Issue 2, and the pattern of function names in requests."""
    converted = convert(STARTED, item("completed", "mcp_tool_call", server="s" * 60, tool="t" * 60), COMPLETED)
    assert converted.output[0]["name"] == "s" * 60 + "__tt"


def test_an_output_without_its_call_is_kept_apart():
    """OR-GRAM-37: a function call output refers to a known call; the bridge invents none."""
    converted = convert(STARTED, item("completed", "tool_output", call_id="gone", output="x"), COMPLETED)
    assert [entry["type"] for entry in converted.output] == ["vtcode:tool_output"]
    assert [finding.field for finding in converted.findings] == ["item.call_id"]


def test_tool_calls_can_stay_extension_items():
    """DESIGN section 5: the switch map_tool_calls."""
    converted = convert(
        STARTED,
        invocation("completed", arguments={}),
        item("completed", "tool_output", "o", call_id="c", output="x"),
        COMPLETED,
        map_tool_calls=False,
    )
    assert [entry["type"] for entry in converted.output] == ["vtcode:tool_invocation", "vtcode:tool_output"]


@pytest.mark.parametrize("end", [COMPLETED, {"type": "turn.failed", "message": "x"}], ids=["completed", "failed"])
@pytest.mark.parametrize(
    "late",
    [item("completed", "agent_message", "z", text="late"), COMPLETED, {"type": "error", "message": "late"}],
    ids=["item", "end", "error"],
)
@pytest.mark.parametrize("map_tool_calls", [True, False])
def test_what_comes_after_the_end_of_a_turn_is_a_finding_and_changes_nothing(
    end: dict[str, Any], late: dict[str, Any], map_tool_calls: bool
):
    """Issue 4: late events after a terminal are findings."""
    lines = [STARTED, item("completed", "agent_message", "a", text="on time"), end]
    timely = convert(*lines, map_tool_calls=map_tool_calls)
    converted = convert(*lines, late, map_tool_calls=map_tool_calls)
    assert converted.events == timely.events
    assert [finding.line for finding in converted.findings] == [4]


@pytest.mark.parametrize("map_tool_calls", [True, False])
def test_what_the_log_does_not_define_can_be_left_out(map_tool_calls: bool):
    """Issue 4: unknown source events are kept as custom events, or skipped: choice."""
    lines = [STARTED, invocation("completed"), {"type": "novelty"}, item("completed", "new_kind", "n"), COMPLETED]
    kept = convert(*lines, map_tool_calls=map_tool_calls)
    skipped = convert(*lines, map_tool_calls=map_tool_calls, unknown="skip")
    assert kept.output[1]["type"] == "vtcode:new_kind"
    assert [entry["type"] for entry in skipped.output] == [kept.output[0]["type"]]
    assert (len(kept.of_type("vtcode:raw_event")), skipped.of_type("vtcode:raw_event")) == (1, [])
    assert [finding.line for finding in skipped.findings] == [finding.line for finding in kept.findings] == [3, 4]
    with pytest.raises(ValueError, match="unknown"):
        convert(STARTED, unknown="drop")


def test_aliased_events_can_be_written_in_the_names_of_the_dialect():
    """DESIGN: the dialect chooses the written names of aliased events."""
    bridge_events: list[Any] = []
    bridge = ThreadEventBridge(bridge_events.append, dialect="openai")
    for line in (STARTED, invocation("completed"), item("completed", "reasoning", "r", text="hm"), COMPLETED):
        bridge.receive(line)
    assert "response.reasoning_text.delta" in [event.type for event in bridge_events]


def test_a_call_that_its_turn_leaves_open_is_closed_with_a_finding():
    """VT Code logs the call while it streams in and again, under another id, when it runs."""
    converted = convert(STARTED, invocation("started"), invocation("updated", arguments={"a": 1}), COMPLETED)
    (call,) = converted.output
    assert (call["status"], call["arguments"], call["vtcode:status"]) == ("completed", '{"a":1}', "interrupted")
    assert [finding.line for finding in converted.findings] == [3]


def test_a_call_that_a_failed_turn_leaves_open_keeps_what_is_known():
    """DESIGN: fail leaves open items in progress with their partial content."""
    converted = convert(STARTED, invocation("started", arguments='{"a'), {"type": "turn.failed", "message": "x"})
    (call,) = converted.output
    assert (call["status"], call["arguments"]) == ("in_progress", '{"a')


# Extension items


@pytest.mark.parametrize(
    "kind", ["command_execution", "file_change", "web_search", "plan", "todo_list", "harness", "collab_tool_call"]
)
def test_what_has_no_standard_type_becomes_an_extension_item(kind: str):
    """Issue 2: commands, file changes, searches, plans, to-do lists and harness events."""
    converted = convert(
        STARTED,
        item("started", kind, detail=1, status="in_progress"),
        item("updated", kind, detail=2, status="in_progress"),
        item("completed", kind, detail=3, status="failed"),
        COMPLETED,
        slug="acme",
    )
    (entry,) = converted.output
    assert (entry["type"], entry["status"], entry["detail"], entry["acme:id"]) == (f"acme:{kind}", "failed", 3, "i1")
    (update,) = converted.of_type("acme:item_updated")
    assert (update["item_id"], update["output_index"], update["item"]["detail"]) == (entry["id"], 0, 2)


def test_an_extension_item_that_its_turn_leaves_open_is_closed_with_a_finding():
    """`incomplete` would forbid to complete the response (OR-ITEM-04), so the status is one of ours."""
    converted = convert(STARTED, item("started", "command_execution", command="sleep 9"), COMPLETED)
    assert (converted.output[0]["status"], converted.responses[0]["status"]) == ("interrupted", "completed")
    assert len(converted.findings) == 1


@pytest.mark.parametrize("name", ["id", "type", "status", "self", "item_type", "name", "role", "sequence_number"])
def test_any_field_name_survives_in_an_unknown_item(name: str):
    """Issue 2: an unknown kind is kept, whatever its fields are called."""
    line = {"type": "item.completed", "item": {"id": "i", "type": "future-item", name: "x"}}
    if name == "type":
        line["item"]["type"] = "x"
    converted = convert(STARTED, line, COMPLETED)
    (entry,) = converted.output
    assert is_valid_extension_type(entry["type"])
    assert "x" in json.dumps(entry)
    assert [finding.field for finding in converted.findings] == ["item.type"]


def test_an_unknown_event_is_kept_and_found():
    """Issue 2: an unknown event; the format page: preserve it as `slug:raw_event`."""
    event = {"type": "future.event", "self": 1, "sequence_number": 9}
    converted = convert(STARTED, event, COMPLETED)
    (raw,) = converted.of_type("codex:raw_event")
    assert raw["data"] == event
    assert [(finding.line, finding.event, finding.field) for finding in converted.findings] == [
        (2, "future.event", "type")
    ]


@pytest.mark.parametrize(
    "event_type",
    ["plan.delta", "plan.approval.requested", "permission.resolved", "context.reset", "interjected",
     "thread.compact_boundary"],
)  # fmt: skip
def test_known_events_without_a_standard_form_become_extension_events(event_type: str):
    """The format page, section 2."""
    converted = convert(STARTED, {"type": event_type, "thread_id": "t"}, COMPLETED)
    (event,) = converted.of_type("vtcode:" + event_type.replace(".", "_"))
    assert event["data"] == {"thread_id": "t"}
    assert converted.findings == []


def test_the_oldest_dialect_is_read():
    """`item_type`, no id, a summary: the log of an early Codex."""
    converted = convert(
        STARTED,
        {"type": "item.started", "item": {"item_type": "command_execution", "command": "make"}},
        {"type": "item.completed", "item": {"item_type": "command_execution", "command": "make", "exit_code": 2}},
        {"type": "item.completed", "item": {"item_type": "reasoning", "summary": "because"}},
        COMPLETED,
    )
    command, reasoning = converted.output
    assert (command["status"], command["command"]) == ("failed", "make")
    assert reasoning["summary"][0]["text"] == "because"
    assert converted.findings == []


# Bad input

GOOD = item("completed", "agent_message", "good", text="kept")


@pytest.mark.parametrize(
    ("line", "event", "field"),
    [
        ("{oops", None, None),
        ("[1]", None, None),
        ('{"a": NaN}', None, None),
        ('{"type": "x", "n": 1e999}', None, None),
        ("[" * 100_000, None, None),
        ('{"type": "x", "deep": ' + "[" * 200 + "]" * 200 + "}", None, None),
        (b'{"type": "\xff"}', None, None),
        ('{"no": "type"}', None, "type"),
        ('{"type": 5}', None, "type"),
        ('{"schema_version": "0.4.0", "event": 5}', None, "event"),
        ('{"type": "item.started"}', "item.started", "item"),
        ('{"type": "item.started", "item": {}}', "item.started", "item.type"),
        ('{"type": "item.started", "item": {"type": []}}', "item.started", "item.type"),
        ({"type": {1, 2}}, None, None),
        (7, None, None),
        ("x" * 3000, None, None),
    ],
)
def test_a_line_that_cannot_be_read_is_a_finding(line: Any, event: str | None, field: str | None):
    """Issue 2, bad input: a finding that names line, event and field; what came before is kept."""
    converted = convert(STARTED, GOOD, line, COMPLETED, max_event_bytes=2500)
    (finding,) = converted.findings
    assert (finding.line, finding.event, finding.field) == (3, event, field)
    assert text(converted.output[0]) == "kept"
    assert converted.responses[0]["status"] == "completed"


def test_a_huge_line_says_what_the_limit_is():
    """Issue 2: a limit with a clear message."""
    converted = convert("x" * 50, max_event_bytes=10)
    assert "10" in str(converted.findings[0])


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ([item("updated", "agent_message", text="a"), item("completed", "agent_message", text="ab")], "item.id"),
        ([item("completed", "agent_message", text="a"), item("completed", "agent_message", text="a")], "item.id"),
        ([item("completed", "agent_message", text="a"), item("updated", "agent_message", text="b")], "item.id"),
        ([item("started", "agent_message", text="a"), item("started", "agent_message", text="a"),
          item("completed", "agent_message", text="a")], "item.id"),
        ([item("started", "agent_message", text="a"), item("completed", "reasoning", text="a")], "item.id"),
        ([item("completed", "agent_message", text=5)], "item.text"),
        ([item("completed", "agent_message")], "item.text"),
        ([item("completed", "agent_message", 5, text="a")], "item.id"),
        ([item("completed", "tool_invocation", tool_name=5)], "item.tool_name"),
        ([invocation("completed", arguments="{half")], "item.arguments"),
    ],
)  # fmt: skip
def test_items_that_do_not_fit_are_findings(lines: list[Any], field: str):
    """Issue 2: updated before it started, completed twice, wrong types; never an illegal stream."""
    converted = convert(STARTED, GOOD, *lines, COMPLETED)
    assert field in {finding.field for finding in converted.findings}
    assert all(finding.line and finding.line > 2 and finding.event for finding in converted.findings)
    assert text(converted.output[0]) == "kept"


def test_two_messages_under_one_id_are_both_kept():
    """A second completion with another text is another message."""
    converted = convert(STARTED, *(item("completed", "agent_message", text=said) for said in "ab"), COMPLETED)
    assert [text(message) for message in converted.output] == ["a", "b"]
    assert len(converted.findings) == 1


def test_an_empty_log_is_a_finding():
    """Issue 2, bad input: an empty file."""
    converted = convert("", b"\n")
    assert (converted.events, converted.responses, len(converted.findings)) == ([], [], 1)


def test_after_close_nothing_is_taken():
    """Nothing may follow the end of the log."""
    bridge = ThreadEventBridge(None)
    bridge.receive_eof()
    bridge.receive(STARTED)
    bridge.receive_eof()
    assert bridge.responses == []
    assert len(bridge.findings) == 2


@pytest.mark.parametrize("slug", ["a b", "", "a:b", "ä"])
def test_a_slug_must_be_one(slug: str):
    """OR-EXT-04: types are `slug:name`."""
    with pytest.raises(ValueError, match="slug"):
        ThreadEventBridge(None, slug=slug)


def test_what_a_log_lacks_is_found_where_it_should_stand():
    """Issue 2: a finding names line and event; a turn without an end is named where it began."""
    cut = convert(
        {"type": "thread.started", "thread_id": "t"}, STARTED, GOOD, item("updated", "reasoning", "r", text="a")
    )
    assert ("turn.started", 2) in [(finding.event, finding.line) for finding in cut.findings]
    for lines in ([], [""], ["", ""]):
        (finding,) = convert(*lines).findings
        assert (finding.event, finding.line) == ("turn.started", max(len(lines), 1))


def test_ids_that_all_repeat_take_linear_time():
    """A log of many calls under one id is numbered without a search from the first number each time."""

    class Counting(set[str]):
        asked = 0

        def __contains__(self, entry: object) -> bool:
            self.asked += 1
            return super().__contains__(entry)

    ids = CallIds(SeededIds(1))
    ids._used = used = Counting()
    given = [ids.assign({"tool_call_id": "t"}) for _ in range(1000)]
    assert given[:3] == ["t", "t_2", "t_3"]
    assert len(set(given)) == 1000
    assert used.asked < 3000


# Laws, first on small logs: a clone without recordings judges them too

LOGS: dict[str, tuple[list[dict[str, Any]], list[list[str]]]] = {
    "two turns": (
        [STARTED, item("completed", "agent_message", "a", text="one"), COMPLETED,
         STARTED, item("completed", "agent_message", "a", text="two"), COMPLETED],
        [["one"], ["two"]],
    ),
    "the same words twice": (
        [STARTED, *(item("completed", "agent_message", item_id, text="ok") for item_id in "ab"), COMPLETED,
         STARTED, COMPLETED],
        [["ok", "ok"], []],
    ),
    "a turn that fails after a turn without words": (
        [STARTED, COMPLETED, STARTED, item("completed", "agent_message", "a", text="so"),
         {"type": "turn.failed", "error": {"message": "no"}}],
        [[], ["so"]],
    ),
    "growing text beside a call": (
        [STARTED, item("started", "agent_message", "a", text="o"), invocation("started", tool_call_id="t"),
         item("updated", "agent_message", "a", text="on"), invocation("completed", tool_call_id="t", arguments={}),
         item("completed", "agent_message", "a", text="one"), COMPLETED],
        [["one"]],
    ),
    "words before a turn": ([item("completed", "agent_message", text="hi"), STARTED, COMPLETED], [["hi"]]),
}  # fmt: skip
each_small_log = pytest.mark.parametrize("name", LOGS)


@pytest.mark.parametrize("wrap", [dict, enveloped], ids=["bare", "enveloped"])
@each_small_log
def test_every_message_is_in_the_response_of_its_turn_once(name: str, wrap: Any):
    """Issue 2, it must show 2: the text of every message of a turn is in that turn's terminal response."""
    lines, said = LOGS[name]
    converted = convert(*map(wrap, lines))
    outputs = [stream[-1]["response"]["output"] for stream in converted.streams]
    assert [[text(entry) for entry in output if entry["type"] == "message"] for output in outputs] == said


@each_small_log
def test_a_small_log_cut_at_every_line_never_completes_the_turn_it_was_cut_in(name: str):
    """Issue 2: a log that stops inside a turn fails that response with `stream_truncated`, never completes it."""
    lines, _ = LOGS[name]
    for cut in range(1, len(lines)):
        types = [line["type"] for line in lines[:cut]]
        ends = [{"turn.completed": "completed", "turn.failed": "failed"}[t] for t in types if t in TURN_ENDS]
        is_open = types.count("turn.started") > len(ends) or not ends
        converted = convert(*lines[:cut])
        assert [response["status"] for response in converted.responses] == [*ends, *["failed"][: int(is_open)]]
        if is_open:
            assert converted.responses[-1]["error"]["code"] == "stream_truncated"


# Laws on any log

KINDS = ["agent_message", "reasoning", "tool_invocation", "tool_output", "mcp_tool_call", "todo_list", "new_kind"]
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=4), st.sampled_from(["a", "ab", "abc", "c1"]),
    st.lists(st.integers(), max_size=2), st.dictionaries(st.text(max_size=2), st.integers(), max_size=2),
)  # fmt: skip
FIELDS = ["text", "status", "tool_name", "tool_call_id", "call_id", "arguments", "output", "result", "error", "phase",
          "server", "tool", "summary", "exit_code", "name", "role", "content"]  # fmt: skip
ITEMS = st.builds(
    lambda known, fields: {**fields, **known},
    st.fixed_dictionaries(
        {"type": st.sampled_from(KINDS)}, optional={"id": st.sampled_from(["c1", "c2", "c1:output"])}
    ),
    st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=5),
)
EVENTS = st.one_of(
    st.builds(
        lambda step, entry: {"type": f"item.{step}", "item": entry},
        st.sampled_from(["started", "updated", "completed"]),
        ITEMS,
    ),
    st.builds(
        lambda event_type, fields: {"type": event_type, **fields},
        st.sampled_from(
            ["turn.started", "turn.completed", "turn.failed", "thread.started", "error", "new", "plan.delta"]
        ),
        st.dictionaries(
            st.sampled_from(["message", "error", "usage", "thread_id", "self", "data"]), VALUES, max_size=3
        ),
    ),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.one_of(EVENTS, EVENTS, EVENTS, VALUES), max_size=12), st.booleans())
def test_no_log_breaks_the_stream(lines: list[Any], map_tool_calls: bool):
    """Issue 2: never a traceback, never an illegal stream, whatever is in the log."""
    convert(STARTED, *lines, map_tool_calls=map_tool_calls)


def test_the_example_session_converts_without_a_finding():
    """Issue 2: the demo converts a session written by us, with commands, a tool call, reasoning and two turns."""
    converted = convert(*EXAMPLE.read_text(encoding="utf-8").splitlines())
    assert converted.findings == []
    assert [response["status"] for response in converted.responses] == ["completed", "completed"]
    kinds = {entry["type"] for response in converted.responses for entry in response["output"]}
    assert {"message", "reasoning", "function_call", "function_call_output", "vtcode:command_execution"} <= kinds
