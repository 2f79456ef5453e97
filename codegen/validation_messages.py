"""Turns what the JSON Schema validators say into one line that helps."""

from __future__ import annotations

from typing import Protocol

from jsonschema.exceptions import ValidationError, best_match

LIMIT = 200


class HasMessage(Protocol):
    """An error of either validator in use."""

    @property
    def message(self) -> str:
        """What is wrong; one of the validators adds the schema and the value on further lines."""
        ...


def openapi_rule(error: HasMessage) -> str:
    """The rule of OpenAPI 3.1 that is broken."""
    return f"OpenAPI 3.1: {error.message.partition(chr(10))[0][:LIMIT]}"


def closest(error: ValidationError) -> ValidationError:
    """The cause in the branch of a union that fits best, so that the message lists the values allowed there."""
    return best_match([error]) if error.context else error
