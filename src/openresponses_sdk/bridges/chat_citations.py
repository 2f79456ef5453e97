"""Writes the sources of an answer as annotations of its text.

1. ``annotations`` are written onto the open text, or wait for the text that follows.
2. ``citations`` and ``search_results`` list the sources of the whole answer, and are repeated while they grow.  At the
   end each ``[n]`` in the text cites the n-th source; a source that no mark cites gets the span 0 to 0.
3. What finds no text to stand on is kept as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from ..scopes import PartScope
from .assistant_calls import Report
from .assistant_output import AssistantOutput
from .names import extension_name

__all__ = ["CITATION_FIELDS", "ChatCitations"]

CITATION_FIELDS: Final = ("url", "title", "start_index", "end_index")
"""What an annotation says; the other fields of a citation get extension names."""
_MARK: Final = re.compile(r"\[([1-9][0-9]{0,2})\]")


class ChatCitations:
    """The annotations and sources of one completion."""

    def __init__(
        self, output: AssistantOutput, report: Report, keep: Callable[[str, object], None], *, slug: str
    ) -> None:
        self._output = output
        self._report = report
        self._keep = keep
        self._slug = slug
        self._waiting: list[tuple[str, dict[str, Any]]] = []
        self._urls: list[object] = []
        self._results: list[object] = []

    def annotations(self, annotations: object, path: str) -> None:
        """Take the annotations of a delta or message."""
        if not isinstance(annotations, list):
            self._report("The annotations are not a list and are left out", path)
            return
        for at, annotation in enumerate(annotations):
            place = f"{path}[{at}]"
            cited = annotation.get("url_citation", annotation) if isinstance(annotation, dict) else None
            written = self._annotation(cited, place) if isinstance(cited, dict) else None
            if written is None:
                self._keep(place, annotation)
            else:
                self._waiting.append((place, written))
        if self._text() is not None:
            self.annotate()

    def sources(self, name: str, sources: object) -> None:
        """Take the list of all sources: ``citations`` are addresses, ``search_results`` have titles too."""
        if not isinstance(sources, list):
            self._report("The sources are not a list and are left out", name)
        elif name == "citations":
            self._urls = sources
        else:
            self._results = sources
            self._keep(name, sources)

    def annotate(self) -> None:
        """Write what waits onto the open text."""
        part = self._text()
        if part is not None:
            for _, annotation in self._waiting:
                part.annotate(annotation)
            self._waiting = []

    def finish(self) -> None:
        """Write the sources onto the text, because the answer has ended."""
        part, sources = self._text(), self._sources()
        if part is not None and sources:
            self._cite(part, sources)
        elif self._urls:
            self._keep("citations", self._urls)
        for place, annotation in self._waiting:
            self._report("No text follows the annotation; it is kept as it is", place)
            self._keep(place, annotation)
        self._waiting = []

    def _cite(self, part: PartScope, sources: list[dict[str, Any] | None]) -> None:
        cited = set()
        for mark in _MARK.finditer(part.text):
            at = int(mark[1]) - 1
            source = sources[at] if at < len(sources) else None
            if source is not None:
                cited.add(at)
                part.annotate(source | {"start_index": mark.start(), "end_index": mark.end()})
        for at, source in enumerate(sources):
            if source is not None and at not in cited:
                part.annotate(source)

    def _text(self) -> PartScope | None:
        return self._output.part if self._output.kind == "text" else None

    def _sources(self) -> list[dict[str, Any] | None]:
        """A citation for each source, None where it has no address."""
        titles = {
            result["url"]: result["title"]
            for result in self._results
            if isinstance(result, dict) and isinstance(result.get("url"), str) and isinstance(result.get("title"), str)
        }
        found: list[dict[str, Any] | None] = []
        for at, entry in enumerate(self._urls or self._results):
            said = {"url": entry} if isinstance(entry, str) else entry
            url = said.get("url") if isinstance(said, dict) else None
            if not isinstance(url, str) or not isinstance(said, dict):
                self._report("The source has no address and is left out", f"citations[{at}]")
                found.append(None)
                continue
            title = said.get("title")
            found.append(_citation(url, title if isinstance(title, str) else titles.get(url, ""), 0, 0))
        return found

    def _annotation(self, cited: dict[str, Any], path: str) -> dict[str, Any] | None:
        """The annotation; None when it cites no page."""
        url, title = cited.get("url"), cited.get("title")
        if not isinstance(url, str) or not url:
            return None
        start, end = _offset(cited.get("start_index")), _offset(cited.get("end_index"))
        if start > end:
            self._report("The cited span ends before it begins; it is left out", f"{path}.url_citation")
            start = end = 0
        more = {
            extension_name(self._slug, name): value
            for name, value in cited.items()
            if name not in (*CITATION_FIELDS, "type") and value is not None
        }
        return _citation(url, title if isinstance(title, str) else "", start, end) | more


def _citation(url: str, title: str, start: int, end: int) -> dict[str, Any]:
    return {"type": "url_citation", "url": url, "title": title, "start_index": start, "end_index": end}


def _offset(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
