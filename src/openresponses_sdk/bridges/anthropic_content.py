"""Puts the content blocks of an Anthropic message in order: one is written at a time.

1. Blocks come one after the other.  One that begins while another is open waits with all of its deltas until that one
   has stopped, so that every block is written whole, however the source interleaves them.
2. An index that begins again while its block is open ends that block.
3. A delta of text or thinking whose block never began, or has stopped, begins one; any other is kept as a raw event.
4. What is still open or waits when the message ends is written then.

All of these but the first block's own stop are findings.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from .anthropic_blocks import IMPLIED, block_of
from .anthropic_writing import Block, MessageWriting, Said
from .source import SourceReader

__all__ = ["MessageContent"]

_INDEX: Final = "index"


@dataclass(slots=True)
class _Waiting:
    """A block that began while another was open: its events, each with its position."""

    index: int | None
    said: Said
    line: int
    deltas: list[tuple[Said, Said, int]] = field(default_factory=list)
    is_stopped: bool = False


class MessageContent:
    """The blocks of one message, by their index; an index that is missing or no number means the block that is open."""

    def __init__(self, writing: MessageWriting, source: SourceReader) -> None:
        self._writing = writing
        self._source = source
        self._last: Block | None = None
        """The block written last: what it has open is closed when the next begins."""
        self._index: int | None = None
        self._is_open = False
        self._waiting: deque[_Waiting] = deque()
        self._growing: dict[int | None, _Waiting] = {}
        """The blocks that wait and have not stopped; of those with the same index the last."""
        self._has_wrong_index = False

    def write(self, said: object, path: str) -> None:
        """Write a block that came whole."""
        self._end_open()
        self._begin(None, self._block(said, path), path)
        self._stop()

    def start(self, event: Said) -> None:
        """Take a ``content_block_start``."""
        index, said = self._place(event), self._block(event.get("content_block"), "content_block")
        if self._is_open and index == self._index:
            self._writing.report("The block begins again before it has stopped", _INDEX)
            self._stop()
        if self._is_open:
            self._writing.report("The block begins before the one before it has stopped, and waits for that", _INDEX)
            self._wait(index, said)
        else:
            self._begin(index, said, "content_block")

    def delta(self, event: Said) -> None:
        """Take a ``content_block_delta``."""
        index, delta = self._place(event), event.get("delta")
        if not isinstance(delta, Mapping):
            self._writing.report("The delta is not an object", "delta")
            self._writing.keep_raw(event)
        elif self._is_open and (index == self._index or index is None):
            self._write(event, delta)
        else:
            self._delta_of_another(index, event, delta)

    def stop(self, event: Said) -> None:
        """Take a ``content_block_stop``."""
        index = self._place(event)
        if self._is_open and (index == self._index or index is None):
            self._stop()
            self._write_waiting()
        elif (waiting := self._growing.pop(index, None)) is not None:
            waiting.is_stopped = True
        else:
            self._writing.report("The block that stops is not open", _INDEX)

    def interrupt(self) -> None:
        """Write what is known of the blocks and leave open what is open, because the source was cut off."""
        while self._is_open:
            self._stop()
            self._write_waiting()

    def end(self, *, is_cut: bool) -> None:
        """The message brings no more blocks; unless it was cut off, what the last one has open is closed."""
        self._end_open()
        if not is_cut and self._last is not None:
            self._last.settle()
            self._last = None

    def _end_open(self) -> None:
        while self._is_open:
            self._writing.report("The block has not stopped", _INDEX)
            self._stop()
            self._write_waiting()

    def _begin(self, index: int | None, said: Said, path: str) -> None:
        if self._last is not None:
            self._last.settle()
        self._last = block_of(self._writing, said, path)
        self._index, self._is_open = index, True
        self._last.begin()

    def _write(self, event: Said, delta: Said) -> None:
        kind, block = delta.get("type"), self._last
        take = block.deltas.get(kind) if block is not None and isinstance(kind, str) else None
        if take is not None:
            take(block, delta)
        elif block is not None and not block.is_skipped:
            self._writing.report("The block has no such delta", "delta.type")
            self._writing.keep_raw(event)

    def _stop(self) -> None:
        self._is_open = False
        if self._last is not None:
            self._last.stop()

    def _write_waiting(self) -> None:
        """Write the blocks that waited, up to the first that has not stopped."""
        now = self._source.line
        while self._waiting and not self._is_open:
            waiting = self._waiting.popleft()
            if self._growing.get(waiting.index) is waiting:
                del self._growing[waiting.index]
            self._source.line = waiting.line
            self._begin(waiting.index, waiting.said, "content_block")
            for event, delta, self._source.line in waiting.deltas:
                self._write(event, delta)
            self._source.line = now
            if waiting.is_stopped:
                self._stop()

    def _delta_of_another(self, index: int | None, event: Said, delta: Said) -> None:
        waiting = self._growing.get(index)
        if waiting is None:
            self._writing.report("The block of the delta is not open", _INDEX)
            kind = delta.get("type")
            implied = IMPLIED.get(kind) if isinstance(kind, str) else None
            if implied is None:
                self._writing.keep_raw(event)
                return
            said = {"type": implied}
            if not self._is_open:
                self._begin(index, said, "content_block")
                self._write(event, delta)
                return
            waiting = self._wait(index, said)
        waiting.deltas.append((event, delta, self._source.line))

    def _wait(self, index: int | None, said: Said) -> _Waiting:
        waiting = self._growing[index] = _Waiting(index, said, self._source.line)
        self._waiting.append(waiting)
        return waiting

    def _place(self, event: Said) -> int | None:
        index = event.get(_INDEX)
        if isinstance(index, int) and not isinstance(index, bool):
            return index
        if not self._has_wrong_index:
            self._has_wrong_index = True
            self._writing.report("The index is no whole number, which means the block that is open", _INDEX)
        return None

    def _block(self, said: object, path: str) -> Said:
        if isinstance(said, Mapping):
            return said
        self._writing.report("The block is not an object", path)
        return {"type": said}
