"""Where the events of a response stream tell text and parts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = ["PART_EVENTS", "TEXTS", "TextRow"]


class TextRow(NamedTuple):
    """Where the text of an event stands."""

    kind: str
    """The type of the part."""
    at: str
    """The member that says which part it is."""
    delta: str | None
    """The member that holds a fragment."""
    whole: str | None = None
    """The member that holds the whole text."""


def _texts(name: str, kind: str, index: str, field: str) -> dict[str, TextRow]:
    return {f"{name}.delta": TextRow(kind, index, "delta"), f"{name}.done": TextRow(kind, index, None, field)}


TEXTS: Final[Mapping[str, TextRow]] = MappingProxyType(
    {
        **_texts("response.output_text", "output_text", "content_index", "text"),
        **_texts("response.refusal", "refusal", "content_index", "refusal"),
        **_texts("response.reasoning", "reasoning_text", "content_index", "text"),
        **_texts("response.reasoning_text", "reasoning_text", "content_index", "text"),
        **_texts("response.reasoning_summary_text", "summary_text", "summary_index", "text"),
    }
)
"""Events that tell text: the type of part, the member with its index, and the member with the fragment or the whole."""

PART_EVENTS: Final[Mapping[str, tuple[str, bool]]] = MappingProxyType(
    {
        "response.content_part.added": ("content_index", False),
        "response.content_part.done": ("content_index", True),
        "response.reasoning_summary_part.added": ("summary_index", False),
        "response.reasoning_summary_part.done": ("summary_index", True),
    }
)
"""Events that tell a part: the member with its index, and whether the part is done."""
