"""Deaths and injuries as best, low and high: what a sentence gives, and what several reports come to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.event import Told
from onrecord.linking.figures import figures_in
from onrecord.linking.tolls import toll
from onrecord.records import CountRange
from onrecord.records.vocabulary import Stage
from told_samples import party, told


def deaths(sentence: str, act: str) -> tuple[int, int | None, int | None] | None:
    start = sentence.index(act)
    found = figures_in(sentence, start, start + len(act)).get("deaths")
    return (found.best, found.low, found.high) if found else None


def injuries(sentence: str, act: str) -> int | None:
    start = sentence.index(act)
    found = figures_in(sentence, start, start + len(act)).get("injuries")
    return found.best if found else None


@pytest.mark.parametrize(
    ("sentence", "act", "figure"),
    [
        ("A bomb killed 12 people in Strelsau.", "killed", (12, 12, 12)),
        ("A bomb killed at least 12 people in Strelsau.", "killed", (12, 12, None)),
        ("A bomb went off in Strelsau on March 3, killing at least 4 people.", "bomb", (4, 4, None)),
        ("The raid of 3 April killed 4 people.", "raid", (4, 4, 4)),
        ("Rebels attacked the town on Jan. 3, and 5 people died.", "attacked", (5, 5, 5)),
        ("The attack, in which up to 30 died, went on for hours.", "attack", (30, None, 30)),
        ("Nearly 50 people died in the raid.", "raid", (50, None, 50)),
        ("Between 10 and 20 people died in the bombing.", "bombing", (10, 10, 20)),
        ("The strike killed 10 to 15 militants.", "strike", (10, 10, 15)),
        ("About 40 villagers were killed in the raid.", "raid", (40, 40, 40)),
        ("Rebels attacked the town, leaving dozens dead.", "attacked", (24, 24, None)),
        ("More than two hundred people were massacred.", "massacred", (200, 200, None)),
        ("Gunmen killed three soldiers and two civilians.", "killed", (5, 5, 5)),
        ("A soldier and two civilians were killed when rebels shelled the base.", "shelled", (3, 3, 3)),
        ("Twelve people, including three children, were killed in the bombing.", "bombing", (12, 12, 12)),
        ("The bombing killed 12 people, including three children.", "bombing", (12, 12, 12)),
        ("Two gunmen killed 12 people in a raid on the town.", "raid", (12, 12, 12)),
        ("The death toll from the attack rose to 14.", "attack", (14, 14, 14)),
        ("The death toll in Monday's attack stands at 1,021.", "attack", (1021, 1021, 1021)),
        ("The shelling of the port caused 5 deaths.", "shelling", (5, 5, 5)),
        ("No one was killed in the attack.", "attack", (0, 0, 0)),
        ("A 22-year-old man was killed in the raid.", "raid", (1, 1, 1)),
        ("A boy was among three people killed in the raid.", "raid", (3, 3, 3)),
        ("The blast destroyed two houses and killed a policeman.", "blast", (1, 1, 1)),
    ],
)
def test_a_sentence_gives_a_figure(sentence: str, act: str, figure: tuple[int, int | None, int | None]) -> None:
    assert deaths(sentence, act) == figure


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("The senate killed two bills on sanctions.", "killed"),
        ("The senate killed a bill on sanctions.", "killed"),
        ("The attack killed or wounded 12 soldiers.", "attack"),
        ("Rebels attacked the town, days after a bombing killed 30.", "attacked"),
        ("Police killed the gunman who had taken 4 hostages.", "killed"),
        ("The strike destroyed 12 houses.", "strike"),
        ("The strike killed 30 percent of the herd.", "strike"),
        ("Rudolf, 4, was killed in the strike.", "strike"),
        ("Two girls and their brothers, ages 4 and 6, were killed in the strike.", "strike"),
        ("Rebels attacked the town on March 3.", "attacked"),
    ],
)
def test_a_sentence_gives_no_figure(sentence: str, act: str) -> None:
    assert deaths(sentence, act) is None


def test_deaths_and_injuries_are_told_apart() -> None:
    both = "Three people were shot dead and seven injured."
    assert (deaths(both, "shot"), injuries(both, "shot")) == ((3, 3, 3), 7)
    other = "The bombing killed 12 people and wounded 40 others."
    assert (deaths(other, "bombing"), injuries(other, "bombing")) == ((12, 12, 12), 40)
    assert injuries("Gunmen killed three soldiers.", "killed") is None


def attack(document: str, text: str, published: str = "2025-03-01", stage: Stage = "done", **more: object) -> Told:
    return told(document, stage, published, text=text, trigger="attack", **more)  # type: ignore[arg-type]


def dead(*members: Told) -> tuple[int, int, int] | None:
    found = toll(members, "deaths")
    return (found.best, found.low, found.high) if found else None


def test_sources_that_differ_stand_side_by_side() -> None:
    assert dead(
        attack("a", "The attack killed at least 12 people."),
        attack("b", "The attack killed 14 people."),
        attack("c", "The attack killed up to 30 people."),
        attack("d", "The attack killed 14 people."),
    ) == (14, 12, 30)


def test_the_lower_figure_is_best_where_as_many_tell_the_one_and_the_other() -> None:
    assert dead(attack("a", "The attack killed 9 people."), attack("b", "The attack killed 7 people.")) == (7, 7, 9)


def test_a_later_report_replaces_the_earlier_best() -> None:
    early = attack("a", "The attack killed 9 people.")
    assert dead(early, attack("b", "The attack killed 14 people.", "2025-03-02")) == (14, 9, 14)
    risen = attack("b", "The death toll from the attack rose to 14.", "2025-03-02")
    assert dead(early, risen) == (14, 14, 14)


def test_an_outlets_later_word_replaces_its_earlier_one() -> None:
    early = attack("a", "The attack killed 20 people.", outlet="Courier")
    assert dead(early, attack("b", "The attack killed 14 people.", "2025-03-02", outlet="Courier")) == (14, 14, 14)


def test_smaller_figures_of_one_article_are_parts() -> None:
    parts = attack("a", "In the attack 3 soldiers died.", start=200)
    assert dead(attack("a", "The attack killed 20 people."), parts) == (20, 20, 20)


@pytest.mark.parametrize("stage", ["planned", "hypothetical", "considered", "attempted"])
def test_nobody_has_died_of_what_has_not_happened(stage: Stage) -> None:
    assert dead(attack("a", "The attack could kill 20 people.", stage=stage)) is None
    assert dead(attack("a", "The attack killed 20 people.", polarity="negated")) is None
    assert dead(attack("a", "The attack killed 20 people.", certainty="possible")) is None


def test_a_bill_that_is_killed_costs_no_life() -> None:
    assert dead(attack("a", "The attack on the bill killed 20 people's hopes.", type="REJECT")) is None


def test_a_killing_counts_those_to_whom_it_was_done() -> None:
    victims = (party("a guard", "person"), party("drivers", "group", count=CountRange(min=3)))
    murder = told("a", "done", text="The murder of a guard shocked all.", trigger="murder", recipients=victims)
    assert dead(murder) == (4, 4, 4)
    assert toll([murder], "injuries") is None
    unknown = told(
        "a", "done", text="The murder of guards shocked all.", trigger="murder", recipients=(party("guards", "group"),)
    )
    assert dead(unknown) is None


def test_the_claims_that_give_figures_are_named() -> None:
    first, none = attack("a", "The attack killed 20 people."), attack("b", "The attack shocked all.")
    found = toll([first, none], "deaths")
    assert found is not None
    assert found.claims == (first.anchor,)


figures = st.sampled_from(["12", "at least 7", "up to 30", "dozens of", "3 to 5"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(figures, st.sampled_from(["2025-03-01", "2025-03-02"])), min_size=1, max_size=6), st.randoms()
)
def test_low_best_and_high_are_in_order_whatever_the_order_of_the_claims(
    given_: list[tuple[str, str]], random: object
) -> None:
    members = [attack(f"d{n}", f"The attack killed {words} people.", date) for n, (words, date) in enumerate(given_)]
    found = toll(members, "deaths")
    assert found is not None
    assert found.low <= found.best <= found.high
    random.shuffle(members)  # type: ignore[attr-defined]
    assert toll(members, "deaths") == found
