"""Explanations: every claim says in plain words why it stands as it does, and on whose word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.extraction import phrasing
from onrecord.extraction.pipeline import Extractor
from onrecord.extraction.standing.state import PLAIN
from onrecord.knowledge import Knowledge
from onrecord.knowledge.table import read_table
from onrecord.ledger import StoredClaim
from onrecord.records import Claim, Document, DocumentInfo
from onrecord.records.vocabulary import CERTAINTIES, POLARITIES, STAGES, WHY_FIELDS
from onrecord.views.passage import reasons

CODE = re.compile(r"_|\S:\S| \+ |\blexicon\b|\b(?:gerund|infinitive|ccomp|operator|predicate|modal|clause)\b|None")
"""Signs and words that only those who build the program use."""

Told = list[tuple[Document, Claim]]


def sentences() -> Iterator[str]:
    """The sentences of the project's own cases of standing, without their brackets, and some on sources."""
    table = Path(__file__).parent / "data" / "standing.tsv"
    lines = [line for line in table.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    column = lines[0].split("\t").index("sentence")
    for line in lines[1:]:
        yield line.split("\t")[column].replace("[", "").replace("]", "")
    yield "The Gazette, citing two officers, said that the fleet had shelled the port. They added that it would sail."
    yield "Reportedly the rebels burned a mill. General Maro denied it. He said that they had attacked a convoy."
    yield "Ruritania is weighing drone strikes. The strikes were praised by nobody. He called the strikes a mistake."


@pytest.fixture(scope="module")
def extractor(knowledge: Knowledge) -> Extractor:
    return Extractor(knowledge)


@pytest.fixture(scope="module")
def told(extractor: Extractor) -> Told:
    documents = [Document(str(n), text, source="The Harbour Ledger") for n, text in enumerate(sentences())]
    return [
        (document, claim)
        for document, found in zip(documents, extractor.extract(documents, patient=True), strict=True)
        for claim in found.claims
    ]


def shown(extractor: Extractor, text: str, word: str) -> dict[str, list[str]]:
    """What `onrecord show` prints below "why" for the act `word`, by field."""
    document = Document("a", text, published="2025-03-03", source="The Harbour Ledger")
    (found,) = extractor.extract([document])
    claim = next(c for c in found.claims if word in c.trigger.text)
    stored = StoredClaim(DocumentInfo.of(document), claim, "1", 1, True)
    lines: dict[str, list[str]] = {}
    for field, reason in reasons(stored.claim):
        lines.setdefault(field, []).append(reason)
    return lines


def test_every_field_of_every_claim_has_a_reason(told: Told) -> None:
    assert len(told) >= 100
    for _, claim in told:
        assert set(claim.why) == set(WHY_FIELDS)
        assert all(claim.why.values()), claim


def test_the_last_reason_tells_the_value(told: Told) -> None:
    for _, claim in told:
        for field, value in (("stage", claim.stage), ("polarity", claim.polarity), ("certainty", claim.certainty)):
            assert claim.why[field][-1].rule.endswith(f": {value}"), claim.why[field]  # type: ignore[index]


def test_each_source_has_its_reason_and_an_empty_chain_too(told: Told) -> None:
    for _, claim in told:
        assert len(claim.why["attribution"]) == max(1, len(claim.attribution) - 1)


def test_reasons_are_plain_words(told: Told) -> None:
    for _, claim in told:
        for steps in claim.why.values():
            for reason in steps:
                words = re.sub(r"“[^”]*”", "", reason.rule)  # what is quoted is the text's own, or the lexicon's
                assert not CODE.search(words), reason.rule
                assert len(words.split()) >= 2


def test_the_words_that_a_reason_quotes_stand_in_the_text(told: Told) -> None:
    for document, claim in told:
        for steps in claim.why.values():
            for reason in steps:
                assert all(document.text[s.start : s.end] == s.text for s in reason.spans)


def test_every_family_and_every_operator_can_be_put_in_words(knowledge: Knowledge) -> None:
    families = {row["family"] for row in read_table("operator_families.tsv", ("family",))}
    assert families <= set(phrasing.FAMILIES)
    for operator in knowledge.operators.all:
        for complement in operator.complements:
            rule = f"{operator.phrase} + {PLAIN.get(complement, complement)}: {operator.stage or 'done'}"
            said = phrasing.phrased("stage", rule, knowledge.operators)
            assert not CODE.search(re.sub(r"“[^”]*”", "", said)), rule
            assert operator.pos == "modal" or "bears on" not in said, rule


@pytest.mark.parametrize("value", [*STAGES, *POLARITIES, *CERTAINTIES])
def test_a_rule_that_has_no_words_yet_still_tells_its_value_without_code(value: str, knowledge: Knowledge) -> None:
    said = phrasing.phrased("stage", f"verb:some_new rule + that: {value}", knowledge.operators)
    assert said.endswith(f": {value}") and not CODE.search(said)


@pytest.mark.parametrize(
    ("text", "word", "field", "lines"),
    [
        ("Ruritania shelled the port.", "shelled", "stage", ["“shelled” is told in the past tense: done"]),
        (
            "Ruritania shelled the port.", "shelled", "attribution",
            ["“shelled” stands in nobody's reported words, so that the article tells it in its own voice"],
        ),
        ("Ruritania shelled the port.", "shelled", "polarity", ["no word denies it: affirmed"]),
        ("Ruritania shelled the port.", "shelled", "certainty", ["no word makes it less than sure: certain"]),
        (
            "Ruritania shelled the port.", "shelled", "type",
            ["“shelled” is the verb “shell”, which the word list has as one for ASSAULT"],
        ),
        (
            "Ruritania will deploy troops to the border, the minister said.", "deploy", "stage",
            ["“will deploy” is told with “will” as still to come: planned"],
        ),
        (
            "Ruritania will deploy troops to the border, the minister said.", "deploy", "attribution",
            ["“the minister said” tells who says so"],
        ),
        (
            "The palace is discussing plans to attack the rebels, two officials told the Gazette.", "attack", "stage",
            [
                "“to attack” stands with “to”, which does not tell by itself how far the act went",
                "“plans” speaks of something decided, promised or prepared: planned",
                "“discussing” speaks of something weighed, proposed or made possible: considered",
            ],
        ),
        (
            "The palace is discussing plans to attack the rebels, two officials told the Gazette.", "attack",
            "attribution",
            [
                "“told the Gazette” tells which outlet brings what the next source says",
                "“two officials told” tells who says so",
            ],
        ),
        (
            "Sylvania denied that its navy had shelled the port.", "shelled", "polarity",
            ["“denied” denies it: negated"],
        ),
        (
            "The council lifted the embargo on arms.", "embargo", "stage",
            [
                "“embargo” is a noun, which does not tell by itself how far the act went",
                "“lifted” says that it was stopped, put off or lifted: halted",
            ],
        ),
        (
            "Ruritania threatened to expel the envoys.", "expel", "attribution",
            ["“Ruritania threatened” tells who threatens it"],
        ),
        (
            "The rebels reportedly attacked a convoy.", "attacked", "attribution",
            ["“reportedly” tells that somebody says so, and not who"],
        ),
        (
            "The mayor did not rule out sending troops.", "troops", "certainty",
            ["“rule” in “rule out” is itself denied (“not”), so that the act is left open: possible"],
        ),
        (
            "The general is believed to have led the raid.", "raid", "certainty",
            ["“believed” gives it as a belief or an impression: probable"],
        ),
        (
            "Ruritania is weighing drone strikes. The mayor condemned the strikes.", "strikes", "stage",
            [
                "“strikes” is a noun, which does not tell by itself how far the act went",
                "“weighing” speaks of something weighed, proposed or made possible: considered",
            ],
        ),
    ],
)  # fmt: skip
def test_typical_claims(extractor: Extractor, text: str, word: str, field: str, lines: list[str]) -> None:
    assert shown(extractor, text, word)[field] == lines


def test_an_event_taken_up_again_points_back_at_where_it_was_told_of(extractor: Extractor) -> None:
    text = "Ruritania is weighing drone strikes. The mayor condemned the strikes."
    document = Document("a", text, source="The Harbour Ledger")
    (found,) = extractor.extract([document])
    again = found.claims[-1]
    assert again.stage == "considered"
    first, here = again.why["stage"][-1].spans
    assert (first.text, here.text) == ("drone strikes", "strikes")
    assert again.why["stage"][-1].rule == "takes up an event of which the text has spoken before: considered"


def test_words_from_another_sentence_are_said_to_be_elsewhere(extractor: Extractor) -> None:
    text = (
        "The Borduria Times reported that a Sylvanian colonel admitted the raid. "
        "He said that his men had burned the mill."
    )
    lines = shown(extractor, text, "burned")["attribution"]
    assert lines == [
        "“The Borduria Times reported” (elsewhere in the text) speaks in an earlier sentence, "
        "and the same report goes on here",
        "“He said” tells who says so",
    ]
