"""What the codecs share: how one message becomes an event, and what a decoder does around it.

A codec cuts its bytes into pieces of one message at most; the rest is the same for all.  There are two ways from the
JSON text to the event.  The full one parses the text and looks at the object.  The fast one is a table: the type that
the message seems to have gives the validator of one model, which reads the text itself.  That type is a hint and
nothing more: whatever the validator refuses, or could have let through, takes the full way, so that both always give
the same answer (a law in the tests).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import ClassVar, Final, Generic, NamedTuple, TypeAlias

from pydantic import ValidationError
from typing_extensions import TypeVar

from openresponses_schema import RESPONSE_STREAM_EVENT_MODELS, ResponseStreamEvent
from openresponses_schema._base import Model

from .errors import DecodeError
from .findings import Finding
from .json_values import read_json
from .parsing import Malformed, OnError, iter_null_findings, read_event, read_object
from .scalar_models import list_fields

__all__ = ["DEFAULT_MAX_EVENT_BYTES", "MAX_FINDINGS", "Decoder", "EventReader", "RawEvent"]

DEFAULT_MAX_EVENT_BYTES: Final = 16 * 1024 * 1024
MAX_FINDINGS: Final = 1000
"""How many findings a decoder keeps; a hostile stream could fill the memory with them."""

SLICE_BYTES: Final = 1 << 16
"""A longer chunk is looked at in slices of so many bytes."""

_INDEX: Final = re.compile(r"\[\d+\]")
Reader: TypeAlias = Callable[[bytes], ResponseStreamEvent | None]
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
        self.met: dict[bytes, Reader] = {}
        """The fast readers of the types that have come."""
        self._met: set[str] = set()
        """The types of plain values that have come."""
        self._said: set[tuple[str | None, str]] = set()

    @cached_property
    def fast(self) -> dict[bytes, Reader]:
        """The fast reader of each type.  In the first event of a type it leaves a null to the full way, which tells
        when it will be written as absent: a server that writes it does so in all events of that type."""
        return {name: self._first(name, reader) for name, reader in fast_readers().items()}

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
            if b"null" in data:
                self._note_nulls(event, line)
            self._meet(event.type)
        return event

    def read_fast(self, data: bytes, line: int | None = None) -> ResponseStreamEvent | Malformed:
        """Read one event, the fast way if it is one for that; raises ``DecodeError`` with the line."""
        reader = self.fast.get(_hint(data))
        event = reader(data) if reader is not None else None
        return self.read(data, None, line) if event is None else event

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
            if key not in self._said and finding.event not in self._met:
                self._said.add(key)
                self.note(finding.message, line, finding.event, finding.field)

    def _first(self, name: bytes, reader: Reader) -> Reader:
        def read(data: bytes) -> ResponseStreamEvent | None:
            event = None if b"null" in data else reader(data)
            if event is not None:
                self._meet(event.type)
            return event

        return read

    def _meet(self, name: str) -> None:
        if name not in self._met and name in _plain_types():
            self._met.add(name)
            reader = fast_readers().get(name.encode())
            if reader is not None:
                self.met[name.encode()] = self.fast[name.encode()] = reader


@cache
def _plain_types() -> frozenset[str]:
    """The types of events that hold plain values only."""
    return frozenset(name for name, model in RESPONSE_STREAM_EVENT_MODELS.items() if list_fields(model) is not None)


@cache
def fast_readers() -> Mapping[bytes, Reader]:
    """Wire type -> what reads the JSON text of such an event, or says with None that the full way must be taken.

    Only models of plain values are in it; a tagged union is read faster the full way.  The table is made, and those
    models are built, when the first stream is decoded.
    """
    readers: dict[bytes, Reader] = {}
    for name in _plain_types():
        model = RESPONSE_STREAM_EVENT_MODELS[name]
        if (lists := list_fields(model)) is not None:
            if not model.__pydantic_complete__:
                model.model_rebuild()
            readers[name.encode()] = _reader(model, name, lists)
    return MappingProxyType(readers)


def _reader(model: type[Model], name: str, lists: tuple[str, ...]) -> Reader:
    validate: Callable[[bytes], ResponseStreamEvent] = model.__pydantic_validator__.validate_json
    # Of several lists the getter makes a tuple, which is never empty: slower, and as right.
    list_of = attrgetter(*(lists or ("__pydantic_extra__",)))

    def read(data: bytes) -> ResponseStreamEvent | None:
        try:
            event = validate(data)
        except ValidationError:
            return None
        # A model fills a missing type from its default.
        if "type" not in event.__pydantic_fields_set__:
            return None
        # The validator takes NaN, Infinity and 1e400 where a member may be anything; JSON has none of them.
        if (event.__pydantic_extra__ or list_of(event)) and not _is_json(data):
            return None
        return event

    def read_alias(data: bytes) -> ResponseStreamEvent | None:
        event = read(data)
        return event if event is not None and event.type == name else None

    # Another spelling than the event field says is worth a finding, which the full way makes.
    spellings = sum(other is model for other in RESPONSE_STREAM_EVENT_MODELS.values())
    return read if spellings == 1 else read_alias


def _is_json(data: bytes) -> bool:
    try:
        read_json(data)
    except ValueError:
        return False
    return True


def _hint(data: bytes) -> bytes:
    """The first ``type`` in a JSON text: inside a string it would be escaped, and that of a part is no event's."""
    at = data.find(b'"type":')
    start = data.find(b'"', at + 7, at + 9) + 1
    return data[start : data.find(b'"', start, start + 64)] if at >= 0 and start else b""


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
        append, find = events.append, self._reader.fast.get
        limit, keep_raw = self._max, self._keep_raw
        named, unnamed = self._named_lines, self._lines_of_data
        lines = 0
        piece: Piece = END
        try:
            # The one hot loop of the package: flat, and without a call that is not needed.
            for piece in source:
                name, data, whole = piece
                reader = find(name or _hint(data))
                event: ResponseStreamEvent | Malformed | None
                if reader is None or len(data) > limit or (event := reader(data)) is None:
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
