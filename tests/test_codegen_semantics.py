"""The table of events and state machines for other languages, and the schema that it keeps."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from openresponses_schema import ASSUMED, BLANKS, BREAKS, CONTAINERS, MACHINE_RULES, OPEN_STATES, RULES, Machine, State
from openresponses_schema.requirements import REQUIREMENTS

TABLES = Path(__file__).resolve().parent.parent / "generated" / "tables"
TABLE: dict[str, Any] = json.loads((TABLES / "semantics.json").read_text("utf-8"))
SCHEMA: dict[str, Any] = json.loads((TABLES / "semantics.schema.json").read_text("utf-8"))


def faults(table: object) -> list[str]:
    return [error.json_path for error in Draft202012Validator(SCHEMA).iter_errors(table)]


def test_the_table_keeps_its_schema() -> None:
    """Issue 6: the event table and state machines as JSON with their own schema."""
    Draft202012Validator.check_schema(SCHEMA)
    assert faults(TABLE) == []


@pytest.mark.parametrize(
    ("edit", "at"),
    [
        (lambda table: table.update(format=2), "$.format"),
        (lambda table: table["events"][0].pop("effect"), "$.events[0]"),
        (lambda table: table["events"][0].update(effect="append"), "$.events[0].field"),
        (lambda table: table["events"][6].update(address=[]), "$.events[6].address"),
        (lambda table: table["machines"].update(token={}), "$.machines"),
        (lambda table: table["requirements"][0].update(id="GRAM-1"), "$.requirements[0].id"),
        (lambda table: table["types"]["item"]["message"].pop("blank"), "$.types.item.message"),
    ],
)
def test_a_table_of_another_form_is_refused(edit: Callable[[Any], object], at: str) -> None:
    """A schema that takes anything would prove nothing."""
    table = copy.deepcopy(TABLE)
    edit(table)
    assert at in faults(table)


def test_the_table_says_what_the_rules_of_the_sdk_say() -> None:
    """One source: whoever works from the JSON works from the same rules as Python."""
    assert [row["type"] for row in TABLE["events"]] == list(dict.fromkeys(rule.type for rule in RULES.values()))
    for row in TABLE["events"]:
        rule = RULES[row["type"]]
        assert row["aliases"] == list(rule.aliases)
        assert (row["machine"], tuple(row["address"]), row["container"]) == (rule.machine, rule.indexes, rule.container)
        assert (row["to"], row["effect"], row["of"]) == (rule.target, rule.effect, rule.owner_type)
        assert (row["field"], row["payload"], row["status"]) == (rule.field, rule.payload, rule.status)
        assert (row["closes"], row["terminal"]) == (rule.closes, rule.terminal)
        assert {*row["from"]} == rule.sources
        assert {kind: {*states} for kind, states in row["from_by_type"].items()} == rule.sources_by_type
        assert row["breaks"] == rule.breaks


def test_the_table_has_every_machine_and_every_requirement() -> None:
    """Issue 6: the state machines, and which requirement a refused event breaks."""
    for name, machine in TABLE["machines"].items():
        assert {*machine["open"]} == OPEN_STATES[Machine(name)]
        rule = MACHINE_RULES[Machine(name)]._asdict()
        assert machine["breaks"] == {key: broken for key, broken in rule.items() if broken is not None}
        for state, meaning in machine["states"].items():
            assert meaning["breaks"] == BREAKS[Machine(name), State(state)]
    assert TABLE["containers"] == {name: list(row.item_types) for name, row in CONTAINERS.items()}
    types = {**TABLE["types"]["item"], **TABLE["types"]["part"]}
    assert {kind: row["blank"] for kind, row in types.items()} == BLANKS
    assert {kind: row["assumed"] for kind, row in types.items() if "assumed" in row} == ASSUMED
    assert [row["id"] for row in TABLE["requirements"]] == list(REQUIREMENTS)
