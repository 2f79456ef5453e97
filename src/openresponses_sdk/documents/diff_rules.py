"""What a change of a schema means, for those who read values of the new release and those who write them.

The test is always the same.  A change breaks readers when a value that the new document allows was not allowed by the
old one: a reader of the old release meets what it does not know.  It breaks writers when a value that the old document
allowed is no longer allowed: what a writer of the old release sends is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Final, NamedTuple

__all__ = ["RULES", "Effect", "Rule"]


class Effect(IntEnum):
    """How much a change asks of somebody."""

    NONE = 0
    """Nothing."""
    CLARIFYING = 1
    """To read the prose again; no value changes."""
    ADDITIVE = 2
    """Nothing, and there is something new to use."""
    BREAKING = 3
    """To change a program."""

    def __str__(self) -> str:
        return self.name.lower()


class Rule(NamedTuple):
    """One kind of change."""

    title: str
    readers: Effect
    writers: Effect


_NONE, _CLEAR, _ADDS, _BREAKS = Effect.NONE, Effect.CLARIFYING, Effect.ADDITIVE, Effect.BREAKING

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "operation-added": Rule("an operation, or a body of it, is new", _ADDS, _ADDS),
        "operation-removed": Rule("an operation, or a body of it, is gone", _BREAKS, _BREAKS),
        "operation-renamed": Rule("programs may call an operation by another name (operationId)", _CLEAR, _CLEAR),
        "parameter-added": Rule("a parameter is new and may be left out", _ADDS, _ADDS),
        "required-parameter-added": Rule("a parameter is new and must be sent", _ADDS, _BREAKS),
        "parameter-removed": Rule("a parameter is gone", _BREAKS, _BREAKS),
        "parameter-became-required": Rule("a parameter must be sent now", _ADDS, _BREAKS),
        "parameter-became-optional": Rule("a parameter may be left out now", _BREAKS, _ADDS),
        "body-became-required": Rule("a request body must be sent now", _ADDS, _BREAKS),
        "body-became-optional": Rule("a request body may be left out now", _BREAKS, _ADDS),
        "header-added": Rule("a header of a response is new", _ADDS, _ADDS),
        "header-removed": Rule("a header of a response is gone", _BREAKS, _CLEAR),
        "component-added": Rule("a component is new", _ADDS, _ADDS),
        "component-removed": Rule("a component is gone", _BREAKS, _BREAKS),
        "property-added": Rule("a property is new and may be left out", _ADDS, _ADDS),
        "required-property-added": Rule("a property is new and must be sent", _ADDS, _BREAKS),
        "closed-property-added": Rule("an object that allowed no others has one more property", _BREAKS, _ADDS),
        "property-removed": Rule("a property is gone", _BREAKS, _CLEAR),
        "closed-property-removed": Rule(
            "a property must not be sent any more: no others are allowed", _BREAKS, _BREAKS
        ),
        "property-became-required": Rule("a property must be sent now", _ADDS, _BREAKS),
        "property-became-optional": Rule("a property may be left out now", _BREAKS, _ADDS),
        "property-forbidden": Rule("a property must not be sent any more", _ADDS, _BREAKS),
        "property-allowed": Rule("a property that was forbidden may be sent", _BREAKS, _ADDS),
        "other-properties-forbidden": Rule("properties that are not listed must not be sent any more", _ADDS, _BREAKS),
        "other-properties-allowed": Rule("properties that are not listed may be sent now", _BREAKS, _ADDS),
        "null-added": Rule("the value may be null now", _BREAKS, _ADDS),
        "null-removed": Rule("the value is never null any more", _ADDS, _BREAKS),
        "type-widened": Rule("more JSON types fit", _BREAKS, _ADDS),
        "type-narrowed": Rule("fewer JSON types fit", _ADDS, _BREAKS),
        "type-changed": Rule("other JSON types fit", _BREAKS, _BREAKS),
        "value-added": Rule("a closed list of values has one more", _BREAKS, _ADDS),
        "open-value-added": Rule("an open list of values has one more", _ADDS, _ADDS),
        "value-removed": Rule("a value is gone from a closed list", _ADDS, _BREAKS),
        "open-value-removed": Rule("a value is gone from an open list", _CLEAR, _CLEAR),
        "constant-changed": Rule("the only value is another one", _BREAKS, _BREAKS),
        "values-opened": Rule("any value fits where a list was", _BREAKS, _ADDS),
        "values-closed": Rule("a list of values stands where any fitted", _ADDS, _BREAKS),
        "member-added": Rule("a closed union has one more member", _BREAKS, _ADDS),
        "open-member-added": Rule("an open union has one more member", _ADDS, _ADDS),
        "member-removed": Rule("a union has one member less", _ADDS, _BREAKS),
        "limit-loosened": Rule("a limit is wider or gone", _BREAKS, _ADDS),
        "limit-tightened": Rule("a limit is narrower or new", _ADDS, _BREAKS),
        "form-changed": Rule("a pattern or format is another one", _BREAKS, _BREAKS),
        "form-added": Rule("a pattern or format is new", _ADDS, _BREAKS),
        "form-removed": Rule("a pattern or format is gone", _BREAKS, _ADDS),
        "items-made-unique": Rule("no item may come twice any more", _ADDS, _BREAKS),
        "items-may-repeat": Rule("an item may come twice now", _BREAKS, _ADDS),
        "keyword-changed": Rule("a keyword that is not understood says something else", _BREAKS, _BREAKS),
        "reference-changed": Rule("another component stands here", _BREAKS, _BREAKS),
        "discriminator-changed": Rule("another property tells the members of a union apart", _BREAKS, _BREAKS),
        "discriminator-added": Rule("it is told what tells the members of a union apart", _CLEAR, _CLEAR),
        "discriminator-removed": Rule("it is no longer told what tells the members of a union apart", _CLEAR, _CLEAR),
        "default-added": Rule("a default is told", _CLEAR, _CLEAR),
        "default-removed": Rule("a default is no longer told", _CLEAR, _CLEAR),
        "default-changed": Rule("leaving the value out means something else", _CLEAR, _BREAKS),
        "deprecated": Rule("deprecated", _CLEAR, _CLEAR),
        "undeprecated": Rule("no longer deprecated", _CLEAR, _CLEAR),
        "description-changed": Rule("the description says something else", _CLEAR, _CLEAR),
        "security-changed": Rule("other credentials are asked for", _NONE, _BREAKS),
    }
)
"""Rule id -> what it means.  The ids are stable: a release policy may name them."""
