"""What the bridges of model providers have in common: their options, and how a response of theirs begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from ..builder import Dialect, ResponseBuilder
from ..ids import Clock, DerivedIds, IdSource, RandomIds
from .assistant_output import AssistantOutput
from .base import Bridge, Emit, UnknownEvents
from .failure import truncated
from .names import checked_slug, extension_name
from .source import DEFAULT_MAX_EVENT_BYTES

__all__ = ["ProviderBridge", "is_count", "text_of"]


class ProviderBridge(Bridge):
    """A bridge from a provider whose events tell what a model says.

    ``model`` names the model when the source does not.  ``slug`` is the prefix of extension types and fields; a slug
    that cannot be one raises ``ValueError``.  What the bridge does not know is kept as extension items and events, or
    left out with ``unknown="skip"``.  ``dialect`` is that of ``ResponseBuilder``.  Without ``ids`` all ids are
    made from the id that the source gives the response.
    """

    _provider: ClassVar[str]
    """The slug when the caller gives none."""
    _noun: ClassVar[str]
    """What findings call an event of the source."""

    def __init__(
        self,
        emit: Emit = None,
        *,
        model: str = "unknown",
        slug: str | None = None,
        unknown: UnknownEvents = "keep",
        dialect: Dialect = "spec",
        ids: IdSource | None = None,
        clock: Clock | None = None,
        max_event_bytes: int = DEFAULT_MAX_EVENT_BYTES,
    ) -> None:
        super().__init__(emit, ids=ids, clock=clock, max_event_bytes=max_event_bytes)
        self._source.noun = self._noun
        self._max_event_bytes = max_event_bytes
        self._model = model
        self._slug = checked_slug(self._provider if slug is None else slug)
        self._keeps_unknown = unknown == "keep"
        self._dialect: Dialect = dialect

    def _new_output(self, model: str | None, source_id: str | None) -> AssistantOutput:
        """The output of a new response, which has begun."""
        output = AssistantOutput(self._new_builder(model, source_id), self._report, slug=self._slug)
        output.builder.start()
        return output

    def _new_builder(self, model: str | None, source_id: str | None) -> ResponseBuilder:
        ids = self._ids or DerivedIds(f"resp_{source_id}" if source_id else RandomIds().response_id())
        return ResponseBuilder(
            self._emit,
            model=model or self._model,
            ids=ids,
            clock=self._clock,
            dialect=self._dialect,
        )

    def _fail_unopened(self) -> None:
        """The source held no response; it gets one all the same, so that a reader hears of the end."""
        self._report("The source holds no response", severity="error")
        output = self._new_output(None, None)
        self.responses.append(output.fail(truncated("The source ended before it held a response.")))

    def _keep_raw(self, output: AssistantOutput, data: object) -> None:
        """Write what the bridge does not know as an event, if such things are kept."""
        if self._keeps_unknown:
            output.builder.custom_event(extension_name(self._slug, "raw_event"), data=data)


def text_of(value: object) -> str | None:
    """The value if it is text that says something."""
    return value if isinstance(value, str) and value else None


def is_count(value: object) -> bool:
    """Whether the value is a whole number that is not negative."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def usage_extras(usage: Mapping[str, object], told: frozenset[str], slug: str) -> dict[str, object]:
    """What a provider's usage says beside the counts that are ``told`` otherwise, as extension fields."""
    return {f"{slug}:{name}": value for name, value in usage.items() if name not in told and value is not None}
