"""Where one act is, as its sentence says: the locative phrases, by how closely they hang on the act."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.extraction.model import FoundPlace
from onrecord.language import Token
from onrecord.records import Place

LOCATIVE = frozenset("in at near over off outside inside along within across around throughout into on between above beneath under beside by through onto amid upon toward towards".split())  # fmt: skip
NEAR = frozenset({"near", "outside", "around", "beside", "by", "toward", "towards"})
MOVING = frozenset("deploy send dispatch move travel march fly go advance return transfer hand deliver ship visit enter cross extradite deport expel flee escort airlift bring take retreat withdraw arrive come deployment arrival visit trip delivery".split())  # fmt: skip
HITTING = frozenset("invade bomb strike shell raid enter occupy attack hit storm bombard pound seize capture besiege blockade overrun liberate retake annex encircle blast target rock shake devastate invasion bombing strike shelling raid occupation attack airstrike seizure capture siege bombardment assault offensive blockade liberation annexation incursion".split())  # fmt: skip
"""Acts whose object, where it is a place, is where they are."""

SETTLED = frozenset("city town village province district region suburb outskirts north south east west northeast northwest southeast southwest part area capital neighborhood neighbourhood coast centre center state county port island border valley camp governorate municipality vicinity edge side heart site airport base headquarters middle hub stronghold enclave quarter territory waters".split())  # fmt: skip
"""Nouns through which `of` leads to the place itself: "in the city of", "on the outskirts of"."""

INNER = frozenset({"compound", "nmod", "poss", "appos", "amod", "conj", "npadvmod", "nummod", "dep"})
LARGEST_OBJECT = 5
"""Precision up to which an object that is a place is where the act is; a country may be a party."""

STEPS = 12
CLAUSES = frozenset({"ccomp", "advcl", "relcl", "acl", "xcomp", "pcomp", "conj"})


@dataclass(frozen=True, slots=True)
class _Site:
    place: FoundPlace
    preposition: Token | None
    governor: Token


def place_of(head: Token, light: Token | None, places: Sequence[FoundPlace],
             dateline: FoundPlace | None) -> Place | None:  # fmt: skip
    """Say where the act is whose word is `head` (and whose light verb is `light`); None where that is open.

    `places` are the document's in text order, as `find_places` gives them. Of the locative phrases of the
    sentence, the one wins that hangs most closely on the act: on the act's own words, on what is under them, on
    the clauses round it; then the sentence's only one. The dateline, demonyms, and countries that stand as
    parties are no sites.
    """
    sites = [s for p in _in_sentence(head, places) if p is not dateline for s in _site(p)]
    best: tuple[int, int, int, int] | None = None
    chosen: _Site | None = None
    above = _above(head, light)
    governors = {s.governor.i for s in sites if s.preposition is not None}
    for n, site in enumerate(sites):
        closeness = _closeness(site, head, light, above, len(governors) == 1)
        if closeness is None:
            continue
        rank = (closeness, site.place.place.precision or 1, abs(site.governor.i - head.i), n)
        if best is None or rank < best:
            best, chosen = rank, site
    return _placed(chosen) if chosen is not None else None


def _in_sentence(head: Token, places: Sequence[FoundPlace]) -> Iterator[FoundPlace]:
    sentence = head.sentence
    at = bisect_left(places, sentence.start, key=lambda p: p.tokens[0].i)
    while at < len(places) and places[at].tokens[0].i < sentence.end:
        yield places[at]
        at += 1


def _site(place: FoundPlace) -> list[_Site]:
    """The phrase that makes a site of a toponym; none where it is an adjective or part of a body's name."""
    inside = {t.i for t in place.tokens}
    top = place.tokens[-1]
    for token in place.tokens:
        if token.head.i not in inside:
            top = token
            break
    if top.entity == "NORP" or (top.pos == "ADJ" and top.dep == "amod"):
        return []
    return _climb(place, top)


def _climb(place: FoundPlace, token: Token) -> list[_Site]:
    for step in range(STEPS):
        head = token.head
        if head is token:
            break
        if token.dep == "pobj" or (token.dep == "pcomp" and head.dep == "prep"):
            if head.lower == "of" and head.head.lemma in SETTLED:
                token = head.head
                continue
            outer = head
            while outer.dep == "prep" and outer.head.dep == "prep" and outer.head is not outer:
                outer = outer.head
            return [_Site(place, head, outer.head)]
        if token.dep in ("dobj", "nsubjpass"):
            return [_Site(place, None, head)]
        if token.dep == "compound" and head.lemma in HITTING:
            return [_Site(place, None, head)]
        if token.dep == "poss" and step == 0 and head.lemma not in SETTLED and head.entity not in ("GPE", "LOC", "FAC"):
            break
        if token.dep not in INNER:
            break
        token = head
    return []


def _above(head: Token, light: Token | None) -> dict[int, int]:
    """The tokens over the act, with how many steps up they are."""
    found: dict[int, int] = {}
    for start in (head, light):
        token, steps = start, 0
        while token is not None and token.head is not token and steps < 40:
            token, steps = token.head, steps + 1
            found.setdefault(token.i, steps)
    return found


def _closeness(site: _Site, head: Token, light: Token | None, above: dict[int, int], only: bool) -> int | None:
    """0 on the act itself, 1 under it, 2 and more on what is round it, 9 the sentence's only one; None for no site."""
    own = {head.i} if light is None else {head.i, light.i}
    governor, preposition = site.governor, site.preposition
    if preposition is None:
        if governor.i not in own:
            return None
        size = site.place.place.precision or 1
        return (
            1
            if head.lemma in HITTING and (size <= LARGEST_OBJECT or head.pos != "VERB" or head.lemma in HITTING)
            else None
        )
    word = preposition.lower
    if word in ("to", "toward", "towards", "into", "onto") and governor.lemma not in MOVING and word == "to":
        return None
    if word in ("of", "against", "on", "upon") and governor.i in own and head.lemma in HITTING:
        return 0
    if word not in LOCATIVE and word != "to":
        return None
    if governor.i in own:
        return 0
    below = _under(governor, own)
    if below is not None:
        return 1 + below
    if governor.i in above:
        return 2 + min(above[governor.i], 5)
    return 9 if only else None


def _under(token: Token, own: set[int]) -> int | None:
    """How many clauses lie between the token and the act over it; None where the act is not over it."""
    clauses = 0
    for _ in range(STEPS):
        if token.i in own:
            return clauses
        if token.dep in CLAUSES:
            clauses += 1
        if token.head is token:
            return None
        token = token.head
    return None


def _placed(site: _Site) -> Place:
    place = site.place.place
    word = site.preposition.lower if site.preposition is not None else ""
    if place.precision == 1 and word in NEAR:
        return replace(place, precision=2)
    if word == "off" and place.precision is not None:
        return replace(place, precision=7)
    return place
