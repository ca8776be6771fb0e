"""A person's corrections: found again where the text moved, applied over what the machine read, taken back."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_samples import TEXT, strikes
from onrecord.linking.judgement import Judgement, JudgementKind, Target
from onrecord.linking.judging import (
    JudgementError,
    about,
    check,
    constraints,
    corrected,
    find_again,
    standing,
    target,
    targets,
)
from onrecord.linking.model import Anchor, Constraints
from onrecord.records import Claim, RecordError, Span, decode, encode

REPORT = (
    "Ruritania fired on the port of Zenda on Monday. The army of Borduria said that it would answer. "
    "Ruritania fired on the port of Strelsau on Tuesday. Nobody was hurt, a spokesman said."
)


def at(words: str, text: str = REPORT, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def pointed(words: str, text: str = REPORT, nth: int = 0) -> Target:
    return target("a", text, *at(words, text, nth))


def judged(kind: JudgementKind, value: str | None = None, n: int = 1, **more: object) -> Judgement:
    subject = pointed("strikes", TEXT)
    made = Judgement(f"j{n}", kind, "Ana Brun", "read the paper", f"2025-04-{n:02d}T10:00:00Z", subject, value=value)
    return replace(made, **more)  # type: ignore[arg-type]


# where a passage stands now


def test_a_passage_is_found_where_it_was() -> None:
    assert find_again(pointed("fired", nth=1), REPORT) == Anchor("a", *at("fired", nth=1))


@given(st.text("ab .\n“’", min_size=1, max_size=300), st.data())
def test_a_passage_of_an_unchanged_text_is_always_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if not text[start:end].strip():
        with pytest.raises(JudgementError):
            target("a", text, start, end)
        return
    pointed_at = target("a", text, start, end)
    assert text[:start].endswith(pointed_at.before)
    assert text[end:].startswith(pointed_at.after)
    assert find_again(pointed_at, text) == Anchor("a", start, end)


@given(st.text("xyz .", max_size=60), st.integers(0, 1))
def test_a_passage_moves_with_what_is_put_before_it(added: str, nth: int) -> None:
    new = f"{added}\n{REPORT}"
    assert find_again(pointed("fired", nth=nth), new) == Anchor("a", *at("fired", new, nth))


def test_of_two_places_the_surroundings_decide() -> None:
    new = "Update: two dead.\n" + REPORT.replace("The army of Borduria said that it would answer. ", "")
    assert find_again(pointed("fired", nth=1), new) == Anchor("a", *at("fired", new, 1))


def test_a_passage_that_is_gone_is_not_found_elsewhere() -> None:
    new = REPORT.replace("Ruritania fired on the port of Strelsau on Tuesday. ", "")
    assert find_again(pointed("fired", nth=1), new) is None


def test_the_same_word_in_other_surroundings_is_another_passage() -> None:
    assert find_again(pointed("fired"), "The museum fired its director after a quarrel over the new wing.") is None


def test_where_two_places_fit_alike_nothing_is_found() -> None:
    text = "It fired a rocket. "
    pointed_at = target("a", "Intro here now. " + text, 19, 24)
    assert pointed_at.quote == "fired"
    assert find_again(pointed_at, "A new top came. " + text * 2 + "A new end came.") is None


def test_other_signs_and_spaces_are_the_same_words() -> None:
    old = "The minister said “we’ll strike the port” and left the hall."
    new = 'The minister said "we\'ll\nstrike  the port" and left the hall.'
    found = find_again(target("a", old, *at("we’ll strike the port", old)), new)
    assert found is not None
    assert new[found.start : found.end] == "we'll\nstrike  the port"


def test_a_part_of_another_word_is_not_the_word() -> None:
    assert find_again(pointed("fired"), REPORT.replace("fired", "misfired")) is None


def trigger(words: str, text: str = REPORT, nth: int = 0) -> Claim:
    return replace(strikes(), trigger=Span.of(text, *at(words, text, nth)))


def test_in_a_new_reading_it_is_the_claim_whose_trigger_overlaps() -> None:
    place = pointed("fired on")
    assert find_again(place, REPORT, [trigger("fired"), trigger("answer")]) == Anchor("a", *at("fired"))
    assert find_again(place, REPORT, [trigger("fired"), trigger("fired on")]) == Anchor("a", *at("fired on"))
    assert find_again(place, REPORT, [trigger("answer")]) is None


def test_a_sentence_with_several_triggers_points_at_none_of_them() -> None:
    place = pointed("Ruritania fired on the port of Zenda on Monday.")
    assert find_again(place, REPORT, [trigger("fired"), trigger("port")]) is None


def test_no_words_cannot_be_pointed_at() -> None:
    with pytest.raises(JudgementError, match="no words"):
        target("a", REPORT, 9, 9)


# what corrections make of a claim


def test_a_correction_wins_and_says_who_made_it() -> None:
    after = corrected(strikes(), [judged("stage", "considered")])
    assert after is not None
    claim, fields = after
    assert (claim.stage, fields) == ("considered", ("stage",))
    assert "Ana Brun on 2025-04-01 (read the paper)" in claim.why["stage"][-1].rule
    assert replace(claim, stage="planned", why=strikes().why) == strikes()


def test_a_correction_that_the_machine_agrees_with_changes_nothing_but_the_reasons() -> None:
    after = corrected(strikes(), [judged("stage", "planned")])
    assert after is not None
    assert after[1] == ()
    assert after[0].why["stage"][-1].rule.startswith("a person judged")


def test_what_hangs_on_a_field_follows_it() -> None:
    after = corrected(strikes(), [judged("type", "COERCE"), judged("polarity", "negated", 2)])
    assert after is not None
    assert (after[0].type, after[0].mode, after[0].polarity, after[0].factuality) == ("COERCE", None, "negated", -1.5)
    assert after[1] == ("type", "polarity")


def test_the_latest_judgement_on_a_field_wins() -> None:
    both = [judged("stage", "done", 2), judged("stage", "halted", 1)]
    after = corrected(strikes(), both)
    assert after is not None
    assert after[0].stage == "done"


def test_no_event_is_no_claim_until_that_is_withdrawn() -> None:
    no_event = judged("not_event")
    assert corrected(strikes(), [no_event, judged("stage", "done", 2)]) is None
    assert corrected(strikes(), [replace(no_event, withdrawn="2025-05-01")]) == (strikes(), ())


def test_parties_are_given_by_name() -> None:
    after = corrected(strikes(), [judged("actor", "Mexico; Sylvanian smugglers"), judged("recipient", "", 2)])
    assert after is not None
    mexico, smugglers = after[0].actors
    assert (mexico.name, mexico.kind, mexico.country, mexico.span.text) == ("Mexico", "country", "MEX", "")
    assert smugglers == strikes().recipients[0]
    assert after[0].recipients == ()
    assert after[1] == ("actor", "recipient")


def test_a_source_is_the_last_link_of_the_chain() -> None:
    claim = strikes()
    whole = corrected(claim, [judged("source", "Rudolf Rassendyll")])
    outlet = corrected(claim, [judged("source", "")])
    relayed = corrected(claim, [judged("source", "Radio Borduria")])
    assert whole is not None and outlet is not None and relayed is not None
    assert [link.name for link in whole[0].attribution][-1] == "Rudolf Rassendyll"
    assert len(whole[0].attribution) == len(claim.attribution)
    assert outlet[0].attribution == claim.attribution[:1]
    assert [link.name for link in relayed[0].attribution] == ["The Harbour Ledger", "Radio Borduria"]


def test_a_source_is_put_behind_the_publisher_where_there_was_none() -> None:
    claim = replace(strikes(), attribution=strikes().attribution[:1])
    after = corrected(claim, [judged("source", "Ruritanian Navy")])
    assert after is not None
    assert [link.name for link in after[0].attribution] == ["The Harbour Ledger", "Ruritanian Navy"]


FIELDS: list[tuple[JudgementKind, str | None]] = [
    ("type", "COERCE"), ("type", "AID"), ("stage", "done"), ("stage", "halted"), ("polarity", "negated"),
    ("actor", "Sylvania"), ("actor", ""), ("recipient", "Borduria"), ("source", ""), ("source", "X Corps"),
    ("not_event", None),
]  # fmt: skip


def drawn(n: int, field: tuple[JudgementKind, str | None], gone: bool) -> Judgement:
    return judged(field[0], field[1], n, withdrawn="2025-06-01" if gone else None)


CORRECTIONS = st.lists(
    st.builds(drawn, st.integers(1, 28), st.sampled_from(FIELDS), st.booleans()),
    max_size=8,
    unique_by=lambda judgement: judgement.id,
)


@given(CORRECTIONS)
def test_withdrawing_restores_exactly(judgements: list[Judgement]) -> None:
    gone = [replace(judgement, withdrawn="2025-07-01") for judgement in judgements]
    assert corrected(strikes(), gone) == (strikes(), ())
    assert corrected(strikes(), [*judgements, replace(judged("stage", "attempted", 30), withdrawn="2025-07-01")]) == (
        corrected(strikes(), judgements)
    )


@given(CORRECTIONS, st.randoms(use_true_random=False))
def test_the_order_in_which_judgements_are_given_does_not_matter(
    judgements: list[Judgement], chance: random.Random
) -> None:
    other = judgements[:]
    chance.shuffle(other)
    assert corrected(strikes(), other) == corrected(strikes(), judgements)


@given(CORRECTIONS)
def test_a_corrected_claim_is_a_claim(judgements: list[Judgement]) -> None:
    after = corrected(strikes(), judgements)
    if after is not None:
        assert decode(Claim, encode(after[0])) == after[0]


@pytest.mark.parametrize(
    "judgement",
    [
        judged("stage", "finished"),
        judged("type", None),
        judged("actor", None),
        judged("stage", "done", subject=None),
        judged("same"),
        judged("same_party", party="Zenda"),
        judged("party_identifier", "42", party="Zenda"),
    ],
    ids=lambda judgement: judgement.kind,
)
def test_a_judgement_that_says_too_little_is_refused_with_what_to_give(judgement: Judgement) -> None:
    with pytest.raises(JudgementError, match=r"it is one of|needs|give its Wikidata"):
        check(judgement)
    assert not isinstance(JudgementError, RecordError)


# pairs


def paired(kind: JudgementKind, n: int = 1, swap: bool = False) -> Judgement:
    one, other = pointed("fired"), pointed("fired", nth=1)
    return judged(kind, n=n, subject=other if swap else one, other=one if swap else other)


def places() -> dict[Target, Anchor | None]:
    return {end: find_again(end, REPORT) for end in targets([paired("same")])}


def test_the_latest_judgement_on_a_pair_wins_whichever_is_named_first() -> None:
    both = (Anchor("a", *at("fired")), Anchor("a", *at("fired", nth=1)))
    same, apart = paired("same", 1), paired("not_same", 2, swap=True)
    assert constraints([same], places()) == Constraints(together=frozenset({both}))
    assert constraints([apart, same], places()) == Constraints(apart=frozenset({both}))
    assert constraints([replace(apart, withdrawn="2025-05-01"), same], places()) == constraints([same], places())


def test_a_pair_of_which_one_passage_is_gone_is_not_heard() -> None:
    found = {**places(), pointed("fired"): None}
    assert constraints([paired("same")], found) == Constraints()


def test_judgements_on_single_claims_are_sorted_by_where_they_stand() -> None:
    stage = judged("stage", "done")
    anchor = Anchor("a", *at("strikes", TEXT))
    assert about([stage, paired("same")], {**places(), pointed("strikes", TEXT): anchor}) == {anchor: [stage]}
    assert about([stage], {}) == {}
    assert targets([stage], {"b"}) == set()
    assert [j.id for j in standing([judged("stage", "done", 2), judged("stage", "done", 1)])] == ["j1", "j2"]
