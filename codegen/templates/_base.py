"""What every generated module builds on: the model base class, open enums, and unions told apart by a tag."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import partial
from operator import is_
from typing import Any, ClassVar, Final

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

__all__ = ["FAIL_FAST", "IN_ORDER", "OMIT_NONE", "Model", "OpenEnum", "OpenUnion"]

OMIT_NONE: Final = Field(exclude_if=partial(is_, None))
"""Marks an optional field that is never null on the wire: None stands for absent."""

FAIL_FAST: Final = Field(fail_fast=True)
"""Marks a list whose first bad element is the last that is looked at: a fault takes far more memory than an element."""

IN_ORDER: Final = Field(union_mode="left_to_right")
"""Marks a union whose members are tried in the order of their writing."""


class Model(BaseModel):
    """A JSON object of the spec.

    Fields that the spec does not define are kept, in ``model_extra``, and written back.  An optional field that is
    absent holds None; ``model_fields_set`` tells an absent field from a null one.
    """

    model_config: ClassVar[ConfigDict] = ConfigDict(
        extra="allow",
        defer_build=True,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        protected_namespaces=(),
    )
    _written: ClassVar[tuple[str, ...]] = ()

    def __init__(self, /, **data: Any) -> None:
        __tracebackhide__ = True
        super().__init__(**data)
        self.__pydantic_fields_set__.update(self._written)

    # Without the mark, pydantic would call this method for every nested object that it validates.
    __init__.__pydantic_base_init__ = True  # type: ignore[attr-defined]

    def to_json(self) -> bytes:
        """The object as compact JSON in UTF-8: what was read, vendor fields included, or what was set in Python.

        A field that the schema never lets be null is left out when it holds None.
        """
        return self.__pydantic_serializer__.to_json(self, exclude_unset=True)

    def to_dict(self) -> dict[str, Any]:
        """The object as JSON-compatible Python values, with the same content as ``to_json``."""
        plain: dict[str, Any] = self.__pydantic_serializer__.to_python(self, mode="json", exclude_unset=True)
        return plain


class OpenEnum:
    """Turn the strings that an enum defines into its members and keep every other string."""

    __slots__ = ("_enum",)

    def __init__(self, enum: type[StrEnum]) -> None:
        self._enum = enum

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        members: dict[str, str] = {member.value: member for member in self._enum}

        def known(value: str) -> str:
            return members.get(value, value)

        return core_schema.no_info_after_validator_function(
            known,
            core_schema.str_schema(strict=True),
            serialization=core_schema.simple_ser_schema("str"),
            metadata={"open_enum": self._enum},
        )


class OpenUnion:
    """Tell the members of a union apart by the JSON type of a value and by one property of an object.

    An object whose tag is in ``members`` is validated as that member, and its errors are reported; any other object is
    validated as ``fallback``.  ``absent`` names, by a property that is there, what an object without a tag is.
    """

    __slots__ = ("_absent", "_array", "_fallback", "_members", "_string", "_tag")

    def __init__(
        self,
        tag: str,
        members: Mapping[str, Any],
        *,
        fallback: Any = None,
        absent: Mapping[str, str] | None = None,
        string: Any = None,
        array: Any = None,
    ) -> None:
        self._tag = tag
        self._members = members
        self._fallback = fallback
        self._absent = absent or {}
        self._string = string
        self._array = array

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        choices: dict[str, CoreSchema] = {}
        for tag, kind in self._choices():
            choices[tag] = handler.generate_schema(kind)
        # A member writes itself, whatever its tag: no second look-up, and what was read comes out again.
        by_type = core_schema.simple_ser_schema("any")
        said = {"tag": self._tag, "tags": tuple(self._members)}
        kinds = {"a string": self._string, "an array": self._array, "an object": self._fallback or self._members}
        fitting = " or ".join(name for name, kind in kinds.items() if kind)
        return core_schema.tagged_union_schema(
            choices,
            self._discriminator(),
            custom_error_type="open_union",
            custom_error_message=f"Input should be {fitting}",
            serialization=by_type,
            metadata={"open_union": said},
        )

    def _choices(self) -> Iterator[tuple[str, Any]]:
        yield from self._members.items()
        for tag, kind in (("*", self._fallback), ("string", self._string), ("array", self._array)):
            if kind is not None:
                yield tag, kind

    def _discriminator(self) -> Callable[[Any], str | None]:
        name, members, absent = self._tag, frozenset(self._members), self._absent
        other = "*" if self._fallback is not None else None
        string = "string" if self._string is not None else None
        array = "array" if self._array is not None else None

        def choose(value: Any) -> str | None:
            if isinstance(value, dict):
                tag = value.get(name)
                if tag is None:
                    return next((kind for key, kind in absent.items() if key in value), other)
            elif isinstance(value, str):
                return string
            elif isinstance(value, list):
                return array
            else:
                tag = getattr(value, name, None)
            # A tag may be anything in bad input, also a value that cannot be hashed.
            return tag if isinstance(tag, str) and tag in members else other

        return choose
