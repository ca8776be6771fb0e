"""Who is who in one ledger: names that are one party's, people kept apart, judgements, private persons, dossiers."""

from __future__ import annotations

import json
import random
import time as clock
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.event import Event, Told
from onrecord.linking.judgement import Judgement, JudgementKind
from onrecord.linking.model import Report
from onrecord.linking.parties.dossier import dossier
from onrecord.linking.parties.names import folded, is_proper, known
from onrecord.linking.parties.register import Entry, Register, register
from onrecord.linking.parties.sightings import Sighting, short_forms, sightings
from onrecord.records import Document, Extraction, Link, Party, Span, decode, dumps
from told_samples import party, said_by, told


def person(name: str, words: str | None = None, country: str | None = None, sector: str | None = None) -> Party:
    return replace(party(name, "person", country), span=Span(0, len(words or name), words or name), sector=sector)


def body(name: str, country: str | None = None, sector: str | None = "GOV") -> Party:
    return replace(party(name, "organization", country), sector=sector)


def report(
    id: str,
    actors: Iterable[Party] = (),
    recipients: Iterable[Party] = (),
    by: tuple[str, ...] = (),
    text: str = "",
    day: str | None = "2025-03-04",
) -> Report:
    claim = told(id, actors=tuple(actors), recipients=tuple(recipients), by=by).claim
    document = Document(id, text, published=day)
    info = replace(told(id).document, id=id, published=day)
    return Report(document, Extraction(info, (claim,)))


def seen(*reports: Report) -> list[Sighting]:
    return [sighting for one in reports for sighting in sightings(one)]


def one(found: Register, name: str) -> Entry:
    (match,) = found.find(name)
    return match.entry


def judged(kind: JudgementKind, name: str, other: str | None = None, value: str | None = None, n: int = 1) -> Judgement:
    return Judgement(f"j{n}", kind, "Ana Brun", "", f"2025-04-{n:02d}", party=name, other_party=other, value=value)


NAVY = body("Ruritanian Navy", "RUR", "MIL")
FLEET = body("Elphberg Brigade", None, "MIL")


# names


@pytest.mark.parametrize(
    "name", ["Ruritanian Navy", "Zenda police", "Bank of Zenda", "Rupert Hentzau", "NATO", "Black Michael’s Guard"]
)
def test_a_name_is_told(name: str) -> None:
    assert is_proper(name)


@pytest.mark.parametrize(
    "name", ["police", "They", "two gangs", "many Ruritanians", "Police", "at least 20", "“I", "it"]
)
def test_from_what_only_describes(name: str) -> None:
    assert not is_proper(name)


def test_spellings_of_one_name_fold_into_one() -> None:
    assert folded("The Élysée  Palace") == folded("ELYSEE PALACE") == folded("Elysee-Palace")


def test_the_tables_know_a_name_by_its_aliases_but_no_word_in_small_letters() -> None:
    america = known("USA")
    assert america is not None and america.name == "United States"
    assert known("us") is None


def test_a_document_introduces_its_acronyms() -> None:
    text = "The Ruritanian Naval Command (RNC) and the Order of the Red Rose (ORR) met (on Monday) in Zenda (ABC)."
    assert short_forms(text) == {"rnc": "ruritanian naval command", "orr": "order of the red rose"}


# one party, one entry


def test_accents_case_and_articles_make_no_other_party() -> None:
    found = register(seen(report("a", [body("Café de Zenda")]), report("b", [body("The CAFE de Zenda")])))
    assert len(found.entries) == 1
    assert found.entries[0].mentions == 2


def test_an_entry_counts_and_dates_its_mentions() -> None:
    found = register(seen(report("a", [NAVY], day="2025-03-09"), report("b", (), [NAVY], day="2025-03-02")))
    entry = one(found, "ruritanian navy")
    assert (entry.mentions, entry.documents, entry.actor, entry.recipient) == (2, 2, 1, 1)
    assert (entry.first, entry.last) == ("2025-03-02", "2025-03-09")
    assert (entry.kind, entry.country, entry.sectors) == ("organization", "RUR", ("MIL",))


def test_a_country_is_one_by_whatever_name() -> None:
    usa = party("United States", "country", "USA")
    found = register(seen(report("a", [usa]), report("b", [replace(usa, name="America")])))
    assert one(found, "USA") == one(found, "America") == one(found, "United States")


def test_persons_who_share_a_surname_stay_apart() -> None:
    rupert, jan = person("Rupert Hentzau", sector="GOV"), person("Jan Hentzau", sector="GOV")
    found = register(seen(report("a", [rupert]), report("b", [jan]), report("c", [person("Hentzau")])))
    assert {match.entry.name for match in found.find("Hentzau")} == {"Rupert Hentzau", "Jan Hentzau"}
    assert [match.by for match in found.find("Hentzau")] == ["part", "part"]


def test_a_title_with_a_surname_is_the_one_who_holds_that_office_there() -> None:
    full = person("Rupert Hentzau", "President Rupert Hentzau", "RUR", "GOV")
    short = person("Hentzau", "President Hentzau", "RUR", "GOV")
    found = register(seen(report("a", [full]), report("b", [short])))
    assert one(found, "Hentzau").names == ("Rupert Hentzau", "Hentzau")
    rival = person("Jan Hentzau", "President Jan Hentzau", "RUR", "GOV")
    found = register(seen(report("a", [full]), report("b", [short]), report("c", [rival])))
    assert len(found.entries) == 3
    abroad = register(seen(report("a", [full]), report("b", [replace(short, country="BOR")])))
    assert len(abroad.entries) == 2


def test_a_middle_initial_makes_no_other_person_but_two_different_ones_do() -> None:
    names = ["Rupert Hentzau", "Rupert H. Hentzau", "Rupert K. Hentzau"]
    people = [report(name, [person(name, f"Gen. {name}", sector="MIL")]) for name in names]
    assert len(register(seen(*people[:2])).entries) == 1
    assert len(register(seen(*people)).entries) == 3
    untitled = [report(name, [person(name, sector="GOV")]) for name in names[:2]]
    assert len(register(seen(*untitled)).entries) == 2


def test_an_office_is_apart_from_who_holds_it() -> None:
    holder = person("Rupert Hentzau", "President Rupert Hentzau", "AUT", "GOV")
    office = person("Austrian president", "the Austrian president", "AUT", "GOV")
    found = register(seen(report("a", [holder]), report("b", [office])))
    assert {entry.kind for entry in found.entries} == {"office", "person"}
    assert one(found, "president of Austria").kind == "office"


def test_an_acronym_is_joined_where_the_document_introduces_it_and_nowhere_else() -> None:
    full, short = body("Ruritanian Naval Command", "RUR"), body("RNC", "RUR")
    text = "The Ruritanian Naval Command (RNC) fired."
    told_there = seen(report("a", [full, short], text=text))
    assert register(told_there).entries[0].names == ("Ruritanian Naval Command", "RNC")
    elsewhere = register([*told_there, *seen(report("b", [body("RNC", "BOR")]))])
    assert {match.entry.country for match in elsewhere.find("RNC")} == {"RUR", "BOR"}


def test_courts_of_two_states_are_two() -> None:
    courts = [report(c, [body("High Chamber", c, "JUD")]) for c in ("RUR", "BOR")]
    assert len(register(seen(*courts)).entries) == 2
    nowhere = report("x", [body("High Chamber", None, "JUD")])
    assert len(register(seen(courts[0], nowhere)).entries) == 1
    assert len(register(seen(*courts, nowhere)).entries) == 3


# who is not in the register


def test_whoever_is_not_named_is_not_in_the_register() -> None:
    unnamed = replace(party("gunmen", "unnamed"))
    assert seen(report("a", [unnamed, person("he"), body("police")], by=("(officials)",))) == []


def test_no_private_person_is_followed() -> None:
    private = person("Flavia Elphberg")
    assert register(seen(report("a", [private]))).entries == ()
    assert register(seen(report("a", (), [private]), report("b", (), [private]))).entries == ()
    suspected = report("a", [private]), report("b", [private])
    assert register(seen(*suspected)).entries == ()
    speaks = report("a", by=("Flavia Elphberg",)), report("b", by=("Flavia Elphberg",))
    assert one(register(seen(*speaks)), "Flavia Elphberg")
    assert one(register(seen(report("a", (), [person("Flavia Elphberg", "Judge Flavia Elphberg")]))), "Elphberg")


def test_copies_of_one_report_make_nobody_public() -> None:
    found = seen(report("a", by=("Flavia Elphberg",)), report("b", by=("Flavia Elphberg",)))
    assert len(register(found).entries) == 1
    assert register(found, (), {"b": "a"}).entries == ()


def test_a_publisher_is_not_spoken_of() -> None:
    assert seen(report("a")) == []


def test_what_one_document_names_can_be_kept_beside_it() -> None:
    for sighting in seen(report("a", [NAVY], [person("Rupert Hentzau")])):
        assert decode(Sighting, json.loads(dumps(sighting))) == sighting


# judgements


def test_people_say_that_two_names_are_one_party_and_take_it_back() -> None:
    found = seen(report("a", [NAVY]), report("b", [FLEET]))
    same = judged("same_party", "Ruritanian Navy", "Elphberg Brigade")
    merged = register(found, [same])
    assert len(merged.entries) == 1
    assert one(merged, "Elphberg Brigade") == one(merged, "Ruritanian Navy")
    assert register(found, [replace(same, withdrawn="2025-05-01")]) == register(found)


def test_people_keep_apart_what_the_form_would_join() -> None:
    names = ("Rupert Hentzau", "Rupert H. Hentzau")
    found = seen(*(report(name, [person(name, f"Gen. {name}", sector="MIL")]) for name in names))
    assert len(register(found).entries) == 1
    apart = judged("not_same_party", "Rupert H. Hentzau", "Rupert Hentzau")
    assert len(register(found, [apart]).entries) == 2
    again = judged("same_party", "Rupert Hentzau", "Rupert H. Hentzau", n=2)
    assert len(register(found, [again, apart]).entries) == 1


def test_the_ids_of_merged_entries_lead_to_the_one_that_is_left() -> None:
    found = seen(report("a", [NAVY]), report("b", [FLEET]))
    before = register(found)
    after = register(found, [judged("same_party", "Ruritanian Navy", "Elphberg Brigade")])
    for entry in before.entries:
        for id in (entry.id, entry.id[:8]):
            (match,) = after.find(id)
            assert (match.entry, match.by) == (after.entries[0], "id")


def test_an_identifier_is_given_by_people_and_the_latest_counts() -> None:
    found = seen(report("a", [NAVY]), report("b", [FLEET]))
    first = judged("party_identifier", "Ruritanian Navy", value="Q1")
    second = judged("party_identifier", "ruritanian navy", value="Q2", n=2)
    assert one(register(found, [second, first]), "Ruritanian Navy").identifier == "Q2"
    assert one(register(found, [first, replace(second, withdrawn="x")]), "Ruritanian Navy").identifier == "Q1"
    both = register(found, [first, judged("party_identifier", "Elphberg Brigade", value="Q1", n=2)])
    assert len(both.entries) == 1


def test_a_judgement_that_names_nobody_or_several_is_named_and_not_guessed_at() -> None:
    found = seen(*(report(c, [body("High Chamber", c)]) for c in ("RUR", "BOR")), report("x", [NAVY]))
    vague = judged("same_party", "High Chamber", "Ruritanian Navy")
    nobody = judged("party_identifier", "Count of Zenda", value="Q9", n=2)
    after = register(found, [vague, nobody])
    assert set(after.unheard) == {"j1", "j2"}
    assert len(after.entries) == 3


NAMES = ["Rupert Hentzau", "Rupert H. Hentzau", "Jan Hentzau", "Hentzau", "Ruritanian Navy", "Elphberg Brigade", "RNC"]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["RUR", "BOR", None])), max_size=8),
    st.lists(st.tuples(st.booleans(), st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=4),
    st.randoms(use_true_random=False),
)
def test_the_order_of_documents_and_judgements_does_not_matter(
    named: list[tuple[str, str | None]], pairs: list[tuple[bool, str, str]], chance: random.Random
) -> None:
    def of(name: str, country: str | None) -> Party:
        return person(name, f"President {name}", country, "GOV") if "Hentzau" in name else body(name, country)

    found = seen(*(report(f"d{n}", [of(*both)]) for n, both in enumerate(named)))
    judgements = [
        judged("same_party" if same else "not_same_party", a, b, n=n + 1) for n, (same, a, b) in enumerate(pairs)
    ]
    expected = register(found, judgements)
    chance.shuffle(found)
    chance.shuffle(judgements)
    again = register(found, judgements)
    assert again.entries == expected.entries
    assert set(again.unheard) == set(expected.unheard)
    assert len({entry.id for entry in again.entries}) == len(again.entries)


def test_forty_five_thousand_claims_take_seconds() -> None:
    chance = random.Random(3)
    bodies = [body(f"Office{chr(97 + n % 26)} Number{n}", "RUR") for n in range(4000)]
    people = [person(f"Given{n % 97}x Family{n}", sector="GOV") for n in range(4000)]
    claim = told("a").claim
    reports = []
    for n in range(3000):
        claims = tuple(
            replace(claim, actors=(chance.choice(people),), recipients=(chance.choice(bodies),), attribution=said_by())
            for _ in range(15)
        )
        info = replace(told("a").document, id=f"d{n}", published="2025-03-04")
        reports.append(Report(Document(f"d{n}", ""), Extraction(info, claims)))
    began = clock.process_time()
    found = register(seen(*reports))
    assert clock.process_time() - began < 10  # about 1.5 on one idle core
    assert len(found.entries) == 8000


# dossiers


def event(id: str, members: list[Told], **more: object) -> Event:
    made = Event(
        id=id, sentence=f"sentence of {id}", type="ASSAULT", mode=None, contexts=(), actors=(), recipients=(),
        countries=(), start=None, end=None, place=None, place_country=None, geonameid=None, lat=None, lon=None,
        stage="planned", polarity="affirmed", certainty="certain", disputed=False, deciding=(), ladder=(), denials=(),
        reports=1, origins=1, speakers=1, named=1, first=None, last=None, credibility=6,
        claims=tuple(member.anchor for member in members),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_dossier_tells_what_a_party_does_suffers_and_says_by_stage() -> None:
    general = Link("person", "Rupert Hentzau", "RUR", "MIL", source=(Span(0, 15, "Gen. Rupert Hentzau"),))
    strike = told("a", actors=(NAVY,), recipients=(FLEET,), published="2025-03-04")
    denial = told(
        "b", "done", actors=(NAVY,), recipients=(), polarity="negated", published="2025-03-05",
        chain=(Link("outlet", "The Courier"), general),
    )  # fmt: skip
    raid = told("c", "done", actors=(FLEET,), recipients=(NAVY,), published="2025-03-06")
    members = [strike, denial, raid]
    found = register([s for one in members for s in sightings(
        Report(Document(one.document.id, ""), Extraction(one.document, (one.claim,)))
    )])  # fmt: skip
    events = [event("e1", [strike, denial]), event("e2", [raid], stage="done")]
    navy = dossier(one(found, "Ruritanian Navy"), found, events, members)
    assert [(s.stage, [d.event for d in s.deeds]) for s in navy.does] == [("planned", ["e1"])]
    assert [(s.stage, [d.event for d in s.deeds]) for s in navy.suffers] == [("done", ["e2"])]
    assert (navy.says, navy.events, navy.reports) == ((), 2, 3)
    (deed,) = navy.does[0].deeds
    assert (deed.documents, deed.first, deed.last, deed.alone) == (2, "2025-03-04", "2025-03-05", False)
    speaker = dossier(one(found, "Rupert Hentzau"), found, events, members)
    assert [(s.stage, s.polarity) for s in speaker.says] == [("done", "negated")]
    assert dossier(one(found, "Ruritanian Navy"), found, events, members[::-1]) == navy
