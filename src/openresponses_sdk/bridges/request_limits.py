"""Reads members of a request within the bounds that the specification sets; what is out of them is a finding."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from ..findings import shorten
from .request_object import RequestObject

__all__ = ["SHORT", "TEXT_LIMIT", "bounded_count", "bounded_text", "one_of"]

TEXT_LIMIT: Final = 10_485_760
"""How many characters a text of a request may have."""
SHORT: Final = 64
"""How many characters an id or a key may have."""


def bounded_text(source: RequestObject, name: str, limit: int = TEXT_LIMIT) -> str | None:
    """A string of at most ``limit`` characters; None when it is absent, or longer, which is a finding."""
    text = source.text(name)
    if text is None or len(text) <= limit:
        return text
    source.report("unsupported_value", f"It has {len(text)} characters; at most {limit} are allowed", name)
    return None


def bounded_count(source: RequestObject, name: str, least: int, most: int | None = None) -> int | None:
    """A whole number; one that is out of bounds becomes the nearest that is not, which is a finding."""
    value = source.take(name, "integer")
    if not isinstance(value, (int, float)):
        return None
    wanted = int(value)
    count = max(least, wanted if most is None else min(wanted, most))
    if count != wanted:
        source.report("changed", f"It is {count}, the nearest number that is allowed", name)
    return count


def one_of(source: RequestObject, name: str, values: Collection[str]) -> str | None:
    """A string that is one of ``values``; None when it is absent, or another, which is a finding."""
    text = source.text(name)
    if text is None or text in values:
        return text
    source.report("unsupported_value", f"It must be one of {', '.join(values)}, not {shorten(text)}", name)
    return None
