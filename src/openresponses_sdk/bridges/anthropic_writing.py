"""What the content blocks of an Anthropic message have in common while they are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import ClassVar, TypeAlias

from .assistant_output import AssistantOutput

__all__ = ["Block", "Deltas", "MessageWriting", "Report", "Said"]

Said: TypeAlias = Mapping[str, object]
"""A block or a delta as the source wrote it."""
Report: TypeAlias = Callable[[str, str], None]
"""Keeps a finding: message, then the field at fault."""
Deltas: TypeAlias = Mapping[str, Callable[..., None]]
"""The method that takes each type of delta."""


class MessageWriting:
    """What the blocks of one message share."""

    def __init__(self, output: AssistantOutput, report: Report, *, slug: str, keep_unknown: bool) -> None:
        self.output = output
        self.report = report
        self.slug = slug
        self.keep_unknown = keep_unknown
        self.blocks = 0
        """How many blocks have begun."""
        self.text_length = 0
        """Characters of the text part that is open."""
        self.citations: list[dict[str, object]] = []
        """The citations in that part that are no annotations."""

    def keep_raw(self, event: Said) -> None:
        """Keep an event that nothing else is made of, unless the unknown is to be skipped."""
        if self.keep_unknown:
            self.output.builder.custom_event(f"{self.slug}:raw_event", data=event)


class Block:
    """One content block while it is written; ``path`` is where it stands in its event."""

    deltas: ClassVar[Deltas] = MappingProxyType({})
    is_skipped: ClassVar[bool] = False
    """Whether nothing of the block is written."""

    def __init__(self, writing: MessageWriting, said: Said, path: str) -> None:
        self._writing = writing
        self._output = writing.output
        self._said = said
        self._path = path
        self.is_stopped: bool = False

    def begin(self) -> None:
        """Write what is known at the start."""

    def stop(self) -> None:
        """Write what is known once the block has all of its content; calling again does nothing."""
        if not self.is_stopped:
            self.is_stopped = True
            self._stop()

    def settle(self) -> None:
        """Close what the block has open, because something else begins or the message is complete."""

    def _stop(self) -> None:
        """What ``stop`` writes."""

    def _text(self, said: Said, name: str, path: str) -> str:
        """A field that must be text; of another type it is a finding and empty."""
        value = said.get(name)
        if isinstance(value, str):
            return value
        if value is not None:
            self._writing.report("The field is not text and is left out", f"{path}.{name}")
        return ""
