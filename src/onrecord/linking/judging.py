"""Judgements upon claims: where a judged passage stands now, and what a person's corrections make of a claim."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final, cast

from onrecord.errors import OnrecordError
from onrecord.linking.judgement import Judgement, JudgementKind, Target
from onrecord.linking.model import Anchor, Constraints, Pair, pair
from onrecord.linking.parties.names import known, likely_kind
from onrecord.records import Claim, Link, Party, Reason, Span
from onrecord.records.vocabulary import EVENT_TYPES, POLARITIES, STAGES, EventType, Polarity, Stage, WhyField

CONTEXT: Final = 64  # characters kept on each side; enough to tell the sentences of a repetitive report apart

_FITTING = 0.6
"""Share of the words round the quote, by weight, that stand round it still.

On 700 news texts with a word marked and a sentence edited, put in, taken out or moved: where the passage is still
there, it is found in 97 of 100 cases and missed in nearly all others; where it was taken out, the same words in a like
sentence are taken for it in 4 of 100. More would be missed with a higher share, more mistaken with a lower one.
"""
_AHEAD = 0.1  # how much better the best place must fit than the next, where neither fits in full
_OVERLAP = 0.5  # of a trigger and the judged words together, where they overlap with several triggers

_CHOICES: Final[Mapping[JudgementKind, Sequence[str]]] = {
    "type": EVENT_TYPES,
    "stage": STAGES,
    "polarity": POLARITIES,
}
_WHY: Final[Mapping[JudgementKind, WhyField]] = {
    "type": "type",
    "stage": "stage",
    "polarity": "polarity",
    "actor": "type",  # who does the act belongs to what the act is: the record has no field of reasons for parties
    "recipient": "type",
    "source": "attribution",
}

_LIKE = {
    **dict.fromkeys("'’‘‛`´", "['’‘‛`´]"),
    **dict.fromkeys('"“”„‟«»', '["“”„‟«»]'),
    **dict.fromkeys("-‐‑–—", "[-‐‑–—]"),
}
"""Signs that a new reading of the same page may write in another way."""


class JudgementError(OnrecordError):
    """A judgement lacks what its kind needs; the message says what to give."""


def target(document_id: str, text: str, start: int, end: int) -> Target:
    """Point at `text[start:end]` so that it is found again: the words, and the words round them.

    The text quote selector of the W3C's Web Annotation model. Raises JudgementError where no words stand there.
    """
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        raise JudgementError(f"{document_id}: no words stand from {start} to {end}; point at words of the document")
    before = text[max(0, start - CONTEXT) : start]
    if start > CONTEXT and " " in before[:-1]:
        before = before[before.index(" ") :]  # no half words
    after = text[end : end + CONTEXT]
    if end + CONTEXT < len(text) and " " in after[1:]:
        after = after[: after.rindex(" ") + 1]
    return Target(document_id, start, end, text[start:end], before, after)


def find_again(target: Target, text: str, claims: Iterable[Claim] | None = None) -> Anchor | None:
    """Where judged words stand in a new version, or a new reading, of their document.

    The same place, where the same words stand there in the same surroundings; else the place where these words
    stand in the surroundings that fit best. With `claims` (of the new reading), the trigger that stands there.
    None where the words are gone, where their surroundings are others altogether, and where two places or two
    triggers fit alike: a judgement is rather not heard than heard in the wrong place.
    """
    place = _place(target, text)
    if place is None:
        return None
    if claims is None:
        return Anchor(target.document, *place)
    return _trigger(target.document, place, claims)


def check(judgement: Judgement) -> None:
    """Raise JudgementError where a judgement lacks what its kind needs, or has a value that is none."""
    kind, value = judgement.kind, judgement.value
    if kind in ("same_party", "not_same_party"):
        if not judgement.party or not judgement.other_party:
            raise JudgementError(f"a judgement {kind!r} needs the names of two parties")
        if judgement.party.casefold() == judgement.other_party.casefold():
            raise JudgementError(f"{judgement.party!r} is one name; give the names of two parties")
    elif kind == "party_identifier":
        if not judgement.party or not re.fullmatch(r"Q[1-9]\d*", value or ""):
            raise JudgementError(
                f"a party's identifier is {value!r}; name the party and give its Wikidata item, such as Q42"
            )
    elif judgement.subject is None:
        raise JudgementError(f"a judgement {kind!r} needs the claim that it is about")
    elif kind in ("same", "not_same") and judgement.other is None:
        raise JudgementError(f"a judgement {kind!r} needs a second claim")
    elif kind in ("same", "not_same") and judgement.subject == judgement.other:
        raise JudgementError(
            f"both ids stand for one claim, “{judgement.subject.quote}” ({judgement.subject.document}); give two "
            "claims (`onrecord event` lists those of an event)"
        )
    elif kind in _CHOICES and value not in _CHOICES[kind]:
        raise JudgementError(f"{value!r} is no {kind}; it is one of {', '.join(_CHOICES[kind])}")
    elif kind in ("actor", "recipient", "source") and value is None:
        raise JudgementError(f"a judgement of the {kind} needs a name (an empty one where the text names none)")


def standing(judgements: Iterable[Judgement]) -> list[Judgement]:
    """The judgements that were not withdrawn, the oldest first."""
    return sorted((j for j in judgements if j.withdrawn is None), key=lambda j: (j.recorded, j.id))


def corrected(claim: Claim, judgements: Iterable[Judgement]) -> tuple[Claim, tuple[str, ...]] | None:
    """Apply a person's corrections to a claim: gives the claim, and the names of the fields that are now others.

    `judgements` are those about this claim, in any order; withdrawn ones are not heard, and on each field the
    latest one wins. None where the claim was judged to be no event (until that judgement is withdrawn). Each
    judgement stands in the claim's `why` in plain words, also where the machine agrees. What hangs on a
    corrected field follows it: another type has no mode, the other polarity turns the factuality round. An
    actor or recipient is a name, or several set apart by semicolons; a source is the name of who says it in
    the last instance, and an empty one leaves the publisher's own voice. Raises JudgementError.
    """
    latest: dict[JudgementKind, Judgement] = {}
    for judgement in standing(judgements):
        latest[judgement.kind] = judgement
    if "not_event" in latest:
        return None
    changed: list[str] = []
    result = claim
    for kind, why in _WHY.items():
        found = latest.get(kind)
        if found is None:
            continue
        check(found)
        after = _apply(result, kind, found.value or "")
        if after != result:
            changed.append(kind)
        result = replace(after, why={**after.why, why: (*after.why.get(why, ()), _reason(found, claim.trigger))})
    return result, tuple(changed)


def constraints(judgements: Iterable[Judgement], anchors: Mapping[Target, Anchor | None]) -> Constraints:
    """What people have said of pairs of claims, by where these stand now (see `find_again`).

    The latest standing judgement on a pair wins. A pair of which one passage is gone is not heard.
    """
    latest: dict[Pair, str] = {}
    for judgement in standing(judgements):
        if judgement.kind not in ("same", "not_same") or judgement.subject is None or judgement.other is None:
            continue
        one, other = anchors.get(judgement.subject), anchors.get(judgement.other)
        if one is not None and other is not None and one != other:
            latest[pair(one, other)] = judgement.kind
    return Constraints(
        frozenset(both for both, kind in latest.items() if kind == "same"),
        frozenset(both for both, kind in latest.items() if kind == "not_same"),
    )


def _place(target: Target, text: str) -> tuple[int, int] | None:
    start, end = target.start, target.end
    if text[start:end] == target.quote and text[:start].endswith(target.before) and text[end:].startswith(target.after):
        return start, end
    fits = sorted(((_fit(target, text, *place), place) for place in _occurrences(target, text)), reverse=True)
    if not fits or fits[0][0] < _FITTING:
        return None
    if len(fits) > 1:
        best, second = fits[0][0], fits[1][0]
        if best == second or (best < 1 and best - second < _AHEAD):
            return None
    return fits[0][1]


def _occurrences(target: Target, text: str) -> list[tuple[int, int]]:
    """Where the quoted words stand, however the signs and spaces between them are written."""
    pattern = "".join(
        r"\s+" if part.isspace() else "".join(_LIKE.get(sign) or re.escape(sign) for sign in part)
        for part in re.split(r"(\s+)", target.quote.strip())
    )
    edge = (r"(?<!\w)" if _wordlike(target.quote.strip()[0]) and not _wordlike(target.before[-1:]) else "",
            r"(?!\w)" if _wordlike(target.quote.strip()[-1]) and not _wordlike(target.after[:1]) else "")  # fmt: skip
    found = re.finditer(f"(?=({edge[0]}{pattern}{edge[1]}))", text)
    return [match.span(1) for match in found]


def _wordlike(sign: str) -> bool:
    return bool(sign) and (sign.isalnum() or sign == "_")


def _fit(target: Target, text: str, start: int, end: int) -> float:
    """The share of the words round the quote that stand round this place in the same order; near ones weigh more."""
    wider = CONTEXT // 4  # room for a word that was put in
    before, after = _words(target.before)[::-1], _words(target.after)
    if not before and not after:
        return 1.0
    here_before = _words(text[max(0, start - len(target.before) - wider) : start])[::-1]
    here_after = _words(text[end : end + len(target.after) + wider])
    return (_alike(before, here_before) + _alike(after, here_after)) / (_weight(before) + _weight(after))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def _alike(words: list[str], here: list[str]) -> float:
    blocks = SequenceMatcher(None, words, here, autojunk=False).get_matching_blocks()
    return sum(1 / (n + 1) for block in blocks for n in range(block.a, block.a + block.size))


def _weight(words: list[str]) -> float:
    """A word counts by one over its distance from the quote: a sentence's neighbours may be taken out or moved."""
    return sum(1 / (n + 1) for n in range(len(words)))


def _trigger(document: str, place: tuple[int, int], claims: Iterable[Claim]) -> Anchor | None:
    triggers = {(claim.trigger.start, claim.trigger.end) for claim in claims}
    if place in triggers:
        return Anchor(document, *place)
    shares = sorted(((_share(place, own), own) for own in triggers if _share(place, own) > 0), reverse=True)
    if not shares:
        return None
    if len(shares) > 1 and (shares[0][0] == shares[1][0] or shares[0][0] < _OVERLAP):
        return None
    return Anchor(document, *shares[0][1])


def _share(one: tuple[int, int], other: tuple[int, int]) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    return both / (max(one[1], other[1]) - min(one[0], other[0])) if both > 0 else 0.0


def _apply(claim: Claim, kind: JudgementKind, value: str) -> Claim:
    if kind == "type":
        return claim if value == claim.type else replace(claim, type=cast(EventType, value), mode=None)
    if kind == "stage":
        return replace(claim, stage=cast(Stage, value))
    if kind == "polarity":
        if value == claim.polarity:
            return claim
        return replace(claim, polarity=cast(Polarity, value), factuality=0.0 - claim.factuality)
    if kind == "actor":
        return replace(claim, actors=_parties(value, claim))
    if kind == "recipient":
        return replace(claim, recipients=_parties(value, claim))
    return replace(claim, attribution=_chain(value, claim))


def _parties(value: str, claim: Claim) -> tuple[Party, ...]:
    names = dict.fromkeys(name for part in value.split(";") if (name := part.strip()))
    return tuple(_party(name, claim) for name in names)


def _party(name: str, claim: Claim) -> Party:
    """The party of this name in the claim, or one that only the person who judged has named.

    Such a one stands in no words of the document: its span is empty, before the trigger.
    """
    for party in (*claim.actors, *claim.recipients):
        if party.name.casefold() == name.casefold():
            return party
    nowhere = Span(claim.trigger.start, claim.trigger.start, "")
    told = known(name)
    if told is not None:
        return Party(nowhere, told.name, told.kind, told.country, told.sector)
    return Party(nowhere, name, likely_kind(name))


def _chain(value: str, claim: Claim) -> tuple[Link, ...]:
    """The attribution as far as the source that was judged right, or with that source in the last one's place."""
    chain, name = claim.attribution, value.strip()
    if not name:
        return chain[:1]
    for n, link in enumerate(chain):
        if link.name is not None and link.name.casefold() == name.casefold():
            return chain[: n + 1]
    party = _party(name, claim)
    words = (party.span,) if party.span.text else ()
    last = chain[-1] if len(chain) > 1 else None
    source = Link(
        "outlet" if party.sector == "JRN" and party.kind == "organization" else party.kind,
        party.name, party.country, party.sector, party.kind == "unnamed", source=words,
        cue=last.cue if last else (), content=last.content if last else (),
        quotation=last.quotation if last else None, act=last.act if last else None,
    )  # fmt: skip
    return (*(chain[:-1] if last else chain), source)


def _reason(judgement: Judgement, trigger: Span) -> Reason:
    value = f"“{judgement.value}”" if judgement.value else "none"
    why = f" ({judgement.reason})" if judgement.reason else ""
    return Reason(
        f"a person judged: the {judgement.kind} is {value}, {judgement.author} on {judgement.recorded[:10]}{why}",
        (trigger,),
    )


def about(judgements: Iterable[Judgement], found: Mapping[Target, Anchor | None]) -> dict[Anchor, list[Judgement]]:
    """The judgements on single claims by where these claims stand now; those whose passage is gone are left out."""
    by_anchor: dict[Anchor, list[Judgement]] = {}
    for judgement in judgements:
        if judgement.subject is None or judgement.kind in ("same", "not_same"):
            continue
        anchor = found.get(judgement.subject)
        if anchor is not None:
            by_anchor.setdefault(anchor, []).append(judgement)
    return by_anchor


def targets(judgements: Iterable[Judgement], documents: Collection[str] | None = None) -> set[Target]:
    """All passages that judgements hang on, in some documents or in all."""
    found = {end for judgement in judgements for end in (judgement.subject, judgement.other) if end is not None}
    return found if documents is None else {end for end in found if end.document in documents}
