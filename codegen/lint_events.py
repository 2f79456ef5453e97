"""The rules about ``x-event`` and the stream grammar that no schema of a single key can say."""

from __future__ import annotations

from collections.abc import Iterator

from .bundle import Bundle, Json, name_of, tags
from .errors import Broken
from .python_types import PythonTypes

OWNERS = {"item": ("OutputItem",), "part": ("ContentPart", "MessageContentPart")}
"""The unions whose members an event's ``of`` names, by machine."""


def grammar_faults(bundle: Bundle) -> Iterator[Broken]:
    """States that the grammar or an event names and that its machine does not have; fields that are not there."""
    machines = bundle.document["x-stream-grammar"]["machines"]
    for name, machine in machines.items():
        at = f"x-stream-grammar/machines/{name}"
        for key in ("open", "final"):
            for state in machine[key]:
                if state not in machine["states"]:
                    states = ", ".join(machine["states"])
                    yield Broken("openapi.yaml", f"{at}/{key}", f"the machine has no state {state}, only {states}")
        if machine["parent"] != {"response": None, "item": "response", "part": "item"}[name]:
            yield Broken("openapi.yaml", f"{at}/parent", "parts live in items, items in the response")
    for wire_type, name in bundle.events.items():
        schema = bundle.schemas[name]
        if "x-event" in schema:
            for path, rule in _event(bundle, wire_type, schema, machines):
                yield Broken(bundle.file(name), f"{name}/{path}", rule)


def item_type_faults(bundle: Bundle) -> Iterator[Broken]:
    """Parts that say they belong to an item which has no list of parts."""
    for union in OWNERS["part"]:
        for name in dict.fromkeys(tags(bundle.schemas[union]).values()):
            stated = bundle.schemas[name].get("x-item-type")
            if stated is None:
                continue
            item = tags(bundle.schemas["OutputItem"]).get(stated)
            lists = {bundle.schemas[event].get("x-event", {}).get("container") for event in bundle.events.values()}
            if item is None:
                yield Broken(bundle.file(name), f"{name}/x-item-type", f"there is no item of type {stated}")
            elif not lists & PythonTypes(bundle).merged(bundle.schemas[item])["properties"].keys():
                yield Broken(bundle.file(name), f"{name}/x-item-type", f"{item} has no list of parts")


def _event(bundle: Bundle, wire_type: str, schema: Json, machines: Json) -> Iterator[tuple[str, str]]:
    row, properties = schema["x-event"], schema.get("properties", {})
    if (required := {"type", "sequence_number"}) - set(schema.get("required", ())):
        yield "required", f"an event requires {' and '.join(sorted(required))}"
    for prop in (*row["address"], *filter(None, [row.get("payload")])):
        if prop not in properties:
            yield "x-event", f"{prop} is no property of this event"
        elif prop not in schema.get("required", ()):
            yield "x-event", f"{prop} decides what the event does, so it is required"
    listed = row["from"].values() if isinstance(row["from"], dict) else [row["from"]]
    for state in (*(state for states in listed for state in states), *row.get("breaks", ()), row.get("to")):
        if state is not None and state not in machines[row["machine"]]["states"]:
            states = ", ".join(machines[row["machine"]]["states"])
            yield "x-event", f"the machine {row['machine']} has no state {state}, only {states}"
    if wire_type in row.get("aliases", ()):
        yield "x-event/aliases", "an alias is another spelling than the type"
    yield from _owner(bundle, row)


def _owner(bundle: Bundle, row: Json) -> Iterator[tuple[str, str]]:
    types = PythonTypes(bundle)
    kinds = {t: n for union in OWNERS.get(row["machine"], ()) for t, n in tags(bundle.schemas[union]).items()}
    if "of" in row and row["of"] not in kinds:
        yield "x-event/of", f"there is no {row['machine']} of type {row['of']}"
    elif "of" in row and "field" in row:
        owner = types.merged(bundle.schemas[kinds[row["of"]]])
        if row["field"] not in owner.get("properties", {}):
            yield "x-event/field", f"{row['field']} is no property of {kinds[row['of']]}"
    if "container" in row:
        items = [types.merged(bundle.schemas[name]) for name in tags(bundle.schemas["OutputItem"]).values()]
        if not any(row["container"] in item.get("properties", {}) for item in items):
            yield "x-event/container", f"no item has a list {row['container']}"


def unpaired_streams(bundle: Bundle) -> Iterator[Broken]:
    """A field that streams in has an event that appends to it and an event that seals it, or it never ends."""
    steps: dict[str, dict[tuple[str, str, str], str]] = {"append": {}, "seal": {}}
    for name in bundle.events.values():
        row = bundle.schemas[name].get("x-event", {})
        step = {"append": "append", "assign": "seal"}.get(row.get("effect"))
        if step is not None and (step == "append" or row.get("to") == "sealed"):
            steps[step][row["machine"], row["of"], row["field"]] = name
    for step, other, missing in (("append", "seal", "assigns and seals"), ("seal", "append", "appends to")):
        for key in steps[step].keys() - steps[other].keys():
            name = steps[step][key]
            yield Broken(bundle.file(name), f"{name}/x-event", f"no other event {missing} {key[2]} of {key[1]}")


def missing_unions(bundle: Bundle) -> Iterator[Broken]:
    """The unions that the tables are made from."""
    for name in ("ResponseStreamEvent", *OWNERS["item"], *OWNERS["part"]):
        union = bundle.schemas.get(name)
        if union is None:
            yield Broken("schemas/", name, "the spec must define this union")
        elif not isinstance(union.get("discriminator"), dict) or not union["discriminator"].get("mapping"):
            yield Broken(bundle.file(name), name, "must be a tagged union with a mapping")
        else:
            for tag, member in union["discriminator"]["mapping"].items():
                if "properties" not in PythonTypes(bundle).merged(bundle.schemas[name_of(member)]):
                    yield Broken(bundle.file(name), f"{name}/discriminator/mapping/{tag}", "must name an object")
