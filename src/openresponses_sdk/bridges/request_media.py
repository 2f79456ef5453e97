"""The images, files and videos of a request: where each is, and of which type."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from .request_object import RequestObject

__all__ = ["MEDIA_PARTS", "MEDIA_TYPES", "NO_PDF", "Media", "media_of"]

MEDIA_PARTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "input_image": ("image_url", "file_id"),
        "input_file": ("file_data", "file_url", "file_id"),
        "input_video": ("video_url", "file_id"),
    }
)
"""The types of part that are no text, and the members that say where the content is; the first that is there counts."""

MEDIA_TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "pdf": "application/pdf",
        "txt": "text/plain",
        "md": "text/plain",
        "csv": "text/csv",
        "html": "text/html",
        "json": "application/json",
        "png": "image/png",
        "jpg": "image/jpeg",
        "jpeg": "image/jpeg",
        "gif": "image/gif",
        "webp": "image/webp",
        "mp3": "audio/mpeg",
        "wav": "audio/wav",
        "mp4": "video/mp4",
        "webm": "video/webm",
        "mov": "video/quicktime",
    }
)
"""The media types of the suffixes of file names and addresses; what has none of them has no type."""

_OFFICE: Final = ("doc", "docx", "epub", "odt", "ppt", "pptx", "rtf", "xls", "xlsx", "zip")
NO_PDF: Final = frozenset({*MEDIA_TYPES, *_OFFICE}) - {"pdf"}
"""The suffixes of addresses at which no PDF is."""

_DATA_URL: Final = re.compile(r"data:([^;,]+)(?:;[^;,=]+=[^;,]+)*;base64,(.*)", re.DOTALL)
_SUFFIX: Final = re.compile(r"\.([A-Za-z0-9]{1,5})(?:[?#]|$)")


class Media(NamedTuple):
    """The content of a part: exactly one of ``data`` (base64), ``url`` and ``file_id`` is set."""

    member: str
    """The member that it was read from."""
    data: str | None = None
    url: str | None = None
    file_id: str | None = None
    type: str | None = None
    """The media type, when the data, a file name or an address tells it."""
    filename: str | None = None

    def is_known_not_to_be_pdf(self) -> bool:
        """Whether the media type or the suffix of the address says that it is something else than a PDF."""
        suffix = _SUFFIX.search(self.url or "")
        told = suffix is not None and suffix[1].lower() in NO_PDF
        return told or self.type not in (None, "application/pdf")

    def text(self) -> str | None:
        """What the data says, when it is text in UTF-8."""
        try:
            return base64.b64decode(self.data or "", validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return None


def media_of(part: RequestObject) -> Media | None:
    """The content of an image, file or video part, whose members are taken; None when it says none that is of use.

    ``filename`` is left in the part, for the provider that has a place for it.
    """
    filename = part.peek("filename")
    named = filename if isinstance(filename, str) else None
    for member in MEDIA_PARTS.get(str(part.peek("type")), ()):
        if member not in part:
            continue
        value = part.text(member)
        if value is None:
            continue
        part.take("type")
        if member == "file_id":
            return Media(member, file_id=value, type=_type_of(named), filename=named)
        sealed = _DATA_URL.fullmatch(value)
        if sealed is not None:
            return Media(member, data=sealed[2], type=sealed[1], filename=named)
        if value.startswith("data:"):
            return None  # Its data is not in base64, as no provider takes it.
        if member == "file_data":
            return Media(member, data=value, type=_type_of(named), filename=named)
        return Media(member, url=value, type=_type_of(named) or _type_of(value), filename=named)
    return None


def _type_of(name: str | None) -> str | None:
    found = _SUFFIX.search(name or "")
    return MEDIA_TYPES.get(found[1].lower()) if found else None
