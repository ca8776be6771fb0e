"""How the agreement of two labellings is computed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreement import Line, compare, kappa, read, table
from answers import Answer, of_label


def claim(**fields: Any) -> Answer:
    row = {
        "trigger": [10, 16], "type": "ASSAULT", "actors": [[0, 4]], "recipients": [], "stage": "done",
        "polarity": "affirmed", "certainty": "certain", "chain": [], "core": True,
    }  # fmt: skip
    return of_label({**row, **fields})


def found(lines: list[Line]) -> dict[str, float | None]:
    return {line.field: line.figure for line in lines}


def test_kappa_is_agreement_beyond_chance() -> None:
    # The usual example: 20 twice yes, 15 twice no, 5 and 10 apart; .7 agreed, .5 by chance.
    pairs = [("yes", "yes")] * 20 + [("yes", "no")] * 5 + [("no", "yes")] * 10 + [("no", "no")] * 15
    assert kappa(pairs) == pytest.approx(0.4)


def test_kappa_is_one_where_all_agree_and_below_nothing_where_none_do() -> None:
    assert kappa([("a", "a"), ("b", "b")]) == 1.0
    assert kappa([("a", "b"), ("b", "a")]) == -1.0


def test_kappa_is_nothing_where_both_answer_at_random() -> None:
    assert kappa([("a", "a"), ("a", "b"), ("b", "a"), ("b", "b")]) == 0.0


def test_kappa_is_not_defined_for_one_answer_throughout() -> None:
    assert kappa([("a", "a")] * 5) is None
    assert kappa([]) is None


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc"))))
def test_kappa_is_the_same_from_both_sides_and_at_most_one(pairs: list[tuple[str, str]]) -> None:
    one, other = kappa(pairs), kappa([(b, a) for a, b in pairs])
    assert one == pytest.approx(other) if one is not None else other is None
    assert one is None or one <= 1.0


def test_triggers_agree_by_the_claims_that_both_have() -> None:
    first = {"p": [claim(), claim(trigger=[40, 45])], "only first": [claim()]}
    second = {"p": [claim(trigger=[9, 12]), claim(trigger=[60, 65], core=False)]}
    figures = found(compare(first, second))
    assert figures["trigger"] == 0.5
    assert figures["trigger, both core"] == pytest.approx(2 / 3)


def test_sources_are_compared_where_both_have_a_chain() -> None:
    def link(start: int, anonymous: bool) -> dict[str, Any]:
        return {"name": None, "anonymous": anonymous, "count": None, "source": [start, start + 4]}

    first = {"p": [claim(chain=[link(30, True)]), claim(trigger=[40, 45], chain=[link(30, False)])]}
    second = {"p": [claim(chain=[link(32, True)]), claim(trigger=[40, 45], chain=[link(80, False)])]}
    figures = found(compare(first, second))
    assert figures["innermost source the same"] == 0.5
    assert figures["innermost source anonymous"] == 1.0


def test_folders_are_read_and_the_table_says_what_is_not_defined(tmp_path: Path) -> None:
    row = {"id": "p", "claims": [{"trigger": [0, 3], "type": "AID", "actors": [], "recipients": [], "stage": "done",
                                  "polarity": "affirmed", "certainty": "certain", "chain": []}]}  # fmt: skip
    (tmp_path / "x.jsonl").write_text(json.dumps(row) + "\n")
    labels = read(tmp_path)
    lines = table(compare(labels, labels)).splitlines()
    assert "| trigger | F1 | 1.00 | 2 |" in lines
    assert "| type | kappa | not defined | 1 |" in lines
