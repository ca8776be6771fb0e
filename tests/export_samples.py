"""A small ledger for the tests of exports: plans, threats, denials, deaths, a private person, hostile words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from onrecord.ledger import EventChange, EventFilter, Ledger
from onrecord.linking.event import Event, Told
from onrecord.linking.situations import parse, to_json
from onrecord.linking.standard import standard_linker
from onrecord.linking.summary import summarise
from onrecord.records import Claim, CountRange, Document, DocumentInfo, Extraction, Link, Party, Place, Span, Time
from onrecord.records.vocabulary import LinkKind
from onrecord.views.exports import FORMATS, Options

PRIVATE = ("Anna Kovacs", "Kovacs", "Ivo Brandl", "Brandl", "Marta Ilin", "Ilin", "kovacs", "brandl")
"""Whom no public export may name: hurt, only done to, or told of in a passage without being a party."""

PUBLIC = ("Rupert Sapt", "Ministry of Defence of Ruritania", "Radio Zenda")
"""Who has an office, or is a body."""

FINE = (24.79032, -107.38782)
"""A town's coordinates, which are finer than its region's."""

SHELLING = (
    "On March 3 Ruritanian soldiers shelled the market of Culiacán, killing at least 4 people. Teacher Anna Kovacs was "
    "among the wounded, a doctor said. Colonel Rupert Sapt said that Kovacs had been warned."
)
AGAIN = (
    "Ruritanian soldiers shelled the market of Culiacán on March 3, said Colonel Rupert Sapt. Between 4 and 7 people "
    "were killed. Mr Brandl, a baker, fled the town with Ivo Brandl’s brother."
)
PLAN = (
    "Ruritania plans air strikes on Sylvanian smugglers in April 2025, six officials told Radio Zenda. "
    "Sylvania denied that any strikes were planned."
)
THREAT = (
    "Rupert Sapt, a colonel, threatened to impose tariffs on Sylvania on 1 May 2025. Marta Ilin, 43, a shopkeeper, "
    "feared the tariffs."
)
HOSTILE = (
    '=HYPERLINK("x") <script>alert(\'x\')</script> \u202eevil\u202c ]]> & "quoted", said the soldiers of Borduria who '
    "arrested\u2028 protesters;\\ in Culiacán, -- ,BEGIN:VEVENT \x07 <img src=x onerror=alert(1)> \U0001f600 é."
)


def span(text: str, words: str, after: int = 0) -> Span:
    start = text.index(words, after)
    return Span.of(text, start, start + len(words))


TOWN = Place(Span(0, 0, ""), "Culiacán", 4012176, *FINE, "MX", "25", 1, 0.9)
SOLDIERS = ("Ruritanian soldiers", "Ruritanian soldiers", "group", "SYR", "MIL")
SAPT = ("Rupert Sapt", "Rupert Sapt", "person", "SYR", "MIL")


def party(text: str, words: str, name: str, kind: str, country: str | None, sector: str | None, **more: Any) -> Party:
    return Party(span(text, words), name, kind, country, sector, **more)  # type: ignore[arg-type]


SAPT_SAYS: dict[str, Any] = {"country": "SYR", "sector": "MIL"}


def link(text: str, words: str, name: str | None, kind: LinkKind, anonymous: bool = False, **more: Any) -> Link:
    return Link(
        kind, name, more.pop("country", None), more.pop("sector", None), anonymous, source=(span(text, words),), **more
    )


def place(text: str) -> Place:
    return Place(span(text, "Culiacán"), TOWN.name, TOWN.geonameid, TOWN.lat, TOWN.lon, "MX", "25", 1, 0.9)


def claim(id: str, text: str, sentence: str, trigger: str, type: str, stage: str, **more: Any) -> Claim:
    passage = span(text, sentence)
    fields: dict[str, Any] = {
        "mode": None, "contexts": ("military",), "actors": (), "recipients": (), "polarity": "affirmed",
        "certainty": "certain", "factuality": 3.0, "attribution": (Link("outlet"),), "score": 0.9,
    }  # fmt: skip
    return Claim(id, span(text, trigger, passage.start), passage, type, stage=stage, **(fields | more))  # type: ignore[arg-type]


def day(text: str, words: str, start: str, end: str | None = None, precision: str = "day") -> Time:
    return Time(span(text, words), "DATE", start, start, end or start, None, precision)  # type: ignore[arg-type]


def first_sentence(text: str) -> str:
    return text[: text.index(". ") + 1]


def story() -> list[tuple[Document, tuple[Claim, ...]]]:
    """Five articles, each with what was read from it."""
    sapt = link(SHELLING, "Rupert Sapt", "Rupert Sapt", "person", **SAPT_SAYS)
    return [
        (
            Document(
                "zenda/anna-kovacs-hurt", SHELLING, "Teacher Anna Kovacs hurt in shelling", "2025-03-04", "Radio Zenda",
                "Jan Feder", "https://zenda.example/2025/anna-kovacs-hurt", "en",
            ),
            (
                claim(
                    "a1" * 8, SHELLING, first_sentence(SHELLING), "shelled", "ASSAULT", "done", mode="heavy-weapons",
                    actors=(party(SHELLING, *SOLDIERS),),
                    recipients=(
                        party(SHELLING, "people", "people", "unnamed", None, "CVL", count=CountRange(4, None)),
                        party(SHELLING, "Anna Kovacs", "Anna Kovacs", "person", None, None),
                    ),
                    time=day(SHELLING, "March 3", "2025-03-03"), place=place(SHELLING),
                ),
                claim(
                    "a2" * 8, SHELLING, "Colonel Rupert Sapt said that Kovacs had been warned.", "warned", "THREATEN",
                    "done", actors=(party(SHELLING, *SAPT),), attribution=(Link("outlet"), sapt),
                    recipients=(party(SHELLING, "Kovacs", "Kovacs", "person", None, None),),
                ),
            ),
        ),
        (
            Document("courier-1", AGAIN, "Market shelled", "2025-03-05", "Hentzau Courier", None, None, "en"),
            (
                claim(
                    "b1" * 8, AGAIN, first_sentence(AGAIN), "shelled", "ASSAULT", "done", mode="heavy-weapons",
                    actors=(party(AGAIN, *SOLDIERS),), place=place(AGAIN), time=day(AGAIN, "March 3", "2025-03-03"),
                    attribution=(
                        Link("outlet"), link(AGAIN, "Rupert Sapt", "Rupert Sapt", "person", **SAPT_SAYS),
                    ),
                ),
                claim(
                    "b2" * 8, AGAIN, AGAIN[AGAIN.index("Mr Brandl") :], "fled", "RETREAT", "done",
                    actors=(party(AGAIN, "Mr Brandl", "Brandl", "person", None, None),),
                ),
            ),
        ),
        (
            Document(
                "ledger-7", PLAN, "Strikes planned", "2025-03-10", "The Harbour Ledger", None,
                "https://ledger.example/7", "en",
            ),
            (
                claim(
                    "c1" * 8, PLAN, first_sentence(PLAN), "air strikes", "ASSAULT", "planned", mode="aerial",
                    actors=(party(PLAN, "Ruritania", "Ruritania", "country", "SYR", None),),
                    recipients=(party(PLAN, "Sylvanian smugglers", "Sylvanian smugglers", "group", "LBN", "CRM"),),
                    time=day(PLAN, "April 2025", "2025-04-01", "2025-04-30", "month"),
                    attribution=(
                        Link("outlet"), link(PLAN, "Radio Zenda", "Radio Zenda", "outlet"),
                        link(PLAN, "six officials", None, "unnamed", True, count=6),
                    ),
                ),
                claim(
                    "c2" * 8, PLAN, "Sylvania denied that any strikes were planned.", "strikes", "ASSAULT", "planned",
                    polarity="negated", mode="aerial", factuality=-1.0,
                    actors=(party(PLAN, "Ruritania", "Ruritania", "country", "SYR", None),),
                    recipients=(party(PLAN, "Sylvanian smugglers", "Sylvanian smugglers", "group", "LBN", "CRM"),),
                    attribution=(Link("outlet"), link(PLAN, "Sylvania", "Sylvania", "country", country="LBN")),
                ),
            ),
        ),
        (
            Document(
                "ledger-8", THREAT, None, "2025-03-12", "The Harbour Ledger", None, "https://ledger.example/8", "en",
            ),
            (
                claim(
                    "d1" * 8, THREAT, first_sentence(THREAT), "impose tariffs", "SANCTION", "threatened",
                    mode="discontinue", contexts=("economic",), actors=(party(THREAT, *SAPT),),
                    recipients=(party(THREAT, "Sylvania", "Sylvania", "country", "LBN", None),),
                    time=day(THREAT, "1 May 2025", "2025-05-01"),
                    attribution=(
                        Link("outlet"),
                        link(THREAT, "Rupert Sapt", "Rupert Sapt", "person", **SAPT_SAYS, act="THREATEN"),
                    ),
                ),
                claim(
                    "d2" * 8, THREAT, THREAT[THREAT.index("Marta") :], "tariffs", "SANCTION", "hypothetical",
                    certainty="possible", recipients=(party(THREAT, "Sylvania", "Sylvania", "country", "LBN", None),),
                ),
            ),
        ),
        (
            Document("=evil", HOSTILE, "<b>=1+1</b>\u202e", None, "@Courier", None, "javascript:alert(1)", None),
            (
                claim(
                    "e1" * 8, HOSTILE, HOSTILE, "arrested", "COERCE", "ongoing", mode="arrest",
                    actors=(party(HOSTILE, "soldiers of Borduria", "-soldiers <of> Borduria", "group", None, "MIL"),),
                    recipients=(party(HOSTILE, "protesters", "protesters", "group", None, "CVL"),),
                    place=place(HOSTILE),
                ),
            ),
        ),
    ]  # fmt: skip


class Clock:
    """A second later at each look."""

    def __init__(self) -> None:
        self._now = datetime(2025, 4, 1, 8, 0, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now


def make(path: Path, told: Iterable[tuple[Document, tuple[Claim, ...]]] | None = None) -> Path:
    """A ledger with the story, linked; what was judged of it, and a situation, which change nothing else."""
    with Ledger(path, clock=Clock()) as ledger:
        for document, claims in story() if told is None else told:
            ledger.add(document, Extraction(DocumentInfo.of(document), claims), "test 1")
        ledger.link(standard_linker())
        if told is None:
            ledger.judge("right", "Jan Feder", "Kovacs was asked", "a1" * 8)  # whom no public export may name either
            ledger.add_situation("shelling", to_json(parse("act:shell*")))
    return path


def written(path: Path, format: str, wanted: Any = None, **options: Any) -> tuple[bytes, tuple[str, ...]]:
    """An export, and the lines on what was left out."""
    asked = Options(**options)
    with Ledger(path, create=False) as ledger:
        return b"".join(FORMATS[format].write(ledger, wanted, asked)), asked.tally.lines()


@dataclass
class MadeOf:
    """Stands in for a ledger of events that are made of claims given by hand."""

    groups: Sequence[Sequence[Told]]
    moved: str = "2025-03-20T10:11:12.000000+00:00"
    made: list[Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.made = [summarise(f"{n:032x}", tuple(group)) for n, group in enumerate(self.groups, 1)]

    def events(self, wanted: EventFilter | None = None) -> Iterator[Event]:
        return iter(self.made)

    def accounts(self, of: Iterable[Event]) -> Iterator[tuple[Event, tuple[Told, ...]]]:
        told = {event.id: tuple(group) for event, group in zip(self.made, self.groups, strict=True)}
        return ((event, told[event.id]) for event in of)

    def changes(self, since: str, until: str | None = None) -> Iterator[EventChange]:
        return (EventChange(event, None, ("new",), self.moved) for event in self.made)

    def extractions(self) -> Iterator[Any]:
        return iter(())

    def origins(self) -> Iterator[Any]:
        return iter(())

    def judgements(self) -> tuple[Any, ...]:
        return ()
