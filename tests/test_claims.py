"""Whole claims: one event one claim, acts within acts, stops, chains, qualifiers, and what is never invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.extraction import parallel
from onrecord.extraction.pipeline import Extractor, version
from onrecord.knowledge import Knowledge
from onrecord.knowledge.table import Row, read_file
from onrecord.records import Claim, Document, Extraction, Link, decode, dumps

CASES = list(read_file(Path(__file__).parent / "data" / "claims.tsv"))


@pytest.fixture(scope="session")
def extractor(knowledge: Knowledge) -> Extractor:
    return Extractor(knowledge)


def read(extractor: Extractor, text: str, **fields: str) -> Extraction:
    values = {"id": "d", "text": text, "source": "The Harbor Ledger", **fields}
    return next(extractor.extract([decode(Document, values)]))


def source(link: Link) -> str:
    return link.source[0].text if link.source else "-"


@pytest.mark.parametrize("case", CASES, ids=lambda row: row["passage"][:50])
def test_a_passage_makes_these_claims(extractor: Extractor, case: Row) -> None:
    found = read(extractor, case["passage"]).claims
    wanted = [[cell.strip() for cell in part.split("|")] for part in case["claims"].split(" || ")]
    for claim, (trigger, kind, stage, polarity, certainty, actors, recipients, chain) in zip(
        found, wanted, strict=False
    ):
        assert trigger in claim.trigger.text
        assert (claim.type, claim.stage, claim.polarity, claim.certainty) == (kind, stage, polarity, certainty)
        assert [p.name for p in claim.actors] == _list(actors)
        assert [p.name for p in claim.recipients] == _list(recipients)
        sources = [name for link in claim.attribution[1:] for name in [link.name or source(link)]]
        assert sources == _list(chain)
    assert len(found) >= len(wanted)


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(" + ") if part.strip()]


def test_every_claim_says_why(extractor: Extractor) -> None:
    (claim,) = read(extractor, "The White House is planning to launch drone strikes, officials said.").claims
    assert claim.why["type"][0].rule == "is the noun “drone strike”, which the word list has as one for ASSAULT"
    assert claim.why["stage"][-1].rule == "speaks of something decided, promised or prepared: planned"
    assert claim.why["attribution"]


def test_the_publisher_is_the_first_link_and_the_only_one_in_its_own_voice(extractor: Extractor) -> None:
    (claim,) = read(extractor, "Rebels shelled the port.").claims
    assert claim.attribution == (Link("outlet", "The Harbor Ledger"),)
    (claim,) = read(extractor, "Rebels shelled the port.", source="", author="").claims
    assert claim.attribution[0].kind == "outlet"


def test_qualifiers_are_found_by_kind(extractor: Extractor) -> None:
    (claim,) = read(
        extractor, "The army bombed three camps with drones, with the consent of Sylvania, to free the pilots."
    ).claims[:1]
    kinds = {qualifier.kind: qualifier.span.text for qualifier in claim.qualifiers}
    assert kinds["consent"] == "with the consent of Sylvania"
    assert kinds["means"] == "with drones"
    assert kinds["quantity"] == "three"


def test_nothing_relative_is_dated_without_a_dateline(extractor: Extractor) -> None:
    (claim,) = read(extractor, "Rebels shelled the port last week.").claims
    assert claim.time is not None
    assert (claim.time.start, claim.time.end) == (None, None)


def test_a_text_in_another_language_is_a_problem_and_no_claim(extractor: Extractor) -> None:
    text = "Der Präsident hat am Montag mit seinem Amtskollegen über die Lage an der Grenze gesprochen. " * 4
    extraction = read(extractor, text)
    assert [p.code for p in extraction.problems] == ["not_english"]
    assert extraction.claims == ()


def test_furniture_makes_no_claims(extractor: Extractor) -> None:
    extraction = read(extractor, "Rebels shelled the port.\nRead more: Army attacks rebels\nWith inputs from agencies")
    assert [c.trigger.text for c in extraction.claims] == ["shelled"]
    assert extraction.document.credits == ("agencies",)


def test_copies_under_another_id_have_other_claims(extractor: Extractor) -> None:
    documents = [Document("a", "Rebels shelled the port."), Document("b", "Rebels shelled the port.")]
    first, second = (extraction.claims[0].id for extraction in extractor.extract(documents))
    assert first != second
    again = next(extractor.extract(documents[:1])).claims[0].id
    assert first == again


def test_several_processes_give_the_same_bytes_in_the_same_order(extractor: Extractor) -> None:
    documents = [
        Document(str(n), f"Rebels shelled {n} villages on Monday, officials said.", published="2025-04-09")
        for n in range(60)
    ]
    alone = [dumps(e) for e in extractor.extract(documents)]
    together = [dumps(e) for e in parallel.extract(iter(documents), jobs=2)]
    assert together == alone


def test_the_version_is_known_without_loading_a_model(extractor: Extractor, tmp_path: Path) -> None:
    assert extractor.version == version(extractor.knowledge)
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "mine.tsv").write_text("# Ours.\nphrase\tpos\ttype\n", encoding="utf-8")
    assert version(Knowledge.load(tmp_path)) != extractor.version


def test_the_sample_story_has_no_phantom(extractor: Extractor) -> None:
    from onrecord.demo import story

    with story().open(encoding="utf-8") as lines:
        documents = [decode(Document, json.loads(line)) for line in lines]
    claims: list[Claim] = [claim for extraction in extractor.extract(documents) for claim in extraction.claims]
    strikes = [c for c in claims if c.type == "ASSAULT" and "strike" in c.trigger.text and c.polarity == "affirmed"]
    assert strikes
    assert not [c.sentence.text for c in strikes if c.stage in ("done", "ongoing")]
    handed = [c for c in claims if c.trigger.text.startswith("handed")]
    assert {c.stage for c in handed} == {"done"}


def test_nothing_dated_after_the_report_has_happened(extractor: Extractor) -> None:
    text = "The strike by dockers on 14 June 2026 worries traders in Port Sylvan."
    [before] = read(extractor, text, published="2026-05-02").claims
    [after] = read(extractor, text, published="2026-07-01").claims
    assert before.stage == "planned"
    assert "after the day of the report" in " ".join(reason.rule for reason in before.why["stage"])
    assert "after the day of the report" not in " ".join(reason.rule for reason in after.why["stage"])
