"""Server-sent events of Chat Completions, for the body of an HTTP answer to a client of that form."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pydantic_core import to_json

from openresponses_schema import ResponseStreamEvent

from ..bridges.chat_writing import ChatChunk, ResponsesToChatBridge
from ..findings import Finding
from ..sse import SSEEncoder
from .pulled import ByteEmitter

__all__ = ["ChatSSEEmitter"]


class ChatSSEEmitter(ByteEmitter):
    """Writes the chunks that events become, each as one frame, and ``[DONE]`` after each completion.

    ``include_usage``, ``summaries``, ``model`` and ``tool_names`` are those of ``ResponsesToChatBridge``; what had no
    place is in ``findings``.  Call ``finish`` when no more events come: a response that has not ended by then ends with
    an error.
    """

    def __init__(
        self,
        *,
        include_usage: bool = False,
        summaries: bool = False,
        model: str = "unknown",
        tool_names: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__()
        self._bridge = ResponsesToChatBridge(
            include_usage=include_usage, summaries=summaries, model=model, tool_names=tool_names
        )
        self._end_mark = SSEEncoder().encode_done()
        self._is_over = False

    @property
    def findings(self) -> list[Finding]:
        """What could not be carried over."""
        return self._bridge.findings

    def emit(self, event: ResponseStreamEvent) -> None:
        """Write the frames of one event."""
        self.receive(event)

    def emit_encoded(self, type: str, data: bytes) -> None:
        """Write the frames of an event that is written already."""
        self.receive(data)

    def receive(self, event: ResponseStreamEvent | bytes, *, line: int | None = None) -> None:
        """Write the frames of one event, which stood at ``line`` of its source."""
        had_ended = self._bridge.is_ended
        self._add(self._bridge.receive(event, line=line), is_ending=not had_ended)

    def finish(self) -> None:
        """End what has not ended; nothing follows."""
        if not self._is_over:
            self._is_over = True
            had_ended = self._bridge.is_ended
            self._add(self._bridge.receive_eof(), is_ending=not had_ended)

    def _add(self, chunks: list[ChatChunk], *, is_ending: bool) -> None:
        for chunk in chunks:
            self._chunks.append(b"data: %b\n\n" % to_json(chunk))
        self._has_ended = self._bridge.is_ended
        if self._has_ended and (is_ending or chunks):
            self._chunks.append(self._end_mark)

    def _encoded(self, event: ResponseStreamEvent) -> bytes:
        self.emit(event)
        return self.take_bytes()
