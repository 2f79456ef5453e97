"""The recordings of Gemini and Ollama: compared with their sources by readers that share nothing with the bridges.

The recordings are not part of the repository.  OPENRESPONSES_CORPUS names their folder; without it they are looked
for beside the checkout.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk import GeminiBridge, JSONArraySplitter, OllamaBridge, SSEParser, iter_violations
from openresponses_sdk.bridges.gemini_signatures import unwrap
from tests.provider_streams import Converted, laws

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpus"
CORPUS = Path(os.environ.get("OPENRESPONSES_CORPUS", BESIDE))
GEMINI = sorted((CORPUS / "gemini").glob("*.*"))
OLLAMA = sorted((CORPUS / "ollama").glob("*.jsonl"))

pytestmark = pytest.mark.skipif(
    not (GEMINI and OLLAMA), reason="no recordings: set OPENRESPONSES_CORPUS to the folder of recordings"
)
each_gemini = pytest.mark.parametrize("path", GEMINI or [Path("absent")], ids=lambda path: path.stem[-60:])
each_ollama = pytest.mark.parametrize("path", OLLAMA or [Path("absent")], ids=lambda path: path.stem[-60:])


def chunks_of(path: Path, size: int | None = None) -> list[bytes]:
    """The chunks of a recording as a transport would give them, its bytes cut into pieces of one size."""
    data = path.read_bytes()
    step = size or max(len(data), 1)
    pieces = [data[at : at + step] for at in range(0, len(data), step)]
    if path.suffix == ".jsonl":
        return data.splitlines()
    if path.suffix == ".json":
        splitter = JSONArraySplitter()
        return [element for piece in pieces for element in splitter.receive_data(piece)] + splitter.receive_eof()
    parser = SSEParser()
    frames = [frame for piece in pieces for frame in parser.receive_data(piece)] + parser.receive_eof()
    return [frame.data for frame in frames]


def read(path: Path) -> list[dict[str, Any]]:
    """The chunks of a recording, read without the SDK."""
    text = path.read_text("utf-8")
    if path.suffix == ".json":
        body = json.loads(text)
        return body if isinstance(body, list) else [body]
    lines = [line.removeprefix("data:") for line in text.splitlines() if line.strip()]
    return [json.loads(line) for line in lines]


def parts_of(chunks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        part
        for chunk in chunks
        for candidate in chunk.get("candidates", [])
        for part in candidate.get("content", {}).get("parts", [])
    ]


def calls_of(parts: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    """Name and arguments of each call; streamed ones by their paths, of which the recordings use names and indices."""
    found: list[tuple[str, dict[str, Any]]] = []
    for part in parts:
        call = part.get("functionCall")
        if call is None:
            continue
        if "name" in call:
            found.append((call["name"], dict(call.get("args", {}))))
        for fragment in call.get("partialArgs", []):
            keys = fragment["jsonPath"].removeprefix("$.").replace("[", ".").replace("]", "").split(".")
            node: Any = found[-1][1]
            for key, following in pairwise(keys):
                new: Any = [] if following.isdigit() else {}
                if isinstance(node, list):
                    if int(key) == len(node):
                        node.append(new)
                    node = node[int(key)]
                else:
                    node = node.setdefault(key, new)
            value = fragment.get("stringValue", fragment.get("numberValue"))
            known = node.get(keys[-1])
            node[keys[-1]] = known + value if isinstance(known, str) else value
    return found


def usage_of(chunks: list[dict[str, Any]]) -> tuple[int, ...] | None:
    """Input, cached, output, reasoning and total, by the sums that Google documents."""
    said = [chunk["usageMetadata"] for chunk in chunks if "totalTokenCount" in chunk.get("usageMetadata", {})]
    if not said:
        return None
    last = Counter({name: count for name, count in said[-1].items() if name.endswith("Count")})
    return (
        last["promptTokenCount"] + last["toolUsePromptTokenCount"],
        last["cachedContentTokenCount"],
        last["candidatesTokenCount"] + last["thoughtsTokenCount"],
        last["thoughtsTokenCount"],
        last["totalTokenCount"],
    )


def counts(usage: dict[str, Any] | None) -> tuple[int, ...] | None:
    if usage is None:
        return None
    cached, reasoning = usage["input_tokens_details"], usage["output_tokens_details"]
    return (
        usage["input_tokens"],
        cached["cached_tokens"],
        usage["output_tokens"],
        reasoning["reasoning_tokens"],
        usage["total_tokens"],
    )


def status_of(chunks: list[dict[str, Any]]) -> tuple[str, str | None]:
    """How the source ended: status, and the reason or code."""
    if "error" in chunks[-1]:
        return "failed", chunks[-1]["error"]["status"]
    if "blockReason" in chunks[-1].get("promptFeedback", {}):
        return "incomplete", "content_filter"
    return {"STOP": ("completed", None), 1: ("completed", None)}[chunks[-1]["candidates"][0]["finishReason"]]


@each_gemini
def test_a_recording_of_gemini_says_what_its_source_says(path: Path):
    """Issue 5, it must show 1: text, tool arguments, usage and stop reason, and no error by the check."""
    made = laws(Converted(GeminiBridge, chunks_of(path)))
    chunks = read(path)
    parts = parts_of(chunks)
    assert made.findings == []
    assert list(iter_violations(made.events)) == []
    assert made.text == "".join(part.get("text", "") for part in parts if not part.get("thought"))
    summaries = [part["text"] for item in made.items("reasoning") for part in item["summary"]]
    assert "".join(summaries) == "".join(part["text"] for part in parts if part.get("thought"))
    calls = [(item["name"], json.loads(item["arguments"])) for item in made.items("function_call")]
    assert calls == calls_of(parts)
    assert counts(made.response["usage"]) == usage_of(chunks)
    details = made.response["incomplete_details"] or {}
    assert (made.status, details.get("reason", (made.response["error"] or {}).get("code"))) == status_of(chunks)


@each_gemini
def test_every_signature_and_every_other_part_of_gemini_is_kept(path: Path):
    """Issue 5, round trip: each signature is there once, on what it signs; other parts are there as they came."""
    made = Converted(GeminiBridge, chunks_of(path))
    parts = parts_of(read(path))
    written = json.dumps(made.output)
    signed = [part for part in parts if "thoughtSignature" in part]
    assert all(written.count(json.dumps(part["thoughtSignature"])[1:]) == 1 for part in signed)
    on_calls = [part["thoughtSignature"] for part in signed if "functionCall" in part]
    assert [item["google:thought_signature"] for item in made.output if "google:thought_signature" in item] == on_calls
    wrapped = [unwrap(item["encrypted_content"]) for item in made.items("reasoning") if item.get("encrypted_content")]
    on_texts = [(part["thoughtSignature"], part["text"]) for part in signed if "text" in part]
    assert [(found.signature, made.text[found.start : found.end]) for found in wrapped if found is not None] == on_texts
    others = [part for part in parts if not part.keys() & {"text", "functionCall"}]
    assert [item["part"] for item in made.output if "part" in item] == others


@each_gemini
def test_the_citations_of_gemini_mark_the_words_of_their_segments(path: Path):
    """Issue 5: byte offsets to characters, late; a segment repeats its words, which proves the offsets."""
    made = Converted(GeminiBridge, chunks_of(path))
    wanted: Counter[tuple[str, str]] = Counter()
    for chunk in read(path):
        for candidate in chunk.get("candidates", []):
            metadata = candidate.get("groundingMetadata", {})
            for support in metadata.get("groundingSupports", []):
                for index in support["groundingChunkIndices"]:
                    web = metadata["groundingChunks"][index].get("web")
                    if web is not None:
                        wanted[(support["segment"]["text"], web["uri"])] += 1
    found = Counter(
        (part["text"][note["start_index"] : note["end_index"]], note["url"])
        for item in made.items("message")
        for part in item["content"]
        for note in part["annotations"]
    )
    assert found == wanted


@each_gemini
def test_chunking_changes_nothing_and_a_cut_recording_never_completes(path: Path):
    """Bridge-formats 7: the same output for any chunking; cutting at any line never yields `completed`."""
    whole = chunks_of(path)
    response = Converted(GeminiBridge, whole).responses
    for size in (1, 17):
        assert Converted(GeminiBridge, chunks_of(path, size)).responses == response
    for cut in range(len(whole)):
        made = laws(Converted(GeminiBridge, whole[:cut]))
        assert [entry["status"] for entry in made.responses] == ["failed"]
        assert made.findings


@each_ollama
def test_a_recording_of_ollama_says_what_its_source_says(path: Path):
    """Issue 5, it must show 1."""
    made = laws(Converted(OllamaBridge, chunks_of(path)))
    lines = read(path)
    assert made.findings == []
    assert list(iter_violations(made.events)) == []
    assert made.text == "".join(line["message"]["content"] for line in lines)
    thinking = [part["text"] for item in made.items("reasoning") for part in item["content"]]
    assert "".join(thinking) == "".join(line["message"].get("thinking", "") for line in lines)
    calls = [call for line in lines for call in line["message"].get("tool_calls", [])]
    assert [(item["call_id"], item["name"], json.loads(item["arguments"])) for item in made.items("function_call")] == [
        (call["id"], call["function"]["name"], call["function"]["arguments"]) for call in calls
    ]
    prompt, answer = lines[-1]["prompt_eval_count"], lines[-1]["eval_count"]
    assert counts(made.response["usage"]) == (prompt, 0, answer, 0, prompt + answer)
    assert (lines[-1]["done_reason"], made.status) == ("stop", "completed")


def test_the_counts_by_provider_are_those_of_the_pages():
    """Issue 5, it must show 1: counts by provider printed; docs/gemini.md and docs/ollama.md name them."""
    manifest = json.loads((CORPUS / "bridge-manifest.json").read_text("utf-8"))
    providers = {entry["file"]: entry["provider"] for entry in manifest}
    found: dict[str, Counter[str]] = {}
    for make, paths in ((GeminiBridge, GEMINI), (OllamaBridge, OLLAMA)):
        for path in paths:
            made = Converted(make, chunks_of(path))
            row = found.setdefault(providers[f"{path.parent.name}/{path.name}"], Counter())
            row.update(recordings=1, chunks=len(chunks_of(path)), events=len(made.events))
            row.update([made.response["status"]], items=len(made.output), findings=len(made.findings))
    pages = "".join(
        (Path(__file__).parents[1] / "docs" / page).read_text("utf-8") for page in ("gemini.md", "ollama.md")
    )
    rows: list[str] = []
    for provider, row in sorted(found.items()):
        shown = " | ".join(
            str(row[name]) for name in ("recordings", "chunks", "events", "items", "completed", "incomplete", "failed")
        )
        rows.append(f"| {provider} | {shown} | {row['findings']} |")
    sys.stdout.write("\n".join(["", *rows, ""]))
    assert [row for row in rows if row not in pages] == []
