"""Writes what a delta or a whole message says, field by field.

1. A delta with several fields is read in the order of ``DELTA_FIELDS``, not in its own: reasoning comes before the text
   that it led to, text before calls.
2. A field without content (null, an empty text or list) opens nothing.
3. Content is text, or a list of parts, which ``CONTENT_PARTS`` tells apart.
4. Log probabilities belong to the next fragment of text.
5. A tool that the server ran is an extension item: it opens when it is announced and closes with its result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from ..scopes import CustomItemScope
from .assistant_calls import Report
from .assistant_output import AssistantOutput, Kind
from .base import UnknownEvents
from .chat_calls import ChatCalls
from .chat_citations import ChatCitations
from .chat_fields import DROPPED_FIELDS, KeptFields
from .chat_reasoning import OPAQUE_REASONING, PLAIN_REASONING, ChatReasoning

__all__ = ["CONTENT_PARTS", "DELTA_FIELDS", "EXECUTED_TOOL", "ChatDelta"]

EXECUTED_TOOL: Final = "groq:executed_tool"
"""The item of a tool that the server ran; the field is Groq's own, and so is the name."""
_RESULTS: Final = ("output", "code_results", "browser_results")
"""The fields that an executed tool has once it has run."""
_MESSAGE: Final = "message"


class ChatDelta:
    """What one completion says, whole or delta by delta."""

    def __init__(
        self,
        output: AssistantOutput,
        report: Report,
        *,
        slug: str,
        unknown: UnknownEvents,
        keep_blank_text: bool = True,
    ) -> None:
        self.output = output
        self.fields: KeptFields = KeptFields(output.builder, unknown, slug=slug)
        self.citations: ChatCitations = ChatCitations(output, report, self.fields.keep, slug=slug)
        self._report = report
        self._calls = ChatCalls(output, report, slug=slug)
        self._reasoning = ChatReasoning(output, report, self.fields.keep)
        self._logprobs: list[dict[str, Any]] = []
        self._executed: dict[object, CustomItemScope] = {}
        self._blank: list[str] | None = None if keep_blank_text else []
        """Blank text that waits for text to follow it, where blank text alone is not wanted."""

    def receive(self, delta: object, path: str) -> None:
        """Take a delta, or a whole message; ``path`` is where it stands."""
        if not isinstance(delta, dict):
            self._report("The delta is not an object and is left out", path)
            return
        if len(delta) == 1 and (fragment := delta.get("content")).__class__ is str:
            if fragment:  # Nearly every delta is one fragment of text.
                self.text(fragment)
            return
        said = [name for name, value in delta.items() if value and name not in _DROPPED]
        if len(said) > 1:
            said.sort(key=_rank)
        is_reasoning_said = False
        for name in said:
            take = DELTA_FIELDS.get(name)
            if take is None:
                self.fields.keep(f"{path}.{name}", delta[name])
            elif not (is_reasoning_said and name in PLAIN_REASONING):
                is_reasoning_said |= take(self, delta[name], f"{path}.{name}")

    def logprobs(self, logprobs: object, path: str) -> None:
        """Take the log probabilities of the text that comes with them; those of a refusal have no place."""
        content = logprobs.get("content") if isinstance(logprobs, dict) else logprobs
        if content is None:
            return
        if not isinstance(content, list):
            self._report("The log probabilities are not a list and are left out", path)
            return
        for at, entry in enumerate(content):
            written = _logprob(entry)
            if written is None:
                self._report("The log probability lacks a token or a number and is left out", f"{path}.content[{at}]")
            else:
                self._logprobs.append(written)

    def text(self, fragment: str) -> None:
        """Add to the answer."""
        output = self.output
        if output.kind != "text":
            if self._blank is not None:
                self._blank.append(fragment)
                if not fragment.strip():
                    return
                fragment, self._blank = "".join(self._blank), []
            self._begin()
            output.begin_part("text")
            self.citations.annotate()
        if not self._logprobs:
            output.write("text", fragment)
            return
        if output.part is not None:
            output.part.delta(fragment, logprobs=self._logprobs)
            self._logprobs = []

    def finish(self) -> None:
        """Write what waited for more, because the answer has ended, whole or not."""
        self._calls.flush()
        self.citations.finish()

    def close_tools(self) -> None:
        """Close the tools without a result, because the answer is whole."""
        for scope in self._executed.values():
            scope.close()
        self._executed = {}

    def interrupt(self) -> None:
        """Write what waited for more, because the source stopped or failed."""
        self._calls.flush()

    def _content(self, content: object, path: str) -> bool:
        """Text of a `message`, or its parts by the table of parts."""
        if isinstance(content, str):
            self.text(content)
        elif isinstance(content, list):
            for at, part in enumerate(content):
                self._part(part, f"{path}[{at}]")
        else:
            self._report("The content is neither text nor a list and is left out", path)
        return False

    def _part(self, part: object, path: str) -> None:
        if isinstance(part, str):
            if part:
                self.text(part)
            return
        row = CONTENT_PARTS.get(str(part.get("type"))) if isinstance(part, dict) else None
        if row is None or not isinstance(part, dict):
            self.fields.keep(path, part)
            return
        field, kind = row
        for text in self._texts(part.get(field), f"{path}.{field}"):
            self._fragment(kind, text, field)
        signature = part.get("signature")
        if kind == "reasoning" and isinstance(signature, str) and signature:
            self._begin()
            self._reasoning.seal({"type": "thinking", "signature": signature})

    def _texts(self, value: object, path: str) -> list[str]:
        if isinstance(value, str):
            return [value] if value else []
        if isinstance(value, list):
            inner = [entry.get("text") if isinstance(entry, dict) else entry for entry in value]
            texts = [text for text in inner if isinstance(text, str)]
            if len(texts) < len(inner):
                self._report("A part of the content is not text and is left out", path)
            return [text for text in texts if text]
        if value is not None:
            self._report("A part of the content is not text and is left out", path)
        return []

    def _fragment(self, kind: Kind, fragment: str, spelling: str) -> None:
        if kind == "text":
            self.text(fragment)
            return
        self._begin()
        if kind == "reasoning":
            self._reasoning.write(spelling, fragment)
        else:
            self.output.write(kind, fragment)

    def _refusal(self, refusal: object, path: str) -> bool:
        """A `refusal` part of the message."""
        for text in self._texts(refusal, path):
            self._fragment("refusal", text, "refusal")
        return False

    def _plain_reasoning(self, reasoning: object, path: str) -> bool:
        """Content of `reasoning`; the first that holds text counts."""
        spelling = path.rpartition(".")[2]
        texts = self._texts(reasoning, path)
        for text in texts:
            self._fragment("reasoning", text, spelling)
        return bool(texts)

    def _reasoning_details(self, details: object, path: str) -> bool:
        """Content, summary or `encrypted_content` of `reasoning`."""
        self._begin()
        return self._reasoning.details(details, path)

    def _opaque_reasoning(self, opaque: object, path: str) -> bool:
        """`encrypted_content` of `reasoning`."""
        if isinstance(opaque, str):
            self._begin()
            self._reasoning.seal({"type": path.rpartition(".")[2], "data": opaque})
        else:
            self.fields.keep(path, opaque)
        return False

    def _tool_calls(self, calls: object, path: str) -> bool:
        """`function_call`, one for each."""
        self._drop_blank()
        self._calls.receive(calls, path, whole=_is_message(path))
        return False

    def _function_call(self, call: object, path: str) -> bool:
        """`function_call`."""
        self._drop_blank()
        self._calls.receive_legacy(call, path)
        return False

    def _annotations(self, annotations: object, path: str) -> bool:
        """Annotations of the text."""
        self.citations.annotations(annotations, path)
        return False

    def _executed_tools(self, tools: object, path: str) -> bool:
        """An item `groq:executed_tool`, closed by its result."""
        if not isinstance(tools, list):
            self._report("The executed tools are not a list and are left out", path)
            return False
        self._begin()
        for at, tool in enumerate(tools):
            if not isinstance(tool, dict):
                self._report("The executed tool is not an object and is left out", f"{path}[{at}]")
                continue
            index = tool.get("index", at)
            key = index if isinstance(index, int) else at
            scope = self._executed.get(key)
            if scope is None:
                scope = self._executed[key] = self.output.custom_item(EXECUTED_TOOL, tool=tool)
            else:
                scope.update(tool=tool)
            if _is_message(path) or any(tool.get(name) for name in _RESULTS):
                self._executed.pop(key).close()
        return False

    def _begin(self) -> None:
        """Something other than the calls begins: write what waited for more of them."""
        if self._calls.held is not None:
            self._calls.flush()
        self._drop_blank()

    def _drop_blank(self) -> None:
        if self._blank:
            self._blank = []


DELTA_FIELDS: Final[Mapping[str, Callable[[ChatDelta, object, str], bool]]] = MappingProxyType(
    {
        "reasoning_details": ChatDelta._reasoning_details,
        **dict.fromkeys(PLAIN_REASONING, ChatDelta._plain_reasoning),
        **dict.fromkeys(OPAQUE_REASONING, ChatDelta._opaque_reasoning),
        "executed_tools": ChatDelta._executed_tools,
        "content": ChatDelta._content,
        "refusal": ChatDelta._refusal,
        "function_call": ChatDelta._function_call,
        "tool_calls": ChatDelta._tool_calls,
        "annotations": ChatDelta._annotations,
    }
)
"""Which method takes which field of a delta or message, in the order in which they are written.  Each returns whether
it wrote reasoning, which fields after it only repeat."""

CONTENT_PARTS: Final[Mapping[str, tuple[str, Kind]]] = MappingProxyType(
    {
        "text": ("text", "text"),
        "output_text": ("text", "text"),
        "thinking": ("thinking", "reasoning"),
        "reasoning": ("text", "reasoning"),
        "refusal": ("refusal", "refusal"),
    }
)
"""Types of content parts: the field that holds their text, and what it becomes."""

_DROPPED: Final = frozenset(DROPPED_FIELDS["delta"])
_RANKS: Final = {name: at for at, name in enumerate(DELTA_FIELDS)}


def _rank(name: str) -> int:
    return _RANKS.get(name, len(_RANKS))


def _is_message(path: str) -> bool:
    """Whether the field at a path is one of a whole message."""
    return path.split(".")[-2] == _MESSAGE


def _logprob(entry: object) -> dict[str, Any] | None:
    """One token with its rivals, complete as the schema wants it; None when it is not one."""
    if not isinstance(entry, dict):
        return None
    written = _token(entry)
    rivals = entry.get("top_logprobs")
    if written is not None:
        top = [_token(rival) for rival in rivals if isinstance(rival, dict)] if isinstance(rivals, list) else []
        written["top_logprobs"] = [rival for rival in top if rival is not None]
    return written


def _token(entry: dict[str, Any]) -> dict[str, Any] | None:
    token, logprob, octets = entry.get("token"), entry.get("logprob"), entry.get("bytes")
    if not isinstance(token, str) or isinstance(logprob, bool) or not isinstance(logprob, (int, float)):
        return None
    is_given = isinstance(octets, list) and all(type(octet) is int and 0 <= octet <= 255 for octet in octets)
    return {"token": token, "logprob": float(logprob), "bytes": octets if is_given else list(token.encode())}
