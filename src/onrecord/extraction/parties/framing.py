"""Actors and recipients of an act: its frame's slots, filled from the grammar of its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from onrecord.extraction.model import Act
from onrecord.extraction.parties import passives
from onrecord.extraction.parties.behind import VERBAL_FRAMES
from onrecord.extraction.parties.partyhood import lively
from onrecord.extraction.parties.register import Register
from onrecord.extraction.parties.slots import HITTING, SlotReader
from onrecord.knowledge import Knowledge, frames
from onrecord.knowledge.frames import Control, Slots
from onrecord.language import Token
from onrecord.records import Party

_ENTERED = frozenset({"into", "on", "onto"})
"""Prepositions after which a place that troops are sent to is what the act was done to."""

_AREA = frozenset({"in", "into"})
"""Prepositions after which a place is what the act was done to."""

_DIRECTED: Slots = (("between",), ("object",), ("with",), ("to",), ("infinitive",))
"""The recipients of a mediator, or of who rings somebody up."""

_DIRECTED_TYPES = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Types of acts between equals in which grammar still tells who turns to whom."""

_OTHER_SIDE = frozenset({"object", "with", "to"})

_LEADING: Slots = (("subject",), ("by",), ("possessor",))
"""The actors of a mediator's work."""

Accept = Callable[[Token, str], Token | None]


def roles(act: Act, register: Register, knowledge: Knowledge) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The actors and the recipients of an act, as far as the text names them; see `frames.tsv` for the slots."""
    frame = frames.load(knowledge.overlays).get(act.frame)
    if frame is None:
        return (), ()
    control = frames.load_control(knowledge.overlays)
    finder = _Finder(act, register, control)
    if frame.both and (act.head.lemma in control.directed or (act.mode == "third-party" and finder.between_others())):
        frame = replace(
            frame, recipient=_DIRECTED, actor=_LEADING, both=False, noun_recipient=_DIRECTED, noun_actor=_LEADING
        )
    actor, recipient = (frame.actor, frame.recipient) if finder.verbal else (frame.noun_actor, frame.noun_recipient)
    actors = finder.fill(actor, finder.as_equal if frame.both else finder.as_actor, every=frame.both)
    recipients: list[Token] = []
    if frame.both and act.type in _DIRECTED_TYPES and len(actors) > 1:  # "met the envoy", "held talks with the rebels"
        others = {t.i for t in finder.fill(_other_side(actor), finder.as_equal)}
        recipients = [t for t in actors if t.i in others]
        actors = [t for t in actors if t.i not in others] or recipients
    elif frame.name == "pact" and finder.verbal and len(actors) < 2:  # "accepted Liberia's offer"
        finder.actors = actors
        recipients = finder.fill((("object",), ("to",), ("infinitive",)), finder.as_recipient, taken=actors)
    elif frame.both and len(actors) < 2:  # "an effort to end the feud between the clans"
        finder.actors = actors
        complement = act.mode == "third-party" or frame.name == "pact"
        others_in = (("addressed",), ("infinitive",)) if complement else (("addressed",),)
        recipients = finder.fill(others_in, finder.as_recipient, taken=actors)
    if not frame.both:
        slots = (("addressed",), ("sufferer",), *recipient, ("undergoer",), ("victim",))
        finder.actors = actors
        recipients = finder.fill(slots, finder.as_recipient, taken=actors)
    return _parties(register, actors), _parties(register, recipients)


def _other_side(slots: Slots) -> Slots:
    """Of the slots of equals, those of the side that is met, called or agreed with."""
    sides = tuple(slot for alternative in slots for slot in alternative if slot in _OTHER_SIDE)
    return (sides,) if sides else ()


def _parties(register: Register, tokens: Iterable[Token]) -> tuple[Party, ...]:
    found: dict[tuple[int, int], Party] = {}
    chosen = list(tokens)
    taken = {t.i for t in chosen}
    for token in chosen:
        party = register.party(token)
        nations = _nations(token, register)
        if nations and nations[0].i in taken:  # "Fijian and Tongan divers": each for themselves
            words = [t for t in register.words(token) if t.i >= nations[-1].i]
            country = register.describe(nations[-1]).country
            party = replace(party, span=register.text.span(words), country=country)
        found.setdefault((party.span.start, party.span.end), party)
    kept: list[Party] = []
    for party in sorted(found.values(), key=lambda p: (p.span.start, -p.span.end)):
        if not kept or party.span.end > kept[-1].span.end:  # "the vice-president" is not a president besides
            kept.append(party)
    return tuple(kept)


def _nations(noun: Token, register: Register) -> list[Token]:
    """The nationalities joined before a plural noun, which are as many parties."""
    if noun.tag not in ("NNS", "NNPS"):
        return []
    for child in noun.children:
        if child.dep in ("amod", "compound", "nmod") and child.i in register.mentions.named:
            joined = [child]
            for item in joined:
                joined.extend(c for c in item.children if c.dep == "conj" and c.i < noun.i)
            if len(joined) > 1 and all(t.i in register.mentions.named for t in joined):
                return joined
    return []


class _Finder:
    """Fills the slots of one act."""

    def __init__(self, act: Act, register: Register, control: Control) -> None:
        self.act = act
        self.register = register
        self.control = control
        self.slots = SlotReader(act, register, control)
        self.verbal = self.slots.verbal
        self.head = act.head
        self.own = self.slots.own
        self.who = self.slots.who
        self.behind = self.slots.behind
        self.actors: list[Token] = []

    def between_others(self) -> bool:
        """Whether the act is led by somebody who stands outside it: "a mediation effort between the clans"."""
        return not self.verbal and any(self.as_actor(t, "subject") for t in self.slots.read("subject"))

    def fill(self, slots: Slots, accept: Accept, taken: Iterable[Token] = (), every: bool = False) -> list[Token]:
        """The parties in the first slot (or joined slots) that holds any; in all slots where `every` is set."""
        used = {self._target(t).i for t in taken}
        found: list[Token] = []
        for alternative in slots:
            for slot in alternative:
                for token in map(self._counted, self.slots.read(slot)):
                    for part in self._conjuncts(self._stated(token)):
                        accepted = accept(part, slot)
                        if accepted is not None and self._target(accepted).i not in used:
                            used.add(self._target(accepted).i)
                            found.append(accepted)
            if found and not every:
                break
        return found

    def as_actor(self, token: Token, slot: str) -> Token | None:
        """The token if it can act, else the party that owns it ("Russian missiles hit": Russian)."""
        if self.who.known(token) or (slot in ("subject", "by") and self.who.could_act(token)):
            return token
        return self.behind.owner(token)

    def as_equal(self, token: Token, slot: str) -> Token | None:
        """The token if it is a party that can meet or sign with another."""
        if self.who.known(token):
            return token
        many = slot == "with" and token.tag == "NNS" and self.act.type in ("ASSAULT", "PROTEST")
        return token if (slot == "subject" or many) and self.who.could_act(token) else None

    def as_recipient(self, token: Token, slot: str) -> Token | None:
        """The token if it can be acted on: parties, and what was hit; else the party that it belongs to."""
        if token.i in self.own:
            return self._within(token, slot)
        if self.who.measure(token):
            return None
        if slot in ("addressed", "infinitive"):
            return token
        if self.act.frame == "pact":
            return self._not_own(self.behind.owner(token))
        if slot == "in" and self.act.type in ("AID", "MOBILIZE"):
            return token if self._abroad(token) else None
        if self.act.frame == "alone" and slot in _ENTERED:
            entered = self.act.type == "MOBILIZE" and token.pos in ("NOUN", "PROPN") and not self.who.thing(token)
            return token if entered else None
        if slot in ("to", "for") and self.act.frame == "against" and self.act.type != "THREATEN":
            return None  # "marched to the capital for better pay"
        if slot == "over" and self.act.frame == "on" and self.act.type not in HITTING:
            return None  # "sanctions over the raid": why
        if self.act.type == "MOBILIZE" and slot in ("over", "at", "near", "along"):
            return None  # "flights over Mexico": where it is, not to whom it is done
        if self.behind.belongs_to(token, self.actors):
            return self._own_thing(token, slot)
        if self.act.frame == "from" and self.act.type == "RETREAT" and not self._left_state(token, slot):
            return None  # those who leave are one's own, and where they leave is no party
        if self.act.frame == "place" and not self.who.country(token):
            entered = slot in _ENTERED and token.pos in ("NOUN", "PROPN") and not self.who.thing(token)
            return token if entered or (slot in ("subject", "object", "against") and self.who.known(token)) else None
        if self.verbal and token.lemma in self.control.belongings:
            owner = self.behind.possessor(token, self.actors)
            if owner is not None:
                return owner
        if slot == "object" and self.act.type == "AID" and self.head.lemma in self.control.sends:
            return None  # who is sent is not the one who is helped
        if slot == "object" and self.verbal and self.head.lemma in self.control.closes:
            shut_out = [t for t in self.slots.under(self.head, "to") if self.who.known(t)]
            if shut_out:
                return shut_out[0]
        if self.verbal and token.lemma in self.control.ways and slot in ("object", "on"):
            place = self.behind.place(token) or next(iter(self.slots.under(self.head, "to")), None)
            if place is not None:
                return place
        if self.act.frame == "theme" and slot == "object" and token.pos == "NOUN" and not self.who.known(token):
            return self._given_back(token)
        if self.who.known(token):
            return token
        if token.pos == "PRON" and slot == "object" and self.act.type in HITTING and token.lower in ("it", "them"):
            return token if token.dep != "expl" else None
        if token.pos not in ("NOUN", "PROPN", "NUM"):
            return None
        if slot in _AREA and (self.slots.area or slot != "in"):
            owner = self.behind.owner(token) if self.act.type == "ACCUSE" else None
            return owner if owner is not None and owner.dep in ("pobj", "poss") else token
        if slot in ("to", "dative") and self.act.type == "AID" and not self.who.thing(token):
            return token
        if self.who.thing(token):
            aimed = self.act.type == "PROTEST" and slot in ("against", "object")
            return self.behind.affected(token) or (token if aimed else None)  # "marched against the law"
        if slot == "victim" and self.act.type == "ACCUSE" and self.who.could_act(token):
            return token
        if self.act.frame == "alone" and slot != "against":
            return None  # "return to barracks"
        if self.act.type in HITTING or self.who.of_country(token) or lively(token):
            return token
        return self.behind.affected(token)

    def _counted(self, token: Token) -> Token:
        """What a sum is of ("$2 billion of Bordurian exports"), who the fourth is; any other token is itself."""
        if self.who.measure(token):
            named = (c for c in token.children if c.dep == "appos" and token.entity == "ORDINAL" and self.who.known(c))
            return next(named, None) or next(iter(self.slots.under(token, "of")), token)
        return token

    def _stated(self, token: Token) -> Token:
        """The parties that a plural pronoun stands for, where they are named one by one; else the token."""
        if token.pos == "PRON" and token.tag in ("PRP", "PRP$"):
            target = self.register.antecedent(token)
            if target is not None and any(c.dep == "conj" and not passives.is_verbal(c) for c in target.children):
                return target
        return token

    def _within(self, token: Token, slot: str) -> Token | None:
        """The party behind a word of the act itself: refused a Spanish request, voiced support for the league."""
        if token is self.head or slot != "object":
            return None
        if token.lemma in self.control.objectives:
            return next(iter(self.slots.under(token, "of")), None)
        if token.lemma in self.control.missions:
            return self.behind.directed(token, 0) or next(iter(self.slots.under(self.head, "in")), None)
        if self.act.frame == "place":
            return None
        if self.act.frame == "theme" and token.i not in self.slots.words:
            return self._not_own(self._given_back(token))
        if self.act.type in HITTING and token.i in self.slots.words:  # "seized control of the dam"
            return next(iter(self.slots.under(token, "of")), None)
        if self.act.frame in ("refuses", "pact"):
            return self._not_own(self.behind.owner(token)) or self._not_own(self.behind.directed(token, 1))
        if self.head.lemma in self.control.closes:  # "closed its borders with Brazil"
            for preposition in ("to", "with", "for"):
                shut_out = [t for t in self.slots.prepositional(preposition) if self.who.known(t)]
                if shut_out:
                    return shut_out[0]
        found = self.behind.directed(token, 1)
        if found is None and self.act.frame in VERBAL_FRAMES:
            found = next(filter(None, map(self.behind.owner, self.slots.under(token, "for"))), None)
            found = found or self.behind.owner(token)
        return self._not_own(found)

    def _not_own(self, token: Token | None) -> Token | None:
        """The token, unless it is one of those who act."""
        if token is None or self._target(token).i in {self._target(t).i for t in self.actors}:
            return None
        if self.behind.belongs_to(token, self.actors) or (self.who.state(token) and not self._abroad(token)):
            return None  # "the Chadian ministry voiced Chad's support"
        return token

    def _abroad(self, token: Token) -> bool:
        """Whether the state is another than that of those who act."""
        country = self.register.describe(token).country
        return country is not None and country not in {self.register.describe(t).country for t in self.actors}

    def _left_state(self, token: Token, slot: str) -> bool:
        """Whether a state is withdrawn from ("left Borduria"), which is more than where somebody was."""
        return slot in ("from", "object") and (
            self.who.country(token) or (token.pos == "PROPN" and token.entity == "GPE")
        )

    def _given_back(self, token: Token) -> Token | None:
        """To whom a thing is given back, or for whom it is lifted; living beings are freed themselves."""
        if lively(token) or (self.head.lemma not in self.control.restores and not self.who.thing(token)):
            return token
        for inner in (*self.slots.prepositional("to"), *self.slots.prepositional("for")):
            if self.who.known(inner):
                return inner
        owner = self.behind.affected(token)
        actors = {self._target(t).i for t in self.actors}
        return owner if owner is not None and self._target(owner).i not in actors else None

    def _own_thing(self, token: Token, slot: str) -> Token | None:
        """What is one's own is no recipient, but it may go to one; one's own people may be arrested or hurt."""
        if token.lemma in self.control.missions:  # envoys and embassies stand for the state that they are in
            phrases = (t for p in ("to", "in", "from") for t in self.slots.under(self.head, p))
            return self.behind.directed(token, 0) or next((t for t in phrases if self.who.known(t)), None)
        if self.who.known(token) and (slot != "object" or self.act.frame not in ("from", "place", "partner")):
            return token
        found = self.behind.directed(token, 0)
        if found is None and slot == "object" and self.head.lemma in self.control.closes:
            found = next((t for t in self.slots.under(self.head, "with") if self.who.country(t)), None)
        if found is not None and self.act.frame == "from" and self.register.role(token) is None:
            return None
        return found

    def _target(self, token: Token) -> Token:
        return self.register.antecedent(token) or token

    def _conjuncts(self, token: Token) -> list[Token]:
        """The token and the parties joined to it, each for itself; parts of one name are not taken apart."""
        nations = _nations(token, self.register)[:-1]
        found = [token]
        tokens = token.sentence.text.tokens
        for item in found:
            mention = self.register.mentions.named.get(item.i)
            for child in item.children:
                if child.dep == "appos":  # "Alpha, the state bank, and Beta": the second hangs on the apposition
                    found.extend(c for c in child.children if c.dep == "conj" and self.who.known(c))
                if child.dep != "conj" or child.i in self.own or passives.is_verbal(child):
                    continue
                if tokens[child.i + 1].dep == "conj" and passives.taken_for_agent(tokens[child.i + 1]) is child:
                    continue
                if mention is not None and mention.start <= child.i < mention.end:
                    continue
                found.append(child)
            if len(found) > 40:
                break
        return [*nations, *found]
