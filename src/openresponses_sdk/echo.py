"""What a response repeats of its request: every setting that both have, in the shape of the response."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from openresponses_schema import CreateResponseRequest, Response, WebSocketResponseCreateEvent
from openresponses_schema._base import Model

from .findings import Violation
from .parsing import parse_request
from .settings import DEFAULTS, RESERVED, plain

__all__ = ["Request", "echo_of", "in_request"]

Request = CreateResponseRequest | WebSocketResponseCreateEvent | Mapping[str, Any]


def echo_of(request: Request) -> dict[str, Any]:
    """The settings that a request states, and its model, as a response says them.

    A setting that is null was not stated.  Raises ``DecodeError`` when a mapping is no request.
    """
    said = plain(request if isinstance(request, Model) else parse_request(request))
    if not isinstance(said, dict):
        return {}
    shared = (Response.model_fields.keys() & CreateResponseRequest.model_fields.keys()) - (RESERVED - {"model"})
    stated = {name: said[name] for name in Response.model_fields if name in shared and said.get(name) is not None}
    return {name: _SHAPES[name](value) if name in _SHAPES else value for name, value in stated.items()}


def in_request(violation: Violation) -> Violation:
    """A violation of the first response, with its place as the request has it."""
    return replace(violation, event_type=None, path=violation.path.replace("$.response.", "$.", 1))


def _tool_choice(choice: Any) -> Any:  # noqa: ANN401 -- a mode or an object
    """The mode of a list of allowed tools may be left out of a request; then the model decides."""
    if isinstance(choice, dict) and choice.get("type") == "allowed_tools":
        return {"mode": "auto", **{name: value for name, value in choice.items() if value is not None}}
    return choice


def _text(text: dict[str, Any]) -> dict[str, Any]:
    """A response always has a format, and what a format says completely."""
    form = text.get("format") or DEFAULTS["text"]["format"]
    if form.get("type") == "json_schema":
        form = {**form, "name": form.get("name") or "", "description": form.get("description")}
        # In a response of this release the schema is always null.
        form |= {"schema": None, "strict": bool(form.get("strict"))}
    return {**{name: value for name, value in text.items() if value is not None}, "format": form}


def _service_tier(tier: str) -> str:
    """A response names the tier that serves it; until the producer says more, auto is the default tier."""
    return str(DEFAULTS["service_tier"]) if tier == "auto" else tier


_SHAPES: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {"tool_choice": _tool_choice, "text": _text, "service_tier": _service_tier}
)
"""The settings whose shape in a request lets something out that a response has to say."""
