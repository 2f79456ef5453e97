"""What events mean, as one JSON table for programs in any language, and the JSON Schema that the table keeps.

Names in it are those on the wire.  Everything that a reader or a writer of streams must know is here: with this table
alone the TypeScript package decodes, judges and accumulates.
"""

from __future__ import annotations

import json
from pathlib import Path

from .bundle import Bundle, Json, tags
from .folder import COMMENT
from .product import Product
from .python_types import PythonTypes
from .requirements import load, severity_of
from .tables import EFFECTS, MACHINE_RULE, assumed, blank, event_rows, item_types, part_item_types

FORMAT = 1
"""Raised when a reader of the old form would misread the new one; members may be added without."""
TABLE = "tables/semantics.json"
SCHEMA = "tables/semantics.schema.json"
SCHEMA_SOURCE = Path(__file__).parent / "schemas" / "semantics.schema.json"
UNIONS = {"item": ("OutputItem",), "part": ("MessageContentPart", "ContentPart")}
"""The unions whose members are the types of an item or part."""
ROW = (
    *("type", "aliases", "component", "description", "machine", "address", "container", "of", "from", "from_by_type"),
    *("to", "effect", "field", "payload", "status", "closes", "terminal", "breaks", "source"),
)
REQUIREMENT = ("level", "severity", "area", "applies_to", "statement", "checkable_by", "clause")


def semantics_tables(bundle: Bundle, spec: Path) -> Product:
    """The table and its schema."""
    schema = json.loads(SCHEMA_SOURCE.read_text("utf-8"))
    return Product(
        {TABLE: _text({**COMMENT, **semantics(bundle, spec)}), SCHEMA: _text({**COMMENT, **schema})},
        [
            (TABLE, "what every event means, the three state machines, the requirements: for any language"),
            (SCHEMA, "the JSON Schema of that table"),
        ],
    )


def semantics(bundle: Bundle, spec: Path) -> Json:
    """The whole table."""
    grammar = bundle.document["x-stream-grammar"]
    return {
        "format": FORMAT,
        "release": bundle.document["info"]["version"],
        "terminator": grammar["terminator"],
        "effects": EFFECTS,
        "machines": {
            name: {
                "description": machine["description"],
                "parent": machine["parent"],
                "initial": next(iter(machine["states"])),
                "open": machine["open"],
                "final": machine["final"],
                "breaks": {key: machine[key] for key in MACHINE_RULE if key in machine},
                "states": machine["states"],
            }
            for name, machine in grammar["machines"].items()
        },
        "events": [_event(bundle, row) for row in event_rows(bundle)],
        "containers": {
            name: item_types(bundle, name)
            for name in dict.fromkeys(row["container"] for row in event_rows(bundle) if row["container"])
        },
        "types": {machine: _types(bundle, unions) for machine, unions in UNIONS.items()},
        "requirements": [_requirement(name, row) for name, row in load(spec).items()],
    }


def _event(bundle: Bundle, row: Json) -> Json:
    on_the_wire = bundle.schemas[row["model"]]["x-event"]
    row |= {"component": row["model"], "from": row["sources"], "from_by_type": row["sources_by_type"]}
    row |= {key: on_the_wire.get(key) for key in ("address", "field", "payload")}
    added = bundle.schemas[row["model"]].get("x-added-in")
    return {key: row[key] for key in ROW} | ({"added_in": added} if added else {})


def _types(bundle: Bundle, unions: tuple[str, ...]) -> Json:
    """Every type of an item or part: the component that describes it, its zero values, and for some parts its item."""
    types, found, stated = PythonTypes(bundle), {}, part_item_types(bundle)
    for union in unions:
        for tag, name in tags(bundle.schemas[union]).items():
            schema = types.merged(bundle.schemas[name])
            found[tag] = {
                "component": name,
                "blank": blank(types, schema),
                **({"assumed": values} if (values := assumed(schema)) else {}),
                **({"item_type": stated[tag]} if tag in stated else {}),
            }
    return found


def _requirement(name: str, row: Json) -> Json:
    row = {"severity": severity_of(row), **row}
    return {"id": name, **{key: row[key] for key in REQUIREMENT}}


def _text(document: Json) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
