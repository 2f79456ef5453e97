"""Ties tests to the rows of ``spec/requirements.toml``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T", bound=Callable[..., object])

REGISTRY: dict[str, list[str]] = {}
"""By requirement, the names of the functions that hold it to the judge."""


def requirement(*ids: str) -> Callable[[T], T]:
    """Say which requirements a test, or a provocation, is about."""

    def register(function: T) -> T:
        for name in ids:
            REGISTRY.setdefault(name, []).append(function.__name__)
        return function

    return register
