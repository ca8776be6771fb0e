"""Who does an act and to whom, by the act's frame."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.extraction.model import Act
from onrecord.extraction.parties import find_mentions, roles
from onrecord.knowledge import Knowledge, frames
from onrecord.language import Parser, Token
from onrecord.records import Party

CASES = [json.loads(row) for row in (Path(__file__).parent / "data/roles.jsonl").read_text().splitlines()]


def parties_of(
    case: dict[str, Any], parser: Parser, knowledge: Knowledge
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    text = parser.parse(case["text"])

    def word(form: str) -> Token:
        return next(token for token in text.tokens if token.text == form)

    head = word(case["head"])
    light = word(case["light"]) if "light" in case else None
    trigger = (head, *map(word, case.get("words", ())))
    also = tuple(map(word, case.get("also", ())))
    act = Act(head, trigger, case["type"], case.get("mode"), case["frame"], light=light, also=also)
    return roles(act, find_mentions(text, None, knowledge), knowledge)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['head']}: {case['text'][:60]}" for case in CASES])
def test_roles(case: dict[str, Any], parser: Parser, knowledge: Knowledge) -> None:
    actors, recipients = parties_of(case, parser, knowledge)
    assert [party.span.text for party in actors] == case["actors"]
    assert [party.span.text for party in recipients] == case["recipients"]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 100


def test_a_pronoun_brings_what_it_stands_for(parser: Parser, knowledge: Knowledge) -> None:
    case = {"text": "Sylvania said it would bomb the port.", "head": "bomb", "frame": "transitive", "type": "ASSAULT"}
    (actor,), _ = parties_of(case, parser, knowledge)
    assert (actor.span.text, actor.name) == ("it", "Sylvania")
    assert actor.coref is not None
    assert actor.coref.text == "Sylvania"


def test_an_unknown_frame_names_nobody(parser: Parser, knowledge: Knowledge) -> None:
    case = {"text": "Rebels fled.", "head": "fled", "frame": "no such frame", "type": "RETREAT"}
    assert parties_of(case, parser, knowledge) == ((), ())


def test_all_frames_have_slots(knowledge: Knowledge) -> None:
    found = frames.load(knowledge.overlays)
    assert {"transitive", "on", "to", "with", "accuses", "alone"} <= set(found)
    assert all(frame.actor and frame.noun_actor for frame in found.values())
    assert found["with"].both
