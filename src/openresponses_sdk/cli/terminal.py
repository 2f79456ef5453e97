"""Text that came from a file, made harmless for a terminal.

Control characters, escape sequences, overrides of the writing direction and
invisible characters are written as visible escapes, so that nothing read from a
log can move the cursor, colour the screen or reorder a line.
"""

from typing import Final

_JSON_WHITE_SPACE: Final = frozenset("\n\r\t")


def harmless(text: str) -> str:
    """``text`` on one line; what is not printable is written as an escape such as ``\\x1b`` or ``\\u202e``."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else _visible(character) for character in text)


def harmless_json(data: bytes) -> bytes:
    """The same JSON text with its unprintable characters as ``\\uXXXX``, to show on a terminal.

    Outside of strings JSON has only printable characters and white space, so the value stays equal.
    """
    text = data.decode("utf-8", "backslashreplace")
    return "".join(
        character if character.isprintable() or character in _JSON_WHITE_SPACE else _json_escape(character)
        for character in text
    ).encode("utf-8")


def _visible(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(character: str) -> str:
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
