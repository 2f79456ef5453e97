"""The npm package as its users get it: compiled by the pinned compiler into a folder of modules."""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAME = "openresponses-schema"
LOCKED = ROOT / "codegen" / "typescript"
UNREACHABLE = re.compile(r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network")


def node(*arguments: str | Path, standard_input: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """Run node with environment variables of its own; what it printed on both streams is in ``stdout``."""
    return subprocess.run(
        ["node", *map(str, arguments)],
        env={**os.environ, **variables},
        input=standard_input,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )


def compiler() -> Path:
    """The pinned compiler, installed into ``.npm/`` once for each lock file; skips where that cannot be done."""
    installed = _install()
    if isinstance(installed, str):
        pytest.skip(installed)
    return installed / "node_modules" / "typescript" / "bin" / "tsc"


@cache
def _install() -> Path | str:
    """The folder of the modules, or why there is none; tried once."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return "no npm: the TypeScript package is neither compiled nor run"
    lock = (LOCKED / "package-lock.json").read_bytes()
    installed = ROOT / ".npm" / hashlib.sha256(lock).hexdigest()[:16]
    if not installed.is_dir():
        installed.parent.mkdir(exist_ok=True)
        folder = tempfile.mkdtemp(dir=installed.parent)
        try:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(LOCKED / name, folder)
            options = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1"]
            done = subprocess.run([npm, "ci", *options], cwd=folder, capture_output=True, text=True, check=False)
            if done.returncode and UNREACHABLE.search(done.stderr):
                return f"npm reaches no registry, so the TypeScript package is not compiled: {done.stderr[:200]}"
            assert done.returncode == 0, done.stderr
            with contextlib.suppress(OSError):  # Another run of the tests was faster.
                Path(folder).rename(installed)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return installed


@cache
def project() -> Path:
    """A folder with the package of this repository among its modules; it goes when the tests have ended."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    compile_package(ROOT / "generated", Path(folder.name))
    return Path(folder.name)


def compile_package(generated: Path, folder: Path, *options: str) -> Path:
    """Compile ``generated/typescript`` into ``folder/node_modules``; returns the folder of the package."""
    source, package = generated / "typescript", folder / "node_modules" / NAME
    done = node(compiler(), "-p", source / "tsconfig.json", "--outDir", package / "dist", *options)
    assert done.returncode == 0, done.stdout
    shutil.copy(source / "package.json", package)
    (folder / "package.json").write_text('{"type": "module"}')
    return package
