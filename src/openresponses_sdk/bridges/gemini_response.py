"""One response of Gemini: what its chunks say, until it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from openresponses_schema import Response

from .assistant_output import AssistantOutput
from .ending import Ending
from .failure import Failure, truncated
from .gemini_names import in_camel_case
from .gemini_outcome import FINISH_NUMBERS, STOP_REASONS, UNSPECIFIED, usage_of
from .gemini_parts import GeminiParts
from .names import extension_name
from .provider import is_count, text_of

__all__ = ["CANDIDATE", "CHUNK", "GeminiResponse"]

_SAYS_NOTHING: Final[tuple[object, ...]] = (None, "", [], {})
_BLOCKED: Final = "SAFETY"
"""The finish reason that a blocked prompt amounts to."""

Keep = Callable[[AssistantOutput, object], None]
Report = Callable[..., None]
"""Keeps a finding: message, then the field in the chunk."""


class GeminiResponse:
    """Writes one response.  ``keep_raw`` writes what is unknown as an event."""

    def __init__(
        self,
        output: AssistantOutput,
        report: Report,
        keep_raw: Keep,
        *,
        slug: str,
        source_id: str | None,
        keeps_unknown: bool,
    ) -> None:
        self.source_id = source_id
        """The id that the source gives the response, once it is known."""
        self.output = output
        """What writes the response."""
        self._report = report
        self._keep_raw = keep_raw
        self._slug = slug
        self._parts = GeminiParts(output, report, slug=slug, keeps_unknown=keeps_unknown)
        self._usage: dict[str, object] = {}
        self._reason: str | int | None = None
        self._is_vertex = False
        self._facts: dict[str, object] = {}
        """What the response has no place for: the last value of each field."""
        self._has_alternatives = False

    @property
    def is_finished(self) -> bool:
        """Whether the source has told how the response ends; chunks may still follow."""
        return self._reason is not None

    def receive(self, chunk: Mapping[str, object]) -> None:
        """Take one chunk."""
        for name, value in chunk.items():
            take = CHUNK.get(name)
            if take is not None:
                take(self, value)
            elif name not in _TOLD:
                self._keep_fact(name, value)

    def end(self) -> Response:
        """The source has no more of this response: end it as it said."""
        if self._reason is None:
            return self.fail(truncated())
        name = self._reason_name(self._reason)
        ending = STOP_REASONS.get(name)
        if ending is None:
            self._report("The finish reason is unknown; the response is incomplete for that reason", "finishReason")
            ending = Ending(name.lower())
        if ending.error_type is not None:
            message = text_of(self._facts.get("finishMessage")) or f"The model stopped: {name}."
            return self.fail(Failure(name.lower(), message, ending.error_type))
        if ending.reason is not None:
            self._parts.interrupt()
            self._tell_facts()
            return self.output.incomplete(ending.reason, self._usage_of())
        self._parts.complete()
        self._tell_facts()
        return self.output.complete(self._usage_of())

    def fail(self, failure: Failure) -> Response:
        """End the response as failed."""
        self._parts.interrupt()
        self._tell_facts()
        return self.output.fail(failure, self._usage_of())

    def keep_details(self, error: object) -> None:
        """Keep what an error says beside its code, message and status."""
        if isinstance(error, dict) and error.keys() - _ERROR_TOLD:
            self._keep_fact("error", error)

    def _candidates(self, value: object) -> None:
        """What the first candidate says, by the table of candidates; any other is a finding."""
        if not isinstance(value, list):
            if value is not None:
                self._report("The candidates are not a list", "candidates")
            return
        for position, candidate in enumerate(value):
            if not isinstance(candidate, dict):
                self._report("The candidate is not an object", f"candidates[{position}]")
            elif candidate.get("index", position) not in (0, None):
                self._alternative(candidate, position)
            else:
                self._candidate(in_camel_case(candidate))

    def _candidate(self, candidate: dict[str, object]) -> None:
        for name, take in CANDIDATE.items():
            if name in candidate:
                take(self, candidate[name])
        for name, value in candidate.items():
            if name not in _CANDIDATE_TOLD:
                self._keep_fact(name, value)

    def _alternative(self, candidate: dict[str, object], position: int) -> None:
        """A response is one answer: others are kept as events."""
        if not self._has_alternatives:
            self._has_alternatives = True
            self._report("There is more than one candidate; the first one is the response", f"candidates[{position}]")
        self._keep_raw(self.output, {"candidate": candidate})

    def _content(self, value: object) -> None:
        """What its parts become, by the table of parts."""
        self._parts.receive(value)

    def _grounding(self, value: object) -> None:
        """Annotations of the text, each at the words of its segment."""
        if value is not None:
            self._parts.citations.receive_grounding(value)

    def _citations(self, value: object) -> None:
        """Annotations of the text."""
        if value is not None:
            self._parts.citations.receive_citations(value)

    def _finish_reason(self, value: object) -> None:
        """How the response ends, by the table of stop reasons."""
        if value in (None, "", 0, UNSPECIFIED):
            return
        if not isinstance(value, str) and not is_count(value):
            self._report("The finish reason is neither a word nor a number", "candidates[0].finishReason")
            return
        if isinstance(value, (str, int)) and self._reason in (None, "STOP", 1):
            self._reason = value  # A stream that was stopped early does not become whole by a later STOP.

    def _prompt_feedback(self, value: object) -> None:
        """Why a prompt was blocked: the response ends by it."""
        if value in _SAYS_NOTHING:
            return
        self._keep_fact("promptFeedback", value)
        if not isinstance(value, dict):
            self._report("The feedback on the prompt is not an object", "promptFeedback")
        elif in_camel_case(value).get("blockReason") or value.get("block_reason"):
            self._reason = _BLOCKED

    def _usage_metadata(self, value: object) -> None:
        """`usage`: every chunk has it, and the last one with counts holds for the whole response."""
        if isinstance(value, dict):
            if "totalTokenCount" in value or "promptTokenCount" in value or not self._usage:
                self._usage = value
        elif value is not None:
            self._report("The usage is not an object and is left out", "usageMetadata")

    def _create_time(self, value: object) -> None:
        """Tells that finish reasons are numbered as at Vertex AI."""
        self._is_vertex = value is not None

    def _keep_fact(self, name: str, value: object) -> None:
        if value not in _SAYS_NOTHING:
            self._facts[name] = value

    def _tell_facts(self) -> None:
        if self._facts:
            self.output.builder.custom_event(extension_name(self._slug, "response_metadata"), data=self._facts)

    def _usage_of(self) -> dict[str, object] | None:
        return usage_of(self._usage, self._slug, self._report)

    def _reason_name(self, reason: str | int) -> str:
        if isinstance(reason, str):
            return reason
        names = FINISH_NUMBERS["vertex" if self._is_vertex else "gemini_api"]
        return names[reason] if reason < len(names) else f"finish_reason_{reason}"


CHUNK: Final[Mapping[str, Callable[[GeminiResponse, object], None]]] = MappingProxyType(
    {
        "candidates": GeminiResponse._candidates,
        "usageMetadata": GeminiResponse._usage_metadata,
        "promptFeedback": GeminiResponse._prompt_feedback,
        "createTime": GeminiResponse._create_time,
    }
)
"""Which method takes which field of a chunk."""

CANDIDATE: Final[Mapping[str, Callable[[GeminiResponse, object], None]]] = MappingProxyType(
    {
        "groundingMetadata": GeminiResponse._grounding,
        "citationMetadata": GeminiResponse._citations,
        "content": GeminiResponse._content,
        "finishReason": GeminiResponse._finish_reason,
    }
)
"""Which method takes which field of the first candidate, in this order: sources are known before a part closes."""

_TOLD: Final = frozenset(
    {"responseId", "modelVersion", "error", "sdkHttpResponse", "automaticFunctionCallingHistory", "parsed"}
)
"""The response itself tells the first two; the last three are the SDK's own."""
_ERROR_TOLD: Final = frozenset({"code", "message", "status"})
_CANDIDATE_TOLD: Final = frozenset({"content", "index", "finishReason"})
