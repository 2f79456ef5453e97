"""The splitter of JSON arrays: every way of chunking gives the same elements, and no byte of them is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openresponses_sdk import DecodeError, JSONArraySplitter, json_array

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(['"', "\\", '\\"', "]", "{", "é\u2028"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.text(max_size=4), values, max_size=3)


def split(data: bytes, size: int = 0, **options: int) -> list[bytes]:
    splitter = JSONArraySplitter(**options)
    step = size or len(data) or 1
    elements = [element for at in range(0, len(data), step) for element in splitter.receive_data(data[at : at + step])]
    return elements + splitter.receive_eof()


@given(elements=st.lists(objects, max_size=4), size=st.integers(1, 9), indent=st.sampled_from([None, 2]))
def test_the_elements_are_the_same_at_any_chunking(elements: list[object], size: int, indent: int | None):
    """Issue 5: a JSON array in pieces, cut anywhere, inside characters and escapes too."""
    for is_ascii in (True, False):
        data = json.dumps(elements, indent=indent, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")
        assert [json.loads(element.decode("utf-8", "surrogatepass")) for element in split(data, size)] == elements
        assert split(data, size) == split(data)


def test_an_element_is_given_as_soon_as_it_is_complete():
    """Issue 5: a gateway passes on each chunk when it comes, not at the end of the array."""
    splitter = JSONArraySplitter()
    assert splitter.receive_data(b'[{"a": "}') == []
    assert splitter.receive_data(b'"}') == [b'{"a": "}"}']
    assert splitter.receive_data(b'\r\n,\r\n{"b": [1, {}]}') == [b'{"b": [1, {}]}']
    assert splitter.receive_data(b"]") == []
    assert splitter.receive_eof() == []


def test_an_object_without_an_array_is_an_element():
    """Issue 5: the body of an HTTP error comes as an object, or wrapped in an array."""
    body = b'{"error": {"code": 400}}'
    assert split(b" " + body + b"\n") == split(b"[" + body + b"\n]\n") == [body]


def test_arrays_and_objects_may_follow_each_other():
    """Issue 5: captures hold several bodies back to back."""
    assert split(b'[{"a":1},{"a":2}]\n[{"a":3}]{"a":4}\n{"a":5}') == [b'{"a":%d}' % number for number in range(1, 6)]


@pytest.mark.parametrize(
    ("data", "elements"),
    [
        (b'[{"a": 1}, {"b": "cut', [b'{"a": 1}', b'{"b": "cut']),
        (b'[1, "x,y", {"a": 1}, null]', [b'1, "x,y"', b'{"a": 1}', b"null"]),
        (b'[[{"a": 1}], []]', [b'[{"a": 1}]', b"[]"]),
        (b'not JSON {"a": 1}', [b"not JSON", b'{"a": 1}']),
        (b'}] {"a": 1}', [b"}]", b'{"a": 1}']),
        (b'["open', [b'"open']),
        (b"", []),
        (b" [ ] ", []),
        (b"\xef\xbb\xbf[{}]", [b"{}"]),
    ],
)
def test_what_is_no_object_is_an_element_too(data: bytes, elements: list[bytes]):
    """Issue 5, bad input: nothing disappears before somebody could say what is wrong with it."""
    for size in (0, 1, 2, 3):
        assert split(data, size) == elements


def test_an_element_that_is_too_long_is_an_error():
    """A hostile stream must not fill the memory; the limit is that of the decoders."""
    assert split(b'[{"a": "1234567"}, {"a": "1234567"}]', 1, max_element_bytes=16) == [b'{"a": "1234567"}'] * 2
    for size in (0, 1):
        with pytest.raises(DecodeError, match="longer than the limit of 15 bytes"):
            split(b'[{"a": "1234567"}]', size, max_element_bytes=15)
    with pytest.raises(ValueError, match="positive"):
        JSONArraySplitter(max_element_bytes=0)


class Counting:
    """A pattern that counts the bytes it is given to look at."""

    def __init__(self, pattern: re.Pattern[bytes]) -> None:
        self.pattern = pattern
        self.bytes = 0

    def finditer(self, data: bytes, at: int) -> Iterator[re.Match[bytes]]:
        self.bytes += len(data) - at
        return self.pattern.finditer(data, at)

    def match(self, data: bytes, at: int) -> re.Match[bytes] | None:
        self.bytes += len(data) - at
        return self.pattern.match(data, at)


@pytest.mark.parametrize("size", [1, 7, 0])
def test_no_byte_is_looked_at_again_when_the_next_chunk_comes(size: int, monkeypatch: pytest.MonkeyPatch):
    """Issue 5: time is linear, also for a long string that comes byte by byte."""
    data = b'[{"a": "' + b'x\\"' * 500 + b'"}, {}]'
    patterns = [Counting(getattr(json_array, name)) for name in ("_STRUCTURE", "_STRING_REST")]
    for name, pattern in zip(("_STRUCTURE", "_STRING_REST"), patterns, strict=True):
        monkeypatch.setattr(json_array, name, pattern)
    assert len(split(data, size)) == 2
    assert len(data) // 2 <= sum(pattern.bytes for pattern in patterns) <= 2 * len(data)
