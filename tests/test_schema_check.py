"""The schema judge, against an outside one and by the words of the specification."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest

from openresponses_sdk.schema_check import SchemaChecker, iter_schema_violations, kind_of
from openresponses_sdk.schema_checks import SchemaError
from openresponses_sdk.schema_compiler import SchemaCompiler
from tests.schema_samples import REF_PREFIX, Samples, mutants

jsonschema_rs = pytest.importorskip("jsonschema_rs", reason="the outside judge is in the test group")

DOCUMENT = json.loads(resources.files("openresponses_schema").joinpath("openapi.json").read_bytes())
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]


def outside_judge(component: str) -> Any:
    return jsonschema_rs.Draft202012Validator({"$ref": f"{REF_PREFIX}{component}", "components": {"schemas": SCHEMAS}})


def checker(**schemas: Any) -> SchemaChecker:
    return SchemaChecker({"components": {"schemas": schemas}})


def faults(component: str, value: Any) -> list[tuple[str, str]]:
    return [(v.requirement, v.path) for v in iter_schema_violations(component, value)]


@pytest.mark.parametrize("component", sorted(SCHEMAS))
def test_both_judges_agree_on_every_mutant_of_a_component(component: str) -> None:
    """The published schema is the measure: an outside implementation of JSON Schema must see the same."""
    ours, theirs = SchemaCompiler(SCHEMAS).component(component), outside_judge(component)
    values = [mutant for sample in Samples(SCHEMAS).of(component) for mutant in (sample, *mutants(sample))]
    for value in values:
        issues = [issue for issue in ours(value) or [] if issue.keyword != "alias"]
        assert (not issues) == theirs.is_valid(value), (value, [(i.keyword, i.steps, i.message) for i in issues])


def test_the_samples_are_not_all_refused() -> None:
    """A comparison over values that both refuse at once would show nothing."""
    accepted = sum(any(outside_judge(name).is_valid(value) for value in Samples(SCHEMAS).of(name)) for name in SCHEMAS)
    assert accepted > 0.95 * len(SCHEMAS)


def test_a_keyword_that_is_not_known_is_refused_while_compiling() -> None:
    """Nothing in the schema may be skipped in silence."""
    with pytest.raises(SchemaError, match="uniqueItems"):
        list(checker(A={"type": "array", "uniqueItems": True}).iter_violations("A", []))


def test_a_document_without_components_and_a_component_that_is_missing_are_refused() -> None:
    """Garbage in gives one error of ours."""
    with pytest.raises(SchemaError):
        SchemaChecker([])
    with pytest.raises(SchemaError, match="Nothing"):
        list(checker().iter_violations("Nothing", 1))


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "integer"}, [1, 1.0, 10**30], [True, 1.5, "1", None]),
        ({"type": "number"}, [1, 1.5], [False, "1.5"]),
        ({"type": ["string", "null"]}, ["", None], [0, []]),
        ({"const": 1}, [1, 1.0], [True, "1"]),
        ({"type": "string", "maxLength": 1}, ["\U0001f600"], ["ab"]),
        ({"type": "string", "pattern": "^a$"}, ["a"], ["a\n", "ba"]),
        ({"type": "integer", "minimum": 16}, [16], [15, -1]),
        ({"type": "object", "maxProperties": 1}, [{"a": 1}], [{"a": 1, "b": 2}]),
        ({"type": "object", "properties": {"stream": False}}, [{}], [{"stream": True}]),
        ({"type": "object", "additionalProperties": {"type": "string"}}, [{"a": "b"}], [{"a": 1}]),
        ({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "integer"}}]}, ["a", [1]], [["a"], None]),
        ({"allOf": [{"required": ["a"]}, {"required": ["b"]}]}, [{"a": 1, "b": 1}, 3], [{"a": 1}, {}]),
    ],
)
def test_a_keyword_means_what_json_schema_says(schema: Any, good: list[Any], bad: list[Any]) -> None:
    """JSON Schema 2020-12: booleans are no integers, 1.0 is one, lengths count code points, ``$`` is the very end."""
    for value in good:
        assert not list(checker(A=schema).iter_violations("A", value)), value
    for value in bad:
        assert list(checker(A=schema).iter_violations("A", value)), value


def test_a_violation_says_path_expected_and_found() -> None:
    """A judge that maintainers quote names the place and both values; a long value is cut at 80 characters."""
    schema = {
        "type": "object",
        "properties": {"a b": {"type": "array", "items": {"properties": {"c": {"const": "d"}}}}},
    }
    (violation,) = checker(A=schema).iter_violations("A", {"a b": [{"c": "d"}, {"c": "e" * 500}]})
    assert violation.path == '$["a b"][1].c'
    assert violation.expected == '"d"'
    assert violation.found is not None and len(violation.found) == 80
    assert violation.requirement == "OR-SCHEMA"


def delta(**changes: Any) -> dict[str, Any]:
    event = {
        "type": "response.output_text.delta",
        "sequence_number": 3,
        "item_id": "msg_1",
        "output_index": 0,
        "content_index": 0,
        "delta": "a",
    }
    return {name: value for name, value in (event | changes).items() if value is not ...}


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (delta(), []),
        (delta(vendor_field=[1]), []),
        (delta(sequence_number=...), [("OR-GRAM-01", "$.sequence_number")]),
        (delta(sequence_number="3"), [("OR-GRAM-01", "$.sequence_number")]),
        (delta(type=...), [("OR-SSE-03", "$.type")]),
        (delta(type=7), [("OR-SSE-03", "$.type")]),
        (delta(delta=None), [("OR-SCHEMA", "$.delta")]),
        ({"type": "acme:ping", "sequence_number": 1, "more": {}}, []),
        ({"type": "acme:ping"}, [("OR-EXT-12", "$.sequence_number")]),
        ({"type": "keepalive", "sequence_number": 1}, [("OR-EXT-09", "$.type")]),
    ],
)
def test_an_event_is_judged_by_the_requirement_it_breaks(event: Any, expected: list[tuple[str, str]]) -> None:
    """OR-GRAM-01, OR-SSE-03, OR-EXT-07, OR-EXT-09, OR-EXT-12 and OR-EXT-16."""
    assert faults("ResponseStreamEvent", event) == expected


def test_the_other_name_of_an_event_is_a_warning_that_names_the_dialect() -> None:
    """Every recorded provider writes response.reasoning_text.delta: worth saying, no fault of the content."""
    event = delta(type="response.reasoning_text.delta")
    (violation,) = iter_schema_violations("ResponseStreamEvent", event)
    assert violation.severity == "warning"
    assert "openai" in violation.message
    assert violation.expected == '"response.reasoning.delta"'


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ({"type": "acme:search", "id": "i", "status": "completed", "query": "q"}, []),
        ({"type": "web_search_call", "id": "i", "status": "completed"}, [("OR-ITEM-09", "$.type")]),
        ({"id": "i", "status": "completed"}, [("OR-ITEM-06", "$.type")]),
        (
            {"type": "message", "role": "assistant", "content": [], "status": "completed"},
            [("OR-ITEM-06", "$.id")],
        ),
    ],
)
def test_an_item_is_judged_by_the_requirement_it_breaks(item: Any, expected: list[tuple[str, str]]) -> None:
    """OR-ITEM-06, OR-ITEM-09, OR-EXT-02."""
    assert faults("OutputItem", item) == expected


def test_an_input_item_without_type_is_known_by_its_role_or_id() -> None:
    """The published schema lets a reference and a message leave their type out; errors still name one place."""
    assert faults("InputItem", {"id": "msg_1"}) == []
    assert [
        path
        for _, path in faults("InputItem", {"type": "message", "role": "user", "content": [{"type": "input_text"}]})
    ] == ["$.content[0].text"]


def test_every_missing_member_of_a_response_is_named() -> None:
    """OR-RESP-01: all members are required, nullable ones as null."""
    required = sorted(SCHEMAS["Response"]["required"])
    assert faults("Response", {}) == [("OR-RESP-01", f"$.{name}") for name in required]


@pytest.mark.parametrize(
    "request_body",
    [
        {"max_output_tokens": 15},
        {"top_logprobs": 21},
        {"safety_identifier": "x" * 65},
        {"metadata": {str(i): "" for i in range(17)}},
        {"tools": [{"type": "function", "name": "no spaces"}]},
    ],
)
def test_the_limits_of_a_request_are_one_requirement(request_body: Any) -> None:
    """OR-REQ-01."""
    assert [requirement for requirement, _ in faults("CreateResponseRequest", request_body)] == ["OR-REQ-01"]


@pytest.mark.parametrize(
    ("value", "component"),
    [
        ({"type": "error"}, "ResponseStreamEvent"),
        ({"object": "response"}, "Response"),
        ({"object": "response.compaction"}, "CompactedResponse"),
        ({"model": "m", "input": "hello"}, "CreateResponseRequest"),
        ([], "ResponseStreamEvent"),
        ({}, "ResponseStreamEvent"),
    ],
)
def test_a_document_tells_what_it_is(value: Any, component: str) -> None:
    """``check`` reads an event, a response, a compaction or a request without being told which."""
    assert kind_of(value) == component
