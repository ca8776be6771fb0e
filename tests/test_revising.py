"""What the trained layer of claims may correct of the rules' reading, and what it may not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from onrecord.extraction import revising
from onrecord.extraction.assemble import readings_of
from onrecord.extraction.attribution import Attributions, find_attributions, heard
from onrecord.extraction.events import find_acts
from onrecord.extraction.events.propose import proposed
from onrecord.extraction.features import PARTY_ROLES
from onrecord.extraction.nesting import Reading
from onrecord.extraction.parties import find_mentions
from onrecord.extraction.pipeline import Extractor
from onrecord.extraction.trained import ClaimShares, Numbers, TrainedReading
from onrecord.knowledge import Knowledge
from onrecord.language import Encoder, Parser, Text, Token
from onrecord.records import Document, Link
from onrecord.records.vocabulary import CERTAINTIES, POLARITIES, STAGES

Revise = Callable[..., Reading]


class Layer(TrainedReading):
    """A trained reading whose layer of claims answers as it is told."""

    def __init__(self, text: Text, told: dict[str, tuple[str, float]], roles: dict[str, tuple[str, float]]) -> None:
        super().__init__(text, Encoder())
        self.told, self.given = told, roles

    def claims(self, readings: Sequence[Reading]) -> list[ClaimShares]:
        def shares(field: str, values: Sequence[str], of_rules: str) -> Numbers:
            value, share = self.told.get(field, (of_rules, 1.0))
            row = np.full(len(values), (1 - share) / len(values), np.float32)
            row[values.index(value)] = share
            return row

        answers = []
        for reading in readings:
            roles = np.zeros((len(self.text.tokens), len(PARTY_ROLES)), np.float32)
            roles[:, 0] = 1
            for word, (role, share) in self.given.items():
                at = next(token.i for token in self.text.tokens if token.text == word)
                roles[at] = 0
                roles[at, PARTY_ROLES.index(role)] = share
            judgement = reading.judgement
            answers.append(
                ClaimShares(
                    0, roles, shares("stage", STAGES, judgement.stage),
                    shares("polarity", POLARITIES, judgement.polarity),
                    shares("certainty", CERTAINTIES, judgement.certainty),
                )
            )  # fmt: skip
        return answers


@pytest.fixture
def revised(parser: Parser, knowledge: Knowledge) -> Revise:
    def revise(
        words: str, free: str = "", roles: dict[str, tuple[str, float]] | None = None, **told: tuple[str, float]
    ) -> Reading:
        text = parser.parse(words)
        register = find_mentions(text, None, knowledge)
        acts = list(find_acts(text, knowledge))
        if free:
            token = next(token for token in text.tokens if token.text == free)
            acts = [proposed(text, token, "COERCE", knowledge)]
        found = find_attributions(text, knowledge)
        readings = readings_of(Document("d", words), acts, found, register, knowledge)

        def hear(head: Token, phrase: Sequence[Token]) -> Link | None:
            media = Attributions.of(found).media
            return heard(head, phrase, media, register.describe, register.antecedent, frozenset({"gazette"}))

        return revising.revise(readings, Layer(text, told, roles or {}), register, hear)[0]

    return revise


PLAIN = "Sylvania attacked Borduria."
PARTIES = {"Sylvania": ("actor", 1.0), "Borduria": ("recipient", 1.0)}


def test_a_fact_that_the_rules_give_by_default_yields_to_a_sure_answer(revised: Revise) -> None:
    words = "The attack by Sylvania was on all lips."
    parties = {"Sylvania": ("actor", 1.0)}
    assert revised(words, roles=parties, stage=("planned", 0.86)).judgement.stage == "planned"
    assert revised(words, roles=parties, stage=("planned", 0.8)).judgement.stage == "done"


@pytest.mark.parametrize("words", [PLAIN, "The attacks take place at night."])
def test_a_fact_that_a_finite_verb_tells_yields_to_a_surer_one(revised: Revise, words: str) -> None:
    assert revised(words, stage=("planned", 0.9)).judgement.stage == "done"
    assert revised(words, stage=("planned", 0.96)).judgement.stage == "planned"


def test_a_word_of_the_rules_yields_to_a_surer_one_only(revised: Revise) -> None:
    words = "Sylvania plans to attack Borduria."
    assert revised(words, roles=PARTIES, stage=("considered", 0.9)).judgement.stage == "planned"
    assert revised(words, roles=PARTIES, stage=("considered", 0.95)).judgement.stage == "considered"


def test_whether_a_fact_goes_on_is_left_to_tense(revised: Revise) -> None:
    assert revised(PLAIN, roles=PARTIES, stage=("ongoing", 0.99)).judgement.stage == "done"


def test_what_something_is_done_for_stays_planned(revised: Revise) -> None:
    words = "Sylvania bought dynamite to attack Borduria."
    assert revised(words, roles=PARTIES, stage=("attempted", 0.99)).judgement.stage == "planned"


def test_of_an_act_that_no_table_has_the_layer_decides(revised: Revise) -> None:
    words = "Sylvania bundled Borduria into a van."
    assert revised(words, free="bundled", roles=PARTIES, stage=("hypothetical", 0.5)).judgement.stage == "hypothetical"


def test_what_is_changed_says_who_changed_it(revised: Revise) -> None:
    judgement = revised(PLAIN, roles=PARTIES, stage=("planned", 0.96)).judgement
    assert judgement.why["stage"][-1].rule == "the trained model: planned"
    assert [span.text for span in judgement.why["stage"][-1].spans] == ["attacked"]


def test_a_party_without_any_share_is_none(revised: Revise) -> None:
    reading = revised(PLAIN, roles={"Sylvania": ("actor", 1.0), "Borduria": ("recipient", 0.05)})
    assert [party.name for party in reading.actors] == ["Sylvania"]
    assert reading.recipients == ()


NEAR = "Ruritania was attacked near Borduria."


@pytest.mark.parametrize(("share", "actors"), [(0.6, ["Borduria"]), (0.5, [])])
def test_a_party_is_added_where_the_rules_have_none_and_the_layer_is_surer_than_not(
    revised: Revise, share: float, actors: list[str]
) -> None:
    reading = revised(NEAR, roles={"Ruritania": ("recipient", 1.0), "Borduria": ("actor", share)})
    assert [party.name for party in reading.actors] == actors


@pytest.mark.parametrize(("share", "recipients"), [(0.85, ["Ruritania", "Borduria"]), (0.7, ["Ruritania"])])
def test_beside_another_party_it_must_be_surer(revised: Revise, share: float, recipients: list[str]) -> None:
    reading = revised(NEAR, roles={"Ruritania": ("recipient", 1.0), "Borduria": ("recipient", share)})
    assert [party.name for party in reading.recipients] == recipients


@pytest.mark.parametrize(("share", "actors"), [(0.9, ["Sylvania"]), (0.8, [])])
def test_from_another_sentence_only_a_sure_one_comes(revised: Revise, share: float, actors: list[str]) -> None:
    words = "Ruritania was attacked. Sylvania slept near Borduria."
    reading = revised(words, roles={"Ruritania": ("recipient", 1.0), "Sylvania": ("actor", share)})
    assert [party.name for party in reading.actors] == actors


def test_an_adjective_is_a_party_only_where_it_is_one_of_nationality(revised: Revise) -> None:
    for words, word, actors in (
        ("French strikes hit Borduria.", "French", 1),
        ("Unilateral strikes hit Borduria.", "Unilateral", 0),
    ):
        reading = revised(words, roles={"Borduria": ("recipient", 1.0), word: ("actor", 0.9)})
        assert len(reading.actors) == actors, words


def test_both_sides_of_a_meeting_stay(revised: Revise) -> None:
    reading = revised("Sylvania met Borduria.", roles={"Sylvania": ("actor", 1.0), "Borduria": ("actor", 1.0)})
    assert {party.name for party in (*reading.actors, *reading.recipients)} == {"Sylvania", "Borduria"}


def test_without_the_model_the_rules_stand(parser: Parser, knowledge: Knowledge) -> None:
    text = parser.parse(PLAIN)
    register = find_mentions(text, None, knowledge)
    readings = readings_of(Document("d", PLAIN), find_acts(text, knowledge), [], register, knowledge)
    assert revising.revise(readings, None, register, lambda head, words: None) == readings


def test_a_claim_explains_what_the_layer_decided(knowledge: Knowledge) -> None:
    """In words that `onrecord show` prints, the last of which name the value."""
    texts = [
        "The tyre warehouse outside Lodz was to have been seized on Monday.",
        "Nothing came of the talk of a raid on the depot.",
        "For fear of a boycott the guild took its prices back.",
    ]
    documents = [Document(str(n), words) for n, words in enumerate(texts)]
    for extraction in Extractor(knowledge).extract(documents):
        for claim in extraction.claims:
            assert claim.why["stage"][-1].rule.endswith(f": {claim.stage}")


HEARSAY = "Sylvania attacked Borduria, if Ruritania is right."


def test_whom_the_layer_hears_becomes_a_link_where_the_rules_hear_nobody(revised: Revise) -> None:
    reading = revised(HEARSAY, roles={**PARTIES, "Ruritania": ("source", 0.7)})
    publisher, link = reading.links
    assert publisher.source == ()
    assert (link.kind, link.name, [span.text for span in link.source]) == ("country", "Ruritania", ["Ruritania"])
    assert [reason.rule for reason in reading.chain_why] == ["link:the trained model"]
    assert len(revised(HEARSAY, roles={**PARTIES, "Ruritania": ("source", 0.3)}).links) == 1


def test_whom_the_rules_can_point_at_stays_the_source(revised: Revise) -> None:
    words = "Ruritania said Sylvania attacked Borduria near Freedonia."
    reading = revised(words, roles={**PARTIES, "Freedonia": ("source", 0.99)})
    assert [link.name for link in reading.links[1:]] == ["Ruritania"]


def test_the_outlet_itself_is_no_link_and_nor_is_a_pronoun_for_nobody(revised: Revise) -> None:
    for words, word in (
        ("Sylvania attacked Borduria, if the Gazette is right.", "Gazette"),
        ("Sylvania attacked Borduria, if they are right.", "they"),
    ):
        assert len(revised(words, roles={**PARTIES, word: ("source", 0.9)}).links) == 1, words


@pytest.mark.parametrize(("words", "recipients"), [("The murder was filmed.", 1), ("A second murder was filmed.", 0)])
def test_another_act_of_the_kind_takes_no_party_from_the_sentence_before(
    revised: Revise, words: str, recipients: int
) -> None:
    reading = revised(f"Borduria wept. {words}", roles={"Borduria": ("recipient", 0.95)})
    assert len(reading.recipients) == recipients
