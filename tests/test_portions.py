"""Portions: a page of a question holds what the whole answer holds at that place, and how long the whole is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linked_samples import linker, numbers, read, summarise
from onrecord.ledger import ClaimFilter, EventFilter, Ledger


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("portions") / "onrecord.db"
    with Ledger(path) as ledger:
        for n in range(7):
            lines = [[10 * n, 10 * n + 1], [7, 8, 9]] if n % 2 else [[10 * n, 10 * n + 1]]
            of = numbers(f"d{n}", lines, published=f"2025-04-0{n + 1}")
            ledger.add(of, read(of), "1")
        ledger.link(linker())
    return path


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(limit=st.integers(1, 12), offset=st.integers(0, 12))
def test_a_portion_is_a_part_of_the_whole(path: Path, limit: int, offset: int) -> None:
    with Ledger(path) as ledger:
        for whole, portion in (
            (list(ledger.events()), ledger.some_events(None, limit, offset)),
            (list(ledger.claims()), ledger.some_claims(None, limit, offset)),
            (list(ledger.documents()), ledger.some_documents(limit, offset)),
        ):
            assert list(portion.items) == whole[offset : offset + limit]
            assert (portion.total, portion.offset) == (len(whole), offset)


def test_a_portion_takes_the_filters_of_the_whole(path: Path) -> None:
    with Ledger(path) as ledger:
        wanted = ClaimFilter(types=("ASSAULT",), documents=("d3",))
        assert ledger.some_claims(wanted).items == tuple(ledger.claims(wanted))
        chosen = EventFilter(documents=("d3",))
        assert ledger.some_events(chosen).items == tuple(ledger.events(chosen))
        assert 0 < ledger.some_events(chosen).total <= ledger.some_events().total


def test_a_portion_knows_what_was_reported_by_a_day(path: Path) -> None:
    with Ledger(path, reported_until="2025-04-03", summarise=summarise) as ledger:
        assert ledger.some_events().items == tuple(ledger.events())
        assert ledger.some_claims().total == len(list(ledger.claims())) < 10
        assert ledger.some_documents().total == 3


def test_every_change_has_a_moment_of_its_own(tmp_path: Path) -> None:
    with Ledger(tmp_path / "onrecord.db") as ledger:
        assert ledger.last_moment() is None
        of = numbers("a", [[1, 2]])
        ledger.add(of, read(of), "1")
        first = ledger.last_moment()
        ledger.add(of, read(of), "1")  # nothing new
        assert ledger.last_moment() == first
        ledger.link(linker())
        assert (ledger.last_moment() or "") > (first or "")
