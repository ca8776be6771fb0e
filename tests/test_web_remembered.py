"""Answers that take long are made once, and anew when the ledger changes or is looked at from elsewhere."""

from __future__ import annotations

import gc
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from onrecord.ledger import Ledger
from onrecord.web.asked import Asked
from onrecord.web.remembered import MOST, remembered
from onrecord.web.settings import Settings
from web_samples import copied


def request_of(path: Path) -> Any:
    return SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace(settings=Settings(path))))


def test_an_answer_is_made_again_when_the_ledger_changes(story: Path, tmp_path: Path) -> None:
    path = copied(story, tmp_path)
    made: list[int] = []

    def ask(question: Asked = Asked(), what: str = "answer") -> None:  # noqa: B008 - frozen
        with Ledger(path, as_of=question.as_of) as ledger:
            remembered(request_of(path), question, ledger, what, lambda: made.append(1))

    ask()
    ask()
    assert len(made) == 1
    ask(Asked(as_of="2024-01-01"))
    ask(what="another")
    assert len(made) == 3
    with Ledger(path) as ledger:
        ledger.look("strikes")
    ask()
    assert len(made) == 4


def test_few_answers_are_kept(story: Path) -> None:
    made: list[int] = []
    with Ledger(story, create=False) as ledger:
        for number in (*range(MOST + 1), 0):
            remembered(request_of(story), Asked(), ledger, ("few", number), lambda: made.append(1))
    assert len(made) == MOST + 2


def test_the_collector_works_on_after_an_error(story: Path) -> None:
    with Ledger(story, create=False) as ledger, pytest.raises(ZeroDivisionError):
        remembered(request_of(story), Asked(), ledger, "error", lambda: 1 // 0)
    assert gc.isenabled()
