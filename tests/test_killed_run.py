"""A run that is killed at any moment leaves whole documents, and the next run goes on where it stopped."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ledger_samples import FakeMachinery, document
from onrecord.cli.intake import Taken, Tally, take_in
from onrecord.ledger import Ledger, Outcome
from onrecord.reading import ReadDocument, ReadingFailure

KILLS = 60
DOCUMENTS = 400


def found() -> Iterator[ReadDocument | ReadingFailure]:
    for number in range(DOCUMENTS):
        yield ReadDocument(document(f"d{number:03}"), (), f"row {number}")


def read(path: Path, progress: int) -> None:
    """One run, which writes a byte for each document that it reports as taken."""
    with Ledger(path) as ledger:

        def report(event: Taken | ReadingFailure) -> None:
            if isinstance(event, Taken) and event.outcome != "unchanged":
                os.write(progress, b".")

        take_in(ledger, found(), FakeMachinery().extract, FakeMachinery.version, report)


def test_killed_runs_lose_and_halve_no_document(tmp_path: Path) -> None:
    path = tmp_path / "onrecord.db"
    context = multiprocessing.get_context("fork")
    chance = random.Random(1)
    reported = kills = 0
    reader, writer = os.pipe()
    for _ in range(KILLS):
        run = context.Process(target=read, args=(path, writer))
        run.start()
        time.sleep(chance.uniform(0.0, 0.09))
        assert run.pid is not None
        os.kill(run.pid, signal.SIGKILL)
        run.join()
        kills += run.exitcode == -signal.SIGKILL
        os.set_blocking(reader, False)
        with suppress(BlockingIOError):
            reported += len(os.read(reader, 1 << 16))
        if not path.exists():
            continue  # it was killed before it made the ledger
        with Ledger(path) as ledger:
            kept = list(ledger.documents())
            assert len(kept) >= reported  # what was reported as taken is there
            assert all(stored.claims == 2 for stored in kept)  # and is there whole
    os.close(reader)
    os.close(writer)
    assert kills >= 50
    tally = Tally()
    with Ledger(path) as ledger:
        before = len(list(ledger.documents()))
        take_in(ledger, found(), FakeMachinery().extract, FakeMachinery.version, tally.count)
        whole = [(extraction.document, extraction.extraction) for extraction in ledger.extractions()]
        assert [len(list(ledger.find("smugglers", limit=1000)))] == [DOCUMENTS]
        with ledger._engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
            assert not connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    expected = Counter({Outcome.UNCHANGED: before, Outcome.NEW: DOCUMENTS - before})
    assert tally.outcomes == expected or before == DOCUMENTS
    with Ledger(tmp_path / "uninterrupted.db") as ledger:
        take_in(ledger, found(), FakeMachinery().extract, FakeMachinery.version, lambda event: None)
        assert whole == [(extraction.document, extraction.extraction) for extraction in ledger.extractions()]
