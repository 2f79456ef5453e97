"""The texts of a chat completion, each of which takes the parts of a response one after the other.

1. A completion has one ``content``, one ``refusal`` and one reasoning text; a response may have many parts of each.
   They are joined in the order in which they began.
2. What a part says while an earlier one is open waits, so that interleaved parts do not mix.
3. A text is written once, whether it comes in deltas, in done events, in the item or in the final response only: what
   is known as a whole adds what was not streamed.  Where the two differ, what was streamed counts, with a finding.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any

__all__ = ["Channel", "PartText", "WriteDelta"]

Fields = dict[str, Any]
WriteDelta = Callable[[Fields, "list[Any] | None"], None]
"""Takes a delta, and the log probabilities of its text."""


class PartText:
    """What is known of one part, and where it stands in the text that it joins."""

    __slots__ = ("annotations", "chunks", "held", "is_closed", "logprobs", "start")

    def __init__(self) -> None:
        self.chunks: list[str] = []
        self.held: list[tuple[str, list[Any] | None]] = []
        """What is said but waits for an earlier part."""
        self.annotations: list[object] = []
        """Those that are known; the ones before ``start`` is known wait."""
        self.logprobs: int = 0
        """How many log probabilities were written or wait."""
        self.start: int | None = None
        """Where the part begins in its text; None before its turn."""
        self.is_closed: bool = False

    @property
    def text(self) -> str:
        """All that was said so far."""
        if len(self.chunks) > 1:
            self.chunks = ["".join(self.chunks)]
        return self.chunks[0] if self.chunks else ""


class Channel:
    """One text of a completion, the ``member`` of its deltas."""

    def __init__(self, member: str, write: WriteDelta) -> None:
        self.member = member
        self.length: int = 0
        """Characters written so far."""
        self.head: PartText | None = None
        """The part whose turn it is."""
        self._write = write
        self._waiting: deque[PartText] = deque()

    @property
    def is_begun(self) -> bool:
        """Whether a part has begun."""
        return self.head is not None or self.length > 0

    def begin(self, part: PartText) -> None:
        """Give a part its place behind those that have begun."""
        if self.head is None:
            self.head, part.start = part, self.length
        else:
            self._waiting.append(part)

    def say(self, part: PartText, text: str, logprobs: list[Any] | None = None) -> None:
        """Add to a part that has begun; ``text`` may be empty when there are log probabilities."""
        if text:
            part.chunks.append(text)
        if logprobs:
            part.logprobs += len(logprobs)
        if part is not self.head:
            part.held.append((text, logprobs))
            return
        self.length += len(text)
        self._write({self.member: text} if text else {}, logprobs)

    def annotate(self, part: PartText, annotation: Fields) -> None:
        """Write an annotation of a part, or keep it until the turn of the part comes."""
        part.annotations.append(annotation)
        if part is self.head:
            self._annotate(part, [annotation])

    def close(self, part: PartText) -> None:
        """Nothing more comes for a part; those behind it have their turn."""
        part.is_closed = True
        while self.head is not None and self.head.is_closed:
            self.head = self._waiting.popleft() if self._waiting else None
            if self.head is not None:
                self._turn(self.head)

    def finish(self) -> None:
        """Write what waits, because the response has ended."""
        while self.head is not None:
            self.close(self.head)

    def _turn(self, part: PartText) -> None:
        part.start = self.length
        for text, logprobs in part.held:
            self.length += len(text)
            self._write({self.member: text} if text else {}, logprobs)
        part.held = []
        if part.annotations:
            self._annotate(part, part.annotations)

    def _annotate(self, part: PartText, annotations: list[Any]) -> None:
        self._write({"annotations": [_cited(annotation, part.start or 0) for annotation in annotations]}, None)


def _cited(annotation: Fields, start: int) -> Fields:
    """A citation as chat completions have it; its span counts from the beginning of the whole text."""
    told = {name: value for name, value in annotation.items() if name != "type"}
    for name in ("start_index", "end_index"):
        if isinstance(told.get(name), int) and (told["start_index"], told.get("end_index")) != (0, 0):
            told[name] += start
    return {"type": annotation["type"], annotation["type"]: told}
