"""Makes the response object that lifecycle events carry complete and consistent, event after event.

1. What an event leaves out is what the event before said of it, else what the builder says of it (OR-RESP-01).
2. Id and status are those of the stream and of the event; the output is empty until the end (OR-GRAM-09, 10, 30).
3. The worst news wins at the end: a response that is announced as completed and bears an error has failed, one that
   bears incomplete_details, or an item that was cut off, is incomplete.
4. Only a failed response has an error and only an incomplete one details; both have them (OR-RESP-03, OR-GRAM-36).
5. Usage whose counts are not there is null and not made up; the total is the sum (OR-RESP-04).
6. A tool_choice that the output contradicts is ``auto`` in the last event (OR-TOOL-02 to 05).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from types import MappingProxyType
from typing import Final

from ..ids import Clock
from ..json_values import Json, integral
from ..response_rules import iter_rule_violations
from ..schema_check import RESPONSE
from ..settings import DEFAULTS
from .failure import Failure
from .passing import Object
from .schema_mending import SchemaMender

__all__ = ["ENDS", "MendedResponse", "failure_of"]

ENDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "completed": "response.completed",
        "complete": "response.completed",
        "incomplete": "response.incomplete",
        "failed": "response.failed",
        "cancelled": "response.failed",
    }
)
"""The event that a final status of a whole response becomes; every other status is no end."""
CODES: Final[Mapping[str, str]] = MappingProxyType({"cancelled": "cancelled"})
"""The error code of a response that ended in a status that the specification does not know."""

_COUNTS: Final = ("input_tokens", "output_tokens")
_DETAILS: Final[Mapping[str, str]] = MappingProxyType(
    {"input_tokens_details": "cached_tokens", "output_tokens_details": "reasoning_tokens"}
)
_TIMES: Final = ("created_at", "completed_at")

Report = Callable[..., None]


class MendedResponse:
    """What is known of one response beside its output."""

    def __init__(self, response_id: str, *, model: str, clock: Clock, mender: SchemaMender, report: Report) -> None:
        self.id = response_id
        self._model = model
        self._clock = clock
        self._mender = mender
        self._report = report
        self._known: Object = {}

    @property
    def is_described(self) -> bool:
        """Whether any event has described the response."""
        return bool(self._known)

    def build(self, said: Object, status: str, output: list[Object], error: Failure | None = None) -> Object:
        """The response as a lifecycle event carries it.  ``said`` is what the source says of it now."""
        response: Object = {**said, "object": "response", "id": self.id, "status": status, "output": [*output]}
        self._fill(response)
        self._mend_times(response, status)
        self._mend_reasons(response, said, status, error)
        self._mend_usage(response)
        self._mender.mend(RESPONSE, response, "$.response")
        # The output was made right before; what a mender takes out of an object that it cannot read is no item.
        response["output"] = [*output]
        for violation in iter_rule_violations(response, "$.response", is_streamed=True):
            if violation.requirement.startswith("OR-TOOL"):
                self._report(violation.requirement, violation.message, (), violation.path, response["tool_choice"])
                response["tool_choice"] = "auto"
        self._known = {name: value for name, value in response.items() if name not in _OF_ONE_EVENT}
        return response

    def _fill(self, response: Object) -> None:
        for name in ("created_at", "model", *DEFAULTS):
            if name not in response or (response[name] is None and DEFAULTS.get(name, name) is not None):
                if name in _OF_ONE_EVENT:
                    known: Json = None
                elif name in self._known:
                    known = self._known[name]
                else:
                    known = self._default(name)
                if name not in response or known is not None:
                    if self._known.get(name) != known or name not in self._known:
                        self._report("OR-RESP-01", "a required member is missing", (), f"$.response.{name}")
                    self._mender.changes += 1
                    response[name] = known

    def _default(self, name: str) -> Json:
        if name == "created_at":
            return int(self._clock())
        return self._model if name == "model" else deepcopy(DEFAULTS[name])

    def _mend_times(self, response: Object, status: str) -> None:
        for name in _TIMES:
            time = response[name]
            if isinstance(time, float):
                response[name] = int(time)
                self._report("OR-SCHEMA", "a time is a whole number of seconds", (), f"$.response.{name}", time)
        created = integral(response["created_at"])
        if created is None:
            known = self._known.get("created_at")
            created = known if isinstance(known, int) else int(self._clock())
            self._report("OR-SCHEMA", "a time is a number", (), "$.response.created_at", response["created_at"])
        response["created_at"] = created
        completed = integral(response["completed_at"])
        if completed is None and status == "completed":
            self._report("OR-RESP-02", "a completed response says when it was completed", (), "$.response.completed_at")
            completed = max(int(self._clock()), created)
        elif completed is not None and completed < created:
            message = "a response is not completed before it was created"
            self._report("OR-GRAM-35", message, (), "$.response.completed_at", completed)
            completed = created
        response["completed_at"] = completed

    def _mend_reasons(self, response: Object, said: Object, status: str, error: Failure | None) -> None:
        reasons: tuple[tuple[str, str, Object], ...] = (
            ("error", "failed", _error(said, error)),
            ("incomplete_details", "incomplete", {"reason": "unknown"}),
        )
        for name, needed, reason in reasons:
            if status != needed and response[name] is not None:
                self._report("OR-GRAM-36", f"only a response that is {needed} has {name}", (), f"$.response.{name}")
                response[name] = None
            elif status == needed and not isinstance(response[name], dict):
                self._report("OR-RESP-03", f"a response that is {needed} has {name}", (), f"$.response.{name}")
                response[name] = reason

    def _mend_usage(self, response: Object) -> None:
        usage = response["usage"]
        if usage is None:
            return
        counts = [integral(usage.get(name)) for name in _COUNTS] if isinstance(usage, dict) else [None]
        if not isinstance(usage, dict) or any(count is None or count < 0 for count in counts):
            self._report("OR-SCHEMA", "usage is not made of counts, and is left out", (), "$.response.usage")
            response["usage"] = None
            return
        usage = response["usage"] = dict(usage)
        for name, member in _DETAILS.items():
            details = usage.get(name)
            if not isinstance(details, dict) or integral(details.get(member)) is None:
                self._report("OR-SCHEMA", "usage has details", (), f"$.response.usage.{name}.{member}")
                usage[name] = {**(details if isinstance(details, dict) else {}), member: 0}
        total = sum(count for count in counts if count is not None)
        if integral(usage.get("total_tokens")) != total:
            message = "total_tokens is input plus output tokens"
            self._report(
                "OR-RESP-04", message, (), "$.response.usage.total_tokens", usage.get("total_tokens"), str(total)
            )
            usage["total_tokens"] = total


_OF_ONE_EVENT: Final = frozenset({"completed_at", "incomplete_details", "error", "status", "output"})
"""What the next event about the response does not repeat."""


def _error(said: Object, error: Failure | None) -> Object:
    if error is not None:
        return {"code": error.code, "message": error.message}
    told = said.get("status")
    code = CODES.get(told, "server_error") if isinstance(told, str) else "server_error"
    return {"code": code, "message": "The server did not say what went wrong."}


def failure_of(event: Object) -> Failure:
    """What an error says, in any of its forms: an object in ``error``, or flat beside the type."""
    inner = event.get("error")
    said = inner if isinstance(inner, dict) else event
    message, code, kind, param = (said.get(name) for name in ("message", "code", "type", "param"))
    if not isinstance(message, str):
        message = inner if isinstance(inner, str) else "The server did not say what went wrong."
    if isinstance(code, int) and not isinstance(code, bool):
        code = str(code)
    return Failure(
        code=code if isinstance(code, str) and code else "server_error",
        message=message,
        type=kind if isinstance(kind, str) and kind and kind != "error" else "server_error",
        param=param if isinstance(param, str) else None,
    )
