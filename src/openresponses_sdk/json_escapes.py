"""What an escape in a JSON string stands for, when the text may be cut inside of it."""

from __future__ import annotations

import re
from typing import Final

from .json_values import quote

__all__ = ["read_escape", "read_raw_pair"]

CUT: Final = ("", 0)
_HEX: Final = re.compile(r"[0-9A-Fa-f]{4}")
_ESCAPES: Final = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_ALONE: Final = "half of a surrogate pair stands alone"


def read_escape(text: str, at: int) -> tuple[str, int]:
    """The character that the escape at ``at`` stands for and the size of the escape, both halves of a surrogate pair
    included; empty and 0 while it is cut.  Raises ``ValueError`` when it is none."""
    if at + 1 == len(text):
        return CUT
    kind = text[at + 1]
    if kind in _ESCAPES:
        return _ESCAPES[kind], 2
    if kind != "u":
        raise ValueError(f"a backslash before {quote(kind)} is no escape")
    unit = _unit(text, at)
    if unit is None:
        return CUT
    if not 0xD800 <= unit <= 0xDFFF:
        return chr(unit), 6
    following = text[at + 6 : at + 8]
    if unit > 0xDBFF or not "\\u".startswith(following):
        raise ValueError(_ALONE)
    low = _unit(text, at + 6) if following == "\\u" else None
    if low is None:
        return CUT
    if not 0xDC00 <= low <= 0xDFFF:
        raise ValueError(_ALONE)
    return _paired(unit, low), 12


def read_raw_pair(text: str, at: int) -> tuple[str, int]:
    """The character whose two halves stand at ``at``, as a server leaves them that cuts between UTF-16 code units; the
    answers are those of ``read_escape``."""
    if text[at] > "\udbff":
        raise ValueError(_ALONE)
    if at + 1 == len(text):
        return CUT
    if not "\udc00" <= text[at + 1] <= "\udfff":
        raise ValueError(_ALONE)
    return _paired(ord(text[at]), ord(text[at + 1])), 2


def _unit(text: str, at: int) -> int | None:
    """The code unit of a ``\\u`` escape; None while it is cut."""
    digits = text[at + 2 : at + 6]
    if len(digits) < 4:
        return None
    if not _HEX.fullmatch(digits):
        raise ValueError(f"a \\u escape takes four hexadecimal digits, not {quote(digits)}")
    return int(digits, 16)


def _paired(high: int, low: int) -> str:
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
