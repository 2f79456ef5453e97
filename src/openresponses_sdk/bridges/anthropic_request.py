"""An Open Responses request as the body of an Anthropic Messages request.

1. Instructions and the system and developer messages are ``system``, in their order.
2. Neighbours of one role are one message: calls are the assistant's, their outputs the user's.
3. Reasoning goes back only with Anthropic's own signature or data.
4. ``max_tokens`` is demanded: ``max_output_tokens``, else the caller's ``default_max_tokens``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel

from .anthropic_thinking import thinking_block
from .request_mapping import JSONObject, RequestLog, RequestMapping, listed, members, plain_request, text_of

__all__ = ["ANTHROPIC_CHOICES", "ANTHROPIC_FIELDS", "ANTHROPIC_STRUCTURED_FIELDS", "to_anthropic_messages"]

ANTHROPIC_FIELDS: Final[Mapping[str, str]] = {
    "model": "model",
    "temperature": "temperature",
    "top_p": "top_p",
    "max_output_tokens": "max_tokens",
    "stream": "stream",
}
"""Members of a request that are carried over as they are, and their names at Anthropic."""
ANTHROPIC_STRUCTURED_FIELDS: Final = ("instructions", "input", "tools", "tool_choice", "parallel_tool_calls", "text")
"""Members that change their form."""
ANTHROPIC_CHOICES: Final[Mapping[str, str]] = {"auto": "auto", "required": "any", "none": "none"}
"""Tool choices that are one word, and their types at Anthropic."""
_DATA_URL: Final = re.compile(r"data:([^;,]+);base64,(.*)", re.DOTALL)


def to_anthropic_messages(
    request: BaseModel | Mapping[str, object], *, default_max_tokens: int = 4096, strict: bool = False
) -> RequestMapping:
    """The request's body for Anthropic Messages; with ``strict``, findings raise ``RequestMappingError``."""
    log, source = RequestLog(), plain_request(request)
    body: JSONObject = {"max_tokens": default_max_tokens}
    body |= {ANTHROPIC_FIELDS[key]: value for key, value in source.items() if key in ANTHROPIC_FIELDS}
    for key in source:
        if key not in ANTHROPIC_FIELDS and key not in ANTHROPIC_STRUCTURED_FIELDS:
            log.report(key, "Anthropic Messages has no such member")
    messages = _Messages(log)
    if "instructions" in source:
        messages.system.append({"type": "text", "text": text_of(source["instructions"])})
    messages.read(source.get("input"))
    body["messages"] = messages.written
    if messages.system:
        body["system"] = messages.system
    tools: list[JSONObject] = []
    for index, each in enumerate(listed(source.get("tools"))):
        tool = members(each)
        if tool.get("type") != "function":
            log.report(f"tools[{index}]", "Only function tools can be carried over")
            continue
        written: JSONObject = {
            "name": tool.get("name", ""),
            "input_schema": {"type": "object"} | members(tool.get("parameters")),
        }
        tools.append(written | {key: tool[key] for key in ("description", "strict") if key in tool})
    if tools:
        body["tools"] = tools
        choice = _choice(source.get("tool_choice"), log)
        if source.get("parallel_tool_calls") is False and (choice or {}).get("type") != "none":
            choice = (choice or {"type": "auto"}) | {"disable_parallel_tool_use": True}
        if choice:
            body["tool_choice"] = choice
    text = members(source.get("text"))
    form = members(text.get("format"))
    if form.get("type") == "json_schema":
        body["output_config"] = {"format": {"type": "json_schema", "schema": form.get("schema", {})}}
    elif form.get("type", "text") != "text":
        log.report("text.format", "Anthropic Messages has no such format")
    if "verbosity" in text:
        log.report("text.verbosity", "Anthropic Messages has no such member")
    return log.result(body, strict=strict)


def _choice(value: object, log: RequestLog) -> JSONObject | None:
    if isinstance(value, str) and value in ANTHROPIC_CHOICES:
        return {"type": ANTHROPIC_CHOICES[value]}
    choice = members(value)
    if choice.get("type") == "function":
        return {"type": "tool", "name": choice.get("name", "")}
    if value is not None:
        log.report("tool_choice", "Anthropic Messages has no such choice")
    return None


class _Messages:
    def __init__(self, log: RequestLog) -> None:
        self.system: list[JSONObject] = []
        self.written: list[JSONObject] = []
        self._blocks: list[JSONObject] = []
        self._ids: dict[object, object] = {}
        self._log = log

    def read(self, value: object) -> None:
        if isinstance(value, str):
            self._add("user", {"type": "text", "text": value})
        for index, each in enumerate(listed(value)):
            path, item = f"input[{index}]", members(each)
            kind = item.get("type", "message" if "role" in item else None)
            read = _ITEMS.get(kind) if isinstance(kind, str) else None
            if read is None:
                self._log.report(path, f"An item of type {kind} has no place in Anthropic Messages")
            else:
                read(self, item, path)

    def _add(self, role: str, *blocks: JSONObject) -> None:
        if not blocks:
            return
        if not self.written or self.written[-1]["role"] != role:
            self._blocks = []
            self.written.append({"role": role, "content": self._blocks})
        self._blocks.extend(blocks)

    def _message(self, item: JSONObject, path: str) -> None:
        role, content = item.get("role"), item.get("content")
        if role in ("system", "developer"):
            self.system.append({"type": "text", "text": text_of(content)})
        elif role == "user" or role == "assistant":
            self._add(str(role), *self._content(content, f"{path}.content"))
        else:
            self._log.report(f"{path}.role", "Anthropic Messages has no such role")

    def _content(self, content: object, path: str) -> list[JSONObject]:
        if isinstance(content, str):
            return [{"type": "text", "text": content}] if content else []
        blocks: list[JSONObject] = []
        for index, each in enumerate(listed(content)):
            part = members(each)
            kind, text = part.get("type"), text_of([part])
            url = part.get("image_url", part.get("file_url"))
            data = part.get("file_data", url)
            if text:
                blocks.append({"type": "text", "text": text})
            elif kind in ("input_image", "input_file") and isinstance(data, str):
                sealed = _DATA_URL.fullmatch(data)
                if sealed is not None:
                    origin = {"type": "base64", "media_type": sealed[1], "data": sealed[2]}
                elif data is url:
                    origin = {"type": "url", "url": data}
                else:
                    origin = {"type": "base64", "media_type": "application/pdf", "data": data}
                blocks.append({"type": "image" if kind == "input_image" else "document", "source": origin})
            elif kind not in ("input_text", "output_text", "text", "refusal"):
                self._log.report(f"{path}[{index}]", f"A part of type {kind} in this form has no place there")
        return blocks

    def _call(self, item: JSONObject, path: str) -> None:
        try:
            arguments = json.loads(str(item.get("arguments") or "{}"))
        except (ValueError, RecursionError):
            arguments = None
        if not isinstance(arguments, dict):
            self._log.report(f"{path}.arguments", "The arguments are no JSON object; the call has none at Anthropic")
            arguments = {}
        id = self._ids[str(item.get("call_id"))] = item.get("anthropic:id", item.get("call_id", ""))
        block: JSONObject = {"type": "tool_use", "id": id, "name": item.get("name", ""), "input": arguments}
        if "anthropic:caller" in item:
            block["caller"] = item["anthropic:caller"]
        self._add("assistant", block)

    def _output(self, item: JSONObject, path: str) -> None:
        id = self._ids.get(str(item.get("call_id")), item.get("call_id", ""))
        content = self._content(item.get("output"), f"{path}.output")
        self._add("user", {"type": "tool_result", "tool_use_id": id, "content": content})

    def _reason(self, item: JSONObject, path: str) -> None:
        sealed = item.get("encrypted_content")
        block = thinking_block(sealed if isinstance(sealed, str) else None, text_of(item.get("content")))
        if block is None:
            self._log.report(path, "The reasoning has no signature of Anthropic's")
        else:
            self._add("assistant", dict(block))


_ITEMS: Final = {
    "message": _Messages._message,
    "function_call": _Messages._call,
    "function_call_output": _Messages._output,
    "reasoning": _Messages._reason,
}
