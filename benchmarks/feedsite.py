"""A small web of twenty newspapers on this machine, each with feeds and pages that fail in a way of their own.

Used by the tests and by `feeds.py --soak`. All hosts are names that end in `.test` and lead to 127.0.0.1; the time is
the site's own, so that weeks pass in seconds.
"""

from __future__ import annotations

import gzip
import http.server
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from xml.sax.saxutils import escape

PACKED_BOMB = gzip.compress(b"<rss>" + b" " * 30_000_000)
GIGANTIC = b"<rss><channel>" + b"<title>x</title>" * 200_000
START = datetime(2025, 3, 1, tzinfo=UTC)
LISTED = 200
"""Articles that a feed lists: all that a test publishes, so that what was missed is always still there."""

PLACES = ("Strelsau", "Zenda", "Hentzau", "Port Brezno", "Kesten", "Lower Vall", "Ostrava Gate", "Marn")
THINGS = ("a ferry", "a grain depot", "the border bridge", "a radar post", "the harbour wall", "a rail tunnel")


class Clock:
    """A time that only moves when somebody waits."""

    def __init__(self, start: datetime = START) -> None:
        self.now = start
        self._lock = threading.Lock()

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        with self._lock:
            self.now += timedelta(seconds=seconds)


@dataclass
class Reply:
    """An answer. `how`: plain, drip (a byte now and then), hang (nothing comes), cut (off), endless (no length)."""

    status: int = 200
    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    how: str = "plain"


@dataclass(frozen=True)
class Article:
    """An article of a newspaper; its number is in its text."""

    host: str
    number: int
    published: datetime

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"/news/{self.number}"

    @property
    def name(self) -> str:
        """What tells it from all others."""
        return f"{self.host}/{self.number}"

    def title(self, version: int = 1) -> str:
        """Its headline."""
        place, thing = PLACES[self.number % len(PLACES)], THINGS[self.number % len(THINGS)]
        return f"Report {self.number}: Ruritania inspects {thing} at {place}{', updated' * (version - 1)}"

    def paragraphs(self, version: int = 1) -> list[str]:
        """Its text."""
        place, thing = PLACES[self.number % len(PLACES)], THINGS[self.number % len(THINGS)]
        return [
            f"Officials of the Ruritanian ministry of works inspected {thing} at {place} on Tuesday, two people with "
            f"knowledge of the visit told the newspaper in its report number {self.name} of this year.",
            f"A spokeswoman in Strelsau said that the plans for {place} were under discussion and that nothing had "
            "been decided. Sylvania, which shares the river, has asked to be told before any work begins.",
            "The ministry will publish what it finds by the end of the month, the spokeswoman said."
            + f" This is version {version} of the report." * (version > 1),
        ]


class Site:
    """The server. `troubles` can be switched off; `asked` counts requests by host and path.

    After the moment `closed` nothing new is published.
    """

    def __init__(self, clock: Clock, hosts: int = 20, interval: float = 5_400.0) -> None:
        self.clock = clock
        self.interval = interval
        self.troubles = True
        self.closed: datetime | None = None
        self.asked: Counter[str] = Counter()
        self.extra: dict[str, Callable[[int, Any], Reply]] = {}
        self.hosts = [f"paper{n:02}.test" for n in range(1, hosts + 1)]
        self._lock = threading.Lock()
        site = self

        class Handler(_Handler):
            of = site

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 64

            def handle_error(self, request: Any, client_address: Any) -> None:
                """Clients go away in the middle here."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End it."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, host: str, path: str = "/feed") -> str:
        """An address of it."""
        return f"http://{host}:{self.port}{path}"

    def resolve(self, host: str, port: int) -> list[str]:
        """What the names of its hosts lead to."""
        if host.endswith(".test") or host == "127.0.0.1":
            return ["127.0.0.1"]
        if host[-1:].isdigit() or ":" in host:
            return [host]
        raise OSError(f"{host} {port}: unknown here")

    def articles(self, host: str) -> list[Article]:
        """What a newspaper has published by now."""
        number = int(host[5:7])
        first = START + timedelta(seconds=number * 137)
        now = min(self.clock(), self.closed or self.clock())
        count = int(max(0.0, (now - first).total_seconds()) // self.interval) + 1
        found = [Article(host, n, first + timedelta(seconds=n * self.interval)) for n in range(count)]
        return [a for a in found if a.published <= now][-LISTED:]

    def version(self, article: Article) -> int:
        """Some articles are changed a day after they appeared."""
        changed = (
            article.number % 7 == 3 and article.number % 5 != 2 and article.host in ("paper02.test", "paper20.test")
        )
        return 2 if changed and self.clock() - article.published > timedelta(days=1) else 1

    # --- answering -------------------------------------------------------------------------------------

    def reply(self, host: str, path: str, headers: Any) -> Reply:
        """The answer to a request."""
        with self._lock:
            self.asked[f"{host}{path}"] += 1
            turn = self.asked[f"{host}{path}"]
        special = self.extra.get(f"{host}{path}") or self.extra.get(path)
        if special is not None:
            return special(turn, headers)
        if path == "/robots.txt":
            if host == "paper04.test":
                return Reply(200, b"User-agent: *\nDisallow: /private/\nCrawl-delay: 1\n", "text/plain")
            return Reply(404)
        if path.startswith("/news/"):
            return self._page(host, path, turn)
        return self._feed(host, path, turn, headers)

    def _page(self, host: str, path: str, turn: int) -> Reply:
        number = int(path.rpartition("/")[2].partition("?")[0])
        found = next((a for a in self.articles(host) if a.number == number), None)
        if found is None:
            return Reply(404)
        if self.troubles and turn == 1:
            trouble = {1: "hang", 2: "500", 3: "cut", 4: "429", 5: "drip"}.get((number * 7 + int(host[5:7])) % 17)
            if trouble == "500":
                return Reply(500)
            if trouble == "429":
                return Reply(429, headers={"Retry-After": "900"})
            if trouble:
                return Reply(200, page(found), how=trouble)
        if host == "paper20.test" and number % 5 == 4:
            return Reply(404)  # only the feed has its text
        return Reply(200, page(found, self.version(found)))

    def _feed(self, host: str, path: str, turn: int, headers: Any) -> Reply:
        number = int(host[5:7])
        body = self._atom(host) if number % 3 == 0 else self._rss(host)
        fine = Reply(200, body, "application/atom+xml" if number % 3 == 0 else "application/rss+xml; charset=utf-8")
        if number == 1:
            tag = f'"{len(self.articles(host))}-{hash_of(body)}"'
            return Reply(304) if headers.get("If-None-Match") == tag else _with(fine, ETag=tag)
        if number == 2:
            changed = max((a.published for a in self.articles(host)), default=START)
            changed = max([changed, *(a.published + timedelta(days=1, seconds=1) for a in self.articles(host)
                                      if self.version(a) == 2)])  # fmt: skip
            said = format_datetime(changed.replace(microsecond=0), usegmt=True)
            if headers.get("If-Modified-Since") == said:
                return Reply(304)
            return _with(fine, **{"Last-Modified": said})
        if number == 11 and path == "/feed":
            return Reply(301, headers={"Location": "/moved/feed"}) if turn < 6 else Reply(404)
        if number == 9 and path == "/feed":
            return Reply(302, headers={"Location": "/elsewhere/feed"})
        if number == 6 and self.clock() - START > timedelta(days=2):
            return Reply(410)
        if not self.troubles or turn % 2:
            return fine
        return self._trouble(host, number, fine, turn)

    def _trouble(self, host: str, number: int, fine: Reply, turn: int) -> Reply:
        latin = fine.body.decode().replace("–", "-").encode("latin-1", "replace")
        packed = {"Content-Encoding": "gzip"}
        broken = fine.body[: max(40, len(fine.body) * 2 // 3)]
        bomb = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "xxxxxxxxxx">' + b"".join(
            b'<!ENTITY %c "%s">' % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(8)
        )
        replies: dict[int, Callable[[], Reply]] = {
            3: lambda: Reply(how="hang"),
            4: lambda: Reply(200, fine.body, fine.kind, how="drip"),
            5: lambda: Reply(404),
            7: lambda: Reply(429, headers={"Retry-After": "1800" if turn % 4 else format_datetime(
                (self.clock() + timedelta(hours=1)).replace(microsecond=0), usegmt=True)}),
            8: lambda: Reply(503 if turn % 4 else 500),
            10: lambda: Reply(302, headers={"Location": "/loop" if turn % 4 else "/feed"}),
            12: lambda: Reply(200, b"<!doctype html><html><body><h1>Back soon</h1></body></html>"),
            13: lambda: Reply(200, broken, fine.kind),
            14: lambda: Reply(200, bomb + b"]><rss><channel><title>&i;</title></channel></rss>", fine.kind),
            15: lambda: Reply(200, PACKED_BOMB, fine.kind, packed),
            16: lambda: Reply(200, GIGANTIC, fine.kind, how="endless"),
            17: lambda: Reply(200, fine.body, fine.kind, how="cut"),
            18: lambda: Reply(200, latin, "text/xml; charset=utf-8"),
            19: lambda: Reply(200, b"", fine.kind),
        }  # fmt: skip
        if host == "paper10.test" and turn % 4 == 0:
            return Reply(301, headers={"Location": "http://127.0.0.2/feed"})  # a private network, one hop away
        return replies[number]() if number in replies else fine

    def _rss(self, host: str) -> bytes:
        number = int(host[5:7])
        items = []
        for article in reversed(self.articles(host)):
            version = self.version(article)
            title = escape(article.title(version)) + (" – élan" if number == 18 else "")
            link = self.url(host, article.path) + ("?utm_source=rss" if article.number % 2 else "")
            text = "".join(f"<p>{escape(p)}</p>" for p in article.paragraphs(version))
            guid = (
                "" if number == 20 else f"<guid isPermaLink='false'>{'same' if number == 19 else article.name}</guid>"
            )
            address = "" if number == 20 and article.number % 5 == 2 else f"<link>{escape(link)}</link>"
            content = f"<content:encoded>{escape(text)}</content:encoded>" if number == 20 else ""
            when = format_datetime(article.published, usegmt=True)
            items.append(f"<item><title>{title}</title>{address}{guid}<pubDate>{when}</pubDate>{content}</item>")
            if article.number % 9 == 5:
                items.append(items[-1])  # the same once more
        head = (
            '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        )
        return f"{head}<title>{host}</title><ttl>5</ttl>{''.join(items)}</channel></rss>".encode()

    def _atom(self, host: str) -> bytes:
        entries = []
        for article in reversed(self.articles(host)):
            version = self.version(article)
            when = article.published.isoformat()
            entries.append(
                f"<entry><id>tag:{host},2025:{article.number}</id><title>{escape(article.title(version))}</title>"
                f"<link href='{article.path}'/><published>{when}</published><updated>{when}</updated></entry>"
            )
        return (
            f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{host}</title>'
            f"<id>tag:{host}</id>{''.join(entries)}</feed>"
        ).encode()


def page(article: Article, version: int = 1) -> bytes:
    """The page of an article."""
    text = "".join(f"<p>{escape(p)}</p>" for p in article.paragraphs(version))
    title = escape(article.title(version))
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1>{text}</article></body></html>"
    ).encode()


def hash_of(body: bytes) -> str:
    """A short hash."""
    import hashlib

    return hashlib.sha256(body).hexdigest()[:12]


def _with(reply: Reply, **headers: str) -> Reply:
    return Reply(reply.status, reply.body, reply.kind, headers, reply.how)


class _Handler(http.server.BaseHTTPRequestHandler):
    of: Site
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 10

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer."""
        host = (self.headers.get("Host") or "").partition(":")[0]
        try:
            self._answer(self.of.reply(host, self.path, self.headers))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _answer(self, reply: Reply) -> None:
        if reply.how == "hang":
            self._until_left(4.0)
            self.close_connection = True
            return
        self.send_response(reply.status)
        if reply.status != 304:
            self.send_header("Content-Type", reply.kind)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.how == "endless":
            self.send_header("Connection", "close")
            self.end_headers()
            for at in range(0, len(reply.body), 65_536):
                self.wfile.write(reply.body[at : at + 65_536])
            self.close_connection = True
            return
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if reply.how == "cut":
            self.wfile.write(reply.body[: len(reply.body) // 2])
            self.close_connection = True
        elif reply.how == "drip":
            for byte in reply.body[:400]:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.02)
            self.close_connection = True
        else:
            self.wfile.write(reply.body)

    def _until_left(self, seconds: float) -> None:
        """Wait until the client has gone."""
        self.connection.settimeout(seconds)
        try:
            self.connection.recv(1)
        except OSError:
            return
