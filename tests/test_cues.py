"""The lexicon of attribution cues: what it holds, and what it says of mistakes in a user's overlay."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.knowledge import Knowledge, cues
from onrecord.knowledge.cues import NAMED_SLOTS, Cue
from onrecord.knowledge.table import KnowledgeError

HEAD = "cue\tcontent\tlink\tact\taddressee\tkind\tsource\tpresupposes\tunowned\n"


def overlay(folder: Path, rows: str, table: str = "verbs", head: str = HEAD) -> tuple[Path, ...]:
    (folder / "cues").mkdir()
    (folder / "cues" / f"{table}.tsv").write_text(head + rows, encoding="utf-8")
    return (folder,)


def every_cue(knowledge: Knowledge) -> list[Cue]:
    held = knowledge.cues
    groups = [*held.verbs.values(), *held.prepositions.values()]
    singles = [held.nouns, held.adjectives, held.adverbs]
    return [c for g in groups for c in g] + [c for table in singles for c in table.values()]


def test_the_lexicon_is_large_and_has_every_position(knowledge: Knowledge) -> None:
    assert len(knowledge.cues) == len(every_cue(knowledge)) >= 700
    assert {c.pos for c in every_cue(knowledge)} == {"verb", "noun", "adjective", "adverb", "preposition"}


def test_only_saying_makes_a_link_of_the_chain(knowledge: Knowledge) -> None:
    linking = {c.kind for c in every_cue(knowledge) if c.link == "yes"}
    assert linking == {"saying"}


@pytest.mark.parametrize(
    "verb", ["plan", "consider", "weigh", "decide", "agree", "try", "seek", "refuse", "want", "identify", "show"]
)
def test_planning_deciding_and_wanting_make_no_link(knowledge: Knowledge, verb: str) -> None:
    assert all(c.link == "no" for c in knowledge.cues.verbs.get(verb, ()))


@pytest.mark.parametrize(
    "verb",
    [
        "say", "tell", "report", "announce", "state", "claim", "deny", "accuse", "blame", "demand", "urge", "order",
        "call for", "warn", "threaten", "vow", "promise", "pledge", "propose", "invite",
    ],
)  # fmt: skip
def test_speech_makes_a_link(knowledge: Knowledge, verb: str) -> None:
    first = verb.split()[0]
    assert next(c for c in knowledge.cues.verbs[first] if c.name == verb).link == "yes"


def test_speech_that_is_an_act_names_its_type(knowledge: Knowledge) -> None:
    verbs = {cue.name: cue for cue in every_cue(knowledge) if cue.pos == "verb"}
    assert verbs["accuse"].act(["of"]) == "ACCUSE"
    assert verbs["threaten"].act(["infinitive"]) == "THREATEN"
    assert verbs["tell"].act(["clause"]) is None
    assert verbs["tell"].act(["infinitive"]) == "REQUEST"


def test_longer_cues_are_tried_before_shorter_ones(knowledge: Knowledge) -> None:
    assert [c.name for c in knowledge.cues.verbs["call"]][-1] == "call"


def test_slots_of_content_are_named_or_prepositions(knowledge: Knowledge) -> None:
    prepositions = {
        "about",
        "after",
        "against",
        "as",
        "at",
        "by",
        "for",
        "in",
        "of",
        "on",
        "over",
        "to",
        "upon",
        "with",
    }
    for cue in every_cue(knowledge):
        for alternative in cue.content:
            assert set(alternative) <= NAMED_SLOTS | prepositions, cue


def test_nouns_tell_media_papers_and_bodies_apart(knowledge: Knowledge) -> None:
    held = knowledge.cues
    assert "television" in held.media and "memo" in held.speakers and "committee" in held.bodies
    assert held.bodies <= held.speakers
    assert {"times", "radio", "gazette"} <= held.titles


def test_an_overlay_adds_and_overrides_cues(tmp_path: Path) -> None:
    rows = "gripe on\tclause\tno\t\t\tsaying\nsay\tquote\tno\t\t\tsaying\n"
    held = cues.load(overlay(tmp_path, rows))
    assert held.verbs["gripe"][0].name == "gripe on"
    assert held.verbs["say"][0].link == "no"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("gripe\tclause\tmaybe\t\t\tsaying\n", r"verbs.tsv, line 2: link is 'maybe'"),
        ("gripe\tclause\tyes\tGRIPE\t\tsaying\n", r"line 2: act is 'GRIPE'; it must name one of"),
        ("gripe\tclause\tyes\t=AGREE\t\tsaying\n", r"line 2: act is '=AGREE'; write slot=TYPE"),
        ("gripe\tclause\tyes\t\t\tguessing\n", r"line 2: kind is 'guessing'"),
        ("gripe\tx1\tyes\t\t\tsaying\n", r"line 2: content has 'x1'"),
        ("\tclause\tyes\t\t\tsaying\n", r"line 2: the column cue is empty"),
    ],
)
def test_mistakes_in_an_overlay_name_file_and_line(tmp_path: Path, rows: str, message: str) -> None:
    with pytest.raises(KnowledgeError, match=message):
        cues.load(overlay(tmp_path, rows))
