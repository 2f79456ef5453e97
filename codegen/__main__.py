"""python -m codegen generate | check | equivalence FILE | freeze, each with [--spec DIR] [--out DIR]"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .errors import SpecError

ROOT = Path(__file__).parent.parent


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when something differs or the spec is broken, 2 on wrong usage."""
    folders = argparse.ArgumentParser(add_help=False)
    folders.add_argument("--spec", type=Path, default=ROOT / "spec", metavar="DIR", help="the spec folder")
    folders.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="where to write, or what to compare with (default: generated/ beside it)",
    )
    parser = argparse.ArgumentParser(prog="python -m codegen", description="Turn spec/ into generated/.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("generate", parents=[folders], help="write generated/ from the spec")
    commands.add_parser("check", parents=[folders], help="lint the spec and compare generated/ with what it says")
    equivalence = commands.add_parser(
        "equivalence", parents=[folders], help="compare the spec with a published OpenAPI document, structure only"
    )
    equivalence.add_argument("file", type=Path, metavar="FILE", help="the published document, JSON")
    equivalence.add_argument("--release", metavar="VERSION", help="compare a frozen release in place of the spec")
    equivalence.add_argument(
        "--todo", action="store_true", help="say what adopting the document takes, with the YAML to fill"
    )
    freezing = commands.add_parser(
        "freeze", parents=[folders], help="keep the spec as it stands as a release: spec/releases/"
    )
    freezing.add_argument("--force", action="store_true", help="write over a release that is kept under this version")
    options = parser.parse_args(argv)
    out = options.out or options.spec.resolve().parent / "generated"
    try:
        if options.command == "equivalence":
            if options.todo:
                from .todo import todo

                return todo(options.spec, options.file)
            from .equivalence import report

            return report(options.spec, options.file, options.release)
        if options.command == "freeze":
            from .releases import freeze

            return freeze(options.spec, overwrites=options.force)
        from .write import check, generate

        return generate(options.spec, out) if options.command == "generate" else check(options.spec, out)
    except SpecError as error:
        print(error, file=sys.stderr)
        print(f"{len(error.broken)} rule{'s' if len(error.broken) != 1 else ''} broken", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
