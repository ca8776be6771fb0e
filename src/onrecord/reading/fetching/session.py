"""Addresses to documents: a page, or all that a feed or sitemap names, one after another and without haste."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import lru_cache

from onrecord.reading.fetching.addresses import parse_address, without_secret
from onrecord.reading.fetching.articles import carried, documents_of, leads_to_front_page, nothing_carried
from onrecord.reading.fetching.client import Client
from onrecord.reading.fetching.feed_model import Feed, FeedEntry
from onrecord.reading.fetching.feeds import parse_feed, shape_of, unpacked
from onrecord.reading.fetching.model import Fetched, FetchingError
from onrecord.reading.fetching.pacing import Pace
from onrecord.reading.model import Found, ReadingFailure, ReadingOptions

MOST_PAGES = 500
"""Pages of one sitemap that are read at a time, the newest first; `watch` goes through larger ones over days."""

MOST_PARTS = 20
"""Sitemaps of an index that are read at a time, the newest first."""


class Session:
    """A client with a pace: what `read` uses for all addresses of one run."""

    def __init__(self, client: Client, pace: Pace | None = None, sleep: Callable[[float], None] = time.sleep) -> None:
        self.client = client
        self._pace = pace or Pace()
        self._sleep = sleep

    def get(self, url: str) -> Fetched:
        """Fetch an address as soon as its host may be asked. Raises FetchingError."""
        address = parse_address(url)
        wait = self._pace.ready(address.host) - time.monotonic()
        if wait > 0:
            self._sleep(wait)
        try:
            return self.client.get(url)
        finally:
            self._pace.asked(address.host, time.monotonic(), self.client.robots.delay(address))

    def read(self, url: str, options: ReadingOptions) -> Iterator[Found]:
        """Yield what an address gives: the document of a page, those of the entries of a feed or sitemap."""
        try:
            answer = self.get(url)
            feed = _as_feed(answer)
        except FetchingError as error:
            yield ReadingFailure(without_secret(url), error.code, _without(str(error), url))
            return
        if feed is None:
            yield from documents_of(answer, options)
            return
        entries, left = self._entries(feed)
        given = False
        for entry in entries:
            for found in self._entry(entry, answer, options):
                given = True
                yield found
        if left:
            message = f"it names {left:,} more pages; the {len(entries):,} newest were read"
            yield ReadingFailure(url, "passed-over", message, harmless=True)
        elif not given:
            yield ReadingFailure(url, "no-text", nothing_carried(feed))

    def _entry(self, entry: FeedEntry, feed: Fetched, options: ReadingOptions) -> Iterator[Found]:
        if entry.address is None:
            found = carried(feed, entry, None, summary=True)
            if found is not None:
                yield found
            return
        try:
            answer = self.get(entry.address)
            if leads_to_front_page(answer):
                raise FetchingError("http-404", "the site sends from it to its front page")
            pages = list(documents_of(answer, options, entry))
            why = str(pages[0].message) if pages and isinstance(pages[0], ReadingFailure) else "the page is empty"
            code = pages[0].code if pages and isinstance(pages[0], ReadingFailure) else "no-text"
        except FetchingError as error:
            pages, why, code = [], _without(str(error), entry.address), error.code
        if any(not isinstance(page, ReadingFailure) for page in pages):
            yield from pages
            return
        yield carried(feed, entry, why) or ReadingFailure(entry.address, code, why)

    def _entries(self, feed: Feed) -> tuple[list[FeedEntry], int]:
        """The entries of a feed or sitemap, and the number of those that are left out. Raises nothing."""
        found = {entry.id: entry for entry in feed.entries}
        for part in feed.parts[:MOST_PARTS]:
            if len(found) >= MOST_PAGES:
                break
            try:
                answer = self.get(part)
                inner = parse_feed(answer.body, answer.final, answer.header("content-type"))
            except FetchingError:
                continue
            for entry in inner.entries:
                found.setdefault(entry.id, entry)
        entries = list(found.values())
        if not feed.kind.startswith("sitemap"):
            return entries, 0
        entries.sort(key=lambda entry: entry.published or entry.updated or "", reverse=True)
        return entries[:MOST_PAGES], max(0, len(entries) - MOST_PAGES)


def _as_feed(answer: Fetched) -> Feed | None:
    """The feed that an answer is; null where it is something else. Raises FetchingError for a broken one."""
    kind = answer.header("content-type")
    if shape_of(answer.body, kind) in ("feed", "json", "sitemap", "list"):
        return parse_feed(answer.body, answer.final, kind)
    if answer.body.startswith(b"\x1f\x8b") and shape_of(unpacked(answer.body), kind) in ("sitemap", "feed"):
        return parse_feed(answer.body, answer.final, kind)
    return None


def _without(message: str, url: str) -> str:
    """A message that does not begin with the address that is named before it anyway."""
    return message.removeprefix(f"{url}: ")


@lru_cache(maxsize=4)
def _session(contact: str | None, allowed: tuple[str, ...]) -> Session:
    return Session(Client(contact, allowed))


def read_address(url: str, options: ReadingOptions) -> Iterator[Found]:
    """Read an address with the settings of `options`; one session serves all addresses of a process."""
    return _session(options.contact, options.allow_hosts).read(url, options)
