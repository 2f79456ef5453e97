"""Tells a timeline on a terminal or into a pipe: it only ever writes at the end, so that running text just grows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, TextIO

from ..timeline import Entry, Happening, Kind, Moment, Node
from . import words
from .style import Paint, Tone, cells
from .terminal import harmless

MAX_FOUND: Final = 5
"""Of one requirement, how many violations are shown where they happened; the others are counted at the end."""

_WORDS: Final = re.compile(r"\s+|\S+")
_DEPTHS: Final = {Kind.RESPONSE: 0, Kind.REQUEST: 0, Kind.ITEM: 1, Kind.PART: 2}
_TONES: Final = {"message": Tone.NAME, "reasoning": Tone.DIM, "response": Tone.HEAD, "request": Tone.HEAD}
_STATUSES: Final = {"completed": Tone.GOOD, "failed": Tone.ERROR, "incomplete": Tone.WARNING}
_MARKS: Final = {
    "open": "●",
    "close": "○",
    "change": "·",
    "note": "◇",
    "again": "↳",
    "text": "│",
    "error": "✗",
    "warning": "▲",
}
_PLAIN_MARKS: Final = {
    "open": "+",
    "close": "-",
    "change": ".",
    "note": "*",
    "again": ">",
    "text": "|",
    "error": "x",
    "warning": "!",
}
_NARROWEST: Final = 24


class Transcript:
    """Writes entries to ``out`` as they come.  Call ``finish`` once at the end."""

    def __init__(self, out: TextIO, paint: Paint, *, width: int | None = None, is_live: bool = False) -> None:
        self._out = out
        self._paint = paint
        self._width = None if width is None else max(width, _NARROWEST)
        self._gutter = 17 if is_live else 8
        self._marks = _MARKS if _can_write(out, "".join(_MARKS.values())) else _PLAIN_MARKS
        self._prefix = ("", 0)
        self._column: int | None = None
        """Where the cursor is; None at the start of a line whose prefix is not yet written."""
        self._target: tuple[Node, str] | None = None
        """The text that is being written."""
        self._fresh: Node | None = None
        """The node whose own line was the last one."""
        self._shown: Counter[str] = Counter()

    def show(self, entries: Iterable[Entry]) -> None:
        """Write what has happened."""
        for entry in entries:
            _TELL[entry.happening](self, entry)

    def finish(self) -> None:
        """End the last line, and count what was not shown."""
        self._end_text()
        for requirement, number in sorted(self._shown.items()):
            if number > MAX_FOUND:
                self._line(None, 0, "change", (f"{number - MAX_FOUND} more of {requirement}", Tone.DIM))

    def _opened(self, entry: Entry) -> None:
        node = entry.node
        tone = _TONES.get(node.type, Tone.DIM if node.kind is Kind.PART else Tone.TOOL)
        unannounced = "" if node.is_announced or node.kind is Kind.PART else "not announced"
        self._line(
            entry.moment,
            _DEPTHS[node.kind],
            "open",
            (node.type, tone),
            (words.heading(node), None),
            (words.date(node.facts.get("created_at")) or "", Tone.DIM),
            (unannounced, Tone.WARNING),
        )
        self._fresh = node

    def _closed(self, entry: Entry) -> None:
        node, depth = entry.node, _DEPTHS[entry.node.kind]
        if node.kind is Kind.ITEM:
            for name, value in words.other_facts(node):
                self._line(None, depth + 1, "change", (f"{name}: {words.cut(value)}", Tone.DIM))
        reason, usage = words.failure(node), words.usage(node)
        if reason is not None:
            self._line(None, depth + 1, "error", (reason, Tone.ERROR))
        if usage is not None:
            self._line(None, depth + 1, "change", (f"usage: {usage}", None))
        status = node.status or ""
        tone = _STATUSES.get(status)
        self._line(entry.moment, depth, "close", (node.type, Tone.DIM), (status, tone), (words.size(node), Tone.DIM))

    def _changed(self, entry: Entry) -> None:
        self._line(entry.moment, _DEPTHS[entry.node.kind], "change", (entry.node.status or "", None))

    def _grew(self, entry: Entry) -> None:
        target = (entry.node, entry.name)
        if self._target != target:
            self._end_text()
            if self._fresh is not entry.node:
                self._line(entry.moment, _DEPTHS[entry.node.kind], "again", (_where(entry), Tone.DIM))
            self._start_text(entry.node)
            self._target = target
        self._text(entry.text, Tone.DIM if _is_thought(entry.node) else None)

    def _replaced(self, entry: Entry) -> None:
        said = f"{_where(entry)} became other than what was streamed"
        self._line(entry.moment, _DEPTHS[entry.node.kind], "again", (said, Tone.WARNING))
        self._start_text(entry.node)
        self._target = (entry.node, entry.name)
        self._text(entry.text, None)

    def _noted(self, entry: Entry) -> None:
        is_error = entry.name == "error"
        tone = Tone.ERROR if is_error else Tone.TOOL
        data = words.cut(words.event_data(entry.value))
        mark = "error" if is_error else "note"
        self._line(entry.moment, _DEPTHS[entry.node.kind] + 1, mark, (entry.name, tone), (data, None))

    def _found(self, entry: Entry) -> None:
        if entry.found is None:
            return
        line, violation = entry.found
        self._shown[violation.requirement] += 1
        if self._shown[violation.requirement] > MAX_FOUND:
            return
        tone = Tone.ERROR if violation.severity == "error" else Tone.WARNING
        said = str(replace(violation, event_index=None, event_type=None, address=()))
        place = "" if line is None else f"line {line}"
        self._line(
            entry.moment, 1, violation.severity, (f"{violation.severity}:", tone), (said, None), (place, Tone.DIM)
        )

    def _line(self, when: Moment | None, depth: int, mark: str, *segments: tuple[str, Tone | None]) -> None:
        """One line of the transcript, broken and indented when it is too long."""
        self._end_text()
        number = "" if when is None else f"#{when.event}"
        elapsed = "" if when is None else words.elapsed(when)
        gutter = f"{number:>6}{elapsed}".ljust(self._gutter)
        self._out.write(f"{self._paint(gutter, Tone.DIM)}{'  ' * depth}{self._marks[mark]} ")
        indent = self._gutter + 2 * depth + 2
        self._prefix, self._column = (" " * indent, indent), max(indent, len(gutter) + 2 * depth + 2)
        shown = [(text, tone) for text, tone in segments if text]
        for at, (text, tone) in enumerate(shown):
            self._words(("  " if at else "") + harmless(text), tone)
        if when is not None and when.sequence not in (None, when.event):
            self._words(f"  seq {words.number(when.sequence or 0)}", Tone.DIM)
        self._break()
        self._fresh = None

    def _start_text(self, node: Node) -> None:
        indent = self._gutter + 2 * _DEPTHS[node.kind] + 2
        self._prefix, self._column = (f"{' ' * indent}{self._marks['text']} ", indent + 2), None

    def _text(self, text: str, tone: Tone | None) -> None:
        first, *rest = text.replace("\r\n", "\n").replace("\t", "    ").split("\n")
        self._words(harmless(first), tone)
        for line in rest:
            self._break()
            self._words(harmless(line), tone)

    def _words(self, text: str, tone: Tone | None) -> None:
        """Write at the cursor, going to a new line where a word does not fit."""
        for at, (piece, wide) in enumerate(self._fit(text)):
            if at:
                self._break()
            if piece:
                self._write(piece, wide, tone)

    def _fit(self, text: str) -> Iterator[tuple[str, int]]:
        """The text in pieces of a line each, with their columns; the first goes on where the cursor is."""
        width, indent = self._width, self._prefix[1]
        if width is None:
            yield text, len(text)
            return
        start = column = indent if self._column is None else self._column
        line: list[str] = []
        for word in _WORDS.findall(text):
            # A word that fits on no line is broken anywhere.
            for piece in (word,) if cells(word) <= width - indent else word:
                wide = cells(piece)
                if column + wide > width and column > indent:
                    yield "".join(line), column - start
                    line, start, column = [], indent, indent
                    if piece.isspace():
                        continue
                line.append(piece)
                column += wide
        yield "".join(line), column - start

    def _write(self, text: str, wide: int, tone: Tone | None) -> None:
        if self._column is None:
            self._out.write(self._prefix[0])
            self._column = self._prefix[1]
        self._out.write(self._paint(text, tone))
        self._column += wide

    def _break(self) -> None:
        if self._column is None:
            self._out.write(self._prefix[0].rstrip())
        self._out.write("\n")
        self._column = None

    def _end_text(self) -> None:
        if self._target is not None and self._column is not None:
            self._out.write("\n")
        self._target, self._column = None, None


_TELL: Final = {
    Happening.OPENED: Transcript._opened,
    Happening.GREW: Transcript._grew,
    Happening.REPLACED: Transcript._replaced,
    Happening.CHANGED: Transcript._changed,
    Happening.CLOSED: Transcript._closed,
    Happening.NOTED: Transcript._noted,
    Happening.FOUND: Transcript._found,
}


def _where(entry: Entry) -> str:
    return f"{words.position(entry.node)} {entry.name}"


def _is_thought(node: Node) -> bool:
    return "reasoning" in (node.type, node.parent.type if node.parent is not None else "")


def _can_write(out: TextIO, text: str) -> bool:
    try:
        text.encode(out.encoding or "utf-8")
    except (LookupError, UnicodeEncodeError):
        return False
    return True
