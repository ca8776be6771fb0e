"""An event as one plain line in the words of its most telling claim; what is planned is never worded as done."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.linking.circumstances import is_described, kind_of
from onrecord.linking.event import Told
from onrecord.linking.ladder import Standing
from onrecord.linking.wording import act, clean, listed, names, standing_of

_MOST = 3  # actors that fit on the line


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

    Where as much is told, claims that decide the present stage go before others, and then such as name the
    parties, and tell the manner of the act.
    """
    deciding = {member.anchor for member in standing.deciding}
    mode = kind_of(told).mode

    def order(member: Told) -> tuple[bool, int, bool, int, int]:
        claim = member.claim
        named = [party for party in claim.recipients if not is_described(party)]
        full = bool(claim.actors) + 2 * bool(claim.recipients)
        quality = bool(named) + any(not is_described(party) for party in claim.actors)
        quality += mode is not None and claim.mode == mode
        return (
            claim.polarity == standing.polarity,
            full,
            member.anchor in deciding,
            quality,
            -(claim.trigger.start // 400),  # within the same few sentences the lead is no better than the next one
        )

    best = max(map(order, told))
    alike = [member for member in told if order(member) == best]
    last = max(member.document.published or "" for member in alike)
    return min((m for m in alike if (m.document.published or "") == last), key=lambda m: m.anchor)
