"""Turn the agent session beside this file into Open Responses streams, check them, show where they begin and end."""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from pathlib import Path

from openresponses_sdk.cli import main

SESSION = Path(__file__).parent / "agent-session.jsonl"
FIXED = ["--created-at", "1767225600", "--seed", "demo"]


def run() -> int:
    """Convert, check, show; returns the exit code of the check."""
    with tempfile.TemporaryDirectory() as folder:
        stream = Path(folder) / "agent-session.sse"
        print(f"$ openresponses convert examples/{SESSION.name} --from thread-events --to sse -o {stream.name}")
        command = ["convert", str(SESSION), "--from", "thread-events", "--to", "sse", *FIXED, "-o", str(stream)]
        if code := main(command):
            return code
        print(f"\n$ openresponses check {stream.name}")
        report = io.StringIO()
        with contextlib.redirect_stdout(report):
            code = main(["check", str(stream)])
        print(report.getvalue().replace(f"{folder}/", ""), end="")
        frames = stream.read_text("utf-8").strip().split("\n\n")
        print(f"\n{SESSION.name}: {len(SESSION.read_text('utf-8').splitlines())} lines of log, {len(frames)} frames\n")
        for frame in [*frames[:4], "…", *frames[-3:]]:
            print("\n".join(line if len(line) <= 110 else f"{line[:109]}…" for line in frame.splitlines()), end="\n\n")
        return code


if __name__ == "__main__":
    sys.exit(run())
