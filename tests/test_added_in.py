"""Issue 6: what a later release brought says so where its users read."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel

import openresponses_schema

SCHEMAS = Path(__file__).parent.parent / "spec" / "schemas"


def test_every_dated_model_says_in_its_docstring_which_release_brought_it() -> None:
    """Issue 6: "added in" is shown in docstrings."""
    dated: dict[str, str] = {}
    for file in sorted(SCHEMAS.glob("*.yaml")):
        for name, schema in (yaml.safe_load(file.read_text("utf-8")).get("$defs") or {}).items():
            if "x-added-in" in schema:
                dated[name] = schema["x-added-in"]
    models = {name: getattr(openresponses_schema, name, None) for name in dated}
    shown = {n: m.__doc__ or "" for n, m in models.items() if isinstance(m, type) and issubclass(m, BaseModel)}
    assert shown
    assert [name for name, doc in shown.items() if f"Added in {dated[name]}." not in doc] == []
