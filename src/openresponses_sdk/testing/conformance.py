"""Whether a stream keeps the specification, said so that a person can act on it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Literal

from openresponses_schema.requirements import REQUIREMENTS

from ..cli.inputs import Judge
from ..findings import Violation
from ..json_values import Json, read_json
from ..sse import SSEParser
from ..validator import Judged, Transport, iter_violations

__all__ = ["assert_conformant", "events_of"]

MAX_SHOWN = 20
"""Violations that an account lists; all are counted."""


def assert_conformant(
    stream: bytes | Iterable[Judged],
    *,
    fail_on: Literal["error", "warning"] = "error",
    transport: Transport | None = None,
    redact: bool = False,
) -> None:
    """Raise ``AssertionError`` with an account of what a stream breaks; return when it breaks nothing.

    ``stream`` is the bytes of a server-sent event stream, of one JSON document or of one JSON value a line; or events,
    as models, plain objects or JSON texts.  With bytes the frames are judged too: the event field, the end mark.
    ``fail_on="warning"`` asks for a stream that not even a warning is about.  ``transport`` and ``redact`` are those
    of ``Validator``, for events.

    The account names the event, its place, what was expected and found, and the statement that is broken.
    """
    if isinstance(stream, bytes):
        found = [violation for _, violation in Judge().judge(io.BytesIO(stream))]
    else:
        found = list(iter_violations(stream, transport=transport, redact=redact))
    bad = [violation for violation in found if violation.severity == "error" or fail_on == "warning"]
    if bad:
        raise AssertionError(_account(bad))


def events_of(recording: bytes) -> list[dict[str, Json]]:
    """The events of a recording, as plain objects: a server-sent event stream, or one JSON object a line.

    Frames that hold no JSON object are left out; they are what ``assert_conformant`` is for.  Raises ``DecodeError``
    when a frame is too long.
    """
    first = recording.lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if first in (b"{", b"["):
        texts = recording.splitlines()
    else:
        parser = SSEParser()
        texts = [frame.data for frame in (*parser.receive_data(recording), *parser.receive_eof())]
    values = [_parsed(text) for text in texts]
    return [value for value in values if isinstance(value, dict)]


def _parsed(text: bytes) -> Json:
    try:
        return read_json(text)
    except ValueError:
        return None


def _account(violations: list[Violation]) -> str:
    kinds = dict.fromkeys(violation.requirement for violation in violations)
    count = f"{len(violations)} violation{'s' if len(violations) != 1 else ''}"
    lines = [f"the stream does not conform: {count} of {', '.join(kinds)}"]
    for violation in violations[:MAX_SHOWN]:
        lines.append(f"  {violation.severity}: {violation}")
    if len(violations) > MAX_SHOWN:
        lines.append(f"  … and {len(violations) - MAX_SHOWN} more")
    lines.append("what the specification says:")
    for name in kinds:
        row = REQUIREMENTS.get(name)
        if row is not None:
            lines.append(f"  {name} ({row.level}): {row.statement}")
    return "\n".join(lines)
