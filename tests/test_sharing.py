"""What people judged goes from one ledger into another: whole, once, beside what is there, and over nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli_samples import Command, row, runner
from ledger_samples import FakeMachinery
from linked_samples import linker, numbers, read
from onrecord.errors import OnrecordError
from onrecord.ledger import ClaimFilter, Ledger
from onrecord.ledger.adopting import Adopted
from onrecord.linking.judgement import Judgement
from onrecord.linking.situations import parse, to_json
from onrecord.records import Document, dumps
from onrecord.views.export import export_lines, import_lines
from onrecord.views.exports import FORMATS, Options
from onrecord.views.sharing import Taken, reader
from onrecord.web.judged import last_judged

DOCUMENTS = (
    numbers("a", [(1, 2, 3), (4, 5, 6)], "2025-03-01"),
    numbers("b", [(1, 2, 3, 4), (7, 8, 9)], "2025-03-02"),
    numbers("c", [(2, 3, 4), (30, 31, 32)], "2025-03-03"),
)
KINDS = ("same", "not_same", "not_event", "right", "type", "stage", "polarity", "actor", "same_party")
VALUES = {"type": "AID", "stage": "done", "polarity": "negated", "actor": ""}


class Clock:
    """Moves on by a minute whenever it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2025, 4, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Of both ledgers, so that what is judged later in either of them is later."""
    return Clock()


@pytest.fixture
def here(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    with Ledger(tmp_path / "here.db", clock=clock) as ledger:
        add(ledger, *DOCUMENTS)
        yield ledger


@pytest.fixture
def there(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    with Ledger(tmp_path / "there.db", clock=clock) as ledger:
        add(ledger, *DOCUMENTS)
        yield ledger


def add(ledger: Ledger, *documents: Document, reader: int = 1) -> None:
    for of in documents:
        ledger.add(of, read(of, reader), str(reader))
    ledger.link(linker())


def claim_of(ledger: Ledger, document: str, nth: int = 0) -> str:
    return [one.claim.id for one in ledger.claims() if one.document.id == document][nth]


def exported(ledger: Ledger, wanted: ClaimFilter | None = None, public: bool = False) -> str:
    return b"".join(FORMATS["judgements"].write(ledger, wanted, Options(public=public))).decode()


def imported(ledger: Ledger, lines: str, by: str = "Flavia") -> tuple[list[Taken], list[str]]:
    """What became of each line, and what was complained of."""
    taken: list[Taken] = []
    found = list(import_lines(ledger, lines.splitlines(), "file", reader(ledger, lambda: by, taken.append)))
    ledger.link(linker())
    return taken, [str(one) for one in found if isinstance(one, OnrecordError)]


def outcomes(ledger: Ledger, lines: str) -> list[str]:
    taken, complaints = imported(ledger, lines)
    assert not complaints
    return [one.outcome.value for one in taken]


def bare(judgements: tuple[Judgement, ...]) -> list[str]:
    """Judgements without who took them in, which another ledger does not share."""
    made = [json.loads(dumps(one)) | {"imported": None, "imported_by": None} for one in judgements]
    return sorted(map(json.dumps, made))


def events_of(ledger: Ledger) -> list[str]:
    """All events with the marks that people left on them."""
    found = []
    for event in ledger.events():
        view = ledger.event(event.id)
        found += [dumps(event), *(dumps(told) for told in view.told), *bare(view.judgements)]
    return sorted(found)


def moved(line: str, **changes: Any) -> str:
    """A line of a judgement with other values in it; what is null is left out."""
    value = json.loads(line)["judgement"] | changes
    return json.dumps({"judgement": {key: said for key, said in value.items() if said is not None}})


# --- there and back ----------------------------------------------------------------------------------------

judged = st.tuples(st.sampled_from(KINDS), st.integers(0, 5), st.integers(0, 5), st.booleans())


@given(st.lists(judged, max_size=6), st.lists(judged, max_size=3), st.booleans())
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_two_ledgers_that_share_their_judgements_have_the_same_events(
    tmp_path_factory: pytest.TempPathFactory, here: list[Any], there: list[Any], late: bool
) -> None:
    made = tmp_path_factory.getbasetemp() / "three-documents.db"
    if not made.exists():
        with Ledger(made, clock=Clock()) as ledger:
            add(ledger, *DOCUMENTS)
    folder, clock = tmp_path_factory.mktemp("shared"), Clock()
    clock.now += timedelta(days=1)
    paths = [Path(shutil.copy(made, folder / name)) for name in ("here.db", "there.db")]
    if late:  # then all of it waits at first
        paths[1] = folder / "late.db"
    with Ledger(paths[0], clock=clock) as one, Ledger(paths[1], clock=clock) as two:
        judge(one, here)
        if not late:
            judge(two, there)
        one.add_situation("steps", to_json(parse("stage:done")))
        imported(two, exported(one))
        imported(one, exported(two))
        if late:
            add(two, *DOCUMENTS)
        assert bare(one.judgements()) == bare(two.judgements())
        assert events_of(one) == events_of(two)
        assert [(s.name, s.query) for s in one.situations()] == [(s.name, s.query) for s in two.situations()]
        assert exported(one) == exported(two)
        assert set(outcomes(two, exported(one))) == {"unchanged"}


def judge(ledger: Ledger, steps: list[Any]) -> None:
    claims = [one.claim.id for one in ledger.claims()]
    for kind, one, other, taken_back in steps:
        if kind == "same_party":
            made = ledger.judge(kind, "R", "one office", f"Strelsau {one}", f"Ruritania {other}")
        elif "same" in kind and one == other:
            continue
        else:
            second = claims[other] if "same" in kind else None
            made = ledger.judge(kind, "R", "", claims[one], second, VALUES.get(kind))
        if taken_back:
            ledger.withdraw(made.id, "S", "")
    ledger.link(linker())


def test_a_judgement_keeps_its_author_reason_and_time_beside_who_took_it_in(here: Ledger, there: Ledger) -> None:
    made = here.judge("stage", "Rassendyll", "the order covers it", claim_of(here, "a"), value="halted")
    ((taken,), _) = imported(there, exported(here), by="Flavia")
    (found,) = there.judgements()
    assert (taken.kind, taken.name, taken.outcome, taken.waits) == ("judgement", made.id, Adopted.NEW, False)
    assert (found.id, found.author, found.reason, found.recorded) == (made.id, made.author, made.reason, made.recorded)
    assert found.imported_by == "Flavia"
    assert found.imported is not None and found.imported > made.recorded
    assert there.event(claim_of(there, "a")).told[0].claim.stage == "halted"
    assert made.imported is None and here.judgements() == (made,)


def test_a_form_that_was_open_when_a_judgement_was_taken_in_knows_of_it(here: Ledger, there: Ledger) -> None:
    here.judge("stage", "R", "", claim_of(here, "a"), value="halted")
    own = there.judge("stage", "S", "", claim_of(there, "a"), value="ongoing")
    assert last_judged(there.judgements()) == own.recorded
    imported(there, exported(here))
    assert last_judged(there.judgements()) > own.recorded


def test_the_past_of_a_ledger_does_not_know_what_it_took_in_later(here: Ledger, there: Ledger, clock: Clock) -> None:
    here.judge("stage", "R", "", claim_of(here, "a"), value="halted")
    before = clock().isoformat()
    imported(there, exported(here))
    with Ledger(there.path, as_of=before) as past:
        assert past.judgements() == ()
        assert "halted" not in {event.stage for event in past.events()}


def test_the_same_file_twice_changes_nothing(here: Ledger, there: Ledger) -> None:
    here.judge("same", "R", "one act", claim_of(here, "a", 1), claim_of(here, "c", 1))
    here.withdraw(here.judge("not_event", "R", "a figure", claim_of(here, "b")).id, "S", "it is one")
    here.add_situation("steps", to_json(parse("stage:done")))
    lines = exported(here)
    assert outcomes(there, lines) == ["new", "new", "new"]
    before = there.judgements(), there.situations()
    assert outcomes(there, lines) == ["unchanged", "unchanged", "unchanged"]
    assert (there.judgements(), there.situations()) == before
    assert outcomes(here, lines) == ["unchanged", "unchanged", "unchanged"]  # its own
    assert {one.imported_by for one in here.judgements()} == {None}


def test_a_withdrawal_that_came_later_is_taken_in_with_who_and_why(here: Ledger, there: Ledger) -> None:
    made = here.judge("stage", "R", "", claim_of(here, "a"), value="halted")
    imported(there, exported(here))
    here.withdraw(made.id, "Sapt", "the order was lifted")
    assert outcomes(there, exported(here)) == ["withdrawn"]
    (found,), (own,) = there.judgements(), here.judgements()
    assert (found.withdrawn, found.withdrawn_by, found.withdrawn_why) == (own.withdrawn, "Sapt", "the order was lifted")
    assert "halted" not in {event.stage for event in there.events()}


def test_what_was_withdrawn_here_stays_withdrawn(here: Ledger, there: Ledger) -> None:
    made = here.judge("stage", "R", "", claim_of(here, "a"), value="halted")
    lines = exported(here)
    imported(there, lines)
    there.withdraw(made.id, "Flavia", "not so")
    assert outcomes(there, lines) == ["unchanged"]
    assert there.judgements()[0].withdrawn_by == "Flavia"
    assert outcomes(here, exported(there)) == ["withdrawn"]  # and goes back with the next file


def test_of_two_judgements_on_one_claim_the_later_wins_in_both_ledgers(here: Ledger, there: Ledger) -> None:
    here.judge("stage", "R", "", claim_of(here, "a", 1), value="halted")
    there.judge("stage", "S", "", claim_of(there, "a", 1), value="ongoing")
    for one, other in ((here, there), (there, here)):
        assert "new" in outcomes(other, exported(one))
    for ledger in (here, there):
        view = ledger.event(claim_of(ledger, "a", 1))
        assert [one.value for one in sorted(view.judgements, key=lambda one: one.recorded)] == ["halted", "ongoing"]
        assert view.event.stage == "ongoing"


def test_words_are_found_again_in_another_reading(here: Ledger, tmp_path: Path, clock: Clock) -> None:
    here.judge("stage", "R", "", claim_of(here, "b"), value="halted")
    with Ledger(tmp_path / "other.db", clock=clock) as other:
        add(other, *DOCUMENTS, reader=2)  # which marks fewer words as the trigger
        ((taken,), _) = imported(other, exported(here))
        assert not taken.waits
        stages = [one.claim.stage for one in other.event(claim_of(other, "b")).told if one.document.id == "b"]
        assert stages == ["halted"]


# --- what is not here --------------------------------------------------------------------------------------


def test_a_judgement_waits_for_its_document_and_is_heard_when_it_comes(
    here: Ledger, tmp_path: Path, clock: Clock
) -> None:
    here.judge("same", "R", "one act", claim_of(here, "a", 1), claim_of(here, "c", 1))
    here.judge("stage", "R", "", claim_of(here, "c"), value="halted")
    here.link(linker())
    with Ledger(tmp_path / "other.db", clock=clock) as other:
        add(other, DOCUMENTS[0])
        taken, complaints = imported(other, exported(here))
        assert not complaints
        assert [(one.outcome, one.absent) for one in taken] == [(Adopted.NEW, ("c",))] * 2
        assert [one.absent for one in imported(other, exported(here))[0]] == [("c",)] * 2  # it waits still
        add(other, *DOCUMENTS[1:])
        assert [one.waits for one in imported(other, exported(here))[0]] == [False, False]
        assert events_of(other) == events_of(here)


def test_a_judgement_on_words_that_are_not_here_says_so(here: Ledger, tmp_path: Path, clock: Clock) -> None:
    here.judge("stage", "R", "", claim_of(here, "b", 1), value="halted")
    with Ledger(tmp_path / "other.db", clock=clock) as other:
        add(other, numbers("b", [(40, 41, 42)]))
        ((taken,), _) = imported(other, exported(here))
        assert (taken.outcome, taken.unfound) == (Adopted.NEW, ("b",))
        add(other, DOCUMENTS[1])  # the version that was judged
        assert other.event(claim_of(other, "b", 1)).told[0].claim.stage == "halted"


def test_what_waited_goes_with_a_document_that_is_forgotten(here: Ledger, tmp_path: Path, clock: Clock) -> None:
    here.judge("stage", "R", "", claim_of(here, "b"), value="halted")
    with Ledger(tmp_path / "other.db", clock=clock) as other:
        add(other, DOCUMENTS[0])
        imported(other, exported(here))
        add(other, DOCUMENTS[1])
        other.forget("document", "b", "R", "asked for", linker())
        assert other.judgements() == ()
        assert outcomes(other, exported(here)) == ["taken out"]
        assert other.judgements() == ()


def test_where_something_was_taken_out_no_other_quotation_comes_in(here: Ledger, tmp_path: Path, clock: Clock) -> None:
    here.judge("stage", "R", "", claim_of(here, "b", 1), value="halted")
    with Ledger(tmp_path / "other.db", clock=clock) as other:
        add(other, DOCUMENTS[0], numbers("b", [(1, 2), (7, 8, 9)]))
        other.forget("document", "a", "R", "asked for", linker())
        taken, (complaint,) = imported(other, exported(here))
        assert not taken
        assert "it might bring that back" in complaint


# --- what is no judgement ----------------------------------------------------------------------------------


def test_a_damaged_line_is_named_and_the_others_are_taken_in(here: Ledger, there: Ledger) -> None:
    here.judge("stage", "R", "", claim_of(here, "a"), value="halted")
    here.judge("stage", "R", "", claim_of(here, "b"), value="done")
    head, first, second = exported(here).splitlines()
    taken, (complaint,) = imported(there, "\n".join([head, first[:-20], second]))
    assert complaint.startswith("file, line 2: this line is no JSON (")
    assert [one.where for one in taken] == ["file, line 3"]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"kind": "stages"}, "judgement.kind: 'stages' should be one of same, not_same"),
        ({"value": "never"}, "'never' is no stage; it is one of"),
        ({"value": None}, "None is no stage; it is one of"),
        ({"author": " "}, "does not say who made it"),
        ({"author": None}, "the field 'author' is missing"),
        ({"withdrawn": "2025-04-02T00:00:00Z"}, "does not say who withdrew it"),
        ({"recorded": "yesterday"}, "'yesterday' is no time"),
        ({"recorded": "2925-04-01T00:00:00Z"}, "is still to come"),
        ({"id": "../x"}, "is no id of a judgement"),
        ({"subject": None}, "needs the claim that it is about"),
        ({"reason": "\ud800"}, "half a character"),
        ({"subject": {"document": "a", "start": 3, "end": 3, "quote": "x"}}, "points at no words"),
        ({"subject": {"document": "a", "start": 0, "end": 1, "quote": " "}}, "points at no words"),
        ({"subject": {"document": "a", "start": 0, "end": 1, "quote": "1", "after": "x" * 99}}, "more than 64"),
        ({"kind": "party_identifier", "party": "Strelsau", "value": "Q1"}, "hangs on no words"),
        ({"reason": "something else"}, "already that says something else; it stays as it is"),
    ],
)
def test_a_line_that_is_no_judgement_is_named_and_changes_nothing(
    here: Ledger, there: Ledger, changes: dict[str, Any], complaint: str
) -> None:
    here.judge("stage", "R", "", claim_of(here, "a"), value="halted")
    head, line = exported(here).splitlines()
    imported(there, "\n".join([head, line]))
    before = there.judgements()
    taken, (said,) = imported(there, "\n".join([head, moved(line, **changes)]))
    assert not taken
    assert said.startswith("file, line 2: ")
    assert complaint in said
    assert there.judgements() == before


def test_a_situation_is_never_put_in_the_place_of_another(here: Ledger, there: Ledger) -> None:
    here.add_situation("steps", to_json(parse("stage:done")))
    there.add_situation("steps", to_json(parse("stage:planned")))
    taken, (complaint,) = imported(there, exported(here))
    assert not taken
    assert "there is a situation 'steps' already that asks something else" in complaint
    assert [one.query for one in there.situations()] == [to_json(parse("stage:planned"))]


@pytest.mark.parametrize(
    ("situation", "complaint"),
    [
        ([], "has a name and a query"),
        ({"name": "x"}, "has a name and a query"),
        ({"name": " ", "query": to_json(parse("port"))}, "a name that can be read"),
        ({"name": "x", "query": "port"}, "not the JSON of a question"),
        ({"name": "x\ud800", "query": to_json(parse("port"))}, "half a character"),
    ],
)
def test_a_line_that_is_no_situation_is_named(there: Ledger, situation: Any, complaint: str) -> None:
    taken, (said,) = imported(there, json.dumps({"situation": situation}))
    assert not taken and complaint in said
    assert there.situations() == ()


def test_documents_and_judgements_may_stand_in_one_file_in_any_order(here: Ledger, tmp_path: Path) -> None:
    here.judge("stage", "R", "", claim_of(here, "b"), value="halted")
    here.link(linker())
    with Ledger(tmp_path / "other.db") as other:
        lines = exported(here) + "".join(f"{line}\n" for line in export_lines(here))
        assert imported(other, lines)[1] == []
        assert events_of(other) == events_of(here)


# --- what is exported --------------------------------------------------------------------------------------


def test_filters_leave_the_judgements_on_documents_in_which_a_claim_matches(here: Ledger) -> None:
    here.judge("right", "R", "", claim_of(here, "a"))
    here.judge("right", "R", "", claim_of(here, "b"))
    here.judge("same_party", "R", "", "Strelsau", "Ruritania")
    here.add_situation("steps", to_json(parse("stage:done")))
    options = Options()
    raw = b"".join(FORMATS["judgements"].write(here, ClaimFilter(documents=("b",)), options))
    assert [json.loads(line).get("judgement", {}).get("kind") for line in raw.splitlines()] == [None, "right"]
    assert options.tally.lines() == (
        "2 of 3 judgements left out: it hangs on no claim that was asked for",
        "1 of 1 situations left out: it belongs to no claim that was asked for",
    )


def test_for_the_public_nobody_is_told_who_judged_or_why(here: Ledger, there: Ledger) -> None:
    made = here.judge("actor", "Rassendyll", "Flavia told me", claim_of(here, "a"), value="Ruritania; Rupert Hentzau")
    here.withdraw(made.id, "Rassendyll", "Hentzau denies it")
    here.judge("same_party", "Rassendyll", "", "Rupert Hentzau", "Count Rupert")
    here.judge("party_identifier", "Rassendyll", "", "Mexico", value="Q96")
    here.add_situation("Hentzau", to_json(parse("actor:Hentzau")))
    raw = exported(here, public=True)
    assert not [name for name in ("Rassendyll", "Flavia", "Hentzau", "Rupert", made.id) if name in raw]
    assert [json.loads(line).get("judgement", {}).get("kind") for line in raw.splitlines()] == [
        None, "actor", "party_identifier",
    ]  # fmt: skip
    taken, complaints = imported(there, raw)
    assert not taken
    assert "was exported with --public" in complaints[0]


# --- the commands ------------------------------------------------------------------------------------------


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    monkeypatch.setattr("onrecord.cli.machinery.Machinery", FakeMachinery)
    monkeypatch.chdir(tmp_path)
    return runner(capsys)


def test_what_one_researcher_corrected_another_takes_in(command: Command) -> None:
    Path("rows.jsonl").write_text(row("d1") + row("d2"))
    Path("less.jsonl").write_text(row("d1"))
    command("read", "rows.jsonl", "--ledger", "here.db")
    command("read", "less.jsonl", "--ledger", "there.db")
    for n, one in enumerate(command("claims", "--type", "ASSAULT", "--ledger", "here.db", "--json").rows):
        id = one["id"]
        command("judge", "stage", id, "halted", "-m", "the order", "--author", f"Ana {n}", "--ledger", "here.db")
    command("situation", "add", "strikes", "--query", "type:ASSAULT", "--ledger", "here.db")
    command("export", "--format", "judgements", "--output", "judged.jsonl", "--ledger", "here.db")
    made = command("judge", "list", "--ledger", "here.db", "--json").rows
    absent = sum(one["subject"]["document"] == "d2" for one in made)
    ended = command("import", "judged.jsonl", "--ledger", "there.db", "--author", "Ben")
    assert ended.status == 0
    assert ended.out == (
        f"judgements: {len(made)} new; in there.db; {absent} of them waiting\nsituations: 1 new; in there.db\n"
    )
    assert ended.err.count("waits: the ledger has no document 'd2'") == absent > 0
    assert "[taken in on " in command("judge", "list", "--ledger", "there.db").out
    assert "by Ben]" in command("judge", "list", "--ledger", "there.db").out
    again = command("import", "judged.jsonl", "--ledger", "there.db", "--json").rows
    assert {one["outcome"] for one in again} == {"unchanged"}
    assert [one["absent"] for one in again if "absent" in one] == [["d2"]] * absent
    command("read", "rows.jsonl", "--ledger", "there.db")
    stages = [
        [(event["stage"], event["reports"]) for event in command("events", "--ledger", name, "--json").rows]
        for name in ("here.db", "there.db")
    ]
    assert stages[0] == stages[1]


def test_a_line_that_cannot_be_used_makes_the_exit_status_1(command: Command) -> None:
    Path("judged.jsonl").write_text('{"onrecord": "judgements", "version": 1}\n{"judgement": {"id": 1\n')
    ended = command("import", "judged.jsonl")
    assert ended.status == 1
    assert ended.err.startswith("onrecord: judged.jsonl, line 2: this line is no JSON")
    assert ended.out == "documents: none; in onrecord.db; 1 could not be used\n"


def test_many_that_wait_are_counted(command: Command) -> None:
    Path("rows.jsonl").write_text(row("d1"))
    command("read", "rows.jsonl", "--ledger", "here.db")
    id = command("claims", "--ledger", "here.db", "--json").rows[0]["id"]
    with Ledger("here.db") as ledger:
        for n in range(23):
            ledger.judge("right", "R", str(n), id)
    command("export", "--format", "judgements", "--output", "judged.jsonl", "--ledger", "here.db")
    ended = command("import", "judged.jsonl", "--ledger", "there.db")
    assert ended.err.count(" waits: ") == 20
    assert "3 judgements more wait; `--json` names them all" in ended.err
