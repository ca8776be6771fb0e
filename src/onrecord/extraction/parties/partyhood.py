"""Whether a noun is somebody: a party that can act or be acted on, or a thing."""

from __future__ import annotations

from onrecord.extraction.parties.register import Register
from onrecord.language import Token

TIMES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL"})
"""Labels of named entities that are no parties."""

MODIFIERS = frozenset({"amod", "compound", "nmod", "npadvmod"})
"""The dependents before a noun that may name its owner."""

PARTY_KINDS = frozenset({"person", "group", "organization", "unnamed", "outlet"})
"""The kinds of roles.tsv that are parties."""

_ABSTRACT = ("tion", "sion", "ness", "ism", "ity", "ance", "ence", "ment", "dom")
_ANIMATE = ("ist", "ian", "man", "men", "woman", "women", "people")


class Partyhood:
    """Tells parties from things for one act, whose own words (`own`) are neither."""

    def __init__(self, register: Register, own: frozenset[int]) -> None:
        """`own` holds the indices of the act's words."""
        self.register = register
        self.own = own

    def named(self, token: Token) -> bool:
        """Whether the tables or the names of persons know the token."""
        return (
            token.i in self.register.mentions.named
            or token.i in self.register.mentions.people
            or token.i in self.register.mentions.offices
        )

    def country(self, token: Token) -> bool:
        """Whether the token names a state, or a body of states."""
        mention = self.register.mentions.named.get(token.i)
        return mention is not None and mention.entry.sense in ("country", "capital", "organization")

    def state(self, token: Token) -> bool:
        """Whether the token names a state."""
        mention = self.register.mentions.named.get(token.i)
        return mention is not None and mention.entry.sense == "country"

    def of_country(self, token: Token) -> bool:
        """Whether a nationality stands before the noun: "tariffs on Mexican goods"."""
        named = self.register.mentions.named
        return any(c.dep in MODIFIERS and c.i in named for c in token.children)

    def known(self, token: Token) -> bool:
        """Whether the token names a party for certain: a name, a pronoun, a noun of the table."""
        if token.i in self.own:
            return False
        if self.named(token):
            return True
        if self.measure(token):
            return False
        if token.pos == "PRON":
            return token.lower not in ("what", "this", "there", "that", "which", "it", "its") or self.refers(token)
        role = self.register.role(token)
        if role is not None:
            state = role.kind == "place" and (token.lemma in ("country", "nation") or self.of_country(token))
            return state or role.kind in PARTY_KINDS
        if token.pos == "PROPN":
            return token.entity in ("ORG", "GPE", "NORP", "PERSON") or token.text[0].isupper()
        if token.pos == "NUM":
            return token.entity == "CARDINAL" or not token.entity
        return token.pos == "NOUN" and lively(token)

    def measure(self, token: Token) -> bool:
        """Whether the words are a time, a sum or an amount, and not so many people ("forty migrants")."""
        if token.entity not in TIMES:
            return False
        role = self.register.role(token) if token.entity in ("QUANTITY", "ORDINAL") else None
        return role is None or role.kind not in PARTY_KINDS

    def could_act(self, token: Token) -> bool:
        """Whether a subject of unknown kind may be somebody."""
        if token.i in self.own or self.measure(token) or token.tag == "VBG":
            return False
        return token.pos in ("NOUN", "PROPN", "ADJ", "DET") and not self.thing(token)

    def thing(self, token: Token) -> bool:
        """Whether the noun names no party: an act, a document, a time, something abstract."""
        role = self.register.role(token)
        if role is not None:
            return role.kind == "thing"
        return token.pos == "NOUN" and _singular(token).endswith(_ABSTRACT)

    def refers(self, token: Token) -> bool:
        """Whether a neuter pronoun or relative stands for a party."""
        target = self.register.antecedent(token)
        if target is None:
            return token.lower == "it" and token.tag == "PRP" and token.dep != "expl"
        role = self.register.role(target)
        return role is None or role.kind != "thing" or self.named(target)


def lively(token: Token) -> bool:
    """Whether the noun's ending makes it a person: a lobbyist, a fisherman."""
    return token.tag in ("NN", "NNS") and len(token.lower) > 4 and _singular(token).endswith(_ANIMATE)


def _singular(token: Token) -> str:
    lower = token.lower
    if lower.endswith("ies"):
        return lower[:-3] + "y"
    return lower[:-1] if lower.endswith("s") and not lower.endswith("ss") else lower
