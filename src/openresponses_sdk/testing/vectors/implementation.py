"""This SDK as a program that answers every kind of test: the reference for programs in other languages."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from ..._version import __version__
from ...accumulator import ResponseAccumulator
from ...errors import DecodeError
from ...json_values import Json
from ...judged_event import Transport
from ...parsing import parse_event
from ...sse import SSEDecoder
from ...validator import Validator
from .store import FORMAT

__all__ = ["ANSWERS", "answers"]

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
    return {"name": f"openresponses-sdk {__version__}", "protocol": FORMAT, "kinds": kinds}


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
    violations: list[Json] = [
        {"requirement": one.requirement, "event": one.event_index, "severity": one.severity, "message": one.message}
        for one in found
    ]
    return {"violations": violations}


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


ANSWERS: Final[Mapping[str, Callable[[Input], Json]]] = MappingProxyType(
    {"hello": _hello, "accumulate": _accumulate, "judge": _judge, "decode": _decode}
)
"""What is answered to each kind of request."""
