"""What moved as an Atom feed that readers of others understand, and as signed messages that are not lost."""

from __future__ import annotations

import hashlib
import hmac
import http.server
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import feedparser
import pytest

from cli_samples import Command, runner
from ledger_samples import document, extraction, shelling, strikes
from onrecord.cli.webhooks import WebhookError, load_webhooks, send, signature
from onrecord.ledger import Ledger, UnknownSituationError
from onrecord.linking.asking import parse, to_json
from onrecord.linking.standard import standard_linker
from onrecord.views.feed import ATOM, Entry, atom, situation_feed

LINKER = standard_linker()
START = datetime(2025, 4, 1, 8, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def later(self, **span: float) -> None:
        self.at += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path, clock: Clock) -> Path:
    """One report at eight; the same act done, as another tells an hour later."""
    path = tmp_path / "onrecord.db"
    with Ledger(path, clock=clock) as ledger:
        ledger.add_situation("strikes & raids", to_json(parse("type:ASSAULT strikes")))
        first = document("a", published="2025-03-01")
        ledger.add(first, extraction(first, strikes("ac0ffee01"), shelling("ac0ffee02")), "1")
        ledger.link(LINKER)
        clock.later(hours=1)
        move(ledger, "b", "done")
    return path


def move(ledger: Ledger, id: str, stage: str) -> None:
    of = document(id, published="2025-03-02", source=f"Outlet {id}")
    claim = replace(strikes(f"{id}c0ffee01"), stage=stage)  # type: ignore[arg-type]
    ledger.add(of, extraction(of, claim), "1")
    ledger.link(LINKER)


# the feed


def made(path: Path, name: str | None = "strikes & raids", **more: Any) -> str:
    with Ledger(path) as ledger:
        return situation_feed(ledger, name, **more)


def test_a_feed_is_understood_by_a_reader_of_others(path: Path) -> None:
    found = feedparser.parse(made(path, base="http://127.0.0.1:8000", own="https://desk.example/feed.xml"))
    assert not found.bozo
    assert found.version == "atom10"
    assert found.feed.title == "onrecord: strikes & raids"
    new, *old = found.entries
    assert new.title.startswith("●")
    assert "done" in new.title
    assert new.link.startswith("http://127.0.0.1:8000/events/")
    assert new.updated_parsed > old[-1].updated_parsed
    assert {tag.term for tag in new.tags} >= {"stage", "done", "ASSAULT"}


def test_a_feed_has_what_the_standard_asks_for(path: Path) -> None:
    """RFC 4287, sections 4.1.1, 4.1.2 and 4.2.6."""
    for name in ("strikes & raids", None):
        root = ElementTree.fromstring(made(path, name))
        for parent in (root, *root.iter(f"{{{ATOM}}}entry")):
            for needed in ("id", "title", "updated"):
                assert len(parent.findall(f"{{{ATOM}}}{needed}")) == 1
        assert root.find(f"{{{ATOM}}}author/{{{ATOM}}}name") is not None
        moments = [node.text or "" for node in root.iter(f"{{{ATOM}}}updated")]
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", at) for at in moments)
        ids = [node.text or "" for node in root.iter(f"{{{ATOM}}}id")]
        assert len(set(ids)) == len(ids)
        assert all(re.fullmatch(r"tag:[a-z.]+,2025-04-01:[0-9a-f]{12}/[\w%/.:-]+", id) for id in ids)


def test_entries_keep_their_ids_while_the_ledger_goes_on(path: Path, clock: Clock) -> None:
    before = {entry.id: entry.title for entry in feedparser.parse(made(path)).entries}
    clock.later(days=2)
    with Ledger(path, clock=clock) as ledger:
        move(ledger, "c", "halted")
    after = {entry.id: entry.title for entry in feedparser.parse(made(path)).entries}
    assert after.items() > before.items()
    assert after == {entry.id: entry.title for entry in feedparser.parse(made(path, since="2024-01-01")).entries}
    fresh = [entry.id for entry in feedparser.parse(made(path, since="2025-04-02")).entries]
    assert set(fresh) == after.keys() - before.keys()
    assert len(feedparser.parse(made(path, limit=1)).entries) == 1


def test_what_moves_within_minutes_is_one_step(path: Path, clock: Clock) -> None:
    clock.later(days=1)
    with Ledger(path, clock=clock) as ledger:
        for id in ("c", "d", "e"):
            move(ledger, id, "halted")
            clock.later(minutes=2)
        steps = list(ledger.steps())
    assert [len(step.changes) >= 1 for step in steps] == [True, True, True]
    assert steps[0].first < steps[0].last


def test_a_large_step_is_asked_for_what_the_situation_asks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = {entry.id for entry in feedparser.parse(made(path)).entries}
    monkeypatch.setattr("onrecord.ledger.notifying.MOST", 0)
    assert {entry.id for entry in feedparser.parse(made(path)).entries} == whole


def test_much_that_moved_is_sent_in_parts(path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.ledger.notifying.MOST", 1)
    with Ledger(path, clock=clock) as ledger:
        assert ledger.next_delivery("desk", "") is None
        for id, stage in (("c", "halted"), ("d", "ongoing"), ("e", "done")):
            move(ledger, id, stage)
        spans = []
        while (delivery := ledger.next_delivery("desk", "")) is not None:
            spans.append((delivery.since, delivery.until))
            ledger.end_delivery(delivery, True)
    assert len(spans) > 1
    assert [since for since, _ in spans[1:]] == [until for _, until in spans[:-1]]


def test_a_feed_says_nothing_of_an_article_but_the_sentence_of_an_event(path: Path) -> None:
    assert "told" not in made(path, None)
    assert "Radio Borduria" not in made(path, None)


def test_a_situation_that_is_not_there(path: Path) -> None:
    with pytest.raises(UnknownSituationError, match="strikes & raids"):
        made(path, "none")


def test_signs_that_no_xml_may_have_do_not_break_a_feed() -> None:
    entry = Entry(
        "tag:x,2025:1", "a\x00b<c>&\ud800", "\x1b]]>", "2025-04-01T00:00:00Z", "2025-04-01T00:00:00Z", None, ()
    )
    found = feedparser.parse(atom("tag:x,2025:f", "t\x0b", "s", "2025-04-01T00:00:00Z", [entry]).encode())
    assert not found.bozo
    assert found.entries[0].title == "a\ufffdb<c>&\ufffd" or "<c>" in found.entries[0].title


@pytest.fixture
def onrecord(capsys: pytest.CaptureFixture[str]) -> Command:
    return runner(capsys)


def test_the_command_writes_the_feed(path: Path, onrecord: Command) -> None:
    told = onrecord("situation", "feed", "strikes & raids", "--authority", "desk.example", "-l", path)
    assert (told.status, told.err) == (0, "")
    assert "tag:desk.example,2025-04-01:" in told.out
    assert onrecord("situation", "feed", "none", "-l", path).status == 1


# webhooks


class Receiver:
    """A server of webhooks that answers as it is told, on a port that the system gives."""

    def __init__(self) -> None:
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[int] = []
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                status = receiver.answers.pop(0) if receiver.answers else 200
                self.send_response(status)
                if status == 302:
                    self.send_header("location", "/elsewhere")
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook"

    def changes(self) -> list[dict[str, Any]]:
        return [change for _, body in self.got for change in json.loads(body)["changes"]]

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def hooks(receiver: Receiver, tmp_path: Path) -> Path:
    file = tmp_path / "webhooks.toml"
    file.write_text(
        f'[[webhook]]\nname = "desk"\nurl = "{receiver.url}"\nsituations = ["strikes & raids"]\nsecret = "s3cret"\n'
        "allow_private = true\ntries = 1\n"
    )
    return file


def notify(onrecord: Command, hooks: Path, path: Path) -> int:
    return onrecord("notify", hooks, "-l", path).status


def test_the_first_run_notes_from_where_on(path: Path, hooks: Path, receiver: Receiver, onrecord: Command) -> None:
    first = onrecord("notify", hooks, "-l", path)
    assert (first.status, receiver.got) == (0, [])
    assert "noted where the ledger stands" in first.err
    assert "noted" not in onrecord("notify", hooks, "-l", path).err
    with Ledger(path) as ledger:
        move(ledger, "c", "halted")
    assert notify(onrecord, hooks, path) == 0
    assert notify(onrecord, hooks, path) == 0
    ((headers, body),) = receiver.got
    value = json.loads(body)
    assert (value["format"], value["situation"]) == ("onrecord/changes/1", "strikes & raids")
    assert [(change["stage"], change["kinds"]) for change in value["changes"]] == [("halted", ["stage"])]
    assert value["delivery"] == headers["x-onrecord-delivery"]


def test_a_message_is_signed(path: Path, hooks: Path, receiver: Receiver, onrecord: Command) -> None:
    notify(onrecord, hooks, path)
    with Ledger(path) as ledger:
        move(ledger, "c", "halted")
    notify(onrecord, hooks, path)
    ((headers, body),) = receiver.got
    said = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", headers["x-onrecord-signature"])
    assert said
    assert said[2] == hmac.new(b"s3cret", f"{said[1]}.".encode() + body, hashlib.sha256).hexdigest()
    assert signature("s3cret", int(said[1]), body) == headers["x-onrecord-signature"]


@pytest.mark.parametrize("status", [500, 302, 404])
def test_what_did_not_arrive_is_sent_again_and_nothing_twice(
    path: Path, hooks: Path, receiver: Receiver, onrecord: Command, status: int
) -> None:
    notify(onrecord, hooks, path)
    receiver.answers = [status, status]
    with Ledger(path) as ledger:
        move(ledger, "c", "halted")
    assert notify(onrecord, hooks, path) == 1
    with Ledger(path) as ledger:
        move(ledger, "d", "ongoing")
    assert notify(onrecord, hooks, path) == 1
    assert notify(onrecord, hooks, path) == 0
    ids = [headers["x-onrecord-delivery"] for headers, _ in receiver.got]
    bodies = [body for _, body in receiver.got]
    assert ids[0] == ids[1] == ids[2] != ids[3]  # the same message until it arrives, then the next
    assert bodies[0] == bodies[1] == bodies[2]
    assert len(receiver.got) == 4


def test_a_run_beside_another_leaves_its_message_to_it(path: Path, clock: Clock) -> None:
    with Ledger(path, clock=clock) as ledger:
        assert ledger.next_delivery("desk", "") is None
        move(ledger, "c", "halted")
        first = ledger.next_delivery("desk", "")
        assert first is not None
        assert ledger.next_delivery("desk", "") is None
        clock.later(minutes=20)  # the other has died
        again = ledger.next_delivery("desk", "")
        assert again is not None
        assert (again.key, again.since, again.until, again.tries) == (first.key, first.since, first.until, 2)
        ledger.end_delivery(again, True)
        assert ledger.next_delivery("desk", "") is None


def test_tries_wait_longer_each_time(receiver: Receiver, tmp_path: Path) -> None:
    file = tmp_path / "w.toml"
    file.write_text(f'[[webhook]]\nname = "desk"\nurl = "{receiver.url}"\nallow_private = true\ntries = 4\n')
    (hook,) = load_webhooks(file)
    receiver.answers = [500, 503, 500]
    pauses: list[float] = []
    assert "200" in send(hook, "id", {}, pauses.append)
    assert pauses == [1.0, 2.0, 4.0]
    receiver.answers = [410]
    with pytest.raises(WebhookError, match="410"):
        send(hook, "id", {}, pauses.append)
    assert len(pauses) == 3


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "http://localhost:9/x", "http://[::1]:9/", "http://10.0.0.1/x"]
)
def test_private_addresses_are_refused_unless_allowed(tmp_path: Path, url: str) -> None:
    file = tmp_path / "w.toml"
    file.write_text(f'[[webhook]]\nname = "desk"\nurl = "{url}"\n')
    (hook,) = load_webhooks(file)
    with pytest.raises(WebhookError, match="allow_private"):
        send(hook, "id", {}, lambda _: pytest.fail("it must not be tried again"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[webhook]]\nname = 'x'", "name and url"),
        ("[[webhook]]\nname = 'x'\nurl = 'https://x.example'\nhost = 1", "host is not known"),
        ("[[webhook]]\nname = 'x'\nurl = 'https://x.example'\ntimeout = 0", "timeout must"),
        ("[[webhook]]\nname = 'x'\nurl = 'https://x.example'\ntries = true", "tries must"),
        ("[[webhook]]\nname = 'x'\nurl = 'https://x.example'\nsecret_env = 'NO_SUCH_NAME'", "not set"),
        ("[[webhook]]\nname='x'\nurl='https://x.example'\n[[webhook]]\nname='x'\nurl='https://y.example'", "one name"),
        ("webhook = 1", "tables"),
        ("[[", "no TOML"),
    ],
)
def test_a_file_of_webhooks_with_a_mistake_is_named(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "w.toml"
    file.write_text(content)
    with pytest.raises(WebhookError, match=message):
        load_webhooks(file)
