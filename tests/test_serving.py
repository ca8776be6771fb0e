"""The command `serve`: what it prints, to whom it answers, how it refuses and ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from served_samples import TOKEN, make_ledger


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_ledger(tmp_path_factory.mktemp("serve") / "served.db")


@contextmanager
def serving(path: Path, *more: str, **variables: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command on a free port; gives the process and the address that it printed."""
    command = [
        sys.executable,
        "-c",
        "from onrecord.cli.main import run; run()",
        "serve",
        "--ledger",
        str(path),
        "--port",
        "0",
        *more,
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", **variables},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=20)


def refused(path: Path, *more: str, **variables: str) -> str:
    command = [sys.executable, "-c", "from onrecord.cli.main import run; run()", "serve", "--ledger", str(path), *more]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ, **variables})
    assert ended.returncode in (1, 2)
    assert "Traceback" not in ended.stderr
    return " ".join(ended.stderr.split())


def test_the_printed_address_opens_the_pages_for_judging(path: Path) -> None:
    with serving(path) as (process, address):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/enter\?token=[\w-]{32}", address)
        with httpx.Client(follow_redirects=True) as browser:
            page = browser.get(address)
            assert (page.status_code, page.url.path) == (200, "/")
            assert "token" not in str(page.url)
            assert "server" not in page.headers
            assert browser.get(str(page.url), headers={"Host": "testserver"}).status_code == 421
        process.send_signal(signal.SIGINT)
        assert process.wait(20) in (0, 130)
        assert process.stderr is not None
        said = process.stderr.read()
        assert said.startswith("Opening ")  # at once, while what is needed is still loaded
        assert "Traceback" not in said


def test_a_ledger_can_be_shown_to_be_read_only(path: Path) -> None:
    with serving(path, "--read-only") as (_, said):
        address = said.rsplit(" ", 1)[1]
        assert httpx.get(address).status_code == 200
        assert httpx.post(f"{address}api/v1/judgements", json={}).status_code == 403


def test_beyond_loopback_a_token_of_ones_own_is_needed(path: Path) -> None:
    assert "ONRECORD_TOKEN" in refused(path, "--host", "192.0.2.7", ONRECORD_TOKEN="")
    assert "shorter than 24" in refused(path, ONRECORD_TOKEN="short")
    with serving(path, "--host", "0.0.0.0", "--name", "127.0.0.1", ONRECORD_TOKEN=TOKEN) as (_, said):
        port = int(said.rpartition("/enter")[0].rpartition(":")[2])
        base = f"http://127.0.0.1:{port}"
        assert httpx.get(f"{base}/api/v1").status_code == 401
        assert httpx.get(f"{base}/api/v1", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
        assert httpx.get(f"{base}/", headers={"Host": "elsewhere.example"}).status_code == 421


def test_what_stands_in_the_way_is_said(path: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "is taken by another program" in refused(path, "--port", str(taken.getsockname()[1]))
    assert "192.0.2.7" in refused(path, "--host", "192.0.2.7", ONRECORD_TOKEN=TOKEN)
    assert "there is no ledger here" in refused(tmp_path / "none.db")


def test_a_mistake_in_the_file_of_outlets_is_said_at_once_also_where_the_configuration_names_it(
    path: Path, tmp_path: Path
) -> None:
    (tmp_path / "onrecord").mkdir()
    (tmp_path / "onrecord/config.toml").write_text('outlets = "mine.toml"\n', encoding="utf-8")
    (tmp_path / "onrecord/mine.toml").write_text("count_owner_once = 1\n", encoding="utf-8")
    assert "count_owner_once is 1; it is true or false" in refused(path, XDG_CONFIG_HOME=str(tmp_path))
