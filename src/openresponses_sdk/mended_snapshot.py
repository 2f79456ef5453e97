"""A snapshot that mends, on the way in, what servers get wrong about the values that they stream."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pydantic_core import from_json as read_value

from openresponses_schema import Effect, EventRule, Machine, Response, State

from .faults import Faults
from .findings import Address, shorten
from .repairs import Difference, Repairs, blank_response, differences, with_streamed
from .snapshot import Payload, Slot, Snapshot, Text

__all__ = ["MendedSnapshot"]


class MendedSnapshot(Snapshot):
    """Takes what events say, reports where it contradicts what was streamed, and mends as far as the repairs go."""

    def __init__(self, repairs: Repairs, faults: Faults) -> None:
        super().__init__()
        self._repairs = repairs
        self._faults = faults

    def take(self, rule: EventRule, address: Address, value: Payload) -> None:
        """Take the value of an event about an item or a part, both of which are there unless it announces them."""
        _TAKE[rule.effect](self, rule, address, value)

    def _take_inserted(self, rule: EventRule, address: Address, value: Payload) -> None:
        if rule.field is not None:
            self.slot(address).insert(rule.field, value)
            return
        made = self.find(address)
        if made is None or not made.is_made:
            self.put(address, Slot(value))
        else:  # It had to be made before it was announced: what has been streamed since is kept.
            made.model, made.is_made = value, False
            self._faults.unannounced.discard(address)

    def _take_appended(self, rule: EventRule, address: Address, value: Payload) -> None:
        field, slot = rule.field or "", self.slot(address)
        if rule.machine is Machine.ITEM and field not in slot.texts and _is_json(announced := slot.text(field)):
            message = f"{field} are announced whole and then streamed again"
            self._faults.report("OR-GRAM-25", message, address, '""', shorten(announced))
            if self._repairs.whole_arguments:
                slot.texts[field] = Text("")
        slot.growing(field).append(value)

    def _take_assigned(self, rule: EventRule, address: Address, value: Payload) -> None:
        field, slot, repairs = rule.field or "", self.slot(address), self._repairs
        streamed, is_item = slot.text(field), rule.machine is Machine.ITEM
        if value != streamed:
            requirement = "OR-GRAM-25" if is_item else "OR-GRAM-19"
            self._faults.report(
                requirement, "the final value is the sum of the deltas", address, *_shown(streamed, value)
            )
            if is_item and not streamed:
                wins = repairs.whole_arguments
            else:
                wins = repairs.done_values if value else not repairs.streamed_content
            if not wins:
                return
        slot.texts[field] = Text(value)

    def _take_replaced(self, rule: EventRule, address: Address, value: Payload) -> None:
        slot = self.slot(address)
        streamed = slot.build()
        if value is None or streamed is None:
            return
        kept: list[Difference] = []
        for difference in differences(streamed, value, places=slot.places):
            steps, field, before, said = difference
            is_text = isinstance(before, str)
            if before or (is_text and rule.machine is Machine.PART and not slot.is_made):
                requirement = _requirement(rule.machine, difference)
                self._faults.report(
                    requirement, f"{field} is what was streamed", (*address, *steps), *_shown(before, said)
                )
            if self._keeps(difference) or (is_text and not self._repairs.done_values and rule.machine is Machine.PART):
                kept.append(difference)
        slot.replace(with_streamed(value, kept))

    def _keeps(self, difference: Difference) -> bool:
        return bool(difference.streamed) and not difference.said and self._repairs.streamed_content

    def end(self, rule: EventRule, said: Response | None, response_id: str | None) -> None:
        """Take the terminal response: its output wins unless it lacks what was streamed."""
        repairs, status = self._repairs, rule.status or ""
        if said is None:
            said = (self.described or blank_response(response_id)).model_copy(update={"status": status, "output": []})
        streamed, output = self.output(), list(said.output)
        if len(output) < len(streamed):
            message = "the terminal response lists the items that were streamed"
            self._faults.report("OR-GRAM-28", message, (), f"{len(streamed)} items", f"{len(output)}")
            output = streamed if repairs.streamed_output else output
        else:
            for at, slot in self.items.items():
                if at < len(output):
                    output[at] = self._listed(at, slot, output[at])
        if said.status != status:
            self._faults.report(
                "OR-GRAM-09", "the status is the one that the event announces", (), status, shorten(said.status)
            )
            if repairs.final_statuses:
                said = said.model_copy(update={"status": status})
        if rule.status == State.COMPLETED:
            output = [self._completed(at, item) for at, item in enumerate(output)]
        self.settle(said.model_copy(update={"output": output}))

    def _listed(self, at: int, slot: Slot, said: Payload) -> Payload:
        """An item of the terminal output, with what it left empty although it was streamed."""
        streamed: Payload = slot.build()
        if streamed.type != said.type:
            self._faults.report(
                "OR-GRAM-28", "the terminal response lists another item", (at,), streamed.type, said.type
            )
            return said
        found = list(differences(streamed, said, places=slot.places))
        for steps, field, before, after in found:
            self._faults.report("OR-GRAM-28", f"{field} is what was streamed", (at, *steps), *_shown(before, after))
        return with_streamed(said, [difference for difference in found if self._keeps(difference)])

    def _completed(self, at: int, item: Payload) -> Payload:
        if getattr(item, "status", None) != State.IN_PROGRESS:
            return item
        self._faults.report("OR-GRAM-23", "an item of a completed response is final", (at,), "completed", "in_progress")
        return item.model_copy(update={"status": "completed"}) if self._repairs.final_statuses else item


_TAKE: Final[Mapping[Effect, Callable[[MendedSnapshot, EventRule, Address, Payload], None]]] = {
    Effect.INSERT: MendedSnapshot._take_inserted,
    Effect.APPEND: MendedSnapshot._take_appended,
    Effect.ASSIGN: MendedSnapshot._take_assigned,
    Effect.REPLACE: MendedSnapshot._take_replaced,
}


def _requirement(machine: Machine, difference: Difference) -> str:
    if difference.field == "annotations":
        return "OR-GRAM-31"
    if machine is Machine.PART:
        return "OR-GRAM-20"
    return "OR-GRAM-22" if difference.steps or not isinstance(difference.streamed, str) else "OR-GRAM-25"


def _shown(streamed: Payload, said: Payload) -> tuple[str, str]:
    if isinstance(streamed, str):
        return shorten(streamed), shorten(said)
    return f"{len(streamed)} of them", f"{len(said)}"


def _is_json(text: str) -> bool:
    """Whether a text is JSON already, so that nothing can be added to it."""
    if not text:
        return False
    try:
        read_value(text)
    except ValueError:
        return False
    return True
