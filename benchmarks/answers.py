"""One reading of a passage's claims, whoever gave it: a labeller or the program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.records import Claim, Party, Span

Stretch = tuple[int, int]
"""Start and end in code points, the end not included."""


@dataclass(frozen=True, slots=True)
class Source:
    """A link of the chain. `spans` is empty where the text names no owner."""

    spans: tuple[Stretch, ...]
    name: str | None
    anonymous: bool
    count: float | None


@dataclass(frozen=True, slots=True)
class When:
    """The words that say when, and the days that they mean (ISO, inclusive; null where vague)."""

    spans: tuple[Stretch, ...]
    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True)
class Where:
    """The words that say where, and the country (alpha-2) where it is clear."""

    spans: tuple[Stretch, ...]
    country: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """A claim as it is compared. A party has several spans where a fuller mention stands for it too.

    `types` and `stages` begin with the first choice; the others are right as well. `certainty` is null where it is not
    to be compared. `details` says whether the labeller gave time, place and qualifiers at all.
    """

    trigger: Stretch
    also: tuple[Stretch, ...]
    types: tuple[str, ...]
    stages: tuple[str, ...]
    polarity: str
    certainty: str | None
    actors: tuple[tuple[Stretch, ...], ...]
    recipients: tuple[tuple[Stretch, ...], ...]
    chain: tuple[Source, ...]
    core: bool
    time: When | None
    place: Where | None
    qualifiers: tuple[tuple[str, Stretch], ...]
    details: bool


def of_label(label: Mapping[str, Any]) -> Answer:
    """Read a labelled claim, in the form of LABELLING.md."""
    time, place = label.get("time"), label.get("place")
    return Answer(
        trigger=_pair(label["trigger"]),
        also=_pairs(label.get("also")),
        types=(label["type"], *label.get("type_also", ())),
        stages=(label["stage"], *label.get("stage_also", ())),
        polarity=label["polarity"],
        certainty=label["certainty"],
        actors=tuple((pair,) for pair in _pairs(label["actors"])),
        recipients=tuple((pair,) for pair in _pairs(label["recipients"])),
        chain=tuple(_link(link) for link in label["chain"]),
        core=label.get("core", True),
        time=When(_pairs(time["spans"]), time["start"], time["end"]) if time else None,
        place=Where(_pairs(place["spans"]), place["country"]) if place else None,
        qualifiers=tuple((one["kind"], _pair(one["span"])) for one in label.get("qualifiers") or ()),
        details="qualifiers" in label,
    )


def of_claim(claim: Claim) -> Answer:
    """Read a claim of the program's; the publisher, its first link, is left out as the labels leave it out."""
    links = claim.attribution
    if links and not links[0].source and links[0].kind in ("outlet", "author"):
        links = links[1:]
    return Answer(
        trigger=_stretch(claim.trigger),
        also=(),
        types=(claim.type,),
        stages=(claim.stage,),
        polarity=claim.polarity,
        certainty=claim.certainty,
        actors=tuple(_mentions(party) for party in claim.actors),
        recipients=tuple(_mentions(party) for party in claim.recipients),
        chain=tuple(Source(_stretches(link.source), link.name, link.anonymous, link.count) for link in links),
        core=True,
        time=When((_stretch(claim.time.span),), claim.time.start, claim.time.end) if claim.time else None,
        place=Where((_stretch(claim.place.span),), claim.place.country) if claim.place else None,
        qualifiers=tuple((one.kind, _stretch(one.span)) for one in claim.qualifiers),
        details=True,
    )


def overlap(a: Stretch, b: Stretch) -> bool:
    """Whether the two share a character."""
    return a[0] < b[1] and b[0] < a[1]


def meet(some: tuple[Stretch, ...], others: tuple[Stretch, ...]) -> bool:
    """Whether any of the one overlaps any of the other."""
    return any(overlap(a, b) for a in some for b in others)


def _link(link: Mapping[str, Any]) -> Source:
    source = (_pair(link["source"]),) if link.get("source") else ()
    return Source(source, link.get("name"), bool(link["anonymous"]), link.get("count"))


def _pair(pair: list[int]) -> Stretch:
    return pair[0], pair[1]


def _pairs(pairs: list[list[int]] | None) -> tuple[Stretch, ...]:
    return tuple(_pair(pair) for pair in pairs or ())


def _stretch(span: Span) -> Stretch:
    return span.start, span.end


def _stretches(spans: tuple[Span, ...]) -> tuple[Stretch, ...]:
    return tuple(_stretch(span) for span in spans)


def _mentions(party: Party) -> tuple[Stretch, ...]:
    return _stretches((party.span, party.coref) if party.coref else (party.span,))
