"""One claim at close range: its passage with the spans marked, its chain of sources, and why it was read so."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from onrecord.ledger.model import StoredClaim
from onrecord.records import Claim, Link, Reason, Span
from onrecord.views.wording import clean, name_link


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a passage. `opens` and `closes` name the spans that begin before it and end after it."""

    text: str
    opens: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    closes: int = 0


def pieces(claim: Claim) -> tuple[Piece, ...]:
    """Cut the passage of a claim at the borders of the spans that lie in it, each named by its role."""
    passage = claim.sentence
    inside = [
        (span, role)
        for span, role in _roles(claim)
        if passage.start <= span.start < span.end <= passage.start + len(passage.text)
    ]
    borders = sorted(
        {passage.start, passage.start + len(passage.text)} | {at for span, _ in inside for at in (span.start, span.end)}
    )
    found = []
    for start, end in pairwise(borders):
        covering = [(span, role) for span, role in inside if span.start <= start and end <= span.end]
        covering.sort(key=lambda item: (item[0].start, -item[0].end))
        found.append(
            Piece(
                passage.text[start - passage.start : end - passage.start],
                tuple(role for span, role in covering if span.start == start),
                tuple(role for _, role in covering),
                sum(span.end == end for span, _ in covering),
            )
        )
    return tuple(found)


def _roles(claim: Claim) -> list[tuple[Span, str]]:
    found = [(claim.trigger, claim.type.lower())]
    found += [(party.span, "actor") for party in claim.actors]
    found += [(party.span, "recipient") for party in claim.recipients]
    for link in claim.attribution:
        found += [(span, "source") for span in link.source]
        found += [(span, "cue") for span in link.cue]
    if claim.time:
        found.append((claim.time.span, "time"))
    if claim.place:
        found.append((claim.place.span, "place"))
    found += [(qualifier.span, qualifier.kind) for qualifier in claim.qualifiers]
    return list(dict.fromkeys(found))


def chain(stored: StoredClaim) -> tuple[str, ...]:
    """The chain of sources, outermost first, each in words: who, named or not, by which cue, to whom."""
    publisher = clean(stored.document.source or "")
    return tuple(
        _step(link, publisher if position == 0 else "") for position, link in enumerate(stored.claim.attribution)
    )


def _step(link: Link, publisher: str) -> str:
    if publisher and not link.name and not link.source:
        shown = publisher
    else:
        shown = name_link(link)
    details: list[str] = [link.kind]
    details += [code for code in (link.country, link.sector) if code]
    if link.count is not None:
        details.append(f"{link.count} of them")
    if link.quotation:
        details.append(f"{link.quotation} quotation")
    if link.act:
        details.append(f"speaks to {link.act}")
    text = f"{shown} [{', '.join(details)}]"
    if link.cue:
        text += f" “{_quoted(link.cue)}”"
    if link.addressee:
        text += f" to “{_quoted(link.addressee)}”"
    return text


def _quoted(spans: tuple[Span, ...]) -> str:
    return " … ".join(clean(span.text) for span in spans)


def reasons(claim: Claim) -> tuple[tuple[str, str], ...]:
    """Why the claim was read as it was: each field with its reasons in the order applied, behind the words they read.

    Words that stand elsewhere in the text than in the claim's passage are said to.
    """
    return tuple((field, _reason(reason, claim)) for field, steps in claim.why.items() for reason in steps)


def _reason(reason: Reason, claim: Claim) -> str:
    if not reason.spans:
        return clean(reason.rule)
    passage = claim.sentence
    elsewhere = not any(passage.start <= span.start and span.end <= passage.end for span in reason.spans)
    return f"“{_quoted(reason.spans)}”{' (elsewhere in the text)' if elsewhere else ''} {clean(reason.rule)}"
