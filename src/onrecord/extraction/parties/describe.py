"""From the words of a noun phrase to what they say of a party: kind, name, country, sector, number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.extraction.model import Description
from onrecord.extraction.parties.counts import count_of
from onrecord.extraction.parties.mentions import Mention, OfficeMention
from onrecord.extraction.parties.naming import canonical, country_of, proper_name
from onrecord.knowledge.parties import Role
from onrecord.language import Token
from onrecord.language.syntax import noun_phrase, prepositional_objects

if TYPE_CHECKING:
    from onrecord.extraction.parties.register import Register

_TRANSPARENT = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "some",
        "many",
        "most",
        "several",
        "both",
        "all",
        "each",
        "none",
        "dozens",
        "hundreds",
        "thousands",
        "scores",
        "millions",
        "number",
        "majority",
        "handful",
        "couple",
        "pair",
        "total",
        "lot",
        "few",
        "half",
        "members",
        "member",
        "part",
        "group",
        "series",
        "plenty",
        "kind",
        "any",
        "either",
        "neither",
        "others",
        "rest",
        "more",
    ]
)
"""Words whose of-phrase names the party: "one of the aides", "dozens of protesters"."""

_OF_PEOPLE = frozenset({"current", "former", "senior", "unnamed", "unidentified", "retired"})
_SINGULAR = frozenset({"a", "an", "one", "another", "each", "every", "some"})
_ANIMATE = ("ist", "ian", "ant", "man", "men", "people")
_GENERIC = frozenset({None, "GOV", "CVL", "MIL"})

_NO_ONE = {
    "he": Description("person", None), "she": Description("person", None), "it": Description("organization", None),
    "they": Description("group", None, anonymous=True), "we": Description("group", None),
    "i": Description("person", None), "who": Description("unnamed", None, anonymous=True),
}  # fmt: skip
_LIKE = {
    "him": "he", "his": "he", "himself": "he", "her": "she", "hers": "she", "herself": "she", "its": "it",
    "itself": "it", "them": "they", "their": "they", "themselves": "they", "theirs": "they", "us": "we", "our": "we",
    "me": "i", "my": "i", "whose": "who", "whom": "who", "which": "it", "that": "it", "this": "it", "these": "they",
    "those": "they",
}  # fmt: skip


def describe(register: Register, token: Token) -> Description:
    """Describe the party that `token` heads."""
    if token.pos == "PRON" or token.tag in ("PRP", "PRP$", "WP", "WDT", "WP$"):
        antecedent = register.antecedent(token)
        if antecedent is not None and antecedent is not token:
            return register.describe(antecedent)
        return _NO_ONE.get(_LIKE.get(token.lower, token.lower)) or _common(register, token)
    inner = counted(token)
    if inner is not token:
        return _part_of(register, token, inner)
    shared = _shared_head(register, token)
    if shared is not None:
        found = count_of(token)
        return replace(register.describe(shared), count=found if isinstance(found, int | float) else None)
    identity = register.identity(token)
    if identity is not None:
        return Description("person", identity.name, identity.country, identity.sector)
    named = register.mentions.named.get(token.i)
    office = register.mentions.offices.get(token.i)
    if office is not None and token.i == office.end - 1 and (named is None or named.end <= office.end):
        return _office(register, token, office)
    if named is not None:
        return _named(register, token, named)
    return _common(register, token)


def _shared_head(register: Register, token: Token) -> Token | None:
    """`officials` for `military` in "six current US military, law enforcement and intelligence officials".

    The parser coordinates what only describes the last noun; a number or "former" before a noun that cannot be
    counted tells that it is so.
    """
    if token.tag not in ("NN", "NNP", "JJ"):
        return None
    several = any(c.dep == "nummod" and c.lower not in ("one", "1") for c in token.children)
    if not several and (token.lemma in register.tables.roles or not any(c.lower in _OF_PEOPLE for c in token.children)):
        return None
    last = token
    step: Token | None = token
    while step is not None:  # every conjunct hangs on the one before it
        last, step = step, next((c for c in step.children if c.dep == "conj"), None)
    return last if last is not token and last.tag == "NNS" and last.lemma in register.tables.roles else None


def counted(token: Token) -> Token:
    """The noun that "one of", "dozens of", "members of" count; the token itself where it counts nothing."""
    for _ in range(3):
        if token.lower not in _TRANSPARENT and token.pos != "NUM":
            return token
        for _, inner in prepositional_objects(token, "of"):
            if inner.pos in ("NOUN", "PROPN", "PRON"):
                token = inner
                break
        else:
            return token
    return token


def _part_of(register: Register, token: Token, inner: Token) -> Description:
    whole = register.describe(inner)
    count = count_of(token)
    number = count if isinstance(count, int | float) else None
    if number is None and token.lower in ("one", "member") and token.tag != "NNS":
        number = 1
    if token.lower in ("group", "members", "member", "part") and whole.kind in ("country", "organization"):
        return Description("unnamed", None, whole.country, whole.sector, anonymous=True, count=number)
    if token.lower in ("one", "two", "three", "some", "several", "many") and whole.kind != "group":
        return Description("unnamed", None, whole.country, whole.sector, anonymous=True, count=number)
    return Description(whole.kind, None, whole.country, whole.sector, whole.anonymous, number)


def _named(register: Register, token: Token, mention: Mention) -> Description:
    entry = mention.entry
    if entry.sense == "people":
        plural = token.tag in ("NNS", "NNPS") or token.lower.endswith("s")
        number = count_of(token)
        count = number if isinstance(number, int | float) else None
        if not plural:
            return Description("unnamed", None, entry.country, None, True, count or 1)
        return Description("group", None, entry.country, None, True, count)
    if entry.sense == "adjective":
        if token.pos == "NOUN" and token.tag in ("NN", "NNS") and token.dep not in ("compound", "amod"):
            single = token.tag == "NN" and any(c.lower in ("a", "an") for c in token.children)
            return Description("unnamed" if single else "group", None, entry.country, None, True, 1 if single else None)
        return Description("country", entry.name, entry.country)
    if entry.sense == "capital":
        name = register.tables.countries.get(entry.country or "", entry.name)
        return Description("country", name, entry.country, entry.sector)
    if entry.sense == "country":
        return Description("country", entry.name, entry.country)
    if entry.outlet:
        fuller = register.fuller(token)
        if fuller is not None:
            return register.describe(fuller)
    country, name = entry.country, entry.name
    if entry.sector == "LEG" and mention.end - mention.start == 1 and country not in register.mentions.direct:
        others = [c for c, times in register.mentions.direct.items() if times > 1]
        if others:  # "the Congress" in a report about Peru alone is not that of the United States
            country = others[0] if len(others) == 1 else None
            name = token.text
    before = register.mentions.named.get(mention.start - 1)
    if before is not None and before.entry.sense in ("adjective", "country") and not entry.outlet:
        same_phrase = register.text.tokens[mention.start - 1].head is token
        if same_phrase and before.entry.country != country and country not in ("UNO", "IGO", "EUR"):
            country, name = before.entry.country, f"{before.entry.name} {entry.name}"
            name = canonical(register, country, register.text.tokens[mention.start : mention.end]) or name
    return Description(entry.kind, name, country, entry.sector, entry.kind == "group", None, entry.outlet)


def _office(register: Register, token: Token, mention: OfficeMention) -> Description:
    office = mention.office
    for child in token.children:
        if child.dep == "appos" and child.i in register.mentions.people:
            return register.describe(child)
    if token.dep == "appos" and token.head.i in register.mentions.people:
        return register.describe(token.head)
    plural = token.tag in ("NNS", "NNPS") and not token.lower.endswith("ss")
    country, sector = country_of(register, token)
    country = country or office.country
    role = register.role(token)
    own = office.sector or (role.sector if role is not None else None)
    if sector is not None and own in (None, "MIL", "REB") and office.unique == "yes":
        own = sector
    elif own is None or (office.unique == "title" and sector is not None and own in ("GOV", "MIL")):
        own = sector or own
    if _former(token) and own in ("GOV", "LEG", "MIL"):
        own = "ELI"
    number = count_of(token)
    count = number if isinstance(number, int | float) else None
    if plural:
        return Description("unnamed", None, country, own, True, count)
    definite, single = _definiteness(token)
    if not definite or office.unique == "title":
        fuller = register.fuller(token) if definite else None
        if fuller is not None:
            return register.describe(fuller)
        if single or office.unique == "title" or own is None:
            return Description("unnamed", None, country, own, True, count or (1 if single else None))
    fuller = register.fuller(token)
    if fuller is not None:
        return register.describe(fuller)
    name = _holder(register, office.level, country)
    return Description("person", name, country, own)


def _holder(register: Register, level: str, country: str | None) -> str | None:
    """Who held the office at publication."""
    if not level or country is None or register.published is None:
        return None
    held = {h.name for h in register.tables.by_office.get((country, level), ()) if h.holds(register.published)}
    return next(iter(held)) if len(held) == 1 else None


def _former(token: Token) -> bool:
    words = {c.lower for c in token.children if c.dep in ("amod", "compound", "advmod", "nmod")}
    for child in list(token.children):
        if child.dep == "amod":
            words.update(c.lower for c in child.children if c.dep in ("conj", "amod"))
    return bool(words & {"former", "ex", "retired", "ousted", "exiled"}) and "current" not in words


def _definiteness(token: Token) -> tuple[bool, bool]:
    """(whether the phrase is definite, whether it is a single one by "a", "one")."""
    for child in token.children:
        if child.i > token.i:
            continue
        if child.dep == "poss" or child.lower in ("the", "this", "that", "these", "those"):
            return True, False
        if child.lower in _SINGULAR and child.dep in ("det", "nummod"):
            return False, True
    # no article: "US President said", "police said"
    return True, False


def _common(register: Register, token: Token) -> Description:
    role = register.role(token)
    name_like = token.pos == "PROPN" and token.text[0].isupper()
    country, sector = country_of(register, token)
    plural = token.tag in ("NNS", "NNPS")
    number = count_of(token)
    count = number if isinstance(number, int | float) else None
    if role is None:
        return _unknown(register, token, name_like, country, count)
    own = role.sector
    if role.kind in ("unnamed", "person", "group"):
        if sector is not None and own in _GENERIC:
            own = sector
        if _former(token) and own in ("GOV", "LEG", "MIL", "SPY", "COP"):
            own = "ELI"
    elif own is None:
        own = sector
    if role.kind == "outlet" or (role.kind == "organization" and role.sector == "JRN"):
        name = proper_name(register, token) if name_like else None
        fuller = register.fuller(token)
        if fuller is not None:
            return register.describe(fuller)
        return Description("organization", name, country, "JRN", name is None, count, name is not None)
    apposed = _apposed_name(register, token) if role.kind in ("organization", "group", "unnamed") else None
    if apposed is not None:
        return apposed
    if role.kind == "organization":
        return _body(register, token, role, country, own, count)
    if role.kind == "group":
        fuller = register.fuller(token)
        if fuller is not None and register.describe(fuller).kind == "organization":
            return register.describe(fuller)
        body = _group_name(register, token)
        if body is not None:
            return body
        return Description("group", None, country, own, True, count)
    if role.kind == "place":
        fuller = register.fuller(token)
        if fuller is not None:
            return register.describe(fuller)
        return Description("organization", proper_name(register, token) if name_like else None, country, own)
    if role.kind == "thing":
        if name_like and token.entity == "ORG":
            return Description("organization", proper_name(register, token), country, None)
        return Description("group", None, country, None, True, count)
    definite, single = _definiteness(token)
    if definite and not plural:
        fuller = register.fuller(token)
        if fuller is not None:
            return register.describe(fuller)
        if any(c.dep == "appos" and c.i in register.mentions.people for c in token.children):
            return next(register.describe(c) for c in token.children if c.i in register.mentions.people)
    if single and count is None and not plural:
        count = 1
    return Description("unnamed", None, country, own, True, count)


def _apposed_name(register: Register, token: Token) -> Description | None:
    """ "The guerrilla organization Shining Path": the name in apposition, where the noun is its class."""
    for child in token.children:
        if child.dep != "appos":
            continue
        mention = register.mentions.named.get(child.i)
        if mention is not None and mention.entry.sense in ("organization", "country"):
            return register.describe(child)
    after = register.mentions.named.get(token.i + 1)  # where the parser sees two subjects side by side
    if after is not None and after.start == token.i + 1 and after.entry.sense == "organization":
        name = register.text.tokens[after.end - 1]
        if name.sentence is token.sentence and name.head is token.head and name.dep == token.dep:
            return register.describe(name)
    return None


def _group_name(register: Register, token: Token) -> Description | None:
    """Houthi rebels, Taliban fighters: armed groups by the name before the noun."""
    for child in token.children:
        mention = register.mentions.named.get(child.i)
        if mention is not None and mention.entry.sense == "organization" and child.dep in ("compound", "amod", "nmod"):
            entry = mention.entry
            if entry.sector in ("REB", "PRM", "CRM") and token.lemma in (
                "rebel",
                "militant",
                "insurgent",
                "guerrilla",
                "movement",
            ):
                return Description("organization", entry.name, entry.country, entry.sector)
    return None


def _body(
    register: Register, token: Token, role: Role, country: str | None, sector: str | None, count: int | float | None
) -> Description:
    """Governments, armies, ministries, courts, cartels: bodies, of whose name the phrase tells more or less."""
    plural = token.tag in ("NNS", "NNPS") and role.noun not in ("authorities", "marines", "special forces", "forces")
    forces = token.lemma in ("force", "authority")
    name_like = token.pos == "PROPN" and token.text[0].isupper()
    name: str | None
    if plural and not forces:
        name = canonical(register, country, noun_phrase(token)) if country else None
        return Description("organization", name, country, sector, False, count)
    _, single = _definiteness(token)
    name = None
    if name_like and not single:
        name = proper_name(register, token)
        if country is not None:
            name = canonical(register, country, noun_phrase(token)) or name
    elif country is not None and not single:
        name = canonical(register, country, noun_phrase(token))
    if name is None or (country is None and " " not in name):
        fuller = register.fuller(token)
        if fuller is not None:
            return register.describe(fuller)
    modifiers = [c for c in token.children if c.dep in ("compound", "amod") and c.pos == "PROPN"]
    if name is None and modifiers and not single:
        name = proper_name(register, token)
    return Description(
        "organization", name, country, sector, single, count if count is not None else (1 if single else None)
    )


def _unknown(
    register: Register, token: Token, name_like: bool, country: str | None, count: int | float | None
) -> Description:
    """Nouns that no table has: names as the parser marks them, else things or unknown kinds of people."""
    if name_like:
        fuller = register.fuller(token)
        if fuller is not None:
            return register.describe(fuller)
        name = proper_name(register, token)
        if token.entity == "GPE":
            town, lies_in = register.home(name)
            return Description("organization" if town else "country", name, country or lies_in)
        if token.entity == "NORP":
            return Description("group", name if token.tag != "NNPS" else None, country, None, token.tag == "NNPS")
        if token.entity == "PERSON":
            return Description("person", name, country)
        return Description("organization", name, country)
    if token.entity == "NORP":
        return Description("group", None, country, None, True, count)
    plural = token.tag in ("NNS", "NNPS")
    if token.lower.rstrip("s").endswith(_ANIMATE):
        _, single = _definiteness(token)
        return Description(
            "unnamed", None, country, None, True, count if count is not None else (1 if single else None)
        )
    return Description("group" if plural else "organization", None, country, None, True, count)
