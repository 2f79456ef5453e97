"""What a response that failed says about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from openresponses_schema import ErrorData, EventType, ResponseErrorData

from .findings import shorten
from .writing import checked, refused

__all__ = ["FAILURE", "OnException", "error_data", "iter_errors", "reason_of"]

OnException: TypeAlias = Callable[[Exception], ErrorData | tuple[str, str] | None]
"""Says with which error a response fails after an exception: whole, or as code and message; None for the usual one."""

FAILURE: Final = ("server_error", "The response could not be finished.")
"""Code and message after an exception that nobody maps; the exception's own text may hold secrets and stays inside."""


def error_data(error: object, message: object, type: object, param: object) -> ErrorData:
    """The error from its fields, or the one that was given whole; raises ``LocalProtocolError`` (OR-ERR-01)."""
    if isinstance(error, ErrorData):
        if message is not None:
            raise refused("OR-ERR-01", "an ErrorData has its message already", found=shorten(message))
        fields = {**dict(error), **(error.model_extra or {})}
    else:
        fields = {"type": type, "code": error, "message": message, "param": param}
    return checked(ErrorData, "OR-ERR-01", fields, EventType.ERROR)


def reason_of(error: ErrorData) -> ResponseErrorData:
    """The error as the response itself says it: a code, which for want of one is the type, and the message."""
    fields = {"code": error.code if error.code is not None else error.type, "message": error.message}
    return checked(ResponseErrorData, "OR-ERR-01", fields, EventType.RESPONSE_FAILED)


def iter_errors(exception: Exception, on_exception: OnException | None) -> Iterator[ErrorData]:
    """The errors to fail with after an exception, the best one first; the last one can always be told."""
    if on_exception is not None:
        try:
            mapped = on_exception(exception)
            code, message = (mapped, None) if isinstance(mapped, ErrorData) else mapped or FAILURE
            error = error_data(code, message, "server_error", None)
        except Exception as failure:
            exception.add_note(f"on_exception gave no error for it: {type(failure).__name__}: {failure}")
        else:
            yield error
    yield error_data(*FAILURE, "server_error", None)
