"""The credibility of an event as the Admiralty code grades information, from who confirms and who contradicts alone.

The digit (NATO AJP-2.1, annex on grading) is given by this rule and by nothing else, never by tone or by what
is likely in itself. Counted are sources that have neither origin nor ultimate speaker in common:

    1  confirmed            three or more affirm, one of them with a name, none contradicts
    2  probably true        two affirm, one of them with a name, none contradicts
    3  possibly true        some contradict, and more affirm
    4  doubtful             as many contradict as affirm
    5  improbable           more contradict than affirm
    6  cannot be judged     one source alone, or only people without names (who may be the same ones)

All denials by those who are said to act count as one. For an event whose present standing is a denial, those
who deny are the ones that affirm it.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.linking.event import Told
from onrecord.linking.independence import independent, is_named
from onrecord.linking.ladder import Standing, independent_denials

UNKNOWN = 6
"""The digit where there is nothing to go by."""


def credibility(told: Sequence[Told], standing: Standing) -> int:
    """The digit of the Admiralty code for where an event stands; `told` are all its claims."""
    certain = ("certain", "probable")
    carrying = [
        member
        for member in told
        if (member.claim.stage, member.claim.polarity) == (standing.stage, standing.polarity)
        and member.claim.certainty in certain
    ]
    for_it = independent(carrying or standing.deciding)
    against = independent_denials(standing.against, standing.deciding)
    if not any(map(is_named, carrying)):
        return UNKNOWN
    if against:
        return 3 if for_it > against else 4 if for_it == against else 5
    return 1 if for_it >= 3 else 2 if for_it == 2 else UNKNOWN
