"""Turns chat completions of OpenAI-compatible servers into Open Responses streams, one response a completion.

1. A completion is a stream of chunks, or one whole body; both are taken, several of them in one capture too.  A
   response opens with the first event that has choices or an error; what comes before waits for it.
2. A finish reason does not end the response, since usage, errors and more content may follow: ``[DONE]`` does, the end
   of the source, or a chunk with another id that begins anew.  Servers whose ids change all the time are not misread.
3. ``FINISH_REASONS`` says how the response ends.  Without a finish reason the completion was cut off, and its response
   fails with the code ``stream_truncated``, whatever follows.
4. An error fails the response, in the middle of a stream, after a finish reason, or in place of a stream.
5. Open Responses has one output: the first choice is read, the others become one finding each.
6. The last usage counts.  It may come after the last choice.

``chat_chunks`` and ``chat_delta`` have the tables of the fields, ``chat_outcome`` those of ends, usage and errors.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final, Literal, TypeAlias

from openresponses_schema import Response

from ..builder import Dialect, ResponseBuilder
from ..choices import require_choice, require_switch
from ..echo import Request
from ..ids import Clock, DerivedIds, IdSource, RandomIds, system_clock
from .assistant_output import AssistantOutput
from .base import Emit, UnknownEvents
from .chat_chunks import ChatChunks
from .chat_completion import OpenCompletion
from .chat_delta import ChatDelta
from .chat_fields import RESPONSE_FIELDS
from .chat_outcome import Ending, failure_of, is_error
from .failure import Failure, truncated
from .names import extension_name
from .provider import ProviderBridge
from .source import DEFAULT_MAX_EVENT_BYTES

__all__ = ["ChatCompletionsBridge"]

Fields = dict[str, Any]
Necessity: TypeAlias = Literal["required", "optional"]
"""Whether a sign that some servers never send must be there."""
_NECESSITIES: Final = ("required", "optional")


class ChatCompletionsBridge(ProviderBridge):
    """Takes the chunks of chat completions, or whole ones, and emits the events of the responses that they become.

    ``model`` is the name of the model where neither the source nor the ``request`` tells one; the responses repeat the
    settings of that.  ``slug`` is the prefix of extension names.
    ``unknown="skip"`` leaves out fields that no table knows, instead of keeping them as custom events.
    ``finish_reason="optional"`` takes ``[DONE]`` for the end of a whole answer where no finish reason came, for servers
    that never send one (Snowflake); ``end_mark="required"`` takes the end of the source for a cut when ``[DONE]`` is
    missing, for servers that always send it.  ``keep_blank_text=False`` leaves out text of white space that no other
    text follows, which some models write before a tool call.

    Without ``ids`` the response takes the id of the completion.  Call ``receive`` for each chunk (the data of a
    server-sent event) or body, ``receive("[DONE]")`` for the end mark, and ``receive_eof`` at the end of the source.
    """

    _provider: ClassVar[str] = "chat"
    _noun: ClassVar[str] = "event"

    def __init__(
        self,
        emit: Emit = None,
        *,
        model: str = "unknown",
        request: Request | None = None,
        slug: str | None = None,
        dialect: Dialect = "spec",
        unknown: UnknownEvents = "keep",
        finish_reason: Necessity = "required",
        end_mark: Necessity = "optional",
        keep_blank_text: bool = True,
        ids: IdSource | None = None,
        clock: Clock | None = None,
        max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
    ) -> None:
        require_choice("finish_reason", finish_reason, _NECESSITIES)
        require_choice("end_mark", end_mark, _NECESSITIES)
        require_switch("keep_blank_text", keep_blank_text)
        super().__init__(
            emit,
            model=model,
            request=request,
            slug=slug,
            unknown=unknown,
            dialect=dialect,
            ids=ids,
            clock=clock,
            max_event_bytes=max_event_bytes,
        )
        self._may_lack_finish_reason = finish_reason == "optional"
        self._needs_end_mark = end_mark == "required"
        self._keep_blank_text = keep_blank_text
        self._chunks = ChatChunks(self._report, slug=self._slug)
        self._open: OpenCompletion | None = None
        self._waiting: list[Fields] = []
        self._ended_id: str | None = None
        self._response_ids: set[str] = set()

    def _receive(self, event: Fields) -> None:
        opened = self._open
        if opened is None or event.get("id") != opened.source_id or event.get("object") == _WHOLE:
            opened = self._completion_of(event)
        if opened is not None:
            self._take(opened, event)

    def _receive_done(self) -> None:
        if self._open is not None:
            self._end(self._open, is_marked=True)
        elif not self.responses:
            self._fail_unopened()

    def _finish(self) -> None:
        if self._open is not None:
            if self._open.ending is not None and not self._needs_end_mark and self._open.usage is None:
                self._report(
                    "The source ended without [DONE]: usage, or what else follows a finish reason, may be lost"
                )
            self._end(self._open, is_marked=not self._needs_end_mark and self._open.ending is not None)
        elif not self.responses:
            self._fail_unopened()
        elif self._waiting:
            self._report("The completion had ended; the event is left out")

    def _take(self, opened: OpenCompletion, event: Fields) -> None:
        """Read an event that belongs to the open completion."""
        self._chunks.read(opened, event)
        if ("error" in event or "choices" not in event) and is_error(event):
            self._fail(opened, event)
        elif event.get("object") == _WHOLE:
            self._end(opened, is_marked=True)

    def _completion_of(self, event: Fields) -> OpenCompletion | None:
        """The completion that an event belongs to or opens; None when it waits, or comes too late."""
        id = self._id(event)
        opened, is_whole = self._open, event.get("object") == _WHOLE
        if opened is not None:
            if not is_whole and (opened.source_id in ("", id) or not id or not opened.is_followed_by(event)):
                opened.rename(id)
                return opened
            self._end(opened, is_marked=not self._needs_end_mark)
        is_opening = is_whole or bool(event.get("choices")) or is_error(event)
        if (
            self._ended_id is not None
            and not is_whole
            and (id == self._ended_id if id else not is_opening or self._ended_id)
        ):
            self._report("The completion had ended; the event is left out")
            return None
        if not is_opening:
            self._waiting.append(event)
            return None
        return self._start(event, id)

    def _start(self, event: Fields, id: str) -> OpenCompletion:
        """Open the response of a completion."""
        waiting, self._waiting = self._waiting, []
        self._open = opened = self._opened(self._builder_of([event, *waiting], id), id)
        for earlier in waiting:
            self._take(opened, earlier)
        return opened

    def _opened(self, builder: ResponseBuilder, id: str) -> OpenCompletion:
        output = AssistantOutput(builder, self._report, slug=self._slug)
        builder.start()
        delta = ChatDelta(
            output,
            self._report,
            slug=self._slug,
            unknown="keep" if self._keeps_unknown else "skip",
            keep_blank_text=self._keep_blank_text,
        )
        return OpenCompletion(delta, id)

    def _stand_in(self) -> None:
        if (refused := self._open) is not None:
            self._open = self._opened(self._build(None), refused.source_id)
            self._open.ending, self._open.has_changing_ids = refused.ending, refused.has_changing_ids

    def _builder_of(self, events: list[Fields], id: str) -> ResponseBuilder:
        """The builder of a response, from the events that tell of it."""
        named = [model for event in events if isinstance(model := event.get("model"), str) and model]
        said: Fields = {}
        for event in events:
            for name in RESPONSE_FIELDS:
                if isinstance(event.get(name), str) and event[name]:
                    said.setdefault(extension_name(self._slug, name), event[name])
            if isinstance(event.get("service_tier"), str) and event["service_tier"]:
                said.setdefault("service_tier", event["service_tier"])
        response_id = None if self._ids is not None else self._response_id(id)
        return self._build(
            named[0] if named else None,
            response_id=response_id,
            ids=None if response_id is None else DerivedIds(response_id),
            clock=self._clock or _clock_from(events[0].get("created")),
            **said,
        )

    def _response_id(self, id: str) -> str:
        """The id of a response, from the source's; another one when a response of this bridge has it."""
        wanted = f"resp_{id}" if id else RandomIds().response_id()
        response_id, number = wanted, 1
        while response_id in self._response_ids:
            number += 1
            response_id = f"{wanted}_{number}"
        self._response_ids.add(response_id)
        return response_id

    def _id(self, event: Fields) -> str:
        id = event.get("id")
        if id is None or isinstance(id, str):
            return id or ""
        self._report("The id is not text and is left out", "id")
        return ""

    # How a response ends.

    def _end(self, opened: OpenCompletion, *, is_marked: bool) -> None:
        """End the response as its finish reason says; ``is_marked`` tells whether the source said that it ends here."""
        ending = opened.ending
        if ending is None and is_marked and self._may_lack_finish_reason:
            ending = Ending("completed")
        if ending is None or not is_marked:
            self._report("The source ended before it said how the completion ends", severity="error")
            self._fail_with(opened, truncated())
        elif ending.status == "failed":
            self._fail_with(opened, Failure(ending.reason, "The source ended with an error."))
        else:
            opened.delta.finish()
            if ending.status == "incomplete":
                self._close(opened, opened.delta.output.incomplete(ending.reason, opened.usage))
            else:
                opened.delta.close_tools()
                self._close(opened, opened.delta.output.complete(opened.usage))

    def _fail(self, opened: OpenCompletion, event: Fields) -> None:
        error = event.get("error")
        if isinstance(error, dict) and error.keys() - _OF_FAILURES:
            opened.delta.fields.keep("error", error)
        self._fail_with(opened, failure_of(event))

    def _fail_with(self, opened: OpenCompletion, failure: Failure) -> None:
        opened.delta.interrupt()
        self._close(opened, opened.delta.output.fail(failure, opened.usage))

    def _fail_unopened(self) -> None:
        """The source ended before a response opened; it gets one all the same, so that a reader hears of the end."""
        self._report("The source holds no completion", severity="error")
        opened = self._start({}, "")
        self._fail_with(opened, truncated("The source ended before a completion began."))

    def _close(self, opened: OpenCompletion, response: Response) -> None:
        self._ended(response)
        self._ended_id, self._open = opened.source_id, None


_WHOLE: Final = "chat.completion"
_OF_FAILURES: Final = frozenset({"message", "type", "code", "param", "status", "status_code"})
"""Fields of an error that the failed response tells."""


def _clock_from(created: object) -> Clock | None:
    """A clock that tells first when the completion was created, then the time; None when the source does not say."""
    if not isinstance(created, int) or isinstance(created, bool) or not 0 < created < 2**53:
        return None
    times = iter((created,))
    return lambda: next(times, None) or system_clock()
