"""One self-contained page of a timeline: no script, no address outside, nothing of the stream as markup.

The content security policy forbids everything but the one style sheet, by its hash,
so that even a mistake of ours could neither run nor load anything.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Final

from ..timeline import Kind, Node, Run, Timeline
from . import words
from .cards import card, chip, notes, status, when
from .findings import findings
from .lanes import lanes, tokens
from .markup import Markup, element, joined
from .requirements import statement_of
from .tally import Tally

MAX_RUNS: Final = 5_000
"""Rows of the event log that a page shows."""

_MAIN_FACTS: Final = ("model", "id", "previous_response_id", "service_tier", "background")


class Page:
    """A page of ``timeline``; ``chunks`` are its bytes."""

    def __init__(self, timeline: Timeline, tally: Tally) -> None:
        self._timeline = timeline
        self._tally = tally

    def chunks(self) -> Iterator[bytes]:
        """The page in pieces, UTF-8."""
        yield f'<!doctype html>\n<html lang="en">\n{self._head()}\n<body>\n{self._title()}\n<main>\n'.encode()
        for number, node in enumerate(self._timeline.nodes):
            yield f"{_section(node, f'r{number}')}\n".encode()
        yield f"{self._requirements()}\n{self._log()}\n</main>\n</body>\n</html>\n".encode()

    def _head(self) -> Markup:
        style = _style()
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        return element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=policy),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="color-scheme", content="light dark"),
            element("meta", name="referrer", content="no-referrer"),
            element("title", f"{self._tally.name} · Open Responses"),
            element("style", Markup(style)),
        )

    def _title(self) -> Markup:
        errors, warnings = self._tally.severities["error"], self._tally.severities["warning"]
        return element(
            "header",
            element("h1", self._tally.name),
            element(
                "p",
                chip(self._tally.format, "quiet"),
                chip(self._tally.contents(), "quiet"),
                chip(words.count(errors, "error"), "failed" if errors else "completed"),
                chip(words.count(warnings, "warning"), "incomplete" if warnings else "quiet"),
                class_="chips",
            ),
            class_="top",
        )

    def _requirements(self) -> Markup:
        rows = [
            _cells("td", f"{number:,}", element("code", name), statement_of(name))
            for name, number in sorted(self._tally.requirements.items(), key=lambda row: (-row[1], row[0]))
        ]
        if not rows:
            return Markup()
        table = _table(("Findings", "Requirement", "What it demands"), rows)
        return element("section", element("h2", "Findings by requirement"), element("div", table, class_="scroll"))

    def _log(self) -> Markup:
        runs = self._timeline.runs
        if not runs:
            return Markup()
        names = ("Event", "Sequence", "Elapsed", "Type", "At", "Times")
        more = len(runs) - MAX_RUNS
        table = _table(names, map(_row, runs[:MAX_RUNS]))
        return element(
            "section",
            element(
                "details",
                element("summary", element("h2", f"Log: {words.count(self._timeline.events, 'event')}")),
                element("div", table, class_="scroll"),
                element("p", f"{words.count(more, 'more row')}", class_="quiet") if more > 0 else "",
            ),
        )


def _section(node: Node, anchor: str) -> Markup:
    name = "A response that was never announced" if not node.is_announced else str(node.kind).capitalize()
    reason, usage = words.failure(node), words.usage(node)
    cards = [card(child, f"{anchor}-{place[0]}-{place[1]}") for place, child in sorted(node.children.items())]
    return element(
        "section",
        element("h2", name, " ", status(node)),
        element("p", when(node), class_="when"),
        _facts(node),
        element("p", reason, class_="failure") if reason is not None else "",
        element("div", element("p", usage), tokens(node), class_="usage") if usage is not None else "",
        *(_text_of(node)),
        findings(node.found),
        lanes(node, anchor),
        element("ol", *cards, class_="cards") if cards else "",
        _events(node),
        _fields(node),
        id=anchor,
    )


def _text_of(node: Node) -> Iterator[Markup]:
    return (element("div", str(text), class_="text", dir="auto") for text in node.texts.values())


def _facts(node: Node) -> Markup:
    shown = [(name, words.compact(value)) for name in _MAIN_FACTS if (value := node.facts.get(name))]
    shown += [(name, text) for name in ("created_at", "completed_at") if (text := words.date(node.facts.get(name)))]
    rows = [
        element("div", element("dt", name.removesuffix("_at").replace("_", " ")), element("dd", element("code", text)))
        for name, text in shown
    ]
    return element("dl", *rows, class_="facts") if rows else Markup()


def _events(node: Node) -> Markup:
    """The events that belong to no item."""
    if not node.notes or node.kind is not Kind.RESPONSE:
        return Markup()
    return joined(element("h3", "Other events"), notes(node.notes))


def _fields(node: Node) -> Markup:
    if not node.facts:
        return Markup()
    whole = json.dumps(node.facts, indent=2, ensure_ascii=False)
    return element(
        "details",
        element("summary", f"All fields of the {node.kind}"),
        element("pre", whole, class_="code", tabindex="0"),
    )


def _row(run: Run) -> Markup:
    first, last = run.first, run.last
    events = f"{first.event}" if run.count == 1 else f"{first.event}–{last.event}"
    sequence = "" if first.sequence is None else words.number(first.sequence)
    if run.count > 1 and last.sequence is not None:
        sequence += f"–{words.number(last.sequence)}"
    return _cells(
        "td", events, sequence, words.elapsed(first).strip(), run.type, "/".join(map(str, run.indexes)),
        f"× {run.count:,}" if run.count > 1 else "",
    )  # fmt: skip


def _table(names: Iterable[str], rows: Iterable[Markup]) -> Markup:
    return element("table", element("thead", _cells("th", *names)), element("tbody", *rows))


def _cells(kind: str, *cells: str) -> Markup:
    return element("tr", *(element(kind, cell, scope="col" if kind == "th" else None) for cell in cells))


@cache
def _style() -> str:
    return resources.files(__name__.rpartition(".")[0]).joinpath("page.css").read_text(encoding="utf-8")
