"""An outside judge of what the builder makes: a JSON Schema validator that shares no table with us."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given

from openresponses_schema import RULES
from openresponses_sdk.validator import iter_violations
from tests.streams import Built, built_streams, start

OURS = json.loads(resources.files("openresponses_schema").joinpath("openapi.json").read_bytes())
PUBLISHED = json.loads(resources.files("llm_comply").joinpath("specs/openresponses.json").read_bytes())


def judges(document: dict[str, Any]) -> dict[str, Any]:
    """A validator for every event type of a document."""
    found = {}
    for name, schema in document["components"]["schemas"].items():
        kind = schema.get("properties", {}).get("type", {})
        wire = kind.get("const") or next(iter(kind.get("enum", [])), None)
        if wire in RULES and "sequence_number" in schema["properties"]:
            root = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
            found[wire] = jsonschema_rs.Draft202012Validator(root)
    return found


def opened(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the open member of each union written out: an object whose tag is none of those known."""
    schemas = dict(document["components"]["schemas"])
    for name, schema in schemas.items():
        if "x-fallback" in schema and "discriminator" in schema:
            tag, known = schema["discriminator"]["propertyName"], [*schema["discriminator"]["mapping"]]
            other = {
                "$ref": f"#/components/schemas/{schema['x-fallback']}",
                "properties": {tag: {"not": {"enum": known}}},
            }
            members = "oneOf" if "oneOf" in schema else "anyOf"
            schemas[name] = {**schema, members: [*schema[members], other]}
    return {**document, "components": {**document["components"], "schemas": schemas}}


JUDGES = {
    "our bundle": judges(OURS),
    "our bundle with its open members": judges(opened(OURS)),
    "the published document": judges(PUBLISHED),
}


@pytest.mark.parametrize("source", JUDGES)
def test_the_judge_knows_every_event_and_can_say_no(source: str) -> None:
    """A validator that accepts anything would prove nothing (OR-STREAM-08)."""
    known = JUDGES[source]
    assert known.keys() == {str(rule.type) for rule in RULES.values()}
    assert not any(judge.is_valid({"type": wire}) for wire, judge in known.items())


@given(built=built_streams(extensions=False, dialect="spec"))
def test_every_event_of_a_built_stream_is_valid_by_schema(built: Built) -> None:
    """OR-RESP-01, OR-STREAM-03, OR-ITEM-06: what is written has every required member, with a legal value."""
    for event in built.events:
        plain = json.loads(event.to_json())
        for source, known in JUDGES.items():
            if judge := known.get(plain["type"]):
                errors = [f"{list(error.instance_path)}: {error.message}" for error in judge.iter_errors(plain)]
                assert not errors, (source, plain["type"], errors)


@given(built=built_streams(dialect="spec"))
def test_every_event_with_extensions_is_valid_by_our_bundle(built: Built) -> None:
    """OR-EXT-04: an extension item is one that no known type describes, and still has to have its members."""
    known = JUDGES["our bundle with its open members"]
    for event in built.events:
        plain = json.loads(event.to_json())
        if judge := known.get(plain["type"]):
            assert [error.message for error in judge.iter_errors(plain)] == []


@given(built=built_streams())
def test_our_own_judge_finds_no_error_in_a_built_stream(built: Built) -> None:
    """DESIGN, decisions: the builder cannot emit an illegal stream, in either dialect and with extensions."""
    assert [violation for violation in iter_violations(built.events) if violation.severity == "error"] == []


def test_the_response_is_valid_by_both_documents() -> None:
    """OR-RESP-01: the object that the last call returns is a whole response."""
    builder, _ = start()
    plain = json.loads(builder.complete().to_json())
    for document, name in ((OURS, "Response"), (PUBLISHED, "ResponseResource")):
        root = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        assert [error.message for error in jsonschema_rs.Draft202012Validator(root).iter_errors(plain)] == []
