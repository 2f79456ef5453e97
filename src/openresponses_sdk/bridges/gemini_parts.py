"""Writes the parts of a Gemini answer: the table says which method takes which kind of part.

Parts that the specification has no item for become extension items, which hold the part as it came, so that it can go
back as it came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from .assistant_output import AssistantOutput
from .gemini_calls import GeminiCalls
from .gemini_citations import GeminiCitations
from .gemini_names import in_camel_case
from .gemini_text import GeminiText
from .names import extension_name
from .provider import text_of

__all__ = ["EXTENSION_ITEMS", "MEDIA_ITEMS", "PARTS", "GeminiParts"]

_Part = dict[str, object]
Report = Callable[..., None]
"""Keeps a finding: message, then the field in the chunk."""

EXTENSION_ITEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "executableCode": "executable_code",
        "codeExecutionResult": "code_execution_result",
        "toolCall": "tool_call",
        "toolResponse": "tool_response",
        "inlineData": "inline_data",
        "fileData": "file_data",
        "functionResponse": "function_response",
        "audioTranscription": "audio_transcription",
    }
)
"""The kinds of parts that become extension items, and the names of these; any other kind is a ``part``."""

MEDIA_ITEMS: Final[Mapping[str, str]] = MappingProxyType({"image": "image", "audio": "audio", "video": "video"})
"""The kinds of media of ``inlineData`` that have a name of their own."""

_ABOUT: Final = frozenset(
    {
        *("thought", "thoughtSignature", "partMetadata", "mediaResolution", "mediaProcessing", "videoMetadata"),
        *("audioMetadata", "documentMetadata", "speechMetadata", "spreadsheetMetadata"),
    }
)
"""What says something about a part and is no kind of part."""


class GeminiParts:
    """The parts of one response, in the order in which they come."""

    def __init__(self, output: AssistantOutput, report: Report, *, slug: str, keeps_unknown: bool) -> None:
        self._output = output
        self._report = report
        self._slug = slug
        self._keeps_unknown = keeps_unknown
        self._index = 0
        self.citations: GeminiCitations = GeminiCitations(self._report_in_candidate)
        self._text = GeminiText(output, self.citations, slug)
        self._calls = GeminiCalls(output, self._report_in_part, slug)

    def receive(self, content: object) -> None:
        """Take the ``content`` of a candidate."""
        if not isinstance(content, dict):
            if content is not None:
                self._report_in_candidate("The content is not an object", "content")
            return
        parts = content.get("parts")
        if not isinstance(parts, list):
            if parts is not None:
                self._report_in_candidate("The parts are not a list", "content.parts")
            return
        for self._index, part in enumerate(parts):
            if isinstance(part, dict):
                self._part(in_camel_case(part))
            else:
                self._report_in_part("The part is not an object", "")

    def complete(self) -> None:
        """The response is whole: close what is open."""
        self._calls.end()
        self._text.settle()
        self.citations.finish()

    def interrupt(self) -> None:
        """The response was cut off: leave open what is open."""
        self._calls.interrupt()
        self._text.interrupt()
        self.citations.finish()

    def _part(self, part: _Part) -> None:
        signature: str | None = None
        if "thoughtSignature" in part:
            signature = self._signature(part["thoughtSignature"])
        has_kind = False
        for kind, value in part.items():
            if kind not in _ABOUT and value is not None:  # The model objects of SDKs may name every kind.
                has_kind = True
                PARTS.get(kind, GeminiParts._extension)(self, part, kind, value, signature)
        if not has_kind and signature is not None:
            self._say(part, "text", "", signature)

    def _signature(self, value: object) -> str | None:
        if value is not None and not isinstance(value, str):
            self._report_in_part("The signature is not text and is left out", "thoughtSignature")
        return text_of(value)

    def _say(self, part: _Part, kind: str, value: object, signature: str | None) -> None:
        """Text of a `message`; a summary of `reasoning` when the part is a thought."""
        if not isinstance(value, str):
            self._report_in_part("The text of the part is not text", kind)
            value = ""
        if self._calls.is_streaming and (value or signature):
            self._calls.end()
        if part.get("thought") is True:
            self._text.think(value, signature)
        else:
            self._text.write(value, signature)

    def _call(self, part: _Part, kind: str, value: object, signature: str | None) -> None:
        """`function_call`, with an id made when it has none."""
        self._text.settle()
        self._calls.receive(value, signature)

    def _extension(self, part: _Part, kind: str, value: object, signature: str | None) -> None:
        """An item of the table of extension items."""
        name = EXTENSION_ITEMS.get(kind)
        if name is None:
            name = "part"
            kept = "kept as it is" if self._keeps_unknown else "left out"
            self._report_in_part(f"The kind of the part is unknown; the part is {kept}", kind)
            if not self._keeps_unknown:
                return
        if kind == "inlineData" and isinstance(value, dict):
            name = MEDIA_ITEMS.get(str(value.get("mimeType")).split("/")[0], name)
        said = {member: told for member, told in part.items() if told is not None}
        self._calls.end()
        self._text.settle()
        self._output.custom_item(extension_name(self._slug, name)).close(part=said)

    def _report_in_part(self, message: str, field: str) -> None:
        place = f"content.parts[{self._index}]"
        self._report_in_candidate(message, f"{place}.{field}" if field else place)

    def _report_in_candidate(self, message: str, field: str) -> None:
        self._report(message, f"candidates[0].{field}")


PARTS: Final[Mapping[str, Callable[[GeminiParts, _Part, str, object, str | None], None]]] = MappingProxyType(
    {
        "text": GeminiParts._say,
        "functionCall": GeminiParts._call,
        **dict.fromkeys(EXTENSION_ITEMS, GeminiParts._extension),
    }
)
"""What takes which part, by the field that it has; any other is an extension item too, with a finding."""
