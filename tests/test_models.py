"""The generated models: what they read, what they keep, what they refuse and what they write."""

from __future__ import annotations

import copy
import gc
import importlib
import inspect
import json
import pickle
import re
from enum import StrEnum
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

import openresponses_schema
from openresponses_schema import (
    DELTA,
    LIFECYCLE,
    RESPONSE_STREAM_EVENT_MODELS,
    RULES,
    SPEC_VERSION,
    TERMINAL,
    WIRE_TYPES,
    CustomContentPart,
    CustomItem,
    EventType,
    FunctionCallItem,
    InputImageContent,
    InputItem,
    ItemReference,
    ItemStatus,
    MessageItem,
    OutputItem,
    OutputTextContent,
    ReasoningItem,
    ResponseOutputItemAddedEvent,
    ResponseOutputTextDeltaEvent,
    ResponseReasoningDeltaEvent,
    ResponseStreamEvent,
    UrlCitation,
    Usage,
)
from openresponses_schema._base import Model

Json = dict[str, Any]
DOCUMENT: Json = json.loads(
    importlib.resources.files("openresponses_schema").joinpath("openapi.json").read_bytes()  # type: ignore[attr-defined]
)
SCHEMAS: Json = DOCUMENT["components"]["schemas"]
NAMES = [name for name in openresponses_schema.__all__ if isinstance(getattr(openresponses_schema, name), type)]
MODELS: list[type[Model]] = [
    found for name in NAMES if issubclass(found := getattr(openresponses_schema, name), Model) and found is not Model
]
ENUMS = [found for name in NAMES if issubclass(found := getattr(openresponses_schema, name), StrEnum)]
TAGGED = sorted(name for name, schema in SCHEMAS.items() if "discriminator" in schema)
MESSAGE: Json = {"type": "message", "id": "m", "status": "completed", "role": "assistant", "content": []}
DELTA_EVENT: Json = {
    "type": "response.output_text.delta",
    "sequence_number": 4,
    "item_id": "m",
    "output_index": 0,
    "content_index": 0,
    "delta": "x",
    "logprobs": [],
}


def written(model: Model) -> list[Json]:
    """What each route of pydantic and of ours writes."""
    return [
        json.loads(model.to_json()),
        model.to_dict(),
        json.loads(model.model_dump_json()),
        json.loads(TypeAdapter(type(model)).dump_json(model)),
        TypeAdapter(type(model)).dump_python(model, mode="json"),
    ]


def issue(model: Any, value: Any) -> tuple[str, tuple[Any, ...]]:
    """Kind and place of the first thing that is wrong."""
    with pytest.raises(ValidationError) as error:
        TypeAdapter(model).validate_python(value)
    first = error.value.errors()[0]
    return first["type"], first["loc"]


# Writing.


def test_a_model_made_in_python_writes_its_constants_by_every_route() -> None:
    """DESIGN, models: valid by the schema through any pydantic route, a FastAPI response included."""
    part = OutputTextContent(text="x", annotations=[])
    assert written(part) == [{"type": "output_text", "text": "x", "annotations": []}] * 5
    message = MessageItem(id="m", status=ItemStatus.COMPLETED, role="assistant", content=[part])
    whole = {**MESSAGE, "content": [{"type": "output_text", "text": "x", "annotations": []}]}
    assert written(message) == [whole] * 5


def test_a_required_null_is_written_although_nobody_set_it() -> None:
    """DESIGN, models: constants and required-nullable fields are marked as set."""
    image = InputImageContent(detail="auto")
    assert written(image) == [{"type": "input_image", "image_url": None, "detail": "auto"}] * 5
    added = ResponseOutputItemAddedEvent(output_index=0, sequence_number=1, item=None)
    assert (
        written(added)
        == [{"type": "response.output_item.added", "sequence_number": 1, "output_index": 0, "item": None}] * 5
    )


def test_a_required_null_with_a_bent_name_is_written_too() -> None:
    """`schema` is a method of every pydantic model, so the property is `schema_` in Python only."""
    made = openresponses_schema.JsonSchemaResponseFormat(name="n", strict=True)
    wire = {"type": "json_schema", "name": "n", "description": None, "schema": None, "strict": True}
    assert written(made) == [wire] * 5


def test_an_optional_field_that_is_never_null_is_left_out_when_it_holds_none() -> None:
    """DESIGN, models: such fields carry exclude_if; a null would break the schema."""
    part = OutputTextContent(text="x", annotations=[], logprobs=None)
    assert written(part) == [{"type": "output_text", "text": "x", "annotations": []}] * 5
    event = ResponseOutputTextDeltaEvent(item_id="m", output_index=0, content_index=0, delta="x", logprobs=[])
    assert all("sequence_number" not in wire and "obfuscation" not in wire for wire in written(event))


# Reading.


@pytest.mark.parametrize("route", ["to_json", "to_dict"])
def test_what_was_read_is_written_back_absent_as_absent_and_null_as_null(route: str) -> None:
    """DESIGN, models: absent and null are told apart, and equal JSON comes out."""
    for wire in (
        {"type": "reasoning", "id": "r", "summary": []},
        {"type": "reasoning", "id": "r", "summary": [], "encrypted_content": "x", "vendor": {"a": [None, 1.5]}},
        {"id": "i"},
        {"id": "i", "type": None},
        {"id": "i", "type": "item_reference"},
    ):
        model = TypeAdapter(InputItem if "summary" not in wire else OutputItem).validate_python(wire)
        out = getattr(model, route)()
        assert (json.loads(out) if isinstance(out, bytes) else out) == wire


def test_absent_and_null_can_be_told_apart_after_reading() -> None:
    """DESIGN, models: None stands for both, and the set of fields tells which it was."""
    absent, null = ItemReference.model_validate({"id": "i"}), ItemReference.model_validate({"id": "i", "type": None})
    assert "type" not in absent.model_fields_set
    assert "type" in null.model_fields_set and null.type is None


def test_vendor_fields_are_kept_at_every_depth_and_in_their_order() -> None:
    """DESIGN: reading never drops; providers add fields wherever they like."""
    wire = {
        "vendor": 1,
        **MESSAGE,
        "content": [{"type": "text", "text": "x", "deep": {"nest": [1, None, {"a": True}]}}],
    }
    model = MessageItem.model_validate(wire)
    assert model.model_extra == {"vendor": 1}
    assert written(model) == [wire] * 5


def test_known_enum_values_become_members_and_unknown_ones_stay_strings() -> None:
    """DESIGN, models: every enum is open on reading."""
    known = MessageItem.model_validate(MESSAGE)
    assert known.status is ItemStatus.COMPLETED and known.status == "completed"
    unknown = MessageItem.model_validate({**MESSAGE, "status": "paused", "role": "critic"})
    assert unknown.status == "paused" and type(unknown.status) is str and unknown.role == "critic"
    assert written(unknown)[0] == {**MESSAGE, "status": "paused", "role": "critic"}
    assert issue(MessageItem, {**MESSAGE, "status": 7}) == ("string_type", ("status",))


def test_integers_stay_exact_however_large() -> None:
    """Reading never changes a value, not even one that a float could not hold."""
    large = 2**63 + 1
    event = ResponseOutputTextDeltaEvent.model_validate_json(json.dumps({**DELTA_EVENT, "sequence_number": large}))
    assert event.sequence_number == large and str(large).encode() in event.to_json()


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("sequence_number", "4", "int_type"),
        ("sequence_number", True, "int_type"),
        ("sequence_number", 4.5, "int_type"),
        ("output_index", False, "int_type"),
        ("output_index", None, "int_type"),
        ("delta", 7, "string_type"),
        ("delta", None, "string_type"),
        ("item_id", b"m", "string_type"),
        ("logprobs", "x", "list_type"),
        ("type", "response.output_text.done", "literal_error"),
    ],
)
def test_a_value_of_another_type_is_refused_with_its_path(field: str, value: Any, kind: str) -> None:
    """A number in a string, or a bool for an int, is a fault of the peer; pydantic's lax mode would hide it."""
    if isinstance(value, bytes):
        value = ["m"]
    assert issue(ResponseOutputTextDeltaEvent, {**DELTA_EVENT, field: value}) == (kind, (field,))


def test_a_float_field_takes_integers_but_no_strings_and_no_bools() -> None:
    """JSON has one kind of number; true is none."""
    token = {"token": "x", "logprob": -1, "bytes": [], "top_logprobs": []}
    assert openresponses_schema.LogProb.model_validate(token).to_dict() == token
    for wrong in ("-1", True):
        assert issue(openresponses_schema.LogProb, {**token, "logprob": wrong}) == ("float_type", ("logprob",))


# Unions.


def test_an_unknown_tag_is_kept_with_all_its_data() -> None:
    """DESIGN, models: an unknown tag falls to the open member."""
    wire = {"type": "web_search_call", "id": "w", "status": "completed", "action": {"query": [1]}}
    item = TypeAdapter(OutputItem).validate_python(wire)
    assert type(item) is CustomItem and item.to_dict() == wire
    part = TypeAdapter(openresponses_schema.ContentPart).validate_python({"type": "hologram", "x": 1})
    assert type(part) is CustomContentPart and part.model_extra == {"x": 1}


@pytest.mark.parametrize("name", TAGGED)
def test_a_known_tag_never_falls_through_to_the_open_member(name: str) -> None:
    """DESIGN, models: a malformed known object raises, with its path."""
    union = SCHEMAS[name]
    adapter = TypeAdapter(getattr(openresponses_schema, name))
    prop = union["discriminator"]["propertyName"]
    for tag, ref in union["discriminator"]["mapping"].items():
        member = ref.split("/")[-1]
        strings = [
            key
            for key, schema in SCHEMAS[member].get("properties", {}).items()
            if key != prop and isinstance(schema, dict) and schema.get("type") in ("string", "array", "integer")
        ]
        if strings:
            with pytest.raises(ValidationError):
                adapter.validate_python({prop: tag, strings[0]: {"no": "such"}})
        elif SCHEMAS[member].get("required") == [prop]:
            assert type(adapter.validate_python({prop: tag})) is getattr(openresponses_schema, member)


@pytest.mark.parametrize("name", TAGGED)
@pytest.mark.parametrize("tag", [[], {}, 7, None, True, 1.5, ["message"]])
def test_a_tag_that_is_no_string_is_an_error_of_ours_and_no_crash(name: str, tag: Any) -> None:
    """Bad input: a tag that cannot be hashed must not raise a TypeError."""
    prop = SCHEMAS[name]["discriminator"]["propertyName"]
    adapter = TypeAdapter(getattr(openresponses_schema, name))
    with pytest.raises(ValidationError):
        adapter.validate_python({prop: tag})


@pytest.mark.parametrize("value", [None, 7, "text", [], b"x", object()])
def test_what_is_no_object_is_no_item(value: Any) -> None:
    """Bad input: never a crash."""
    with pytest.raises(ValidationError):
        TypeAdapter(OutputItem).validate_python(value)


def test_every_spelling_of_an_event_is_read_and_kept() -> None:
    """DESIGN, models: an alias is a spelling; what came is what is held."""
    for spelling in ("response.reasoning.delta", "response.reasoning_text.delta"):
        wire = {**DELTA_EVENT, "type": spelling}
        del wire["logprobs"]
        event = TypeAdapter(ResponseStreamEvent).validate_python(wire)
        assert type(event) is ResponseReasoningDeltaEvent and event.type == spelling and event.to_dict() == wire
    assert (
        ResponseReasoningDeltaEvent(item_id="", output_index=0, content_index=0, delta="").type
        == "response.reasoning.delta"
    )


def test_a_model_may_be_given_where_its_json_may() -> None:
    """A user builds objects of objects."""
    call = FunctionCallItem(id="f", call_id="c", name="n", arguments="", status="in_progress")
    event = ResponseOutputItemAddedEvent(output_index=0, sequence_number=0, item=call)
    assert event.item is call


def test_validating_a_nested_object_does_not_call_its_init(monkeypatch: pytest.MonkeyPatch) -> None:
    """DESIGN, models: pydantic would call a custom __init__ for every nested object, which is many times slower."""
    calls: list[type] = []
    plain = Model.__init__

    def counted(self: Model, /, **data: Any) -> None:
        calls.append(type(self))
        plain(self, **data)

    assert getattr(plain, "__pydantic_base_init__", False)
    monkeypatch.setattr(Model, "__init__", counted)
    MessageItem.model_validate({**MESSAGE, "content": [{"type": "output_text", "text": "x", "annotations": []}] * 3})
    assert calls == []


# Copies.


@pytest.mark.parametrize(
    "again",
    [
        copy.copy,
        copy.deepcopy,
        lambda model: model.model_copy(),
        lambda model: model.model_copy(deep=True),
        lambda model: pickle.loads(pickle.dumps(model)),
        lambda model: type(model).model_validate(model.to_dict()),
        lambda model: type(model).model_validate_json(model.to_json()),
        lambda model: type(model).model_construct(model.model_fields_set, **dict(model)),
    ],
    ids=["copy", "deepcopy", "model_copy", "deep", "pickle", "dict", "json", "construct"],
)
def test_a_copy_is_equal_and_writes_the_same(again: Any) -> None:
    """Users copy, pickle and send models between processes."""
    model = MessageItem.model_validate({**MESSAGE, "content": [{"type": "text", "text": "x", "v": 1}], "vendor": [1]})
    other = again(model)
    assert other == model and other is not model
    assert written(other) == written(model)


def test_a_changed_copy_leaves_the_original_alone() -> None:
    """`model_copy(update=...)` is how snapshots and numbering work."""
    event = ResponseOutputTextDeltaEvent.model_validate(DELTA_EVENT)
    other = event.model_copy(update={"sequence_number": 9})
    assert (event.sequence_number, other.sequence_number) == (4, 9)
    assert other.to_dict() == {**DELTA_EVENT, "sequence_number": 9}


# The package as a whole.


def test_every_object_of_the_spec_is_a_model_and_every_enum_a_str_enum() -> None:
    """DESIGN, schema authoring: every object and enum is named, and that is the name users type."""
    assert len(MODELS) > 100 and len(ENUMS) > 15
    for name, schema in SCHEMAS.items():
        found = getattr(openresponses_schema, name)
        if "properties" in schema or "allOf" in schema:
            assert issubclass(found, Model), name
        elif "enum" in schema or "x-values" in schema:
            assert [member.value for member in found] == list(schema.get("enum") or schema["x-values"]), name


def test_no_name_was_invented_beside_those_of_the_spec() -> None:
    """DESIGN, models: no numbered names; `TypeEnum` and its like tell a user nothing."""
    own = {
        "Model",
        "OpenEnum",
        "OpenUnion",
        "EmitterMethods",
        "EventType",
        "Machine",
        "State",
        "Effect",
        "EventRule",
        "MachineRule",
    }
    own |= {"Container", "PlainEvent", "Streamed", "Requirement", *(f"Open{enum.__name__}" for enum in ENUMS)}
    camel = {name for name in openresponses_schema.__all__ if not name.isupper() and not name.startswith("_")}
    assert {name for name in camel if not re.fullmatch("[A-Z0-9_]+", name)} - own <= set(SCHEMAS)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_can_be_built_and_described_as_json_schema(model: type[Model]) -> None:
    """A deferred model that cannot be built would fail at a user's first use; FastAPI asks for its JSON Schema."""
    assert model.model_rebuild(force=True) is not False
    schema = model.model_json_schema()
    assert schema.get("type") == "object" or "$ref" in schema or "$defs" in schema


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_component_and_field_has_its_prose_in_the_source(name: str) -> None:
    """DESIGN: own descriptions, shown by editors; a class has a docstring, an alias a string after it."""
    found = getattr(openresponses_schema, name)
    prose = " ".join(SCHEMAS[name]["description"].split())
    if isinstance(found, type):
        release = SCHEMAS[name].get("x-added-in")
        assert " ".join(inspect.getdoc(found).split()) == (f"{prose} Added in {release}." if release else prose)
        module = importlib.import_module(found.__module__)
    else:
        (module,) = {
            candidate
            for home in openresponses_schema._MODULES
            if name in openresponses_schema._MODULES[home]
            for candidate in [importlib.import_module(f"openresponses_schema.{home}")]
        }
    source = " ".join(inspect.getsource(module).replace('\\"', '"').split())
    assert prose in source
    for prop, schema in SCHEMAS[name].get("properties", {}).items():
        if isinstance(schema, dict):
            assert " ".join(schema["description"].split()).replace('"', "") in source.replace('"', ""), prop


def test_the_registry_agrees_with_the_spec_both_ways() -> None:
    """DESIGN: registry wire tag to class, and back to the canonical tag."""
    for name in TAGGED:
        union = SCHEMAS[name]
        constant = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper() + "_MODELS"
        registry = getattr(openresponses_schema, constant, None)
        if registry is None:
            assert "x-fallback" not in union, name
            continue
        for tag, ref in union["discriminator"]["mapping"].items():
            model = getattr(openresponses_schema, ref.split("/")[-1])
            if isinstance(model, type):
                assert registry[tag] is model
            else:
                assert tag not in registry
        for tag, model in registry.items():
            wire = {**WIRE_TYPES, **openresponses_schema.REQUEST_WIRE_TYPES, **others()}[model]
            assert registry[wire] is model
            assert tag == wire or tag in RULES[wire].aliases


def others() -> dict[type[Model], str]:
    found: dict[type[Model], str] = {}
    for name in openresponses_schema.__all__:
        if name.endswith("_WIRE_TYPES"):
            found |= getattr(openresponses_schema, name)
    return found


def test_every_spelling_of_every_event_has_a_rule_and_a_model() -> None:
    """DESIGN, models: RULES has every spelling; 24 events of the release, two of them with an alias."""
    aliases = {"response.reasoning_text.delta", "response.reasoning_text.done"}
    assert set(RULES) == {str(member) for member in EventType} | aliases == set(RESPONSE_STREAM_EVENT_MODELS)
    assert len(EventType) == 24
    assert RULES["response.reasoning_text.done"] is RULES["response.reasoning.done"]


def test_event_types_are_upper_snake_case_of_the_wire_type() -> None:
    """DESIGN, schema authoring: UPPER_SNAKE(wire type), and the class is PascalCase(wire type) + Event."""
    for member in EventType:
        assert member.name == re.sub(r"[._]", "_", member.value).upper()
        assert isinstance(member, str) and member == member.value and f"{member}" == member.value
        words = re.split(r"[._]", member.value)
        assert RESPONSE_STREAM_EVENT_MODELS[member].__name__ == "".join(map(str.capitalize, words)) + "Event"
    assert EventType.RESPONSE_OUTPUT_TEXT_DELTA == "response.output_text.delta"


def test_the_sets_hold_exactly_these_events() -> None:
    """The clause on streaming: written out by hand, so that a slip in an x-event is seen."""
    assert {"response.completed", "response.failed", "response.incomplete"} == TERMINAL
    assert TERMINAL | {"response.created", "response.queued", "response.in_progress"} == LIFECYCLE
    assert {
        "response.output_text.delta",
        "response.refusal.delta",
        "response.reasoning.delta",
        "response.reasoning_text.delta",
        "response.reasoning_summary_text.delta",
        "response.function_call_arguments.delta",
    } == DELTA


def test_the_release_is_named_and_the_package_lists_what_it_has() -> None:
    """DESIGN, the house: info.version is the release date; names load on first use and are listed."""
    assert SPEC_VERSION == DOCUMENT["info"]["version"] == "2026-04-24"
    assert set(openresponses_schema.__all__) <= set(dir(openresponses_schema))
    assert len(set(openresponses_schema.__all__)) == len(openresponses_schema.__all__)
    with pytest.raises(AttributeError, match="Nothing"):
        _ = openresponses_schema.Nothing


def test_models_hold_no_cycles_that_only_the_collector_frees() -> None:
    """A server makes millions of events; none may wait for the cycle collector."""

    def alive() -> int:
        return sum(type(found) is ResponseOutputTextDeltaEvent for found in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        before = alive()
        for _ in range(50):
            ResponseOutputTextDeltaEvent.model_validate(DELTA_EVENT)
        assert alive() == before
    finally:
        gc.enable()


def test_reading_forgives_what_servers_were_seen_to_leave_out() -> None:
    """DESIGN, facts: server-sent fields that servers are known to omit are optional on reading."""
    citation = UrlCitation.model_validate({"type": "url_citation", "url": "u"})
    assert citation.start_index is None and citation.to_dict() == {"type": "url_citation", "url": "u"}
    assert issue(Usage, {"input_tokens": "x"})[1] == ("input_tokens",)
    assert issue(ReasoningItem, {"type": "reasoning", "id": 7})[1][0] == "id"
