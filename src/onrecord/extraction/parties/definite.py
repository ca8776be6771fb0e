"""Short forms and definite descriptions: the earlier, fuller mention that they take up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.language import Token

if TYPE_CHECKING:
    from onrecord.extraction.parties.register import Register

MOST_HEADS = 200
"""Earlier nouns looked at: a fuller mention stands near the beginning of a report."""


def fuller_mention(register: Register, token: Token) -> Token | None:
    """An earlier mention that says more: the full name for a surname, a named body for "the ministry"."""
    identity = register.identity(token)
    if identity is not None:
        person = register.mentions.people[token.i]
        first = identity.first
        if first is not None and first.start < person.start and len(person.words) < len(first.words):
            return first.head
        return None
    if token.pos not in ("NOUN", "PROPN") or (
        token.tag in ("NNS", "NNPS") and token.lower not in register.tables.anaphors
    ):
        return None
    article = any(c.lower in ("the", "this", "that") and c.dep == "det" for c in token.children)
    plain = not any(c.dep in ("amod", "compound", "poss", "nmod", "relcl", "acl", "prep") for c in token.children)
    if token.i in register.mentions.offices:
        return _bearer(register, token) if article and plain else None
    if token.pos == "PROPN" and not article:
        return _same_last_word(register, token) if plain and token.i not in register.mentions.named else None
    if not article or not plain:
        return None
    return _same_last_word(register, token) or _by_class(register, token)


def _bearer(register: Register, token: Token) -> Token | None:
    """ "The president": the one person with that title before this point."""
    office = register.mentions.offices[token.i]
    title = office.office.level or office.office.title
    bearers = register.identities.by_title.get(title) or register.identities.by_title.get(token.lemma) or []
    found = [b for b in bearers if b.first is not None and b.first.start < token.i]
    if len(bearers) == 1 and len(found) == 1 and found[0].first is not None:
        return found[0].first.head
    return None


def _same_last_word(register: Register, token: Token) -> Token | None:
    """A phrase with the same head and more before it: "the Sinaloa cartel" for "the cartel"."""
    fuller: dict[str, Token] = {}
    for head in register.heads(token.lower)[:MOST_HEADS]:
        if head.i >= token.i:
            break
        mention = register.mentions.named.get(head.i)
        if mention is not None and mention.end - 1 != head.i:
            continue
        more = (mention is not None and mention.end - mention.start > 1) or any(
            (c.dep in ("compound", "amod", "nmod", "poss") and (c.pos == "PROPN" or c.i in register.mentions.named))
            for c in head.children
        )
        if not more:
            continue
        described = register.describe(head)
        if described.name is None or described.kind in ("person", "unnamed"):
            continue
        fuller.setdefault(described.name, head)
    return next(iter(fuller.values())) if len(fuller) == 1 else None


def _by_class(register: Register, token: Token) -> Token | None:
    """A named party of the right class in this sentence or the two before, if there is only one."""
    means = register.tables.anaphors.get(token.lower)
    if means is None:
        return None
    found: dict[str, Token] = {}
    sentences = register.text.sentences
    for at in range(max(0, token.sentence.index - 2), token.sentence.index + 1):
        for other in sentences[at]:
            mention = register.mentions.named.get(other.i)
            if mention is None or other.i >= token.i or other.i != mention.end - 1:
                continue
            entry = mention.entry
            classes = {entry.sector, entry.country} if entry.sense == "organization" else {"country"}
            direct = entry.sense in ("country", "organization", "capital")
            if classes & set(means) and (not entry.outlet or "JRN" in means) and (direct or entry.name not in found):
                found[entry.name] = other
    return next(iter(found.values())) if len(found) == 1 else None
