"""The errors that servers answer with."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from openresponses_schema import CreateResponseRequest, ErrorData, ErrorType
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.emitters import ListEmitter
from openresponses_sdk.errors import DecodeError, LocalProtocolError
from openresponses_sdk.parsing import parse_request
from tests.streams import USAGE, start

MADE: list[tuple[ErrorData, tuple[Any, ...]]] = [
    (ErrorData.invalid_request("m"), ("invalid_request", None, None)),
    (ErrorData.invalid_request("m", code="c", param="p"), ("invalid_request", "c", "p")),
    (ErrorData.invalid_param("tools", "m"), ("invalid_request", None, "tools")),
    (ErrorData.not_found("m", code="model_not_found", param="model"), ("not_found", "model_not_found", "model")),
    (ErrorData.server_error("m"), ("server_error", "server_error", None)),
    (ErrorData.model_error("m"), ("model_error", None, None)),
    (ErrorData.rate_limit("m"), ("too_many_requests", "rate_limit_exceeded", None)),
]


@pytest.mark.parametrize(("error", "expected"), MADE)
def test_a_constructor_gives_an_error_of_its_type(error: ErrorData, expected: tuple[Any, ...]) -> None:
    """Issue 4: ErrorData constructors; OR-ERR-01: type, code, message and param are always written."""
    kind, code, param = expected
    assert isinstance(error.type, ErrorType)
    assert error.to_dict() == {"type": kind, "code": code, "message": "m", "param": param}


REQUESTS: list[tuple[dict[str, Any], str]] = [
    ({"model": 3}, "model"),
    ({"input": [{"type": "message", "role": "user", "content": 4}]}, "input[0].content"),
    ({"tools": [{"type": "function", "name": "f"}, {"type": "function"}]}, "tools[1].name"),
    ({"metadata": {"a b": 1}}, 'metadata["a b"]'),
]


@pytest.mark.parametrize(("plain", "param"), REQUESTS)
def test_an_error_of_reading_names_its_param(plain: dict[str, Any], param: str) -> None:
    """Issue 4: from_validation with param, from pydantic's error and from ours."""
    with pytest.raises(ValidationError) as by_pydantic:
        CreateResponseRequest.model_validate(plain)
    error = ErrorData.from_validation(by_pydantic.value, raw=plain)
    assert (error.type, error.param) == ("invalid_request", param)
    with pytest.raises(DecodeError) as ours:
        parse_request(plain)
    assert ErrorData.from_validation(ours.value).param == param


def test_an_error_without_a_place_has_no_param() -> None:
    """What is no JSON object has no field at fault."""
    with pytest.raises(DecodeError) as caught:
        parse_request(b"[]")
    assert ErrorData.from_validation(caught.value).param is None
    with pytest.raises(ValidationError) as invalid:
        CreateResponseRequest.model_validate_json(b"{")
    assert ErrorData.from_validation(invalid.value).param is None


def test_a_response_fails_with_an_error_made_whole() -> None:
    """Issue 4: fail accepts an ErrorData; the error event tells all of it, the response its code and message."""
    builder, emitter = start()
    error = ErrorData.rate_limit("Try again in a minute.")
    final = builder.fail(error, usage=USAGE, error_event=True)
    assert final.error is not None and final.error.to_dict() == {
        "code": "rate_limit_exceeded",
        "message": "Try again in a minute.",
    }
    assert emitter.events[-2].to_dict()["error"] == error.to_dict()


def test_an_error_without_a_code_fails_a_response_by_its_type() -> None:
    """OR-ERR-01: a response names a code, and the type is the next best."""
    final = start()[0].fail(ErrorData.model_error("The model is gone."))
    assert final.error is not None and final.error.code == "model_error"


def failed(on_exception: Any) -> Any:
    emitter = ListEmitter()
    builder = ResponseBuilder(emitter, model="m", on_exception=on_exception)
    with pytest.raises(TimeoutError, match="secret"), builder, builder.message() as message, message.text() as text:
        text.delta("a")
        raise TimeoutError("secret 10.0.0.7")
    assert b"secret" not in b"".join(event.to_json() for event in emitter.events)
    return builder.build().error


def test_an_exception_is_mapped_and_raised_again() -> None:
    """Issue 4: on_exception maps an exception to code and message, or to an ErrorData."""
    seen: list[Exception] = []

    def mapped(exception: Exception) -> tuple[str, str]:
        seen.append(exception)
        return "upstream_timeout", "The model took too long."

    assert failed(mapped).to_dict() == {"code": "upstream_timeout", "message": "The model took too long."}
    assert [type(exception) for exception in seen] == [TimeoutError]
    assert failed(lambda _: ErrorData.model_error("Gone.", code="gone")).to_dict() == {
        "code": "gone",
        "message": "Gone.",
    }


@pytest.mark.parametrize(
    "on_exception",
    [
        None,
        lambda _: None,
        lambda _: 1 / 0,
        lambda _: ("a",),
        lambda _: (5, "m"),
        lambda _: ("c", "\ud800"),
        lambda _: 7,
    ],
)
def test_what_maps_nothing_or_goes_wrong_gives_the_usual_error(on_exception: Any) -> None:
    """DESIGN, producer: a fixed text, never the exception's own, and the first exception is the one that is raised."""
    assert failed(on_exception).code == "server_error"


def test_an_exception_is_mapped_where_only_incomplete_is_legal() -> None:
    """OR-ITEM-04: the code becomes the reason."""
    builder = ResponseBuilder(model="m", on_exception=lambda _: ("upstream_timeout", "Too long."))
    with pytest.raises(TimeoutError), builder:
        builder.message().open().close(status="incomplete")
        raise TimeoutError
    assert builder.build().to_dict()["incomplete_details"] == {"reason": "upstream_timeout"}


def test_an_error_of_the_protocol_names_its_place_too() -> None:
    """Issue 4: from_validation takes our own errors."""
    with pytest.raises(LocalProtocolError) as caught:
        ResponseBuilder(model="m", tools=[{"type": "function"}])
    assert ErrorData.from_validation(caught.value).to_dict() == {
        "type": "invalid_request",
        "code": None,
        "message": "Field required",
        "param": "tools[0].name",
    }


@pytest.mark.parametrize("error", [RuntimeError("password=hunter2"), None, "x", KeyError("secret")])
def test_only_errors_of_reading_are_told_to_the_client(error: Any) -> None:
    """Issue 4, bad input: the text of an exception that is nobody's business does not get out."""
    with pytest.raises(TypeError, match="a request is refused for a ValidationError") as caught:
        ErrorData.from_validation(error)
    assert "hunter2" not in str(caught.value) and "secret" not in str(caught.value)


def test_a_mapping_of_exceptions_that_goes_wrong_leaves_a_note() -> None:
    """The usual error goes out, and whoever reads the traceback sees what was wrong with on_exception."""
    with pytest.raises(TimeoutError) as caught, ResponseBuilder(model="m", on_exception=lambda _: 1 / 0):  # type: ignore[arg-type,return-value]
        raise TimeoutError
    assert caught.value.__notes__ == ["on_exception gave no error for it: ZeroDivisionError: division by zero"]
    with pytest.raises(TypeError, match="on_exception is a callable"):
        ResponseBuilder(model="m", on_exception=5)  # type: ignore[arg-type]
