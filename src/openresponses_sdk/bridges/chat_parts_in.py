"""Content of chat messages as content of input items: a string stays one, parts are read by their type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ..findings import shorten
from .request_limits import bounded_text, one_of
from .request_mapping import JSONObject
from .request_object import RequestObject

__all__ = ["ASSISTANT_PARTS", "IMAGE_DETAILS", "SYSTEM_PARTS", "USER_PARTS", "ReadPart", "content_of"]

ReadPart = Callable[[RequestObject], JSONObject | None]
"""Reads one part; None when it has no place, which it has reported."""

IMAGE_DETAILS: Final = ("low", "high", "auto")
"""How closely an image may be looked at."""
_IMAGE_LIMIT: Final = 20_971_520
_FILE_LIMIT: Final = 33_554_432


def content_of(message: RequestObject, parts: Mapping[str, ReadPart]) -> str | list[JSONObject] | None:
    """The content of a message, a string or parts of the types in ``parts``; None when there is none."""
    if not isinstance(message.peek("content"), list):
        return bounded_text(message, "content")
    read: list[JSONObject] = []
    for part in message.objects("content"):
        kind = part.text("type")
        take = parts.get(kind) if kind is not None else None
        if take is None:
            part.reject("unsupported_part", f"A part of type {shorten(kind)} has no place there")
            continue
        value = take(part)
        if value is not None:
            read.append(value)
        part.finish()
    return read


def _input_text(part: RequestObject) -> JSONObject | None:
    """A part `input_text`."""
    return _text(part, "input_text", "text")


def _output_text(part: RequestObject) -> JSONObject | None:
    """A part `output_text`."""
    return _text(part, "output_text", "text")


def _refusal(part: RequestObject) -> JSONObject | None:
    """A part `refusal`."""
    return _text(part, "refusal", "refusal")


def _text(part: RequestObject, kind: str, name: str) -> JSONObject | None:
    text = bounded_text(part, name)
    if text is not None:
        return {"type": kind, name: text}
    part.reject("missing", "The part has no text that can be carried over, and is left out")
    return None


def _image(part: RequestObject) -> JSONObject | None:
    """A part `input_image` with `image_url` and `detail`."""
    if isinstance(part.peek("image_url"), str):
        url, detail = bounded_text(part, "image_url", _IMAGE_LIMIT), one_of(part, "detail", IMAGE_DETAILS)
    else:
        image = part.object("image_url")
        if image is None:
            part.reject("missing", "The image has no address, and is left out")
            return None
        url, detail = bounded_text(image, "url", _IMAGE_LIMIT), one_of(image, "detail", IMAGE_DETAILS)
        image.finish()
    if url is None:
        part.reject("missing", "The image has no address, and is left out")
        return None
    return {"type": "input_image", "image_url": url, **({} if detail is None else {"detail": detail})}


def _file(part: RequestObject) -> JSONObject | None:
    """A part `input_file` with `filename` and `file_data`; a file that only an id names has no place."""
    file = part.object("file")
    data = None if file is None else bounded_text(file, "file_data", _FILE_LIMIT)
    if file is None or data is None:
        part.reject("unsupported_part", "A file has a place with its data only, and is left out")
        return None
    name = file.text("filename")
    file.finish()
    return {"type": "input_file", "file_data": data, **({} if name is None else {"filename": name})}


SYSTEM_PARTS: Final[Mapping[str, ReadPart]] = MappingProxyType({"text": _input_text})
"""Parts of system and developer messages."""
USER_PARTS: Final[Mapping[str, ReadPart]] = MappingProxyType({"text": _input_text, "image_url": _image, "file": _file})
"""Parts of user messages, and of what a tool returned; any other, such as `input_audio`, is a finding."""
ASSISTANT_PARTS: Final[Mapping[str, ReadPart]] = MappingProxyType({"text": _output_text, "refusal": _refusal})
"""Parts of assistant messages."""
