"""Hostile article text is harmless: on no page, in no form, in no message does it become markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from hostile_samples import HARM, hostile_ledger, values_of
from onrecord.web.application import ROUTERS
from served_samples import TOKEN, served


class Markup(HTMLParser):
    """Notes every element and attribute that stands in a page as such."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.in_script = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag in ("iframe", "object", "embed", "base", "style", "applet", "frame", "math", "portal"):
            self.found.append(f"<{tag}>")
        if tag == "meta" and "http-equiv" in given:
            self.found.append(f"<meta http-equiv={given['http-equiv']}>")
        for name, value in attributes:
            said = (value or "").strip().lower()
            if name.startswith("on") or "planted" in name or name in ("srcdoc", "style", "autofocus", "formaction"):
                self.found.append(f"<{tag} {name}>")
            if name in ("href", "src", "action", "data", "poster", "cite") or name.startswith(("hx-get", "hx-post")):
                self._address(tag, name, said)
        if tag == "script":
            self.in_script = given.get("type") != "application/json"
            if not (given.get("src") or "").startswith("/static/") and self.in_script:
                self.found.append("<script> without a file of ours")

    def handle_endtag(self, tag: str) -> None:
        self.in_script = self.in_script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self.in_script and data.strip():
            self.found.append(f"inline script {data[:40]!r}")

    def _address(self, tag: str, name: str, said: str) -> None:
        scheme = re.match(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", said)
        if (
            (scheme and not (tag == "a" and scheme[1] in ("http", "https")))
            or said.startswith("//")
            or "elsewhere.example" in said.partition("?")[0].partition("#")[0][:40]
        ):
            self.found.append(f"<{tag} {name}={said[:40]!r}>")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_ledger(tmp_path_factory.mktemp("hostile") / "served.db")


@pytest.fixture(scope="module")
def client(path: Path) -> TestClient:
    made = served(path, author=HARM)
    made.get("/enter", params={"token": TOKEN})
    return made


def addresses() -> list[str]:
    return sorted(
        {
            route.path  # type: ignore[attr-defined]
            for router in ROUTERS
            for route in router.routes
            if "GET" in getattr(route, "methods", ()) and not getattr(route, "path", "").startswith("/api/")
        }
    )


def filled(path: Path, address: str) -> list[str]:
    """An address with what is there, and with hostile words in place of it."""
    known = values_of(path)
    there = {"key": known["key"], "at": "77", "number": "1", "id": known["event"], "name": quote(HARM, safe="")}
    for part, own in (("/claims/{", "claim"), ("/documents/{", "key"), ("/judgements/{", "judgement")):
        if part in address:
            there["id"] = known[own]
    names = re.findall(r"\{(\w+)(?::path)?\}", address)
    plain = re.sub(r":path\}", "}", address)
    return [plain.format(**{n: there.get(n, quote(HARM, safe="")) for n in names})] + (
        [plain.format(**dict.fromkeys(names, quote(HARM, safe="")))] if names else []
    )


def markup(page: str) -> list[str]:
    read = Markup()
    read.feed(page)
    read.close()
    return read.found


@pytest.mark.parametrize("address", addresses())
def test_no_page_holds_markup_of_an_article(client: TestClient, path: Path, address: str) -> None:
    queries = ("", f"?words={quote(HARM)}", f"?actor={quote(HARM[:400])}&since={quote(HARM[:300])}", "?kind=stage")
    for one in filled(path, address):
        for query in queries:
            answer = client.get(one + query)
            assert answer.status_code < 500, answer.text[:300]
            if not answer.headers.get("content-type", "").startswith("text/html"):
                continue
            assert not markup(answer.text), f"{one}{query}"
            assert "<script>window" not in answer.text
            assert "49 " not in re.sub(r"<[^>]*>", "", answer.text).partition("$")[0][-40:]


def test_a_page_shows_hostile_words_as_words(client: TestClient, path: Path) -> None:
    page = client.get(f"/documents/{values_of(path)['key']}").text
    assert "&lt;script&gt;window.pwned=1" in page
    assert "{{ 7*7 }}" in page


@pytest.mark.parametrize("address", [a for a in addresses() if not a.endswith((".json", ".csv", ".bib", ".txt"))])
def test_no_page_is_turned_round_by_signs_of_direction(client: TestClient, path: Path, address: str) -> None:
    """Beside the article's own text, which stands apart from the page's, no sign that turns the direction is left."""
    for one in filled(path, address):
        answer = client.get(one)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        title = re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
        for found in (title, heading):
            assert found is not None
            assert not re.search("[\u202a-\u202e\u2066-\u2069]", found[1]), one


def test_messages_are_harmless_too(client: TestClient) -> None:
    for address in (f"/events/{quote(HARM, safe='')}", f"/?type={quote(HARM)}", f"/{quote(HARM, safe='')}"):
        answer = client.get(address, headers={"Accept": "text/html"})
        assert answer.status_code in (400, 404)
        assert not markup(answer.text)
        problem = client.get(address, headers={"Accept": "application/json"})
        assert problem.headers["content-type"] == "application/problem+json"
        assert "\x07" not in problem.text
    assert not markup(client.post("/enter", data={"token": HARM}).text)


def test_no_header_is_split(client: TestClient, path: Path) -> None:
    for address in ("/claims/c0ffee.bib%0d%0aX-Harm:%201", "/events%0d%0aX-Harm:%201.csv", "/?words=%0d%0aX-Harm:%201"):
        answer = client.get(address, follow_redirects=False)
        assert "x-harm" not in answer.headers
    known = values_of(path)
    for suffix in (".bib", ".txt", ".csl.json", ".csv", ".json"):
        answer = client.get(f"/documents/{known['key']}{suffix}")
        assert answer.status_code == 200
        assert "x-harm" not in answer.headers


def test_original_bytes_are_never_shown(path: Path, tmp_path: Path) -> None:
    from onrecord.ledger import Ledger
    from onrecord.ledger.kept_model import KeptFetch

    body = b"<html><script>window.pwned=1</script></html>"
    with Ledger(path) as ledger:
        fetch = KeptFetch(
            "https://x.example/", "https://x.example/", "2025-03-03T00:00:00Z", 200, (("content-type", "text/html"),)
        )
        digest = ledger.keep(fetch, body)
    answer = served(path).get(f"/api/v1/originals/{digest}")
    assert answer.content == body
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_ten_megabytes_of_it_are_harmless(tmp_path: Path) -> None:
    big = hostile_ledger(tmp_path / "big.db", repeat=4_300)
    client = served(big)
    known = values_of(big)
    listed = client.get("/api/v1/documents").json()["items"]
    (key,) = [one["key"] for one in listed if one["info"]["id"].startswith("harm")]
    sizes = {}
    pages = ("/", "/events", "/documents", "/timeline", "/map", "/sources", "/review", "/search?words=strikes")
    own = (f"/documents/{key}", f"/events/{known['event']}", f"/claims/{known['claim']}")
    for address in (*pages, *own):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert not markup(answer.text)
        sizes[address] = len(answer.content)
    assert max(sizes.values()) < 2_000_000, sizes
    whole = client.get(f"/api/v1/documents/{key}")
    assert whole.status_code == 200
    assert len(whole.json()["document"]["text"].encode()) > 10_000_000
