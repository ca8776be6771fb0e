"""Running commands in the tests, with a stand-in for the extractor."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ledger_samples import TEXT
from onrecord.cli.main import run


class Ended(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[Any]:
        """The JSON values of standard output."""
        return [json.loads(line) for line in self.out.splitlines()]


Command = Callable[..., Ended]


def runner(capsys: pytest.CaptureFixture[str]) -> Command:
    def command(*arguments: str | Path) -> Ended:
        with pytest.raises(SystemExit) as ended:
            run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ended(int(str(ended.value.code)), captured.out, captured.err)

    return command


def row(id: str, text: str = TEXT, **more: Any) -> str:
    about = {"title": "Strikes", "source": "The Harbour Ledger", "published": "2025-03-04"}
    return json.dumps({"id": id, "text": text} | about | more) + "\n"
