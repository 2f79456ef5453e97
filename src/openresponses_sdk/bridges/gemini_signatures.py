"""Thought signatures inside ``encrypted_content``, the field that every client sends back.

The text says whose it is, since a conversation may go on with another provider, and for the signature of a text which
characters of the message before it are signed.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["Signature", "unwrap", "wrap"]

_PREFIX: Final = "google:thought_signature:"
_WRAPPED: Final = re.compile(_PREFIX + r"(?:([0-9]{1,12})-([0-9]{1,12}))?:(.*)", re.DOTALL)


class Signature(NamedTuple):
    """A signature of Gemini, and the characters of the message before it that it signs.

    ``start`` is ``end`` for the signature of a part without text.  Both are None for that of a thought, or of a part
    that no message goes before.
    """

    signature: str
    start: int | None = None
    end: int | None = None


def wrap(signature: Signature) -> str:
    """The ``encrypted_content`` that holds a signature."""
    span = "" if signature.start is None else f"{signature.start}-{signature.end}"
    return f"{_PREFIX}{span}:{signature.signature}"


def unwrap(encrypted_content: str) -> Signature | None:
    """The signature in an ``encrypted_content``; None for what another provider wrote."""
    match = _WRAPPED.fullmatch(encrypted_content)
    if match is None:
        return None
    start, end, signature = match.groups()
    return Signature(signature) if start is None else Signature(signature, int(start), int(end))
