"""What commands say where an answer is empty, or where a word is none of those that they know."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli_samples import Command, runner


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    return runner(capsys)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("cite", "x", "--format", "apa"), "plain, bibtex, csl"),
        (("graph", "--format", "png"), "dot, json"),
        (("audit", "report", "x", "--format", "pdf"), "text, markdown, latex"),
        (("audit", "new", "--by", "source"), "stage, type"),
    ],
)
def test_a_word_that_is_not_known_is_answered_with_those_that_are(
    command: Command, story: Path, arguments: tuple[str, ...], words: str
) -> None:
    ended = command(*arguments, "--ledger", story)
    assert ended.status == 2
    assert f"is none of {words}" in " ".join(ended.err.split())
    assert "Value error" not in ended.err


def test_the_words_may_be_written_in_capitals(command: Command, story: Path) -> None:
    claim = command("claims", "--json", "--ledger", story).rows[0]["id"]
    assert command("cite", claim, "--format", "BibTeX", "--ledger", story).out.startswith("@")


@pytest.mark.parametrize("arguments", [("brief",), ("events",), ("timeline",), ("claims",)])
def test_a_ledger_that_held_nothing_yet_says_so(command: Command, story: Path, arguments: tuple[str, ...]) -> None:
    ended = command(*arguments, "--as-of", "2020-01-01", "--ledger", story)
    assert "held nothing at that time: its first article was recorded on" in ended.err
    assert "--reported-until" in ended.err


def test_a_ledger_that_held_something_says_nothing_of_it(command: Command, story: Path) -> None:
    assert "held nothing" not in command("events", "--as-of", "2999-01-01", "--ledger", story).err
