"""`watch` with the program's own extractor, ended in the middle of a poll in every way there is: nothing is lost, and
nothing is read twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from feedsite import Clock, Reply, Site
from onrecord.ledger import Ledger

ARTICLES = 7
PLACES = ("Strelsau", "Zenda", "Hentzau", "Port Brezno", "Kesten", "Marn", "Lower Vall", "Ostrava Gate", "Tarnish")
ENDS = ((signal.SIGKILL, 1), (signal.SIGTERM, 1), (signal.SIGINT, 1))
"""By what a run is ended, and after how many pages that it asked for."""


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site(Clock(datetime(2025, 3, 2, tzinfo=UTC)), interval=36_000.0)
    site.troubles = False
    yield site
    site.close()


def page(number: int) -> bytes:
    place = PLACES[number]
    text = (
        f"<p>Ruritania launched an air strike on a depot at {place} on Tuesday, its defence ministry said.</p>"
        f"<p>Sylvania denied on Wednesday that it had planned to attack {place}, and called for talks in Geneva.</p>"
    )
    head = f"<title>Strike at {place}</title><meta property='article:published_time' content='2025-03-02'>"
    return f"<html><head>{head}</head><body><article><h1>Strike at {place}</h1>{text}</article></body></html>".encode()


def publish(site: Site, on_page: Any) -> None:
    """Serve a feed of articles; `on_page` is told of each page that is asked for."""
    base = f"http://127.0.0.1:{site.port}"
    items = "".join(f"<item><link>{base}/news/{n}</link><title>Strike {n}</title></item>" for n in range(ARTICLES))
    feed = f"<rss version='2.0'><channel><title>Harbour</title>{items}</channel></rss>".encode()
    site.extra["127.0.0.1/robots.txt"] = lambda *_: Reply(404)
    site.extra["127.0.0.1/rss"] = lambda *_: Reply(200, feed, "application/rss+xml")
    for number in range(ARTICLES):

        def answer(*_: object, number: int = number) -> Reply:
            on_page(number)
            return Reply(200, page(number))

        site.extra[f"127.0.0.1/news/{number}"] = answer


def watch(folder: Path, *more: str) -> subprocess.Popen[str]:
    arguments = ["watch", "feeds.toml", "--allow-host", "127.0.0.1", *more]
    environment = os.environ | {"XDG_CONFIG_HOME": str(folder / "config")}
    return subprocess.Popen(
        [sys.executable, "-m", "onrecord.cli.main", *arguments], cwd=folder, env=environment,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_a_watch_that_is_ended_in_mid_poll_goes_on_where_it_stopped(tmp_path: Path, site: Site) -> None:
    running: list[subprocess.Popen[str]] = []
    ends = iter(ENDS)
    plan: list[tuple[signal.Signals, Iterator[int], int]] = []

    def on_page(_: int) -> None:
        """End the run while it reads what this answer gives, or waits for it."""
        if plan and next(plan[0][1]) == plan[0][2]:
            Timer(0.05, running[-1].send_signal, [plan[0][0]]).start()

    publish(site, on_page)
    address = f"http://127.0.0.1:{site.port}"
    (tmp_path / "feeds.toml").write_text(f'gap = "1s"\n[[feed]]\nurl = "{address}/rss"\n')
    for number, after in ends:
        plan[:] = [(number, count(), after)]
        running.append(watch(tmp_path))
        _, said = running[-1].communicate(timeout=240)
        assert running[-1].returncode == (-signal.SIGKILL if number == signal.SIGKILL else 0), said
        assert "Traceback" not in said
        with Ledger(tmp_path / "onrecord.db") as ledger:
            assert not ledger.check().faults  # whole, wherever it was cut off
    plan.clear()
    last = watch(tmp_path, "--once")
    _, said = last.communicate(timeout=240)
    assert last.returncode == 0, said
    with Ledger(tmp_path / "onrecord.db") as ledger:
        assert not ledger.check().faults
        kept = {stored.info.id: stored for stored in ledger.documents()}
        assert sorted(kept) == [f"{address}/news/{number}" for number in range(ARTICLES)]
        assert {stored.versions for stored in kept.values()} == {1}
        assert all(stored.claims for stored in kept.values())
        assert all(len(ledger.fetches(id)) == 1 for id in kept)
        (state,) = ledger.feed_states()
        assert (state.given, sum(ledger.count_waiting().values())) == (ARTICLES, 0)
        told = [claim for event in ledger.events() for claim in event.claims]
        claims = {stored.claim.id for stored in ledger.claims()}
    assert len(told) == len(set(told)) == len(claims)  # each claim in one event, and all are linked
