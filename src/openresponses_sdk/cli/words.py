"""The words in which a timeline is told, on a terminal and in a page: plain text, not yet made harmless."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from ..json_values import Json, integral
from ..timeline import Moment, Node

MAX_VALUE: Final = 120
"""Characters of a field of an item that is shown beside others."""

_HEADING: Final = ("role", "phase", "name", "call_id", "id", "model")
_ENVELOPE: Final = frozenset({"type", "sequence_number", "output_index", "content_index", "item_id"})
COUNTS: Final = (
    ("input_tokens", "input_tokens_details", "cached_tokens", "cached"),
    ("output_tokens", "output_tokens_details", "reasoning_tokens", "reasoning"),
)


def heading(node: Node) -> str:
    """What tells a node from others of its type: role, name and ids."""
    shown = (node.facts.get(name) for name in _HEADING)
    return "  ".join(cut(value, 80) for value in shown if isinstance(value, str) and value)


def other_facts(node: Node) -> Iterator[tuple[str, Json]]:
    """The fields of an item or part that nothing else shows, empty ones left out."""
    texts = {str(text) for text in node.texts.values()}
    for name, value in node.facts.items():
        is_shown = name in _HEADING or (isinstance(value, str) and value in texts)
        if not is_shown and value not in (None, [], {}):
            yield name, value


def position(node: Node) -> str:
    """Where in the response: ``item 0``, ``item 0 content 1``."""
    if node.place is None:
        return str(node.kind)
    name, index = node.place
    if node.parent is None or node.parent.place is None:
        return f"item {index}"
    return f"{position(node.parent)} {name} {index}"


def compact(value: Json) -> str:
    """A value on one line: text as it is, anything else as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def cut(value: Json, limit: int = MAX_VALUE) -> str:
    """A value on one line, cut with its length named."""
    text = compact(value)
    return text if len(text) <= limit else f"{text[:limit]}… ({count(len(text), 'character')})"


def event_data(value: Json) -> Json:
    """What an event says besides its type, number and address."""
    if not isinstance(value, dict):
        return value
    return {name: member for name, member in value.items() if name not in _ENVELOPE}


def failure(node: Node) -> str | None:
    """Why a response failed or stopped early."""
    error, details = node.facts.get("error"), node.facts.get("incomplete_details")
    if isinstance(error, dict):
        return "error: " + "  ".join(cut(error[name], 400) for name in ("code", "message") if error.get(name))
    if isinstance(details, dict) and details.get("reason"):
        return f"stopped early: {cut(details['reason'])}"
    return None


def usage(node: Node) -> str | None:
    """The tokens of a response in one line."""
    tokens = node.facts.get("usage")
    if not isinstance(tokens, dict):
        return None
    parts: list[str] = []
    for name, details_name, detail, word in COUNTS:
        amount, details = integral(tokens.get(name)), tokens.get(details_name)
        inner = integral(details.get(detail)) if isinstance(details, dict) else None
        if amount is not None:
            more = f" ({number(inner)} {word})" if inner else ""
            parts.append(f"{number(amount)} {name.removesuffix('_tokens')}{more}")
    total = integral(tokens.get("total_tokens"))
    return " · ".join([*parts, *([] if total is None else [f"{number(total)} total"])]) or cut(tokens)


def size(node: Node) -> str:
    """How much text came, and in how many pieces."""
    texts = [text for inner in node.walk() for text in inner.texts.values()]
    characters, deltas = sum(text.length for text in texts), sum(text.deltas for text in texts)
    parts = [count(characters, "character")] if characters else []
    return " · ".join([*parts, *([count(deltas, "delta")] if deltas else [])])


def moment(when: Moment) -> str:
    """The event, its number if it is another one, and the seconds since the first event."""
    is_plain = when.sequence is None or when.sequence == when.event
    return f"#{when.event}{'' if is_plain else f' seq {number(when.sequence or 0)}'}{elapsed(when)}"


def elapsed(when: Moment) -> str:
    """The seconds since the first event, empty when nobody counted."""
    return "" if when.elapsed is None else f" +{when.elapsed:.2f}s"


def date(value: Json) -> str | None:
    """A time of the wire, seconds since 1970, as a date."""
    seconds = integral(value)
    if seconds is None or not 0 <= seconds < 1 << 37:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (OverflowError, ValueError, OSError):
        return None


def count(amount: int, noun: str) -> str:
    """``1 event``, ``1,200 events``."""
    return f"{number(amount)} {noun}" if amount == 1 else f"{number(amount)} {noun}s"


def number(amount: int) -> str:
    """``1,200``; of a number that nobody reads, its size."""
    return f"{amount:,}" if amount.bit_length() <= 64 else f"a number of {amount.bit_length()} bits"
