"""Options of the wrong kind, refused where they are given."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["require_callable", "require_choice", "require_sources", "require_switch", "require_text"]

_ID_METHODS = ("response_id", "item_id", "call_id")


def require_choice(name: str, value: object, allowed: tuple[str, ...]) -> None:
    """Raise ``ValueError``, which lists what is allowed, for a value that is not."""
    if value not in allowed:
        raise ValueError(f"{name} is {' or '.join(map(repr, allowed))}, not {value!r}")


def require_callable(name: str, value: Callable[..., object] | None, what: str) -> None:
    """Raise ``TypeError`` for what cannot be called; None is taken for an option that is left out."""
    if value is not None and not callable(value):
        raise TypeError(f"{name} is {what}, not a {type(value).__name__}")


def require_sources(ids: object, clock: Callable[..., object] | None) -> None:
    """Raise ``TypeError`` for ``ids`` that is no ``IdSource`` and a ``clock`` that is no ``Clock``; see there."""
    if isinstance(ids, type):
        raise TypeError(f"ids is an IdSource, not the class {ids.__name__}: give an instance of it")
    if ids is not None and not all(callable(getattr(ids, method, None)) for method in _ID_METHODS):
        raise TypeError(f"ids is an IdSource with {', '.join(_ID_METHODS)}, not a {type(ids).__name__}")
    require_callable("clock", clock, "a callable that tells the time in seconds")


def require_switch(name: str, value: object) -> None:
    """Raise ``TypeError`` for what is neither true nor false."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} is True or False, not {value!r}")


def require_text(name: str, value: object) -> None:
    """Raise ``TypeError`` for what is no text."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is text, not a {type(value).__name__}")
