"""One poll of a feed: its answer, read, with the newest parts of a sitemap's index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.reading.fetching.discovery import find_feeds
from onrecord.reading.fetching.feed_model import Feed
from onrecord.reading.fetching.feeds import parse_feed, shape_of
from onrecord.reading.fetching.model import Fetched, FetchingError
from onrecord.reading.fetching.polling import FeedState

if TYPE_CHECKING:
    from onrecord.reading.fetching.client import Client

MOST_PAGES = 1_000
"""Pages of a sitemap that are taken up at a time, the newest first: as many as a sitemap of news may name."""

MOST_PARTS = 3
"""Sitemaps of an index that are looked into at each poll, the newest first."""


@dataclass(frozen=True, slots=True)
class Polled:
    """What a poll brought. `feed` is null where nothing changed (304), and where the answer is a page.

    `left_out` is how many older pages of a sitemap were left out; `leads_to` the feed that a page names.
    """

    answer: Fetched
    feed: Feed | None = None
    left_out: int = 0
    leads_to: str | None = None


def ask_feed(client: Client, state: FeedState, robots: bool, pause: Callable[[], object]) -> Polled:
    """Ask a feed for what is new; `pause` waits between two requests to one host. Raises FetchingError."""
    answer = client.get(state.current, etag=state.etag, modified=state.modified, robots=robots)
    if answer.status == 304:
        return Polled(answer)
    kind = answer.header("content-type")
    if shape_of(answer.body, kind) == "page":
        return _led_on(state, answer)
    feed = parse_feed(answer.body, answer.final, kind)
    entries = list(feed.entries)
    for part in feed.parts[:MOST_PARTS]:
        pause()
        try:
            inner = client.get(part, robots=robots)
            entries += parse_feed(inner.body, inner.final, inner.header("content-type")).entries
        except FetchingError as error:
            feed = replace(feed, problems=(*feed.problems, f"a part of it cannot be read ({error})"))
    left = 0
    if feed.kind.startswith("sitemap"):
        entries.sort(key=lambda entry: entry.published or entry.updated or "", reverse=True)
        left = max(0, len(entries) - MOST_PAGES)
        entries = entries[:MOST_PAGES]
    return Polled(answer, replace(feed, entries=tuple(entries)), left)


def _led_on(state: FeedState, answer: Fetched) -> Polled:
    found = [feed.address for feed in find_feeds(answer.body, answer.final) if feed.address != state.current]
    if not found or state.current != state.address:
        raise FetchingError("not-a-feed", "this is a page that names no feed; write the feed's own address")
    return Polled(answer, leads_to=found[0])
