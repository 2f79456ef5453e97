"""What the codecs share: how one message becomes an event, and what a decoder does around it.

A codec cuts its bytes into pieces of one message at most; the rest is the same for all.  There are two ways from the
JSON text to the event.  The full one parses the text and looks at the object.  The fast one is a table: the type that
the message seems to have gives the reader of one model (``event_readers``).  That type is a hint and nothing more:
whatever the reader refuses takes the full way, so that both always give the same answer (a law in the tests).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterable, Iterator
from typing import ClassVar, Final, Generic, NamedTuple, TypeAlias

from typing_extensions import TypeVar

from openresponses_schema import ResponseStreamEvent
from openresponses_schema._base import Model

from .errors import DecodeError
from .event_readers import type_hint
from .findings import Finding
from .json_readers import REFUSED
from .parsing import Malformed, OnError, iter_null_findings, read_event, read_object
from .stream_readers import StreamReaders

__all__ = ["DEFAULT_MAX_EVENT_BYTES", "MAX_FINDINGS", "Decoder", "EventReader", "RawEvent"]

DEFAULT_MAX_EVENT_BYTES: Final = 16 * 1024 * 1024
MAX_FINDINGS: Final = 1000
"""How many findings a decoder keeps; a hostile stream could fill the memory with them."""

SLICE_BYTES: Final = 1 << 14
"""A longer chunk is looked at in slices of so many bytes."""

_INDEX: Final = re.compile(r"\[\d+\]")

Piece: TypeAlias = tuple[bytes, bytes, bytes]
"""Name of the event, data, and the whole: the bytes as they came where the first two are not all, or raw is kept."""
END: Final[Piece] = (b"", b"", b"")
"""The piece behind the last one, known by its identity."""
_E_co = TypeVar("_E_co", covariant=True)
_T = TypeVar("_T", default=ResponseStreamEvent)


class RawEvent(NamedTuple, Generic[_E_co]):
    """What a decoder with ``keep_raw`` gives: joined, the ``raw`` of all of them is what was received."""

    event: _E_co | None
    """The event; None for what is none: a keep-alive, a comment, the end mark."""
    raw: bytes
    """The bytes as they came, line ends included."""


class EventReader:
    """Reads the events of one stream, and notes what was odd about them."""

    def __init__(self, on_error: OnError = "raise") -> None:
        self._on_error: OnError = on_error
        self.findings: list[Finding] = []
        self.fast: StreamReaders = StreamReaders()
        """The fast reader of each type."""
        self._said: set[tuple[str | None, str]] = set()

    def read(
        self, data: bytes, wire_type: str | None = None, line: int | None = None
    ) -> ResponseStreamEvent | Malformed:
        """Read one event the full way; raises ``DecodeError`` with the line."""
        found: list[Finding] = []
        try:
            event = read_event(read_object(data), self._on_error, wire_type, found.append)
        except DecodeError as error:
            raise DecodeError(error.reason, path=error.path, line=line) from error
        for finding in found:
            self.note(finding.message, line, finding.event)
        if not isinstance(event, Malformed):
            # Few events hold any null, and to look at the text is faster than to look at the model.
            if self.fast.tells_nulls_of(event.type) and b"null" in data:
                self._note_nulls(event, line)
            self.fast.meet(event.type)
        return event

    def read_fast(self, data: bytes, line: int | None = None) -> ResponseStreamEvent | Malformed:
        """Read one event, the fast way if it is one for that; raises ``DecodeError`` with the line."""
        try:
            return self.fast[type_hint(data)](data)
        except REFUSED:
            return self.read(data, None, line)

    def note(self, message: str, line: int | None = None, event: str | None = None, field: str | None = None) -> None:
        """Keep a finding, as long as there are not too many."""
        if len(self.findings) < MAX_FINDINGS:
            self.findings.append(Finding(message=message, line=line, event=event and event[:80], field=field))
        elif len(self.findings) == MAX_FINDINGS:
            self.findings.append(Finding(message="there is more like this; it was not kept", line=line))

    def _note_nulls(self, event: Model, line: int | None) -> None:
        """Once for each field of each type, whatever the place in a list."""
        for finding in iter_null_findings(event):
            key = (finding.event, _INDEX.sub("[]", finding.field or ""))
            if key not in self._said:
                self._said.add(key)
                self.note(finding.message, line, finding.event, finding.field)


class Decoder(ABC, Generic[_T]):
    """Bytes in, events out.  Chunks may end anywhere, also inside a character; time is linear in the bytes.

    ``on_error="keep"`` gives ``Malformed`` for an object that does not have the shape of its kind, instead of raising.
    ``keep_raw=True`` gives a ``RawEvent`` for every message, also for what is no event, so that a proxy can pass on
    exactly what came.  An event longer than ``max_event_bytes`` is an error after which the decoder is of no more use.
    """

    def __init__(
        self,
        *,
        max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
        on_error: OnError = "raise",
        keep_raw: bool = False,
    ) -> None:
        self._max = max_event_bytes
        self._keep_raw = keep_raw
        self._reader = EventReader(on_error)
        self._left: deque[Piece] = deque()
        self._failure: DecodeError | None = None
        self.is_done = False
        """Whether ``[DONE]`` has come."""

    @property
    def findings(self) -> list[Finding]:
        """What was odd and could be read all the same, each with its line; at most ``MAX_FINDINGS`` of them."""
        return self._reader.findings

    def receive_data(self, chunk: bytes) -> list[_T]:
        """Take bytes from the network and return the events they complete.

        Call ``receive_eof`` when the connection closes.  Raises ``DecodeError`` on data that is no event, and on an
        event longer than ``max_event_bytes``.  The error holds the ``events`` that the same call had read before; call
        again, with ``b""`` if need be, for what follows.
        """
        return self._decode(self._cut(chunk) if len(chunk) <= SLICE_BYTES else self._cut_in_slices(chunk))

    def receive_eof(self) -> list[_T]:
        """The connection has closed: return the event that lacked its end, if any.  Raises as ``receive_data`` does."""
        return self._decode(self._cut_last())

    def _decode(self, pieces: Iterable[Piece]) -> list[_T]:
        if self._left:
            self._left.extend(pieces)
            source = _drain(self._left)
        else:
            source = iter(pieces)
        events: list[_T] = []
        append, readers = events.append, self._reader.fast
        limit, keep_raw = self._max, self._keep_raw
        named, unnamed = self._named_lines, self._lines_of_data
        lines = 0
        piece: Piece = END
        try:
            # The one hot loop of the package: flat, and without a call that is not needed.
            for piece in source:
                name, data, whole = piece
                event: ResponseStreamEvent | Malformed | None
                try:
                    event = readers[name or type_hint(data)](data) if len(data) <= limit else None
                except REFUSED:
                    event = None
                if event is None:
                    self._pass_lines(lines)
                    lines = 0
                    event = self._event(piece)
                else:
                    lines += named if name else unnamed
                if keep_raw:
                    if whole:
                        append(RawEvent(event, whole))  # type: ignore[arg-type]
                elif event is not None:
                    append(event)  # type: ignore[arg-type]
            self._pass_lines(lines)
            if self._failure is not None:
                raise DecodeError(self._failure.reason, line=self._failure.line)
        except DecodeError as error:
            if not self._left:
                self._left.extend(source)
            error.events = tuple(events)  # type: ignore[arg-type]
            if keep_raw and self._failure is None:
                error.raw = piece[2]
            raise
        return events

    _named_lines: ClassVar[int] = 1
    _lines_of_data: ClassVar[int] = 1

    def _cut_in_slices(self, chunk: bytes) -> Iterator[Piece]:
        """The pieces of a long chunk, a few at a time: a piece takes more memory than a short event."""
        for start in range(0, len(chunk), SLICE_BYTES):
            yield from self._cut(chunk[start : start + SLICE_BYTES])

    @abstractmethod
    def _cut(self, chunk: bytes) -> Iterable[Piece]:
        """The pieces that a chunk completes, one message at most in each; sets ``_failure`` on one that is too long."""

    @abstractmethod
    def _cut_last(self) -> Iterable[Piece]:
        """The piece that lacks its end."""

    @abstractmethod
    def _pass_lines(self, count: int) -> None:
        """Count lines that were read on the fast way."""

    @abstractmethod
    def _event(self, piece: Piece) -> ResponseStreamEvent | Malformed | None:
        """The event of a piece, the full way; None when there is none in it."""

    def _too_long(self, line: int | None) -> DecodeError:
        return DecodeError(f"an event is longer than the limit of {self._max} bytes", line=line)


def _drain(queue: deque[Piece]) -> Iterator[Piece]:
    while queue:
        yield queue.popleft()
