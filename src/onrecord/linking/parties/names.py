"""What a name alone tells of its bearer: the name as the tables of knowledge give it, kind, country, sector."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from onrecord.knowledge import parties as tables_of_parties
from onrecord.knowledge.parties import words_of
from onrecord.records.vocabulary import PartyKind

_APART = re.compile(r"[\s\-‐‑–_/]+")
_NO_LETTERS = re.compile(r"[^\w ]+")
_NAMING = ("country", "organization", "person")  # a nationality or a capital is no name of a party's own


@dataclass(frozen=True, slots=True)
class Known:
    """A party as the tables of knowledge describe it."""

    name: str
    kind: PartyKind
    country: str | None = None
    sector: str | None = None


@lru_cache(maxsize=1 << 16)
def folded(name: str) -> str:
    """A name without accents, case, points and a leading article: what two spellings of one name share."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = _APART.sub(" ", _NO_LETTERS.sub("", _APART.sub(" ", plain.casefold()))).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


@lru_cache(maxsize=1 << 14)
def known(name: str) -> Known | None:
    """What the shipped tables say of a name of a country, body, outlet or office-holder; nothing where they do not."""
    cased = words_of(name)
    if not cased:
        return None
    words = tuple(word.lower() for word in cased)
    listed = [
        phrase
        for phrase in tables_of_parties.load().phrases.get(words[0], ())
        if phrase.words == words and phrase.entry.sense in _NAMING
    ]
    for phrase in sorted(listed, key=lambda phrase: phrase.cased != cased):  # "us" is not the US where "US" stands too
        entry = phrase.entry
        if phrase.cased == cased or len(name) > 3:
            return Known(entry.name, entry.kind, entry.country, entry.sector)
    return None


@lru_cache(maxsize=1 << 14)
def likely_kind(name: str) -> PartyKind:
    """The kind of a party of which only the name is known: a given name in front makes a person, else a body."""
    found = known(name)
    if found is not None:
        return found.kind
    words = name.split()
    genders = tables_of_parties.load().genders
    return "person" if len(words) > 1 and words[0].lower() in genders else "organization"
