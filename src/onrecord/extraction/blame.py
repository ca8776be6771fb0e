"""Who is behind an act beyond its own grammar: who claims it, whom it is attributed to, whose people they are."""

from __future__ import annotations

from dataclasses import replace

from onrecord.extraction.model import Act
from onrecord.extraction.parties import Register, roles
from onrecord.extraction.parties.listed import with_listed
from onrecord.knowledge import Knowledge
from onrecord.language import Token
from onrecord.language.syntax import SUBJECTS, first_conjunct, is_passive, last_head, prepositional_objects
from onrecord.records import Party, Span

_CLAIMED = frozenset({"responsibility", "credit", "blame", "authorship", "paternity"})
_CLAIMING = frozenset({"claim", "take", "accept", "admit", "assume", "acknowledge", "bear"})
_LAID = {"attribute": "to", "ascribe": "to", "credit": "to", "blame": "on", "pin": "on"}
"""Verbs that lay an act at somebody's door, with the preposition before whom."""

_GOES_OFF = frozenset({"explode", "detonate", "blow", "burn", "rig", "load"})
"""What is said of cars and bombs as of things, and of people only as of those who do it."""

_HELD = {"blame": "for", "accuse": "of", "suspect": "of", "convict": "of", "condemn": "for", "hold": "for"}
"""Verbs whose object is the one at whose door the act is laid, with the preposition before the act."""

_SHARING = {"involve": "in", "implicate": "in", "participate": "in", "responsible": "for", "guilty": "of"}
"""Words that say of somebody that he had a hand in the act, with the preposition before it."""

_NOT_SO = frozenset({"deny", "clear", "acquit", "exonerate", "absolve", "disclaim"})

_NOBODY = frozenset({"no", "none", "any", "neither", "nor", "nobody"})

_PEOPLE = frozenset(
    {"member", "unit", "troop", "guerrilla", "guerilla", "rebel", "fighter", "militant", "commando", "column", "gunman",
     "force", "cell", "faction", "militiaman", "insurgent", "combatant", "terrorist", "squad", "activist", "element",
     "follower", "supporter", "group", "patrol", "soldier", "front", "wing", "band", "leader", "commander", "sapper",
     "assassin", "hitman", "movement"}
)  # fmt: skip
"""Nouns for those who act for the body that is named beside them: "members of the Front", "Front guerrillas"."""

_BANDS = frozenset({"REB", "CRM", "PRM", "IMG", "UAF"})
"""Sectors of armed bodies that are no state's: their members act for them, as far as reports tell."""

_REBELS = frozenset({"guerrilla", "guerilla", "rebel", "insurgent", "insurgency", "subversive"})


def parties_of(act: Act, register: Register, knowledge: Knowledge) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The actors and recipients of an act: those of its grammar, else who is said to be behind it.

    Those who are called by the armed band that they belong to stand for it: the party then bears the band's name.
    """
    actors, recipients = roles(act, register, knowledge)
    if act.type in ("ASSAULT", "COERCE"):
        culprits = _culprits(act)
        if culprits:
            blamed = tuple(register.party(token) for token in culprits)
            spans = {party.span for party in blamed}
            recipients = tuple(p for p in recipients if p.span not in spans)
            actors = actors or blamed
        actors = tuple(_with_band(party, register) for party in actors if can_act(party, act, register))
        recipients = with_listed(recipients, register)
    return actors, recipients


def _culprits(act: Act) -> list[Token]:
    """Who claims the act, or whom it is attributed to."""
    noun = first_conjunct(act.head)
    if noun.pos not in ("NOUN", "PROPN"):
        return []
    above = noun.head
    if noun.dep == "pobj" and above.lower in ("for", "of") and above.head.lemma in _CLAIMED:
        return _claimant(above.head)
    if noun.dep == "pobj" and above.lower == "for" and above.head.lemma in _CLAIMING:
        return _claimant(next((c for c in above.head.children if c.dep == "dobj" and c.lemma in _CLAIMED), noun))
    preposition = _LAID.get(above.lemma)
    if preposition is not None and noun.dep in ("dobj", "nsubjpass"):
        return [inner for _, inner in prepositional_objects(above, preposition)]
    for clause in noun.children:  # "the murder, which the council attributed to the Front"
        preposition = _LAID.get(clause.lemma) if clause.dep in ("acl", "relcl") else None
        if preposition is not None and not any(c.dep == "neg" for c in clause.children):
            found = [inner for _, inner in prepositional_objects(clause, preposition)]
            if found:
                return found
    return _accused(noun) if noun.dep == "pobj" else []


def _accused(noun: Token) -> list[Token]:
    """Who is blamed for the act, or is said to have had a hand in it: "the men responsible for the murder"."""
    preposition, word = noun.head.lower, noun.head.head
    if any(c.dep == "neg" for c in word.children) or word.head.lemma in _NOT_SO:
        return []
    if _HELD.get(word.lemma) == preposition and word.pos == "VERB":
        wanted = ("nsubjpass",) if is_passive(word) else ("dobj",)
        return [c for c in word.children if c.dep in wanted]
    if _SHARING.get(word.lemma) != preposition:
        return []
    if word.dep in ("amod", "acl", "relcl") and word.head.pos in ("NOUN", "PROPN"):
        return [word.head]
    verb = word.head if word.pos == "ADJ" else word
    return [c for c in verb.children if c.dep in SUBJECTS and c.pos in ("NOUN", "PROPN")]


def can_act(party: Party, act: Act, register: Register) -> bool:
    """Whether the phrase names who could do it: no bare number ("five wounded"), no vehicle or bomb that went off."""
    tokens = register.text.tokens_in(party.span.start, party.span.end)
    head = last_head(tokens)
    if head is None or head.i in register.mentions.named:
        return True
    if head.lower in _NOBODY or any(c.lower in _NOBODY for c in head.children):
        return False
    if head.pos == "PRON":
        return not (head.lower == "it" and act.head.lemma in _GOES_OFF)
    if head.pos == "NUM":
        return False
    role = register.role(head)
    return role is None or (role.kind != "thing" and not (role.kind == "place" and act.head.lemma in _GOES_OFF))


def _claimant(noun: Token) -> list[Token]:
    """The subject of "claimed responsibility", the agent of "responsibility was claimed by"."""
    verb = noun.head
    if verb.lemma not in _CLAIMING or any(c.dep == "neg" for c in verb.children):
        return []
    if is_passive(verb):
        return [inner for _, inner in prepositional_objects(verb, "by")]
    for _ in range(3):
        subjects = [c for c in verb.children if c.dep in SUBJECTS]
        if subjects or verb.dep not in ("conj", "xcomp"):
            return [s for s in subjects if s.lower not in ("nobody", "none", "who", "one")]
        verb = verb.head
    return []


def _with_band(party: Party, register: Register) -> Party:
    """The party by the name of the armed band that its phrase says it belongs to, or that alone is meant."""
    if party.kind not in ("group", "unnamed", "organization"):
        return party
    tokens = register.text.tokens_in(party.span.start, party.span.end)
    if not tokens:
        return party
    head = last_head(tokens) or tokens[-1]
    if head.i in register.mentions.named:
        return party
    lemma = head.lemma if head.lemma in _PEOPLE | _REBELS else head.lower.rstrip("s")
    behind = [inner for _, inner in prepositional_objects(head, "of", "from")]
    words = tokens + behind + [last for inner in behind for _, last in prepositional_objects(inner, "of")]
    if lemma in _PEOPLE:
        for token in words:
            mention = register.mentions.named.get(token.i)
            if mention is not None and mention.entry.sector in _BANDS:
                return _named(party, mention.entry.name, mention.entry.country, mention.entry.sector, None)
    if lemma in _REBELS or any(t.lemma in _REBELS for t in tokens):
        return _of_only_band(party, tokens, register)
    return party


def _of_only_band(party: Party, tokens: list[Token], register: Register) -> Party:
    """ "The rebels" by the name of the only rebels that the text names."""
    if any(t.tag == "CD" or t.lower in ("a", "an", "another", "other", "some", "several") for t in tokens):
        return party
    found = {m.entry.name: m for m in register.mentions.named.values() if m.entry.sector == "REB"}
    if len(found) != 1:
        return party
    (mention,) = found.values()
    if any(t.i in register.mentions.named for t in tokens):
        return party
    first = min(m.start for m in register.mentions.named.values() if m.entry.name == mention.entry.name)
    named = register.mentions.named[first]
    span = register.text.span(register.text.tokens[named.start : named.end])
    return _named(party, mention.entry.name, mention.entry.country, mention.entry.sector, span)


def _named(party: Party, name: str, country: str | None, sector: str | None, fuller: Span | None) -> Party:
    return replace(
        party, name=name, kind="organization", country=country or party.country, sector=sector or party.sector,
        coref=party.coref or fuller,
    )  # fmt: skip
