"""One chat completion while its response is open."""

from __future__ import annotations

from typing import Any

from .chat_delta import ChatDelta
from .chat_outcome import Ending

__all__ = ["OpenCompletion"]


class OpenCompletion:
    """What is known of the completion so far."""

    __slots__ = ("delta", "ending", "has_changing_ids", "others", "source_id", "usage")

    def __init__(self, delta: ChatDelta, source_id: str) -> None:
        self.delta: ChatDelta = delta
        self.source_id: str = source_id
        """The id that the last chunk with one had."""
        self.has_changing_ids: bool = False
        """Whether the server changed the id inside the completion, so that another id says nothing."""
        self.ending: Ending | None = None
        """What the finish reason says, once there is one."""
        self.usage: dict[str, object] | None = None
        self.others: set[int] = set()
        """The indexes of the choices that are left out."""

    def rename(self, id: str) -> None:
        """Take the id of a chunk that belongs to the completion."""
        if id and id != self.source_id:
            self.has_changing_ids |= bool(self.source_id)
            self.source_id = id

    def is_followed_by(self, event: dict[str, Any]) -> bool:
        """Whether an event with another id is the first of another completion, and not the next of this one."""
        choices = event.get("choices")
        if self.ending is None or self.has_changing_ids or not isinstance(choices, list) or not choices:
            return False
        choice = choices[0]
        return isinstance(choice, dict) and choice.get("finish_reason") is None and bool(choice.get("delta"))
