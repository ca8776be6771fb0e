"""On whose word claims stand: their distinct ultimate speakers, and how many reports are independent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from onrecord.knowledge.gazetteer import fold
from onrecord.knowledge.table import read_file
from onrecord.linking.event import Told
from onrecord.linking.origins.outlets import known_outlet, outlet_key
from onrecord.records import Claim, Link
from onrecord.records.vocabulary import LinkKind

_WORD = re.compile(r"[\w'’.-]+")
_TABLE = Path(__file__).parent / "data" / "speaker_words.tsv"


@dataclass(frozen=True, slots=True)
class Speaker:
    """An ultimate source: the last link of an attribution chain that tells who speaks.

    `name` is the canonical name, or the words that stand for somebody unnamed ("six officials"), who is known by
    these words and the `outlet` that they spoke to; named ones have no `outlet`. An outlet is the speaker of what
    it says in its own voice.
    """

    name: str
    kind: LinkKind
    named: bool
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Independence:
    """How many tell of something: `reports` are documents, `origins` independent reports among them.

    `speakers` are the distinct ultimate sources; `named` is how many of them have a name.
    """

    reports: int
    origins: int
    speakers: tuple[Speaker, ...]
    named: int


def chain(links: Sequence[Link]) -> tuple[Link, ...]:
    """The links of an attribution that tell who speaks: without "reportedly", and pronouns that were not resolved.

    The publisher always stays, and an outlet that follows itself stands once. What the table of outlets knows is
    an outlet, whatever it was taken for.
    """
    kept: list[Link] = []
    for n, link in enumerate(links):
        if n and not link.name and not _words(link):
            continue
        if link.kind == "organization" and link.name and known_outlet(link.name):
            link = replace(link, kind="outlet")
        if kept and link.kind == "outlet" and link.name and outlet_key(link.name) == outlet_key(kept[-1].name):
            continue
        kept.append(link)
    return tuple(kept)


def relayed(links: Sequence[Link]) -> tuple[str, ...]:
    """The outlets between the publisher and the ultimate speaker, outermost first, by name."""
    found = chain(links)
    own = outlet_key(found[0].name) if found else ""
    return tuple(
        link.name for link in found[1:] if link.kind == "outlet" and link.name and outlet_key(link.name) != own
    )


def speaker_of(claim: Claim, publisher: str | None = None) -> Speaker | None:
    """The ultimate speaker of a claim; nothing where not even the publisher is known.

    `publisher` is the outlet whose report it first was, where the document only repeats it.
    """
    links = chain(claim.attribution)
    if not links:
        return None
    last = links[-1]
    outlets = [link.name for link in links[1:] if link.kind == "outlet" and link.name]
    outlet = outlets[-1] if outlets else publisher or links[0].name
    if len(links) == 1:
        name = publisher or last.name
        return Speaker(known_outlet(name) or name, last.kind, True) if name else None
    if last.name and not last.anonymous:
        name = (known_outlet(last.name) or last.name) if last.kind == "outlet" else last.name
        return Speaker(name, last.kind, True)
    return Speaker(last.name or " ".join(span.text for span in last.source), last.kind, False, outlet)


def ultimate_speakers(claims: Iterable[Claim], publishers: Iterable[str | None] | None = None) -> tuple[Speaker, ...]:
    """The distinct ultimate speakers of claims, named ones first, each kind in alphabetical order.

    Named ones are one by name, a surname with the one who bears it; unnamed ones by their words, without number and
    article, and the outlet that they spoke to: "officials told NBC News" is one speaker however many pages relay
    it, and "officials" are not counted beside "defence officials" of the same outlet. `publishers` gives for each
    claim whose report it first was.
    """
    claims = list(claims)
    outlets = list(publishers) if publishers is not None else [None] * len(claims)
    spoken = [speaker_of(claim, outlet) for claim, outlet in zip(claims, outlets, strict=True)]
    known = {outlet_key(speaker.name) for speaker in spoken if speaker and speaker.kind == "outlet" and speaker.named}
    found: dict[tuple[bool, str, frozenset[str]], list[Speaker]] = {}
    for speaker in spoken:
        if speaker is not None:
            if speaker.named and outlet_key(speaker.name) in known:  # taken for a person or body elsewhere
                speaker = replace(speaker, kind="outlet")
            found.setdefault(_identity(speaker), []).append(speaker)
    distinct = []
    for identity in found:
        if not any(_holds(other, identity) for other in found):
            distinct.append(min(found[identity], key=lambda s: (-len(s.name), s.name, s.kind, s.outlet or "")))
    return tuple(sorted(distinct, key=lambda s: (not s.named, s.name.lower(), s.name, s.outlet or "", s.kind)))


def _identity(speaker: Speaker) -> tuple[bool, str, frozenset[str]]:
    """What tells a speaker from others: the words, and for unnamed ones the outlet."""
    if speaker.kind in ("outlet", "author") and speaker.named:
        return True, "outlet", frozenset({outlet_key(speaker.name)})
    if speaker.named:
        return True, speaker.kind, frozenset(fold(speaker.name).replace(".", "").split())
    return False, outlet_key(speaker.outlet), _plain_words(speaker.name)


def _holds(fuller: tuple[bool, str, frozenset[str]], other: tuple[bool, str, frozenset[str]]) -> bool:
    """Whether a name or words are a shorter form of fuller ones: "Rassendyll" of "Rudolf Rassendyll"."""
    if fuller[:2] != other[:2] or not other[2] < fuller[2]:
        return False
    return not other[0] or other[1] == "person"


def _words(link: Link) -> frozenset[str]:
    return _plain_words(" ".join(span.text for span in link.source))


def _plain_words(text: str) -> frozenset[str]:
    """The words that tell unnamed speakers apart, in the singular; none for pronouns."""
    words = [word.strip(".-'’").replace(".", "") for word in _WORD.findall(text.lower())]
    bare, nobody = _lists()
    kept = [word for word in words if word and word not in bare and not word.isdigit()]
    if all(word in nobody for word in kept):
        return frozenset()
    return frozenset(word[:-1] if word.endswith("s") and len(word) > 3 else word for word in kept)


@cache
def _lists() -> tuple[frozenset[str], frozenset[str]]:
    found: dict[str, set[str]] = {"bare": set(), "nobody": set()}
    for row in read_file(_TABLE):
        found[row.choice("list", ("bare", "nobody"))].add(row["word"])
    return frozenset(found["bare"]), frozenset(found["nobody"])


def independent_sources(told: Sequence[Told]) -> Independence:
    """Count who independently tells of something: origins and ultimate speakers, never pages.

    An origin of which every claim is relayed from other outlets brings nothing of its own: it counts with these
    outlets, whose reports are either among the others or counted once for all who relay them. What the documents
    of one origin say in their own voice, or have from unnamed people, they have from the first of them by date.
    """
    publishers = _publishers(told)
    relays: dict[str, list[tuple[str, ...]]] = {}
    for item in told:
        relays.setdefault(item.origin, []).append(relayed(item.claim.attribution))
    own = {origin for origin, found in relays.items() if not all(found)}
    present = {outlet_key(item.document.source) for item in told if item.origin in own} - {""}
    absent = {outlet_key(names[-1]) for origin in relays.keys() - own for names in relays[origin]} - present
    speakers = ultimate_speakers((item.claim for item in told), (publishers[item.origin] for item in told))
    return Independence(
        reports=len({item.document.id for item in told}),
        origins=len(own) + len(absent),
        speakers=speakers,
        named=sum(speaker.named for speaker in speakers),
    )


def _publishers(told: Sequence[Told]) -> dict[str, str | None]:
    """Of each origin the outlet of its earliest document that has one."""
    found: dict[str, str | None] = {item.origin: None for item in told}
    for item in sorted(told, key=lambda t: (t.document.published or "~", t.document.id), reverse=True):
        name = item.document.source or (item.claim.attribution[0].name if item.claim.attribution else None)
        found[item.origin] = name or found[item.origin]
    return found
