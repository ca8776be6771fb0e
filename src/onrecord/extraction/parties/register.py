"""The register of a document: who its noun phrases speak of."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.extraction.model import Description
from onrecord.extraction.parties import coreference, definite, describe
from onrecord.extraction.parties.counts import count_of
from onrecord.extraction.parties.identities import Identity, gender_of, identify
from onrecord.extraction.parties.mentions import scan
from onrecord.knowledge import Knowledge
from onrecord.knowledge.gazetteer import Gazetteer
from onrecord.knowledge.parties import PartyTables, Role
from onrecord.language import Sentence, Text, Token
from onrecord.language.syntax import noun_phrase
from onrecord.records import Count, Party, Span

_PAIRING = ("det", "preconj", "cc", "predet")

_DEPTH = 12  # of pronouns that stand for pronouns


class Register:
    """The who-is-who of one document; answers are worked out when first asked for, and kept."""

    def __init__(
        self, text: Text, published: str | None, tables: PartyTables, gazetteer: Callable[[], Gazetteer] | None = None
    ) -> None:
        """Find the names in `text`. `published` (an ISO date) tells who then held an office."""
        self.text = text
        self.published = published
        self.tables = tables
        self.mentions = scan(text, tables)
        self.identities = identify(text, self.mentions, tables, published)
        self._gazetteer = gazetteer  # asked only for names of places that no table of parties has
        self._descriptions: dict[int, Description] = {}
        self._antecedents: dict[int, Token | None] = {}
        self._candidates: dict[int, coreference.Candidate | None] = {}
        self._sentences: dict[int, list[coreference.Candidate]] = {}
        self._fuller: dict[int, Token | None] = {}
        self._parties: dict[int, Party] = {}
        self._heads: dict[str, list[Token]] | None = None
        self._depth = 0

    def describe(self, token: Token) -> Description:
        """What is known of the party that the noun phrase headed by `token` (or the pronoun) names."""
        found = self._descriptions.get(token.i)
        if found is None:
            found = self._descriptions[token.i] = describe.describe(self, token)
        return found

    def party(self, token: Token) -> Party:
        """The same as a record: `span` is the head with its plain modifiers, `coref` a fuller mention's span."""
        found = self._parties.get(token.i)
        if found is None:
            found = self._parties[token.i] = self._party(token)
        return found

    def antecedent(self, token: Token) -> Token | None:
        """The head of the noun phrase that a pronoun or relative stands for; null where that is not safe."""
        if token.i not in self._antecedents:
            if self._depth >= _DEPTH:
                return None
            self._antecedents[token.i] = None  # no answer to whoever asks on the way
            self._depth += 1
            self._antecedents[token.i] = coreference.antecedent(self, token)
            self._depth -= 1
        return self._antecedents[token.i]

    def fuller(self, token: Token) -> Token | None:
        """The head of an earlier, fuller mention of what a short form or definite description names."""
        if token.i not in self._fuller:
            self._fuller[token.i] = definite.fuller_mention(self, token)
        return self._fuller[token.i]

    def span(self, token: Token) -> Span:
        """The span of the head with its plain modifiers."""
        return self.text.span(self.words(token))

    def words(self, token: Token) -> list[Token]:
        """The head with its plain modifiers, or the whole name where the head is part of one."""
        tokens = self.text.tokens
        person = self.mentions.people.get(token.i)
        named = self.mentions.named.get(token.i)
        phrase = _after_dash(noun_phrase(token), token)
        if len(phrase) > 1 and phrase[0].lower in ("both", "either", "neither") and phrase[0].dep in _PAIRING:
            phrase = phrase[1:]  # "both Samoa and Tonga"
        first, last = phrase[0].i, phrase[-1].i
        if person is not None:
            first, last = min(first, person.start), max(last, person.end - 1)
            if person.office is not None:
                first = min(first, person.office.start)
        elif named is not None:
            first, last = min(first, named.start), max(last, named.end - 1)
        office = self.mentions.offices.get(token.i)
        if office is not None and person is None:
            first, last = min(first, office.start), max(last, office.end - 1)
            name = self.mentions.people.get(office.end)
            if name is not None and name.head.head is token:  # "the Somali president" with the name hung on it
                last = name.end - 1
        if token.dep in ("compound", "nmod") and first > token.sentence.start:  # Syrian regime air strikes
            before = tokens[first - 1]
            if before.head is token.head and before.dep == "amod" and before.i in self.mentions.named:
                first = before.i
        close = self.apposed(token, last)
        return tokens[first : (last if close is None else close.i) + 1]

    def apposed(self, token: Token, last: int) -> Token | None:
        """The head of a person's name that follows a noun without a comma: "the reporter Ana Brun".

        `last` is the index of the last word before it. The parser hangs the name on the noun, or beside it.
        """
        tokens = self.text.tokens
        if token.pos != "NOUN" and token.dep not in ("dobj", "pobj"):
            return None
        if last + 1 >= token.sentence.end or token.i in self.mentions.people:
            return None
        name = tokens[last + 1]
        while name.dep in ("compound", "amod", "nmod") and name.head.i > name.i:
            name = name.head
        if name.i not in self.mentions.people:
            return None
        beside = name.head is token.head and name.dep == token.dep and token.dep in ("dobj", "pobj")
        return name if beside or (name.dep == "appos" and name.head is token) else None

    def identity(self, token: Token) -> Identity | None:
        """The person whose name the token belongs to."""
        person = self.mentions.people.get(token.i)
        return self.identities.by_start.get(person.start) if person is not None else None

    def role(self, token: Token) -> Role | None:
        """What the table of roles says of a noun, read with the word before it where the two are one entry."""
        roles = self.tables.roles
        if token.i > token.sentence.start:
            before = self.text.tokens[token.i - 1]
            both = roles.get(f"{before.lower} {token.lemma}") or roles.get(f"{before.lower} {token.lower}")
            if both is not None:
                return both
        found = roles.get(token.lower) or roles.get(token.lemma)
        if found is None and token.lower.endswith("s"):
            found = roles.get(token.lower[:-1])
        if found is not None and found.kind == "outlet" and not _is_name(token):
            return None
        return found

    def home(self, name: str) -> tuple[bool, str | None]:
        """(whether the name is that of a town or region, the alpha-3 code of the country where it lies)."""
        entries = self._gazetteer().lookup(name)[:8] if self._gazetteer is not None else ()
        if not entries or entries[0].kind not in ("town", "admin1", "admin2"):
            return False, None
        short = {e.country for e in entries if e.country}
        codes = {two: three for three, two in self.tables.alpha2.items() if two in short}
        lands = [codes[e.country] for e in entries if e.country and e.country in codes]
        here = [land for land in lands if land in self.mentions.countries]
        return True, next(iter(here or lands), None)

    def gender(self, token: Token) -> str | None:
        """m or f, where the words tell."""
        identity = self.identity(token)
        if identity is not None:
            return identity.gender
        office = self.mentions.offices.get(token.i)
        if office is not None and office.office.gender:
            return office.office.gender
        return gender_of(token)

    def candidate(self, token: Token) -> coreference.Candidate | None:
        """The noun as something that a pronoun may stand for."""
        if token.i not in self._candidates:
            self._candidates[token.i] = None
            self._candidates[token.i] = coreference.candidate_of(self, token)
        return self._candidates[token.i]

    def candidates(self, sentence: Sentence) -> list[coreference.Candidate]:
        """All such nouns of a sentence, in order."""
        found = self._sentences.get(sentence.index)
        if found is None:
            found = self._sentences[sentence.index] = coreference.candidates_in(self, sentence)
        return found

    def heads(self, lemma: str) -> list[Token]:
        """The nouns of the document with this lemma, in order."""
        if self._heads is None:
            self._heads = {}
            for token in self.text.tokens:
                if token.pos in ("NOUN", "PROPN"):
                    self._heads.setdefault(token.lower, []).append(token)
        return self._heads.get(lemma, [])

    def _party(self, token: Token) -> Party:
        target = self.antecedent(token) or token
        described = self.describe(token)
        span = self.span(token)
        if described.name is None and span.end > token.end:
            beside = self.text.tokens_in(span.end - 1, span.end)[-1]
            if beside.i in self.mentions.people:
                described = self.describe(beside)
        coref: Span | None = None
        if target is not token:
            coref = self.span(target)
        else:
            fuller = self.fuller(token)
            if fuller is not None:
                coref = self.span(fuller)
        name = described.name or _surface(self, target)
        count: Count | None = described.count
        if described.name is None or described.kind in ("unnamed", "group"):
            stated = None
            if target.pos != "PRON":
                stated = count_of(target)
                stated = stated if stated is not None else count_of(describe.counted(target))
            count = stated if stated is not None else count
        kind = described.kind
        if target is token and token.pos == "NUM" and kind in ("organization", "group", "unnamed"):
            meant = _counted_before(token)  # "two clerks were killed and five wounded"
            if meant is not None:
                kind, coref = "unnamed", self.span(meant)
        return Party(span, name, kind, described.country, described.sector, count, coref)


def find_mentions(text: Text, published: str | None, knowledge: Knowledge, title: str | None = None) -> Register:
    """The who-is-who of one document. `title` is not parsed; it may settle nothing but is kept for later stages."""
    del title
    return Register(text, published, knowledge.parties, lambda: knowledge.gazetteer)


def _after_dash(phrase: list[Token], head: Token) -> list[Token]:
    """The phrase without a dateline that the parser took for its beginning ("NAIROBI - The minister")."""
    for n in range(len(phrase) - 1, 0, -1):
        token = phrase[n]
        if token.i < head.i and token.text in ("-", "--", "–", "—", ":") and phrase[n - 1].end < token.start:
            return phrase[n + 1 :]
    return phrase


def _counted_before(number: Token) -> Token | None:
    """The counted people of the same sentence that a number alone goes on counting."""
    before = number.sentence.text.tokens[number.sentence.start : number.i]
    counted = (t for t in reversed(before) if t.pos == "NOUN" and any(c.dep == "nummod" for c in t.children))
    return next((t for t in counted if t.dep in ("nsubj", "nsubjpass", "dobj", "conj") and t.entity == ""), None)


def _is_name(token: Token) -> bool:
    return token.pos == "PROPN" and token.text[0].isupper()


def _surface(register: Register, token: Token) -> str:
    words = register.words(token)
    while len(words) > 1 and words[0].dep in ("det", "predet", "punct") and words[0] is not token:
        words = words[1:]
    return register.text.content[words[0].start : words[-1].end]
