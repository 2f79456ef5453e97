# Generated from spec/ by `python -m codegen generate`. Do not edit.
"""Answers to function calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from openresponses_schema._base import Model

if TYPE_CHECKING:
    from openresponses_schema.content import FunctionOutputPart
    from openresponses_schema.items import FunctionCallItem
    from openresponses_schema.request import FunctionCallItemParam, FunctionOutputPartParam

__all__ = ["FunctionCallOutputItemMembers", "FunctionCallOutputItemParamMembers"]


class FunctionCallOutputItemMembers(Model):
    """Makes the item that answers a call, for a server that carries out the call itself."""

    @classmethod
    def for_call(
        cls, call: FunctionCallItem, output: str | Sequence[FunctionOutputPart], *, id: str | None = None
    ) -> Self:
        """The completed item that answers ``call``: one string, or several parts.

        Its id is ``id``, or the id of the call with ``fco_`` in place of ``fc_``.
        Raises ``pydantic.ValidationError`` when ``output`` is neither.
        """
        return cls.model_validate(
            {
                "type": "function_call_output",
                "id": id or f"fco_{call.id.removeprefix('fc_')}",
                "call_id": call.call_id,
                "output": output if isinstance(output, str) else list(output),
                "status": "completed",
            }
        )


class FunctionCallOutputItemParamMembers(Model):
    """Makes the input item that answers a call in the next request."""

    @classmethod
    def for_call(
        cls,
        call: FunctionCallItem | FunctionCallItemParam,
        output: str | Sequence[FunctionOutputPartParam],
    ) -> Self:
        """The input item that answers ``call``: one string, or several parts.

        Raises ``pydantic.ValidationError`` when ``output`` is neither.
        """
        return cls.model_validate(
            {
                "type": "function_call_output",
                "call_id": call.call_id,
                "output": output if isinstance(output, str) else list(output),
            }
        )
