"""From the claims of one event to the event: its sentence, parties, time and place, and what it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.event import Told
from onrecord.linking.independence import reported
from onrecord.linking.origins.speakers import independent_sources
from onrecord.linking.summary import summarise
from onrecord.records import Place, Span
from onrecord.records.vocabulary import STAGES, Stage
from told_samples import day, events, party, told

ARMY = party("Ruritanian army", country="RUR")


def place(name: str, id: int | None, country: str | None, precision: int | None) -> Place:
    return Place(Span(0, len(name), name), name, id, 50.0, 14.0, country, None, precision)


def test_the_sentence_has_the_words_of_the_record_and_the_present_stage() -> None:
    event = summarise("e", [told("a", "planned", "2025-03-01", text="The army plans strikes on rebels.")])
    assert event.sentence == "Ruritanian army · planned · strikes → rebels"


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_is_worded_as_done_unless_it_is(stage: Stage) -> None:
    event = summarise("e", [told("a", stage, "2025-03-01")])
    assert ("· done ·" in event.sentence) == (stage == "done")
    assert "not done" in summarise("e", [told("a", "done", polarity="negated")]).sentence


def test_a_dispute_stands_in_the_sentence() -> None:
    no = told("b", "done", "2025-03-02", polarity="negated", by=("Rudolf",))
    event = summarise("e", [told("a", "done", "2025-03-01"), no])
    assert "· done, disputed ·" in event.sentence
    assert event.disputed
    assert [denial.speaker for denial in event.denials] == ["Rudolf"]


def test_the_claim_that_tells_most_words_the_event() -> None:
    vague = told("a", "planned", "2025-03-02", actors=(), recipients=(), text="It plans strikes.")
    full = told("b", "considered", "2025-03-01")
    assert summarise("e", [vague, full]).sentence == "Ruritanian army · planned · strikes → rebels"


def test_descriptions_give_way_to_names_that_they_may_stand_for() -> None:
    described = party("the army", country="RUR")
    event = summarise("e", [told("a", actors=(ARMY,)), told("b", actors=(described,)), told("c", actors=(ARMY,))])
    assert event.actors == ("Ruritanian army",)
    other = party("the rebels", country="SYL")
    event = summarise("e", [told("a", actors=(ARMY,)), told("b", actors=(other,)), told("c", actors=(other,))])
    assert event.actors == ("the rebels", "Ruritanian army")


def test_a_surname_is_its_bearer_and_articles_make_no_other_party() -> None:
    full, short = party("Rudolf Rassendyll", "person"), party("Rassendyll", "person")
    assert summarise("e", [told("a", actors=(short,)), told("b", actors=(full,))]).actors == ("Rudolf Rassendyll",)
    one, other = party("The Hentzau Gang"), party("Hentzau gang")
    assert len(summarise("e", [told("a", actors=(one,)), told("b", actors=(other,))]).actors) == 1


def test_countries_are_those_of_all_parties() -> None:
    to = (party("UN", country="UNO"), party("Sylvania", "country", "SYL"))
    assert summarise("e", [told("a", recipients=to)]).countries == ("RUR", "SYL")


def test_the_most_precise_time_that_most_tell_is_the_events() -> None:
    members = [
        told("a", "done", "2025-03-05", time=day("2025-03-01", "month")),
        told("b", "done", "2025-03-05", time=day("2025-03-02")),
        told("c", "done", "2025-03-05", time=day("2025-03-03")),
        told("d", "done", "2025-03-05", time=day("2025-03-03")),
    ]
    event = summarise("e", members)
    assert (event.start, event.end) == ("2025-03-03", "2025-03-03")


def test_when_it_was_planned_for_is_not_when_it_was_done() -> None:
    planned = told("a", "planned", "2025-03-01", time=day("2025-03-03"))
    assert summarise("e", [planned]).start == "2025-03-03"
    assert summarise("e", [planned, told("b", "done", "2025-03-04")]).start is None
    assert summarise("e", [planned, told("b", "halted", "2025-03-02")]).start is None


def test_the_most_precise_place_in_the_country_that_most_tell_is_the_events() -> None:
    members = [
        told("a", place=place("Ruritania", 1, "RU", 6)),
        told("b", place=place("Strelsau", 2, "RU", 1)),
        told("c", place=place("Klausenburg", 3, "SY", 1)),
        told("d", place=place("the hills", None, None, None)),
    ]
    event = summarise("e", members)
    assert (event.place, event.place_country, event.geonameid) == ("Strelsau", "RU", 2)
    assert summarise("e", members[3:]).place == "the hills"


def test_type_and_mode_are_those_that_most_origins_tell() -> None:
    members = [told("a", type="COERCE"), told("b", type="ASSAULT"), told("c", type="ASSAULT")]
    assert summarise("e", members).type == "ASSAULT"
    copies = [told(f"r{n}", type="COERCE", origin="a") for n in range(9)]
    assert summarise("e", [*members, *copies]).type == "ASSAULT"


def test_forty_repeats_raise_the_reports_and_not_the_origins() -> None:
    first = [told("a", "considered", "2025-03-01", by=("Radio Zenda", "(officials)")), told("b", "done", "2025-03-02")]
    before = summarise("e", first)
    repeats = [
        replace(
            first[0],
            anchor=replace(first[0].anchor, document=f"r{n}"),
            document=replace(first[0].document, id=f"r{n}", source=f"Page {n}", published="2025-03-03"),
        )
        for n in range(40)
    ]
    after = summarise("e", [*first, *repeats])
    assert (after.reports, after.origins, after.speakers) == (before.reports + 40, before.origins, before.speakers)
    assert (after.stage, after.credibility, after.disputed) == (before.stage, before.credibility, before.disputed)


def test_there_is_no_event_without_a_claim() -> None:
    with pytest.raises(ValueError, match="claim"):
        summarise("e", [])


@settings(max_examples=50, deadline=None)
@given(events(), st.randoms())
def test_the_event_depends_on_the_claims_alone(members: list[Told], random: object) -> None:
    event = summarise("e", members)
    shuffled = [*members, members[0]]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert summarise("e", shuffled) == event


@settings(max_examples=50, deadline=None)
@given(events())
def test_counts_are_right_and_the_sentence_tells_the_standing(members: list[Told]) -> None:
    event = summarise("e", members)
    assert event.claims == tuple(sorted(m.anchor for m in members))
    assert event.reports == len({m.document.id for m in members})
    assert event.origins == independent_sources(members).origins
    assert event.named <= event.speakers
    days = [d for d in map(reported, members) if d]
    assert (event.first, event.last) == (min(days, default=None), max(days, default=None))
    assert set(event.deciding) <= set(event.claims)
    assert f"{event.stage}{', disputed' if event.disputed else ''} ·" in event.sentence
    assert "\n" not in event.sentence
