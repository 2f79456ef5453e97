"""Finds components that nothing uses: they would become classes that no program can ever be given."""

from __future__ import annotations

from collections.abc import Iterator

from .bundle import Bundle, references
from .errors import Broken

ROOTS = ("ThreadEvent", "ThreadEventEnvelope")
"""What is read from files, and so stands behind no path."""


def unreached(bundle: Bundle) -> Iterator[Broken]:
    """Components that no path, WebSocket message, union, fallback or root leads to."""
    ahead = [name for name in ROOTS if name in bundle.schemas]
    ahead += references({key: value for key, value in bundle.document.items() if key != "components"})
    reached: set[str] = set()
    while ahead:
        name = ahead.pop()
        if name not in reached and name in bundle.schemas:
            reached.add(name)
            ahead += references(bundle.schemas[name])
    for name in bundle.schemas:
        if name not in reached:
            yield Broken(bundle.file(name), name, "nothing uses this component: no path, union, fallback or property")
