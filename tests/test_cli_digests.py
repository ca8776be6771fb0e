"""Parties and the graph of relays answer from what was kept of each document, as they would from all readings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli_samples import Command, runner
from ledger_samples import extractions
from linked_samples import Likeness, Numbers, summarise
from onrecord.ledger import Ledger
from onrecord.linking.linker import Linker
from onrecord.linking.model import Anchor, Report
from onrecord.linking.origins.graph import Relayed, relay_graph, relayed_by
from onrecord.linking.parties.register import register
from onrecord.linking.parties.sightings import Sighting, sightings
from onrecord.records import Document, Extraction

QUESTIONS = (
    ("party", "Mexico", "--json"),
    ("party", "Mexico"),
    ("party", "Claudia Sheinbaum", "--json"),
    ("party", "CIA", "--json"),
    ("party", "Trump", "--json"),
    ("graph", "--json"),
    ("graph",),
)
MOMENTS = ((), ("--as-of", "2020-01-01"), ("--as-of", "2100-01-01"), ("--reported-until", "2025-03-10"))


class FromAll:
    """What one document brings, put together from its reading by the functions that digests are made with."""

    def __init__(self, report: Report) -> None:
        self.sightings: tuple[Sighting, ...] = sightings(report)
        self.relayed: Relayed = relayed_by(report)


def from_all(ledger: Ledger) -> tuple[FromAll, ...]:
    return tuple(FromAll(Report(stored.document, stored.extraction)) for stored in ledger.extractions())


def test_commands_answer_as_from_all_readings(
    story: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    command: Command = runner(capsys)
    asked = [(*question, *moment, "--ledger", story) for question in QUESTIONS for moment in MOMENTS]
    with monkeypatch.context() as without:
        without.setattr(Ledger, "extractions", few_extractions(Ledger.extractions))
        found = [command(*arguments) for arguments in asked]
    monkeypatch.setattr(Ledger, "digests", from_all)
    for arguments, answer in zip(asked, found, strict=True):
        assert command(*arguments) == answer, arguments
    assert any(answer.status == 0 and len(answer.out) > 1000 for answer in found)


def few_extractions(all_of: object) -> object:
    """Extractions as the ledger gives them, but never all: only some documents may be asked for."""

    def asked(ledger: Ledger, *arguments: object, of: object = None, **more: object) -> object:
        assert of is not None, "all extractions of the ledger were read"
        return all_of(ledger, *arguments, of=of, **more)  # type: ignore[operator]

    return asked


def ticking() -> Iterator[datetime]:
    at = datetime(2025, 4, 1, tzinfo=UTC)
    while True:
        yield at
        at += timedelta(minutes=1)


class NoMembers(Likeness):
    """A relation that no document has a member of: linking only takes note of what documents bring."""

    def sketches(self, report: Report) -> Iterator[tuple[Anchor, Numbers]]:
        return iter(())


@given(st.lists(st.lists(extractions(), max_size=3), max_size=3))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_was_read_is_told_as_from_all_readings(
    tmp_path_factory: pytest.TempPathFactory, made: list[list[tuple[Document, Extraction]]]
) -> None:
    path = tmp_path_factory.mktemp("ledger") / "onrecord.db"
    clock = ticking()
    with Ledger(path, clock=lambda: next(clock)) as ledger:
        for n, portion in enumerate(made):
            for of, found in portion:
                ledger.add(of, found, str(n))
            if n != 1:  # what is not linked yet has no digest that is kept
                ledger.link(Linker((NoMembers("story"),), summarise))
    for as_of in (None, "2025-03-01", "2025-04-01T00:02", "2025-04-01T00:04", "2025-04-02"):
        for until in (None, "2025-01-31"):
            with Ledger(path, as_of=as_of, reported_until=until) as ledger:
                kept, every = ledger.digests(), from_all(ledger)
            assert [one.relayed for one in kept] == [one.relayed for one in every]
            assert [one.sightings for one in kept] == [one.sightings for one in every]
            seen = [register(s for one in own for s in one.sightings) for own in (kept, every)]
            assert seen[0] == seen[1]
            assert relay_graph(one.relayed for one in kept) == relay_graph(one.relayed for one in every)
