"""What makes a document hard to evolve: a vector for every rule, and the published release."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk.documents.document import Document
from openresponses_sdk.documents.lint import RULES, Fault, lint
from tests.openapi_documents import document, ref, tagged, thing, union

ROOT = Path(__file__).resolve().parents[1]
UPSTREAM = Path(os.environ.get("OPENRESPONSES_UPSTREAM", ROOT.parent / "shared" / "upstream"))
STRING = {"type": "string"}
OPEN = {"x-fallback": "Other"}

VECTORS: list[tuple[str, Any]] = [
    ("closed-union", union("One", "Two")),
    ("closed-enum", {"description": "A.", "type": "string", "enum": ["a", "b"]}),
    ("only-null", thing(a={"type": "null"})),
    ("only-null", thing(a={"anyOf": [{"type": "null"}]})),
    ("nullable-keyword", thing(a={"type": "string", "nullable": True})),
    ("one-value-enum", thing("a", a={"type": "string", "enum": ["x"]})),
    ("default-of-constant", thing(a={"const": "x", "default": "x"})),
    ("unnamed-member", thing(a={"properties": {"b": STRING}})),
    ("unnamed-member", thing(a={"type": "array", "items": {"oneOf": [ref("One"), ref("Two")], **OPEN}})),
    ("union-without-discriminator", {"description": "A.", "oneOf": [ref("Other"), ref("Another")]}),
    ("discriminator-without-mapping", {**union("One", "Two", **OPEN), "discriminator": {"propertyName": "type"}}),
    ("wrapped-reference", thing(a={"allOf": [ref("One")], "description": "It."})),
    ("missing-reference", thing(a=ref("Nowhere"))),
    ("required-unknown", thing("b", a=STRING)),
    ("bad-default", thing(a={"type": "string", "default": None})),
    ("bad-default", thing(a={"type": "integer", "default": "1"})),
    ("missing-description", {"type": "string"}),
]
FIXED = {"One": tagged("one"), "Two": tagged("two"), "Other": thing(n=STRING), "Another": thing(m=STRING)}


def faults(schema: Any, **more: Any) -> list[Fault]:
    return lint(document({"Thing": schema, **FIXED}, sent="Thing", **more))


@pytest.mark.parametrize(("rule", "schema"), VECTORS)
def test_each_fault_is_found_where_it_is(rule: str, schema: Any) -> None:
    """Issue 6: `openresponses schema lint` finds closed unions, null traps, one-value enums, unnamed members …"""
    found = faults(schema)
    assert [fault.rule for fault in found] == [rule]
    assert found[0].component == "Thing"
    assert str(found[0]).endswith(f"[{rule}]")


def test_every_rule_has_a_vector() -> None:
    """A rule that nothing can break is no rule."""
    assert {rule for rule, _ in VECTORS} | {"stray-security-key"} == RULES.keys()


@pytest.mark.parametrize(
    "schema",
    [
        union("One", "Two", **OPEN),
        {"description": "A.", "type": "string", "enum": ["a", "b"], "x-open": True},
        thing(a={"anyOf": [STRING, {"type": "null"}]}),
        thing(a={"anyOf": [{"type": "string", "enum": ["a", "b"]}, STRING]}),
        thing(a={"anyOf": [{"type": "string", "enum": ["a"]}, STRING, {"type": "null"}]}),
        thing(a={"type": ["string", "null"], "default": None}),
        thing(a={"$ref": "#/components/schemas/One", "description": "It."}),
        {"description": "A.", "allOf": [ref("One"), {"properties": {"more": STRING}}]},
        thing(a={"type": "object", "additionalProperties": STRING}),
    ],
)
def test_what_is_well_written_has_no_fault(schema: Any) -> None:
    """A lint that objects to good documents is switched off."""
    assert faults(schema) == []


def test_a_closed_list_that_only_clients_send_is_no_fault() -> None:
    """A server may refuse what it does not know; a reader may not."""
    enum = {"description": "A.", "type": "string", "enum": ["a", "b"]}
    assert lint(document({"Thing": enum}, received="Thing")) == []


def test_a_security_scheme_keeps_to_its_type() -> None:
    """Issue 6: a security scheme with a stray `in`."""
    scheme = {"securitySchemes": {"Key": {"type": "http", "scheme": "bearer", "in": "header", "x-mine": 1}}}
    (fault,) = faults(thing(), components=scheme)
    assert (fault.rule, fault.component, fault.detail) == (
        "stray-security-key",
        "security scheme Key",
        "in with type http",
    )


def test_our_own_bundle_has_the_two_traps_of_the_release_and_no_other_fault() -> None:
    """The house rules of spec/ are stricter than the lint; what is left is the published release's."""
    plain = json.loads((ROOT / "generated" / "openresponses_schema" / "openapi.json").read_text("utf-8"))
    assert {(fault.rule, fault.component, fault.path) for fault in lint(Document(plain))} == {
        ("only-null", "JsonSchemaResponseFormat", "properties/schema"),
        ("only-null", "ReasoningItemParam", "properties/content"),
    }


@pytest.mark.skipif(not UPSTREAM.is_dir(), reason="no published documents: set OPENRESPONSES_UPSTREAM to their folder")
def test_the_published_release_has_the_faults_that_are_known() -> None:
    """Issue 6: run on the published releases it must find what is known to be there."""
    found = lint(Document(json.loads((UPSTREAM / "openapi-2026-04-24.json").read_text("utf-8"))))
    places = {(fault.rule, fault.component, fault.path) for fault in found}
    assert ("only-null", "JsonSchemaResponseFormat", "properties/schema") in places
    assert ("only-null", "ReasoningItemParam", "properties/content") in places
    assert ("stray-security-key", "security scheme ApiKeyAuth", "") in places
    assert ("closed-union", "ItemField", "") in places
    assert sum(fault.rule == "one-value-enum" for fault in found) > 50
