"""The house style of generated Python: ruff tidies the imports and formats, with settings that no file can change."""

from __future__ import annotations

import subprocess
import sys

from .errors import Broken, SpecError

SETTINGS = ("--isolated", "--line-length", "120", "--target-version", "py311")
OWN = ("--config", 'lint.isort.known-first-party=["openresponses_schema"]')
TIDY = ("check", *SETTINGS, *OWN, "--quiet", "--select", "F401,I", "--fix-only", "-")
FORMAT = ("format", *SETTINGS, "-")


def styled(source: str, name: str) -> str:
    """The source without unused imports, sorted and formatted.

    Raises ``SpecError`` when it is no Python, which a malformed name in the spec can cause.
    """
    for arguments in (TIDY, FORMAT):
        command = [sys.executable, "-m", "ruff", *arguments]
        run = subprocess.run(command, input=source, capture_output=True, text=True, encoding="utf-8", check=False)
        if run.returncode != 0:
            reason = " ".join(run.stderr.split())[:300]
            raise SpecError([Broken(name, "", f"the generated module is not sound Python: {reason}")])
        source = run.stdout
    return source
