"""How an act stands: the labelling guide's rules, sentence by sentence, and what must hold of any text."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extraction.standing import judge, steps, stopper
from onrecord.knowledge import Knowledge
from onrecord.knowledge.table import read_file
from onrecord.language import Parser, Text, Token
from onrecord.records.vocabulary import CERTAINTIES, POLARITIES, STAGES

CASES = [row.cells for row in read_file(Path(__file__).parent / "data" / "standing.tsv")]


def bracketed(parser: Parser, sentence: str) -> Token:
    """The token in brackets; the text is parsed without them."""
    start, end = sentence.index("["), sentence.index("]")
    text = parser.parse(sentence.replace("[", "").replace("]", ""))
    return text.tokens_in(start, end - 1)[0]


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=f"{case['covers']}: {case['sentence'][:50]}",
            marks=pytest.mark.xfail(strict=False, reason=case["known"]) if case.get("known") else (),
        )
        for case in CASES
    ],
)
def test_an_act_stands_as_the_labelling_guide_says(case: dict[str, str], parser: Parser, knowledge: Knowledge) -> None:
    judgement = judge(bracketed(parser, case["sentence"]), knowledge)
    found = (judgement.stage, judgement.polarity, judgement.certainty)
    assert found == (case["stage"], case["polarity"], case["certainty"]), judgement.why


def test_nearly_all_cases_are_expected_to_hold() -> None:
    assert len(CASES) >= 120
    assert sum(bool(case.get("known")) for case in CASES) <= 0.05 * len(CASES)


def test_the_reasons_name_the_operators_in_the_order_applied(parser: Parser, knowledge: Knowledge) -> None:
    head = bracketed(parser, "The palace is discussing plans to [attack] the rebels.")
    reasons = judge(head, knowledge).why["stage"]
    assert [reason.rule for reason in reasons] == [
        "infinitive",
        "plan + infinitive: planned",
        "discuss + object: considered",
    ]
    assert [span.text for reason in reasons[1:] for span in reason.spans] == ["plans", "discussing"]


def test_a_light_verb_that_is_given_counts_for_its_noun(parser: Parser, knowledge: Knowledge) -> None:
    text = parser.parse("The army will carry out raids in the hills.")
    raids = next(t for t in text.tokens if t.text == "raids")
    carry = next(t for t in text.tokens if t.text == "carry")
    assert judge(raids, knowledge, light=carry).stage == "planned"
    assert judge(raids, knowledge).stage == "planned"


def test_a_stop_that_has_not_happened_leaves_the_act_and_says_so(parser: Parser, knowledge: Knowledge) -> None:
    judgement = judge(bracketed(parser, "The council plans to lift the [embargo]."), knowledge)
    assert judgement.stage == "done"
    assert any("the stop itself is only planned" in reason.rule for reason in judgement.why["stage"])


def test_the_word_that_stops_an_act_can_be_asked_for(parser: Parser, knowledge: Knowledge) -> None:
    lifted = stopper(bracketed(parser, "The council lifted the [embargo]."), knowledge)
    planned = stopper(bracketed(parser, "The council plans to lift the [embargo]."), knowledge)
    assert lifted is not None and lifted.text == "lifted"
    assert planned is not None and planned.text == "lift"
    assert stopper(bracketed(parser, "The council imposed the [embargo]."), knowledge) is None


def test_commitment_orders_facts_before_plans_before_doubts_before_denials(
    parser: Parser, knowledge: Knowledge
) -> None:
    sentences = [
        "The army [shelled] the town.",
        "The army will [shell] the town.",
        "The army may [shell] the town.",
        "The army did not [shell] the town.",
    ]
    values = [judge(bracketed(parser, sentence), knowledge).factuality for sentence in sentences]
    assert values == sorted(values, reverse=True)
    assert values[0] > 2 and values[-1] < -0.5


def test_the_steps_lead_outwards(parser: Parser, knowledge: Knowledge) -> None:
    head = bracketed(parser, "The envoy said Ruritania plans to launch [strikes].")
    found = [step.operator.phrase for step in steps(head, knowledge) if step.operator]
    assert found == ["launch", "plan", "say"]


SIGNS = {"?", ",", "“", "…", "café"}
WORDS = sorted({word.strip("[].") for case in CASES for word in case["sentence"].split()} | SIGNS)
TEXTS = st.one_of(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), st.text(max_size=60))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=TEXTS)
def test_any_token_of_any_text_gets_one_judgement_in_the_closed_vocabularies(
    content: str, parser: Parser, knowledge: Knowledge
) -> None:
    text = parser.parse(content)
    for token in text.tokens:
        judgement = judge(token, knowledge)
        assert judgement.stage in STAGES
        assert judgement.polarity in POLARITIES
        assert judgement.certainty in CERTAINTIES
        assert math.isfinite(judgement.factuality) and -3 <= judgement.factuality <= 3
        assert set(judgement.why) <= {"stage", "polarity", "certainty"}
        for reasons in judgement.why.values():
            for reason in reasons:
                assert all(content[s.start : s.end] == s.text for s in reason.spans)
        assert judge(token, knowledge) == judgement


def test_a_parse_that_is_one_long_chain_is_walked_in_bounded_time(knowledge: Knowledge) -> None:
    text = chain(20_000)
    assert judge(text.tokens[-1], knowledge).stage in STAGES


def chain(length: int) -> Text:
    """A text whose every word hangs on the one before, by the labels that the walk climbs."""
    from onrecord.language import Sentence

    text = Text(" ".join(["plan"] * length))
    for i in range(length):
        token = Token(i, i * 5, "plan")
        token.pos, token.tag, token.dep = ("VERB", "VB", "xcomp") if i % 2 else ("NOUN", "NN", "conj")
        text.tokens.append(token)
        if i:
            token.head = text.tokens[i - 1]
            token.head.children.append(token)
    sentence = Sentence(text, 0, 0, length, 0)
    text.sentences.append(sentence)
    for token in text.tokens:
        token.sentence = sentence
    return text
