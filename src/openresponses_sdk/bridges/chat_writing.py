"""Turns Open Responses streams into chunks of Chat Completions, for clients that still speak that form.

1. The first chunk has the role; it goes out with the first event.  Deltas follow as they come, then the finish reason,
   and with ``include_usage`` a chunk without choices that has the usage.
2. Nothing is told to a client as whole that is not: a response that failed, and a stream that stopped before its
   terminal event, end with an error in place of a finish reason.
3. What comes in the item, the part or the final response only, and was not streamed, is written when it is known.
4. What a completion has no place for is a finding, with the line, the event and the path in the response.
5. An ``error`` event waits for ``response.failed``, which tells the rest of it.
6. After the end, ``response.created`` or ``response.queued`` begins another completion; everything else is a finding.

``chat_stream`` says what takes which event, ``chat_answer`` writes items and parts, ``chat_closing`` how it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from ..choices import require_sources, require_switch, require_text
from ..findings import Finding
from ..ids import Clock, IdSource, RandomIds, system_clock
from .chat_events import TEXTS
from .chat_stream import ChatStream, StreamOptions
from .source import DEFAULT_MAX_EVENT_BYTES, SourceReader

__all__ = ["ChatChunk", "ResponsesToChatBridge"]

ChatChunk: TypeAlias = dict[str, object]
"""One ``chat.completion.chunk``, or an object with an ``error``, as plain JSON."""
Fields = dict[str, Any]


class ResponsesToChatBridge:
    """Takes the events of Open Responses streams and returns the chunks that they become.

    An event is an event object of this SDK, a mapping, or JSON text.  With ``include_usage`` every chunk has ``usage``,
    null but in the last one, as ``stream_options.include_usage`` asks for.  ``summaries`` writes summaries of reasoning
    as ``reasoning_content``, where raw reasoning goes too; without it they are findings.  ``model`` is the name of the
    model where the source tells none; ``ids`` and ``clock`` are asked for id and time where it tells none.
    ``tool_names`` are those of ``from_chat_completions``: functions are called as the client called them.

    Call ``receive`` for each event, and ``receive_eof`` when the source has ended.  Neither raises for what the source
    says; see ``findings``.
    """

    def __init__(
        self,
        *,
        include_usage: bool = False,
        summaries: bool = False,
        model: str = "unknown",
        tool_names: Mapping[str, str] = MappingProxyType({}),
        ids: IdSource | None = None,
        clock: Clock | None = None,
        max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
    ) -> None:
        require_switch("include_usage", include_usage)
        require_switch("summaries", summaries)
        require_text("model", model)
        require_sources(ids, clock)
        self.findings: list[Finding] = []
        """What could not be read, or not be carried over."""
        self._options = StreamOptions(
            include_usage,
            summaries,
            model,
            tool_names,
            RandomIds() if ids is None else ids,
            clock or system_clock,
        )
        self._source = SourceReader(self.findings, max_event_bytes=max_event_bytes)
        self._stream = ChatStream(self._source.report, self._options)
        self._is_over = False

    @property
    def is_ended(self) -> bool:
        """Whether a completion has ended and no other has begun; ``[DONE]`` has its place there."""
        return self._stream.is_ended

    def receive(
        self, event: bytes | str | Mapping[str, object] | object, *, line: int | None = None
    ) -> list[ChatChunk]:
        """Take one event and return its chunks, often one or none.  ``line`` is where it stood, for findings."""
        value = _plain_delta(event)
        if value is not None or (isinstance(event, (str, bytes)) and len(event) < 32 and _is_end_mark(event)):
            self._source.count(line)
        else:
            value = self._source.read(event, line)
        if value is None:
            return []
        stream = self._stream
        if stream.is_ended:
            kind = value.get("type")
            if self._is_over or kind not in _BEGINNINGS:
                told = kind if isinstance(kind, str) else None
                self._source.report("The response had ended; the event is left out", event=told, severity="warning")
                return []
            stream = self._stream = ChatStream(self._source.report, self._options)
        stream.receive(value)
        return _taken(stream)

    def receive_eof(self) -> list[ChatChunk]:
        """The source has ended; an error when a response has not."""
        self._is_over = True
        if not self._stream.is_ended:
            self._stream.cut_off()
        return _taken(self._stream)


_BEGINNINGS: Final = frozenset({"response.created", "response.queued"})


def _taken(stream: ChatStream) -> list[ChatChunk]:
    taken, stream.chunks = stream.chunks, []
    return taken


def _plain_delta(event: object) -> Fields | None:
    """The fields of an event that is nothing but a fragment of text, so that it need not be copied to be read."""
    held: object = event if event.__class__ is dict else getattr(event, "__dict__", None)
    if not isinstance(held, dict):
        return None
    kind, fragment = held.get("type"), held.get("delta")
    if not (isinstance(fragment, str) and isinstance(kind, str)) or kind not in TEXTS or held.get("logprobs"):
        return None
    if not fragment.isascii():
        try:
            fragment.encode()
        except UnicodeEncodeError:
            return None
    return held


def _is_end_mark(event: bytes | str) -> bool:
    text = event.decode("utf-8", "replace") if isinstance(event, bytes) else event
    return text.strip() == "[DONE]"
