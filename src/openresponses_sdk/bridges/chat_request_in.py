"""The body of a Chat Completions request as an Open Responses request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel

from .chat_request import CHAT_FIELDS
from .request_mapping import JSONObject, RequestLog, RequestMapping

__all__ = ["CHAT_FIELDS_IN", "from_chat_completions"]

CHAT_FIELDS_IN: Final[Mapping[str, str]] = {chat: own for own, chat in CHAT_FIELDS.items()} | {
    "max_tokens": "max_output_tokens"
}
"""Members of a Chat Completions request that are carried over as they are, and their names here."""
_STRUCTURED: Final = frozenset(
    ("messages", "tools", "tool_choice", "response_format", "reasoning_effort", "verbosity", "logprobs")
)


def from_chat_completions(body: BaseModel | Mapping[str, object], *, strict: bool = False) -> RequestMapping:
    """The request that a Chat Completions body asks for; with ``strict``, findings raise ``RequestMappingError``."""
    log, source = RequestLog("Open Responses"), plain_request(body)
    request: JSONObject = {CHAT_FIELDS_IN[key]: value for key, value in source.items() if key in CHAT_FIELDS_IN}
    for key in source:
        if key not in CHAT_FIELDS_IN and key not in _STRUCTURED:
            log.report("unsupported_value", key, "Open Responses has no such member")
    items: list[JSONObject] = []
    for index, message in enumerate(listed(source.get("messages"))):
        items.extend(_items(members(message), f"messages[{index}]", log))
    request["input"] = items
    tools: list[JSONObject] = []
    for index, each in enumerate(listed(source.get("tools"))):
        tool = members(each)
        if tool.get("type") == "function":
            tools.append({"type": "function"} | members(tool.get("function")))
        else:
            log.report("unsupported_value", f"tools[{index}]", "Only function tools can be carried over")
    if tools:
        request["tools"] = tools
    choice = source.get("tool_choice")
    chosen = members(choice)
    if isinstance(choice, str):
        request["tool_choice"] = choice
    elif chosen.get("type") == "function":
        request["tool_choice"] = {"type": "function", "name": members(chosen.get("function")).get("name")}
    elif chosen.get("type") == "allowed_tools":
        allowed = members(chosen.get("allowed_tools"))
        names = [members(members(tool).get("function")).get("name") for tool in listed(allowed.get("tools"))]
        tools_allowed = [{"type": "function", "name": name} for name in names]
        request["tool_choice"] = {"type": "allowed_tools", "mode": allowed.get("mode", "auto"), "tools": tools_allowed}
    elif chosen:
        log.report("unsupported_value", "tool_choice", "Open Responses has no such choice")
    text: JSONObject = {"verbosity": source["verbosity"]} if "verbosity" in source else {}
    form = members(source.get("response_format"))
    if form:
        text["format"] = {"type": form.get("type")} | members(form.get("json_schema"))
    if text:
        request["text"] = text
    if "reasoning_effort" in source:
        request["reasoning"] = {"effort": source["reasoning_effort"]}
    return log.result(request, strict=strict)


def _items(message: JSONObject, path: str, log: RequestLog) -> list[JSONObject]:
    role, content = message.get("role"), message.get("content")
    if role == "tool":
        call_id = message.get("tool_call_id", "")
        return [{"type": "function_call_output", "call_id": call_id, "output": text_of(content)}]
    if role not in ("user", "assistant", "system", "developer"):
        log.report("unsupported_value", f"{path}.role", "Open Responses has no such role")
        return []
    parts = _parts(content, "output_text" if role == "assistant" else "input_text", f"{path}.content", log)
    if role == "assistant" and isinstance(message.get("refusal"), str):
        parts.append({"type": "refusal", "refusal": message["refusal"]})
    items: list[JSONObject] = []
    if parts or not listed(message.get("tool_calls")):
        items.append({"type": "message", "role": role, "content": parts})
    for index, each in enumerate(listed(message.get("tool_calls"))):
        call = members(each)
        function = members(call.get("function"))
        if call.get("type", "function") != "function":
            log.report("unsupported_value", f"{path}.tool_calls[{index}]", "Only function calls can be carried over")
            continue
        told = {"name": function.get("name", ""), "arguments": function.get("arguments", "")}
        items.append({"type": "function_call", "call_id": call.get("id", "")} | told)
    return items


def _parts(content: object, text_type: str, path: str, log: RequestLog) -> list[JSONObject]:
    if isinstance(content, str):
        return [{"type": text_type, "text": content}] if content else []
    parts: list[JSONObject] = []
    for index, each in enumerate(listed(content)):
        part = members(each)
        kind = part.get("type")
        if kind == "text":
            parts.append({"type": text_type, "text": text_of([part])})
        elif kind == "refusal":
            parts.append({"type": "refusal", "refusal": text_of([part])})
        elif kind == "image_url":
            image = members(part.get("image_url"))
            parts.append(
                {"type": "input_image", "image_url": image.get("url")}
                | {k: image[k] for k in ("detail",) if k in image}
            )
        elif kind == "file":
            parts.append({"type": "input_file"} | members(part.get("file")))
        else:
            log.report("unsupported_value", f"{path}[{index}]", f"A part of type {kind} has no place in Open Responses")
    return parts


def plain_request(request: BaseModel | Mapping[str, object]) -> JSONObject:
    """The members of a request that are set and not null."""
    value = (
        request.model_dump(mode="json", by_alias=True, exclude_unset=True)
        if isinstance(request, BaseModel)
        else request
    )
    return {key: member for key, member in value.items() if member is not None}


def members(value: object) -> JSONObject:
    """An object's members that are not null; none when it is no object."""
    return (
        {str(key): member for key, member in value.items() if member is not None} if isinstance(value, Mapping) else {}
    )


def listed(value: object) -> list[object]:
    """An array's values; none when it is no array."""
    return list(value) if isinstance(value, (list, tuple)) else []


def text_of(content: object) -> str:
    """All text of a content that is a string or parts."""
    if isinstance(content, str):
        return content
    found = [members(part) for part in listed(content)]
    texts = [
        part.get("text", part.get("refusal"))
        for part in found
        if part.get("type") in ("input_text", "output_text", "text", "refusal", "summary_text", "reasoning_text")
    ]
    return "".join(text for text in texts if isinstance(text, str))
