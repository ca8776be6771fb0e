"""The client: one polite request, its redirects checked hop by hop, its answer within limits of time and size."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import httpcore

from onrecord import __version__
from onrecord.reading.fetching.addresses import Address, Resolve, parse_address, system_resolve
from onrecord.reading.fetching.model import Fetched, FetchingError, Limits, by_status, retry_after
from onrecord.reading.fetching.robots import SIZE, Robots
from onrecord.reading.fetching.unpacking import Unpacker
from onrecord.reading.fetching.wire import CheckedBackend, Watch

ACCEPT = (
    "text/html,application/xhtml+xml,application/atom+xml,application/rss+xml,application/feed+json,"
    "application/xml;q=0.9,text/*;q=0.8,*/*;q=0.5"
)
_REDIRECTS = (301, 302, 303, 307, 308)
_LASTING_REDIRECTS = (301, 308)
_LEFT_OUT = ("set-cookie", "set-cookie2", "authorization", "www-authenticate")
_SMALL = 65_536
"""Bytes of an answer without use that are read, so that its connection can be used again."""
_HEADER = 2_000
"""Characters of one header that are kept."""


def agent(contact: str | None = None) -> str:
    """What the program calls itself, with an address (of a page or of mail) under which its user can be reached."""
    return f"onrecord/{__version__} (+{contact})" if contact else f"onrecord/{__version__}"


def _now() -> datetime:
    return datetime.now(UTC)


class Client:
    """Fetches addresses one by one, from any number of threads; close it, or use it as a context manager.

    `contact` is named to the sites, `allowed` are hosts of private networks that may be asked; `stopped` tells
    whether all waiting is to end. At most one request is under way for each host. The proxies of the environment
    are not used: the check of addresses would be theirs.
    """

    def __init__(
        self,
        contact: str | None = None,
        allowed: Collection[str] = (),
        limits: Limits | None = None,
        *,
        resolve: Resolve = system_resolve,
        clock: Callable[[], datetime] = _now,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.limits = limits or Limits()
        self._agent = agent(contact)
        self._clock = clock
        self._watch = Watch(stopped)
        self._pool = httpcore.ConnectionPool(
            max_connections=20,
            max_keepalive_connections=10,
            keepalive_expiry=30.0,
            network_backend=CheckedBackend(self._watch, tuple(allowed), resolve),
        )
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()
        self.robots = Robots(lambda url: self._follow(url, {}, SIZE, None, None), clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()

    def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        modified: str | None = None,
        robots: bool = True,
        size: int | None = None,
    ) -> Fetched:
        """Fetch an address; `etag` and `modified` of an earlier answer give one with the status 304 if nothing changed.

        `robots` tells whether the robots.txt of each site that is asked is kept to, `size` the most bytes of the
        answer. Raises FetchingError, also for every status but those of success and 304.
        """
        headers = {}
        if etag:
            headers["If-None-Match"] = etag
        if modified:
            headers["If-Modified-Since"] = modified
        return self._follow(url, headers, size or self.limits.size, self.robots if robots else None, None)

    def _follow(
        self, url: str, headers: Mapping[str, str], size: int, robots: Robots | None, base: str | None
    ) -> Fetched:
        address = parse_address(url, base)
        first, moved, lasting = address.url, None, True
        for _ in range(self.limits.redirects + 1):
            if robots is not None:
                robots.check(address)
            with self._alone(address):
                answer = self._ask(address, headers, size)
            if answer.status not in _REDIRECTS:
                break
            there = answer.header("location")
            if not there:
                raise FetchingError(
                    "bad-answer", f"{address.url}: the site sends elsewhere without saying where", temporary=True
                )
            lasting = lasting and answer.status in _LASTING_REDIRECTS
            address = parse_address(there, address.url)
            moved = address.url if lasting else moved
        else:
            raise FetchingError(
                "redirects", f"{first}: the site sends from one address to the next without end", temporary=True
            )
        if answer.status != 304 and not 200 <= answer.status < 300:
            raise by_status(answer.status, address.url, retry_after(answer.header("retry-after"), self._clock()))
        return Fetched(
            first, answer.final, answer.at, answer.status, answer.headers, answer.body, moved, answer.complete
        )

    @contextmanager
    def _alone(self, address: Address) -> Iterator[None]:
        """One request at a time for each host."""
        with self._guard:
            if len(self._locks) > 1_000:
                self._locks = {host: lock for host, lock in self._locks.items() if lock.locked()}
            lock = self._locks.setdefault(f"{address.host}:{address.port}", threading.Lock())
        with lock:
            yield

    def _ask(self, address: Address, headers: Mapping[str, str], size: int) -> Fetched:
        limits = self.limits
        self._watch.start(limits.total)
        sent: dict[bytes | str, bytes | str] = {
            "User-Agent": self._agent,
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip, deflate",
        }
        sent.update({name: value.encode("latin-1", "ignore") for name, value in headers.items()})
        timeouts = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.total}
        try:
            with self._pool.stream("GET", address.url, headers=sent, extensions={"timeout": timeouts}) as response:
                at = self._clock()
                kept = _kept(response.headers)
                useful = 200 <= response.status < 300
                body, complete = _body(response, kept, size) if useful else (_skim(response), True)
        except FetchingError as error:
            named = "" if address.host in str(error) else f"{address.url}: "
            raise FetchingError(
                error.code, f"{named}{error}", temporary=error.temporary, status=error.status,
                retry_after=error.retry_after,
            ) from error  # fmt: skip
        except httpcore.TimeoutException as error:
            raise FetchingError(
                "timeout", f"{address.url}: the site does not answer in time", temporary=True
            ) from error
        except (httpcore.NetworkError, OSError) as error:
            if "[SSL" in str(error):
                message = f"{address.url}: the site's certificate or encryption is not in order ({_said(error)})"
                raise FetchingError("certificate", message, temporary=True) from error
            raise FetchingError(
                "unreachable", f"{address.url}: no connection to the site ({_said(error)})", temporary=True
            ) from error
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, ValueError, UnicodeError) as error:
            raise FetchingError(
                "bad-answer", f"{address.url}: what the site answers is no HTTP ({_said(error)})", temporary=True
            ) from error
        return Fetched(address.url, address.url, at, response.status, kept, body, None, complete)


def _body(response: httpcore.Response, headers: tuple[tuple[str, str], ...], size: int) -> tuple[bytes, bool]:
    """The bytes of an answer, and whether they are all of them. Raises FetchingError."""
    coding = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    unpacker = Unpacker(coding, size)
    chunks: list[bytes] = []
    try:
        for chunk in response.iter_stream():
            chunks.append(unpacker.feed(chunk))
    except (httpcore.RemoteProtocolError, httpcore.ReadError):
        return b"".join(chunks), False  # the connection broke off
    return b"".join(chunks), not unpacker.broken_off


def _skim(response: httpcore.Response) -> bytes:
    """Take the rest of an answer of which nothing is needed, where it is short."""
    taken = 0
    try:
        for chunk in response.iter_stream():
            taken += len(chunk)
            if taken > _SMALL:
                break
    except (httpcore.RemoteProtocolError, httpcore.NetworkError, httpcore.TimeoutException):
        pass
    return b""


def _kept(headers: list[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
    found = ((name.decode("latin-1"), value.decode("latin-1")[:_HEADER]) for name, value in headers)
    return tuple((name, value) for name, value in found if name.lower() not in _LEFT_OUT)


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
