"""Values on their way into a stream: what is completed, and what cannot be written."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, nan
from typing import Any

import pytest

from openresponses_schema import Usage
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.errors import LocalProtocolError
from tests.streams import USAGE, start

NO_NUMBERS: list[tuple[Callable[[ResponseBuilder], object], str]] = [
    (lambda b: b.custom_event("acme:tick", value=nan), "$.value"),
    (lambda b: b.custom_event("acme:tick", deep={"list": [1, {"x y": -inf}]}), '$.deep.list[1]["x y"]'),
    (lambda b: b.custom_item("acme:thing", value=inf).open(), "$.item.value"),
    (lambda b: b.custom_item("acme:thing").open().close(value=(1.0, inf)), "$.item.value[1]"),
    (lambda b: b.message(**{"acme:score": nan}).open(), '$.item["acme:score"]'),
    (lambda b: b.message().part("output_text", **{"acme:score": nan}).open(), '$.part["acme:score"]'),
    (lambda b: b.complete(usage={**USAGE, "cost": nan}), "$.response.usage.cost"),
    (lambda b: delta_with(b, logprobs=[{"token": "a", "logprob": -inf, "bytes": [], "top_logprobs": []}]), "logprobs"),
]


def delta_with(builder: ResponseBuilder, **fields: Any) -> None:
    message = builder.message().open()
    message.text().open()
    place = {"item_id": message.item_id, "output_index": 0, "content_index": 0}
    builder.event("response.output_text.delta", delta="a", **place, **fields)


@pytest.mark.parametrize(("call", "path"), NO_NUMBERS)
def test_what_json_has_no_number_for_is_refused_with_its_path(
    call: Callable[[ResponseBuilder], object], path: str
) -> None:
    """OR-SSE-02; found by a user: NaN and infinity went out as null."""
    builder, emitter = start()
    with pytest.raises(LocalProtocolError) as caught:
        call(builder)
    assert caught.value.violation.requirement == "OR-SSE-02"
    assert path in caught.value.violation.path
    assert not [event for event in emitter.events if b"null" in event.to_json() and event.type == "acme:tick"]


def test_a_setting_that_is_no_number_is_refused() -> None:
    """OR-SSE-02: at creation."""
    with pytest.raises(LocalProtocolError, match=r"\$\.response\.temperature: JSON has no NaN and no infinity"):
        ResponseBuilder(model="m", temperature=nan)


@pytest.mark.parametrize(
    "usage",
    [
        {"input_tokens": 3, "output_tokens": 4},
        {"input_tokens": 3, "output_tokens": 4, "total_tokens": 7, "input_tokens_details": None},
        {"input_tokens": 3, "output_tokens": 4, "output_tokens_details": {}},
        Usage(input_tokens=3, output_tokens=4, total_tokens=7),
    ],
)
@pytest.mark.parametrize("end", ["complete", "incomplete", "fail"])
def test_usage_without_its_details_is_completed(usage: Any, end: str) -> None:
    """OR-RESP-04; found by a user: the schema requires what few providers count."""
    builder, _ = start()
    arguments = {"complete": [], "incomplete": ["content_filter"], "fail": ["x", "y"]}[end]
    assert getattr(builder, end)(*arguments, usage=usage).to_dict()["usage"] == {
        "input_tokens": 3,
        "output_tokens": 4,
        "total_tokens": 7,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens_details": {"reasoning_tokens": 0},
    }


def test_usage_keeps_what_was_counted_and_what_is_unknown() -> None:
    """DESIGN, nothing lost: fields of the producer's own, and details that were given."""
    builder, _ = start()
    given = Usage(**{**USAGE, "input_tokens_details": {"cached_tokens": 2}}, cost=0.5)
    assert builder.complete(given).to_dict()["usage"] == {
        **USAGE,
        "input_tokens_details": {"cached_tokens": 2},
        "cost": 0.5,
    }


@pytest.mark.parametrize(
    ("usage", "sentence"),
    [
        (5, r"\$\.response\.usage: usage is a Usage or a mapping .*found 5"),
        ([], "usage is a Usage or a mapping"),
        ({"input_tokens": "x", "output_tokens": 1}, r"\$\.response\.usage\.input_tokens"),
        ({"input_tokens": 1}, r"\$\.response\.usage\.output_tokens"),
        ({"input_tokens": 1, "output_tokens": 1, "input_tokens_details": 5}, r"\.input_tokens_details"),
    ],
)
def test_usage_of_the_wrong_shape_is_refused_with_its_path(usage: Any, sentence: str) -> None:
    """Found by a user: a number gave an error about something else."""
    builder, emitter = start()
    with pytest.raises(LocalProtocolError, match=sentence) as caught:
        builder.complete(usage)
    assert caught.value.violation.requirement == "OR-RESP-04"
    assert emitter.events == []
