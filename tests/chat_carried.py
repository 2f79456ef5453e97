"""Two readers that share nothing with the SDK: what of a response a chat completion can carry, and what chunks say."""

from __future__ import annotations

from typing import Any

__all__ = ["CHAT_REASONS", "accumulated", "carried"]

Json = dict[str, Any]
CHAT_REASONS = {"max_output_tokens": "length", "content_filter": "content_filter"}


def carried(response: Json, *, summaries: bool = False) -> Json:
    """What a chat completion can say of a response."""
    said: Json = {"content": "", "refusal": "", "reasoning": "", "calls": [], "annotations": []}
    for item in response.get("output") or []:
        if item["type"] == "function_call":
            said["calls"].append((item["name"], item["call_id"], item["arguments"]))
        elif item["type"] == "reasoning":
            parts = [*(item.get("content") or []), *(item.get("summary") or [] if summaries else [])]
            said["reasoning"] += "".join(part["text"] for part in parts if isinstance(part.get("text"), str))
        elif item["type"] == "message" and item.get("role", "assistant") == "assistant":
            for part in item["content"]:
                if part["type"] == "output_text":
                    said["annotations"] += [
                        moved(note, len(said["content"]))
                        for note in part.get("annotations") or []
                        if note["type"] == "url_citation"
                    ]
                    said["content"] += part["text"]
                elif part["type"] == "refusal":
                    said["refusal"] += part["refusal"]
    status, details = response["status"], response.get("incomplete_details") or {}
    said["ending"] = {
        "completed": "tool_calls" if said["calls"] else "stop",
        "incomplete": CHAT_REASONS.get(details.get("reason", ""), "length"),
    }.get(status, "error")
    usage = response.get("usage")
    said["usage"] = usage and (usage["input_tokens"], usage["output_tokens"])
    return said


def moved(note: Json, by: int) -> Json:
    spans = {name: note[name] for name in ("start_index", "end_index") if name in note}
    shift = 0 if set(spans.values()) == {0} else by
    return {**note, **{name: place + shift for name, place in spans.items()}}


def accumulated(chunks: list[Json]) -> Json:
    """What a client of chat completions puts together."""
    said: Json = {"content": "", "refusal": "", "reasoning": "", "calls": [], "annotations": []}
    said |= {"ending": None, "usage": None}
    calls: dict[int, Json] = {}
    for chunk in chunks:
        if "error" in chunk:
            assert said["ending"] is None
            said["ending"] = "error"
            continue
        assert chunk["object"] == "chat.completion.chunk"
        if chunk.get("usage"):
            said["usage"] = (chunk["usage"]["prompt_tokens"], chunk["usage"]["completion_tokens"])
        for choice in chunk["choices"]:
            delta = choice["delta"]
            assert said["ending"] is None
            said["content"] += delta.get("content") or ""
            said["refusal"] += delta.get("refusal") or ""
            said["reasoning"] += delta.get("reasoning_content") or ""
            said["annotations"] += [
                {"type": note["type"], **note["url_citation"]} for note in delta.get("annotations", [])
            ]
            for call in delta.get("tool_calls", []):
                known = calls.setdefault(call["index"], {"id": "", "name": "", "arguments": ""})
                known["id"] += call.get("id", "")
                known["name"] += call["function"].get("name", "")
                known["arguments"] += call["function"]["arguments"]
            said["ending"] = choice["finish_reason"] or said["ending"]
    said["calls"] = [(call["name"], call["id"], call["arguments"]) for _, call in sorted(calls.items())]
    return said
