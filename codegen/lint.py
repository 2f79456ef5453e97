"""The house rules of spec/: what keeps generated code free of invented names and the bundle usable by other tools."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
from jsonschema.protocols import Validator as JsonSchemaValidator
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.schemas import openapi_v31_schema_validator

from .bundle import PREFIX, Bundle, Json, name_of, read_yaml, references
from .deviations import deviation_faults
from .errors import Broken, SpecError
from .lint_events import grammar_faults, item_type_faults, missing_unions, unpaired_streams
from .lint_reach import unreached
from .names import unusable_names
from .python_types import PythonTypes, branches, constant, is_enum
from .requirements import lint as lint_requirements
from .skeleton import unwritten
from .validation_messages import closest, openapi_rule

BESIDE_REF = frozenset({"$ref", "description"})
_METASCHEMA = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
_TAGGED: Json = {
    "if": {"type": "object", "required": ["discriminator"]},
    "then": {
        "properties": {
            "discriminator": {
                "type": "object",
                "properties": {
                    "propertyName": {"type": "string"},
                    "mapping": {"type": "object", "additionalProperties": {"type": "string"}},
                },
                "required": ["propertyName"],
                "additionalProperties": False,
            }
        }
    },
}
_SCHEMA = jsonschema.Draft202012Validator({"allOf": [{"$ref": _METASCHEMA.META_SCHEMA["$id"]}, _TAGGED]})
KEYWORDS = frozenset(
    {"type", "const", "enum", "format", "$ref", "oneOf", "anyOf", "allOf", "discriminator", "properties", "required"}
    | {"items", "additionalProperties", "minLength", "maxLength", "pattern", "minimum", "maximum", "minItems"}
    | {"maxItems", "minProperties", "maxProperties", "description", "default", "deprecated", "title"}
)
"""What a schema may say; anything else would be misspelt, or ignored by what reads the spec."""
ON_COMPONENTS = frozenset(
    {"x-upstream-name", "x-open", "x-enum-descriptions", "x-values", "x-fallback", "x-absent-tag", "x-read-optional"}
    | {"x-event", "x-item-type"}
)
ON_PROPERTIES = frozenset({"x-read-default", "x-read-also", "x-zero", "x-assumed"})


def lint(bundle: Bundle, spec: Path) -> Iterator[Broken]:
    """Every rule that the spec breaks: the vocabulary of ``x-`` keys, OpenAPI 3.1, then the house."""
    yield from deviation_faults(spec)
    vocabulary = _vocabulary(spec)
    shape = list(_openapi(bundle))
    if "x-stream-grammar" not in bundle.document:
        shape.append(Broken("openapi.yaml", "x-stream-grammar", "the grammar of the stream is missing"))
    if not bundle.document.get("paths"):
        shape.append(Broken("openapi.yaml", "paths", "the spec offers no path"))
    root = {key: value for key, value in bundle.document.items() if key != "components"}
    shape.extend(_annotations(root, "openapi.yaml", "", vocabulary))
    for name, schema in bundle.schemas.items():
        shape.extend(_annotations(schema, bundle.file(name), name, vocabulary))
    shape = shape or list(_loops(bundle)) or list(missing_unions(bundle))
    yield from shape
    if shape:  # The rules below rely on the shape of what they read.
        return
    house = [*_house(bundle), *lint_requirements(bundle, spec)]
    yield from house or _meaning(bundle)


def _house(bundle: Bundle) -> Iterator[Broken]:
    events = set(bundle.events.values())
    for name, schema in bundle.schemas.items():
        file = bundle.file(name)
        if not schema.get("description"):
            yield Broken(file, name, "a component needs a description")
        if (name in events) != ("x-event" in schema):
            yield Broken(file, name, "x-event belongs to the members of ResponseStreamEvent, and each needs one")
        if "discriminator" in schema:
            yield from _tagged(bundle, name, schema)
        elif not is_enum(schema) and len(branches(schema)) > 1:
            yield from _untagged(bundle, name, schema)
        yield from _schema(schema, file, name, named=True)
    yield from unwritten(bundle)
    yield from unusable_names(bundle)
    yield from grammar_faults(bundle)
    yield from unpaired_streams(bundle)
    yield from item_type_faults(bundle)
    yield from unreached(bundle)
    yield from _cycles(bundle)


def _tagged(bundle: Bundle, name: str, schema: Json) -> Iterator[Broken]:
    file, types = bundle.file(name), PythonTypes(bundle)
    mapping, tag = schema["discriminator"].get("mapping", {}), schema["discriminator"]["propertyName"]
    mapped = set(mapping.values())
    listed = {branch["$ref"] for branch in branches(schema) if "$ref" in branch}
    objects = {ref for ref in listed if "enum" not in bundle.schemas[name_of(ref)]}
    if mapped != objects:
        differing = sorted(name_of(ref) for ref in mapped ^ objects)
        yield Broken(file, name, f"mapping and members differ: {', '.join(differing)}")
    for value, ref in mapping.items():
        member = types.merged(bundle.schemas[name_of(ref)])
        if "properties" in member and constant(member["properties"].get(tag)) != value:
            at = f"{name}/discriminator/mapping/{value}"
            yield Broken(file, at, f"{tag} of {name_of(ref)} is another constant, or none")
    fallback = schema.get("x-fallback")
    if fallback is None:
        yield Broken(file, name, "a tagged union names its open member: x-fallback")
    elif fallback not in bundle.schemas:
        yield Broken(file, f"{name}/x-fallback", f"{fallback} does not exist")
    elif "properties" not in bundle.schemas[fallback] or "const" in bundle.schemas[fallback]["properties"].get(tag, {}):
        yield Broken(file, f"{name}/x-fallback", f"{fallback} is no object whose {tag} may be anything")
    elif f"{PREFIX}{fallback}" in listed:
        yield Broken(file, f"{name}/x-fallback", f"{fallback} is no member of the union, only its fallback")
    for prop, value in schema.get("x-absent-tag", {}).items():
        if value not in mapping:
            yield Broken(file, f"{name}/x-absent-tag/{prop}", f"{value} is no tag of the union")


def _untagged(bundle: Bundle, name: str, schema: Json) -> Iterator[Broken]:
    """Without a discriminator only the JSON type, or a constant ``type``, tells branches apart."""
    types = PythonTypes(bundle)
    seen: set[str] = set()
    for branch in branches(schema):
        kind = types.merged(types.resolved(branch))
        tag = constant(kind.get("properties", {}).get("type"))
        label = "string" if is_enum(kind) else str(tag or kind.get("type"))
        if label in seen or (tag is None and label not in ("string", "array")):
            yield Broken(
                bundle.file(name), name, f"nothing tells the branch {label} from the others; add a discriminator"
            )
        seen.add(label)


def _schema(s: Any, file: str, at: str, *, named: bool) -> Iterator[Broken]:
    if not isinstance(s, dict):
        return
    if unknown := {key for key in s if not key.startswith("x-")} - KEYWORDS:
        yield Broken(file, at, f"no keyword of this spec: {', '.join(sorted(unknown))}")
    if misplaced := s.keys() & (ON_PROPERTIES if named else ON_COMPONENTS):
        where = "properties" if named else "components"
        yield Broken(file, at, f"{', '.join(sorted(misplaced))} stands on {where} only")
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
    for key, whole in (("required", s.get("properties", {})), ("x-read-optional", s.get("required", ()))):
        absent = set(s.get(key, ())) - set(whole)
        if absent and "allOf" not in s:
            found = "property" if key == "required" else "required property"
            yield Broken(file, f"{at}/{key}", f"no such {found}: {', '.join(sorted(absent))}")
    for index, branch in enumerate(s.get("allOf", ())):
        yield from _schema(branch, file, f"{at}/allOf/{index}", named=True)
    for key in ("oneOf", "anyOf"):
        for index, branch in enumerate(s.get(key, ())):
            yield from _schema(branch, file, f"{at}/{key}/{index}", named=False)
    for key in ("items", "additionalProperties"):
        if key in s:
            yield from _schema(s[key], file, f"{at}/{key}", named=False)
    if "x-read-also" in s:
        yield from _schema(s["x-read-also"], file, f"{at}/x-read-also", named=False)


def _enum(s: Json, file: str, at: str) -> Iterator[Broken]:
    if not s.get("x-open"):
        yield Broken(file, at, "an enum is open on reading: write x-open: true")
    if set(s.get("x-enum-descriptions", ())) != set(s["enum"]):
        yield Broken(file, at, "x-enum-descriptions describes every value, and no other")


def _loops(bundle: Bundle) -> Iterator[Broken]:
    """A component must not consist of itself: a loop of references that passes no property and no list."""
    edges = {name: set(_parts(schema)) for name, schema in bundle.schemas.items()}
    for name in edges:
        ahead, reached = list(edges[name]), set(edges[name])
        while ahead:
            ahead.extend(new := edges[ahead.pop()] - reached)
            reached |= new
        if name in reached:
            yield Broken(bundle.file(name), name, "the component consists of itself")


def _parts(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if "$ref" in schema:
            yield name_of(schema["$ref"])
        for key in ("oneOf", "anyOf", "allOf"):
            for branch in schema.get(key, ()):
                yield from _parts(branch)


def _cycles(bundle: Bundle) -> Iterator[Broken]:
    """Topics become modules, so they must not refer to each other in a circle."""
    edges: dict[str, set[str]] = {}
    for name, schema in bundle.schemas.items():
        others = {bundle.topics[ref] for ref in references(schema) if ref in bundle.topics}
        edges.setdefault(bundle.topics[name], set()).update(others)
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
    if not isinstance(document, dict) or not isinstance(document.get("$defs"), dict):
        raise SpecError([Broken("vocabulary.yaml", "$defs", "the file holds a schema for every x- key under $defs")])
    broken = [
        Broken("vocabulary.yaml", "/".join(map(str, error.absolute_path)), error.message[:200])
        for error in _METASCHEMA.iter_errors(document)
    ]
    if broken:
        raise SpecError(broken)
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
            if key == "x-read-also":
                for error in _METASCHEMA.iter_errors(value):
                    path = "/".join([at, key, *map(str, error.absolute_path)])
                    yield Broken(file, path, openapi_rule(error))
        elif key == "properties" and isinstance(value, dict):
            for name, sub in value.items():
                yield from _annotations(sub, file, f"{at}/properties/{name}", vocabulary)
        else:
            yield from _annotations(value, file, f"{at}/{key}".lstrip("/"), vocabulary)


def _extensions(
    value: Any, file: str, at: str, vocabulary: dict[str, JsonSchemaValidator], key: str
) -> Iterator[Broken]:
    validator = vocabulary.get(key)
    if validator is None:
        yield Broken(file, at, f"{key} is not in the vocabulary")
        return
    for error in sorted(validator.iter_errors(value), key=lambda e: e.json_path):
        cause = closest(error)
        yield Broken(file, "/".join(filter(None, [at, key, *map(str, cause.absolute_path)])), cause.message)


def _openapi(bundle: Bundle) -> Iterator[Broken]:
    """The OpenAPI 3.1 and JSON Schema metaschemas, errors placed in the file that holds the schema."""
    components = {key: value for key, value in bundle.document["components"].items() if key != "schemas"}
    for error in openapi_v31_schema_validator.iter_errors({**bundle.document, "components": components}):
        yield Broken("openapi.yaml", "/".join(map(str, error.absolute_path)), openapi_rule(error))
    for name, schema in bundle.schemas.items():
        for error in _SCHEMA.iter_errors(schema):
            at = "/".join([name, *map(str, error.absolute_path)])
            yield Broken(bundle.file(name), at, openapi_rule(error))


def _meaning(bundle: Bundle) -> Iterator[Broken]:
    """What OpenAPI 3.1 demands beyond the shape: parameters of paths, unique operations, defaults that fit."""
    for error in OpenAPIV31SpecValidator(bundle.document).iter_errors():
        yield Broken("openapi.yaml", "/".join(map(str, error.absolute_path)), openapi_rule(error))
