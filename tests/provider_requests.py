"""The request models that the providers publish, as judges of the bodies that the mappings write.

The SDKs of openai, anthropic and google-genai are for tests only.  A body is legal when the model takes it and writes
back nothing less: pydantic ignores members that a ``TypedDict`` does not have, so that those would go unseen.
"""

import base64
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, create_model

__all__ = ["fault_in"]


def fault_in(provider: str, body: Mapping[str, Any]) -> str | None:
    """What the provider's model says against a body; None when it is legal."""
    try:
        return {"chat": _chat, "anthropic": _anthropic, "gemini": _gemini}[provider](body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return f"{first['loc']}: {first['msg']}"


@cache
def _typed(name: str, module: str, package: str) -> TypeAdapter[Any]:
    found = pytest.importorskip(package)
    path = __import__(f"{found.__name__}.{module}", fromlist=[name])
    return TypeAdapter(getattr(path, name))


def _chat(body: Mapping[str, Any]) -> str | None:
    name = "CompletionCreateParamsStreaming" if body.get("stream") else "CompletionCreateParamsNonStreaming"
    return _lost(
        body, _plain(_typed(name, "types.chat.completion_create_params", "openai").validate_python(dict(body)))
    )


def _anthropic(body: Mapping[str, Any]) -> str | None:
    name = "MessageCreateParamsStreaming" if body.get("stream") else "MessageCreateParamsNonStreaming"
    return _lost(body, _plain(_typed(name, "types.message_create_params", "anthropic").validate_python(dict(body))))


def _gemini(body: Mapping[str, Any]) -> str | None:
    """The SDK has no model of the body: its parts are those of ``GenerateContentConfig`` and ``contents``."""
    model = _gemini_body()
    read = model.model_validate(body).model_dump(mode="json", by_alias=True, exclude_none=True)
    return _lost(body, read)


@cache
def _gemini_body() -> type[BaseModel]:
    types = pytest.importorskip("google.genai.types")
    return create_model(
        "GenerateContentRequest",
        __config__=ConfigDict(extra="forbid"),
        contents=(list[types.Content], ...),
        systemInstruction=(types.Content | None, None),
        tools=(list[types.Tool] | None, None),
        toolConfig=(types.ToolConfig | None, None),
        generationConfig=(types.GenerationConfig | None, None),
        serviceTier=(types.ServiceTier | None, None),
        labels=(dict[str, str] | None, None),
        store=(bool | None, None),
    )


def _plain(value: Any) -> Any:
    """Iterables that were validated lazily, as lists, and the models of answers, which requests may hold, as dicts."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_unset=True)
    if isinstance(value, dict):
        return {name: _plain(member) for name, member in value.items()}
    if isinstance(value, (str, bytes, int, float, type(None))):
        return value
    return [_plain(entry) for entry in value]


def _lost(body: Any, read: Any, path: str = "$") -> str | None:
    """The first place where what was read has less than the body."""
    if isinstance(body, dict) and isinstance(read, dict):
        for name, member in body.items():
            if name not in read:
                return f"{path}.{name} is no member there"
            if fault := _lost(member, read[name], f"{path}.{name}"):
                return fault
        return None
    if isinstance(body, list) and isinstance(read, list) and len(body) == len(read):
        faults = (_lost(one, other, f"{path}[{at}]") for at, (one, other) in enumerate(zip(body, read, strict=True)))
        return next(filter(None, faults), None)
    if body == read or (isinstance(body, str) and isinstance(read, str) and _decoded(body) == _decoded(read)):
        return None
    return f"{path}: {body!r} became {read!r}"


def _decoded(text: str) -> bytes:
    """What base64 says, in either alphabet."""
    standard = text.replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(standard + "=" * (-len(standard) % 4))
    except ValueError:
        return text.encode()
