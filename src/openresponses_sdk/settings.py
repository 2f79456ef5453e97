"""What a response says about itself before anything has happened, most of it repeated from the request."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from openresponses_schema import Response
from openresponses_schema._base import Model

from .extensions import is_valid_extension_type
from .writing import checked

__all__ = ["DEFAULTS", "RESERVED", "initial_response", "plain"]

DEFAULTS: Mapping[str, Any] = MappingProxyType(
    {
        "completed_at": None,
        "incomplete_details": None,
        "previous_response_id": None,
        "instructions": None,
        "error": None,
        "tools": [],
        "tool_choice": "auto",
        "truncation": "disabled",
        "parallel_tool_calls": True,
        "text": {"format": {"type": "text"}},
        "top_p": 1.0,
        "presence_penalty": 0.0,
        "frequency_penalty": 0.0,
        "top_logprobs": 0,
        "temperature": 1.0,
        "reasoning": None,
        "usage": None,
        "max_output_tokens": None,
        "max_tool_calls": None,
        "store": False,
        "background": False,
        "service_tier": "default",
        "metadata": {},
        "safety_identifier": None,
        "prompt_cache_key": None,
    }
)
"""What a response says about settings that nobody mentioned; the schema requires every one of them (OR-RESP-01)."""

RESERVED = frozenset(
    {
        "id",
        "object",
        "created_at",
        "completed_at",
        "status",
        "output",
        "error",
        "incomplete_details",
        "usage",
        "model",
    }
)
"""What the builder alone says about its response."""


def initial_response(echoed: Mapping[str, Any], **own: Any) -> Response:
    """The response in progress, without output.

    ``echoed`` holds settings of the request; ``own`` what the builder says.  Raises ``TypeError`` for a name that is
    no setting, and ``LocalProtocolError`` for a value of the wrong shape.
    """
    _require_settings(echoed)
    settings = {name: plain(value) for name, value in echoed.items()}
    response = checked(Response, "OR-RESP-01", {**DEFAULTS, **settings, **own, "status": "in_progress", "output": []})
    _say_nulls(response)
    return response


def _require_settings(names: Mapping[str, Any]) -> None:
    allowed = Response.model_fields.keys() - RESERVED
    for name in names:
        if name in RESERVED:
            hint = {"id": "give response_id", "created_at": "give a clock"}.get(name, "its methods say it")
            raise TypeError(f"{name} belongs to the builder: {hint}; settings are {', '.join(sorted(allowed))}")
        if name not in allowed and not is_valid_extension_type(name):
            raise TypeError(
                f"a response has no setting {name!r}; there are {', '.join(sorted(allowed))}, "
                "and your own under a prefix (slug:name)"
            )


def plain(value: object) -> object:
    """Models as dicts, so that a model of the request is read as the one of the response."""
    if isinstance(value, Model):
        fields = type(value).model_fields
        given = {fields[name].alias or name: getattr(value, name) for name in fields if name in value.model_fields_set}
        return plain({**given, **(value.model_extra or {})})
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _say_nulls(value: object) -> None:
    """Write the members that a request may leave out and a response may not, as null."""
    if isinstance(value, Model):
        value.__pydantic_fields_set__.update(value._written)
        for inner in vars(value).values():
            _say_nulls(inner)
    elif isinstance(value, list):
        for inner in value:
            _say_nulls(inner)
