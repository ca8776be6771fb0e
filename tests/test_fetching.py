"""Fetching: which addresses may be asked, how long and how much is waited for, redirects, robots.txt, charsets."""

from __future__ import annotations

import gzip
import http.server
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsite import Clock, Reply, Site
from onrecord.reading import ReadingFailure, ReadingOptions, read
from onrecord.reading.fetching.addresses import is_address, not_public, parse_address, permitted, same_site
from onrecord.reading.fetching.articles import FetchedDocument, documents_of
from onrecord.reading.fetching.client import Client, agent
from onrecord.reading.fetching.model import Fetched, FetchingError, Limits, retry_after
from onrecord.reading.fetching.pacing import Pace
from onrecord.reading.fetching.unpacking import unpack

HOST = "paper01.test"
LIMITS = Limits(connect=1.0, read=0.3, total=0.7, size=1_000_000)
PAGE = (
    "<!doctype html><html><head><title>Ferry tested</title></head><body><article><h1>Ferry tested</h1>"
    + "<p>Ruritania tested a new ferry at Zenda on Tuesday, officials said, and Sylvania was told of it before.</p>" * 3
    + "</article></body></html>"
)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    site = Site(Clock())
    yield site
    site.close()


@pytest.fixture
def client(site: Site) -> Iterator[Client]:
    site.extra.clear()
    with Client(allowed=site.hosts, limits=LIMITS, resolve=site.resolve) as client:
        yield client


Serve = Callable[..., str]
Answer = Reply | Callable[[int, Any], Reply]


@pytest.fixture
def serve(site: Site) -> Serve:
    def add(path: str, *replies: Answer, host: str = HOST) -> str:
        """Serve the replies one after another, the last one for ever; gives the address."""

        def answer(turn: int, headers: Any) -> Reply:
            reply = replies[min(turn, len(replies)) - 1]
            return reply(turn, headers) if callable(reply) else reply

        site.extra[f"{host}{path}"] = answer
        site.asked.pop(f"{host}{path}", None)
        return site.url(host, path)

    return add


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(FetchingError) as raised:
        action()
    return raised.value.code


# --- addresses -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.5", "224.0.0.1", "240.0.0.1",
        "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::",
        "2002:c0a8:101::", "2001:0:7f00:1::1", "64:ff9b:1::1", "100::1", "nonsense",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    assert not_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101"])
def test_public_addresses_are_asked(address: str) -> None:
    assert not_public(address) is None


@given(st.ip_addresses(v=4))
def test_a_mapped_address_is_judged_as_the_one_inside(address: Any) -> None:
    assert (not_public(str(address)) is None) == (not_public(f"::ffff:{address}") is None)


def test_a_name_that_leads_to_a_private_network_is_refused_unless_it_is_allowed() -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["10.0.0.7"]

    assert code_of(lambda: permitted("intranet.example", 80, (), resolve)) == "not-allowed"
    assert permitted("intranet.example", 80, ("Intranet.example",), resolve) == ["10.0.0.7"]
    assert permitted("intranet.example", 8080, ("intranet.example:8080",), resolve) == ["10.0.0.7"]
    assert code_of(lambda: permitted("intranet.example", 80, ("intranet.example:8080",), resolve)) == "not-allowed"


def test_of_several_addresses_only_the_public_ones_are_connected_to() -> None:
    assert permitted("mixed.example", 80, (), lambda *_: ["127.0.0.1", "1.1.1.1"]) == ["1.1.1.1"]


@pytest.mark.parametrize(
    "text",
    [
        "ftp://harbour.example/", "file:///etc/passwd", "gopher://harbour.example/", "http://", "https:///x",
        "http://user:word@harbour.example/", "http://harbour.example:0/", "http://harbour.example:99999/",
        "javascript:alert(1)", "http://[::1", "http://harbour.example/" + "x" * 5_000, "http://fe80::1%25eth0/",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused(text: str) -> None:
    assert code_of(lambda: parse_address(text)) == "bad-address"


def test_a_password_in_an_address_is_said_and_kept_nowhere() -> None:
    given = "http://user:s3cret@harbour.example/feed"
    with pytest.raises(FetchingError) as raised:
        parse_address(given)
    assert "s3cret" not in str(raised.value) and "harbour.example" in str(raised.value)
    (refused,) = read([given])
    assert isinstance(refused, ReadingFailure)
    assert "s3cret" not in refused.where + refused.message


@pytest.mark.parametrize(
    "given", ["file:///etc/passwd", "data:text/plain,hello", "ftp://harbour.example/x", "https:/x"]
)
def test_an_address_of_another_kind_is_not_called_a_missing_file(given: str) -> None:
    (refused,) = read([given])
    assert isinstance(refused, ReadingFailure) and refused.code == "bad-address"
    assert "only addresses that begin with http:// or https://" in refused.message


def test_a_file_may_be_called_as_if_it_were_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data:notes.txt").write_text("Ruritania tested a ferry.")
    (found,) = read(["data:notes.txt"])
    assert not isinstance(found, ReadingFailure) and found.document.text == "Ruritania tested a ferry."


def test_an_address_has_one_normal_form() -> None:
    assert parse_address(" HTTP://Harbour.Example./a b?q=ü#part ").url == "http://harbour.example./a%20b?q=%C3%BC"
    assert parse_address("https://bücher.example/").host == "xn--bcher-kva.example"
    assert parse_address("../x", "https://harbour.example/a/b").url == "https://harbour.example/x"
    assert (is_address("https://x.example"), is_address("HTTP://x"), is_address("httpx"), is_address("a.html")) == (
        True, True, False, False,
    )  # fmt: skip


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for made in (text, f"http://{text}", f"https://harbour.example/{text}"):
        try:
            parse_address(made)
        except FetchingError as error:
            assert error.code == "bad-address"


@pytest.mark.parametrize("form", ["http://127.0.0.1", "http://0x7f.1", "http://2130706433", "http://0177.0.0.1",
                                  "http://[::1]", "http://[::ffff:127.0.0.1]", "http://localhost"])  # fmt: skip
def test_this_machine_is_refused_in_every_spelling(site: Site, form: str) -> None:
    with Client(limits=LIMITS) as client:
        assert code_of(lambda: client.get(f"{form}:{site.port}/")) in ("not-allowed", "bad-address")


def test_a_name_is_looked_up_once_and_that_address_is_connected_to(site: Site, serve: Serve) -> None:
    """A name that leads elsewhere when it is asked a second time gains nothing."""
    answers = iter([["203.0.113.9"], ["127.0.0.1"]])
    url = serve("/page", Reply(200, PAGE.encode()))
    with Client(resolve=lambda *_: next(answers), limits=LIMITS) as client:
        assert code_of(lambda: client.get(url, robots=False)) == "not-allowed"


def test_a_redirect_into_a_private_network_is_refused(site: Site, client: Client, serve: Serve) -> None:
    for there in (f"http://127.0.0.1:{site.port}/", "http://169.254.169.254/latest", "file:///etc/passwd", "//[::1]/"):
        url = serve("/away", Reply(302, headers={"Location": there}))
        assert code_of(lambda url=url: client.get(url)) in ("not-allowed", "bad-address")  # type: ignore[misc]


# --- answers -------------------------------------------------------------------------------------------------------


def test_an_answer_keeps_time_status_headers_and_addresses(client: Client, serve: Serve) -> None:
    url = serve("/page", Reply(200, PAGE.encode(), headers={"ETag": '"1"', "Set-Cookie": "who=me"}))
    answer = client.get(url)
    assert (answer.address, answer.final, answer.status, answer.complete) == (url, url, 200, True)
    assert answer.header("etag") == '"1"' and answer.header("set-cookie") is None
    assert answer.body == PAGE.encode() and answer.at.tzinfo is UTC


def test_what_the_site_is_told(client: Client, serve: Serve) -> None:
    seen: dict[str, str] = {}

    def note(turn: int, headers: Any) -> Reply:
        seen.update(headers.items())
        return Reply(304)

    url = serve("/feed", note)
    answer = client.get(url, etag='"a"', modified="Sat, 01 Mar 2025 00:00:00 GMT")
    assert answer.status == 304
    assert seen["If-None-Match"] == '"a"' and seen["If-Modified-Since"].startswith("Sat")
    assert seen["User-Agent"].startswith("onrecord/")
    assert agent("desk@harbour.example").endswith(" (+desk@harbour.example)")


def test_redirects_are_followed_and_lasting_ones_told_apart(site: Site, client: Client, serve: Serve) -> None:
    end = serve("/end", Reply(200, b"x"))
    serve("/temporary", Reply(302, headers={"Location": "/end"}))
    lasting = serve("/lasting", Reply(301, headers={"Location": "/lasting2"}))
    serve("/lasting2", Reply(308, headers={"Location": "/temporary"}))
    answer = client.get(lasting)
    assert (answer.address, answer.final, answer.moved) == (lasting, end, site.url(HOST, "/temporary"))
    assert client.get(site.url(HOST, "/temporary")).moved is None


def test_a_loop_of_redirects_ends(client: Client, serve: Serve) -> None:
    url = serve("/loop", Reply(302, headers={"Location": "/loop"}))
    assert code_of(lambda: client.get(url)) == "redirects"
    assert code_of(lambda: client.get(serve("/nowhere", Reply(302)))) == "bad-answer"


@pytest.mark.parametrize("how", ["hang", "drip"])
def test_no_answer_is_waited_for_longer_than_it_may_take(client: Client, serve: Serve, how: str) -> None:
    url = serve("/slow", Reply(200, PAGE.encode(), how=how))
    began = time.monotonic()
    assert code_of(lambda: client.get(url, robots=False)) == "timeout"
    assert time.monotonic() - began < 2.5


def test_an_answer_ends_at_the_limit_of_its_size(client: Client, serve: Serve) -> None:
    url = serve("/huge", Reply(200, b"x" * 3_000_000, how="endless"))
    assert code_of(lambda: client.get(url)) == "too-large"
    assert code_of(lambda: client.get(serve("/page", Reply(200, PAGE.encode())), size=10)) == "too-large"


def test_a_bomb_is_stopped_while_it_unpacks(client: Client, serve: Serve) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    url = serve("/bomb", Reply(200, bomb, headers={"Content-Encoding": "gzip"}))
    assert code_of(lambda: client.get(url)) in ("packed-bomb", "too-large")
    assert code_of(lambda: client.get(url, size=100_000_000)) == "packed-bomb"
    assert code_of(lambda: unpack(bomb, 100_000_000)) == "packed-bomb"


def test_packed_answers_are_unpacked(client: Client, serve: Serve) -> None:
    import zlib

    for coding, body in (
        ("gzip", gzip.compress(PAGE.encode())),
        ("gzip", gzip.compress(PAGE[:50].encode()) + gzip.compress(PAGE[50:].encode())),
        ("deflate", zlib.compress(PAGE.encode())),
        ("deflate", zlib.compress(PAGE.encode())[2:-4]),
    ):
        url = serve("/packed", Reply(200, body, headers={"Content-Encoding": coding}))
        assert client.get(url).body == PAGE.encode()
    for coding in ("br", "gzip, gzip"):
        url = serve("/packed", Reply(200, b"x", headers={"Content-Encoding": coding}))
        assert code_of(lambda url=url: client.get(url)) == "bad-coding"  # type: ignore[misc]


def test_an_answer_that_breaks_off_is_told(client: Client, serve: Serve) -> None:
    answer = client.get(serve("/cut", Reply(200, PAGE.encode(), how="cut")))
    assert not answer.complete and PAGE.encode().startswith(answer.body)
    packed = gzip.compress(PAGE.encode())[:-20]
    answer = client.get(serve("/cut", Reply(200, packed, headers={"Content-Encoding": "gzip"})))
    assert not answer.complete


@pytest.mark.parametrize(("status", "temporary"), [(404, True), (410, False), (403, False), (429, True), (500, True)])
def test_a_status_says_whether_to_come_again(client: Client, serve: Serve, status: int, temporary: bool) -> None:
    url = serve("/none", Reply(status, headers={"Retry-After": "120"}))
    with pytest.raises(FetchingError, match=f"HTTP {status}") as raised:
        client.get(url)
    assert (raised.value.temporary, raised.value.status, raised.value.retry_after) == (temporary, status, 120.0)


def test_retry_after_is_a_number_or_a_date() -> None:
    now = datetime(2025, 3, 1, 12, tzinfo=UTC)
    assert retry_after("90", now) == 90
    assert retry_after("Sat, 01 Mar 2025 12:02:00 GMT", now) == 120
    assert retry_after("Sat, 01 Mar 2025 11:00:00 GMT", now) == 0
    assert [retry_after(value, now) for value in (None, "", "soon", "-5", "Sat, 99 Mar")] == [None] * 5


def test_a_host_is_asked_one_request_at_a_time(client: Client, serve: Serve) -> None:
    running: list[int] = []
    most: list[int] = []

    def slow(turn: int, headers: Any) -> Reply:
        running.append(turn)
        most.append(len(running))
        time.sleep(0.05)
        running.remove(turn)
        return Reply(200, b"x")

    url = serve("/one", slow)
    threads = [threading.Thread(target=client.get, args=(url,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1


def test_waiting_ends_when_all_is_to_stop(site: Site, serve: Serve) -> None:
    url = serve("/hang", Reply(how="hang"))
    stop = threading.Event()
    limits = Limits(read=30, total=30)
    with Client(allowed=site.hosts, limits=limits, resolve=site.resolve, stopped=stop.is_set) as client:
        threading.Timer(0.2, stop.set).start()
        began = time.monotonic()
        assert code_of(lambda: client.get(url, robots=False)) == "stopped"
        assert time.monotonic() - began < 3


def test_a_gap_is_kept_between_two_requests() -> None:
    pace = Pace(2.0)
    pace.asked("a", 100.0)
    assert (pace.ready("a"), pace.ready("b")) == (102.0, 0.0)
    pace.asked("a", 102.0, delay=30.0)
    pace.asked("a", 103.0)
    assert pace.ready("a") == 132.0


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_a_certificate_must_be_of_the_host_that_was_asked_for(site: Site, tmp_path: Path) -> None:
    """Though the connection is made to a number."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={HOST} -addext subjectAltName=DNS:{HOST}"
    subprocess.run(["openssl", *made.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with Client(allowed=site.hosts, limits=LIMITS, resolve=site.resolve) as client:
        asked = [f"https://{host}:{server.server_port}/" for host in (HOST, "paper02.test")]
        assert code_of(lambda: client.get(asked[0], robots=False)) == "certificate"
        client._pool._ssl_context = ssl.create_default_context(cafile=str(certificate))
        assert code_of(lambda: client.get(asked[0], robots=False)) == "http-501"  # it answers, and cannot do more
        assert code_of(lambda: client.get(asked[1], robots=False)) == "certificate"
    server.shutdown()
    server.server_close()


# --- robots.txt ----------------------------------------------------------------------------------------------------


def test_robots_are_kept_to_and_asked_once(site: Site, client: Client, serve: Serve) -> None:
    serve("/robots.txt", Reply(200, b"User-agent: onrecord\nDisallow: /private/\nCrawl-delay: 7\n", "text/plain"))
    serve("/private/a", Reply(200, b"x"))
    serve("/open", Reply(200, b"x"))
    private = site.url(HOST, "/private/a")
    assert code_of(lambda: client.get(private)) == "robots"
    assert client.get(site.url(HOST, "/open")).body == b"x"
    assert client.get(private, robots=False).body == b"x"
    assert site.asked[f"{HOST}/robots.txt"] == 1
    assert client.robots.delay(parse_address(private)) == 7.0
    assert f"{HOST}/private/a" in site.asked and site.asked[f"{HOST}/private/a"] == 1


def test_robots_hold_at_every_step_of_a_redirect(site: Site, client: Client, serve: Serve) -> None:
    serve("/robots.txt", Reply(200, b"User-agent: *\nDisallow: /private/\n", "text/plain"), host="paper02.test")
    url = serve("/away", Reply(302, headers={"Location": site.url("paper02.test", "/private/a")}))
    assert code_of(lambda: client.get(url)) == "robots"


@pytest.mark.parametrize(("reply", "allowed"), [
    (Reply(404), True), (Reply(403), True), (Reply(200, b"\xff\xfe\x00nonsense"), True), (Reply(200, b""), True),
    (Reply(503), False), (Reply(how="hang"), False), (Reply(302, headers={"Location": "/robots.txt"}), True),
    (Reply(200, b"<html>no rules</html>"), True), (Reply(200, b"a" * 700_000), True),
])  # fmt: skip
def test_without_robots_all_is_allowed_and_without_an_answer_nothing(
    site: Site, serve: Serve, client: Client, reply: Reply, allowed: bool
) -> None:
    serve("/robots.txt", reply)
    url = serve("/page", Reply(200, b"x"))
    if allowed:
        assert client.get(url).body == b"x"
        return
    with pytest.raises(FetchingError, match=r"robots\.txt") as raised:
        client.get(url)
    assert raised.value.temporary


def test_robots_are_asked_again_after_a_day(site: Site, serve: Serve) -> None:
    clock = Clock()
    serve("/robots.txt", Reply(200, b"User-agent: *\nDisallow: /page\n"), Reply(404))
    url = serve("/page", Reply(200, b"x"))
    with Client(allowed=site.hosts, limits=LIMITS, resolve=site.resolve, clock=clock) as client:
        assert code_of(lambda: client.get(url)) == "robots"
        clock.wait(timedelta(hours=25).total_seconds())
        assert client.get(url).body == b"x"


# --- documents -----------------------------------------------------------------------------------------------------


def answer(body: bytes, kind: str = "text/html", final: str = "https://harbour.example/ferry") -> Fetched:
    return Fetched(final, final, datetime(2025, 3, 1, tzinfo=UTC), 200, (("Content-Type", kind),), body)


def document(body: bytes, kind: str = "text/html", final: str = "https://harbour.example/ferry") -> FetchedDocument:
    (found,) = documents_of(answer(body, kind, final), ReadingOptions())
    assert isinstance(found, FetchedDocument)
    return found


def test_what_an_answer_holds_is_told_by_its_content() -> None:
    assert document(PAGE.encode(), "text/plain").document.title == "Ferry tested"
    assert document(PAGE.encode(), "application/octet-stream").document.title == "Ferry tested"
    assert document(b"Ruritania tested a ferry.", "text/plain").document.text == "Ruritania tested a ferry."


@pytest.mark.parametrize(("said", "truly"), [
    ("windows-1251", "windows-1251"), ("utf-8", "windows-1252"), ("iso-8859-1", "utf-8"), ("utf-8", "utf-8"),
    ("nonsense", "utf-8"), ("shift_jis", "shift_jis"), ("utf-7", "utf-8"), ("iso-8859-1", "windows-1252"),
])  # fmt: skip
def test_the_charset_is_the_one_that_holds(said: str, truly: str) -> None:
    words = {"windows-1251": "Стрельсау", "shift_jis": "東京の港"}.get(truly, "Café – “Müller”")
    page = PAGE.replace("a new ferry", f"a new ferry called {words} and").encode(truly)
    assert words in document(page, f"text/html; charset={said}").document.text


def test_the_servers_charset_goes_before_the_pages_own() -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').replace("new ferry", "ferry Møn").encode()
    assert "ferry Møn" in document(page, "text/html; charset=utf-8").document.text


def test_a_page_has_the_address_that_it_gives_for_itself_only_within_its_site() -> None:
    def named(own: str) -> str:
        return document(PAGE.replace("<head>", f'<head><link rel="canonical" href="{own}">').encode()).document.id

    assert named("https://www.harbour.example/news/ferry") == "https://www.harbour.example/news/ferry"
    assert named("https://elsewhere.example/ferry") == "https://harbour.example/ferry"
    assert named("https://harbour.example/") == "https://harbour.example/ferry"
    assert document(PAGE.encode()).document.url == "https://harbour.example/ferry"
    assert document(b"A text.", "text/plain").document.id == "https://harbour.example/ferry"
    assert same_site("https://a.example/x", "https://m.a.example/y") and not same_site(
        "https://a.example", "https://ba.example"
    )


def test_addresses_are_read_beside_files(site: Site, serve: Serve, tmp_path: Any) -> None:
    """Nothing of this machine is asked unless it is allowed; what fails is one line."""
    (tmp_path / "a.txt").write_text("Ruritania tested a ferry.")
    url = f"http://127.0.0.1:{site.port}/page"
    site.extra["127.0.0.1/page"] = lambda *_: Reply(200, PAGE.encode())
    site.extra["127.0.0.1/robots.txt"] = lambda *_: Reply(404)
    refused, text = read([url, str(tmp_path / "a.txt")])
    assert isinstance(refused, ReadingFailure) and refused.code == "not-allowed"
    assert "--allow-host 127.0.0.1" in refused.message and not isinstance(text, ReadingFailure)
    (page,) = read([url], ReadingOptions(allow_hosts=("127.0.0.1",)))
    assert isinstance(page, FetchedDocument) and page.document.id == url and page.answer is not None


def test_the_documentation_names_every_code() -> None:
    import re

    import onrecord.reading.fetching

    page = (Path(__file__).parent.parent / "docs" / "sources.md").read_text(encoding="utf-8")
    codes = set()
    for path in Path(onrecord.reading.fetching.__file__).parent.glob("*.py"):
        codes.update(re.findall(r'FetchingError\(\s*"([a-z-]+)"', path.read_text(encoding="utf-8")))
    assert len(codes) > 12
    assert not [code for code in codes if f"`{code}`" not in page]
