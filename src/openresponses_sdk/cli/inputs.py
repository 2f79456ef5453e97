"""Finds out what a file holds, and judges it as it is read.

Server-sent events are known by the first line that is not blank, which starts a
field or a comment.  Anything else is JSON: one document when the whole parses, one
value a line when the first line is a value of its own and others follow.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import BinaryIO, Final, TypeAlias

from ..errors import DecodeError
from ..findings import Violation
from ..json_values import Json, quote, read_json
from ..schema_check import COMPACTED, EVENT, REQUEST, RESPONSE, WEBSOCKET_REQUEST, iter_schema_violations, kind_of
from ..sse import SSEFrame, SSEParser
from ..validator import Validator, validate_compacted, validate_event, validate_request, validate_response
from .files import iter_lines

Found: TypeAlias = tuple[int | None, Violation]

MAX_LINE_BYTES: Final = 16 * 1024 * 1024
MAX_DOCUMENT_BYTES: Final = 256 * 1024 * 1024
_CHUNK: Final = 1 << 16
_BOM: Final = b"\xef\xbb\xbf"
_FIELDS: Final = (b"data", b"event", b"id", b"retry")
_OBJECTS: Final[dict[str, Callable[[dict[str, Json]], list[Violation]]]] = {
    RESPONSE: validate_response,
    COMPACTED: validate_compacted,
    REQUEST: validate_request,
    WEBSOCKET_REQUEST: lambda value: list(iter_schema_violations(WEBSOCKET_REQUEST, value)),
}

Line: TypeAlias = tuple[int, bytes]


class Judge:
    """Judges one input.  Iterate over ``judge`` to the end, then read the counts."""

    def __init__(self) -> None:
        self.format = "empty"
        """What the input was taken for: ``sse``, ``ndjson``, ``json`` or ``empty``."""
        self.responses = 0
        self.requests = 0
        self._validator = Validator()
        self._alone = 0

    @property
    def events(self) -> int:
        """How many events were judged."""
        return self._validator.events + self._alone

    @property
    def streams(self) -> int:
        """How many streams have begun."""
        return self._validator.streams

    def judge(self, stream: BinaryIO) -> Iterator[Found]:
        """Read ``stream`` to its end and say what is wrong, each with its line."""
        lines = enumerate(iter_lines(stream, MAX_LINE_BYTES), 1)
        head: list[Line] = []
        first = b""
        for number, line in lines:
            head.append((number, line))
            first = line.removeprefix(_BOM).strip() if number == 1 else line.strip()
            if first:
                break
        if not first:
            yield from ((None, violation) for violation in self._validator.receive_eof())
        elif _is_field(first):
            self.format = "sse"
            yield from self._judge_frames(line for _, line in chain(head, lines))
        else:
            yield from self._judge_json(head[-1][0], first, lines)

    def _judge_frames(self, lines: Iterator[bytes]) -> Iterator[Found]:
        parser = SSEParser(max_event_bytes=MAX_LINE_BYTES)
        reply = _Reply(self._validator)
        try:
            for line in lines:
                for frame in parser.receive_data(line):
                    yield from reply.receive(frame)
            for frame in parser.receive_eof():
                yield from reply.receive(frame)
        except DecodeError as error:
            message = f"{error.reason}; the rest was not read"
            yield error.line, Violation(requirement="OR-SSE-02", message=message)
            return
        yield from reply.receive_eof()

    def _judge_json(self, number: int, first: bytes, lines: Iterator[Line]) -> Iterator[Found]:
        value = _parsed(first)
        if value is not None:
            second = next(((at, line) for at, line in lines if line.strip()), None)
            if second is None:
                self.format = "json"
                yield from self._judge_document(value)
            else:
                self.format = "ndjson"
                yield from self._judge_lines(chain([(number, first), second], lines))
            return
        rest: list[Line] = []
        size = len(first)
        for at, line in lines:
            rest.append((at, line))
            size += len(line)
            if size > MAX_DOCUMENT_BYTES:
                message = f"the document is longer than the limit of {MAX_DOCUMENT_BYTES} bytes"
                yield number, Violation(requirement="OR-SSE-03", message=message)
                return
        whole = _parsed(b"".join([first, b"\n", *(line for _, line in rest)]))
        if whole is not None:
            self.format = "json"
            yield from self._judge_document(whole)
        elif any(line.lstrip()[:1] == b"{" and _parsed(line) is not None for _, line in rest):
            self.format = "ndjson"
            yield from self._judge_lines(chain([(number, first)], rest))
        else:
            self.format = "json"
            yield from self._unreadable(number, first, rest)

    def _unreadable(self, number: int, first: bytes, rest: list[Line]) -> Iterator[Found]:
        if len(first) > MAX_LINE_BYTES:
            yield number, _too_long()
            return
        try:
            read_json(b"".join([first, b"\n", *(line for _, line in rest)]))
            reason = "null is nothing to judge"
        except ValueError as error:
            reason = f"this is neither server-sent events nor JSON: {error}"
        yield number, Violation(requirement="OR-SSE-03", message=reason, found=quote(first.decode("utf-8", "replace")))

    def _judge_lines(self, lines: Iterator[Line]) -> Iterator[Found]:
        for number, line in lines:
            if len(line) > MAX_LINE_BYTES:
                yield number, _too_long()
            elif line.strip():
                yield from ((number, violation) for violation in self._judge_line(line))
        if self.events:
            yield from ((None, violation) for violation in self._validator.receive_eof())

    def _judge_line(self, line: bytes) -> list[Violation]:
        value = _parsed(line)
        kind = kind_of(value)
        if kind != EVENT:
            return self._object(kind, value)
        return self._validator.receive(value if isinstance(value, dict) else line.strip())

    def _judge_document(self, value: Json) -> Iterator[Found]:
        if not isinstance(value, list):
            kind = kind_of(value)
            if kind != EVENT:
                yield from ((None, violation) for violation in self._object(kind, value))
                return
            # One event alone is no stream, so that only the event itself is judged.
            self._alone = 1
            yield from ((None, violation) for violation in validate_event(_as_text(value)))
            return
        for index, element in enumerate(value):
            kind = kind_of(element)
            if kind == EVENT:
                yield from ((None, violation) for violation in self._validator.receive(_as_text(element)))
            else:
                yield from ((None, _inside(violation, index)) for violation in self._object(kind, element))
        if self.events or not value:
            yield from ((None, violation) for violation in self._validator.receive_eof())

    def _object(self, kind: str, value: Json) -> list[Violation]:
        if kind in (REQUEST, WEBSOCKET_REQUEST):
            self.requests += 1
        else:
            self.responses += 1
        return _OBJECTS[kind](value if isinstance(value, dict) else {})


class _Reply:
    """The frames of one or several event streams in a row, each ended by ``[DONE]``."""

    def __init__(self, validator: Validator) -> None:
        self._validator = validator
        self._is_done = False
        self._any = False
        self._said: set[str] = set()

    def receive(self, frame: SSEFrame) -> Iterator[Found]:
        """Judge one frame."""
        if frame.is_done:
            if self._is_done:
                yield frame.line, Violation(requirement="OR-SSE-04", message="[DONE] comes once")
            self._is_done = True
            yield from ((frame.line, violation) for violation in self._validator.end_stream())
            return
        if not frame.data.strip():
            return
        self._any = True
        if frame.id is not None and self._first("id"):
            message = "the id field is not used"
            yield (
                frame.line,
                Violation(requirement="OR-SSE-06", severity="warning", message=message, found=quote(frame.id)),
            )
        value = _parsed(frame.data)
        name = value.get("type") if isinstance(value, dict) else None
        if self._is_done:
            self._is_done = False
            if name != "response.created" and self._first("after"):
                yield frame.line, Violation(requirement="OR-SSE-04", message="nothing comes after [DONE]")
        index = self._validator.events
        judged = self._validator.receive(value if isinstance(value, dict) else frame.data)
        yield from ((frame.line, violation) for violation in judged)
        if isinstance(name, str):
            yield from ((frame.line, violation) for violation in self._event_field(frame, name, index))

    def receive_eof(self) -> Iterator[Found]:
        """Say what is missing at the end."""
        for violation in self._validator.receive_eof():
            yield None, violation
        if not self._is_done and self._any:
            yield None, Violation(requirement="OR-SSE-04", message="the stream ends with data: [DONE]")

    def _event_field(self, frame: SSEFrame, name: str, index: int) -> Iterator[Violation]:
        """One frame without an event field means that the server writes none: it is said once."""
        if frame.event == name or (frame.event is None and not self._first("event")):
            return
        yield Violation(
            requirement="OR-SSE-05",
            message="the event field is missing" if frame.event is None else "the event field is the type of the event",
            event_type=name,
            event_index=index,
            expected=quote(name),
            found=None if frame.event is None else quote(frame.event),
        )

    def _first(self, what: str) -> bool:
        is_first = what not in self._said
        self._said.add(what)
        return is_first


def _is_field(line: bytes) -> bool:
    name, colon, _ = line.partition(b":")
    return (name == b"" and bool(colon)) or name in _FIELDS


def _parsed(data: bytes) -> Json:
    """The value, or None for what is no JSON; null itself is nothing that can be judged either."""
    try:
        return read_json(data)
    except ValueError:
        return None


def _as_text(value: Json) -> dict[str, Json] | str:
    """An object as it is; anything else as JSON text, since a string that is handed over is taken for text."""
    return value if isinstance(value, dict) else json.dumps(value)


def _too_long() -> Violation:
    return Violation(requirement="OR-SSE-02", message=f"the line is longer than the limit of {MAX_LINE_BYTES} bytes")


def _inside(violation: Violation, index: int) -> Violation:
    return replace(violation, path=f"$[{index}]{violation.path.removeprefix('$')}")
