"""Who is behind an act, and whom it befell, beyond the act's own grammar."""

from __future__ import annotations

import pytest

from onrecord.extraction.pipeline import Extractor
from onrecord.knowledge import Knowledge
from onrecord.records import Claim, Document


@pytest.fixture(scope="module")
def extractor(knowledge: Knowledge) -> Extractor:
    return Extractor(knowledge)


def attacks(extractor: Extractor, text: str) -> list[Claim]:
    (extraction,) = extractor.extract([Document("d", text)])
    return [claim for claim in extraction.claims if claim.type in ("ASSAULT", "COERCE")]


def test_those_who_are_blamed_for_an_act_are_its_actors(extractor: Extractor) -> None:
    (murder,) = attacks(extractor, "The police blamed the rebels for the murder of the mayor.")
    assert [party.name for party in murder.actors] == ["rebels"]


def test_nobody_is_no_actor(extractor: Extractor) -> None:
    (attack,) = attacks(extractor, "No group has claimed responsibility for the attack on the bank.")
    assert attack.actors == ()


def test_a_number_alone_goes_on_counting_the_people_before_it(extractor: Extractor) -> None:
    claims = attacks(extractor, "Two clerks were killed and five were wounded in the attack in Lutha.")
    (five,) = [party for claim in claims for party in claim.recipients if party.span.text == "five"]
    assert five.kind == "unnamed"
    assert five.coref is not None
    assert five.coref.text == "Two clerks"


def test_a_person_named_among_the_victims_is_a_recipient_too(extractor: Extractor) -> None:
    text = "Gunmen kidnapped six passengers, including Maria Lopez, in Lutha on Monday."
    (kidnapping,) = attacks(extractor, text)
    assert {party.name for party in kidnapping.recipients} == {"six passengers", "Maria Lopez"}


def test_the_victim_may_stand_behind_the_place(extractor: Extractor) -> None:
    text = "The minister condemned the murder in Lutha of lawyer Maria Lopez."
    (murder,) = attacks(extractor, text)
    assert [party.name for party in murder.recipients] == ["Maria Lopez"]


def test_a_name_is_the_one_longer_name_that_begins_with_it(extractor: Extractor) -> None:
    text = "Maria Lopez Garcia was kidnapped in Lutha. Maria Lopez was killed on Monday, the police said."
    names = {party.name for claim in attacks(extractor, text) for party in claim.recipients}
    assert names == {"Maria Lopez Garcia"}
