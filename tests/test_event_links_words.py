"""Words that name acts: their families, kinds, particles and meanings, by which claims are compared."""

from __future__ import annotations

import pytest

from onrecord.linking.events.vectors import nearness, vector
from onrecord.linking.events.words import family, is_speech, kinds, particle, trigger_families


@pytest.mark.parametrize(
    ("one", "other"),
    [("struck", "strikes"), ("extradited", "extradition"), ("death", "died"), ("acquired", "acquisition")],
)
def test_words_of_one_family_are_one(one: str, other: str) -> None:
    assert family(one) == family(other)


def test_light_verbs_and_particles_say_nothing_beside_another_word() -> None:
    assert trigger_families("imposed tariffs") == (family("tariff"),)
    assert trigger_families("took over") == ("take over",)


def test_a_particle_changes_what_a_verb_says() -> None:
    assert particle("checked into") == particle("checks in") == "in"
    assert particle("checked out") == "out"


def test_what_a_tariff_is_on_tells_it_from_another() -> None:
    assert not kinds(["steel"]) & kinds(["car"])
    assert kinds(["steel"]) == kinds(["aluminium"])


def test_words_of_near_meaning_are_nearer_than_others() -> None:
    near, far = nearness(vector(["buy"]), vector(["purchase"])), nearness(vector(["buy"]), vector(["bomb"]))
    assert near is not None and far is not None and near > far
    assert nearness(vector(["qqqq"]), vector(["buy"])) is None


def test_words_of_saying_are_known() -> None:
    assert is_speech(trigger_families("said")) and not is_speech(trigger_families("bombed"))
