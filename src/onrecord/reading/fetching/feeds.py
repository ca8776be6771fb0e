"""Feeds of every kind to entries: RSS, RDF, Atom and CDF through feedparser, JSON Feed, sitemaps; broken ones too."""

from __future__ import annotations

import io
import re
import time
import warnings
from typing import Any, Literal

from onrecord.reading.dates import EARLIEST, parse_worded_date
from onrecord.reading.decoding import decode, without_nul
from onrecord.reading.fetching.bombs import refuse_bomb, refuse_tangle
from onrecord.reading.fetching.feed_model import Feed, FeedEntry, made_id, with_own_ids
from onrecord.reading.fetching.jsonfeed import parse_json_feed
from onrecord.reading.fetching.model import MEGABYTE, FetchingError
from onrecord.reading.fetching.sitemaps import parse_address_list, parse_sitemap
from onrecord.reading.fetching.unpacking import unpack
from onrecord.reading.model import UnreadableError
from onrecord.reading.tagstrip import strip_tags

Shape = Literal["feed", "json", "sitemap", "list", "page", "other"]
"""What an answer holds: a feed in XML or in JSON, a sitemap in XML or as a list, a page, something else."""

LARGEST = 50 * MEGABYTE
"""Bytes that a sitemap may have, unpacked, by its standard."""

LARGEST_FEED = 10 * MEGABYTE
"""Bytes of a feed that is read; feeds of news have some hundred thousand."""

_ROOT = re.compile(r"<\s{0,9}([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
_DOCTYPE = re.compile(r"<!doctype\s+([\w:.-]{1,40})", re.I)
_ROOTS: dict[str, Shape] = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "channel": "feed", "item": "feed", "entry": "feed",
    "urlset": "sitemap", "sitemapindex": "sitemap",
    "html": "page", "head": "page", "body": "page",
}  # fmt: skip
_HOURS = re.compile(r"<skipHours\b[^>]*>(.{0,2000}?)</skipHours\s*>", re.I | re.S)
_HOUR = re.compile(r"<hour\b[^>]*>\s*(\d{1,2})\s*</hour", re.I)
_DAYS = re.compile(r"<skipDays\b[^>]*>(.{0,2000}?)</skipDays\s*>", re.I | re.S)
_DAY = re.compile(r"<day\b[^>]*>\s*([a-z]{3})[a-z]*\s*</day", re.I)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_MAIL = re.compile(r"\S+@\S+")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*\bencoding\s*=", re.I)
_LATIN = re.compile(r"charset\s*=\s*[\"']?\s*(?:iso-?8859-?1|latin-?1|windows-1252|cp1252|us-ascii|ascii)\b", re.I)
_SENT_BY = re.compile(r"^The post .{1,300} appeared first on .{1,200}$|^(?:Continue|Read) (?:reading|more)\b.{0,120}$")


def unpacked(raw: bytes) -> bytes:
    """The content of a file that is gzipped in itself, as sitemaps often are; others as they are.

    Raises FetchingError (packed-bomb, too-large, bad-coding).
    """
    return unpack(raw, LARGEST) if raw.startswith(b"\x1f\x8b") else raw


def shape_of(raw: bytes, content_type: str | None = None) -> Shape:
    """What the bytes of an answer hold, told by themselves; what the server says counts only where they are mute."""
    head = _head(raw)
    if head.startswith("{"):
        named = '"items"' in head and ("jsonfeed.org" in head or '"version"' in head)
        return "json" if named or "feed+json" in (content_type or "") else "other"
    if not head.startswith("<"):
        lines = [line.strip() for line in head[:20_000].split("\n")[:50] if line.strip()]
        if lines and all(line.startswith(("http://", "https://")) and " " not in line for line in lines):
            return "list"
    start, doctype = _to_root(head)
    root = _ROOT.match(head, start)
    shape = _ROOTS.get(root[2].lower()) if root else None
    if shape:
        return shape
    if doctype == "html":
        return "page"
    plain = (content_type or "").lower()
    if re.search(r"<(?:rss|feed|rdf:RDF|channel|item|entry)\b", head):
        return "feed"
    if "rss" in plain or "atom" in plain:
        return "feed"
    return "page" if "html" in plain or head.startswith("<") else "other"


def _to_root(head: str) -> tuple[int, str | None]:
    """Where the root element begins, behind comments, instructions and declarations, and the name in the doctype."""
    at, doctype = 0, None
    while True:
        at = head.find("<", at)
        if at < 0:
            return len(head), doctype
        if head.startswith("<!--", at):
            end, length = head.find("-->", at + 4), 3
        elif head.startswith("<?", at):
            end, length = head.find("?>", at + 2), 2
        elif head.startswith("<!", at):
            named = _DOCTYPE.match(head, at)
            doctype = named[1].lower() if named else doctype
            end, length = head.find(">", at + 2), 1
        else:
            return at, doctype
        if end < 0:
            return len(head), doctype
        at = end + length


def _head(raw: bytes) -> str:
    """The beginning of an answer as text; its markup can be told even where nothing else can."""
    start = raw[:65_536]
    try:
        text = decode(start).text
    except UnreadableError:
        if raw.startswith(b"\x4c\x6f\xa7\x94"):  # `<?xm` in EBCDIC
            return start.decode("cp037").lstrip()
        text = start.replace(b"\0", b"").decode("latin-1") if b"\0" in raw[:8] else ""  # UTF-32
    return text.lstrip("\ufeff\xfe\xff \t\r\n")


def parse_feed(raw: bytes, base: str, content_type: str | None = None) -> Feed:
    """Read a feed or sitemap that came from the address `base`, as far as it can be read.

    Raises FetchingError: not-a-feed where it is none, xml-bomb, packed-bomb, too-large.
    """
    raw = unpacked(raw)
    if not raw.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise FetchingError("not-a-feed", "the answer is empty", temporary=True)
    shape = shape_of(raw, content_type)
    if shape == "json":
        return parse_json_feed(raw, base)
    if shape == "list":
        return parse_address_list(raw)
    if shape == "other":
        raise FetchingError("not-a-feed", "this is no feed, sitemap or page of HTML")
    refuse_bomb(raw)
    if shape == "sitemap":
        return parse_sitemap(raw, base)
    if shape == "page":
        raise FetchingError("not-a-feed", "this is a page, and no feed")
    if len(raw) > LARGEST_FEED:
        raise FetchingError("too-large", f"this feed has more than {LARGEST_FEED:,} bytes; it was not read")
    refuse_tangle(raw)
    return _parse_xml(raw, base, content_type)


def _parse_xml(raw: bytes, base: str, content_type: str | None) -> Feed:
    import feedparser

    charset = re.search(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", content_type or "", re.I)
    said = f"application/xml; charset={charset[1]}" if charset and not _overruled(raw, content_type or "") else None
    headers = {"content-type": said or "application/xml", "content-location": base}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # as a file: feedparser takes bytes for the name of one, or for an address
            found = feedparser.parse(
                io.BytesIO(raw), response_headers=headers, resolve_relative_uris=False, sanitize_html=False
            )
        except Exception as error:  # what a feed of the wild trips it over is no reason to end a run
            raise FetchingError("not-a-feed", f"this feed cannot be read ({type(error).__name__})") from error
    about = found.get("feed", {})
    if not found.get("version") and not found["entries"] and not about:
        raise FetchingError("not-a-feed", "this XML is no feed", temporary=bool(found.get("bozo")))
    lang = _line(about.get("language"))
    entries = [_entry(entry, lang) for entry in found["entries"]]
    broken = "it is broken XML; it was read as far as possible"
    bad = found.get("bozo") and isinstance(found.get("bozo_exception"), Exception) and _is_broken(found)
    text = raw[:200_000].decode("latin-1")
    return Feed(
        kind=found.get("version") or ("cdf" if re.search(rb"<channel\b", raw[:4_000], re.I) else "xml"),
        entries=with_own_ids(entries),
        title=_plain(about, "title"),
        lang=lang,
        pause=_pause(about),
        skip_hours=_hours(text),
        skip_days=_days(text),
        problems=(broken,) if bad else (),
    )


def _is_broken(found: Any) -> bool:
    return "Encoding" not in type(found["bozo_exception"]).__name__ and "MediaType" not in str(found["bozo_exception"])


def _overruled(raw: bytes, content_type: str) -> bool:
    """Whether a charset of the server is the one that it says of everything, and the feed knows better."""
    if not _LATIN.search(content_type):
        return False
    if _DECLARED.match(raw):
        return True
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _entry(entry: Any, lang: str | None) -> FeedEntry:
    address = _link(entry)
    title = _plain(entry, "title")
    content = _content(entry)
    summary = _text(_value(entry, "summary"), (dict.get(entry, "summary_detail") or {}).get("type"))
    if content is None and summary and len(summary) > 1_000:
        content, summary = summary, None  # a description that holds the whole article
    id = _line(dict.get(entry, "id"))
    published = _date(entry, "published") or _date(entry, "created")
    updated = _date(entry, "updated")
    return FeedEntry(
        id=id or address or (made_id(title, published or updated) if title else made_id(content or summary)),
        address=address,
        title=title,
        published=published or updated,
        updated=updated,
        author=_author(entry),
        content=content,
        summary=summary,
        lang=_line((dict.get(entry, "title_detail") or {}).get("language")) or lang,
    )


def _link(entry: Any) -> str | None:
    links = [link for link in dict.get(entry, "links") or () if isinstance(link, dict)]
    alternate = [
        link.get("href") for link in links if link.get("rel") == "alternate" and "html" in link.get("type", "")
    ]
    for href in (dict.get(entry, "feedburner_origlink"), dict.get(entry, "link"), *alternate):
        href = _line(href)
        if href and href.startswith(("http://", "https://")):
            return href[:4_000]
    return None


def _content(entry: Any) -> str | None:
    texts = []
    for part in dict.get(entry, "content") or ():
        kind = part.get("type") or ""
        if kind.startswith("text/") or "html" in kind or not kind:
            texts.append(_text(part.get("value"), kind) or "")
    return max(texts, key=len, default="") or None


def _text(value: Any, kind: str | None = None) -> str | None:
    """Plain text, one paragraph a line, of a value that may be markup."""
    if not isinstance(value, str):
        return None
    if kind == "text/plain" and not re.search(r"</?(?:p|br|a|b|i|div|span|em|strong|img)\b[^<>]*>", value, re.I):
        text = value
    else:
        text = strip_tags(value)
    lines = (" ".join(line.split()) for line in without_nul(text)[0].split("\n"))
    return "\n".join(line for line in lines if line and not _SENT_BY.match(line)) or None


def _value(entry: Any, name: str) -> Any:
    return dict.get(entry, name)


def _line(value: Any) -> str | None:
    return " ".join(value.replace("\0", " ").split())[:4_000] or None if isinstance(value, str) else None


def _plain(entry: Any, name: str) -> str | None:
    """A title: one line, without markup."""
    value = dict.get(entry, name)
    if not isinstance(value, str):
        return None
    detail = dict.get(entry, f"{name}_detail") or {}
    found = _text(value, detail.get("type") or "text/html")
    return " ".join(found.split())[:1_000] if found else None


def _date(entry: Any, name: str) -> str | None:
    said = dict.get(entry, name)
    exact = parse_worded_date(said) if isinstance(said, str) else None
    if exact:
        return exact
    parsed = dict.get(entry, f"{name}_parsed")
    if not isinstance(parsed, time.struct_time):
        return None
    try:
        found = time.strftime("%Y-%m-%dT%H:%M:%SZ", parsed).zfill(20)
    except (ValueError, OverflowError):
        return None
    return found if found[:4] >= EARLIEST and len(found) == 20 else None


def _author(entry: Any) -> str | None:
    """The names of authors; addresses of mail are left out."""
    said = dict.get(entry, "author") or ""
    people = [person.get("name") for person in dict.get(entry, "authors") or () if isinstance(person, dict)]
    # feedparser cuts addresses of mail with long endings in two
    names = [said] if "@" in said and len(people) < 2 else [name for name in people if isinstance(name, str)] or [said]
    names = [" ".join(_MAIL.sub(" ", name).split()) for name in names]
    cleaned = (name.strip(" ()<>,;").removeprefix("mailto:") for name in names)
    return ", ".join(dict.fromkeys(name for name in cleaned if name))[:500] or None


def _pause(about: Any) -> int | None:
    """Seconds between two polls: of `ttl` (RSS) and the syndication module of RSS 1.0 the longer."""
    waits = []
    ttl = dict.get(about, "ttl")
    if isinstance(ttl, str) and ttl.strip().isdigit() and len(ttl.strip()) < 8:
        waits.append(int(ttl) * 60)
    period = str(dict.get(about, "sy_updateperiod") or "").strip().lower()
    if period in _PERIODS:
        often = str(dict.get(about, "sy_updatefrequency") or "1").strip()
        times = int(often) if often.isdigit() and len(often) < 6 else 1
        waits.append(_PERIODS[period] // max(times, 1))
    return max(waits, default=0) or None


def _hours(text: str) -> frozenset[int]:
    found = _HOURS.search(text)
    return frozenset(int(hour) % 24 for hour in _HOUR.findall(found[1]) if int(hour) <= 24) if found else frozenset()


def _days(text: str) -> frozenset[int]:
    found = _DAYS.search(text)
    names = (day.lower() for day in _DAY.findall(found[1])) if found else ()
    return frozenset(_WEEK.index(name) for name in names if name in _WEEK)
