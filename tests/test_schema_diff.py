"""What changed between two documents, and whom it breaks: a vector for every rule, and the published releases."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from openresponses_sdk.documents.change import Change
from openresponses_sdk.documents.diff import diff, left_out
from openresponses_sdk.documents.diff_report import to_dict, to_markdown, to_text
from openresponses_sdk.documents.diff_rules import RULES, Effect
from openresponses_sdk.documents.document import Document, DocumentError, DocumentVersionError
from tests.openapi_documents import document, ref, tagged, thing, union

ROOT = Path(__file__).resolve().parents[1]
RELEASES = ROOT / "spec" / "releases"
UPSTREAM = Path(os.environ.get("OPENRESPONSES_UPSTREAM", ROOT.parent / "shared" / "upstream"))

STRING, INTEGER = {"type": "string"}, {"type": "integer"}


def closed(**properties: Any) -> Any:
    """An object that allows no properties beside its own."""
    return {**thing(**properties), "additionalProperties": False}


def named(*values: str) -> Any:
    """Some values by their names, and any other string: how documents write an open enum without a key of ours."""
    return {"anyOf": [{"type": "string", "enum": [*values]}, STRING]}


VECTORS: list[tuple[str, Any, Any]] = [
    ("property-added", thing(a=STRING), thing(a=STRING, b=STRING)),
    ("required-property-added", thing(a=STRING), thing("b", a=STRING, b=STRING)),
    ("property-removed", thing(a=STRING, b=STRING), thing(a=STRING)),
    ("property-became-required", thing(a=STRING), thing("a", a=STRING)),
    ("property-became-optional", thing("a", a=STRING), thing(a=STRING)),
    ("closed-property-added", closed(a=STRING), closed(a=STRING, b=STRING)),
    ("closed-property-removed", closed(a=STRING, b=STRING), closed(a=STRING)),
    ("property-forbidden", thing(a=STRING), thing(a=False)),
    ("property-allowed", thing(a=False), thing(a=STRING)),
    ("other-properties-forbidden", thing(a=STRING), {**thing(a=STRING), "additionalProperties": False}),
    ("other-properties-allowed", {**thing(a=STRING), "additionalProperties": False}, thing(a=STRING)),
    ("null-added", thing(a=STRING), thing(a={"type": ["string", "null"]})),
    ("null-removed", thing(a={"anyOf": [STRING, {"type": "null"}]}), thing(a=STRING)),
    ("type-widened", thing(a=INTEGER), thing(a={"type": ["integer", "string"]})),
    ("type-widened", thing(a=INTEGER), thing(a={"type": "number"})),
    ("type-widened", thing(a={"type": "null"}), thing(a={"anyOf": [STRING, {"type": "null"}]})),
    ("type-narrowed", thing(a={"type": "number"}), thing(a=INTEGER)),
    ("type-changed", thing(a=INTEGER), thing(a=STRING)),
    ("value-added", {"enum": ["a", "b"]}, {"enum": ["a", "b", "c"]}),
    ("value-removed", {"enum": ["a", "b", "c"]}, {"enum": ["a", "b"]}),
    ("open-value-added", {"enum": ["a", "b"], "x-open": True}, {"enum": ["a", "b", "c"], "x-open": True}),
    ("open-value-removed", {"enum": ["a", "b", "c"], "x-open": True}, {"enum": ["a", "b"], "x-open": True}),
    ("open-value-added", named("a", "b"), named("a", "b", "c")),
    ("open-value-added", thing(a={"anyOf": [{"const": "a"}, STRING]}), thing(a=named("a", "b"))),
    ("open-value-removed", named("a", "b", "c"), named("a", "b")),
    ("values-opened", {"type": "string", "enum": ["a", "b"]}, named("a", "b")),
    ("values-closed", named("a", "b"), {"type": "string", "enum": ["a", "b"]}),
    ("constant-changed", {"const": "a"}, {"enum": ["b"]}),
    ("values-opened", {"type": "string", "enum": ["a", "b"]}, STRING),
    ("values-closed", STRING, {"type": "string", "enum": ["a", "b"]}),
    ("member-added", union("One"), union("One", "Two")),
    ("open-member-added", union("One", **{"x-fallback": "One"}), union("One", "Two", **{"x-fallback": "One"})),
    ("member-removed", union("One", "Two"), union("One")),
    ("limit-loosened", {"type": "string", "maxLength": 3}, {"type": "string", "maxLength": 4}),
    ("limit-loosened", {"type": "integer", "minimum": 3}, {"type": "integer", "minimum": 2}),
    ("limit-loosened", {"type": "integer", "minimum": 3}, INTEGER),
    ("limit-tightened", {"type": "string", "maxLength": 4}, {"type": "string", "maxLength": 3}),
    ("limit-tightened", INTEGER, {"type": "integer", "minimum": 2}),
    ("form-added", STRING, {"type": "string", "pattern": "^a"}),
    ("form-removed", {"type": "string", "pattern": "^a"}, STRING),
    ("form-changed", {"type": "string", "format": "date"}, {"type": "string", "format": "uri"}),
    ("reference-changed", thing(a=ref("One")), thing(a=ref("Other"))),
    (
        "discriminator-changed",
        {**union("One", "Two"), "discriminator": {"propertyName": "type"}},
        {**union("One", "Two"), "discriminator": {"propertyName": "kind"}},
    ),
    ("items-made-unique", {"type": "array"}, {"type": "array", "uniqueItems": True}),
    ("items-may-repeat", {"type": "array", "uniqueItems": True}, {"type": "array", "uniqueItems": False}),
    ("keyword-changed", thing(), {**thing(), "patternProperties": {"^a": STRING}}),
    ("keyword-changed", thing(a={"readOnly": True}), thing(a={"readOnly": False})),
    ("keyword-changed", {"allOf": [{"not": STRING}]}, {"allOf": [{"not": STRING}, {"not": INTEGER}]}),
    (
        "discriminator-changed",
        union("One", "Two"),
        {
            **union("One", "Two"),
            "discriminator": {
                "propertyName": "type",
                "mapping": {"one": ref("Two")["$ref"], "two": ref("Two")["$ref"]},
            },
        },
    ),
    ("discriminator-added", {"description": "One of them.", "oneOf": [ref("One"), ref("Two")]}, union("One", "Two")),
    ("discriminator-removed", union("One", "Two"), {**union("One", "Two"), "discriminator": {"propertyName": "type"}}),
    ("default-changed", {"default": 1}, {"default": True}),
    ("property-became-required", {"required": []}, {"required": ["z"]}),
    ("limit-tightened", thing(a=ref("One")), thing(a={**ref("One"), "minProperties": 1})),
    ("default-added", STRING, {"type": "string", "default": "a"}),
    ("default-removed", {"type": "string", "default": "a"}, STRING),
    ("default-changed", {"type": "string", "default": "a"}, {"type": "string", "default": "b"}),
    ("deprecated", STRING, {"type": "string", "deprecated": True}),
    ("undeprecated", {"type": "string", "deprecated": True}, STRING),
    ("description-changed", {"description": "One."}, {"description": "Another."}),
]
LIMIT = {"name": "limit", "in": "query", "schema": INTEGER}
BODY = {"content": {"application/json": {"schema": ref("One")}}}
OK = {"responses": {"200": {"description": "It."}}}


def answering(response: Any) -> Any:
    """An operation that answers with this."""
    return {"responses": {"200": response}}


OPERATIONS: list[tuple[list[str], Any, Any]] = [
    (["operation-added"], {}, {"get": OK}),
    (["operation-removed"], {"get": OK}, {}),
    (["operation-added"], {}, {"get": {**OK, "parameters": [{**LIMIT, "required": True}], "requestBody": BODY}}),
    (["operation-added"], {"get": OK}, {"get": {"responses": {**OK["responses"], "204": {"description": "No."}}}}),
    (["parameter-added"], {"get": OK}, {"get": {**OK, "parameters": [LIMIT]}}),
    (["parameter-added"], {"get": OK}, {"get": {**OK, "parameters": [{"name": "q", "in": "header", **BODY}]}}),
    (["required-parameter-added"], {"get": OK}, {"get": {**OK, "parameters": [{**LIMIT, "required": True}]}}),
    (["parameter-removed"], {"get": OK, "parameters": [LIMIT]}, {"get": OK}),
    (
        ["parameter-became-required"],
        {"get": {**OK, "parameters": [LIMIT]}},
        {"get": {**OK, "parameters": [{"$ref": "#/components/parameters/Needed"}]}},
    ),
    (
        ["parameter-became-optional"],
        {"get": {**OK, "parameters": [{"$ref": "#/components/parameters/Needed"}]}},
        {"get": {**OK, "parameters": [LIMIT]}},
    ),
    (
        ["type-changed"],
        {"get": {**OK, "parameters": [LIMIT]}},
        {"get": {**OK, "parameters": [{**LIMIT, "schema": STRING}]}},
    ),
    (
        ["keyword-changed"],
        {"get": {**OK, "parameters": [LIMIT]}},
        {"get": {**OK, "parameters": [{**LIMIT, "style": "form"}]}},
    ),
    (
        ["keyword-changed"],
        {"get": {**OK, "parameters": [LIMIT]}},
        {"get": {**OK, "parameters": [{**LIMIT, "explode": False}]}},
    ),
    (["parameter-added"], {"get": OK}, {"get": OK, "parameters": [{**LIMIT, "deprecated": False}]}),
    (["body-became-required"], {"get": {"requestBody": BODY}}, {"get": {"requestBody": {**BODY, "required": True}}}),
    (
        ["body-became-optional"],
        {"get": {"requestBody": {"$ref": "#/components/requestBodies/Needed"}}},
        {"get": {"requestBody": BODY}},
    ),
    (
        ["body-became-required", "operation-added"],
        {"get": OK},
        {"get": {**OK, "requestBody": {"$ref": "#/components/requestBodies/Needed"}}},
    ),
    (
        ["property-became-required"],
        {"get": answering({"content": {"application/json": {"schema": thing(a=STRING)}}})},
        {"get": answering({"$ref": "#/components/responses/Thing"})},
    ),
    (["header-added"], {"get": OK}, {"get": answering({"headers": {"X-Left": {"schema": INTEGER}}})}),
    (["header-removed"], {"get": answering({"headers": {"X-Left": {"schema": INTEGER}}})}, {"get": OK}),
    (
        ["type-changed"],
        {"get": answering({"headers": {"X-Left": {"schema": STRING}}})},
        {"get": answering({"headers": {"x-left": {"$ref": "#/components/headers/Left"}}})},
    ),
    (["operation-renamed"], {"get": {**OK, "operationId": "a"}}, {"get": {**OK, "operationId": "b"}}),
    (["security-changed"], {"get": OK}, {"get": {**OK, "security": [{"Key": []}]}}),
    (["deprecated"], {"get": OK}, {"get": {**OK, "deprecated": True}}),
    (["undeprecated"], {"get": {**OK, "deprecated": True}}, {"get": {**OK, "deprecated": False}}),
    (["keyword-changed"], {"get": OK}, {"get": {**OK, "callbacks": {"done": {"{$url}": {"post": OK}}}}}),
]
PARTS = {
    "parameters": {"Needed": {**LIMIT, "required": True}},
    "requestBodies": {"Needed": {**BODY, "required": True}},
    "responses": {"Thing": {"content": {"application/json": {"schema": thing("a", a=STRING)}}}},
    "headers": {"Left": {"schema": INTEGER}},
}
OPEN = ("open-member-added", "member-removed")
FIXED = {"One": tagged("one"), "Two": tagged("two"), "Other": thing("n", n=INTEGER)}


def changes(old: Any, new: Any) -> list[Change]:
    """The changes of a component that is written ``old`` and then ``new``, beside components that stay."""
    return diff(document({"Thing": old, **FIXED}, sent="Thing"), document({"Thing": new, **FIXED}, sent="Thing"))


@pytest.mark.parametrize(("rule", "old", "new"), VECTORS)
def test_each_change_is_named_by_its_rule(rule: str, old: Any, new: Any) -> None:
    """Issue 6: by component, for readers and for writers, with a rule id each."""
    found = changes(old, new)
    assert [change.rule for change in found] == [rule]
    assert found[0].component == "Thing"
    assert found[0].sides == {"response"}


def test_every_rule_of_a_schema_has_a_vector() -> None:
    """A rule that nothing can break is no rule."""
    elsewhere = {"component-added", "component-removed", "security-changed"}
    of_operations = {rule for rules, _, _ in OPERATIONS for rule in rules}
    assert {rule for rule, _, _ in VECTORS} | elsewhere | of_operations == RULES.keys()


@pytest.mark.parametrize(("rule", "old", "new"), VECTORS)
def test_what_breaks_one_side_is_additive_on_the_way_back(rule: str, old: Any, new: Any) -> None:
    """A value set that grew breaks readers; the same set shrinking again must not, and the other way round."""
    (there,), (back,) = changes(old, new), changes(new, old)
    # An open list or union forgives growth and not shrinking; what is no longer listed may still be sent.
    # Who loses a property reads less than before, though each value fits.
    asymmetric = ("property-added", "required-property-added", "property-removed", "default-changed", *OPEN)
    if rule not in (*asymmetric, "closed-property-added", "closed-property-removed"):
        assert (there.readers is Effect.BREAKING) == (back.writers is Effect.BREAKING)
        assert (there.writers is Effect.BREAKING) == (back.readers is Effect.BREAKING)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"type": ["string", "null"]}, {"anyOf": [STRING, {"type": "null"}]}),
        ({"enum": ["a"]}, {"const": "a"}),
        ({"allOf": [ref("One")]}, ref("One")),
        ({"oneOf": [ref("One")]}, ref("One")),
        (thing(a=STRING), {"description": "A thing.", "allOf": [thing(a=STRING)]}),
        (thing(a=tagged("one")), thing(a={**tagged("one")})),
        (
            {"oneOf": [ref("One"), {"oneOf": [ref("Two"), ref("Other")]}]},
            {"oneOf": [ref("Two"), ref("Other"), ref("One")]},
        ),
        ({"type": "string", "title": "T", "example": "x"}, STRING),
        (named("a", "b"), STRING),
        (named("a", "b"), {"anyOf": [{"const": "a"}, STRING, {"const": "b"}]}),
    ],
)
def test_another_way_to_write_the_same_is_no_change(old: Any, new: Any) -> None:
    """Issue 6: the comparison is about values, not about keywords."""
    assert changes(old, new) == []


KEYWORDS: list[tuple[str, Any]] = [
    ("patternProperties", {"^a": STRING}),
    ("prefixItems", [STRING]),
    ("if", {"properties": {"a": STRING}}),
    ("then", {"required": ["a"]}),
    ("else", False),
    ("not", {"type": "null"}),
    ("dependentRequired", {"a": ["b"]}),
    ("dependentSchemas", {"a": {"required": ["b"]}}),
    ("contains", STRING),
    ("propertyNames", {"maxLength": 3}),
    ("unevaluatedProperties", False),
    ("unevaluatedItems", False),
    ("$defs", {"D": STRING}),
    ("readOnly", True),
    ("writeOnly", True),
    ("minContains", 0),
    ("contentSchema", STRING),
    ("nonesuch/~", 1),
]


@pytest.mark.parametrize(("keyword", "value"), KEYWORDS)
@pytest.mark.parametrize(
    "around",
    [
        lambda schema: schema,
        lambda schema: thing(a=schema),
        lambda schema: {"allOf": [thing(a=STRING), schema]},
        lambda schema: {**schema, "$ref": "#/components/schemas/One"},
        lambda schema: thing(a={**schema, "$ref": "#/components/schemas/One"}),
        lambda schema: {"anyOf": [{**schema, "type": "object"}, {"type": "null"}]},
        lambda schema: {"anyOf": [{**schema, "type": "string", "enum": ["a", "b"]}, STRING]},
    ],
)
def test_a_keyword_that_is_not_understood_is_noticed(keyword: str, value: Any, around: Any) -> None:
    """No two documents that differ in more than prose may be called the same."""
    found = changes(around({}), around({keyword: value}))
    assert found and Effect.BREAKING in {change.effect for change in found}
    if "anyOf" not in around({}):
        (change,) = found
        assert change.rule == "keyword-changed"
        assert change.path.endswith(keyword.replace("~", "~0").replace("/", "~1"))
    assert changes(around({keyword: value}), around({keyword: value})) == []


def test_prose_inside_a_keyword_that_is_not_understood_is_no_change() -> None:
    """What a property is called is no prose, what is said of it is."""
    old = {"not": {"properties": {"title": {"type": "string", "title": "One"}}}}
    new = {"not": {"properties": {"title": {"type": "string", "title": "Two", "x-more": 1}}}}
    assert changes(old, new) == []
    assert changes(old, {"not": {"properties": {}}})


@pytest.mark.parametrize(("rules", "old", "new"), OPERATIONS)
def test_what_an_operation_takes_and_answers_is_compared(rules: list[str], old: Any, new: Any) -> None:
    """Parameters, bodies, responses and headers, written in place or by reference."""
    before, after = (document(FIXED, paths={"/things": item}, components=PARTS) for item in (old, new))
    assert sorted({change.rule for change in diff(before, after)}) == rules
    assert diff(after, after) == []


def test_what_a_reference_to_another_place_means_is_compared() -> None:
    """A place inside a component may be referred to, also in circles."""

    def of(schema: Any) -> Document:
        inner = {**thing(next={"$ref": "#/components/schemas/A/$defs/D"}), "additionalProperties": schema}
        whole = {"A": {"$defs": {"D": inner}}, "B": thing(d={"$ref": "#/components/schemas/A/$defs/D"})}
        return document(whole, sent="B")

    assert diff(of(STRING), of(STRING)) == []
    found = {(change.rule, change.component) for change in diff(of(STRING), of(INTEGER))}
    assert found == {("keyword-changed", "A"), ("type-changed", "B")}
    assert of(STRING).sides()["A"] == {"response"}
    with pytest.raises(DocumentError, match="consists of itself"):
        document({"A": {"$defs": {"D": {"allOf": [ref("A")]}}, "allOf": [ref("A/$defs/D")]}})
    with pytest.raises(DocumentError, match="required is no list"):
        document({"A": {"x-parts": {"P": {"required": 7}}, "allOf": [ref("A/x-parts/P")]}})


@pytest.mark.parametrize("section", ["parameters", "responses", "headers", "links", "callbacks", "pathItems"])
def test_a_component_that_nothing_uses_is_noticed(section: str) -> None:
    """Somebody else's document may use it."""
    old, new, prose = (
        document(FIXED, components={section: {"It": said}})
        for said in ({"a": 1}, {"a": True}, {"a": 1, "description": "New."})
    )
    (change,) = diff(old, new)
    assert (change.rule, change.component) == ("keyword-changed", f"{section} It")
    assert diff(old, prose) == []


def test_security_of_the_document_is_that_of_each_operation() -> None:
    """Credentials that are asked for everywhere are a change of every operation that does not say its own."""
    paths = {"/a": {"get": OK}, "/b": {"get": {**OK, "security": []}}}
    old, new = document(FIXED, paths=paths), document(FIXED, paths=paths, security=[{"Key": []}])
    assert [(change.rule, change.component) for change in diff(old, new)] == [("security-changed", "GET /a")]


def test_what_was_never_published_is_left_out_and_counted() -> None:
    """A frozen release lacks a bundle's own components: they are no news."""
    own = {"Ours": {**thing(), "x-upstream-name": []}, "Apart": thing()}
    old, new = document({"A": thing()}, sent="A"), document({"A": thing(), **own}, sent="A")
    assert diff(old, new) == [] and diff(new, old) == []
    assert left_out(old, new) == left_out(new, old) == ["Ours", "Apart"]
    assert "Left out: 2 components" in to_text(old, new, []) and to_dict(old, new, [])["left_out"] == ["Ours", "Apart"]
    unmarked = document({"A": thing(), "Apart": thing()}, sent="A")
    assert [change.rule for change in diff(old, unmarked)] == ["component-added"]
    bundle = Document(json.loads((ROOT / "generated" / "openapi" / "openapi.json").read_text("utf-8")))
    assert diff(release("2026-04-24"), bundle) == []
    assert all(name.startswith(("Thread", "CustomThread")) for name in left_out(release("2026-04-24"), bundle))


@pytest.mark.parametrize("version", [{"openapi": "3.0.3"}, {"swagger": "2.0"}, {"openapi": 3.2}])
def test_another_version_of_openapi_is_refused(version: Any) -> None:
    """`nullable` and other keywords of 3.0 mean something else, so a comparison would be wrong."""
    with pytest.raises(DocumentVersionError, match=rf"is OpenAPI {next(iter(version.values()))}; 3\.1 is"):
        Document({**version, "info": {"version": "1"}, "components": {"schemas": {"A": thing()}}})


def test_a_document_that_is_nested_without_end_is_refused() -> None:
    """Also where no schemas stand."""
    deep: Any = {}
    for _ in range(310):
        deep = {"a": deep}
    with pytest.raises(DocumentError, match="nested more than 300 deep"):
        document({"A": thing()}, servers=deep)


def test_a_component_that_was_renamed_is_followed() -> None:
    """A reference to a component without a partner is compared by what it says."""
    old = document({"Holder": thing(a=ref("Old")), "Old": thing("n", n=INTEGER)}, sent="Holder")
    new = document({"Holder": thing(a=ref("New")), "New": thing("n", n=STRING)}, sent="Holder")
    found = {(change.rule, change.component, change.path) for change in diff(old, new)}
    assert ("type-changed", "Holder", "properties/a/properties/n") in found
    assert ("component-added", "New", "") in found and ("component-removed", "Old", "") in found


def test_a_published_name_pairs_components() -> None:
    """`x-upstream-name` says under which name a component was published."""
    old = document({"Resource": thing("n", n=INTEGER)}, sent="Resource")
    new = document({"Thing": {**thing(n=INTEGER), "x-upstream-name": "Resource"}}, sent="Thing")
    assert [(change.rule, change.component) for change in diff(old, new)] == [("property-became-optional", "Thing")]


def test_recursive_components_end() -> None:
    """A component that holds itself, renamed or not, must not be followed for ever."""
    old = document({"Node": thing(next=ref("Node")), "A": thing(next=ref("A"))}, sent="Node")
    new = document({"Node": thing(next=ref("Node")), "B": thing(next=ref("B"))}, sent="Node")
    assert {change.rule for change in diff(old, new)} == {"component-added", "component-removed"}


def test_operations_and_security_are_compared() -> None:
    """Issue 6: a document is more than its components."""
    scheme = {"securitySchemes": {"Key": {"type": "http", "scheme": "bearer"}}}
    other = {"securitySchemes": {"Key": {"type": "http", "scheme": "basic", "description": "New."}}}
    old = document({"A": thing(), "B": thing()}, sent="A", components=scheme)
    new = document({"A": thing(), "B": thing()}, received="B", components=other)
    found = [(change.rule, change.component) for change in diff(old, new)]
    assert found == [
        ("operation-removed", "POST /things 200 application/json"),
        ("operation-added", "POST /things request application/json"),
        ("security-changed", "security scheme Key"),
    ]


@pytest.mark.parametrize("plain", [None, [], {}, {"components": []}, {"components": {"schemas": {}}}])
def test_what_is_no_document_is_refused(plain: object) -> None:
    """Bad input gets a clear error."""
    with pytest.raises(DocumentError, match=r"components|object"):
        Document(plain)


def test_a_property_that_a_closed_object_must_have_now_breaks_both_sides() -> None:
    """Readers refuse what they do not know, writers do not send it."""
    old, new = closed(a=STRING), {**closed(a=STRING, b=STRING), "required": ["b"]}
    assert {change.rule for change in changes(old, new)} == {"closed-property-added", "required-property-added"}


@pytest.mark.parametrize(
    ("schema", "fault"),
    [
        ({"required": "a"}, "required is no list of names"),
        ({"required": [1]}, "required is no list of names"),
        ({"required": True}, "required is no list of names"),
        ({"oneOf": {}}, "oneOf is no list"),
        ({"allOf": None}, "allOf is no list"),
        ({"enum": 7}, "enum is no list"),
        ({"type": 7}, "type is no name and no list of names"),
        ({"type": [{}]}, "type is no name and no list of names"),
        ({"properties": []}, "properties is no object"),
        ({"maximum": "5"}, "maximum is no number"),
        ({"minLength": None}, "minLength is no number"),
        ({"x-upstream-name": 7}, "x-upstream-name is no name and no list of names"),
    ],
)
def test_a_keyword_that_says_nothing_is_named_with_its_place(schema: Any, fault: str) -> None:
    """Issue 6: any OpenAPI document; a sloppy one gets an error with the place, and never a TypeError."""
    with pytest.raises(DocumentError, match=f"^the document: Thing/properties/a/items: {fault}$"):
        document({"Thing": thing(a={"type": "array", "items": schema})})
    plain = {"components": {"schemas": {"Thing": thing()}}, "paths": {"/a": {"get": {"parameters": 7}}}}
    assert Document(plain).schemas.keys() == {"Thing"}


def test_schemas_that_are_written_one_inside_another_without_end_are_refused() -> None:
    """A document from elsewhere must not bring the comparison to its knees."""
    schema: Any = STRING
    for _ in range(101):
        schema = {"type": "array", "items": schema}
    with pytest.raises(DocumentError, match="Thing: a schema is nested more than 100 deep"):
        document({"Thing": schema})
    deep = document({"Thing": schema["items"]}, sent="Thing")
    assert diff(deep, deep) == []


def test_a_component_that_consists_of_itself_is_refused() -> None:
    """Nothing fits it, and following it would not end."""
    with pytest.raises(DocumentError, match="the component A consists of itself"):
        document({"A": {"allOf": [ref("B")]}, "B": {"anyOf": [STRING, ref("A")]}})


leaf = st.sampled_from(
    [
        STRING,
        INTEGER,
        {"type": ["string", "null"]},
        {"const": 1},
        {"enum": ["a", None]},
        ref("A"),
        ref("B"),
        True,
        False,
    ]
)
schemas = st.recursive(
    leaf,
    lambda inner: (
        st.builds(lambda a, b: thing("a", a=a, b=b), inner, inner)
        | st.builds(lambda items: {"type": "array", "items": items}, inner)
        | st.builds(
            lambda key, members: {key: members},
            st.sampled_from(["oneOf", "anyOf", "allOf"]),
            st.lists(inner, max_size=4),
        )
    ),
    max_leaves=10,
)


def sound(components: dict[str, Any]) -> Document:
    """A document with components, none of which consists of itself."""
    try:
        return document(components, sent="A")
    except DocumentError:
        reject()


@given(a=schemas, b=schemas)
def test_a_document_has_no_change_against_itself(a: Any, b: Any) -> None:
    """The first law of a comparison, also for unions in unions and components in circles."""
    same = sound({"A": a, "B": b})
    assert diff(same, same) == []


@given(old=schemas, new=schemas)
def test_any_two_documents_can_be_compared(old: Any, new: Any) -> None:
    """A maintainer's document is never so odd that the comparison fails or does not end."""
    for change in diff(sound({"A": old, "B": thing()}), sound({"A": new, "B": thing()})):
        assert change.rule in RULES


def test_the_reports_say_the_same() -> None:
    """Issue 6: text, Markdown, JSON."""
    old = document({"A|B": thing(a=STRING)}, sent="A|B")
    new = document({"A|B": thing("a", a={"type": "string", "maxLength": 2})}, sent="A|B")
    found = diff(old, new)
    plain = to_dict(old, new, found)
    assert plain["readers"] == {"breaking": 0, "additive": 2, "clarifying": 0}
    assert plain["writers"] == {"breaking": 2, "additive": 0, "clarifying": 0}
    text, page = to_text(old, new, found), to_markdown(old, new, found)
    for change in found:
        assert change.rule in text and f"`{change.rule}`" in page
    assert "A\\|B" in page and "sent by servers" in page
    assert to_text(old, old, []).rstrip().endswith("Nothing has changed.")


def release(version: str) -> Document:
    return Document(json.loads((RELEASES / f"{version}.json").read_text("utf-8")), version)


def of_readers(found: list[Change]) -> set[tuple[str, str]]:
    return {(change.component, change.path) for change in found if change.readers is Effect.BREAKING}


def test_the_releases_differ_as_it_is_known() -> None:
    """Issue 6: `logprobs` became optional in output text, which breaks readers; compaction joined open unions."""
    found = diff(release("2026-01-15"), release("2026-04-24"))
    assert of_readers(found) == {
        ("OutputTextContent", "properties/logprobs"),
        ("ResponseOutputTextDeltaEvent", "properties/logprobs"),
        ("ResponseOutputTextDoneEvent", "properties/logprobs"),
    }
    assert not [change for change in found if change.writers is Effect.BREAKING]
    joined = {change.component for change in found if change.rule == "open-member-added"}
    assert joined == {"OutputItem", "InputItem"}


@pytest.mark.skipif(not UPSTREAM.is_dir(), reason="no published documents: set OPENRESPONSES_UPSTREAM to their folder")
def test_the_published_releases_differ_in_the_same_places() -> None:
    """Issue 6: on the published documents, whose unions are not marked open."""
    old, new = (
        Document(json.loads((UPSTREAM / f"openapi-{version}.json").read_text("utf-8")), version)
        for version in ("2026-01-15", "2026-04-24")
    )
    assert of_readers(diff(old, new)) == {
        ("OutputTextContent", "properties/logprobs"),
        ("ResponseOutputTextDeltaStreamingEvent", "properties/logprobs"),
        ("ResponseOutputTextDoneStreamingEvent", "properties/logprobs"),
        ("ItemField", ""),
        ("ItemParam", ""),
    }


@pytest.mark.skipif(not UPSTREAM.is_dir(), reason="no published documents: set OPENRESPONSES_UPSTREAM to their folder")
@pytest.mark.parametrize("version", ["2026-01-15", "2026-04-24"])
def test_a_frozen_release_is_the_published_one(version: str) -> None:
    """Issue 6: a second judge beside `equivalence`, which shares no code with it."""
    published = Document(json.loads((UPSTREAM / f"openapi-{version}.json").read_text("utf-8")), "published")
    found = [change for change in diff(published, release(version)) if change.rule not in PROSE]
    # The published document says neither that a request needs a body nor that it needs a key.
    at = ["POST /responses", *(["POST /responses/compact"] if version > "2026-01-15" else [])]
    assert {(change.rule, change.component) for change in found} == {
        ("security-changed", "security scheme ApiKeyAuth"),
        ("default-removed", "JsonSchemaResponseFormatParam"),
        *(("security-changed", operation) for operation in at),
        *(("body-became-required", f"{operation} request") for operation in at),
    }


PROSE = {"description-changed", "component-added", "operation-renamed", "discriminator-added"}
