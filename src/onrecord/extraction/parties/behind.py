"""The parties behind a thing: whose it is, to whom it goes, who is named before it."""

from __future__ import annotations

from onrecord.extraction.model import Act
from onrecord.extraction.parties import arguments, passives
from onrecord.extraction.parties.partyhood import MODIFIERS, PARTY_KINDS, Partyhood
from onrecord.knowledge.frames import Control
from onrecord.language import Token
from onrecord.language.syntax import prepositional_objects

VERBAL_FRAMES = frozenset({"refuses", "accuses", "backs", "addressee", "against"})
"""Frames in which a thing stands for the party whose thing it is."""

_OWN_FRAMES = frozenset({"from", "place", "alone", "partner"})
"""Frames of acts that are done with what is one's own: troops, envoys, ports, embassies."""


class Behind:
    """Finds the parties behind the things of one act."""

    def __init__(self, act: Act, who: Partyhood, control: Control) -> None:
        """`who` tells the parties from the things; `control` has the nouns that pass their owner on."""
        self.act = act
        self.who = who
        self.control = control
        self.own = who.own
        self.register = who.register

    def affected(self, token: Token, depth: int = 2) -> Token | None:
        """The party behind a thing: whose offer was rejected, to whom the suspended aid went."""
        if self.act.frame in VERBAL_FRAMES:
            return self.owner(token) or self.directed(token, int(self.act.frame == "backs"))
        return self.directed(token, depth) or self.owner(token)

    def directed(self, token: Token, depth: int, widely: bool = False) -> Token | None:
        """To whom or against whom the thing goes: aid to the rebels, the embassy in Caracas.

        `widely`: also those between whom it is, and the state in which it is ("a rift between guilds").
        """
        prepositions: tuple[str, ...] = ("to", "on", "against", "for", "with", "of", "from", "among")
        if widely:
            prepositions = (*prepositions, "between")
        if token.lemma in self.control.missions:
            prepositions = (*prepositions, "in")
        for _, inner in prepositional_objects(token, *prepositions):
            if inner.i in self.own or inner.dep != "pobj":
                continue
            if self.who.known(inner) or self.who.of_country(inner):
                return inner
            if depth > 0 and not self.who.measure(inner):
                further = self.directed(inner, depth - 1)
                if further is not None:
                    return further
        if widely:
            return next((t for _, t in prepositional_objects(token, "in") if self.who.state(t)), None)
        return None

    def owner(self, token: Token) -> Token | None:
        """Whose thing it is: by-phrase, genitive, the nationality before it."""
        if token is self.act.head or self.who.measure(token) or token.pos not in ("NOUN", "PROPN"):
            return None
        prepositions = ("by", "from", "of") if token.lemma in self.control.carriers else ("by", "from")
        for inner in arguments.relations(token, *prepositions):
            if self.who.known(inner):
                return inner
        for _, inside in prepositional_objects(token, "for", "of"):  # "an offer of talks by the council"
            for inner in arguments.relations(inside, "by"):
                if self.who.known(inner):
                    return inner
        for child in token.children:
            if child.dep == "poss" and (self.who.known(child) or child.tag == "PRP$"):
                return child
            if child.dep == "acl" and child.tag == "VBN":
                for agent in passives.agents(child):
                    if self.who.known(agent):
                        return agent
        modifiers = self.modifiers(token)
        return modifiers[0] if modifiers else None

    def modifiers(self, noun: Token) -> list[Token]:
        """The parties among the words before a noun: US drone strikes, Syrian regime air strikes, police raid."""
        found: list[Token] = []
        pending = [c for c in noun.children if c.dep in MODIFIERS and c.i < noun.i]
        named = self.register.mentions.named
        for child in pending:
            inner = [c for c in child.children if c.dep in (*MODIFIERS, "conj") and c.i < noun.i]
            for item in sorted([child, *inner], key=lambda t: t.i):
                if item.i in self.own or self.who.measure(item):
                    continue
                if item.lower == "customs" and not self.who.known(noun):
                    continue  # a customs accord
                mention = named.get(item.i)
                if mention is not None:
                    if mention.entry.kind == "group" and not mention.entry.country:
                        continue
                    if item.i == mention.end - 1 or noun.i < mention.end:
                        if found and found[-1].i == mention.start - 1 and mention.entry.sense == "organization":
                            found.pop()  # "U.S. State Department": one party
                        found.append(item)
                elif item.i in self.register.mentions.people:
                    if self.register.mentions.people[item.i].head is item:
                        found.append(item)
                elif item.dep in ("compound", "nmod") or item.pos == "PROPN":
                    role = self.register.role(item)
                    if role is not None and role.kind in PARTY_KINDS:
                        if found and found[-1].i == item.i - 1:
                            found.pop()  # "Syrian regime": one party
                        found.append(item)
                    elif role is None and item.entity in ("ORG", "GPE", "NORP", "PERSON") and item.pos == "PROPN":
                        found.append(item)
        return found

    def place(self, token: Token) -> Token | None:
        """Where a way leads: "blocked the road to the refinery"."""
        for _, inner in prepositional_objects(token, "to", "into", "of"):
            if inner.dep == "pobj" and inner.pos in ("NOUN", "PROPN") and inner.i not in self.own:
                return inner
        return None

    def _deprived(self, pronoun: Token, actors: list[Token]) -> Token:
        """Whom the pronoun means that says whose phone was taken: nobody takes his own."""
        owners = {(self.register.antecedent(p) or p).i for p in actors}
        target = self.register.antecedent(pronoun)
        if target is not None and target.i not in owners:
            return pronoun
        sentences = self.register.text.sentences
        nearest = [c for c in self.register.candidates(pronoun.sentence) if c.token.i < pronoun.i]
        if not any(c.sort in ("person", "group") and c.token.i not in owners for c in nearest):
            before = pronoun.sentence.index - 1
            nearest = self.register.candidates(sentences[before]) if before >= 0 else []
        plural = pronoun.lower == "their"
        found = [
            c.token
            for c in nearest
            if c.sort in ("person", "group") and (c.number == "p") == plural and c.token.i not in owners
        ]
        found = [t for t in found if self.register.describe(t).sector not in ("COP", "MIL", "SPY", "JUD")] or found
        return found[0] if len(found) == 1 else pronoun

    def possessor(self, token: Token, actors: list[Token]) -> Token | None:
        """Whose phone, passport or jaw it is."""
        for child in token.children:
            if child.dep == "poss":
                return self._deprived(child, actors) if child.tag == "PRP$" else child
        for _, inner in prepositional_objects(token, "of", "from"):
            if self.who.known(inner):
                return inner
        return None

    def belongs_to(self, token: Token, parties: list[Token]) -> bool:
        """Whether the thing is one of these parties' own: "Ghana closed its ports"."""
        pronoun = next((c for c in token.children if c.tag == "PRP$"), None)
        if pronoun is None or not parties:
            return False
        target = self.register.antecedent(pronoun)
        if token.lemma in self.control.belongings and self.act.type in ("COERCE", "ASSAULT"):
            return False
        if target is None:  # one's own arms are laid down, one's own troops called back; others' doors are broken
            return self.act.frame in _OWN_FRAMES
        owners = {(self.register.antecedent(p) or p).i for p in parties}
        return target.i in owners or any(c.i in owners for c in target.children if c.dep == "conj")
