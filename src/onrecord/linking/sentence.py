"""An event as one plain line in the words of its most telling claim; what is planned is never worded as done."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.linking.circumstances import is_described, kind_of, plain
from onrecord.linking.event import Told
from onrecord.linking.ladder import Standing
from onrecord.linking.wording import act, clean, listed, names, standing_of
from onrecord.records import Party

_MOST = 3  # actors that fit on the line
_LEAD = 400  # characters within which an article's beginning is all lead, and no sentence better than the next one


def sentence_of(told: Sequence[Told], standing: Standing, actors: Sequence[str]) -> str:
    """`Trump administration · considered · drone strikes on drug cartels`.

    Who and what are those of the claim that tells most; `actors` stand in where it names none. The standing is
    the present one of the event, whatever that claim says, and tells when it is disputed.
    """
    chosen = telling(told, standing)
    who = names(tuple(party for party in chosen.claim.actors if not is_described(party)))
    who = who or listed(list(actors[:_MOST])) or names(chosen.claim.actors)
    stands = standing_of(standing.stage, standing.polarity, standing.certainty)
    if standing.disputed:
        stands += ", disputed"
    return " · ".join(part for part in (who, stands, clean(act(chosen.claim))) if part)


def telling(told: Sequence[Told], standing: Standing) -> Told:
    """The claim to show an event by: of the present polarity, with the fullest parties, in the lead, the latest.

    Where as much is told, claims that decide the present stage go before others, and then such whose parties most
    reports tell of, by name, and which tell the manner of the act.
    """
    deciding = {member.anchor for member in standing.deciding}
    mode = kind_of(told).mode
    origins: dict[str, set[str]] = {}
    for member in told:
        for party in (*member.claim.actors, *member.claim.recipients):
            origins.setdefault(plain(party.name), set()).add(member.origin)

    def known(parties: Sequence[Party]) -> int:
        """How many origins tell of the party that most tell of; a name counts more than a description."""
        return max((2 * len(origins[plain(p.name)]) + (not is_described(p)) for p in parties), default=0)

    def order(member: Told) -> tuple[bool, int, bool, int, int]:
        claim = member.claim
        return (
            claim.polarity == standing.polarity,
            bool(claim.actors) + 2 * bool(claim.recipients),
            member.anchor in deciding,
            known(claim.actors) + known(claim.recipients) + (mode is not None and claim.mode == mode),
            -(claim.trigger.start // _LEAD),
        )

    best = max(map(order, told))
    alike = [member for member in told if order(member) == best]
    last = max(member.document.published or "" for member in alike)
    return min((m for m in alike if (m.document.published or "") == last), key=lambda m: m.anchor)
