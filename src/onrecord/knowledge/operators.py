"""Operators of standing: the words that plan, threaten, demand, deny, stop or realise the act below them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from onrecord.knowledge.table import Row, read_table
from onrecord.knowledge.word_lists import WordLists
from onrecord.language import Token
from onrecord.records.vocabulary import CERTAINTIES, POLARITIES, STAGES

PARTS_OF_SPEECH = ("v", "n", "a", "adv", "prep", "conj", "det", "modal", "phrase")

RELATIONS = (
    "infinitive", "that", "whether", "quote", "gerund", "object", "indefinite", "subject", "modifier", "noun",
    "plain", "perfect", "negated", "clause", "current", "enactment", "would",
)  # fmt: skip
"""The complements that are no prepositions; "where" is listed as a preposition of nouns (a scenario where)."""

PREPOSITIONS = (
    "about", "against", "at", "behind", "by", "for", "from", "in", "into", "of", "off", "on", "out", "over", "to",
    "toward", "towards", "upon", "where", "with",
)  # fmt: skip

WHEN_NEGATED = ("flips", "keeps", "cancels", "opens", "weakens", "affirms", "unsettles")

_POS = {"VERB": "v", "AUX": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a", "ADV": "adv", "ADP": "prep", "SCONJ": "conj"}


@dataclass(frozen=True, slots=True)
class Operator:
    """One operator and its signature; empty `stage`, `polarity`, `certainty` leave those of the act as they are."""

    phrase: str
    pos: str
    complements: tuple[str, ...]
    family: str
    stage: str
    polarity: str
    certainty: str
    when_negated: str = "flips"
    causal: bool = False  # names a cause of the act


class Operators:
    """The operators, found by the word that bears them and the relation in which it governs the act."""

    def __init__(self, operators: Iterable[Operator], lists: WordLists) -> None:
        """Index `operators`; the first for a phrase, part of speech and complement wins.

        `lists` are the words of which single rules ask how they stand below an operator.
        """
        self.all = tuple(operators)
        self.lists = lists
        self._index: dict[tuple[str, str, str], Operator] = {}
        for operator in self.all:
            for complement in operator.complements:
                self._index.setdefault((operator.pos, operator.phrase, complement), operator)
        self.participles: dict[str, str] = {}
        for operator in self.all:
            if operator.pos == "v" and " " not in operator.phrase:
                for form in _participles(operator.phrase):
                    self.participles.setdefault(form, operator.phrase)

    def get(self, phrase: str, pos: str, complement: str) -> Operator | None:
        """The operator of exactly this phrase (in lemmas), part of speech and complement."""
        return self._index.get((pos, phrase, complement))

    def find(self, token: Token, complement: str) -> Operator | None:
        """The operator that `token`, with its particle, is for this kind of complement; null where it is none.

        An adjective that is a participle ("planned strikes") counts as its verb; "indefinite" falls back on "object".
        """
        pos = _POS.get(token.pos)
        if pos is None:
            return None
        found = None
        if pos == "v":
            found = self._verb(token, token.lemma, complement)
            if found is None and token.tag in ("VBN", "VBD") and token.lower in self.participles:
                found = self._verb(token, self.participles[token.lower], complement)
            elif found is None and token.tag == "VBZ":  # lemmatizers take "hopes" for a form of "hop"
                found = self._verb(token, token.lower.removesuffix("s"), complement)
        else:
            found = self._index.get((pos, token.lemma, complement)) or self._index.get((pos, token.lower, complement))
            if found is None and pos == "n" and token.lower.endswith("s"):
                found = self._index.get((pos, token.lower[:-1], complement))
            if found is None and pos == "a":
                found = self._participle(token, complement)
        return found

    def _verb(self, token: Token, lemma: str, complement: str) -> Operator | None:
        for item in token.children:
            if item.dep == "prt" or (item.dep == "advmod" and item.i == token.i + 1):
                found = self._either(f"{lemma} {item.lower}", complement)
                if found is not None:
                    return found
                if item.dep == "prt" and complement != "object" and complement != "indefinite":
                    return self._either(lemma, complement)
                if item.dep == "prt":
                    return None  # a phrasal verb that is not listed is another word than its verb
        return self._either(lemma, complement)

    def _either(self, phrase: str, complement: str) -> Operator | None:
        found = self._index.get(("v", phrase, complement))
        if found is None and complement == "indefinite":
            found = self._index.get(("v", phrase, "object"))
        return found

    def _participle(self, token: Token, complement: str) -> Operator | None:
        lemma = self.participles.get(token.lower)
        if lemma is None:
            return None
        return self._either(lemma, "indefinite" if complement in ("modifier", "subject") else complement)


def load(lists: WordLists, overlays: Sequence[Path] = ()) -> Operators:
    """Load the shipped operators and the overlays' over them. Raises KnowledgeError, which names file and line."""
    families = {row["family"]: row for row in read_table("operator_families.tsv", ("family",), overlays)}
    for row in families.values():
        row.choice("when_negated", WHEN_NEGATED)
    rows = read_table("operators", ("phrase", "pos", "complements"), overlays)
    return Operators((_operator(row, families, lists) for row in rows), lists)


def _operator(row: Row, families: dict[str, Row], lists: WordLists) -> Operator:
    if not row["phrase"]:
        raise row.error("the phrase is empty")
    pos = row.choice("pos", PARTS_OF_SPEECH)
    complements = row.words("complements")
    for complement in complements:
        if complement not in RELATIONS and complement not in PREPOSITIONS:
            allowed = ", ".join(RELATIONS + PREPOSITIONS)
            raise row.error(f"complements has {complement!r}; it takes one or more of {allowed}, with | between them")
    if not complements:
        raise row.error("complements is empty: name the relations in which this word governs an act")
    family = families[row.choice("family", families)]
    return Operator(
        phrase=row["phrase"].lower(),
        pos=pos,
        complements=complements,
        family=row["family"],
        stage=_value(row, family, "stage", STAGES),
        polarity=_value(row, family, "polarity", POLARITIES),
        certainty=_value(row, family, "certainty", CERTAINTIES),
        when_negated=family["when_negated"],
        causal=row["phrase"].lower() in lists.causal,
    )


def _value(row: Row, family: Row, column: str, allowed: Iterable[str]) -> str:
    own = row.choice(column, (*allowed, "-"), empty=True)
    if own == "-":
        return ""
    return own or family.choice(column, allowed, empty=True)


def _participles(verb: str) -> tuple[str, ...]:
    """The regular past participle of a verb, in both spellings of a doubled consonant."""
    if verb.endswith("e"):
        return (verb + "d",)
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return (verb[:-1] + "ied",)
    return (verb + "ed", verb + verb[-1] + "ed")
