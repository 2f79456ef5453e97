"""An Open Responses request as the body of a Gemini ``generateContent`` request.

1. Instructions and the system and developer messages are ``systemInstruction``; neighbours of one role are one content.
2. A reasoning item with a signature and a span signs these characters of the message before it, which is cut there;
   one without a span is a thought.  Signatures of other providers are findings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from pydantic import BaseModel

from .gemini_signatures import unwrap
from .request_mapping import JSONObject, RequestLog, RequestMapping, listed, members, plain_request, text_of

__all__ = ["GEMINI_CHOICES", "GEMINI_FIELDS", "to_gemini"]

GEMINI_FIELDS: Final[Mapping[str, str]] = {
    "temperature": "temperature",
    "top_p": "topP",
    "max_output_tokens": "maxOutputTokens",
    "presence_penalty": "presencePenalty",
    "frequency_penalty": "frequencyPenalty",
}
"""Members of a request that become members of ``generationConfig``."""
GEMINI_CHOICES: Final[Mapping[str, str]] = {"auto": "AUTO", "required": "ANY", "none": "NONE"}
"""Tool choices that are one word, and their modes at Gemini."""
_STRUCTURED: Final = frozenset(("instructions", "input", "tools", "tool_choice", "text"))
_DATA_URL: Final = re.compile(r"data:([^;,]+);base64,(.*)", re.DOTALL)


def to_gemini(request: BaseModel | Mapping[str, object], *, strict: bool = False) -> RequestMapping:
    """The request's body for Gemini; model and streaming belong to its URL, so they are not in the body."""
    log, source = RequestLog(), plain_request(request)
    config: JSONObject = {GEMINI_FIELDS[key]: value for key, value in source.items() if key in GEMINI_FIELDS}
    for key in source:
        if key not in GEMINI_FIELDS and key not in _STRUCTURED and key not in ("model", "stream"):
            log.report(key, "Gemini has no such member")
    contents = _Contents(log)
    if "instructions" in source:
        contents.system.append({"text": text_of(source["instructions"])})
    contents.read(source.get("input"))
    body: JSONObject = {"contents": contents.written}
    if contents.system:
        body["systemInstruction"] = {"parts": contents.system}
    declared: list[JSONObject] = []
    for index, each in enumerate(listed(source.get("tools"))):
        tool = members(each)
        if tool.get("type") != "function":
            log.report(f"tools[{index}]", "Only function tools can be carried over")
            continue
        names = {"name": "name", "description": "description", "parameters": "parametersJsonSchema"}
        declared.append({names[key]: tool[key] for key in names if key in tool})
    if declared:
        body["tools"] = [{"functionDeclarations": declared}]
        calling = _choice(source.get("tool_choice"), log)
        if calling:
            body["toolConfig"] = {"functionCallingConfig": calling}
    form = members(members(source.get("text")).get("format"))
    if form.get("type") in ("json_schema", "json_object"):
        config["responseMimeType"] = "application/json"
        if "schema" in form:
            config["responseJsonSchema"] = form["schema"]
    elif form.get("type", "text") != "text":
        log.report("text.format", "Gemini has no such format")
    if config:
        body["generationConfig"] = config
    return log.result(body, strict=strict)


def _choice(value: object, log: RequestLog) -> JSONObject | None:
    if isinstance(value, str) and value in GEMINI_CHOICES:
        return {"mode": GEMINI_CHOICES[value]}
    choice = members(value)
    if choice.get("type") == "function":
        return {"mode": "ANY", "allowedFunctionNames": [choice.get("name")]}
    if choice.get("type") == "allowed_tools" and choice.get("mode") == "required":
        return {"mode": "ANY", "allowedFunctionNames": [members(t).get("name") for t in listed(choice.get("tools"))]}
    if value is not None:
        log.report("tool_choice", "Gemini has no such choice")
    return None


class _Contents:
    def __init__(self, log: RequestLog) -> None:
        self.system: list[JSONObject] = []
        self.written: list[JSONObject] = []
        self._parts: list[JSONObject] = []
        self._names: dict[str, object] = {}
        self._signed = 0
        self._log = log

    def read(self, value: object) -> None:
        if isinstance(value, str):
            self._add("user", {"text": value})
        for index, each in enumerate(listed(value)):
            path, item = f"input[{index}]", members(each)
            kind = item.get("type", "message" if "role" in item else None)
            read = _ITEMS.get(kind) if isinstance(kind, str) else None
            if read is None:
                self._log.report(path, f"An item of type {kind} has no place in Gemini")
            else:
                read(self, item, path)

    def _add(self, role: str, part: JSONObject) -> None:
        if not self.written or self.written[-1]["role"] != role:
            self._parts = []
            self.written.append({"role": role, "parts": self._parts})
        self._parts.append(part)

    def _message(self, item: JSONObject, path: str) -> None:
        role, content = item.get("role"), item.get("content")
        if role in ("system", "developer"):
            self.system.append({"text": text_of(content)})
        elif role == "assistant":
            self._signed = 0
            self._add("model", {"text": text_of(content)})
        elif role == "user" and isinstance(content, str):
            self._add("user", {"text": content})
        elif role == "user":
            for index, each in enumerate(listed(content)):
                self._part(members(each), f"{path}.content[{index}]")
        else:
            self._log.report(f"{path}.role", "Gemini has no such role")

    def _part(self, part: JSONObject, path: str) -> None:
        data = part.get("image_url", part.get("file_data"))
        sealed = _DATA_URL.fullmatch(data) if isinstance(data, str) else None
        if sealed is not None:
            self._add("user", {"inlineData": {"mimeType": sealed[1], "data": sealed[2]}})
        elif part.get("type") in ("input_text", "output_text", "text"):
            self._add("user", {"text": text_of([part])})
        else:
            self._log.report(path, "Gemini takes only text and data with a media type")

    def _call(self, item: JSONObject, path: str) -> None:
        try:
            arguments = json.loads(str(item.get("arguments") or "{}"))
        except (ValueError, RecursionError):
            arguments = None
        if not isinstance(arguments, dict):
            self._log.report(f"{path}.arguments", "The arguments are no JSON object; the call has none at Gemini")
            arguments = {}
        self._names[str(item.get("call_id"))] = item.get("name", "")
        part: JSONObject = {"functionCall": {"name": item.get("name", ""), "args": arguments}}
        if isinstance(item.get("google:thought_signature"), str):
            part["thoughtSignature"] = item["google:thought_signature"]
        self._add("model", part)

    def _output(self, item: JSONObject, path: str) -> None:
        name = self._names.get(str(item.get("call_id")))
        if name is None:
            self._log.report(f"{path}.call_id", "The output is of no call before it, so its function has no name")
            return
        for index, part in enumerate(listed(item.get("output"))):
            if members(part).get("type") not in ("input_text", "output_text", "text"):
                self._log.report(f"{path}.output[{index}]", "A function response holds only text")
        self._add("user", {"functionResponse": {"name": name, "response": {"output": text_of(item.get("output"))}}})

    def _reason(self, item: JSONObject, path: str) -> None:
        sealed = item.get("encrypted_content")
        signature = unwrap(sealed) if isinstance(sealed, str) else None
        if signature is None:
            self._log.report(path, "The reasoning has no signature of Gemini's")
        elif signature.start is None or signature.end is None:
            thought = text_of(item.get("summary"))
            part: JSONObject = {"text": thought, "thought": True} if thought else {"text": ""}
            self._add("model", part | {"thoughtSignature": signature.signature})
        else:
            self._sign(signature.start, signature.end, signature.signature, path)

    def _sign(self, start: int, end: int, signature: str, path: str) -> None:
        text = self._parts[-1].get("text") if self._parts and self.written[-1]["role"] == "model" else None
        at, until = start - self._signed, end - self._signed
        if not isinstance(text, str) or "thought" in self._parts[-1] or not 0 <= at <= until <= len(text):
            self._log.report(path, "The signature is not of the message before it")
            return
        self._parts.pop()
        if at:
            self._parts.append({"text": text[:at]})
        self._parts.append({"text": text[at:until], "thoughtSignature": signature})
        if text[until:]:
            self._parts.append({"text": text[until:]})
            self._signed = end


_ITEMS: Final = {
    "message": _Contents._message,
    "function_call": _Contents._call,
    "function_call_output": _Contents._output,
    "reasoning": _Contents._reason,
}
