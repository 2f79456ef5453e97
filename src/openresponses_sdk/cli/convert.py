"""``openresponses convert``: what an agent or a provider says in, Open Responses streams out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, BinaryIO

from pydantic_core import to_json

from openresponses_schema import ResponseStreamEvent

from ..bridges.base import Bridge
from ..bridges.source import DEFAULT_MAX_EVENT_BYTES
from ..bridges.whole_completion import to_chat_completion
from ..emitters import EventEmitter
from ..errors import DecodeError
from ..findings import Finding
from ..ids import SeededIds
from ..sinks.chat import ChatSSEEmitter
from ..sse import SSEEncoder
from . import ExitStatus
from .files import find_inputs, is_same_file, open_input, open_output, shown_name
from .sources import AUTO, PATIENCE, SOURCES, is_whole_answer, recognised
from .terminal import harmless, harmless_json
from .values import SourceValue, iter_values


def convert(
    inputs: Sequence[str],
    *,
    source: str,
    target: str,
    model: str = "unknown",
    unknown: str = "keep",
    dialect: str = "spec",
    slug: str | None = None,
    created_at: int | None = None,
    seed: str | None = None,
    output: str | None = None,
) -> int:
    """Convert every input, and every file in every folder, into one output (None: standard output).

    Returns the exit status.  An input that cannot be read fails the command; the others are converted all the same.
    """
    found = find_inputs(inputs)
    if any(is_same_file(name, output) for name in found.names):
        return _complain("the output would overwrite the log", ExitStatus.USAGE)
    status = ExitStatus.CLEAN
    for folder in found.barren:
        status = _complain(f"{folder}: there is no .sse, .jsonl, .ndjson or .json file in it", ExitStatus.IO)
    options: dict[str, Any] = {
        "model": model,
        "unknown": unknown,
        "dialect": dialect,
        # One source of ids for all inputs, so that no two responses get the same.
        "ids": None if seed is None else SeededIds(seed),
        "clock": None if created_at is None else lambda: created_at,
        **({} if slug is None else {"slug": slug}),
    }
    with open_output(output) as sink:
        writer = _WRITERS[target](sink)
        for name in found.names:
            status = max(status, _convert_one(name, source, writer, options))
        writer.close()
        sink.flush()
    return status


def _convert_one(name: str, source: str, writer: _Writer, options: dict[str, Any]) -> ExitStatus:
    try:
        with open_input(name) as stream:
            return _converted(name, source, iter_values(stream, DEFAULT_MAX_EVENT_BYTES), writer, options)
    except BrokenPipeError:
        raise
    except OSError as error:
        return _complain(f"{name}: {error.strerror or error}", ExitStatus.IO)


def _converted(
    name: str, source: str, values: Iterator[SourceValue], writer: _Writer, options: dict[str, Any]
) -> ExitStatus:
    seen: list[SourceValue] = []
    if source == AUTO:
        source = ""
        for value in values:
            seen.append(value)
            source = recognised(value.data) or ""
            if source or len(seen) == PATIENCE:
                break
        if not source:
            return _complain(
                f"{shown_name(name)}: the first events tell no format: name it with --from", ExitStatus.FINDINGS
            )
    bridge = SOURCES[source].make(writer, **options)
    told = _Findings(name, bridge.findings, writer.findings)
    try:
        for value in chain(seen, values):
            writer.at(value)
            bridge.receive(value.data, line=value.line)
            writer.flush()
            told.print()
    except DecodeError as error:
        bridge.findings.append(Finding(message=error.reason, severity="error", line=error.line))
    bridge.receive_eof()
    writer.finish(bridge)
    told.print()
    return ExitStatus.FINDINGS if told.printed else ExitStatus.CLEAN


class _Findings:
    """Prints the findings of one input as they come: those of reading it, and those of writing it."""

    def __init__(self, name: str, *kept: list[Finding]) -> None:
        self.printed = 0
        self._name = shown_name(name)
        self._kept = [(findings, len(findings)) for findings in kept]

    def print(self) -> None:
        """Print what is new."""
        for findings, seen in self._kept:
            for finding in findings[seen:]:
                print(harmless(f"{self._name}: {finding.severity}: {finding}"), file=sys.stderr)
                self.printed += 1
        self._kept = [(findings, len(findings)) for findings, _ in self._kept]


def _complain(message: str, status: ExitStatus) -> ExitStatus:
    print(f"openresponses: {harmless(message)}", file=sys.stderr)
    return status


class _Writer(EventEmitter):
    """Writes JSON text; what a terminal would act upon is escaped when the sink is one."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._is_terminal = sink.isatty()
        self.findings: list[Finding] = []
        """What the target has no place for."""

    def at(self, value: SourceValue) -> None:
        """The events that follow come from this value of the source."""

    def emit(self, event: ResponseStreamEvent) -> None:
        """Write one event."""
        self.emit_encoded(event.type, event.to_json())

    def emit_encoded(self, type: str, data: bytes) -> None:
        """Write one event that is written already."""

    def finish(self, bridge: Bridge) -> None:
        """One input has ended."""

    def close(self) -> None:
        """All inputs have ended."""

    def flush(self) -> None:
        """Let a reader at the other end of a pipe have what was written."""
        self._sink.flush()

    def write(self, data: bytes) -> None:
        self._sink.write(harmless_json(data) if self._is_terminal else data)


class _SSEWriter(_Writer):
    def __init__(self, sink: BinaryIO) -> None:
        super().__init__(sink)
        self._encoder = SSEEncoder()
        self._any = False

    def emit_encoded(self, type: str, data: bytes) -> None:
        self._any = True
        self.write(b"event: %b\ndata: %b\n\n" % (type.encode(), data))

    def close(self) -> None:
        if self._any:
            self.write(self._encoder.encode_done())


class _LineWriter(_Writer):
    def emit_encoded(self, type: str, data: bytes) -> None:
        self.write(data + b"\n")


class _ResponseWriter(_Writer):
    """Only the finished responses are written."""

    def __init__(self, sink: BinaryIO) -> None:
        super().__init__(sink)
        self._texts: list[bytes] = []

    def finish(self, bridge: Bridge) -> None:
        self._texts += [response.to_json() for response in bridge.responses]

    def close(self) -> None:
        texts = self._texts
        self.write(texts[0] + b"\n" if len(texts) == 1 else b"[%b]\n" % b",\n".join(texts))


class _ChatWriter(_Writer):
    """Chunks of Chat Completions as server-sent events; of an input that is one whole answer, whole completions."""

    def __init__(self, sink: BinaryIO) -> None:
        super().__init__(sink)
        self._chunks = ChatSSEEmitter(include_usage=True, summaries=True)
        self.findings = self._chunks.findings
        self._line = 0
        self._is_begun = False
        self._is_whole = False

    def at(self, value: SourceValue) -> None:
        self._line = value.line
        if not self._is_begun:
            self._is_begun, self._is_whole = True, is_whole_answer(value.data)

    def emit(self, event: ResponseStreamEvent) -> None:
        self._receive(event)

    def emit_encoded(self, type: str, data: bytes) -> None:
        self._receive(data)

    def finish(self, bridge: Bridge) -> None:
        if self._is_whole:
            for response in bridge.responses:
                body, findings = to_chat_completion(response, summaries=True)
                self.findings += findings
                self.write(to_json(body) + b"\n")
        self._is_begun = self._is_whole = False

    def _receive(self, event: ResponseStreamEvent | bytes) -> None:
        if not self._is_whole:
            self._chunks.receive(event, line=self._line)
            self.write(self._chunks.take_bytes())


_WRITERS: dict[str, Callable[[BinaryIO], _Writer]] = {
    "sse": _SSEWriter,
    "ndjson": _LineWriter,
    "json": _ResponseWriter,
    "chat-completions": _ChatWriter,
}
