"""`watch` and `feeds` at the command line: what they say, and how they end."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli_samples import Command, runner
from feedsite import Clock, Reply, Site
from ledger_samples import FakeMachinery
from onrecord.ledger import Ledger


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site(Clock(datetime(2025, 3, 2, tzinfo=UTC)), interval=36_000.0)
    site.troubles = False
    site.extra["127.0.0.1/robots.txt"] = lambda *_: Reply(404)
    yield site
    site.close()


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Command:
    monkeypatch.setattr("onrecord.cli.machinery.Machinery", FakeMachinery)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    return runner(capsys)


def serve(site: Site) -> str:
    """Serve a page; gives its address."""
    text = "<p>Ruritania tested a ferry at Zenda on Tuesday, officials said. It floats.</p>" * 3
    page = f"<html><head><title>Ferry</title></head><body><article>{text}</article></body></html>"
    site.extra["127.0.0.1/ferry"] = lambda *_: Reply(200, page.encode())
    return f"http://127.0.0.1:{site.port}/ferry"


def test_watching_from_the_command_line(command: Command, site: Site) -> None:
    page = serve(site)
    feed = f"<rss version='2.0'><channel><title>Harbour</title><item><link>{page}</link></item></channel></rss>"
    site.extra["127.0.0.1/rss"] = lambda *_: Reply(200, feed.encode(), "application/rss+xml")
    Path("feeds.toml").write_text(f'[[feed]]\nurl = "http://127.0.0.1:{site.port}/rss"\nname = "The Harbour Ledger"\n')
    assert command("feeds").status == 1
    refused = command("watch", "feeds.toml", "--once")
    assert "--allow-host 127.0.0.1" in refused.err
    Path("config/onrecord").mkdir(parents=True)
    Path("config/onrecord/config.toml").write_text('allow_hosts = ["127.0.0.1"]\ncontact = "desk@harbour.example"\n')
    done = command("watch", "feeds.toml", "--once", "--json")
    assert [(row["kind"], row["message"]) for row in map(json.loads, done.out.splitlines())] == [
        ("poll", ""),
        ("article", "Ferry"),
    ]
    (state,) = command("feeds", "--json").rows
    assert (state["state"], state["given"], state["waiting"], state["failures"]) == ("fine", 1, 0, 0)
    assert command("feeds").out.splitlines()[1].endswith("Harbour")
    polls = site.asked["127.0.0.1/rss"]
    assert command("watch", "feeds.toml", "--once").out == "" and site.asked["127.0.0.1/rss"] == polls
    assert command("watch", "feeds.toml", "--once", "--now").status == 0 and site.asked["127.0.0.1/rss"] == polls + 1
    Path("feeds.toml").write_text("[[feed]]\nurl = 3\n")
    assert command("watch", "feeds.toml").err.startswith("onrecord: feeds.toml, line 2, feed 1: url is missing")


@pytest.mark.parametrize("hanging", [False, True])
def test_watching_ends_soon_when_the_system_wants_it_to(tmp_path: Path, site: Site, hanging: bool) -> None:
    """In the middle of a request too; what was learnt stands in the ledger."""
    empty = b"<rss version='2.0'><channel><title>Quiet</title></channel></rss>"
    site.extra["127.0.0.1/quiet"] = lambda *_: Reply(
        200, empty, "application/rss+xml", how="hang" if hanging else "plain"
    )
    site.asked.pop("127.0.0.1/quiet", None)
    (tmp_path / "feeds.toml").write_text(f'[[feed]]\nurl = "http://127.0.0.1:{site.port}/quiet"\n')
    arguments = ["watch", "feeds.toml", "--allow-host", "127.0.0.1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "onrecord.cli.main", *arguments], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    began = time.monotonic()
    while not site.asked["127.0.0.1/quiet"] and time.monotonic() - began < 30:
        time.sleep(0.05)
    time.sleep(0.3)
    process.terminate()
    began = time.monotonic()
    _, said = process.communicate(timeout=30)
    assert process.returncode == 0 and "stopping" in said and time.monotonic() - began < 8
    with Ledger(tmp_path / "onrecord.db") as ledger:
        states = ledger.feed_states()
    assert [state.condition for state in states] == ([] if hanging else ["fine"])
