"""Finds out what a file holds, and judges it as it is read.

Server-sent events are known by the first line that is not blank, which starts a
field or a comment.  Anything else is JSON: one document when the whole parses, one
value a line when the first line is a value of its own and others follow.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Final, TypeAlias

from ..errors import DecodeError
from ..findings import Violation
from ..json_values import Json, quote, read_json
from ..schema_check import (
    COMPACTED,
    ERROR_BODY,
    EVENT,
    REQUEST,
    RESPONSE,
    WEBSOCKET_REQUEST,
    iter_schema_violations,
    kind_of,
)
from ..sse import SSEParser
from ..validator import (
    Validator,
    validate_compacted,
    validate_error,
    validate_event,
    validate_request,
    validate_response,
)
from .files import LineSource, iter_lines
from .frames import Reply
from .steps import Found, Step, doubled, parsed, report

MAX_LINE_BYTES: Final = 16 * 1024 * 1024
MAX_DOCUMENT_BYTES: Final = 256 * 1024 * 1024
_CHUNK: Final = 1 << 16
_BOM: Final = b"\xef\xbb\xbf"
_OTHER_MARKS: Final = {codecs.BOM_UTF32_LE: "UTF-32", codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
"""Marks at the start of texts in other encodings; the longer mark begins with the shorter one."""
_FIELDS: Final = (b"data", b"event", b"id", b"retry")
_OBJECTS: Final[dict[str, Callable[[dict[str, Json]], list[Violation]]]] = {
    RESPONSE: validate_response,
    COMPACTED: validate_compacted,
    ERROR_BODY: validate_error,
    REQUEST: validate_request,
    WEBSOCKET_REQUEST: lambda value: list(iter_schema_violations(WEBSOCKET_REQUEST, value)),
}

Line: TypeAlias = tuple[int, bytes]


class Judge:
    """Judges one input.  Iterate over ``judge`` or ``read`` to the end, then read the counts.

    With ``is_live`` a first line that is an event begins a stream, without waiting for a second line to be sure.
    """

    def __init__(self, *, is_live: bool = False) -> None:
        self._is_live = is_live
        self.format: str = "empty"
        """What the input was taken for: ``sse``, ``ndjson``, ``json`` or ``empty``."""
        self.responses: int = 0
        self.requests: int = 0
        self.http_errors: int = 0
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

    def judge(self, stream: LineSource) -> Iterator[Found]:
        """Read ``stream`` to its end and say what is wrong, each with its line."""
        for step in self.read(stream):
            yield from step.found

    def read(self, stream: LineSource) -> Iterator[Step]:
        """Read ``stream`` to its end and hand on each value as soon as it is there, with what is wrong with it."""
        lines = enumerate(iter_lines(stream, MAX_LINE_BYTES), 1)
        head: list[Line] = []
        first = b""
        for number, line in lines:
            head.append((number, line))
            first = line.removeprefix(_BOM).strip() if number == 1 else line.strip()
            if first:
                break
        if not first:
            yield report(None, self._validator.receive_eof())
        elif encoding := next((name for mark, name in _OTHER_MARKS.items() if head[0][1].startswith(mark)), None):
            message = f"the file is written in {encoding}; events and JSON are UTF-8"
            yield report(None, [Violation(requirement="OR-SSE-03", message=message)])
        elif is_field(first):
            self.format = "sse"
            yield from self._judge_frames(line for _, line in chain(head, lines))
        else:
            yield from self._judge_json(head[-1][0], first, lines)

    def _judge_frames(self, lines: Iterator[bytes]) -> Iterator[Step]:
        parser = SSEParser(max_event_bytes=MAX_LINE_BYTES)
        self._validator = Validator(transport="sse")
        reply = Reply(self._validator)
        try:
            for line in lines:
                for frame in parser.receive_data(line):
                    yield reply.receive(frame)
            for frame in parser.receive_eof():
                yield reply.receive(frame)
        except DecodeError as error:
            message = f"{error.reason}; the rest was not read"
            yield report(error.line, [Violation(requirement="OR-SSE-02", message=message)])
            return
        yield report(None, reply.receive_eof())

    def _judge_json(self, number: int, first: bytes, lines: Iterator[Line]) -> Iterator[Step]:
        value = parsed(first)
        if value is None:
            yield from self._judge_long_json(number, first, lines)
            return
        if self._is_live and isinstance(value, dict) and kind_of(value) == EVENT:
            self.format = "ndjson"
            yield from self._judge_lines(chain([(number, first)], lines))
            return
        second = next(((at, line) for at, line in lines if line.strip()), None)
        if second is None:
            self.format = "json"
            yield from self._judge_document(value, first)
        else:
            self.format = "ndjson"
            yield from self._judge_lines(chain([(number, first), second], lines))

    def _judge_long_json(self, number: int, first: bytes, lines: Iterator[Line]) -> Iterator[Step]:
        rest: list[Line] = []
        size = len(first)
        for at, line in lines:
            rest.append((at, line))
            size += len(line)
            if size > MAX_DOCUMENT_BYTES:
                message = f"the document is longer than the limit of {MAX_DOCUMENT_BYTES} bytes"
                yield report(number, [Violation(requirement="OR-SSE-03", message=message)])
                return
        text = b"".join([first, b"\n", *(line for _, line in rest)])
        whole = parsed(text)
        if whole is not None:
            self.format = "json"
            yield from self._judge_document(whole, text)
        elif any(line.lstrip()[:1] == b"{" and parsed(line) is not None for _, line in rest):
            self.format = "ndjson"
            yield from self._judge_lines(chain([(number, first)], rest))
        else:
            self.format = "json"
            yield report(number, [self._unreadable(first, rest)])

    def _unreadable(self, first: bytes, rest: list[Line]) -> Violation:
        if len(first) > MAX_LINE_BYTES:
            return _too_long()
        try:
            read_json(b"".join([first, b"\n", *(line for _, line in rest)]))
            reason = "null is nothing to judge"
        except ValueError as error:
            reason = f"this is neither server-sent events nor JSON: {error}"
        return Violation(requirement="OR-SSE-03", message=reason, found=quote(first.decode("utf-8", "replace")))

    def _judge_lines(self, lines: Iterator[Line]) -> Iterator[Step]:
        for number, line in lines:
            if len(line) > MAX_LINE_BYTES:
                yield report(number, [_too_long()])
            elif line.strip():
                yield self._judge_line(number, line)
        if self.events:
            yield report(None, self._validator.receive_eof())

    def _judge_line(self, number: int, line: bytes) -> Step:
        value = parsed(line)
        kind = kind_of(value)
        if kind != EVENT:
            found = self._object(kind, value)
            found += doubled(line) if value is not None else []
        else:
            index = self._validator.events
            found = self._validator.receive(value if isinstance(value, dict) else line.strip())
            found += doubled(line, index) if value is not None else []
        return Step(kind, value, [(number, violation) for violation in found])

    def _judge_document(self, value: Json, text: bytes) -> Iterator[Step]:
        if twice := doubled(text):
            yield report(None, twice)
        if not isinstance(value, list):
            yield self._judge_alone(value)
            return
        for index, element in enumerate(value):
            kind = kind_of(element)
            if kind == EVENT:
                found = self._validator.receive(_as_text(element))
            else:
                found = [_inside(violation, index) for violation in self._object(kind, element)]
            yield Step(kind, element, [(None, violation) for violation in found])
        if self.events or not value:
            yield report(None, self._validator.receive_eof())

    def _judge_alone(self, value: Json) -> Step:
        kind = kind_of(value)
        if kind != EVENT:
            found = self._object(kind, value)
        else:
            # One event alone is no stream, so that only the event itself is judged.
            self._alone = 1
            found = validate_event(_as_text(value))
        return Step(kind, value, [(None, violation) for violation in found])

    def _object(self, kind: str, value: Json) -> list[Violation]:
        if kind in (REQUEST, WEBSOCKET_REQUEST):
            self.requests += 1
        elif kind == ERROR_BODY:
            self.http_errors += 1
        else:
            self.responses += 1
        return _OBJECTS[kind](value if isinstance(value, dict) else {})


def is_field(line: bytes) -> bool:
    """Whether a line that is not blank starts a field or a comment of server-sent events."""
    name, colon, _ = line.partition(b":")
    return (name == b"" and bool(colon)) or name in _FIELDS


def _as_text(value: Json) -> dict[str, Json] | str:
    """An object as it is; anything else as JSON text, since a string that is handed over is taken for text."""
    return value if isinstance(value, dict) else json.dumps(value)


def _too_long() -> Violation:
    return Violation(requirement="OR-SSE-02", message=f"the line is longer than the limit of {MAX_LINE_BYTES} bytes")


def _inside(violation: Violation, index: int) -> Violation:
    return replace(violation, path=f"$[{index}]{violation.path.removeprefix('$')}")
