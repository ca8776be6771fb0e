"""JSON Feed (jsonfeed.org, versions 1 and 1.1) to entries."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin

from onrecord.reading.dates import parse_worded_date
from onrecord.reading.decoding import decode, without_surrogates
from onrecord.reading.fetching.feed_model import Feed, FeedEntry, made_id, with_own_ids
from onrecord.reading.fetching.model import FetchingError
from onrecord.reading.model import UnreadableError
from onrecord.reading.tagstrip import strip_tags


def parse_json_feed(raw: bytes, base: str) -> Feed:
    """Read a JSON Feed; items that are none are left out and counted. Raises FetchingError (not-a-feed)."""
    try:
        value = json.loads(decode(raw).text)
    except (ValueError, RecursionError, UnreadableError) as error:
        raise FetchingError("not-a-feed", f"this is broken JSON, and no feed ({error})", temporary=True) from error
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        raise FetchingError("not-a-feed", "this JSON is no feed: it has no list of items")
    entries = []
    bad = 0
    for item in value["items"]:
        entry = _entry(item, base) if isinstance(item, dict) else None
        if entry is None:
            bad += 1
        else:
            entries.append(entry)
    problems = (f"{bad} of its items are none that can be used",) if bad else ()
    return Feed("json", with_own_ids(entries), _text(value, "title"), _text(value, "language"), problems=problems)


def _entry(item: dict[str, Any], base: str) -> FeedEntry | None:
    link = _text(item, "url") or _text(item, "external_url")
    try:
        address = urljoin(base, link) if link else None
    except ValueError:
        address = None
    if address and not address.startswith(("http://", "https://")):
        address = None
    title = _text(item, "title")
    html = item.get("content_html")
    plain = item.get("content_text")
    content = strip_tags(without_surrogates(html)) if isinstance(html, str) else None
    if isinstance(plain, str) and len(plain) > len(content or ""):
        content = without_surrogates(plain).strip()
    summary = _text(item, "summary")
    id = item.get("id")
    id = without_surrogates(str(id)) if isinstance(id, str | int | float) and str(id).strip() else None
    if not (id or address or title or content):
        return None
    published = _date(item, "date_published")
    return FeedEntry(
        id=id or address or (made_id(title, published) if title else made_id(content or summary)),
        address=address,
        title=title,
        published=published,
        updated=_date(item, "date_modified"),
        author=_authors(item),
        content=content or None,
        summary=summary,
        lang=_text(item, "language"),
    )


def _text(item: dict[str, Any], name: str) -> str | None:
    value = item.get(name)
    return " ".join(without_surrogates(value).split())[:2_000] or None if isinstance(value, str) else None


def _date(item: dict[str, Any], name: str) -> str | None:
    value = item.get(name)
    return parse_worded_date(value) if isinstance(value, str) else None


def _authors(item: dict[str, Any]) -> str | None:
    people = item.get("authors")
    people = people if isinstance(people, list) else [item.get("author")]
    names = [_text(person, "name") for person in people if isinstance(person, dict)]
    return ", ".join(name for name in names if name) or None
