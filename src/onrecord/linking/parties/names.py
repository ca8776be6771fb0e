"""What a name alone tells of its bearer: the name as the tables of knowledge give it, kind, country, sector."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from onrecord.knowledge import parties as tables_of_parties
from onrecord.knowledge.parties import words_of
from onrecord.knowledge.table import read_file
from onrecord.records.accents import without_accents
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
    plain = without_accents(name)
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
        if phrase.cased == cased or (len(name) > 3 and name != name.lower()):
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


_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")


@lru_cache(maxsize=1 << 16)
def is_proper(name: str) -> bool:
    """Whether a name names somebody, and does not only describe: "Ruritanian Navy", and not "police" or "many men".

    All words begin with a capital but for joining words and nouns for bodies at the end ("Zenda police"), and one
    of them is no noun for a role.
    """
    if known(name) is not None:
        return True
    tables, lists = tables_of_parties.load(), _lists()
    words = name.split()
    if (
        not words
        or folded(name) in lists["nobody"]
        or not words[0][:1].isalnum()
        or any(sign in name for sign in '"“”()|@:;')
    ):
        return False
    telling = False
    for word in words:
        plain = word.strip(".,’'").lower()
        role = tables.roles.get(plain) or tables.roles.get(plain.removesuffix("s"))
        if word[:1].isupper() or _ORDINAL.match(word):
            office = any(len(title) == 1 and title[0] == plain for title, _ in tables.offices.get(plain, ()))
            telling = telling or (role is None and not office and plain not in lists["joining"] and len(plain) > 1)
        elif plain not in lists["joining"] and (role is None or role.kind != "organization"):
            return False
    return telling and (len(words) > 1 or len(name) > 2)


@cache
def _lists() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {"joining": set(), "nobody": set()}
    for row in read_file(Path(__file__).parent / "data" / "name_words.tsv"):
        found[row.choice("list", found)].add(row["word"])
    return {name: frozenset(words) for name, words in found.items()}


def written(name: str) -> str:
    """A name as an entry shows it: without the signs that stand round it."""
    return re.sub(r"(?<=\w) - (?=\w)", "-", " ".join(name.strip("\"“”'’‘@#*•-–—,;: ").split())) or name


@lru_cache(maxsize=1 << 16)
def title_in(words: str, name: str) -> tuple[str, str | None] | None:
    """The office or rank that stands with a person's name in the words of a mention, with its sector.

    By the table of offices: its level where it has one ("foreign minister"), else its title.
    """
    plain = [word.lower() for word in tables_of_parties.words_of(words)]
    own = {word.lower() for word in tables_of_parties.words_of(name)}
    offices = tables_of_parties.load().offices
    for at, word in enumerate(plain):
        for title, office in offices.get(word, ()):
            if tuple(plain[at : at + len(title)]) == title and office.sector and not own & set(title):
                return office.level or office.title, office.sector
    return None


@lru_cache(maxsize=1 << 14)
def office_named(name: str) -> str | None:
    """The office that a name without a person in it means: "Ruritanian president", "president of Ruritania"."""
    tables = tables_of_parties.load()
    plain = [word.lower() for word in tables_of_parties.words_of(name)]
    for at, word in enumerate(plain):
        for title, office in tables.offices.get(word, ()):
            if office.level in _held() and tuple(plain[at : at + len(title)]) == title:
                rest = " ".join([*plain[:at], *plain[at + len(title) :]])
                rest = rest.removeprefix("the ").removeprefix("of ").removeprefix("the ").strip()
                if not rest or _is_state(rest):
                    return office.level
    return None


@cache
def _held() -> frozenset[str]:
    """Offices that one person of a state holds at a time: those of which the tables name holders."""
    return frozenset(level for _, level in tables_of_parties.load().by_office)


@lru_cache(maxsize=1 << 12)
def _is_state(words: str) -> bool:
    parts = tuple(words.split())
    return any(
        phrase.words == parts and phrase.entry.sense in ("country", "adjective")
        for phrase in tables_of_parties.load().phrases.get(parts[0], ())
    )


def country_name(code: str) -> str:
    """The name of a country by its alpha-3 code; the code itself where there is none."""
    return tables_of_parties.load().countries.get(code, code)
