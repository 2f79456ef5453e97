"""Which events can be written without a serializer, and of which fields they are made."""

from __future__ import annotations

from .bundle import Bundle, Json
from .python_types import PythonTypes, attribute, constant
from .tables import event_rows

_PLACE = ["type", "sequence_number", "item_id"]
"""How every such event begins."""


def plain_events(bundle: Bundle) -> Json:
    """What ``plain_events.py`` is rendered from: the events whose required fields are texts and whole numbers."""
    types = PythonTypes(bundle)
    found: list[Json] = []
    for row in event_rows(bundle):
        schema = types.merged(bundle.schemas[row["model"]])
        kinds = {
            name: "constant" if constant(sub) is not None else str(types.resolved(sub).get("type"))
            for name, sub in schema["properties"].items()
        }
        required = [name for name in kinds if name in schema["required"]]
        payload = row["payload"] or ""
        numbers = [name for name in row["address"] if kinds.get(name) == "integer"]
        # The order of the text is that of the schema, and one optional list at its end is usually there and empty.
        is_plain = required == [*_PLACE, *numbers, payload] == list(kinds)[: len(required)]
        if not is_plain or kinds[payload] != "string" or any(name != attribute(name) for name in required):
            continue
        after = list(kinds)[len(required) : len(required) + 1]
        lists = [name for name in after if kinds[name] == "array" and name == attribute(name)]
        found.append(
            {
                "model": row["model"],
                "member": row["member"],
                "spellings": [row["type"], *row["aliases"]],
                "fields": sorted(required),
                "numbers": numbers,
                "payload": payload,
                "list": lists[0] if lists else None,
            }
        )
    return {"events": found}
