"""``openresponses convert``: what an agent or a provider says in, Open Responses streams out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any, BinaryIO

from openresponses_schema import ResponseStreamEvent

from ..bridges.base import Bridge
from ..bridges.source import DEFAULT_MAX_EVENT_BYTES
from ..emitters import EventEmitter
from ..errors import DecodeError
from ..findings import Finding
from ..ids import SeededIds
from ..sse import SSEEncoder
from . import ExitStatus
from .files import find_inputs, is_same_file, open_input, open_output, shown_name
from .sources import AUTO, PATIENCE, SOURCES, recognised
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
    printed = 0
    try:
        for value in chain(seen, values):
            bridge.receive(value.data, line=value.line)
            writer.flush()
            printed = _print_findings(name, bridge.findings, printed)
    except DecodeError as error:
        bridge.findings.append(Finding(message=error.reason, severity="error", line=error.line))
    bridge.receive_eof()
    _print_findings(name, bridge.findings, printed)
    writer.finish(bridge)
    return ExitStatus.FINDINGS if bridge.findings else ExitStatus.CLEAN


def _print_findings(name: str, findings: list[Finding], printed: int) -> int:
    for finding in findings[printed:]:
        print(harmless(f"{shown_name(name)}: {finding.severity}: {finding}"), file=sys.stderr)
    return len(findings)


def _complain(message: str, status: ExitStatus) -> ExitStatus:
    print(f"openresponses: {harmless(message)}", file=sys.stderr)
    return status


class _Writer(EventEmitter):
    """Writes JSON text; what a terminal would act upon is escaped when the sink is one."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._is_terminal = sink.isatty()

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


_WRITERS: dict[str, Callable[[BinaryIO], _Writer]] = {"sse": _SSEWriter, "ndjson": _LineWriter, "json": _ResponseWriter}
