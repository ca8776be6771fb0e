"""What pronouns, relatives, short forms and definite descriptions stand for; null where it is not safe."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.extraction.parties import find_mentions
from onrecord.knowledge import Knowledge
from onrecord.language import Parser

CASES = [json.loads(row) for row in (Path(__file__).parent / "data/parties_coreference.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['word']}: {case['text'][:60]}" for case in CASES])
def test_coreference(case: dict[str, Any], parser: Parser, knowledge: Knowledge) -> None:
    text = parser.parse(case["text"])
    token = [t for t in text.tokens if t.text == case["word"]][case.get("occurrence", 1) - 1]
    coref = find_mentions(text, None, knowledge).party(token).coref
    assert (coref.text if coref else None) == case["coref"]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 40


def test_name_kind_and_country_come_from_the_antecedent(parser: Parser, knowledge: Knowledge) -> None:
    text = parser.parse("Mexican President Claudia Sheinbaum said she would call the envoy.")
    she = next(t for t in text.tokens if t.text == "she")
    party = find_mentions(text, None, knowledge).party(she)
    assert (party.name, party.kind, party.country, party.sector) == ("Claudia Sheinbaum", "person", "MEX", "GOV")


def test_an_open_pronoun_stays_open(parser: Parser, knowledge: Knowledge) -> None:
    text = parser.parse("He resigned on Monday.")
    party = find_mentions(text, None, knowledge).party(text.tokens[0])
    assert (party.name, party.kind, party.coref) == ("He", "person", None)
