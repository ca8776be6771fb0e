"""The labelled passages: well formed, covering every answer that they are to measure, and split as promised."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest

from onrecord.records.vocabulary import CERTAINTIES, EVENT_TYPES, POLARITIES, STAGES, LinkKind, QualifierKind

GOLD = Path(__file__).resolve().parent.parent / "gold"
NAMES = ("africa", "americas", "asia", "europe", "intent", "outcome", "reports", "sources", "world")
READ_FOR_ERRORS = ("africa", "americas", "asia", "europe")  # read while rules were written: none may be test
SPLITS = ("train", "dev", "test")
FACTS = {"done", "ongoing"}
OPENING = re.compile(
    r"(on|in|at|by|since|from|until|before|after|within|during|near|off|along|outside)\s", re.IGNORECASE
)
SET_PHRASES = {"at once", "in due course", "in future"}

Row = dict[str, Any]


class Labelled(NamedTuple):
    """A passage beside its line of labels and the file that both stand in."""

    file: str
    text: str
    row: Row


def rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def table(name: str) -> list[list[str]]:
    lines = (GOLD / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


@pytest.fixture(scope="module")
def labelled() -> list[Labelled]:
    texts = {row["id"]: row["text"] for name in NAMES for row in rows(GOLD / "passages" / f"{name}.jsonl")}
    return [Labelled(name, texts[row["id"]], row) for name in NAMES for row in rows(GOLD / "labels" / f"{name}.jsonl")]


@pytest.fixture(scope="module")
def splits() -> dict[str, str]:
    return {name: split for name, _, split in table("split.tsv")}


def claims(labelled: list[Labelled]) -> Iterator[tuple[Labelled, Row]]:
    return ((one, claim) for one in labelled for claim in one.row["claims"])


def spans(claim: Row) -> Iterator[list[int]]:
    yield claim["trigger"]
    yield from chain(claim["actors"], claim["recipients"], claim.get("also", []))
    yield from (link["source"] for link in claim["chain"] if link["source"])
    yield from (qualifier["span"] for qualifier in claim["qualifiers"])
    for field in ("time", "place"):
        yield from (claim[field] or {"spans": []})["spans"]


def test_the_folders_hold_the_files_that_are_listed() -> None:
    for folder in ("passages", "labels"):
        assert sorted(path.stem for path in (GOLD / folder).glob("*.jsonl")) == list(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_passage_has_labels_and_the_reverse(name: str) -> None:
    passages = [row["id"] for row in rows(GOLD / "passages" / f"{name}.jsonl")]
    assert passages == [row["id"] for row in rows(GOLD / "labels" / f"{name}.jsonl")]


def test_no_id_and_no_text_stands_twice() -> None:
    passages = [row for name in NAMES for row in rows(GOLD / "passages" / f"{name}.jsonl")]
    for field in ("id", "text"):
        assert [value for value, count in Counter(row[field] for row in passages).items() if count > 1] == []


def test_every_passage_says_when_and_where_it_was_published() -> None:
    for name in NAMES:
        for row in rows(GOLD / "passages" / f"{name}.jsonl"):
            date.fromisoformat(row["published"])
            assert row["source"], row["id"]
            assert row["lang"] == "en", row["id"]


def test_triggers_are_the_words_that_they_claim_to_be(labelled: list[Labelled]) -> None:
    wrong = [
        (one.row["id"], claim["trigger_text"])
        for one, claim in claims(labelled)
        if one.text[slice(*claim["trigger"])] != claim["trigger_text"]
    ]
    assert wrong == []


def test_every_span_lies_in_its_text_and_begins_and_ends_with_a_word(labelled: list[Labelled]) -> None:
    for one, claim in claims(labelled):
        for start, end in spans(claim):
            found = one.text[start:end]
            assert 0 <= start < end <= len(one.text), (one.row["id"], start, end)
            assert found == found.strip(" \n.,;:"), (one.row["id"], found)


def test_answers_are_in_the_vocabularies(labelled: list[Labelled]) -> None:
    for one, claim in claims(labelled):
        where = (one.row["id"], claim["trigger_text"])
        assert {claim["type"], *claim.get("type_also", [])} <= set(EVENT_TYPES), where
        assert {claim["stage"], *claim.get("stage_also", [])} <= set(STAGES), where
        assert claim["polarity"] in POLARITIES, where
        assert claim["certainty"] in (*CERTAINTIES, None), where
        assert isinstance(claim["core"], bool), where
        assert {link["kind"] for link in claim["chain"]} <= set(get_args(LinkKind)), where
        assert {qualifier["kind"] for qualifier in claim["qualifiers"]} <= set(get_args(QualifierKind)), where


def test_a_second_answer_never_repeats_the_first(labelled: list[Labelled]) -> None:
    for one, claim in claims(labelled):
        for field in ("type", "stage"):
            answers = [claim[field], *claim.get(f"{field}_also", [])]
            assert len(answers) == len(set(answers)), (one.row["id"], claim["trigger_text"])


def test_a_core_claim_is_a_fact_in_all_its_stages_or_in_none(labelled: list[Labelled]) -> None:
    for one, claim in claims(labelled):
        stages = {claim["stage"], *claim.get("stage_also", [])}
        assert not claim["core"] or stages <= FACTS or not stages & FACTS, (one.row["id"], claim["trigger_text"])


def test_what_is_demanded_or_threatened_has_somebody_who_does_so(labelled: list[Labelled]) -> None:
    for one, claim in claims(labelled):
        if claim["stage"] in ("demanded", "threatened"):
            assert claim["chain"], (one.row["id"], claim["trigger_text"])


def test_a_link_without_a_phrase_has_no_name_and_is_anonymous_or_the_outlet_of_another(
    labelled: list[Labelled],
) -> None:
    for one, claim in claims(labelled):
        for link in claim["chain"]:
            assert set(link) == {"kind", "name", "anonymous", "count", "source"}, one.row["id"]
            if link["source"] is None:
                assert link["anonymous"], (one.row["id"], claim["trigger_text"])
                assert link["name"] is None, (one.row["id"], claim["trigger_text"])


def test_times_are_days_in_order_and_places_have_country_codes(labelled: list[Labelled]) -> None:
    for one, claim in claims(labelled):
        where = (one.row["id"], claim["trigger_text"])
        if claim["time"]:
            days = [date.fromisoformat(claim["time"][end]) for end in ("start", "end") if claim["time"][end]]
            assert days == sorted(days), where
            assert claim["time"]["spans"], where
        if claim["place"]:
            assert re.fullmatch("[A-Z]{2}", claim["place"]["country"] or "XX"), where
            assert claim["place"]["spans"], where


def test_times_and_places_leave_their_prepositions_out(labelled: list[Labelled]) -> None:
    for one, claim in claims(labelled):
        for field in ("time", "place"):
            for start, end in (claim[field] or {"spans": []})["spans"]:
                found = one.text[start:end]
                assert found in SET_PHRASES or not OPENING.match(found), (one.row["id"], found)


ANSWERS: dict[str, tuple[Callable[[Row], Any], tuple[Any, ...], int, int]] = {
    "stage": (lambda claim: claim["stage"], STAGES, 35, 8),
    "polarity": (lambda claim: claim["polarity"], POLARITIES, 120, 40),
    "certainty": (lambda claim: claim["certainty"], CERTAINTIES, 20, 5),
    "type": (lambda claim: claim["type"], EVENT_TYPES, 28, 6),
    "links in the chain": (lambda claim: len(claim["chain"]), (0, 1, 2, 3), 25, 12),
}
"""What is balanced: how it is read off a claim, the answers, how often each occurs at least, overall and in test."""


@pytest.mark.parametrize("field", ANSWERS)
def test_every_answer_occurs_often_enough(field: str, labelled: list[Labelled], splits: dict[str, str]) -> None:
    read, answers, overall, in_test = ANSWERS[field]
    everywhere = Counter(read(claim) for _, claim in claims(labelled))
    tested = Counter(read(claim) for one, claim in claims(labelled) if splits[one.row["id"]] == "test")
    assert {answer: everywhere[answer] for answer in answers if everywhere[answer] < overall} == {}
    assert {answer: tested[answer] for answer in answers if tested[answer] < in_test} == {}


def test_plain_reports_of_things_done_are_at_least_two_hundred(labelled: list[Labelled]) -> None:
    def plain(row: Row) -> bool:
        core = [claim for claim in row["claims"] if claim["core"]]
        return row["family"].startswith("plain-") or (
            bool(core)
            and all(
                claim["stage"] in FACTS and claim["polarity"] == "affirmed" and claim["certainty"] == "certain"
                for claim in core
            )
        )

    assert sum(plain(one.row) for one in labelled) >= 200


def test_every_family_has_one_split_and_a_description_and_passages(labelled: list[Labelled]) -> None:
    families = table("families.tsv")
    assert len({name for name, _, _ in families}) == len(families) == 60
    assert {split for _, split, _ in families} == set(SPLITS)
    assert all(description for _, _, description in families)
    sizes = Counter(one.row["family"] for one in labelled)
    assert set(sizes) == {name for name, _, _ in families}
    assert min(sizes.values()) >= 7


def test_the_split_covers_exactly_the_passages_in_order(labelled: list[Labelled]) -> None:
    expected = sorted((one.file, one.row["id"], one.row["family"]) for one in labelled)
    assert [(name, family) for name, family, _ in table("split.tsv")] == [
        (name, family) for _, name, family in expected
    ]


def test_a_passage_has_the_split_of_its_family_unless_it_was_read_for_errors(
    labelled: list[Labelled], splits: dict[str, str]
) -> None:
    families = {name: split for name, split, _ in table("families.tsv")}
    for one in labelled:
        split = families[one.row["family"]]
        if split == "test" and one.file in READ_FOR_ERRORS:
            split = "dev"
        assert splits[one.row["id"]] == split, one.row["id"]


def test_no_family_is_both_learned_from_and_tested() -> None:
    sides = {(family, split) for _, family, split in table("split.tsv") if split != "dev"}
    for (first, _), (second, _) in pairwise(sorted(sides)):
        assert first != second


@pytest.mark.parametrize("name", ["split.tsv", "families.tsv"])
def test_tables_have_a_comment_on_top(name: str) -> None:
    assert (GOLD / name).read_text(encoding="utf-8").startswith("# ")


def test_the_second_labelling_is_of_the_same_passages() -> None:
    texts = {row["id"]: row["text"] for name in NAMES for row in rows(GOLD / "passages" / f"{name}.jsonl")}
    for path in sorted((GOLD / "second").glob("*.jsonl")):
        again = rows(path)
        assert len({row["id"] for row in again}) == len(again), path.name
        for row in again:
            for claim in row["claims"]:
                assert texts[row["id"]][slice(*claim["trigger"])] == claim["trigger_text"], row["id"]


def test_the_readme_lists_every_file_with_its_passages(labelled: list[Labelled]) -> None:
    listed = dict(
        re.findall(r"^\| `(\w+)` \| (\d+) \|", (GOLD / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert {name: int(count) for name, count in listed.items()} == Counter(one.file for one in labelled)
