"""What is published: records without named private persons, and with no place finer than a first-order region."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeVar

from onrecord.linking.model import Anchor
from onrecord.records import DocumentInfo, Span
from onrecord.views.exports.private_names import PrivateNames
from onrecord.views.exports.sites import gazetteer_of, place_of_event

if TYPE_CHECKING:
    from onrecord.ledger import Ledger, StoredClaim, StoredExtraction
    from onrecord.linking.event import Event, Told
    from onrecord.linking.parties.register import Register
    from onrecord.records import Claim, Place
    from onrecord.views.exports.model import Tally

T = TypeVar("T")

MASK: Final = "[…]"
"""Stands in quoted words in place of a private person's name."""

SOMEBODY: Final = "a person"
"""Stands in place of the name of a party or source that is a private person."""

REGION: Final = 4
"""The precision of a first-order region, as in UCDP GED; what is finer is coarsened to it."""

COUNTRY: Final = 6

_REMEMBERED = 10_000  # texts: the same words stand in many spans of one document

_QUOTED = re.compile(r"(“[^”]*”)")


class Discretion:
    """Makes records fit to be published.

    Names of private persons (see `PrivateNames`) are taken out of every text: a party or source becomes "a person",
    quoted words have […] in place of the name, and keep the offsets of the words that the article has. Bylines are
    dropped; an address or id that holds such a name is dropped, or replaced by its hash. A place that is exacter than
    a first-order region becomes that region with its point in the gazetteer, or its country where no region is known.
    """

    def __init__(self, names: PrivateNames, tally: Tally | None = None) -> None:
        self._names = names
        self._tally = tally
        self._held: dict[tuple[str, tuple[str, ...], str], str] = {}
        self._counted: set[tuple[str, str]] = set()

    @classmethod
    def of(cls, ledger: Ledger, tally: Tally | None = None) -> Discretion:
        """What is to be kept back of a ledger. Reads every document once."""
        return cls(PrivateNames.of(ledger), tally)

    @property
    def who(self) -> Register:
        """The register of parties by which a person is private or not."""
        return self._names.who

    def counting(self, tally: Tally) -> Discretion:
        """The same, with what is taken out counted in `tally`."""
        return Discretion(self._names, tally)

    def claim(self, stored: StoredClaim) -> StoredClaim:
        """A claim with its document."""
        return replace(stored, document=self.info(stored.document), claim=self._claim(stored.claim, stored.document.id))

    def extraction(self, stored: StoredExtraction) -> StoredExtraction:
        """A document with its claims alone: not its text, nor what was found beside claims, which nobody checked."""
        id = stored.document.id
        info = self.info(stored.extraction.document)
        found = replace(
            stored.extraction,
            document=info,
            claims=tuple(self._claim(claim, id) for claim in stored.extraction.claims),
            attributions=(),
            times=(),
            places=(),
            problems=(),
        )
        bare = replace(
            stored.document, id=info.id, text="", title=info.title, author=None, url=info.url, credits=info.credits
        )
        return replace(stored, document=bare, extraction=found)

    def account(self, event: Event, told: Iterable[Told]) -> tuple[Event, tuple[Told, ...]]:
        """An event with the claims that it rests on."""
        listed = tuple(told)
        documents = {one.document.id for one in listed}
        place = self._coarse(place_of_event(event, listed), event.id)
        bare = self._cleaned(event, documents)
        bare = replace(
            bare,
            actors=_named_once(bare.actors),
            recipients=_named_once(bare.recipients),
            sentence=self.sentence(event.sentence, documents),
            ladder=tuple(replace(s, speakers=_named_once(s.speakers)) for s in bare.ladder),
            denials=tuple(replace(d, speaker=_named(d.speaker)) for d in bare.denials),
            place=place.name if place else None,
            place_country=place.country if place else None,
            geonameid=place.geonameid if place else None,
            lat=place.lat if place else None,
            lon=place.lon if place else None,
        )
        return bare, tuple(self._told(one) for one in listed)

    def info(self, info: DocumentInfo) -> DocumentInfo:
        """A document's description: without its byline, without a private person's name in title, address or id."""
        url = info.url
        if url and self._names.places(url, (info.id,), url=True):
            url = None
            self._count("addresses of pages that name a private person left out", info.id)
        title = self.text(info.title, (info.id,)) if info.title else info.title
        credits = tuple(self.text(credit, (info.id,)) for credit in info.credits)
        return replace(info, id=self.id(info.id), title=title, author=None, url=url, credits=credits)

    def id(self, document: str) -> str:
        """A document's id; a hash of it where it holds the name of a private person."""
        if self._names.places(document, (document,), url=True):
            return "document-" + sha256(document.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        return document

    def text(self, text: str, documents: Collection[str], mask: str = MASK) -> str:
        """A text of these documents with a mask in place of each private person's name."""
        key = (text, tuple(documents), mask)
        held = self._held.get(key)
        if held is None:
            if len(self._held) >= _REMEMBERED:
                self._held.clear()
            held = self._held[key] = self._masked(text, documents, mask)
        return text if held == text else held  # the same object, by which it is known that nothing was masked

    def _masked(self, text: str, documents: Collection[str], mask: str) -> str:
        found = self._names.places(text, documents)
        if not found:
            return text
        pieces, at = [], 0
        for start, end in found:
            pieces += [text[at:start], mask]
            at = end
        return "".join([*pieces, text[at:]])

    def sentence(self, sentence: str, documents: Collection[str]) -> str:
        """A line of ours, with "a person" for each such name, and […] where the line quotes the article."""
        parts = _QUOTED.split(sentence)
        return "".join(self.text(part, documents, MASK if n % 2 else SOMEBODY) for n, part in enumerate(parts))

    def _told(self, one: Told) -> Told:
        id = one.document.id
        bare = self._cleaned(replace(one, claim=self._claim(one.claim, id)), (id,))
        return replace(bare, document=self.info(one.document), origin=self.id(one.origin))

    def _claim(self, claim: Claim, document: str) -> Claim:
        bare = self._cleaned(claim, (document,))
        if bare is not claim:
            self._count("passages with the name of a private person masked", f"{document} {claim.sentence.start}")
            bare = replace(
                bare,
                actors=tuple(replace(p, name=_named(p.name)) for p in bare.actors),
                recipients=tuple(replace(p, name=_named(p.name)) for p in bare.recipients),
                attribution=tuple(replace(k, name=k.name and _named(k.name)) for k in bare.attribution),
            )
        if any(link.kind == "author" and link.name for link in bare.attribution):
            chain = tuple(replace(k, name=None) if k.kind == "author" else k for k in bare.attribution)
            bare = replace(bare, attribution=chain)
        place = self._coarse(bare.place, claim.id)
        return bare if place is bare.place else replace(bare, place=place)

    def _cleaned(self, record: T, documents: Collection[str]) -> T:
        """A record with every text in it masked; itself, where no text had to be."""
        cleaned: T = self._clean(record, documents)
        return cleaned

    def _clean(self, value: Any, documents: Collection[str]) -> Any:
        if isinstance(value, str):
            return self.text(value, documents)
        if isinstance(value, Span):
            text = self.text(value.text, documents)
            return value if text is value.text else replace(value, text=text)
        if isinstance(value, tuple):
            made = tuple(self._clean(item, documents) for item in value)
            return made if any(a is not b for a, b in zip(made, value, strict=True)) else value
        if isinstance(value, dict):
            pairs = {key: self._clean(item, documents) for key, item in value.items()}
            return pairs if any(pairs[key] is not value[key] for key in value) else value
        if isinstance(value, Anchor):
            id = self.id(value.document)
            return value if id == value.document else replace(value, document=id)
        changed = {}
        for name in _texts(value.__class__):
            old = getattr(value, name)
            if old and (new := self._clean(old, documents)) is not old:
                changed[name] = new
        return replace(value, **changed) if changed else value

    def _coarse(self, place: Place | None, of: str) -> Place | None:
        if place is None or (place.precision is not None and place.precision >= REGION):
            return place
        self._count("places coarsened to their region or country", of)
        if place.country is None:
            return None
        region = gazetteer_of().region(place.country, place.admin1) if place.admin1 else None
        entry = region or gazetteer_of().country(place.country)
        hidden = replace(place.span, text=MASK)
        if entry is None:
            return replace(
                place, span=hidden, name=place.country, geonameid=None, lat=None, lon=None, admin1=None,
                precision=COUNTRY,
            )  # fmt: skip
        return replace(
            place, span=hidden, name=entry.name, geonameid=entry.geonameid, lat=entry.lat, lon=entry.lon,
            admin1=place.admin1 if region else None, precision=REGION if region else COUNTRY,
        )  # fmt: skip

    def _count(self, what: str, key: str) -> None:
        """Count what was kept back, each thing once."""
        if self._tally is not None and (what, key) not in self._counted:
            self._counted.add((what, key))
            self._tally.change(what)


_CODES = frozenset(
    ["id", "type", "mode", "contexts", "stage", "polarity", "certainty", "kind", "country", "countries", "sector",
     "act", "quotation", "value", "start", "end", "edtf", "precision", "admin1", "rule", "corrected", "origin"]
)  # fmt: skip
"""Fields that hold terms, codes and dates, and no words of an article."""


@cache
def _texts(kind: Hashable) -> tuple[str, ...]:
    """The fields of a record that may hold words of an article; `info` makes descriptions of documents fit."""
    if not is_dataclass(kind) or not isinstance(kind, type) or kind is DocumentInfo:
        return ()
    return tuple(field.name for field in fields(kind) if field.name not in _CODES)


def _named(name: str) -> str:
    return SOMEBODY if not re.search(r"\w", name.replace(MASK, "")) else name


def _named_once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_named, names)))
