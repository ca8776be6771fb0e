"""Actors and recipients of an act: its frame's slots, filled from the grammar of its sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from onrecord.extraction.model import Act
from onrecord.extraction.parties import arguments
from onrecord.extraction.parties.partyhood import MODIFIERS, PARTY_KINDS, TIMES, Partyhood, lively
from onrecord.extraction.parties.register import Register
from onrecord.knowledge import Knowledge, frames
from onrecord.knowledge.frames import Control, Slots
from onrecord.language import Token
from onrecord.language.syntax import prepositional_objects
from onrecord.records import Party

_HITTING = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT"})
"""Types whose recipient may be a thing that was hit, taken or given back; the others happen between parties."""

_VERBAL_FRAMES = frozenset({"refuses", "accuses", "backs", "addressee", "against"})
"""Frames in which a thing stands for the party whose thing it is."""

_OFFENCES = frozenset({"charge", "accusation", "allegation", "count", "suspicion", "conviction", "complaint", "claim"})
"""Nouns whose of-phrase is the offence, not the party."""

_EQUALS = frozenset({"with", "pact", "partner"})

Accept = Callable[[Token, str], Token | None]


def roles(act: Act, register: Register, knowledge: Knowledge) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The actors and the recipients of an act, as far as the text names them; see `frames.tsv` for the slots."""
    frame = frames.load(knowledge.overlays).get(act.frame)
    if frame is None:
        return (), ()
    finder = _Finder(act, register, frames.load_control(knowledge.overlays))
    actor, recipient = (frame.actor, frame.recipient) if finder.verbal else (frame.noun_actor, frame.noun_recipient)
    actors = finder.fill(actor, finder.as_equal if frame.both else finder.as_actor, every=frame.both)
    recipients: list[Token] = []
    if not frame.both:
        slots = (("sufferer",), *recipient, ("undergoer",), ("victim",))
        recipients = finder.fill(slots, finder.as_recipient, taken=actors)
    return _parties(register, actors), _parties(register, recipients)


def _parties(register: Register, tokens: Iterable[Token]) -> tuple[Party, ...]:
    found: dict[tuple[int, int], Party] = {}
    for token in tokens:
        party = register.party(token)
        found.setdefault((party.span.start, party.span.end), party)
    return tuple(sorted(found.values(), key=lambda p: (p.span.start, p.span.end)))


class _Finder:
    """Fills the slots of one act."""

    def __init__(self, act: Act, register: Register, control: Control) -> None:
        self.act = act
        self.register = register
        self.control = control
        self.head = act.head
        self.verbal = arguments.is_verbal(act.head) and act.light is None
        self.own = frozenset({act.head.i, *(t.i for t in act.trigger), *(t.i for t in act.also)})
        self.who = Partyhood(register, self.own)
        light = act.light
        if light is None and not self.verbal:
            light = next(
                (c for c in self.head.children if c.dep in ("acl", "relcl") and arguments.governs(c, control)), None
            )
            first = _first(self.head)
            if light is None and first.dep in ("dobj", "nsubjpass") and arguments.is_verbal(first.head):
                light = first.head
        self.light = light
        self.suffers = light is not None and light.lemma in control.suffers

    def fill(self, slots: Slots, accept: Accept, taken: Iterable[Token] = (), every: bool = False) -> list[Token]:
        """The parties in the first slot (or joined slots) that holds any; in all slots where `every` is set."""
        used = {self._target(t).i for t in taken}
        found: list[Token] = []
        for alternative in slots:
            for slot in alternative:
                for token in self._slot(slot):
                    for part in self._conjuncts(token):
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
        return self._owner(token)

    def as_equal(self, token: Token, slot: str) -> Token | None:
        """The token if it is a party that can meet or sign with another."""
        return token if self.who.known(token) or (slot == "subject" and self.who.could_act(token)) else None

    def as_recipient(self, token: Token, slot: str) -> Token | None:
        """The token if it can be acted on: parties, and what was hit; else the party that it belongs to."""
        if token.i in self.own or token.entity in TIMES:
            return None
        if self.act.type == "MOBILIZE" and slot in ("over", "at", "near", "along"):
            return None  # "flights over Mexico": where it is, not to whom it is done
        if self.act.frame == "place" and not self.who.country(token):
            return token if slot in ("subject", "object") and self.who.known(token) else None
        if self.who.known(token):
            return token
        if token.pos not in ("NOUN", "PROPN", "NUM"):
            return None
        if self.who.thing(token):
            return self._affected(token)
        if self.act.frame == "alone" and slot != "against":
            return None  # "return to barracks"
        if self.act.type in _HITTING or self.who.of_country(token) or lively(token):
            return token
        return self._affected(token)

    def _affected(self, token: Token, depth: int = 2) -> Token | None:
        """The party behind a thing: whose offer was rejected, to whom the suspended aid went."""
        if self.act.frame in _VERBAL_FRAMES:
            return self._owner(token) or self._directed(token, 0)
        return self._directed(token, depth) or self._owner(token)

    def _directed(self, token: Token, depth: int) -> Token | None:
        for preposition, inner in prepositional_objects(token, "to", "on", "against", "for", "with", "of", "from"):
            if inner.i in self.own or inner.dep != "pobj":
                continue
            if self.who.known(inner) or (preposition.lower != "of" and self.who.of_country(inner)):
                return inner
            if depth > 0 and inner.entity not in TIMES:
                further = self._directed(inner, depth - 1)
                if further is not None:
                    return further
        return None

    def _target(self, token: Token) -> Token:
        return self.register.antecedent(token) or token

    def _owner(self, token: Token) -> Token | None:
        if token.i in self.own or token.entity in TIMES or token.pos not in ("NOUN", "PROPN"):
            return None
        prepositions = ("by", "from", "of") if token.lemma in self.control.carriers else ("by", "from")
        for inner in arguments.relations(token, *prepositions):
            if self.who.known(inner):
                return inner
        for child in token.children:
            if child.dep == "poss" and self.who.known(child):
                return child
            if child.dep == "acl" and child.tag == "VBN":
                for agent in arguments.agents(child):
                    if self.who.known(agent):
                        return agent
        modifiers = self._modifiers(token)
        return modifiers[0] if modifiers else None

    def _slot(self, slot: str) -> list[Token]:
        if slot == "subject":
            return self._subject()
        if slot == "object":
            return self._object()
        if slot == "possessor":
            return self._possessor()
        if slot == "sufferer":
            return arguments.surface_subject(self.light, self.control) if self.light and self.suffers else []
        if slot == "victim":
            return self._victim()
        if slot == "undergoer":
            return [] if self.verbal else [c for c in self.head.children if c.i < self.head.i and self._undergoes(c)]
        if slot == "dative":
            return self._dative()
        if slot == "and" or (slot == "of" and self.head.lemma in _OFFENCES and not self.verbal):
            return []
        return self._prepositional(slot)

    def _subject(self) -> list[Token]:
        if self.verbal:
            if arguments.passive(self.head):
                return arguments.agents(self.head)
            return arguments.surface_subject(self.head, self.control)
        if self.suffers:
            return []
        light = self.act.light
        if light is not None:
            if not arguments.is_verbal(light):
                return arguments.owners(light, self.control)
            if arguments.passive(light):
                return arguments.agents(light)
            return arguments.surface_subject(light, self.control)
        for child in self.head.children:
            if child.dep in ("acl", "relcl") and arguments.governs(child, self.control):
                found = (
                    arguments.agents(child)
                    if arguments.passive(child)
                    else arguments.surface_subject(child, self.control)
                )
                found = [t for t in found if t.i not in self.own]
                if found:
                    return found
        if self._has_own_party():
            return []
        return arguments.governor_subject(self.head, self.control, arguments.MAX_STEPS)

    def _has_own_party(self) -> bool:
        """Whether a by-phrase or an owner stands with the noun itself, which is nearer than any subject."""
        return any(c.dep == "agent" or (c.dep == "prep" and c.lower == "by") for c in self.head.children) or bool(
            self._possessor()
        )

    def _object(self) -> list[Token]:
        if self.verbal:
            found = arguments.patients(self.head, self.control)
            if not found and self.act.frame == "refuses":
                return self._refused()
            if not found and self.act.frame == "addressee":
                for child in self.head.children:  # "demanded that Sylvania free the crew"
                    if child.dep == "ccomp" and child.tag == "VB":
                        return [c for c in child.children if c.dep == "nsubj"]
            if not found and self.head.lemma in self.control.objects:
                for child in self.head.children:  # "urged Mexico to withdraw" with Mexico under the infinitive
                    infinitive = child.pos == "ADJ" or any(c.dep == "aux" and c.tag == "TO" for c in child.children)
                    if child.dep == "ccomp" and infinitive and not any(c.dep == "mark" for c in child.children):
                        return [c for c in child.children if c.dep == "nsubj"]
            return found
        if self.suffers and self.light is not None:
            return arguments.surface_subject(self.light, self.control)
        return []

    def _victim(self) -> list[Token]:
        """Those called the victim or the target of an act: "the house was the target of an attack"."""
        preposition = self.head.head
        if self.verbal or self.head.dep != "pobj" or preposition.lower not in ("of", "under"):
            return []
        noun = preposition.head
        if preposition.lower == "under":  # "was put under investigation"
            put = noun.lemma in ("be", "come", "put", "place", "keep", "remain", "stay")
            return (
                arguments.patients(noun, self.control) or arguments.surface_subject(noun, self.control) if put else []
            )
        if noun.lemma not in ("victim", "target", "casualty", "survivor"):
            return []
        if noun.dep == "attr":
            return arguments.surface_subject(noun.head, self.control)
        return [noun]

    def _refused(self) -> list[Token]:
        """Whom a refusal to do something concerns: "refused to hand the man over to Spain"."""
        for child in self.head.children:
            if child.dep == "xcomp" and arguments.is_verbal(child):
                for preposition in ("to", "with", "from", "against", "on"):
                    found = [t for t in self._under(child, preposition) if self.who.known(t)]
                    if found:
                        return found
                for item in child.children:
                    if item.dep in ("dative", "dobj"):
                        reached = item if self.who.known(item) else self._directed(item, 1)
                        if reached is not None:
                            return [reached]
        return []

    def _dative(self) -> list[Token]:
        verb = self.head if self.verbal else self.light
        if verb is None:
            return []
        found: list[Token] = []
        for child in verb.children:
            if child.dep == "dative":
                found.extend([child] if child.pos != "ADP" else [c for c in child.children if c.dep == "pobj"])
        return found

    def _possessor(self) -> list[Token]:
        if self.verbal:
            return []
        found = [c for c in self.head.children if c.dep == "poss" and self.who.known(c) and not self._undergoes(c)]
        return found or [c for c in self._modifiers(self.head) if not self._undergoes(c)]

    def _undergoes(self, possessor: Token) -> bool:
        """Whether the genitive or compound is the one it is done to ("the editor's arrest", "hostage release")."""
        if self.head.lemma not in self.control.undergoers or possessor.dep not in ("poss", "compound", "nmod"):
            return False
        if not self.who.known(possessor):
            return False
        if any(c.dep == "prep" and c.lower == "of" for c in self.head.children):
            return False
        return self.register.describe(possessor).kind in ("person", "unnamed", "group")

    def _modifiers(self, noun: Token) -> list[Token]:
        """The parties among the words before a noun: US drone strikes, Syrian regime air strikes, police raid."""
        found: list[Token] = []
        pending = [c for c in noun.children if c.dep in MODIFIERS and c.i < noun.i]
        named = self.register.mentions.named
        for child in pending:
            inner = [c for c in child.children if c.dep in (*MODIFIERS, "conj") and c.i < noun.i]
            for item in sorted([child, *inner], key=lambda t: t.i):
                if item.i in self.own or item.entity in TIMES:
                    continue
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

    def _prepositional(self, preposition: str) -> list[Token]:
        found = list(self._under(self.head, preposition))
        if found:
            return found
        return self._of_verb(preposition) if self.verbal else self._of_noun(preposition)

    def _of_verb(self, preposition: str) -> list[Token]:
        """The phrase where the parser hangs it on the object, a particle, or what modifies the object."""
        for child in self.head.children:
            if child.dep not in ("dobj", "prt", "advmod", "oprd", "nsubjpass", "prep", "dative"):
                continue
            loose = preposition not in ("of", "for", "with") or child.dep in ("prt", "advmod")
            if loose or self.act.frame in _EQUALS or (self.act.frame == "backs" and preposition == "with"):
                for holder in self._right_edge(child):
                    found = [t for t in self._under(holder, preposition) if t.i > self.head.i]
                    if found and (holder is child or self.who.known(found[0])):
                        return found
        return []

    def _right_edge(self, token: Token) -> list[Token]:
        """The token and the words at its right edge on which a late phrase may have been hung by mistake."""
        found = [token]
        for _ in range(4):
            late = [c for c in found[-1].children if c.dep != "punct"]
            last = late[-1] if late else None
            if last is None or last.i < found[-1].i:
                break
            if last.dep in ("conj", "acl", "relcl", "prep", "pobj", "appos", "agent"):
                found.append(last)
            else:
                break
        return [t for t in found if t is token or t.dep in ("acl", "pobj", "conj")]

    def _of_noun(self, preposition: str) -> list[Token]:
        if self.light is not None and preposition not in ("of", "by", "from") and arguments.is_verbal(self.light):
            for holder in self._right_edge(self.light):
                found = [t for t in self._under(holder, preposition) if t.i > self.light.i]
                if found and (holder is self.light or self.who.known(found[0]) or self.act.type in _HITTING):
                    return found
        noun = _first(self.head)
        if noun is not self.head:
            found = [t for t in self._under(noun, preposition) if t.i > self.head.i]
            if found:
                return found
        above = noun.head.head if noun.dep == "pobj" and noun.head.dep == "prep" else None
        if above is not None and above.lemma in self.control.carriers and preposition not in ("of", "for", "by"):
            return [t for t in self._under(above, preposition) if t.i > self.head.i]
        return []

    def _under(self, token: Token, preposition: str) -> Iterable[Token]:
        for _, inner in prepositional_objects(token, preposition):
            if inner.dep == "pobj" and inner.i not in self.own:
                yield inner

    def _conjuncts(self, token: Token) -> list[Token]:
        """The token and the parties joined to it, each for itself; parts of one name are not taken apart."""
        found = [token]
        for item in found:
            mention = self.register.mentions.named.get(item.i)
            for child in item.children:
                if child.dep == "appos":  # "Alpha, the state bank, and Beta": the second hangs on the apposition
                    found.extend(c for c in child.children if c.dep == "conj" and self.who.known(c))
                if child.dep != "conj" or child.i in self.own or arguments.is_verbal(child):
                    continue
                if mention is not None and mention.start <= child.i < mention.end:
                    continue
                found.append(child)
            if len(found) > 40:
                break
        return found


def _first(token: Token) -> Token:
    while token.dep == "conj" and token.head is not token:
        token = token.head
    return token
