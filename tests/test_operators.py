"""The lexicon of operators: how a word is found, and that every signature is one that composition knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.knowledge import Knowledge, KnowledgeError
from onrecord.language import Parser
from onrecord.records.vocabulary import CERTAINTIES, POLARITIES, STAGES

FAMILIES_THAT_MUST_BE_COVERED = {
    "realises", "continues", "stops", "plans", "expects", "considers", "hopes", "threatens", "demands", "forbids",
    "permits", "enables", "attempts", "fails", "prevents", "omits", "nears", "refuses", "denies", "doubts", "reports",
    "alleges", "believes", "knows", "fears", "asks", "supposes", "condition", "purpose", "negates", "future",
}  # fmt: skip


def test_there_are_at_least_six_hundred_operators(knowledge: Knowledge) -> None:
    assert len({(operator.phrase, operator.pos) for operator in knowledge.operators.all}) >= 600


def test_every_family_has_operators(knowledge: Knowledge) -> None:
    assert {operator.family for operator in knowledge.operators.all} >= FAMILIES_THAT_MUST_BE_COVERED


def test_every_signature_is_in_the_closed_vocabularies(knowledge: Knowledge) -> None:
    for operator in knowledge.operators.all:
        assert operator.stage in ("", *STAGES)
        assert operator.polarity in ("", *POLARITIES)
        assert operator.certainty in ("", *CERTAINTIES)


@pytest.mark.parametrize(
    ("sentence", "word", "complement", "family"),
    [
        ("Ruritania plans to strike.", "plans", "infinitive", "plans"),
        ("The strike plan was leaked.", "plan", "noun", "plans"),
        ("Troops carried out raids.", "carried", "object", "realises"),
        ("The minister ruled out talks.", "ruled", "indefinite", "refuses"),
        ("The envoy called for a ceasefire.", "called", "for", "demands"),
        ("The planned strikes worried them.", "planned", "indefinite", "plans"),
        ("Ruritania is likely to retaliate.", "likely", "infinitive", "expects"),
        ("The minister denied the raid.", "denied", "object", "denies"),
        ("They imposed sanctions.", "imposed", "indefinite", "realises"),
    ],
)
def test_an_operator_is_found_by_its_word_and_complement(
    parser: Parser, knowledge: Knowledge, sentence: str, word: str, complement: str, family: str
) -> None:
    token = next(t for t in parser.parse(sentence).tokens if t.text == word)
    operator = knowledge.operators.find(token, complement)
    assert operator is not None
    assert operator.family == family


def test_a_particle_makes_another_word(parser: Parser, knowledge: Knowledge) -> None:
    token = next(t for t in parser.parse("They carried on arms.").tokens if t.text == "carried")
    found = knowledge.operators.find(token, "object")
    assert found is None or found.phrase != "carry"


def test_a_word_that_is_no_operator_is_not_found(parser: Parser, knowledge: Knowledge) -> None:
    token = next(t for t in parser.parse("The minister slept.").tokens if t.text == "slept")
    assert knowledge.operators.find(token, "infinitive") is None


HEADER = "phrase\tpos\tcomplements\tfamily\tstage\tpolarity\tcertainty\tnote\n"


def overlay(folder: Path, rows: str) -> Path:
    (folder / "operators").mkdir()
    (folder / "operators" / "own.tsv").write_text(HEADER + rows, encoding="utf-8")
    return folder


def test_an_overlay_adds_an_operator(tmp_path: Path, parser: Parser) -> None:
    operators = Knowledge.load(overlay(tmp_path, "frobnicate\tv\tinfinitive\tthreatens\n")).operators
    token = next(t for t in parser.parse("They frobnicate to strike.").tokens if t.text == "frobnicate")
    token.lemma, token.pos = "frobnicate", "VERB"
    found = operators.find(token, "infinitive")
    assert found is not None
    assert found.stage == "threatened"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("x\tv\tinfinitive\tnonsense\n", "family is 'nonsense'"),
        ("x\tzz\tinfinitive\tplans\n", "pos is 'zz'"),
        ("x\tv\tsideways\tplans\n", "complements has 'sideways'"),
        ("x\tv\t\tplans\n", "complements is empty"),
        ("x\tv\tinfinitive\tplans\tsoon\n", "stage is 'soon'"),
    ],
)
def test_a_mistake_names_file_and_line(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        _ = Knowledge.load(overlay(tmp_path, row)).operators
    assert message in str(error.value)
    assert "own.tsv, line 2" in str(error.value)


def test_no_two_shipped_operators_compete_for_one_word_and_complement(knowledge: Knowledge) -> None:
    keys = [
        (operator.phrase, operator.pos, complement)
        for operator in knowledge.operators.all
        for complement in operator.complements
    ]
    assert len(keys) == len(set(keys))
