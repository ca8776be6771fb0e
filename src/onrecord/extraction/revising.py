"""Revises what the rules read of each act by what the trained layer of claims says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np

from onrecord.extraction.blame import can_act
from onrecord.extraction.features import PARTY_ROLES
from onrecord.extraction.model import Judgement
from onrecord.extraction.nesting import Reading
from onrecord.extraction.parties import Register
from onrecord.extraction.trained import ClaimShares, Numbers, TrainedReading
from onrecord.language import Token
from onrecord.language.syntax import SUBJECTS, stretch_head
from onrecord.records import Link, Party, Reason, Why
from onrecord.records.vocabulary import CERTAINTIES, POLARITIES, STAGES

FACT, TOLD, UNREAL = 0.85, 0.95, 0.93
"""Share of another stage from which on it stands in place of one of fact, which the rules give where no word speaks
against it; in place of one that a finite verb tells; and in place of any other, for which they have a word. These and
those below were chosen on 753 marked passages that the layer had not learned from. In the sample story, which is
plainer prose, the answers between .6 and .93 that differ from the rules were wrong in six of seven."""

FREE = 0.45
"""The same for acts in free wording, of which the rules know little."""

POLARITY, CERTAINTY, OPEN = 0.97, 0.97, 0.997
"""The same for these; the last where a word leaves it open: "did not rule out"."""

NEVER = 2.0
"""More than any share: whether a fact goes on is left to tense, and what is only supposed to the rules."""

Field = Literal["stage", "polarity", "certainty"]

FACTS: tuple[str, ...] = ("done", "ongoing")
MUTUAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types whose two sides do the same, so that the role says little."""

TENSES = ("past tense", "present tense", "perfect", "is doing", "has been doing", "was doing", "present state")
OCCURRING = frozenset({"occur", "happen", "take", "go", "begin", "end"})
"""Verbs whose finite form tells that their subject, an act, was or is: flights take place."""

DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})

NAMING = ("NOUN", "PROPN", "PRON", "NUM", "ADJ")

DROP = 0.2
"""Share of a role below which the rules' party does not have it."""

ADD, ADD_BESIDE, BEYOND = 0.55, 0.8, 0.85
"""Mean share from which on words that the rules leave out are a party: where the rules have none, beside others, and in
another sentence than the act's. With .5, .7 and .75 the F1 of actors and recipients is .01 higher on the same passages,
but lower by as much in plain news (PLV, MUC)."""

HEARD = 0.4
"""Mean share from which on words are whom an act is told by where the rules hear nobody: of 54 such the layer was right
in 36 and the rules in 11. Where they hear somebody whom they cannot point at, or point at another, they were right."""

ACTOR, RECIPIENT, SOURCE = (PARTY_ROLES.index(role) for role in ("actor", "recipient", "source"))

Hear = Callable[[Token, Sequence[Token]], Link | None]
"""The link of whom a noun phrase, told by its head and its words, names; nothing where that is the outlet itself."""


def revise(
    readings: Sequence[Reading], trained: TrainedReading | None, register: Register, hear: Hear
) -> list[Reading]:
    """The readings, their standing, parties and sources corrected where the trained layer is sure; as they are without
    it. `hear` makes a link of a source's phrase.
    """
    if trained is None or not readings:
        return list(readings)
    answers = trained.claims(readings)
    return [
        replace(
            reading, judgement=_judgement(reading, shares), actors=actors, recipients=recipients, links=links,
            chain_why=why,
        )
        for reading, shares in zip(readings, answers, strict=True)
        for actors, recipients in (_parties(reading, shares, register),)
        for links, why in (_chain(reading, shares, register, hear),)
    ]  # fmt: skip


def _judgement(reading: Reading, shares: ClaimShares) -> Judgement:
    judgement = reading.judgement
    changes: dict[Field, str] = {}
    answers: tuple[tuple[Field, Sequence[str], Numbers], ...] = (
        ("stage", STAGES, shares.stage),
        ("polarity", POLARITIES, shares.polarity),
        ("certainty", CERTAINTIES, shares.certainty),
    )
    for field, values, given in answers:
        best = values[int(given.argmax())]
        least = FREE if field == "stage" and reading.act.free else _least(field, best, reading)
        if best != getattr(judgement, field) and float(given.max()) >= least:
            changes[field] = best
    if not changes:
        return judgement
    spans = reading.act.head.sentence.text.spans(reading.act.trigger)
    why: Why = dict(judgement.why)
    for field, value in changes.items():
        why[field] = (*why.get(field, ()), Reason(f"the trained model: {value}", spans))
    return replace(judgement, why=why, **changes)  # type: ignore[arg-type]


def _least(field: Field, value: str, reading: Reading) -> float:
    """The share that a value needs in place of the judgement's own."""
    judgement = reading.judgement
    if field == "polarity":
        return POLARITY
    if field == "certainty":
        if judgement.stage == "hypothetical":
            return NEVER
        return OPEN if value == "certain" and judgement.why.get("certainty") else CERTAINTY
    if judgement.stage not in FACTS:
        return NEVER if _is_purpose(judgement) else UNREAL
    if value in FACTS:
        return NEVER
    return TOLD if _is_told(reading) else FACT


def _is_told(reading: Reading) -> bool:
    """Whether a finite verb tells the act, or that it takes place; rather than a noun by itself."""
    if any(tense in reason.rule for reason in reading.judgement.why.get("stage", ()) for tense in TENSES):
        return True
    head = reading.act.head
    return head.dep in SUBJECTS and head.head.lemma in OCCURRING and head.head.tag in ("VBD", "VBP", "VBZ")


def _chain(
    reading: Reading, shares: ClaimShares, register: Register, hear: Hear
) -> tuple[tuple[Link, ...], tuple[Reason, ...]]:
    """The chain and its reasons, with the source that the layer hears where the rules hear none."""
    if len(reading.links) > 1:
        return reading.links, reading.chain_why
    for run, _ in _phrases(shares, SOURCE, HEARD):
        words = [register.text.tokens[n] for n in run]
        head = stretch_head(words)
        link = hear(head, words) if head.pos in NAMING else None
        if link is not None:
            return (*reading.links, link), (Reason("link:the trained model", link.source),)
    return reading.links, reading.chain_why


def _is_purpose(judgement: Judgement) -> bool:
    """Whether the act is what another was done for: planned, as the guide settles, until a sentence tells more."""
    return any(reason.rule.startswith("purpose") for reason in judgement.why.get("stage", ()))


def _parties(reading: Reading, shares: ClaimShares, register: Register) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Actors and recipients: those of the rules that the layer does not rule out, and those that it adds."""
    either, bodily = reading.act.type in MUTUAL, reading.act.type in ("ASSAULT", "COERCE")
    actors = [p for p in reading.actors if either or _share(p, shares, ACTOR, register) >= DROP]
    recipients = [p for p in reading.recipients if either or _share(p, shares, RECIPIENT, register) >= DROP]
    for role, kept in ((ACTOR, actors), (RECIPIENT, recipients)):
        for phrase, share in _phrases(shares, role, ADD_BESIDE if kept else ADD):
            party = _new_party(phrase, share, [*actors, *recipients], reading, register)
            if party is not None and (role != ACTOR or not bodily or can_act(party, reading.act, register)):
                kept.append(party)
    return tuple(actors), tuple(recipients)


def _new_party(
    phrase: list[int], share: float, known: list[Party], reading: Reading, register: Register
) -> Party | None:
    """The party that a phrase names, if none of those `known` is it and it may belong to the act at all."""
    text = register.text
    act = reading.act.head
    head = stretch_head([text.tokens[n] for n in phrase])
    if head.pos not in NAMING:
        return None
    if head.sentence is not act.sentence and (share < BEYOND or not _takes_up(act)):
        return None
    party = register.party(head)
    if head.pos == "ADJ" and party.country is None:
        return None  # no adjective of nationality
    taken = {token.i for party in known for span in _spans(party) for token in text.tokens_in(*span)}
    if not taken.isdisjoint(phrase) or any(p.name is not None and p.name == party.name for p in known):
        return None
    return party


def _takes_up(act: Token) -> bool:
    """Whether an act can be that of another sentence: "the murder", not "murders", "a second murder"."""
    return act.pos != "NOUN" or any(
        child.dep == "poss" or (child.dep == "det" and child.lower in DEFINITE) for child in act.children
    )


def _share(party: Party, shares: ClaimShares, role: int, register: Register) -> float:
    """The largest share of the role that a word of the party has; 1 where the layer has not read it."""
    indices = [
        token.i - shares.start
        for span in _spans(party)
        for token in register.text.tokens_in(*span)
        if 0 <= token.i - shares.start < len(shares.roles)
    ]
    return float(shares.roles[indices, role].max()) if indices else 1.0


def _spans(party: Party) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in (party.span, party.coref) if span is not None]


def _phrases(shares: ClaimShares, role: int, least: float) -> list[tuple[list[int], float]]:
    """The runs of words, as numbers in the text, that the layer gives the role, with their mean share of it: those with
    `least` or more.
    """
    runs: list[list[int]] = []
    for n in np.flatnonzero(shares.roles.argmax(-1) == role):
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(int(n))
        else:
            runs.append([int(n)])
    found = [([shares.start + n for n in run], float(shares.roles[run, role].mean())) for run in runs]
    return [(run, share) for run, share in found if share >= least]
