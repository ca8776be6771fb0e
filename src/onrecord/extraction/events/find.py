"""Finding the acts of a text: verbs, nouns and light-verb phrases that the lexicon knows."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.extraction.events.match import Match, match_adjective, match_noun, match_verb
from onrecord.extraction.model import Act
from onrecord.knowledge import Knowledge
from onrecord.knowledge.lexicon import Lexicon
from onrecord.knowledge.operators import Operators
from onrecord.language import Sentence, Text, Token
from onrecord.language.syntax import first_conjunct, has_subject
from onrecord.records import Reason

_SUBJECTLESS = frozenset({"amod", "compound", "nmod", "poss"})
_DEFINITE = frozenset({"the", "these", "those", "such", "this", "that", "its", "their", "his", "her"})
_ENDING = frozenset({"stops", "prevents", "fails"})
_HEADING_LENGTH = 14
"""Words in a heading at most; a question as long as this on a line of its own may be a pull quote."""


def find_acts(text: Text, knowledge: Knowledge) -> list[Act]:
    """Every political act that the text names, in text order; acts within acts are sorted out by `nesting`.

    A question that is a line of its own is a heading ("How is Ruritania helping?"): it reports nothing.
    """
    found: list[Act] = []
    fuller: dict[str, Match] = {}  # the last phrase that ended in a noun: "flight" for "surveillance flight"
    alone = _alone(text)
    for sentence in text.sentences:
        if not (sentence.index in alone and _is_heading(sentence)):
            found.extend(_in_sentence(text, sentence, knowledge, fuller))
    return found


def _alone(text: Text) -> set[int]:
    """The sentences that are a paragraph by themselves."""
    numbers: dict[int, list[int]] = {}
    for sentence in text.sentences:
        numbers.setdefault(sentence.paragraph, []).append(sentence.index)
    return {indices[0] for indices in numbers.values() if len(indices) == 1}


def _is_heading(sentence: Sentence) -> bool:
    tokens = sentence.tokens
    return len(tokens) <= _HEADING_LENGTH and tokens[-1].text == "?" and len(sentence.text.sentences) > 1


def light_verb(noun: Token, operators: Operators) -> Token | None:
    """The verb that only realises the event noun: `carried out` over "a raid"; None where there is none."""
    token = first_conjunct(noun)
    if token.dep in ("dobj", "nsubjpass", "oprd"):
        verb = token.head
        complement = "object"
    elif token.dep == "pobj" and token.head.dep == "prep":
        verb = token.head.head
        complement = token.head.lower
    elif token.head.dep in ("acl", "relcl") and token.dep in ("nsubjpass", "dobj"):
        verb = token.head
        complement = "object"
    else:
        return _reduced_light_verb(token, operators)
    if verb.pos not in ("VERB", "AUX"):
        return None
    operator = operators.find(verb, complement)
    return verb if operator is not None and operator.family == "realises" else None


def _reduced_light_verb(noun: Token, operators: Operators) -> Token | None:
    """`conducted` in "the raid conducted by" or "the raid that they conducted"."""
    for child in noun.children:
        reduced = child.dep == "acl" and child.tag == "VBN"
        relative = child.dep == "relcl" and any(c.dep in ("nsubjpass", "dobj") for c in child.children)
        operator = operators.find(child, "object") if reduced or relative else None
        if operator is not None and operator.family == "realises":
            return child
    return None


def _in_sentence(text: Text, sentence: Sentence, knowledge: Knowledge, fuller: dict[str, Match]) -> list[Act]:
    lexicon, operators = knowledge.lexicon, knowledge.operators
    matches: list[Match] = []

    def light_of(noun: Token) -> Token | None:
        return light_verb(noun, operators)

    for token in sentence:
        match: Match | None = None
        if token.pos in ("VERB", "AUX") and not (token.dep == "amod" and token.i < token.head.i):
            match = match_verb(token, lexicon)
        elif token.pos in ("NOUN", "PROPN") or token.tag in ("NN", "NNS"):
            match = (
                (match_verb(token, lexicon) if _heads_a_clause(token) else None)
                or match_noun(token, lexicon, light_of)
                or _short_form(token, fuller)
            )
        elif token.pos == "ADJ" and token.dep in ("acomp", "ROOT", "attr", "conj", "oprd", "acl", "ccomp"):
            match = match_adjective(token, lexicon)
        if match is not None:
            matches.append(match)
    matches = _without_stops(matches, lexicon, light_of, operators)
    taken: dict[int, Match] = {}
    for match in sorted(matches, key=lambda m: (-len(m[2]), m[1].i)):  # longer phrases win over their parts
        if not any(word.i in taken for word in match[2]):
            for word in match[2]:
                taken[word.i] = match
    acts = []
    for match in sorted({id(m): m for m in taken.values()}.values(), key=lambda m: m[1].i):
        entry, head, words = match
        if entry.type is None or _only_describes(head, match, taken, operators) or _is_consent(head, knowledge):
            continue
        if len(entry.words) > 1 and entry.pos == "n" and head is words[-1]:
            fuller[head.lemma] = match
        light = light_verb(head, operators) if head.pos != "VERB" else None
        acts.append(_act(text, match, light))
    return acts


def _heads_a_clause(token: Token) -> bool:
    """Whether a word tagged as a noun stands where a verb does, with a subject of its own: "let the ship dock"."""
    return (
        token.dep in ("ROOT", "ccomp", "xcomp", "conj", "advcl", "relcl")
        and has_subject(token)
        and not any(c.dep in ("det", "cop", "poss") for c in token.children)
    )


def _short_form(noun: Token, fuller: dict[str, Match]) -> Match | None:
    """A definite noun that takes up a fuller phrase of the text: "these flights" after "surveillance flights"."""
    earlier = fuller.get(noun.lemma)
    if earlier is None or noun.dep == "compound":
        return None
    modifiers = [c for c in noun.children if c.i < noun.i]
    if not any(c.lower in _DEFINITE for c in modifiers) or any(c.dep in ("amod", "compound") for c in modifiers):
        return None
    return earlier[0], noun, [noun]


def _is_consent(head: Token, knowledge: Knowledge) -> bool:
    """Whether the noun only qualifies another act: "with the approval of", "in cooperation with"."""
    if head.dep != "pobj" or head.head.dep != "prep" or head.head.head.pos not in ("VERB", "AUX", "NOUN"):
        return False
    openers = knowledge.passages.openers.get(head.head.lower, ())
    return any(o.kind == "consent" and head.lemma in o.of for o in openers)


def _without_stops(
    matches: list[Match], lexicon: Lexicon, light_of: Callable[[Token], Token | None], operators: Operators
) -> list[Match]:
    """The matches without the verbs that only stop or foil an act named beside them: "the talks broke off".

    The act is the thing stopped; a verb of yielding stays, since it is the act where the stop has not happened.
    """
    kept: list[Match] = []
    nouns = {match[1].i for match in matches if match[1].pos in ("NOUN", "PROPN") and match[0].type is not None}
    for match in matches:
        entry, verb, words = match
        if verb.pos not in ("VERB", "AUX") or entry.type is None:
            kept.append(match)
            continue
        for noun in verb.children:
            relation = {"dobj": "object", "nsubjpass": "object", "nsubj": "subject"}.get(noun.dep)
            operator = operators.find(verb, relation) if relation else None
            if operator is None or operator.family not in _ENDING:
                continue
            named = noun.i in nouns
            if not named and noun in words:
                inner = match_noun(noun, lexicon, light_of)
                named = inner is not None and inner[0].type is not None
                if named and inner is not None:
                    kept.append(inner)
            if named and (noun in words or entry.type not in ("CONCEDE", "RETREAT")):
                break
        else:
            kept.append(match)
    return kept


def _only_describes(head: Token, match: Match, taken: dict[int, Match], operators: Operators) -> bool:
    """Whether the noun only describes another noun ("attack helicopter", "protest leader").

    It still names an act where that noun is an operator over it ("strike plan", "tariff threat").
    """
    if head.dep not in _SUBJECTLESS or head.pos == "VERB":
        return False
    above = head.head
    if above.i in taken and taken[above.i] is match:
        return False
    if head.dep == "poss":
        return False
    return operators.find(above, "noun") is None


def _act(text: Text, match: Match, light: Token | None) -> Act:
    entry, head, words = match
    assert entry.type is not None
    trigger = _adjacent(words, head)
    also: tuple[Token, ...] = tuple(w for w in words if w not in trigger and w.pos in ("NOUN", "PROPN", "VERB"))
    if light is not None:
        if _stands_by(light, trigger):
            trigger = (light, *trigger) if light.i < trigger[0].i else (*trigger, light)
        else:
            also = (*also, light)
    rule = f"lexicon: {entry.phrase} ({entry.pos})"
    if entry.conditions:
        rule += " with conditions"
    return Act(
        head, trigger, entry.type, entry.mode, entry.frame, entry.contexts, light, also,
        (Reason(rule, text.spans(words)),), entry.weight,
    )  # fmt: skip


def _adjacent(words: list[Token], head: Token) -> tuple[Token, ...]:
    """The run of adjacent words round the head; the trigger is one span."""
    at = words.index(head)
    first = last = at
    while first > 0 and words[first - 1].i + 1 == words[first].i:
        first -= 1
    while last + 1 < len(words) and words[last].i + 1 == words[last + 1].i:
        last += 1
    return tuple(words[first : last + 1])


def _stands_by(light: Token, trigger: tuple[Token, ...]) -> bool:
    return light.i + 1 == trigger[0].i or trigger[-1].i + 1 == light.i
