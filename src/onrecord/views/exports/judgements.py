"""Exports of what people said: judgements and standing questions as JSON Lines, which `import` reads elsewhere.

A judgement is told by the document, the offsets, the words and the words round them (the text quote selector of the
W3C's Web Annotation model), by which it is found again in whatever reading the other ledger has of the same article.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onrecord.ledger import ClaimFilter
from onrecord.linking.judgement import Judgement, Target
from onrecord.linking.parties.names import known
from onrecord.records import encode
from onrecord.views.exports.discretion import MASK
from onrecord.views.exports.jsontext import dumps, encoded
from onrecord.views.exports.material import claim_filter, discretion_of

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.views.exports.discretion import Discretion
    from onrecord.views.exports.model import Options, Wanted

VERSION = 1
"""Of the form of the lines; the first line says it."""


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """A line that says what this is, one a judgement, the first made first, one a situation. Raises ExportUseError.

    A filter leaves the judgements on documents in which a claim matches. For the public there are no situations, and
    of judgements what was judged, and when: not by whom, nor why, nor names that nobody follows.
    """
    chosen, discretion = claim_filter(wanted), discretion_of(ledger, options)
    if chosen == ClaimFilter():
        chosen = None
    head: dict[str, Any] = {"onrecord": "judgements", "version": VERSION}
    yield _line(head if discretion is None else head | {"public": True})
    documents = {stored.document.id for stored in ledger.claims(chosen)} if chosen is not None else None
    fit = list(_fit(ledger, documents, options))
    standing = _standing(ledger, fit) if discretion is not None else frozenset[Target]()
    for judgement in fit:
        if discretion is None:
            yield _line({"judgement": _said(encode(_as_made(judgement)))})
        elif (shown := _public(judgement, discretion, standing)) is not None:
            yield _line({"judgement": shown})
        else:
            options.tally.leave("judgement", "on a party that may be a private person, or on words that are not here")
    for situation in ledger.situations():
        options.tally.count("situation")
        if discretion is not None:
            options.tally.leave("situation", "what is asked is not for the public")
        elif chosen is not None:
            options.tally.leave("situation", "it belongs to no claim that was asked for")
        else:
            yield _line({"situation": {"name": situation.name, "query": situation.query}})


def _fit(ledger: Ledger, documents: Collection[str] | None, options: Options) -> Iterator[Judgement]:
    for judgement in sorted(ledger.judgements(), key=lambda one: (one.recorded, one.id)):
        options.tally.count("judgement")
        hung = [target.document for target in (judgement.subject, judgement.other) if target is not None]
        if documents is None or any(id in documents for id in hung):
            yield judgement
        else:
            options.tally.leave("judgement", "it hangs on no claim that was asked for")


def _line(value: dict[str, Any]) -> bytes:
    return encoded(dumps(value) + "\n")


def _as_made(judgement: Judgement) -> Judgement:
    """Without who took it into this ledger: the same judgements give the same bytes, whichever ledger has them."""
    return replace(judgement, imported=None, imported_by=None)


def _said(value: dict[str, Any]) -> dict[str, Any]:
    """Without what is null; an empty text stays, for it says that there is nobody."""
    return {field: said for field, said in value.items() if said is not None}


def _standing(ledger: Ledger, judgements: Collection[Judgement]) -> frozenset[Target]:
    """The judged words that stand in the present texts, in which it is known who is private."""
    by_document: dict[str, set[Target]] = {}
    for judgement in judgements:
        for target in (judgement.subject, judgement.other):
            if target is not None:
                by_document.setdefault(target.document, set()).add(target)
    if not by_document:
        return frozenset()
    return frozenset(
        target
        for stored in ledger.extractions()
        for target in by_document.get(stored.document.id, ())
        if stored.document.text[target.start : target.end] == target.quote
    )


def _public(judgement: Judgement, discretion: Discretion, standing: Collection[Target]) -> dict[str, Any] | None:
    """What may be published of a judgement; nothing where that cannot be told."""
    hung = [target for target in (judgement.subject, judgement.other) if target is not None]
    named = [name for name in (judgement.party, judgement.other_party) if name is not None]
    if not all(target in standing for target in hung) or not all(_is_public(name, discretion) for name in named):
        return None
    shown: dict[str, Any] = {"kind": judgement.kind, "recorded": judgement.recorded}
    for field, target in (("subject", judgement.subject), ("other", judgement.other)):
        if target is not None:
            shown[field] = {
                "document": discretion.id(target.document), "start": target.start, "end": target.end,
                "quote": discretion.text(target.quote, (target.document,)),
            }  # fmt: skip
    value = judgement.value
    if value and judgement.kind in ("actor", "recipient", "source"):
        names = [name.strip() for name in value.split(";")]
        value = "; ".join(name if _is_public(name, discretion) else MASK for name in names)
    parties = {"party": judgement.party, "other_party": judgement.other_party}
    return _said(shown | parties | {"value": value, "withdrawn": judgement.withdrawn})


def _is_public(name: str, discretion: Discretion) -> bool:
    """Whether the register or the tables know whom a person wrote down: what a judge types stands in no article."""
    if discretion.text(name, ()) != name:
        return False
    return known(name) is not None or any(match.by == "name" for match in discretion.who.find(name))
