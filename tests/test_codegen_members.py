"""Hand-written classes under generated models."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from codegen import members
from codegen.bundle import load
from codegen.errors import SpecError

SPEC = Path(__file__).resolve().parents[1] / "spec"


def test_every_class_is_the_base_of_the_model_it_names() -> None:
    """DESIGN: generated code stays generated; what is written by hand stands in a file of its own."""
    found = members.bases(load(SPEC))
    assert set(found) == {"ErrorData", "Response", "FunctionCallOutputItem", "FunctionCallOutputItemParam"}
    for model, base in found.items():
        home = importlib.import_module(f"openresponses_schema.{base.module}")
        (parent,) = getattr(importlib.import_module("openresponses_schema"), model).__bases__
        assert parent is getattr(home, base.name)
        assert parent.model_fields == {}


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (
            "class ResponseMembers:\n    def output(self): ...\n    def extra(self): ...",
            "output is a wire field of Respo",
        ),
        ("class NothingMembers:\n    def output(self): ...", "the spec has no object Nothing"),
        ("class ItemStatusMembers:\n    def output(self): ...", "the spec has no object ItemStatus"),
    ],
)
def test_a_class_that_hides_a_field_or_serves_no_model_is_refused(
    source: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issue 3: a shortcut never stands in the way of the wire, also when a release adds a field of its name."""
    path = tmp_path / "_made_members.py"
    path.write_text(source, "utf-8")
    monkeypatch.setattr(members, "FILES", [path])
    with pytest.raises(SpecError, match=reason):
        members.bases(load(SPEC))
