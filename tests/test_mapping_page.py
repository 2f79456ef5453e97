"""docs/mappings.md says what the tables of the bridges say (issue 5, it must show 4)."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "docs" / "mapping_tables.py"
MODULE: dict[str, Any] = runpy.run_path(str(SCRIPT))
TABLES = [table for section in MODULE["PAGE"] for table in section.tables]


def test_the_page_is_what_the_tables_say() -> None:
    """Issue 5: generated from the bridges' own tables; `python docs/mapping_tables.py` writes it."""
    assert MODULE["TARGET"].read_text("utf-8") == MODULE["page"](), "stale: run python docs/mapping_tables.py"


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_page_does_not_depend_on_the_order_of_sets(seed: str) -> None:
    """Some tables are made from sets; the check must agree in every process."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--check"], env={**os.environ, "PYTHONHASHSEED": seed}, check=False
    )
    assert done.returncode == 0


@pytest.mark.parametrize("table", TABLES, ids=lambda table: f"{table.module}.{table.name}")
def test_every_row_says_what_it_means(table: Any) -> None:
    """A row without a meaning is a rule that nobody can rely on."""
    lines = "".join(MODULE["_table"](table)).splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[4:]]
    assert rows
    assert all(row[0] and any(row[1:]) for row in rows), rows


def test_a_changed_table_makes_the_page_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check must be able to say no."""
    module = sys.modules["openresponses_sdk.bridges.chat_closing"]
    monkeypatch.setattr(module, "FINISH_REASONS", {**module.FINISH_REASONS, "acme": "length"})
    assert MODULE["TARGET"].read_text("utf-8") != MODULE["page"]()
    monkeypatch.setattr(module, "FINISH_REASONS", {"acme": SimpleNamespace()})
    with pytest.raises(TypeError):
        MODULE["page"]()


def test_the_pages_that_it_names_are_there() -> None:
    """A link that leads nowhere helps nobody."""
    assert [section.page for section in MODULE["PAGE"] if not (SCRIPT.parent / section.page).exists()] == []
