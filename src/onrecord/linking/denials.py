"""Denials: which claims of one event say of which others that it is not so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from onrecord.linking.event import Denial, Told
from onrecord.linking.independence import has_source, reported, speaker_label
from onrecord.records.vocabulary import Stage

DENIES: Final[dict[Stage, tuple[Stage, ...]]] = {
    "done": ("done", "ongoing"),
    "ongoing": ("ongoing", "done"),
    "attempted": ("attempted", "ongoing", "done"),
    "planned": ("planned", "threatened"),
    "considered": ("considered", "planned", "threatened"),
    "threatened": ("threatened",),
    "halted": ("halted",),
    "demanded": (),
    "hypothetical": (),
}
"""Of which stages the denial of a stage speaks.

Who has not done a thing may still plan it; who has no plans may still weigh them, so a denial of plans leaves
`considered` alone, while who does not even weigh a thing does not plan it either. A demand that something be
left undone denies nothing, and neither does a supposition.
"""

BEFOREHAND: Final = ("demanded", "threatened", "considered", "planned", "hypothetical")
"""Stages at which nothing has been done yet."""


def denials(told: Iterable[Told]) -> tuple[Denial, ...]:
    """The claims that deny others of the same event, in their order, each with what it denies.

    A denial is a negated claim without doubt (who thinks a thing unlikely denies nothing), by whomever: one by
    the accused is one too. Whoever rejects a demand or refuses to do what is asked denies nothing.
    """
    ordered = sorted(told, key=lambda member: member.anchor)
    found = []
    for member in ordered:
        if member.claim.polarity == "affirmed" or member.claim.certainty != "certain" or _refuses(member):
            continue
        denied = tuple(other.anchor for other in ordered if contradicts(member, other))
        if denied:
            found.append(Denial(member.anchor, denied, speaker_label(member)))
    return tuple(found)


def _refuses(member: Told) -> bool:
    """Whether somebody turns down what is asked, which is not to say that something is not so."""
    chain = member.claim.attribution
    return bool(chain) and chain[-1].act == "REJECT" and member.claim.stage in BEFOREHAND


def contradicts(negated: Told, affirmed: Told) -> bool:
    """Whether a negated claim says of an affirmed one that it is not so.

    Nobody contradicts himself in one report: what its own voice, or one speaker, says of both is said of two things
    or misread. A denial is no prophecy: that a thing was not done does not speak of what was done after it, and
    that it is not planned, weighed, under way or halted speaks of that day and of those before it.
    """
    no, yes = negated.claim, affirmed.claim
    if no.polarity == "affirmed" or yes.polarity == "negated" or yes.stage not in DENIES[no.stage]:
        return False
    if negated.origin == affirmed.origin and _same_voice(negated, affirmed):
        return False
    day = reported(negated)
    if no.stage in ("done", "attempted"):
        begins = (yes.time.start or "")[:10] if yes.time else ""
        return not (day and begins > day)
    return not (day and reported(affirmed) > day)


def _same_voice(a: Told, b: Told) -> bool:
    """Whether two claims of one report are told by the report itself, or by one and the same speaker."""
    if has_source(a) != has_source(b):
        return False
    return not has_source(a) or speaker_label(a) == speaker_label(b)


def deniers_of(members: Sequence[Told], negated: Iterable[Told]) -> list[Told]:
    """Those of the negated claims that contradict one of `members`."""
    return [no for no in negated if any(contradicts(no, yes) for yes in members)]
