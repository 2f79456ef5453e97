"""Writes the chunks of one completion from the events of one response; ``chat_writing`` has the rules.

``EVENTS`` says what takes which event, ``chat_events`` where their texts and parts stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Protocol

from ..findings import Severity, shorten
from ..ids import Clock, IdSource
from .chat_answer import ChatAnswer, OpenItem
from .chat_closing import error_chunk, finish_reason_of, truncated_error, usage_chunk
from .chat_events import PART_EVENTS, TEXTS, TextRow
from .chat_losses import RESPONSE_MEMBERS

__all__ = ["EVENTS", "ChatStream", "ReportEvent", "StreamOptions"]

Fields = dict[str, Any]


class ReportEvent(Protocol):
    """Keeps a finding about the event read last."""

    def __call__(
        self, message: str, *, event: str | None = None, field: str | None = None, severity: Severity = "warning"
    ) -> None: ...


class StreamOptions(NamedTuple):
    """What the bridge was asked for."""

    include_usage: bool
    summaries: bool
    model: str
    tool_names: Mapping[str, str]
    ids: IdSource
    clock: Clock


class ChatStream:
    """One completion; ``chunks`` are those that wait to be taken."""

    def __init__(self, report: ReportEvent, options: StreamOptions) -> None:
        self.chunks: list[Fields] = []
        self.is_ended: bool = False
        self._keep_finding = report
        self._options = options
        self._answer = ChatAnswer(self._delta, self._lose, summaries=options.summaries, tool_names=options.tool_names)
        self._event: str | None = None
        self._head: Fields = {}
        self._tail: Fields = {"usage": None} if options.include_usage else {}
        self._lost: set[tuple[str, str]] = set()
        self._error: Fields | None = None

    def receive(self, event: Fields) -> None:
        """Take one event."""
        kind = event.get("type")
        if not isinstance(kind, str):
            self._event = None
            if kind is None and event.get("object") == "response":
                self._whole(event)
            elif kind is None and event.get("error"):
                self._error_event(event)  # The body of a failed HTTP request, in place of a stream.
            else:
                self._report("The event has no type and is left out", "type")
            return
        self._event = kind
        row = TEXTS.get(kind)
        if row is not None:
            self._text(event, row)
        elif (take := EVENTS.get(kind)) is not None:
            take(self, event)
        else:
            self._lose(f"An event of type {shorten(kind)} has no place in a completion", "type")

    def cut_off(self) -> None:
        """The source has ended before the response did."""
        self._event = None
        if self._error is not None:
            self._fail({})
            return
        self._report("The source ended before its response did", severity="error")
        self._answer.finish()
        self._end([truncated_error()])

    # What the events say.

    def _text(self, event: Fields, row: TextRow) -> None:
        item = self._item(event)
        index = self._index(event, row.at)
        if row.delta is not None:
            fragment = event.get(row.delta)
            if not isinstance(fragment, str):
                self._report("The delta is no string and is left out", row.delta)
            else:
                self._answer.say(item, row.kind, index, fragment, self._logprobs(event))
            return
        whole = event.get(row.whole or "")
        if isinstance(whole, str):
            self._answer.tell(item, row.kind, index, whole, self._logprobs(event))
        else:
            self._report("The text is no string and is left out", row.whole)
        if row.kind != "output_text":  # Annotations of a text may come until its part is done.
            self._answer.close_part(item, row.kind, index)

    def _logprobs(self, event: Fields) -> object:
        logprobs = event.get("logprobs")
        if logprobs is not None and not isinstance(logprobs, list):
            self._report("The log probabilities are no list and are left out", "logprobs")
            return None
        return logprobs

    def _response_event(self, event: Fields) -> None:
        """Tells `id`, `model`, `created` and `service_tier`, and the first chunk has the role."""
        response = event.get("response")
        if not isinstance(response, dict):
            self._report("The event has no response", "response")
            response = {}
        self._begin(response)

    def _terminal(self, event: Fields) -> None:
        """What was not streamed, the finish reason or an error, and the usage."""
        response = event.get("response")
        if not isinstance(response, dict):
            self._report("The event has no response", "response")
            response = {}
        told, status = str(event.get("type")).removeprefix("response."), response.get("status")
        is_worse = status in _FAILED or (told == "completed" and status == "incomplete")
        self._finish(response, str(status) if is_worse else told)

    def _whole(self, response: Fields) -> None:
        """A whole response in place of a stream."""
        self._event = "response"
        status = response.get("status")
        if status in ("completed", "incomplete", *_FAILED):
            self._finish(response, str(status))
        else:
            self._begin(response)
            self._report(f"The response is {shorten(status)}: it has not ended", "status", severity="error")
            self._tell_output(response)
            self._answer.finish()
            self._end([truncated_error()])

    def _item_event(self, event: Fields) -> None:
        """An item as far as it is known: what of it was not streamed is written."""
        value = event.get("item")
        if isinstance(value, dict):
            is_done = event.get("type") == "response.output_item.done"
            self._answer.tell_item(self._item(event), value, is_done=is_done)
        else:
            self._report("The event has no item", "item")

    def _part_event(self, event: Fields) -> None:
        """A part as far as it is known: what of it was not streamed is written."""
        name, is_done = PART_EVENTS[str(event["type"])]
        item, index, part = self._item(event), self._index(event, name), event.get("part")
        self._answer.tell_part(item, part, index, f"{item.path}.{name.partition('_')[0]}[{index}]")
        if is_done and isinstance(part, dict):
            self._answer.close_part(item, str(part.get("type")), index)

    def _annotation(self, event: Fields) -> None:
        """A citation of a page is one of `annotations`; any other has no place."""
        item, index = self._item(event), self._index(event, "content_index")
        path = f"{item.path}.content[{index}].annotations[{self._index(event, 'annotation_index')}]"
        self._answer.annotate(item, "output_text", index, event.get("annotation"), path)

    def _arguments_delta(self, event: Fields) -> None:
        """A fragment of the arguments of a call in `tool_calls`."""
        fragment = event.get("delta")
        if isinstance(fragment, str):
            self._answer.add_arguments(self._item(event), fragment)
        else:
            self._report("The delta is no string and is left out", "delta")

    def _arguments_done(self, event: Fields) -> None:
        """What of the arguments was not streamed."""
        whole = event.get("arguments")
        if isinstance(whole, str):
            self._answer.tell_arguments(self._item(event), whole)
        else:
            self._report("The arguments are no string and are left out", "arguments")

    def _error_event(self, event: Fields) -> None:
        """An `error` in place of a finish reason, once `response.failed` has come or the source has ended."""
        error = event.get("error")
        flat: Fields = {name: event[name] for name in ("code", "message", "param") if name in event}
        self._error = error if isinstance(error, dict) else {"message": error} if isinstance(error, str) else flat

    def _nothing(self, event: Fields) -> None:
        """Says nothing: keeps the connection open."""

    # How a completion begins and ends.

    def _finish(self, response: Fields, status: str) -> None:
        self._begin(response)
        self._tell_output(response)
        self._answer.finish()
        for name, value in response.items():
            if name not in RESPONSE_MEMBERS and value not in (None, "", [], {}):
                self._lose("A completion has no place for the member", name)
        if self._error is not None and status in ("completed", "incomplete"):
            self._report("The response ended well after an error; the error counts", severity="error")
            status = "failed"
        if status in ("completed", "incomplete"):
            if response.get("error"):
                self._lose("The response ended well; the error that it has is left out", "error")
            reason = finish_reason_of(response, status, self._answer.calls, self._lose)
            self._choice({}, None, reason)
            self._end(self._usage(response))
        else:
            self._fail(response, *([{"code": status}] if status == "cancelled" else []))

    def _fail(self, response: Fields, *more: Fields) -> None:
        self._answer.finish()
        self._end([*self._usage(response), error_chunk(response.get("error"), self._error, *more)])

    def _end(self, chunks: list[Fields]) -> None:
        self.chunks += chunks
        self.is_ended = True

    def _usage(self, response: Fields) -> list[Fields]:
        usage = usage_chunk(response.get("usage"), self._lose)
        return (
            [{**self._head, "choices": [], "usage": usage}] if usage is not None and self._options.include_usage else []
        )

    def _tell_output(self, response: Fields) -> None:
        output = response.get("output")
        if isinstance(output, list):
            self._answer.tell_output(output)
        elif output is not None:
            self._lose("The output is no list and is left out", "output")

    def _begin(self, response: Fields) -> None:
        """Write the first chunk, unless it has been; later events only add the tier of service."""
        tier = response.get("service_tier")
        if not self._head:
            id, model, created = response.get("id"), response.get("model"), response.get("created_at")
            is_time = isinstance(created, (int, float)) and 0 <= created < 2**53
            self._head = {
                "id": id if isinstance(id, str) and id else self._options.ids.response_id(),
                "object": "chat.completion.chunk",
                "created": int(created) if is_time and created is not None else self._options.clock(),
                "model": model if isinstance(model, str) and model else self._options.model,
                **({"service_tier": tier} if isinstance(tier, str) else {}),
            }
            self._choice({"role": "assistant", "content": ""}, None, None)
        elif isinstance(tier, str):
            self._head["service_tier"] = tier

    def _delta(self, delta: Fields, logprobs: list[Any] | None) -> None:
        if not self._head:
            self._begin({})
        self._choice(delta, logprobs, None)

    def _choice(self, delta: Fields, logprobs: list[Any] | None, reason: str | None) -> None:
        choice: Fields = {"index": 0, "delta": delta, "finish_reason": reason}
        if logprobs:
            choice["logprobs"] = {"content": logprobs, "refusal": None}
        self.chunks.append({**self._head, "choices": [choice], **self._tail})

    # Where an event stands.

    def _item(self, event: Fields) -> OpenItem:
        index = event.get("output_index")
        if isinstance(index, int):
            return self._answer.item(index)
        self._report("The event has no output index; its item is found by its id", "output_index")
        return self._answer.item_of(event.get("item_id")) or self._answer.item(0)

    def _index(self, event: Fields, name: str) -> int:
        index = event.get(name, 0)
        if isinstance(index, int):
            return index
        self._report("The index is no whole number; 0 is taken", name)
        return 0

    def _lose(self, message: str, path: str) -> None:
        if (message, path) not in self._lost:
            self._lost.add((message, path))
            self._report(message, path)

    def _report(self, message: str, field: str | None = None, *, severity: Severity = "warning") -> None:
        self._keep_finding(message, event=self._event, field=field, severity=severity)


_FAILED: Final = ("failed", "cancelled")

EVENTS: Final[Mapping[str, Callable[[ChatStream, Fields], None]]] = MappingProxyType(
    {
        "response.queued": ChatStream._response_event,
        "response.created": ChatStream._response_event,
        "response.in_progress": ChatStream._response_event,
        "response.output_item.added": ChatStream._item_event,
        "response.output_item.done": ChatStream._item_event,
        **dict.fromkeys(PART_EVENTS, ChatStream._part_event),
        "response.output_text.annotation.added": ChatStream._annotation,
        "response.function_call_arguments.delta": ChatStream._arguments_delta,
        "response.function_call_arguments.done": ChatStream._arguments_done,
        "response.completed": ChatStream._terminal,
        "response.incomplete": ChatStream._terminal,
        "response.failed": ChatStream._terminal,
        "response.cancelled": ChatStream._terminal,
        "error": ChatStream._error_event,
        "keepalive": ChatStream._nothing,
        "ping": ChatStream._nothing,
    }
)
"""What takes which event; the events that tell text have a table of their own, and any other event is a finding."""
