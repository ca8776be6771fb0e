"""Answers to documents: a page by its content, what its feed says of it where it says nothing itself."""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from onrecord.reading.fetching.addresses import same_site
from onrecord.reading.fetching.feed_model import Feed, FeedEntry
from onrecord.reading.fetching.model import Fetched
from onrecord.reading.formats.http import in_utf8
from onrecord.reading.formats.telling import kind_of_content, kind_of_media
from onrecord.reading.formats.whole import Place, read_whole
from onrecord.reading.language import detect
from onrecord.reading.model import Found, ReadDocument, ReadingFailure, ReadingOptions
from onrecord.reading.sources import PEEK, STANDARD_INPUT
from onrecord.records import Document, Problem

_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid)(?:=|$)", re.I)
_UNTOLD = ("", "application/octet-stream", "binary/octet-stream", "text/plain")
ENOUGH = 25
"""Words from which the text that a feed carries is taken for an article, where its page cannot be had."""

ENOUGH_SUMMARY = 40
"""Words from which the summary is; shorter ones only lure readers to the page."""


@dataclass(frozen=True, slots=True)
class FetchedDocument(ReadDocument):
    """A document from the network, with the answer that it was read from.

    `part` is the id of the entry, where the answer is a feed and the text is the one that the feed carries.
    """

    answer: Fetched | None = None
    part: str | None = None


def documents_of(answer: Fetched, options: ReadingOptions, entry: FeedEntry | None = None) -> Iterator[Found]:
    """Read an answer as a file is read, by its content; `entry` fills in what the page does not say.

    A page's id is the address that it gives for itself, where that is one of the same site; else where it came from.
    """
    media = (answer.header("content-type") or "").partition(";")[0].strip().lower()
    said = (answer.header("content-type") or "").lower()
    raw = in_utf8(answer.body, said) if said.startswith(("text/", "application/xhtml")) else answer.body
    kind = kind_of_content(None if media in _UNTOLD else kind_of_media(media), raw[:PEEK])
    place = Place(answer.final, answer.address)
    if kind in ("rows", "json", "archive"):
        from onrecord.reading.reader import read

        found = list(read([STANDARD_INPUT], options, io.BytesIO(raw)))
    else:
        found = list(read_whole(raw, kind, place, options))
    for item in found:
        where = item.where.replace(STANDARD_INPUT, answer.address, 1) if item.where[:1] == "-" else item.where
        if isinstance(item, ReadingFailure):
            yield dataclasses.replace(item, where=where)
            continue
        document = _placed(item.document, answer) if len(found) == 1 else item.document
        if entry is not None:
            document = _described(document, entry)
        problems = item.problems
        if document.published and _is_after(document.published, answer.at):
            message = f"its date, {document.published}, is after the day on which it was fetched; it is left open"
            problems = (*problems, Problem("bad-date", message))
            document = dataclasses.replace(document, published=None)
        if not answer.complete:
            problems = (*problems, Problem("cut-off", "the connection broke off before the end of it"))
        yield FetchedDocument(document, problems, where, answer.at.isoformat(), answer)


def carried(feed: Fetched, entry: FeedEntry, why: str | None, summary: bool = False) -> FetchedDocument | None:
    """The document that a feed itself carries for an entry, null where it carries too little.

    `why` says why the page was not read, and is kept as a problem; `summary` lets a short text stand too.
    """
    text = entry.content
    if len(entry.summary or "") > len(text or "") and (summary or len((entry.summary or "").split()) >= ENOUGH_SUMMARY):
        text = entry.summary
    if not text or (len(text.split()) < ENOUGH and not summary):
        return None
    document = Document(
        id=without_tracking(entry.address) if entry.address else f"{feed.final}#{entry.id}",
        text=text,
        title=entry.title,
        published=entry.published,
        source=entry.source,
        author=entry.author,
        url=entry.address,
        lang=detect(text)[0] or entry.lang,
    )
    problems = (Problem("feed-text", f"this is the text that the feed carries ({why})"),) if why else ()
    return FetchedDocument(document, problems, entry.address or feed.address, feed.at.isoformat(), feed, entry.id)


def feed_documents(raw: bytes, where: str) -> Iterator[Found]:
    """What a feed that is a file carries, entry by entry; nothing is fetched for it."""
    from datetime import UTC, datetime

    from onrecord.reading.fetching.feeds import parse_feed
    from onrecord.reading.fetching.model import FetchingError

    try:
        feed = parse_feed(raw, "")
    except FetchingError as error:
        yield ReadingFailure(where, error.code, str(error))
        return
    given = 0
    answer = Fetched(where, where, datetime.now(UTC), 200)
    for entry in feed.entries:
        found = carried(answer, entry, None, summary=True)
        if found is not None:
            given += 1
            yield ReadDocument(found.document, found.problems, f"{where}, entry {entry.id[:200]}")
    if not given:
        yield ReadingFailure(where, "no-text", nothing_carried(feed))


def nothing_carried(feed: Feed) -> str:
    """Why a feed gives nothing without its pages."""
    if feed.kind.startswith("sitemap"):
        return "this is a sitemap: it names pages and carries no text; read it by its address"
    if not feed.entries:
        return "this feed has no entries"
    return "the entries of this feed carry no text; read it by its address, so that its pages are fetched"


def is_feed(head: bytes) -> bool:
    """Whether a file that begins so is a feed or a sitemap in XML or JSON."""
    from onrecord.reading.fetching.feeds import shape_of

    return head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] in (b"<", b"{") and shape_of(head) in (
        "feed", "json", "sitemap",
    )  # fmt: skip


def without_tracking(url: str) -> str:
    """An address without the parameters that only tell its site where a reader came from."""
    parts = urlsplit(url)
    if not parts.query:
        return url
    kept = [pair for pair in parts.query.split("&") if not _TRACKING.match(pair)]
    return parts._replace(query="&".join(kept)).geturl()


def _placed(document: Document, answer: Fetched) -> Document:
    """With the address of the page as its id, and as its address; its own word for it where that is of the site."""
    own = document.url
    final = without_tracking(answer.final)
    if own and (same_site(own, answer.final) or same_site(own, answer.address)):
        return document
    if own and document.id == own:
        return dataclasses.replace(document, id=final, url=final)
    if document.id in (STANDARD_INPUT, answer.final):
        return dataclasses.replace(document, id=final, url=own or final)
    return document


def _is_after(published: str, fetched: datetime) -> bool:
    """Whether a date is after a day by more than time zones explain."""
    return published[:10] > (fetched + timedelta(days=1)).date().isoformat()


def leads_to_front_page(answer: Fetched) -> bool:
    """Whether a site sent from a page to its front page, as many do where the page is gone."""
    asked, got = urlsplit(answer.address), urlsplit(answer.final)
    return bool(asked.path.strip("/")) and not got.path.strip("/") and not got.query


def _described(document: Document, entry: FeedEntry) -> Document:
    return dataclasses.replace(
        document,
        title=document.title or entry.title,
        published=document.published or entry.published,
        source=document.source or entry.source,
        author=document.author or entry.author,
        lang=document.lang or entry.lang,
    )
