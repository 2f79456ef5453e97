"""python -m bench [NAME …] [--rounds N]"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import version

from . import imports

BENCHES: Mapping[str, Callable[[argparse.Namespace], bool]] = {
    "imports": imports.run,
}
"""Each prints what it measured and says whether it kept to its budget."""


def main(argv: list[str] | None = None) -> int:
    """Run the benchmarks named, or all; 1 when one is over its budget."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure speed and import time.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(BENCHES)} (default: all)")
    parser.add_argument("--rounds", type=int, default=20, metavar="N", help="how often to repeat (default: 20)")
    options = parser.parse_args(argv)
    if unknown := set(options.names) - BENCHES.keys():
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    if options.rounds < 1:
        parser.error("--rounds is at least 1")
    print(f"Python {platform.python_version()}, pydantic {version('pydantic')}, {platform.machine()}\n")
    kept = [BENCHES[name](options) for name in (options.names or BENCHES)]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
