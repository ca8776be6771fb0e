"""Documents and extractions for the tests of the ledger, made by hand and by hypothesis."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TypeVar, get_args

from hypothesis import strategies as st

from onrecord.records import (
    Assessment,
    Assessments,
    Attribution,
    Claim,
    CountRange,
    Document,
    DocumentInfo,
    Extraction,
    Link,
    Location,
    Locations,
    Party,
    Place,
    Problem,
    Qualifier,
    Reason,
    Span,
    Time,
)
from onrecord.records.vocabulary import (
    CERTAINTIES,
    EVENT_TYPES,
    POLARITIES,
    STAGES,
    LinkKind,
    PartyKind,
    QualifierKind,
    Quotation,
    TimePrecision,
    TimeType,
)

T = TypeVar("T")

TEXT = (
    "The Ruritanian government plans drone strikes on Sylvanian smugglers in Strelsau, six officials told "
    "Radio Borduria on March 3. Sylvania denied that its navy had shelled the port."
)


def document(id: str = "a", text: str = TEXT, **more: str | None) -> Document:
    return Document(id, text, **{"title": "Strikes", "source": "The Harbour Ledger"} | more)  # type: ignore[arg-type]


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def strikes(id: str = "c0ffee01", sentence: str = TEXT[:128]) -> Claim:
    """Ruritania plans drone strikes on smugglers, say six officials, says a broadcaster."""
    return Claim(
        id=id,
        trigger=span("strikes"),
        sentence=span(sentence),
        type="ASSAULT",
        mode="drone",
        contexts=("illegal_drugs",),
        actors=(
            Party(span("The Ruritanian government"), "Government of Ruritania", "organization", "RUR", "GOV"),
        ),
        recipients=(Party(span("Sylvanian smugglers"), "Sylvanian smugglers", "group", "SYL", "CRM"),),
        stage="planned",
        polarity="affirmed",
        certainty="certain",
        factuality=1.5,
        attribution=(
            Link("outlet", "The Harbour Ledger"),
            Link("outlet", "Radio Borduria", source=(span("Radio Borduria"),), cue=(span("told"),)),
            Link(
                "unnamed", anonymous=True, count=6, source=(span("six officials"),), cue=(span("told"),),
                content=(span(TEXT[: TEXT.index(", six")]),),
            ),
        ),
        time=Time(span("March 3"), "DATE", "2025-03-03", "2025-03-03", "2025-03-03", "2025-03-03", "day"),
        place=Place(span("Strelsau"), "Strelsau", 77, 50.25, -14.5, "RU", "ST", 1, 0.9),
        why={"stage": (Reason("operator:plan", (span("plans"),)),)},
    )  # fmt: skip


def shelling(id: str = "c0ffee02") -> Claim:
    """Sylvania denies that its navy shelled a port."""
    return Claim(
        id=id, trigger=span("shelled"), sentence=span("Sylvania denied that its navy had shelled the port."),
        type="ASSAULT", mode=None, contexts=(),
        actors=(Party(span("its navy"), "navy of Sylvania", "organization", "SYL", "MIL"),),
        recipients=(), stage="done", polarity="negated", certainty="certain", factuality=-1.0,
        attribution=(
            Link("outlet", "The Harbour Ledger"),
            Link("country", "Sylvania", "SYL", "GOV", source=(Span.of(TEXT, 128, 136),)),
        ),
    )  # fmt: skip


def extraction(of: Document, *claims: Claim) -> Extraction:
    return Extraction(
        DocumentInfo.of(of),
        claims,
        (Attribution((span("six officials"),), (span("told"),), (span("drone strikes"),)),),
        (Time(span("March 3"), "DATE", "2025-03-03"),),
        (Place(span("Strelsau"), "Strelsau"),),
    )


# text as documents carry it: any Unicode that UTF-8 can hold
words = st.text(st.characters(codec="utf-8"), max_size=12)
numbers = st.one_of(st.integers(0, 10**6), st.floats(0, 1e6, allow_nan=False))
floats = st.none() | st.floats(0, 99)
counts = st.one_of(st.none(), numbers, st.builds(CountRange, floats, floats))
codes = st.sampled_from([None, "MEX", "USA", "IGO"])
dates = st.sampled_from([None, "2025-01-20", "2025-04-08", "2024-12-31T10:00:00"])
document_records = st.builds(
    Document,
    id=st.text(st.characters(codec="utf-8"), min_size=1, max_size=6),
    text=st.text(st.characters(codec="utf-8"), max_size=60),
    title=st.none() | words,
    published=dates,
    source=st.none() | words,
    author=st.none() | words,
    url=st.none() | words,
    lang=st.sampled_from([None, "en"]),
    credits=st.lists(words, max_size=2).map(tuple),
)


def choice(literal: object) -> st.SearchStrategy[str]:
    return st.sampled_from(get_args(literal))


def several(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


@st.composite
def spans_of(draw: st.DrawFn, text: str) -> Span:
    start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
    return Span.of(text, start, end)


@st.composite
def extractions(draw: st.DrawFn) -> tuple[Document, Extraction]:
    """A document and something that could have been extracted from it: every span equals its text."""
    of = draw(document_records)
    spans = spans_of(of.text)
    parties = several(
        st.builds(
            Party, spans, words, choice(PartyKind), codes, st.sampled_from([None, "GOV"]), counts, st.none() | spans
        )
    )
    links = st.builds(
        Link, choice(LinkKind), st.none() | words, codes, st.none(), st.booleans(), st.none() | numbers,
        several(spans), several(spans), several(spans), st.none() | choice(Quotation), several(spans),
        st.none() | st.sampled_from(EVENT_TYPES),
    )  # fmt: skip
    times = st.builds(Time, spans, choice(TimeType), words, dates, dates, st.none() | words, choice(TimePrecision))
    places = st.builds(
        Place, spans, words, st.none() | st.integers(1, 10**7), st.none() | st.floats(-90, 90),
        st.none() | st.floats(-180, 180), st.sampled_from([None, "MX"]), st.none(), st.none() | st.integers(1, 7),
        st.none() | st.floats(0, 1),
    )  # fmt: skip
    claims = st.builds(
        Claim,
        id=st.text("0123456789abcdef", min_size=8, max_size=8),
        trigger=spans,
        sentence=spans,
        type=st.sampled_from(EVENT_TYPES),
        mode=st.none() | words,
        contexts=several(words),
        actors=parties,
        recipients=parties,
        stage=st.sampled_from(STAGES),
        polarity=st.sampled_from(POLARITIES),
        certainty=st.sampled_from(CERTAINTIES),
        factuality=st.floats(-3, 3),
        attribution=several(links),
        time=st.none() | times,
        place=st.none() | places,
        qualifiers=several(st.builds(Qualifier, choice(QualifierKind), spans)),
        why=st.dictionaries(
            st.sampled_from(["type", "stage"]), several(st.builds(Reason, words, several(spans))), max_size=2
        ),
        score=st.floats(0, 1),
    )
    return of, Extraction(
        DocumentInfo.of(of),
        draw(several(claims)),
        draw(several(st.builds(Attribution, several(spans), several(spans), several(spans)))),
        draw(several(times)),
        draw(several(places)),
        draw(several(st.builds(Problem, words, words))),
    )


class FakeMachinery:
    """Stands in for the extractor: finds the two sample claims, in no time."""

    version = "fake-1"

    def __init__(self, knowledge: object = None, model: object = None, jobs: int = 0) -> None:
        pass

    def extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        for of in documents:
            if of.text == TEXT:
                salt = hashlib.sha256((of.id + self.version).encode()).hexdigest()[:8]
                yield extraction(of, strikes(f"a{salt}"), shelling(f"b{salt}"))
            else:
                yield Extraction(DocumentInfo.of(of))

    def assess(self, documents: Iterable[Document]) -> Iterator[Assessments]:
        for of in documents:
            answers = (Assessment(probe.id, "planned", "affirmed", "certain", 1.0) for probe in of.probes)
            yield Assessments(of.id, tuple(answers))

    def locate(self, documents: Iterable[Document]) -> Iterator[Locations]:
        for of in documents:
            yield Locations(of.id, tuple(Location(probe.id) for probe in of.probes))
