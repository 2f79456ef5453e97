# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""What went wrong: in a response, in an error event, in an HTTP error body."""

from enum import StrEnum
from typing import Annotated, ClassVar

from typing_extensions import TypeAliasType

from openresponses_schema._base import OMIT_NONE, Model, OpenEnum
from openresponses_schema._error_members import ErrorDataMembers


class ErrorType(StrEnum):
    """The class of an error, which says whether trying again can help."""

    SERVER_ERROR = "server_error"
    """The server failed; trying again may help."""
    INVALID_REQUEST = "invalid_request"
    """The request is wrong; trying it again does not help."""
    INVALID_REQUEST_ERROR = "invalid_request_error"
    """The spelling of invalid_request that all recorded providers use."""
    NOT_FOUND = "not_found"
    """What was asked for does not exist."""
    MODEL_ERROR = "model_error"
    """The model failed; trying again may help."""
    TOO_MANY_REQUESTS = "too_many_requests"
    """A rate limit was hit; try again later."""


OpenErrorType = TypeAliasType("OpenErrorType", Annotated[ErrorType | str, OpenEnum(ErrorType)])
"""A `ErrorType`, or a value that this release does not define."""


class ErrorCode(StrEnum):
    """The exact cause of an error, for programs."""

    SERVER_ERROR = "server_error"
    """The server failed."""
    RATE_LIMIT_EXCEEDED = "rate_limit_exceeded"
    """Too many requests or tokens in a span of time."""
    INSUFFICIENT_QUOTA = "insufficient_quota"
    """The account has no credit left."""
    MODEL_NOT_FOUND = "model_not_found"
    """There is no such model, or no access to it."""
    PREVIOUS_RESPONSE_NOT_FOUND = "previous_response_not_found"
    """The response to continue from is not known here, or no longer."""
    WEBSOCKET_CONNECTION_LIMIT_REACHED = "websocket_connection_limit_reached"
    """The connection has been open for 60 minutes; open a new one."""


OpenErrorCode = TypeAliasType("OpenErrorCode", Annotated[ErrorCode | str, OpenEnum(ErrorCode)])
"""A `ErrorCode`, or a value that this release does not define."""


class ErrorData(ErrorDataMembers):
    """What went wrong, as an error event or an HTTP error body says it."""

    _written: ClassVar[tuple[str, ...]] = ("code", "param")

    type: OpenErrorType
    """The class of the error."""
    code: OpenErrorCode | None = None
    """The exact cause, for programs; null when none is known."""
    message: str
    """What went wrong, for people."""
    param: str | None = None
    """The request field at fault; null when there is none."""
    headers: Annotated[dict[str, str] | None, OMIT_NONE] = None
    """HTTP header fields that belong to the error, by name."""


class ResponseErrorData(Model):
    """Why a response failed."""

    code: OpenErrorCode
    """The exact cause, for programs."""
    message: str
    """What went wrong, for people."""
