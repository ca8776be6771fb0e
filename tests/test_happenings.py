"""Happenings through a document: told again, taken up, claimed by somebody, and where and when the text leaves them."""

from __future__ import annotations

import pytest

from onrecord.extraction.pipeline import Extractor
from onrecord.knowledge import Knowledge
from onrecord.records import Claim, Document, decode


@pytest.fixture(scope="session")
def extractor(knowledge: Knowledge) -> Extractor:
    return Extractor(knowledge)


def claims(extractor: Extractor, text: str) -> list[Claim]:
    values = {"id": "d", "text": text, "source": "The Harbor Ledger", "published": "2024-05-10"}
    return list(next(extractor.extract([decode(Document, values)])).claims)


def claim(extractor: Extractor, text: str, trigger: str) -> Claim:
    return next(c for c in claims(extractor, text) if trigger in c.trigger.text)


def test_a_noun_that_takes_up_an_act_shares_its_time_place_and_victim(extractor: Extractor) -> None:
    text = "The mayor was shot dead in Lima on 3 May.\n\nPolice know nothing about the murder."
    murder = claim(extractor, text, "murder")
    assert murder.time is not None
    assert murder.time.start == "2024-05-03"
    assert murder.place is not None
    assert murder.place.name == "Lima"
    assert [party.span.text for party in murder.recipients] == ["The mayor"]


@pytest.mark.parametrize("words", ["another murder", "a second murder", "murders"])
def test_another_act_of_the_kind_shares_nothing(extractor: Extractor, words: str) -> None:
    text = f"The mayor was shot dead in Lima on 3 May.\n\nPolice also reported {words} in Quito."
    murder = claim(extractor, text, "murder")
    assert murder.time is None
    assert not murder.recipients


def test_this_occurred_dates_the_act_told_before(extractor: Extractor) -> None:
    text = "Gunmen kidnapped a banker. This occurred on 2 May near his office."
    kidnapping = claim(extractor, text, "kidnapped")
    assert kidnapping.time is not None
    assert kidnapping.time.start == "2024-05-02"


def test_who_ordered_the_murder_plans_none_that_was_told(extractor: Extractor) -> None:
    text = "The bishop was murdered on 5 May. A witness said who ordered the murder."
    assert claim(extractor, text, "murder").stage == "done"
    assert [c.stage for c in claims(extractor, text) if c.type == "ASSAULT"] == ["done", "done"]


def test_what_something_was_used_for_was_done(extractor: Extractor) -> None:
    assert claim(extractor, "The rebels used dynamite to blow up a bridge.", "blow up").stage == "done"
    assert claim(extractor, "The rebels will use dynamite to blow up a bridge.", "blow up").stage == "planned"


def test_an_assassination_attempt_is_no_assassination(extractor: Extractor) -> None:
    assert claim(extractor, "The minister survived an assassination attempt.", "assassination").stage == "attempted"


def test_a_bomb_that_was_defused_is_an_attempted_bombing(extractor: Extractor) -> None:
    bomb = claim(extractor, "Police defused a bomb outside the ministry.", "bomb")
    assert (bomb.type, bomb.mode, bomb.stage) == ("ASSAULT", "explosives", "attempted")


@pytest.mark.parametrize(
    "text",
    [
        "The parties condemn terrorist attacks.",
        "He called for an end to the spread of terrorist attacks.",
        "They denounced all terrorist attacks.",
    ],
)
def test_a_kind_of_act_is_no_act(extractor: Extractor, text: str) -> None:
    assert not [c for c in claims(extractor, text) if c.type == "ASSAULT"]


@pytest.mark.parametrize(
    "text",
    [
        "Terrorist attacks killed ten people.",
        "The road was closed after two days of fighting.",
        "They condemned the terrorist attacks on the capital.",
    ],
)
def test_acts_that_happened_stay(extractor: Extractor, text: str) -> None:
    assert [c for c in claims(extractor, text) if c.type == "ASSAULT"]


@pytest.mark.parametrize(
    "text",
    [
        "The FMLN claimed credit for the bombing.",
        "The FMLN has taken responsibility for the bombing.",
        "The bombing was attributed to the FMLN.",
        "Members of the FMLN carried out the bombing.",
    ],
)
def test_who_claims_an_act_or_has_it_laid_at_his_door_is_its_actor(extractor: Extractor, text: str) -> None:
    bombing = claim(extractor, text, "bombing")
    assert [(party.name, party.kind) for party in bombing.actors] == [("FMLN", "organization")]
    assert not bombing.recipients


@pytest.mark.parametrize("who", ["No group has claimed credit", "The FMLN did not claim credit"])
def test_who_does_not_claim_it_is_no_actor(extractor: Extractor, who: str) -> None:
    assert not claim(extractor, f"{who} for the bombing.", "bombing").actors


def test_the_rebels_are_the_only_rebels_named_before(extractor: Extractor) -> None:
    (actor,) = claim(extractor, "The FMLN broke the truce. The guerrillas attacked a barracks.", "attacked").actors
    assert actor.name == "FMLN"
    assert actor.coref is not None
    (actor,) = claim(extractor, "Two rebels shot a guard. The FMLN denied that.", "shot").actors
    assert actor.name != "FMLN"


def test_a_bare_number_and_a_car_that_explodes_do_nothing(extractor: Extractor) -> None:
    assert not claim(extractor, "A truck rigged with dynamite exploded at the barracks.", "exploded").actors


def test_an_attack_without_a_place_is_in_the_country_that_the_text_is_about(extractor: Extractor) -> None:
    text = "Police in Peru are looking for gunmen. A judge was shot.\n\nPeru has seen many killings."
    place = claim(extractor, text, "shot").place
    assert place is not None
    assert (place.country, place.precision) == ("PE", 6)
    assert place.score == 0.5


def test_without_a_country_of_its_own_a_text_leaves_the_place_open(extractor: Extractor) -> None:
    text = "Ministers of Peru and Chile met. A judge was shot.\n\nSpain and Italy sent envoys."
    assert claim(extractor, text, "shot").place is None


def test_like_acts_of_one_paragraph_are_at_one_place(extractor: Extractor) -> None:
    text = "Gunmen attacked a bank in Lima. They shot two guards."
    place = claim(extractor, text, "shot").place
    assert place is not None
    assert place.name == "Lima"


def test_an_embassy_is_not_in_the_country_that_it_is_of(extractor: Extractor) -> None:
    place = claim(extractor, "A bomb exploded near the Chinese embassy in Lima.", "exploded").place
    assert place is not None
    assert place.country == "PE"


def test_a_result_adds_its_victims(extractor: Extractor) -> None:
    text = "A car bomb destroyed a bank in Lima, killing ten clerks."
    victims = {p.span.text for c in claims(extractor, text) for p in c.recipients}
    assert {"a bank", "ten clerks"} <= victims
