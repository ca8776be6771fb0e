"""How a person corrects the ledger in the pages: what can be judged, how it is recorded, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from threading import Lock
from urllib.parse import urlencode

from onrecord.ledger import Ledger, LinkOutcome, UnknownEventError
from onrecord.linking.judgement import Judgement, JudgementKind
from onrecord.linking.linker import Linker
from onrecord.records import Claim
from onrecord.records.vocabulary import EVENT_TYPES, POLARITIES, STAGES
from onrecord.views.eventpage import judgement_line
from onrecord.views.wording import counted
from onrecord.web.addresses import claim_path, event_path


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of judgement: what its button says, what its form asks, and among what one chooses (free, if empty)."""

    kind: JudgementKind
    button: str
    asks: str
    choices: tuple[str, ...] = ()


KINDS: Mapping[str, Kind] = {
    one.kind: one
    for one in (
        Kind("stage", "Wrong stage", "The right stage", STAGES),
        Kind("type", "Wrong type", "The right type", EVENT_TYPES),
        Kind("polarity", "Wrong polarity", "The right polarity", POLARITIES),
        Kind("actor", "Wrong actor", "Who does it; several set apart by ; and nothing where nobody is named"),
        Kind("recipient", "Wrong recipient", "To whom it is done; several set apart by ; and nothing for nobody"),
        Kind("source", "Wrong source", "Who says so in the last instance; nothing where it is the outlet itself"),
        Kind("not_event", "Not an event", ""),
        Kind("not_same", "Not the same act", "Which claim of this event it is not the same as"),
        Kind("same", "Same as another", "Which event, or which claim, is the same act"),
    )
}
"""By the names that the ledger has for them, in the order in which the buttons stand."""

RIGHT = Kind("right", "Right as it is", "")
"""The judgement that changes nothing: a person has looked at the claim."""


@cache
def linker() -> Linker:
    """The linker of this process; its tables are read once."""
    from onrecord.linking.standard import standard_linker

    return standard_linker()


_linking = Lock()


def link_again(ledger: Ledger) -> LinkOutcome:
    """Bring the events up to date after a judgement; one at a time in this process."""
    with _linking:
        return ledger.link(linker())


@dataclass(frozen=True, slots=True)
class Done:
    """What a reader has just done: the judgement, in words, and whether it holds still."""

    judgement: Judgement
    said: str

    @property
    def undoable(self) -> bool:
        """Whether it holds."""
        return self.judgement.withdrawn is None


def what_was_done(ledger: Ledger, id: str | None, changed: int) -> Done | None:
    """What an address tells of a judgement that was just made or withdrawn; nothing where there is none of that id."""
    if not id:
        return None
    found = next((one for one in ledger.judgements() if one.id == id), None)
    if found is None:
        return None
    begins = "Taken back" if found.withdrawn else "Recorded"
    came = f"{counted(changed, 'event')} changed." if changed else "No event changed."
    return Done(found, f"{begins}: {judgement_line(found)}. {came}")


def judged_before(ledger: Ledger, claim: Claim, document: str) -> tuple[Judgement, ...]:
    """The judgements on the words of a claim, withdrawn ones too, in the order in which they were made."""
    place = (document, claim.trigger.start, claim.trigger.end)
    return tuple(
        one
        for one in ledger.judgements()
        if any(side and (side.document, side.start, side.end) == place for side in (one.subject, one.other))
    )


def last_judged(judgements: Sequence[Judgement]) -> str:
    """When a claim was last judged, or a judgement on it taken back or taken in from another ledger; a form carries
    it, so that it is known whether that happened since."""
    return max((max(one.recorded, one.withdrawn or "", one.imported or "") for one in judgements), default="never")


def address_after(ledger: Ledger, judgement: Judgement, outcome: LinkOutcome, back: str, *ids: str) -> str:
    """Where to go after a judgement: back to the queue, or to the first event that one of the ids still leads to.

    What was judged to be no event is shown as the claim that it was.
    """
    told = urlencode({"judged": judgement.id, "changed": outcome.made + outcome.changed + outcome.gone})
    if back == "review":
        return f"/review?{told}"
    for id in ids:
        with suppress(UnknownEventError):
            return f"{event_path(ledger.event(id).event.id)}?{told}"
    return f"{claim_path(ids[0])}?{told}"
