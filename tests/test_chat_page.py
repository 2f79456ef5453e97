"""docs/chat-completions.md names every row of the bridge's tables."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from openresponses_sdk.bridges.chat_chunks import CHOICE_FIELDS, CHUNK_FIELDS
from openresponses_sdk.bridges.chat_delta import CONTENT_PARTS, DELTA_FIELDS, EXECUTED_TOOL
from openresponses_sdk.bridges.chat_fields import DROPPED_FIELDS, RESPONSE_FIELDS
from openresponses_sdk.bridges.chat_outcome import ERROR_TYPES, FINISH_REASONS, USAGE
from openresponses_sdk.bridges.chat_reasoning import DETAILS, OPAQUE_FIELDS

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "chat-completions.md").read_text("utf-8")
TABLES: dict[str, Iterable[str]] = {
    "finish reasons": [*FINISH_REASONS, *(ending.reason for ending in FINISH_REASONS.values())],
    "usage": [*USAGE, *(place for places in USAGE.values() for place in places)],
    "errors": [*ERROR_TYPES, *ERROR_TYPES.values()],
    "delta": [*DELTA_FIELDS, EXECUTED_TOOL],
    "content": CONTENT_PARTS,
    "reasoning": [*DETAILS, *OPAQUE_FIELDS],
    "chunk and choice": [*CHUNK_FIELDS, *CHOICE_FIELDS, *RESPONSE_FIELDS],
    "left out": [name for fields in DROPPED_FIELDS.values() for name in fields],
}


@pytest.mark.parametrize("table", TABLES)
def test_the_page_names_every_row(table: str):
    """A mapping that the page does not tell is one that nobody can rely on."""
    page = PAGE.lower()
    assert [name for name in TABLES[table] if name and f"`{name}`" not in page] == []
