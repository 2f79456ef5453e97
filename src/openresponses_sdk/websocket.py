"""The text frames of a WebSocket, in and out, without I/O.

A server sends one event a frame, the same objects as over server-sent events (OR-WS-05), or one error envelope that
ends the turn (OR-WS-21); a client sends ``response.create`` (OR-WS-02).  There is no ``[DONE]`` (OR-WS-23).
"""

from __future__ import annotations

from typing import Generic, Literal, overload

from typing_extensions import TypeVar

from openresponses_schema import (
    CreateResponseRequest,
    ResponseStreamEvent,
    WebSocketErrorEvent,
    WebSocketResponseCreateEvent,
)

from .decoder import DEFAULT_MAX_EVENT_BYTES, EventReader
from .errors import DecodeError
from .findings import Finding
from .parsing import Malformed, OnError, read_model, read_object

__all__ = [
    "WebSocketDecoder",
    "WebSocketEncoder",
    "WebSocketMessage",
    "decode_request_frame",
    "decode_text_frame",
]

WebSocketMessage = ResponseStreamEvent | WebSocketErrorEvent
"""What a server sends: an event, or the envelope of an error."""
_NOT_SENT = ("stream", "stream_options", "background")
_T = TypeVar("_T", default=WebSocketMessage)


class WebSocketDecoder(Generic[_T]):
    """Text frames in, events out; the turns of one connection follow one another in the same decoder."""

    @overload
    def __init__(
        self: WebSocketDecoder[WebSocketMessage], *, max_event_bytes: int = ..., on_error: Literal["raise"] = ...
    ) -> None: ...
    @overload
    def __init__(
        self: WebSocketDecoder[WebSocketMessage | Malformed], *, max_event_bytes: int = ..., on_error: OnError
    ) -> None: ...
    def __init__(self, *, max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES, on_error: OnError = "raise") -> None:
        self._max = max_event_bytes
        self._reader = EventReader(on_error)
        self._frames = 0

    @property
    def findings(self) -> list[Finding]:
        """What was odd and could be read all the same; ``line`` counts frames, from 1."""
        return self._reader.findings

    def receive_text(self, frame: str | bytes) -> list[_T]:
        """Take one text frame, whole, and return its event.

        The list is empty for a blank frame, and for ``[DONE]``, which is a finding (OR-WS-23).  Raises ``DecodeError``
        on data that is no event, and on a frame longer than ``max_event_bytes``; the next frame can be read all the
        same.
        """
        self._frames += 1
        # A lone surrogate is passed on for the parser to find.
        data = frame.encode("utf-8", "surrogatepass") if isinstance(frame, str) else frame
        if len(data) > self._max:
            raise DecodeError(f"an event is longer than the limit of {self._max} bytes", line=self._frames)
        text = data.strip()
        if text == b"[DONE]":
            self._reader.note("no [DONE] is sent on a WebSocket [OR-WS-23]", self._frames)
            return []
        return [self._reader.read_fast(text, self._frames)] if text else []  # type: ignore[list-item]


def decode_text_frame(frame: str | bytes) -> WebSocketMessage:
    """Read one text frame from a server; raises ``DecodeError`` on anything that is no event and no error envelope."""
    events = WebSocketDecoder().receive_text(frame)
    if not events:
        raise DecodeError("the frame holds no event")
    return events[0]


@overload
def decode_request_frame(frame: str | bytes, *, on_error: Literal["raise"] = ...) -> WebSocketResponseCreateEvent: ...
@overload
def decode_request_frame(frame: str | bytes, *, on_error: OnError) -> WebSocketResponseCreateEvent | Malformed: ...
def decode_request_frame(
    frame: str | bytes, *, on_error: OnError = "raise"
) -> WebSocketResponseCreateEvent | Malformed:
    """Read one text frame from a client; raises ``DecodeError`` on anything that is no ``response.create``."""
    raw = read_object(frame)
    if raw.get("type") != "response.create":
        raise DecodeError("the type of a request frame is response.create", path="$.type")
    return read_model(WebSocketResponseCreateEvent, raw, on_error)


class WebSocketEncoder:
    """Events and requests in, text frames out."""

    def encode(self, event: WebSocketMessage) -> str:
        """The text frame of an event or an error envelope."""
        return event.to_json().decode()

    def encode_request(self, request: CreateResponseRequest | WebSocketResponseCreateEvent) -> str:
        """The text frame that starts a turn.

        Raises ``ValueError`` when the request sets ``stream``, ``stream_options`` or ``background``, which are never
        sent on a WebSocket (OR-WS-03).
        """
        plain = request.to_dict()
        if found := [name for name in _NOT_SENT if name in plain]:
            raise ValueError(f"a request on a WebSocket has no {', '.join(found)}")
        plain["type"] = "response.create"
        return WebSocketResponseCreateEvent.model_validate(plain).to_json().decode()
