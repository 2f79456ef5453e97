"""What libraries make of recorded traffic: how many answers and streams each reads, and what is lost on the way.

No time is measured.  The recordings are not part of the repository: OPENRESPONSES_CORPUS names their folder.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

from openresponses_sdk import SSEDecoder, parse_response

from .peers import Body, available, openai_events, versions

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpus"
RECORDINGS = Path(os.environ.get("OPENRESPONSES_CORPUS", BESIDE)) / "responses"
ReadAnswer: TypeAlias = Callable[[bytes], Any]
"""Reads the JSON of an answer and gives it back as plain JSON."""
ReadStream: TypeAlias = Callable[[bytes], object]
"""Reads the bytes of a stream to its end."""


def run(_: argparse.Namespace) -> bool:
    """Count and print; there is no target."""
    print(f"recordings: {versions()}")
    if not RECORDINGS.is_dir():
        print("left out: OPENRESPONSES_CORPUS names no folder of recordings")
        return True
    answers, streams = recordings()
    print(f"\n{len(answers)} answers: read, of them written back as equal JSON (a null may be left out)")
    for name, read in available(ANSWERS).items():
        outcomes = [read_answer(read, data) for data in answers]
        print(f"  {name:<40}{len(outcomes) - outcomes.count(None):>6}{outcomes.count(True):>6}")
    print(f"\n{len(streams)} server-sent streams: read to their end")
    for name, whole in available(STREAMS).items():
        print(f"  {name:<40}{sum(read_stream(whole, data) for data in streams):>6}")
    return True


def recordings() -> tuple[list[bytes], list[bytes]]:
    """The answers, and the server-sent streams."""
    answers = [path.read_bytes() for path in sorted(RECORDINGS.rglob("*.response.json"))]
    return answers, [path.read_bytes() for path in sorted(RECORDINGS.rglob("*.sse"))]


def read_answer(read: ReadAnswer, data: bytes) -> bool | None:
    """Whether an answer comes out equal; None when it is not read."""
    try:
        return _equal(json.loads(data), read(data))
    except Exception:  # Whatever a library raises, its user has no answer.
        return None


def read_stream(read: ReadStream, data: bytes) -> bool:
    """Whether a stream is read to its end."""
    try:
        read(data)
    except Exception:
        return False
    return True


def _equal(read: Any, written: Any) -> bool:
    if isinstance(read, dict) and isinstance(written, dict):
        return all(value is None or (name in written and _equal(value, written[name])) for name, value in read.items())
    if isinstance(read, list) and isinstance(written, list):
        return len(read) == len(written) and all(map(_equal, read, written))
    return bool(read == written)


class Answer(Body):
    """The body of an answer that is JSON."""

    headers = MappingProxyType({"content-type": "application/json"})

    def __init__(self, content: bytes) -> None:
        super().__init__([content])
        self.content = content


def _ours() -> ReadAnswer:
    return lambda data: parse_response(data).to_dict()


def _openai() -> ReadAnswer:
    from openai._models import construct_type
    from openai.types.responses import Response

    def read(data: bytes) -> Any:
        made: Any = construct_type(type_=Response, value=json.loads(data))
        return made.to_dict(mode="json", warnings=False)

    return read


def _openresponses_py(mode: str) -> ReadAnswer:
    from openresponses import ClientConfig, ResponseResource
    from openresponses.serialization import parse_json_response

    config: Any = ClientConfig(base_url="http://server.test", response_compatibility=mode)

    def read(data: bytes) -> Any:
        made = parse_json_response(Answer(data), ResponseResource, config)
        return made.model_dump(mode="json", by_alias=True, warnings=False)

    return read


def _openresponses_types() -> ReadAnswer:
    from openresponses_types import ResponseResource

    return lambda data: ResponseResource.model_validate_json(data).model_dump(
        mode="json", by_alias=True, warnings=False
    )


def _our_stream() -> ReadStream:
    def read(data: bytes) -> None:
        decoder = SSEDecoder()
        decoder.receive_data(data)
        decoder.receive_eof()

    return read


def _openai_stream() -> ReadStream:
    iterate = openai_events()
    return lambda data: list(iterate([data]))


def _openresponses_py_stream(mode: str) -> ReadStream:
    from openresponses import ResponseStream

    return lambda data: list(ResponseStream(Body([data]), mode))


PY_MODES = ("strict", "openai-compatible", "openai")
"""How strict the client of openresponses-py can be told to be."""
ANSWERS: Mapping[str, Callable[[], ReadAnswer]] = {
    "ours": _ours,
    "openai": _openai,
    **{f"openresponses-py, {mode}": partial(_openresponses_py, mode) for mode in PY_MODES},
    "openresponses-types": _openresponses_types,
}
STREAMS: Mapping[str, Callable[[], ReadStream]] = {
    "ours": _our_stream,
    "openai": _openai_stream,
    **{f"openresponses-py, {mode}": partial(_openresponses_py_stream, mode) for mode in PY_MODES},
}
