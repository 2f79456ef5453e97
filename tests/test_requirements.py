"""The rows of ``spec/requirements.toml`` and the judge are tied to each other, both ways."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from openresponses_schema.requirements import REQUIREMENTS
from openresponses_sdk.validator import iter_violations
from tests.provocations import PROVOCATIONS, Provocation
from tests.requirements import REGISTRY
from tests.scripted_streams import SCRIPTS, stream

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "openresponses_sdk"
ROWS: dict[str, dict[str, Any]] = tomllib.loads((ROOT / "spec" / "requirements.toml").read_text("utf-8"))
ID = re.compile(r"\bOR-(?:[A-Z]+-\d{2}|SCHEMA|DIALECT)\b")


def ids_in(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        found |= dict.fromkeys(ID.findall(path.read_text("utf-8")), path.name)
    return found


@pytest.mark.parametrize(("name", "provocation"), PROVOCATIONS, ids=[name for name, _ in PROVOCATIONS])
def test_what_breaks_a_requirement_is_reported_under_its_id(name: str, provocation: Provocation) -> None:
    """Issue 3, validator: each row that is implemented is seen at work, with the severity of its row."""
    severities = {violation.severity for violation in provocation() if violation.requirement == name}
    row = REQUIREMENTS[name]
    assert row.severity in severities
    assert severities <= {row.severity, "warning"} if row.softened else severities == {row.severity}


def test_every_row_that_is_implemented_is_provoked_and_no_other() -> None:
    """Issue 3, validator: a test ties rows to tests both ways."""
    implemented = {name for name, row in ROWS.items() if "implemented_by" in row}
    assert implemented == {name for name, _ in PROVOCATIONS} == implemented & REGISTRY.keys()


def test_every_row_that_schema_or_stream_can_check_says_what_became_of_it() -> None:
    """Issue 3, validator: implemented, or the row says why not."""
    outcomes = ("implemented_by", "judged_as", "not_judged")
    for name, row in ROWS.items():
        can_be_checked = not {"schema", "stream"}.isdisjoint(row["checkable_by"])
        assert sum(outcome in row for outcome in outcomes) == can_be_checked, name


def test_every_id_in_the_sources_and_in_the_tests_is_a_row() -> None:
    """A report that names an id which nobody can look up explains nothing."""
    used = ids_in(SOURCE) | ids_in(ROOT / "tests")
    assert {name: file for name, file in used.items() if name not in ROWS} == {}


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if "implemented_by" in row])
def test_a_row_names_the_module_that_reports_it(name: str) -> None:
    """The id stands in that module, or the tables of the spec that the module reads."""
    module = SOURCE / (ROWS[name]["implemented_by"].replace(".", "/") + ".py")
    tables = [ROOT / "spec" / "openapi.yaml", *(ROOT / "spec" / "schemas").glob("*.yaml")]
    grammar = "".join(path.read_text("utf-8") for path in tables)
    text = module.read_text("utf-8") + (grammar if module.stem == "lifecycle" else "")
    assert name in text


def test_no_other_sentence_about_a_severity_than_the_rows() -> None:
    """The generated table is the one place that the judge takes severities from."""
    for name, row in REQUIREMENTS.items():
        level = row.level.upper()
        stated = ROWS[name].get("severity")
        default = None if level == "MAY" else "warning" if level.startswith(("SHOULD", "RECOMMENDED")) else "error"
        assert row.severity == (stated or default), name


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_streams_that_are_provoked_are_conformant_before(script: str) -> None:
    """A provocation shows something only if the stream was clean."""
    assert list(map(str, iter_violations(stream(script)))) == []
