"""The readers that take one pass over the text: whatever they accept, the full way reads in the same way."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from openresponses_schema import RESPONSE_STREAM_EVENT_MODELS, CreateResponseRequest, Response
from openresponses_schema._base import Model
from openresponses_sdk.errors import DecodeError
from openresponses_sdk.event_readers import fast_readers, read_event_text
from openresponses_sdk.json_readers import REFUSED, json_reader
from openresponses_sdk.json_values import read_json
from openresponses_sdk.parsing import Malformed, parse_event, parse_response
from tests.schema_samples import Samples, mutants

DOCUMENT = json.loads(resources.files("openresponses_schema").joinpath("openapi.json").read_bytes())
SAMPLES = Samples(DOCUMENT["components"]["schemas"])
TAGGED = {name: model for name, model in RESPONSE_STREAM_EVENT_MODELS.items() if name != "error"}
PLAIN = [Response, CreateResponseRequest]
ODD = (
    *(
        "NaN",
        "Infinity",
        "-Infinity",
        "1e400",
        "1e3",
        "1.0",
        "-0",
        "12345678901234567890123",
        "null",
        "true",
        "[]",
        "{}",
    ),
    *(
        '"x"',
        '"message"',
        '"output_text"',
        '"in_progress"',
        '"\\ud800"',
        '{"type":"acme:x","n":1e999}',
        '{"type":5}',
        "[NaN]",
    ),
    *('{"type":"message"}', '[{"type":"acme:x"}]', '{"a":{"b":[1,2.5,{"c":-1e999}]}}', "[" * 201 + "]" * 201),
)


@cache
def reader_of(model: type[Model], tag: str | None) -> Callable[[bytes | str], Model]:
    reader = json_reader(model, tag)
    assert reader is not None
    return reader


def agrees(model: type[Model], tag: str | None, text: str) -> bool:
    """Whether a reader accepted a text; what it gave is then what the full way gives."""
    try:
        fast = reader_of(model, tag)(text.encode("utf-8", "surrogatepass"))
    except REFUSED:
        return False
    value = read_json(text)
    assert isinstance(value, dict)
    assert tag is None or value["type"] == tag
    full: Model = model.__pydantic_validator__.validate_python(value)
    assert fast == full
    # Equality takes 1 for True, and says nothing about what is written.
    assert repr(fast) == repr(full)
    assert fast.to_json() == full.to_json()
    assert fast.model_fields_set == full.model_fields_set
    return True


def is_read(model: type[Model], value: dict[str, Any]) -> bool:
    try:
        model.__pydantic_validator__.validate_python(value)
    except ValidationError:
        return False
    return True


CASES = [
    *(pytest.param(model, tag, id=tag) for tag, model in TAGGED.items()),
    *(pytest.param(model, None, id=model.__name__) for model in PLAIN),
]


@pytest.mark.parametrize(("model", "tag"), CASES)
def test_a_reader_says_what_the_full_way_says_and_takes_what_is_published(model: type[Model], tag: str | None) -> None:
    """Issue 3, speed: what the schema allows is read in one pass, and no mutant of it is read otherwise."""
    for sample in SAMPLES.of(model.__name__):
        if tag is not None:
            sample["type"] = tag
        assert agrees(model, tag, json.dumps(sample)) == is_read(model, sample)
        for mutant in mutants(sample):
            if isinstance(mutant, dict):
                agrees(model, tag, json.dumps(mutant))


@pytest.mark.parametrize(("model", "tag"), CASES)
@given(data=st.data())
@settings(deadline=None, max_examples=40)
def test_odd_values_anywhere_are_read_as_on_the_full_way(
    model: type[Model], tag: str | None, data: st.DataObject
) -> None:
    """Issue 3, reading: NaN, 1e400, lone surrogates, deep nesting, another tag, a member twice or of no schema."""
    sample = data.draw(st.sampled_from(SAMPLES.of(model.__name__)))
    if tag is not None:
        sample = {**sample, "type": tag}
    marks = 0
    for _ in range(data.draw(st.integers(1, 2))):
        places = list(objects_in(sample))
        place = data.draw(st.sampled_from(places))
        name = data.draw(st.sampled_from([*place, "type", "acme"]))
        place[name + data.draw(st.sampled_from(["", "", "\0again"]))] = f"\0odd{marks}"
        marks += 1
    # A name cannot stand twice in a dict: the second one bears a mark until the text is written.
    text = json.dumps(sample).replace("\\u0000again", "")
    for mark in range(marks):
        text = text.replace(f'"\\u0000odd{mark}"', data.draw(st.sampled_from(ODD)))
    agrees(model, tag, text)


def objects_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for child in value:
            yield from objects_in(child)


CREATED = {"type": "response.created", "sequence_number": 0}
RESPONSE = {"id": "r", "object": "response", "status": "completed", "output": []}


@pytest.mark.parametrize(
    "change",
    [
        {"output": [{"type": "acme:search", "id": "i", "hits": [1, 2.5, None]}]},
        {"output": [{"type": "web_search_call", "id": "i"}]},
        {"status": "paused"},
        {"tools": [{"type": "web_search"}], "tool_choice": {"type": "acme:any"}},
        {"acme": {"trace": ["a", 1]}},
    ],
)
def test_what_the_specification_leaves_open_is_read_in_one_pass_too(change: dict[str, Any]) -> None:
    """DESIGN, facts of the field: most recorded responses hold something that is not defined."""
    text = json.dumps({**RESPONSE, **change})
    assert agrees(Response, None, text)
    event = read_event_text(json.dumps({**CREATED, "response": {**RESPONSE, **change}}).encode())
    assert event is not None and event.to_dict()["response"] == {**RESPONSE, **change}


@pytest.mark.parametrize("text", ["{}", '{"type":"response.created"}', '{"type":5}', "[]", "", "{", '{"type":"error"}'])
def test_an_event_that_has_no_sound_type_is_left_to_the_full_way(text: str) -> None:
    """Issue 3, reading: a missing type is noticed, and the three things called error are told apart by their shape."""
    assert read_event_text(text.encode()) is None


def test_a_known_tag_never_falls_through_to_the_open_member() -> None:
    """DESIGN, models: a malformed known object is malformed."""
    broken = {**RESPONSE, "output": [{"type": "message"}]}
    assert not agrees(Response, None, json.dumps(broken))
    assert isinstance(parse_response(json.dumps(broken).encode(), on_error="keep"), Malformed)


def test_every_spelling_of_an_event_has_a_reader_that_takes_no_other() -> None:
    """OR-SSE-08: another spelling than the event field says is worth a finding, which the full way makes."""
    delta = {"item_id": "i", "output_index": 0, "content_index": 0, "delta": "x"}
    names = ("response.reasoning.delta", "response.reasoning_text.delta")
    for name, other in (names, names[::-1]):
        reader = fast_readers()[name.encode()]
        assert reader(json.dumps({**delta, "type": name})).type == name
        with pytest.raises(REFUSED):
            reader(json.dumps({**delta, "type": other}))


class Smart(Model):
    """Holds a union without an order."""

    either: int | str | None = None


class Tree(Model):
    """Holds itself."""

    within: list[Tree] | None = None


@pytest.mark.parametrize("model", [Smart, Tree])
def test_a_model_that_cannot_be_read_in_this_way_has_no_reader(model: type[Model]) -> None:
    """A schema of a kind that is not known is left alone, not guessed."""
    assert json_reader(model) is None


def list_of(name: str, elements: list[str]) -> str:
    return f'"{name}":[{",".join(elements)}]'


@pytest.mark.parametrize(
    "member",
    [
        list_of("output", ["1"] * 200_000),
        list_of("output", ['{"type":"message"}'] * 20_000),
        list_of("tools", ["[]"] * 100_000),
        '"metadata":{' + ",".join(f'"{at}":1e999' for at in range(40_000)) + "}",
        ",".join(f'"acme{at}":1e999' for at in range(40_000)),
    ],
    ids=["numbers", "items", "tools", "metadata", "extras"],
)
def test_millions_of_faults_take_memory_in_proportion_to_the_input(member: str) -> None:
    """Issue 3, bad input: never memory beyond a small multiple of the input."""
    data = f'{{"id":"r","status":"completed",{member}}}'.encode()
    with pytest.raises(DecodeError):
        parse_response(data)  # Models are built once, and belong to no input.
    tracemalloc.start()
    try:
        with pytest.raises(DecodeError):
            parse_response(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 25 * len(data)


def test_a_list_in_a_model_stops_at_its_first_bad_element() -> None:
    """Issue 3, bad input: a fault takes far more memory than an element."""
    kept = parse_response({**RESPONSE, "output": [1] * 1000, "tools": [2] * 1000}, on_error="keep")
    assert isinstance(kept, Malformed)
    assert {issue.field for issue in kept.issues} == {"$.output[0]", "$.tools[0]"}


def test_bytes_are_read_as_a_mapping_of_the_same_content_is() -> None:
    """Issue 3, speed: the way that is taken does not show."""
    for tag, model in TAGGED.items():
        for sample in SAMPLES.of(model.__name__):
            sample["type"] = tag
            if is_read(model, sample):
                assert parse_event(json.dumps(sample).encode()) == parse_event(sample)
