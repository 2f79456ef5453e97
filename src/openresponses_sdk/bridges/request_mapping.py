"""What a request becomes in another form: the body of that form, and findings about what could not be carried over.

Every mapping of requests, out and in, gives this result and reads its source through ``RequestObject``
(``request_object``), which reports whatever a mapping does not take.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from ..errors import OpenResponsesError

__all__ = ["FINDING_KINDS", "JSONObject", "MappingFinding", "MappingKind", "RequestLog", "RequestMapping"]
__all__ += ["RequestMappingError"]

JSONObject: TypeAlias = dict[str, object]
"""A JSON object as plain Python values."""

MappingKind: TypeAlias = Literal[
    "unsupported_member",
    "unsupported_value",
    "unsupported_item",
    "unsupported_part",
    "unsupported_role",
    "unsupported_tool",
    "foreign_reasoning",
    "misplaced",
    "changed",
    "missing",
    "wrong_type",
]
"""Why something is a finding; the words are stable."""

FINDING_KINDS: Final[Mapping[MappingKind, str]] = MappingProxyType(
    {
        "unsupported_member": "the other form has no place for the member, which is left out",
        "unsupported_value": "the other form has a place for the member, but not for this value, which is left out",
        "unsupported_item": "the other form has no such item or message, which is left out",
        "unsupported_part": "the other form takes no such part there; it is left out",
        "unsupported_role": "the other form has no such role; the message is left out",
        "unsupported_tool": "the other form has no such tool, which is left out",
        "foreign_reasoning": "reasoning that the provider did not sign and so cannot be given back; it is left out",
        "misplaced": "it stands where the other form does not take it, and is left out",
        "changed": "it is carried over, but says less there, or stands elsewhere",
        "missing": "the other form demands what the request does not have",
        "wrong_type": "it is of another type than the member has, and is left out",
    }
)
"""Every kind of finding, and what it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingFinding:
    """One thing in a request that could not be carried over as it stands."""

    kind: MappingKind
    path: str
    """The JSON path in the request that was given, from ``$``."""
    message: str
    """Why, in a few words."""

    def __str__(self) -> str:
        return f"{self.path}: {self.message} [{self.kind}]"

    def to_dict(self) -> dict[str, object]:
        """The finding as JSON-compatible values."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestMapping:
    """A request in its new form."""

    body: JSONObject
    """The body to send, as plain JSON; it shares nothing with the request that was given."""
    findings: list[MappingFinding] = field(default_factory=list)
    """What could not be carried over as it stood, in the order in which it was met."""
    endpoint: str = ""
    """Where the body goes, from the base address of the API: what some providers want of a request, such as model and
    streaming at Gemini, stands there and not in the body."""


class RequestMappingError(OpenResponsesError):
    """A request cannot be carried over whole; raised in strict mode only."""

    def __init__(self, findings: Sequence[MappingFinding]) -> None:
        super().__init__("; ".join(map(str, findings)))
        self.findings: list[MappingFinding] = list(findings)
        """All of them, not the first alone."""


class RequestLog:
    """Collects the findings of one mapping.  ``form`` is what findings call the other form, such as ``Gemini``."""

    def __init__(self, form: str) -> None:
        self.form = form
        self.findings: list[MappingFinding] = []

    def report(self, kind: MappingKind, path: str, message: str) -> None:
        """Keep a finding about the value at ``path``."""
        self.findings.append(MappingFinding(kind=kind, path=path, message=message))

    def result(self, body: JSONObject, *, endpoint: str = "", strict: bool) -> RequestMapping:
        """The mapping; raises ``RequestMappingError`` when it is ``strict`` and there are findings."""
        if strict and self.findings:
            raise RequestMappingError(self.findings)
        return RequestMapping(body=body, findings=self.findings, endpoint=endpoint)
