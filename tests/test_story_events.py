"""The sample story as events: each of its acts is one, with its ladder; repeats add reports alone; denials dispute."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from onrecord.extraction.pipeline import Extractor
from onrecord.knowledge import Knowledge
from onrecord.linking.event import Event, Told
from onrecord.linking.model import Anchor, Report
from onrecord.linking.standard import standard_linker
from onrecord.linking.whole import link_reports
from onrecord.records import Document, DocumentInfo, decode

ROOT = Path(__file__).parent.parent
STORY = ROOT / "src/onrecord/demo/data/story.jsonl"
LABELS = ROOT / "gold/events/story.tsv"

OUTSIDE = {
    ("frontier-dispatch-0211", "flown"),
    ("sierra-post-0227", "extradition"),
    ("potomac-courier-0120", "military action"),
}
"""Labelled claims that linking leaves alone: missions near the border, what the hand-over is said not to be, and the
military action that a listing of January might be used to justify."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Events of some reports, and of which one each claim is."""

    events: Mapping[str, Event]
    of: Mapping[tuple[str, int], str]

    def named(self, labels: Mapping[tuple[str, int], str], name: str) -> Event:
        """The one event of all claims that are labelled so."""
        (id,) = {self.of[where] for where, label in labels.items() if label == name}
        return self.events[id]


@pytest.fixture(scope="module")
def extractor(knowledge: Knowledge) -> Extractor:
    return Extractor(knowledge)


@pytest.fixture(scope="module")
def documents() -> Sequence[Document]:
    return [decode(Document, json.loads(line)) for line in STORY.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def reports(extractor: Extractor, documents: Sequence[Document]) -> Sequence[Report]:
    return read(extractor, documents)


@pytest.fixture(scope="module")
def linked(reports: Sequence[Report]) -> Linked:
    return link(reports)


@pytest.fixture(scope="module")
def labels() -> Mapping[tuple[str, int], str]:
    """The act of which each claim of the story tells, those left out that tell of none other."""
    rows = [line.split("\t") for line in LABELS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {
        (document, int(start)): name
        for document, start, trigger, name in rows[1:]
        if name and (document, trigger) not in OUTSIDE
    }


def read(extractor: Extractor, documents: Iterable[Document]) -> list[Report]:
    kept = list(documents)
    return [Report(d, extraction) for d, extraction in zip(kept, extractor.extract(kept), strict=True)]


def link(reports: Sequence[Report]) -> Linked:
    """Link reports in memory, and sum their events up."""
    linker = standard_linker()
    found = link_reports(reports, linker)
    first = {document: origin.first for origin in found.origins for document in origin.documents}
    told = {
        Anchor(r.document.id, c.trigger.start, c.trigger.end): Told(
            Anchor(r.document.id, c.trigger.start, c.trigger.end), c, DocumentInfo.of(r.document), first[r.document.id]
        )
        for r in reports
        for c in r.extraction.claims
    }
    members = {e.id: [told[Anchor(c.document, c.start, c.end)] for c in e.claims] for e in found.events}
    return Linked(
        {id: linker.summarise(id, claims) for id, claims in members.items()},
        {(m.anchor.document, m.anchor.start): id for id, claims in members.items() for m in claims},
    )


def repeated(document: Document, number: int) -> Document:
    """A report as forty machines would give it again: cut at its end, under a new headline, with a word put in."""
    lines = document.text.split("\n")
    text = "\n".join(lines[: max(2, len(lines) - number % 2)])
    if number % 3 == 0:
        text = text.replace("The ", "According to reports, the ", 1)
    title = (f"Mexico: {document.title}", f"{document.title} - update {number}", " ".join(text.split()[:9]))[number % 3]
    return replace(document, id=f"repeat-{number:02}", title=title, text=text, source=f"Site {number}", url=None)


@pytest.mark.parametrize("name", ["strikes", "flights", "hand-over", "tariffs-25"])
def test_each_act_of_the_story_is_one_event(linked: Linked, labels: Mapping[tuple[str, int], str], name: str) -> None:
    event = linked.named(labels, name)
    others = {labels[where] for where, id in linked.of.items() if id == event.id and where in labels}
    assert others == {name}


@pytest.mark.parametrize(
    ("name", "ladder", "stage"),
    [
        ("strikes", ["considered", "hypothetical"], "considered"),
        ("flights", ["done", "ongoing"], "done"),
        ("hand-over", ["done"], "done"),
        ("tariffs-25", ["planned", "halted", "done", "threatened"], "halted"),
    ],
)
def test_each_has_its_ladder_and_present_stage(
    linked: Linked, labels: Mapping[tuple[str, int], str], name: str, ladder: list[str], stage: str
) -> None:
    event = linked.named(labels, name)
    assert [step.stage for step in event.ladder] == ladder
    assert {step.polarity for step in event.ladder} == {"affirmed"}
    assert (event.stage, event.polarity, event.disputed) == (stage, "affirmed", False)
    assert [step.first for step in event.ladder] == sorted(step.first or "" for step in event.ladder)


def test_an_event_names_who_acts_and_on_whom(linked: Linked, labels: Mapping[tuple[str, int], str]) -> None:
    strikes, tariffs = linked.named(labels, "strikes"), linked.named(labels, "tariffs-25")
    assert "drug cartels" in strikes.recipients
    assert "Canada" not in tariffs.actors
    hand_over = linked.named(labels, "hand-over")
    assert hand_over.actors == ("Mexico",)
    assert (hand_over.start, hand_over.end) == ("2025-02-27", "2025-02-27")


def test_tariffs_on_other_goods_or_in_answer_are_other_events(
    linked: Linked, labels: Mapping[tuple[str, int], str]
) -> None:
    names = ("tariffs-25", "cars", "steel", "reciprocal")
    assert len({linked.named(labels, name).id for name in names}) == len(names)
    retaliation = {linked.of[where] for where, label in labels.items() if label == "canada-retaliates"}
    assert linked.named(labels, "tariffs-25").id not in retaliation


@pytest.mark.parametrize(("repeat", "name"), [("sierra-post-0409", "strikes"), ("meridian-wire-0304", "tariffs-25")])
def test_forty_repeats_of_a_report_are_forty_reports_more_and_no_origin(
    extractor: Extractor,
    reports: Sequence[Report],
    linked: Linked,
    labels: Mapping[tuple[str, int], str],
    repeat: str,
    name: str,
) -> None:
    report = next(r.document for r in reports if r.document.id == repeat)
    more = read(extractor, (repeated(report, number) for number in range(40)))
    before, after = linked.named(labels, name), link([*reports, *more]).named(labels, name)
    assert after.reports == before.reports + 40
    assert after.origins == before.origins
    assert (after.stage, after.disputed) == (before.stage, before.disputed)


def test_a_denial_makes_an_event_disputed(
    extractor: Extractor, reports: Sequence[Report], labels: Mapping[tuple[str, int], str]
) -> None:
    denial = Document(
        id="capital-brief-0410",
        title="White House denies that it weighs drone strikes in Mexico",
        text="The White House denied on Thursday that the United States is considering drone strikes on drug cartels "
        "in Mexico.\nA spokeswoman said that the reports of this week were wrong.",
        published="2025-04-10",
        source="Capital Brief",
    )
    after = link([*reports, *read(extractor, [denial])]).named(labels, "strikes")
    assert after.disputed
    assert after.stage == "considered"
    (found,) = after.denials
    assert found.claim.document == denial.id
    assert len(found.denied) >= 3
    assert any(step.polarity == "negated" for step in after.ladder)
