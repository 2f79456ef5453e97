"""This SDK as a program that answers every kind of test: the reference for programs in other languages."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Final

from openresponses_schema import ResponseStreamEvent

from ..._version import __version__
from ...accumulator import ResponseAccumulator
from ...bridges.anthropic_messages import AnthropicMessagesBridge
from ...bridges.base import Bridge
from ...bridges.chat_completions import ChatCompletionsBridge
from ...bridges.gemini import GeminiBridge
from ...bridges.ollama import OllamaBridge
from ...bridges.thread_events import ThreadEventBridge
from ...cli.inputs import Judge
from ...errors import DecodeError
from ...findings import Violation
from ...json_values import Json, json_path
from ...judged_event import Transport
from ...parsing import parse_event
from ...schema_check import published_schema
from ...sse import SSEDecoder
from ...validator import Validator
from .store import FORMAT

__all__ = ["ANSWERS", "BRIDGES", "answers"]

Input = Mapping[str, Json]


def answers(lines: Iterable[bytes | str]) -> Iterator[str]:
    """The answer to each request, one JSON text without a line end."""
    for line in lines:
        request = json.loads(line)
        try:
            output = ANSWERS[request["kind"]](request["input"])
        except Exception as error:  # Whatever is wrong with one vector, the next ones are still answered.
            yield json.dumps({"id": request["id"], "error": f"{type(error).__name__}: {error}"})
        else:
            yield json.dumps({"id": request["id"], "output": output})


def _hello(given: Input) -> Json:
    kinds: list[Json] = [kind for kind in ANSWERS if kind != "hello"]
    bridges: list[Json] = [*BRIDGES]
    return {"name": f"openresponses-sdk {__version__}", "protocol": FORMAT, "kinds": kinds, "bridges": bridges}


def _accumulate(given: Input) -> Json:
    accumulator = ResponseAccumulator()
    snapshots: list[Json] = []
    is_described = False
    for event in _events(given):
        accumulator.receive(parse_event(event, on_error="keep"))
        is_described = is_described or isinstance(event.get("response"), dict)
        snapshots.append(_plain(accumulator) if is_described else None)
    accumulator.receive_eof()
    return {"snapshots": snapshots, "response": _plain(accumulator), "outcome": accumulator.outcome}


def _plain(accumulator: ResponseAccumulator) -> Json:
    response: Json = json.loads(accumulator.snapshot.to_json())
    return response


def _judge(given: Input) -> Json:
    transport: Transport | None = "websocket" if given.get("transport") == "websocket" else None
    validator = Validator(transport=transport)
    events = given["events"]
    found = [one for event in (events if isinstance(events, list) else ()) for one in validator.receive(_judged(event))]
    if not given.get("is_prefix"):
        found += validator.receive_eof()
    return _violations(found)


def _judge_frames(given: Input) -> Json:
    return _violations(violation for _, violation in Judge().judge(BytesIO(b"".join(_chunks(given)))))


def _violations(found: Iterable[Violation]) -> Json:
    listed: list[Json] = [
        {"requirement": one.requirement, "event": one.event_index, "severity": one.severity, "message": one.message}
        for one in found
    ]
    return {"violations": listed}


def _validate(given: Input) -> Json:
    errors: list[Json] = [
        {"path": json_path(reversed(issue.steps)), "keyword": _KEYWORDS.get(issue.keyword, issue.keyword)}
        for issue, _ in published_schema().iter_departures(str(given["component"]), given["value"])
    ]
    return {"valid": not errors, "errors": errors}


def _bridge(given: Input) -> Json:
    events: list[Json] = []
    bridge = BRIDGES[str(given["format"])](lambda event: events.append(json.loads(event.to_json())))
    source = given["source"]
    for event in source if isinstance(source, list) else ():
        bridge.receive(event)
    bridge.receive_eof()
    responses: list[Json] = [json.loads(response.to_json()) for response in bridge.responses]
    return {"responses": responses, "events": events}


def _judged(event: Json) -> dict[str, Json] | str:
    """An object as it is; a text, such as the end mark, as it came; anything else as JSON text."""
    return event if isinstance(event, (dict, str)) else json.dumps(event)


def _decode(given: Input) -> Json:
    decoder = SSEDecoder()
    events: list[Json] = []
    try:
        for chunk in _chunks(given):
            events += [json.loads(event.to_json()) for event in decoder.receive_data(chunk)]
        events += [json.loads(event.to_json()) for event in decoder.receive_eof()]
    except DecodeError as error:
        events += [json.loads(event.to_json()) for event in error.events]
        return {"events": events, "done": decoder.is_done, "error": True}
    return {"events": events, "done": decoder.is_done, "error": False}


def _events(given: Input) -> list[dict[str, Json]]:
    events = given["events"]
    return [event for event in events if isinstance(event, dict)] if isinstance(events, list) else []


def _chunks(given: Input) -> list[bytes]:
    chunks = given["chunks"]
    return [base64.b64decode(str(chunk)) for chunk in chunks] if isinstance(chunks, list) else []


BRIDGES: Final[Mapping[str, Callable[[Callable[[ResponseStreamEvent], None]], Bridge]]] = MappingProxyType(
    {
        "anthropic": AnthropicMessagesBridge,
        "chat-completions": ChatCompletionsBridge,
        "gemini": GeminiBridge,
        "ollama": OllamaBridge,
        "thread-events": ThreadEventBridge,
    }
)
"""The bridge of each source format."""
_KEYWORDS: Final = MappingProxyType({"tag": "discriminator", "forbidden": "false"})
"""What the schema check calls a keyword, and what it is called in the vectors."""
ANSWERS: Final[Mapping[str, Callable[[Input], Json]]] = MappingProxyType(
    {
        "hello": _hello,
        "decode": _decode,
        "accumulate": _accumulate,
        "judge": _judge,
        "judge_frames": _judge_frames,
        "validate": _validate,
        "bridge": _bridge,
    }
)
"""What is answered to each kind of request."""
