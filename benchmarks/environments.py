"""An environment of its own for each program beside ours, from pinned, hashed packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from onrecord.errors import OnrecordError

PEERS = Path(__file__).resolve().parent / "peers"
FOLDER = PEERS.parent.parent / "build" / "peers"


class PeerError(OnrecordError):
    """A peer cannot be installed or run here; the message says why."""


def make(name: str, needs: tuple[str, ...] = ()) -> Path:
    """Make the environment of `peers/NAME.txt`, where it is not there yet, and give its Python.

    Raises PeerError where a package cannot be had or a program that it `needs` is not on this machine.
    """
    missing = [program for program in needs if shutil.which(program) is None]
    if missing:
        raise PeerError(f"needs {', '.join(missing)}, which this machine has not")
    requirements = PEERS / f"{name}.txt"
    home = FOLDER / name
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = home / "installed.txt"
    if python.exists() and stamp.is_file() and stamp.read_text() == requirements.read_text():
        return python
    _run([sys.executable, "-m", "venv", "--clear", home])
    _run(
        [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            requirements,
        ]
    )
    stamp.write_text(requirements.read_text())
    return python


def versions(name: str) -> dict[str, str]:
    """The packages that the requirements of a peer pin, and their versions."""
    pinned = (line.split()[0] for line in (PEERS / f"{name}.txt").read_text().splitlines() if "==" in line)
    return dict(pin.split("==") for pin in pinned)


def answer(name: str, python: Path, documents: Path, answers: Path, seconds: int) -> None:
    """Let a peer answer a file of documents. Raises PeerError where it fails or takes longer than `seconds`."""
    with documents.open("rb") as given, answers.open("wb") as taken:
        try:
            run = subprocess.run(
                [python, PEERS / f"run_{name}.py"], stdin=given, stdout=taken, stderr=subprocess.PIPE, timeout=seconds
            )
        except subprocess.TimeoutExpired:
            raise PeerError(f"took longer than {seconds} seconds") from None
    if run.returncode:
        raise PeerError(f"failed: {_last_line(run.stderr)}")


def _run(command: list[str | Path]) -> None:
    run = subprocess.run(command, capture_output=True, check=False)
    if run.returncode:
        raise PeerError(f"cannot be installed: {_last_line(run.stderr)}")


def _last_line(said: bytes) -> str:
    lines = [line for line in said.decode(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip() if lines else "it says nothing"
