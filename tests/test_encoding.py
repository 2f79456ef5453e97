"""The fast way of writing events against the plain one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openresponses_schema import PLAIN_EVENTS, RESPONSE_STREAM_EVENT_MODELS, RULES, PlainEvent
from openresponses_schema._base import Model
from openresponses_sdk.encoding import bound_encoder
from openresponses_sdk.ndjson import NDJSONEncoder
from openresponses_sdk.sse import SSEEncoder
from tests.streams import Built, built_streams

NUMBERS = st.integers(0, 3) | st.integers(0, 2**70)
TEXT = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    ['"', "\\", "\x00\x1f\x7f", "\u2028", "é€😀"]
)
FORMS = st.sampled_from(sorted(PLAIN_EVENTS.items(), key=lambda row: row[1].type))


def plain_frame(event: Any) -> bytes:
    return b"event: %b\ndata: %b\n\n" % (event.type.encode(), event.to_json())


@st.composite
def fields(draw: st.DrawFn, form: PlainEvent) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": draw(st.sampled_from(sorted(form.spellings))),
        "sequence_number": draw(NUMBERS),
        "item_id": draw(TEXT),
        **{name: draw(NUMBERS) for name in form.indexes},
        form.text: draw(TEXT),
    }
    if form.list is not None and draw(st.booleans()):
        found[form.list] = []
    return found


def test_every_delta_is_a_plain_event() -> None:
    """DESIGN, speed: the hot events are those that need no serializer."""
    assert {rule.type for rule in RULES.values() if rule.effect == "append"} <= {f.type for f in PLAIN_EVENTS.values()}


@given(data=st.data())
def test_a_plain_event_is_written_as_its_to_json_writes_it(data: st.DataObject) -> None:
    """DESIGN, speed: a law that they equal the plain path, for one encoder and many events in any order."""
    sse, lines = SSEEncoder(), NDJSONEncoder()
    for _ in range(data.draw(st.integers(1, 5))):
        model, form = data.draw(FORMS)
        event = model(**data.draw(fields(form)))
        for _ in range(2):  # The second time nothing has to be made anew.
            assert sse.encode(event) == plain_frame(event)
            assert lines.encode(event) == event.to_json() + b"\n"


@given(data=st.data())
def test_a_bound_encoder_writes_what_the_model_would(data: st.DataObject) -> None:
    """DESIGN, speed: bound to its item and index, it writes the bytes of the plain path."""
    model, form = data.draw(FORMS)
    values = data.draw(fields(form))
    values.pop(form.list or "", None)
    encode = bound_encoder(form.type, values["type"], values["item_id"], [values[name] for name in form.indexes])
    assert encode is not None
    assert encode(values["sequence_number"], values[form.text]) == model(**values).to_json()


@given(built=built_streams())
def test_every_event_of_a_stream_is_written_as_its_to_json_writes_it(built: Built) -> None:
    """The same law for all events of a stream, plain or not."""
    encoder = SSEEncoder()
    for event in built.events:
        assert encoder.encode(event) == plain_frame(event)


def test_what_is_not_plain_is_left_to_the_serializer() -> None:
    """Values that nobody validated, vendor fields and log probabilities are written as they always were."""
    whole: dict[str, Any] = {
        "type": "response.output_text.delta",
        "sequence_number": 1,
        "item_id": "m",
        "output_index": 0,
        "content_index": 0,
        "delta": "a",
    }
    model = RESPONSE_STREAM_EVENT_MODELS["response.output_text.delta"]
    logprobs = [{"token": "a", "logprob": -1.0, "bytes": [97], "top_logprobs": []}]
    odd: list[Model] = [model(**whole)]
    odd += [
        model(**whole, **more)
        for more in ({"logprobs": logprobs}, {"logprobs": None}, {"obfuscation": "xx"}, {"vendor": 1}, {"logprobs": []})
    ]
    odd.append(model(**{name: value for name, value in whole.items() if name != "sequence_number"}))
    odd.append(model(**whole).model_copy(update={"output_index": 1}))
    for name, value in (("output_index", False), ("content_index", True), ("item_id", "n"), ("sequence_number", True)):
        changed = model(**whole)
        setattr(changed, name, value)
        odd.append(changed)
    subclass = type("Own", (model,), {})
    odd.append(subclass(**whole))
    odd.append(model.model_construct(_fields_set={"delta"}, **whole))
    encoder = SSEEncoder()
    for event in [*odd, *reversed(odd)]:
        assert encoder.encode(event) == plain_frame(event)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["\ud800", None])
def test_what_cannot_be_written_is_refused_as_the_serializer_refuses_it(text: Any) -> None:
    """The same exception by both ways, whether or not the event before it was plain."""
    model = RESPONSE_STREAM_EVENT_MODELS["response.refusal.delta"]
    event = model(sequence_number=1, item_id="m", output_index=0, content_index=0, delta="a")
    encoder = SSEEncoder()
    encoder.encode(event)
    event.__dict__["delta"] = text
    try:
        expected: object = plain_frame(event)
    except ValueError as error:
        expected = type(error)
    try:
        found: object = encoder.encode(event)
    except ValueError as error:
        found = type(error)
    assert found == expected


def test_an_event_type_that_would_forge_a_frame_is_refused() -> None:
    """OR-SSE-03: the event field is one line."""
    for bad in ("a:b\n", "a:b\r", "a:\0b"):
        with pytest.raises(ValueError, match="no CR, LF or NUL"):
            SSEEncoder().frame(bad, b"{}")
