"""The items of a response as cards: what they say, when they opened and closed, and what is wrong with them."""

from __future__ import annotations

import json
from typing import Final

from ..json_values import Json, read_json
from ..timeline import Kind, Node, Note
from . import words
from .findings import findings
from .markup import Markup, element, joined

MAX_TEXT: Final = 1_000_000
"""Characters of one text or field that a page shows."""

MAX_NOTES: Final = 500
"""Events without text of one node that a page shows."""

_SHORT: Final = 100
_LONG: Final = 2_000
_CLASSES: Final = {"message": "message", "reasoning": "reasoning"}
_STATUSES: Final = frozenset({"completed", "failed", "incomplete", "in_progress", "queued"})
_CODE: Final = frozenset({"arguments", "output", "input"})


def card(node: Node, anchor: str) -> Markup:
    """One item."""
    name = node.facts.get("name")
    head = element(
        "header",
        element("h3", node.type, element("span", name, class_="name") if isinstance(name, str) else ""),
        status(node),
        "" if node.is_announced else chip("not streamed", "quiet"),
        element("p", when(node), class_="when"),
    )
    ids = [
        element("li", label, " ", element("code", words.cut(value, 80)))
        for label in ("role", "phase", "id", "call_id")
        if isinstance(value := node.facts.get(label), str) and value
    ]
    return element(
        "li",
        head,
        element("ul", *ids, class_="ids") if ids else "",
        _texts(node),
        *(_part(part) for part in node.in_order()),
        _facts(node),
        _notes(node),
        findings(node.found),
        id=anchor,
        class_=f"card {_CLASSES.get(node.type, 'tool')}{' bad' if _is_bad(node) else ''}",
    )


def status(node: Node) -> Markup:
    """The status of a node, as it says."""
    if node.status is None:
        return chip("still open", "quiet") if node.closed is None else Markup()
    return chip(node.status, node.status if node.status in _STATUSES else "quiet")


def chip(text: str, kind: str) -> Markup:
    """A short word in a coloured frame."""
    return element("span", text, class_=f"chip {kind}")


def when(node: Node) -> Markup:
    """From which event to which, and how much came."""
    size = words.size(node)
    if node.opened == (node.parent or node).closed:  # It came in one piece with the whole.
        return Markup(size)
    end = "still open" if node.closed is None else words.moment(node.closed)
    span = words.moment(node.opened) if node.closed == node.opened else f"{words.moment(node.opened)} → {end}"
    return joined(span, f" · {size}" if size else "")


def _part(part: Node) -> Markup:
    name, index = part.place or ("", 0)
    head = joined(element("b", part.type), f" · {name} {index} · ", when(part))
    return element(
        "div",
        element("p", head, class_="parthead"),
        _texts(part),
        _facts(part),
        _notes(part),
        findings(part.found),
        class_="part",
    )


def _texts(node: Node) -> Markup:
    return joined(*(_text(name, str(text)) for name, text in node.texts.items()))


def _text(name: str, text: str) -> Markup:
    label = "" if name in ("text", "content") else element("p", name.replace("_", " "), class_="label")
    if name in _CODE and (pretty := _pretty(text)) is not None:
        return joined(label, element("pre", _cut(pretty), class_="code", tabindex="0"))
    return joined(label, element("div", _cut(text), class_="text", dir="auto"))


def _facts(node: Node) -> Markup:
    rows: list[Markup] = []
    for name, value in words.other_facts(node):
        shown = _value(value)
        is_wide = not shown.startswith("<code")
        rows.append(element("div", element("dt", name), element("dd", shown), class_="wide" if is_wide else None))
    return element("dl", *rows, class_="facts") if rows else Markup()


def _value(value: Json) -> Markup:
    text = words.compact(value)
    if isinstance(value, str) and "\n" in value.strip() and len(value) <= _LONG:
        return element("pre", value, class_="code", tabindex="0")
    return element("code", text) if len(text) <= _SHORT else _folded(value, text)


def _folded(value: Json, text: str) -> Markup:
    whole = text if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
    return element(
        "details",
        element("summary", f"{text[:60]}… ({words.count(len(text), 'character')})"),
        element("pre", _cut(whole), class_="code", tabindex="0"),
    )


def _notes(node: Node) -> Markup:
    return notes(node.notes) if node.kind in (Kind.ITEM, Kind.PART) else Markup()


def notes(rows: list[Note]) -> Markup:
    """Events that changed no text, a line each."""
    if not rows:
        return Markup()
    shown = [_note(row) for row in rows[:MAX_NOTES]]
    if len(rows) > MAX_NOTES:
        shown.append(element("li", words.count(len(rows) - MAX_NOTES, "more event"), class_="quiet"))
    return element("ul", *shown, class_="notes")


def _note(note: Note) -> Markup:
    data = words.event_data(note.value)
    return element(
        "li",
        element("b", note.name),
        " ",
        element("code", words.cut(data, 400)) if data else "",
        " ",
        element("span", words.moment(note.moment), class_="quiet"),
        class_="error" if note.name == "error" else None,
    )


def _pretty(text: str) -> str | None:
    try:
        value = read_json(text)
    except ValueError:
        return None
    return json.dumps(value, indent=2, ensure_ascii=False) if isinstance(value, (dict, list)) else None


def _cut(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}… ({words.count(len(text), 'character')})"


def _is_bad(node: Node) -> bool:
    return any(violation.severity == "error" for inner in node.walk() for _, violation in inner.found)
