"""The lists of words that single rules ask for, and the user's own over them."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from onrecord.knowledge import Knowledge, KnowledgeError
from onrecord.knowledge.word_lists import WordLists


def overlay(folder: Path, rows: str) -> Path:
    (folder / "word_lists.tsv").write_text("list\tword\n" + rows, encoding="utf-8")
    return folder


def test_every_list_has_words(knowledge: Knowledge) -> None:
    assert all(getattr(knowledge.word_lists, field.name) for field in fields(WordLists))


def test_what_countries_hand_over_leads_somewhere_too(knowledge: Knowledge) -> None:
    assert knowledge.word_lists.transfer <= knowledge.word_lists.destination


def test_a_cause_is_an_operator(knowledge: Knowledge) -> None:
    assert {operator.phrase for operator in knowledge.operators.all if operator.causal} == knowledge.word_lists.causal


def test_a_user_adds_and_removes_words(tmp_path: Path) -> None:
    lists = Knowledge.load(overlay(tmp_path, "target\tstrafe\n-target\tvisit\n")).word_lists
    assert "strafe" in lists.target and "visit" not in lists.target


@pytest.mark.parametrize(("row", "message"), [("nonsense\tx\n", "list is 'nonsense'"), ("target\n", "word is empty")])
def test_a_mistake_names_file_and_line(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(KnowledgeError, match="line 2") as error:
        Knowledge.load(overlay(tmp_path, row)).check()
    assert message in str(error.value)
