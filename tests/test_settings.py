"""What a response repeats of its request: which names there are, and what a request may leave out."""

from __future__ import annotations

from typing import Any

import pytest

from openresponses_schema import FunctionTool, FunctionToolParam, ReasoningConfigParam, Response
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.errors import LocalProtocolError
from openresponses_sdk.settings import DEFAULTS, RESERVED
from openresponses_sdk.validator import validate_response
from tests.streams import USAGE

WHOLE = {"type": "function", "name": "f", "description": None, "parameters": None, "strict": None}


def completed(**echoed: Any) -> dict[str, Any]:
    response = ResponseBuilder(model="m", **echoed).complete(USAGE)
    assert list(validate_response(response)) == []
    return response.to_dict()


@pytest.mark.parametrize("name", sorted(RESERVED - {"model"}))
def test_what_the_builder_says_itself_cannot_be_given(name: str) -> None:
    """Found by a user: it was taken and then overridden in silence."""
    with pytest.raises(TypeError, match=f"^{name} belongs to the builder.*settings are background, .*truncation"):
        ResponseBuilder(model="m", **{name: None})


def test_an_unknown_setting_is_refused_with_the_list_of_those_there_are() -> None:
    """Found by a user: a misspelt setting went out under its wrong name."""
    with pytest.raises(TypeError, match=r"a response has no setting 'temprature'; there are .*temperature"):
        ResponseBuilder(model="m", temprature=1)
    assert completed(**{"acme:trace": 1})["acme:trace"] == 1


def test_every_field_of_a_response_has_a_default_or_belongs_to_the_builder() -> None:
    """OR-RESP-01: all of them are required."""
    assert Response.model_fields.keys() == DEFAULTS.keys() | RESERVED


@pytest.mark.parametrize(
    "tool", [{"type": "function", "name": "f"}, FunctionToolParam(name="f"), FunctionTool(name="f")], ids=type
)
def test_a_tool_as_the_request_has_it_is_written_whole(tool: Any) -> None:
    """OR-RESP-01; found by a user: in a response, what a tool does not say is null and not absent."""
    before = tool.to_dict() if not isinstance(tool, dict) else dict(tool)
    assert completed(tools=[tool])["tools"] == [WHOLE]
    assert (tool.to_dict() if not isinstance(tool, dict) else tool) == before


def test_other_objects_of_a_request_are_written_whole_too() -> None:
    """OR-RESP-01: the same rule for every object that a response repeats."""
    assert completed(reasoning=ReasoningConfigParam(effort="low"))["reasoning"] == {"effort": "low", "summary": None}
    form = {"type": "json_schema", "name": "answer", "strict": True}
    assert completed(text={"format": form})["text"]["format"] == {
        **form,
        "description": None,
        "schema": None,
    }


def test_a_tool_that_is_wrong_is_named_by_its_path() -> None:
    """DESIGN, errors: an error names the place."""
    with pytest.raises(LocalProtocolError, match=r"\$\.tools\[0\]\.name"):
        ResponseBuilder(model="m", tools=[{"type": "function"}])
