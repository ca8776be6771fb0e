"""Whom the complement of an act concerns: refused to allow the ships to land, approval for the league to meet."""

from __future__ import annotations

from onrecord.extraction.model import Act
from onrecord.extraction.parties import arguments, passives
from onrecord.extraction.parties.behind import Behind
from onrecord.knowledge.frames import Control
from onrecord.language import Token
from onrecord.language.syntax import prepositional_objects

_CLAUSES = frozenset({"xcomp", "ccomp", "acl", "relcl", "advcl"})

_CREATING = frozenset({"set", "establish", "create", "form", "found", "build", "launch", "hold", "host"})
"""Verbs whose object is made by those who act."""


class Complements:
    """The clauses that complete one act."""

    def __init__(self, act: Act, light: Token | None, behind: Behind, control: Control) -> None:
        """`light` is the verb over a nominal act; `behind` finds the parties behind things."""
        self.act = act
        self.behind = behind
        self.who = behind.who
        self.register = behind.register
        self.control = control
        self.holders = (act.head,) if light is None else (act.head, light)

    def concerned(self) -> list[Token]:
        """Whom it concerns what is refused, agreed to or meant: "refused to hand the man over to Spain"."""
        for holder in self.holders:
            for clause in holder.children:
                if clause.i < self.act.head.i or clause.dep not in _CLAUSES or not passives.is_verbal(clause):
                    continue
                if arguments.infinitive(clause) or (clause.dep == "acl" and clause.tag == "VBG"):
                    found = self._reached(clause)
                    if found is not None:
                        return [found]
        return []

    def permitted(self) -> list[Token]:
        """The subject of an infinitive after "for": "gave approval for the league to deliver aid"."""
        for holder in self.holders:
            for clause in holder.children:
                if clause.dep not in _CLAUSES or clause.i < self.act.head.i:
                    continue
                if any(c.lower == "for" and c.dep in ("mark", "prep") for c in clause.children):
                    return [c for c in clause.children if c.dep == "nsubj"]
        return []

    def _reached(self, verb: Token, steps: int = 2) -> Token | None:
        """The party that the verb is turned to: by a preposition, as its object, or behind that."""
        for _, inner in prepositional_objects(verb, "to", "with", "from", "against", "on", "into"):
            if inner.dep == "pobj" and inner.i not in self.behind.own:
                found = inner if self.who.known(inner) else self._owner(inner)
                if found is not None:
                    return found
        for item in verb.children:
            if item.i < verb.i:
                continue
            if item.dep == "dobj" and verb.lemma in self.control.sends:  # "refused to deploy troops in Chad"
                where = [t for holder in (verb, item) for _, t in prepositional_objects(holder, "in")]
                entered = next((t for t in where if self.who.state(t)), None)
                if entered is not None:
                    return entered
            elif item.dep in ("dative", "dobj") and verb.lemma not in _CREATING:
                found = item if self.who.known(item) else self.behind.directed(item, 1, widely=True)
                found = found or self._owner(item)
                if found is not None:
                    return found
            if item.dep in ("xcomp", "ccomp") and steps > 0:
                allowed = [c for c in item.children if c.dep == "nsubj" and c.pos in ("NOUN", "PROPN", "PRON")]
                allowed = [c for c in allowed if self.who.known(c) or self.register.role(c) is not None]
                if item.dep == "ccomp" and verb.lemma in self.control.objects and allowed:
                    return allowed[0]
                found = self._reached(item, steps - 1)
                if found is not None:
                    return found
        return None

    def _owner(self, thing: Token) -> Token | None:
        """Whose thing it is, but for one's own and for what help serves."""
        owner = self.behind.owner(thing) if self.act.frame != "give" else None
        return owner if owner is None or owner.tag != "PRP$" else None
