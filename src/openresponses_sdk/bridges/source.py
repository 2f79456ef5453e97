"""Reads the events of a source into plain JSON objects, whatever form they come in.

An event is JSON text, a mapping, or the model object of a provider's SDK.  What leaves here is made of dicts, lists,
strings, finite numbers, booleans and None, belongs to the bridge alone, and can be written as UTF-8.  What cannot be
read becomes a finding that says where it stood, and the reader goes on.
"""

from __future__ import annotations

import json
import math
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, is_dataclass
from typing import Any, Final, NoReturn

from pydantic_core import from_json

from ..findings import Finding, Severity

__all__ = ["DEFAULT_MAX_EVENT_BYTES", "SourceReader"]

DEFAULT_MAX_EVENT_BYTES: Final = 16 * 1024 * 1024

MAX_DEPTH: Final = 100
"""The JSON writers of common stacks give up near 255 levels; a source needs far fewer."""

_LARGEST: Final = (2.0 - 2.0**-52) * 2.0**1023
_MOST_DIGITS: Final = 400
"""Digits and a sign of the largest whole number that a double can hold, and some to spare."""

_DUMPS: Final[tuple[tuple[str, Mapping[str, object]], ...]] = (
    ("model_dump", {"mode": "json", "exclude_unset": True}),
    ("to_dict", {}),
)
"""How the model objects of provider SDKs say what they hold: pydantic's way, and that of the others."""
_EXPONENTS: Final = (re.compile(r"e(?<=[0-9.]e)[+]?[0-9]{2}"), re.compile(r"E(?<=[0-9.]E)[+]?[0-9]{2}"))
_DIGITS: Final = re.compile(r"[0-9]{300}")
"""What a number beyond the range of a double has in it; other text may have it too.  A pattern that begins with a
letter is searched several times faster than one of all three, and each event is searched."""
_BEFORE_A_NUMBER: Final = "-[:, \t\r\n"


class SourceReader:
    """Reads one event a call, and knows where it is."""

    def __init__(self, findings: list[Finding], *, max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES) -> None:
        if not isinstance(max_event_bytes, int):
            raise TypeError(f"max_event_bytes is a whole number, not a {type(max_event_bytes).__name__}")
        if max_event_bytes < 1:
            raise ValueError("the limit of bytes must be positive")
        self.line: int = 0
        """Where the event read last stood: the line that the caller named, else the count of events."""
        self.noun = "event"
        """What findings call an event of this source."""
        self._findings = findings
        self._max = max_event_bytes

    def count(self, line: int | None = None) -> None:
        """Step to the next event."""
        self.line = self.line + 1 if line is None else line

    def read(self, event: object, line: int | None = None) -> dict[str, object] | None:
        """Read one event; None when it is blank, or could not be read and became a finding."""
        self.line = self.line + 1 if line is None else line
        if isinstance(event, str) and len(event) <= self._max:
            value = _plain_object(event)  # The way of nearly all events; whatever it refuses takes the full way.
            if value is not None:
                return value
        text = self._text(event)
        return self._value(text) if text else None

    def report(
        self, message: str, *, event: str | None = None, field: str | None = None, severity: Severity = "error"
    ) -> None:
        """Note something about the event read last, or about the start of a source that held none.

        What could not be read at all is an error.
        """
        self._findings.append(
            Finding(message=message, severity=severity, line=max(self.line, 1), event=event, field=field)
        )

    def _text(self, event: object) -> str | None:
        if isinstance(event, (bytes, bytearray, memoryview)):
            data = bytes(event)
            if self._is_too_long(len(data)):
                return None
            try:
                event = data.decode("utf-8")
            except UnicodeDecodeError as error:
                self.report(f"The {self.noun} is not UTF-8: byte {error.start} cannot be decoded")
                return None
        elif not isinstance(event, str):
            event = self._written(event)
            if event is None:
                return None
        if self._is_too_long(len(event)):
            return None
        return event.lstrip("\ufeff").strip()

    def _written(self, event: object) -> str | None:
        """The JSON text of a mapping or model: written and read back, it is proven to be plain JSON, and ours."""
        try:
            plain = _plain(event)
            if plain is not None:
                return json.dumps(plain, default=_as_json)
        except Exception:  # Whatever a foreign object raises, it is no JSON.
            self.report(f"The {self.noun} holds a value that JSON cannot express")
            return None
        kind = type(event).__name__
        self.report(f"The {self.noun} must be text, bytes, a mapping or a model object, not {kind}")
        return None

    def _is_too_long(self, size: int) -> bool:
        if size <= self._max:
            return False
        self.report(f"The {self.noun} has {size} bytes or more; the limit is {self._max}")
        return True

    def _value(self, text: str) -> dict[str, object] | None:
        try:
            value = _parsed(text)
        except json.JSONDecodeError as error:
            self.report(f"The {self.noun} is not JSON: {error.msg} at column {error.colno}")
            return None
        except (ValueError, RecursionError) as error:
            reason = "it nests too deeply" if isinstance(error, RecursionError) else str(error)
            self.report(f"The {self.noun} is not usable JSON: {reason}")
            return None
        if not isinstance(value, dict):
            self.report(f"The {self.noun} is JSON but not an object")
            return None
        if (
            len(text) > MAX_DEPTH
            and text.count("{") + text.count("[") > MAX_DEPTH
            and _is_deeper_than(value, MAX_DEPTH)
        ):
            self.report(f"The {self.noun} nests deeper than {MAX_DEPTH} levels")
            return None
        return value


def _plain_object(text: str) -> dict[str, object] | None:
    """The object in a JSON text in which nothing needs a closer look; None for any other text."""
    if _may_hold_too_large(text):
        return None
    try:
        value = from_json(text, allow_inf_nan=False)
    except (ValueError, TypeError):  # The latter for text that UTF-8 cannot carry.
        return None
    # Each level takes two brackets.
    is_flat = len(text) < 2 * MAX_DEPTH or text.count("{") + text.count("[") <= MAX_DEPTH
    return value if is_flat and value.__class__ is dict else None


def _as_json(value: object) -> str:
    """What the dump of a model object may hold beside JSON, as JSON has it: bytes in base64, a time in ISO 8601."""
    if isinstance(value, bytes):
        return b64encode(value).decode("ascii")
    isoformat: Callable[[], str] | None = getattr(value, "isoformat", None)
    if isoformat is None:
        raise TypeError(f"{type(value).__name__} has no form in JSON")
    return isoformat()


def _plain(event: object) -> Mapping[Any, object] | None:
    """What a mapping or a model object holds; None for any other object."""
    if isinstance(event, Mapping):
        return dict(event)
    for name, options in _DUMPS:
        dump: Callable[..., object] | None = getattr(event, name, None)
        if callable(dump):
            held = dump(**options)
            return dict(held) if isinstance(held, Mapping) else None
    return asdict(event) if is_dataclass(event) and not isinstance(event, type) else None


def _parsed(text: str) -> object:
    """The value of a JSON text; a number too large for a double, NaN and Infinity are errors."""
    try:
        value = from_json(text, allow_inf_nan=False)
    except (ValueError, TypeError):
        # The reader of the standard library says better what is wrong, and takes halves of surrogate pairs.
        return _without_lone_surrogates(json.loads(text, parse_constant=_reject, parse_float=_finite, parse_int=_whole))
    if _may_hold_too_large(text) and _holds_too_large(value):
        raise ValueError("a number is too large")
    return value


def _may_hold_too_large(text: str) -> bool:
    """Whether a number in the text may be beyond the range of a double.

    Ids have hexadecimal digits that look like such a number; what stands before them tells the two apart.
    """
    for pattern in _EXPONENTS:
        for found in pattern.finditer(text):
            at = found.start()
            before = text[max(0, at - 40) : at].rstrip("0123456789.")
            if not before or before[-1] in _BEFORE_A_NUMBER:
                return True
    return len(text) >= 300 and _DIGITS.search(text) is not None


def _holds_too_large(value: object) -> bool:
    """Whether a number somewhere in a value is beyond the range of a double."""
    waiting = [value]
    for inner in waiting:
        if isinstance(inner, (dict, list)):
            waiting.extend(_children(inner))
        elif isinstance(inner, (int, float)) and not -_LARGEST <= inner <= _LARGEST:
            return True
    return False


def _reject(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not a JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError("a number is too large")
    return number


def _whole(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError("a number is too large")
    return int(digits)


def _is_deeper_than(value: object, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [child for parent in level for child in _children(parent) if isinstance(child, (dict, list))]
        if not level:
            return False
    return True


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _without_lone_surrogates(value: object) -> object:
    """Replace halves of surrogate pairs, which a writer that cuts UTF-16 leaves and UTF-8 cannot hold."""
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return _cleaned(value)
    return value


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_cleaned(entry) for entry in value]
    if isinstance(value, dict):
        return {str(_cleaned(key)): _cleaned(entry) for key, entry in value.items()}
    return value
