"""Turns Gemini's ``streamGenerateContent`` format into Open Responses streams, one response an answer.

1. The first chunk opens a response.  Chunks have no end mark: the response ends with the source, or when a chunk has
   another ``responseId``, as the finish reason told last says.
2. Without a finish reason it fails with the code ``stream_truncated``, also when another response begins.
3. An ``error`` fails the open response, or one that holds nothing else.  What still comes of that is left out.
4. A finish reason that is not known ends the response as incomplete with that word as its reason.
5. A blocked prompt ends as incomplete because of the content filter.
6. What a response has no place for (safety ratings, grounding, the finish message) is one event at its end,
   ``google:response_metadata``.

``gemini_response`` has the tables of the fields of chunks and candidates, ``gemini_parts`` that of the parts,
``gemini_text`` the rules for signatures, ``gemini_calls`` those for streamed arguments, ``gemini_outcome`` the tables
of finish reasons, usage and errors.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import ClassVar, Final

from .failure import truncated
from .gemini_names import in_camel_case
from .gemini_outcome import failure_of
from .gemini_response import CHUNK, GeminiResponse
from .provider import ProviderBridge, text_of

__all__ = ["GeminiBridge"]

_KNOWN: Final = CHUNK.keys() | {"responseId", "modelVersion"}


class GeminiBridge(ProviderBridge):
    """Takes the chunks of Gemini's API, of Vertex AI too, or whole answers, and emits Open Responses events.

    ``model`` names the model when neither the source nor the ``request`` does; the responses repeat the settings of
    that.  ``slug`` is the prefix of extension types.  What the bridge does not know is kept as extension items and
    events, or left out with ``unknown="skip"``.  ``dialect`` is that of ``ResponseBuilder``.  Without ``ids`` the ids
    are made from ``responseId``.

    Call ``receive`` for each chunk (the data of an SSE frame, an element of the array, the SDK's object, a whole body)
    and ``receive_eof`` when the source has ended.  ``JSONArraySplitter`` cuts an array that comes in pieces.
    """

    _provider: ClassVar[str] = "google"
    _noun: ClassVar[str] = "chunk"
    _open: GeminiResponse | None = None
    _failed_id: str | None = None
    _has_failed = False
    """Whether an error ended the last response, so that what still comes of it is left out."""

    def receive(self, event: bytes | str | Mapping[str, object] | object, *, line: int | None = None) -> None:
        """Take one chunk: its JSON text, the object that this holds, or the SDK's model of it.

        An array is taken as the chunks in it; so are error bodies sent.  ``line`` is where the chunk stood.
        """
        if _is_array(event):
            for chunk in self._elements(event):
                super().receive(chunk, line=line)
        else:
            super().receive(event, line=line)

    def _receive(self, event: dict[str, object]) -> None:
        chunk = in_camel_case(event)
        if chunk.get("error") is not None:
            self._error(chunk)
            return
        response = self._response_of(chunk)
        if response is None:
            return
        if _KNOWN.isdisjoint(chunk):
            kept = "kept as it is" if self._keeps_unknown else "left out"
            self._report(f"The chunk has no field that is known; it is {kept}")
            self._keep_raw(response.output, event)
            return
        response.receive(chunk)

    def _finish(self) -> None:
        if self._open is not None:
            if not self._open.is_finished:
                self._report("The source ended before the response did")
            self._end(self._open)
        elif not self.responses:
            self._fail_unopened()

    def _error(self, chunk: dict[str, object]) -> None:
        response = self._response_of(chunk)
        if response is None:
            return
        response.receive(chunk)
        response.keep_details(chunk["error"])
        self._ended(response.fail(failure_of(chunk["error"])))
        self._failed_id, self._has_failed, self._open = response.source_id, True, None

    def _response_of(self, chunk: dict[str, object]) -> GeminiResponse | None:
        """The response that a chunk belongs to; None when an error has ended that."""
        source_id = text_of(chunk.get("responseId"))
        response = self._open
        if response is not None:
            if source_id is None or response.source_id in (None, source_id):
                response.source_id = response.source_id or source_id
                return response
            self._supersede(response)
        if self._has_failed and source_id in (None, self._failed_id):
            self._report("The response has failed; what follows of it is left out")
            return None
        self._has_failed = False
        self._open = self._new_response(text_of(chunk.get("modelVersion")), source_id)
        return self._open

    def _new_response(self, model: str | None, source_id: str | None) -> GeminiResponse:
        return GeminiResponse(
            self._new_output(model, source_id),
            self._report,
            self._keep_raw,
            slug=self._slug,
            source_id=source_id,
            keeps_unknown=self._keeps_unknown,
        )

    def _stand_in(self) -> None:
        if self._open is not None:
            self._open = self._new_response(None, self._open.source_id)

    def _supersede(self, response: GeminiResponse) -> None:
        if response.is_finished:
            self._end(response)
        else:
            self._report("Another response begins before the one before it has ended", "responseId")
            self._ended(response.fail(truncated("Another response began before this one had ended.")))
            self._open = None

    def _end(self, response: GeminiResponse) -> None:
        self._ended(response.end())
        self._open = None

    def _elements(self, event: object) -> Iterable[object]:
        """The entries of an array; what cannot be read, whole: the reader of events says what is wrong with it."""
        if isinstance(event, (bytes, str)) and len(event) <= self._max_event_bytes:
            try:
                event = json.loads(event)
            except (ValueError, RecursionError):
                return (event,)
        return event if isinstance(event, list) else (event,)


def _is_array(event: object) -> bool:
    if isinstance(event, str):
        return not event.startswith("{") and event.lstrip().startswith("[")
    if isinstance(event, bytes):
        return not event.startswith(b"{") and event.lstrip().startswith(b"[")
    return isinstance(event, list)
