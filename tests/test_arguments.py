"""Arguments of function calls: whole, and while they stream."""

from __future__ import annotations

import json
import time
from copy import deepcopy
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openresponses_schema import FunctionCallItem, FunctionCallItemParam
from openresponses_sdk.arguments import PartialJSON, parse_arguments
from openresponses_sdk.errors import DecodeError
from openresponses_sdk.json_values import read_json

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=12
)
TEXTS = st.builds(
    lambda value, ascii_only, indent: json.dumps(value, ensure_ascii=ascii_only, indent=indent),
    VALUES,
    st.booleans(),
    st.sampled_from([None, 0, 2]),
)
NEARLY_JSON = st.text(st.sampled_from(list('{}[]",:\\ \n01.-+eEtrufalsnbd8\x01é\U0001f600')), max_size=30)
CUTS = st.lists(st.integers(0, 400), max_size=12)


def fragments(text: str, cuts: list[int]) -> list[str]:
    ends = sorted({cut for cut in cuts if cut <= len(text)} | {0, len(text)})
    return [text[start:end] for start, end in pairwise(ends)]


def read(*pieces: str, max_depth: int = 200) -> PartialJSON:
    reader = PartialJSON(max_depth=max_depth)
    for piece in pieces:
        reader.feed(piece)
    return reader


def is_contained(part: Any, whole: Any) -> bool:
    """Whether ``whole`` may have grown out of ``part``: only the last entry of each container is still open."""
    if isinstance(part, dict) and isinstance(whole, dict):
        names = list(part)
        return (
            names == list(whole)[: len(names)]
            and all(same(part[name], whole[name]) for name in names[:-1])
            and all(is_contained(part[name], whole[name]) for name in names[-1:])
        )
    if isinstance(part, list) and isinstance(whole, list):
        return len(part) <= len(whole) and all(
            (is_contained if at == len(part) - 1 else same)(part[at], whole[at]) for at in range(len(part))
        )
    if isinstance(part, str) and isinstance(whole, str):
        return whole.startswith(part)
    return same(part, whole)


def same(left: Any, right: Any) -> bool:
    """Equal as JSON texts: 1, 1.0 and true differ, and the order of members counts."""
    return json.dumps(left) == json.dumps(right)


def call(arguments: str) -> FunctionCallItem:
    return FunctionCallItem(id="fc_1", call_id="call_1", name="look_up", arguments=arguments, status="completed")


@given(text=TEXTS, cuts=CUTS)
def test_at_the_end_the_value_is_what_the_standard_parser_reads(text: str, cuts: list[int]) -> None:
    """Issue 3: an incremental partial-JSON reader for streaming arguments."""
    reader = read(*fragments(text, cuts))
    assert same(reader.finish(), json.loads(text))
    assert same(reader.value, json.loads(text))
    assert reader.is_complete


@given(text=TEXTS)
def test_what_a_prefix_shows_is_contained_in_the_whole(text: str) -> None:
    """Issue 3: nothing is invented, nothing is taken back."""
    whole, reader, before = json.loads(text), PartialJSON(), None
    for character in text:
        reader.feed(character)
        if reader.value is not None:
            assert is_contained(reader.value, whole)
            assert before is None or is_contained(before, reader.value)
        before = deepcopy(reader.value)


@given(text=TEXTS, size=st.integers(0, 400), cuts=CUTS)
def test_chunking_never_matters(text: str, size: int, cuts: list[int]) -> None:
    """STYLE, laws: the value depends on the text so far, not on how it came."""
    prefix = text[:size]
    pieces, at_once = read(*fragments(prefix, cuts)), read(prefix)
    assert same(pieces.value, at_once.value)
    assert pieces.is_complete == at_once.is_complete


@given(text=NEARLY_JSON | TEXTS.map(lambda text: text[:-1]) | TEXTS.map(lambda text: text.replace('"', "", 1)))
def test_the_reader_takes_the_texts_that_the_whole_parser_takes(text: str) -> None:
    """Issue 3, bad input: any text gives a value or one of our errors."""
    try:
        expected = read_json(text)
    except ValueError:
        with pytest.raises(DecodeError) as caught:
            read(text).finish()
        assert caught.value.offset is not None
        assert 0 <= caught.value.offset <= len(text)
        with pytest.raises(DecodeError) as again:
            read(*text).finish()
        assert (again.value.reason, again.value.offset) == (caught.value.reason, caught.value.offset)
    else:
        assert same(read(text).finish(), expected)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("{", {}),
        ('{"na', {}),
        ('{"name"', {}),
        ('{"name":', {}),
        ('{"name": "', {"name": ""}),
        ('{"name": "Ber', {"name": "Ber"}),
        ('{"name": "Ber\\', {"name": "Ber"}),
        ('{"name": "Ber\\u00e', {"name": "Ber"}),
        ('{"n": -12.5', {}),
        ('{"n": -12.5}', {"n": -12.5}),
        ("[1, 2", [1]),
        ("[1, 2,", [1, 2]),
        ("[true, fals", [True]),
        ("[true, false", [True, False]),
        ('{"a": [{"b": "c', {"a": [{"b": "c"}]}),
        ("12", None),
        ("12 ", 12),
        ('"\\ud83d', ""),
        ('"\\ud83d\\ude0', ""),
        ('"\\ud83d\\ude00', "\U0001f600"),
        ('"\ud83d', ""),
        ('{"a": 1, "a": ', {"a": 1}),
        ('{"a": 1, "a": [', {"a": []}),
    ],
)
def test_a_cut_value_shows_what_is_certain(text: str, value: Any) -> None:
    """Issue 3: open strings, arrays and objects end where the text does; what may go on is left out."""
    assert same(read(text).value, value)
    assert same(read(*text).value, value)


def test_null_and_nothing_yet_are_told_apart() -> None:
    """``value`` is None for both."""
    assert [(read(text).value, read(text).is_complete) for text in ("nul", "null")] == [(None, False), (None, True)]


def test_a_surrogate_pair_may_be_cut_anywhere() -> None:
    """Issue 3: a server that counts UTF-16 code units cuts inside of characters, escaped or not."""
    assert read("[", '"\\', "ud8", "3d\\", "u", "de00", '"]').finish() == ["\U0001f600"]
    assert read('["\ud83d', '\ude00"]').finish() == ["\U0001f600"]


@pytest.mark.parametrize(
    ("text", "offset", "reason"),
    [
        ('{"a": tru}', 6, "a value"),
        ("{'a': 1}", 1, "a name"),
        ('{"a" 1}', 5, "a colon"),
        ('{"a": 1 "b"', 8, "a comma or }"),
        ("[1,]", 3, "a value"),
        ('{"a": 1,}', 8, "a name"),
        ("[1}", 2, "a comma or ]"),
        ("{} {}", 3, "nothing more"),
        ("[01]", 1, "no JSON number"),
        ("[1.]", 1, "no JSON number"),
        ("[NaN]", 1, "a value"),
        ("[-Infinity]", 1, "no JSON number"),
        ("[1e400]", 1, "beyond the range"),
        (f"[{'9' * 5000}]", 1, "5000 digits"),
        ('"\\x"', 1, "no escape"),
        ('"\\u12G4"', 1, "hexadecimal"),
        ('"\\ude00"', 1, "surrogate"),
        ('"ab\\ud83dx"', 3, "surrogate"),
        ('"\\ud83d\\u0041"', 1, "surrogate"),
        ('"\udc00"', 1, "surrogate"),
        ('"a\nb"', 2, "control character"),
        ("{\xa0}", 1, "a name"),
    ],
)
def test_an_error_says_what_and_where(text: str, offset: int, reason: str) -> None:
    """Issue 3, defined answers: one error of ours, with the character in the whole text, however it was cut."""
    for pieces in ([text], list(text)):
        with pytest.raises(DecodeError, match=reason) as caught:
            read(*pieces)
        assert caught.value.offset == offset


def test_after_an_error_the_reader_stays_with_it_and_keeps_what_it_read() -> None:
    """A view that shows arguments as they come keeps showing them."""
    reader = read('{"a": "b", ')
    for _ in range(2):
        with pytest.raises(DecodeError, match="character 11"):
            reader.feed("1")
    with pytest.raises(DecodeError, match="character 11"):
        reader.finish()
    assert reader.value == {"a": "b"}


def test_a_text_that_ends_early_is_an_error_at_its_end() -> None:
    """``finish`` never completes what was cut."""
    with pytest.raises(DecodeError, match="ends before") as caught:
        read('{"a": "\\ud8').finish()
    assert caught.value.offset == 11


def test_nesting_has_a_limit() -> None:
    """Issue 3, defined answers: nesting beyond the parser's depth is a ``DecodeError``."""
    assert read("[" * 200 + "]" * 200).is_complete
    with pytest.raises(DecodeError, match="more than 200 arrays and objects") as caught:
        read("[" * 100_000)
    assert caught.value.offset == 200
    with pytest.raises(DecodeError, match="more than 3"):
        read('{"a":' * 4, max_depth=3)


def seconds_for(size: int) -> float:
    best = float("inf")
    for _ in range(3):
        reader, started = PartialJSON(), time.perf_counter()
        for piece in ["[1", *["2"] * size, ',"', *["ab\\n"] * size, '"', *[',{"a":[]}'] * size]:
            if piece != "2":  # An integer has a limit of its own.
                reader.feed(piece)
        best = min(best, time.perf_counter() - started)
    return best


def test_feeding_is_linear() -> None:
    """Issue 3: no fragment is paid for twice; eight times the text would take 64 times as long if it were."""
    assert seconds_for(16_000) < 24 * seconds_for(2_000)


def test_parse_arguments_gives_a_dict() -> None:
    """Issue 3: ``parse_arguments(call)``, for a call of a response and for one on its way back."""
    assert parse_arguments(call('{"city": "Bern", "days": 2}')) == {"city": "Bern", "days": 2}
    sent = FunctionCallItemParam(call_id="call_1", name="look_up", arguments=' {"a": 1, "a": 2}\n')
    assert parse_arguments(sent) == {"a": 2}


@pytest.mark.parametrize(
    ("arguments", "offset"), [("", 0), ('{"city": "Be', 12), ("[]", 0), ("null", 0), ('{"a": NaN}', 6), ("{} x", 3)]
)
def test_arguments_that_are_no_object_are_an_error_with_a_place(arguments: str, offset: int) -> None:
    """Issue 3: ``DecodeError`` with the position."""
    with pytest.raises(DecodeError, match=f"character {offset}: ") as caught:
        parse_arguments(call(arguments))
    assert caught.value.offset == offset


def test_a_wrong_literal_is_named_up_to_where_it_goes_wrong() -> None:
    """The sentence is the same however the text was cut."""
    for pieces in (["[trux, 1]"], ["[tr", "ux"], list("[falsy")):
        with pytest.raises(DecodeError, match=r'not "(trux|falsy)"'):
            read(*pieces)
