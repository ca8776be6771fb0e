"""Runs the scorers that stand beside the packs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

from onrecord.errors import OnrecordError


class ScorerError(OnrecordError):
    """A scorer is not there, or refuses what it is given; the message is its own."""


def run(scorer: Path, *arguments: str | Path) -> str:
    """What a scorer, or another script beside it, prints. Raises ScorerError."""
    if not scorer.is_file():
        raise ScorerError(f"{scorer}: this script is not there; say where the scorers are with --score DIR")
    done = subprocess.run([sys.executable, scorer, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise ScorerError(f"{scorer.name} refused: {done.stderr.strip()}")
    return done.stdout


def score(scorer: Path, gold: Path, answers: Path) -> dict[str, Any]:
    """The figures of answers, as the scorer's JSON gives them. Raises ScorerError."""
    return cast(dict[str, Any], json.loads(run(scorer, gold, answers, "--json")))
