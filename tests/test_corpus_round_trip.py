"""What a provider's model said goes through its bridge into the next request as that provider expects it.

Each recording is read by the readers of the other corpus tests, which share nothing with bridges and mappings, into the
content that its provider would want back.  The recordings are not part of the repository (OPENRESPONSES_CORPUS).
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk import (
    AnthropicMessagesBridge,
    Bridge,
    GeminiBridge,
    next_input,
    to_anthropic_messages,
    to_chat_completions,
    to_gemini,
)
from tests import test_corpus_anthropic as anthropic
from tests import test_corpus_chat_completions as chat
from tests import test_corpus_gemini_ollama as gemini

PAGE = Path(__file__).resolve().parents[1] / "docs" / "requests.md"
pytestmark = pytest.mark.skipif(
    not (anthropic.RECORDINGS and gemini.GEMINI and chat.RECORDINGS),
    reason="no recordings: set OPENRESPONSES_CORPUS to the folder of recordings",
)


def outputs(bridge: Bridge, events: list[Any]) -> list[list[dict[str, Any]]]:
    """The output items of each response, as a client sends them back."""
    for event in events:
        bridge.receive(event)
    bridge.receive_eof()
    return [response.to_dict()["output"] for response in bridge.responses]


def of_the_model(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages without the results of tools, which are written for calls that nothing answers."""
    return [message for message in messages if message["role"] in ("assistant", "model")]


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_nulls(member) for name, member in value.items() if member is not None}
    return [without_nulls(entry) for entry in value] if isinstance(value, list) else value


def anthropic_blocks(message: anthropic.Message) -> list[dict[str, Any]]:
    """The content blocks as they were streamed."""
    blocks: list[dict[str, Any]] = []
    for said in message.blocks:
        block = {name: value for name, value in said.items() if name not in ("json", "cited")}
        if said.get("cited"):
            block["citations"] = said["cited"]
        if said.get("json", "").strip():
            block["input"] = {} if not message.is_ended else json.loads(said["json"])
        blocks.append(without_nulls(block))
    return blocks


def joined(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Neighbours of plain text as one, no empty text and no thinking without signature: what may be otherwise."""
    found: list[dict[str, Any]] = []
    for block in blocks:
        if (block["type"] == "text" and not block["text"]) or block.get("signature") == "":
            continue
        is_plain = block.keys() == {"type", "text"}
        if is_plain and found and found[-1].keys() == {"type", "text"}:
            found[-1] = found[-1] | {"text": found[-1]["text"] + block["text"]}
        else:
            found.append(block)
    return found


def on_the_page(name: str, counts: Counter[str]) -> bool:
    """Whether the page states the figures, which pytest -s shows."""
    row = f"| {name} | {counts['answers']} | {counts['exact']} | {counts['joined']} |"
    print(row)  # noqa: T201
    return row in PAGE.read_text("utf-8")


def test_what_claude_said_goes_back_as_it_came() -> None:
    """Issue 5, round trip: blocks, their order, ids, signatures, citations and extension blocks."""
    counts, faults = Counter[str](), []
    for path in anthropic.STREAMS:
        made = outputs(AnthropicMessagesBridge(None), anthropic.payloads(path))
        for message, output in zip(anthropic.read(path), made, strict=True):
            messages = of_the_model(to_anthropic_messages({"model": "m", "input": output}).body["messages"])
            written = without_nulls([block for said in messages for block in said["content"]])
            source = anthropic_blocks(message)
            counts["answers"] += 1
            counts["exact" if written == source else "joined"] += 1
            if written != joined(source) or len(messages) > 1:
                faults.append((path.name, written, joined(source)))
    assert faults == []
    assert on_the_page("anthropic", counts)


def test_what_next_input_leaves_out_of_what_claude_said_is_a_finding() -> None:
    """Issue 5, round trip: signed thinking without its text is no longer what Anthropic signed."""
    changed = 0
    for path in anthropic.STREAMS:
        bridge = AnthropicMessagesBridge(None)
        for event in anthropic.payloads(path):
            bridge.receive(event)
        bridge.receive_eof()
        for response in bridge.responses:
            whole = to_anthropic_messages({"model": "m", "input": response.output})
            carried = to_anthropic_messages({"model": "m", "input": next_input(response).items})
            assert (whole.body == carried.body) == (whole.findings == carried.findings), path.name
            changed += whole.body != carried.body
    assert changed


def gemini_parts(chunks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The parts as they were streamed: fragments of one text or thought joined, up to a signature."""
    calls = iter(gemini.calls_of(gemini.parts_of(chunks)))
    parts: list[dict[str, Any]] = []
    for said in gemini.parts_of(chunks):
        part = dict(said)
        call = part.get("functionCall")
        if call is not None:
            if "name" not in call:
                continue
            name, args = next(calls)
            part["functionCall"] = {"name": name, "args": args} | ({"id": call["id"]} if "id" in call else {})
        elif part.get("text", "") == "" and part.keys() <= {"text", "thought", "thoughtSignature"}:
            if "thoughtSignature" not in part:
                continue
            part["text"] = ""
        last = parts[-1] if parts else {}
        goes_on = "text" in part and "text" in last and last.get("thought") == part.get("thought")
        if goes_on and "thoughtSignature" not in last and (part.get("thought") or "thoughtSignature" not in part):
            parts[-1] = last | part | {"text": last["text"] + part["text"]}
        else:
            parts.append(part)
    return parts


def test_what_gemini_said_goes_back_as_it_came() -> None:
    """Issue 5, round trip: parts, their order, ids of calls, and each signature on the part that it signs."""
    counts, faults = Counter[str](), []
    for path in gemini.GEMINI:
        chunks = gemini.read(path)
        for output in outputs(GeminiBridge(None), gemini.chunks_of(path)):
            contents = of_the_model(to_gemini({"model": "m", "input": output}).body["contents"])
            written = [part for said in contents for part in said["parts"]]
            counts["answers"] += 1
            counts["exact" if written == gemini.parts_of(chunks) else "joined"] += 1
            if written != gemini_parts(chunks) or len(contents) > 1:
                faults.append((path.name, written, gemini_parts(chunks)))
    assert faults == []
    assert on_the_page("gemini", counts)


def details_of(chunks: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    """What the reasoning details say: the text of each type, and each opaque value."""
    texts: dict[str, str] = {}
    opaque: list[str] = []
    for chunk in chunks:
        for choice in chunk.get("choices", [])[:1]:
            for detail in (choice.get("delta") or choice.get("message") or {}).get("reasoning_details") or []:
                said = detail.get("text") or detail.get("summary") or ""
                texts[detail["type"]] = texts.get(detail["type"], "") + said
                opaque += [detail[name] for name in ("data", "signature") if detail.get(name)]
    return Counter([*((kind, text) for kind, text in texts.items() if text), *(("opaque", each) for each in opaque)])


def text_of(message: dict[str, Any]) -> str:
    content = message.get("content") or ""
    return content if isinstance(content, str) else "".join(part.get("text", "") for part in content)


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning_details"])
def test_what_a_chat_model_said_goes_back_as_it_came(field: Any) -> None:
    """Issue 5, round trip: content, refusal, calls and reasoning of the message, in one message where it has calls."""
    counts, faults = Counter[str](), []
    for path in chat.RECORDINGS:
        responses = chat.bridged(path, chat.lines_of(path)).responses
        for response, chunks in zip(responses, chat.chunks_of(path), strict=True):
            said, output = chat.said_in(chunks), response.to_dict()["output"]
            mapping = to_chat_completions({"model": "m", "input": output}, reasoning_field=field)
            messages = of_the_model(mapping.body["messages"])
            calls = [call for message in messages for call in message.get("tool_calls", [])]
            ids = [item["call_id"] for item in output if item["type"] == "function_call"]
            wanted = [(id or at, name, arguments) for (id, name, arguments), at in zip(said.calls, ids, strict=True)]
            told = [(each["id"], each["function"]["name"], json.loads(each["function"]["arguments"])) for each in calls]
            is_ordered = not any("tool_calls" in message for message in messages[:-1])
            counts["answers"] += 1
            counts["exact" if len(messages) <= 1 else "joined"] += 1
            content = "".join(map(text_of, messages))
            refusal = "".join(message.get("refusal") or "" for message in messages)
            if (content, refusal, told) != (said.text, said.refusal, wanted) or not is_ordered:
                faults.append((path.name, content, said.text, told, wanted))
            if field == "reasoning_content":
                reasoning = "".join(message.get(field, "") for message in messages)
                if reasoning != said.reasoning and said.reasoning:
                    faults.append((path.name, reasoning, said.reasoning))
            elif source := details_of(chunks):
                details = [detail for message in messages for detail in message.get(field, [])]
                if details_of([{"choices": [{"message": {field: details}}]}]) != source:
                    faults.append((path.name, details, source))
    assert faults == []
    assert on_the_page("chat", counts)
