"""The page about the life of a response: its machines as diagrams, and which event may happen in which state."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .bundle import Bundle, Json
from .folder import PAGE_HEADER
from .product import Product
from .reference_events import linked
from .render import template
from .tables import rules

PAGE = "docs/lifecycle.md"


def lifecycle_page(bundle: Bundle, _: Path) -> Product:
    """The page and its row."""
    row = (PAGE, "the states of response, item and part, and which event moves them")
    return Product({PAGE: _page(bundle)}, [row])


def _page(bundle: Bundle) -> str:
    """The page as Markdown, with Mermaid diagrams."""
    values = rules(bundle)
    for event in values["events"]:
        page = f"schema/{bundle.topics[event['model']]}.md"
        event |= {"link": f"[`{event['type']}`]({page}#{event['model'].lower()})", "clause": linked(event["source"])}
    machines = [
        {
            "name": name,
            **machine,
            "arrows": list(_arrows(values["events"], name, machine)),
            "rows": list(_matrix(values["events"], name, machine)),
        }
        for name, machine in values["machines"].items()
    ]
    return template(
        "lifecycle.md.jinja2",
        header=PAGE_HEADER,
        version=bundle.document["info"]["version"],
        terminator=values["terminator"],
        effects=values["effects"],
        events=values["events"],
        machines=machines,
    )


def _arrows(events: list[Json], name: str, machine: Json) -> Iterator[str]:
    """One line a pair of states, labelled with every event that leads from the first to the second."""
    labels: dict[tuple[str, str], list[str]] = {}
    for event in _of(events, name):
        sources = {state for _, states in _variants(event) for state in states}
        for state in [state for state in machine["states"] if state in sources]:
            labels.setdefault((state, event["to"] or state), []).append(event["type"])
    for (source, target), types in labels.items():
        yield f"{_node(source)} --> {target}: {'<br/>'.join(types)}"
    for state in machine["final"]:
        yield f"{state} --> [*]"


def _matrix(events: list[Json], name: str, machine: Json) -> Iterator[Json]:
    """One row an event, or one for each group of types that differ, with a cell a state."""
    for event in _of(events, name):
        for types, sources in _variants(event):
            yield {
                "event": event,
                "types": types,
                "cells": [
                    (event["to"] or state)
                    if state in sources
                    else linked(event["breaks"].get(state) or meaning["breaks"])
                    for state, meaning in machine["states"].items()
                ],
            }


def _variants(event: Json) -> Iterator[tuple[str, list[str]]]:
    """The types of instance that an event tells apart, in words, and the states in which it may happen to them."""
    streamed = event["sources_by_type"]
    if streamed:
        yield ", ".join(f"`{kind}`" for kind in streamed), next(iter(streamed.values()))
        yield "any other", event["sources"]
    else:
        yield f"`{event['of']}`" if event["of"] else "any", event["sources"]


def _of(events: list[Json], machine: str) -> Iterator[Json]:
    return (event for event in events if event["machine"] == machine)


def _node(state: str) -> str:
    """``absent`` is where a diagram begins."""
    return "[*]" if state == "absent" else state
