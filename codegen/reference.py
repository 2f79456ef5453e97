"""The reference: a page a topic with every component and event, and the page that lists them all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .bundle import Bundle, Json, references
from .examples import Examples, written
from .folder import PAGE_HEADER
from .page_words import PageWords, code, prose
from .product import Product
from .python_types import PythonTypes, Union, branches, is_enum
from .reference_events import event_facts
from .render import template
from .tables import event_rows

FOLDER = "docs/schema"
INDEX = "docs/README.md"
LEADS = {True: "One of these, or another string, which reading keeps:", False: "One of:"}
"""What is said before the values of an enum, by whether it is open."""


def reference(bundle: Bundle, _: Path) -> Product:
    """The pages and their rows."""
    topics = sorted({*bundle.topics.values()})
    return Product(
        {INDEX: _index(bundle, topics), **{f"{FOLDER}/{topic}.md": _page(bundle, topic) for topic in topics}},
        [
            (INDEX, "the way in: every component by topic, and the paths"),
            (f"{FOLDER}/", "a page a topic: every component and event with its fields, meaning and an example"),
        ],
    )


def _index(bundle: Bundle, topics: list[str]) -> str:
    words = PageWords(bundle, "", "schema/")
    return template(
        "reference.md.jinja2",
        header=PAGE_HEADER,
        version=bundle.document["info"]["version"],
        paths=list(_paths(bundle, words)),
        topics=[
            {
                "name": topic,
                "title": _title(topic),
                "about": prose({"description": bundle.prose[topic]}),
                "rows": [(words.link(name), prose(bundle.schemas[name])) for name in _components(bundle, topic)],
            }
            for topic in topics
        ],
    )


def _paths(bundle: Bundle, words: PageWords) -> Iterator[Json]:
    """A row an operation: what is sent to it, and what it answers, by media type."""
    for path, item in bundle.document.get("paths", {}).items():
        for method in ("get", "put", "post", "delete", "patch"):
            if operation := item.get(method):
                answers = operation.get("responses", {}).values()
                yield {
                    "call": f"{method.upper()} {path}",
                    "takes": _bodies(operation.get("requestBody", {}), words),
                    "answers": "; ".join(filter(None, (_bodies(answer, words) for answer in answers))),
                    "about": prose(operation),
                }
        if socket := item.get("x-websocket"):
            yield {
                "call": f"WebSocket {path}",
                "takes": words.type_of(socket["clientMessage"]),
                "answers": f"events; {words.type_of(socket['errorMessage'])}",
                "about": prose(socket),
            }


def _bodies(body: Json, words: PageWords) -> str:
    found: dict[str, list[str]] = {}
    for media, content in body.get("content", {}).items():
        found.setdefault(words.type_of(content.get("schema")), []).append(media)
    return "; ".join(f"{kind} as {' or '.join(f'`{media}`' for media in medias)}" for kind, medias in found.items())


def _page(bundle: Bundle, topic: str) -> str:
    words, examples = PageWords(bundle, topic), Examples(bundle)
    users, rows = _users(bundle), {row["model"]: row for row in event_rows(bundle)}
    machines = bundle.document["x-stream-grammar"]["machines"]
    components = _components(bundle, topic)
    return template(
        "reference_topic.md.jinja2",
        header=PAGE_HEADER,
        title=_title(topic).lower(),
        topic=topic,
        about=prose({"description": bundle.prose[topic]}),
        events=[(row["type"], words.link(name)) for name, row in rows.items() if name in components],
        components=[
            {
                **_component(bundle, name, words),
                "facts": list(event_facts(rows[name], machines[rows[name]["machine"]])) if name in rows else [],
                "users": [words.link(user) for user in users.get(name, ())],
                "example": written(examples.example(name)),
            }
            for name in components
        ],
    )


def _component(bundle: Bundle, name: str, words: PageWords) -> Json:
    """What a page says of one component, apart from its place in streams."""
    types = PythonTypes(bundle)
    schema = types.merged(bundle.schemas[name])
    published = schema.get("x-upstream-name", [])
    said = {
        "name": name,
        "about": schema["description"].strip(),
        "since": schema.get("x-added-in"),
        "published": [f"`{one}`" for one in ([published] if isinstance(published, str) else published)],
    }
    if is_enum(schema):
        return {**said, **_values(schema)}
    if union := types.union(name):
        return {
            **said,
            **_members(union, [b for b in branches(schema) if union.tag not in _properties(types, b)], words),
        }
    if "properties" in schema:
        return {**said, "kind": "object", "fields": list(words.fields(schema))}
    return {**said, "kind": "value", "type": words.type_of(schema)}


def _values(schema: Json) -> Json:
    notes = schema.get("x-values") or schema.get("x-enum-descriptions") or {}
    values = schema.get("enum") or list(notes)
    is_open = "x-open" in schema or "x-values" in schema
    return {
        "kind": "enum",
        "lead": "Any string; these have a meaning:" if "x-values" in schema else LEADS[is_open],
        "members": [(code(value), prose({"description": notes.get(value, "")})) for value in values],
    }


def _members(union: Union, others: list[Json], words: PageWords) -> Json:
    kinds = [words.type_of(branch) for branch in others]
    if union.members:
        kinds.append(f"an object, told by its `{union.tag}`")
    rest = [("any other", words.link(union.fallback))] if union.fallback else []
    return {
        "kind": "union",
        "lead": f"Is {' or '.join(kinds)}{':' if union.members else '.'}",
        "tag": union.tag,
        "members": [*((code(tag), words.link(model)) for tag, model in union.members.items()), *rest],
        "absent": [(f"`{prop}`", code(tag)) for prop, tag in union.absent.items()],
    }


def _properties(types: PythonTypes, schema: Json) -> Json:
    found: Json = types.merged(types.resolved(schema)).get("properties", {})
    return found


def _components(bundle: Bundle, topic: str) -> list[str]:
    return [name for name in bundle.schemas if bundle.topics[name] == topic]


def _users(bundle: Bundle) -> dict[str, list[str]]:
    """Component -> those that refer to it."""
    found: dict[str, list[str]] = {}
    for name, schema in bundle.schemas.items():
        for used in dict.fromkeys(references(schema)):
            if used != name:
                found.setdefault(used, []).append(name)
    return found


def _title(topic: str) -> str:
    return topic.replace("_", " ").capitalize()
