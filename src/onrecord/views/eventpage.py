"""What stands beside an event at close range: its fields, its addresses, its judgements, what joined its claims."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.ledger.linked_model import EventView, Lead, LeadKind
from onrecord.linking.event import Estimate, Event, Toll
from onrecord.linking.judgement import Judgement, Target
from onrecord.linking.model import Anchor, Decision
from onrecord.views.events import parties_of, seen, support, voices
from onrecord.views.wording import clean, counted, interval, standing_of

CREDIBILITY = {
    1: "confirmed by independent sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}
"""The digits of the Admiralty code (NATO AJP-2.1) in words."""

_LEADS: dict[LeadKind, str] = {
    "merged": "was joined with another event",
    "split": "was parted into several events",
    "older": "was named by a claim that is no longer its oldest",
    "corrected": "was read again or judged otherwise",
}


def fields(event: Event) -> list[tuple[str, str]]:
    """The fields of an event, each by its name, in words; those that the reports leave open are left out."""
    grounds = [support(event.reports, event.origins), voices(event.speakers, event.named)]
    found = [
        ("standing", standing_of(event.stage, event.polarity, event.certainty)),
        ("actor", parties_of(event.actors)),
        ("recipient", parties_of(event.recipients)),
        ("context", ", ".join(map(clean, event.contexts))),
        ("time", interval(event.start, event.end)),
        ("place", _place(event)),
        ("rests on", "; ".join(filter(None, grounds))),
        ("reported", seen(event.first, event.last).removeprefix("reported ")),
        ("credibility", f"{event.credibility} ({CREDIBILITY.get(event.credibility, 'cannot be judged')})"),
        ("deaths", _toll(event.deaths)),
        ("injured", _toll(event.injuries)),
        *(("estimate", f"“{clean(e.words)}”: {e.low}–{e.high} per cent (ICD 203)") for e in _estimates(event)),
        *(("caution", clean(caution)) for caution in event.cautions),
    ]
    if event.disputed:
        found[0] = ("standing", f"{found[0][1]}; disputed: independent sources differ")
    return [(name, value) for name, value in found if value]


def _place(event: Event) -> str:
    where = clean(event.place or "")
    if where and event.lat is not None and event.lon is not None:
        country = f"{event.place_country}; " if event.place_country else ""
        where += f" ({country}{event.lat:.2f}, {event.lon:.2f}; GeoNames {event.geonameid})"
    return where


def _toll(toll: Toll | None) -> str:
    if toll is None:
        return ""
    if toll.low == toll.high == toll.best:
        return f"{toll.best:,}"
    return f"best {toll.best:,}, lowest {toll.low:,}, highest {toll.high:,}"


def _estimates(event: Event) -> list[Estimate]:
    return list({(e.words, e.low, e.high): e for e in reversed(event.estimates)}.values())[::-1]


def addresses(led_from: Iterable[Lead]) -> tuple[str, ...]:
    """How an id that was asked for led to an event, one sentence a step."""
    found = []
    for lead in led_from:
        to = ", ".join(id[:10] for id in lead.to) or "no event any longer"
        found.append(f"{lead.id[:10]} {_LEADS[lead.kind]} on {lead.at[:10]}; it leads on to {to}")
    return tuple(found)


def judged(judgements: Iterable[Judgement]) -> tuple[str, ...]:
    """Judgements, one line each: when, who, what, why; and that one was withdrawn."""
    return tuple(judgement_line(judgement) for judgement in judgements)


def judgement_line(judgement: Judgement) -> str:
    """One judgement in words, with its id last."""
    said = f"{judgement.recorded[:10]} {clean(judgement.author)}: {_verdict(judgement)}"
    if judgement.reason:
        said += f" — {clean(judgement.reason)}"
    if judgement.withdrawn:
        why = f": {clean(judgement.withdrawn_why)}" if judgement.withdrawn_why else ""
        said += f" [withdrawn on {judgement.withdrawn[:10]} by {clean(judgement.withdrawn_by or '?')}{why}]"
    if judgement.imported:
        said += f" [taken in on {judgement.imported[:10]} by {clean(judgement.imported_by or '?')}]"
    return f"{said}  {judgement.id[:10]}"


def _verdict(judgement: Judgement) -> str:
    subject, other = _where(judgement.subject), _where(judgement.other)
    party, other_party = clean(judgement.party or ""), clean(judgement.other_party or "")
    value = clean(judgement.value or "")
    match judgement.kind:
        case "same":
            return f"{subject} and {other} are one act"
        case "not_same":
            return f"{subject} and {other} are two acts"
        case "not_event":
            return f"{subject} is no event"
        case "right":
            return f"{subject} is right as it was read"
        case "same_party":
            return f"{party} and {other_party} are one party"
        case "not_same_party":
            return f"{party} and {other_party} are two parties"
        case "party_identifier":
            return f"{party} is {value}"
        case _:
            return f"the {judgement.kind} of {subject} is {value or 'none'}"


def _where(target: Target | None) -> str:
    return f"“{clean(target.quote)}” ({clean(target.document)})" if target else "?"


MOST_DECISIONS = 12
"""Lines on what joined claims; an event of forty reports has hundreds of pairs, and `--json` has them all."""


def joined(view: EventView) -> tuple[str, ...]:
    """What joined the claims: for each the surest decision that ties it to one before it; the surest ones first."""
    ids = {member.anchor: member.claim.id[:10] for member in view.told}
    order = {member.anchor: number for number, member in enumerate(view.told)}
    surest: dict[Anchor, Decision] = {}
    for decision in view.decisions:
        if decision.a not in order or decision.b not in order:
            continue
        later = max(decision.a, decision.b, key=order.__getitem__)
        if later not in surest or (decision.score, decision.by) > (surest[later].score, surest[later].by):
            surest[later] = decision
    lines = [
        f"{ids[d.a]} and {ids[d.b]}: {d.score:.2f} by {clean(d.by)}{f' ({clean(d.why)})' if d.why else ''}"
        for d in sorted(surest.values(), key=lambda d: (-d.score, d.a, d.b))
    ]
    if len(lines) > MOST_DECISIONS:
        more = len(lines) - MOST_DECISIONS + 1
        lines = [*lines[: MOST_DECISIONS - 1], f"and {counted(more, 'decision')} more; --json has them all"]
    return tuple(lines)
