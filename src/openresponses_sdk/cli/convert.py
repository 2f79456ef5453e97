"""``openresponses convert``: the log of an agent in, Open Responses streams out."""

from __future__ import annotations

import sys
from typing import BinaryIO

from openresponses_schema import ResponseStreamEvent

from ..bridges.source import DEFAULT_MAX_EVENT_BYTES
from ..bridges.thread_events import ThreadEventBridge
from ..findings import Finding
from ..ids import SeededIds
from ..sse import SSEEncoder
from . import ExitStatus
from .files import is_same_file, iter_lines, open_input, open_output, shown_name
from .terminal import harmless, harmless_json


def convert(
    log: str,
    *,
    target: str,
    model: str = "unknown",
    created_at: int | None = None,
    seed: str | None = None,
    output: str | None = None,
) -> int:
    """Convert ``log`` to ``output`` (None: standard output) and return the exit status."""
    if is_same_file(log, output):
        print("openresponses: the output would overwrite the log", file=sys.stderr)
        return ExitStatus.USAGE
    with open_input(log) as source, open_output(output) as sink:
        writer = _WRITERS[target](sink)
        bridge = ThreadEventBridge(
            writer.emit,
            model=model,
            ids=None if seed is None else SeededIds(seed),
            clock=None if created_at is None else lambda: created_at,
        )
        printed = 0
        for line in iter_lines(source, DEFAULT_MAX_EVENT_BYTES):
            bridge.receive(line)
            sink.flush()
            printed = _print_findings(log, bridge.findings, printed)
        bridge.receive_eof()
        _print_findings(log, bridge.findings, printed)
        writer.close(bridge)
        sink.flush()
    return ExitStatus.FINDINGS if bridge.findings else ExitStatus.CLEAN


def _print_findings(log: str, findings: list[Finding], printed: int) -> int:
    for finding in findings[printed:]:
        print(harmless(f"{shown_name(log)}: {finding.severity}: {finding}"), file=sys.stderr)
    return len(findings)


class _Sink:
    """Writes JSON text; what a terminal would act upon is escaped when the sink is one."""

    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self._is_terminal = sink.isatty()

    def write(self, data: bytes) -> None:
        self._sink.write(harmless_json(data) if self._is_terminal else data)


class _SSEWriter(_Sink):
    def __init__(self, sink: BinaryIO) -> None:
        super().__init__(sink)
        self._encoder = SSEEncoder()

    def emit(self, event: ResponseStreamEvent) -> None:
        self.write(self._encoder.encode(event))

    def close(self, bridge: ThreadEventBridge) -> None:
        if bridge.responses:
            self.write(self._encoder.encode_done())


class _LineWriter(_Sink):
    def emit(self, event: ResponseStreamEvent) -> None:
        self.write(event.to_json() + b"\n")

    def close(self, bridge: ThreadEventBridge) -> None:
        """Every line is written already."""


class _ResponseWriter(_Sink):
    def emit(self, event: ResponseStreamEvent) -> None:
        """Only the finished responses are written."""

    def close(self, bridge: ThreadEventBridge) -> None:
        texts = [response.to_json() for response in bridge.responses]
        self.write(texts[0] + b"\n" if len(texts) == 1 else b"[%b]\n" % b",\n".join(texts))


_WRITERS: dict[str, type[_SSEWriter | _LineWriter | _ResponseWriter]] = {
    "sse": _SSEWriter,
    "ndjson": _LineWriter,
    "json": _ResponseWriter,
}
