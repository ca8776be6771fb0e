"""The table that compares: what stands in it, and the plain answers beside the program's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import dependency_rule
import trivial
from compare import prepare
from contestants import PROGRAM, TRIVIAL, contestants, stored
from environments import PEERS, PeerError, make, versions
from measures import PACKS, RECORD, ROWS, Pack, Row, pick
from onrecord.extraction.pipeline import Extractor
from onrecord.knowledge import Knowledge
from onrecord.records import Document
from report import Report, markdown
from timex_days import days


def document(text: str, published: str | None = "2024-03-13") -> Document:
    return Document("d", text, published=published)


def words(spans: list[dict[str, Any]]) -> list[str]:
    return [span["text"] for span in spans]


def test_every_row_has_its_pack_and_its_better_number_beyond_the_good_one() -> None:
    names = [pack.name for pack in PACKS]
    assert len(set(names)) == len(names)
    assert {row.pack for row in ROWS} == set(names)
    for row in ROWS:
        if row.reach is not None and row.ahead is not None:
            assert (row.ahead < row.reach) == row.low, row.measure
    assert all((ahead < reach) == (reach < 0.5) for reach, ahead in RECORD.values())


def test_every_pack_has_a_plain_answer_beside_the_program() -> None:
    assert all(contestants(pack)[0] == PROGRAM and len(contestants(pack)) > 1 for pack in PACKS)
    given = next(pack for pack in PACKS if pack.job == "locate")
    assert contestants(given, peers=False) == [PROGRAM]


def test_the_slow_peer_answers_the_sample_and_large_packs_when_asked() -> None:
    large, sample = (next(pack for pack in PACKS if pack.name == name) for name in ("tbaq", "sample40"))
    assert "HeidelTime" in contestants(sample)
    assert "HeidelTime" not in contestants(large)
    assert "HeidelTime" in contestants(large, slow=True)


def test_every_requirement_of_a_peer_is_pinned_and_hashed() -> None:
    for path in PEERS.glob("*.txt"):
        assert versions(path.stem)
        assert path.read_text().count("==") <= path.read_text().count("--hash=sha256:")


def test_a_peer_that_needs_what_the_machine_has_not_says_so() -> None:
    with pytest.raises(PeerError, match="no-such-program"):
        make("heideltime", ("no-such-program",))


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-03-13T14:00", "2024-03-13", "2024-03-13"),
        ("2024-W11", "2024-03-11", "2024-03-17"),
        ("2024-W11-WE", "2024-03-16", "2024-03-17"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-Q3", "2024-07-01", "2024-09-30"),
        ("2024-H2", "2024-07-01", "2024-12-31"),
        ("1998", "1998-01-01", "1998-12-31"),
        ("198X", "1980-01-01", "1989-12-31"),
        ("19", "1900-01-01", "1999-12-31"),
    ],
)
def test_a_value_means_days(value: str, first: str, last: str) -> None:
    assert days(value) == (first, last)


@pytest.mark.parametrize("value", ["P3M", "PAST_REF", "XXXX-W03", "2024-02-30", "2024-13", "2024-SU", ""])
def test_a_value_without_days_has_none(value: str) -> None:
    assert days(value) is None


def test_the_trivial_times_are_the_last_weekday_yesterday_and_years() -> None:
    [answer] = trivial.times([document("On Friday, as in 1998, they met; yesterday they left.")])
    assert [(time["span"]["text"], time["value"]) for time in answer["times"]] == [
        ("Friday", "2024-03-08"), ("1998", "1998"), ("yesterday", "2024-03-12"),
    ]  # fmt: skip


def test_the_trivial_places_are_capitalised_words_inside_a_sentence() -> None:
    [answer] = trivial.places([document("Troops left New Borduria for Klow. They rested.")])
    assert words([place["span"] for place in answer["places"]]) == ["New Borduria", "Klow"]


def test_at_face_value_every_claim_is_done_on_the_outlets_word(knowledge: Knowledge) -> None:
    [found] = Extractor(knowledge).extract([document("The minister said that Borduria may attack the port on Friday.")])
    [claim] = trivial.face_value(found).claims
    assert (claim.stage, claim.polarity, claim.certainty) == ("done", "affirmed", "certain")
    assert len(claim.attribution) == 1
    assert not claim.actors


def test_the_dependency_rule_takes_the_subject_and_the_clause_of_a_verb_of_saying() -> None:
    [answer] = dependency_rule.attributions([document("The old minister said that the troops had left the port.")])
    [one] = answer["attributions"]
    assert words(one["source"]) == ["The old minister"]
    assert words(one["cue"]) == ["said"]
    assert words(one["content"]) == ["that the troops had left the port"]


def test_a_pack_is_laid_down_without_its_gold(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [{"id": name, "text": "Klow.", "gold": {"times": []}} for name in ("a", "b", "c")]
    (tmp_path / "all.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "some.txt").write_text("a\nc\n")
    task = prepare(Pack("p", ("all.jsonl",), "extract", "times", only="some.txt"), tmp_path, tmp_path, None)
    assert [one.id for one in task.documents] == ["a", "c"]
    assert "gold" not in task.questions.read_text()
    assert [json.loads(line)["id"] for line in task.gold.read_text().splitlines()] == ["a", "c"]
    whole = prepare(Pack("p", ("all.jsonl",), "extract", "times"), tmp_path, tmp_path, None)
    assert whole.gold == tmp_path / "all.jsonl"


def test_stored_predictions_are_scored_by_root(tmp_path: Path) -> None:
    pairs = (("AID", "AID"), ("AID", "YIELD"), ("YIELD", "YIELD"))
    rows = [{"gold": {"root": asked}, "peer_zsp": {"root_tree": given}} for asked, given in pairs]
    (tmp_path / "gold.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    assert stored(tmp_path / "gold.jsonl")["pair_given"] == pytest.approx({"accuracy": 2 / 3, "macro_f1": 2 / 3})


def test_a_figure_is_picked_by_its_path_and_is_null_where_the_scorer_has_none() -> None:
    row = Row("type", "accuracy", "gsr", ("pair_given", "accuracy"))
    assert pick({"pair_given": {"accuracy": 0.5}}, row) == 0.5
    assert pick({}, row) is None


def test_the_table_shows_each_figure_beside_the_others_and_what_it_reaches() -> None:
    report = Report()
    row = Row("times", "value F1", "tbaq", ("value", "f1"), 76, 83, percent=True)
    report.rows.append((row, {PROGRAM: 0.78, TRIVIAL: 0.4, "one": 0.6, "other": 0.7, "none": None}))
    low = Row("factuality", "MAE", "uw", (), 0.36, 0.31, low=True)
    report.rows.append((low, {PROGRAM: 0.4}))
    report.notes.append("HeidelTime on tbaq: needs java")
    text = markdown(report)
    assert "| times | value F1 | 40.0 | other 70.0; one 60.0 | **78.0** (reached) | ≥ 76 | ≥ 83 |" in text
    assert "| factuality | MAE | – | – | **0.400** (below) | ≤ 0.36 | ≤ 0.31 |" in text
    assert "- HeidelTime on tbaq: needs java" in text
