"""The tables that hand-written code works from, derived from the ``x-`` annotations of the spec."""

from __future__ import annotations

import re
from typing import Any

from .bundle import Bundle, Json, references, tags
from .names import member
from .python_types import PythonTypes, attribute, constant
from .render import template

EFFECTS = {
    "none": "Nothing.",
    "replace": "The payload takes the place of the whole response, item or part.",
    "insert": "The payload becomes a new item, a new part, or a new element of a list field.",
    "append": "The payload is added to the end of a text field.",
    "assign": "The payload is the final value of a field.",
}
MACHINE_RULE = ("next_index", "type", "alone", "unfinished", "end")
ROW = {"container": None, "of": None, "to": None, "field": None, "payload": None, "status": None}


def event_rows(bundle: Bundle) -> list[Json]:
    """One complete row an event, in the order of the spec."""
    rows: list[Json] = []
    for wire_type, name in bundle.events.items():
        schema = bundle.schemas[name]
        semantics = schema["x-event"]
        row = {**ROW, "closes": False, "terminal": False, "aliases": (), "breaks": {}, **semantics}
        row["address"] = [attribute(field) for field in row["address"]]
        row |= {key: attribute(row[key]) for key in ("field", "payload") if row[key]}
        rows.append(
            {**row, "type": wire_type, "model": name, "member": member(wire_type), "description": first_line(schema)}
        )
    sealed = {(row["machine"], row["of"]) for row in rows if row["to"] == "sealed" and row["of"]}
    for row in rows:
        row["sources_by_type"] = {}
        row["sources"] = row["from"]
        if isinstance(row["from"], dict):
            row["sources"] = row["from"]["other"]
            kinds = sorted(kind for machine, kind in sealed if machine == row["machine"])
            row["sources_by_type"] = dict.fromkeys(kinds, row["from"]["streamed"])
    return rows


def first_line(schema: Json) -> str:
    """The first sentence or line of a description."""
    text: str = " ".join(schema["description"].split("\n\n")[0].split())
    return text


def rules(bundle: Bundle) -> Json:
    """What ``event_rules.py`` is rendered from."""
    rows = event_rows(bundle)
    grammar = bundle.document["x-stream-grammar"]
    by_state = dict.fromkeys(state for machine in grammar["machines"].values() for state in machine["states"])
    return {
        "events": rows,
        "machines": {name: {**dict.fromkeys(MACHINE_RULE), **machine} for name, machine in grammar["machines"].items()},
        "states": list(by_state),
        "effects": EFFECTS,
        "terminator": grammar["terminator"],
        "containers": _containers(bundle, rows),
        "part_item_types": part_item_types(bundle),
        "streams": _streams(rows),
        "blanks": _blanks(bundle),
        "assumed": _assumed(bundle),
    }


def item_types(bundle: Bundle, container: str) -> list[str]:
    """The types of items that have a list of that name, in the order of the spec."""
    types = PythonTypes(bundle)
    members = tags(bundle.schemas["OutputItem"]).items()
    return [tag for tag, name in members if container in types.merged(bundle.schemas[name])["properties"]]


def part_item_types(bundle: Bundle) -> dict[str, str]:
    """Part type -> the type of item that it belongs to, for those that say so."""
    members = {**tags(bundle.schemas["MessageContentPart"]), **tags(bundle.schemas["ContentPart"])}
    stated = {tag: bundle.schemas[name].get("x-item-type") for tag, name in members.items()}
    return {tag: item for tag, item in stated.items() if item}


def _containers(bundle: Bundle, rows: list[Json]) -> Json:
    found: Json = {}
    for row in rows:
        if row["container"] and not row["field"]:
            name = row["container"]
            entry = found.setdefault(name, {"index": row["address"][-1], "item_types": item_types(bundle, name)})
            entry["added" if row["effect"] == "insert" else "done"] = row["member"]
    return {name: entry for name, entry in found.items() if {"added", "done"} <= entry.keys()}


def _streams(rows: list[Json]) -> Json:
    found: Json = {}
    for row in rows:
        if row["of"] and row["effect"] in ("append", "assign"):
            entry = found.setdefault(
                row["of"], {"machine": row["machine"], "container": row["container"], "field": row["field"]}
            )
            entry["delta" if row["effect"] == "append" else "done"] = row["member"]
    return {name: entry for name, entry in found.items() if {"delta", "done"} <= entry.keys()}


def _assumed(bundle: Bundle) -> Json:
    """By item or part type, for those of which something is assumed."""
    types = PythonTypes(bundle)
    found = {
        tag: assumed(types.merged(bundle.schemas[name]))
        for union in ("OutputItem", "MessageContentPart", "ContentPart")
        for tag, name in tags(bundle.schemas[union]).items()
    }
    return {tag: values for tag, values in found.items() if values}


def _blanks(bundle: Bundle) -> Json:
    """The zero values of required fields, for every member of the item and content part unions."""
    types = PythonTypes(bundle)
    return {
        tag: blank(types, types.merged(bundle.schemas[name]))
        for union in ("OutputItem", "MessageContentPart", "ContentPart")
        for tag, name in tags(bundle.schemas[union]).items()
    }


def assumed(schema: Json) -> Json:
    """What a reader assumes beside the zero values when it makes an item or part that was never announced."""
    return {prop: sub["x-assumed"] for prop, sub in schema["properties"].items() if "x-assumed" in sub}


def blank(types: PythonTypes, schema: Json) -> Json:
    """The zero values of the required fields of an item or part; its id is not among them, its status is."""
    zeros: dict[str, Any] = {"string": "", "array": []}
    found: Json = {}
    for prop in schema.get("required", ()):
        sub = schema["properties"][prop]
        kind = types.resolved(sub)
        if "x-zero" in sub:
            found[prop] = sub["x-zero"]
        elif (
            constant(sub) is None
            and prop not in ("id", "status")
            and str(kind.get("type")) in zeros
            and "enum" not in kind
        ):
            found[prop] = zeros[kind["type"]]
    return found


def registries(bundle: Bundle) -> dict[str, Json]:
    """What each registry is rendered from, by module name.

    ``registry`` holds the unions that a response stream can reach; the unions of every other topic have a module of
    their own, so that reading a stream does not import them.
    """
    types = PythonTypes(bundle)
    core = _reachable_topics(bundle, bundle.topics["ResponseStreamEvent"])
    found: dict[str, Json] = {}
    for name, schema in bundle.schemas.items():
        union = types.union(name)
        if union is None or "x-fallback" not in schema:
            continue
        topic = bundle.topics[name]
        home = found.setdefault(
            "registry" if topic in core else f"{topic}_registry",
            {"unions": [], "imports": {}, "wire_types": {}, "reverse": "" if topic in core else f"{topic.upper()}_"},
        )
        models = {
            tag: model for tag, model in union.members.items() if "properties" in types.merged(bundle.schemas[model])
        }
        for tag, model in models.items():
            home["imports"].setdefault(bundle.topics[model], set()).add(model)
            home["wire_types"].setdefault(model, tag)
        home["unions"].append(
            {
                "name": name,
                "constant": re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper() + "_MODELS",
                "property": union.tag,
                "tags": models,
                "aliased": bool(set(models) - set(tags(schema))) if "discriminator" in schema else False,
            }
        )
    return {module: {**home, "imports": _sorted(home["imports"])} for module, home in found.items()}


def _reachable_topics(bundle: Bundle, start: str) -> set[str]:
    """The topics that a topic refers to, itself included."""
    edges: dict[str, set[str]] = {}
    for name, schema in bundle.schemas.items():
        edges.setdefault(bundle.topics[name], set()).update(bundle.topics[ref] for ref in references(schema))
    found, ahead = {start}, [start]
    while ahead:
        ahead.extend(new := edges.get(ahead.pop(), set()) - found)
        found |= new
    return found


def emitter(bundle: Bundle) -> Json:
    """What ``emitter.py`` is rendered from."""
    types = PythonTypes(bundle)
    imports: dict[str, set[str]] = {}
    events: list[Json] = []
    for wire_type, name in bundle.events.items():
        schema = bundle.schemas[name]
        fields: list[Json] = []
        for prop, sub in schema["properties"].items():
            if constant(sub) is not None:
                continue
            optional = prop not in schema["required"] or prop in schema.get("x-read-optional", ())
            hint = types.hint(sub)
            fields.append(
                {
                    "name": attribute(prop),
                    "optional": optional,
                    "hint": hint if not optional or hint.endswith("None") else f"{hint} | None",
                }
            )
            for used in references(sub):
                shown = types.hint({"$ref": f"#/components/schemas/{used}"})
                imports.setdefault(bundle.topics[used], set()).add(shown)
        fields = [{**f, "hint": _plain(f["hint"])} for f in sorted(fields, key=lambda f: f["optional"])]
        events.append(
            {
                "type": wire_type,
                "model": name,
                "method": member(wire_type).lower(),
                "description": first_line(schema),
                "fields": fields,
            }
        )
    return {"events": events, "imports": _sorted(imports)}


def _plain(hint: str) -> str:
    """The type as a caller writes it."""
    return re.sub(r"Strict(Int|Float|Bool)", lambda match: match[1].lower(), hint)


def _sorted(imports: dict[str, set[str]]) -> dict[str, list[str]]:
    return {module: sorted(names) for module, names in sorted(imports.items())}


def tables(bundle: Bundle, header: str) -> dict[str, str]:
    """Module file name -> source."""
    return {
        "event_rules.py": template("event_rules.py.jinja2", header=header, **rules(bundle)),
        **{
            f"{module}.py": template("registry.py.jinja2", header=header, **values)
            for module, values in registries(bundle).items()
        },
        "emitter.py": template("emitter.py.jinja2", header=header, **emitter(bundle)),
    }
