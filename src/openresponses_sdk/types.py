"""Every type of the specification, under one name: ``from openresponses_sdk.types import MessageItem``."""

from __future__ import annotations

from typing import Any

import openresponses_schema
from openresponses_schema import *  # noqa: F403

__all__ = list(openresponses_schema.__all__)


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- what a module attribute is, no signature can say
    return getattr(openresponses_schema, name)
