"""Exports as Web Annotations (W3C, 2017): each claim as a note on the passage that it was read in."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from onrecord import __version__
from onrecord.views.exports.addresses import web_address
from onrecord.views.exports.discretion import MASK
from onrecord.views.exports.jsontext import document, encoded
from onrecord.views.exports.material import claim_filter, discretion_of
from onrecord.views.wording import word

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.records import Claim, Document, DocumentInfo, Span
    from onrecord.views.exports.discretion import Discretion
    from onrecord.views.exports.model import Options, Wanted

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
NAMESPACE: Final = UUID("7a4b1a52-3a0f-5f0a-9d53-8e6a2a6f3c11")
"""Ours, for the names of annotations: a claim's is the UUID (version 5) of its id."""

AROUND: Final = 32
"""Characters before and after a quotation by which it is found again where its words stand twice."""


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """An AnnotationPage, an annotation a line. Raises ExportUseError."""
    head = {
        "@context": CONTEXT,
        "id": f"urn:uuid:{uuid5(NAMESPACE, 'page')}",
        "type": "AnnotationPage",
        "startIndex": 0,
    }
    for piece in document(head, "items", _annotations(ledger, wanted, options)):
        yield encoded(piece)


def _annotations(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[dict[str, Any]]:
    chosen, discretion = claim_filter(wanted), discretion_of(ledger, options)
    ids = {(stored.document.id, stored.claim.id) for stored in ledger.claims(chosen)} if chosen is not None else None
    for stored in ledger.extractions(wanted=chosen):
        shown = stored if discretion is None else discretion.extraction(stored)
        for claim, bare in zip(stored.extraction.claims, shown.extraction.claims, strict=True):
            if ids is not None and (stored.document.id, claim.id) not in ids:
                continue
            options.tally.count("claim")
            options.tally.count("quotation")
            line = word(claim, stored.extraction.document)
            said = f"{line.mark} {line.sentence}"
            if discretion is not None:
                said = discretion.sentence(said, (stored.document.id,))
            selected = selectors(claim.sentence, stored.document, discretion, options)
            yield annotation(bare, shown.extraction.document, said, selected)


def annotation(claim: Claim, info: DocumentInfo, said: str, selected: list[dict[str, Any]]) -> dict[str, Any]:
    """A claim as an annotation: what it says in words (`said`), its type and stage as tags, its chain of sources."""
    chain = " > ".join(link.name or " ".join(s.text for s in link.source) or link.kind for link in claim.attribution)
    target: dict[str, Any] = {"source": source_of(info)}
    if selected:
        target["selector"] = selected
    return {
        "id": f"urn:uuid:{uuid5(NAMESPACE, f'{info.id} {claim.id}')}",
        "type": "Annotation",
        "motivation": ["classifying", "describing"],
        "creator": {"id": "urn:onrecord:extractor", "type": "Software", "name": f"onrecord {__version__}"},
        "body": [
            _text("describing", said),
            _text("classifying", claim.type),
            _text("classifying", f"stage: {claim.stage}"),
            _text("classifying", f"polarity: {claim.polarity}"),
            _text("classifying", f"certainty: {claim.certainty}"),
            _text("describing", f"says: {chain}"),
        ],
        "target": target,
    }


def _text(purpose: str, value: str) -> dict[str, Any]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "language": "en", "value": value}


def source_of(info: DocumentInfo) -> str:
    """The IRI of a page: its address, else a name made of the hash of its text (RFC 6920)."""
    address = web_address(info.url)
    if address is not None:
        return address
    digest = base64.urlsafe_b64encode(bytes.fromhex(info.sha256)).rstrip(b"=").decode() if info.sha256 else ""
    return f"ni:///sha-256;{digest}"


def selectors(
    span: Span, of: Document, discretion: Discretion | None = None, options: Options | None = None
) -> list[dict[str, Any]]:
    """Where a passage stands: by its words with those round it, and by its code points in the plain text.

    For the public, words are only given where none of them is masked: a quotation that is not the page's own finds
    nothing, and the position alone names nobody.
    """
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    before, after = of.text[max(0, span.start - AROUND) : span.start], of.text[span.end : span.end + AROUND]
    quoted = {"type": "TextQuoteSelector", "exact": span.text, "prefix": before, "suffix": after}
    if discretion is None:
        return [quoted, position]
    wide = of.text[max(0, span.start - 3 * AROUND) : span.end + 3 * AROUND]
    if MASK in discretion.text(span.text, (of.id,)):
        if options is not None:
            options.tally.leave("quotation", "it names a private person; the position is given alone")
        return [position]
    if MASK in discretion.text(wide, (of.id,)):  # somebody may be named in the words round it
        return [{key: quoted[key] for key in ("type", "exact")}, position]
    return [quoted, position]
