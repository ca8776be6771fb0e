"""The grammatical slots of a frame, and the noun phrases of a sentence that stand in them."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.extraction.model import Act
from onrecord.extraction.parties import arguments, passives, presenting
from onrecord.extraction.parties.behind import Behind
from onrecord.extraction.parties.complements import Complements
from onrecord.extraction.parties.partyhood import PARTY_KINDS, Partyhood
from onrecord.extraction.parties.register import Register
from onrecord.knowledge.frames import Control
from onrecord.language import Token
from onrecord.language.syntax import first_conjunct, prepositional_objects

HITTING = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT"})
"""Types whose recipient may be a thing that was hit, taken or given back; the others happen between parties."""

_OFFENCES = frozenset({"charge", "accusation", "allegation", "count", "suspicion", "conviction", "complaint", "claim"})
"""Nouns whose of-phrase is the offence, not the party."""

_SPOKEN = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "THREATEN", "REJECT", "CONSULT", "CONCEDE"})
_ADDRESSING = frozenset({"summon", "call", "telephone", "phone", "ring", "visit", "meet"})
"""Verbs whose object is told what their purpose names."""

_ENTERING = frozenset({"AID", "MOBILIZE"})
"""Types done to the state in which they are done."""

_CLASHING = frozenset({"clash", "scuffle", "fight", "battle", "tussle", "skirmish", "brawl", "confrontation"})
"""Words after which "with" names the other side; marches with somebody are marches beside him."""

_LETTING = frozenset({"allow", "let", "permit"})
"""Verbs whose clause, however it was parsed, begins with who is allowed."""

_GIVING = frozenset({"give", "grant", "deny", "refuse", "offer"})

_EQUALS = frozenset({"with", "pact", "partner"})


def _is_party(token: Token, register: Register) -> bool:
    role = register.role(token)
    return token.pos in ("NOUN", "PROPN") and role is not None and role.kind in PARTY_KINDS


class SlotReader:
    """Reads the slots of one act."""

    def __init__(self, act: Act, register: Register, control: Control) -> None:
        self.act = act
        self.register = register
        self.control = control
        self.head = act.head
        clause = act.head.dep in ("ccomp", "xcomp", "ROOT", "advcl") and any(
            c.dep == "nsubj" for c in act.head.children
        )
        self.verbal = (passives.is_verbal(act.head) or clause) and act.light is None
        taken_up = (t for t in act.also if not _is_party(t, register))  # "summoned the ambassador": also a party
        self.words = frozenset({act.head.i, *(t.i for t in act.trigger)})
        self.own = self.words | {t.i for t in taken_up}
        self.who = Partyhood(register, self.own)
        self.behind = Behind(act, self.who, control)
        light = act.light
        if light is None and not self.verbal:
            light = next(
                (c for c in self.head.children if c.dep in ("acl", "relcl") and arguments.governs(c, control)), None
            )
            first = first_conjunct(self.head)
            if light is None and first.dep in ("dobj", "nsubjpass") and passives.is_verbal(first.head):
                light = first.head
        self.light = light
        named = (act.head, *act.trigger) if not self.verbal else (c for c in act.head.children if c.dep == "dobj")
        self.complements = Complements(act, light, self.behind, control)
        self.area = (not self.verbal or act.frame == "addressee") and any(t.lemma in control.areas for t in named)
        self.suffers = light is not None and light.lemma in control.suffers
        self.tried = self.verbal and any(t.lemma == "trial" for t in (*act.trigger, *act.also))

    def read(self, slot: str) -> list[Token]:
        """The heads of what stands in the slot; see `frames.tsv`."""
        if slot == "subject":
            return self._subject()
        if slot == "object":
            return self._object()
        if slot == "possessor":
            return self._possessor()
        if slot == "addressed":
            return self._addressed() if self.act.type in _SPOKEN else []
        if slot == "sufferer":
            return arguments.surface_subject(self.light, self.control) if self.light and self.suffers else []
        if slot == "victim":
            return self._victim()
        if slot == "infinitive":
            return self.complements.concerned()
        if slot == "undergoer":
            return [] if self.verbal else [c for c in self.head.children if c.i < self.head.i and self._undergoes(c)]
        if slot == "dative":
            return self._dative()
        if slot == "in" and not self._intervenes(slot):
            if self.area:
                return self._among()
            return [t for t in self.prepositional(slot) if self.who.state(t)] if self.act.type in _ENTERING else []
        if slot == "after":
            return self._after()
        if slot == "objective":
            return self.prepositional("of") if self.head.lemma in self.control.objectives else []
        if slot == "to" and self.verbal and self._conveyed():
            return []
        if slot == "and" or (slot == "of" and self.head.lemma in _OFFENCES and not self.verbal):
            return []
        if not self.verbal and slot in ("to", "on"):
            presented = presenting.presented(self.head, self.control)
            if presented:
                return presented
        if slot == "with" and self.act.frame == "against" and self.head.lemma not in _CLASHING:
            return []
        if self.verbal and slot == "at":  # "at Kano, thousands marched on the court": where it was
            return [t for t in self.prepositional(slot) if t.i > self.head.i]
        return self.prepositional(slot)

    def _subject(self) -> list[Token]:
        if self.verbal:
            if self.tried and self.head.lemma in ("go", "stand", "face", "await", "be", "come"):
                return []
            if passives.passive(self.head):
                return passives.agents(self.head) or self._moved()
            return arguments.surface_subject(self.head, self.control)
        if self.suffers or self._tried():
            return []
        light = self.act.light
        if light is not None:
            if not passives.is_verbal(light):
                return arguments.owners(light, self.control)
            if passives.passive(light):
                return passives.agents(light)
            return arguments.surface_subject(light, self.control)
        for child in self.head.children:
            if child.dep in ("acl", "relcl") and arguments.governs(child, self.control):
                found = (
                    passives.agents(child)
                    if passives.passive(child)
                    else arguments.surface_subject(child, self.control)
                )
                found = [t for t in found if t.i not in self.own]
                if found:
                    return found
        attending = self.act.type == "CONSULT" and self.light is not None and self.light.lemma in ("attend", "join")
        if self._has_own_party() and not attending:
            return []
        found = arguments.governor_subject(self.head, self.control, passives.MAX_STEPS)
        if not found and self.act.type == "THREATEN":
            found = presenting.announcer(self.head)
        return found

    def _addressed(self) -> list[Token]:
        """Who is called in, rung up or written to in order to be told: "summoned the envoy to complain"."""
        told = self.head if self.verbal else self.light
        if told is None or told.dep not in ("xcomp", "advcl", "ccomp") or told.head.lemma not in _ADDRESSING:
            return []
        if told.tag != "VB" and self.act.type != "CONSULT":
            return []
        return [t for t in arguments.patients(told.head, self.control) if self.who.known(t)]

    def _moved(self) -> list[Token]:
        """Those who are withdrawn are the ones who leave; who is summoned to a ministry is summoned by it."""
        moved = self.act.type in _ENTERING and self.head.lemma in ("deploy", "station", "send", "dispatch", "mobilize")
        if moved or (self.act.frame == "from" and self.act.type == "RETREAT"):
            return [t for t in arguments.patients(self.head, self.control) if self.who.known(t)]
        if self.head.lemma == "summon":
            return [t for t in self.under(self.head, "to") if self.register.describe(t).kind == "organization"]
        return []

    def _tried(self) -> bool:
        """Whether the act is the trial that somebody goes on: the subject is no actor."""
        verb = self.head.head.head if self.head.head.lower == "on" else self.act.light
        going = verb is not None and verb.lemma in ("go", "be", "stand", "come", "face", "await")
        return self.head.lemma == "trial" and going

    def _after(self) -> list[Token]:
        """Who came from the fighting or the talks that a clause names in passing: "withdrew after clashes with X"."""
        noun = self.head
        if self.verbal or any(c.dep == "poss" or c.lower == "between" for c in noun.children):
            return []
        for _ in range(3):
            noun = first_conjunct(noun)
            preposition = noun.head
            if noun.dep != "pobj" or preposition.dep != "prep":
                return []
            above = preposition.head
            if preposition.lower in ("after", "following", "during", "amid") and passives.is_verbal(above):
                if passives.passive(above):
                    return arguments.patients(above, self.control)
                return arguments.surface_subject(above, self.control)
            if preposition.lower != "of" or above.lemma not in self.control.carriers:
                return []
            noun = above
        return []

    def _has_own_party(self) -> bool:
        """Whether a by-phrase or an owner stands with the noun itself, which is nearer than any subject."""
        return any(c.dep == "agent" or (c.dep == "prep" and c.lower == "by") for c in self.head.children) or bool(
            self._possessor()
        )

    def _object(self) -> list[Token]:
        if self.verbal:
            if self.tried and self.head.lemma in ("go", "stand", "face", "await", "be", "come"):
                return arguments.surface_subject(self.head, self.control)
            found = arguments.patients(self.head, self.control)
            if not found:  # "brushing aside the offer", with the particle read as a preposition
                others = [t for t in self.act.trigger if t is not self.head]
                found = [c for t in others for c in t.children if c.dep in ("pobj", "dobj")]
            if not found and self.act.frame == "addressee":
                for child in self.head.children:  # "demanded that Sylvania free the crew"
                    if child.dep == "ccomp" and child.tag == "VB":
                        return [c for c in child.children if c.dep == "nsubj"]
            if not found and self.head.lemma in self.control.objects:
                for child in self.head.children:  # "urged Mexico to withdraw" with Mexico under the infinitive
                    infinitive = child.pos == "ADJ" or arguments.infinitive(child) or self.head.lemma in _LETTING
                    if child.dep == "ccomp" and infinitive and not any(c.dep == "mark" for c in child.children):
                        return [c for c in child.children if c.dep == "nsubj"]
            if self.act.frame == "with" and found and not self.who.known(found[0]):
                for preposition in ("between", "of", "with"):  # "hosted talks between the guilds"
                    sides = [t for t in self.under(found[0], preposition) if self.who.known(t)]
                    if sides:
                        return sides
            return found
        if self.suffers and self.light is not None:
            return arguments.surface_subject(self.light, self.control)
        return []

    def _victim(self) -> list[Token]:
        """Those called the victim or the target of an act: "the house was the target of an attack"."""
        preposition = self.head.head
        if self.verbal or self.head.dep != "pobj" or preposition.lower not in ("of", "under", "on", "as"):
            return []
        noun = preposition.head
        if preposition.lower == "as":  # "used them as human shields"
            return arguments.patients(noun, self.control) if noun.lemma in ("use", "hold", "take", "keep") else []
        if preposition.lower == "on":  # "went on trial", "was put on trial", "put the city on lockdown"
            put = noun.lemma in ("put", "place") and self.act.type in ("COERCE", "SANCTION")
            if (self.head.lemma != "trial" and not put) or not passives.is_verbal(noun):
                return []
            return arguments.patients(noun, self.control) or arguments.surface_subject(noun, self.control)
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

    def _among(self) -> list[Token]:
        """Where a curfew or a state of emergency is in force, also by the verb that says so."""
        holder = self.head
        for _ in range(5):
            if holder is self.head or passives.is_verbal(holder) or holder.lemma in self.control.carriers:
                found = [t for p in ("in", "across", "throughout") for t in self.under(holder, p)]
                found = [t for t in found if not self.who.measure(t) and t.i > self.head.i]
                if found or passives.is_verbal(holder):
                    return found
            holder = holder.head
        return []

    def _intervenes(self, slot: str) -> bool:
        """Whether the act is done to the state in which it is done: an intervention in Niger."""
        return slot == "in" and not self.verbal and self.act.frame == "place" and self.act.type == "ASSAULT"

    def _conveyed(self) -> bool:
        """Whether somebody is brought to where help is: "flew the wounded to the hospital"."""
        if self.act.frame != "give" or self.head.lemma not in self.control.conveys:
            return False
        return any(self.who.known(t) for t in arguments.patients(self.head, self.control))

    def _dative(self) -> list[Token]:
        verb = self.head if self.verbal else self.light or presenting.presenter(self.head, self.control)
        if verb is None:
            return []
        found: list[Token] = []
        for child in verb.children:
            if child.dep == "dative":
                found.extend([child] if child.pos != "ADP" else [c for c in child.children if c.dep == "pobj"])
        if not found and not self.verbal and verb.lemma in _GIVING and verb.i < self.head.i:
            # "gave the ministry permission", with the one who is given taken for a part of what he is given
            found = [c for c in self.head.children if c.dep in ("compound", "nmod") and self.who.known(c)]
        return found

    def _possessor(self) -> list[Token]:
        if self.verbal:
            return []
        found = [c for c in self.head.children if c.dep == "poss" and self.who.known(c) and not self._undergoes(c)]
        return found or [c for c in self.behind.modifiers(self.head) if not self._undergoes(c)]

    def _undergoes(self, possessor: Token) -> bool:
        """Whether the genitive or compound is the one it is done to ("the editor's arrest", "hostage release")."""
        if self.head.lemma not in self.control.undergoers or possessor.dep not in ("poss", "compound", "nmod"):
            return False
        if not self.who.known(possessor):
            return False
        if any(c.dep == "prep" and c.lower == "of" for c in self.head.children):
            return False
        return self.register.describe(possessor).kind in ("person", "unnamed", "group")

    def prepositional(self, preposition: str) -> list[Token]:
        """The objects of the preposition under the act, or where the parser hung them by mistake."""
        found = list(self.under(self.head, preposition))
        if not found and self.verbal and self.head.dep == "xcomp" and self.head.head.lemma == "agree":
            found = list(self.under(self.head.head, preposition)) if self.act.frame in _EQUALS else []
        if not found and preposition == "for":
            found = self.complements.permitted()
        if found:
            return found
        return self._of_verb(preposition) if self.verbal else self._of_noun(preposition)

    def _of_verb(self, preposition: str) -> list[Token]:
        """The phrase where the parser hangs it on the object, a particle, or what modifies the object."""
        for child in self.head.children:
            if child.dep not in ("dobj", "prt", "advmod", "oprd", "nsubjpass", "prep", "dative"):
                continue
            if child.lower in ("according", "due", "owing", "thanks", "because"):
                continue
            loose = preposition not in ("of", "for", "with") or child.dep in ("prt", "advmod") or child.i in self.words
            if loose or self.act.frame in _EQUALS or (self.act.frame == "backs" and preposition == "with"):
                for holder in self._right_edge(child):
                    found = [t for t in self.under(holder, preposition) if t.i > self.head.i]
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
        late_phrases = ("acl", "pobj", "conj", "relcl") if self.act.frame == "theme" else ("acl", "pobj", "conj")
        return [t for t in found if t is token or t.dep in late_phrases]

    def _of_noun(self, preposition: str) -> list[Token]:
        if self.light is not None and preposition not in ("of", "by", "from") and passives.is_verbal(self.light):
            for holder in self._right_edge(self.light):
                found = [t for t in self.under(holder, preposition) if t.i > self.light.i]
                if found and (holder is self.light or self.who.known(found[0]) or self.act.type in HITTING):
                    return found
        if preposition not in ("of", "for", "by"):  # "the withdrawal of forces from Chad"
            for moved in self.under(self.head, "of"):
                found = [t for t in self.under(moved, preposition) if self.who.known(t)]
                if found:
                    return found
        if preposition == "of" and self.act.type in HITTING:  # "the murder in Lutha of the editor Ana Brun"
            for _, place in prepositional_objects(self.head, "in", "at", "near", "on"):
                found = [t for t in self.under(place, "of") if t.i in self.register.mentions.people]
                if found:
                    return found
        noun = first_conjunct(self.head)
        if noun is not self.head:
            found = [t for t in self.under(noun, preposition) if t.i > self.head.i]
            if found:
                return found
        above = noun.head.head if noun.dep == "pobj" and noun.head.dep == "prep" else None
        if above is not None and above.lemma in self.control.carriers and preposition not in ("of", "for", "by"):
            return [t for t in self.under(above, preposition) if t.i > self.head.i]
        return []

    def under(self, token: Token, preposition: str) -> Iterable[Token]:
        """The objects of the preposition under one token."""
        for _, inner in prepositional_objects(token, preposition):
            if inner.dep == "pobj" and inner.i not in self.own:
                yield inner
            elif inner.dep == "pcomp" and inner.tag == "VBG" and inner.children and inner.children[0].dep == "nsubj":
                yield inner.children[0]  # "an attack on the cabinet calling it a sham"
            elif inner.dep == "pcomp" and inner.tag == "VBG" and preposition == "against":
                # "a suit against visiting Bordurian ministers", with the participle taken for a clause
                yield from (c for c in inner.children if c.dep == "dobj" and self.who.known(c))
