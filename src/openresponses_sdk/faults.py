"""The violations of one stream, as a reader notices them: each once, with the event at which it was noticed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, Literal

from .errors import RemoteProtocolError
from .findings import Address, Violation

__all__ = ["Faults"]

_OF_NUMBERS: Final = frozenset({"OR-GRAM-01", "OR-GRAM-02", "OR-GRAM-03"})
_AFTER_RESUMPTION: Final = frozenset(
    {"OR-GRAM-03", "OR-GRAM-04", "OR-GRAM-06", "OR-GRAM-11", "OR-GRAM-12", "OR-GRAM-16", "OR-GRAM-17"}
)
"""What a stream that starts in the middle cannot but break."""


class Faults:
    """Takes violations; one is recorded for each requirement, event type and address."""

    def __init__(self, *, strict: bool) -> None:
        self.strict = strict
        """Whether a violation of severity error is raised."""
        self.is_resumed: bool = False
        """Whether the stream starts in the middle, which excuses some of them."""
        self.unannounced: set[Address] = set()
        """The items and parts that were never announced: a resumed stream may have told of them before."""
        self.event_index: int | None = None
        self.event_type: str | None = None
        self.sequence_number: int | None = None
        self._violations: list[Violation] = []
        self._reported: set[tuple[str, str | None, Address]] = set()

    def restore(self, violations: Iterable[Violation], *, is_resumed: bool) -> None:
        """Go on where another one was."""
        self._violations = list(violations)
        self._reported = {_key(violation) for violation in self._violations}
        self.is_resumed = is_resumed

    @property
    def violations(self) -> tuple[Violation, ...]:
        """All of them, in the order in which they were noticed."""
        return tuple(self._violations)

    def _began_before(self, address: Address) -> bool:
        return any(address[:size] in self.unannounced for size in range(1, len(address) + 1, 2))

    def report(
        self,
        requirement: str,
        message: str,
        address: Address = (),
        expected: str | None = None,
        found: str | None = None,
        *,
        path: str = "",
        severity: Literal["error", "warning"] = "error",
    ) -> None:
        """Record what is wrong with the event that is looked at; raises ``RemoteProtocolError`` when strict."""
        self.record(
            Violation(
                requirement=requirement,
                message=message,
                severity=severity,
                event_type=self.event_type,
                address=address,
                path=path,
                expected=expected,
                found=found,
            )
        )

    def record(self, violation: Violation) -> None:
        """Record a violation, unless the same is known; raises ``RemoteProtocolError`` when strict."""
        key = _key(violation)
        if key in self._reported:
            return
        self._reported.add(key)
        is_excused = self.is_resumed and (
            violation.requirement in _AFTER_RESUMPTION or self._began_before(violation.address)
        )
        violation = replace(
            violation,
            severity="warning" if is_excused else violation.severity,
            event_index=self.event_index,
            sequence_number=self.sequence_number,
        )
        self._violations.append(violation)
        if self.strict and violation.severity == "error":
            raise RemoteProtocolError(violation)


def _key(violation: Violation) -> tuple[str, str | None, Address]:
    """What makes two violations the same; of faulty sequence numbers the first of a kind says it all."""
    if violation.requirement in _OF_NUMBERS:
        return violation.requirement, None, ()
    return violation.requirement, violation.event_type, violation.address
