"""Colour and width of what the commands print; every escape sequence that is written comes from here."""

from __future__ import annotations

import os
import shutil
import unicodedata
from enum import StrEnum
from typing import Final, TextIO


class Tone(StrEnum):
    """What a piece of text is, for its colour."""

    HEAD = "1;36"
    NAME = "1"
    DIM = "2"
    GOOD = "32"
    WARNING = "33"
    ERROR = "1;31"
    TOOL = "35"


class Paint:
    """Colours text, or leaves it as it is."""

    def __init__(self, *, is_on: bool) -> None:
        self._is_on = is_on

    def __call__(self, text: str, tone: Tone | None) -> str:
        """``text`` in its colour.  It must be harmless already."""
        return f"\x1b[{tone}m{text}\x1b[0m" if self._is_on and tone is not None and text else text


def is_colourful(stream: TextIO, wish: str = "auto") -> bool:
    """Whether to colour what goes to ``stream``: on a terminal, unless ``NO_COLOR`` is set or it has no colours."""
    if wish != "auto":
        return wish == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width_of(stream: TextIO) -> int | None:
    """The columns of the terminal; None for a file or a pipe, where lines are not broken unless ``COLUMNS`` asks."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    return shutil.get_terminal_size().columns if stream.isatty() else None


_WIDE: Final = frozenset("WF")


def cells(text: str) -> int:
    """The columns that printable text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in _WIDE else 1
        for character in text
    )
