"""How many people a sentence says died or were hurt, by patterns over its words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from onrecord.extraction.parties.counts import number
from onrecord.knowledge.table import read_file, read_table

Harm = Literal["deaths", "injuries"]

_DATA = Path(__file__).parent / "data" / "tolls.tsv"
_TOKEN = re.compile(
    r"\d+[-‑](?:year|month|week|day)s?[-‑]olds?|\d+(?:,\d{3})*(?:\.\d+)?|[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\w\s]"
)
_ARTICLES = ("a", "an", "one")
_LONGEST_NAME = 4  # words between a number and the noun it counts: "three senior Bordurian army officers"
_FAR = 120  # characters between an act and a figure beyond which the figure is of another act of a long sentence
_REACH = 7  # words between a number with its people and what befell them
_CLASSES: dict[Harm, tuple[str, str, str]] = {
    "deaths": ("kill", "dead", "deaths"),
    "injuries": ("hurt", "injured", "injuries"),
}
_VERBS = tuple(kind for kinds in _CLASSES.values() for kind in kinds)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as the text gives it: `low` and `high` are null where the text sets no such bound."""

    best: int
    low: int | None
    high: int | None
    rising: bool = False

    @property
    def least(self) -> int:
        """The lowest number that it allows for as told."""
        return self.low if self.low is not None else self.best

    @property
    def most(self) -> int:
        """The highest number that it allows for as told."""
        return self.high if self.high is not None else self.best


def added(figures: Sequence[Figure]) -> Figure:
    """The sum of figures for several sorts of people."""
    lows, highs = [f.low for f in figures], [f.high for f in figures]
    return Figure(
        sum(f.best for f in figures),
        None if None in lows else sum(f.least for f in figures),
        None if None in highs else sum(f.most for f in figures),
        any(f.rising for f in figures),
    )


@dataclass(frozen=True, slots=True)
class _Word:
    text: str  # in lower case
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Number:
    """A figure in its place: the words `start` up to `end`, with its bounds before it and the people behind it."""

    start: int
    end: int
    figure: Figure
    people: bool  # a noun for people stands with it
    bare: bool  # no noun stands with it


@dataclass(frozen=True, slots=True)
class _Lexicon:
    phrases: dict[str, tuple[tuple[str, ...], ...]]  # by class, the longest first
    vague: dict[tuple[str, ...], int]
    people: frozenset[str]

    def at(self, kind: str, words: Sequence[_Word], i: int) -> int:
        """How many words of a phrase of a class begin at `i`; 0 for none."""
        for phrase in self.phrases[kind]:
            if tuple(word.text for word in words[i : i + len(phrase)]) == phrase:
                return len(phrase)
        return 0

    def before(self, kind: str, words: Sequence[_Word], end: int) -> int:
        """How many words of a phrase of a class end just before `end`."""
        for phrase in self.phrases[kind]:
            if end >= len(phrase) and tuple(word.text for word in words[end - len(phrase) : end]) == phrase:
                return len(phrase)
        return 0


@cache
def _lexicon() -> _Lexicon:
    phrases: dict[str, list[tuple[str, ...]]] = {}
    vague = {}
    for row in read_file(_DATA):
        words = tuple(row["words"].split())
        if row["class"] == "vague":
            if not row["number"].isdigit():
                raise row.error("number is a whole number")
            vague[words] = int(row["number"])
        else:
            phrases.setdefault(row["class"], []).append(words)
    roles = read_table("parties/roles.tsv", ("noun",))
    people = {words[0] for words in phrases["people"]}
    people.update(row["noun"].lower() for row in roles if row["kind"] in ("person", "group", "unnamed"))
    longest = {kind: tuple(sorted(found, key=lambda words: (-len(words), words))) for kind, found in phrases.items()}
    return _Lexicon(longest, vague, frozenset(people))


def harms_of(trigger: str) -> tuple[Harm, ...]:
    """Whether the words of an act are themselves a killing, or a wounding."""
    words = [match.group().lower() for match in _TOKEN.finditer(trigger)]
    lexicon = _lexicon()
    found: list[Harm] = []
    if any((word,) in lexicon.phrases["kill"] + lexicon.phrases["killing"] for word in words):
        found.append("deaths")
    if any((word,) in lexicon.phrases["hurt"] for word in words):
        found.append("injuries")
    return tuple(found)


def figures_in(sentence: str, start: int, end: int) -> dict[Harm, Figure]:
    """The figures that a sentence gives for the act whose words stand from `start` to `end` in it."""
    if not _speaks_of_harm().search(sentence):
        return {}
    words = [_Word(m.group().lower().replace("’", "'"), m.start(), m.end()) for m in _TOKEN.finditer(sentence)]
    numbers = list(_numbers(words))
    found: dict[Harm, Figure] = {}
    for harm in _CLASSES:
        groups = [group for group in _told(words, numbers, harm) if _is_of(words, group, start, end)]
        if groups:
            nearest = min(groups, key=lambda group: _distance(words, group, start, end))
            found[harm] = added([item.figure for item in nearest])
    return found


@cache
def _speaks_of_harm() -> re.Pattern[str]:
    """Any word without which a sentence gives no figure: it spares most sentences the rest."""
    lexicon = _lexicon()
    words = {phrase[0] for kind in (*_VERBS, "toll") for phrase in lexicon.phrases[kind]}
    return re.compile(rf"\b(?:{'|'.join(sorted(words))})\b", re.IGNORECASE)


def _distance(words: Sequence[_Word], group: Sequence[_Number], start: int, end: int) -> int:
    first, last = words[group[0].start].start, words[group[-1].end - 1].end
    return max(first - end, start - last, 0)


def _is_of(words: Sequence[_Word], group: Sequence[_Number], start: int, end: int) -> bool:
    """Whether no other act is told of between the act and the figure."""
    lexicon = _lexicon()
    first, last = group[0].start, group[-1].end
    if _distance(words, group, start, end) > _FAR:
        return False
    if words[first].start >= end:
        between = [i for i in range(first) if words[i].start >= end]
        return not any(words[i].text == ";" or lexicon.at("apart", words, i) for i in between)
    return not any(words[i].text == ";" for i in range(last, len(words)) if words[i].end <= start)


def _numbers(words: Sequence[_Word]) -> Iterator[_Number]:
    """The numbers of people, or without a noun, in text order; parts of others are left out."""
    lexicon = _lexicon()
    i = 0
    while i < len(words):
        read = _figure(words, i)
        if read is None:
            i += 1
            continue
        figure, begin, end = read
        people, bare = _people(words, end, one=words[i].text in _ARTICLES and end == i + 1)
        if _is_age(words, i, end) or _is_day(words, i, end):
            i = end
            continue
        part = any(lexicon.before("part", words, begin - gap) for gap in (0, 1))
        if (people or bare) and not part:
            yield _Number(begin, end, figure, bool(people), bare)
        i = end


def _is_age(words: Sequence[_Word], i: int, end: int) -> bool:
    """Whether a number is how old somebody is: "Rudolf, 4, was killed", "two boys, ages 14 and 16"."""
    before, behind = words[i - 1].text if i else "", words[end].text if end < len(words) else "."
    aged = any(word.text in ("age", "ages", "aged") for word in words[max(0, i - 3) : i])
    return aged or (before == "," and behind in (",", ".", ";")) or behind in ("%", "percent")


_OTHER_WORDS_TOO = ("may", "march", "mar")
"""Names of months that are other words as well, where a number stands before them: "3 may have died"."""


def _is_day(words: Sequence[_Word], i: int, end: int) -> bool:
    """Whether a number is a day: "on March 3", "on 3 April". With a stop behind it "Jan." is two words."""
    lexicon = _lexicon()
    behind = words[end].text if end < len(words) else ""
    named = lexicon.before("month", words, i - (i > 0 and words[i - 1].text == "."))
    return bool(named) or (bool(lexicon.at("month", words, end)) and behind not in _OTHER_WORDS_TOO)


def _figure(words: Sequence[_Word], i: int) -> tuple[Figure, int, int] | None:
    """The number that begins at `i` with the words that bound it: itself, its first word, and what follows it."""
    lexicon = _lexicon()
    for phrase, stands_for in lexicon.vague.items():
        if words[i].text == phrase[0] and tuple(word.text for word in words[i : i + len(phrase)]) == phrase:
            return Figure(stands_for, stands_for, None), i, i + len(phrase)
    if words[i].text == "no" and i + 1 < len(words) and _is_people(words[i + 1].text, lexicon.people | {"one"}):
        return Figure(0, 0, 0), i, i + 1
    value, end = _value(words, i)
    if value is None:
        return None
    begin = i
    if end + 1 < len(words) and words[end].text in ("to", "and", "-", "–", "or"):
        other, stop = _value(words, end + 1)
        between = i > 0 and words[i - 1].text == "between"
        if other is not None and other > value and (between or words[end].text not in ("and",)):
            return Figure(value, value, other), begin - between, stop
    for kind in ("at_least", "at_most", "about"):
        length = lexicon.before(kind, words, i)
        if length:
            low = None if kind == "at_most" else value
            return Figure(value, low, None if kind == "at_least" else value), i - length, end
    return Figure(value, value, value), begin, end


def _value(words: Sequence[_Word], i: int) -> tuple[int | None, int]:
    """The whole number that the words from `i` on spell, and where they end."""
    if i >= len(words):
        return None, i
    if words[i].text in ("a", "an"):
        return 1, i + 1
    if "old" in words[i].text:  # "a four-year-old boy" is one boy
        return None, i + 1
    end = i
    while end < len(words) and number([words[end].text]) is not None:
        if end > i and words[end].text[0].isdigit():
            break
        end += 1
    value = number([word.text for word in words[i:end]]) if end > i else None
    return (int(value), end) if value is not None and value == int(value) else (None, i + 1)


def _people(words: Sequence[_Word], i: int, one: bool) -> tuple[bool, bool]:
    """Whether a noun for people follows a number, and whether no noun follows it at all."""
    lexicon = _lexicon()
    if i >= len(words) or not words[i].text[0].isalnum():
        return False, not one
    stops = ("in", "on", "at", "by", "near", "and", "or", "when", "as", "were", "was", "have", "had", "during", "from")
    if words[i].text in stops or any(lexicon.at(kind, words, i) for kind in (*_VERBS, "apart")):
        return False, not one
    for word in words[i : i + _LONGEST_NAME]:
        if not (word.text[0].isalpha() or "old" in word.text) or word.text in stops:
            break
        if _is_people(word.text, lexicon.people):
            return True, False
    return False, False


def _is_people(word: str, people: frozenset[str]) -> bool:
    forms = {
        word,
        word.removesuffix("s"),
        word.removesuffix("es"),
        re.sub("ies$", "y", word),
        re.sub("men$", "man", word),
    }
    return not forms.isdisjoint(people)


def _told(words: Sequence[_Word], numbers: Sequence[_Number], harm: Harm) -> Iterator[list[_Number]]:
    """Numbers that are of those who died (or were hurt), each with those that are joined to it by `and`."""
    verb, state, noun = _CLASSES[harm]
    taken: set[int] = set()
    for n, item in enumerate(numbers):
        if item.start in taken:
            continue
        if _follows_verb(words, item, verb):
            group = [item, *_joined(words, numbers[n + 1 :], item)]
        elif _befell(words, item, (verb, state, noun)):
            group = [*_before(words, numbers[:n], item), item]
        elif harm == "deaths" and _is_toll(words, item):
            group = [item]
        else:
            continue
        taken.update(other.start for other in group)
        if harm == "deaths" and _rises(words, item):
            group = [replace(item, figure=replace(item.figure, rising=True))]
        yield group


def _follows_verb(words: Sequence[_Word], item: _Number, verb: str) -> bool:
    """Whether a number is the object of a verb just before it, and not of two verbs that share it."""
    lexicon = _lexicon()
    i = item.start
    if not lexicon.before(verb, words, i):
        return False
    other = "hurt" if verb == "kill" else "kill"
    return not (i >= 3 and words[i - 2].text in ("or", "and") and lexicon.before(other, words, i - 2))


def _joined(words: Sequence[_Word], after: Sequence[_Number], item: _Number) -> Iterator[_Number]:
    """The numbers of further people that the same verb is said of: "killed three soldiers and two civilians"."""
    lexicon = _lexicon()
    last = item
    for other in after:
        between = words[last.end : other.start]
        if len(between) > _LONGEST_NAME + 1 or not between or between[-1].text not in ("and", ","):
            return
        if not other.people or any(word.text in ("in", "on", "at") for word in between):
            return
        if _befell(words, other, _VERBS):
            return
        if any(lexicon.at(kind, words, i) for kind in ("kill", "hurt") for i in range(last.end, other.start)):
            return
        yield other
        last = other


def _before(words: Sequence[_Word], before: Sequence[_Number], item: _Number) -> list[_Number]:
    """The number of people named before those of `item`: "a soldier and two civilians were killed"."""
    lexicon = _lexicon()
    if not before or not item.people:
        return []
    other = before[-1]
    between = words[other.end : item.start]
    joined = other.people and bool(between) and between[-1].text == "and" and len(between) <= _LONGEST_NAME + 1
    verbs = any(lexicon.at(kind, words, i) for kind in _VERBS for i in range(other.end, item.start))
    own = any(lexicon.before(kind, words, other.start) for kind in ("kill", "hurt"))
    return [other] if joined and not verbs and not own else []


def _befell(words: Sequence[_Word], item: _Number, kinds: Sequence[str]) -> bool:
    """Whether what befell the people follows them: "12 people were killed", "leaving dozens dead", "12 deaths"."""
    lexicon = _lexicon()
    i, seen, inside = item.end, 0, False
    while i < len(words) and (seen <= _REACH or inside):
        text = words[i].text
        found = next((length for kind in kinds if (length := lexicon.at(kind, words, i))), 0)
        if found and not inside:
            shared = i + found + 1 < len(words) and words[i + found].text == "or"
            active = _takes_object(words, i, found)
            return not shared and not active
        if text == ",":
            inside = not inside and bool(lexicon.at("part", words, i + 1))
        elif not inside and (text in ".;:()" or text == "and" or _figure_at(words, i)):
            return False
        i += 1
        seen += 1
    return False


def _figure_at(words: Sequence[_Word], i: int) -> bool:
    return words[i].text not in _ARTICLES and _figure(words, i) is not None


def _takes_object(words: Sequence[_Word], i: int, length: int) -> bool:
    """Whether a verb at `i` is active, with its own object behind it: "two gunmen killed 12 people"."""
    lexicon = _lexicon()
    passive = i > 0 and bool(lexicon.before("be", words, i))
    following = words[i + length].text if i + length < len(words) else "."
    if passive or not any(lexicon.at(kind, words, i) for kind in ("kill", "hurt")):
        return False
    return following[0].isalnum() and following not in ("in", "on", "when", "by", "and", "at", "during", "as", "after")


def _is_toll(words: Sequence[_Word], item: _Number) -> bool:
    """Whether a number is the toll that a noun before it names: "the death toll from the attack rose to 14"."""
    lexicon = _lexicon()
    links = ("to", "at", "of", "reached", "was", "is", "stands", "hit", "past", "above", "passed")
    if item.start == 0 or not (words[item.start - 1].text in links or item.figure.low != item.figure.high):
        return False
    for i in range(item.start - 1, max(-1, item.start - 14), -1):
        if words[i].text in ";.":
            return False
        if lexicon.at("toll", words, i):
            return True
    return False


def _rises(words: Sequence[_Word], item: _Number) -> bool:
    lexicon = _lexicon()
    return any(lexicon.at("rising", words, i) for i in range(max(0, item.start - 4), item.start))
