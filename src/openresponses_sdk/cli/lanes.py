"""The pictures of a page: when each item was open, and where the tokens went."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..json_values import integral
from ..timeline import Moment, Node
from . import words
from .markup import Markup, element

MAX_LANES: Final = 400
"""Items and parts whose lanes are drawn."""


def lanes(response: Node, anchor: str) -> Markup:
    """A bar for each item and part from the event that opened it to the one that closed it."""
    last = _last(response)
    axis = _Axis(response.opened, last)
    if axis.length <= 0 or not response.children:
        return Markup()
    rows: list[Markup] = []
    for place, item in sorted(response.children.items()):
        rows.append(_lane(item, axis, last, f"#{anchor}-{place[0]}-{place[1]}", "item"))
        rows += [_lane(part, axis, last, f"#{anchor}-{place[0]}-{place[1]}", "inner") for part in item.in_order()]
    more = len(rows) - MAX_LANES
    return element(
        "figure",
        element("figcaption", axis.caption),
        *rows[:MAX_LANES],
        element("p", words.count(more, "more lane"), class_="quiet") if more > 0 else "",
        class_="lanes",
    )


def tokens(response: Node) -> Markup:
    """The usage as one bar, input first; what was cached or was reasoning is paler."""
    usage = response.facts.get("usage")
    if not isinstance(usage, dict):
        return Markup()
    parts: list[tuple[str, str, int]] = []
    for side, details_name, detail, word in words.COUNTS:
        details = usage.get(details_name)
        amount = max(integral(usage.get(side)) or 0, 0)
        inner = max((integral(details.get(detail)) if isinstance(details, dict) else 0) or 0, 0)
        name = side.removesuffix("_tokens")
        parts += [(name, name, max(amount - inner, 0)), (f"{name} {word}", f"{name} pale", min(inner, amount))]
    total = sum(amount for _, _, amount in parts)
    if not 0 < total < 1 << 53:
        return Markup()
    bars: list[Markup] = []
    at = 0
    for label, kind, amount in parts:
        if amount:
            title = element("title", f"{label}: {words.count(amount, 'token')}")
            bars.append(_bar(at / total, amount / total, kind, title))
            at += amount
    return element("svg", *bars, class_="tokens", role="img", aria_label="tokens")


class _Axis:
    """From events, or from seconds when they were counted, to a share of the width."""

    def __init__(self, first: Moment, last: Moment) -> None:
        self._is_timed = bool(last.elapsed) and (last.elapsed or 0) > (first.elapsed or 0)
        self._start = self._value(first)
        self.length = self._value(last) - self._start
        self.caption = (
            f"Open over time: {self.length:.2f} seconds"
            if self._is_timed
            else f"Open over the stream: events {first.event} to {last.event}"
        )

    def share(self, moment: Moment) -> float:
        """Where a moment lies, from 0 to 1."""
        return min(max((self._value(moment) - self._start) / self.length, 0.0), 1.0)

    def _value(self, moment: Moment) -> float:
        return (moment.elapsed or 0.0) if self._is_timed else float(moment.event)


def _lane(node: Node, axis: _Axis, last: Moment, link: str, level: str) -> Markup:
    start, end = axis.share(node.opened), axis.share(node.closed or last)
    state = "open" if node.closed is None else "closed"
    kind = {"message": "message", "reasoning": "reasoning"}.get(_item(node).type, "tool")
    title = element("title", f"{words.position(node)} {node.type}: {words.moment(node.opened)}")
    marks = [_mark(axis, index) for index in _wrong(node)]
    return element(
        "a",
        element("span", node.type, class_="label"),
        element("svg", _bar(start, max(end - start, 0.004), f"{kind} {state}", title), *marks, role="presentation"),
        href=link,
        class_=f"lane {level}",
    )


def _bar(start: float, length: float, kind: str, title: Markup) -> Markup:
    bar = element("rect", x=f"{100 * min(start, 0.996):.2f}%", width=f"{100 * length:.2f}%", height="100%", rx="3")
    return element("g", title, bar, class_=kind)


def _mark(axis: _Axis, event: int) -> Markup:
    return element("circle", cx=f"{100 * axis.share(Moment(event)):.2f}%", cy="50%", r="3", class_="mark")


def _wrong(node: Node) -> Iterator[int]:
    """The events at which something was wrong with the node; nobody counted their seconds."""
    if node.opened.elapsed:
        return iter(())
    return iter(sorted({one.event_index for _, one in node.found if one.event_index is not None})[:50])


def _item(node: Node) -> Node:
    return node if node.parent is None or node.parent.parent is None else node.parent


def _last(node: Node) -> Moment:
    moments = [moment for inner in node.walk() for moment in (inner.opened, inner.closed) if moment is not None]
    return max(moments, key=lambda moment: moment.event)
