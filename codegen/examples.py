"""An example of every component: the least that its schema allows, with words that a reader expects in such a place."""

from __future__ import annotations

import json
import re
from typing import Any

from .bundle import Bundle, Json
from .python_types import branches
from .vectors.samples import Samples

WIDTH = 96
WORDS: Json = {
    "arguments": '{"city": "Oslo"}',
    "call_id": "call_1",
    "command": "ls",
    "content": "What is the weather in Oslo?",
    "completed_at": 1767225609,
    "content_index": 0,
    "created_at": 1767225600,
    "data": "iVBORw0KGgo=",
    "delta": "Hel",
    "encrypted_content": "b3BhcXVl",
    "end_index": 5,
    "file_data": "JVBERi0=",
    "file_url": "https://example.org/notes.pdf",
    "filename": "notes.pdf",
    "frequency_penalty": 0,
    "id": "id_1",
    "image_url": "https://example.org/cat.png",
    "input": "What is the weather in Oslo?",
    "input_tokens": 12,
    "instructions": "Answer in one sentence.",
    "item_id": "msg_1",
    "message": "The model host went away.",
    "model": "model-1",
    "name": "get_weather",
    "description": "What is told about it.",
    "decision": "approved",
    "tool": "get_weather",
    "tool_name": "get_weather",
    "turn_id": "turn_1",
    "output": "7 degrees",
    "server": "weather",
    "session_id": "session_1",
    "object": "response",
    "output_index": 0,
    "output_tokens": 8,
    "parallel_tool_calls": True,
    "path": "notes.txt",
    "presence_penalty": 0,
    "previous_response_id": "resp_0",
    "query": "weather in Oslo",
    "refusal": "I cannot help with that.",
    "role": "assistant",
    "sequence_number": 4,
    "service_tier": "default",
    "start_index": 0,
    "status": "completed",
    "store": True,
    "summary_index": 0,
    "text": "Hello",
    "thread_id": "thread_1",
    "title": "Weather",
    "token": "Hel",
    "tool_choice": "auto",
    "top_logprobs": 0,
    "total_tokens": 20,
    "truncation": "disabled",
    "url": "https://example.org/",
    "video_url": "https://example.org/cat.mp4",
}
"""What stands in an example under a name, if the schema allows it there; under other names stands something dull."""
STATUSES = {"completed": ("completed_at", "usage"), "failed": ("error",), "incomplete": ("incomplete_details",)}
"""The members that a response has when it has a status, and that are null else."""
EXTENSION = "acme:example"
SHOWN = 3
"""How many members an example has at least, where the object has so many."""
_TYPES: dict[type, tuple[str, ...]] = {str: ("string",), bool: ("boolean",), int: ("integer", "number")}


class Examples(Samples):
    """Makes the examples of one bundle.  What is required and may be null is null, but for what an event brings."""

    def __init__(self, bundle: Bundle) -> None:
        super().__init__(bundle)
        self._tags = {
            schema["x-fallback"]: schema.get("discriminator", {}).get("propertyName", "type")
            for schema in bundle.schemas.values()
            if "x-fallback" in schema
        }

    def example(self, component: str) -> Any:
        """A valid value of a component; of a union, one of its first member."""
        schema = self._schemas[component]
        made = self.of(schema)
        if component in self._tags:
            return {**made, self._tags[component]: EXTENSION}
        semantics = schema.get("x-event", {})
        if semantics.get("machine") == "response" and semantics["effect"] == "replace":
            payload = semantics["payload"]
            made[payload] = self._as(semantics.get("status", "in_progress"), schema["properties"][payload])
        elif semantics.get("effect") == "insert" and "field" not in semantics:
            made[semantics["payload"]] |= self._zeros(schema["properties"][semantics["payload"]])
        return self._as(made["status"], schema) if isinstance(made, dict) and _is_response(made) else made

    def of(self, schema: Any, *, is_full: bool = False, depth: int = 0) -> Any:
        """A value of a schema."""
        merged = self._types.merged(schema) if isinstance(schema, dict) else {}
        if "properties" not in merged or "oneOf" in merged:
            return super().of(schema, is_full=is_full, depth=depth)
        properties, required = merged["properties"], merged.get("required", ())
        more = [name for name, sub in properties.items() if name not in required and sub is not False]
        shown = {*more[: max(0, SHOWN - len(required))], merged.get("x-event", {}).get("payload")}
        return {
            name: self._member(name, sub, name in shown)
            for name, sub in properties.items()
            if name in required or name in shown
        }

    def _member(self, name: str, schema: Any, is_shown: bool) -> Any:
        if self._types.is_nullable(schema) and not is_shown:
            return None
        word, kind = WORDS.get(name), self._types.resolved(schema)
        return word if word is not None and self._fits(word, kind) else self.of(schema)

    def _fits(self, word: Any, schema: Any) -> bool:
        kind = self._types.resolved(schema)
        if listed := branches(kind):
            return any(self._fits(word, one) for one in listed)
        if "enum" in kind or "const" in kind:
            return word in kind.get("enum", ()) or word == kind.get("const")
        types = kind.get("type")
        allowed = types if isinstance(types, list) else [types]
        return not {*allowed}.isdisjoint(_TYPES[type(word)]) and bool(re.search(kind.get("pattern", ""), str(word)))

    def _as(self, status: str, reference: Json) -> Json:
        """A response that has a status."""
        properties = self._types.merged(self._types.resolved(reference))["properties"]
        more = {
            name: self._member(name, properties[name], True) for name in STATUSES.get(status, ()) if name in properties
        }
        return {**self.of(reference), "status": status, **more}

    def _zeros(self, union: Json) -> Json:
        """What the first member of a union says when it was just announced."""
        (first, *_) = branches(self._types.resolved(union)) or [union]
        properties = self._types.merged(self._types.resolved(first)).get("properties", {})
        return {name: sub["x-zero"] for name, sub in properties.items() if "x-zero" in sub}


def _is_response(made: Json) -> bool:
    members = STATUSES.get(str(made.get("status")))
    return members is not None and made.keys() >= {*members}


def written(value: Any, indent: int = 0) -> str:
    """JSON whose objects and lists stay on one line where they fit."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(flat) + indent <= WIDTH:
        return flat
    pad, end = " " * (indent + 2), " " * indent
    if isinstance(value, list):
        inner = [written(one, indent + 2) for one in value]
        return "[\n" + ",\n".join(f"{pad}{line}" for line in inner) + f"\n{end}]"
    members = [f"{json.dumps(name)}: {written(one, indent + 2)}" for name, one in value.items()]
    return "{\n" + ",\n".join(f"{pad}{line}" for line in members) + f"\n{end}}}"
