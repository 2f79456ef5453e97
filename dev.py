#!/usr/bin/env python3
"""Run a task of this repository from a bare Python:  python3 dev.py demo | test | SESSION...

Needs Python 3.11 or newer with venv, and nothing else.  Makes .venv-dev with pinned
nox and uv, then hands over to nox.  Arguments after -- go to the task:
python3 dev.py test -- -k lifecycle.  python3 dev.py --list shows every task.
"""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PINS = ROOT / "requirements" / "bootstrap.txt"
ENV = ROOT / ".venv-dev"
PYTHON = ENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):
        return refuse(f"dev.py needs Python 3.11 or newer, this is {sys.version.split()[0]}")
    if arguments[:1] in (["-h"], ["--help"]):
        print((__doc__ or "").strip())
        return 0
    try:
        prepare_environment()
    except subprocess.CalledProcessError as failure:
        return refuse(f"the development environment could not be made: {failure}")
    os.environ.setdefault("UV_SYSTEM_CERTS", "1")  # uv then trusts a company's certificates, as pip does.
    if not arguments or not arguments[0].startswith("-"):
        arguments = ["-s", *(arguments or ["test"])]
    return subprocess.call([PYTHON, "-m", "nox", *arguments], cwd=ROOT)


def prepare_environment() -> None:
    """Make .venv-dev, unless it already holds the pinned tools for this Python."""
    state = f"{sys.version} {ROOT} ".encode() + PINS.read_bytes()
    wanted = hashlib.sha256(state).hexdigest()
    stamp = ENV / "pins.sha256"
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    try:
        venv.create(ENV, with_pip=True, clear=True)
    except subprocess.CalledProcessError:
        print("this Python has no ensurepip: install your system's python3-venv package", file=sys.stderr)
        raise
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "-q", "install"]
    subprocess.run([*pip, "--require-hashes", "-r", PINS], check=True)
    stamp.write_text(wanted, encoding="ascii")


def refuse(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
