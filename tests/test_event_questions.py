"""Questions about events: addresses that last, what changed, filters, the day of reporting, situations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ledger_samples import strikes
from linked_samples import linker, numbers, read, summarise
from onrecord.ledger import (
    EmptyQueryError,
    EventChange,
    EventFilter,
    Ledger,
    UnknownEventError,
    UnknownSituationError,
)
from onrecord.records import Document, Extraction, Place, Span


class Clock:
    """A day that tests set, moving on by a second whenever it is asked."""

    now = datetime(2025, 4, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def day(self, day: int) -> None:
        self.now = datetime(2025, 4, day, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    with Ledger(tmp_path / "onrecord.db", clock=clock, summarise=summarise) as ledger:
        yield ledger


def add(ledger: Ledger, *of: Document, **how: object) -> None:
    for one in of:
        ledger.add(one, read(one, **how), str(how))  # type: ignore[arg-type]
    ledger.link(linker())


def only(ledger: Ledger) -> str:
    (event,) = ledger.events()
    return event.id


def moved(ledger: Ledger, since: str, until: str | None = None) -> list[tuple[str, tuple[str, ...]]]:
    return [(change.event.sentence, change.kinds) for change in ledger.changes(since, until)]


# --- addresses -------------------------------------------------------------------------------------------


def test_an_event_is_found_by_its_id_by_the_beginning_of_it_and_by_its_claims(ledger: Ledger) -> None:
    add(ledger, numbers("a", [[1, 2, 3]]), numbers("b", [[1, 2, 3]]))
    event = only(ledger)
    claims = [one.claim.id for one in ledger.claims()]
    for id in (event, event[:9], *claims, claims[1][:9]):
        view = ledger.event(id)
        assert (view.event.id, view.led_from) == (event, ())
        assert [told.anchor.document for told in view.told] == ["a", "b"]
        assert [(d.a.document, d.b.document, d.score) for d in view.decisions] == [("a", "b", 1.0)]
    assert [info.id for info in ledger.documents_of(event)] == ["a", "b"]


@pytest.mark.parametrize("unknown", ["", "zz", "%", "_"])
def test_an_id_that_no_event_had_is_named(ledger: Ledger, unknown: str) -> None:
    add(ledger, numbers("a", [[1]]))
    with pytest.raises(UnknownEventError, match="there is no event"):
        ledger.event(unknown)


def test_a_beginning_that_several_events_have_is_refused_with_their_ids(ledger: Ledger) -> None:
    add(ledger, *(numbers(f"d{n}", [[100 + n]]) for n in range(40)))
    with pytest.raises(UnknownEventError, match="more than one event begins with"):
        for digit in "0123456789abcdef":
            ledger.event(digit)


def test_an_older_claim_gives_its_id_and_the_former_one_leads_on(ledger: Ledger) -> None:
    add(ledger, numbers("b", [[1, 2, 3]]))
    former = only(ledger)
    add(ledger, numbers("a", [[1, 2, 3]]))
    view = ledger.event(former[:12])
    assert view.event.id == only(ledger) != former
    (lead,) = view.led_from
    assert (lead.id, lead.kind, lead.to, lead.at[:10]) == (former, "older", (view.event.id,), "2025-04-01")


def test_events_that_merge_lead_on_to_the_one_they_became(ledger: Ledger) -> None:
    add(ledger, numbers("a", [[1, 2, 3]]), numbers("b", [[7, 8, 9]]))
    kept, gone = (ledger.event(one.claim.id).event.id for one in ledger.claims())
    ledger.judge("same", "R", "", kept, gone)
    ledger.link(linker())
    assert ledger.event(kept).led_from == ()
    assert [(lead.kind, lead.to) for lead in ledger.event(gone).led_from] == [("merged", (kept,))]


def test_an_event_that_splits_leads_to_all_of_its_parts(ledger: Ledger) -> None:
    add(ledger, numbers("b", [[1, 2, 3]]), numbers("c", [[1, 2, 3]]))
    whole = only(ledger)
    one, other = (claim.claim.id for claim in ledger.claims())
    ledger.judge("not_same", "R", "", one, other)
    ledger.judge("same", "R", "", one, other)  # the last one said of a pair wins
    ledger.link(linker())
    assert only(ledger) == whole
    ledger.judge("not_same", "R", "", one, other)
    add(ledger, numbers("a", [[1, 2, 3]]))
    view = ledger.event(whole)
    assert view.event.id == ledger.event(one).event.id
    assert {view.event.id, ledger.event(other).event.id} == {event.id for event in ledger.events()}
    assert [(lead.kind, set(lead.to)) for lead in view.led_from] == [("split", {e.id for e in ledger.events()})]


def test_an_event_whose_words_were_read_otherwise_leads_on(ledger: Ledger) -> None:
    add(ledger, numbers("a", [[1, 2, 3, 4]]))
    former = only(ledger)
    add(ledger, numbers("a", [[1, 2, 3, 4]]), reader=2)
    view = ledger.event(former)
    assert view.event.id == only(ledger) != former
    assert [(lead.kind, lead.to) for lead in view.led_from] == [("corrected", (view.event.id,))]
    add(ledger, numbers("a", [[5, 1, 2, 3, 4]]))
    assert ledger.event(former).event.id == only(ledger) != view.event.id  # the same words, elsewhere
    add(ledger, numbers("a", [[5, 6, 7]]))  # other words, in the same place
    with pytest.raises(UnknownEventError, match="no event any more"):
        ledger.event(former)


def test_an_event_that_was_judged_to_be_none_says_so(ledger: Ledger) -> None:
    add(ledger, numbers("a", [[1, 2, 3]]))
    event, (claim,) = only(ledger), ledger.claims()
    made = ledger.judge("not_event", "R", "a name", event)
    ledger.link(linker())
    assert list(ledger.events()) == []
    for id in (event, claim.claim.id):
        with pytest.raises(UnknownEventError, match="judged"):
            ledger.event(id)
    with Ledger(ledger.path, as_of="2025-03-01") as past, pytest.raises(UnknownEventError, match="there is no event"):
        past.event(event)
    ledger.withdraw(made.id, "R", "")
    ledger.link(linker())
    assert only(ledger) == event


# --- what changed ----------------------------------------------------------------------------------------


def test_what_moved_is_told_and_mere_repeats_are_not(ledger: Ledger, clock: Clock) -> None:
    add(ledger, numbers("a", [[1, 2, 3]], published="2025-04-01"))
    assert moved(ledger, "2025-03-31") == [("1 2 3", ("new",))]
    assert moved(ledger, "2025-04-01") == []
    clock.day(2)
    add(ledger, numbers("b", [[1, 2, 3]], published="2025-04-02"))  # repeats it
    assert moved(ledger, "2025-04-01") == []
    clock.day(3)
    add(ledger, numbers("c", [[9, 9], [1, 2, 3]]), stages={1: "done"})  # of its own
    whole = "1 2 3 / 1 2 3 / 1 2 3"
    assert sorted(moved(ledger, "2025-04-02")) == [(whole, ("stage", "confirmed")), ("9 9", ("new",))]
    clock.day(4)
    add(ledger, numbers("d", [[8, 8], [1, 2, 3]]), denied=[1], stages={1: "done"})
    (change,) = (c for c in ledger.changes("2025-04-03") if c.before is not None)
    assert change.kinds == ("stage", "denied", "confirmed", "disputed")
    assert change.notes == ("done → done, denied", "denied", "2 → 3 independent origins", "now disputed")
    assert change.before is not None
    assert (change.before.disputed, change.event.disputed, change.at[:10]) == (False, True, "2025-04-04")
    assert moved(ledger, "2025-04-01", "2025-04-02") == []


def changed(ledger: Ledger, since: str) -> EventChange:
    (change,) = ledger.changes(since)
    return change


def test_merging_parting_and_ending_are_changes(ledger: Ledger, clock: Clock) -> None:
    add(ledger, numbers("a", [[1, 2, 3]]), numbers("b", [[7, 8, 9]]))
    kept, gone = (ledger.event(one.claim.id).event.id for one in ledger.claims())
    clock.day(2)
    made = ledger.judge("same", "R", "", kept, gone)
    ledger.link(linker())
    change = changed(ledger, "2025-04-01")
    assert (change.event.id, change.kinds[0], change.notes[0]) == (kept, "merged", f"took in {gone[:8]}")
    clock.day(3)
    ledger.withdraw(made.id, "R", "")
    ledger.link(linker())
    assert sorted((c.event.id, c.kinds[0]) for c in ledger.changes("2025-04-02")) == sorted(
        [(kept, "split"), (gone, "split")]
    )
    assert moved(ledger, "2025-04-01") == []  # as if nothing had been
    clock.day(4)
    ledger.judge("not_event", "R", "", gone)
    ledger.judge("stage", "R", "", kept, value="done")
    ledger.link(linker())
    assert sorted((c.event.id, c.kinds) for c in ledger.changes("2025-04-03")) == sorted(
        [(kept, ("stage",)), (gone, ("gone",))]
    )


def test_an_event_that_an_older_claim_renamed_is_not_new(ledger: Ledger, clock: Clock) -> None:
    add(ledger, numbers("b", [[1, 2, 3]]))
    clock.day(2)
    add(ledger, numbers("a", [[4, 4], [1, 2, 3]]), stages={1: "ongoing"})
    changes = {c.event.sentence: c for c in ledger.changes("2025-04-01")}
    assert changes["1 2 3 / 1 2 3"].kinds == ("stage", "confirmed")
    assert changes["1 2 3 / 1 2 3"].before is not None
    assert changes["4 4"].kinds == ("new",)


# --- filters ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (EventFilter(), ["b", "a", "c"]),  # reported last first, the undated last
        (EventFilter(types=("assault",)), ["b", "a", "c"]),
        (EventFilter(types=("AID",)), []),
        (EventFilter(stages=("planned",), polarity="affirmed"), ["b", "a", "c"]),
        (EventFilter(stages=("done",)), []),
        (EventFilter(actors=("ruritania",)), ["b"]),
        (EventFilter(actors=("RUR",)), ["b"]),
        (EventFilter(actors=("UR",)), ["b"]),  # a part of the name
        (EventFilter(actors=("%",)), []),
        (EventFilter(recipients=("CRM",)), ["b"]),
        (EventFilter(sources=("radio BORDURIA",)), ["b"]),
        (EventFilter(sources=("six officials", "nobody")), ["b"]),
        (EventFilter(places=("strelsau",)), ["b"]),
        (EventFilter(places=("ru",)), ["b"]),
        (EventFilter(disputed=True), []),
        (EventFilter(reported_after="2025-04-02"), ["b"]),
        (EventFilter(reported_before="2025-04-01"), ["a"]),
        (EventFilter(reported_before="2025"), ["b", "a"]),
        (EventFilter(after="2025"), []),
        (EventFilter(documents=("a",)), ["a"]),
        (EventFilter(documents=("one/",)), []),
        (EventFilter(words="drone strikes"), ["b"]),
        (EventFilter(words="7"), ["c"]),
    ],
)
def test_events_are_filtered(ledger: Ledger, wanted: EventFilter, found: list[str]) -> None:
    ledger.add(*_strikes(), "1")
    add(ledger, numbers("a", [[1, 2]], published="2025-04-01"), numbers("c", [[7, 8]]))
    assert [event.claims[0].document for event in ledger.events(wanted)] == found
    with Ledger(ledger.path, reported_until="2030", summarise=summarise) as later:
        assert [event.claims[0].document for event in later.events(wanted)] == found


def _strikes() -> tuple[Document, Extraction]:
    """The sample claim, on a trigger of numbers."""
    text = "5 6\n" + strikes().sentence.text
    of = numbers("b", [[5, 6]], published="2025-04-02")
    of = replace(of, text=text)
    found = read(of)
    place = Place(Span.of(text, 0, 1), "Strelsau", country="RU")
    claim = replace(
        strikes(), trigger=Span(0, 3, "5 6"), sentence=Span.of(text, 4, len(text)), place=place, why={}, time=None
    )
    return of, Extraction(found.document, (claim,))


def test_words_to_look_for_are_words(ledger: Ledger) -> None:
    with pytest.raises(EmptyQueryError):
        list(ledger.events(EventFilter(words="—")))


# --- the day of reporting --------------------------------------------------------------------------------


def test_what_was_reported_later_is_left_out_of_every_answer(ledger: Ledger) -> None:
    first = numbers("a", [[1, 2, 3]], published="2025-04-01")
    later = numbers("b", [[9, 9], [1, 2, 3]], published="2025-04-05T10:00:00")
    add(ledger, first)
    add(ledger, later, stages={1: "done"})
    with Ledger(ledger.path, reported_until="2025-04-04", summarise=summarise) as then:
        (event,) = then.events()
        assert (event.reports, event.stage, event.last) == (1, "planned", "2025-04-01")
        assert list(then.events(EventFilter(stages=("done",)))) == []
        assert list(then.events(EventFilter(documents=("b",)))) == []
        assert [told.anchor.document for told in then.event(event.id).told] == ["a"]
        assert [one.info.id for one in then.documents()] == ["a"]
        assert [[info.id for info in group.documents] for group in (*then.origins(), *then.stories())] == [["a"]] * 2
        assert [(c.event.reports, c.kinds) for c in then.changes("2025-03-01")] == [(1, ("new",))]
        nine = next(one for one in ledger.events() if one.sentence == "9 9")
        with pytest.raises(UnknownEventError, match="nobody had reported"):
            then.event(nine.id)
    with Ledger(ledger.path, reported_until="2025-04-05", summarise=summarise) as then:
        assert list(then.events()) == list(ledger.events())


# --- situations ------------------------------------------------------------------------------------------


def test_situations_are_kept_and_remember_the_last_look(ledger: Ledger, clock: Clock) -> None:
    made = ledger.add_situation("strikes", '{"types": ["ASSAULT"]}')
    assert ledger.situations() == (made,)
    assert ledger.look("strikes") is None
    clock.day(2)
    assert (ledger.look("strikes") or "")[:10] == "2025-04-01"
    with Ledger(ledger.path, as_of="2025-04-01") as past:
        assert (past.situations()[0].looked or "")[:10] == "2025-04-01"
    assert (ledger.situations()[0].looked or "")[:10] == "2025-04-02"
    with pytest.raises(UnknownSituationError, match="there is a situation 'strikes' already"):
        ledger.add_situation("strikes", "{}")
    clock.day(3)
    ledger.remove_situation("strikes")
    assert ledger.situations() == ()
    for act in (ledger.remove_situation, ledger.look):
        with pytest.raises(UnknownSituationError, match="there is no situation"):
            act("strikes")
    assert ledger.add_situation("strikes", "{}").looked is None
    with Ledger(ledger.path, as_of="2025-04-02") as past:
        assert [one.query for one in past.situations()] == [made.query]
