"""Elements of a page, in which text cannot become markup.

A child that is a plain ``str`` is text and is escaped; only what ``element`` made,
a ``Markup``, is taken as it is.  Control characters and overrides of the writing
direction become visible escapes, as on a terminal.
"""

from __future__ import annotations

import html
from typing import Final

from .terminal import harmless

_ALONE: Final = frozenset({"meta", "rect", "circle"})


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


def element(name: str, /, *children: str, **attributes: str | None) -> Markup:
    """An element; a trailing ``_`` of an attribute's name is dropped and ``_`` inside becomes ``-``."""
    shown = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value)}"' for key, value in attributes.items() if value
    )
    if name in _ALONE:
        return Markup(f"<{name}{shown}/>")
    return Markup(f"<{name}{shown}>{joined(*children)}</{name}>")


def joined(*children: str) -> Markup:
    """The children one after the other."""
    return Markup("".join(child if isinstance(child, Markup) else escaped(child) for child in children))


def escaped(text: str) -> Markup:
    """Text as markup that shows it; line ends and tabs stay what they are."""
    lines = text.replace("\r\n", "\n").split("\n")
    return Markup(html.escape("\n".join("\t".join(map(harmless, line.split("\t"))) for line in lines)))
