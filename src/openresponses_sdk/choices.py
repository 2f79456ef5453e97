"""Options of the wrong kind, refused where they are given."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["require_callable", "require_choice", "require_methods", "require_switch", "require_text"]


def require_choice(name: str, value: object, allowed: tuple[str, ...]) -> None:
    """Raise ``ValueError``, which lists what is allowed, for a value that is not."""
    if value not in allowed:
        raise ValueError(f"{name} is {' or '.join(map(repr, allowed))}, not {value!r}")


def require_callable(name: str, value: Callable[..., object] | None, what: str) -> None:
    """Raise ``TypeError`` for what cannot be called; None is taken for an option that is left out."""
    if value is not None and not callable(value):
        raise TypeError(f"{name} is {what}, not a {type(value).__name__}")


def require_methods(name: str, value: object, methods: tuple[str, ...], what: str) -> None:
    """Raise ``TypeError`` for what lacks a method; None is taken for an option that is left out."""
    if value is None:
        return
    if isinstance(value, type):
        raise TypeError(f"{name} is {what}, not the class {value.__name__}: give an instance of it")
    if not all(callable(getattr(value, method, None)) for method in methods):
        raise TypeError(f"{name} is {what} with {', '.join(methods)}, not a {type(value).__name__}")


def require_switch(name: str, value: object) -> None:
    """Raise ``TypeError`` for what is neither true nor false."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} is True or False, not {value!r}")


def require_text(name: str, value: object) -> None:
    """Raise ``TypeError`` for what is no text."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is text, not a {type(value).__name__}")
