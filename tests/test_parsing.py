"""Reading: anything that is JSON becomes an object or an error of ours, and nothing is lost or invented."""

from __future__ import annotations

import json
from contextlib import suppress
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openresponses_schema import CustomEvent, CustomItem, ErrorEvent, WebSocketErrorEvent
from openresponses_sdk.errors import DecodeError, OpenResponsesError
from openresponses_sdk.findings import Finding, shorten
from openresponses_sdk.parsing import Malformed, parse_event, parse_request, parse_response
from tests.streams import event, item, response

DELTA = {
    "type": "response.output_text.delta",
    "sequence_number": 3,
    "item_id": "msg_1",
    "output_index": 0,
    "content_index": 0,
    "delta": "a",
    "logprobs": [],
}


def test_bytes_text_and_mappings_read_alike() -> None:
    """Issue 1: parse_event takes bytes, text or a mapping."""
    text = json.dumps(DELTA)
    assert parse_event(text) == parse_event(text.encode()) == parse_event(DELTA) == parse_event(MappingProxyType(DELTA))


def test_an_unknown_event_is_kept_whole() -> None:
    """OR-EXT-06, OR-EXT-14: an unknown type is an opaque record."""
    raw = {"type": "acme:tick", "sequence_number": 1, "deep": {"a": [None, 1.5]}}
    read = parse_event(raw)
    assert isinstance(read, CustomEvent) and json.loads(read.to_json()) == raw


def test_an_unknown_item_is_kept_whole_inside_a_known_event() -> None:
    """OR-EXT-06: most servers send item types of their own without a slug."""
    unknown = {"type": "web_search_call", "id": "ws_1", "status": "completed", "action": {"query": "x"}}
    read = event("response.output_item.done", output_index=0, item=unknown)
    assert isinstance(read.item, CustomItem) and read.item.to_dict() == unknown


def test_unknown_fields_are_kept_and_written_back() -> None:
    """OR-EXT-16, OR-EXT-20; OR-GRAM-43: they are there, and reach no text."""
    raw = {**DELTA, "obfuscation": "xyz", "vendor": {"a": 1}}
    assert json.loads(parse_event(raw).to_json()) == raw


PART = {"type": "output_text", "text": 5, "annotations": []}
MALFORMED = [
    ({**DELTA, "delta": 5}, "$.delta"),
    ({key: value for key, value in DELTA.items() if key != "item_id"}, "$.item_id"),
    ({**DELTA, "output_index": True}, "$.output_index"),
    ({**DELTA, "output_index": "first"}, "$.output_index"),
    (
        {"type": "response.output_item.added", "sequence_number": 0, "output_index": 0, "item": item(content=[PART])},
        "$.item.content[0].text",
    ),
    (
        {
            "type": "response.content_part.added",
            "sequence_number": 0,
            "item_id": "i",
            "output_index": 0,
            "content_index": 0,
            "part": {"type": "text", "text": 5},
        },
        "$.part.text",
    ),
    (
        {
            "type": "response.content_part.added",
            "sequence_number": 0,
            "item_id": "i",
            "output_index": 0,
            "content_index": 0,
            "part": {"type": "text"},
        },
        "$.part.text",
    ),
    ({"type": "response.created", "sequence_number": 0, "response": response(id=5)}, "$.response.id"),
    ({"type": "response.created", "sequence_number": 0, "response": 5}, "$.response"),
    ({"type": None}, "$.type"),
    ({"type": 5}, "$.type"),
    ({}, "$.type"),
]


@pytest.mark.parametrize(("raw", "path"), MALFORMED)
def test_a_malformed_known_object_is_an_error_with_its_path(raw: dict[str, Any], path: str) -> None:
    """DESIGN, models: a known tag never falls through, and the path is one of the object, without branch names."""
    with pytest.raises(DecodeError) as caught:
        parse_event(raw)
    assert caught.value.path == path
    assert path in str(caught.value)


@pytest.mark.parametrize(("raw", "path"), MALFORMED)
def test_a_malformed_object_can_be_kept(raw: dict[str, Any], path: str) -> None:
    """DESIGN, models: with on_error="keep" the whole object comes back, with what is wrong with it."""
    kept = parse_event(raw, on_error="keep")
    assert isinstance(kept, Malformed)
    assert kept.raw == raw
    assert kept.issues[0].field == path
    assert kept.type == (raw.get("type") if isinstance(raw.get("type"), str) else None)


NOT_JSON = {
    "nothing": b"",
    "half an object": b'{"type": "acme:a"',
    "two objects": b'{"type": "acme:a"}{}',
    "NaN": b'{"type": "acme:a", "x": NaN}',
    "Infinity": b'{"type": "acme:a", "x": Infinity}',
    "minus Infinity": b'{"type": "acme:a", "x": [-Infinity]}',
    "a number beyond the range": b'{"type": "acme:a", "x": 1e400}',
    "a negative one, deep inside": b'{"type": "acme:a", "x": [{"y": -1.5E+999}]}',
    "a long one with a fraction": b'{"type": "acme:a", "x": ' + b"9" * 400 + b".5}",
    "half a surrogate pair": b'{"type": "acme:a", "x": "\\ud800"}',
    "half a surrogate pair as text": '{"type": "acme:a", "x": "\ud800"}',
    "bytes that are not UTF-8": b'{"type": "acme:\xff"}',
    "deep nesting": b'{"type": "acme:a", "x": ' + b"[" * 100_000,
    "a trailing comma": b'{"type": "acme:a",}',
    "single quotes": b"{'type': 'acme:a'}",
    "an array": b"[]",
    "a string": b'"response.created"',
    "null": b"null",
    "a byte order mark": b'\xef\xbb\xbf{"type": "acme:a"}',
}


@pytest.mark.parametrize("data", NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_no_json_object_is_an_error_of_ours(data: bytes | str) -> None:
    """OR-SSE-02, OR-SSE-03; issue 1, bad input: a DecodeError, never a traceback of a parser, never a silent null."""
    for parse in (parse_event, parse_response, parse_request):
        with pytest.raises(DecodeError):
            parse(data)


def test_big_numbers_are_exact() -> None:
    """DESIGN: reading never drops anything, digits included; a large exponent alone is no fault."""
    text = b'{"type":"acme:a","x":123456789012345678901234567890,"y":1e308,"z":-1e-999}'
    plain = json.loads(parse_event(text).to_json())
    assert (plain["x"], plain["y"]) == (123456789012345678901234567890, 1e308)


def test_an_error_about_a_huge_number_can_be_told() -> None:
    """Issue 1, bad input: Python refuses to write integers of very many digits, which must not become our exception."""
    with pytest.raises(DecodeError, match="a int"):
        parse_event({**DELTA, "delta": 10**5000})
    assert shorten(10**5000) == "a int"
    assert len(shorten("x" * 500)) <= 80 and len(shorten([1] * 500)) <= 80


def test_the_transport_supplies_a_type_that_lacks() -> None:
    """OR-SSE-08: the event field is used when the object has no type, and only then."""
    body = {key: value for key, value in DELTA.items() if key != "type"}
    assert parse_event(body, wire_type="response.output_text.delta") == parse_event(DELTA)
    assert parse_event({"type": "acme:a"}, wire_type="acme:b").type == "acme:a"
    for wire_type in (None, ""):
        with pytest.raises(DecodeError):
            parse_event(body, wire_type=wire_type)
    with pytest.raises(DecodeError):
        parse_event({"type": None}, wire_type="acme:b")


def findings_of(data: Any, **options: Any) -> list[tuple[str | None, str | None]]:
    """The field and the event of everything that reading reports."""
    found: list[Finding] = []
    parse_event(data, report=found.append, **options)
    assert all(finding.message for finding in found)
    return [(finding.field, finding.event) for finding in found]


def test_a_type_that_the_transport_supplied_is_reported() -> None:
    """DESIGN, speed: the event line supplies a missing type, with a finding; one that differs is a finding too."""
    body = {key: value for key, value in DELTA.items() if key != "type"}
    assert findings_of(body, wire_type=DELTA["type"]) == [("$.type", DELTA["type"])]
    assert findings_of({"type": "acme:a"}, wire_type="acme:b") == [("$.type", "acme:a")]
    assert findings_of(DELTA, wire_type=DELTA["type"]) == findings_of(DELTA) == []


def test_a_null_that_will_be_written_as_absent_is_reported() -> None:
    """DESIGN, models: the one normalisation is reported, with its place, however deep."""
    assert findings_of({**DELTA, "logprobs": None, "sequence_number": None}) == [
        ("$.sequence_number", DELTA["type"]),
        ("$.logprobs", DELTA["type"]),
    ]
    part = {"type": "output_text", "text": "", "annotations": [], "logprobs": None}
    items = [item(), item(content=[part]), item("reasoning", encrypted_content=None)]
    done = {"type": "response.completed", "sequence_number": 1, "response": response("completed", output=items)}
    paths = {field for field, _ in findings_of(done)}
    assert paths == {"$.response.output[1].content[0].logprobs", "$.response.output[2].encrypted_content"}
    found: list[Finding] = []
    parse_response(response(temperature=None, completed_at=None), report=found.append)
    assert [finding.field for finding in found] == ["$.temperature"]
    parse_request({"model": "m", "input": "x", "tools": None}, report=found.append)


def test_the_three_things_called_error_are_told_apart() -> None:
    """DESIGN, models: by shape; OR-ERR-04."""
    data = {"type": "server_error", "code": "x", "message": "m", "param": None}
    assert isinstance(parse_event({"type": "error", "sequence_number": 1, "error": data}), ErrorEvent)
    assert isinstance(parse_event({"type": "error", "status": 400, "error": data}), WebSocketErrorEvent)
    flat = {"type": "error", "sequence_number": 1, "code": "x", "message": "m", "param": None}
    assert isinstance(parse_event(flat), CustomEvent) and parse_event(flat).to_dict() == flat


def test_a_response_reads_without_what_servers_leave_out() -> None:
    """DESIGN, facts: only id, object, created_at, model, output and status are always there."""
    assert parse_response(response()).to_dict() == response()
    kept = parse_response(response(output=5), on_error="keep")
    assert isinstance(kept, Malformed) and kept.issues[0].field == "$.output"


def test_a_request_reads_and_is_written_back() -> None:
    """Issue 1: parse_request."""
    raw = {"model": "m", "input": [{"type": "message", "role": "user", "content": "hi"}], "stream": True, "x": 1}
    assert parse_request(json.dumps(raw)).to_dict() == raw
    with pytest.raises(DecodeError) as caught:
        parse_request({"model": "m", "input": [{"type": "function_call_output", "call_id": "c", "output": 5}]})
    assert caught.value.path.startswith("$.input")


@given(data=st.binary(max_size=60) | st.text(max_size=60))
def test_any_bytes_give_an_event_or_an_error_of_ours(data: bytes | str) -> None:
    """STYLE, tests: garbage raises only our errors."""
    with suppress(OpenResponsesError):
        parse_event(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
KNOWN = ["type", "sequence_number", "response", "item", "part", "delta", "output_index", "content_index", "error", "id"]
TYPES = [
    "response.created",
    "response.output_item.done",
    "response.content_part.added",
    "error",
    "acme:a",
    DELTA["type"],
]
OBJECTS = st.fixed_dictionaries(
    {"type": st.sampled_from([*TYPES, DELTA["type"]])}, optional=dict.fromkeys(KNOWN[1:], JSON)
)


@given(raw=OBJECTS)
def test_any_object_gives_an_event_or_an_error_with_a_path(raw: dict[str, Any]) -> None:
    """Issue 1, bad input: an error names the field; what is read is written back."""
    try:
        read = parse_event(json.dumps(raw))
    except DecodeError as error:
        assert error.path.startswith("$")
    else:
        assert json.loads(read.to_json()).keys() <= raw.keys()
        assert isinstance(parse_event(raw, on_error="keep"), type(read))


def test_a_float_without_a_fraction_is_the_integer_it_equals() -> None:
    """JSON Schema: 1.0 is an integer; servers in Lua or JavaScript write it so.  1.5 and true are none."""
    event = {
        "type": "response.output_text.delta",
        "item_id": "m",
        "output_index": 0.0,
        "content_index": 0,
        "delta": "x",
    }
    read = parse_event({**event, "sequence_number": 1.0})
    assert (read.sequence_number, read.output_index) == (1, 0)
    assert read.to_dict() == {**event, "sequence_number": 1}
    for wrong in (1.5, True, "1"):
        with pytest.raises(DecodeError, match="sequence_number"):
            parse_event({**event, "sequence_number": wrong})
