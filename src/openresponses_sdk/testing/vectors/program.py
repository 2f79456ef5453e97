"""Speaks with a program over its standard input and output, one JSON object a line, and never waits for ever."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Sequence
from typing import Final

from ...errors import OpenResponsesError
from ...findings import shorten
from ...json_values import Json

__all__ = ["Program", "ProgramError"]

MAX_LINE_BYTES: Final = 64 * 1024 * 1024
_CHUNK: Final = 1 << 16
_POLL: Final = 0.1
_PATIENCE: Final = 1.0
"""Seconds for what follows from the end of a program, which takes none unless something is odd."""


class ProgramError(OpenResponsesError):
    """The program did not keep to the protocol; ``reason`` says how."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Program:
    """A running program.  Raises ``OSError`` when it cannot be started.  Call ``stop`` in the end, whatever happened.

    ``timeout`` is how many seconds it has for one answer, and for ending.
    """

    def __init__(self, command: Sequence[str], *, timeout: float) -> None:
        self._timeout = timeout
        # A group of its own, so that what it starts ends with it.
        self._process = subprocess.Popen(
            list(command),
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=os.name == "posix",
        )
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._lines: queue.Queue[bytes] = queue.Queue(maxsize=64)
        self._is_stopped = threading.Event()
        self._threads = [threading.Thread(target=target, daemon=True) for target in (self._write, self._read)]
        for thread in self._threads:
            thread.start()

    def ask(self, id: str, kind: str, input: Json, *, timeout: float | None = None) -> Json:
        """Send one request and return the output of the answer.  Raises ``ProgramError``."""
        request = {"id": id, "kind": kind, "input": input}
        self._requests.put(json.dumps(request, separators=(",", ":")).encode() + b"\n")
        return _output(self._line(timeout or self._timeout), id)

    def end(self) -> str | None:
        """Close its input and wait until it has ended; says what is wrong with its end, if anything is."""
        self._requests.put(None)
        try:
            line = self._lines.get(timeout=self._timeout)
        except queue.Empty:
            return f"does not end within {self._timeout:g} seconds of the end of its input"
        if line:
            return f"answers what was not asked: {shorten(line.decode('utf-8', 'replace'))}"
        try:
            status = self._process.wait(self._timeout)
        except subprocess.TimeoutExpired:
            return f"closes its output and does not end within {self._timeout:g} seconds"
        return None if status == 0 else f"ends with the exit status {status}"

    def stop(self) -> None:
        """End the program and what it has started."""
        self._is_stopped.set()
        self._requests.put(None)
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait()
        for thread, pipe in zip(self._threads, (self._process.stdin, self._process.stdout), strict=True):
            thread.join(_PATIENCE)
            # A process that has left the group may still hold the other end; without buffers closing waits for nobody.
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _line(self, timeout: float) -> bytes:
        try:
            line = self._lines.get(timeout=timeout)
        except queue.Empty:
            raise ProgramError(f"no answer within {timeout:g} seconds") from None
        if not line:
            raise ProgramError(self._death())
        if not line.endswith(b"\n"):
            whole = len(line) > MAX_LINE_BYTES
            raise ProgramError("an answer is too long" if whole else f"ends in the middle of an answer: {_quote(line)}")
        return line

    def _death(self) -> str:
        """What to say of a program that has closed its output."""
        try:
            status = self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            return "closed its output without an answer"
        how = f"was killed by signal {-status}" if status < 0 else f"ended with the exit status {status}"
        return f"{how}, without an answer"

    def _write(self) -> None:
        pipe = self._process.stdin
        while pipe is not None and (request := self._requests.get()) is not None:
            rest = memoryview(request)
            try:
                while rest:
                    rest = rest[pipe.write(rest) :]
            except (OSError, ValueError):  # It has closed its input, or has ended: its output will tell.
                return
        if pipe is not None:
            with contextlib.suppress(OSError, ValueError):
                pipe.close()

    def _read(self) -> None:
        pipe = self._process.stdout
        rest = bytearray()
        while pipe is not None and len(rest) <= MAX_LINE_BYTES:
            try:
                chunk = os.read(pipe.fileno(), _CHUNK)
            except (OSError, ValueError):
                chunk = b""
            *lines, last = chunk.split(b"\n")
            for line in lines:
                if not self._deliver(bytes(rest) + line + b"\n"):
                    return
                rest.clear()
            rest += last
            if not chunk:
                break
        if not rest or self._deliver(bytes(rest)):
            self._deliver(b"")

    def _deliver(self, line: bytes) -> bool:
        """Hand a line on as soon as there is room for it; whether anybody still wants lines."""
        while not self._is_stopped.is_set():
            try:
                self._lines.put(line, timeout=_POLL)
            except queue.Full:
                continue
            return True
        return False


def _output(line: bytes, id: str) -> Json:
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        raise ProgramError(f"an answer is no JSON: {_quote(line)}") from None
    if not isinstance(answer, dict) or answer.get("id") != id:
        raise ProgramError(f"an answer has another id than the request: {_quote(line)}")
    if "output" not in answer:
        raise AnswerError(f"says that it cannot answer: {shorten(answer.get('error'))}")
    output: Json = answer["output"]
    return output


class AnswerError(ProgramError):
    """The program kept to the protocol and has no output for one request; it can be asked on."""


def _quote(line: bytes) -> str:
    return shorten(line.decode("utf-8", "replace").rstrip("\n"))
