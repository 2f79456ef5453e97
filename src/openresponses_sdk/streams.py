"""Events from any source of bytes: thin shells around the decoders, for a ``for`` and an ``async for``."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from typing import Final, Literal, TypeAlias, overload

from openresponses_schema import ResponseStreamEvent

from .decoder import DEFAULT_MAX_EVENT_BYTES, SLICE_BYTES, Decoder
from .errors import DecodeError
from .ndjson import NDJSONDecoder
from .parsing import Malformed, OnError
from .sse import SSEDecoder

__all__ = ["StreamFormat", "aiter_events", "iter_events"]

StreamFormat: TypeAlias = Literal["sse", "ndjson", "auto"]
_Event = ResponseStreamEvent | Malformed
_BOM: Final = b"\xef\xbb\xbf"


@overload
def iter_events(
    chunks: Iterable[bytes],
    *,
    format: StreamFormat = ...,
    on_error: Literal["raise"] = ...,
    max_event_bytes: int = ...,
) -> Iterator[ResponseStreamEvent]: ...
@overload
def iter_events(
    chunks: Iterable[bytes], *, format: StreamFormat = ..., on_error: OnError, max_event_bytes: int = ...
) -> Iterator[ResponseStreamEvent | Malformed]: ...
def iter_events(
    chunks: Iterable[bytes],
    *,
    format: StreamFormat = "auto",
    on_error: OnError = "raise",
    max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
) -> Iterator[ResponseStreamEvent | Malformed]:
    """The events of a stream, as soon as each is complete: of an answer's body, of a file opened as bytes, of a list.

    ``format="auto"`` takes a stream whose first character is ``{`` for NDJSON and every other for server-sent events.
    Raises ``DecodeError`` as the decoders do, after every event before the fault was given.
    """
    shell = _Shell(format, on_error, max_event_bytes)
    for chunk in chunks:
        for part in _slices(chunk):
            yield from shell.receive_data(part)
            shell.check()
    yield from shell.receive_eof()
    shell.check()


@overload
def aiter_events(
    chunks: AsyncIterable[bytes],
    *,
    format: StreamFormat = ...,
    on_error: Literal["raise"] = ...,
    max_event_bytes: int = ...,
) -> AsyncIterator[ResponseStreamEvent]: ...
@overload
def aiter_events(
    chunks: AsyncIterable[bytes], *, format: StreamFormat = ..., on_error: OnError, max_event_bytes: int = ...
) -> AsyncIterator[ResponseStreamEvent | Malformed]: ...
async def aiter_events(
    chunks: AsyncIterable[bytes],
    *,
    format: StreamFormat = "auto",
    on_error: OnError = "raise",
    max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
) -> AsyncIterator[ResponseStreamEvent | Malformed]:
    """``iter_events`` for an asynchronous source."""
    shell = _Shell(format, on_error, max_event_bytes)
    async for chunk in chunks:
        for part in _slices(chunk):
            for event in shell.receive_data(part):
                yield event
            shell.check()
    for event in shell.receive_eof():
        yield event
    shell.check()


def _slices(chunk: bytes) -> Iterable[bytes]:
    """A long chunk in parts, so that the events of one part at a time are in memory."""
    if len(chunk) <= SLICE_BYTES:
        return (chunk,)
    return (chunk[start : start + SLICE_BYTES] for start in range(0, len(chunk), SLICE_BYTES))


class _Shell:
    """A decoder that is chosen by the first character, and keeps an error until its events are given."""

    def __init__(self, format: StreamFormat, on_error: OnError, max_event_bytes: int) -> None:
        if format not in ("sse", "ndjson", "auto"):
            raise ValueError(f"a format is sse, ndjson or auto, not {format!r}")
        self._format = format
        self._on_error: OnError = on_error
        self._max = max_event_bytes
        self._head = b""
        self._decoder: Decoder[_Event] | None = None if format == "auto" else self._make(format)
        self._error: DecodeError | None = None

    def receive_data(self, chunk: bytes) -> Iterable[_Event]:
        if self._decoder is None:
            first = (self._head + chunk).removeprefix(_BOM).lstrip()
            if not first or _BOM.startswith(first):
                # Of blanks alone a few are enough, however many come.
                self._head = (self._head + chunk)[:4]
                return ()
            self._decoder = self._make("ndjson" if first[:1] == b"{" else "sse")
            chunk = self._head + chunk
        try:
            return self._decoder.receive_data(chunk)
        except DecodeError as error:
            return self._until(error)

    def receive_eof(self) -> Iterable[_Event]:
        if self._decoder is None:
            return ()
        try:
            return self._decoder.receive_eof()
        except DecodeError as error:
            return self._until(error)

    def check(self) -> None:
        """Raise the error that is due."""
        if self._error is not None:
            raise self._error

    def _until(self, error: DecodeError) -> Iterable[_Event]:
        self._error = error
        return error.events

    def _make(self, format: StreamFormat) -> Decoder[_Event]:
        if format == "ndjson":
            return NDJSONDecoder(on_error=self._on_error, max_event_bytes=self._max)
        return SSEDecoder(on_error=self._on_error, max_event_bytes=self._max)
