"""Finding toponyms in a text: gazetteer and entity labels, against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from onrecord.extraction.places.wording import (
    ARTICLES,
    BEFORE_PLACES,
    INSIDE,
    NAMING,
    NO_PLACE_LABELS,
    PLACE_LABELS,
    REGION_WORDS,
    SETTLED,
    SITES,
    TITLES,
)
from onrecord.knowledge.gazetteer import Entry, Gazetteer, fold
from onrecord.language import Text, Token

LONGEST = 6
"""Words of the longest name that is looked up."""

BIG = frozenset({"country", "admin1", "area", "sea"})
LARGE_TOWN = 100_000
"""A town of this size is taken for the place without further evidence: 97 of 100 are, in news."""


FAMOUS_TOWN = 500_000
"""A town of this size is taken for the place even where the parser takes it for a person."""


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """A toponym in the text, with all that it may stand for. `weak`: to be dropped unless something speaks for it."""

    tokens: tuple[Token, ...]
    name: str
    entries: tuple[Entry, ...]
    demonym: bool = False
    weak: bool = False

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.tokens[-1].end


def find_mentions(text: Text, gazetteer: Gazetteer) -> list[Mention]:
    """The toponyms of `text` in text order, not overlapping."""
    found: list[Mention] = []
    tokens = text.tokens
    i = 0
    while i < len(tokens):
        mention = _mention_at(text, tokens, i, gazetteer) if _may_begin(tokens[i]) else None
        if mention is None:
            i += 1
            continue
        found.append(mention)
        i = mention.tokens[-1].i + 1
    return _settle(found, tokens)


def _may_begin(token: Token) -> bool:
    return token.text[0].isupper() or _article(token)


def _article(token: Token) -> bool:
    """Whether an Arabic article in lower case begins a name here: "al-Bab", in one token or three."""
    head, hyphen, name = token.text.partition("-")
    if hyphen:
        return head in ARTICLES and name[:1].isupper()
    tokens = token.sentence.text.tokens
    return head in ARTICLES and token.i + 2 < token.sentence.end and _hyphen(tokens[token.i + 1]) and (
        tokens[token.i + 2].text[0].isupper()
    )  # fmt: skip


def candidates(gazetteer: Gazetteer, name: str) -> tuple[tuple[Entry, ...], bool]:
    """What a name may stand for, and whether it does so as a demonym.

    An adjective or a people's name goes before towns of that name ("Canadian", Texas), not before larger places;
    a country before what is called the same inside it (Mexico City, the province of Luxembourg); and ordinary
    words ("Western", "Central") mean no town or province.
    """
    entries = gazetteer.lookup(name)
    peoples = gazetteer.demonym(name)
    if entries and entries[0].kind == "country":
        own = entries[0].country
        entries = tuple(e for e in entries if e.country != own or e.kind == "country")
    if gazetteer.common(name) == "never" or name.lower() in REGION_WORDS:
        entries = tuple(e for e in entries if e.kind not in ("town", "admin1", "admin2"))
    if _acronym(name):
        entries = tuple(e for e in entries if e.kind in BIG or fold(e.name) != fold(name))
    if peoples and not any(e.kind in BIG for e in entries):
        return peoples + tuple(e for e in entries if e.population >= 20_000), True
    return entries, False


def _acronym(name: str) -> bool:
    """Whether a name is letters that stand for words ("U.N.", "SEC"), and so no town that is called the same."""
    letters = name.replace(".", "")
    return letters.isupper() and letters.isalpha() and len(letters) <= 3


def _mention_at(text: Text, tokens: list[Token], i: int, gazetteer: Gazetteer) -> Mention | None:
    token = tokens[i]
    region = gazetteer.postal(token.text)
    if (
        region is not None
        and i >= token.sentence.start + 2
        and tokens[i - 1].text == ","
        and tokens[i - 2].text[0].isupper()
    ):
        return Mention((token,), token.text, (region,))  # "Dover, DE"
    limit = min(LONGEST, token.sentence.end - i)
    for n in range(limit, 0, -1):
        last = tokens[i + n - 1]
        if not any(c.isupper() or c.isdigit() for c in last.text) and last.lower not in ("city", "state", "county"):
            continue
        name = text.content[token.start : last.end]
        if "\n" in name or (n > 1 and any(t.text in ",;:()" for t in tokens[i : i + n])):
            continue
        entries, demonym = candidates(gazetteer, name)
        if entries:
            mention = _judge(tuple(tokens[i : i + n]), name, entries, demonym, gazetteer)
            if mention is not None:
                return _longer(text, tokens, mention)
    return _unknown(text, tokens, i, gazetteer)


def _longer(text: Text, tokens: list[Token], mention: Mention) -> Mention:
    """The mention, or a longer name that the words beside it announce and that it is only the beginning of."""
    first = mention.entries[0]
    if first.kind in BIG or first.population >= LARGE_TOWN:
        return mention
    span = _announced(tokens, mention.tokens[0].i)
    if span is None or len(span) <= len(mention.tokens) or len(span) > LONGEST:
        return mention
    return Mention(span, text.content[span[0].start : span[-1].end], ())


def _entity(token: Token, tokens: list[Token]) -> tuple[int, int]:
    """The range of the named entity that the token is in; names end within twenty words."""
    first = token.i
    while first > max(0, token.i - 20) and not tokens[first].entity_begins and tokens[first - 1].entity == token.entity:
        first -= 1
    last = token.i + 1
    while (
        last < min(len(tokens), token.i + 20) and tokens[last].entity == token.entity and not tokens[last].entity_begins
    ):
        last += 1
    return first, last


def _judge(span: tuple[Token, ...], name: str, entries: tuple[Entry, ...], demonym: bool,
           gazetteer: Gazetteer) -> Mention | None:  # fmt: skip
    """The mention that the words are, weak or sure; None where they are no toponym.

    The limits follow what share of such names are toponyms in news: 97 of 100 of the countries, regions and large
    towns that the parser takes for places, 4 of 100 of the small towns that are part of a person's name.
    """
    first, tokens = span[0], span[0].sentence.text.tokens
    label, word = first.entity, gazetteer.common(name)
    big = entries[0].kind in BIG
    if (
        word == "never"
        or (first.text.islower() and not _article(first))
        or (len(name) < 3 and not (big and name.isupper()))
    ):
        return None  # "US", not "Us"
    begin, end = _core(first, tokens)
    whole = begin >= first.i and end <= span[-1].i + 1
    large = big or entries[0].population >= LARGE_TOWN or name.endswith(("County", "Parish"))
    placed = _after_preposition(first) or (end <= span[-1].i + 1 and _site_follows(span[-1]))
    sure = Mention(span, name, entries, demonym)
    weak = replace(sure, weak=True)
    if label in ("DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT"):
        return None
    if label in NO_PLACE_LABELS:
        return sure if (large and placed) or (big and len(name) > 3) or (demonym and label == "MONEY") else None
    if label == "PERSON":
        famous = entries[0].kind == "country" or entries[0].population >= FAMOUS_TOWN
        return (sure if placed or (famous and word != "bare") else weak) if whole else None
    if label == "NORP" and not demonym and not big:
        return sure if placed else weak
    if label in ("GPE", "LOC", "NORP", "LANGUAGE") and whole:
        person = len(span) == 1 and not large and not placed and _does_what_people_do(first)
        return weak if person else sure
    if demonym:
        return sure
    if label in PLACE_LABELS:
        return sure if large or (whole and placed) else weak
    if label == "ORG" and not whole:
        joined = first.i == begin or tokens[first.i - 1].lower in ("of", "in", "for", "the", "at")
        dateline = name.isupper() and span[-1].i + 1 < len(tokens) and tokens[span[-1].i + 1].text == "("
        if word == "bare" or not (joined or dateline):
            return None
        return sure if large else weak
    known = large or (placed and (label != "" or first.pos in ("PROPN", "NOUN")))
    return sure if known and word != "bare" else weak


def _core(token: Token, tokens: list[Token]) -> tuple[int, int]:
    """The range of the named entity that the token is in, without article and possessive; empty for none."""
    if not token.entity:
        return token.i, token.i
    begin, end = _entity(token, tokens)
    while begin < token.i and tokens[begin].lower == "the":
        begin += 1
    while end > token.i + 1 and tokens[end - 1].tag == "POS":
        end -= 1
    return begin, end


def _does_what_people_do(token: Token) -> bool:
    """Whether the name is a verb's subject, or owns something: often a person whom the parser took for a town."""
    return token.dep in ("nsubj", "nsubjpass") or (token.dep == "poss" and token.head.pos == "NOUN")


def _site_follows(last: Token) -> bool:
    """Whether "district" or the like stands behind the name."""
    return last.i + 1 < last.sentence.end and last.sentence.text.tokens[last.i + 1].lower in SITES


def _after_preposition(token: Token) -> bool:
    if token.i == token.sentence.start:
        return False
    tokens, first = token.sentence.text.tokens, token.sentence.start
    at = token.i - 1
    if tokens[at].lower == "the" and at > first:
        at -= 1
    if tokens[at].lower == "of" and at > first:
        return tokens[at - 1].lower in SETTLED
    return tokens[at].lower in BEFORE_PLACES


def _unknown(text: Text, tokens: list[Token], i: int, gazetteer: Gazetteer) -> Mention | None:
    """A name that no gazetteer knows but that the words around, or the parser, take for a place."""
    span = _announced(tokens, i)
    if span is None:
        token = tokens[i]
        if token.entity not in PLACE_LABELS or (not token.entity_begins and tokens[i - 1].entity == token.entity):
            return None
        _, end = _entity(token, tokens)
        while end > i + 1 and (tokens[end - 1].tag == "POS" or not tokens[end - 1].text[0].isalnum()):
            end -= 1
        span = tuple(tokens[i:end])
        if span[-1].lower not in SITES and (token.entity == "FAC" or not _after_preposition(token)):
            return None
    while len(span) > 1 and gazetteer.common(span[-1].text) == "never" and span[-1].lower not in SITES:
        span = span[:-1]
    if not _may_begin(span[0]) or len(span) > LONGEST or span[0].text in TITLES:
        return None
    if any(_well_known(gazetteer, token.text) for token in span[1:]) and span[-1].lower not in SITES:
        return None  # "Downtown Paris": the known name comes next
    name = text.content[span[0].start : span[-1].end]
    return None if gazetteer.common(name) or "\n" in name else Mention(span, name, ())


def _well_known(gazetteer: Gazetteer, name: str) -> bool:
    entries = gazetteer.lookup(name)
    return bool(entries) and (entries[0].kind in BIG or entries[0].population >= LARGE_TOWN)


def _announced(tokens: list[Token], i: int) -> tuple[Token, ...] | None:
    """The capitalised run at `i` where the words beside it say what it is: "the village of X", "in X district"."""
    sentence = tokens[i].sentence
    end = i + 1
    while end < sentence.end and end - i < LONGEST:
        if tokens[end].text[0].isupper() and tokens[end].pos in ("PROPN", "ADJ", "NOUN"):
            end += 1
        elif _hyphen(tokens[end]) and end + 1 < sentence.end and tokens[end + 1].text[0].isupper():
            end += 2
        else:
            break
    span = tuple(tokens[i:end])
    if span[0].entity in NO_PLACE_LABELS:
        return None
    if not _article(span[0]) and (span[0].tag not in ("NNP", "NNPS", "JJ", "NN") or len(span[0].text) < 3):
        return None
    before = [t.lower for t in tokens[max(sentence.start, i - 2) : i]]
    if before[-1:] == ["of"] and tokens[i - 2].lemma in NAMING:
        return span
    preceded = before[-1:] and (before[-1] in INSIDE or (before[-1] == "the" and before[0] in INSIDE))
    if preceded and end < sentence.end and tokens[end].lower in SITES:
        return span
    acronym = len(span) == 1 and span[0].text.isupper()
    if preceded and before[-1] != "the" and span[-1].tag == "NNP" and not acronym:
        return span if span[0].entity in ("", "PERSON", "GPE", "LOC") else None
    return None


def _hyphen(token: Token) -> bool:
    return token.text in "-‑" and token.start == token.sentence.text.tokens[token.i - 1].end


def _settle(found: Sequence[Mention], tokens: list[Token]) -> list[Mention]:
    """Drop the weak ones that nothing in the document speaks for, and what are surnames here."""
    surnames = {
        t.lower
        for t in tokens
        if t.entity == "PERSON" and not t.entity_begins and t.i > 0 and tokens[t.i - 1].entity == "PERSON"
    }
    sure = {fold(m.name) for m in found if not m.weak and m.name.lower() not in surnames}
    kept: list[Mention] = []
    for n, mention in enumerate(found):
        key = fold(mention.name)
        if mention.name.lower() in surnames and not _after_preposition(mention.tokens[0]) and (
            mention.entries and mention.entries[0].kind != "country"
        ) and not mention.demonym:  # fmt: skip
            continue
        if not mention.weak or key in sure or _contained(found, n) or _listed(found, n):
            kept.append(mention)
    return kept


def _listed(found: Sequence[Mention], n: int) -> bool:
    """Whether the mention stands in a list beside a sure town or region: "Homs and Hama"."""
    tokens = found[n].tokens[0].sentence.text.tokens
    for other in (n - 1, n + 1):
        if not 0 <= other < len(found) or found[other].weak or found[other].demonym:
            continue
        first, second = sorted((found[n], found[other]), key=lambda m: m.start)
        between = [t.lower for t in tokens[first.tokens[-1].i + 1 : second.tokens[0].i]]
        if between in (["and"], ["or"], [","], [",", "and"]):
            return True
    return False


def _contained(found: Sequence[Mention], n: int) -> bool:
    """Whether "X, Y" stands there, with an X that lies in a larger Y."""
    if n + 1 >= len(found):
        return False
    mention, after = found[n], found[n + 1]
    gap = after.tokens[0].i - mention.tokens[-1].i
    if gap != 2 or mention.tokens[-1].sentence.text.tokens[mention.tokens[-1].i + 1].text != ",":
        return False
    larger = [e for e in after.entries if e.kind in ("admin1", "country")]
    regions = {(e.country, e.admin1 if e.kind == "admin1" else None) for e in larger}
    return any((e.country, e.admin1) in regions or (e.country, None) in regions for e in mention.entries)
