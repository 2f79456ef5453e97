"""Issue 6: what a later release brought says so where its users read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

import openresponses_schema

ROOT = Path(__file__).parent.parent
SCHEMAS = ROOT / "spec" / "schemas"
RELEASES = sorted((ROOT / "spec" / "releases").glob("*.json"))
BUNDLE = ROOT / "generated" / "openapi" / "openapi.json"


def components(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))["components"]["schemas"]
    return found


def dated(schemas: dict[str, Any], date: str) -> Iterator[str]:
    """The components and properties that a release says it brought."""
    for name, schema in schemas.items():
        if schema.get("x-added-in") == date:
            yield name
        for prop, member in schema.get("properties", {}).items():
            if isinstance(member, dict) and member.get("x-added-in") == date:
                yield f"{name}.{prop}"


def new(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """The components, and the properties of known ones, that the release before did not have."""
    for name, schema in after.items():
        if name not in before:
            yield name
        else:
            known = before[name].get("properties", {})
            yield from (f"{name}.{prop}" for prop in schema.get("properties", {}) if prop not in known)


@pytest.mark.parametrize(("before", "after"), [*pairwise(RELEASES)], ids=lambda path: path.stem)
def test_what_a_release_brought_is_dated_and_nothing_else_is(before: Path, after: Path) -> None:
    """Issue 6: "added in" is what the kept releases say, not what somebody remembered to write."""
    brought = set(new(components(before), components(after)))
    assert brought
    for told in (components(after), components(BUNDLE)):
        assert set(dated(told, after.stem)) == brought


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
