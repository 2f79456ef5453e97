"""The answer of a response as the type that the request asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import BaseModel, TypeAdapter
from typing_extensions import TypedDict

from openresponses_schema import Response
from openresponses_sdk.errors import DecodeError, OpenResponsesError, OutputError
from openresponses_sdk.output import parse_output
from openresponses_sdk.parsing import parse_response


class Town(BaseModel):
    name: str
    people: int


class Towns(BaseModel):
    towns: list[Town]


@dataclass
class Point:
    x: int
    y: int


class Row(TypedDict):
    a: int


def message(*texts: str, **more: Any) -> dict[str, Any]:
    parts = [{"type": "output_text", "text": text, "annotations": []} for text in texts]
    fields = {"type": "message", "id": "msg_1", "status": "completed", "role": "assistant"}
    return {**fields, "content": parts, **more}


def response(*output: dict[str, Any], status: str = "completed") -> Response:
    return parse_response({"object": "response", "id": "resp_1", "status": status, "output": list(output)})


@pytest.mark.parametrize(
    ("text", "shape", "value"),
    [
        ('{"name": "Bern", "people": 134591}', Town, Town(name="Bern", people=134591)),
        ('{"x": 1, "y": 2}', Point, Point(1, 2)),
        ('{"a": 1}', Row, {"a": 1}),
        ("[1, 2]", list[int], [1, 2]),
        (" 12\n", int, 12),
        ('"x"', TypeAdapter(int | str), "x"),
        ('{"name": "Bern", "people": 1}', TypeAdapter(Town), Town(name="Bern", people=1)),
    ],
)
def test_the_answer_becomes_the_type_that_was_asked_for(text: str, shape: Any, value: Any) -> None:
    """Issue 3: ``parse_output(response, MyModel)``."""
    reasoning = {"type": "reasoning", "id": "rs_1", "summary": []}
    assert parse_output(response(reasoning, message(text)), shape) == value
    assert parse_output(response(message(text[:2], text[2:])), shape) == value


def test_of_several_messages_the_final_answer_counts() -> None:
    """What is said on the way (phase ``commentary``) is no part of the answer."""
    said = response(message("Let me see", phase="commentary"), message("[1]", id="msg_2", phase="final_answer"))
    assert parse_output(said, list[int]) == [1]


@pytest.mark.parametrize("status", ["failed", "incomplete", "in_progress", "queued", "cancelled"])
def test_a_response_that_did_not_complete_gives_no_value(status: str) -> None:
    """Issue 3: never a value out of a failed or truncated response, though 12 of 123 is JSON."""
    with pytest.raises(OutputError, match=f"the response is {status}, not completed"):
        parse_output(response(message("12"), status=status), int)


def test_a_refusal_is_told_apart() -> None:
    """A refusal is an answer too, and a program wants to show it."""
    part = {"type": "refusal", "refusal": "I would rather not."}
    with pytest.raises(OutputError, match="the model refused") as caught:
        parse_output(response(message() | {"content": [part]}), Town)
    assert caught.value.refusal == "I would rather not."


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ([], "no text"),
        ([message("")], "no text"),
        ([message("1"), message("2")], "several messages"),
        ([message("1", phase="final_answer"), message("2", phase="final_answer")], "several messages"),
    ],
)
def test_anything_but_one_text_is_an_error(output: list[dict[str, Any]], reason: str) -> None:
    """One JSON text: which of several is meant is not ours to guess."""
    with pytest.raises(OutputError, match=reason) as caught:
        parse_output(response(*output), int)
    assert caught.value.refusal == ""


@pytest.mark.parametrize(
    "text", ["Bern", '{"name": "Be', "[1] [2]", "NaN", "[Infinity]", "1e400", '"\\ud83d"', "```1```"]
)
def test_a_text_that_is_no_json_is_an_error_of_ours(text: str) -> None:
    """Issue 3, defined answers."""
    for shape in (Town, float, TypeAdapter(list[float])):
        with pytest.raises(DecodeError, match="not JSON"):
            parse_output(response(message(text)), shape)


def test_a_value_of_another_shape_is_an_error_with_its_path() -> None:
    """Issue 3: errors of ours; the path leads to the value."""
    text = '{"towns": [{"name": "Bern", "people": 1}, {"name": "Thun", "people": "many"}]}'
    with pytest.raises(DecodeError, match="found 'many'") as caught:
        parse_output(response(message(text)), Towns)
    assert caught.value.path == "$.towns[1].people"
    assert isinstance(caught.value, OpenResponsesError)
    with pytest.raises(DecodeError, match="and 1 more"):
        parse_output(response(message("{}")), Town)
