"""What ``convert`` writes: events as frames or lines, finished responses, or chunks of Chat Completions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from pydantic_core import to_json

from openresponses_schema import ResponseStreamEvent

from ..bridges.base import Bridge
from ..bridges.whole_completion import to_chat_completion
from ..emitters import EventEmitter
from ..findings import Finding
from ..sinks.chat import ChatSSEEmitter
from ..sse import SSEEncoder
from .sources import is_whole_answer
from .terminal import harmless_json
from .values import SourceValue


class CannotWriteError(Exception):
    """The output cannot be written; an ``OSError`` in its place would be taken for one of the input."""


class Writer(EventEmitter):
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
        with _telling_of_output():
            self._sink.flush()

    def write(self, data: bytes) -> None:
        with _telling_of_output():
            self._sink.write(harmless_json(data) if self._is_terminal else data)


@contextmanager
def _telling_of_output() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CannotWriteError(error.strerror or str(error)) from error


class _SSEWriter(Writer):
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


class _LineWriter(Writer):
    def emit_encoded(self, type: str, data: bytes) -> None:
        self.write(data + b"\n")


class _ResponseWriter(Writer):
    """Only the finished responses are written."""

    def __init__(self, sink: BinaryIO) -> None:
        super().__init__(sink)
        self._texts: list[bytes] = []

    def finish(self, bridge: Bridge) -> None:
        self._texts += [response.to_json() for response in bridge.responses]

    def close(self) -> None:
        texts = self._texts
        self.write(texts[0] + b"\n" if len(texts) == 1 else b"[%b]\n" % b",\n".join(texts))


class _ChatWriter(Writer):
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


WRITERS: dict[str, Callable[[BinaryIO], Writer]] = {
    "sse": _SSEWriter,
    "ndjson": _LineWriter,
    "json": _ResponseWriter,
    "chat-completions": _ChatWriter,
}
"""By what ``--to`` says."""
