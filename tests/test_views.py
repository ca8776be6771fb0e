"""Views: sentences that never word a plan as a fact, briefs, timelines, passages with their spans."""

from __future__ import annotations

from dataclasses import replace
from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_samples import TEXT, document, extractions, shelling, span, strikes
from onrecord.ledger import StoredClaim
from onrecord.records import Claim, Document, DocumentInfo, Extraction, Link, Party, Span, Time
from onrecord.records.vocabulary import CERTAINTIES, POLARITIES, STAGES, Certainty, Polarity, Stage
from onrecord.views.brief import brief
from onrecord.views.passage import chain, pieces, reasons
from onrecord.views.timeline import timeline
from onrecord.views.wording import MARKS, clean, word

INFO = DocumentInfo.of(document())


def tame(text: str) -> bool:
    """Whether text does nothing to a terminal but stand on one line of it."""
    return not any(c != " " and (c.isspace() or category(c) in ("Cc", "Cf", "Cs", "Co")) for c in text)


def stored(claim: Claim, info: DocumentInfo = INFO) -> StoredClaim:
    return StoredClaim(info, claim, "1", 1, True)


def test_a_claim_is_a_sentence_in_the_words_of_the_record() -> None:
    assert word(strikes(), INFO).sentence == (
        "Government of Ruritania · planned · drone strikes on Sylvanian smugglers — says Radio Borduria citing "
        "six officials (unnamed) · 2025-03-03 · Strelsau"
    )


def test_a_denial_is_not_worded_as_done() -> None:
    line = word(shelling(), INFO)
    assert (line.mark, line.standing, line.source) == ("✕", "not done", "says Sylvania")


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("polarity", POLARITIES)
@pytest.mark.parametrize("certainty", CERTAINTIES)
def test_only_what_is_done_is_worded_and_marked_as_done(stage: Stage, polarity: Polarity, certainty: Certainty) -> None:
    claim = replace(strikes(), stage=stage, polarity=polarity, certainty=certainty)
    line = word(claim, INFO)
    plain = stage == "done" and polarity == "affirmed" and certainty == "certain"
    assert (line.mark == "●") == (line.standing == "done") == plain
    assert line.standing.split()[-1] == stage


def test_marks_differ_in_shape() -> None:
    assert len(set(MARKS.values())) == len(STAGES)


def test_a_recipient_that_stands_before_the_act_follows_an_arrow() -> None:
    claim = replace(strikes(), trigger=span("told"), mode=None)
    assert word(claim, INFO).act == "told → Sylvanian smugglers"


def test_a_pronoun_is_named() -> None:
    party = replace(strikes().recipients[0], coref=span("Sylvanian smugglers"))
    assert word(replace(strikes(), recipients=(party,)), INFO).act == "drone strikes → Sylvanian smugglers"


def test_without_a_recipient_the_passage_is_quoted_round_the_act() -> None:
    assert word(shelling(), INFO).act == "“… that its navy had shelled the port.”"
    alone = replace(shelling(), sentence=span("its navy"))
    assert word(alone, INFO).act == "“shelled”"  # a passage that does not hold the act is not quoted


@pytest.mark.parametrize(
    ("links", "source"),
    [
        ((Link("outlet"),), "The Harbour Ledger"),
        ((Link("author", "Ann Elk"),), "Ann Elk"),
        ((Link("outlet"), Link("unnamed", anonymous=True)), "says somebody unnamed"),
        ((Link("outlet"), Link("person", "Rudolf V")), "says Rudolf V"),
        ((Link("outlet"), Link("person", "Rudolf V"), Link("person", "Rudolf V")), "says Rudolf V"),
    ],
)
def test_who_says_so(links: tuple[Link, ...], source: str) -> None:
    assert word(replace(strikes(), attribution=links), INFO).source == source


def test_without_an_outlet_the_article_speaks() -> None:
    assert word(replace(strikes(), attribution=(Link("outlet"),)), DocumentInfo("a")).source == "the article itself"


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2025-03-03", "2025-03-03", "2025-03-03"),
        ("2025-02-01", "2025-02-28", "2025-02"),
        ("2025-03-01", "2025-03-28", "2025-03-01/2025-03-28"),
        ("2025-01-01", "2025-12-31", "2025"),
        ("2025-03-03", None, "from 2025-03-03"),
        (None, "2025-03-03", "until 2025-03-03"),
        (None, None, "“March 3”"),  # what the text leaves open gets no calendar date
    ],
)
def test_when(start: str | None, end: str | None, shown: str) -> None:
    claim = replace(strikes(), time=Time(span("March 3"), "DATE", "x", start, end))
    assert word(claim, INFO).date == shown


def test_the_brief_groups_by_type_and_parties_and_counts() -> None:
    other = replace(INFO, id="b", published="2025-01-01")
    made = brief([stored(strikes("1")), stored(shelling("2")), stored(strikes("3"), other)])
    assert [(g.type, g.actors, len(g.lines)) for g in made.groups] == [
        ("ASSAULT", "Government of Ruritania", 2),
        ("ASSAULT", "navy of Sylvania", 1),
    ]
    assert (made.claims, made.documents) == (3, 2)


@given(st.lists(extractions(), max_size=3))
@settings(max_examples=30, deadline=None)
def test_views_show_every_claim_once_on_one_line(made: list[tuple[Document, Extraction]]) -> None:
    claims = [stored(claim, found.document) for _, found in made for claim in found.claims]
    lines = [line for group in brief(claims).groups for line in group.lines]
    dated = [line for section in timeline(claims) for line in section.lines]
    assert len(lines) == len(dated) == len(claims)
    for shown, line in lines:
        assert tame(line.sentence)
        assert line.mark.rstrip("?") in (*MARKS.values(), "✕", "")
        assert shown.claim.polarity == "affirmed" or line.mark.startswith("✕")


def test_the_timeline_keeps_apart_what_happened_what_is_ahead_what_is_denied_and_what_has_no_date() -> None:
    earlier = Time(span("March 3"), "DATE", "2025-01", "2025-01-01", "2025-01-31")
    claims = [
        strikes("planned"),
        replace(strikes("done"), stage="done"),
        replace(strikes("earlier"), stage="halted", time=earlier),
        replace(strikes("denied"), polarity="negated"),
        shelling("undated"),
    ]
    sections = {s.name: [line[0].claim.id for line in s.lines] for s in timeline(map(stored, claims))}
    assert sections == {
        "happened": ["earlier", "done"],
        "ahead": ["planned"],
        "denied": ["denied"],
        "undated": ["undated"],
    }


@given(extractions())
@settings(max_examples=50, deadline=None)
def test_the_pieces_of_a_passage_are_the_passage(made: tuple[Document, Extraction]) -> None:
    for claim in made[1].claims:
        cut = pieces(claim)
        assert "".join(piece.text for piece in cut) == claim.sentence.text
        assert sum(len(piece.opens) for piece in cut) == sum(piece.closes for piece in cut)
        chain(stored(claim, made[1].document))
        reasons(claim)


def test_nested_spans_are_marked_inside_each_other() -> None:
    nested = replace(strikes(), recipients=(Party(span("Sylvanian smugglers in Strelsau"), "x", "group"),))
    marked = "".join(f"{'<' * len(p.opens)}{p.text}{'>' * p.closes}" for p in pieces(nested))
    assert "<strikes> on <Sylvanian smugglers in <Strelsau>>, <six officials>" in marked


def test_spans_outside_the_passage_are_not_marked() -> None:
    outside = Party(Span.of(TEXT, 128, 136), "Sylvania", "country")
    cut = pieces(replace(strikes(), actors=(outside,)))
    assert "actor" not in {role for piece in cut for role in piece.roles}


def test_the_chain_tells_each_step_in_words() -> None:
    assert chain(stored(strikes())) == (
        "The Harbour Ledger [outlet]",
        "Radio Borduria [outlet] “told”",
        "six officials (unnamed) [unnamed, 6 of them] “told”",
    )


@given(st.text())
def test_cleaned_text_is_one_printable_line(text: str) -> None:
    assert tame(clean(text))
    assert clean(clean(text)) == clean(text)
