"""Names and ids of a source, made fit for a response."""

from __future__ import annotations

import re
from typing import Final

from ..choices import require_text
from ..extensions import is_valid_extension_type

__all__ = ["CALL_ID_LIMIT", "NAME_LIMIT", "UNNAMED", "UniqueCallIds", "checked_slug", "extension_name", "function_name"]

CALL_ID_LIMIT: Final = 64
"""How many characters a call id may have in a request (OR-GRAM-37 ties a call to its output by it)."""
NAME_LIMIT: Final = 64
"""How many characters the name of a function may have."""
UNNAMED: Final = "unnamed_tool"
"""What a function is called whose name the source does not tell."""

_NOT_IN_A_FUNCTION = re.compile(r"[^A-Za-z0-9_-]")
_NOT_IN_AN_EXTENSION = re.compile(r"[^A-Za-z0-9_]")


def function_name(name: str) -> str:
    """The name as the specification allows it: other characters become ``_``, and at most 64 are kept."""
    return _NOT_IN_A_FUNCTION.sub("_", name)[:NAME_LIMIT]


def checked_slug(slug: str) -> str:
    """The prefix of extension types without its colon; raises ``ValueError`` when it cannot be one (OR-EXT-04).

    Raises ``TypeError`` for what is no text.
    """
    require_text("slug", slug)
    bare = slug.removesuffix(":")
    if not is_valid_extension_type(f"{bare}:name"):
        raise ValueError(f"a slug has only ASCII letters, digits, '_' and '-', not {slug!r}")
    return bare


def extension_name(slug: str, name: str) -> str:
    """``slug:name``, with ``_`` for what a name may not hold."""
    return f"{slug}:{_NOT_IN_AN_EXTENSION.sub('_', name)}"


class UniqueCallIds:
    """Cuts wanted call ids to 64 characters and numbers those that repeat; the time does not grow with repetition."""

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._generations: dict[str, int] = {}
        """How often each wanted id was wanted, so that a source that repeats one id is not searched from its start."""

    def assign(self, wanted: str) -> str:
        """The wanted id if it is free and short enough, else one like it; it is taken from now on."""
        wanted = wanted[:CALL_ID_LIMIT]
        generation = self._generations.get(wanted, 0) + 1
        call_id = _numbered(wanted, generation)
        while call_id in self._used:
            generation += 1
            call_id = _numbered(wanted, generation)
        self._generations[wanted] = generation
        self._used.add(call_id)
        return call_id


def _numbered(wanted: str, generation: int) -> str:
    if generation == 1:
        return wanted
    suffix = f"_{generation}"
    return wanted[: CALL_ID_LIMIT - len(suffix)] + suffix
