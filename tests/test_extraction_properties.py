"""What holds of the extraction of any text: of word salad from the lexicons, of strange characters, of furniture."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.extraction.pipeline import Extractor
from onrecord.knowledge import Knowledge
from onrecord.knowledge.ontology import CONTEXTS, MODES, SECTORS
from onrecord.knowledge.table import DATA
from onrecord.records import Claim, Document, Extraction, Link, Party, Span, decode, dumps
from onrecord.records.vocabulary import NON_STATE_CODES, WHY_FIELDS

FOUND_BY_READING = {"empty", "not_english"}


def quick(examples: int) -> settings:
    return settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return Extractor(Knowledge.load())


def words_of(folder: str) -> list[str]:
    """The first words of the rows of the tables in a folder, as the lexicons have them."""
    found: dict[str, None] = {}
    for path in sorted((DATA / folder).glob("*.tsv")):
        lines = [line for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
        for line in lines[1:]:
            word = line.split("\t")[0].replace("*", "").strip()
            if word and len(word) < 60:
                found[word] = None
    return list(found)


ACTS, OPERATORS, CUES, PARTIES = (
    st.sampled_from(words_of(name)) for name in ("events", "operators", "cues", "parties")
)
NAMES = st.sampled_from(
    ["Ruritania", "Borduria's navy", "the Sylvanian government", "Anna Weber", "the United States", "Mexico",
     "France", "Mr Weber", "they", "he", "its", "who", "which", "nobody", "officials", "six sources", "the Times",
     "Radio Borduria",
     "nearly 30 convicts", "Paris", "London, Ontario", "Springfield"]
)  # fmt: skip
TIMES = st.sampled_from(
    ["on Monday", "last week", "in February", "since 2019", "until next year", "for the past 99999999 years",
     "tomorrow",
     "in the coming days", "on February 30, 2025", "at 25:99", "in the 1990s", "every day", "two centuries ago",
     "by 2030",
     "on 00/00/0000", "in the year 99999", "next quarter", "Tuesday night"]
)  # fmt: skip
GLUE = st.sampled_from(
    ["to", "not", "and", "or", "of", "the", "a", "by", "with", "if", "that", "said", "will", "was", "has been", "would",
     "never", "without", "according to", "because", "after", "’s", "'s", "n't", "from", "against", "for", "in", "as"]
)  # fmt: skip
MARKS = st.sampled_from(
    [",", ".", "\n", "\n\n", "“", "”", '"', "'", "‘", "(", ")", "—", ":", ";", "?", "!", "…", "-", " ", "\t"]
)
SALAD = st.lists(
    st.one_of(ACTS, ACTS, OPERATORS, OPERATORS, CUES, PARTIES, NAMES, NAMES, TIMES, GLUE, GLUE, GLUE, MARKS),
    min_size=1, max_size=60,
).map(" ".join)  # fmt: skip
SENTENCES = st.lists(
    st.builds(
        lambda who, operator, act, whom, when, end: f"{who} {operator} {act} {whom} {when}{end}",
        NAMES, st.one_of(OPERATORS, st.just("will"), st.just("plans to")), ACTS, NAMES, TIMES,
        st.sampled_from([".", ", officials said.", ",” he said.", ", according to the Times.", "?", "\n", " if"]),
    ),
    min_size=1, max_size=4,
).map(" ".join)  # fmt: skip
STRANGE = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(
            "\u200b\u200d\u202e\u2066\ufeff\u0301\u00ad\x00\x1b\x85\u2028\r\n\t 😀👩🇲🇽½①Ⅷ٤ﬁẞİſ“”‘’'\"-—.?!,"
        ),
    ),
    max_size=120,
)
MIXED = st.lists(st.one_of(STRANGE, SALAD, SENTENCES), min_size=1, max_size=4).map("".join)
DATES = st.sampled_from(
    [None, "2025-04-09", "2025-04-09T10:30:00Z", "2024-02-29", "0001-01-01", "9999-12-31", "1800-01-01T00:00:00+14:00"]
)


def made(text: str, published: str | None = None, id: str = "d", source: str | None = None) -> Document:
    return Document(id, text, published=published, source=source, lang="en")


def spans(value: Any) -> Iterator[Span]:
    """All spans anywhere in a record."""
    if isinstance(value, Span):
        yield value
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from spans(getattr(value, field.name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from spans(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)


def check(document: Document, found: Extraction) -> None:
    """What must hold of any extraction."""
    assert (found.document.id, found.document.sha256) == (document.id, document.sha256)
    assert {problem.code for problem in found.problems} <= FOUND_BY_READING, found.problems
    for span in spans(found):
        assert 0 <= span.start < span.end <= len(document.text)
        assert document.text[span.start : span.end] == span.text
    assert len({claim.id for claim in found.claims}) == len(found.claims)
    for claim in found.claims:
        check_claim(document, claim)
    # everything that is typed is checked by reading it back: vocabularies, numbers, nulls
    assert decode(Extraction, json.loads(dumps(found))) == found


def check_claim(document: Document, claim: Claim) -> None:
    assert claim.mode is None or claim.mode in MODES[claim.type]
    assert set(claim.contexts) <= set(CONTEXTS)
    assert -3 <= claim.factuality <= 3 and 0 <= claim.score <= 1
    assert claim.sentence.contains(claim.trigger)
    assert set(claim.why) <= set(WHY_FIELDS)
    for party in (*claim.actors, *claim.recipients):
        check_codes(party)
        assert party.name.strip()
    publisher, *quoted = claim.attribution
    assert publisher.kind in ("outlet", "author") and not publisher.source
    assert publisher.name in (None, document.source, document.author)
    for link in quoted:
        check_codes(link)
        assert link.cue or link.source
    for time in [claim.time] if claim.time else []:
        assert not (time.start and time.end) or time.start <= time.end
    if claim.place and claim.place.lat is not None and claim.place.lon is not None:
        assert -90 <= claim.place.lat <= 90 and -180 <= claim.place.lon <= 180


def check_codes(named: Party | Link) -> None:
    country, sector = named.country, named.sector
    assert country is None or country in NON_STATE_CODES or (len(country) == 3 and country.isupper())
    assert sector is None or sector in SECTORS


@quick(120)
@given(text=st.one_of(SALAD, SENTENCES), published=DATES)
def test_word_salad_from_the_lexicons(extractor: Extractor, text: str, published: str | None) -> None:
    document = made(text, published, source="The Harbour Ledger")
    (found,) = extractor.extract([document])
    check(document, found)


@quick(120)
@given(text=MIXED, published=DATES)
def test_strange_characters(extractor: Extractor, text: str, published: str | None) -> None:
    document = made(text, published)
    (found,) = extractor.extract([document])
    check(document, found)


@quick(40)
@given(texts=st.lists(st.one_of(SENTENCES, MIXED), min_size=2, max_size=4), published=DATES)
def test_the_same_input_gives_the_same_bytes_whatever_is_read_beside_it(
    extractor: Extractor, texts: list[str], published: str | None
) -> None:
    documents = [made(text, published, f"d{number}") for number, text in enumerate(texts)]
    together = [dumps(found) for found in extractor.extract(documents)]
    assert [json.loads(line)["document"]["id"] for line in together] == [document.id for document in documents]
    alone = [dumps(found) for document in reversed(documents) for found in extractor.extract([document])]
    assert together == alone[::-1]


@quick(25)
@given(text=SENTENCES, published=DATES)
def test_ids_are_of_document_text_and_date(extractor: Extractor, text: str, published: str | None) -> None:
    first, copy, titled = extractor.extract(
        [made(text, published), made(text, published, "copy"), dataclasses.replace(made(text, published), url="x")]
    )
    ids = {claim.id for claim in first.claims}
    assert [claim.id for claim in titled.claims] == [claim.id for claim in first.claims]
    assert len(copy.claims) == len(ids) and ids.isdisjoint(claim.id for claim in copy.claims)


@quick(25)
@given(text=st.one_of(SENTENCES, MIXED), data=st.data())
def test_any_stretch_can_be_assessed_and_located(extractor: Extractor, text: str, data: st.DataObject) -> None:
    from onrecord.records import Assessments, Locations, Probe

    if not text:
        return
    starts = data.draw(st.lists(st.integers(0, len(text) - 1), min_size=1, max_size=3))
    probes = tuple(
        Probe(f"p{n}", start, data.draw(st.integers(start + 1, len(text)))) for n, start in enumerate(starts)
    )
    document = dataclasses.replace(made(text), probes=probes)
    (assessed,) = extractor.assess([document])
    (located,) = extractor.locate([document])
    assert [item.id for item in assessed.assessments] == [item.id for item in located.places] == [p.id for p in probes]
    assert decode(Assessments, json.loads(dumps(assessed))) == assessed
    assert decode(Locations, json.loads(dumps(located))) == located
    assert all(-3 <= item.factuality <= 3 for item in assessed.assessments)


FURNITURE = ["Read more", "With inputs from agencies", "Photo: AP", "Subscribe to our newsletter", "Share this article",
             "Advertisement", "(Reuters)", "Also read: Troops shell the port of Hentzau",
             "READ MORE: Ruritania bombs Borduria"]  # fmt: skip


@quick(25)
@given(st.lists(st.sampled_from(FURNITURE), min_size=1, max_size=6, unique=True).map("\n\n".join))
def test_furniture_alone_claims_nothing(extractor: Extractor, text: str) -> None:
    document = made(text, "2025-04-09")
    (found,) = extractor.extract([document])
    check(document, found)
    assert not found.claims and not found.attributions


@pytest.mark.parametrize(
    "text",
    [
        "a", ".", "“", "😀", "\u200b", "\u0301", "said", "not", "to", "strikes", "If", "“”", "'s", "-", "\ufffd",
        "\x00", "Said said said said.", "To to to to bomb.", "Not not not not.",
        "“““““ said ”””””", "by by by by by",
        "strikes strikes strikes strikes", ", , , , , and and and", "According to according to according to.",
        "was was was bombed bombed by by", "He. She. It. They.", "1 2 3 4 5 6 7 8 9",
        "The president of the president of the president of the president of Ruritania bombed himself.",
    ],
)  # fmt: skip
def test_next_to_nothing(extractor: Extractor, text: str) -> None:
    document = made(text, "2025-04-09")
    (found,) = extractor.extract([document])
    check(document, found)


@pytest.mark.parametrize("text", ["", " \n\t "])
def test_nothing_is_a_problem(extractor: Extractor, text: str) -> None:
    (found,) = extractor.extract([made(text)])
    assert [problem.code for problem in found.problems] == ["empty"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("El ejército bombardeó el puerto el lunes, según el ministro, y el gobierno anunció nuevas sanciones.", "es"),
        ("Die Armee beschoss am Montag den Hafen, sagte der Minister, und die Regierung kündigte Sanktionen an.", "de"),
        ("Армия обстреляла порт в понедельник, сообщил министр, и правительство объявило о новых санкциях.", "ru"),
    ],
)
def test_what_is_not_english_is_a_problem_and_not_parsed(extractor: Extractor, text: str, language: str) -> None:
    (found,) = extractor.extract([dataclasses.replace(made(text), lang=None)])
    assert [problem.code for problem in found.problems] == ["not_english"]
    assert repr(language) in found.problems[0].message
    assert not (found.claims or found.attributions or found.times or found.places)
