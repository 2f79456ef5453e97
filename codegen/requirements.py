"""Reads spec/requirements.toml: the normative statements, their house rules, and the table that is rendered of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from .bundle import Bundle, Json
from .errors import Broken, SpecError
from .render import template

FILE = "requirements.toml"
ID = re.compile(r"OR-[A-Z]+-\d\d|OR-[A-Z]+")
NEEDED = frozenset({"level", "area", "applies_to", "statement", "checkable_by", "clause"})
OUTCOMES = frozenset({"implemented_by", "judged_as", "not_judged"})
OPTIONAL = frozenset({"severity", "softened"}) | OUTCOMES
LISTS = frozenset({"checkable_by", "judged_as"})
ERROR = frozenset({"MUST", "MUST NOT", "REQUIRED", "IMPLIED", "EXPECTED"})
WARNING = frozenset({"SHOULD", "SHOULD NOT", "RECOMMENDED"})
MACHINE_BREAKS = frozenset({"next_index", "type", "alone", "unfinished", "end"})
"""What a machine says about its instances beside their states, each with the requirement that a breach breaks."""
VALUES = {
    "applies_to": frozenset({"server", "client", "both"}),
    "severity": frozenset({"error", "warning"}),
    "checkable_by": frozenset({"schema", "stream", "server_test", "client_test", "manual"}),
}


def load(spec: Path) -> dict[str, Json]:
    """Every row by its id; raises ``SpecError`` when the file is no TOML or lacks."""
    try:
        return tomllib.loads((spec / FILE).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SpecError([Broken(FILE, "", f"cannot be read: {error}")]) from error


def severity_of(row: Json) -> str | None:
    """How bad a breach is; None for what cannot be broken."""
    level = str(row["level"]).upper()
    default = "error" if level in ERROR else "warning" if level in WARNING else None
    return row.get("severity", default)


def lint(bundle: Bundle, spec: Path) -> Iterator[Broken]:
    """Every house rule that the rows break, and every id that an event or the grammar names although no row has it."""
    rows = load(spec)
    for name, row in rows.items():
        if not ID.fullmatch(name) or not isinstance(row, dict):
            yield Broken(FILE, name, "a row is a table named OR-AREA-00")
            continue
        yield from (Broken(FILE, name, rule) for rule in _row(row, rows))
    for at, name in _named(bundle):
        if name not in rows:
            yield Broken(*at, f"{FILE} has no {name}")


def _row(row: Json, rows: dict[str, Json]) -> Iterator[str]:
    if missing := NEEDED - row.keys():
        yield f"a row needs {', '.join(sorted(missing))}"
        return
    if unknown := row.keys() - NEEDED - OPTIONAL:
        yield f"no such member: {', '.join(sorted(unknown))}"
    for key, value in row.items():
        kept = value if isinstance(value, list) else [value]
        if (key in LISTS) is not isinstance(value, list) or not all(isinstance(one, str) and one for one in kept):
            yield f"{key} is {'a list of texts' if key in LISTS else 'a text'}"
            return
        if key in VALUES and not VALUES[key].issuperset(kept):
            yield f"{key} is of {', '.join(sorted(VALUES[key]))}"
    level = row["level"].upper()
    if level not in ERROR | WARNING | {"MAY"}:
        yield f"nobody knows the level {row['level']}"
    by_level = severity_of({"level": level})
    if "severity" in row and row["severity"] == by_level:
        yield "the severity is the one of the level: leave it out"
    if "softened" in row and severity_of(row) != "error":
        yield "only what is an error can be softened"
    outcomes = OUTCOMES & row.keys()
    wanted = int(not {"schema", "stream"}.isdisjoint(row["checkable_by"]))
    if len(outcomes) != wanted:
        rule = f"one of {', '.join(sorted(OUTCOMES))}" if wanted else "no outcome: nothing here checks it"
        yield f"a row that is checked by {', '.join(row['checkable_by'])} has {rule}"
    if "implemented_by" in row and severity_of(row) is None:
        yield "what cannot be broken is not implemented: say why under not_judged"
    for name in row.get("judged_as", ()):
        if "implemented_by" not in rows.get(name, {}):
            yield f"judged_as names {name}, which is no row that is implemented"


def _named(bundle: Bundle) -> Iterator[tuple[tuple[str, str], str]]:
    """Every id that the ``x-`` annotations name, with its place."""
    grammar = bundle.document.get("x-stream-grammar", {})
    for machine, meaning in grammar.get("machines", {}).items():
        for key in MACHINE_BREAKS & meaning.keys():
            yield ("openapi.yaml", f"x-stream-grammar/machines/{machine}/{key}"), meaning[key]
        for state, of_state in meaning.get("states", {}).items():
            if isinstance(of_state, dict) and "breaks" in of_state:
                yield ("openapi.yaml", f"x-stream-grammar/machines/{machine}/states/{state}"), of_state["breaks"]
    for component, schema in bundle.schemas.items():
        event = schema.get("x-event")
        if not isinstance(event, dict):
            continue
        place = (bundle.file(component), f"{component}/x-event")
        for name in (*event.get("breaks", {}).values(), *re.findall(r"OR-[A-Z]+-\d+", str(event.get("source", "")))):
            yield place, name


def requirements(spec: Path, header: str) -> dict[str, str]:
    """Module file name -> source."""
    rows = [
        {"judged_as": [], **row, "id": name, "severity": severity_of(row), "softened": "softened" in row}
        for name, row in load(spec).items()
    ]
    return {"requirements.py": template("requirements.py.jinja2", header=header, rows=rows)}
