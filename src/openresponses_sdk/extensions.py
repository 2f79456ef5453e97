"""Names of extension types: ``slug:name``, the slug being the implementor's.

The specification asks for the prefix on every item type, event type and so on that it does not define itself
(OR-EXT-04, OR-EXT-09).
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["VTCODE_EXTENSION_PREFIX", "is_valid_extension_type"]

VTCODE_EXTENSION_PREFIX: Final = "vtcode:"
"""The prefix of the types that VT Code adds."""

_EXTENSION_TYPE = re.compile(r"[A-Za-z0-9_-]+:[A-Za-z0-9_]+")


def is_valid_extension_type(name: str) -> bool:
    """Whether ``name`` reads ``slug:name``: ASCII letters, digits and ``_`` around one colon, ``-`` in the slug too."""
    return _EXTENSION_TYPE.fullmatch(name) is not None
