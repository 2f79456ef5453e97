"""What a program of one's own may offer, so that others can use it without knowing its type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from openresponses_schema import Response

    from .integration import ResponsesIntegration

__all__ = ["ResponsesProvider", "SupportsToResponse"]


@runtime_checkable
class SupportsToResponse(Protocol):
    """Something that can be told as a response: the finished answer of another interface, for instance."""

    def to_response(self) -> Response:
        """The response that says the same."""
        ...


@runtime_checkable
class ResponsesProvider(Protocol):
    """Something that has a ``ResponsesIntegration``, such as the session of an agent."""

    @property
    def responses_integration(self) -> ResponsesIntegration | None:
        """The integration, None when there is none."""
        ...
