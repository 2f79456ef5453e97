"""The errors that servers answer with, made from what went wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

from pydantic import ValidationError

from openresponses_schema._base import Model

if TYPE_CHECKING:
    from openresponses_schema.errors import OpenErrorCode, OpenErrorType

__all__ = ["ErrorDataMembers"]

_Steps = tuple[int | str, ...]
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class HasPath(Protocol):
    """An error of reading: ``openresponses_sdk.DecodeError``."""

    @property
    def path(self) -> str:
        """The JSON path of the value at fault, from ``$``; empty when it is no single one."""
        ...

    @property
    def reason(self) -> str:
        """What is wrong."""
        ...


class Fault(Protocol):
    """What a rule was broken by: ``openresponses_sdk.Violation``."""

    @property
    def path(self) -> str:
        """The JSON path of the value at fault, from ``$``; empty when it is no single one."""
        ...

    @property
    def message(self) -> str:
        """What is wrong."""
        ...


class HasViolation(Protocol):
    """An error of protocol: ``openresponses_sdk.LocalProtocolError``."""

    @property
    def violation(self) -> Fault:
        """What it is about."""
        ...


class ErrorDataMembers(Model):
    """Makes the usual errors.

    ``code`` is the exact cause, for programs; ``param`` the field of the request at fault.
    """

    if TYPE_CHECKING:
        type: OpenErrorType
        code: OpenErrorCode | None
        message: str
        param: str | None

    @classmethod
    def invalid_request(cls, message: str, *, code: str | None = None, param: str | None = None) -> Self:
        """The request is wrong."""
        return cls(type="invalid_request", code=code, message=message, param=param)

    @classmethod
    def invalid_param(cls, param: str, message: str, *, code: str | None = None) -> Self:
        """One field of the request is wrong: ``tools[0].name``, for instance."""
        return cls.invalid_request(message, code=code, param=param)

    @classmethod
    def not_found(cls, message: str, *, code: str | None = None, param: str | None = None) -> Self:
        """What the request asks for does not exist."""
        return cls(type="not_found", code=code, message=message, param=param)

    @classmethod
    def server_error(cls, message: str, *, code: str | None = "server_error") -> Self:
        """The server failed."""
        return cls(type="server_error", code=code, message=message, param=None)

    @classmethod
    def model_error(cls, message: str, *, code: str | None = None) -> Self:
        """The model failed."""
        return cls(type="model_error", code=code, message=message, param=None)

    @classmethod
    def rate_limit(cls, message: str, *, code: str | None = "rate_limit_exceeded") -> Self:
        """Too much was asked in a span of time."""
        return cls(type="too_many_requests", code=code, message=message, param=None)

    @classmethod
    def from_validation(
        cls, error: ValidationError | HasPath | HasViolation, *, raw: Mapping[str, Any] | None = None
    ) -> Self:
        """The request is wrong where reading it failed: of several faults, the first.

        ``param`` is the place of the value at fault, such as ``input[2].content``; None when the request as a whole is
        no request.  Pydantic's places name branches of unions as if they were fields; with ``raw``, the object that was
        validated, those are left out.  Raises ``TypeError`` for any other exception: its text may hold secrets.
        """
        if isinstance(error, ValidationError):
            first = error.errors(include_url=False, include_context=False)[0]
            steps: _Steps = first["loc"]
            if raw is not None:
                names, last = (steps[:-1], steps[-1:]) if first["type"] == "missing" else (steps, ())
                found = steps_to(first["input"], raw, names)
                steps = steps if found is None else (*found, *last)
            return cls.invalid_request(first["msg"], param=_param(steps))
        path, message = _place(error)
        return cls.invalid_request(message, param=path.removeprefix("$").removeprefix(".") or None)


def steps_to(target: object, value: object, steps: _Steps) -> _Steps | None:
    """Those of ``steps`` that lead from ``value`` to ``target``; the others name branches of unions."""
    if not steps:
        return () if value is target else None
    first, rest = steps[0], steps[1:]
    if not _has(value, first):
        return steps_to(target, value, rest)
    inside = value[first]  # type: ignore[index]
    found = steps_to(target, inside, rest)
    if found is not None:
        return (first, *found)
    return steps_to(target, value, rest) if isinstance(first, str) else None


def _has(value: object, step: int | str) -> bool:
    if isinstance(value, Mapping):
        return step in value
    return isinstance(value, (list, tuple)) and isinstance(step, int) and 0 <= step < len(value)


def _place(error: HasPath | HasViolation) -> tuple[str, str]:
    violation: Fault | None = getattr(error, "violation", None)
    path, message = (
        (getattr(error, "path", None), getattr(error, "reason", None))
        if violation is None
        else (violation.path, violation.message)
    )
    if not isinstance(path, str) or not isinstance(message, str):
        kind = type(error).__name__
        raise TypeError(f"a request is refused for a ValidationError, DecodeError or LocalProtocolError, not a {kind}")
    return path, message


def _param(steps: Sequence[int | str]) -> str | None:
    """``tools[0].name``; a name that is no identifier is quoted in brackets."""
    written = "".join(
        f"[{step}]" if isinstance(step, int) else f".{step}" if _NAME.fullmatch(step) else f'["{step}"]'
        for step in steps
    )
    return written.removeprefix(".") or None
