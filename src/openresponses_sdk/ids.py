"""Where ids and the time come from, so that tests and replays can fix both.

The only module of the SDK that reads a clock or a source of randomness.
"""

from __future__ import annotations

import random
import time
import uuid
from abc import ABC, abstractmethod
from collections.abc import Callable
from itertools import count
from typing import Protocol, TypeAlias

__all__ = [
    "Clock",
    "DerivedIds",
    "IdSource",
    "RandomIds",
    "SeededIds",
    "generate_call_id",
    "generate_item_id",
    "generate_response_id",
    "system_clock",
]

Clock: TypeAlias = Callable[[], int]
"""Gives the time in whole seconds since the Unix epoch."""

_PREFIXES = {
    "message": "msg",
    "reasoning": "rs",
    "function_call": "fc",
    "function_call_output": "fco",
    "compaction": "cmp",
}


class IdSource(Protocol):
    """Makes the ids of a response, its items and its tool calls."""

    def response_id(self) -> str:
        """A new response id."""
        ...

    def item_id(self, item_type: str) -> str:
        """A new id for an item of the given type."""
        ...

    def call_id(self) -> str:
        """A new id that ties a function call to its output; at most 64 characters."""
        ...


class _HexIds(ABC):
    def response_id(self) -> str:
        return f"resp_{self._hex()}"

    def item_id(self, item_type: str) -> str:
        return f"{_PREFIXES.get(item_type, 'item')}_{self._hex()}"

    def call_id(self) -> str:
        return f"call_{self._hex()}"

    @abstractmethod
    def _hex(self) -> str:
        """32 hexadecimal digits, new at each call."""


class RandomIds(_HexIds):
    """Ids from 122 random bits: unique across processes and machines."""

    def _hex(self) -> str:
        return uuid.uuid4().hex


class SeededIds(_HexIds):
    """The same ids in the same order for the same seed; for tests and reproducible conversions."""

    def __init__(self, seed: int | str) -> None:
        self._random = random.Random(seed)

    def _hex(self) -> str:
        return f"{self._random.getrandbits(128):032x}"


class DerivedIds:
    """Ids made from the id of one response, counted from 0: the same source gives the same ids.

    For a bridge whose source names the response: ``resp_abc`` has the items ``msg_abc_0``, ``fc_abc_1`` and so on.
    """

    def __init__(self, response_id: str) -> None:
        self._response_id = response_id
        self._stem = response_id.removeprefix("resp_")
        self._items = count()
        self._calls = count()

    def response_id(self) -> str:
        """The id of the response."""
        return self._response_id

    def item_id(self, item_type: str) -> str:
        """The id of the next item; its prefix tells the type."""
        return f"{_PREFIXES.get(item_type, 'item')}_{self._stem}_{next(self._items)}"

    def call_id(self) -> str:
        """The next call id; at most 64 characters, of which the last tell calls apart."""
        suffix = f"_{next(self._calls)}"
        return f"call_{self._stem}"[: 64 - len(suffix)] + suffix


_RANDOM = RandomIds()


def generate_response_id() -> str:
    """A new response id, unique across processes: ``resp_`` and 32 hexadecimal digits."""
    return _RANDOM.response_id()


def generate_item_id(item_type: str = "message") -> str:
    """A new item id, unique across processes; its prefix tells the type: ``msg_ rs_ fc_ fco_ cmp_``, else ``item_``."""
    return _RANDOM.item_id(item_type)


def generate_call_id() -> str:
    """A new tool call id, unique across processes: ``call_`` and 32 hexadecimal digits."""
    return _RANDOM.call_id()


def system_clock() -> int:
    """The current time in whole seconds since the Unix epoch."""
    return int(time.time())
