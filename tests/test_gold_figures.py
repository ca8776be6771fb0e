"""How claims found are paired with labelled ones, and how the figures of each field come about."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answers import Answer, of_label
from figures import Tally, tally
from floors import Floors, anew, complaints, digest_complaint, raised, read, taken, write
from gold import GoldError, digest, load
from matching import likeness, match


def label(**fields: Any) -> dict[str, Any]:
    row = {
        "trigger": [10, 16], "type": "ASSAULT", "actors": [[0, 4]], "recipients": [[20, 25]], "stage": "done",
        "polarity": "affirmed", "certainty": "certain", "chain": [], "core": True, "time": None, "place": None,
        "qualifiers": [],
    }  # fmt: skip
    return {**row, **fields}


def answer(**fields: Any) -> Answer:
    return of_label(label(**fields))


def link(start: int, end: int, anonymous: bool = False, name: str | None = None) -> dict[str, Any]:
    return {"kind": "person", "name": name, "anonymous": anonymous, "count": None, "source": [start, end]}


def figures(gold: list[Answer], found: list[Answer]) -> dict[str, float | None]:
    return tally([(gold, found)]).figures()


def test_a_perfect_answer_has_every_figure_at_its_best() -> None:
    gold = [
        answer(chain=[link(30, 34, True)], time={"spans": [[50, 56]], "start": "2025-01-01", "end": "2025-01-01"}),
        answer(trigger=[40, 45], stage="planned", place={"spans": [[60, 64]], "country": "FR"},
               qualifiers=[{"kind": "means", "span": [70, 80]}]),
    ]  # fmt: skip
    found = figures(gold, gold)
    assert {field: found[field] for field in found if found[field] not in (1.0, 0.0)} == {}
    assert [found["phantom"], found["missed fact"]] == [0.0, 0.0]


def test_a_claim_overlaps_the_trigger_or_another_mention_of_the_event() -> None:
    gold = [answer(also=[[40, 45]])]
    assert match(gold, [answer(trigger=[15, 18])]) == {0: 0}
    assert match(gold, [answer(trigger=[41, 43])]) == {0: 0}
    assert match(gold, [answer(trigger=[16, 20])]) == {}


def test_of_two_claims_on_one_word_each_gets_its_like() -> None:
    gold = [answer(polarity="negated", chain=[link(30, 34)]), answer(core=False)]
    assert match(gold, [answer(), answer(polarity="negated", chain=[link(30, 34)])]) == {0: 1, 1: 0}


triggers = st.tuples(st.integers(0, 6), st.integers(1, 3)).map(lambda at: [at[0], at[0] + at[1]])
answers = st.lists(
    st.builds(
        lambda trigger, also, stage, polarity: answer(trigger=trigger, also=also, stage=stage, polarity=polarity),
        triggers, st.lists(triggers, max_size=1), st.sampled_from(["done", "planned"]),
        st.sampled_from(["affirmed", "negated"]),
    ),
    max_size=4,
)  # fmt: skip


@settings(deadline=None)
@given(answers, answers)
def test_no_other_pairing_has_a_larger_likeness(gold: list[Answer], found: list[Answer]) -> None:
    chosen = match(gold, found)
    assert len(set(chosen.values())) == len(chosen)
    assert all(likeness(gold[i], found[j]) for i, j in chosen.items())
    slots = [*range(len(found)), *[None] * len(gold)]
    best = max(
        sum(likeness(gold[i], found[j]) for i, j in enumerate(order[: len(gold)]) if j is not None)
        for order in itertools.permutations(slots, len(gold))
    )
    assert sum(likeness(gold[i], found[j]) for i, j in chosen.items()) == pytest.approx(best)


def test_what_is_found_beside_the_labels_is_spurious_unless_it_tells_a_matched_event_again() -> None:
    gold = [answer(also=[[40, 45]])]
    assert figures(gold, [answer(), answer(trigger=[40, 45])])["precision"] == 1.0
    assert figures(gold, [answer(), answer(trigger=[90, 95])])["precision"] == 0.5


def test_a_claim_that_is_not_core_is_neither_asked_for_nor_blamed() -> None:
    gold = [answer(), answer(trigger=[40, 45], core=False)]
    assert figures(gold, [answer()])["recall"] == 1.0
    assert figures(gold, [answer(), answer(trigger=[40, 45], type="AID")])["precision"] == 1.0


def test_second_choices_are_right_as_well() -> None:
    gold = [answer(type_also=["COERCE"], stage_also=["ongoing"])]
    found = figures(gold, [answer(type="COERCE", stage="ongoing")])
    assert (found["type"], found["stage"]) == (1.0, 1.0)


def test_a_certainty_of_null_is_not_scored() -> None:
    assert figures([answer(certainty=None)], [answer(certainty="possible")])["certainty"] == 1.0


def test_a_phantom_is_a_thing_not_done_that_is_given_as_done() -> None:
    gold = [answer(stage="planned"), answer(trigger=[40, 45])]
    found = figures(gold, [answer(), answer(trigger=[40, 45], polarity="negated")])
    assert (found["phantom"], found["missed fact"]) == (1.0, 1.0)


def test_the_sides_of_equals_may_change_places() -> None:
    talks = answer(type="CONSULT", actors=[[0, 4], [20, 25]], recipients=[])
    assert figures([talks], [answer(type="CONSULT")])["actors"] == 1.0
    raid = answer(actors=[[0, 4], [20, 25]], recipients=[])
    assert figures([raid], [answer()])["actors"] == pytest.approx(2 / 3)


def test_sources_are_the_same_by_their_words_or_by_their_name() -> None:
    gold = [answer(chain=[link(30, 34), link(50, 54, True)])]
    same = figures(gold, [answer(chain=[link(50, 52)])])
    assert (same["innermost source"], same["whole chain"], same["anonymity"]) == (1.0, 0.0, 0.0)
    named = [answer(chain=[link(30, 34, name="Ana Roth")])]
    assert figures(named, [answer(chain=[link(70, 74, name="ana roth")])])["whole chain"] == 1.0


def test_days_and_country_are_asked_where_the_words_were_found() -> None:
    gold = [answer(time={"spans": [[50, 56]], "start": "2025-01-01", "end": "2025-01-02"},
                   place={"spans": [[60, 64]], "country": "FR"})]  # fmt: skip
    right = answer(time={"spans": [[52, 60]], "start": "2025-01-01", "end": "2025-01-01"},
                   place={"spans": [[60, 64]], "country": "FR"})  # fmt: skip
    found = figures(gold, [right])
    assert (found["time"], found["days"], found["place"], found["country"]) == (1.0, 0.0, 1.0, 1.0)
    nothing = figures(gold, [answer()])
    assert (nothing["time"], nothing["days"]) == (0.0, None)


def test_a_qualifier_is_right_by_kind_and_words() -> None:
    gold = [answer(qualifiers=[{"kind": "means", "span": [70, 80]}])]
    assert figures(gold, [answer(qualifiers=[{"kind": "reason", "span": [70, 80]}])])["qualifiers"] == 0.0
    assert figures(gold, [answer(qualifiers=[{"kind": "means", "span": [75, 90]}])])["qualifiers"] == 1.0


def test_labels_without_time_place_and_qualifiers_are_not_asked_for_them() -> None:
    old = {key: value for key, value in label().items() if key not in ("time", "place", "qualifiers")}
    found = figures([of_label(old)], [answer(qualifiers=[{"kind": "means", "span": [75, 90]}])])
    assert (found["time"], found["qualifiers"]) == (None, None)


def floors(**fields: float) -> Floors:
    return Floors("0" * 64, fields, {"phantom": 0.05}, ("first taken",))


def some(**fields: float | None) -> dict[str, float | None]:
    return {**Tally().figures(), "phantom": 0.02, **fields}


def test_a_figure_below_its_floor_is_named_with_both_numbers() -> None:
    assert complaints(some(stage=0.9, type=0.81), floors(stage=0.88, type=0.85)) == [
        "type: the floor is 0.850, the figure 0.810"
    ]
    assert complaints(some(stage=0.9, phantom=0.06), floors(stage=0.88)) == [
        "phantom: the ceiling is 0.050, the figure 0.060"
    ]


def test_a_field_that_is_no_longer_measured_is_below_its_floor() -> None:
    assert complaints(some(), floors(days=0.5)) == ["days: the floor is 0.500, the figure none"]


def test_other_passages_need_other_floors() -> None:
    assert digest_complaint("0" * 64, floors()) is None
    assert "anew" in str(digest_complaint("1" * 64, floors()))


def test_raising_never_lowers() -> None:
    new = raised(some(stage=0.8, type=0.9, phantom=0.08, days=0.7), floors(stage=0.88, type=0.85))
    assert new.floors == {"stage": 0.88, "type": 0.89, "days": 0.69}
    assert new.ceilings == {"phantom": 0.05}


def test_floors_are_taken_anew_for_other_passages_alone() -> None:
    assert anew(some(stage=0.5), "1" * 64, "labels mended", floors(stage=0.88)).floors == {"stage": 0.49}
    with pytest.raises(GoldError, match="by hand"):
        anew(some(stage=0.5), "0" * 64, "too strict", floors(stage=0.88))


def test_floors_are_read_as_they_were_written(tmp_path: Path) -> None:
    new = taken(some(stage=0.8), "a" * 64, "labels mended", floors())
    write(new, tmp_path / "floors.json")
    assert read(tmp_path / "floors.json") == new
    assert new.reasons == ("first taken", "labels mended")
    with pytest.raises(GoldError, match="--anew"):
        read(tmp_path / "none.json")


def test_the_split_says_which_passages_are_read(tmp_path: Path) -> None:
    for name, row in (("passages", {"text": "Gunmen attacked."}), ("labels", {"claims": []})):
        (tmp_path / name).mkdir()
        rows = [json.dumps({"id": passage, **row}) for passage in ("b-1", "a-1", "c-1")]
        (tmp_path / name / "x.jsonl").write_text("\n".join(rows))
    with pytest.raises(GoldError, match=r"split\.tsv"):
        load("dev", tmp_path)
    (tmp_path / "split.tsv").write_text("# id, family, split\nb-1\tb\tdev\na-1\ta\tdev\nc-1\tc\ttest\n")
    dev = load("dev", tmp_path)
    assert [(passage.document.id, passage.family) for passage in dev] == [("a-1", "a"), ("b-1", "b")]
    assert digest(dev) != digest(load("test", tmp_path))
    (tmp_path / "split.tsv").write_text("d-1\td\tdev\n")
    with pytest.raises(GoldError, match="d-1"):
        load("dev", tmp_path)
    with pytest.raises(GoldError, match="train, dev, test"):
        load("all", tmp_path)
    (tmp_path / "split.tsv").write_text("b-1\tdev\n")
    with pytest.raises(GoldError, match="line 1"):
        load("dev", tmp_path)
