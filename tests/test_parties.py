"""Who a noun phrase speaks of: kind, name, country, sector, anonymity, number."""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extraction.parties import Register, find_mentions
from onrecord.extraction.parties.counts import number
from onrecord.knowledge import Knowledge, KnowledgeError
from onrecord.knowledge.parties import load
from onrecord.language import Parser, Text, Token
from onrecord.records import CountRange

CASES = [json.loads(row) for row in (Path(__file__).parent / "data/parties_describe.jsonl").read_text().splitlines()]

WORDS = ["the", "US", "president", ",", "he", "said", "Trump", "of", "Mexico", "and", "its", "army", "six", "officials"]


def find(text: Text, word: str, occurrence: int = 1) -> Token:
    return [token for token in text.tokens if token.text == word][occurrence - 1]


def register(parser: Parser, knowledge: Knowledge, content: str, published: str | None = None) -> Register:
    return find_mentions(parser.parse(content), published, knowledge)


@pytest.mark.parametrize("case", CASES, ids=[f"{case['word']}: {case['text'][:50]}" for case in CASES])
def test_describe(case: dict[str, Any], parser: Parser, knowledge: Knowledge) -> None:
    found = register(parser, knowledge, case["text"], case.get("published"))
    described = asdict(found.describe(find(found.text, case["word"], case.get("occurrence", 1))))
    assert {key: described[key] for key in case["expected"]} == case["expected"]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60


def test_a_party_has_the_head_with_its_plain_modifiers(parser: Parser, knowledge: Knowledge) -> None:
    found = register(parser, knowledge, "The three masked gunmen from the hills attacked U.S. President Donald Trump.")
    gunmen, trump = found.party(find(found.text, "gunmen")), found.party(find(found.text, "Trump"))
    assert (gunmen.span.text, gunmen.count) == ("The three masked gunmen", 3)
    assert (trump.span.text, trump.name) == ("U.S. President Donald Trump", "Donald Trump")


@pytest.mark.parametrize(
    ("phrase", "count"),
    [
        ("nearly 30 convicts", CountRange(max=30)),
        ("more than 200 convicts", CountRange(min=200)),
        ("at least two dozen convicts", CountRange(min=24)),
        ("up to 40 convicts", CountRange(max=40)),
        ("1,500 convicts", 1500),
        ("hundreds of convicts", CountRange(min=200)),
        ("convicts", None),
    ],
)
def test_counts_may_be_bounds(phrase: str, count: object, parser: Parser, knowledge: Knowledge) -> None:
    found = register(parser, knowledge, f"Police arrested {phrase} in Spain.")
    head = next(t for t in found.text.tokens if t.text in ("hundreds", "convicts"))
    assert found.party(head).count == count


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twenty-one", 21),
        ("three hundred", 300),
        ("two thousand five hundred", 2500),
        ("2.5 million", 2500000),
        ("no", None),
    ],
)
def test_number_words(words: str, value: object) -> None:
    assert number(words.split()) == value


def test_every_name_of_the_tables_is_found_in_a_sentence(parser: Parser, knowledge: Knowledge) -> None:
    tables = knowledge.parties
    names = sorted({" ".join(p.cased) for found in tables.phrases.values() for p in found if len(p.words) > 1})[::25]
    missed = []
    for name in names:
        written = name.replace(" - ", "-").replace(" 's", "'s").replace(" ’s", "’s").replace(" , ", ", ")
        found = register(parser, knowledge, f"They blamed {written} for it.")
        if not found.mentions.named:
            missed.append(written)
    assert not missed


def test_the_date_tells_who_held_an_office(parser: Parser, knowledge: Knowledge) -> None:
    for published, name in (("1995-06-01", "Bill Clinton"), ("2010-06-01", "Barack Obama"), (None, None)):
        found = register(parser, knowledge, "The president of the United States spoke.", published)
        assert found.describe(find(found.text, "president")).name == name


def test_a_bare_surname_needs_the_date_or_the_country(parser: Parser, knowledge: Knowledge) -> None:
    alone = register(parser, knowledge, "Merkel spoke at length about the harvest.")
    assert alone.describe(find(alone.text, "Merkel")).name == "Merkel"
    german = register(parser, knowledge, "Merkel told German farmers about the harvest.", "2014-09-01")
    assert german.describe(find(german.text, "Merkel")).name == "Angela Merkel"


def test_an_overlay_adds_parties(tmp_path: Path, parser: Parser) -> None:
    folder = tmp_path / "parties"
    folder.mkdir()
    (folder / "organizations.tsv").write_text(
        "name\tkind\tcountry\tsector\taliases\nRed Hand\torganization\tIRL\tREB\tLamh Dhearg\n", encoding="utf-8"
    )
    found = register(parser, Knowledge.load(tmp_path), "The Red Hand denied it.")
    described = found.describe(find(found.text, "Hand"))
    assert (described.name, described.country, described.sector) == ("Red Hand", "IRL", "REB")


def test_a_mistake_in_an_overlay_names_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "parties"
    folder.mkdir()
    (folder / "holders.tsv").write_text(
        "country\toffice\tname\taliases\tshort\tgender\tfrom\tto\nFRA\tpresident\tA. B.\t\t\tm\tlast May\t\n",
        encoding="utf-8",
    )
    with pytest.raises(KnowledgeError, match=r"holders\.tsv, line 2: from"):
        load((tmp_path,))


def test_the_tables_are_whole(knowledge: Knowledge) -> None:
    tables = knowledge.parties
    assert len(tables.countries) >= 195
    assert len({holder.country for holder in tables.holders}) >= 60
    assert all(holder.start <= holder.end for holder in tables.holders if holder.end)
    assert tables.alpha2["MEX"] == "MX"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from(
            [
                "the",
                "US",
                "president",
                ",",
                "he",
                "said",
                "Trump",
                "of",
                "Mexico",
                "and",
                "its",
                "army",
                ".",
                "'s",
                "who",
                "six",
                "officials",
            ]
        ),
        max_size=25,
    )
)
def test_every_word_can_be_described(words: list[str], parser: Parser, knowledge: Knowledge) -> None:
    found = register(parser, knowledge, " ".join(words))
    again = register(parser, knowledge, " ".join(words))
    for token, other in zip(found.text.tokens, again.text.tokens, strict=True):
        party = found.party(token)
        assert found.text.content[party.span.start : party.span.end] == party.span.text
        assert party.name
        assert party == again.party(other)


@pytest.mark.parametrize("piece", ["The army and its allies and ", "the man who ", "He said that ", "was seized and "])
def test_a_very_long_sentence_takes_no_square_time(piece: str, parser: Parser, knowledge: Knowledge) -> None:
    text = parser.parse(piece * 250 + "the police fled.")
    started = time.process_time()
    found = find_mentions(text, None, knowledge)
    for token in text.tokens:
        found.party(token)
    assert time.process_time() - started < 4  # a second on a machine that does nothing else
