"""The house rules of ``spec/requirements.toml``, each seen to refuse what it is for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from codegen.bundle import load
from codegen.requirements import lint, requirements

SPEC = Path(__file__).resolve().parent.parent / "spec"
TEXT = (SPEC / "requirements.toml").read_text("utf-8")


def broken(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "requirements.toml").write_text(text, "utf-8")
    return [str(rule) for rule in lint(load(SPEC), tmp_path)]


def test_the_rows_keep_the_rules(tmp_path: Path) -> None:
    """The file as it is, and every id that an event or the grammar names is in it."""
    assert broken(tmp_path, TEXT) == []


@pytest.mark.parametrize(
    ("edit", "rule"),
    [
        (lambda text: text.replace("[OR-GRAM-13]", "[OR-GRAM-13x]"), "a row is a table named"),
        (lambda text: text.replace("[OR-GRAM-05]", f"[OR-GRAM-{99}]"), "requirements.toml has no OR-GRAM-05"),
        (lambda text: text.replace('level = "MUST"', 'level = "PERHAPS"', 1), "nobody knows the level"),
        (lambda text: text.replace('area = "HTTP"\n', "", 1), "a row needs area"),
        (lambda text: text.replace('area = "HTTP"', 'area = "HTTP"\nareas = "HTTP"', 1), "no such member: areas"),
        (lambda text: text.replace('area = "HTTP"', "area = 5", 1), "area is a text"),
        (lambda text: text.replace('["server_test"]', '["a_guess"]', 1), "checkable_by is of"),
        (lambda text: text.replace('severity = "warning"', 'severity = "error"', 1), "leave it out"),
        (lambda text: text.replace('implemented_by = "lifecycle"\n', "", 1), "has one of"),
        (lambda text: text.replace('judged_as = ["OR-GRAM-11"]', 'judged_as = ["OR-HTTP-01"]'), "judged_as names"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(tmp_path: Path, edit: Callable[[str], str], rule: str) -> None:
    """Issue 3: the lint of the spec knows the shape of a row."""
    assert edit(TEXT) != TEXT
    assert rule in "\n".join(broken(tmp_path, edit(TEXT)))


def test_the_table_is_rendered_from_the_rows() -> None:
    """One place for every severity; the page and the command line read the same table."""
    (source,) = requirements(SPEC, "# header").values()
    names: dict[str, object] = {}
    exec(compile(source, "requirements.py", "exec"), names)
    table = names["REQUIREMENTS"]
    assert isinstance(table, type(type.__dict__))
    assert len(table) == TEXT.count("\n[OR-")
    assert {table["OR-GRAM-38"].severity, table["OR-GRAM-02"].severity, table["OR-EXT-02"].severity} == {
        "warning",
        "error",
        None,
    }
