"""Small relations over documents of numbers, and a linker of them, for the tests of linking in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from onrecord.linking.clustering import agglomerate
from onrecord.linking.event import Denial, Event, Step, Told
from onrecord.linking.linker import Linker
from onrecord.linking.model import Anchor, Constraints, Decision, Report
from onrecord.records import Claim, Document, DocumentInfo, Extraction, Link, Span
from onrecord.records.vocabulary import Polarity, Stage

Numbers = tuple[int, ...]


class Likeness:
    """Members are sets of numbers, and alike where they share enough of them."""

    common = 4
    ties = (0.3, 0.5)
    crowd = 3
    version = "1"

    def __init__(self, name: str, version: str = "1", least: float = 0.4) -> None:
        self.name = name
        self.version = version
        self._least = least

    def sketches(self, report: Report) -> Iterator[tuple[Anchor, Numbers]]:
        if self.name == "event":
            for claim in report.extraction.claims:
                anchor = Anchor(report.document.id, claim.trigger.start, claim.trigger.end)
                yield anchor, tuple(map(int, claim.trigger.text.split()))
            return
        lines = report.document.text.splitlines()
        listed = lines[:1] if self.name == "origin" else lines
        yield Anchor(report.document.id), tuple(int(n) for line in listed for n in line.split() if n.isdigit())

    def keys(self, sketch: Numbers) -> Sequence[int]:
        return sketch

    def compare(self, a: Anchor, one: Numbers, b: Anchor, other: Numbers) -> Decision | None:
        both = set(one) | set(other)
        shared = len(set(one) & set(other)) / len(both) if both else 0
        return Decision(a, b, shared, f"{self.name} {self.version}") if shared > 0.2 else None

    def group(
        self, members: Mapping[Anchor, Numbers], decisions: Sequence[Decision], constraints: Constraints
    ) -> list[list[Anchor]]:
        return agglomerate(members, {(d.a, d.b): d.score for d in decisions}, self._least, constraints)

    def pack(self, sketch: Numbers) -> bytes:
        return " ".join(map(str, sketch)).encode()

    def unpack(self, packed: bytes) -> Numbers:
        return tuple(map(int, packed.decode().split()))


def summarise(id: str, told: Sequence[Told]) -> Event:
    """A plain summary: the last claim decides; every stage that is told is a step."""
    anchors = tuple(one.anchor for one in told)
    steps: dict[tuple[Stage, Polarity], list[Told]] = {}
    for one in told:
        steps.setdefault((one.claim.stage, one.claim.polarity), []).append(one)
    dates = sorted(one.document.published for one in told if one.document.published)
    denied = tuple(one.anchor for one in told if one.claim.polarity == "affirmed")
    last = told[-1].claim
    return Event(
        id=id, sentence=" / ".join(one.claim.trigger.text for one in told), type=last.type, mode=None, contexts=(),
        actors=tuple(dict.fromkeys(party.name for one in told for party in one.claim.actors)), recipients=(),
        countries=(), start=None, end=None, place=None, place_country=None, geonameid=None, lat=None, lon=None,
        stage=last.stage, polarity=last.polarity, certainty=last.certainty, disputed=len({p for _, p in steps}) > 1,
        deciding=anchors[-1:],
        ladder=tuple(
            Step(stage, polarity, None, None, tuple(one.anchor for one in own), len(own),
                 len({one.origin for one in own}), ())
            for (stage, polarity), own in steps.items()
        ),
        denials=tuple(Denial(one.anchor, denied, "") for one in told if one.claim.polarity == "negated"),
        reports=len({one.document.id for one in told}), origins=len({one.origin for one in told}), speakers=1, named=0,
        first=dates[0] if dates else None, last=dates[-1] if dates else None, credibility=6,
        cautions=tuple(caution for one in told for caution in one.cautions), claims=anchors,
    )  # fmt: skip


def linker(version: str = "1", least: float = 0.4) -> Linker:
    return Linker(
        (Likeness("origin", version), Likeness("story", version), Likeness("event", version, least)), summarise
    )


def numbers(id: str, lines: Sequence[Sequence[int]], published: str | None = None, url: str | None = None) -> Document:
    """A document of which every line is a claim."""
    return Document(id, "\n".join(" ".join(map(str, line)) for line in lines), published=published, url=url)


def read(
    of: Document, reader: int = 1, stages: Mapping[int, Stage] | None = None, denied: Sequence[int] = ()
) -> Extraction:
    """What a reader finds: reader 1 every line; others only part of a line, and none in every so manyth line."""
    claims = []
    start = 0
    for n, line in enumerate(of.text.split("\n")):
        words = line if reader == 1 else " ".join(line.split()[: max(1, 4 - reader)])
        if line and (reader == 1 or n % reader != reader - 1):
            claims.append(_claim(of, n, Span(start, start + len(words), words), reader, stages or {}, denied))
        start += len(line) + 1
    return Extraction(DocumentInfo.of(of), tuple(claims))


def _claim(
    of: Document, n: int, trigger: Span, reader: int, stages: Mapping[int, Stage], denied: Sequence[int]
) -> Claim:
    return Claim(
        id=hashlib.sha256(f"{of.id} {of.text} {reader} {n}".encode()).hexdigest()[:16],
        trigger=trigger, sentence=trigger, type="ASSAULT", mode=None,
        contexts=(), actors=(), recipients=(), stage=stages.get(n, "planned"),
        polarity="negated" if n in denied else "affirmed", certainty="certain", factuality=1.0,
        attribution=(Link("outlet", of.source),),
    )  # fmt: skip
