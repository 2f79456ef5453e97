"""Writes messages and reasoning, whose text the log repeats in full each time.

A snapshot becomes a delta by cutting off what was sent.  Two things make that
unsafe, and both are held back until the text is final: a replacement character
at the end (half of a character whose other half comes next) and a snapshot
that does not extend what was sent.  A sent delta cannot be taken back, so when
the final text is still another one, the item sent so far is closed as it is
and a new item of the same kind carries the final text whole.
"""

from __future__ import annotations

from abc import abstractmethod

from openresponses_schema import MessagePhase

from ..scopes import MessageScope, PartScope, ReasoningScope
from .thread_items import ItemWriter, Turn
from .thread_log import SourceEvent

REPLACEMENT_CHARACTER = "\ufffd"

_PHASES = frozenset(phase.value for phase in MessagePhase)


class CumulativeText:
    """Turns snapshots of one growing text into the parts that are new."""

    def __init__(self) -> None:
        self.sent: str = ""
        self.latest: str = ""

    def advance(self, snapshot: str, *, final: bool = False) -> str | None:
        """Take the next snapshot; return what to send now, or None when it does not extend what was sent."""
        self.latest = snapshot
        visible = snapshot if final else snapshot.rstrip(REPLACEMENT_CHARACTER)
        if not visible.startswith(self.sent):
            return None
        suffix = visible[len(self.sent) :]
        self.sent = visible
        return suffix


class TextWriter(ItemWriter):
    """What messages and reasoning share: one item, one part, one text that grows."""

    def __init__(self, turn: Turn, source: SourceEvent) -> None:
        super().__init__(turn, source)
        self._text = CumulativeText()
        self._diverged = False
        self._open_item()

    def start(self, source: SourceEvent) -> None:
        self._take(source, final=False)

    def update(self, source: SourceEvent) -> None:
        self._take(source, final=False)

    def complete(self, source: SourceEvent) -> None:
        self._take(source, final=True)
        self._close_item()

    def abandon(self) -> None:
        self._send(self._text.latest, final=True)
        self._close_item()

    def interrupt(self) -> None:
        self._send(self._text.latest, final=True)

    def _take(self, source: SourceEvent, *, final: bool) -> None:
        self.source = source
        snapshot = self._snapshot(source)
        if snapshot is not None:
            self._send(snapshot, final=final)
        elif final:
            self._send(self._text.latest, final=True)

    def _send(self, snapshot: str, *, final: bool) -> None:
        suffix = self._text.advance(snapshot, final=final)
        if suffix is not None:
            self._diverged = False
            self._send_delta(suffix)
            return
        if not self._diverged:
            self._diverged = True
            self.report(self.source, "The text does not extend what the log said before", "item.text")
        if final:
            self._start_over()

    def _start_over(self) -> None:
        final = self._text.latest
        self._close_item()
        self._text = CumulativeText()
        self._diverged = False
        self._open_item()
        self._send(final, final=True)

    def _snapshot(self, source: SourceEvent) -> str | None:
        value = source.item.get("text")
        if isinstance(value, str):
            return value
        if value is not None or source.type == "item.completed":
            self.report(source, "The text of the item is missing or not a string", "item.text")
        return None

    @abstractmethod
    def _open_item(self) -> None:
        """Announce the item and the part that the text goes to."""

    @abstractmethod
    def _send_delta(self, suffix: str) -> None:
        """Emit what the text grew by."""

    @abstractmethod
    def _close_item(self) -> None:
        """Close the part and the item."""


class MessageWriter(TextWriter):
    """``agent_message``: a message of the assistant with one text part."""

    _item: MessageScope
    _part: PartScope

    def _open_item(self) -> None:
        item = self.source.item
        phase = item.get("phase")
        if phase is None or (isinstance(phase, str) and phase in _PHASES):
            self._item = self.turn.builder.message(phase=phase, **self.extras(item, "text", "phase")).open()
        else:  # The specification knows two phases; another one is the agent's own.
            self._item = self.turn.builder.message(**self.extras(item, "text")).open()
        self._part = self._item.text().open()

    def _send_delta(self, suffix: str) -> None:
        if suffix:
            self._part.delta(suffix)

    def _close_item(self) -> None:
        self._part.close()
        self._item.close()


class ReasoningWriter(TextWriter):
    """``reasoning``: the raw text of the model in VT Code's log, a summary of it in that of Codex."""

    _item: ReasoningScope
    _part: PartScope | None = None

    def _snapshot(self, source: SourceEvent) -> str | None:
        # The oldest Codex logs name the text by what it is.
        if "text" not in source.item and isinstance(summary := source.item.get("summary"), str):
            return summary
        return super()._snapshot(source)

    def _open_item(self) -> None:
        item = self.source.item
        self._item = self.turn.builder.reasoning(**self.extras(item, "text", "summary")).open()
        self._part = None

    def _send_delta(self, suffix: str) -> None:
        if not suffix:
            return
        if self._part is None:
            scope = self._item.text() if self.turn.dialect == "vtcode" else self._item.summary()
            self._part = scope.open()
        self._part.delta(suffix)

    def _close_item(self) -> None:
        if self._part is not None:
            self._part.close()
        self._item.close()
