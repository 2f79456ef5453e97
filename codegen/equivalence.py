"""Is spec/ the same wire format as a published release?  Compares structure only, component by component.

Structure is which JSON values fit (``canonical``), defaults, deprecation and discriminators (``annotations``), the
version and the security schemes.

Differences that are meant are rows of ``deviations.yaml``: a pointer (``*`` matches anything) and a reason.  One that
is not listed, and a row that matches nothing, are both errors.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import jsonschema

from .annotations import annotation_differences
from .bundle import Bundle, Json, load, references
from .canonical import Canonical, differences
from .deviations import deviations
from .errors import Broken, SpecError
from .lint import lint
from .releases import NOT_RELEASED, release

_SCHEMAS: Json = {"type": "object", "additionalProperties": {"$ref": "https://json-schema.org/draft/2020-12/schema"}}
_MEDIA: Json = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "properties": {"schema": {"$ref": "https://json-schema.org/draft/2020-12/schema"}},
        "required": ["schema"],
    },
}
_BODY: Json = {"type": "object", "properties": {"content": _MEDIA}}
SHAPE: Json = {
    "type": "object",
    "properties": {
        "info": {"type": "object"},
        "components": {
            "type": "object",
            "properties": {
                "schemas": _SCHEMAS,
                "securitySchemes": {"type": "object", "additionalProperties": {"type": "object"}},
            },
            "required": ["schemas"],
        },
        "paths": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {
                    "type": ["object", "array", "string"],
                    "properties": {
                        "requestBody": _BODY,
                        "responses": {"type": "object", "additionalProperties": _BODY},
                    },
                    "dependentRequired": {"clientMessage": ["errorMessage"], "errorMessage": ["clientMessage"]},
                },
            },
        },
    },
    "required": ["components", "paths"],
}
"""What of a published document is read; the rest of OpenAPI is its publisher's business."""


def report(spec: Path, published: Path, version: str | None = None) -> int:
    """Print every unexplained difference between a spec folder and a published document; returns the exit code.

    With a ``version``, the frozen release of that date is compared in place of what the spec says now.
    """
    bundle = load(spec) if version is None else release(spec, version)
    if version is None and (broken := list(lint(bundle, spec))):
        raise SpecError(broken)
    upstream, rows = published_document(published), deviations(spec)
    used: set[str] = set()
    unexplained = found = 0
    for at, theirs, ours in all_differences(bundle, upstream):
        found += 1
        row = next((row.at for row in rows if fnmatchcase(at, row.at)), None)
        if row is not None:
            used.add(row)
            continue
        unexplained += 1
        print(f"differs at {at}\n    published  {shown(theirs)}\n    spec/      {shown(ours)}")
    unused = [row.at for row in rows if row.at not in used]
    for at in unused:
        print(f"deviations.yaml: the row {at} matches no difference")
    components = len(upstream["components"]["schemas"])
    print(
        f"{components} published components, {found - unexplained} deliberate differences, "
        f"{unexplained} unexplained, {len(unused)} unused rows"
    )
    return 1 if unexplained or unused else 0


def stands_for(bundle: Bundle) -> dict[str, str]:
    """Published component name -> the component that stands for it."""
    names: dict[str, str] = {}
    for name, schema in bundle.schemas.items():
        published = schema.get("x-upstream-name", name)
        for old in published if isinstance(published, list) else [published]:
            if old in names:
                raise SpecError(
                    [Broken(bundle.file(name), f"{name}/x-upstream-name", f"{old} is also claimed by {names[old]}")]
                )
            names[old] = name
    return names


def all_differences(bundle: Bundle, upstream: Json) -> Iterator[tuple[str, Any, Any]]:
    """Every place where the spec says something else than the published document: both values, the published first."""
    names = stands_for(bundle)
    yield from structural_differences(bundle, upstream, names)
    yield from annotation_differences(upstream["components"]["schemas"], bundle.schemas, names)
    about = [_about(document) for document in (upstream, bundle.document)]
    yield from differences(about[0], about[1], "document")


def structural_differences(bundle: Bundle, upstream: Json, names: dict[str, str]) -> Iterator[tuple[str, Any, Any]]:
    """Every place at which other values fit; ``names`` leads from published components to ours."""
    ours, theirs = Canonical(bundle.schemas), Canonical(upstream["components"]["schemas"])
    for name in upstream["components"]["schemas"]:
        if name not in names:
            yield name, "a component", None
            continue
        yield from differences(theirs.component(name), ours.component(names[name]), name)
    for name, schema in bundle.schemas.items():
        claimed = schema.get("x-upstream-name", [] if bundle.topics[name] in NOT_RELEASED else name)
        for old in [claimed] if isinstance(claimed, str) else claimed:
            if old not in upstream["components"]["schemas"]:
                yield f"{name}/x-upstream-name", None, old
    left, right = dict(_roots(upstream)), dict(_roots(bundle.document))
    for at in sorted(left.keys() | right.keys()):
        a = theirs.of(left[at]) if at in left else None
        b = ours.of(right[at]) if at in right else None
        yield from differences(a, b, at)


def _about(document: Json) -> Json:
    """What a document says about itself on the wire, without prose."""
    schemes = {
        name: {key: value for key, value in scheme.items() if key != "description"}
        for name, scheme in document["components"].get("securitySchemes", {}).items()
    }
    operations = {
        f"{method} {path}": {
            "body": bool(operation.get("requestBody", {}).get("required")),
            "security": operation.get("security", document.get("security", [])),
            "parameters": operation.get("parameters", []),
        }
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict) and "responses" in operation
    }
    version = document.get("info", {}).get("version")
    return {"version": version, "securitySchemes": schemes, "operations": operations}


def _roots(document: Json) -> Iterator[tuple[str, Any]]:
    """Every schema that a path uses."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if not isinstance(operation, dict):  # The path's own summary, description or parameters.
                continue
            if "clientMessage" in operation:
                for message in ("clientMessage", "errorMessage"):
                    yield f"{path}/websocket/{message}", operation[message]
            for media, content in operation.get("requestBody", {}).get("content", {}).items():
                yield f"{path}/{method}/request/{media}", content["schema"]
            for status, response in operation.get("responses", {}).items():
                for media, content in response.get("content", {}).items():
                    yield f"{path}/{method}/{status}/{media}", content["schema"]


def published_document(path: Path) -> Json:
    """The published document; raises ``SpecError`` when it cannot be read or is no OpenAPI document."""
    try:
        document: Any = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SpecError([Broken(str(path), "", f"cannot be read: {error.strerror}")]) from error
    except (ValueError, RecursionError) as error:
        raise SpecError([Broken(str(path), "", f"not JSON: {error}")]) from error
    broken = [
        Broken(str(path), "/".join(map(str, error.absolute_path)), error.message[:200])
        for error in jsonschema.Draft202012Validator(SHAPE).iter_errors(document)
    ]
    if broken:
        raise SpecError(broken)
    schemas: Json = document["components"]["schemas"]
    for name, schema in [*schemas.items(), *_roots(document)]:
        broken += [Broken(str(path), name, f"{ref} does not exist") for ref in references(schema) if ref not in schemas]
    if broken:
        raise SpecError(broken)
    checked: Json = document
    return checked


def shown(value: object) -> str:
    """A value on one line, cut."""
    text = "(nothing)" if value is None else json.dumps(value)
    return text if len(text) <= 160 else f"{text[:159]}…"
