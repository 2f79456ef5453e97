"""What the bridges of model providers have in common: how a response of theirs begins and is written."""

from __future__ import annotations

from collections.abc import Mapping

from ..builder import ResponseBuilder
from ..ids import DerivedIds, RandomIds
from .assistant_output import AssistantOutput
from .building import BuildingBridge
from .failure import truncated
from .names import extension_name

__all__ = ["ProviderBridge", "is_count", "text_of"]


class ProviderBridge(BuildingBridge):
    """A bridge from a provider whose events tell what a model says.

    Without ``ids`` all ids are made from the id that the source gives the response.
    """

    def _new_output(self, model: str | None, source_id: str | None) -> AssistantOutput:
        """The output of a new response, which has begun."""
        output = AssistantOutput(self._new_builder(model, source_id), self._report, slug=self._slug)
        output.builder.start()
        return output

    def _new_builder(self, model: str | None, source_id: str | None) -> ResponseBuilder:
        ids = self._ids or DerivedIds(f"resp_{source_id}" if source_id else RandomIds().response_id())
        return self._build(model, ids=ids)

    def _fail_unopened(self) -> None:
        """The source held no response; it gets one all the same, so that a reader hears of the end."""
        self._report("The source holds no response", severity="error")
        output = self._new_output(None, None)
        self._ended(output.fail(truncated("The source ended before it held a response.")))

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
