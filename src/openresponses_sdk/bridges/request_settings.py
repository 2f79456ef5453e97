"""The settings of a request that every provider reads alike; the tables say what each of them is called there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from types import MappingProxyType
from typing import Final

from .request_mapping import JSONObject
from .request_object import RequestObject, ValueType

__all__ = [
    "BOUNDS",
    "ENCRYPTED",
    "INCLUDED",
    "LOGPROBS",
    "NEUTRAL",
    "SETTINGS",
    "chosen",
    "fields_of",
    "finish_settings",
    "included",
]
__all__ += ["schema_of", "string_pairs", "text_format"]

SETTINGS: Final[Mapping[str, ValueType]] = MappingProxyType(
    {
        "model": "string",
        "temperature": "number",
        "top_p": "number",
        "presence_penalty": "number",
        "frequency_penalty": "number",
        "max_output_tokens": "integer",
        "top_logprobs": "integer",
        "store": "boolean",
        "stream": "boolean",
        "safety_identifier": "string",
        "prompt_cache_key": "string",
        "user": "string",
    }
)
"""Members of a request that are one value, and its type; ``user`` is the older name of the safety identifier."""

BOUNDS: Final[Mapping[str, tuple[float, float | None]]] = MappingProxyType(
    {
        "temperature": (0, 2),
        "top_p": (0, 1),
        "presence_penalty": (-2, 2),
        "frequency_penalty": (-2, 2),
        "max_output_tokens": (1, None),
        "top_logprobs": (0, 20),
    }
)
"""The least and the greatest value of numbers; every provider refuses others, and some refuse more."""

NEUTRAL: Final[Mapping[str, tuple[object, ...]]] = MappingProxyType(
    {
        "store": (False,),
        "background": (False,),
        "truncation": ("disabled",),
        "parallel_tool_calls": (True,),
    }
)
"""Values that ask for what happens anyway where the other form has no place for the member, so that they are no
findings; so does ``include_obfuscation: false`` of a stream."""

_DEMANDED: Final[Mapping[str, str]] = MappingProxyType({"messages": "input", "contents": "input"})
"""The members of a request that become those of a body that providers demand, where the names differ."""

ENCRYPTED: Final = "reasoning.encrypted_content"
LOGPROBS: Final = "message.output_text.logprobs"

INCLUDED: Final[Mapping[str, str]] = MappingProxyType(
    {
        ENCRYPTED: "reasoning that only the provider can read; told unasked where there is any",
        LOGPROBS: "log probabilities, at Chat Completions and Gemini",
    }
)
"""What a request may ask to include; anything else is a finding."""


def fields_of(source: RequestObject, fields: Mapping[str, str]) -> JSONObject:
    """The members of a table, under their names in the other form; a number out of its bounds is a finding."""
    found: JSONObject = {}
    for name, there in fields.items():
        if name in source and (value := source.take(name, SETTINGS[name])) is not None:
            if wanted := _out_of_bounds(name, value):
                source.report("unsupported_value", wanted, name)
            else:
                found[there] = value
    return found


def _out_of_bounds(name: str, value: object) -> str | None:
    """What a number should be; None when it is within its bounds, or has none."""
    if name not in BOUNDS or not isinstance(value, (int, float)):
        return None
    least, most = BOUNDS[name]
    if value < least or (most is not None and value > most):
        return f"It must be at least {least}" if most is None else f"It must be from {least} to {most}"
    return None


def chosen(source: RequestObject, name: str, values: Mapping[str, object], form: str) -> object:
    """What a word of the source is in the other form; None when it is absent, or a word that the table does not have.

    The latter is a finding.
    """
    word = source.text(name)
    if word is None:
        return None
    if word not in values:
        source.report("unsupported_value", f"{form} takes only {', '.join(values)}", name)
        return None
    return values[word]


def included(source: RequestObject, known: Set[str], form: str) -> set[str]:
    """What of the ``known`` the request asks to include; the rest is findings."""
    found: set[str] = set()
    for name, path in source.texts("include"):
        if name in known:
            found.add(name)
        else:
            source.report_at(path, "unsupported_value", f"{form} cannot be asked to include it")
    return found


def text_format(
    text: RequestObject, form: str, formats: Mapping[str, Callable[[RequestObject], JSONObject]]
) -> JSONObject:
    """What the format of text answers becomes, by its type; nothing, with a finding, for a type without a row."""
    said = text.object("format")
    if said is None:
        return {}
    write = formats.get(str(said.peek("type")))
    if write is None:
        said.reject("unsupported_value", f"{form} has no such format")
        return {}
    said.take("type")
    written = write(said)
    said.finish()
    return written


def finish_settings(source: RequestObject, body: JSONObject, *, demanded: Iterable[str] = ()) -> None:
    """What is left of a request is findings, unless it asks for what happens anyway; so is what the body lacks."""
    for name, values in NEUTRAL.items():
        value = source.peek(name)
        if any(value is each or (isinstance(each, str) and value == each) for each in values):
            source.ignore([name])
    options = source.object("stream_options")
    if options is not None:
        if options.peek("include_obfuscation") is False:
            options.ignore(["include_obfuscation"])
        options.finish()
    for name in demanded:
        if not body.get(name):
            asked = _DEMANDED.get(name, name)
            source.report("missing", "It is demanded, and there is nothing that could stand for it", asked)
    source.finish()


def string_pairs(source: RequestObject | None) -> dict[str, str]:
    """The members of an object that are strings, such as those of ``metadata``; others are findings."""
    if source is None:
        return {}
    return {name: value for name in source if (value := source.text(name)) is not None}


def schema_of(form: RequestObject) -> JSONObject:
    """The schema of a ``json_schema`` format for a provider without a name for it: as title and description of it.

    Where the schema has its own, those of the format have no place.
    """
    schema = form.plain("schema") or {}
    for name, keyword in (("name", "title"), ("description", "description")):
        if name in form and schema.get(keyword, form.peek(name)) == form.peek(name):
            value = form.text(name)
            if value is not None:
                schema[keyword] = value
    if form.peek("strict") is True:  # It is always enforced there.
        form.ignore(["strict"])
    return schema
