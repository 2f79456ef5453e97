"""A machine that calls a builder in any order, right or wrong, and three judges of what comes out.

Issue 4, must show 1.  The judges are our validator, which shares the tables of the builder; the accumulator, which must
have received what was built; and jsonschema-rs, which shares nothing: against the published document for streams of
core items in the dialect of the specification, against our bundle for the others.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule

from openresponses_schema import RESPONSE_STREAM_EVENT_MODELS, EventType, ResponseStreamEvent
from openresponses_sdk.accumulator import ResponseAccumulator
from openresponses_sdk.builder import ResponseBuilder
from openresponses_sdk.emitters import EventEmitter
from openresponses_sdk.errors import LocalProtocolError
from openresponses_sdk.ids import SeededIds
from openresponses_sdk.parsing import parse_event
from openresponses_sdk.validator import Validator
from tests.streams import CITATION, USAGE
from tests.test_built_streams_against_schema import JUDGES

TEXTS = st.sampled_from(["", "a", "{}", '"q"', "\n", "é€😀", "a b"])
BAD_TEXTS = st.sampled_from([5, None, b"x", "\ud800"])
STATUSES = st.sampled_from(["completed", "completed", "incomplete", "in_progress", "banana"])
LOGPROBS = st.sampled_from([None, None, [{"token": "a", "logprob": -0.5, "bytes": [97], "top_logprobs": []}]])
PART = {"type": "output_text", "text": "t", "annotations": [], "logprobs": []}
TOOL = {"type": "function", "name": "f"}
ITEMS = ("message", "reasoning", "function_call", "custom", "by its type")
EXTRAS = st.sampled_from(
    [*[{}] * 5, {"text": "t"}, {"arguments": 0}, {"content": [PART]}, {"name": "g"}, {"role": "user"}]
)
CHOICES = st.sampled_from(
    ["auto", "auto", "none", "required", {"type": "allowed_tools", "mode": "auto", "tools": [TOOL]}]
)
PARTS = ("output_text", "refusal", "reasoning_text", "summary_text", "input_text", "banana")
INDEXES = st.integers(-1, 3)


class Sink(EventEmitter):
    """Takes events both ways."""

    def __init__(self) -> None:
        self.texts: list[bytes] = []

    def emit(self, event: ResponseStreamEvent) -> None:
        self.texts.append(event.to_json())

    def emit_encoded(self, type: str, data: bytes) -> None:
        self.texts.append(data)


class Models(Sink):
    """Takes models only."""

    emit_encoded = None  # type: ignore[assignment]


class BuilderMachine(RuleBasedStateMachine):
    """One response, from its first call to its end or to the moment when its reader goes away."""

    items = Bundle("items")
    parts = Bundle("parts")

    @initialize(
        sink=st.sampled_from([Sink, Models]),
        dialect=st.sampled_from(["spec", "openai"]),
        extensions=st.booleans(),
        queued=st.booleans(),
        tool_choice=CHOICES,
    )
    def begin(self, sink: type[Sink], dialect: Any, extensions: bool, queued: bool, tool_choice: Any) -> None:
        self.sink = sink()
        self.dialect = dialect
        self.has_extensions = extensions
        self.is_over = False
        self.seen = 0
        self.validator = Validator()
        self.builder = ResponseBuilder(
            self.sink,
            model="m",
            ids=SeededIds(1),
            clock=lambda: 1_700_000_000,
            dialect=dialect,
            tool_choice=tool_choice,
        )
        if queued:
            self.builder.queued()

    def call(self, call: Callable[[], Any]) -> Any:
        """Call the builder; when it refuses, nothing was emitted and nothing has changed."""
        count, before = len(self.sink.texts), self.builder.snapshot
        try:
            return call()
        except (LocalProtocolError, TypeError) as error:  # The latter for a keyword that items of the type do not have.
            assert error.violation.requirement if isinstance(error, LocalProtocolError) else "there are" in str(error)
            assert len(self.sink.texts) == count
            assert self.builder.snapshot == before
            return None

    # Items and their parts.

    @rule(
        target=items,
        kind=st.sampled_from(ITEMS),
        id=st.sampled_from([None, None, None, "one"]),
        extra=EXTRAS,
        opens=st.booleans(),
    )
    def new_item(self, kind: str, id: str | None, extra: dict[str, Any], opens: bool) -> Any:
        if kind == "custom" and not self.has_extensions:
            kind = "message"
        make: dict[str, Callable[[], Any]] = {
            "message": lambda: self.builder.message(id=id, **extra),
            "reasoning": lambda: self.builder.reasoning(id=id, encrypted_content="b3BhcXVl"),
            "function_call": lambda: self.builder.function_call("f", id=id, call_id="call" if id else None),
            "custom": lambda: self.builder.custom_item("acme:thing", id=id, note="n", **extra),
            "by its type": lambda: self.builder.item(
                "function_call", id=id, **{"call_id": "call", "name": "f", **extra}
            ),
        }
        scope = self.call(make[kind])
        if scope is None:
            return multiple()
        if opens:
            self.call(scope.open)
        return scope

    @rule(item=items)
    def open_item(self, item: Any) -> None:
        self.call(item.open)

    @rule(target=parts, item=items, kind=st.sampled_from(PARTS))
    def new_part(self, item: Any, kind: str) -> Any:
        scope = self.call(lambda: item.part(kind))
        if scope is None:
            return multiple()
        self.call(scope.open)
        return scope

    @rule(part=parts, text=TEXTS, logprobs=LOGPROBS, times=st.integers(1, 3))
    def part_delta(self, part: Any, text: str, logprobs: Any, times: int) -> None:
        for _ in range(times):
            self.call(lambda: part.delta(text, logprobs=logprobs))

    @rule(item=items, text=TEXTS, times=st.integers(1, 3))
    def arguments_delta(self, item: Any, text: str, times: int) -> None:
        for _ in range(times):
            self.call(lambda: item.delta(text) if hasattr(item, "delta") else None)

    @rule(item=items, text=TEXTS)
    def arguments_whole(self, item: Any, text: str) -> None:
        self.call(lambda: item.arguments(text) if hasattr(item, "arguments") else None)

    @rule(scope=items | parts, text=BAD_TEXTS)
    def delta_of_no_text(self, scope: Any, text: Any) -> None:
        count = len(self.sink.texts)
        self.call(lambda: scope.delta(text) if hasattr(scope, "delta") else None)
        assert len(self.sink.texts) == count

    @rule(part=parts, annotation=st.sampled_from([CITATION, None, {"type": "url_citation", "url": 5}]))
    def annotate(self, part: Any, annotation: Any) -> None:
        self.call(lambda: part.annotate(annotation))

    @rule(part=parts)
    def close_part(self, part: Any) -> None:
        self.call(part.close)

    @rule(item=items, status=STATUSES, extra=EXTRAS)
    def close_item(self, item: Any, status: str, extra: dict[str, Any]) -> None:
        self.call(lambda: item.close(status=status, **extra))

    @rule(item=items)
    def update_item(self, item: Any) -> None:
        self.call(lambda: item.update(note="changed") if hasattr(item, "update") else None)

    @rule(item=items, output=st.sampled_from(["out", [{"type": "input_text", "text": "t"}], 5]))
    def answer_call(self, item: Any, output: Any) -> None:
        self.call(lambda: self.builder.function_call_output(getattr(item, "call_id", "none"), output))

    @rule(data=st.sampled_from(["opaque", 5]))
    def compact(self, data: Any) -> None:
        self.call(lambda: self.builder.compaction(data))

    # The response, and events by their fields.

    @rule(call=st.sampled_from(["queued", "start", "build"]))
    def state_call(self, call: str) -> None:
        self.call(getattr(self.builder, call))

    @rule(name=st.sampled_from(["acme:tick", "tick", "acme:a\nb", "response.created"]), value=st.sampled_from([1, "x"]))
    def custom_event(self, name: str, value: Any) -> None:
        if self.has_extensions or name != "acme:tick":
            self.call(lambda: self.builder.custom_event(name, value=value))

    @rule(
        type=st.sampled_from(list(EventType)),
        output=INDEXES,
        inner=INDEXES,
        text=TEXTS | st.just("\ud800"),
        item_id=st.sampled_from(["msg", "one"]),
    )
    def event_by_its_fields(self, type: EventType, output: int, inner: int, text: str, item_id: str) -> None:
        known = self.builder.snapshot.output
        if 0 <= output < len(known) and item_id == "one":
            item_id = getattr(known[output], "id", item_id)
        fields: dict[str, Any] = {"item_id": item_id, "output_index": output}
        fields |= {"summary_index" if "summary" in type else "content_index": inner}
        fields |= {"delta": text} if type.endswith("delta") else {}
        fields |= {"text": text, "refusal": text, "arguments": text} if type.endswith("done") else {}
        fields |= {"annotation": CITATION, "annotation_index": inner} if "annotation" in type else {}
        wanted = {name: value for name, value in fields.items() if name in _fields_of(type)}
        if type is not EventType.ERROR:
            self.call(lambda: self.builder.event(type, **wanted))

    @rule(index=INDEXES)
    def an_error_on_the_way(self, index: int) -> None:
        if index == 3:
            error = {"type": "server_error", "code": "x", "message": "m", "param": None}
            self.call(lambda: self.builder.event("error", error=error))

    @precondition(lambda self: not self.is_over)
    @rule(
        how=st.sampled_from(["complete", "complete", "incomplete", "fail", "fail with an error event", "twice"]),
        usage=st.sampled_from([USAGE, None, {"input_tokens": 1}]),
        is_rare=st.integers(0, 3),
    )
    def end(self, how: str, usage: Any, is_rare: int) -> None:
        if is_rare:
            return
        match how:
            case "complete":
                self.call(lambda: self.builder.complete(usage))
            case "incomplete":
                self.call(lambda: self.builder.incomplete("max_output_tokens", usage))
            case "twice":
                self.call(lambda: self.builder.fail("server_error", "It failed.", usage=usage))
                self.call(lambda: self.builder.fail("server_error", "It failed.", usage=usage))
            case _:
                with_event = how != "fail"
                self.call(lambda: self.builder.fail("c", "m", usage=usage, error_event=with_event))

    @precondition(lambda self: not self.is_over)
    @rule(scope=items | parts, error=st.sampled_from([OSError, GeneratorExit, asyncio.CancelledError]))
    def leave_by_an_exception(self, scope: Any, error: type[BaseException]) -> None:
        """What leaves a scope fails the response, or, when nobody reads on, leaves it as it is."""
        was_open, count = scope.is_open, len(self.sink.texts)
        if not was_open:
            return
        try:
            with scope:
                raise error("secret")
        except error:
            pass
        if not issubclass(error, Exception):
            self.is_over = True
            assert len(self.sink.texts) == count
        else:
            assert self.builder.is_done

    # The judges.

    @invariant()
    def every_event_is_legal(self) -> None:
        for text in self.sink.texts[self.seen :]:
            found = self.validator.receive(text)
            assert [str(one) for one in found if one.severity == "error"] == []
        self.seen = len(self.sink.texts)

    def teardown(self) -> None:
        if not hasattr(self, "builder"):
            return
        if not self.builder.is_done and not self.is_over:
            is_cut = any(getattr(item, "status", None) == "incomplete" for item in self.builder.snapshot.output)
            if is_cut:
                self.builder.incomplete("content_filter", USAGE)
            else:
                self.builder.fail("server_error", "That was it.")
        self.every_event_is_legal()
        assert b"secret" not in b"".join(self.sink.texts)
        if self.builder.is_done:
            assert [str(one) for one in self.validator.receive_eof() if one.severity == "error"] == []
        if self.sink.texts:
            self._is_what_was_received()
        is_core = self.dialect == "spec" and not self.has_extensions
        source = "the published document" if is_core else "our bundle with its open members"
        for text in self.sink.texts:
            plain = json.loads(text)
            if judge := JUDGES[source].get(plain["type"]):
                assert [error.message for error in judge.iter_errors(plain)] == []

    def _is_what_was_received(self) -> None:
        accumulator = ResponseAccumulator()
        for text in self.sink.texts:
            accumulator.receive(parse_event(text))
        assert accumulator.snapshot.to_dict() == self.builder.snapshot.to_dict()


def _fields_of(type: EventType) -> set[str]:
    return set(RESPONSE_STREAM_EVENT_MODELS[type].model_fields)


BuilderMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestBuilderMachine = BuilderMachine.TestCase
