"""What codegen makes, in groups: each comes from one module and has its rows in the README of the folder."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Product:
    """Files that belong together, by their paths under ``generated/``, each of them with a mark of codegen."""

    files: dict[str, str]
    contents: list[tuple[str, str]]
    """A row for each file or folder that the README names: its path, and what it holds."""
