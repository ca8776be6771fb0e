"""The ladder of an event: which stages it is reported to have reached, and where it stands now.

**Steps.** Each claim stands in exactly one step, that of its stage and polarity. Steps come in the order of their
first reports, on one day in that of `LADDER`, undated ones last. Nothing is averaged or left out: what
contradicts stands side by side.

**The present stage** is where an editor would say that things stand. "Independent" counts claims that have
neither origin nor ultimate speaker in common (`independence.py`).

1. Claims that the press itself has retracted decide nothing while there are others.
2. A stage that is *stated* goes before one that is only `demanded`, and this one before a `hypothetical` one.
   A claim that is certain or probable goes before one that is only possible or unknown.
   A report that tells an act as still to come does not tell that it was done by naming it besides ("the summit").
3. A speaker's own later word replaces an earlier one of the other polarity.
4. Stated, affirmed claims are read by days: the day of the report, or the day of the act itself where an act
   that is over (`done`, `attempted`, `halted`) is told with a date before its report. Undated ones come first.
   - What a later page repeats word for word of a report counts as of the day of the report.
   - The ladder is climbed: `threatened`, `considered`, `planned`, `attempted`, `ongoing`, `done`. What a later
     report tells of a lower stage is background, or the word of a straggler, and moves nothing.
   - `halted` stands over whatever came before it, and over the rest of its own day. It is left again by a claim
     of a later day that tells of a time at or after the halt, or when two independent sources of later days
     tell of another stage. A halt without a date gives way to whatever has one.
   - Of an act that lasts (`LASTING`), the later of `ongoing` and `done` stands, on one day `ongoing`: tariffs that
     were imposed are in force.
5. A stage from `planned` to `done` is outvoted where at least two
   independent others, and more than tell it, tell a lower stage on the day of its last report or later. Then the
   event stands where these say, and is disputed.
6. Polarity. A denial (`denials.py`) makes the event disputed where its speaker is another than those who affirm.
   It turns the present polarity only where at least two independent sources deny and they are more than those who
   affirm; all denials by those who are said to act count as one, and fall when that side admits it later. What was
   only threatened, weighed, planned or under way is dropped, without dispute, where two independent sources say so
   after the last report of it.
7. Where nobody affirms, the latest denial is the present stage, as what it is.

**Disputed** is an event, beside 5 and 6, where sources differ on the stage in a way that time cannot explain: others
say that the attempt failed when it is told as done; on one day an act that does not last is both done and
called off; others expect what is told as done, if it does not last, for a day after its last report.

**Deciding** are the claims that carry the present stage since it was reached. The **certainty** is that of most of
the independent sources among them, the lesser one where as many say the one and the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from onrecord.extraction.phrasing import FORMS
from onrecord.linking.denials import BEFOREHAND, contradicts, deniers_of
from onrecord.linking.event import Step, Told
from onrecord.linking.independence import SpeakerKey, independent, is_named, labelled, reported, speaker_key, speaks_for
from onrecord.linking.model import Anchor
from onrecord.linking.origins.speakers import independent_sources
from onrecord.records import Claim
from onrecord.records.vocabulary import Certainty, EventType, Polarity, Stage

LADDER: Final[tuple[Stage, ...]] = (
    "hypothetical", "demanded", "threatened", "considered", "planned", "attempted", "ongoing", "done", "halted",
)  # fmt: skip
"""The stages in the order in which an act goes through them; the first two are never climbed to."""

LASTING: Final[frozenset[EventType]] = frozenset({"SANCTION", "MOBILIZE", "COERCE", "AID", "PROTEST"})
"""Types of acts that go on once they are done: tariffs, deployments, occupations, aid."""

_SURE: Final[tuple[Certainty, ...]] = ("unknown", "possible", "probable", "certain")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an event stands now, which claims decide it, and which contradict it."""

    stage: Stage
    polarity: Polarity
    certainty: Certainty
    disputed: bool
    deciding: tuple[Told, ...]
    against: tuple[Told, ...] = ()


def steps(told: Iterable[Told]) -> tuple[Step, ...]:
    """The steps of the ladder, each with the claims that carry it."""
    grouped: dict[tuple[Stage, Polarity], list[Told]] = {}
    for member in sorted(told, key=lambda member: (reported(member) or "~", member.anchor)):
        grouped.setdefault((member.claim.stage, member.claim.polarity), []).append(member)
    made = [_step(stage, polarity, members) for (stage, polarity), members in grouped.items()]
    return tuple(sorted(made, key=lambda step: (step.first or "~", LADDER.index(step.stage), step.polarity)))


def _step(stage: Stage, polarity: Polarity, members: Sequence[Told]) -> Step:
    days = [day for day in map(reported, members) if day]
    sources = independent_sources(members)
    return Step(
        stage,
        polarity,
        min(days, default=None),
        max(days, default=None),
        anchors(members),
        sources.reports,
        sources.origins,
        tuple(dict.fromkeys(map(labelled, sources.speakers or (None,)))),
    )


def standing(told: Iterable[Told]) -> Standing:
    """Where the event of all of `told`, at least one, stands now; the rule is that of the module's docstring."""
    ordered = _as_first_told(sorted(told, key=lambda member: member.anchor))
    heard = [member for member in ordered if not is_retracted(member)] or ordered
    stated = [member for member in heard if member.claim.stage not in ("demanded", "hypothetical")]
    if not stated:
        return _unstated(heard)
    affirmed = _told_of(_firm([member for member in stated if member.claim.polarity == "affirmed"]))
    negated = _firm([member for member in stated if member.claim.polarity == "negated"])
    if affirmed and negated and not _sure(negated[0]):  # a doubt is no denial
        negated = []
    affirmed, negated = _last_words(affirmed, negated), _last_words(negated, affirmed)
    if not affirmed:
        return _denied(negated)
    reached = _reach(affirmed)
    return _weigh(reached, _not_admitted(reached.carriers, deniers_of(reached.carriers, negated)))


def _as_first_told(members: Sequence[Told]) -> list[Told]:
    """What is repeated word for word of one report, dated as it was told first: a reprint tells nothing later."""
    first: dict[tuple[str, Stage, str], Told] = {}
    for member in sorted(members, key=lambda member: (reported(member) or "~", member.anchor)):
        first.setdefault(_wording(member), member)
    return [_dated_as(member, first[_wording(member)]) for member in members]


def _wording(member: Told) -> tuple[str, Stage, str]:
    return member.origin, member.claim.stage, " ".join(member.claim.sentence.text.split())


def _dated_as(member: Told, first: Told) -> Told:
    if reported(member) == reported(first) or member.claim.trigger.text != first.claim.trigger.text:
        return member
    return replace(
        member,
        claim=replace(member.claim, time=first.claim.time),
        document=replace(member.document, published=first.document.published),
    )


def is_retracted(member: Told) -> bool:
    """Whether the press itself has taken a passage back."""
    return any(caution.startswith("retracted") for caution in member.cautions)


def _unstated(heard: Sequence[Told]) -> Standing:
    stage: Stage = "demanded" if any(m.claim.stage == "demanded" for m in heard) else "hypothetical"
    members = [m for m in heard if m.claim.stage == stage]
    kept = [m for m in members if m.claim.polarity == "affirmed"] or members
    return Standing(stage, kept[0].claim.polarity, _certainty(kept), False, tuple(kept))


def _sure(member: Told) -> bool:
    return member.claim.certainty in ("certain", "probable")


def _firm(members: list[Told]) -> list[Told]:
    return [member for member in members if _sure(member)] or members


def _told_of(members: list[Told]) -> list[Told]:
    """Leave out what a report only names, without a date that is past, where it tells of it as still to come."""
    ahead = {member.origin for member in members if member.claim.stage in BEFOREHAND}
    return [
        m for m in members if not (m.origin in ahead and _only_names(m.claim) and not "" < _begins(m) <= reported(m))
    ]


def _only_names(claim: Claim) -> bool:
    """Whether an act is told as done by nothing but its name: no tense, no word that says so."""
    reasons = claim.why.get("stage", ())
    return claim.stage == "done" and len(reasons) == 1 and reasons[0].rule == FORMS["bare noun"]


def _last_words(members: list[Told], others: Iterable[Told]) -> list[Told]:
    """Leave out what its own speaker has since said the contrary of; the unnamed cannot be held to their words."""
    words: dict[SpeakerKey, list[Told]] = {}
    for other in others:
        if is_named(other):
            words.setdefault(speaker_key(other), []).append(other)
    return [m for m in members if not (words and is_named(m) and _taken_back(m, words.get(speaker_key(m), ())))]


def _taken_back(member: Told, own: Iterable[Told]) -> bool:
    """Whether one of a speaker's own words of later days says the contrary of a claim."""
    day = reported(member)
    later = [other for other in own if day and reported(other) > day]
    return any(contradicts(member, other) or contradicts(other, member) for other in later)


def _not_admitted(members: Sequence[Told], against: Sequence[Told]) -> list[Told]:
    """Leave out what those who are said to act denied before they admitted it."""
    actors = [party for member in members for party in member.claim.actors]
    admitted = max((reported(member) for member in members if speaks_for(member, actors)), default="")
    return [no for no in against if not (speaks_for(no, actors) and "" != reported(no) < admitted)]


def _denied(negated: Sequence[Told]) -> Standing:
    latest = max(negated, key=lambda member: (reported(member), LADDER.index(member.claim.stage)))
    members = tuple(member for member in negated if member.claim.stage == latest.claim.stage)
    return Standing(latest.claim.stage, "negated", _certainty(members), False, members)


@dataclass(frozen=True, slots=True)
class _Reached:
    """How far the ladder was climbed: the stage, since which day, on whose word."""

    stage: Stage
    since: str
    carriers: tuple[Told, ...]
    disputed: bool = False


def _reach(affirmed: Sequence[Told]) -> _Reached:
    """How far affirmed claims climb, once those are outvoted whom more and later ones contradict."""
    reached = _climb(affirmed)
    if reached.stage not in ("planned", "attempted", "ongoing", "done"):
        return reached
    rivals = _apart([m for m in affirmed if _height([m]) < _height(reached.carriers)], reached.carriers)
    last = max(map(reported, reached.carriers))
    late = [member for member in rivals if reported(member) >= last]
    if independent(late) >= 2 and independent(late) > independent(reached.carriers):
        gone = {member.anchor for member in reached.carriers}
        lower = _reach([member for member in affirmed if member.anchor not in gone])
        return _Reached(lower.stage, lower.since, lower.carriers, True)
    first = min(map(reported, reached.carriers))
    if reached.stage == "planned":
        return reached
    failed = any(m.claim.stage == "attempted" and reported(m) >= first for m in rivals)
    expected = not _lasts(reached.carriers) and any(last and _begins(m) > last for m in late)
    disputed = reached.disputed or failed or expected
    return _Reached(reached.stage, reached.since, reached.carriers, disputed)


def _rung(member: Told) -> int:
    return LADDER.index(member.claim.stage)


def _apart(members: Iterable[Told], others: Sequence[Told]) -> list[Told]:
    """Those who share neither origin nor speaker with one of the others."""
    origins, speakers = {m.origin for m in others}, {speaker_key(m) for m in others}
    return [m for m in members if m.origin not in origins and speaker_key(m) not in speakers]


def _lasts(members: Iterable[Told]) -> bool:
    return all(member.claim.type in LASTING for member in members)


def _begins(member: Told) -> str:
    return (member.claim.time.start or "")[:10] if member.claim.time else ""


def _day(member: Told) -> str:
    """The day at which a claim stands in the story: that of its report, or an earlier one on which the act was over."""
    day, time = reported(member), member.claim.time
    if time is None or member.claim.stage not in ("done", "attempted", "halted"):
        return day
    over = (time.end or time.start or "")[:10]
    return min(day, over) if day and over else day or over


def _climb(affirmed: Sequence[Told]) -> _Reached:
    """Read affirmed claims day by day, on one day from the lowest stage to the highest."""
    turns: dict[tuple[str, int], list[Told]] = {}
    for member in affirmed:
        turns.setdefault((_day(member), _turn(member)), []).append(member)
    reached: _Reached | None = None
    after: list[Told] = []  # what later days than that of the halt tell of other stages
    for (day, _), members in sorted(turns.items()):
        stage = members[0].claim.stage
        if reached is None:
            reached = _Reached(stage, day, tuple(members))
        elif stage == "halted":
            reached = _halt(reached, day, members)
            after = []
        elif reached.stage == "halted":
            after += members
            reached = _resume(reached, after)
        elif stage == reached.stage:
            reached = _Reached(stage, reached.since, reached.carriers + tuple(members), reached.disputed)
        elif _height(members) >= _height(reached.carriers):
            reached = _Reached(stage, day, tuple(members))
    assert reached is not None  # there is one claim at least
    return reached


def _turn(member: Told) -> int:
    """The place of a claim among those of its day: what goes on once it is done comes after what is done."""
    last = LADDER.index("halted")
    goes_on = member.claim.stage == "ongoing" and member.claim.type in LASTING
    return last if goes_on else _rung(member) + (member.claim.stage == "halted")


def _height(members: Sequence[Told]) -> int:
    """How high claims of one stage stand on the ladder; an act that lasts is done as long as it goes on."""
    return LADDER.index("done") if members[0].claim.stage == "ongoing" and _lasts(members) else _rung(members[0])


def _halt(reached: _Reached, day: str, members: Sequence[Told]) -> _Reached:
    """The state after claims that the act was stopped."""
    if reached.stage == "halted":
        return _Reached("halted", day, reached.carriers + tuple(members), reached.disputed)
    halted = _Reached("halted", day, tuple(members))
    same_day = reached.stage == "done" and reached.since == day and day != "" and not _lasts(reached.carriers)
    if not same_day or not _apart(members, reached.carriers):
        return halted
    stays = independent(reached.carriers) > independent(members)
    return _Reached("done", day, reached.carriers, True) if stays else _Reached("halted", day, tuple(members), True)


def _resume(halted: _Reached, later: Sequence[Told]) -> _Reached:
    """The state after claims of later days than the halt that tell of another stage."""
    dated = [member for member in later if _begins(member) >= halted.since]
    if halted.since and not dated and independent(later) < 2:
        return halted
    return _climb(dated or later)


def _weigh(reached: _Reached, against: Sequence[Told]) -> Standing:
    """Set denials against those who affirm."""
    members = reached.carriers
    certainty = _certainty(members)
    if not against:
        return Standing(reached.stage, "affirmed", certainty, reached.disputed, members)
    last = max(map(reported, members))
    since = [member for member in against if last and reported(member) > last]
    weight = independent_denials(since, members)
    if reached.stage in (*BEFOREHAND, "ongoing") and weight >= 2:
        return _turned(since, members, disputed=False)
    weight = independent_denials(against, members)
    if weight >= 2 and weight > independent(members):
        return _turned(against, members, disputed=True)
    speakers = {speaker_key(member) for member in members}
    differ = any(speaker_key(member) not in speakers or len(speakers) > 1 for member in against)
    return Standing(reached.stage, "affirmed", certainty, reached.disputed or differ, members, tuple(against))


def _turned(against: Sequence[Told], members: tuple[Told, ...], disputed: bool) -> Standing:
    denied = _denied(against)
    return Standing(denied.stage, "negated", denied.certainty, disputed, denied.deciding, members)


def independent_denials(against: Iterable[Told], affirmed: Iterable[Told]) -> int:
    """How many independent sources deny; all who are themselves said to act count as one, since they are a party."""
    actors = [party for member in affirmed for party in member.claim.actors]
    own: list[Told] = []
    others: list[Told] = []
    for member in against:
        (own if speaks_for(member, actors) else others).append(member)
    return independent(others) + bool(own)


def _certainty(members: Sequence[Told]) -> Certainty:
    """What most independent sources say; the lesser certainty where as many say the one and the other."""
    support = {sure: independent(m for m in members if m.claim.certainty == sure) for sure in _SURE}
    return max(_SURE, key=lambda sure: (support[sure], -_SURE.index(sure)))


def anchors(members: Iterable[Told]) -> tuple[Anchor, ...]:
    """Where claims stand, in their order."""
    return tuple(sorted(member.anchor for member in members))
