"""Cuts a JSON array that arrives in pieces into its elements, without I/O.

Gemini's ``streamGenerateContent`` answers so when it is not asked for server-sent events: one array, an element for
each chunk, written as the model speaks.
"""

from __future__ import annotations

import re
from typing import Final

from .decoder import DEFAULT_MAX_EVENT_BYTES
from .errors import DecodeError

__all__ = ["JSONArraySplitter"]

_STRUCTURE: Final = re.compile(rb'[\[{]|[\]}]|"(?:[^"\\]++|\\.)*+("?)', re.DOTALL)
"""A bracket, or a string; possessive, so that the time is linear."""
_STRING_REST: Final = re.compile(rb'(?:[^"\\]++|\\.)*+("?)', re.DOTALL)
_BETWEEN: Final = b" \t\r\n,\xef\xbb\xbf"
_ARRAY: Final = b"["
_OPENING: Final = b"[{"


class JSONArraySplitter:
    """Bytes in, the text of one element out at a time.  Chunks may end anywhere; time is linear in the bytes.

    An object outside an array, such as the body of an error, is an element too, and so is what stands between elements
    and is neither object nor array: no byte but commas and white space is lost, and the elements are judged by whoever
    parses them.  An element longer than ``max_element_bytes`` is an error after which the splitter is of no more use.
    """

    def __init__(self, *, max_element_bytes: int = DEFAULT_MAX_EVENT_BYTES) -> None:
        if max_element_bytes < 1:
            raise ValueError("the limit of bytes must be positive")
        self._max = max_element_bytes
        self._kept = bytearray()
        """The bytes since the end of the last element."""
        self._depth = 0
        """How many brackets of the element are open."""
        self._is_in_array = False
        self._is_in_string = False
        self._is_escaped = False
        """Whether the last byte was a backslash that belongs to the next one."""

    def receive_data(self, chunk: bytes) -> list[bytes]:
        """Take bytes from the network and return the elements that they complete.

        Call ``receive_eof`` when the connection closes.  Raises ``DecodeError`` on an element that is too long.
        """
        elements: list[bytes] = []
        start, at = 0, self._end_string(chunk) if self._is_in_string else 0
        for match in _STRUCTURE.finditer(chunk, at):
            mark = match[0][:1]
            if mark == b'"':
                if not match[1]:
                    self._is_in_string, self._is_escaped = True, match.end() < len(chunk)
                    break
            elif mark in _OPENING:
                if self._depth or self._is_in_array or mark != _ARRAY:
                    if not self._depth:  # What stands before an element is none of it.
                        self._take(chunk[start : match.start()], elements)
                        start = match.start()
                    self._depth += 1
                else:
                    self._take(chunk[start : match.start()], elements)
                    self._is_in_array, start = True, match.end()
            elif self._depth:
                self._depth -= 1
                if not self._depth:
                    self._take(chunk[start : match.end()], elements)
                    start = match.end()
            elif self._is_in_array and mark == b"]":
                self._take(chunk[start : match.start()], elements)
                self._is_in_array, start = False, match.end()
        self._kept += chunk[start:]
        if len(self._kept) > self._max:
            raise DecodeError(f"an element is longer than the limit of {self._max} bytes")
        return elements

    def receive_eof(self) -> list[bytes]:
        """The connection has closed: return what lacks its end, if anything."""
        elements: list[bytes] = []
        self._take(b"", elements)
        self._depth, self._is_in_array, self._is_in_string, self._is_escaped = 0, False, False, False
        return elements

    def _end_string(self, chunk: bytes) -> int:
        """Where the string that is open ends in the chunk; the length of the chunk when it goes on."""
        begin = 1 if self._is_escaped and chunk else 0
        match = _STRING_REST.match(chunk, begin)
        if match is None or not chunk:
            return len(chunk)
        self._is_in_string = not match[1]
        self._is_escaped = self._is_in_string and match.end() < len(chunk)
        return match.end() if match[1] else len(chunk)

    def _take(self, rest: bytes, elements: list[bytes]) -> None:
        """What was kept and the ``rest`` are an element, unless nothing but separators stand there."""
        element = (bytes(self._kept) + rest if self._kept else rest).strip(_BETWEEN)
        self._kept.clear()
        if len(element) > self._max:
            raise DecodeError(f"an element is longer than the limit of {self._max} bytes")
        if element:
            elements.append(element)
