"""Other libraries, driven as their users drive them but without a network.  Each may be missing.

Every function imports its library itself and raises ``ImportError`` without it; ``available`` makes a printed line of
that.  A peer gets the bytes from an object that does nothing else, so that no HTTP client is measured.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import Any, TypeAlias, TypeVar
from unittest.mock import patch

from openresponses_sdk import decoder
from openresponses_sdk.stream_readers import StreamReaders

from . import samples

ReadStream: TypeAlias = Callable[[Sequence[bytes]], object]
ReadOne: TypeAlias = Callable[[bytes], object]
Writer: TypeAlias = tuple[Callable[[Any], object], Callable[[bytes], Any]]
"""What writes an object of a peer, and what makes one of JSON."""
Writers: TypeAlias = Mapping[str, Callable[[], Writer]]
_T = TypeVar("_T")

DISTRIBUTIONS = (
    "openai",
    "openresponses-py",
    "openresponses-types",
    "msgspec",
    "orjson",
    "ag-ui-protocol",
    "sse-starlette",
)


class Body:
    """The answer of a server, as far as the peers look at it."""

    status_code = 200
    headers: Mapping[str, str] = {"content-type": "text/event-stream"}
    request = None

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks

    def iter_bytes(self) -> Iterator[bytes]:
        """The chunks as they came."""
        return iter(self._chunks)

    def close(self) -> None:
        """There is nothing to close."""

    def __enter__(self) -> Body:
        return self


def versions() -> str:
    """The peers that are installed."""
    found = []
    for name in DISTRIBUTIONS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} missing")
    return ", ".join(found)


def available(makers: Mapping[str, Callable[[], _T]]) -> dict[str, _T]:
    """Those peers that can be measured; the others get a line that says why not."""
    found: dict[str, _T] = {}
    for name, make in makers.items():
        try:
            found[name] = make()
        except ImportError as error:
            print(f"{name} is left out: {error}")
    return found


def openai_stream() -> ReadStream:
    """The official client's ``Stream``, exhausted."""
    iterate = openai_events()
    return lambda chunks: deque(iterate(chunks), maxlen=0)


def openai_events() -> Callable[[Sequence[bytes]], Iterator[Any]]:
    """The official client's ``Stream`` of typed events."""
    import openai
    from openai.types.responses import ResponseStreamEvent

    client = openai.OpenAI(api_key="none", base_url="http://localhost")

    def iterate(chunks: Sequence[bytes]) -> Iterator[Any]:
        body: Any = Body(chunks)
        cast_to: Any = ResponseStreamEvent
        return iter(openai.Stream(cast_to=cast_to, response=body, client=client))

    return iterate


def openai_state() -> Callable[[], Any]:
    """Makes what the official client accumulates a response with."""
    import openai
    from openai.lib.streaming.responses._responses import ResponseStreamState

    def make() -> Any:
        nothing: Any = openai.omit
        return ResponseStreamState(input_tools=nothing, text_format=nothing)

    return make


def openresponses_py_stream(count: int) -> ReadStream:
    """openresponses-py's ``ResponseStream``, for so many events."""
    from openresponses import ResponseStream

    # It calls for a terminal event once it is exhausted; a run of deltas has none.
    return lambda chunks: deque(islice(ResponseStream(Body(chunks)), count), maxlen=0)


def openresponses_py_response() -> ReadOne:
    """What openresponses-py's client does with the body of an answer."""
    from openresponses import ResponseResource

    return lambda data: ResponseResource.model_validate(json.loads(data))


def openresponses_types_response() -> ReadOne:
    """The models of openresponses-types, from JSON."""
    from openresponses_types import ResponseResource

    return ResponseResource.model_validate_json


def openai_response() -> ReadOne:
    """The official client's response, built without validation as the client does it."""
    from openai._models import construct_type
    from openai.types.responses import Response

    return lambda data: construct_type(type_=Response, value=json.loads(data))


def orjson_response() -> ReadOne:
    """Plain objects without types, by the fastest parser there is."""
    import orjson

    return orjson.loads


def msgspec_response() -> ReadOne:
    """A typed decode by msgspec."""
    from . import structs

    return structs.read_response


def msgspec_stream(read: ReadStream) -> ReadStream:
    """The SDK's own way of reading a stream, with msgspec's typed decode in place of the model's."""
    from . import structs

    class Readers(StreamReaders):
        """The readers of a stream that has only deltas, from its first event on."""

        def __init__(self) -> None:
            super().__init__()
            self[samples.DELTA.encode()] = self.met[samples.DELTA.encode()] = structs.read_delta

    def run(chunks: Sequence[bytes]) -> object:
        with patch.object(decoder, "StreamReaders", Readers):
            return read(chunks)

    return run
