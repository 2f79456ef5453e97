"""The recorded streams, responses and requests: each one parses, and is written back as equal JSON.

The recordings are not part of the repository.  OPENRESPONSES_CORPUS names their folder; without it they are looked
for beside the checkout.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk.parsing import parse_event, parse_request, parse_response
from openresponses_sdk.sse import SSEDecoder, SSEParser

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpus"
RECORDINGS = Path(os.environ.get("OPENRESPONSES_CORPUS", BESIDE)) / "responses"

pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="no recorded responses: set OPENRESPONSES_CORPUS to the folder of recordings"
)

NEVER_NULL = {
    "encrypted_content",
    "temperature",
    "text",
    "top_logprobs",
    "top_p",
    "truncation",
    "verbosity",
}
"""The fields of the recordings that hold a null though the published schema never lets them; all else is equal."""


def recordings(*endings: str) -> list[Path]:
    return sorted(path for path in RECORDINGS.rglob("*") if path.name.endswith(endings))


def streamed(path: Path) -> Iterator[bytes]:
    """The JSON of every event of a stream."""
    if path.suffix == ".jsonl":
        yield from (line for line in path.read_bytes().splitlines() if line.strip())
        return
    parser = SSEParser()
    for frame in [*parser.receive_data(path.read_bytes()), *parser.receive_eof()]:
        if not frame.is_done and frame.data.strip():
            yield frame.data


def difference(read: Any, written: Any, path: str, nulls: Counter[str]) -> str | None:
    """Where two JSON values differ; a null that was left out is counted, and is no difference."""
    if isinstance(read, dict) and isinstance(written, dict):
        for name in read.keys() | written.keys():
            inside = f"{path}.{name}"
            if name in read and name not in written and read[name] is None:
                nulls[re.sub(r"\[\d+\]", "[]", inside)] += 1
            elif name not in read or name not in written:
                return f"{inside} is there once only"
            elif found := difference(read[name], written[name], inside, nulls):
                return found
        return None
    if isinstance(read, list) and isinstance(written, list) and len(read) == len(written):
        pairs = enumerate(zip(read, written, strict=True))
        found = (difference(one, other, f"{path}[{at}]", nulls) for at, (one, other) in pairs)
        return next(filter(None, found), None)
    same = read == written and isinstance(read, bool) == isinstance(written, bool)
    return None if same else f"{path}: {str(read)[:80]} became {str(written)[:80]}"


def compare(documents: Iterator[tuple[Path, bytes]], parse: Callable[[bytes], Any]) -> tuple[int, Counter[str]]:
    """Parse and write back; the number of documents, and the nulls that were left out."""
    count, nulls, faults = 0, Counter[str](), []
    for path, data in documents:
        count += 1
        model = parse(data)
        if fault := difference(json.loads(data), json.loads(model.to_json()), "$", nulls):
            faults.append((path.name, fault))
        if fault := difference(json.loads(data), model.to_dict(), "$", Counter()):
            faults.append((path.name, f"to_dict: {fault}"))
    assert not faults, faults[:10]
    return count, nulls


def report(what: str, count: int, nulls: Counter[str]) -> None:
    """Print the figures (pytest -s shows them), and refuse a null that is new."""
    print(f"{count} {what}, {nulls.total()} nulls in never-null fields written as absent")  # noqa: T201
    for path, times in nulls.most_common():
        print(f"  {times:4} {path}")  # noqa: T201
    assert {path.rpartition(".")[2] for path in nulls} <= NEVER_NULL


def test_every_event_of_every_stream_parses_and_is_written_back() -> None:
    """Issue 1, it must show, 4."""
    documents = ((path, data) for path in recordings(".sse", ".jsonl") for data in streamed(path))
    count, nulls = compare(documents, parse_event)
    assert count > 1000
    report("events", count, nulls)


def test_every_response_parses_and_is_written_back() -> None:
    """Issue 1, it must show, 4."""
    count, nulls = compare(((path, path.read_bytes()) for path in recordings(".response.json")), parse_response)
    assert count > 100
    report("responses", count, nulls)


def test_every_request_parses_and_is_written_back() -> None:
    """DESIGN, facts: what clients send to these servers reads too."""
    count, nulls = compare(((path, path.read_bytes()) for path in recordings(".request.json")), parse_request)
    assert count > 100
    report("requests", count, nulls)


def test_the_decoder_reads_every_recorded_stream_in_chunks() -> None:
    """OR-SSE-07, OR-SSE-08: chunks of a network's size, and of no size at all that anybody would choose."""
    for path in recordings(".sse"):
        whole = path.read_bytes()
        decoder, events = SSEDecoder(), 0
        for at in range(0, len(whole), 1009):
            events += len(decoder.receive_data(whole[at : at + 1009]))
        assert events + len(decoder.receive_eof()) == len(list(streamed(path))), path.name
