"""An Open Responses request as the body of a Chat Completions request.

1. Instructions are the first message, of role ``developer``.
2. An assistant message and the calls that follow it are one message; calls with no message before them start one.
3. Reasoning text goes into ``reasoning_field`` of the assistant message that follows when the caller names that field;
   Chat Completions itself has no place for it.
4. ``allowed_tools`` keeps its mode and tools; other tools than functions have no place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel

from .request_mapping import JSONObject, RequestLog, RequestMapping, listed, members, plain_request, text_of

__all__ = ["CHAT_FIELDS", "CHAT_STRUCTURED_FIELDS", "to_chat_completions"]

CHAT_FIELDS: Final[Mapping[str, str]] = {
    "model": "model",
    "temperature": "temperature",
    "top_p": "top_p",
    "presence_penalty": "presence_penalty",
    "frequency_penalty": "frequency_penalty",
    "max_output_tokens": "max_completion_tokens",
    "parallel_tool_calls": "parallel_tool_calls",
    "metadata": "metadata",
    "store": "store",
    "stream": "stream",
    "service_tier": "service_tier",
    "safety_identifier": "safety_identifier",
    "prompt_cache_key": "prompt_cache_key",
    "top_logprobs": "top_logprobs",
    "user": "user",
}
"""Members of a request that are carried over as they are, and their names in Chat Completions."""
CHAT_STRUCTURED_FIELDS: Final = ("instructions", "input", "tools", "tool_choice", "text", "reasoning")
"""Members that change their form."""


def to_chat_completions(
    request: BaseModel | Mapping[str, object], *, reasoning_field: str | None = None, strict: bool = False
) -> RequestMapping:
    """The request's body for Chat Completions; with ``strict``, findings raise ``RequestMappingError``."""
    log, source = RequestLog(), plain_request(request)
    body: JSONObject = {CHAT_FIELDS[key]: value for key, value in source.items() if key in CHAT_FIELDS}
    for key in source:
        if key not in CHAT_FIELDS and key not in CHAT_STRUCTURED_FIELDS:
            log.report(key, "Chat Completions has no such member")
    if "top_logprobs" in body:
        body["logprobs"] = True
    messages = _Messages(log, reasoning_field)
    if "instructions" in source:
        messages.written.append({"role": "developer", "content": text_of(source["instructions"])})
    messages.read(source.get("input"))
    body["messages"] = messages.written
    tools = [tool for i, each in enumerate(listed(source.get("tools"))) if (tool := _tool(each, f"tools[{i}]", log))]
    if tools:
        body["tools"] = tools
    else:
        body.pop("parallel_tool_calls", None)
    if "tool_choice" in source and tools and (choice := _choice(source["tool_choice"], log)):
        body["tool_choice"] = choice
    _text(members(source.get("text")), body, log)
    for key, value in members(source.get("reasoning")).items():
        if key == "effort":
            body["reasoning_effort"] = value
        else:
            log.report(f"reasoning.{key}", "Chat Completions has no such member")
    return log.result(body, strict=strict)


def _text(text: JSONObject, body: JSONObject, log: RequestLog) -> None:
    if "verbosity" in text:
        body["verbosity"] = text["verbosity"]
    form = members(text.get("format"))
    if form.get("type") == "json_schema":
        body["response_format"] = {"type": "json_schema", "json_schema": {k: v for k, v in form.items() if k != "type"}}
    elif form.get("type") in {"json_object", "text"}:
        body["response_format"] = {"type": form["type"]}
    elif form:
        log.report("text.format", "Chat Completions has no such format")


def _tool(value: object, path: str, log: RequestLog) -> JSONObject | None:
    tool = members(value)
    if tool.get("type") != "function" or not isinstance(tool.get("name"), str):
        log.report(path, "Only function tools can be carried over")
        return None
    kept = ("name", "description", "parameters", "strict")
    return {"type": "function", "function": {key: tool[key] for key in kept if key in tool}}


def _choice(value: object, log: RequestLog) -> object:
    if isinstance(value, str) and value in {"none", "auto", "required"}:
        return value
    choice = members(value)
    if choice.get("type") == "function":
        return {"type": "function", "function": {"name": choice.get("name")}}
    if choice.get("type") == "allowed_tools":
        tools = [
            {"type": "function", "function": {"name": members(t).get("name")}} for t in listed(choice.get("tools"))
        ]
        return {"type": "allowed_tools", "allowed_tools": {"mode": choice.get("mode", "auto"), "tools": tools}}
    log.report("tool_choice", "Chat Completions has no such choice")
    return None


class _Messages:
    """The messages that input items become."""

    def __init__(self, log: RequestLog, reasoning_field: str | None) -> None:
        self.written: list[JSONObject] = []
        self._log = log
        self._reasoning_field = reasoning_field
        self._reasoning = ""
        self._reasoning_path = ""

    def read(self, value: object) -> None:
        if isinstance(value, str):
            self.written.append({"role": "user", "content": value})
        for index, each in enumerate(listed(value)):
            path, item = f"input[{index}]", members(each)
            kind = item.get("type", "message" if "role" in item else None)
            read = _ITEMS.get(kind) if isinstance(kind, str) else None
            if read is None:
                self._log.report(path, f"An item of type {kind} has no place in Chat Completions")
            else:
                read(self, item, path)
        if self._reasoning:
            self._log.report(self._reasoning_path, "No assistant message follows the reasoning")

    def _message(self, item: JSONObject, path: str) -> None:
        role, content = item.get("role"), item.get("content")
        if role == "assistant":
            message = self._assistant()
            refusals = [p for p in map(members, listed(content)) if p.get("type") == "refusal"]
            if refusals:
                message["refusal"] = text_of(refusals)
            text = text_of(content if isinstance(content, str) else [p for p in listed(content) if p not in refusals])
            if text or not refusals:
                message["content"] = text
        elif role == "user":
            self.written.append({"role": role, "content": self._content(content, path)})
        elif role in ("system", "developer"):
            self.written.append({"role": role, "content": text_of(content)})
        else:
            self._log.report(f"{path}.role", "Chat Completions has no such role")

    def _assistant(self) -> JSONObject:
        message: JSONObject = {"role": "assistant"}
        if self._reasoning and self._reasoning_field is not None:
            message[self._reasoning_field] = self._reasoning
            self._reasoning = ""
        self.written.append(message)
        return message

    def _content(self, content: object, path: str) -> object:
        if isinstance(content, str):
            return content
        parts: list[JSONObject] = []
        for index, each in enumerate(listed(content)):
            part, place = members(each), f"{path}.content[{index}]"
            kind = part.get("type")
            if kind in ("input_text", "output_text", "text"):
                parts.append({"type": "text", "text": text_of([part])})
            elif kind == "input_image" and isinstance(part.get("image_url"), str):
                image = {"url": part["image_url"]} | ({"detail": part["detail"]} if "detail" in part else {})
                parts.append({"type": "image_url", "image_url": image})
            elif kind == "input_file" and ("file_data" in part or "file_id" in part):
                kept = ("file_data", "file_id", "filename")
                parts.append({"type": "file", "file": {key: part[key] for key in kept if key in part}})
            else:
                self._log.report(place, f"A part of type {kind} in this form has no place in Chat Completions")
        return parts

    def _call(self, item: JSONObject, path: str) -> None:
        last = self.written[-1] if self.written else {}
        message = last if last.get("role") == "assistant" and not self._reasoning else self._assistant()
        calls = message.setdefault("tool_calls", [])
        function = {"name": item.get("name", ""), "arguments": item.get("arguments", "")}
        if isinstance(calls, list):
            calls.append({"id": item.get("call_id", ""), "type": "function", "function": function})

    def _output(self, item: JSONObject, path: str) -> None:
        output = item.get("output")
        for index, part in enumerate(listed(output)):
            if members(part).get("type") not in ("input_text", "output_text", "text"):
                self._log.report(f"{path}.output[{index}]", "A tool message holds only text")
        self.written.append({"role": "tool", "tool_call_id": item.get("call_id", ""), "content": text_of(output)})

    def _reason(self, item: JSONObject, path: str) -> None:
        if "encrypted_content" in item:
            self._log.report(f"{path}.encrypted_content", "Chat Completions has no place for sealed reasoning")
        text = text_of(item.get("content")) or text_of(item.get("summary"))
        if text and self._reasoning_field is None:
            self._log.report(path, "Chat Completions has no place for reasoning")
        elif text:
            self._reasoning, self._reasoning_path = self._reasoning + text, path


_ITEMS: Final = {
    "message": _Messages._message,
    "function_call": _Messages._call,
    "function_call_output": _Messages._output,
    "reasoning": _Messages._reason,
}
