"""Say of every response in a log how it ended, what it cost and what was wrong with it.

    python read_log.py traffic.jsonl

The log holds server-sent events, or one event a line; responses follow one another.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from openresponses_sdk import (
    Malformed,
    ResponseAccumulator,
    ResponseCreatedEvent,
    ResponseStreamEvent,
    Violation,
    iter_events,
    iter_violations,
)

Event = ResponseStreamEvent | Malformed


def responses(events: Iterable[Event]) -> Iterator[list[Event]]:
    """The events of each response: a new one begins where a response is created."""
    begun: list[Event] = []
    for event in events:
        if isinstance(event, ResponseCreatedEvent) and begun:
            yield begun
            begun = []
        begun.append(event)
    if begun:
        yield begun


def account(events: list[Event]) -> str:
    """One line about one response."""
    accumulator = ResponseAccumulator()
    for event in events:
        accumulator.receive(event)
    accumulator.receive_eof()
    response = accumulator.snapshot
    cost = "no usage" if response.usage is None else f"{response.usage.total_tokens} tokens"
    # The repr shows what would move the cursor as an escape: a log may hold anything.
    said = repr(response.output_text[:40])
    calls = [call.name for call in response.iter_function_calls(include_partial=True)]
    called = f", calls {', '.join(map(repr, calls))}" if calls else ""
    return f"{response.id!r} {accumulator.outcome}, {cost}: {said}{called}{_faults(iter_violations(events))}"


def _faults(violations: Iterable[Violation]) -> str:
    counts = Counter(violation.requirement for violation in violations if violation.severity == "error")
    return "".join(f"\n    {count} x {requirement}" for requirement, count in sorted(counts.items()))


def main(path: str) -> int:
    with Path(path).open("rb") as log:
        for events in responses(iter_events(log, on_error="keep")):
            print(account(events))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
