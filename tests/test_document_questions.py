"""What a ledger answers for the pages: versions of a document, whom it repeats, what was touched last, the queue."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger_samples import document
from onrecord.ledger import Ledger, UnknownDocumentError
from onrecord.linking.standard import standard_linker
from onrecord.records import DocumentInfo, Extraction
from web_samples import copied

LONG_AGO = "2000-01-01"


@pytest.fixture
def ledger(story: Path, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(copied(story, tmp_path)) as opened:
        yield opened


def test_a_document_is_given_as_it_is_and_as_each_of_its_versions_was(tmp_path: Path) -> None:
    with Ledger(tmp_path / "l.db") as ledger:
        for text in ("Envoys met.", "Envoys met in Strelsau."):
            made = document("a", text)
            ledger.add(made, Extraction(DocumentInfo.of(made)), "reader 1")
        made = document("a", "Envoys met in Strelsau.")
        ledger.add(made, Extraction(DocumentInfo.of(made)), "reader 2")
        found = ledger.versions("a")
        assert [(v.number, v.characters, v.extractors, v.current) for v in found] == [
            (1, 11, ("reader 1",), False),
            (2, 23, ("reader 1", "reader 2"), True),
        ]
        assert ledger.document("a").document.text == "Envoys met in Strelsau."
        assert ledger.document("a", 1).document.text == "Envoys met."
        assert ledger.versions("b") == ()
        for unknown in (("b", None), ("a", 3)):
            with pytest.raises(UnknownDocumentError):
                ledger.document(*unknown)


def test_a_document_stands_in_one_origin_and_one_story(ledger: Ledger) -> None:
    origins = {info.id: group.id for group in ledger.origins() for info in group.documents}
    stories = {info.id: group.id for group in ledger.stories() for info in group.documents}
    for id in origins:
        origin, story = ledger.origin_of(id), ledger.story_of(id)
        assert origin is not None and story is not None
        assert (origin.id, story.id) == (origins[id], stories[id])
        assert id in [info.id for info in origin.documents]
    assert ledger.origin_of("nobody knows it") is None


def test_the_changes_that_came_last_are_the_first_of_all_changes(ledger: Ledger) -> None:
    event = next(e for e in ledger.events() if e.stage == "planned" and len(e.claims) == 1)
    ledger.judge("stage", "Ada", "a test", event.id, value="considered")
    ledger.link(standard_linker())
    everything = list(ledger.changes(LONG_AGO))
    assert list(ledger.changes(LONG_AGO, latest=len(everything))) == everything
    (last,) = ledger.changes(LONG_AGO, latest=1)
    assert last.event.id == event.id


def test_what_is_gone_is_among_the_changes_that_came_last(ledger: Ledger) -> None:
    event = next(e for e in ledger.events() if len(e.claims) == 1)
    before = ledger.last_moved()
    assert before is not None
    ledger.judge("not_event", "Ada", "a test", event.id)
    ledger.link(standard_linker())
    found = list(ledger.changes(before, latest=5))
    assert [(change.event.id, change.kinds) for change in found] == [(event.id, ("gone",))]
    assert found == list(ledger.changes(before))


def test_when_something_last_moved_follows_what_happens(ledger: Ledger, tmp_path: Path) -> None:
    before = ledger.last_moved()
    event = next(e for e in ledger.events() if e.stage == "planned" and len(e.claims) == 1)
    ledger.judge("stage", "Ada", "a test", event.id, value="considered")
    assert ledger.last_moved() == before  # judged, and not heard yet
    ledger.link(standard_linker())
    after = ledger.last_moved()
    assert before is not None and after is not None and before < after
    with Ledger(tmp_path / "empty.db") as empty:
        assert empty.last_moved() is None


def test_what_was_touched_is_told_once_and_then_only_what_is_new(ledger: Ledger) -> None:
    everything = ledger.touched()
    assert {stand.id for _, stand in everything.came} == {event.id for event in ledger.events()}
    assert not everything.gone
    again = ledger.touched(everything.moment)
    assert (again.came, again.gone) == ((), ())
    event = next(e for e in ledger.events() if e.stage == "planned" and len(e.claims) == 1)
    ledger.judge("stage", "Ada", "a test", event.id, value="considered")
    ledger.link(standard_linker())
    later = ledger.touched(everything.moment)
    keys = {stand.id: key for key, stand in everything.came}
    assert [stand.id for _, stand in later.came] == [event.id]
    assert later.gone == (keys[event.id],)


def test_a_stand_and_a_footing_tell_what_the_event_tells(ledger: Ledger) -> None:
    events = {event.id: event for event in ledger.events()}
    for stand in ledger.stands(events):
        event = events[stand.id]
        assert (stand.type, stand.reports, stand.named) == (event.type, event.reports, event.named)
        assert (stand.disputed, stand.denied) == (event.disputed, bool(event.denials))
    footings = ledger.footings(events)
    assert footings.keys() == events.keys()
    for id, footing in footings.items():
        view = ledger.event(id)
        assert footing.score == pytest.approx(min(member.claim.score for member in view.told))
        assert (footing.joined is None) == (not view.decisions)
    assert ledger.events_of(list(events)[:3]) == {id: events[id] for id in list(events)[:3]}


def test_an_event_counts_as_judged_until_that_is_withdrawn(ledger: Ledger) -> None:
    event = next(e for e in ledger.events() if len(e.claims) == 1)
    made = ledger.judge("stage", "Ada", "right as it is", event.id, value=event.stage)
    ledger.link(standard_linker())
    assert ledger.judged_events() == {event.id}
    ledger.withdraw(made.id, "Ada", "not sure")
    ledger.link(standard_linker())
    assert not ledger.judged_events()
