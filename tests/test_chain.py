"""The chain of sources behind a word: passages with the chain that a reader gives, and what holds for all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.extraction.attribution import chain, find_attributions
from onrecord.extraction.model import Description
from onrecord.extraction.parties import find_mentions
from onrecord.knowledge import Knowledge
from onrecord.language import Parser, Token
from onrecord.records import Link, Reason

PASSAGES: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parent / "data" / "chains.jsonl").read_text("utf-8").splitlines()
]
PUBLISHER = Link(kind="outlet", name="The Strelsau Courier")
OUTLETS = frozenset(
    {"ledger", "news", "reuters", "times", "gazette", "television", "mirror", "radio", "herald", "newspaper"}
)


def describe(token: Token) -> Description:
    """A stand-in that knows outlets and proper names and nothing else."""
    outlet = token.lower in OUTLETS
    name = token.text if token.pos == "PROPN" else None
    return Description("organization" if outlet else "unnamed", name, anonymous=name is None, outlet=outlet)


def chained(
    parser: Parser, knowledge: Knowledge, content: str, word: str, own_names: frozenset[str] = frozenset()
) -> tuple[tuple[Link, ...], tuple[Reason, ...]]:
    text = parser.parse(content)
    start = content.index(word)
    head = text.tokens_in(start, start + len(word))[0]
    return chain(head, find_attributions(text, knowledge), describe, PUBLISHER, own_names)


def short(source: str) -> str:
    plain = source.lower().strip(" ,.").removesuffix("'s").removesuffix("’s")
    return plain.removeprefix("the ")


def alike(got: str, expected: str) -> bool:
    if not got or not expected:
        return got == expected
    return short(expected) in short(got) or short(got) in short(expected)


@pytest.mark.parametrize("passage", PASSAGES, ids=[f"{p['text'][:50]}|{n}" for n, p in enumerate(PASSAGES)])
def test_the_chain_of_a_passage(parser: Parser, knowledge: Knowledge, passage: dict[str, Any]) -> None:
    text = parser.parse(passage["text"])
    head = text.tokens_in(*passage["head"])[0]
    own_names = frozenset(passage.get("own_names", ()))
    register = find_mentions(text, None, knowledge, None)
    links, _ = chain(head, find_attributions(text, knowledge), register.describe, PUBLISHER, own_names)
    got = [" ".join(s.text for s in link.source) for link in links[1:]]
    assert len(got) == len(passage["chain"]), (got, passage["chain"])
    assert all(alike(g, e) for g, e in zip(got, passage["chain"], strict=True)), (got, passage["chain"])
    if "anonymous" in passage:
        assert [[link.anonymous, link.count] for link in links[1:]] == passage["anonymous"]


@pytest.mark.parametrize(
    ("content", "word", "expected"),
    [
        ("The harbour council closed the port, and it ordered the pilots to leave.", "leave", ["The harbour council"]),
        ("The prime minister told lawmakers that he had asked the king to yield.", "yield", ["The prime minister"]),
    ],
)
def test_a_pronoun_gives_the_link_of_whom_it_stands_for(
    parser: Parser, knowledge: Knowledge, content: str, word: str, expected: list[str]
) -> None:
    text = parser.parse(content)
    head = text.tokens_in(content.index(word), content.index(word) + len(word))[0]
    register = find_mentions(text, None, knowledge, None)
    found = find_attributions(text, knowledge)
    links, _ = chain(head, found, register.describe, PUBLISHER, frozenset(), register.antecedent)
    assert [" ".join(s.text for s in link.source) for link in links[1:]] == expected


def test_there_are_passages_enough() -> None:
    assert len(PASSAGES) >= 80


def test_the_publisher_is_always_the_first_link(parser: Parser, knowledge: Knowledge) -> None:
    links, reasons = chained(parser, knowledge, "The navy shelled the harbour.", "shelled")
    assert links == (PUBLISHER,)
    assert reasons == ()


def test_every_link_has_a_reason_that_names_its_cue(parser: Parser, knowledge: Knowledge) -> None:
    links, reasons = chained(
        parser, knowledge, "Two aides told the Ledger that Ruritania had shelled the port.", "shelled"
    )
    assert [r.rule for r in reasons] == ["relay", "link:verb:tell"]
    assert [link.kind for link in links] == ["outlet", "outlet", "unnamed"]
    assert all(r.spans for r in reasons)


def test_a_link_shows_source_cue_content_and_addressee(parser: Parser, knowledge: Knowledge) -> None:
    content = "Borduria's envoy urged Sylvania to withdraw its troops."
    links, _ = chained(parser, knowledge, content, "withdraw")
    link = links[1]
    assert [s.text for s in link.source] == ["Borduria's envoy"]
    assert [s.text for s in link.cue] == ["urged"]
    assert [s.text for s in link.content] == ["to withdraw its troops"]
    assert [s.text for s in link.addressee] == ["Sylvania"]
    assert link.act == "REQUEST"
    assert link.quotation == "indirect"


def test_a_link_with_no_owner_is_unnamed_and_anonymous(parser: Parser, knowledge: Knowledge) -> None:
    links, _ = chained(parser, knowledge, "The army reportedly shelled two villages.", "shelled")
    assert (links[1].kind, links[1].anonymous, links[1].name, links[1].source) == ("unnamed", True, None, ())


@pytest.mark.parametrize(
    ("content", "word", "act"),
    [
        ("Borduria accused Sylvania of shelling a village.", "shelling", "ACCUSE"),
        ("Ruritania threatened to expel the envoys.", "expel", "THREATEN"),
        ("The envoy said Ruritania had expelled two diplomats.", "expelled", None),
        ("The general told the rebels to withdraw from the town.", "withdraw", "REQUEST"),
    ],
)
def test_the_speech_act_stands_in_the_link(
    parser: Parser, knowledge: Knowledge, content: str, word: str, act: str | None
) -> None:
    links, _ = chained(parser, knowledge, content, word)
    assert links[-1].act == act


@pytest.mark.parametrize(
    ("content", "word", "quotation"),
    [
        ("“We bombed the bridge,” the general said.", "bombed", "direct"),
        ("The general said they bombed the bridge.", "bombed", "indirect"),
        ("The general said they “bombed the bridge” and left.", "bombed", "mixed"),
    ],
)
def test_links_tell_direct_from_indirect_speech(
    parser: Parser, knowledge: Knowledge, content: str, word: str, quotation: str
) -> None:
    links, _ = chained(parser, knowledge, content, word)
    assert links[-1].quotation == quotation


def test_the_publisher_naming_itself_is_left_out(parser: Parser, knowledge: Knowledge) -> None:
    content = "Two aides told the Ledger that Ruritania had shelled the port."
    links, _ = chained(parser, knowledge, content, "shelled", frozenset({"ledger"}))
    assert [" ".join(s.text for s in link.source) for link in links[1:]] == ["Two aides"]


@pytest.mark.parametrize("passage", PASSAGES[::7], ids=[str(n) for n in range(0, len(PASSAGES), 7)])
def test_no_chain_names_one_mention_twice(parser: Parser, knowledge: Knowledge, passage: dict[str, Any]) -> None:
    text = parser.parse(passage["text"])
    found = find_attributions(text, knowledge)
    for token in text.tokens:
        links, reasons = chain(token, found, describe, PUBLISHER)
        sources = [link.source for link in links if link.source]
        assert len(sources) == len(set(sources))
        assert len(reasons) == len(links) - 1
        for link in links:
            for span in (*link.source, *link.cue, *link.content, *link.addressee):
                assert passage["text"][span.start : span.end] == span.text
