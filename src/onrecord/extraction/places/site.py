"""Where one act is, as its sentence says: the locative phrases, by how closely they hang on the act."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord.extraction.model import FoundPlace
from onrecord.extraction.places.wording import (
    COMPASS,
    LOCATIVE,
    NEAR,
    PLACE_LABELS,
    SETTLED,
)
from onrecord.knowledge.word_lists import WordLists
from onrecord.language import Token
from onrecord.language.syntax import SUBJECTS
from onrecord.records import Place

INNER = frozenset({"compound", "nmod", "poss", "amod", "nummod"})
BESIDE = frozenset({"appos", "conj", "dep", "npadvmod"})
MISSIONS = frozenset({"embassy", "consulate", "ambassador", "mission", "legation", "envoy"})
STEPS = 12
"""Heads that are climbed from a toponym or from what its phrase hangs on."""

FARTHEST = 9
"""How far round the act a phrase may hang: three clauses up. Beyond, it is seldom the act's."""

REACH = 150
"""Tokens on either side of the act in which its place is looked for: no news sentence is longer."""
CONTENT = frozenset({"ccomp", "xcomp"})
CLAUSES = frozenset({"ccomp", "advcl", "relcl", "acl", "xcomp", "pcomp", "conj"})


@dataclass(frozen=True, slots=True)
class _Site:
    place: FoundPlace
    preposition: Token | None
    governor: Token
    through: bool  # by way of a noun: "on the outskirts of"
    near: bool


def place_of(head: Token, light: Token | None, places: Sequence[FoundPlace], lists: WordLists) -> Place | None:
    """Say where the act is whose word is `head` (and whose light verb is `light`); None where that is open.

    `places` are the document's in text order, as `find_places` gives them; `lists` hold the acts that lead somewhere
    or hit something. Of the locative phrases of the sentence, the one wins that hangs most closely on the act: on the
    act's own words, on what is under them, on the clauses round it; then the sentence's only one. Demonyms, and
    countries that stand as parties, are no sites.
    """
    sites = [s for p in _in_sentence(head, places) for s in _site(p, lists)]
    above = _above(head, light)
    reached = []
    for n, site in enumerate(sites):
        closeness = _closeness(site, head, light, above, lists)
        if closeness is not None and closeness <= FARTHEST:
            reached.append((closeness, site.place.place.precision or 1, abs(site.governor.i - head.i), n))
    if not reached:
        return None
    return _placed(_narrowed(sites, {rank[3] for rank in reached}, min(reached)[3]))


def _narrowed(sites: Sequence[_Site], reached: set[int], chosen: int) -> _Site:
    """The chosen site, or the smaller one beside it that lies in it: "X in Y", "X, Y", "Y's X"."""
    best = sites[chosen]
    for n in (chosen - 1, chosen + 1):
        if n not in reached:
            continue
        first, second = sites[min(n, chosen)].place.tokens[-1], sites[max(n, chosen)].place.tokens[0]
        between = first.sentence.text.tokens[first.i + 1 : second.i]
        if len(between) > 7 or any(t.pos == "VERB" or t.dep == "cc" for t in between):
            continue
        smaller = (sites[n].place.place.precision or 1) < (best.place.place.precision or 1)
        if n > chosen and not (between and between[0].tag == "POS"):
            continue
        if smaller or (n > chosen and sites[n].place.place.precision in (None, 1)):
            best = sites[n]
    return best


def _in_sentence(head: Token, places: Sequence[FoundPlace]) -> Iterator[FoundPlace]:
    """The places of the act's sentence, of a very long one those around the act."""
    first, last = max(head.sentence.start, head.i - REACH), min(head.sentence.end, head.i + REACH)
    at = bisect_left(places, first, key=lambda p: p.tokens[0].i)
    while at < len(places) and places[at].tokens[0].i < last:
        yield places[at]
        at += 1


def _site(place: FoundPlace, lists: WordLists) -> list[_Site]:
    """The phrase that makes a site of a toponym; none where it is an adjective or part of a body's name."""
    inside = {t.i for t in place.tokens}
    top = place.tokens[-1]
    for token in place.tokens:
        if token.head.i not in inside:
            top = token
            break
    if place.place.precision == 6 and top.dep in INNER and top.head.lemma not in SETTLED and not _owns(top):
        return []  # "near the Ruritanian embassy", "the U.S. school" are anywhere but there
    if (top.entity == "NORP" and not (top.dep == "pobj" and top.tag == "NNP")) or top.dep == "amod":
        return []
    return _climb(place, top, lists)


def _climb(place: FoundPlace, token: Token, lists: WordLists) -> list[_Site]:
    """Go up from the toponym to the preposition or the verb that makes it a site."""
    through = False  # a noun such as "city" or "airport" was passed
    near = False
    for _ in range(STEPS):
        head = token.head
        if head is token:
            break
        if token.dep == "pobj" or (token.dep == "pcomp" and head.dep == "prep"):
            if head.lower == "of" and (head.head.lemma in SETTLED or head.head.lower in SETTLED):
                near = near or head.head.lemma in COMPASS
                token, through = head.head, True
                continue
            if head.lower == "of" and head.head.lower == "outside":
                head = head.head
            outer = head
            while outer.dep == "prep" and outer.head.dep == "prep" and outer.head is not outer:
                outer = outer.head
            return [_Site(place, head, outer.head, through, near)]
        if token.dep == "advmod" and token.lemma in COMPASS:  # "five miles west of"
            return [_Site(place, token, head, True, True)]
        if token.dep in ("dobj", "nsubjpass"):
            return [_Site(place, None, head, through, near)]
        if token.dep == "compound" and head.lemma in lists.target and head.pos == "NOUN":
            return [_Site(place, None, head, through, near)]
        if token.dep in INNER:
            where = head.lemma in SETTLED or head.lemma in lists.facility or head.entity in PLACE_LABELS
            if not where and not _at(place, head):
                break
            through = True
        elif _named_after(token):  # "in the Togolese capital Lome", which parsers hang on the verb
            head = head.sentence.text.tokens[token.i - 1]
        elif token.dep not in BESIDE:
            break
        token = head
    return []


def _owns(token: Token) -> bool:
    """Whether a genitive names where its noun is: "in Kenya's north", but not "at Kenya's embassy"."""
    return token.dep == "poss" and token.head.lemma not in MISSIONS


def _named_after(token: Token) -> bool:
    """Whether a name stands right behind the noun that says what it is."""
    if token.dep not in ("npadvmod", "advmod", "dep") or token.i == token.sentence.start:
        return False
    before = token.sentence.text.tokens[token.i - 1]
    return before.lemma in SETTLED and before.dep in ("pobj", "dobj", "nsubj")


def _at(place: FoundPlace, noun: Token) -> bool:
    """Whether a town's name before any noun is where that noun is: "at a Tijuana mansion", "outside a Homs bakery"."""
    return noun.dep == "pobj" and noun.head.lower in ("at", *NEAR) and place.place.precision in (1, 2, 3)


def _above(head: Token, light: Token | None) -> dict[int, int]:
    """The tokens over the act, with how many steps up they are."""
    found: dict[int, int] = {}
    for start in (head, light):
        token, steps = start, 0
        while token is not None and token.head is not token and steps < 40:
            token, steps = token.head, steps + 1
            found.setdefault(token.i, steps)
    return found


def _closeness(site: _Site, head: Token, light: Token | None, above: dict[int, int], lists: WordLists) -> int | None:
    """0 on the act itself, 1 under it, more on what is round it; None for no site."""
    own = {head.i} if light is None else {head.i, light.i}
    governor, preposition = site.governor, site.preposition
    if preposition is None:
        if governor.i not in own:
            return None
        return 0 if head.lemma in lists.target else None
    word = preposition.lower
    acts = governor.lemma in lists.target or head.lemma in lists.target
    if word in ("of", "against", "on", "upon") and governor.i in own and acts:
        return 0
    if word in ("into", "onto"):
        if governor.lemma not in lists.destination and governor.lemma not in lists.target:
            return None
    elif word == "to":
        moves = governor.lemma in lists.destination
        if not moves or (governor.lemma in lists.transfer and site.place.place.precision == 6):
            return None
    elif word == "on":
        if not site.through and site.place.place.precision not in (5, 7):
            return None
    elif word not in LOCATIVE and not site.near:
        return None
    if governor.i in above and _speaks(governor) and not _fronted(preposition, governor):
        return None  # "said in Geneva that ..."
    return _reach(governor, own, above)


def _speaks(verb: Token) -> bool:
    return any(c.dep == "ccomp" for c in verb.children[-REACH:])


def _fronted(preposition: Token, verb: Token) -> bool:
    """Whether the phrase stands before its clause, and so goes for all of it: "In Kano, police said ..."."""
    return preposition.i < min((c.i for c in verb.children[:REACH] if c.dep in SUBJECTS), default=verb.i)


def _reach(governor: Token, own: set[int], above: dict[int, int]) -> int | None:
    """How far the phrase's governor is from the act: under it, or under what is over it; None for no way."""
    token, clauses, before = governor, 0, governor
    for _ in range(STEPS):
        if token.i in own:
            return 0 if token is governor else 1 + clauses
        if token.i in above:
            if before.dep in SUBJECTS and token is not governor and _speaks(token):
                return None  # who speaks is somewhere, not what is spoken of
            return 3 + 2 * min(above[token.i], 8) + clauses
        if token.dep in CONTENT and token.head.i in own:
            return None  # "agreed to meet in Oslo": where they meet
        if token.dep in CLAUSES:
            clauses += 1
        if token.head is token or token.lower == "according":
            return None
        token, before = token.head, token
    return None


def _placed(site: _Site) -> Place:
    place = site.place.place
    word = site.preposition.lower if site.preposition is not None else ""
    if place.precision == 1 and (word in NEAR or site.near):
        return replace(place, precision=2)
    if word == "off" and place.precision is not None:
        return replace(place, precision=7)  # at sea
    return place
