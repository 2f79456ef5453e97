"""The changelog, as far as a release depends on it."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["Section", "is_announced", "sections", "since"]

BREAKING: Final = ("Changed", "Removed")
"""The headings under which a change that can break a program must stand."""

_SECTION = re.compile(r"^## \[([^\]]+)\](?: - (\S+))?$", re.MULTILINE)
_GROUP = re.compile(r"^### (\w+)$", re.MULTILINE)


class Section(NamedTuple):
    """What one release brought, or, as *Unreleased*, what the next one will."""

    version: str
    date: str | None
    groups: dict[str, str]
    """The text under each heading: Added, Changed, Deprecated, Removed, Fixed, Security."""


def sections(text: str) -> Iterator[Section]:
    """Yield the sections of a changelog, the newest first."""
    pieces = _SECTION.split(text)[1:]
    for version, date, body in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        groups = _GROUP.split(body)[1:]
        yield Section(version, date, dict(zip(groups[::2], groups[1::2], strict=True)))


def since(text: str, version: str) -> list[Section]:
    """Return the sections above the one of a version."""
    found: list[Section] = []
    for section in sections(text):
        if section.version == version:
            break
        found.append(section)
    return found


def is_announced(name: str, newer: list[Section]) -> bool:
    """Tell whether a section says, under *Changed* or *Removed*, what becomes of a name.

    The name stands at the beginning of a code span: ``SSEDecoder.close`` or ``SSEDecoder.close(wait=)``.
    """
    said = re.compile(rf"`{re.escape(name)}(?![\w.])")
    return any(said.search(section.groups.get(group, "")) for section in newer for group in BREAKING)
