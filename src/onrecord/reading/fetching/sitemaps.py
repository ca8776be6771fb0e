"""Sitemaps (sitemaps.org, with the news extension) to entries: lists of pages, lists of lists, and plain text."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from onrecord.reading.dates import parse_worded_date
from onrecord.reading.decoding import decode
from onrecord.reading.fetching.feed_model import Feed, FeedEntry, with_own_ids
from onrecord.reading.fetching.model import FetchingError
from onrecord.reading.model import UnreadableError

MOST = 50_000
"""Pages that one sitemap may name by its standard; what comes after them is left out."""


def parse_sitemap(raw: bytes, base: str) -> Feed:
    """Read a sitemap or an index of them, broken ones as far as possible. Raises FetchingError (not-a-feed)."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.LxmlError, ValueError) as error:
        raise FetchingError("not-a-feed", f"this sitemap cannot be read ({error})", temporary=True) from error
    if root is None:
        raise FetchingError("not-a-feed", "this sitemap is empty, or broken from its beginning", temporary=True)
    problems = ("it is broken XML; it was read as far as possible",) if parser.error_log else ()
    name = _name(root)
    if name == "sitemapindex":
        parts = [
            (_date(_child(node, "lastmod")) or "", _address(node, base)) for node in root if _name(node) == "sitemap"
        ]
        ordered = sorted(parts, key=lambda part: part[0], reverse=True)  # stable: those without a date as they stand
        return Feed("sitemap-index", parts=tuple(dict.fromkeys(a for _, a in ordered if a)), problems=problems)
    entries = []
    for node in root.iter():
        if _name(node) == "url":
            entry = _entry(node, base)
            if entry:
                entries.append(entry)
                if len(entries) >= MOST:
                    break
    return Feed("sitemap", with_own_ids(entries), problems=problems)


def parse_address_list(raw: bytes) -> Feed:
    """Read a sitemap that is a plain text, one address a line. Raises FetchingError (not-a-feed)."""
    try:
        lines = decode(raw).text.splitlines()
    except UnreadableError as error:
        raise FetchingError("not-a-feed", f"this is no list of addresses ({error})") from error
    found = [line.strip() for line in lines if line.strip().startswith(("http://", "https://"))]
    return Feed("sitemap", with_own_ids([FeedEntry(id=url, address=url) for url in found[:MOST]]))


def _entry(node: Any, base: str) -> FeedEntry | None:
    address = _address(node, base)
    if not address:
        return None
    news = next((child for child in node if _name(child) == "news"), None)
    title = published = source = lang = None
    if news is not None:
        title = _text(_child(news, "title"))
        published = _date(_child(news, "publication_date"))
        publication = _child(news, "publication")
        if publication is not None:
            source, lang = _text(_child(publication, "name")), _text(_child(publication, "language"))
    return FeedEntry(address, address, title, published, _date(_child(node, "lastmod")), source=source, lang=lang)


def _name(node: Any) -> str:
    return node.tag.rpartition("}")[2].lower() if isinstance(node.tag, str) else ""


def _child(node: Any, name: str) -> Any:
    return next((child for child in node if _name(child) == name), None)


def _text(node: Any) -> str | None:
    return None if node is None else " ".join("".join(node.itertext()).split())[:2_000] or None


def _date(node: Any) -> str | None:
    said = _text(node)
    return parse_worded_date(said) if said else None


def _address(node: Any, base: str) -> str | None:
    said = _text(_child(node, "loc"))
    try:
        found = urljoin(base, said) if said else None
    except ValueError:
        return None
    return found if found and found.startswith(("http://", "https://")) else None
