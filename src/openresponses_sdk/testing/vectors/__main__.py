"""``python -m openresponses_sdk.testing.vectors``: answers the requests on standard input."""

from __future__ import annotations

import sys

from .implementation import answers


def main() -> None:
    """Write an answer for each request as soon as it is there."""
    for answer in answers(sys.stdin.buffer):
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
