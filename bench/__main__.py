"""python -m bench [NAME …] [--rounds N] [--strict]"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable, Mapping
from importlib.metadata import version

from . import accumulating, bridging, decoding, encoding, imports, mapping, passing, producing, recordings, validating

BENCHES: Mapping[str, Callable[[argparse.Namespace], bool]] = {
    "imports": imports.run,
    "decoding": decoding.run,
    "accumulating": accumulating.run,
    "validating": validating.run,
    "bridging": bridging.run,
    "mapping": mapping.run,
    "encoding": encoding.run,
    "producing": producing.run,
    "passing": passing.run,
    "recordings": recordings.run,
}
"""Each prints what it measured and says whether it kept to its budget."""


def main(argv: list[str] | None = None) -> int:
    """Run the benchmarks named, or all; with ``--strict`` 1 when one misses its target."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure speed, memory and import time.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(BENCHES)} (default: all)")
    parser.add_argument("--rounds", type=int, default=20, metavar="N", help="how often to repeat (default: 20)")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a target is missed")
    options = parser.parse_args(argv)
    if unknown := set(options.names) - BENCHES.keys():
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    if options.rounds < 1:
        parser.error("--rounds is at least 1")
    print(f"Python {platform.python_version()}, pydantic {version('pydantic')}, {platform.machine()}\n")
    kept = []
    for name in options.names or BENCHES:
        kept.append(BENCHES[name](options))
        print()
    return 1 if options.strict and not all(kept) else 0


if __name__ == "__main__":
    sys.exit(main())
