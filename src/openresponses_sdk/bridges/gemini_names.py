"""Gemini's names: the API writes camelCase, the objects of its Python SDKs are dumped in snake_case."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["in_camel_case"]

_KNOWN: Final = (
    *("usageMetadata", "modelVersion", "responseId", "createTime", "promptFeedback", "sdkHttpResponse"),
    *("automaticFunctionCallingHistory", "modelStatus", "serviceTier"),
    *("finishReason", "finishMessage", "groundingMetadata", "citationMetadata", "urlContextMetadata", "safetyRatings"),
    *("avgLogprobs", "logprobsResult", "tokenCount", "groundingAttributions", "continuationToken"),
    *("thoughtSignature", "functionCall", "functionResponse", "executableCode", "codeExecutionResult", "inlineData"),
    *("fileData", "toolCall", "toolResponse", "audioTranscription", "partMetadata", "mediaResolution"),
    *("mediaProcessing", "videoMetadata", "audioMetadata", "documentMetadata", "speechMetadata", "spreadsheetMetadata"),
)


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


_CAMEL: Final[Mapping[str, str]] = MappingProxyType({_snake(name): name for name in _KNOWN})
_FOREIGN: Final = frozenset({"args", "response", "customMetadata", "partMetadata"})
"""Their content is the caller's own, and so are the names in it."""


def in_camel_case(value: dict[str, object]) -> dict[str, object]:
    """The chunk, candidate or part with the names that the API writes; itself when it has them already."""
    if _CAMEL.keys().isdisjoint(value):
        return value
    return {
        _CAMEL.get(name, name): _renamed(member) if name in _CAMEL and _CAMEL[name] not in _FOREIGN else member
        for name, member in value.items()
    }


def _renamed(value: object) -> object:
    if isinstance(value, list):
        return [_renamed(entry) for entry in value]
    if not isinstance(value, dict):
        return value
    made: dict[str, object] = {}
    for name, member in value.items():
        first, *rest = name.split("_")
        camel = first + "".join(word.capitalize() for word in rest)
        made[camel] = member if camel in _FOREIGN else _renamed(member)
    return made
