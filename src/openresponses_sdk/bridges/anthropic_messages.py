"""Turns Anthropic's Messages format into Open Responses streams, one response a message.

1. ``message_start`` opens a response and ``message_stop`` ends it, by the stop reason that a ``message_delta`` told, or
   the start itself.  A message that is not streamed is one event of the type ``message``.
2. A message that begins before the one before it has ended fails that one, and so does the end of the source: the code
   is ``stream_truncated``.  The same holds for a message whose start is missing, which never completes.
3. An ``error`` event, or the body of an HTTP error, fails the open response, or one that holds nothing else.
4. A stop reason that is not known ends the response as incomplete with that word as its reason.
5. What a response has no place for is an event: ``anthropic:message_start``, ``anthropic:message_delta``,
   ``anthropic:message_stop`` and ``anthropic:error`` hold the other fields of these events.

The table at the end says which method takes which event, ``anthropic_blocks`` has that of the blocks and deltas,
``anthropic_outcome`` those of stop reasons, usage and errors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar, Final

from .anthropic_content import MessageContent
from .anthropic_outcome import STOP_REASONS, Ending, TokenCounts, failure_of
from .anthropic_writing import MessageWriting
from .failure import Failure, truncated
from .provider import ProviderBridge

__all__ = ["EVENTS", "AnthropicMessagesBridge"]

_Event = dict[str, object]

_SAYS_NOTHING: Final[tuple[object, ...]] = (None, "", [], {})
_MESSAGE_FIELDS: Final = frozenset({"type", "id", "role", "model", "content", "usage", "stop_reason"})
_DELTA_FIELDS: Final = frozenset({"type", "delta", "usage"})
_STOP_FIELDS: Final = frozenset({"type", "message"})
_ERROR_FIELDS: Final = frozenset({"type", "error"})
"""The fields that the response itself tells; ``message`` of a stop is the SDK's copy of the whole."""


class AnthropicMessagesBridge(ProviderBridge):
    """Takes the events of Anthropic's Messages API, or whole messages, and emits Open Responses events.

    ``model`` names the model when neither the source nor the ``request`` does; the responses repeat the settings of
    that.  ``slug`` is the prefix of extension types.  What the bridge does not know is kept as extension items and
    events, or left out with ``unknown="skip"``.  ``dialect`` is that of ``ResponseBuilder``.  Without ``ids`` the ids
    are made from the id of the message.

    Call ``receive`` for each event (the data of an SSE frame, a line, the SDK's object, a whole body) and
    ``receive_eof`` when the source has ended.
    """

    _provider: ClassVar[str] = "anthropic"
    _noun: ClassVar[str] = "event"

    _open: OpenMessage | None = None

    @cached_property
    def _message_ids(self) -> dict[str, int]:
        """How often each id of a message has come."""
        return {}

    def _receive(self, event: _Event) -> None:
        kind = event.get("type")
        take = EVENTS.get(kind) if isinstance(kind, str) else None
        if take is not None:
            take(self, event)
        elif kind is None and "error" in event:
            self._error(event)
        else:
            self._raw(event)

    def _finish(self) -> None:
        if self._open is not None:
            self._report("The source ended before the message did")
            self._fail(truncated())
        elif not self.responses:
            self._report("The source holds no message", severity="error")
            self._open = self._opened({}, "message")
            self._fail(truncated("The source ended before it held a message."))

    def _message_start(self, event: _Event) -> None:
        """`response.created` and `response.in_progress`."""
        self._start(event.get("message"), "message")

    def _whole_message(self, event: _Event) -> None:
        """A whole response."""
        self._start(event, "")
        self._message_stop({})

    def _start(self, message: object, path: str) -> None:
        if self._open is not None:
            self._report("A message begins before the one before it has ended, which fails")
            self._fail(truncated("Another message began before this one ended."))
        if not isinstance(message, dict):
            self._report("The message is not an object", path)
            message = {}
        self._open = opened = self._opened(message, path)
        prefix = f"{path}." if path else ""
        opened.take_stop(message, prefix)
        opened.counts.merge(message.get("usage"), f"{prefix}usage", is_final=opened.stop_reason is not None)
        self._keep_rest("message_start", message, _MESSAGE_FIELDS)
        content = message.get("content")
        if isinstance(content, list):
            for at, block in enumerate(content):
                opened.content.write(block, f"{prefix}content[{at}]")
        elif isinstance(content, str):
            opened.content.write({"type": "text", "text": content}, f"{prefix}content")
        elif content is not None:
            self._report("The content is not a list and is left out", f"{prefix}content")

    def _block_start(self, event: _Event) -> None:
        """What the block becomes, by the table of blocks."""
        if (opened := self._within()) is not None:
            opened.content.start(event)

    def _block_delta(self, event: _Event) -> None:
        """What the delta becomes, by the table of deltas."""
        opened = self._open or self._within()
        if opened is not None:
            opened.content.delta(event)

    def _block_stop(self, event: _Event) -> None:
        """The done events of the block."""
        if (opened := self._within()) is not None:
            opened.content.stop(event)

    def _message_delta(self, event: _Event) -> None:
        """The stop reason and the usage, kept for the end."""
        opened = self._within()
        if opened is None:
            return
        delta = event.get("delta")
        if isinstance(delta, dict):
            opened.take_stop(delta, "delta.")
        else:
            self._report("The delta is not an object", "delta")
            delta = {}
        opened.counts.merge(event.get("usage"), "usage", is_final=True)
        self._keep_rest("message_delta", {**event, **delta}, _DELTA_FIELDS | {"stop_reason"})

    def _message_stop(self, event: _Event) -> None:
        """How the response ends, by the table of stop reasons."""
        opened = self._within()
        if opened is None:
            return
        self._keep_rest("message_stop", event, _STOP_FIELDS)
        reason = opened.stop_reason
        if opened.is_headless:
            self._fail(truncated("The source began in the middle of the message."))
        elif reason is None:
            self._report("The message stops without a stop reason")
            self._fail(truncated("The message stopped without a stop reason."))
        else:
            if (ending := STOP_REASONS.get(reason)) is None:
                self._report("The stop reason is unknown", "delta.stop_reason")
                ending = Ending(reason, is_cut=True)
            self._end(opened, ending)

    def _error(self, event: _Event) -> None:
        """`error` and `response.failed`."""
        if self._open is None:
            self._open = self._opened({}, "message")
        self._keep_rest("error", event, _ERROR_FIELDS)
        self._fail(failure_of(event))

    def _ignored(self, event: _Event) -> None:
        """A keep-alive, or an event that the provider's SDK adds and that repeats what others tell."""

    def _raw(self, event: _Event) -> None:
        if self._open is None:
            self._report("The event type is unknown and no message is open; the event is left out", "type")
            return
        self._report("The event type is unknown", "type")
        self._open.writing.keep_raw(event)

    def _within(self) -> OpenMessage | None:
        """The open message; the events of one that never began open it, if it is the first of the source."""
        if self._open is None:
            if self.responses:
                self._report("No message is open; the event is left out")
                return None
            self._report("The message never began", severity="error")
            self._open = self._opened({}, "message")
            self._open.is_headless = True
        return self._open

    def _opened(self, message: _Event, path: str) -> OpenMessage:
        output = self._new_output(self._name(message, "model", path), self._source_id(message, path))
        writing = MessageWriting(output, self._report, slug=self._slug, keep_unknown=self._keeps_unknown)
        counts = TokenCounts(self._slug, self._report)
        return OpenMessage(writing, MessageContent(writing, self._source), counts)

    def _stand_in(self) -> None:
        if self._open is not None:
            self._open = self._opened({}, "message")

    def _source_id(self, message: _Event, path: str) -> str | None:
        """The id of the message, numbered when it repeats; None when there is none."""
        said = self._name(message, "id", path)
        if said is None:
            return None
        generation = self._message_ids[said] = self._message_ids.get(said, 0) + 1
        if generation == 1:
            return said
        self._report("Another message had this id", f"{path}.id" if path else "id")
        return f"{said}_{generation}"

    def _name(self, message: _Event, name: str, path: str) -> str | None:
        value = message.get(name)
        if value is not None and not isinstance(value, str):
            self._report("The field is not text and is left out", f"{path}.{name}" if path else name)
        return value if isinstance(value, str) and value else None

    def _keep_rest(self, name: str, said: Mapping[str, object], known: frozenset[str]) -> None:
        """Keep what an event tells beyond what the response tells."""
        rest = {field: value for field, value in said.items() if field not in known and value not in _SAYS_NOTHING}
        if rest and self._open is not None:
            self._open.writing.output.builder.custom_event(f"{self._slug}:{name}", data=rest)

    def _end(self, opened: OpenMessage, ending: Ending) -> None:
        output = opened.writing.output
        opened.content.end(is_cut=ending.is_cut)
        usage = opened.counts.usage()
        if ending.reason is None:
            self._ended(output.complete(usage))
        else:
            if not ending.is_cut:
                output.settle()
            self._ended(output.incomplete(ending.reason, usage))
        self._open = None

    def _fail(self, failure: Failure) -> None:
        if (opened := self._open) is not None:
            opened.content.interrupt()
            self._ended(opened.writing.output.fail(failure, opened.counts.usage()))
        self._open = None


class OpenMessage:
    """The message that is being written."""

    def __init__(self, writing: MessageWriting, content: MessageContent, counts: TokenCounts) -> None:
        self.writing = writing
        self.content = content
        self.counts = counts
        self.stop_reason: str | None = None
        self.is_headless = False
        """Whether the source began after the message did."""

    def take_stop(self, said: Mapping[str, object], prefix: str) -> None:
        """Take the stop reason, if it is told."""
        reason = said.get("stop_reason")
        if isinstance(reason, str) and reason:
            self.stop_reason = reason
        elif reason is not None:
            self.writing.report("The stop reason is not text", f"{prefix}stop_reason")


EVENTS: Final[Mapping[str, Callable[[AnthropicMessagesBridge, _Event], None]]] = MappingProxyType(
    {
        "content_block_delta": AnthropicMessagesBridge._block_delta,
        "content_block_start": AnthropicMessagesBridge._block_start,
        "content_block_stop": AnthropicMessagesBridge._block_stop,
        "message_start": AnthropicMessagesBridge._message_start,
        "message_delta": AnthropicMessagesBridge._message_delta,
        "message_stop": AnthropicMessagesBridge._message_stop,
        "message": AnthropicMessagesBridge._whole_message,
        "error": AnthropicMessagesBridge._error,
        **dict.fromkeys(
            ("ping", "text", "thinking", "citation", "signature", "input_json", "compaction"),
            AnthropicMessagesBridge._ignored,
        ),
    }
)
"""Which method takes which event; the last of them are keep-alives and what ``MessageStream`` of the SDK adds."""
