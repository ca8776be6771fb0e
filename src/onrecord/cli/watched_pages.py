"""The articles that watched feeds name: from what came back for an entry to a document in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from onrecord.cli.fetched import answer_of
from onrecord.ledger import Ledger
from onrecord.ledger import Outcome as Written
from onrecord.reading.fetching.addresses import same_site
from onrecord.reading.fetching.articles import (
    FetchedDocument,
    carried,
    documents_of,
    leads_to_front_page,
    without_tracking,
)
from onrecord.reading.fetching.feed_model import Feed
from onrecord.reading.fetching.feeds import parse_feed
from onrecord.reading.fetching.model import Fetched, FetchingError
from onrecord.reading.fetching.polling import EntryState, next_try
from onrecord.reading.fetching.watchlist import WatchedFeed
from onrecord.reading.model import Found, ReadingFailure, ReadingOptions

MOST_BROKEN = 3
"""Times that a page is fetched again whose connection broke off, before what came of it is read."""

Take = Callable[[Sequence[FetchedDocument]], Sequence[Written | ReadingFailure]]
"""Reads documents into the ledger and tells of each, in their order, what came of it."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that happened, for people: `feed` is the address of the feed that it is about."""

    kind: Literal["poll", "article", "failure", "trouble"]
    message: str
    feed: str | None = None
    document: str | None = None
    new: int = 0


class Pages:
    """Makes documents of answers and reads them into a ledger; each entry is settled, or tried again later."""

    def __init__(
        self, ledger: Ledger, take: Take, report: Callable[[Note], None], clock: Callable[[], datetime]
    ) -> None:
        self._ledger = ledger
        self._take = take
        self._report = report
        self._clock = clock
        self._parsed: tuple[str, Feed] | None = None

    def of_page(
        self, feed: WatchedFeed, entry: EntryState, result: Fetched | FetchingError
    ) -> Iterable[tuple[EntryState, FetchedDocument]]:
        """The document of an entry's page; else it is tried again later, or read from the feed, or given up."""
        if isinstance(result, Fetched) and not result.complete and entry.tries < MOST_BROKEN:
            result = FetchingError("cut-off", "the connection broke off before the end", temporary=True)
        if isinstance(result, Fetched) and leads_to_front_page(result):
            result = FetchingError("http-404", "the site sends from it to its front page", temporary=True)
        found: list[Found] = []
        if isinstance(result, Fetched):
            try:
                said = replace(entry.entry, lang=entry.entry.lang or feed.lang)
                found = list(documents_of(result, ReadingOptions(), said))
            except Exception as error:  # one page may trip over a fault of ours, and the others are read
                result = fault(error)
        if isinstance(result, FetchingError):
            tries = entry.tries + 1
            again = next_try(tries, entry.entry.id, self._clock(), result.retry_after) if result.temporary else None
            if again is not None:
                self._ledger.postpone(entry, again, tries, str(result))
                return
            yield from self.without_page(feed, entry, str(result))
            return
        documents = [item for item in found if isinstance(item, FetchedDocument)]
        if not documents:
            why = found[0].message if found and isinstance(found[0], ReadingFailure) else "the page is empty"
            yield from self.without_page(feed, entry, why)
        for item in documents:
            yield entry, _of_outlet(item, feed)

    def without_page(
        self, feed: WatchedFeed, entry: EntryState, why: str | None
    ) -> Iterable[tuple[EntryState, FetchedDocument]]:
        """What the feed itself carries for an entry; where that is nothing, the entry ends here."""
        if entry.document is not None and why is not None:  # what was read of the page is more than the feed carries
            self._ledger.settle(entry, "known", entry.document, f"its page could not be read again: {why}")
            return
        found = self._carried(entry, why)
        if found is not None:
            yield entry, _of_outlet(found, feed)
        elif why is None:
            self._ledger.settle(entry, "nothing", said="the feed carries no text for it")
        else:
            self._ledger.settle(entry, "given up", said=why)
            self._report(Note("failure", f"given up: {why}", entry.feed))

    def _carried(self, entry: EntryState, why: str | None) -> FetchedDocument | None:
        if entry.body is None:
            return None
        fetch = self._ledger.fetch_of(entry.body)
        answer = answer_of(self._ledger, fetch) if fetch else None
        if answer is None:
            return None
        if self._parsed is None or self._parsed[0] != entry.body:
            try:
                self._parsed = entry.body, parse_feed(answer.body, answer.final, answer.header("content-type"))
            except FetchingError:
                return None
        for one in self._parsed[1].entries:
            if entry.entry.id in (one.id, f"{one.id}\n{one.address}"):
                return carried(answer, replace(one, id=entry.entry.id), why, summary=why is None)
        return None

    def read(self, documents: Sequence[tuple[EntryState, FetchedDocument]]) -> int:
        """Read documents, each text of a site once, and settle their entries; gives how many were new or changed."""
        count = 0
        fresh = []
        for entry, item in documents:
            twin = self._same_text(item)
            if twin is not None and not entry.readings:
                self._ledger.settle(entry, "known", twin, "the same text is there under another address")
                continue
            fresh.append((entry, self._with_own_id(entry, item)))
        written = self._take([item for _, item in fresh]) if fresh else ()
        for (entry, item), outcome in zip(fresh, written, strict=True):
            if isinstance(outcome, ReadingFailure):
                self._ledger.settle(entry, "given up", said=outcome.message)
                self._report(Note("failure", str(outcome), entry.feed))
                continue
            changed = outcome in (Written.NEW, Written.CHANGED)
            said = None if changed else "the ledger had it already"
            if outcome is Written.TAKEN_OUT:
                said = "taken out of the ledger before, and not read again"
            self._ledger.settle(entry, "read" if changed else "known", item.document.id, said)
            if changed:
                count += 1
                self._report(Note("article", item.document.title or "", entry.feed, item.document.id))
        return count

    def _same_text(self, item: FetchedDocument) -> str | None:
        """Another document of the same site with the same text: outlets that repeat one another stay two."""
        for fetch in self._ledger.with_text(item.document.sha256):
            if fetch.document != item.document.id and item.answer and same_site(fetch.final, item.answer.final):
                return fetch.document
        return None

    def _with_own_id(self, entry: EntryState, item: FetchedDocument) -> FetchedDocument:
        """A document under its own address, where its page claims that of another article."""
        own = without_tracking(item.answer.final) if item.answer and item.part is None else None
        document = item.document
        if own is None or document.id == own or entry.document == document.id:
            return item
        if not self._ledger.is_of_another(document.id, entry):
            return item
        return replace(item, document=replace(document, id=own, url=own))


def fault(error: Exception) -> FetchingError:
    """What is noted where the program itself failed over an answer."""
    said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return FetchingError("fault", f"something went wrong inside onrecord ({said}); please report it", temporary=True)


def _of_outlet(item: FetchedDocument, feed: WatchedFeed) -> FetchedDocument:
    document = item.document
    document = replace(document, source=document.source or feed.name, lang=document.lang or feed.lang)
    return replace(item, document=document)
