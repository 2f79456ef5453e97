"""Writes what a Gemini model says and thinks, and keeps the signatures of both.

1. Text is one message until something of another kind begins; its part is open until then, for grounding comes late.
2. A thought is a summary.  Its signature is the ``encrypted_content`` of its reasoning item, which ends with it.
3. The signature of a text is the ``encrypted_content`` of a reasoning item without parts behind the message, and says
   which characters of that message it signs (``gemini_signatures``).
4. No item may follow one that was cut off (OR-ITEM-03).  A message that is keeps such signatures in the field
   ``google:thought_signatures``, with the same spans.
5. A signature that stands alone, with neither text nor message before it, is a reasoning item too.
"""

from __future__ import annotations

from .assistant_output import AssistantOutput
from .gemini_citations import GeminiCitations
from .gemini_signatures import Signature, wrap

__all__ = ["GeminiText"]


class GeminiText:
    """The text and the thoughts of one response."""

    def __init__(self, output: AssistantOutput, citations: GeminiCitations, slug: str) -> None:
        self._output = output
        self._citations = citations
        self._signatures = f"{slug}:thought_signatures"
        self._is_open = False
        """Whether the run that is open is a message."""
        self._length = 0
        self._signed: list[Signature] = []
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
            self._signed.append(Signature(signature, self._length - len(fragment), self._length))
        else:
            self._sign(Signature(signature))

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
            self._sign(Signature(signature))
        else:
            self._output.keep(encrypted_content=wrap(Signature(signature)))
            self._is_thought_signed = True

    def settle(self) -> None:
        """Close what is open, because something else begins or the response is complete."""
        if self._is_open:
            self._annotate()
        self._is_open, self._is_thought_signed, self._length = False, False, 0
        self._output.settle()
        signed, self._signed = self._signed, []
        for signature in signed:
            self._sign(signature)

    def interrupt(self) -> None:
        """The response ends here as it stands: leave the item open."""
        if self._is_open:
            self._annotate()
            if self._signed:
                self._output.keep(**{self._signatures: [signed._asdict() for signed in self._signed]})

    def _annotate(self) -> None:
        if self._output.part is not None:
            self._citations.annotate(self._output.part)

    def _sign(self, signature: Signature) -> None:
        self._output.begin_reasoning(encrypted_content=wrap(signature))
        self._output.settle()
