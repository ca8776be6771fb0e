"""The tables of parties: countries, organisations, offices and their holders, nouns for roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, cast, get_args

from onrecord.knowledge.table import Row, read_table
from onrecord.records.accents import without_accents
from onrecord.records.vocabulary import NON_STATE_CODES, PartyKind

Sense = Literal["country", "adjective", "people", "capital", "organization", "person", "surname"]
RoleKind = Literal["person", "group", "organization", "unnamed", "outlet", "place", "thing"]

SECTORS: Final = (
    "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JRN", "JUD", "LAB", "LEG", "MED", "MIL", "OPP", "PRE",
    "PRM", "PTY", "REB", "REF", "REL", "SOC", "SPY", "UAF", "UNK",
)  # fmt: skip
"""The sectors of PLOVER (codebook, section 6)."""

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|['’]s\b|\w[\w.&+/]*(?:['’](?!s\b)\w+)*|-|&|,")


@dataclass(frozen=True, slots=True)
class Named:
    """An entry that names one party. `adjective` is the state's main adjective ("Mexican")."""

    name: str
    sense: Sense
    kind: PartyKind
    country: str | None = None
    sector: str | None = None
    outlet: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name as a row of words in lower case; `cased` holds the words as written."""

    words: tuple[str, ...]
    cased: tuple[str, ...]
    entry: Named


@dataclass(frozen=True, slots=True)
class Office:
    """An office or rank. `unique`: "yes" where a definite description points at one person, "title" where it only
    stands before names; `level` joins it with its holders."""

    title: str
    level: str
    sector: str | None
    unique: str
    country: str | None
    gender: str | None


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in an office; `start` and `end` are ISO dates, cut to what is known, `end` empty while in office."""

    name: str
    short: str
    country: str
    office: str
    gender: str
    start: str
    end: str

    def holds(self, date: str) -> bool:
        """Whether the person held the office on `date` (an ISO date, read as far as both are known)."""
        return self.start <= date[: len(self.start)] and (not self.end or date[: len(self.end)] <= self.end)


@dataclass(frozen=True, slots=True)
class Role:
    """What a common noun says of a party. `anonymous`: whoever is only so described is not named."""

    noun: str
    kind: RoleKind
    sector: str | None
    anonymous: bool


@dataclass(frozen=True, slots=True)
class PartyTables:
    """All tables, indexed for one walk over a text."""

    phrases: dict[str, tuple[Phrase, ...]]  # by first word in lower case, the longest first
    offices: dict[str, tuple[tuple[tuple[str, ...], Office], ...]]  # by first word, the longest first
    roles: dict[str, Role]  # by lemma
    holders: tuple[Holder, ...]
    by_surname: dict[str, tuple[Holder, ...]]  # by the short name in lower case
    by_name: dict[str, tuple[Holder, ...]]  # by the full name in lower case
    by_office: dict[tuple[str, str], tuple[Holder, ...]]  # by country and level
    adjectives: dict[str, str]  # alpha-3 to the main adjective
    countries: dict[str, str] = field(default_factory=dict)  # alpha-3 to the name
    alpha2: dict[str, str] = field(default_factory=dict)  # alpha-3 to alpha-2
    genders: dict[str, str] = field(default_factory=dict)  # first name in lower case to m or f
    anaphors: dict[str, tuple[str, ...]] = field(default_factory=dict)  # definite noun to sectors and codes


def load(overlays: Sequence[Path] = ()) -> PartyTables:
    """Load the tables below `data/parties`, with the overlays' over them. Raises KnowledgeError."""
    return _load(tuple(overlays))


@lru_cache(maxsize=4)
def _load(overlays: tuple[Path, ...]) -> PartyTables:
    phrases: dict[str, list[Phrase]] = {}
    adjectives: dict[str, str] = {}
    countries: dict[str, str] = {}
    alpha2: dict[str, str] = {}
    for row in read_table("parties/countries.tsv", ("alpha3",), overlays):
        code = row["alpha3"]
        if not re.fullmatch("[A-Z]{3}", code):
            raise row.error(f"alpha3 is {code!r}; it must be three capital letters")
        countries[code], alpha2[code] = row["name"], row["alpha2"]
        adjectives[code] = (row.words("adjectives") or (row["name"],))[0]
        _add_country(phrases, row)
    valid = {*countries, *NON_STATE_CODES}
    for row in read_table("parties/organizations.tsv", ("name",), overlays):
        kind = cast(PartyKind, row.choice("kind", get_args(PartyKind), empty=True) or "organization")
        entry = Named(row["name"], "organization", kind, _country(row, valid), _sector(row))
        _add(phrases, entry, (row["name"], *row.words("aliases")))
    for row in read_table("parties/outlets.tsv", ("name",), overlays):
        entry = Named(row["name"], "organization", "organization", _country(row, valid), "JRN", True)
        _add(phrases, entry, (row["name"], *row.words("aliases")))
    offices = _offices(read_table("parties/offices.tsv", ("title",), overlays), valid)
    levels = {office.level for entries in offices.values() for _, office in entries}
    holders: list[Holder] = []
    by_name: dict[str, list[Holder]] = {}
    by_surname: dict[str, list[Holder]] = {}
    by_office: dict[tuple[str, str], list[Holder]] = {}
    for row in read_table("parties/holders.tsv", ("country", "office", "name", "from"), overlays):
        holder = _holder(row, levels, valid)
        holders.append(holder)
        by_office.setdefault((holder.country, holder.office), []).append(holder)
        for name in (holder.name, *row.words("aliases")):
            by_name.setdefault(name.lower(), []).append(holder)
            _add(phrases, Named(holder.name, "person", "person", holder.country, "GOV"), (name,))
        for short in {holder.short.lower(), without_accents(holder.short.lower())}:
            by_surname.setdefault(short, []).append(holder)
    genders = {
        row["name"].lower(): row.choice("gender", ("m", "f"))
        for row in read_table("parties/given_names.tsv", ("name",), overlays)
    }
    return PartyTables(
        {first: tuple(_longest(found)) for first, found in phrases.items()},
        offices,
        _roles(read_table("parties/roles.tsv", ("noun",), overlays)),
        tuple(holders),
        {key: tuple(found) for key, found in by_surname.items()},
        {key: tuple(found) for key, found in by_name.items()},
        {key: tuple(found) for key, found in by_office.items()},
        adjectives,
        countries,
        alpha2,
        genders,
        {row["noun"].lower(): row.words("means") for row in read_table("parties/anaphors.tsv", ("noun",), overlays)},
    )


def words_of(name: str) -> tuple[str, ...]:
    """Cut a name into words as the parser does: hyphens and a possessive 's stand alone."""
    return tuple(_WORD.findall(name))


def _longest(found: list[Phrase]) -> list[Phrase]:
    return sorted(found, key=lambda p: -len(p.words))  # stable: of two alike the first row wins


def _add(phrases: dict[str, list[Phrase]], entry: Named, names: Iterable[str]) -> None:
    for name in names:
        for form in dict.fromkeys((name, without_accents(name))):
            cased = words_of(form)
            words = tuple(w.lower() for w in cased)
            listed = phrases.setdefault(words[0], [])
            if all(p.cased != cased for p in listed):  # the first row wins
                listed.append(Phrase(words, cased, entry))


def _add_country(phrases: dict[str, list[Phrase]], row: Row) -> None:
    code, name = row["alpha3"], row["name"]
    _add(phrases, Named(name, "country", "country", code), (name, *row.words("aliases")))
    adjectives = row.words("adjectives")
    _add(phrases, Named(name, "adjective", "country", code), [a for a in adjectives if a not in row.words("aliases")])
    plurals = [f"{a}s" for a in adjectives if a[-1] in "niktbg" and a[0].isupper() and "." not in a]
    _add(phrases, Named(name, "people", "group", code), (*plurals, *row.words("people")))
    _add(phrases, Named(name, "capital", "country", code, "GOV"), row.words("capitals"))


def _country(row: Row, valid: set[str]) -> str | None:
    return row.choice("country", valid, empty=True) or None


def _sector(row: Row) -> str | None:
    return row.choice("sector", SECTORS, empty=True) or None


def _offices(rows: list[Row], valid: set[str]) -> dict[str, tuple[tuple[tuple[str, ...], Office], ...]]:
    offices: dict[str, list[tuple[tuple[str, ...], Office]]] = {}
    for row in rows:
        unique = row.choice("unique", ("yes", "title"))
        gender = row.choice("gender", ("m", "f"), empty=True) or None
        office = Office(row["title"], row["level"], _sector(row), unique, _country(row, valid), gender)
        for title in (row["title"], *row.words("aliases")):
            words = tuple(w.lower() for w in words_of(title))
            offices.setdefault(words[0], []).append((words, office))
    return {first: tuple(sorted(found, key=lambda o: -len(o[0]))) for first, found in offices.items()}


def _holder(row: Row, levels: set[str], valid: set[str]) -> Holder:
    office = row.choice("office", levels - {""})
    for column in ("from", "to"):
        if row[column] and not re.fullmatch(r"\d{4}(-\d\d){0,2}", row[column]):
            raise row.error(f"{column} is {row[column]!r}; it must be a date such as 2024-10-01, 2024-10 or 2024")
    short = row["short"] or row["name"].rsplit(" ", 1)[-1]
    gender = row.choice("gender", ("m", "f"))
    country = row.choice("country", valid)
    return Holder(row["name"], short, country, office, gender, row["from"], row["to"])


def _roles(rows: list[Row]) -> dict[str, Role]:
    roles: dict[str, Role] = {}
    for row in rows:
        kind = cast(RoleKind, row.choice("kind", get_args(RoleKind)))
        anonymous = row.choice("anonymous", ("yes", "no"), empty=True) == "yes"
        noun = row["noun"].lower()
        if noun not in roles:
            roles[noun] = Role(noun, kind, _sector(row), anonymous)
    return roles
