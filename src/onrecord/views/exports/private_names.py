"""Which persons named in a ledger are private, and where their names stand in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from onrecord.knowledge import parties as tables_of_parties
from onrecord.knowledge.table import read_file
from onrecord.linking.model import Report
from onrecord.linking.parties.names import is_proper, known, likely_kind, title_in
from onrecord.linking.parties.register import PUBLIC, Register, register
from onrecord.linking.parties.sightings import Sighting, named_in, sightings
from onrecord.records.accents import without_accents

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.records import Extraction, Link, Party

Words = tuple[str, ...]
"""A name as its words, folded."""

_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[ \u00a0\-‐‑–'’.]{1,3}")
_URL_JOINT = re.compile(r"(?:%20|[\-_+. ]){1,3}")
_PARTICLES: Final = frozenset(["al", "bin", "bint", "da", "de", "del", "der", "di", "dos", "el", "la", "van", "von"])
_AGE: Final = re.compile(r",? \(?(?:aged )?\d{1,3}(?=[,.;)]| years?\b)")
_ACRONYMS: Final = re.compile(r"(?: [A-Z]{2,5})+$")
_SHORT: Final = 5
"""Letters of a surname that alone tells a name in an address: "li" is in many words."""

LONGEST_NAME: Final = 6
"""Words of a person's name that are looked for."""


class PrivateNames:
    """The names of those whom the register does not follow, and what tells them in a text.

    A private person is one that the register of parties (`linking.parties.register`) leaves out: named, but without
    an office, a rank or a public role, and not speaking in two independent reports. Names come from the parties and
    sources of all claims, and from the texts: what stands behind "Mr" or a private role ("teacher"), begins with a
    given name that the tables know, or is followed by an age. In a document that names a private person the surname
    alone is one of that person's names, unless somebody public bears it.
    """

    def __init__(self, found: Iterable[tuple[str, Collection[str]]], who: Register) -> None:
        self.who = who
        self._public = {words for entry in who.entries for name in entry.names if (words := words_of(name))}
        self._surnames = {w[-1] for entry in who.entries if entry.kind == "person" and (w := words_of(entry.name))}
        whole: defaultdict[str, set[Words]] = defaultdict(set)
        self._of: dict[str, dict[str, tuple[Words, ...]]] = {}
        self._given: dict[str, frozenset[str]] = {}
        for document, names in found:
            own: defaultdict[str, set[Words]] = defaultdict(set)
            given: set[str] = set()
            for name in names:
                words = _bare_words(words_of(_without_acronyms(name)))
                if (
                    not words
                    or _names_a_thing(words)
                    or self._is_public(words)
                    or title_in(name, name.split(" ")[-1]) is not None
                ):
                    continue
                forms = {words, (words[0], words[-1])} if len(words) > 1 else {words}
                for form in forms:
                    (whole if len(form) > 1 else own)[form[0]].add(form)
                if words[-1] not in self._surnames and len(words[-1]) > 1 and not _is_word(words[-1]):
                    own[words[-1]].add(words[-1:])
                if len(words) > 1 and len(words[0]) > 2 and not self._is_public(words[:1]):
                    given.add(words[0])
            if own:
                self._of[document] = {first: tuple(sorted(forms)) for first, forms in own.items()}
            if given:
                self._given[document] = frozenset(given)
        self._whole = {first: tuple(sorted(forms)) for first, forms in whole.items()}

    @classmethod
    def of(cls, ledger: Ledger) -> PrivateNames:
        """Those of a ledger. Reads every document once."""
        origins = {info.id: group.id for group in ledger.origins() for info in group.documents}
        seen: list[Sighting] = []
        parties: list[tuple[str, list[Party | Link], set[str]]] = []
        for stored in ledger.extractions():
            seen += sightings(Report(stored.document, stored.extraction))
            parties.append(
                (
                    stored.document.id,
                    _persons(stored.extraction, stored.document.text),
                    set(told_in(f"{stored.document.title or ''}\n{stored.document.text}")),
                )
            )
        who = register(seen, ledger.judgements(), origins)
        found = []
        for document, listed, told in parties:
            names = {p.name for p in listed if p.name and who.entry_of(p, document) is None}
            found.append((document, names | told))
        return cls(found, who)

    def _is_public(self, words: Words) -> bool:
        """Whether somebody of the register, or of the tables, bears a name; with or without what stands before it."""
        if len(words) == 1:
            return words in self._public or words[0] in self._surnames or _known(words)
        ends = [words[n:] for n in range(len(words) - 1)] + [words[-3:-2] + words[-1:]]
        return any(end in self._public or _known(end) for end in ends if len(end) > 1)

    def places(self, text: str, documents: Iterable[str], url: bool = False) -> tuple[tuple[int, int], ...]:
        """Where private names stand in a text that comes from these documents; with `url` in an address or id.

        What the words of a text tell of names was found when the documents were read.
        """
        if not url and text.islower():
            return ()
        own = [self._of[document] for document in documents if document in self._of]
        given = frozenset().union(*(self._given.get(document, ()) for document in documents))
        tokens = [(m.start(), m.end()) for m in _WORD.finditer(text)]
        found: list[tuple[int, int]] = []
        at = 0
        while at < len(tokens):
            start, end = tokens[at]
            if not url and text[start].islower() and text[start:end] not in _PARTICLES:
                at += 1
                continue
            length = self._match(tokens, at, text, own, url)
            if not length and not url and _fold(text[start:end]) in given and not _goes_on(tokens, at, text):
                length = 1
            if length:
                first = at if url else _with_given_names(tokens, at, text)
                found.append((tokens[first][0], tokens[at + length - 1][1]))
            at += length or 1
        return tuple(_merged(found))

    def _match(
        self, tokens: list[tuple[int, int]], at: int, text: str, own: list[dict[str, tuple[Words, ...]]], url: bool
    ) -> int:
        """How many words of a private name begin at a word; none where there is no such name."""
        first = _fold(text[tokens[at][0] : tokens[at][1]])
        best = 0
        for names in (*own, self._whole):
            for words in names.get(first, ()):
                if len(words) > best and self._stands(words, tokens, at, text, url):
                    best = len(words)
        return best

    def _stands(self, words: Words, tokens: list[tuple[int, int]], at: int, text: str, url: bool) -> bool:
        end = at + len(words)
        if end > len(tokens) or (url and len(words) == 1 and len(words[0]) < _SHORT):
            return False
        joint = _URL_JOINT if url else _JOINT
        for n, word in enumerate(words, at):
            written = text[tokens[n][0] : tokens[n][1]]
            if n > at and (_fold(written) != word or not joint.fullmatch(text[tokens[n - 1][1] : tokens[n][0]])):
                return False
            if not url and written[0].islower() and word not in _PARTICLES:
                return False
        return True


def _goes_on(tokens: list[tuple[int, int]], at: int, text: str) -> bool:
    """Whether another word of a name follows a given name, which then is that of somebody else."""
    if at + 1 >= len(tokens):
        return False
    between, following = text[tokens[at][1] : tokens[at + 1][0]], text[tokens[at + 1][0]]
    return between in (" ", "\u00a0", "-") and following.isupper()


def _with_given_names(tokens: list[tuple[int, int]], at: int, text: str) -> int:
    """The first of the capitalised words right before a name that belong to it: "Ivo" before a surname."""
    while at > 0 and text[tokens[at - 1][1] : tokens[at][0]] in (" ", ". ", "\u00a0", "-"):
        start, end = tokens[at - 1]
        word = text[start:end]
        plain = _fold(word)
        initial = len(word) == 1 and word.isupper()
        if text[end : tokens[at][0]] == ". " and not initial:  # the end of a sentence
            break
        if not word[:1].isupper() or _titles(plain) or known(word) is not None or plain in _ORDINARY:
            break
        at -= 1
    return at


def _titles(plain: str) -> bool:
    tables = tables_of_parties.load()
    return plain in _words()["honorific"] or plain in tables.roles or plain in tables.offices


_ORDINARY: Final = frozenset(
    ["the", "a", "an", "in", "on", "at", "of", "to", "by", "with", "for", "from", "when", "while", "after", "before",
     "as", "but", "and", "or", "if", "that", "this", "then", "said", "says", "he", "she", "they", "his", "her", "their"]
)  # fmt: skip
"""Words that stand with a capital at the beginning of a sentence and are no names."""


def words_of(name: str) -> Words:
    """A name as its words, folded: without accents, case and the signs between them."""
    return tuple(_fold(word) for word in _WORD.findall(name))[:LONGEST_NAME]


@lru_cache(maxsize=1 << 14)
def _known(words: Words) -> bool:
    name = " ".join(words)
    return known(name) is not None or known(name.title()) is not None


@lru_cache(maxsize=1 << 16)
def _fold(word: str) -> str:
    return without_accents(word.casefold())


def _bare_words(words: Words) -> Words:
    """A name without what stands before and behind it: "Mr", "When", "Jr"."""
    while len(words) > 1 and (words[0] in _words()["honorific"] or words[0] in _ORDINARY):
        words = words[1:]
    while len(words) > 1 and words[-1] in ("jr", "sr", "ii", "iii"):
        words = words[:-1]
    return words


def _without_acronyms(name: str) -> str:
    """A name without the acronyms that a headline puts behind it: "Anna Kovacs FBI"."""
    return name if name.isupper() else _ACRONYMS.sub("", name)


def _names_a_thing(words: Words) -> bool:
    """Whether a name's last word tells that it is a body's, a law's or a place's: "Freedom Caucus".

    One of two words with a given name in front stays a person's: there are people called Hall, Park and Church.
    """
    if len(words) < 2 or words[-1] not in _words()["thing"]:
        return False
    return len(words) > 2 or not (words[0] in tables_of_parties.load().genders or words[0] in _words()["given"])


def _is_word(word: str) -> bool:
    """Whether a word alone is no surname: a country, a body, a party's members, a word that begins sentences."""
    return word in _ORDINARY or word in _words()["thing"] or _known((word,))


def _persons(extraction: Extraction, text: str) -> list[Party | Link]:
    """The parties and sources of all claims that may be persons, each name once."""
    found: dict[tuple[str, str, str | None], Party | Link] = {}
    small = {word for word in _WORD.findall(text) if word.islower()}
    for claim in extraction.claims:
        for _, party in named_in(claim):
            name = party.name or ""
            if (party.kind == "unnamed") or not is_proper(name):
                continue
            person = party.kind == "person" or likely_kind(name) == "person"
            # a private person of unusual name may be taken for a body of which nothing is known
            unknown = party.kind == "organization" and not (party.country or party.sector) and known(name) is None
            if unknown and not person:  # names of bodies are made of words that stand small elsewhere in the text
                parts = _WORD.findall(name)
                unknown = len(parts) > 1 and not any(w.lower() in small or w.isupper() for w in parts)
            if person or unknown:
                found.setdefault((name, party.kind, party.country), party)
    return list(found.values())


def told_in(text: str) -> Iterator[str]:
    """Names in a text that its words tell to be a person's; see `PrivateNames`."""
    for start, end in _told_spans(text):
        yield text[start:end]


_NAME = r"[^\W\d_a-zß-öø-ÿ][\w’'\-]*"
_JOINED = rf"(?:{'|'.join(sorted(_PARTICLES))})\b|[A-Z]\.|{_NAME}"
_TOLD = re.compile(rf"(?P<lead>\b[a-zß-öø-ÿ]+,? )?(?P<name>\b{_NAME}\.?(?: (?:{_JOINED})){{0,5}})")
_AFTER = re.compile(r", (?P<pronoun>who|whose|whom)\b|, (?:a|an|the|his|her|their) (?P<words>[\w-]+(?: [\w-]+){0,3})")


@cache
def _words() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in read_file(Path(__file__).parent / "data" / "private_words.tsv"):
        found[row.choice("list", ("kin", "role", "honorific", "given", "thing"))] = frozenset(row.words("words"))
    return found


def _told_spans(text: str) -> Iterator[tuple[int, int]]:
    tables = tables_of_parties.load()
    for match in _TOLD.finditer(text):
        start = match.start("name")
        words = match["name"].rstrip(".").split(" ")
        while words and words[-1] in _PARTICLES:
            words.pop()
        lead = (match["lead"] or "").strip(" ,")
        while len(words) > 1 and _is_lead(words[0]):  # "Teacher Anna Kovacs" at the beginning of a sentence
            lead = words[0].strip(".").lower()
            start += len(words[0]) + 1
            words = words[1:]
        if not words:
            continue
        if lead in _words()["honorific"]:
            yield start, start + len(_bare(" ".join(words)))
        elif len(words) > 1:
            full = " ".join(words)
            if title_in(full, " ".join(words[-2:])) is not None:  # "Foreign Minister Jan Novak" has an office
                continue
            first = words[0].lower()
            given = (first in tables.genders or first in _words()["given"]) and known(words[0]) is None
            if given or _private_role(lead) or _told_after(text, start + len(full)):
                yield start, start + len(_bare(full))


def _is_lead(word: str) -> bool:
    plain = word.strip(".").lower()
    return plain in _words()["honorific"] or _private_role(plain)


def _private_role(word: str) -> bool:
    """Whether a noun is one for private persons: no office, no body, nobody armed or of a state."""
    role = tables_of_parties.load().roles.get(word)
    lists = _words()
    return (
        word in lists["role"]
        or word in lists["kin"]
        or (role is not None and role.kind in ("person", "unnamed") and role.sector not in PUBLIC)
    )


def _told_after(text: str, at: int) -> bool:
    """Whether what follows a name tells that it is a person's: an age, "who", a role in apposition."""
    if _AGE.match(text, at):
        return True
    found = _AFTER.match(text, at)
    return found is not None and (
        found["pronoun"] is not None or any(_private_role(word) for word in found["words"].lower().split())
    )


def _bare(name: str) -> str:
    return re.sub(r"['’]s?$", "", name)


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
