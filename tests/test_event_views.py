"""Views of events: lines, briefs, timelines, ladders, trees of sources, passages, dossiers, changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from event_samples import PLANNED, event, quiet, told, view
from ledger_samples import extractions, strikes
from onrecord.ledger import EventChange
from onrecord.linking.event import Told, Toll
from onrecord.linking.judgement import Judgement
from onrecord.linking.model import Anchor
from onrecord.linking.outlets import load
from onrecord.linking.parties.dossier import Deed, Dossier, Section
from onrecord.linking.parties.register import Entry
from onrecord.linking.summary import summarise
from onrecord.records import Claim, Document, Extraction, Link, encode
from onrecord.records.vocabulary import CERTAINTIES, POLARITIES, STAGES, Certainty, Polarity, Stage
from onrecord.views.changes import change_value, moved, summary
from onrecord.views.dossier import dossier_value, parts
from onrecord.views.eventpage import addresses, fields, joined, judgement_line
from onrecord.views.events import brief_of_events, event_value, timeline_of_events, without_standing, word_event
from onrecord.views.ladder import Voice, rungs, some, voices_of
from onrecord.views.passages import wordings


def tame(text: str) -> bool:
    """Whether text does nothing to a terminal but stand on one line of it."""
    return not any(c != " " and (c.isspace() or category(c) in ("Cc", "Cf", "Cs", "Co")) for c in text)


def outline(voices: tuple[Voice, ...], depth: int = 0) -> list[str]:
    return [line for voice in voices for line in ["  " * depth + voice.label, *outline(voice.below, depth + 1)]]


def test_an_event_is_a_line_that_counts_what_it_rests_on() -> None:
    line = word_event(event())
    assert (line.mark, line.standing) == ("○≠", "planned, disputed")
    assert line.act + line.tail == (
        "Government of Ruritania · drone strikes on Sylvanian smugglers · 2025-03-10 · Strelsau — 4 reports, "
        "3 origins; 2 speakers, 1 named; reported 2025-03-04 to 2025-03-07"
    )


def test_what_is_unknown_is_left_out() -> None:
    line = word_event(quiet())
    assert line.act + line.tail == "Sylvania · handed over ten convicts — 1 report, 1 origin"


@pytest.mark.parametrize(
    ("speakers", "named", "said"),
    [(0, 0, ""), (1, 1, "1 named speaker"), (2, 0, "2 speakers without a name"), (3, 1, "3 speakers, 1 named")],
)
def test_who_speaks_is_counted_with_and_without_a_name(speakers: int, named: int, said: str) -> None:
    assert word_event(event(speakers=speakers, named=named)).voices == said


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("polarity", POLARITIES)
@pytest.mark.parametrize("certainty", CERTAINTIES)
def test_only_an_event_that_is_done_is_marked_as_done(stage: Stage, polarity: Polarity, certainty: Certainty) -> None:
    line = word_event(event(stage=stage, polarity=polarity, certainty=certainty, disputed=False))
    plain = stage == "done" and polarity == "affirmed" and certainty == "certain"
    assert (line.mark == "●") == (line.standing == "done") == plain


def test_an_event_is_json_with_its_mark_and_wording() -> None:
    value = event_value(event())
    assert (value["mark"], value["stage"], value["origins"]) == ("○≠", "planned", 3)
    assert str(value["wording"]).startswith("Government of Ruritania · planned, disputed · drone strikes")


def test_the_brief_groups_events_by_type_and_actors_those_with_most_reports_first() -> None:
    later = quiet(id="ac" * 16, first="2025-01-01")
    nobody = quiet(id="0", actors=(), sentence="done · handed over ten convicts", reports=9)
    later = replace(later, actors=("Borduria", "Sylvania"))  # the sentence tells who of them acts
    made = brief_of_events([later, quiet(), event(), nobody])
    assert [(g.type, g.actor, [e.id[:2] for e in g.events]) for g in made.groups] == [
        ("ASSAULT", "Government of Ruritania", ["e0"]),
        ("COOPERATE", "Sylvania", ["ab", "ac"]),
        ("COOPERATE", "", ["0"]),  # nobody acts: last
    ]
    assert made.events == 4


def test_the_timeline_sorts_events_by_their_dates_and_keeps_plans_denials_and_the_undated_apart() -> None:
    events = [
        event(id="planned"),
        event(id="done", stage="done"),
        event(id="earlier", stage="halted", start="2025-01-01", end="2025-01-31"),
        event(id="denied", polarity="negated"),
        quiet(id="undated"),
    ]
    assert {s.name: [e.id for e in s.events] for s in timeline_of_events(events)} == {
        "happened": ["earlier", "done"],
        "ahead": ["planned"],
        "denied": ["denied"],
        "undated": ["undated"],
    }


def test_each_step_of_the_ladder_has_its_speakers_its_support_and_its_denials_beside_it() -> None:
    planned, considered, negated = rungs(event(), PLANNED)
    assert (planned.mark, planned.standing, planned.speakers) == ("○", "planned", "six officials (unnamed)")
    assert (planned.dates, planned.support) == ("2025-03-04 to 2025-03-05", "2 reports, 1 origin")
    assert [(refusal.speaker, refusal.date) for refusal in planned.denied_by] == [("Sylvania", "2025-03-07")]
    assert (planned.deciding, considered.deciding) == (True, False)
    assert considered.denied_by == ()
    assert (negated.mark, negated.standing, negated.speakers) == ("✕", "not planned", "Sylvania")


def test_the_tree_of_sources_has_a_branch_for_each_independent_report() -> None:
    assert outline(voices_of(PLANNED)) == [
        "The First Ledger, 2025-03-04; repeated by The Copy Ledger",
        "  Radio Borduria",
        "    six officials (unnamed)",
        "      ○ planned",
        "The Other Ledger, 2025-03-06",
        "  six officials (unnamed)",
        "    ◌ considered",
        "The Denial Ledger, 2025-03-07",
        "  Sylvania",
        "    ✕ not planned",
    ]


def test_forty_repeats_are_counted_on_their_branch() -> None:
    repeats = [told(f"n{n:02}", "2025-03-05", origin="first") for n in range(40)]
    (branch,) = voices_of([PLANNED[0], *repeats])
    assert branch.label == (
        "The First Ledger, 2025-03-04; repeated in 40 documents (The N00 Ledger, The N01 Ledger, The N02 Ledger, "
        "The N03 Ledger and 36 more)"
    )


def test_what_the_user_says_of_outlets_stands_behind_them(tmp_path: Path) -> None:
    path = tmp_path / "outlets.toml"
    path.write_text('[[outlet]]\nname = "The First Ledger"\nreliability = "B"\nkind = "state media"\n')
    outlets = load(path)
    plain = replace(strikes("c"), attribution=(Link("outlet"),))
    (branch,) = voices_of([told("first", None, plain)], outlets)
    assert outline((branch,)) == ["The First Ledger [B, state media]", "  ○ planned"]
    assert [w.outlets for w in wordings([told("first", None, plain)], outlets)] == ["The First Ledger [B, state media]"]


@pytest.mark.parametrize(
    ("names", "shown"),
    [([], ""), (["a", "b", "a"], "a, b"), (list("abcde"), "a, b, c, d, e"), (list("abcdef"), "a, b, c, d and 2 more")],
)
def test_many_names_are_cut_short(names: list[str], shown: str) -> None:
    assert some(names) == shown


def test_the_same_words_stand_once_with_all_who_carry_them() -> None:
    found = wordings(PLANNED)
    assert [(w.mark, w.outlets, w.documents, w.date) for w in found] == [
        ("○", "The First Ledger, The Copy Ledger", 2, "2025-03-04"),
        ("◌", "The Other Ledger", 1, "2025-03-06"),
        ("✕", "The Denial Ledger", 1, "2025-03-07"),
    ]
    assert found[0].claims == ("cfirst", "ccopy")


def test_what_was_corrected_stands_apart_from_the_same_words_elsewhere() -> None:
    corrected = told("copy", "2025-03-05", corrected=("stage",), cautions=("retracted on\n2025-03-08",))
    first, second = wordings([PLANNED[0], corrected])
    assert (first.corrected, second.corrected, second.cautions) == ((), ("stage",), ("retracted on 2025-03-08",))


def test_the_page_of_an_event_gives_its_fields_in_words() -> None:
    found = fields(view().event)
    assert dict(found) | {"estimate": "", "caution": ""} == {
        "standing": "planned; disputed: independent sources differ",
        "actor": "Government of Ruritania",
        "recipient": "Sylvanian smugglers",
        "context": "illegal_drugs",
        "time": "2025-03-10",
        "place": "Strelsau (RU; 50.25, -14.50; GeoNames 77)",
        "rests on": "4 reports, 3 origins; 2 speakers, 1 named",
        "reported": "2025-03-04 to 2025-03-07",
        "credibility": "3 (possibly true)",
        "deaths": "best 3, lowest 2, highest 5",
        "injured": "7",
        "estimate": "",
        "caution": "",
    }
    assert [value for name, value in found if name == "estimate"] == ["“likely”: 55–80 per cent (ICD 203)"]
    assert dict(fields(quiet()))["credibility"] == "6 (cannot be judged)"
    assert "deaths" not in dict(fields(replace(quiet(), injuries=Toll(1, 0, 1))))


def test_old_addresses_say_where_they_lead_and_why() -> None:
    assert addresses(view().led_from) == (
        "0ld0ld0ld0 was joined with another event on 2025-03-06; it leads on to e0e0e0e0e0",
    )


def test_each_claim_is_shown_with_the_surest_decision_that_tied_it_to_one_before() -> None:
    assert joined(view()) == (
        "cfirst and ccopy: 0.99 by event-1 (same words)",
        "cfirst and cother: 0.71 by event-1 (same parties)",
    )


def test_a_judgement_is_a_sentence_and_says_that_it_was_withdrawn() -> None:
    first, second = map(judgement_line, view().judgements)
    assert first == "2025-03-09 A. Reader: the stage of “strikes” (other) is considered — only talk  j1"
    assert second == (
        "2025-03-09 A. Reader: “strikes” (other) and “strikes” (first) are one act [withdrawn on 2025-03-10 by "
        "B. Reader: two plans]  j2"
    )


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (Judgement("j", "party_identifier", "A", "", "2025", party="Ruritania", value="Q42"), "Ruritania is Q42"),
        (Judgement("j", "same_party", "A", "", "2025", party="a", other_party="b"), "a and b are one party"),
        (Judgement("j", "not_same_party", "A", "", "2025", party="a", other_party="b"), "a and b are two parties"),
        (Judgement("j", "not_event", "A", "", "2025", view().judgements[0].subject), "“strikes” (other) is no event"),
        (
            Judgement("j", "actor", "A", "", "2025", view().judgements[0].subject, value=""),
            "the actor of “strikes” (other) is none",
        ),
    ],
)
def test_every_kind_of_judgement_has_words(made: Judgement, said: str) -> None:
    assert judgement_line(made) == f"2025 A: {said}  j"


def deed(**more: Any) -> Deed:
    fields: dict[str, Any] = {
        "event": "e" * 32, "sentence": "Sylvania · possibly planned, disputed · a raid · on foot", "type": "ASSAULT",
        "stage": "planned", "polarity": "affirmed", "disputed": True, "start": None, "end": None, "place": None,
        "claims": (), "documents": 3, "origins": 1, "first": "2025-03-04", "last": "2025-03-04",
    }  # fmt: skip
    return Deed(**fields | more)


def test_a_dossier_tells_apart_what_a_party_did_is_about_to_do_denies_suffered_and_says() -> None:
    entry = Entry("p", "Sylvania", ("Sylvania",), "country", "SYL", (), (), 5, 3, 3, 1, 1, None, None)
    found = Dossier(
        entry,
        (
            Section("actor", "done", "affirmed", (deed(event="did", stage="done", disputed=False, alone=True),)),
            Section("actor", "planned", "affirmed", (deed(event="ahead"),)),
            Section("actor", "done", "negated", (deed(event="denied", stage="done", polarity="negated"),)),
        ),
        (Section("recipient", "done", "affirmed", (deed(event="suffered", place="Strelsau"),)),),
        (Section("source", "planned", "negated", (deed(event="said", polarity="negated", disputed=False),)),),
        5,
        3,
    )
    made = parts(found)
    assert {part.name: [line.deed.event for line in part.lines] for part in made} == {
        name: [name] for name in ("did", "ahead", "denied", "suffered", "said")
    }
    did, ahead, denied, suffered, said = (part.lines[0] for part in made)
    assert (did.mark, did.act) == ("●", "Sylvania · a raid · on foot")
    assert did.tail == " — 3 reports, 1 origin; reported 2025-03-04; on its own word alone"
    assert (ahead.mark, ahead.standing) == ("○≠", "planned, disputed")
    assert denied.mark == "✕≠"
    assert suffered.tail.startswith(" · Strelsau — ")
    assert (said.mark, said.standing) == ("✕", "not planned")
    assert dossier_value(found)["said"] == [{**encode(said.deed), "mark": "✕"}]


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("A · planned · raids", "A · raids"),
        ("done · raids", "raids"),
        ("A · perhaps not done, disputed · raids · planned", "A · raids · planned"),
        ("Over and done · raids", "Over and done · raids"),
        ("done", "done"),
        ("", ""),
    ],
)
def test_the_standing_is_taken_out_of_a_sentence_and_nothing_else(sentence: str, act: str) -> None:
    assert without_standing(sentence) == act


def test_changes_are_told_with_what_they_were_before() -> None:
    before = event(disputed=False, sentence="Government of Ruritania · planned · drone strikes")
    change = EventChange(event(), before, ("denied", "disputed"), "2025-03-07T08:00:00+00:00", ("denied by Sylvania",))
    new = EventChange(quiet(), None, ("new",), "2025-03-07T09:00:00+00:00")
    first, second = moved([change, new])
    assert (first.kinds, first.was, first.notes) == (
        "newly denied, now disputed",
        "was ○ planned",
        ("denied by Sylvania",),
    )
    assert (second.kinds, second.was) == ("new", "")
    assert summary([change, new]) == "2 events moved: 1 new, 1 newly denied, 1 now disputed"
    assert summary([]) == "Nothing moved."
    value = change_value(change)
    assert (value["kinds"], value["at"]) == (["denied", "disputed"], "2025-03-07T08:00:00+00:00")
    assert isinstance(value["before"], dict)


def at(found: Extraction, claim: Claim) -> Anchor:
    return Anchor(found.document.id, claim.trigger.start, claim.trigger.end)


@given(st.lists(extractions(), min_size=1, max_size=3))
@settings(max_examples=25, deadline=None)
def test_whatever_is_told_every_text_is_one_tame_line_and_no_claim_is_lost(
    made: list[tuple[Document, Extraction]],
) -> None:
    members = [
        Told(
            Anchor(found.document.id, c.trigger.start, c.trigger.end),
            c,
            found.document,
            str(n),
            cautions=(c.mode or "",),
        )
        for n, (_, found) in enumerate(made)
        for c in found.claims
    ]
    assume(members)
    event = summarise("e" * 32, members)
    line = word_event(event)
    texts = [line.act, line.sentence, line.tail, *(value for _, value in fields(event))]
    texts += outline(voices_of(members))
    for rung in rungs(event, members):
        texts += [rung.speakers, rung.support, *(refusal.speaker for refusal in rung.denied_by)]
    found = wordings(members)
    texts += [text for w in found for text in (w.text, w.outlets, *w.cautions)]
    assert all(tame(text.lstrip()) for text in texts)
    assert sorted(id for w in found for id in w.claims) == sorted(member.claim.id for member in members)
    assert len(voices_of(members)) == len({member.origin for member in members})
