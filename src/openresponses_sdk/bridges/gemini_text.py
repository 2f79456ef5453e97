"""Writes what a Gemini model says and thinks, and keeps the signatures of both.

1. Text is one message until something of another kind begins; its part is open until then, for grounding comes late.
2. A thought is a summary.  Its signature is the ``encrypted_content`` of its reasoning item, which ends with it.
3. The signature of a text is the ``encrypted_content`` of a reasoning item without parts behind the message.  The field
   ``google:text_span`` says which characters of that message it signs; ``start`` is ``end`` for a part without text.
4. No item may follow one that was cut off (OR-ITEM-03).  A message that is keeps such signatures in the field
   ``google:thought_signatures``, with the same spans.
5. A signature that stands alone, with neither text nor message before it, is a reasoning item without that field.
"""

from __future__ import annotations

from typing import NamedTuple

from .assistant_output import AssistantOutput
from .gemini_citations import GeminiCitations

__all__ = ["GeminiText"]


class _Signed(NamedTuple):
    signature: str
    start: int
    end: int


class GeminiText:
    """The text and the thoughts of one response."""

    def __init__(self, output: AssistantOutput, citations: GeminiCitations, slug: str) -> None:
        self._output = output
        self._citations = citations
        self._span = f"{slug}:text_span"
        self._signatures = f"{slug}:thought_signatures"
        self._is_open = False
        """Whether the run that is open is a message."""
        self._length = 0
        self._signed: list[_Signed] = []
        self._is_thought_signed = False

    def write(self, fragment: str, signature: str | None = None) -> None:
        """Add to the message; ``signature`` is that of the fragment, which may be empty."""
        if fragment:
            if not self._is_open:
                self.settle()
                self._is_open = True
            self._output.write("text", fragment)
            self._length += len(fragment)
        if signature is None:
            return
        if self._is_open:
            self._signed.append(_Signed(signature, self._length - len(fragment), self._length))
        else:
            self._sign(signature)

    def think(self, fragment: str, signature: str | None = None) -> None:
        """Add to the summary of the thoughts."""
        if not fragment and signature is None:
            return
        if self._is_open or self._is_thought_signed:
            self.settle()
        self._output.write("summary", fragment)
        if signature is None:
            return
        if self._output.part is None:
            self._sign(signature)
        else:
            self._output.keep(encrypted_content=signature)
            self._is_thought_signed = True

    def settle(self) -> None:
        """Close what is open, because something else begins or the response is complete."""
        if self._is_open:
            self._annotate()
        self._is_open, self._is_thought_signed, self._length = False, False, 0
        self._output.settle()
        signed, self._signed = self._signed, []
        for signature, start, end in signed:
            self._sign(signature, **{self._span: {"start": start, "end": end}})

    def interrupt(self) -> None:
        """The response ends here as it stands: leave the item open."""
        if self._is_open:
            self._annotate()
            if self._signed:
                self._output.keep(**{self._signatures: [signed._asdict() for signed in self._signed]})

    def _annotate(self) -> None:
        if self._output.part is not None:
            self._citations.annotate(self._output.part)

    def _sign(self, signature: str, **extra: object) -> None:
        self._output.begin_reasoning(encrypted_content=signature, **extra)
        self._output.settle()
