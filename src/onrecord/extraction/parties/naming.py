"""Names of bodies, and the country and sector that a noun phrase names beside its head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.language import Token
from onrecord.language.syntax import prepositional_objects

if TYPE_CHECKING:
    from onrecord.extraction.parties.register import Register


def country_of(register: Register, head: Token) -> tuple[str | None, str | None]:
    """The country, and the sector of a body, that a noun phrase names beside its head ("Pentagon officials")."""
    country: str | None = None
    sector: str | None = None
    named = register.mentions.named
    pending = [c for c in head.children if c.dep in ("amod", "compound", "poss", "nmod", "nummod")]
    for _, inner in prepositional_objects(head, "of", "from", "in", "at", "with", "for", "within"):
        pending.append(inner)
        pending.extend(c for c in inner.children if c.dep == "conj")
    for item in pending[:24]:
        mention = named.get(item.i)
        if mention is not None:
            entry = mention.entry
            country = country or entry.country
            if entry.sense == "organization":
                sector = sector or entry.sector
            continue
        if item.dep == "amod" and item.tag != "NNP":
            continue
        if item.tag == "PRP$" or item.pos == "PRON":
            target = register.antecedent(item)
            if target is not None:
                country = country or register.describe(target).country
            continue
        role = register.role(item)
        if role is not None and role.kind in ("organization", "group", "unnamed") and item.entity != "DATE":
            sector = sector or (role.sector if item.dep != "poss" or role.kind == "organization" else None)
        if item.pos in ("NOUN", "PROPN") and country is None and item.i not in register.mentions.people:
            country = _direct_country(register, item)
        elif item.i in register.mentions.people and country is None:
            identity = register.identity(item)
            country = identity.country if identity is not None else None
    if country is None:
        country = _sibling_country(register, head)
    return country, sector


def _direct_country(register: Register, item: Token) -> str | None:
    """The country named by the modifiers of a modifier: "Syrian army officers", "officials from the US military"."""
    for inner in item.children:
        if inner.dep in ("amod", "compound", "poss", "nmod") and inner.i in register.mentions.named:
            return register.mentions.named[inner.i].entry.country
    for _, inner in prepositional_objects(item, "of"):
        mention = register.mentions.named.get(inner.i)
        if mention is not None:
            return mention.entry.country
    return None


def _sibling_country(register: Register, head: Token) -> str | None:
    """For a noun used as a modifier, the nationality before it: "Syrian regime air strikes"."""
    if head.dep in ("compound", "nmod") and head.i > head.sentence.start:
        mention = register.mentions.named.get(head.i - 1)
        if mention is not None and mention.entry.sense in ("adjective", "country"):
            return mention.entry.country
    return None


def proper_name(register: Register, token: Token) -> str:
    """The capitalised words of the phrase up to its head, and an of-phrase that belongs to the name."""
    tokens = register.text.tokens
    start = end = token.i
    lowest = token.sentence.start
    while start > lowest:
        before = tokens[start - 1]
        if (
            (before.text[0].isupper() and before.pos in ("PROPN", "ADJ", "NOUN") and before.head.i <= token.i + 1)
            or (
                before.lower in ("and", "of", "for", "the", "-", "&")
                and token.entity == "ORG"
                and before.entity == "ORG"
            )
            or (before.text == "-" and start - 2 >= lowest and tokens[start - 2].text[0].isupper())
        ):
            start -= 1
        else:
            break
    if token.entity in ("ORG", "GPE", "FAC", "LOC"):
        while (
            end + 1 < token.sentence.end
            and tokens[end + 1].entity == token.entity
            and not tokens[end + 1].entity_begins
        ):
            end += 1
    while start < token.i and tokens[start].lower in ("the", "and", "of", "for", "-", "&"):
        start += 1
    while end > token.i and tokens[end].tag == "POS":
        end -= 1
    return register.text.content[tokens[start].start : tokens[end].end]


def canonical(register: Register, country: str | None, words: list[Token]) -> str | None:
    """A body's name with its state's adjective: "the government of Mexico" and "Mexico's government" are one."""
    adjective = register.tables.adjectives.get(country or "")
    kept = []
    for word in words:
        mention = register.mentions.named.get(word.i)
        if (
            mention is not None
            and mention.entry.country == country
            and mention.entry.sense in ("adjective", "country", "capital")
        ):
            continue
        if word.dep in ("det", "case", "nummod", "predet") or word.tag in ("PRP$", "POS"):
            continue
        if word.lower in ("former", "current", "new", "own", "then"):
            continue
        kept.append(word.text)
    if not kept:
        return None
    if words and kept[0] != words[0].text:
        first = next(w for w in words if w.text == kept[0])
        if first.i in register.mentions.named:  # "Texas Supreme Court" needs no state's adjective
            return " ".join(kept)
    return f"{adjective} {' '.join(kept)}" if adjective else " ".join(kept)
