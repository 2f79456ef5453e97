"""Turns what Gemini says about its sources into annotations of the text.

Grounding comes late, mostly in the last chunk, and counts UTF-8 bytes; annotations count characters.  The offsets
are those of the text of one part or of all text before it too: which of them holds is seen from the words that a
segment repeats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from ..scopes import PartScope
from .provider import is_count, text_of

__all__ = ["CITATIONS", "SOURCES", "GeminiCitations"]

SOURCES: Final = ("web", "retrievedContext", "maps", "image")
"""The kinds of grounding chunks; one that has a ``uri`` can be cited."""
CITATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {"uri": "url", "title": "title", "startIndex": "start_index", "endIndex": "end_index"}
)
"""The fields of a source and a segment, and those of the annotation that they become."""

_CONTINUATION: Final = bytes(range(0x80, 0xC0))
"""The bytes that begin no character."""

Report = Callable[[str, str], None]
"""Keeps a finding: message, then the field at fault."""


class _Cited(NamedTuple):
    """One source of one segment; the offsets count bytes."""

    start: int
    end: int
    text: str | None
    """The words of the segment, when they are told."""
    url: str
    title: str


class GeminiCitations:
    """The citations of one response that wait for the text they belong to."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._waiting: dict[_Cited, None] = {}
        """In the order in which they came; chunks may repeat them."""
        self._passed = 0
        """The bytes of the text parts that are closed."""

    def receive_grounding(self, metadata: object) -> None:
        """Take the ``groundingMetadata`` of a chunk."""
        path = "groundingMetadata"
        if not isinstance(metadata, dict):
            self._report("The grounding is not an object", path)
            return
        chunks, supports = metadata.get("groundingChunks"), metadata.get("groundingSupports")
        sources = [_source(chunk) for chunk in chunks] if isinstance(chunks, list) else []
        for number, support in enumerate(supports if isinstance(supports, list) else ()):
            segment = support.get("segment") if isinstance(support, dict) else None
            at = f"{path}.groundingSupports[{number}]"
            if not isinstance(segment, dict):
                self._report("The support names no segment", at)
                continue
            indices = support.get("groundingChunkIndices")
            for index in indices if isinstance(indices, list) else ():
                if isinstance(index, int) and is_count(index) and index < len(sources):
                    self._add(segment, sources[index], f"{at}.segment")
                else:
                    self._report("There is no such grounding chunk", f"{at}.groundingChunkIndices")

    def receive_citations(self, metadata: object) -> None:
        """Take the ``citationMetadata`` of a chunk: what the model recites."""
        if not isinstance(metadata, dict):
            self._report("The citations are not an object", "citationMetadata")
            return
        for name in ("citations", "citationSources"):
            cited = metadata.get(name)
            for number, citation in enumerate(cited if isinstance(cited, list) else ()):
                if isinstance(citation, dict):
                    self._add(citation, _source({"web": citation}), f"citationMetadata.{name}[{number}]")
                else:
                    self._report("The citation is not an object", f"citationMetadata.{name}[{number}]")

    def annotate(self, part: PartScope) -> None:
        """Annotate the text of a part that is about to close with what belongs to it."""
        text = part.text
        size = len(text) if text.isascii() else len(text.encode())
        if self._waiting:
            for cited, (start, end) in self._placed(text, size):
                del self._waiting[cited]
                part.annotate(
                    {
                        "type": "url_citation",
                        "url": cited.url,
                        "title": cited.title,
                        "start_index": start,
                        "end_index": end,
                    }
                )
        self._passed += size

    def finish(self) -> None:
        """Say what belongs to no text."""
        for cited in self._waiting:
            place = f"bytes {cited.start} to {cited.end}"
            self._report(f"The citation of {place} belongs to no text that is open", "groundingMetadata")
        self._waiting.clear()

    def _add(self, segment: Mapping[str, object], source: tuple[str, str] | None, path: str) -> None:
        start, end = (0 if segment.get(name) is None else segment[name] for name in ("startIndex", "endIndex"))
        if not (isinstance(start, int) and isinstance(end, int) and is_count(start) and is_count(end) and start <= end):
            self._report("The segment has no offsets that could be used", path)
        elif source is not None:  # A source without an address stands in the metadata only.
            self._waiting[_Cited(start, end, text_of(segment.get("text")), *source)] = None

    def _placed(self, text: str, size: int) -> Iterator[tuple[_Cited, tuple[int, int]]]:
        """The citations of a text, with the characters that they span."""
        bases = (0, self._passed) if self._passed else (0,)
        offsets = {at - base for cited in self._waiting for base in bases for at in (cited.start, cited.end)}
        characters = _characters(text, (offset for offset in offsets if 0 <= offset <= size))
        for cited in list(self._waiting):
            for base in bases:
                start, end = characters.get(cited.start - base), characters.get(cited.end - base)
                if start is not None and end is not None and cited.text in (None, text[start:end]):
                    yield cited, (start, end)
                    break


def _source(chunk: object) -> tuple[str, str] | None:
    """Address and title of a grounding chunk; None without an address."""
    if not isinstance(chunk, dict):
        return None
    for kind in SOURCES:
        said = chunk.get(kind)
        url = text_of(said.get("uri")) if isinstance(said, dict) else None
        if isinstance(said, dict) and url is not None:
            return url, text_of(said.get("title")) or ""
    return None


def _characters(text: str, offsets: Iterable[int]) -> dict[int, int]:
    """For each offset in bytes the one in characters; the time is linear in the text."""
    if text.isascii():
        return {offset: offset for offset in offsets}
    data, found = text.encode(), {}
    at = count = 0
    for offset in sorted(offsets):
        count += len(data[at:offset].translate(None, _CONTINUATION))
        at = offset
        found[offset] = count
    return found
