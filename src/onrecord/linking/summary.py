"""From the claims of one event to the event as people see it."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.linking.circumstances import countries_of, kind_of, names_of, place_of, time_of
from onrecord.linking.credibility import credibility
from onrecord.linking.denials import BEFOREHAND, denials
from onrecord.linking.estimates import estimates
from onrecord.linking.event import Event, Told
from onrecord.linking.independence import reported
from onrecord.linking.ladder import Standing, anchors, standing, steps
from onrecord.linking.origins.speakers import independent_sources
from onrecord.linking.sentence import sentence_of
from onrecord.linking.tolls import toll


def summarise(id: str, told: Sequence[Told]) -> Event:
    """The event `id` as all of `told`, at least one, come to; it depends on the set of claims, not on their order.

    What the act is comes from all claims, when and where it is from those that decide its present stage. Where
    these do not say, the place comes from the others, and the time from such as tell of the same side of the act:
    when it was planned for is not when it was done, nor is either when it was halted. The rules are those of
    `ladder`, `denials`, `credibility`, `circumstances`, `tolls` and `estimates`. Raises ValueError where there is
    no claim.
    """
    if not told:
        raise ValueError("an event has at least one claim")
    members = sorted({member.anchor: member for member in told}.values(), key=lambda member: member.anchor)
    stands = standing(members)
    alike = [member for member in members if _same_time(member, stands)]
    kind = kind_of(members)
    actors = names_of(members, lambda member: member.claim.actors)
    time = time_of(stands.deciding) or time_of(alike)
    place = place_of(stands.deciding) or place_of(members)
    sources = independent_sources(members)
    days = [day for day in map(reported, members) if day]
    return Event(
        id=id,
        sentence=sentence_of(members, stands, actors),
        type=kind.type,
        mode=kind.mode,
        contexts=kind.contexts,
        actors=actors,
        recipients=names_of(members, lambda member: member.claim.recipients),
        countries=countries_of(members),
        start=time.start if time else None,
        end=time.end if time else None,
        place=place.name if place else None,
        place_country=place.country if place else None,
        geonameid=place.geonameid if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        stage=stands.stage,
        polarity=stands.polarity,
        certainty=stands.certainty,
        disputed=stands.disputed,
        deciding=anchors(stands.deciding),
        ladder=steps(members),
        denials=denials(members),
        reports=sources.reports,
        origins=sources.origins,
        speakers=len(sources.speakers),
        named=sources.named,
        first=min(days, default=None),
        last=max(days, default=None),
        credibility=credibility(members, stands),
        deaths=toll(members, "deaths"),
        injuries=toll(members, "injuries"),
        estimates=estimates(members),
        cautions=tuple(sorted({caution for member in members for caution in member.cautions})),
        claims=anchors(members),
    )


def _same_time(member: Told, stands: Standing) -> bool:
    """Whether a claim is of the same side of the act as its present stage: before it, or the act itself."""
    if member.claim.polarity != stands.polarity or "halted" in (member.claim.stage, stands.stage):
        return False
    return (member.claim.stage in BEFOREHAND) == (stands.stage in BEFOREHAND)
