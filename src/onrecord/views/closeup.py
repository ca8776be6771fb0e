"""An event at close range: each wording of it with its claims and article, and each denial beside what it denies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from onrecord.ledger.linked_model import EventView
from onrecord.ledger.model import StoredClaim
from onrecord.linking.event import Told
from onrecord.linking.judgement import Judgement
from onrecord.linking.outlets import Outlets
from onrecord.records import Claim, Document
from onrecord.views.passages import Wording, wordings


@dataclass(frozen=True, slots=True)
class Telling:
    """One wording of an event: the claim that stands for it, and the other documents that carry the same words.

    `article` is the text on both sides of the passage, null where it was not loaded.
    """

    wording: Wording
    told: Told
    others: tuple[Told, ...]
    article: tuple[str, str] | None = None

    @property
    def stored(self) -> StoredClaim:
        """The claim as other views take it."""
        return as_stored(self.told)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """What is denied, and who denies it; both as claims of the event."""

    denied: tuple[Told, ...]
    denial: Told
    speaker: str


def as_stored(told: Told) -> StoredClaim:
    """A member of an event as a claim of the ledger; it is a current one."""
    return StoredClaim(told.document, told.claim, "", 0, True)


def tellings(told: Iterable[Told], outlets: Outlets | None = None) -> tuple[Telling, ...]:
    """The wordings of an event in the order of their first reports."""
    members = {member.claim.id: member for member in told}
    found = []
    for wording in wordings(members.values(), outlets):
        first, *others = (members[id] for id in wording.claims)
        found.append(Telling(wording, first, tuple(others)))
    return tuple(found)


def around(claim: Claim, document: Document) -> tuple[str, str]:
    """The text of a document before and behind the passage of a claim."""
    passage = claim.sentence
    return document.text[: passage.start], document.text[passage.start + len(passage.text) :]


def contradictions(view: EventView) -> tuple[Contradiction, ...]:
    """Each denial in an event beside the claims that it denies, those of the latest reports first."""
    members: Mapping[object, Told] = {member.anchor: member for member in view.told}
    found = [
        Contradiction(
            tuple(members[anchor] for anchor in denial.denied if anchor in members),
            members[denial.claim],
            denial.speaker,
        )
        for denial in view.event.denials
        if denial.claim in members
    ]
    return tuple(sorted(found, key=lambda one: one.denial.document.published or "", reverse=True))


def on_claim(judgements: Iterable[Judgement], told: Told) -> tuple[Judgement, ...]:
    """The judgements that hang on the words of one claim."""
    anchor = (told.anchor.document, told.anchor.start, told.anchor.end)
    return tuple(
        one
        for one in judgements
        if anchor in [(side.document, side.start, side.end) for side in (one.subject, one.other) if side]
    )
