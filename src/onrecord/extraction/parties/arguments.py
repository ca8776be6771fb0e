"""Grammar of who does what to whom: subjects, objects and owners, through passives, control and raising."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extraction.parties.coreference import relative_antecedent
from onrecord.extraction.parties.passives import MAX_STEPS, agents, is_verbal, passive, taken_for_agent
from onrecord.knowledge.frames import Control
from onrecord.language import Token
from onrecord.language.syntax import prepositional_objects


def surface_subject(verb: Token, control: Control, steps: int = MAX_STEPS) -> list[Token]:
    """The subject of a verb as it stands or is understood (for a passive: the one it is done to)."""
    subjects = [c for c in verb.children if c.dep in ("nsubj", "nsubjpass")]
    if len(subjects) > 1 and subjects[0].lower == "that":  # the conjunction, taken for a relative
        del subjects[0]
    if subjects:
        return [_resolve_relative(subjects[0])]
    taken = taken_for_agent(verb)
    if taken is not None:
        return [taken]
    if steps <= 0 or verb.head is verb:
        return []
    head, dep = verb.head, verb.dep
    if any(c.dep == "expl" for c in verb.children):
        return []
    if dep == "conj":
        if is_verbal(head):
            return surface_subject(head, control, steps - 1)
        return surface_subject(head, control, steps - 1)
    if dep in ("xcomp", "ccomp", "advcl", "prep", "dep", "oprd", "acomp", "attr"):
        return _controller(verb, head, dep, control, steps)
    if dep in ("acl", "relcl"):
        return _from_noun(verb, head, dep, control, steps)
    if dep == "pcomp":
        return _from_preposition(head, control, steps)
    if dep in ("aux", "auxpass"):
        return surface_subject(head, control, steps - 1)
    return []


def _resolve_relative(token: Token) -> Token:
    antecedent = relative_antecedent(token)
    return antecedent if antecedent is not None else token


def _controller(verb: Token, head: Token, dep: str, control: Control, steps: int) -> list[Token]:
    if head.pos in ("NOUN", "PROPN") and dep in ("ccomp", "xcomp", "advcl"):
        return owners(head, control, steps - 1)
    if dep == "ccomp" and verb.tag not in ("VB", "VBG") and not infinitive(verb):
        return []
    if dep in ("xcomp", "ccomp") and head.lemma == "summon" and verb.lemma in _SUMMONED_TO_HEAR:
        return agents(head) if passive(head) else surface_subject(head, control, steps - 1)
    if dep in ("xcomp", "ccomp") and head.lemma in control.objects and not passive(head):
        for child in head.children:
            if child.dep in ("dobj", "dative") and child.i < verb.i and head.lemma != "call":
                return [_resolve_relative(child)]
        gap = _gap(head)
        if gap is not None:
            return [gap]
        for preposition, inner in prepositional_objects(head, "on", "for", "with", "to"):
            if head.i < preposition.i < verb.i and head.lemma in (
                "call",
                "appeal",
                "press",
                "rely",
                "count",
                "depend",
                "wait",
            ):
                return [inner]
        if head.lemma == "call" and any(c.dep == "dobj" and c.i < verb.i for c in head.children):
            return surface_subject(head, control, steps - 1)  # "called the premier to congratulate him"
        if head.lemma in ("call", "order", "allow", "permit", "urge", "recommend", "advocate"):
            return []
    if dep == "advcl" and passive(head) and infinitive(verb):
        return agents(head) or surface_subject(head, control, steps - 1)
    if head.pos == "ADJ" and head.dep in ("amod", "appos", "acl", "relcl") and head.head.pos in ("NOUN", "PROPN"):
        return [head.head]  # "Mongolia, willing to host the summit"
    return surface_subject(head, control, steps - 1)


_SUMMONED_TO_HEAR = frozenset({"protest", "complain", "object", "condemn", "express", "convey", "demand", "register"})
"""What those who summon an envoy do themselves."""


def infinitive(verb: Token) -> bool:
    """Whether the verb stands with "to"."""
    return any(c.dep == "aux" and c.tag == "TO" for c in verb.children)


def _gap(verb: Token) -> Token | None:
    """The noun that a relative clause without a pronoun, or with one as object, leaves out."""
    if verb.dep == "relcl" and any(c.dep in ("nsubj", "nsubjpass") for c in verb.children):
        for child in verb.children:
            if child.dep == "dobj":
                return relative_antecedent(child)
        if not any(c.dep in ("advmod", "prep") and c.tag in ("WRB", "WDT") for c in verb.children):
            subject = next(c for c in verb.children if c.dep in ("nsubj", "nsubjpass"))
            if relative_antecedent(subject) is None and verb.head.pos in ("NOUN", "PROPN"):
                return verb.head
    return None


def _from_noun(verb: Token, head: Token, dep: str, control: Control, steps: int) -> list[Token]:
    to_infinitive = infinitive(verb)
    if not to_infinitive and (dep == "relcl" or (dep == "acl" and verb.tag in ("VBN", "VBD"))):
        return [head]
    if dep == "acl" and verb.tag == "VBG" and not to_infinitive:  # "a statement condemning": who made it
        return owners(head, control, steps - 1) if head.lemma in control.carriers else [head]
    if to_infinitive or verb.tag in ("VB", "VBG"):
        if head.lemma in _ASKS and head.dep in ("dobj", "nsubjpass") and head.head.lemma in _ANSWERS:
            return agents(head.head) if passive(head.head) else surface_subject(head.head, control, steps - 1)
        if head.lemma in control.carriers:
            return owners(head, control, steps - 1)
        if not _could_act(head):  # "gave a loan over five years to build": the purpose is the giver's
            return owners(head, control, steps - 1) or _clause_subject(head, control, steps - 1)
        return [head]
    return [head]


_ASKS = frozenset({"request", "demand", "appeal", "call", "order", "plea", "petition", "invitation"})
_ANSWERS = frozenset(
    {"refuse", "reject", "accept", "grant", "ignore", "receive", "consider", "decline", "defy", "heed", "obey", "deny"}
    | {"honour", "honor", "dismiss", "rebuff", "spurn", "resist", "turn", "get", "face"}
)
"""Verbs whose subject is the one who was asked."""


def _clause_subject(token: Token, control: Control, steps: int) -> list[Token]:
    """The subject of the clause that the noun stands in."""
    for _ in range(MAX_STEPS):
        if token.head is token:
            return []
        token = token.head
        if is_verbal(token):
            return agents(token) if passive(token) else surface_subject(token, control, steps - 1)
    return []


def _could_act(noun: Token) -> bool:
    if noun.entity in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"):
        return False
    return noun.pos == "PROPN" or noun.entity in ("PERSON", "ORG", "GPE", "NORP") or noun.tag == "NNS"


def _from_preposition(preposition: Token, control: Control, steps: int) -> list[Token]:
    head = preposition.head
    if head.dep == "pobj" and head.head.dep == "agent":  # "were accused by herders of burning", hung on the herders
        accused = head.head.head
        if accused.lemma in control.objects and passive(accused):
            return patients(accused, control, steps - 1)
    if preposition.dep == "agent" and is_verbal(head):
        return surface_subject(head, control, steps - 1)
    if is_verbal(head):
        if head.lemma in control.objects and preposition.lower in (
            "of",
            "for",
            "with",
            "from",
            "over",
            "into",
            "to",
            "in",
        ):
            if passive(head):
                return patients(head, control, steps - 1)
            for child in head.children:
                if child.dep == "dobj":
                    noun = child
                    if noun.lemma in ("responsibility", "blame", "credit", "interest"):
                        break
                    return [_resolve_relative(noun)]
            gap = _gap(head)
            if gap is not None:
                return [gap]
        return surface_subject(head, control, steps - 1)
    if head.pos in ("NOUN", "PROPN"):
        return owners(head, control, steps - 1)
    if head.pos == "ADJ":
        return surface_subject(head.head, control, steps - 1) if head.dep in ("acomp", "attr") else []
    return []


def patients(verb: Token, control: Control, steps: int = MAX_STEPS) -> list[Token]:
    """What the verb is done to: its object, or the subject of a passive."""
    if passive(verb):
        if verb.dep in ("acl", "amod") and not any(c.dep == "nsubjpass" for c in verb.children):
            return [verb.head]
        return surface_subject(verb, control, steps)
    listed = [c for c in verb.children if c.dep == "dobj" and c.pos in ("NOUN", "PROPN") and c.i > verb.i]
    if len(listed) > 1 and any(c.text == "," for c in verb.children if listed[0].i < c.i < listed[-1].i):
        return listed  # "searched his office, two shops and a yacht", hung on the verb one by one
    for child in verb.children:
        if child.dep == "dobj" or (child.dep == "oprd" and child.pos in ("NOUN", "PROPN")):
            return [_resolve_relative(child)]
    gap = _gap(verb)
    if gap is not None:
        return [gap]
    found = _relative_object(verb)
    if found is not None:
        return [found]
    for child in verb.children:  # killed or wounded ten: the object stands with the last verb
        near = child.dep == "conj" and is_verbal(child) and child.i - verb.i <= 5 and not _has_complement(verb)
        if near and not any(c.dep in ("nsubj", "nsubjpass", "aux") for c in child.children):
            return [_resolve_relative(c) for c in child.children if c.dep == "dobj"]
    if verb.dep in ("xcomp", "acl") and infinitive(verb) and verb.head.pos in ("ADJ", "NOUN"):
        return []
    return []


def _has_complement(verb: Token) -> bool:
    return any(c.dep in ("prep", "ccomp", "xcomp", "dative", "advcl") for c in verb.children)


def _relative_object(verb: Token) -> Token | None:
    """The head noun of "whom the general planned to arrest": the relative stands with the verb above."""
    steps = 0
    above = verb
    while above.dep in ("xcomp", "ccomp") and above.head is not above and steps < 4:
        above = above.head
        steps += 1
        if above.dep == "relcl":
            for child in above.children:
                if child.dep in ("dobj", "mark") and child.lower in ("which", "whom", "that", "who"):
                    return relative_antecedent(child)
    return None


def owners(noun: Token, control: Control, steps: int = MAX_STEPS) -> list[Token]:
    """Whose plan, threat, decision it is: by-phrase, genitive, modifier, or the subject it is realised by."""
    by = [inner for _, inner in prepositional_objects(noun, "by") if not is_verbal(inner)]
    if by:
        return by
    possessors = [c for c in noun.children if c.dep == "poss"]
    if possessors:
        return possessors
    for child in noun.children:
        if child.dep in ("amod", "compound", "nmod") and child.entity in ("GPE", "NORP", "ORG", "PERSON"):
            return [child]
    sources = [
        inner for _, inner in prepositional_objects(noun, "from") if inner.entity in ("GPE", "NORP", "ORG", "PERSON")
    ]
    if sources:
        return sources
    if steps <= 0:
        return []
    return governor_subject(noun, control, steps)


def governor_subject(noun: Token, control: Control, steps: int) -> list[Token]:
    """The subject of the verb that the noun is the object of, if that verb says that its subject does it."""
    noun = _first(noun)
    head = noun.head
    if head is noun:
        return []
    if noun.dep in ("dobj", "npadvmod") and is_verbal(head) and governs(head, control):  # "ended a week of drills"
        return surface_subject(head, control, steps - 1)
    if noun.dep == "nsubjpass" and is_verbal(head) and governs(head, control):
        return agents(head)
    if noun.dep in ("attr", "acomp") and head.lemma == "be":
        return []
    if noun.dep == "pobj" and head.dep == "prep":
        above = head.head
        if above.pos == "ADJ" and above.dep in ("acomp", "amod") and (above.lemma, head.lower) in _ANSWERABLE:
            return [above.head] if above.dep == "amod" else surface_subject(above.head, control, steps - 1)
        if is_verbal(above) and head.lower in _CHARGES.get(above.lemma, ()):
            return patients(above, control, steps - 1)
        if above.pos in ("NOUN", "PROPN") and above.lemma in control.carriers:
            return owners(above, control, steps - 1)
        if (
            head.lower == "in"
            and above.lemma == "part"
            and above.dep == "dobj"
            and above.head.lemma in ("take", "play")
        ):
            return surface_subject(above.head, control, steps - 1)
        if is_verbal(above) and head.lower in _WITH and above.lemma in _WITH.get(head.lower, ()):
            return surface_subject(above, control, steps - 1)
    return []


_WITH = {
    "with": frozenset(
        {"proceed", "respond", "retaliate", "threaten", "continue", "go", "begin", "start", "reply", "answer"}
    )
    | {"present", "serve", "confront", "provide", "turn", "come", "write"},
    "of": frozenset({"warn", "think", "speak", "talk"}),
    "as": frozenset({"use", "hold", "take", "keep"}),
    "on": frozenset(
        {
            "remain",
            "stay",
            "go",
            "stand",
            "be",
            "walk",
            "put",
            "place",
            "agree",
            "decide",
            "embark",
            "insist",
            "work",
            "vote",
        }
    ),
    "about": frozenset({"think"}),
    "to": frozenset({"agree", "resort", "commit", "turn"}),
    "in": frozenset({"engage", "participate", "take", "join", "succeed", "fail", "help", "assist", "aid"}),
    "for": frozenset({"plan", "prepare", "opt"}),
}
"""Prepositional verbs whose subject does the act named after the preposition."""

_CHARGES = {
    **dict.fromkeys(("accuse", "suspect", "convict", "acquit"), frozenset({"of"})),
    **dict.fromkeys(("blame", "condemn", "arrest", "jail", "try", "indict", "punish", "sentence"), frozenset({"for"})),
    "charge": frozenset({"with", "in", "over"}),
    "implicate": frozenset({"in"}),
}
"""Verbs that charge their object with the act named after the preposition."""

_ANSWERABLE = frozenset(
    {
        ("responsible", "for"),
        ("guilty", "of"),
        ("capable", "of"),
        ("involved", "in"),
        ("behind", "of"),
        ("ready", "for"),
    }
)
"""Adjectives whose subject did, or may do, the act named after the preposition."""


def governs(verb: Token, control: Control) -> bool:
    """Whether the verb's subject is the one who does the act that its object names."""
    forms = {verb.lemma}
    if verb.lower.endswith("ed"):  # the parser's lemmas of participles are not always right
        forms |= {verb.lower[:-1], verb.lower[:-2]}
    if forms & control.performs:
        return True
    particles = [c.lower for c in verb.children if c.dep == "prt"]
    return any(f"{form} {particle}" in control.performs for form in forms for particle in particles)


def _first(token: Token) -> Token:
    while token.dep == "conj" and token.head is not token:
        token = token.head
    return token


def relations(token: Token, *prepositions: str) -> Iterator[Token]:
    """The objects of these prepositions under the token."""
    for _, inner in prepositional_objects(token, *prepositions):
        yield inner
