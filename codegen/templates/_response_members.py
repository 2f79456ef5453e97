"""What a response can tell about itself beside its fields."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter
from pydantic_core import from_json

from openresponses_schema._base import Model
from openresponses_schema.content import (
    OutputTextContent,
    ReasoningTextContent,
    RefusalContent,
    SummaryTextContent,
    TextContent,
)
from openresponses_schema.items import FunctionCallItem, MessageItem, ReasoningItem

if TYPE_CHECKING:
    from openresponses_schema.content import ContentPart, MessageContentPart, UrlCitation
    from openresponses_schema.items import OutputItem
    from openresponses_schema.request import InputItem
    from openresponses_schema.response import OpenResponseStatus

__all__ = ["ResponseMembers"]

_ENDED: Final = frozenset({"completed", "incomplete"})
"""The statuses whose finished calls may be carried out.  A response that failed, that has not ended (its stream was
cut), or that has a status of its vendor's is not among them."""

_PASSAGES: Final = (ReasoningTextContent, SummaryTextContent, TextContent, OutputTextContent)
_MAY_OVERFLOW: Final = re.compile(r"[0-9][eE]|[0-9]{300}")
_CITED: Final = frozenset({"start_index", "end_index", "title"})
"""What a citation may lack in a response and must have in a request."""


class ResponseMembers(Model):
    """Shortcuts through the output of a response.  Each reads the output anew, in one pass."""

    if TYPE_CHECKING:
        status: OpenResponseStatus
        output: list[OutputItem]

    @property
    def output_text(self) -> str:
        """Everything the model said: the text of every ``output_text`` part of every message, in order, with nothing
        between; empty when it said nothing.

        An ``output_text`` that the server wrote into the response itself is in ``model_extra``.
        """
        return "".join(part.text for part in self._parts() if isinstance(part, OutputTextContent))

    @property
    def refusal(self) -> str:
        """What the model said instead of an answer, joined as ``output_text`` is; empty when it did not refuse."""
        return "".join(part.refusal for part in self._parts() if isinstance(part, RefusalContent))

    @property
    def reasoning_text(self) -> str:
        """The raw reasoning, where the server shows it: the parts of all reasoning items, in order, with an empty line
        between one part and the next; empty when there is none."""
        return _passages(part for item in self._reasoning() for part in item.content or ())

    @property
    def reasoning_summary(self) -> str:
        """The readable summary of the reasoning, joined as ``reasoning_text`` is; empty when there is none."""
        return _passages(part for item in self._reasoning() for part in item.summary)

    @property
    def citations(self) -> list[UrlCitation]:
        """The web pages that the text cites, in order.

        ``start_index`` and ``end_index`` count characters of ``output_text``: citations of a second or later part are
        copies, moved by the length of the parts before.  Annotations of other types are on their parts only.
        """
        found: list[UrlCitation] = []
        start = 0
        for part in self._parts():
            if isinstance(part, OutputTextContent):
                found.extend(_moved(note, start) for note in part.annotations if note.type == "url_citation")
                start += len(part.text)
        return found

    @property
    def function_calls(self) -> list[FunctionCallItem]:
        """The calls that are safe to carry out: ``iter_function_calls()`` as a list."""
        return list(self.iter_function_calls())

    def iter_function_calls(self, *, include_partial: bool = False) -> Iterator[FunctionCallItem]:
        """The function calls of the response, in order.

        Only calls whose status is completed and whose arguments are one JSON object, and only when the response is
        completed or incomplete: an incomplete response stopped early, but what it finished before is whole.  A
        response that failed or has not ended gives none, nor does one with a status of its vendor's.

        ``include_partial=True`` gives every call, whatever its state and that of the response.
        """
        for item in self.output:
            if isinstance(item, FunctionCallItem) and (include_partial or self._is_whole(item)):
                yield item

    def to_input(
        self, *, raw_reasoning: bool = False, report: Callable[[str, str], object] | None = None
    ) -> list[InputItem]:
        """The output as input items of the next request, every item in its place.

        Items carry over with all their data, ids, extension items and vendor fields included, save what a request has
        no place for: raw reasoning (``raw_reasoning=True`` sends it nevertheless, as servers of open models want),
        passages of a reasoning summary that are no ``summary_text``, and citations without a span or a title.
        ``report`` is called with the JSON path in this response and a sentence for each thing left out.
        """
        tell = report or _ignore
        plain = [_as_input(item, f"$.output[{at}]", raw_reasoning, tell) for at, item in enumerate(self.output)]
        return _input_items().validate_python(plain)

    def _parts(self) -> Iterator[MessageContentPart]:
        return (part for item in self.output if isinstance(item, MessageItem) for part in item.content)

    def _reasoning(self) -> Iterator[ReasoningItem]:
        return (item for item in self.output if isinstance(item, ReasoningItem))

    def _is_whole(self, call: FunctionCallItem) -> bool:
        return self.status in _ENDED and call.status == "completed" and _is_json_object(call.arguments)


def _passages(parts: Iterator[ContentPart]) -> str:
    return "\n\n".join(part.text for part in parts if isinstance(part, _PASSAGES))


def _moved(citation: Any, start: int) -> UrlCitation:
    indices = {name: getattr(citation, name) for name in ("start_index", "end_index")} if start else {}
    moved = {name: index + start for name, index in indices.items() if index is not None}
    found: UrlCitation = citation.model_copy(update=moved) if moved else citation
    return found


def _is_json_object(text: str) -> bool:
    try:
        value = from_json(text, allow_inf_nan=False)
        if isinstance(value, dict) and _MAY_OVERFLOW.search(text):
            json.dumps(value, allow_nan=False)  # The parser reads 1e400 as infinity.
    except ValueError:
        return False
    return isinstance(value, dict)


@cache
def _input_items() -> TypeAdapter[list[InputItem]]:
    from openresponses_schema.request import InputItem  # Whoever only reads responses does not pay for its import.

    return TypeAdapter(list[InputItem])


def _ignore(path: str, message: str) -> None:
    """Nobody asked what was left out."""


def _as_input(item: OutputItem, path: str, raw_reasoning: bool, tell: Callable[[str, str], object]) -> dict[str, Any]:
    plain = item.to_dict()
    if isinstance(item, ReasoningItem):
        _fit_reasoning(plain, path, raw_reasoning, tell)
    elif isinstance(item, MessageItem) and item.role == "assistant":
        for at, part in enumerate(plain["content"]):
            if part["type"] == "output_text":
                _fit_annotations(part, f"{path}.content[{at}].annotations", tell)
    return plain


def _fit_reasoning(plain: dict[str, Any], path: str, raw: bool, tell: Callable[[str, str], object]) -> None:
    if not raw and plain.pop("content", None):
        tell(f"{path}.content", "raw reasoning was left out: a request has no place for it")
    summary = []
    for at, part in enumerate(plain["summary"]):
        if part["type"] == "summary_text":
            summary.append(part)
        else:
            tell(f"{path}.summary[{at}]", "a passage was left out: a request takes summary_text only")
    plain["summary"] = summary


def _fit_annotations(part: dict[str, Any], path: str, tell: Callable[[str, str], object]) -> None:
    kept = []
    for at, note in enumerate(part["annotations"]):
        if note["type"] == "url_citation" and (missing := sorted(_CITED - note.keys())):
            tell(f"{path}[{at}]", f"a citation was left out: it has no {' and no '.join(missing)}")
        else:
            kept.append(note)
    part["annotations"] = kept
