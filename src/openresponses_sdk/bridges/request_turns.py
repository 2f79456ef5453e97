"""The turns of a conversation in the input of a request, and the outputs that answer the calls of each.

1. The outputs of calls go right behind the turn that made the calls, where every provider wants them, in the order of
   their calls, since Gemini's calls need no ids.
2. An output whose call is not before it, or has its output already, has no place; nor has a second call of a turn with
   the same id.
3. A call that gets no output gets one that says so, with a finding, since every provider refuses the call without.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from .request_mapping import RequestLog
from .request_object import RequestObject

__all__ = ["NO_OUTPUT", "Turn", "kind_of", "turns_of"]

NO_OUTPUT: Final = "No output was given."
"""The output of a call that the request has none for."""


class Turn(NamedTuple):
    """What the model said at a time, or one item of another's, and the outputs of the calls in it."""

    items: list[RequestObject]
    outputs: list[RequestObject]
    is_of_model: bool
    calls: dict[str, RequestObject]
    """The calls in it by their ids."""
    answered: set[str]
    """The ids of those that have an output."""


def turns_of(items: list[RequestObject], log: RequestLog) -> list[Turn]:
    """The turns of a conversation; what has no place in it is a finding."""
    turns: list[Turn] = []
    callers: dict[str, Turn] = {}
    for item in items:
        kind = kind_of(item)
        call_id = item.peek("call_id")
        if kind == "function_call_output":
            _answer(item, callers.get(call_id) if isinstance(call_id, str) else None)
            continue
        is_of_model = kind != "message" or item.peek("role") == "assistant"
        if not (is_of_model and turns and turns[-1].is_of_model and not turns[-1].outputs):
            turns.append(Turn([], [], is_of_model, {}, set()))
        turn = turns[-1]
        if kind == "function_call" and isinstance(call_id, str):
            if call_id in turn.calls:
                item.reject("misplaced", "Another call of the turn has its call_id")
                continue
            turn.calls[call_id], callers[call_id] = item, turn
        turn.items.append(item)
    for turn in turns:
        for call_id, call in turn.calls.items():
            if call_id not in turn.answered and isinstance(call.peek("name"), str):
                why = f"No output answers the call, which {log.form} refuses; one that says so is written"
                call.report("missing", why, "call_id")
                said = {"type": "function_call_output", "call_id": call_id, "output": NO_OUTPUT}
                turn.outputs.append(RequestObject(said, call.path, log))
        order = {call_id: at for at, call_id in enumerate(turn.calls)}
        turn.outputs.sort(key=lambda output: order.get(str(output.peek("call_id")), 0))
    return turns


def _answer(output: RequestObject, caller: Turn | None) -> None:
    """Put an output behind the turn of its call."""
    call_id = output.peek("call_id")
    if caller is None or not isinstance(call_id, str):
        output.reject("misplaced", "The output is of no call before it")
    elif call_id in caller.answered:
        output.reject("misplaced", "The call has an output already")
    else:
        caller.answered.add(call_id)
        caller.outputs.append(output)


def kind_of(item: RequestObject) -> str:
    """The type of an item; without one it is a message when it has a role, else a reference."""
    kind = item.peek("type")
    if kind is None:
        return "message" if "role" in item else "item_reference"
    return kind if isinstance(kind, str) else ""
