"""Every type of the specification, under one name: ``from openresponses_sdk.types import MessageItem``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openresponses_schema

if TYPE_CHECKING:
    from openresponses_schema import *  # noqa: F403


def __getattr__(name: str) -> Any:  # noqa: ANN401 -- what a module attribute is, no signature can say
    if name == "__all__":
        return openresponses_schema.__all__
    return getattr(openresponses_schema, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *openresponses_schema.__all__})
