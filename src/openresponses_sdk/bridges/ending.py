"""What a provider's word for the end of an answer means for the response."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["COMPLETED", "Ending"]


class Ending(NamedTuple):
    """How a response ends; without a reason and a type of error it is completed."""

    reason: str | None = None
    """Why the response is incomplete."""
    error_type: str | None = None
    """The type of the error that the response fails with."""


COMPLETED: Final = Ending()
