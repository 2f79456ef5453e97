"""Writes the changes between two documents for a terminal, as Markdown, or for a program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from .change import Change
from .diff import left_out
from .diff_rules import RULES, Effect
from .document import Document

__all__ = ["FORMATS", "to_dict", "to_markdown", "to_text"]

_ORDER: Final = (Effect.BREAKING, Effect.ADDITIVE, Effect.CLARIFYING)
_SIDES: Final[Mapping[str, str]] = MappingProxyType({"request": "sent by clients", "response": "sent by servers"})


def to_dict(old: Document, new: Document, changes: Sequence[Change]) -> dict[str, object]:
    """The report as JSON-compatible values."""
    return {
        "old": {"name": old.name, "version": old.version},
        "new": {"name": new.name, "version": new.version},
        "readers": _counts(change.readers for change in changes),
        "writers": _counts(change.writers for change in changes),
        "left_out": left_out(old, new),
        "changes": [change.to_dict() for change in changes],
    }


def to_text(old: Document, new: Document, changes: Sequence[Change], hidden: int = 0) -> str:
    """The report for a terminal: a line a change, by component, what breaks marked; ``hidden`` more only clarify."""
    lines = [f"{old.name} ({old.version}) -> {new.name} ({new.version})", ""]
    for component, found in _by_component(changes):
        lines.append(f"{component}{_note(found[0])}")
        for change in found:
            effects = f"readers {change.readers}, writers {change.writers}"
            place = f"{change.path}: " if change.path else ""
            lines.append(f"  {_mark(change.effect)} {place}{_said(change)}  [{change.rule}; {effects}]")
    lines += ["", *_summary(old, new, changes, hidden)]
    return "\n".join(lines) + "\n"


def to_markdown(old: Document, new: Document, changes: Sequence[Change], hidden: int = 0) -> str:
    """The report as a Markdown page: a table for each of breaking, additive and clarifying; ``hidden`` more only
    clarify.
    """
    lines = [f"# {old.version} to {new.version}", "", *_summary(old, new, changes, hidden), ""]
    for effect in _ORDER:
        found = [change for change in changes if change.effect is effect]
        if not found:
            continue
        lines += [f"## {str(effect).capitalize()}", "", "| component | where | change | readers | writers | rule |"]
        lines.append("|---|---|---|---|---|---|")
        for change in found:
            place = f"`{change.path}`" if change.path else ""
            lines.append(
                f"| {_cell(change.component)}{_note(change)} | {_cell(place)} | {_cell(_said(change))} "
                f"| {change.readers} | {change.writers} | `{change.rule}` |"
            )
        lines.append("")
    return "\n".join(lines)


Format = Callable[[Document, Document, Sequence[Change], int], str]
FORMATS: Final[Mapping[str, Format]] = MappingProxyType({"text": to_text, "markdown": to_markdown})
"""The forms for people, by name."""


def _by_component(changes: Sequence[Change]) -> Iterator[tuple[str, list[Change]]]:
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.component, []).append(change)
    yield from found.items()


def _counts(effects: Iterable[Effect]) -> dict[str, int]:
    counted = Counter(effects)
    return {str(effect): counted[effect] for effect in _ORDER}


def _summary(old: Document, new: Document, changes: Sequence[Change], hidden: int) -> list[str]:
    lines = []
    if own := len(left_out(old, new)):
        lines.append(f"Left out: {own} component{'s' * (own > 1)} of one document, never published.")
    if not changes:
        return [*lines, *([_hidden(hidden)] if hidden else ["Nothing has changed."])]
    for who, effects in (
        ("Readers", [change.readers for change in changes]),
        ("Writers", [change.writers for change in changes]),
    ):
        counted = _counts(effects)
        lines.append(f"{who}: " + ", ".join(f"{number} {effect}" for effect, number in counted.items()) + ".")
    return [*lines, *([_hidden(hidden)] if hidden else [])]


def _hidden(number: int) -> str:
    are = "change that clarifies is" if number == 1 else "changes that clarify are"
    return f"{number} {are} not listed; --all lists {'it' if number == 1 else 'them'}."


def _note(change: Change) -> str:
    """Who sends the component; nothing when both do."""
    sides = [_SIDES[side] for side in sorted(change.sides)]
    return f" ({sides[0]})" if len(sides) == 1 else ""


def _said(change: Change) -> str:
    title = RULES[change.rule].title
    if change.old and change.new:
        return f"{title}: {change.old} -> {change.new}"
    return f"{title}: {change.old or change.new}" if change.old or change.new else title


def _mark(effect: Effect) -> str:
    return {Effect.BREAKING: "!", Effect.ADDITIVE: "+"}.get(effect, "~")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
