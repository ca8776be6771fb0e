"""Finding the names, offices and people that a text mentions, in one walk over its tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.knowledge.parties import Named, Office, PartyTables, Phrase
from onrecord.language import Text, Token

NAME_PARTS = frozenset(
    {
        *("al", "el", "de", "del", "da", "dos", "van", "von", "der", "bin", "ibn", "ben", "abu", "la", "di", "du"),
        *("ul", "ur", "y", "e", "-", "'"),
    }
)
"""Small words that stand inside a person's name."""

FAMILY_MARKS = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])

_ALSO_WORDS = frozenset(("turkey", "jordan", "georgia", "guinea", "polish", "chad", "china", "mali", "togo", "niger"))
"""Names of countries and peoples that, in lower case, are other words."""


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry of the tables at the tokens `start` up to, but without, `end`."""

    start: int
    end: int
    entry: Named


@dataclass(frozen=True, slots=True)
class OfficeMention:
    """An office or rank at the tokens `start` up to, but without, `end`."""

    start: int
    end: int
    office: Office


@dataclass(slots=True)
class PersonMention:
    """A person's name at the tokens `start` up to, but without, `end`, without titles."""

    start: int
    end: int
    words: tuple[str, ...]
    head: Token
    office: OfficeMention | None = None  # the title right before the name

    @property
    def last(self) -> str:
        """The family name, in lower case."""
        words = self.words
        at = len(words) - 1
        while at > 0 and words[at].lower() in FAMILY_MARKS:
            at -= 1
        return words[at].lower()


@dataclass(slots=True)
class Mentions:
    """What the tables and the parser's named entities find, by index of token."""

    named: dict[int, Mention] = field(default_factory=dict)
    offices: dict[int, OfficeMention] = field(default_factory=dict)
    people: dict[int, PersonMention] = field(default_factory=dict)
    persons: list[PersonMention] = field(default_factory=list)  # in text order
    countries: dict[str, int] = field(default_factory=dict)  # how often each country, or a body of it, is named
    direct: dict[str, int] = field(default_factory=dict)  # how often by its own name, adjective or capital


def scan(text: Text, tables: PartyTables) -> Mentions:
    """Find all mentions of the tables' entries, and all names of persons."""
    found = Mentions()
    tokens = text.tokens
    n = 0
    while n < len(tokens):
        token = tokens[n]
        lower = token.lower
        step = 1
        phrases = tables.phrases.get(lower)
        if phrases:
            for phrase in phrases:
                if _matches(phrase, tokens, n) and not _other_name(phrase, tokens, n):
                    step = len(phrase.words)
                    mention = Mention(n, n + step, phrase.entry)
                    for i in range(n, n + step):
                        found.named[i] = mention
                    if phrase.entry.country:
                        if phrase.entry.sense in ("country", "adjective", "people", "capital"):
                            found.direct[phrase.entry.country] = found.direct.get(phrase.entry.country, 0) + 1
                        found.countries[phrase.entry.country] = found.countries.get(phrase.entry.country, 0) + 1
                    break
        offices = tables.offices.get(lower) if step == 1 or n not in found.named else None
        if offices is None and token.tag == "NNS" and lower.endswith("s"):
            offices = tables.offices.get(lower[:-1])
        if offices:
            for words, office in offices:
                if _office_words(words, tokens, n):
                    title = OfficeMention(n, n + len(words), office)
                    for i in range(n, n + len(words)):
                        found.offices[i] = title
                    step = max(step, len(words))
                    break
        n += step
    for person in _persons(text, found):
        found.persons.append(person)
        for i in range(person.start, person.end):
            found.people[i] = person
    _add_surnames(text, tables, found)
    return found


def _add_surnames(text: Text, tables: PartyTables, found: Mentions) -> None:
    """Surnames that the parser does not mark as persons: of people named in full here, or of office-holders."""
    families = {person.last for person in found.persons if len(person.words) > 1}
    added = []
    for token in text.tokens:
        if token.i in found.people or token.i in found.named or token.i in found.offices:
            continue
        known = token.lower in families and token.dep not in ("amod", "aux", "det", "advmod")
        if not known and (token.pos == "PROPN" or (token.pos == "NOUN" and token.tag == "NN")):
            known = len(token.lower) > 4 and token.lower in tables.by_surname
        if known and token.text[0].isupper() and not _inside_name(text.tokens, token):
            added.append(PersonMention(token.i, token.i + 1, (token.text,), token))
    if added:
        for person in added:
            found.people[person.start] = person
        found.persons = sorted([*found.persons, *added], key=lambda p: p.start)


def _inside_name(tokens: list[Token], token: Token) -> bool:
    """Whether capitalised neighbours make the word part of another name (the Trump Organization, Ford Motor)."""
    after = tokens[token.i + 1] if token.i + 1 < token.sentence.end else None
    before = tokens[token.i - 1] if token.i > token.sentence.start else None
    if after is not None and after.pos == "PROPN" and after.head in (token, token.head) and token.dep == "compound":
        return True
    return before is not None and before.pos == "PROPN" and before.dep == "compound" and before.head is token


def _matches(phrase: Phrase, tokens: list[Token], n: int) -> bool:
    words = phrase.words
    if n + len(words) > len(tokens):
        return False
    for offset, word in enumerate(words):
        token = tokens[n + offset]
        lower = token.lower
        if lower != word and ("’" not in lower or lower.replace("’", "'") != word.replace("’", "'")):
            return False
        written, cased = token.text, phrase.cased[offset]
        if not cased[0].isupper() or (offset == 0 and word == "the"):
            continue
        if len(cased) <= 5 and cased.isupper():
            if written != cased:
                return False
        elif not written[0].isupper() and not _lower_case(phrase, token):
            return False
    if len(words) > 1:
        return True
    token = tokens[n]
    if phrase.entry.sense in ("organization", "person") and not token.text.isupper():
        return token.pos == "PROPN" or (token.entity != "" and token.i != token.sentence.start)
    return token.pos != "VERB"


def _lower_case(phrase: Phrase, token: Token) -> bool:
    """Texts without capitals: only unmistakable names of countries and peoples."""
    return (
        phrase.entry.sense in ("country", "adjective", "people")
        and len(token.lower) > 4
        and token.lower not in _ALSO_WORDS
    )


def _other_name(phrase: Phrase, tokens: list[Token], n: int) -> bool:
    """Whether a one-word name stands inside a person's name (Michael Jordan)."""
    if len(phrase.words) > 1 or phrase.entry.sense not in ("country", "capital", "organization"):
        return False
    token = tokens[n]
    if token.entity != "PERSON":
        return False
    before = n > 0 and not token.entity_begins and tokens[n - 1].pos == "PROPN" and tokens[n - 1].entity == "PERSON"
    after = n + 1 < len(tokens) and tokens[n + 1].entity == "PERSON" and not tokens[n + 1].entity_begins
    return before or (after and tokens[n + 1].pos == "PROPN")


def _office_words(words: tuple[str, ...], tokens: list[Token], n: int) -> bool:
    if n + len(words) > len(tokens):
        return False
    for offset, word in enumerate(words):
        token = tokens[n + offset]
        if token.lower != word and not (token.tag in ("NNS", "NNPS") and token.lower == word + "s"):
            return False
    head = tokens[n + len(words) - 1]
    return head.pos in ("NOUN", "PROPN", "ADJ") or len(words) > 1


def _persons(text: Text, found: Mentions) -> Iterator[PersonMention]:
    """Names of persons: after a title, in the tables, or as the parser marks them."""
    tokens = text.tokens
    n = 0
    while n < len(tokens):
        token = tokens[n]
        mention = found.named.get(n)
        title = found.offices.get(n - 1)
        if mention is not None and mention.entry.sense == "person":
            yield _person(tokens, mention.start, mention.end, title)
            n = mention.end
            continue
        starts = token.pos == "PROPN" and token.text[0].isupper() and n not in found.offices and mention is None
        titled = title is not None and title.end == n and _opens_name(tokens, title)
        if starts and (titled or token.entity == "PERSON"):
            end = _name_end(tokens, n, found, titled)
            if end > n and any(t.pos == "PROPN" for t in tokens[n:end]):
                yield _person(tokens, n, end, title if titled else None)
                n = end
                continue
        n += 1


def _opens_name(tokens: list[Token], title: OfficeMention) -> bool:
    first = tokens[title.start]
    if title.office.unique == "title":
        return first.text[0].isupper() or first.text.endswith(".")
    return tokens[title.end - 1].tag not in ("NNS", "NNPS")


def _name_end(tokens: list[Token], start: int, found: Mentions, titled: bool) -> int:
    end = start
    sentence_end = tokens[start].sentence.end
    while end < sentence_end:
        token = tokens[end]
        inside = end > start
        if end in found.offices:
            break
        mention = found.named.get(end)
        if mention is not None and mention.entry.sense not in ("people", "country", "capital"):
            break
        if token.pos == "PROPN" and token.text[0].isupper():
            if not titled and token.entity != "PERSON":
                break
            another = inside and token.entity_begins and token.entity == "PERSON"
            before = tokens[end - 1]
            if another and before.lower not in NAME_PARTS and (not titled or before.entity == "PERSON"):
                break
            end += 1
        elif inside and token.lower in NAME_PARTS and end + 1 < sentence_end and tokens[end + 1].text[0].isupper():
            if token.lower == "y" or token.entity == "PERSON" or token.lower in ("-", "al", "bin", "de", "el"):
                end += 1
            else:
                break
        else:
            break
    while end > start and tokens[end - 1].pos != "PROPN":
        end -= 1
    return end


def _person(tokens: list[Token], start: int, end: int, title: OfficeMention | None) -> PersonMention:
    head = tokens[end - 1]
    while start <= head.head.i < end and head.head is not head:
        head = head.head
    words = tuple(t.text for t in tokens[start:end])
    return PersonMention(start, end, words, head, title if title is not None and title.end == start else None)
