"""Reads JSON that arrives in pieces, such as the arguments of a function call while they stream.

It is a reader of its own because the known ones do not fit a stream: ``pydantic_core.from_json`` with
``allow_partial`` (and jiter, which it is built on) starts over with the whole text at each fragment, which is quadratic
over a stream, and it takes a number that is cut in two for a whole one.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final, NoReturn

from .errors import DecodeError
from .json_escapes import read_escape, read_raw_pair
from .json_values import Json, quote, shorten

__all__ = ["PartialJSON"]

MAX_DEPTH: Final = 200
"""Arrays and objects inside one another; the parsers that read whole texts stop there too."""

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_PLAIN: Final = re.compile(r'[^"\\\x00-\x1f\ud800-\udfff]*')
_NUMBER_CHARACTERS: Final = re.compile(r"[0-9+\-.eE]*")
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_LITERALS: Final[dict[str, tuple[str, Json]]] = {
    "t": ("true", True),
    "f": ("false", False),
    "n": ("null", None),
}


class _Expect(Enum):
    """What may come next."""

    VALUE = auto()
    VALUE_OR_END = auto()
    KEY = auto()
    KEY_OR_END = auto()
    COLON = auto()
    COMMA_OR_END = auto()
    STRING = auto()
    """The rest of a string value."""
    NAME = auto()
    """The rest of the name of a member."""
    NUMBER = auto()
    """The rest of a number."""
    NOTHING = auto()


_SAID: Final = {
    _Expect.VALUE: "a value",
    _Expect.VALUE_OR_END: "a value or ]",
    _Expect.KEY: "a name in double quotes",
    _Expect.KEY_OR_END: "a name in double quotes or }",
    _Expect.COLON: "a colon",
    _Expect.NOTHING: "nothing more",
}


class PartialJSON:
    """Reads one JSON value in fragments, and shows at any moment what is certain of it.

    Feeding takes time in proportion to the text, however it is cut.  After an error every further call raises it
    again, and ``value`` keeps what was read before.
    """

    def __init__(self, *, max_depth: int = MAX_DEPTH) -> None:
        self._max_depth = max_depth
        self._expect = _Expect.VALUE
        self._open: list[list[Json] | dict[str, Json]] = []
        self._names: list[str] = []
        self._root: Json = None
        self._pieces: list[str] = []
        self._shown = True
        self._tail = ""
        self._offset = 0
        self._began = 0
        self._error: DecodeError | None = None

    @property
    def value(self) -> Json:
        """The value so far: open strings, arrays and objects end where the text does; a number, a literal, a name or
        an escape that may go on is left out.  None while nothing is certain (``is_complete`` tells that from null).

        Arrays and objects are the ones that later fragments extend: copy what you keep, change nothing.
        Reading costs nothing but the joining of an open string.
        """
        if self._expect is _Expect.STRING and not self._shown:
            self._put(self._joined(), again=True)
            self._shown = True
        return self._root

    @property
    def is_complete(self) -> bool:
        """Whether the value has ended.  A number that is not inside an array or object may always go on, until white
        space follows or ``finish`` is called."""
        return self._expect is _Expect.NOTHING

    def feed(self, fragment: str) -> None:
        """Take the next piece of the text; it may end anywhere, also inside an escape or a surrogate pair.

        Raises ``DecodeError``, with the ``offset`` of the character in the whole text, as soon as the text can no
        longer become JSON: also for NaN, Infinity, a number beyond the range, a lone surrogate, white space that JSON
        does not know, and nesting beyond ``max_depth``.  A malformed number is noticed at its end.
        """
        if self._error is not None:
            raise self._error
        text, self._tail = self._tail + fragment, ""
        at = 0
        try:
            while at < len(text):
                then = self._step(text, at)
                if then is None:
                    self._tail = text[at:]
                    break
                at = then
        except DecodeError as error:
            self._error = error
            raise
        self._offset += at

    def finish(self) -> Json:
        """Say that the text has ended, and get the value; raises ``DecodeError`` when it is not whole."""
        if self._error is None and self._expect is _Expect.NUMBER and not self._open:
            self.feed(" ")
        if self._error is not None:
            raise self._error
        if self._expect is not _Expect.NOTHING:
            self._error = DecodeError("the text ends before the value does", offset=self._offset + len(self._tail))
            raise self._error
        return self._root

    def _step(self, text: str, at: int) -> int | None:
        """Read the next token, or a part of it, and return where it ends; None when it is cut."""
        match self._expect:
            case _Expect.STRING | _Expect.NAME:
                return self._read_string(text, at)
            case _Expect.NUMBER:
                return self._read_number(text, at)
        if space := _end(_SPACE, text, at) - at:
            return at + space
        character = text[at]
        match self._expect:
            case _Expect.VALUE | _Expect.VALUE_OR_END if character != "]":
                return self._begin(character, text, at)
            case _Expect.KEY | _Expect.KEY_OR_END if character == '"':
                return self._begin_string(_Expect.NAME, at)
            case _Expect.COLON if character == ":":
                self._expect = _Expect.VALUE
                return at + 1
            case _Expect.COMMA_OR_END if character == ",":
                self._expect = _Expect.VALUE if isinstance(self._open[-1], list) else _Expect.KEY
                return at + 1
        if character == self._closer() and self._expect not in (_Expect.VALUE, _Expect.KEY, _Expect.COLON):
            self._open.pop()
            self._end_value()
            return at + 1
        said = _SAID.get(self._expect) or f"a comma or {self._closer()}"
        self._fail(f"{said} was expected, not {quote(character)}", at)

    def _begin(self, character: str, text: str, at: int) -> int | None:
        if character == '"':
            self._put("")
            return self._begin_string(_Expect.STRING, at)
        if character in "{[":
            return self._begin_container({} if character == "{" else [], at)
        if character in "-0123456789":
            self._pieces, self._began, self._expect = [], self._offset + at, _Expect.NUMBER
            return self._read_number(text, at)
        if character in _LITERALS:
            return self._read_literal(*_LITERALS[character], text, at)
        self._fail(f"{_SAID[self._expect]} was expected, not {quote(character)}", at)

    def _begin_string(self, expect: _Expect, at: int) -> int:
        self._pieces, self._expect, self._shown = [], expect, True
        return at + 1

    def _begin_container(self, container: list[Json] | dict[str, Json], at: int) -> int:
        if len(self._open) >= self._max_depth:
            self._fail(f"more than {self._max_depth} arrays and objects inside one another", at)
        self._put(container)
        self._open.append(container)
        self._expect = _Expect.KEY_OR_END if isinstance(container, dict) else _Expect.VALUE_OR_END
        return at + 1

    def _read_string(self, text: str, at: int) -> int | None:
        if plain := _end(_PLAIN, text, at) - at:
            self._pieces.append(text[at : at + plain])
            self._shown = False
            return at + plain
        character = text[at]
        if character == '"':
            self._end_string()
            return at + 1
        if character < " ":
            self._fail(f"a control character is written as an escape, not as {quote(character)}", at)
        try:
            read, size = read_escape(text, at) if character == "\\" else read_raw_pair(text, at)
        except ValueError as error:
            self._fail(str(error), at)
        if not size:
            return None
        self._pieces.append(read)
        self._shown = False
        return at + size

    def _end_string(self) -> None:
        text = self._joined()
        if self._expect is _Expect.NAME:
            self._names.append(text)
            self._expect = _Expect.COLON
        else:
            self._put(text, again=True)
            self._end_value()

    def _read_literal(self, word: str, value: Json, text: str, at: int) -> int | None:
        found = text[at : at + len(word)]
        if found == word:
            self._put(value)
            self._end_value()
            return at + len(word)
        if not word.startswith(found):
            wrong = next(size for size in range(1, len(word) + 1) if not word.startswith(found[:size]))
            self._fail(f"{_SAID[self._expect]} was expected, not {quote(found[:wrong])}", at)
        return None

    def _read_number(self, text: str, at: int) -> int:
        end = _end(_NUMBER_CHARACTERS, text, at)
        self._pieces.append(text[at:end])
        if end < len(text):
            self._put(self._number("".join(self._pieces)))
            self._pieces = []
            self._end_value()
        return end

    def _number(self, text: str) -> int | float:
        match = _NUMBER.fullmatch(text)
        if match is None:
            self._fail(f"{shorten(text)} is no JSON number", self._began - self._offset)
        if match[1] is None and match[2] is None:
            try:
                return int(text)
            except ValueError:  # The interpreter limits the digits, since reading them takes quadratic time.
                self._fail(f"an integer of {len(text)} digits is beyond the range", self._began - self._offset)
        number = float(text)
        if number - number:
            self._fail(f"{shorten(text)} is beyond the range of a number", self._began - self._offset)
        return number

    def _put(self, value: Json, *, again: bool = False) -> None:
        """Show a value where the text has come to; ``again`` when its beginning was shown before."""
        if not self._open:
            self._root = value
            return
        container = self._open[-1]
        if isinstance(container, dict):
            container[self._names[-1]] = value
        elif again:
            container[-1] = value
        else:
            container.append(value)

    def _end_value(self) -> None:
        if not self._open:
            self._expect = _Expect.NOTHING
            return
        if isinstance(self._open[-1], dict):
            self._names.pop()
        self._expect = _Expect.COMMA_OR_END

    def _closer(self) -> str:
        return "" if not self._open else "]" if isinstance(self._open[-1], list) else "}"

    def _joined(self) -> str:
        if len(self._pieces) > 1:
            self._pieces = ["".join(self._pieces)]
        return self._pieces[0] if self._pieces else ""

    def _fail(self, reason: str, at: int) -> NoReturn:
        raise DecodeError(f"not JSON: {reason}", offset=self._offset + at)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return at if match is None else match.end()
