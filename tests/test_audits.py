"""Audits: samples that can be drawn again, verdicts that are kept, precision with an interval that is right."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli_samples import Command, runner
from ledger_samples import document, extraction, shelling, strikes
from onrecord.ledger import (
    AUDIT_FIELDS,
    Audit,
    AuditError,
    ClaimFilter,
    Ledger,
    Sampled,
    Stratum,
    UnknownAuditError,
    Verdict,
)
from onrecord.ledger.auditing import allotted
from onrecord.views.audit import WHOLE, Line, around, field_values, next_place, report
from onrecord.views.auditreport import SheetError, latex, markdown, method, read_sheet, sheet, text, value
from onrecord.views.precision import Part, agreement, share, wilson

STAGES = ("planned", "done", "done", "considered")


def fill(ledger: Ledger, number: int = 30) -> None:
    for n in range(number):
        of = document(f"d{n:02}")
        claims = replace(strikes(f"{n:02}c0ffee01"), stage=STAGES[n % 4]), shelling(f"{n:02}c0ffee02")  # type: ignore[arg-type]
        ledger.add(of, extraction(of, *claims), "1")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with Ledger(tmp_path / "onrecord.db") as ledger:
        fill(ledger)
    return tmp_path / "onrecord.db"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger(path) as opened:
        yield opened


def ids(ledger: Ledger, audit: Audit) -> list[str]:
    return [one.claim.claim.id for one in ledger.sampled(audit.id) if one.claim]


# samples


def test_the_same_seed_draws_the_same_claims(ledger: Ledger, tmp_path: Path) -> None:
    one = ledger.draw_audit("A. Reader", 12, 7, "0.1.0")
    with Ledger(tmp_path / "again.db") as other:
        fill(other)
        assert ids(other, other.draw_audit("B. Reader", 12, 7, "0.1.0")) == ids(ledger, one)
        assert ids(other, other.draw_audit("B. Reader", 12, 8, "0.1.0")) != ids(ledger, one)
    assert (one.population, one.drawn) == (60, 12)
    assert len(set(ids(ledger, one))) == 12


def test_a_larger_sample_of_a_seed_holds_the_smaller_one(ledger: Ledger) -> None:
    small, large = (set(ids(ledger, ledger.draw_audit("A. Reader", size, 7, "1"))) for size in (10, 25))
    assert small < large


def test_every_claim_has_the_same_chance(ledger: Ledger) -> None:
    drawn: dict[str, int] = {}
    for seed in range(200):
        for id in ids(ledger, ledger.draw_audit("A. Reader", 6, seed, "1")):
            drawn[id] = drawn.get(id, 0) + 1
    # 200 draws of a tenth: 20 times each, with a standard deviation of 4.2
    assert len(drawn) == 60
    assert 4 < min(drawn.values()) <= max(drawn.values()) < 38


def test_filters_narrow_the_population_and_are_kept(ledger: Ledger) -> None:
    audit = ledger.draw_audit("A. Reader", 100, 1, "0.1.0", ClaimFilter(stages=("done",), documents=("d0",)))
    assert audit.query == {"stages": ["done"], "documents": ["d0"]} or audit.query == {
        "stages": ("done",), "documents": ("d0",),
    }  # fmt: skip
    assert audit.drawn == audit.population
    assert {one.claim.claim.stage for one in ledger.sampled(audit.id) if one.claim} == {"done"}
    assert ledger.audit(audit.id[:6]).id == audit.id
    with pytest.raises(AuditError, match="no such claim"):
        ledger.draw_audit("A. Reader", 5, 1, "1", ClaimFilter(places=("Atlantis",)))


def test_a_stratified_sample_has_each_stratum_in_proportion(ledger: Ledger) -> None:
    audit = ledger.draw_audit("A. Reader", 20, 3, "1", design="stage")
    assert {name: one.population for name, one in audit.strata.items()} == {"considered": 7, "done": 45, "planned": 8}
    assert sum(one.drawn for one in audit.strata.values()) == 20
    assert min(one.drawn for one in audit.strata.values()) >= 2
    by_place = [one.stratum for one in ledger.sampled(audit.id)]
    assert {name: by_place.count(name) for name in set(by_place)} == {n: one.drawn for n, one in audit.strata.items()}


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 400), min_size=1, max_size=9), st.integers(1, 300))
def test_allotment_fills_the_size_and_no_stratum_beyond_itself(populations: dict[str, int], size: int) -> None:
    found = allotted(populations, size)
    assert sum(found.values()) == min(size, sum(populations.values()))
    assert all(0 <= found[name] <= count for name, count in populations.items())
    if size >= 2 * len(populations):
        assert all(found[name] >= min(2, count) for name, count in populations.items())


# verdicts


def test_the_last_word_of_each_person_counts(ledger: Ledger) -> None:
    audit = ledger.draw_audit("A. Reader", 5, 1, "1")
    ledger.give_verdicts(audit.id, 1, "A", {"event": "right", "type": "wrong"})
    ledger.give_verdicts(audit.id, 1, "A", {"type": "right"})
    ledger.give_verdicts(audit.id, 1, "B", {"type": "unsure"})
    assert [(one.field, one.author, one.verdict) for one in ledger.verdicts(audit.id)] == [
        ("event", "A", "right"), ("type", "A", "right"), ("type", "B", "unsure"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("position", "field", "verdict"), [(6, "event", "right"), (1, "colour", "right"), (1, "event", "yes")]
)
def test_a_verdict_on_nothing_is_refused(ledger: Ledger, position: int, field: str, verdict: str) -> None:
    audit = ledger.draw_audit("A. Reader", 5, 1, "1")
    with pytest.raises(AuditError):
        ledger.give_verdicts(audit.id, position, "A", {field: verdict})
    with pytest.raises(UnknownAuditError):
        ledger.give_verdicts("ffff", 1, "A", {"event": "right"})
    assert ledger.verdicts(audit.id) == ()


def test_what_is_no_event_needs_no_further_answers(ledger: Ledger) -> None:
    audit = ledger.draw_audit("A. Reader", 3, 1, "1")
    sample = ledger.sampled(audit.id)
    assert next_place(sample, ledger.verdicts(audit.id), "A") == 1
    ledger.give_verdicts(audit.id, 1, "A", {"event": "wrong"})
    ledger.give_verdicts(audit.id, 2, "A", dict.fromkeys(AUDIT_FIELDS[:-1], "right"))
    assert next_place(sample, ledger.verdicts(audit.id), "A") == 2
    ledger.give_verdicts(audit.id, 2, "A", {"place": "right"})
    assert next_place(sample, ledger.verdicts(audit.id), "A") == 3
    assert next_place(sample, ledger.verdicts(audit.id), "B") == 1


def test_a_judge_sees_the_passage_in_its_text_and_every_field(ledger: Ledger) -> None:
    audit = ledger.draw_audit("A. Reader", 60, 1, "1")
    one = next(one for one in ledger.sampled(audit.id) if one.claim and one.claim.claim.trigger.text == "strikes")
    shown = around(one)
    assert shown is not None
    assert shown[2].startswith("Sylvania denied")
    assert one.claim is not None
    assert field_values(one.claim) == {
        "event": "strikes", "type": "ASSAULT (drone)", "stage": one.claim.claim.stage, "polarity": "affirmed",
        "certainty": "certain", "actors": "Government of Ruritania", "recipients": "Sylvanian smugglers",
        "source": "six officials (unnamed)", "time": "2025-03-03", "place": "Strelsau, RU",
    }  # fmt: skip


# intervals and agreement


@pytest.mark.parametrize(
    ("right", "number", "low", "high"),
    # Newcombe 1998, table I, method 3; and 9 of 10, 10 of 10
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718),
     (9, 10, 0.5958, 0.9821), (10, 10, 0.7225, 1.0)],
)  # fmt: skip
def test_the_interval_is_wilsons(right: int, number: int, low: float, high: float) -> None:
    assert wilson(right / number, number) == pytest.approx((low, high), abs=6e-5)


def test_a_sample_of_everything_has_no_error() -> None:
    found = share([Part(population=20, judged=20, counted=20, right=15)])
    assert found is not None
    assert (found.low, found.value, found.high) == (0.75, 0.75, 0.75)


def test_the_correction_for_a_finite_population_narrows_the_interval() -> None:
    whole, part = share([Part(10**9, 50, 50, 45)]), share([Part(100, 50, 50, 45)])
    assert whole is not None and part is not None
    assert (whole.low, whole.high) == pytest.approx(wilson(0.9, 50), abs=1e-6)
    assert part.high - part.low < 0.75 * (whole.high - whole.low)


def test_strata_are_weighted_by_their_size() -> None:
    found = share([Part(900, 10, 10, 9), Part(100, 10, 10, 1)])
    assert found is not None
    assert found.value == pytest.approx(0.9 * 0.9 + 0.1 * 0.1)  # Cochran 1977, equation 5.1
    # the variance by equation 5.8, put into Wilson's interval as that of a sample of p (1 - p) / variance
    # with half an answer of each kind added to each stratum
    variance = sum(
        w**2 * (1 - 10 / n) * (9.5 * (1 - found.value) ** 2 + 1.5 * found.value**2 - 11 * mean**2) / 10 / 10
        if p > 0.5
        else w**2 * (1 - 10 / n) * (1.5 * (1 - found.value) ** 2 + 9.5 * found.value**2 - 11 * mean**2) / 10 / 10
        for w, n, p in ((0.9, 900, 0.9), (0.1, 100, 0.1))
        for mean in [((9.5 if p > 0.5 else 1.5) - 11 * found.value) / 11]
    )
    size = found.value * (1 - found.value) / variance
    assert (found.low, found.high) == pytest.approx(wilson(found.value, size))


parts = st.integers(1, 300).flatmap(
    lambda population: st.integers(0, min(population, 40)).flatmap(
        lambda judged: st.integers(0, judged).flatmap(
            lambda counted: st.builds(
                Part, st.just(population), st.just(judged), st.just(counted), st.integers(0, counted)
            )
        )
    )
)


@given(st.lists(parts, min_size=1, max_size=6))
def test_an_interval_holds_its_share(found: list[Part]) -> None:
    estimate = share(found)
    if estimate is None:
        assert sum(part.counted for part in found) == 0
        return
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


@pytest.mark.parametrize("strata", [[(4000, 0.9)], [(3000, 0.95), (900, 0.6), (100, 0.3)]])
def test_the_interval_holds_the_truth_in_about_95_of_100_samples(strata: list[tuple[int, float]]) -> None:
    """Drawn many times from a population of which all is known, as many from each stratum, whatever its size."""
    chance = random.Random(1)
    populations = [[n < round(count * right) for n in range(count)] for count, right in strata]
    truth = sum(map(sum, populations)) / sum(map(len, populations))
    held = 0
    for _ in range(400):
        found = []
        for population in populations:
            sample = chance.sample(population, 40)
            found.append(Part(len(population), 40, 40, sum(sample)))
        estimate = share(found)
        assert estimate is not None
        held += estimate.low <= truth <= estimate.high
    assert 0.91 <= held / 400 <= 0.99


def test_kappa_is_cohens() -> None:
    # 45 of 50 equal: 20 both right, 15 both wrong; Cohen's own manner of reckoning
    answers = [("r", "r")] * 20 + [("r", "w")] * 5 + [("w", "r")] * 10 + [("w", "w")] * 15
    found = agreement(answers)
    assert found is not None
    assert (found.number, found.equal) == (50, 0.7)
    assert found.kappa == pytest.approx(0.4)
    same = agreement([("r", "r")] * 4)
    assert same is not None and same.kappa is None
    assert agreement([]) is None


# reports


def an_audit(drawn: int, population: int = 1000) -> tuple[Audit, list[Sampled]]:
    audit = Audit("a1", "2025-04-09T10:00:00+00:00", "A", 7, "simple", {"": Stratum(population, drawn)}, {}, "0.1.0")
    return audit, [Sampled(n, "", None) for n in range(1, drawn + 1)]


def said(position: int, author: str = "A", **fields: str) -> list[Verdict]:
    given = dict.fromkeys(AUDIT_FIELDS, "right") | fields
    return [Verdict(position, field, given[field], author, "2025-04-10") for field in AUDIT_FIELDS]  # type: ignore[arg-type]


def line(lines: tuple[Line, ...], field: str) -> Line:
    return next(one for one in lines if one.field == field)


def test_a_field_of_what_is_no_event_does_not_count() -> None:
    audit, sample = an_audit(4)
    verdicts = [*said(1), *said(2, stage="wrong"), Verdict(3, "event", "wrong", "A", "2025-04-10"), *said(4)]
    found = report(audit, sample, verdicts)
    fields = [line(found.lines, field) for field in ("event", "stage", "type", WHOLE)]
    assert [(one.right, one.wrong) for one in fields] == [(3, 1), (2, 1), (3, 0), (2, 2)]


def test_unsure_answers_are_left_out_and_bounded() -> None:
    audit, sample = an_audit(4)
    found = report(audit, sample, [*said(1), *said(2), *said(3, stage="wrong"), *said(4, stage="unsure")])
    stage = line(found.lines, "stage")
    assert (stage.right, stage.wrong, stage.unsure, stage.number) == (2, 1, 1, 3)
    assert stage.share is not None
    assert stage.share.value == pytest.approx(2 / 3)
    assert (stage.worst, stage.best) == (0.5, 0.75)


def test_where_judges_differ_the_answer_is_unsure_and_their_agreement_is_told() -> None:
    audit, sample = an_audit(3)
    verdicts = [*said(1), *said(2), *said(3), *said(1, "B"), *said(2, "B", stage="wrong"), *said(3, "B", stage="wrong")]
    found = report(audit, sample, verdicts)
    assert (line(found.lines, "stage").right, line(found.lines, "stage").unsure) == (1, 2)
    told = next(one for one in found.agreements if one.field == "stage")
    assert (told.one, told.other, told.kappa.number, round(told.kappa.equal, 2)) == ("A", "B", 3, 0.33)
    alone = report(audit, sample, verdicts, "A")
    assert line(alone.lines, "stage").right == 3
    assert alone.agreements == ()


def test_a_report_says_all_that_a_methods_section_needs() -> None:
    audit, sample = an_audit(3)
    found = report(audit, sample, [*said(1), *said(2)])
    whole = " ".join(method(found))
    for needed in ("a1", "2025-04-09", "seed 7", "onrecord 0.1.0", "3 of 1,000 claims", "2 of 3", "Wilson", "Unsure",
                   "finite-population", "all current claims", "not finished", "by A"):  # fmt: skip
        assert needed in whole
    assert "| stage | 2 | 2 | 0 | 0 | 100.0 |" in markdown(found)
    assert "stage & 2 & 100.0 [" in latex(found)
    assert text(found).splitlines()[2].startswith("event")
    assert json.loads(json.dumps(value(found)))["fields"][0]["precision"] == 1.0


# the sheet


def test_a_filled_sheet_gives_its_verdicts_back(ledger: Ledger) -> None:
    audit = ledger.draw_audit("A. Reader", 5, 1, "1")
    ledger.give_verdicts(audit.id, 2, "A", {"event": "wrong"}, "a figure of speech")
    lines = list(sheet(audit, ledger.sampled(audit.id), ledger.verdicts(audit.id), "A"))
    assert read_sheet(lines, audit) == [(2, "event", "wrong", "a figure of speech")]
    rows = "".join(lines).replace(",ASSAULT (drone),,", ",ASSAULT (drone),y,")
    filled = read_sheet(io.StringIO(rows), audit)
    assert {(field, verdict) for _, field, verdict, _ in filled} == {("event", "wrong"), ("type", "right")}
    assert ledger.add_verdicts(audit.id, "B", filled) == len(filled)
    assert ledger.add_verdicts(audit.id, "B", filled) == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows.replace("audit,", "id,", 1), "no column 'audit'"),
        (lambda rows: rows.replace("right", "maybe", 1), "line 2: 'maybe' in the column event"),
        (lambda rows: rows.replace("\n", "\nffff", 1), "another audit"),
    ],
)
def test_a_sheet_that_is_none_is_refused_with_its_line(ledger: Ledger, change: object, message: str) -> None:
    audit = ledger.draw_audit("A. Reader", 2, 1, "1")
    ledger.give_verdicts(audit.id, 1, "A", {"event": "right"})
    rows = "".join(sheet(audit, ledger.sampled(audit.id), ledger.verdicts(audit.id), "A")).replace("\r\n", "\n")
    with pytest.raises(SheetError, match=message):
        read_sheet(io.StringIO(change(rows)), audit)  # type: ignore[operator]


@settings(max_examples=30)
@given(st.text(st.characters(codec="utf-8")))
def test_any_text_is_a_sheet_or_refused(content: str) -> None:
    audit, _ = an_audit(1)
    with pytest.raises(SheetError):
        read_sheet(io.StringIO(content), audit)


# the commands


@pytest.fixture
def onrecord(capsys: pytest.CaptureFixture[str]) -> Command:
    return runner(capsys)


def test_judging_on_the_command_line_goes_on_where_it_stopped(
    path: Path, onrecord: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    (made,) = onrecord("audit", "new", "--size", "2", "--seed", "7", "--json", "-l", path).rows
    monkeypatch.setattr("sys.stdin", io.StringIO("r\nr\nw\n"))
    first = onrecord("audit", "judge", made["id"], "--author", "A", "-l", path)
    assert "⟦" in first.out
    assert "2 left to judge" in first.out
    monkeypatch.setattr("sys.stdin", io.StringIO("a\nw\n"))
    rest = onrecord("audit", "judge", made["id"], "--author", "A", "-l", path)
    assert "0 left to judge" in rest.out
    (found,) = onrecord("audit", "report", made["id"][:6], "--json", "-l", path).rows
    rows = {row["field"]: row for row in found["fields"]}
    assert (rows["event"]["right"], rows["event"]["wrong"]) == (1, 1)
    assert (rows["stage"]["wrong"], rows["place"]["right"]) == (1, 1)


def test_a_sheet_goes_out_and_comes_back_by_the_commands(path: Path, tmp_path: Path, onrecord: Command) -> None:
    (made,) = onrecord("audit", "new", "--size", "3", "--by", "stage", "--json", "-l", path).rows
    out = onrecord("audit", "export", made["id"], "--author", "A", "-l", path).out
    file = tmp_path / "sheet.csv"
    file.write_text(out.replace(",strikes,,", ",strikes,right,").replace(",shelled,,", ",shelled,?,"), encoding="utf-8")
    told = onrecord("audit", "import", made["id"], file, "--author", "A", "-l", path)
    assert told.out == "3 verdicts read, 3 of them new\n"
    for form, sign in (("text", "precision"), ("markdown", "| field"), ("latex", "all fields &")):
        assert sign in onrecord("audit", "report", made["id"], "-f", form, "-l", path).out
    assert onrecord("audit", "report", made["id"], "--judge", "Nobody", "-l", path).status == 2
    assert onrecord("audit", "remove", made["id"], "-l", path).status == 0
    assert onrecord("audit", "list", "-l", path).out == "No audits.\n"
