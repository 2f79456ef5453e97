"""``python -m openresponses_sdk.testing.vectors``: answers the requests on standard input."""

from __future__ import annotations

import sys

from .implementation import answers

if __name__ == "__main__":
    for answer in answers(sys.stdin.buffer):
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
