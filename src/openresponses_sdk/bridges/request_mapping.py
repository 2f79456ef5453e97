"""What a request becomes at another provider: its body, and findings about what that provider cannot be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from pydantic import BaseModel

from ..errors import OpenResponsesError
from ..findings import Finding

__all__ = ["RequestLog", "RequestMapping", "RequestMappingError", "listed", "members", "plain_request", "text_of"]

JSONObject: TypeAlias = dict[str, object]

TEXT_PARTS: Final = frozenset({"input_text", "output_text", "text", "refusal", "summary_text", "reasoning_text"})
"""Types of content part that are text."""


@dataclass(frozen=True)
class RequestMapping:
    """The body of a provider's request as plain JSON, and what could not be carried over."""

    body: JSONObject
    findings: list[Finding] = field(default_factory=list)


class RequestMappingError(OpenResponsesError):
    """A request cannot be carried over whole; raised in strict mode only."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings = list(findings)


class RequestLog:
    """Collects findings while a request is mapped; paths are those of the request given."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def report(self, path: str, message: str) -> None:
        """Keep a finding about the member at ``path``."""
        self.findings.append(Finding(message=message, field=path))

    def result(self, body: JSONObject, *, strict: bool) -> RequestMapping:
        """The mapping; raises ``RequestMappingError`` when it is ``strict`` and there are findings."""
        if strict and self.findings:
            raise RequestMappingError(self.findings)
        return RequestMapping(body, self.findings)


def plain_request(request: BaseModel | Mapping[str, object]) -> JSONObject:
    """The members of a request that are set and not null."""
    value = (
        request.model_dump(mode="json", by_alias=True, exclude_unset=True)
        if isinstance(request, BaseModel)
        else request
    )
    return {key: member for key, member in value.items() if member is not None}


def members(value: object) -> JSONObject:
    """An object's members that are not null; none when it is no object."""
    return (
        {str(key): member for key, member in value.items() if member is not None} if isinstance(value, Mapping) else {}
    )


def listed(value: object) -> list[object]:
    """An array's values; none when it is no array."""
    return list(value) if isinstance(value, (list, tuple)) else []


def text_of(content: object) -> str:
    """All text of a content that is a string or parts."""
    if isinstance(content, str):
        return content
    found = [members(part) for part in listed(content)]
    texts = [part.get("text", part.get("refusal")) for part in found if part.get("type") in TEXT_PARTS]
    return "".join(text for text in texts if isinstance(text, str))
