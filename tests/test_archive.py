"""The archive: original bytes by their hash, how they were fetched, and the proof that a passage stands in them."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli_samples import Command, runner
from feedsite import Clock, Reply, Site
from ledger_samples import FakeMachinery, document, extraction
from onrecord.ledger import Ledger
from onrecord.ledger.errors import DamagedOriginalError, UnknownDocumentError
from onrecord.ledger.kept_model import KeptFetch

BODY = b"<html><body><p>Ruritania tested a ferry.</p></body></html>" * 50
FETCH = KeptFetch(
    "https://harbour.example/a", "https://harbour.example/b", "2025-03-01T10:00:00+00:00", 200, (("ETag", '"1"'),),
    document="a", text="t",
)  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "onrecord.db") as ledger:
        yield ledger


def test_bytes_are_kept_once_and_come_back(ledger: Ledger) -> None:
    sha256 = ledger.keep(FETCH, BODY)
    assert sha256 == hashlib.sha256(BODY).hexdigest()
    assert ledger.original(sha256 or "") == BODY and ledger.original("0" * 64) is None
    assert ledger.keep(FETCH, BODY) == sha256
    later = KeptFetch(FETCH.address, FETCH.final, "2025-03-02T10:00:00+00:00", 200, document="a")
    ledger.keep(later, BODY)
    first, second = ledger.fetches("a")
    assert (first.at, first.headers, first.size) == (FETCH.at, (("ETag", '"1"'),), len(BODY))
    assert second.sha256 == first.sha256 and ledger.fetches("none") == ()
    assert ledger.with_text("t") == (first,)
    assert ledger.path.stat().st_size < 500_000


@given(st.binary(max_size=5_000))
@settings(max_examples=30, deadline=None)
def test_any_bytes_come_back(body: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "x.db") as ledger:
        assert ledger.original(ledger.keep(FETCH, body) or "") == body


def test_a_fetch_without_bytes_is_kept_too(ledger: Ledger) -> None:
    assert ledger.keep(FETCH, None) is None
    assert ledger.fetches("a")[0].sha256 is None


@pytest.mark.parametrize("change", ["packed = x'00'", "packed = substr(packed, 1, 20)", "size = size - 1"])
def test_damaged_bytes_are_told(ledger: Ledger, change: str) -> None:
    sha256 = ledger.keep(FETCH, BODY) or ""
    connection = sqlite3.connect(ledger.path)
    with connection:
        connection.execute(f"UPDATE bodies SET {change}")
    connection.close()
    with pytest.raises(DamagedOriginalError, match="damaged"):
        ledger.original(sha256)


def test_a_document_is_found_by_the_end_of_its_id(ledger: Ledger) -> None:
    for id in ("https://harbour.example/ferry", "https://zenda.example/ferry", "https://zenda.example/dock"):
        ledger.add(document(id), extraction(document(id)), "1")
    assert ledger.document_like("dock") == "https://zenda.example/dock"
    assert ledger.document_like("https://zenda.example/ferry") == "https://zenda.example/ferry"
    for id, said in (("ferry", "more than one"), ("none", "no document")):
        with pytest.raises(UnknownDocumentError, match=said):
            ledger.document_like(id)


# --- the command ---------------------------------------------------------------------------------------------------


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


def serve(site: Site, *words: str) -> str:
    """Serve a page, with other words each time; gives its address."""

    def answer(turn: int, _: object) -> Reply:
        said = words[min(turn, len(words)) - 1]
        text = f"<p>Ruritania tested a ferry at Zenda on Tuesday, officials said. {said}</p>" * 3
        return Reply(
            200, f"<html><head><title>Ferry</title></head><body><article>{text}</article></body></html>".encode()
        )

    site.extra["127.0.0.1/ferry"] = answer
    site.asked.pop("127.0.0.1/ferry", None)
    return f"http://127.0.0.1:{site.port}/ferry"


def test_a_page_is_read_kept_shown_and_proved(command: Command, site: Site) -> None:
    url = serve(site, "It floats.")
    assert command("read", url, "--allow-host", "127.0.0.1").status == 0
    shown = command("original", "ferry", "--output", "ferry.html", "--check")
    assert shown.status == 0 and "proved: these bytes give the text of the ledger, word for word" in shown.out
    sha256 = hashlib.sha256(Path("ferry.html").read_bytes()).hexdigest()
    assert sha256 in "".join(shown.out.split()) and "HTTP 200" in shown.out and url in shown.out
    (row,) = command("original", url, "--json", "--check").rows
    assert (row["sha256"], row["status"], row["check"]["proved"]) == (sha256, 200, True)
    assert dict(row["headers"])["Content-Type"] == "text/html; charset=utf-8"


def test_the_same_text_is_kept_once_and_a_changed_one_beside_it(command: Command, site: Site) -> None:
    url = serve(site, "It floats.", "It floats.", "It sank.")
    for _ in range(3):
        command("read", url, "--allow-host", "127.0.0.1")
    first, second = command("original", url, "--json", "--check").rows
    assert first["sha256"] != second["sha256"]
    assert [first["check"]["same_text"], first["check"]["as_then"]] == [False, True]
    assert second["check"]["proved"]


def test_a_text_that_the_bytes_do_not_give_is_not_proved(command: Command, site: Site) -> None:
    url = serve(site, "It floats.")
    command("read", url, "--allow-host", "127.0.0.1")
    with Ledger("onrecord.db") as ledger:
        changed = document(url, "Ruritania sank a ferry.")
        ledger.add(changed, extraction(changed), "by hand")
    shown = command("original", url, "--check")
    assert shown.status == 1 and "a later version of the document" in shown.out


def test_what_has_no_original_is_one_clear_line(command: Command) -> None:
    Path("a.txt").write_text("Ruritania tested a ferry.")
    command("read", "a.txt")
    assert (
        command("original", "a.txt").err
        == "onrecord: a.txt: it was not fetched from the network, so that no original is kept\n"
    )
    assert command("original", "none").status == 1
