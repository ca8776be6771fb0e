"""The ladder: every step with its claims, and where an event stands now, as an editor would tell it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.denials import denials
from onrecord.linking.event import Told
from onrecord.linking.independence import independent
from onrecord.linking.ladder import LADDER, Standing, standing, steps
from onrecord.linking.origins.speakers import independent_sources
from onrecord.records import Reason
from onrecord.records.vocabulary import STAGES, Stage
from told_samples import day, events, told


def stands(*members: Told) -> tuple[str, str, bool]:
    found = standing(members)
    return found.stage, found.polarity, found.disputed


def documents(found: Standing) -> set[str]:
    return {member.anchor.document for member in found.deciding}


def test_steps_come_in_the_order_of_their_first_reports() -> None:
    ladder = steps(
        [
            told("c", "done", "2025-03-05"),
            told("a", "demanded", "2025-03-01"),
            told("d", "planned", None),
            told("b", "planned", "2025-03-03"),
            told("e", "done", "2025-03-07"),
        ]
    )
    assert [(s.stage, s.first, s.last, s.reports) for s in ladder] == [
        ("demanded", "2025-03-01", "2025-03-01", 1),
        ("planned", "2025-03-03", "2025-03-03", 2),
        ("done", "2025-03-05", "2025-03-07", 2),
    ]


def test_on_one_day_steps_come_in_the_order_of_the_ladder() -> None:
    assert [s.stage for s in steps([told(stage, stage, "2025-03-01") for stage in STAGES])] == list(LADDER)


def test_what_is_denied_is_a_step_of_its_own() -> None:
    ladder = steps([told("a", "done", "2025-03-01"), told("b", "done", "2025-03-01", polarity="negated")])
    assert [(s.stage, s.polarity) for s in ladder] == [("done", "affirmed"), ("done", "negated")]


def test_a_step_counts_reports_origins_and_speakers_apart() -> None:
    """Forty pages that relay one broadcaster are forty reports of one."""
    pages = [
        told(f"p{n:02}", "planned", "2025-03-01", by=("Radio Zenda", "(officials)"), origin="first") for n in range(40)
    ]
    (step,) = steps(pages)
    assert (step.reports, step.origins, step.speakers) == (40, 1, ("officials (unnamed)",))


def test_a_later_stage_is_the_present_one() -> None:
    assert stands(told("a", "planned", "2025-03-01"), told("b", "done", "2025-03-02")) == ("done", "affirmed", False)


def test_a_straggler_does_not_undo_what_was_done() -> None:
    done = [told("a", "done", "2025-03-02"), told("b", "done", "2025-03-02")]
    found = standing([*done, told("c", "planned", "2025-03-09")])
    assert (found.stage, found.disputed, documents(found)) == ("done", False, {"a", "b"})


def test_what_later_articles_mention_as_background_moves_nothing_back() -> None:
    assert stands(
        told("a", "considered", "2025-03-01"),
        told("b", "planned", "2025-03-05"),
        told("c", "considered", "2025-03-08"),
        told("d", "demanded", "2025-03-08"),
    ) == ("planned", "affirmed", False)


@pytest.mark.parametrize("before", ["planned", "ongoing"])
def test_a_halt_stands(before: Stage) -> None:
    assert stands(told("a", before, "2025-03-01"), told("b", "halted", "2025-03-02")) == ("halted", "affirmed", False)


def test_a_halt_stands_in_the_article_that_tells_both() -> None:
    members = [told("a", "threatened", None, type="SANCTION"), told("a", "halted", None, type="SANCTION", start=90)]
    assert stands(*members)[0] == "halted"


def test_one_later_mention_does_not_end_a_halt_and_two_independent_ones_do() -> None:
    halted = [told("a", "planned", "2025-03-01"), told("b", "halted", "2025-03-02")]
    one, other = told("c", "planned", "2025-03-05"), told("d", "planned", "2025-03-06")
    assert stands(*halted, one)[0] == "halted"
    assert stands(*halted, one, other)[0] == "planned"


def test_an_act_of_a_day_after_the_halt_ends_it() -> None:
    halted = [told("a", "planned", "2025-02-01"), told("b", "halted", "2025-02-03")]
    assert stands(*halted, told("c", "done", "2025-03-04", time=day("2025-03-04")))[0] == "done"


def test_a_halt_told_again_as_background_stands_on_its_own_day() -> None:
    members = [
        told("a", "halted", "2025-02-03", type="SANCTION"),
        told("b", "done", "2025-03-04", type="SANCTION", time=day("2025-03-04")),
        told("c", "halted", "2025-04-01", type="SANCTION", time=day("2025-02-03")),
    ]
    assert stands(*members)[0] == "done"


@pytest.mark.parametrize("stage", ["demanded", "hypothetical"])
def test_what_is_demanded_or_supposed_never_outranks_what_is_stated(stage: Stage) -> None:
    loud = [told(f"x{n}", stage, "2025-04-01") for n in range(5)]
    assert stands(*loud, told("a", "considered", "2025-03-01"))[0] == "considered"
    assert stands(*loud)[0] == stage
    assert stands(told("a", "hypothetical", "2025-04-01"), told("b", "demanded", "2025-03-01"))[0] == "demanded"


def test_what_only_may_have_happened_does_not_outrank_what_is_sure() -> None:
    may = told("b", "done", "2025-03-02", certainty="possible")
    assert stands(told("a", "planned", "2025-03-01"), may)[0] == "planned"
    found = standing([may])
    assert (found.stage, found.certainty) == ("done", "possible")


def test_a_report_that_awaits_an_act_does_not_tell_that_it_was_done_by_naming_it() -> None:
    name = Reason("is a noun that names the act as a fact, with no word that makes it less than done: done")
    named = told("a", "done", "2025-03-02", reasons=(name,))
    awaited = told("a", "planned", "2025-03-02", start=90)
    assert stands(named)[0] == "done"
    assert stands(named, awaited)[0] == "planned"
    assert stands(replace(named, claim=replace(named.claim, time=day("2025-03-01"))), awaited)[0] == "done"
    assert stands(named, told("b", "planned", "2025-03-02"))[0] == "done"
    assert (
        stands(told("a", "done", "2025-03-02", reasons=(Reason("is told in the past tense: done"),)), awaited)[0]
        == "done"
    )


def test_one_report_that_it_is_done_is_outvoted_by_more_that_still_await_it() -> None:
    done = told("a", "done", "2025-03-02")
    waiting = [told("b", "planned", "2025-03-02"), told("c", "planned", "2025-03-03")]
    assert stands(done, *waiting) == ("planned", "affirmed", True)
    assert stands(done, waiting[0]) == ("done", "affirmed", False)


def test_a_plan_that_others_only_see_weighed_is_weighed() -> None:
    members = [told("a", "planned", "2025-03-01"), told("b", "considered", "2025-03-02")]
    assert stands(*members)[0] == "planned"
    assert stands(*members, told("c", "considered", "2025-03-02")) == ("considered", "affirmed", True)


def test_repeats_of_one_report_outvote_nobody() -> None:
    repeats = [told(f"r{n}", "planned", "2025-03-05", origin="wire") for n in range(9)]
    assert stands(told("a", "done", "2025-03-02"), *repeats)[0] == "done"


def test_whether_an_attempt_failed_is_disputed() -> None:
    failed = told("b", "attempted", "2025-03-02")
    assert stands(told("a", "done", "2025-03-02"), failed) == ("done", "affirmed", True)
    assert stands(told("a", "done", "2025-03-09"), failed) == ("done", "affirmed", False)


def test_tariffs_imposed_are_in_force_afterwards_while_a_raid_is_over() -> None:
    tariffs = [told("a", "done", "2025-03-04", type="SANCTION"), told("b", "ongoing", "2025-04-02", type="SANCTION")]
    assert stands(*tariffs)[0] == "ongoing"
    assert stands(*(replace(member, document=tariffs[0].document) for member in tariffs))[0] == "ongoing"
    assert stands(told("a", "done", "2025-03-04"), told("b", "ongoing", "2025-04-02"))[0] == "done"


def test_done_and_called_off_on_one_day_is_disputed_where_the_act_does_not_last() -> None:
    members = [told("a", "done", "2025-03-04"), told("b", "halted", "2025-03-04")]
    assert stands(*members) == ("halted", "affirmed", True)
    assert stands(*members, told("c", "done", "2025-03-04")) == ("done", "affirmed", True)


def test_a_lone_denial_disputes_what_two_affirm_and_does_not_erase_it() -> None:
    affirmed = [told("a", "done", "2025-03-01"), told("b", "done", "2025-03-01")]
    denial = told("c", "done", "2025-03-02", polarity="negated", by=("Rudolf",))
    found = standing([*affirmed, denial])
    assert (found.stage, found.polarity, found.disputed) == ("done", "affirmed", True)
    assert documents(found) == {"a", "b"}
    assert found.against == (denial,)


def test_denials_turn_the_picture_where_more_independent_ones_deny() -> None:
    denials_ = [
        told("b", "done", "2025-03-02", polarity="negated", by=("Rudolf",)),
        told("c", "done", "2025-03-02", polarity="negated", by=("Black Michael",)),
    ]
    assert stands(told("a", "done", "2025-03-01"), *denials_) == ("done", "negated", True)


def test_all_who_are_said_to_act_deny_as_one() -> None:
    accused = [
        told(name, "done", "2025-03-02", polarity="negated", by=(name,), country="RUR") for name in ("Rudolf", "Sapt")
    ]
    assert stands(told("a", "done", "2025-03-01"), *accused) == ("done", "affirmed", True)


def test_what_the_accused_admit_after_they_denied_it_is_settled() -> None:
    no = told("b", "done", "2025-03-02", polarity="negated", by=("Sapt",), country="RUR")
    admission = told("c", "done", "2025-03-05", by=("Rudolf",), country="RUR")
    assert stands(told("a", "done", "2025-03-01"), no, admission) == ("done", "affirmed", False)
    other = told("d", "done", "2025-03-02", polarity="negated", by=("Flavia",))
    assert stands(told("a", "done", "2025-03-01"), no, admission, other) == ("done", "affirmed", True)


def test_what_two_later_sources_say_is_not_planned_is_dropped() -> None:
    plan = told("a", "planned", "2025-03-01", by=("(officials)",))
    no = [told(d, "planned", "2025-03-08", polarity="negated", by=(d,)) for d in ("Sapt", "Flavia")]
    assert stands(plan, *no) == ("planned", "negated", False)
    assert stands(plan, no[0]) == ("planned", "affirmed", True)


def test_a_speakers_later_word_replaces_the_earlier_one() -> None:
    yes = told("a", "done", "2025-03-01", by=("Rudolf",))
    no = told("b", "done", "2025-03-05", polarity="negated", by=("Rudolf",))
    assert stands(yes, no) == ("done", "negated", False)
    assert stands(told("a", "done", "2025-03-09", by=("Rudolf",)), no) == ("done", "affirmed", False)


def test_a_doubt_is_no_denial() -> None:
    doubt = told("b", "done", "2025-03-02", polarity="negated", certainty="possible", by=("Rudolf",))
    assert stands(told("a", "done", "2025-03-01"), doubt) == ("done", "affirmed", False)


def test_what_everybody_denies_stands_as_denied() -> None:
    assert stands(told("a", "done", "2025-03-01", polarity="negated", by=("Rudolf",))) == ("done", "negated", False)


def test_what_the_press_has_retracted_decides_nothing_while_there_is_more() -> None:
    gone = told("a", "done", "2025-03-02", cautions=("retracted on 2025-03-04",))
    assert stands(gone, told("b", "planned", "2025-03-01"))[0] == "planned"
    assert stands(gone)[0] == "done"


def test_a_reprint_tells_nothing_later_than_the_report() -> None:
    """Nor does "on Tuesday" mean another day, when the same words are printed again a week later."""
    report = told("a", "planned", "2025-03-01", time=day("2025-03-04"))
    halt = told("b", "halted", "2025-03-05", text="The strikes were called off.")
    copies = [told(f"copy{n}", "planned", "2025-03-08", origin="a", time=day("2025-03-11")) for n in range(3)]
    assert stands(report, halt, *copies) == stands(report, halt) == ("halted", "affirmed", False)
    again = told("a2", "planned", "2025-03-08", origin="a", time=day("2025-03-11"), text="New strikes are planned.")
    assert stands(report, halt, again)[0] == "planned"


def test_a_report_without_a_date_climbs_and_never_counts_as_later() -> None:
    assert stands(told("a", "done", None), told("b", "planned", "2025-03-01"))[0] == "done"
    assert stands(told("a", "halted", None), told("b", "done", "2025-03-01"))[0] == "done"


def test_certainty_is_what_most_say_and_else_the_lesser() -> None:
    sure, likely = told("a", "planned", "2025-03-01"), told("b", "planned", "2025-03-01", certainty="probable")
    assert standing([sure, likely]).certainty == "probable"
    assert standing([sure, likely, told("c", "planned", "2025-03-01")]).certainty == "certain"


# denials


def denied(*members: Told) -> list[tuple[str, list[str]]]:
    return [(d.speaker, [anchor.document for anchor in d.denied]) for d in denials(members)]


def test_who_denies_an_act_denies_that_it_was_done_and_who_denies_plans_the_plan() -> None:
    told_of = [
        told("a", "done", "2025-03-01"),
        told("b", "planned", "2025-03-01"),
        told("c", "considered", "2025-03-01"),
    ]
    not_done = told("x", "done", "2025-03-02", polarity="negated", by=("Rudolf",))
    no_plans = told("y", "planned", "2025-03-02", polarity="negated", by=("Sapt",))
    not_weighed = told("z", "considered", "2025-03-02", polarity="negated", by=("Fritz",))
    assert denied(*told_of, not_done, no_plans, not_weighed) == [
        ("Rudolf", ["a"]),
        ("Sapt", ["b"]),
        ("Fritz", ["b", "c"]),
    ]


def test_a_denial_by_the_accused_is_a_denial() -> None:
    no = told("b", "done", "2025-03-02", polarity="negated", by=("Rudolf",), country="RUR")
    assert denied(told("a", "done", "2025-03-01"), no) == [("Rudolf", ["a"])]


def test_to_reject_a_demand_is_no_denial() -> None:
    no = told("b", "planned", "2025-03-02", polarity="negated", by=("Rudolf",))
    links = no.claim.attribution
    refusal = replace(no, claim=replace(no.claim, attribution=(*links[:-1], replace(links[-1], act="REJECT"))))
    plan = told("a", "planned", "2025-03-01")
    assert denied(plan, no) == [("Rudolf", ["a"])]
    assert denied(plan, refusal) == []
    assert denied(told("a", "demanded", "2025-03-01"), told("b", "demanded", "2025-03-02", polarity="negated")) == []


def test_a_denial_is_no_prophecy() -> None:
    no_plans = told("b", "planned", "2025-01-02", polarity="negated", by=("Rudolf",))
    assert denied(told("a", "planned", "2025-03-01"), no_plans) == []
    not_done = told("b", "done", "2025-01-02", polarity="negated", by=("Rudolf",))
    assert denied(told("a", "done", "2025-03-01", time=day("2025-02-27")), not_done) == []
    assert denied(told("a", "done", "2025-03-01", time=day("2025-01-01")), not_done) == [("Rudolf", ["a"])]


def test_nobody_contradicts_himself_in_one_report() -> None:
    yes, no = told("a", "done", "2025-03-01"), told("a", "done", "2025-03-01", polarity="negated", start=90)
    assert denied(yes, no) == []
    assert stands(yes, no) == ("done", "affirmed", False)
    one = told("a", "done", "2025-03-01", by=("(an official)",), start=180)
    other = told("a", "done", "2025-03-01", polarity="negated", by=("(another aide)",), start=270)
    assert denied(one, other) == [("another aide (unnamed)", ["a"])]


# what always holds


@settings(max_examples=60, deadline=None)
@given(events(), st.randoms())
def test_the_answer_depends_on_the_claims_alone(members: list[Told], random: object) -> None:
    shuffled = list(members)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert steps(shuffled) == steps(members)
    assert standing(shuffled) == standing(members)
    assert denials(shuffled) == denials(members)


@settings(max_examples=60, deadline=None)
@given(events())
def test_every_claim_is_in_exactly_one_step_and_counts_are_right(members: list[Told]) -> None:
    ladder = steps(members)
    assert Counter(anchor for step in ladder for anchor in step.claims) == Counter(m.anchor for m in members)
    by_anchor = {m.anchor: m for m in members}
    for step in ladder:
        own = [by_anchor[anchor] for anchor in step.claims]
        assert {(m.claim.stage, m.claim.polarity) for m in own} == {(step.stage, step.polarity)}
        assert step.reports == len({m.anchor.document for m in own})
        assert step.origins == independent_sources(own).origins >= 1
        assert step.reports >= len({m.origin for m in own})


@settings(max_examples=60, deadline=None)
@given(events())
def test_the_deciding_claims_tell_the_present_stage(members: list[Told]) -> None:
    found = standing(members)
    assert found.deciding
    assert {(m.claim.stage, m.claim.polarity) for m in found.deciding} == {(found.stage, found.polarity)}
    assert {m.anchor for m in found.deciding} <= {m.anchor for m in members}


@settings(max_examples=50, deadline=None)
@given(events(), st.integers(1, 5))
def test_repeating_a_report_changes_where_nothing_stands(members: list[Told], times: int) -> None:
    """Copies of one document, under its origin and its outlet, make no source more."""
    first = members[0]
    copies = [replace(first, anchor=replace(first.anchor, document=f"copy{n}")) for n in range(times)]
    assert independent([*members, *copies]) == independent(members)
    assert standing([*members, *copies]).stage == standing(members).stage


def test_independent_sources_share_neither_origin_nor_speaker() -> None:
    spokesman = [told(f"d{n}", by=("Rudolf",)) for n in range(10)]
    one_report = [told("r", by=(name,), start=90 * n) for n, name in enumerate(["Sapt", "Fritz", "Flavia"])]
    assert independent(spokesman) == 1
    assert independent(one_report) == 1
    assert independent([*spokesman, *one_report]) == 2


def test_an_outlet_that_quotes_somebody_vouches_for_nothing_of_its_own() -> None:
    quoting = [told(f"d{n}", by=("Radio Zenda",)) for n in range(3)]
    plain = [told(f"d{n}", start=90) for n in range(3)]
    assert independent([*quoting, *plain]) == 1
