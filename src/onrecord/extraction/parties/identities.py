"""Who the persons of a document are: full names for short ones, offices, countries, by the text and the tables."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.extraction.parties.mentions import Mentions, OfficeMention, PersonMention
from onrecord.knowledge.parties import Holder, PartyTables
from onrecord.language import Text, Token
from onrecord.language.syntax import prepositional_objects

_FORMER = frozenset({"former", "ex", "ousted", "deposed", "ex-", "late", "then"})
_LIFETIME = 30  # years around a term of office in which a bare surname may mean its holder


@dataclass(slots=True)
class Identity:
    """One person of a document. `first` is the first mention with the full name."""

    name: str
    country: str | None = None
    sector: str | None = None
    gender: str | None = None
    first: PersonMention | None = None
    titles: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Identities:
    """Persons by the start of each mention, and those who bear an office in this document."""

    by_start: dict[int, Identity]
    by_title: dict[str, list[Identity]]


def identify(text: Text, mentions: Mentions, tables: PartyTables, published: str | None) -> Identities:
    """Join the mentions of each person, and add what the text and the tables say of him or her."""
    full: dict[str, Identity] = {}
    by_last: dict[str, list[Identity]] = {}
    for person in mentions.persons:
        if len(person.words) < 2:
            continue
        name = " ".join(person.words)
        holders = tables.by_name.get(name.lower().replace("’", "'"), ())
        name = holders[0].name if holders else name
        key = name.lower()
        identity = full.get(key)
        if identity is None:
            identity = full[key] = Identity(name, first=person, gender=tables.genders.get(person.words[0].lower()))
            for word in {person.last, *(h.short.lower() for h in holders)}:
                by_last.setdefault(word, []).append(identity)
            if holders:
                _add_holder(identity, holders, published, mentions)
    _join_longer(full, by_last)
    short: dict[str, Identity] = {}
    by_start: dict[int, Identity] = {}
    by_title: dict[str, list[Identity]] = {}
    for person in mentions.persons:
        found = _resolve(person, full, by_last, short, mentions, tables, published)
        by_start[person.start] = found
        _add_facts(found, text, person, mentions)
        for title in sorted(found.titles):
            bearers = by_title.setdefault(title, [])
            if found not in bearers:
                bearers.append(found)
    return Identities(by_start, by_title)


def _join_longer(full: dict[str, Identity], by_last: dict[str, list[Identity]]) -> None:
    """Take a name for the one longer name that begins with it, as where two family names are borne.

    "Ana Brun" is Ana Brun Cosic, and "Brun" alone too, where nobody's name ends so.
    """
    names = {key: key.split() for key in full}
    longer = {}
    for key, words in names.items():
        begun = [other for other, more in names.items() if len(more) > len(words) and more[: len(words)] == words]
        if len(begun) == 1:
            longer[key] = begun[0]
    for key, other in longer.items():
        shorter, one = full[key], full[other]
        one.country, one.sector = one.country or shorter.country, one.sector or shorter.sector
        for bearers in by_last.values():
            bearers[:] = [b for b in bearers if b is not shorter] + [one] * (shorter in bearers and one not in bearers)
        full[key] = one
    inner: dict[str, list[Identity]] = {}
    for key, words in names.items():
        if len(words) == 3 and key not in longer and len(words[1]) > 3:
            inner.setdefault(words[1], []).append(full[key])
    for word, bearers in inner.items():
        if word not in by_last and len(bearers) == 1:
            by_last[word] = bearers


def _resolve(
    person: PersonMention,
    full: dict[str, Identity],
    by_last: dict[str, list[Identity]],
    short: dict[str, Identity],
    mentions: Mentions,
    tables: PartyTables,
    published: str | None,
) -> Identity:
    name = " ".join(person.words)
    key = name.lower().replace("’", "'")
    if len(person.words) > 1:
        holders = tables.by_name.get(key, ())
        return full[(holders[0].name if holders else name).lower()]
    candidates = by_last.get(person.last, [])
    if len(candidates) > 1:
        named = [c for c in candidates if c.first is not None and c.first.start < person.start and c.sector == "GOV"]
        candidates = named if len(named) == 1 else []
    if candidates:
        return candidates[0]
    if key not in short:
        short[key] = _holder_of(person, mentions, tables, published) or Identity(name)
    return short[key]


def _holder_of(
    person: PersonMention, mentions: Mentions, tables: PartyTables, published: str | None
) -> Identity | None:
    """The office-holder whom a bare surname means, where the date, the title or the country makes that plain."""
    holders = tables.by_surname.get(person.last, ())
    if not holders or len(person.words) > 1:
        return None
    if person.office is not None:
        titled = [h for h in holders if person.office.office.level == h.office]
        holders = tuple(titled) or holders
    if published:
        holders = tuple(h for h in holders if _years_apart(h, published) <= _LIFETIME)
        current = [h for h in holders if h.holds(published)]
        if current and (person.office is not None or mentions.countries.get(current[0].country)):
            return _identity_of(current, published, mentions)
    holders = tuple(h for h in holders if mentions.countries.get(h.country))
    return _identity_of(holders, published, mentions) if holders else None


def _identity_of(holders: list[Holder] | tuple[Holder, ...], date: str | None, mentions: Mentions) -> Identity | None:
    names = {h.name for h in holders}
    if len(names) > 1:
        return None
    identity = Identity(holders[0].name, gender=holders[0].gender)
    _add_holder(identity, holders, date, mentions)
    return identity


def _years_apart(holder: Holder, date: str) -> int:
    year = int(date[:4])
    start, end = int(holder.start[:4]), int((holder.end or date)[:4])
    return max(0, start - year, year - end)


def _add_holder(
    identity: Identity, holders: list[Holder] | tuple[Holder, ...], date: str | None, mentions: Mentions
) -> None:
    holder = holders[0]
    identity.country = identity.country or holder.country
    identity.gender = holder.gender
    in_office = [h for h in holders if not date or h.holds(date)]
    identity.sector = "GOV" if in_office else "ELI"
    if any(not h.end for h in holders) and mentions.countries.get(holder.country) and not date:
        identity.titles.update(h.office for h in holders if not h.end)
    elif date:
        identity.titles.update(h.office for h in in_office)


def _add_facts(identity: Identity, text: Text, person: PersonMention, mentions: Mentions) -> None:
    """What stands beside the name: a title before it, an apposition on either side."""
    former = False
    office = person.office or _apposed(person, mentions)
    if office is not None:
        former = any(t.lower in _FORMER for t in text.tokens[max(0, office.start - 3) : office.start])
        country = country_before(text, office, mentions) or _country_after(person, office, mentions, text)
        identity.country = identity.country or country or office.office.country
        if former and identity.sector in (None, "GOV") and office.office.sector == "GOV":
            identity.sector = "ELI"
        elif office.office.sector is not None and identity.sector in (None, "ELI") and not former:
            identity.sector = office.office.sector
        identity.gender = identity.gender or office.office.gender
        if not former:
            if office.office.level:
                identity.titles.add(office.office.level)
            identity.titles.add(office.office.title)
            identity.titles.add(text.tokens[office.end - 1].lemma)


def _apposed(person: PersonMention, mentions: Mentions) -> OfficeMention | None:
    head = person.head
    for child in head.children:
        if child.dep == "appos" and child.i in mentions.offices:
            return mentions.offices[child.i]
    if head.dep == "appos" and head.head.i in mentions.offices:
        return mentions.offices[head.head.i]
    return None


def country_before(text: Text, office: OfficeMention, mentions: Mentions) -> str | None:
    """The country or body named right before an office: "Mexican President", "Syria's foreign minister"."""
    tokens = text.tokens
    at = office.start - 1
    limit = max(tokens[office.start].sentence.start, office.start - 6)
    while at >= limit:
        token = tokens[at]
        mention = mentions.named.get(at)
        if mention is not None and mention.entry.country:
            return mention.entry.country
        if token.pos not in ("ADJ", "NOUN", "PART", "PROPN") or token.dep in ("pobj", "nsubj", "dobj"):
            return None
        at -= 1
    return None


def _country_after(person: PersonMention, office: OfficeMention, mentions: Mentions, text: Text) -> str | None:
    for head in (text.tokens[office.end - 1], person.head):
        for _, inner in prepositional_objects(head, "of", "for"):
            mention = mentions.named.get(inner.i)
            if mention is not None and mention.entry.country:
                return mention.entry.country
    return None


def gender_of(token: Token) -> str | None:
    """Whether a common noun or an office word means a man or a woman."""
    if token.lower.endswith("woman") or token.lower in ("mother", "wife", "daughter", "sister", "girl", "queen"):
        return "f"
    if token.lower.endswith("man") and token.lower != "human":
        return "m"
    return "m" if token.lower in ("father", "husband", "son", "brother", "boy", "king") else None
