"""The answer of a response as the type that the request asked for."""

from __future__ import annotations

from typing import TypeVar, overload

from pydantic import BaseModel, TypeAdapter, ValidationError

from openresponses_schema import MessageItem, MessagePhase, OutputTextContent, Response

from .errors import DecodeError, OutputError
from .findings import shorten
from .json_values import json_path, read_json

__all__ = ["parse_output"]

_T = TypeVar("_T")


@overload
def parse_output(response: Response, shape: type[_T]) -> _T: ...
@overload
def parse_output(response: Response, shape: TypeAdapter[_T]) -> _T: ...
def parse_output(response: Response, shape: type[_T] | TypeAdapter[_T]) -> _T:
    """The text of the answer, read as JSON into ``shape``: a pydantic model, or any other type that pydantic knows,
    by itself or in a ``TypeAdapter`` (which is worth keeping for many responses).

    The rule is stricter than that of ``Response.function_calls``: the response must be completed.  Unlike an object,
    a text that was cut can be JSON all the same, as 12 is of 123.  The answer is the text of one message; where there
    are several, of the one whose phase is ``final_answer``.

    Raises ``OutputError`` when the response is not completed, when the model refused, and when there is no text or
    more than one; ``DecodeError`` when the text is not JSON, or does not fit ``shape`` (``path`` says where).
    """
    text = _answer(response)
    try:
        read_json(text)  # pydantic alone would let NaN and Infinity pass.
        if isinstance(shape, TypeAdapter):
            return shape.validate_json(text)
        if issubclass(shape, BaseModel):
            return shape.model_validate_json(text)
        return TypeAdapter(shape).validate_json(text)
    except ValidationError as error:
        first, *others = error.errors(include_url=False)
        more = f" (and {len(others)} more)" if others else ""
        reason = f"{first['msg']}, found {shorten(first['input'])}{more}"
        raise DecodeError(reason, path=json_path(first["loc"])) from error
    except ValueError as error:
        raise DecodeError(f"the answer is not JSON: {error}") from error


def _answer(response: Response) -> str:
    if response.status != "completed":
        raise OutputError(f"the response is {response.status}, not completed")
    if refusal := response.refusal:
        raise OutputError("the model refused", refusal=refusal)
    texts = [(item.phase, text) for item in response.output if isinstance(item, MessageItem) and (text := _text(item))]
    if len(texts) > 1:
        texts = [(phase, text) for phase, text in texts if phase == MessagePhase.FINAL_ANSWER]
        if len(texts) != 1:
            raise OutputError("several messages hold text, and not exactly one of them is the final answer")
    if not texts:
        raise OutputError("the response holds no text")
    return texts[0][1]


def _text(message: MessageItem) -> str:
    return "".join(part.text for part in message.content if isinstance(part, OutputTextContent))
