"""Feeds and sitemaps of every kind to entries: whole, broken, and made to do harm."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.reading import ReadDocument, ReadingFailure, read
from onrecord.reading.fetching.discovery import find_feeds
from onrecord.reading.fetching.feed_model import Feed, FeedEntry
from onrecord.reading.fetching.feeds import parse_feed, shape_of
from onrecord.reading.fetching.model import FetchingError

BASE = "https://harbour.example/feed"
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
     xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel><title>The Harbour Ledger</title><language>en-gb</language><ttl>45</ttl>
<skipHours><hour>1</hour><hour>2</hour></skipHours><skipDays><day>Sunday</day></skipDays>
<item><title>Ferry &amp; crane tested</title><link>/ferry?utm_source=rss</link><guid isPermaLink="false">f-1</guid>
<pubDate>Tue, 01 Apr 2025 10:30:00 +0200</pubDate><dc:creator>Ada Brook</dc:creator>
<description>Short.</description>
<content:encoded><![CDATA[<p>The ferry was tested.</p><p>It floats.</p>]]></content:encoded></item>
<item><title>Second</title>
<link>https://harbour.example/second</link><author>desk@harbour.example (B. Crane)</author></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Zenda Post</title><id>tag:zenda</id>
<entry><id>tag:zenda:1</id><title type="html">A &lt;b&gt;bold&lt;/b&gt; plan</title><link rel="alternate" href="/plan"/>
<published>2025-04-01T10:00:00Z</published><updated>2025-04-02T10:00:00Z</updated><author><name>C. Vall</name></author>
<content type="html">&lt;p&gt;The plan.&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="https://marn.example"><title>Marn News</title><sy:updatePeriod>daily</sy:updatePeriod>
<sy:updateFrequency>4</sy:updateFrequency></channel>
<item rdf:about="https://marn.example/1"><title>One</title><link>https://marn.example/1</link><dc:date>2025-04-01</dc:date></item>
</rdf:RDF>"""
CDF = """<CHANNEL HREF="https://kesten.example"><TITLE>Kesten</TITLE><ITEM HREF="https://kesten.example/1"><TITLE>One</TITLE>
<ABSTRACT>The first.</ABSTRACT></ITEM></CHANNEL>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1", "title": "Vall Daily", "language": "en",
        "items": [
            {"id": "1", "url": "/one", "title": "One", "content_html": "<p>First.</p><p>Last.</p>",
             "date_published": "2025-04-01T10:00:00+02:00", "authors": [{"name": "D. Marn"}, {"name": "E. Zenda"}]},
            {"id": 2, "external_url": "https://other.example/two", "content_text": "Two."},
            "nonsense", {"tags": []},
        ],
    }
)  # fmt: skip
NEWS_SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://harbour.example/a?x=1&amp;y=2</loc><lastmod>2025-04-02</lastmod><news:news><news:publication>
<news:name>The Harbour Ledger</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2025-04-01T08:00:00+02:00</news:publication_date>
<news:title>A ferry</news:title></news:news></url>
<url><loc>/b</loc></url><url><lastmod>2025-01-01</lastmod></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>/old.xml</loc><lastmod>2024-01-01</lastmod>
</sitemap><sitemap><loc>/new.xml.gz</loc><lastmod>2025-01-01</lastmod></sitemap></sitemapindex>"""


def parse(text: str | bytes, content_type: str | None = None) -> Feed:
    return parse_feed(text.encode() if isinstance(text, str) else text, BASE, content_type)


def code_of(action: Callable[[], object]) -> str:
    with pytest.raises(FetchingError) as raised:
        action()
    return raised.value.code


def test_rss() -> None:
    feed = parse(RSS)
    assert (feed.kind, feed.title, feed.lang) == ("rss20", "The Harbour Ledger", "en-gb")
    assert (feed.pause, feed.skip_hours, feed.skip_days) == (2_700, frozenset({1, 2}), frozenset({6}))
    first, second = feed.entries
    assert first == FeedEntry(
        id="f-1",
        address="https://harbour.example/ferry?utm_source=rss",
        title="Ferry & crane tested",
        published="2025-04-01T10:30:00+02:00",
        author="Ada Brook",
        content="The ferry was tested.\nIt floats.",
        summary="Short.",
        lang="en-gb",
    )
    assert (second.id, second.author) == ("https://harbour.example/second", "B. Crane")


def test_atom() -> None:
    (entry,) = parse(ATOM).entries
    assert (entry.title, entry.address, entry.content) == ("A bold plan", "https://harbour.example/plan", "The plan.")
    assert (entry.published, entry.updated, entry.mark) == (
        "2025-04-01T10:00:00Z", "2025-04-02T10:00:00Z", "2025-04-02T10:00:00Z",
    )  # fmt: skip
    assert (entry.author, entry.lang) == ("C. Vall", "en")


def test_rdf_cdf_and_json_feed() -> None:
    rdf = parse(RDF)
    assert (rdf.pause, rdf.entries[0].published, rdf.entries[0].address) == (
        21_600,
        "2025-04-01",
        "https://marn.example/1",
    )
    cdf = parse(CDF)
    assert (cdf.kind, cdf.entries[0].address, cdf.entries[0].summary) == (
        "cdf",
        "https://kesten.example/1",
        "The first.",
    )
    feed = parse(JSON_FEED, "application/feed+json")
    one, two = feed.entries
    assert (feed.kind, feed.title, feed.problems) == (
        "json",
        "Vall Daily",
        ("2 of its items are none that can be used",),
    )
    assert (one.address, one.content, one.author) == (
        "https://harbour.example/one",
        "First.\nLast.",
        "D. Marn, E. Zenda",
    )
    assert (two.id, two.address, two.content) == ("2", "https://other.example/two", "Two.")


def test_sitemaps() -> None:
    feed = parse(NEWS_SITEMAP)
    first, second = feed.entries
    assert (first.address, first.title, first.source) == (
        "https://harbour.example/a?x=1&y=2",
        "A ferry",
        "The Harbour Ledger",
    )
    assert (first.published, first.updated, first.lang) == ("2025-04-01T08:00:00+02:00", "2025-04-02", "en")
    assert second.address == "https://harbour.example/b"
    assert parse(gzip.compress(NEWS_SITEMAP.encode())).entries == feed.entries
    assert parse(INDEX).parts == ("https://harbour.example/new.xml.gz", "https://harbour.example/old.xml")
    listed = parse("https://harbour.example/a\nhttps://harbour.example/b\n\n", "text/plain")
    assert [entry.address for entry in listed.entries] == ["https://harbour.example/a", "https://harbour.example/b"]


@pytest.mark.parametrize("text", [RSS, ATOM, RDF, NEWS_SITEMAP])
def test_broken_xml_is_read_as_far_as_possible(text: str) -> None:
    whole = parse(text)
    cut = parse(text[: text.rindex("</")])
    assert [e.id for e in cut.entries] == [e.id for e in whole.entries]
    assert any("broken" in problem for problem in cut.problems)
    assert parse(text.replace("</title>", " & more</title>")).entries
    assert parse("\n\n  " + text).entries


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "windows-1252", "koi8-r"])
def test_feeds_in_every_encoding(encoding: str) -> None:
    words = "Стрельсау" if encoding == "koi8-r" else "Café Müller"
    declared = encoding.removesuffix("-sig").removesuffix("-le")
    text = RSS.replace('encoding="utf-8"', f'encoding="{declared}"').replace("Ferry &amp; crane tested", words)
    assert parse(text.encode(encoding)).entries[0].title == words


def test_a_charset_that_servers_say_of_everything_does_not_count() -> None:
    text = ATOM.replace("The plan.", "The plan for Café Müller.").encode()
    assert "Café Müller" in (parse(text, "application/atom+xml; charset=iso-8859-1").entries[0].content or "")
    latin = ATOM.replace("The plan.", "The plan for Café Müller.").encode("latin-1")
    assert "Café Müller" in (parse(latin, "application/atom+xml; charset=utf-8").entries[0].content or "")


PAIRS = zip("abcdefgh", "bcdefghi", strict=True)
LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in PAIRS) + "]>"


@pytest.mark.parametrize("declaration", [
    LAUGHS, f'<!DOCTYPE r [<!ENTITY a "{"x" * 20_000}">]>', '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE r [<!ENTITY a PUBLIC "x" "http://harbour.example/x">]>',
], ids=["laughs", "long", "file", "address"])  # fmt: skip
@pytest.mark.parametrize("text", [RSS, ATOM, NEWS_SITEMAP], ids=["rss", "atom", "sitemap"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_bombs_are_refused(declaration: str, text: str, encoding: str) -> None:
    body = text.partition("?>")[2] or text
    bomb = f'<?xml version="1.0" encoding="{encoding}"?>{declaration}{body.replace("ferry", "&a;&a;")}'
    assert code_of(lambda: parse(bomb.encode(encoding))) == "xml-bomb"


def test_old_declarations_of_letters_are_no_bomb() -> None:
    old = '<!DOCTYPE rss [<!ENTITY eacute "&#233;"><!ENTITY % x "y">]>' + RSS.partition("?>")[2].replace(
        "Short", "Caf&eacute;"
    )
    assert parse(old).entries[0].summary == "Café."


def test_nothing_is_loaded_or_opened_for_a_feed(tmp_path: object) -> None:
    """feedparser takes bytes that are an address or the name of a file for these."""
    for body in (b"/etc/passwd", str(tmp_path).encode()):
        with pytest.raises(FetchingError, match="no feed"):
            parse_feed(body, BASE, "application/rss+xml")
    (entry,) = parse_feed(b"http://127.0.0.1:1/feed", BASE, "application/rss+xml").entries
    assert entry.address == "http://127.0.0.1:1/feed"


@pytest.mark.parametrize("body", [
    b"", b"   \n", b"\xef\xbb\xbf", b"plain words", b"<html><body>a page</body></html>", b"<!doctype html><p>x", b"{}",
    b'{"version": "https://jsonfeed.org/version/1", "items": 3}',
    b'{"version": "https://jsonfeed.org/version/1", "items": [',
    b"\x89PNG\r\n\x1a\n" + b"\0" * 100, b"%PDF-1.4", b"<x/>", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
])  # fmt: skip
def test_what_is_no_feed_is_refused(body: bytes) -> None:
    assert code_of(lambda: parse_feed(body, BASE)) == "not-a-feed"


@pytest.mark.parametrize("tangle", [b"<!--", b"<?", b"<a>"])
def test_markup_that_is_left_open_without_end_is_refused(tangle: bytes) -> None:
    for end in (b"", b"</a>" * 100_000):
        assert code_of(lambda end=end: parse_feed(b"<rss><channel>" + tangle * 100_000 + end, BASE)) == "xml-bomb"  # type: ignore[misc]


def test_a_gigantic_feed_and_a_packed_bomb_are_refused() -> None:
    assert code_of(lambda: parse(RSS + " " * 11_000_000)) == "too-large"
    assert code_of(lambda: parse(gzip.compress(b"<urlset>" + b" " * 60_000_000))) in ("packed-bomb", "too-large")


def test_entries_that_share_an_id_are_told_apart() -> None:
    items = "".join(f"<item><guid>x</guid><link>https://harbour.example/{n}</link></item>" for n in (1, 2, 2))
    found = parse(f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>").entries
    assert [entry.address for entry in found] == ["https://harbour.example/1", "https://harbour.example/2"]
    assert len({entry.id for entry in found}) == 2


def test_entries_without_id_and_link_are_known_again() -> None:
    items = (
        "<item><title>One</title><description>A text.</description></item>" * 2
        + "<item><description>B</description></item>"
    )
    feed = f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>"
    assert [e.id for e in parse(feed).entries] == [e.id for e in parse(feed).entries]
    assert len(parse(feed).entries) == 2


@given(
    st.integers(0, len(RSS)),
    st.integers(0, 40),
    st.binary(max_size=12),
    st.sampled_from([RSS, ATOM, RDF, CDF, NEWS_SITEMAP]),
)
@settings(max_examples=150, deadline=None)
def test_any_damage_gives_a_feed_or_a_clear_refusal(at: int, gap: int, bad: bytes, text: str) -> None:
    raw = text.encode()
    try:
        feed = parse_feed(raw[:at] + bad + raw[at + gap :], BASE)
    except FetchingError as error:
        assert str(error) and "\n" not in str(error)
    else:
        assert all(entry.id for entry in feed.entries)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["id", "url", "title", "content_html", "authors", "name", "date_published", "items", "version"]
                ),
                inner,
            )
        ),
    )
)
@settings(max_examples=100, deadline=None)
def test_any_json_gives_a_feed_or_a_clear_refusal(items: object) -> None:
    raw = json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}).encode()
    try:
        parse_feed(raw, BASE)
    except FetchingError as error:
        assert error.code == "not-a-feed"


def test_a_page_names_its_feeds() -> None:
    page = b"""<html><head><base href="https://www.harbour.example/"><link rel="alternate" type="application/rss+xml"
     title="Comments" href="/comments/feed"><link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
     <link rel="alternate" hreflang="de" href="/de"><link rel="ALTERNATE home"
     type="application/atom+xml; charset=utf-8" href="feed.atom" title="All  news">
     <link rel="stylesheet" href="x.css"></head>"""
    assert [(f.address, f.title) for f in find_feeds(page, BASE)] == [
        ("https://www.harbour.example/feed.atom", "All news"),
        ("https://www.harbour.example/comments/feed", "Comments"),
    ]
    assert find_feeds(b"\x89PNG", BASE) == () and shape_of(page) == "page"


def test_a_feed_that_is_a_file_gives_what_it_carries(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "feed.xml"
    path.write_text(RSS)
    (found,) = read([str(path)])
    assert isinstance(found, ReadDocument) and found.document.text == "The ferry was tested.\nIt floats."
    assert (found.document.title, found.document.published) == ("Ferry & crane tested", "2025-04-01T10:30:00+02:00")
    path.write_text(NEWS_SITEMAP)
    (failure,) = read([str(path)])
    assert isinstance(failure, ReadingFailure) and "by its address" in failure.message
