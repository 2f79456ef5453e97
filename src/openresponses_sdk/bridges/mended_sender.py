"""Sends the events of a mended response: each is made to fit the schema, or left out and reported."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from ..findings import Address, Violation
from ..json_values import Json
from ..schema_check import EVENT
from .names import extension_name
from .passing import Object, PassingOutlet
from .schema_mending import SchemaMender

__all__ = ["MendedSender", "Report"]

Report: TypeAlias = Callable[..., None]
"""Takes a requirement, a message, and where and what it was."""


class MendedSender:
    """The way out of one response."""

    def __init__(self, outlet: PassingOutlet, mender: SchemaMender, report: Report, *, slug: str) -> None:
        self._outlet = outlet
        self._mender = mender
        self._slug = slug
        self.report = report
        """Keeps a finding."""

    def mend(self, event: Object) -> bool:
        """Make an event fit the schema; False when that is not possible."""
        changes = self._mender.changes
        event["sequence_number"] = self._outlet.next
        is_sound = self._mender.mend(EVENT, event)
        if self._mender.changes != changes:
            self._outlet.raw = None  # What was read was changed in place.
        return is_sound

    def send(self, event: Object, address: Address, *, is_sound: bool = False) -> bool:
        """Send an event if it can be made right; otherwise it is reported and left out.

        ``is_sound`` says that it was mended and has not changed since.
        """
        kind = event["type"]
        if not is_sound and not self.mend(event):
            self.report("OR-SCHEMA", "the event cannot be mended and is left out", address)
            return False
        refused: Violation | None = self._outlet.send(event)
        if refused is not None:
            self.report(refused.requirement, refused.message, address, expected=refused.expected, found=kind)
        return refused is None

    def rest(self, streamed: str, said: Json, address: Address, requirement: str) -> str:
        """What a final value says more than was streamed."""
        if not isinstance(said, str) or said == streamed:
            return ""
        self.report(requirement, "the final value is the sum of the deltas", address, expected=streamed, found=said)
        return said[len(streamed) :] if said.startswith(streamed) else ""

    def keep_said(self, event: Object, payload: str, streamed: str, said: Json) -> None:
        """A final value that what was streamed does not begin is kept beside the one that may stand there."""
        if isinstance(said, str) and said and not said.startswith(streamed):
            event[extension_name(self._slug, payload)] = said
