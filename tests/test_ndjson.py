"""Events as lines of JSON."""

import pytest

from openresponses_schema import CustomEvent, ResponseOutputTextDeltaEvent
from openresponses_sdk.errors import DecodeError
from openresponses_sdk.ndjson import NDJSONDecoder, NDJSONEncoder
from openresponses_sdk.parsing import Malformed

DELTA = ResponseOutputTextDeltaEvent(
    sequence_number=1, item_id="m", output_index=0, content_index=0, delta="é\n", logprobs=[]
)
LINE = NDJSONEncoder().encode(DELTA)


def test_what_is_written_is_one_line_and_reads_back_equal() -> None:
    """STYLE, laws: what was built is what is received."""
    assert LINE.count(b"\n") == 1
    assert LINE.endswith(b"\n")
    assert NDJSONDecoder().receive_data(LINE) == [DELTA]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n", b"\n \r\n"])
def test_line_ends_of_both_kinds_and_blank_lines_are_fine(end: bytes) -> None:
    """Issue 2: LF, CRLF; a blank line is no event."""
    assert NDJSONDecoder().receive_data(b"\xef\xbb\xbf" + (LINE.strip() + end) * 3) == [DELTA] * 3


def test_the_last_line_may_lack_its_end() -> None:
    """Issue 2: a stream that was cut off behind its last event has lost nothing."""
    decoder = NDJSONDecoder()
    assert decoder.receive_data(LINE[:-1]) == []
    assert decoder.receive_eof() == [DELTA]
    assert decoder.receive_eof() == []


def test_an_error_names_its_line_holds_the_events_before_and_the_rest_is_read() -> None:
    """Issue 2: one bad line costs no other."""
    decoder = NDJSONDecoder()
    with pytest.raises(DecodeError, match="line 3") as caught:
        decoder.receive_data(LINE + b"\nnope\n" + LINE)
    assert caught.value.line == 3
    assert list(caught.value.events) == [DELTA]
    assert decoder.receive_data(b"") == [DELTA]


def test_a_line_beyond_the_limit_ends_the_reading_with_a_clear_error() -> None:
    """Issue 2: a limit of bytes per event; the events before it are not lost."""
    for chunks in ([LINE + b"x" * 2000], [LINE + b"x" * 2000 + b"\n"], [LINE, *[b"x"] * 1001]):
        decoder = NDJSONDecoder(max_event_bytes=1000)
        events = []
        with pytest.raises(DecodeError, match="longer than the limit of 1000 bytes") as caught:
            for chunk in chunks:
                events += decoder.receive_data(chunk)
        assert [*events, *caught.value.events] == [DELTA]
        with pytest.raises(DecodeError, match="longer than the limit"):
            decoder.receive_data(LINE)


def test_the_end_mark_of_another_format_is_noted() -> None:
    """Issue 2: ``[DONE]`` or not."""
    decoder = NDJSONDecoder()
    assert decoder.receive_data(LINE + b"[DONE]\n") == [DELTA]
    assert decoder.is_done
    assert decoder.findings[0].line == 2


def test_raw_lines_and_malformed_objects_are_handed_along() -> None:
    """Issue 2: ``keep_raw`` and ``on_error="keep"``."""
    decoder = NDJSONDecoder(keep_raw=True, on_error="keep")
    bad = b'{"type":"response.output_text.delta"}\r\n'
    pieces = decoder.receive_data(LINE + b"\n" + bad + b'{"type":"a:b"}') + decoder.receive_eof()
    assert [piece.raw for piece in pieces] == [LINE, b"\n", bad, b'{"type":"a:b"}']
    assert pieces[0].event == DELTA
    assert pieces[1].event is None
    assert isinstance(pieces[2].event, Malformed)
    assert isinstance(pieces[3].event, CustomEvent)
