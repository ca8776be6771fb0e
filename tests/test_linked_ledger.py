"""Linking in the ledger: as if all had been linked at once; every past view as it was; judgements are not lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from linked_samples import linker, numbers, read, summarise
from onrecord.ledger import (
    Ledger,
    LinkOutcome,
    PastLedgerError,
    UnknownEventError,
    UnknownJudgementError,
)
from onrecord.ledger.anchors import Anchors
from onrecord.ledger.errors import BadMomentError
from onrecord.ledger.linked import LinkedStore
from onrecord.linking import judging
from onrecord.linking.engine import link
from onrecord.linking.event import Event, Told
from onrecord.linking.judgement import Judgement, Target
from onrecord.linking.judging import JudgementError
from onrecord.linking.linker import Linker
from onrecord.linking.memory import MemoryStore
from onrecord.linking.model import Anchor, Constraints, Group, Report
from onrecord.records import Document, DocumentInfo, Extraction, dumps


class Clock:
    """Moves on by a minute whenever it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2025, 4, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    with Ledger(tmp_path / "onrecord.db", clock=clock) as ledger:
        yield ledger


def copied(folders: pytest.TempPathFactory) -> Path:
    """A new ledger, copied from one that was made once, for that is what takes the time."""
    made = folders.getbasetemp() / "empty.db"
    if not made.exists():
        with Ledger(made):
            pass
    return Path(shutil.copy(made, folders.mktemp("ledger") / "onrecord.db"))


def add(ledger: Ledger, of: Document, reader: int = 1) -> None:
    ledger.add(of, read(of, reader), str(reader))


def places_of(ledger: Ledger) -> dict[Target, Anchor | None]:
    texts = {one.document.id: one for one in ledger.extractions()}
    return {
        target: judging.find_again(
            target, texts[target.document].document.text, texts[target.document].extraction.claims
        )
        for target in judging.targets(ledger.judgements())
    }


def at_once(ledger: Ledger, by: Linker) -> tuple[list[Event], dict[str, list[tuple[str, tuple[str, ...]]]]]:
    """What linking everything that is in the ledger at once, in memory, comes to."""
    reports = [Report(one.document, one.extraction) for one in ledger.extractions()]
    places = places_of(ledger)
    constraints = judging.constraints(ledger.judgements(), places)
    stores = {relation.name: MemoryStore() for relation in by.relations}
    for relation in by.relations:
        link(relation, stores[relation.name], reports, (), constraints if relation.name == "event" else Constraints())
    origins = {m.document: group.members[0].document for group in stores["origin"].groups() for m in group.members}
    about = judging.about(ledger.judgements(), places)
    claims = {
        Anchor(report.document.id, claim.trigger.start, claim.trigger.end): (report, claim)
        for report in reports
        for claim in report.extraction.claims
    }
    events = []
    for group in stores["event"].groups():
        told = []
        for anchor in group.members:
            report, claim = claims[anchor]
            result = judging.corrected(claim, about.get(anchor, ()))
            if result is not None:
                told.append(Told(anchor, result[0], report.extraction.document, origins[anchor.document], result[1]))
        if told:
            events.append(by.summarise(group.id, told))
    groups = {
        name: [(group.id, tuple(m.document for m in group.members)) for group in stores[name].groups()]
        for name in ("origin", "story")
    }
    return sorted(events, key=lambda event: event.id), groups


def in_ledger(ledger: Ledger) -> tuple[list[Event], dict[str, list[tuple[str, tuple[str, ...]]]]]:
    groups = {
        name: [(group.id, tuple(info.id for info in group.documents)) for group in found]
        for name, found in (("origin", ledger.origins()), ("story", ledger.stories()))
    }
    return sorted((replace(event, cautions=()) for event in ledger.events()), key=lambda event: event.id), groups


def everything(ledger: Ledger) -> list[str]:
    """All that a ledger tells, with what each event rests on, for comparing two views of it."""
    found = [dumps(event) for event in ledger.events()]
    for event in ledger.events():
        view = ledger.event(event.id)
        found += [dumps(told) for told in view.told] + [dumps(d) for d in view.decisions]
        found += [dumps(judgement) for judgement in view.judgements]
    found += [dumps(group) for group in (*ledger.origins(), *ledger.stories())]
    found += [dumps(one.info) + one.extractor for one in ledger.documents()]
    found += [dumps(one.claim) for one in ledger.claims()]
    found += [dumps(source) for source in ledger.sources()]
    found += [dumps(judgement) for judgement in ledger.judgements()]
    return found + [dumps(situation) for situation in ledger.situations()]


rows = st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=4), min_size=1, max_size=3)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 7), rows, st.integers(1, 3)),
        st.tuples(st.just("reread"), st.integers(0, 7), st.just(None), st.integers(1, 3)),
        st.tuples(st.just("judge"), st.integers(0, 20), st.integers(0, 20), st.integers(0, 5)),
        st.tuples(st.just("withdraw"), st.integers(0, 5), st.just(None), st.just(0)),
        st.tuples(st.just("link"), st.just(0), st.just(None), st.just(0)),
    ),
    min_size=2,
    max_size=14,
)
KINDS = ("same", "same", "not_same", "not_event", "stage", "polarity")


def take(ledger: Ledger, step: tuple[str, int, object, int], by: Linker) -> None:
    """One step of a history; one that is not possible then does nothing."""
    action, first, second, third = step
    if action == "add":
        add(ledger, numbers(f"d{first}", second), third)  # type: ignore[arg-type]
    elif action == "reread":
        for one in ledger.extractions():
            if one.document.id == f"d{first}":
                add(ledger, one.document, third)
    elif action == "judge":
        claims = [one.claim.id for one in ledger.claims()]
        if claims:
            kind = KINDS[third]
            subject, other = claims[first % len(claims)], claims[int(str(second)) % len(claims)]
            value = {"stage": "done", "polarity": "negated"}.get(kind)
            if "same" in kind and subject == other:
                return  # nothing to judge
            ledger.judge(kind, "R", "", subject, other if "same" in kind else None, value)  # type: ignore[arg-type]
    elif action == "withdraw":
        standing = [one.id for one in ledger.judgements() if one.withdrawn is None]
        if standing:
            ledger.withdraw(standing[first % len(standing)], "R", "")
    else:
        ledger.link(by)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_whatever_came_before_the_result_is_that_of_linking_everything_at_once(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, int, object, int]]
) -> None:
    with Ledger(copied(tmp_path_factory), clock=Clock()) as ledger:
        for step in history:
            take(ledger, step, linker())
        ledger.link(linker())
        assert ledger.pending() == 0
        assert in_ledger(ledger) == at_once(ledger, linker())
        assert ledger.link(linker()) == LinkOutcome()
        other = linker("2", least=0.6)
        assert ledger.link(other).relinked
        assert in_ledger(ledger) == at_once(ledger, other)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_a_view_of_the_past_is_what_was_seen_then(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, int, object, int]]
) -> None:
    clock = Clock()
    path = copied(tmp_path_factory)
    seen = []
    with Ledger(path, clock=clock) as ledger:
        for step in history:
            take(ledger, step, linker())
            seen.append((clock.now.isoformat(), everything(ledger)))
        ledger.link(linker("2", least=0.6))
        seen.append((clock.now.isoformat(), everything(ledger)))
    for moment, expected in seen:
        with Ledger(path, as_of=moment) as past:
            assert everything(past) == expected


def test_judging_and_withdrawing_restores_what_was(ledger: Ledger) -> None:
    for n, lines in enumerate([[[1, 2, 3], [4, 5]], [[1, 2, 9], [4, 5]], [[7, 8]]]):
        add(ledger, numbers(f"d{n}", lines))
    ledger.link(linker())
    before = in_ledger(ledger)
    claims = [one.claim.id for one in ledger.claims()]
    made = [
        ledger.judge("same", "R", "one act", claims[0], claims[4]),
        ledger.judge("not_same", "R", "two acts", claims[1], claims[3]),
        ledger.judge("not_event", "R", "", claims[2]),
        ledger.judge("stage", "R", "", claims[0], value="done"),
    ]
    assert ledger.pending() == len(made)
    assert ledger.link(linker()).judgements == len(made)
    assert in_ledger(ledger) == at_once(ledger, linker())
    assert in_ledger(ledger) != before
    for judgement in made:
        ledger.withdraw(judgement.id[:6], "S", "mistaken")
    ledger.link(linker())
    assert in_ledger(ledger) == before
    assert [(one.author, one.withdrawn_by, one.withdrawn_why) for one in ledger.judgements()] == [
        ("R", "S", "mistaken")
    ] * 4


def test_a_judgement_outlives_a_new_reading_and_a_new_version(ledger: Ledger) -> None:
    add(ledger, numbers("a", [[1, 2, 3], [7, 8]]))
    add(ledger, numbers("b", [[4, 5, 6]]))
    ledger.link(linker())
    one, other = (claim.claim.id for claim in ledger.claims() if claim.claim.trigger.text in ("1 2 3", "4 5 6"))
    ledger.judge("same", "R", "", one, other)
    ledger.judge("stage", "R", "", one, value="done")
    add(ledger, numbers("a", [[1, 2, 3], [7, 8]]), reader=2)  # the trigger is one word shorter now
    ledger.link(linker())
    view = ledger.event(ledger.event(other).event.id)
    assert [told.claim.trigger.text for told in view.told] == ["1 2", "4 5 6"]
    assert (view.told[0].claim.stage, view.told[0].corrected) == ("done", ("stage",))
    assert len(view.judgements) == 2
    add(ledger, numbers("a", [[9, 9, 9, 9], [1, 2, 3], [7, 8]]))
    ledger.link(linker())
    view = ledger.event(other)
    assert [told.claim.trigger.text for told in view.told] == ["1 2 3", "4 5 6"]
    assert (view.told[0].claim.stage, view.told[0].corrected) == ("done", ("stage",))


def test_the_past_is_not_written_to(ledger: Ledger) -> None:
    add(ledger, numbers("a", [[1]]))
    with Ledger(ledger.path, as_of="2025-04-01") as past:
        for write in (
            lambda: add(past, numbers("b", [[1]])),
            lambda: past.link(linker()),
            lambda: past.judge("not_event", "R", "", "x"),
            lambda: past.withdraw("x", "R", ""),
            lambda: past.add_situation("x", "{}"),
            lambda: past.look("x"),
            past.ensure_writable,
        ):
            with pytest.raises(PastLedgerError, match="leave the date out"):
                write()


@pytest.mark.parametrize("said", ["", "yesterday", "2025-13-01", "2025-04", "2025-02-30T10:00"])
def test_what_is_no_date_is_named(ledger: Ledger, said: str) -> None:
    with pytest.raises(BadMomentError, match="write one as"):
        Ledger(ledger.path, as_of=said)


def test_a_day_means_its_end_and_a_date_time_that_moment(ledger: Ledger, clock: Clock) -> None:
    for day in (1, 2, 3):
        clock.now = datetime(2025, 4, day, 12, tzinfo=UTC)
        add(ledger, numbers(f"d{day}", [[day]]))
    for as_of, count in (
        ("2025-03-31", 0), ("2025-04-01", 1), ("2025-04-02T11:00", 1), ("2025-04-02T12:01:00", 2),
        ("2025-04-02T14:00+02:00", 1), ("2025-04-02T14:01+02:00", 2), ("2025-04-02", 2), ("2030-01-01", 3),
    ):  # fmt: skip
        with Ledger(ledger.path, as_of=as_of) as past:
            assert len(list(past.documents())) == count, as_of


def test_a_clock_that_is_set_back_reorders_nothing(ledger: Ledger, clock: Clock) -> None:
    add(ledger, numbers("a", [[1]]))
    clock.now -= timedelta(days=30)
    add(ledger, numbers("b", [[1]]))
    with Ledger(ledger.path, as_of="2025-04-01") as past:
        assert len(list(past.documents())) == 2
    with Ledger(ledger.path, as_of="2025-03-15") as past:
        assert not list(past.documents())


def test_an_unknown_judgement_is_named(ledger: Ledger) -> None:
    add(ledger, numbers("a", [[1]]))
    (claim,) = ledger.claims()
    made = ledger.judge("not_event", "R", "", claim.claim.id)
    ledger.withdraw(made.id, "R", "")
    with pytest.raises(UnknownJudgementError, match="withdrawn before"):
        ledger.withdraw(made.id, "R", "")
    for unknown in ("", "zz"):
        with pytest.raises(UnknownJudgementError, match="there is no judgement"):
            ledger.withdraw(unknown, "R", "")


def test_a_field_is_judged_on_one_claim(ledger: Ledger) -> None:
    for id in ("a", "b"):
        add(ledger, numbers(id, [[1, 2, 3]]))
    ledger.link(linker())
    (event,) = ledger.events()
    with pytest.raises(JudgementError, match="rests on 2 claims"):
        ledger.judge("stage", "R", "", event.id, value="done")
    with pytest.raises(UnknownEventError, match="there is no event and no claim"):
        ledger.judge("stage", "R", "", "nothing", value="done")
    with pytest.raises(judging.JudgementError):
        ledger.judge("stage", "R", "", next(ledger.claims()).claim.id, value="never")


def test_parties_are_judged_by_name(ledger: Ledger) -> None:
    made = ledger.judge("same_party", "R", "one office", "Government of Ruritania", "Strelsau")
    assert (made.party, made.other_party) == ("Government of Ruritania", "Strelsau")
    assert ledger.judgements() == (made,)
    assert replace(made, id="") == Judgement(
        "", "same_party", "R", "one office", made.recorded, None, None, "Government of Ruritania", "Strelsau"
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.integers(0, 9), unique=True, min_size=1, max_size=8), min_size=1, max_size=6))
def test_members_of_a_group_keep_their_order_however_they_come_and_go(
    tmp_path_factory: pytest.TempPathFactory, orders: list[list[int]]
) -> None:
    relation = linker().relation("event")
    with Ledger(copied(tmp_path_factory), clock=Clock()) as ledger:
        add(ledger, numbers("a", [[1]]))
        ledger.link(linker())
        held = Group("an id", ())
        for order in orders:
            after = Group("an id", tuple(Anchor("a", n, n + 1) for n in order))
            with ledger._writing() as (connection, stamp):
                store = LinkedStore(connection, Anchors(connection), relation, 1, stamp.key)
                store.groups_of(held.members)
                store.regroup([held] if held.members else [], [after])
            with ledger._writing() as (connection, stamp):
                store = LinkedStore(connection, Anchors(connection), relation, 1, stamp.key)
                assert store.groups_of(after.members[-1:]) == [after]
            held = after


def test_one_more_member_costs_one_row(ledger: Ledger) -> None:
    for n in range(4):
        add(ledger, numbers(f"d{n}", [[1, 2, 3]]))
        ledger.link(linker())
    with ledger._reading() as connection:
        rows = connection.execute(text("SELECT count(*) FROM memberships")).scalar_one()
    assert rows == 3 * 4  # one in its origin, its story, its event


def test_an_id_leads_on_in_the_same_words_whatever_joined_later(ledger: Ledger, clock: Clock) -> None:
    """What a former id says of itself in a view of the past is what it said then."""
    add(ledger, numbers("b", [[1, 2, 3, 4]], "2025-03-05"))
    add(ledger, numbers("c", [[6, 7, 8, 9]], "2025-03-06"))
    ledger.link(linker())
    former = next(event for event in ledger.events() if event.claims[0].document == "b")
    add(ledger, numbers("a", [[1, 2, 3, 4]], "2025-03-04"))
    ledger.link(linker())
    assert [lead.kind for lead in ledger.event(former.id).led_from] == ["older"]
    then, seen = clock.now.isoformat(), ledger.event(former.id)
    one, other = (next(c.claim.id for c in ledger.claims() if c.document.id == id) for id in ("a", "c"))
    ledger.judge("same", "R", "one act", one, other)
    ledger.link(linker())
    with Ledger(ledger.path, as_of=then) as past:
        assert past.event(former.id) == seen


def test_what_an_article_said_is_shown_as_retracted_when_its_text_was_replaced(ledger: Ledger, clock: Clock) -> None:
    add(ledger, numbers("a", [[1, 2, 3]]))
    ledger.link(linker())
    (event,) = ledger.events()
    (claim,) = ledger.claims()
    then = clock.now.isoformat()
    assert ledger.cautions(claim) == ()
    note = "This article was retracted on 30 March 2025 because its source was invented."
    gone = Document("a", note)
    ledger.add(gone, Extraction(DocumentInfo.of(gone)), "1")
    ledger.link(linker())
    (caution,) = ledger.cautions(ledger.claim(claim.claim.id))
    assert caution == f"retracted by the outlet on 2025-03-30: “{note}”"
    with pytest.raises(UnknownEventError, match=r"no event any more: retracted by the outlet .*--as-of 2025-04-01T"):
        ledger.event(event.id)
    with Ledger(ledger.path, as_of=then) as past:
        assert past.cautions(past.claim(claim.claim.id)) == ()
        assert past.event(event.id).event == event


def test_events_that_were_joined_can_be_parted_by_the_ids_they_had(ledger: Ledger) -> None:
    add(ledger, numbers("a", [[1, 2, 3]]))
    add(ledger, numbers("b", [[7, 8, 9]]))
    ledger.link(linker())
    before = in_ledger(ledger)
    one, other = (event.id for event in ledger.events())
    ledger.judge("same", "R", "one act", one, other)
    ledger.link(linker())
    assert len(list(ledger.events())) == 1
    ledger.judge("not_same", "R", "two acts", one, other)
    ledger.link(linker())
    assert in_ledger(ledger) == before


def test_nobody_judges_one_thing_against_itself(ledger: Ledger) -> None:
    add(ledger, numbers("a", [[1, 2, 3]]))
    ledger.link(linker())
    (claim,), (event,) = ledger.claims(), ledger.events()
    with pytest.raises(JudgementError, match=r"both ids stand for one claim, “1 2 3” .*give two claims"):
        ledger.judge("not_same", "R", "", claim.claim.id, event.id)
    with pytest.raises(JudgementError, match="names of two parties"):
        ledger.judge("same_party", "R", "", "Ruritania", "RURITANIA")
    assert ledger.judgements() == ()


def test_what_was_reported_by_a_day_is_not_retracted_by_what_came_later(ledger: Ledger) -> None:
    page = "https://harbour-ledger.example/strikes"
    add(ledger, numbers("a", [[1, 2, 3]], "2025-03-01", page))
    gone = Document("b", "This article has been retracted.", url=page, published="2025-03-09")
    ledger.add(gone, Extraction(DocumentInfo.of(gone)), "1")
    ledger.link(linker())
    (event,) = ledger.events()
    assert len(event.cautions) == 1
    for day, count in (("2025-03-08", 0), ("2025-03-09", 1)):
        with Ledger(ledger.path, reported_until=day, summarise=summarise) as cut:
            assert [len(one.cautions) for one in cut.events()] == [count]
            assert [len(told.cautions) for told in cut.event(event.id).told] == [count]
