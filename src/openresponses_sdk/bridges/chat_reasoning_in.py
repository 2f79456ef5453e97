"""Reasoning that a chat client sends back, as reasoning items.

1. A request may hold a summary of reasoning and opaque content, but no raw reasoning: raw text becomes the summary,
   with a finding.
2. ``reasoning_details`` count before the plain spellings, and of these the first that holds text; another one that says
   the same is a repetition, and one that says something else a finding.
3. What only the provider can read becomes ``encrypted_content``, in the form that ``ChatCompletionsBridge`` gives it.
"""

from __future__ import annotations

import json
from typing import Final

from ..findings import shorten
from .chat_reasoning import DETAILS, OPAQUE_FIELDS, OPAQUE_REASONING, PLAIN_REASONING
from .request_limits import TEXT_LIMIT, bounded_text
from .request_mapping import JSONObject
from .request_object import RequestObject

__all__ = ["reasoning_of"]

_ENCRYPTED: Final = "reasoning.encrypted"
_RAW: Final = "Raw reasoning cannot be sent back; it becomes the summary"


def reasoning_of(message: RequestObject) -> list[JSONObject]:
    """The reasoning items of an assistant message; empty when it has none."""
    texts: list[str] = []
    sealed: list[JSONObject] = []
    for detail in message.objects("reasoning_details"):
        _detail(detail, texts, sealed)
    said = "".join(texts) if texts else None
    for name in PLAIN_REASONING:
        if name not in message:
            continue
        text = bounded_text(message, name)
        if said is None and text:
            said = text
            texts.append(text)
            message.report("changed", _RAW, name)
        elif text and text != said:
            message.report("unsupported_member", "The reasoning is told in another member too, which counts", name)
    for name in OPAQUE_REASONING:
        opaque = message.text(name)
        if opaque is not None:
            sealed.append({"type": name, "data": opaque})
    items: list[JSONObject] = []
    if texts:
        items.append({"type": "reasoning", "summary": [{"type": "summary_text", "text": text} for text in texts]})
    for at, opaque_content in enumerate(sealed):
        if at or not items:
            items.append({"type": "reasoning", "summary": []})
        items[-1]["encrypted_content"] = json.dumps(opaque_content, ensure_ascii=False, separators=(",", ":"))
    return items


def _detail(detail: RequestObject, texts: list[str], sealed: list[JSONObject]) -> None:
    kind = detail.text("type")
    row = DETAILS.get(kind) if kind is not None else None
    if row is None and kind != _ENCRYPTED:
        detail.reject("unsupported_part", f"Reasoning of type {shorten(kind)} has no place")
        return
    text = bounded_text(detail, row[1], TEXT_LIMIT) if row is not None else None
    if text and row is not None:
        texts.append(text)
        if row[0] == "reasoning":
            detail.report("changed", _RAW, row[1])
    opaque = {name: value for name in OPAQUE_FIELDS if (value := detail.text(name))}
    if opaque:
        named = {name: value for name in ("format", "id") if (value := detail.text(name))}
        sealed.append({"type": kind, **named, **opaque})
    detail.finish()
