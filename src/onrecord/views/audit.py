"""An audit as people read and print it: the claim to be judged, and how right each field was found to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.ledger.duty_model import AUDIT_FIELDS, Audit, AuditField, Sampled, Verdict, VerdictValue
from onrecord.ledger.model import StoredClaim
from onrecord.records import Claim, Party, Span
from onrecord.views.precision import Kappa, Part, Share, agreement, share
from onrecord.views.wording import clean, counted, date, name_link, publisher

QUESTIONS: Mapping[AuditField, str] = {
    "event": "Do the marked words tell of an act between parties, at whatever stage?",
    "type": "Is this the type of the act itself, even where it is only threatened or planned?",
    "stage": "Is this how far the passage says the act has gone?",
    "polarity": "Is the act affirmed, or denied, as said here?",
    "certainty": "Is this how sure the nearest source is?",
    "actors": "Are these all who do it, and nobody else?",
    "recipients": "Are these all whom it is done to, and nobody else?",
    "source": "Is this who says so in the last instance?",
    "time": "Is this when the act is, or is to be? Empty is right where the text does not say.",
    "place": "Is this where the act is, or is to be? Empty is right where the text does not say.",
}
"""What the judge of each field is asked."""

WHOLE = "all fields"
"""The name of the last line of a report: the event and all of its fields right."""

CONTEXT = 600
"""Characters of the text on each side of the passage that a judge is shown: some three sentences."""


def field_values(stored: StoredClaim) -> dict[AuditField, str]:
    """What the claim says of each field, in words; empty where it says nothing."""
    claim = stored.claim
    place = claim.place
    where = ", ".join(part for part in (clean(place.name), place.country or "") if part) if place else ""
    nearest = claim.attribution[-1] if len(claim.attribution) > 1 else None
    source = name_link(nearest) if nearest else f"{publisher(claim.attribution, stored.document)} (its own voice)"
    return {
        "event": clean(claim.trigger.text),
        "type": claim.type + (f" ({claim.mode})" if claim.mode else ""),
        "stage": claim.stage,
        "polarity": claim.polarity,
        "certainty": claim.certainty,
        "actors": _names(claim.actors),
        "recipients": _names(claim.recipients),
        "source": source,
        "time": date(claim),
        "place": where,
    }


def _names(parties: Sequence[Party]) -> str:
    return "; ".join(clean(party.name or party.span.text) for party in parties)


def around(sampled: Sampled) -> tuple[str, Claim, str] | None:
    """The text before the claim's passage, the claim, the text behind: so much as a judge needs."""
    if sampled.claim is None:
        return None
    passage: Span = sampled.claim.claim.sentence
    start, end = max(0, passage.start - CONTEXT), min(len(sampled.text), passage.end + CONTEXT)
    before, after = sampled.text[start : passage.start], sampled.text[passage.end : end]
    if start:
        before = "… " + before.split(" ", 1)[-1]
    if end < len(sampled.text):
        after = after.rsplit(" ", 1)[0] + " …"
    return before, sampled.claim.claim, after


@dataclass(frozen=True, slots=True)
class Line:
    """What an audit found of one field.

    `right`, `wrong` and `unsure` count claims, `share` is the estimated precision with its interval (nothing where
    no claim counts). `worst` and `best` are that share where all that people were unsure of is wrong, or right.
    """

    field: str
    right: int
    wrong: int
    unsure: int
    share: Share | None
    worst: float | None
    best: float | None

    @property
    def number(self) -> int:
        """How many claims the share rests on."""
        return self.right + self.wrong


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two judges agree on a field."""

    field: str
    one: str
    other: str
    kappa: Kappa


@dataclass(frozen=True, slots=True)
class Report:
    """What an audit comes to; `judged` are the claims judged to be events or none, `gone` those taken out since."""

    audit: Audit
    judges: tuple[str, ...]
    judged: int
    gone: int
    last: str
    lines: tuple[Line, ...]
    agreements: tuple[Agreement, ...]


def report(audit: Audit, sample: Sequence[Sampled], verdicts: Iterable[Verdict], judge: str | None = None) -> Report:
    """Sum up what was judged; by one judge alone where `judge` names one.

    A field of what is no event is neither right nor wrong and does not count. Where two judges differ on a field,
    it counts as unsure, and unsure answers count neither as right nor as wrong.
    """
    said = [one for one in verdicts if judge is None or one.author == judge]
    answers: defaultdict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    for one in said:
        answers[one.position, one.field][one.author] = one.verdict
    agreed: dict[tuple[int, str], VerdictValue] = {}
    for key, given in answers.items():
        values = set(given.values())
        agreed[key] = values.pop() if len(values) == 1 else "unsure"  # type: ignore[assignment]
    strata = {one.position: one.stratum for one in sample}
    for position in strata:
        if agreed.get((position, "event")) == "wrong":
            agreed[position, WHOLE] = "wrong"
            continue
        own = [agreed.get((position, field)) for field in AUDIT_FIELDS]
        if "wrong" in own:
            agreed[position, WHOLE] = "wrong"
        elif None not in own:
            agreed[position, WHOLE] = "unsure" if "unsure" in own else "right"
    judges = tuple(sorted({one.author for one in said}))
    return Report(
        audit,
        judges,
        sum((position, "event") in agreed for position in strata),
        sum(one.claim is None for one in sample),
        max((one.at for one in said), default=""),
        tuple(_line(audit, strata, agreed, field) for field in (*AUDIT_FIELDS, WHOLE)),
        tuple(_agreements(answers, judges)),
    )


def _line(audit: Audit, strata: Mapping[int, str], agreed: Mapping[tuple[int, str], str], field: str) -> Line:
    found: dict[str, dict[str, int]] = {
        name: {"judged": 0, "right": 0, "wrong": 0, "unsure": 0} for name in audit.strata
    }
    for position, stratum in strata.items():
        verdict = agreed.get((position, field))
        no_event = agreed.get((position, "event")) == "wrong" and field not in ("event", WHOLE)
        if no_event:
            found[stratum]["judged"] += 1  # it was looked at, and has no such field
        elif verdict is not None:
            found[stratum]["judged"] += 1
            found[stratum][verdict] += 1

    def parts(more_right: bool | None) -> list[Part]:
        return [
            Part(
                audit.strata[name].population, one["judged"],
                one["right"] + one["wrong"] + (0 if more_right is None else one["unsure"]),
                one["right"] + (one["unsure"] if more_right else 0),
            )
            for name, one in found.items()
        ]  # fmt: skip

    worst, best = share(parts(False)), share(parts(True))
    total = {name: sum(one[name] for one in found.values()) for name in ("right", "wrong", "unsure")}
    return Line(
        field,
        **total,
        share=share(parts(None)),
        worst=worst.value if worst else None,
        best=best.value if best else None,
    )


def _agreements(answers: Mapping[tuple[int, str], Mapping[str, str]], judges: Sequence[str]) -> Iterator[Agreement]:
    for one, other in combinations(judges, 2):
        for field in AUDIT_FIELDS:
            both = [
                (given[one], given[other])
                for (_, name), given in sorted(answers.items())
                if name == field and one in given and other in given
            ]
            found = agreement(both)
            if found is not None:
                yield Agreement(field, one, other, found)


def next_place(sample: Sequence[Sampled], verdicts: Iterable[Verdict], judge: str) -> int | None:
    """The first place of a sample that a judge has not finished: nothing where all are."""
    done: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for one in verdicts:
        if one.author == judge:
            done[one.position][one.field] = one.verdict
    for place in sample:
        if place.claim is not None and open_fields(done[place.position]):
            return place.position
    return None


def open_fields(said: Mapping[str, str]) -> tuple[AuditField, ...]:
    """The fields of a claim that are still to be judged; none is where it is no event."""
    if said.get("event") == "wrong":
        return ()
    return tuple(field for field in AUDIT_FIELDS if field not in said)


def design(audit: Audit) -> str:
    """How the sample was drawn, in words."""
    of = f"{audit.drawn:,} of {counted(audit.population, 'claim')}"
    if audit.design == "simple":
        return f"simple random sample without replacement, {of}"
    return f"random sample stratified by {audit.design} ({len(audit.strata)} strata, sampled in proportion), {of}"
