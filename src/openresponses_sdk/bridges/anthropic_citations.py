"""Cuts the text of a message where Anthropic had cut it, so that its citations go back with the words they are about.

Anthropic cites by blocks of text; the bridge joins them into one part, and keeps each citation with the span of its
block: as ``anthropic:citation`` of an annotation, or under ``anthropic:citations`` of the message.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from .request_mapping import JSONObject
from .request_object import RequestObject

__all__ = ["Cited", "annotations_of", "citations_of", "text_blocks"]

_REPEATED: Final = ("url", "title")
"""Members of an annotation that the citation in it says too."""


class Cited(NamedTuple):
    """A citation, and the characters of the part that it is about."""

    start: int
    end: int
    citation: JSONObject
    source: RequestObject


def annotations_of(part: RequestObject, slug: str) -> list[Cited]:
    """The citations in the annotations of a part; annotations of other providers are findings."""
    found: list[Cited] = []
    for annotation in part.objects("annotations"):
        citation = annotation.plain(f"{slug}:citation")
        if citation is None:
            annotation.reject("unsupported_member", "Anthropic Messages takes back only citations of its own")
            continue
        annotation.take("type")
        for name in _REPEATED:
            if (annotation.take(name) or "") != (citation.get(name) or ""):
                annotation.report("unsupported_value", "The citation says otherwise, and goes back as it was", name)
        found += _cited(annotation, citation)
        annotation.finish()
    return found


def citations_of(item: RequestObject, slug: str) -> dict[int, list[Cited]]:
    """The citations that a message keeps, by the index of the part."""
    found: dict[int, list[Cited]] = {}
    for entry in item.objects(f"{slug}:citations"):
        index, citation = entry.take("content_index", "integer"), entry.plain("citation")
        if isinstance(index, int) and citation is not None:
            found.setdefault(index, []).extend(_cited(entry, citation))
            entry.finish()
        else:
            entry.reject("missing", "A citation must say in which text it stands; it is left out")
    return found


def text_blocks(text: str, cited: Iterable[Cited]) -> list[JSONObject]:
    """The text as blocks: one for each cited span, with its citations, and one for what stands between two."""
    spans: dict[tuple[int, int], list[Cited]] = {}
    for each in cited:
        spans.setdefault((each.start, each.end), []).append(each)
    blocks: list[JSONObject] = []
    at = 0
    for (start, end), among in sorted(spans.items(), key=lambda pair: pair[0]):
        if not at <= start < end <= len(text):
            for each in among:
                each.source.report("misplaced", "No words of the text stand there that are not cited already")
            continue
        if start > at:
            blocks.append({"type": "text", "text": text[at:start]})
        blocks.append({"type": "text", "text": text[start:end], "citations": [each.citation for each in among]})
        at = end
    if text[at:]:
        blocks.append({"type": "text", "text": text[at:]})
    return blocks


def _cited(source: RequestObject, citation: JSONObject) -> list[Cited]:
    start, end = source.take("start_index", "integer"), source.take("end_index", "integer")
    if isinstance(start, int) and isinstance(end, int):
        return [Cited(start, end, citation, source)]
    source.report("missing", "A citation must say which characters it is about; it is left out")
    return []
