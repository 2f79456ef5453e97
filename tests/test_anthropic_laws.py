"""Laws of the bridge from Anthropic's Messages API over generated messages and over any JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from openresponses_sdk.bridges.anthropic_blocks import BLOCKS, DELTAS
from openresponses_sdk.bridges.anthropic_messages import EVENTS
from openresponses_sdk.bridges.anthropic_outcome import STOP_REASONS
from openresponses_sdk.bridges.anthropic_thinking import thinking_block
from tests.anthropic_streams import Converted, Event, begin, delta, end, start, stop, text, thinking, tool

FRAGMENTS = st.lists(st.text(max_size=4), max_size=3)
OBJECTS = st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=3), max_size=2)
IDS = st.sampled_from(["a", "b", ""])


@st.composite
def blocks(draw: st.DrawFn) -> list[Event]:
    """The events of one block, of index 0."""
    kind = draw(st.sampled_from(["text", "cited", "thinking", "redacted", "tool", "whole", "server", "result"]))
    if kind in ("text", "cited"):
        cited = {"type": "char_location", "url": draw(st.sampled_from(["https://a.test", None]))}
        return text(0, *draw(FRAGMENTS), citations=[cited] if kind == "cited" else [])
    if kind == "thinking":
        return thinking(0, *draw(FRAGMENTS), signature=draw(st.text("ab", min_size=1, max_size=3)))
    if kind == "redacted":
        return [begin(0, "redacted_thinking", data=draw(st.text("ab", min_size=1, max_size=3))), stop(0)]
    if kind == "whole":
        return [begin(0, "tool_use", id=draw(IDS), name="n", input=draw(OBJECTS)), stop(0)]
    written = json.dumps(draw(OBJECTS))
    cut = draw(st.integers(0, len(written)))
    if kind == "tool":
        return tool(0, written[:cut], written[cut:], id=draw(IDS))
    if kind == "server":
        deltas = [delta(0, "input_json_delta", partial_json=part) for part in (written[:cut], written[cut:])]
        return [begin(0, "server_tool_use", id=draw(IDS), name="web_search", input={}), *deltas, stop(0)]
    return [begin(0, "web_search_tool_result", tool_use_id=draw(IDS), content=[]), stop(0)]


def numbered(made: list[list[Event]]) -> list[list[Event]]:
    return [[{**event, "index": index} for event in events] for index, events in enumerate(made)]


CONTENTS = st.lists(blocks(), max_size=6).map(numbered)


def interleaved(draw: st.DrawFn, content: list[list[Event]]) -> list[Event]:
    """The events of all blocks, those of each in their order, and the blocks in the order of their starts."""
    left = [list(events) for events in content]
    begun, mixed = 0, []
    while any(left):
        ready = [at for at in range(min(begun + 1, len(left))) if left[at]]
        at = draw(st.sampled_from(ready))
        begun = max(begun, at + 1)
        mixed.append(left[at].pop(0))
    return mixed


def read(content: list[list[Event]]) -> list[Any]:
    """What the blocks say, read without the bridge: runs of text, thinking blocks, calls, the types of others."""
    said: list[Any] = []
    for first, *rest in content:
        block = first["content_block"]
        deltas = [event["delta"] for event in rest if event["type"] == "content_block_delta"]
        joined = {
            name: "".join(entry.get(name, "") for entry in deltas) for name in ("text", "thinking", "partial_json")
        }
        if block["type"] == "text":
            if not joined["text"] and not any("citation" in entry for entry in deltas):
                continue
            if said and said[-1][0] == "text":
                said[-1] = ("text", said[-1][1] + joined["text"])
            else:
                said.append(("text", joined["text"]))
        elif block["type"] == "thinking":
            said.append(
                ("block", {"type": "thinking", "thinking": joined["thinking"], "signature": deltas[-1]["signature"]})
            )
        elif block["type"] == "redacted_thinking":
            said.append(("block", block))
        elif block["type"] == "tool_use":
            said.append(("call", json.loads(joined["partial_json"] or json.dumps(block["input"]))))
        else:
            said.append(("other", block["type"], json.loads(joined["partial_json"] or "null")))
    return said


def written(output: list[dict[str, Any]]) -> list[Any]:
    """The same of the items that the bridge made."""
    said: list[Any] = []
    for item in output:
        if item["type"] == "message":
            said.append(("text", "".join(part["text"] for part in item["content"])))
        elif item["type"] == "reasoning":
            whole = "".join(part["text"] for part in item.get("content") or [])
            said.append(("block", thinking_block(item.get("encrypted_content"), whole)))
        elif item["type"] == "function_call":
            said.append(("call", json.loads(item["arguments"] or "{}")))
        else:
            said.append(("other", item["type"].removeprefix("anthropic:"), item.get("input") or None))
    return said


def normal(said: list[Any]) -> list[Any]:
    """An empty input of a server's tool and none are the same."""
    return [(entry[0], entry[1], entry[2] or None) if entry[0] == "other" else entry for entry in said]


@given(data=st.data(), content=CONTENTS, reason=st.sampled_from(sorted(STOP_REASONS)))
@settings(max_examples=60, deadline=None)
def test_what_the_blocks_say_is_what_the_items_hold(data: st.DataObject, content: list[list[Event]], reason: str):
    """Issue 5, it must show 2: in order and interleaved, with repeated ids; compared without the bridge's tables."""
    ordered = Converted([start(), *(event for events in content for event in events), *end(reason)])
    mixed = Converted([start(), *interleaved(data.draw, content), *end(reason)])
    for converted in (ordered, mixed):
        assert converted.errors == []
        assert written(converted.output) == normal(read(content))
        ids = [item["call_id"] for item in converted.output if item["type"] == "function_call"]
        assert len(ids) == len(set(ids))
    assert ordered.findings == []


@given(content=CONTENTS)
@settings(max_examples=40, deadline=None)
def test_a_message_is_the_same_whole_and_streamed(content: list[list[Event]]):
    """Issue 5: message events and whole messages; the second is made by joining the deltas of the first."""
    body = {**start(stop_reason="end_turn")["message"], "content": [joined(events) for events in content]}
    streamed = Converted([start(), *(event for events in content for event in events), *end(usage={})])
    whole = Converted([body])
    assert whole.errors == []
    assert written(whole.output) == written(streamed.output)


def joined(events: list[Event]) -> Event:
    """The block that its events describe."""
    block = {"citations": [], **events[0]["content_block"]}
    chunks = ""
    for event in events[1:-1]:
        fields = event["delta"]
        chunks += fields.get("partial_json", "")
        block["citations"] = block["citations"] + ([fields["citation"]] if "citation" in fields else [])
        for name in ("text", "thinking", "signature"):
            if name in fields:
                block[name] = block.get(name, "") + fields[name]
    return {**block, "input": json.loads(chunks)} if chunks.strip() else block


@given(data=st.data(), content=CONTENTS)
@settings(max_examples=60, deadline=None)
def test_a_stream_cut_anywhere_fails_and_keeps_what_it_said(data: st.DataObject, content: list[list[Event]]):
    """Issue 5, it must show 2: cuts at every event; never a completed response, and nothing said twice."""
    source = [start(), *interleaved(data.draw, content), *end()]
    source = source[: data.draw(st.integers(1, len(source) - 1))]
    converted = Converted(source)
    assert converted.errors == []
    assert (converted.response["status"], converted.response["error"]["code"]) == ("failed", "stream_truncated")
    for name, kind in (("text", "message"), ("thinking", "reasoning")):
        parts = [part for item in converted.output if item["type"] == kind for part in item.get("content") or []]
        said = [event["delta"].get(name, "") for event in source if event["type"] == "content_block_delta"]
        assert Counter("".join(part["text"] for part in parts)) == Counter("".join(said))


@given(data=st.data(), content=CONTENTS)
@settings(max_examples=60, deadline=None)
def test_events_lost_doubled_or_swapped_leave_a_legal_stream(data: st.DataObject, content: list[list[Event]]):
    """Issue 5, bad input: broken order, missing stops, spliced messages."""
    source = [start(), *(event for events in content for event in events), *end()]
    for _ in range(data.draw(st.integers(1, 3))):
        at, other = (data.draw(st.integers(0, len(source) - 1)) for _ in range(2))
        change = data.draw(st.sampled_from(["lose", "double", "swap", "splice"]))
        if change == "lose" and len(source) > 1:
            del source[at]
        elif change == "double":
            source.insert(at, source[at])
        elif change == "swap":
            source[at], source[other] = source[other], source[at]
        else:
            source.insert(at, start(data.draw(IDS)))
    converted = Converted(source)
    assert converted.errors == []
    assert len(converted.streams) == len(converted.responses) >= 1
    for response in converted.responses:
        assert response["status"] in ("completed", "incomplete", "failed")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
WORDS = st.sampled_from([*EVENTS, *BLOCKS, *DELTAS, *STOP_REASONS, "self", "id", "status", "content"])
NAMES = st.sampled_from(
    ["index", "content_block", "delta", "message", "usage", "error", "text", "thinking", "signature", "data", "id",
     "name", "input", "partial_json", "citation", "citations", "content", "stop_reason", "output_tokens",
     "input_tokens", "output_tokens_details", "thinking_tokens", "model", "role", "url", "title", "self", "status",
     "is_error", "code"]
)  # fmt: skip
VALUES = st.recursive(
    JSON | WORDS | st.integers(0, 2),
    lambda inner: (
        st.builds(
            lambda kind, fields: {"type": kind, **fields}, WORDS | JSON, st.dictionaries(NAMES, inner, max_size=4)
        )
        | st.lists(inner, max_size=2)
    ),
    max_leaves=8,
)
GARBAGE = st.builds(
    lambda kind, fields: {"type": kind, **fields}, st.sampled_from(list(EVENTS)) | JSON, st.dictionaries(NAMES, VALUES)
)


@given(source=st.lists(GARBAGE, max_size=6), at=st.integers(0, 6))
@settings(max_examples=150, deadline=None)
def test_any_values_in_any_field_raise_nothing(source: list[Event], at: int):
    """Issue 5, bad input: wrong types anywhere are findings, and what was begun has a legal end."""
    source.insert(min(at, len(source)), start())
    converted = Converted(source)
    assert converted.errors == []
    assert all(stream[-1]["type"] != "response.in_progress" for stream in converted.streams)


@given(data=st.data(), content=CONTENTS, value=JSON)
@settings(max_examples=150, deadline=None)
def test_a_wrong_value_in_one_field_of_a_good_stream_raises_nothing(
    data: st.DataObject, content: list[list[Event]], value: Any
):
    """Issue 5, bad input: a message that is right but for one field."""
    source = json.loads(json.dumps([start(), *(event for events in content for event in events), *end()]))
    place = data.draw(st.sampled_from(source))
    while True:
        name = data.draw(st.sampled_from(sorted(place)))
        if isinstance(place[name], dict) and place[name] and data.draw(st.booleans()):
            place = place[name]
        else:
            break
    place[name] = value
    converted = Converted(source)
    assert converted.errors == []
    assert len(converted.streams) == len(converted.responses) >= 1
