"""The names of rules in plain words: each becomes what can be said of the words that the rule read."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.extraction.standing.state import PLAIN
from onrecord.knowledge.operators import Operator, Operators
from onrecord.records.vocabulary import CERTAINTIES, POLARITIES, STAGES

VALUES = frozenset({*STAGES, *POLARITIES, *CERTAINTIES})

NOUN_UNDER_OTHERS = "is a noun, which does not tell by itself how far the act went"

LEFT_AT: dict[str, str] = {
    "affirmed": "yet the act is told as {stage} and not as denied",
    "certain": "yet that it is {stage} is told without doubt",
    "done": "no word here makes it less than done",
    "planned": "nothing tells that it has begun",
}
"""How a value comes about that the last of the reasons does not give."""

UNSAID: dict[str, dict[str, str]] = {
    "polarity": {
        "affirmed": "no word denies it: affirmed",
        "negated": "the words that decide its stage deny it too: negated",
    },
    "certainty": {
        "certain": "no word makes it less than sure: certain",
        **{
            c: f"the words that decide its stage leave it no surer than this: {c}"
            for c in CERTAINTIES
            if c != "certain"
        },
    },
}
"""What is said of a field of which no rule has noted anything."""

_CARRIES = "is the word that the act hangs on"
_OPEN = "which does not tell by itself how far the act went"

FORMS = {
    "dated after the report: planned": "has a date after the day of the report: planned",
    **{
        f"the trained model: {value}": f"is read so by the trained model, which knows many marked sentences: {value}"
        for value in (*STAGES, *POLARITIES, *CERTAINTIES)
    },
    "the trained model: affirmed": "is taken for a fact by the trained model, whatever is denied near it: affirmed",
    "bare noun": "is a noun that names the act as a fact, with no word that makes it less than done: done",
    "infinitive": f"stands with “to”, {_OPEN}",
    "bare infinitive": f"stands without a tense, {_OPEN}",
    "bare -ing form": f"stands in its -ing form, {_OPEN}",
    "small clause": f"is what somebody wants or has done, {_OPEN}",
    "past tense": "is told in the past tense",
    "present tense": "is told in the present tense as a fact",
    "perfect": "is told as something that has happened",
    "bare participle": "is told in passing as something that was done",
    "having done": "is told as over (“having”)",
    "to have done": "is told as over (“to have”)",
    "is doing": "is told as going on now",
    "has been doing": "is told as having gone on until now",
    "was doing": "is told as going on in the past",
    "present state": "is told in the present tense as a lasting state",
    "imperative": "is a command",
    "infinitive by itself": "stands alone with no finished verb, and so is told as still to come",
    "no longer": "says that it goes on no more",
    "had not, would have": "tells what would have been otherwise, so that it did happen",
    "had not, would have: it was so": "tells what would have been otherwise, so that it did happen: done",
    "retaliation on a condition": "announces an answer to what another may do",
    "would, unless another acts": "announces what will follow unless another gives way",
    "before it could": "came before it could be done",
    "before it could: done, negated": "came before it could be done, so that it was not: done",
    "whether it will": "asks whether it will be",
    "had to": "was forced on somebody",
    "only supposed": "speaks of it only as something that might be",
    "for + bare noun": "is what somebody or something is meant for",
    "taken up as told": "takes up an act that the text tells as a fact elsewhere",
    "purpose of preventing": "is done in order to prevent it",
    "had to: as real as the clause around it": f"says that somebody had to, {_OPEN}",
}
"""What the forms of words say, by the name of the rule."""

MODALS = {
    "will": "is told with “will” as still to come",
    "shall": "is told with “shall” as still to come",
    "would": "is told with “would” as only imagined or hanging on something else",
    "may": "is told with “may” as possible and not settled",
    "might": "is told with “might” as possible and not settled",
    "could": "is told with “could” as possible and not settled",
    "can": "is told with “can” as only possible",
    "should": "is told with “should” as what ought to be",
    "must": "is told with “must” as what has to be done",
    "ought": "is told with “ought” as what should be done",
    "need": "says that there is a need for it",
    "used": "is told with “used to” as past",
}
_MODAL_STAGES = {
    ("could", "done"): "is told with “could” as what was in somebody's power then",
    ("can", "certain"): "is told with “cannot” as impossible",
}
_PERFECT_MODALS = {
    "will": "is told as over by a time that is still to come",
    "would": "is told as what would have been, and so was not",
    "may": "is told as what may have happened",
    "might": "is told as what might have happened",
    "could": "is told as what could have happened",
    "can": "is told as what can have happened",
    "should": "is told as what should have been done, and so was not",
    "ought": "is told as what ought to have been done, and so was not",
    "need": "is told as what need not have been done",
    "must": "is told as what must have happened",
}

STAGE_WORDS = {
    "done": "says that it was done",
    "ongoing": "says that it goes on",
    "planned": "speaks of something set, announced or still to come",
    "considered": "speaks of something weighed or possible",
    "threatened": "speaks of a threat",
    "demanded": "speaks of something asked or expected of somebody",
    "attempted": "says that it was tried",
    "halted": "says that it was stopped, put off or lifted",
    "hypothetical": "speaks of something only supposed",
}
"""What a word says whose stage is another than that of its family."""

FAMILIES = {
    "realises": f"{_CARRIES} and gives it its stage",
    "persuades": "makes somebody do it",
    "continues": "says that it goes on",
    "stops": "says that it was stopped, put off or lifted",
    "plans": "speaks of something decided, promised or prepared",
    "expects": "speaks of something expected",
    "considers": "speaks of something weighed, proposed or made possible",
    "hopes": "speaks of something wanted or hoped for",
    "threatens": "speaks of a threat",
    "warns": "speaks of a warning",
    "demands": "asks or orders that it be done",
    "forbids": "asks or orders that it not be done",
    "permits": "says that it is allowed or made easier",
    "enables": "says that somebody can do it",
    "attempts": "speaks of an attempt",
    "fails": "says that it was tried in vain",
    "prevents": "says that it was prevented or foiled",
    "omits": "says that it was left undone",
    "nears": "says that it only nearly came about",
    "refuses": "refuses it or rules it out",
    "denies": "denies it",
    "doubts": "throws doubt on it",
    "reports": "says that it is so",
    "alleges": "says it without settling that it is so",
    "believes": "gives it as a belief or an impression",
    "verifies": "says whether it is true",
    "knows": "takes it for granted",
    "fears": "speaks of something feared",
    "asks": "leaves it an open question",
    "supposes": "speaks of something supposed or imagined",
    "condition": "makes it a condition",
    "purpose": "makes it what something else is for",
    "later": "sets its time by another act",
    "future": "says that it is still to come",
    "past": "says that it is over and done",
    "negates": "denies it",
}
"""What the words of a family say of the act below them."""

_SUFFIXES = (
    (", unless another acts, on a condition", ", unless another gives way"),
    (", on a condition", ", on a condition"),
    (", unless another acts", ", unless another gives way"),
    (", to make another act", ", so as to make somebody do it"),
    (" over a refusal", ", where a refusal is what is refused"),
    (" over prevention", ", where preventing the act is what is meant"),
    (" over what is only feared or supposed", ", but the act is only feared or supposed"),
    (" in the future", ", and that other act is still to come"),
    (" in the past", ", told as past"),
    (" still open", ", and the decision is still open"),
    (": as real as the clause around it", f", {_OPEN}"),
    (": presupposed", ", and takes the act itself for granted"),
)
"""Endings of rules that add to what comes before."""

_PREFIXES = {
    "condition of": "is a threat, and the condition is what it is to bring about",
    "would under the past of": "tells in the past what was then still to come (“would”)",
    "was doing under the past of": "tells in the past what was then going on",
    "result of": "ends in the act",
    "deadline set by": "sets a deadline for it",
    "no longer": "is itself over",
    "copula": _CARRIES,
    "light verb": _CARRIES,
    "compound": _CARRIES,
    "taken up as it stood before": "takes up an event of which the text has spoken before",
}
"""Beginnings of rules whose rest only names a word."""

_DENIERS = frozenset({"not", "no", "n't", "n’t", "never", "neither", "none", "nobody", "nothing", "nor", "no-one",
                      "zero", "nowhere"})  # fmt: skip

_DENIED = {
    "cancels": "is itself denied (“{0}”), so that the act stands",
    "opens": "is itself denied (“{0}”), so that the act is left open",
    "weakens": "is itself denied (“{0}”), so that the act may have been",
    "affirms": "is itself denied (“{0}”), so that nothing speaks against the act",
    "unsettles": "is itself denied (“{0}”), so that the act is left open",
}

_UNPLAIN = {words: name for name, words in PLAIN.items()}


def value_of(rule: str) -> str:
    """The value that a rule ends with; empty where it gives none."""
    value = FORMS.get(rule, rule).rpartition(": ")[2]
    return value if value in VALUES else ""


def changes_nothing(rule: str) -> bool:
    """Whether the rule only tells that something further out leaves the stage as it was."""
    return " over what is only feared or supposed" in rule


def is_taken_up(rule: str) -> bool:
    """Whether the rule is that an event stands as the text has left it."""
    return rule.startswith("taken up as ")


def phrased(field: str, rule: str, operators: Operators) -> str:
    """A rule of standing in plain words, with the value that it gave behind a colon."""
    if rule in FORMS:
        return FORMS[rule]
    body, value = _split(rule)
    if field == "polarity" and body in _DENIERS:
        return f"denies it: {value}"
    if field != "stage":
        body, _ = _split(body)
    text = _body(body, value, operators)
    if field == "polarity" and value == "affirmed" and "denied" not in text:
        text += ", and what it denies was denied before"
    return f"{text}: {value}" if value else text


def cleared(rule: str) -> str:
    """A rule that has no words of its own here, without signs that only programs use."""
    return re.sub(r"(?<=\S):(?=\S)", " ", rule.replace("_", " ").replace(" + ", " with "))


def _split(rule: str) -> tuple[str, str]:
    body, _, value = rule.rpartition(": ")
    if value == "denied":
        value = "negated"
    return (body, value) if body and value in VALUES else (rule, "")


def _body(body: str, value: str, operators: Operators) -> str:
    if body in FORMS:
        return FORMS[body]
    head, stop, only = body.partition("; the stop itself is only ")
    if stop:
        inner = _body(_split(head)[0], "", operators)
        return f"{inner}; but the stop is itself only {only}, so that what is to be stopped still stands"
    head, carried, inner = body.rpartition("; ")
    if carried:
        return f"{_CARRIES} and {_body(_split(inner)[0], value, operators)}"
    if body.endswith(", so it did not"):
        return "would have ended or prevented the act, and did not"
    for suffix, words in _SUFFIXES:
        if body.endswith(suffix):
            return _body(_split(body.removesuffix(suffix))[0], value, operators) + words
    head, over, inner = body.rpartition(" over ")
    if over and inner in STAGES:
        outer = _body(*_split(head), operators)
        return f"{outer}, but what is only {inner} stays so"
    head, under, _ = body.partition(", under ")
    if under or body.startswith("only spoken of"):
        return "speaks of the act only as something that might be"
    for prefix, words in _PREFIXES.items():
        if body == prefix or body.startswith(f"{prefix} "):
            return words
    if body.startswith("manner of ") and value:
        return f"is what the act goes with, and is itself only {value}"
    if body.startswith("purpose of "):
        return "is done for the sake of the act"
    if body.endswith(" + infinitive: as real as its clause"):
        return f"picks out who does it, {_OPEN}"
    if body.endswith(" consent"):
        return "waits for somebody's consent"
    word, plus, relation = body.partition(" + ")
    if plus:
        return _governing(word, relation, value, operators)
    return _lone(body, value, operators)


def _governing(word: str, relation: str, value: str, operators: Operators) -> str:
    """A word over an act: a modal verb, an operator, or the operator with a word that denies it."""
    if relation == "perfect" and word in _PERFECT_MODALS:
        return _PERFECT_MODALS[word]
    if relation == "infinitive" and word in MODALS:
        return _MODAL_STAGES.get((word, value), MODALS[word])
    relation, _, under = relation.partition(" under ")
    found = _operator(word, relation, operators)
    if found is None:
        return "bears on how far the act went"
    operator, denier = found
    if under:
        said = f"could bring the act about, but is itself only {value}" if value else "could bring the act about"
    elif denier:
        flipped = "is itself denied (“{0}”), and the act with it"
        if value not in POLARITIES:
            flipped = f"{_said(operator, value)}, and is denied too (“{{0}}”)"
        said = _DENIED.get(operator.when_negated, flipped).format(denier)
    else:
        said = _said(operator, value)
    return f"in “{operator.phrase}” {said}" if " " in operator.phrase else said


_STAGES_OF = {
    "plans": "planned", "expects": "planned", "considers": "considered", "hopes": "considered",
    "threatens": "threatened", "warns": "hypothetical", "demands": "demanded", "forbids": "demanded",
    "attempts": "attempted", "fails": "attempted", "prevents": "attempted", "omits": "done", "nears": "done",
    "stops": "halted", "fears": "hypothetical", "supposes": "hypothetical", "condition": "hypothetical",
    "continues": "ongoing", "purpose": "planned", "asks": "considered",
}  # fmt: skip
"""The stages that families stand for in their own words."""

_DENYING = frozenset({"forbids", "omits", "nears", "refuses", "denies", "doubts", "negates", "verifies"})
_UNSURE = {
    "reports": "says it without settling that it is so",
    "considers": "speaks of something possible",
}


def _said(operator: Operator, value: str) -> str:
    """What the word of an operator says, as far as it bears on this value."""
    family = operator.family
    if value == "negated" and family not in _DENYING:
        return "speaks against it"
    if value in CERTAINTIES and family in _UNSURE:
        return _UNSURE[family]
    if family in ("permits", "enables") and value in ("planned", "demanded", "threatened"):
        return f"{FAMILIES[family]}, and is itself only {value}"
    if value in STAGES and _STAGES_OF.get(family, value) != value:
        return STAGE_WORDS[value]
    if operator.phrase == "have" and operator.family == "demands":
        return "says that somebody has to do it"
    if operator.family == "realises" and value in STAGES and value not in ("done", "ongoing", "halted"):
        return f"{_CARRIES} and is itself only {value}"
    return FAMILIES.get(operator.family, "bears on how far the act went")


def _operator(word: str, relation: str, operators: Operators) -> tuple[Operator, str] | None:
    """The operator that a rule names, and the word that denies it; null where it is in no table."""
    name = "enactment" if relation == PLAIN["enactment"] else _UNPLAIN.get(relation, relation)
    operator = _find(operators, word, name)
    if operator is not None:
        return operator, ""
    denier, _, rest = word.partition(" ")
    operator = _find(operators, rest, name) if denier in _DENIERS else None
    return (operator, "not" if denier in ("n't", "n’t") else denier) if operator is not None else None


def _lone(body: str, value: str, operators: Operators) -> str:
    """A rule that names a word alone, or a form and the word that has it: "probably", "may threaten"."""
    operator = _find(operators, body, "")
    if operator is not None and body not in MODALS:
        return FAMILIES.get(operator.family, "bears on it")
    if body in MODALS:
        return MODALS[body]
    if body == "consequence":
        return "hangs on a condition"
    return f"is itself only {value}, and the act with it" if value else cleared(body)


def _find(operators: Operators, phrase: str, relation: str) -> Operator | None:
    known = _index(operators)
    return known.get((phrase, relation)) or known.get((phrase, ""))


@lru_cache(maxsize=4)
def _index(operators: Operators) -> dict[tuple[str, str], Operator]:
    """The operators by phrase and complement, and by phrase alone."""
    found: dict[tuple[str, str], Operator] = {}
    for operator in operators.all:
        for complement in (*operator.complements, ""):
            found.setdefault((operator.phrase, complement), operator)
    return found
