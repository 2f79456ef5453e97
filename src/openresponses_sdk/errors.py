"""The exceptions of the SDK.

* ``OpenResponsesError``
    * ``DecodeError`` -- bytes that are no event, response or request
    * ``OutputError`` -- a response without the output that was asked of it
    * ``ProtocolError`` -- an event that its stream does not allow
        * ``LocalProtocolError`` -- we were about to emit it
        * ``RemoteProtocolError`` -- the peer sent it
    * ``SinkClosedError`` -- a sink that nobody reads any more, a ``ConnectionError`` too
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .findings import Violation, shorten

if TYPE_CHECKING:
    from openresponses_schema import ResponseStreamEvent

__all__ = [
    "DecodeError",
    "LocalProtocolError",
    "OpenResponsesError",
    "OutputError",
    "ProtocolError",
    "RemoteProtocolError",
    "SinkClosedError",
]


class OpenResponsesError(Exception):
    """Anything that this SDK raises on purpose."""


class DecodeError(OpenResponsesError):
    """The input is no JSON, or not the object that was expected."""

    def __init__(
        self,
        reason: str,
        *,
        path: str = "",
        line: int | None = None,
        offset: int | None = None,
        events: Sequence[ResponseStreamEvent] = (),
    ) -> None:
        where = [("line", line), ("character", offset)]
        place = " ".join([*(f"{unit} {number}" for unit, number in where if number is not None), path]).strip()
        super().__init__(f"{place}: {reason}" if place else reason)
        self.reason = reason
        self.path = path
        """The JSON path of the value that does not fit, from ``$``."""
        self.line = line
        """The line of the input, from 1, when the input has lines."""
        self.offset = offset
        """The character of the text, from 0, when the input was one text."""
        self.events: tuple[ResponseStreamEvent, ...] = tuple(events)
        """The events that the same call had read before."""
        self.raw = b""
        """The bytes of the message that does not fit, from a decoder with ``keep_raw``."""


class OutputError(OpenResponsesError):
    """A response does not hold the output that was asked of it: it did not complete, refused, or said something else.

    ``refusal`` is what the model said instead, empty when it did not refuse.
    """

    def __init__(self, reason: str, *, refusal: str = "") -> None:
        super().__init__(f"{reason}: {shorten(refusal)}" if refusal else reason)
        self.reason = reason
        self.refusal = refusal


class ProtocolError(OpenResponsesError):
    """An event does not fit the state of its stream."""

    def __init__(self, violation: Violation) -> None:
        super().__init__(str(violation))
        self.violation = violation


class LocalProtocolError(ProtocolError):
    """Our side was about to emit what the specification does not allow; nothing was emitted."""


class RemoteProtocolError(ProtocolError):
    """The peer sent an event that its stream does not allow."""


class SinkClosedError(OpenResponsesError, ConnectionError):
    """Nothing more goes into a sink: its reader has left, or it was closed."""
