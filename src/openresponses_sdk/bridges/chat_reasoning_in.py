"""Reasoning that a chat client sends back, as reasoning items.

1. A request may hold a summary of reasoning and opaque content, but no raw reasoning: raw text becomes the summary,
   with a finding.
2. ``reasoning_details`` count before the plain spellings, and of these the first that holds text; another one that says
   the same is a repetition, and one that says something else a finding.
3. What only the provider can read becomes ``encrypted_content``, in the form that ``ChatCompletionsBridge`` gives it.
   It is of the text before it, and ends its item; where that text is raw, it says that the summary holds it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final

from ..findings import shorten
from .chat_reasoning import DETAILS, OPAQUE_FIELDS, OPAQUE_REASONING, PLAIN_REASONING, RAW_SUMMARY
from .request_limits import TEXT_LIMIT, bounded_text
from .request_mapping import JSONObject
from .request_object import RequestObject

__all__ = ["reasoning_of"]

_ENCRYPTED: Final = "reasoning.encrypted"
_RAW: Final = "Raw reasoning cannot be sent back; it becomes the summary"


@dataclass
class _Reasoning:
    """One reasoning item while it is read."""

    texts: list[str] = field(default_factory=list)
    is_raw: bool = False
    """Whether its text is raw reasoning, which stands in the summary."""
    sealed: JSONObject | None = None

    def to_item(self) -> JSONObject:
        item: JSONObject = {
            "type": "reasoning",
            "summary": [{"type": "summary_text", "text": text} for text in self.texts],
        }
        if self.sealed is not None:
            item["encrypted_content"] = json.dumps(self.sealed, ensure_ascii=False, separators=(",", ":"))
        return item


def reasoning_of(message: RequestObject) -> list[JSONObject]:
    """The reasoning items of an assistant message; empty when it has none."""
    found: list[_Reasoning] = []
    for detail in message.objects("reasoning_details"):
        _detail(detail, found)
    texts = [text for each in found for text in each.texts]
    said = "".join(texts) if texts else None
    for name in PLAIN_REASONING:
        if name not in message:
            continue
        text = bounded_text(message, name)
        if said is None and text:
            said = text
            found = found or [_Reasoning()]
            found[0].texts.append(text)
            message.report("changed", _RAW, name)
        elif text and text != said:
            message.report("unsupported_member", "The reasoning is told in another member too, which counts", name)
    for name in OPAQUE_REASONING:
        opaque = message.text(name)
        if opaque is not None:
            _open(found).sealed = {"type": name, "data": opaque}
    return [each.to_item() for each in found]


def _open(found: list[_Reasoning]) -> _Reasoning:
    """The item that still takes something, or a new one: opaque content ends an item."""
    if not found or found[-1].sealed is not None:
        found.append(_Reasoning())
    return found[-1]


def _detail(detail: RequestObject, found: list[_Reasoning]) -> None:
    kind = detail.text("type")
    row = DETAILS.get(kind) if kind is not None else None
    if row is None and kind != _ENCRYPTED:
        detail.reject("unsupported_part", f"Reasoning of type {shorten(kind)} has no place")
        return
    text = bounded_text(detail, row[1], TEXT_LIMIT) if row is not None else None
    is_raw = row is not None and row[0] == "reasoning"
    if text and row is not None:
        item = _open(found)
        if item.texts and item.is_raw != is_raw:
            found.append(item := _Reasoning())
        item.texts.append(text)
        item.is_raw = is_raw
        if is_raw:
            detail.report("changed", _RAW, row[1])
    opaque = {name: value for name in OPAQUE_FIELDS if (value := detail.text(name))}
    if opaque:
        item = _open(found)
        named = {name: value for name in ("format", "id") if (value := detail.text(name))}
        item.sealed = {"type": kind, **named, **opaque, **({RAW_SUMMARY: True} if item.is_raw else {})}
    detail.finish()
