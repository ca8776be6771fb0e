"""The scorer of timelines: links of date and order, verified in the closure of the other side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import timelines


def entry(order: int, date: str, *mentions: tuple[str, int, str], offset: bool = True) -> dict[str, object]:
    """One entry; a mention is (document, start, word)."""
    return {
        "order": order,
        "date": date,
        "events": [
            {
                "doc": doc, "sentence": 1, "text": word,
                "start": start if offset else None, "end": start + len(word) if offset else None,
            }
            for doc, start, word in mentions
        ],
    }  # fmt: skip


def read(*entries: dict[str, object]) -> list[timelines.Event]:
    return timelines.read([{"entity": "Rudolf", "timeline": list(entries)}])["Rudolf"]


BORN = entry(1, "1950", ("a", 0, "born"))
CROWNED = entry(2, "1990-05-03", ("a", 20, "crowned"), ("b", 0, "coronation"))
SPOKE = entry(2, "1990-05-03", ("b", 40, "spoke"))
FLED = entry(0, "XXXX-XX-XX", ("b", 80, "fled"))
GOLD = read(FLED, BORN, CROWNED, SPOKE)


def test_the_gold_against_itself_is_all_right() -> None:
    for variant in timelines.VARIANTS:
        counts = timelines.compare(GOLD, GOLD, variant)
        assert counts.figures() == {"precision": 100.0, "recall": 100.0, "f1": 100.0}


def test_nothing_against_the_gold_is_nothing() -> None:
    assert timelines.compare([], GOLD).figures() == {"precision": 0.0, "recall": 0.0, "f1": 0.0}


EVENTS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["1990", "1991-05", "XXXX-XX-XX"])), min_size=1, max_size=8
).map(lambda drawn: [entry(order, date, ("a", 10 * n, "did")) for n, (order, date) in enumerate(drawn)])


@given(EVENTS, EVENTS)
def test_shares_are_shares_and_a_timeline_agrees_with_itself(
    some: list[dict[str, object]], others: list[dict[str, object]]
) -> None:
    for variant in timelines.VARIANTS:
        itself = timelines.compare(read(*some), read(*reversed(some)), variant)
        assert itself.system_right == itself.system == itself.gold_right == itself.gold
        across = timelines.compare(read(*some), read(*others), variant)
        back = timelines.compare(read(*others), read(*some), variant)
        assert across == timelines.Counts(back.gold_right, back.gold, back.system_right, back.system)
        assert across.system_right <= across.system and across.gold_right <= across.gold


def test_an_example_worked_by_hand() -> None:
    """Gold: three dates, born < crowned, crowned = spoke. Found: three dates, born < crowned, crowned < wed.

    Right of what was found: the date of birth, born < crowned. Of the gold, the same two.
    """
    found = read(BORN, entry(2, "1991", ("a", 20, "crowned")), entry(3, "1993", ("a", 60, "wed")))
    assert timelines.compare(found, GOLD) == timelines.Counts(2, 5, 2, 5)
    assert timelines.compare(found, GOLD).figures()["f1"] == pytest.approx(40)


def test_a_link_that_follows_from_others_is_true() -> None:
    """Born < spoke is not between neighbours of the gold, but follows from them."""
    found = read(BORN, entry(2, "1990-05-03", ("b", 40, "spoke")))
    assert timelines.compare(found, GOLD) == timelines.Counts(3, 3, 2, 5)


def test_what_is_at_one_time_may_not_be_put_in_order() -> None:
    found = read(BORN, CROWNED, entry(3, "1990-05-03", ("b", 40, "spoke")))
    assert timelines.compare(found, GOLD) == timelines.Counts(4, 5, 4, 5)


def test_an_event_is_known_by_any_of_its_mentions_and_counts_once() -> None:
    split = read(BORN, entry(2, "1990-05-03", ("a", 20, "crowned")), entry(2, "1990-05-03", ("b", 0, "coronation")))
    assert timelines.matched(split, GOLD) == {0: 1, 1: 2}


def test_what_has_no_place_counts_only_in_a_variant() -> None:
    found = read(entry(0, "XXXX-XX-XX", ("b", 80, "fled")), BORN)
    assert timelines.compare(found, GOLD) == timelines.Counts(1, 1, 1, 5)
    assert timelines.compare(found, GOLD, "with order 0") == timelines.Counts(2, 2, 2, 6)


def test_each_mention_counts_in_a_variant() -> None:
    assert timelines.compare(read(BORN, CROWNED), GOLD, "mentions") == timelines.Counts(5, 5, 5, 7)


def test_all_pairs_count_in_a_variant() -> None:
    assert timelines.compare(GOLD, GOLD, "all pairs") == timelines.Counts(6, 6, 6, 6)


def test_without_offsets_sentence_and_a_word_tell() -> None:
    gold = read(entry(1, "1990", ("a", 0, "took over"), offset=False))
    assert timelines.compare(read(entry(1, "1990", ("a", 9, "took"))), gold).figures()["f1"] == 100
    assert timelines.compare(read(entry(1, "1990", ("b", 9, "took"))), gold).figures()["f1"] == 0


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("1990-05-03", "1990-05-03"),
        ("1990-05-XX", "1990-05"),
        ("1990-XX-XX", "1990"),
        ("XXXX-XX-XX", None),
        (None, None),
    ],
)
def test_a_date_is_taken_as_far_as_it_is_known(written: str | None, known: str | None) -> None:
    assert timelines.date_of(written) == known


def test_what_is_no_timeline_is_named() -> None:
    with pytest.raises(timelines.TimelineFormError, match="line 1"):
        timelines.read([{"entity": "Rudolf", "timeline": [{"date": "1990"}]}])
    with pytest.raises(timelines.TimelineFormError, match="two timelines"):
        timelines.read([{"entity": "Rudolf", "timeline": []}] * 2)


def test_the_trivial_timeline_takes_words_near_the_name(tmp_path: Path) -> None:
    text = "Headline\nRudolf opened it. Others closed it."
    row = {"id": "a", "text": text, "published": "1990-05-03", "sentences": {"0": [0, 8], "2": [9, 26], "3": [27, 44]}}
    path = tmp_path / timelines.TEXTS
    path.parent.mkdir()
    path.write_text(json.dumps(row) + "\n", "utf-8")
    (line,) = timelines.trivial(tmp_path, ["Rudolf"])
    assert [(e["date"], m["sentence"], m["text"]) for e in line["timeline"] for m in e["events"]] == [
        ("1990-05-03", 2, "opened")
    ]


def test_the_command_scores_a_file_and_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / timelines.GOLD
    monkeypatch.setattr("sys.argv", ["timelines.py", "--data", str(tmp_path), "--timelines", str(gold)])
    with pytest.raises(SystemExit, match="this pack is not there"):
        timelines.main()
    gold.parent.mkdir()
    gold.write_text(json.dumps({"entity": "Rudolf", "timeline": [BORN, CROWNED, SPOKE]}) + "\n", "utf-8")
    timelines.main()
    assert capsys.readouterr().out.rstrip().endswith("100.00  100.00  100.00")
