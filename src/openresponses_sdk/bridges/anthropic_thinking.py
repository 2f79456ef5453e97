"""The opaque part of Anthropic's thinking blocks, as ``encrypted_content`` of reasoning and back.

A thinking block has a signature, a redacted one has data; only Anthropic can read either, and wants the block back as
it was.  So the text says whose it is and which of the two: ``anthropic:thinking:`` and the signature, or
``anthropic:redacted_thinking:`` and the data.  ``anthropic:omitted_thinking:`` and the signature are a thinking block
that came without its text, so that a text which got lost later can be told from one that never was.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple, TypeAlias

__all__ = ["SealedThinking", "ThinkingType", "is_omitted", "thinking_block", "unwrap", "wrap"]

ThinkingType: TypeAlias = Literal["thinking", "omitted_thinking", "redacted_thinking"]
"""The blocks that hold something opaque; an omitted one is a ``thinking`` block whose text Anthropic keeps."""

_TYPES: Final[tuple[ThinkingType, ...]] = ("thinking", "omitted_thinking", "redacted_thinking")
_PREFIX: Final = "anthropic:"


class SealedThinking(NamedTuple):
    """What ``encrypted_content`` holds."""

    type: ThinkingType
    value: str
    """The signature of a thinking block, the data of a redacted one."""


def wrap(type: ThinkingType, value: str) -> str:
    """The ``encrypted_content`` that keeps a signature or redacted data."""
    return f"{_PREFIX}{type}:{value}"


def unwrap(encrypted_content: str | None) -> SealedThinking | None:
    """What was wrapped; None when the content is not from here, such as that of another provider."""
    if encrypted_content is None or not encrypted_content.startswith(_PREFIX):
        return None
    name, colon, value = encrypted_content.removeprefix(_PREFIX).partition(":")
    return next((SealedThinking(type, value) for type in _TYPES if colon and name == type), None)


def is_omitted(encrypted_content: object) -> bool:
    """Whether a thinking block came without its text in the first place."""
    return isinstance(encrypted_content, str) and encrypted_content.startswith(f"{_PREFIX}omitted_thinking:")


def thinking_block(encrypted_content: str | None, text: str = "") -> dict[str, str] | None:
    """The block of an Anthropic request that a reasoning item was made from; ``text`` is that of its content.

    None when there is no signature or data of Anthropic's, without which it does not take thinking back.
    """
    sealed = unwrap(encrypted_content)
    if sealed is None:
        return None
    if sealed.type == "redacted_thinking":
        return {"type": sealed.type, "data": sealed.value}
    return {"type": "thinking", "thinking": text, "signature": sealed.value}
