"""Whole chat completions as responses, for those who ask a chat server and want to answer in Open Responses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from openresponses_schema import Response

from ..echo import Request
from ..ids import Clock, IdSource
from .chat_completions import ChatCompletionsBridge

__all__ = ["ChatCompletion", "Completion", "response_of_chat_completion"]

Completion: TypeAlias = "bytes | str | Mapping[str, object] | object"
"""A whole chat completion: its JSON text, the object that this holds, or the model object of a provider's SDK."""


def response_of_chat_completion(
    completion: Completion,
    *,
    model: str = "unknown",
    request: Request | None = None,
    slug: str | None = None,
    ids: IdSource | None = None,
    clock: Clock | None = None,
) -> Response:
    """The response that a whole chat completion is, by the rules of ``ChatCompletionsBridge``.

    An error body, a completion without a finish reason and what is no completion at all make a failed response; nothing
    is raised for it.  A bridge of one's own also tells the findings.  What is wrong with an option or the ``request``
    raises what the bridge raises.
    """
    bridge = ChatCompletionsBridge(None, model=model, request=request, slug=slug, ids=ids, clock=clock)
    bridge.receive(completion)
    bridge.receive_eof()
    return bridge.responses[0]


class ChatCompletion:
    """A whole chat completion that can say what response it is: a ``SupportsToResponse``."""

    def __init__(
        self,
        completion: Completion,
        *,
        model: str = "unknown",
        request: Request | None = None,
        slug: str | None = None,
    ) -> None:
        self.completion = completion
        """What the chat server answered."""
        self._model = model
        self._request = request
        self._slug = slug

    def to_response(self) -> Response:
        """The response; see ``response_of_chat_completion``."""
        return response_of_chat_completion(self.completion, model=self._model, request=self._request, slug=self._slug)
