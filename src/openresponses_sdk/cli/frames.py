"""Judges the frames of server-sent events: their fields, ``[DONE]``, and the event in each."""

from __future__ import annotations

from collections.abc import Iterator

from ..findings import Violation
from ..json_values import Json, quote
from ..schema_check import EVENT
from ..sse import SSEFrame
from ..validator import Validator
from .steps import Step, doubled, parsed, report


class Reply:
    """The frames of one or several event streams in a row, each ended by ``[DONE]``."""

    def __init__(self, validator: Validator) -> None:
        self._validator = validator
        self._is_done = False
        self._any = False
        self._said: set[str] = set()

    def receive(self, frame: SSEFrame) -> Step:
        """Judge one frame."""
        if frame.is_done:
            return report(frame.line, self._done())
        if not frame.data.strip():
            return report(frame.line, [])
        self._any = True
        value = parsed(frame.data)
        found = [*self._id_field(frame), *self._order(value)]
        index = self._validator.events
        found += self._validator.receive(value if isinstance(value, dict) else frame.data)
        name = value.get("type") if isinstance(value, dict) else None
        if isinstance(name, str):
            found += self._event_field(frame, name, index)
        if value is not None:
            found += [one for one in doubled(frame.data, index) if self._first(f"doubled {one.path}")]
        return Step(EVENT, value, [(frame.line, violation) for violation in found])

    def receive_eof(self) -> list[Violation]:
        """Say what is missing at the end."""
        found = self._validator.receive_eof()
        if not self._is_done and self._any:
            found.append(
                Violation(requirement="OR-SSE-04", message="the stream must end with data: [DONE], and does not")
            )
        return found

    def _done(self) -> list[Violation]:
        twice = [Violation(requirement="OR-SSE-04", message="[DONE] comes once")] if self._is_done else []
        self._is_done = True
        return twice + self._validator.end_stream()

    def _order(self, value: Json) -> Iterator[Violation]:
        if not self._is_done:
            return
        self._is_done = False
        name = value.get("type") if isinstance(value, dict) else None
        if name != "response.created" and self._first("after"):
            yield Violation(requirement="OR-SSE-04", message="nothing comes after [DONE]")

    def _id_field(self, frame: SSEFrame) -> Iterator[Violation]:
        if frame.id is not None and self._first("id"):
            message = "the id field is not used"
            yield Violation(requirement="OR-SSE-06", message=message, found=quote(frame.id))

    def _event_field(self, frame: SSEFrame, name: str, index: int) -> Iterator[Violation]:
        """One frame without an event field means that the server writes none: it is said once."""
        if frame.event == name or (frame.event is None and not self._first("event")):
            return
        yield Violation(
            requirement="OR-SSE-05",
            message="the event field is missing" if frame.event is None else "the event field is the type of the event",
            event_type=name,
            event_index=index,
            expected=quote(name),
            found=None if frame.event is None else quote(frame.event),
        )

    def _first(self, what: str) -> bool:
        is_first = what not in self._said
        self._said.add(what)
        return is_first
