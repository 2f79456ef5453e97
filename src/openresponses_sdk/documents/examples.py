"""Validates the examples of a specification: those inside an OpenAPI document, and the JSON in a Markdown page.

An example in a document stands beside the schema that it must fit.  One in a page is told by a comment right before it,
``<!-- schema: Name -->``, or else by its tags: the components whose constant ``type``, ``object`` or ``role`` it has,
or the request body that knows all its members.

Needs ``jsonschema`` (the extra ``schema``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from jsonschema import Draft202012Validator
from jsonschema.exceptions import UnknownType, best_match
from referencing.exceptions import Unresolvable

from ..json_values import Json
from .document import PREFIX, Document, Schema, inner_schemas, name_of
from .markdown import Block, NotJson, iter_blocks
from .shapes import expanded, shape_of

__all__ = ["Checked", "check_document", "check_page"]

_LIMIT: Final = 200
_TAGS: Final = ("type", "object", "role")


@dataclass(frozen=True, slots=True)
class Checked:
    """One example, and what is wrong with it."""

    at: str
    """Where: the place in the document, or ``line N`` of the page."""
    component: str | None
    """The component that it was held against; None when nothing told which."""
    problem: str | None
    """What is wrong; None when it fits, or when it was not held against anything."""

    def to_dict(self) -> dict[str, str | None]:
        """The outcome as JSON-compatible values."""
        return {"at": self.at, "component": self.component, "problem": self.problem}


def check_document(document: Document) -> Iterator[Checked]:
    """Every example inside a document, in the order of its components and then its operations."""
    judge = _Judge(document)
    for name, schema in document.schemas.items():
        for at, inner, value in _examples(schema, name):
            yield Checked(at, name, judge.problem(inner, value))
    for at, inner, value in _media_examples(document.plain.get("paths"), ""):
        component = name_of(inner.get("$ref")) if isinstance(inner, Mapping) else ""
        yield Checked(at, component or None, judge.problem(inner, value))


def check_page(document: Document, text: str) -> Iterator[Checked]:
    """Every JSON value in the fenced blocks of a Markdown page, held against a component of the document."""
    judge = _Judge(document)
    for block in iter_blocks(text):
        yield from _check_block(judge, block)


def _check_block(judge: _Judge, block: Block) -> Iterator[Checked]:
    for line, value in block.values():
        at = f"line {line}"
        if isinstance(value, NotJson):
            yield Checked(at, block.schema, f"not JSON: {value.reason}")
        elif block.schema is not None:
            yield Checked(at, block.schema, judge.named(block.schema, value))
        else:
            yield judge.guessed(at, value)


class _Judge:
    """Holds values against the schemas of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._components = {"components": {"schemas": dict(document.schemas)}}
        self._tags = {name: tags for name in document.schemas if (tags := _tags_of(name, document))}
        self._bodies = {
            name: expanded(shape_of(root.schema, document), document).properties.keys()
            for root in document.roots()
            if root.side == "request" and isinstance(root.schema, Mapping)
            if (name := name_of(root.schema.get("$ref")))
        }

    def problem(self, schema: Schema, value: Json) -> str | None:
        """What is wrong with a value; None when it fits."""
        whole = schema if isinstance(schema, bool) else {**schema, **self._components}
        try:
            error = best_match(Draft202012Validator(whole).iter_errors(value))
        except Unresolvable as missing:
            return f"$: cannot be told: {missing.ref} leads nowhere"
        except (UnknownType, re.error) as odd:
            said = repr(odd.type) if isinstance(odd, UnknownType) else f"the pattern {odd.pattern!r}"
            return f"$: cannot be told: {said} says nothing in JSON Schema"
        if error is None:
            return None
        place = error.json_path
        message = error.message if len(error.message) <= _LIMIT else f"{error.message[: _LIMIT - 1]}…"
        return f"{place}: {message}"

    def named(self, name: str, value: Json) -> str | None:
        """What is wrong with a value as a component."""
        if name not in self._document.schemas:
            return f"there is no component {name}"
        return self.problem({"$ref": f"{PREFIX}{name}"}, value)

    def guessed(self, at: str, value: Json) -> Checked:
        """A value held against every component that it may be; one that fits is enough."""
        names = self._candidates(value)
        problems = {name: self.named(name, value) for name in names}
        fitting = next((name for name, problem in problems.items() if problem is None), None)
        if fitting is not None or not problems:
            return Checked(at, fitting, None)
        # The one that got furthest says most: the deepest place, and of those the first.
        name = max(problems, key=lambda name: (problems[name] or "").partition(":")[0].count("."))
        return Checked(at, name, problems[name])

    def _candidates(self, value: Json) -> list[str]:
        if not isinstance(value, Mapping):
            return []
        found = {
            name: len(tags)
            for name, tags in self._tags.items()
            if all(value.get(tag) == constant for tag, constant in tags.items())
        }
        if found:
            most = max(found.values())
            return [name for name, count in found.items() if count == most]
        if any(tag in value for tag in _TAGS):  # It says what it is, and the document has no such thing.
            return []
        return [name for name, known in self._bodies.items() if value.keys() <= known]


def _tags_of(name: str, document: Document) -> dict[str, Any]:
    """The constants that tell a component."""
    properties = expanded(shape_of(document.schemas[name], document), document).properties
    tags: dict[str, Any] = {}
    for tag in _TAGS:
        values = expanded(shape_of(properties.get(tag, True), document), document).values
        if values is not None and len(values) == 1:
            tags[tag] = values[0]
    return tags


def _examples(schema: Schema, at: str) -> Iterator[tuple[str, Schema, Json]]:
    if not isinstance(schema, Mapping):
        return
    if "example" in schema:
        yield f"{at}/example", schema, schema["example"]
    for index, value in enumerate(schema.get("examples") or ()):
        yield f"{at}/examples/{index}", schema, value
    for steps, inner in inner_schemas(schema):
        yield from _examples(inner, f"{at}/{steps}")


def _media_examples(node: object, at: str) -> Iterator[tuple[str, Schema, Json]]:
    """The examples beside the schema of a body or a parameter, wherever in the paths it stands."""
    if isinstance(node, list):
        for index, inner in enumerate(node):
            yield from _media_examples(inner, f"{at}/{index}")
    if not isinstance(node, Mapping):
        return
    schema = node.get("schema")
    if isinstance(schema, (Mapping, bool)):
        if "example" in node:
            yield f"{at}/example".lstrip("/"), schema, node["example"]
        named = node.get("examples")
        for name, example in named.items() if isinstance(named, Mapping) else ():
            if isinstance(example, Mapping) and "value" in example:
                yield f"{at}/examples/{name}".lstrip("/"), schema, example["value"]
        yield from _examples(schema, at.lstrip("/"))
        return
    for key, inner in node.items():
        yield from _media_examples(inner, f"{at}/{key}")
