"""The arguments of a function call as Python values; ``partial_json`` reads them while they stream."""

from __future__ import annotations

from typing import Protocol

from .errors import DecodeError
from .json_values import Json, quote, read_json
from .partial_json import PartialJSON

__all__ = ["PartialJSON", "parse_arguments"]


class HasArguments(Protocol):
    """A function call, its input form, or the event that its arguments are done."""

    @property
    def arguments(self) -> str:
        """The arguments, one JSON object written as a string."""
        ...


def parse_arguments(call: HasArguments) -> dict[str, Json]:
    """The arguments of a call as a dict; of a name that occurs twice the last value counts.

    Raises ``DecodeError`` when they are not one JSON object; its ``offset`` says at which character.
    """
    try:
        value = read_json(call.arguments)
    except ValueError:  # The reader of fragments is slower, and says at which character.
        reader = PartialJSON()
        reader.feed(call.arguments)
        value = reader.finish()
    if not isinstance(value, dict):
        raise DecodeError(f"the arguments are one JSON object, not {quote(value)}", offset=0)
    return value
