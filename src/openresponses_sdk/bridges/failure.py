"""What a response says about a failure of its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

__all__ = ["TRUNCATED", "Failure", "error_type_of_status", "truncated"]

TRUNCATED: Final = "stream_truncated"
"""The code of a response whose source stopped before it said how the response ends."""

_TYPES: Final[Mapping[int, str]] = MappingProxyType({404: "not_found", 429: "too_many_requests"})


@dataclass(frozen=True, slots=True)
class Failure:
    """What the ``error`` event and ``response.failed`` say (OR-ERR-01)."""

    code: str
    message: str
    type: str = "server_error"
    param: str | None = None


def error_type_of_status(status: int) -> str:
    """The type of error that an HTTP status means."""
    return _TYPES.get(status) or ("invalid_request" if 400 <= status < 500 else "server_error")


def truncated(message: str = "The source ended before the response did.") -> Failure:
    """The failure of a response whose source stopped in the middle."""
    return Failure(TRUNCATED, message)
