"""Writes the reasoning of a chat completion once, however often and under whatever names the server spells it.

1. A delta counts once: what ``reasoning_details`` says wins over the plain fields, and of these the first one of
   ``PLAIN_REASONING`` that holds text.
2. Where the spelling changes and the text is all that was said so far, it is a repetition and is left out.
3. Text goes into the content of a reasoning item, a summary into its summary.
4. What only the provider can read becomes ``encrypted_content``: a JSON text with what names it and the field of
   ``OPAQUE_FIELDS``, so that it can be sent back.  It ends its item; what follows is another one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

from ..json_values import read_json
from ..scopes import ItemScope, ReasoningScope
from .assistant_calls import Report
from .assistant_output import AssistantOutput

__all__ = ["DETAILS", "OPAQUE_FIELDS", "OPAQUE_REASONING", "PLAIN_REASONING", "RAW_SUMMARY", "ChatReasoning", "unseal"]

PLAIN_REASONING: Final = ("reasoning_content", "reasoning", "reasoning_text", "thinking")
"""The fields that hold reasoning as text."""
OPAQUE_REASONING: Final = ("reasoning_encrypted", "reasoning_opaque", "reasoning_signature")
"""The fields beside them that hold what only the provider can read."""
DETAILS: Final[Mapping[str, tuple[Literal["reasoning", "summary"], str]]] = MappingProxyType(
    {"reasoning.text": ("reasoning", "text"), "reasoning.summary": ("summary", "summary")}
)
"""Types of ``reasoning_details`` with readable text: what it becomes, and the field that holds it."""
OPAQUE_FIELDS: Final = ("data", "signature")
"""The fields of a detail that only the provider can read."""
RAW_SUMMARY: Final = "raw_summary"
"""Says, in opaque content that a chat client sent back, that the summary is the raw text that it was told."""
_ENCRYPTED: Final = "reasoning.encrypted"
_TOLD: Final = ("type", "format", "id", *OPAQUE_FIELDS)


class ChatReasoning:
    """The reasoning of one completion."""

    def __init__(self, output: AssistantOutput, report: Report, keep: Callable[[str, object], None]) -> None:
        self._output = output
        self._report = report
        self._keep = keep
        self._spelling: str | None = None
        self._said: list[str] = []
        self._sealed: ItemScope | None = None
        """The item that has its opaque content, and takes no more."""
        self._opaque: str | None = None

    def write(self, spelling: str, fragment: str, kind: Literal["reasoning", "summary"] = "reasoning") -> None:
        """Take a fragment, and the field that it came in."""
        if spelling != self._spelling:
            if self._spelling is not None and fragment == "".join(self._said):
                return
            self._spelling = spelling
        self._said.append(fragment)
        if self._sealed is not None:
            self._unseal()
        self._output.write(kind, fragment)

    def details(self, details: object, path: str) -> bool:
        """Take ``reasoning_details``; returns whether they hold readable text, so that plain fields repeat it."""
        if not isinstance(details, list):
            self._report("The reasoning details are not a list and are left out", path)
            return False
        is_readable = False
        for at, detail in enumerate(details):
            place = f"{path}[{at}]"
            if not isinstance(detail, dict):
                self._report("The reasoning detail is not an object and is left out", place)
                continue
            row = DETAILS.get(str(detail.get("type")))
            if row is not None:
                kind, field = row
                is_readable |= self._readable(kind, detail.get(field), f"{place}.{field}")
            elif detail.get("type") != _ENCRYPTED:
                self._keep(place, detail)
                continue
            if any(detail.get(name) for name in OPAQUE_FIELDS):
                self.seal({name: detail[name] for name in _TOLD if detail.get(name)})
        return is_readable

    def seal(self, opaque: Mapping[str, Any]) -> None:
        """Take what only the provider can read; it belongs to the reasoning before it, or is an item of its own."""
        text = json.dumps(opaque, ensure_ascii=False, separators=(",", ":"))
        if text == self._opaque:
            return
        if self._sealed is not None:
            self._unseal()
        if not isinstance(self._output.item, ReasoningScope):
            self._output.begin_reasoning()
        self._output.keep(encrypted_content=text)
        self._sealed, self._opaque = self._output.item, text

    def _readable(self, kind: Literal["reasoning", "summary"], text: object, path: str) -> bool:
        if isinstance(text, str):
            if text:
                self.write("reasoning_details", text, kind)
            return bool(text)
        if text is not None:
            self._report("The reasoning is not text and is left out", path)
        return False

    def _unseal(self) -> None:
        """Begin anew where the item with opaque content is still the open one."""
        if self._output.item is self._sealed:
            self._output.settle()
        self._sealed = None


def unseal(encrypted_content: object) -> dict[str, object] | None:
    """What was sealed, with its ``type``; None for the opaque content of another provider."""
    if not isinstance(encrypted_content, str) or not encrypted_content.startswith("{"):
        return None
    try:
        value = read_json(encrypted_content)
    except ValueError:
        return None
    return {**value} if isinstance(value, dict) and isinstance(value.get("type"), str) else None
