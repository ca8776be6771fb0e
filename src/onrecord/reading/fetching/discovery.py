"""The feeds that a page names in its head, as readers of feeds find them."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin

from onrecord.reading.decoding import decode
from onrecord.reading.model import UnreadableError

_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json",
          "application/rdf+xml", "application/x-cdf", "text/xml", "application/xml")  # fmt: skip
_COMMENTS = re.compile(r"comment|kommentar|reply|replies", re.I)
_LOOKED_AT = 200_000
"""Characters of a page in which the links are looked for; they stand in its head."""


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """A feed that a page names."""

    address: str
    title: str | None = None


def find_feeds(raw: bytes, base: str) -> tuple[FoundFeed, ...]:
    """The feeds in `<link rel="alternate">` of a page, in their order; those of comments come last."""
    try:
        page = decode(raw, markup=True).text[:_LOOKED_AT]
    except UnreadableError:
        return ()
    links = _Links()
    with suppress(AssertionError, ValueError):  # declarations that html.parser cannot make sense of
        links.feed(page)
    found: dict[str, FoundFeed] = {}
    for href, title in links.found:
        try:
            address = urljoin(urljoin(base, links.base), href)
        except ValueError:
            continue
        if address.startswith(("http://", "https://")):
            found.setdefault(address, FoundFeed(address, title))
    return tuple(sorted(found.values(), key=lambda one: bool(_COMMENTS.search(f"{one.address} {one.title or ''}"))))


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str | None]] = []
        self.base = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attrs}
        if tag == "base" and about.get("href") and not self.base:
            self.base = about["href"].strip()
        if tag not in ("link", "a") or len(self.found) > 50:
            return
        rel = about.get("rel", "").lower().split()
        kind = about.get("type", "").partition(";")[0].strip().lower()
        href = about.get("href", "").strip()
        wanted = "feed" in rel or ("alternate" in rel and kind in _TYPES and not _only_data(kind, href))
        if href and wanted:
            self.found.append((href, " ".join(about.get("title", "").split()) or None))


def _only_data(kind: str, href: str) -> bool:
    """Whether an alternate is the page itself as data, as WordPress names it, and no feed."""
    return (kind == "application/json" and "feed" not in href.lower()) or "/oembed" in href or "/wp-json/" in href
