"""What a type checker says about a client that reads a response; this file is checked, not run."""

from typing import assert_type

from pydantic import BaseModel, TypeAdapter

from openresponses_schema import (
    FunctionCallItem,
    FunctionCallOutputItem,
    FunctionCallOutputItemParam,
    InputTextContentParam,
    Response,
    UrlCitation,
)
from openresponses_sdk.arguments import PartialJSON, parse_arguments
from openresponses_sdk.carried_input import next_input
from openresponses_sdk.json_values import Json
from openresponses_sdk.output import parse_output


class Town(BaseModel):
    name: str


def client(response: Response, reader: PartialJSON) -> None:
    assert_type(response.output_text, str)
    assert_type(response.refusal, str)
    assert_type(response.reasoning_text, str)
    assert_type(response.reasoning_summary, str)
    assert_type(response.citations, list[UrlCitation])
    assert_type(response.function_calls, list[FunctionCallItem])
    for call in response.iter_function_calls(include_partial=True):
        assert_type(call, FunctionCallItem)
        assert_type(parse_arguments(call), dict[str, Json])
        assert_type(FunctionCallOutputItem.for_call(call, "sunny"), FunctionCallOutputItem)
        parts = [InputTextContentParam(text="sunny")]
        assert_type(FunctionCallOutputItemParam.for_call(call, parts), FunctionCallOutputItemParam)
    assert_type(parse_output(response, Town), Town)
    assert_type(parse_output(response, list[int]), list[int])
    either: TypeAdapter[int | str] = TypeAdapter(int | str)
    assert_type(parse_output(response, either), int | str)
    assert_type(reader.feed("{"), None)
    assert_type(reader.is_complete, bool)
    items, findings = next_input(response)
    response.to_input(report=lambda path, message: findings.clear())
    items.extend(response.to_input(raw_reasoning=True))
