"""Options that are one of a few words, and those that must be callable, checked where they are given."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["require_callable", "require_choice"]


def require_choice(name: str, value: object, allowed: tuple[str, ...]) -> None:
    """Raise ``ValueError``, which lists what is allowed, for a value that is not."""
    if value not in allowed:
        raise ValueError(f"{name} is {' or '.join(map(repr, allowed))}, not {value!r}")


def require_callable(name: str, value: Callable[..., object] | None, what: str) -> None:
    """Raise ``TypeError`` for what cannot be called; None is taken for an option that is left out."""
    if value is not None and not callable(value):
        raise TypeError(f"{name} is {what}, not a {type(value).__name__}")
