"""The house rules of spec/: what keeps generated code free of invented names and the bundle usable by other tools."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
from jsonschema.protocols import Validator as JsonSchemaValidator
from openapi_spec_validator import OpenAPIV31SpecValidator

from .bundle import Bundle, Json, name_of, read_yaml, references
from .errors import Broken
from .python_types import branches

BESIDE_REF = frozenset({"$ref", "description"})


def lint(bundle: Bundle, spec: Path) -> Iterator[Broken]:
    """Every rule that the spec breaks: the vocabulary of ``x-`` keys, OpenAPI 3.1, then the house."""
    vocabulary = _vocabulary(spec)
    yield from _extensions(bundle.document.get("x-stream-grammar"), "openapi.yaml", "", vocabulary, "x-stream-grammar")
    shape: list[Broken] = []
    for name, schema in bundle.schemas.items():
        shape.extend(_annotations(schema, bundle.file(name), name, vocabulary))
    yield from shape
    yield from _openapi(bundle)
    if shape:  # The rules below read these annotations.
        return
    yield from _house(bundle)


def _house(bundle: Bundle) -> Iterator[Broken]:
    union = bundle.schemas.get("ResponseStreamEvent", {})
    if "discriminator" not in union:
        yield Broken("schemas/events.yaml", "ResponseStreamEvent", "the tagged union of all events is missing")
        return
    events = set(bundle.events.values())
    for name, schema in bundle.schemas.items():
        file = bundle.file(name)
        if not schema.get("description"):
            yield Broken(file, name, "a component needs a description")
        if (name in events) != ("x-event" in schema):
            yield Broken(file, name, "x-event belongs to the members of ResponseStreamEvent, and each needs one")
        if "discriminator" in schema:
            yield from _tagged(bundle, name, schema)
        yield from _schema(schema, file, name, named=True)
    yield from _cycles(bundle)


def _tagged(bundle: Bundle, name: str, schema: Json) -> Iterator[Broken]:
    mapped = set(schema["discriminator"].get("mapping", {}).values())
    listed = {branch["$ref"] for branch in branches(schema) if "$ref" in branch}
    objects = {ref for ref in listed if "enum" not in bundle.schemas[name_of(ref)]}
    if mapped != objects:
        differing = sorted(name_of(ref) for ref in mapped ^ objects)
        yield Broken(bundle.file(name), name, f"mapping and members differ: {', '.join(differing)}")
    fallback = schema.get("x-fallback")
    if fallback and fallback not in bundle.schemas:
        yield Broken(bundle.file(name), f"{name}/x-fallback", f"{fallback} does not exist")


def _schema(s: Any, file: str, at: str, *, named: bool) -> Iterator[Broken]:
    if not isinstance(s, dict):
        return
    if "$ref" in s and (extra := {k for k in s if not k.startswith("x-")} - BESIDE_REF):
        yield Broken(file, at, f"beside $ref stand only a description and x- keys, not {', '.join(sorted(extra))}")
    if len(s.get("enum", ())) == 1:
        yield Broken(file, at, "write one value as const")
    if "const" in s and "default" in s:
        yield Broken(file, at, "a const needs no default")
    if "title" in s:
        yield Broken(file, at, "no titles: the component's name is the title")
    if not named:
        if "enum" in s:
            yield Broken(file, at, "an enum needs a name of its own")
        if "properties" in s or "allOf" in s:
            yield Broken(file, at, "an object needs a name of its own")
        if sum("$ref" in branch for branch in branches(s)) > 1:
            yield Broken(file, at, "a union of components needs a name of its own")
    if "enum" in s:
        yield from _enum(s, file, at)
    for name, sub in s.get("properties", {}).items():
        if isinstance(sub, dict) and not sub.get("description"):
            yield Broken(file, f"{at}/properties/{name}", "a property needs a description")
        yield from _schema(sub, file, f"{at}/properties/{name}", named=False)
    for key in ("required", "x-read-optional"):
        unknown = set(s.get(key, ())) - set(s.get("properties", {}))
        if unknown and "allOf" not in s:
            yield Broken(file, f"{at}/{key}", f"no such property: {', '.join(sorted(unknown))}")
    for index, branch in enumerate(s.get("allOf", ())):
        yield from _schema(branch, file, f"{at}/allOf/{index}", named=True)
    for key in ("oneOf", "anyOf"):
        for index, branch in enumerate(s.get(key, ())):
            yield from _schema(branch, file, f"{at}/{key}/{index}", named=False)
    for key in ("items", "additionalProperties"):
        if key in s:
            yield from _schema(s[key], file, f"{at}/{key}", named=False)


def _enum(s: Json, file: str, at: str) -> Iterator[Broken]:
    if not s.get("x-open"):
        yield Broken(file, at, "an enum is open on reading: write x-open: true")
    if set(s.get("x-enum-descriptions", ())) != set(s["enum"]):
        yield Broken(file, at, "x-enum-descriptions describes every value, and no other")


def _cycles(bundle: Bundle) -> Iterator[Broken]:
    """Topics become modules, so they must not refer to each other in a circle."""
    edges: dict[str, set[str]] = {}
    for name, schema in bundle.schemas.items():
        edges.setdefault(bundle.topics[name], set()).update(bundle.topics[ref] for ref in references(schema))
    done: set[str] = set()
    while ready := [t for t, to in edges.items() if t not in done and to - {t} <= done]:
        done.update(ready)
    for topic in sorted(edges.keys() - done):
        yield Broken(
            f"schemas/{topic}.yaml",
            "",
            f"topics refer to each other in a circle: {', '.join(sorted(edges[topic] - done))}",
        )


def _vocabulary(spec: Path) -> dict[str, JsonSchemaValidator]:
    """One validator an ``x-`` key."""
    document = read_yaml(spec / "vocabulary.yaml", "vocabulary.yaml")
    validators: dict[str, JsonSchemaValidator] = {}
    for key in document["$defs"]:
        if key.startswith("x-"):
            validators[key] = jsonschema.Draft202012Validator({**document, "$ref": f"#/$defs/{key}"})
    return validators


def _annotations(node: Any, file: str, at: str, vocabulary: dict[str, JsonSchemaValidator]) -> Iterator[Broken]:
    """Check the ``x-`` keys of a schema and of all schemas inside it."""
    if isinstance(node, list):
        for index, value in enumerate(node):
            yield from _annotations(value, file, f"{at}/{index}", vocabulary)
    if not isinstance(node, dict):
        return
    for key, value in node.items():
        if key.startswith("x-"):
            yield from _extensions(value, file, at, vocabulary, key)
        elif key == "properties":
            for name, sub in value.items():
                yield from _annotations(sub, file, f"{at}/properties/{name}", vocabulary)
        else:
            yield from _annotations(value, file, f"{at}/{key}", vocabulary)


def _extensions(
    value: Any, file: str, at: str, vocabulary: dict[str, JsonSchemaValidator], key: str
) -> Iterator[Broken]:
    validator = vocabulary.get(key)
    if validator is None:
        yield Broken(file, at, f"{key} is not in the vocabulary")
        return
    for error in sorted(validator.iter_errors(value), key=lambda e: e.json_path):
        yield Broken(file, "/".join(filter(None, [at, key, *map(str, error.absolute_path)])), error.message)


def _openapi(bundle: Bundle) -> Iterator[Broken]:
    """The OpenAPI 3.1 metaschema over the bundle, errors placed in the file that holds the schema."""
    validator = OpenAPIV31SpecValidator(bundle.document)
    for error in sorted(validator.iter_errors(), key=lambda e: [str(p) for p in e.absolute_path]):
        path = [str(p) for p in error.absolute_path]
        inside = path[:2] == ["components", "schemas"] and len(path) > 2
        file = bundle.file(path[2]) if inside else "openapi.yaml"
        yield Broken(file, "/".join(path[2:] if inside else path), f"OpenAPI 3.1: {error.message[:200]}")
