"""The fixture ``replay``, for pytest: ``pytest_plugins = ["openresponses_sdk.testing.pytest_plugin"]``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

__all__ = ["Recording", "replay"]


class Recording:
    """A recorded stream: its bytes, whole or as a network might deliver them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        """The file."""
        self.data: bytes = path.read_bytes()
        """All bytes."""

    def chunks(self, size: int = 1024) -> Iterator[bytes]:
        """The bytes in pieces of ``size``, which may end anywhere, also inside a character."""
        return (self.data[at : at + size] for at in range(0, len(self.data), size))


@pytest.fixture
def replay(request: pytest.FixtureRequest) -> Callable[[str | Path], Recording]:
    """A function that opens a recording; a relative path starts at the folder of the test."""
    return lambda path: Recording(request.path.parent / path)
