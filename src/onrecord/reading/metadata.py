"""What a page says of itself, in JSON-LD, OpenGraph and markup: title, outlet, author, date, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from onrecord.reading.dates import parse_worded_date
from onrecord.reading.pages.embedded import body_in_linked_data

_ARTICLE_TYPES = frozenset((
    "NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle",
    "OpinionNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle", "LiveBlogPosting", "BlogPosting",
    "Report", "SocialMediaPosting",
))  # fmt: skip
_PAGE_TYPES = frozenset(("WebPage", "ItemPage", "VideoObject", "AboutPage", "CollectionPage"))
_TITLE_META = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline", "sailthru.title")
_SOURCE_META = ("og:site_name", "application-name", "dc.publisher", "dcterms.publisher", "publisher", "cre")
_AUTHOR_META = (
    "author", "article:author", "og:article:author", "dc.creator", "dcterms.creator", "byl", "parsely-author",
    "sailthru.author", "article:author_name",
)  # fmt: skip
_DATE_META = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "publishdate",
    "publish-date", "pubdate", "publication_date", "article.published", "date.issued", "dc.date.issued",
    "dcterms.issued", "dc.date", "dcterms.created", "dcterms.date", "dc.date.created", "sailthru.date",
    "parsely-pub-date", "cxenseparse:recs:publishtime", "article_date_original", "originalpublicationdate",
    "ptime", "displaydate", "date",
)  # fmt: skip
_MODIFIED = re.compile(r"modif|updat|revis|last", re.I)
_DATED = re.compile(r"publish|pubdate|posted|dateline|timestamp|byline|article-?date|entry-date|post-date", re.I)
_ELSEWHERE = frozenset(("nav", "footer", "aside", "form"))
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that lxml refuses to set, though character references bring them in."""
_BY = re.compile(r"^\s*(?:by|from|written by|reported by|posted by)\s*:?\s+", re.I)
_NOT_A_NAME = re.compile(r"\d|^(?:admin|administrator|editor|staff|null|undefined|none)$", re.I)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_PLATFORMS = frozenset(("Blogger", "WordPress", "WordPress.com", "Wix", "Hosted", "Drupal", "Joomla", "Squarespace"))
"""What templates name as the publisher where nobody has filled it in."""
_MOST_LINKED_DATA = 2_000_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a page. `bad_date` is what stood where the date should be, and was none; `body` is the text of
    the article where the page carries it as data; `titles` are all that it names itself by,
    `window` the title of its window."""

    title: str | None = None
    source: str | None = None
    author: str | None = None
    published: str | None = None
    lang: str | None = None
    url: str | None = None
    bad_date: str | None = None
    body: str | None = None
    titles: tuple[str, ...] = ()
    window: str | None = None


def read_metadata(tree: Any) -> Metadata:
    """Read the metadata of a parsed page (an lxml element); what it does not say is null, not guessed."""
    meta = _meta_tags(tree)
    linked = _linked_article(tree)
    url = _address(tree, meta, linked)
    published, bad_date = _published(tree, meta, linked)
    return Metadata(
        title=_first(_text(linked.get("headline")), *_each(meta, _TITLE_META), _property(tree, "headline")),
        source=_first(
            _name(linked.get("publisher")),
            *_each(meta, _SOURCE_META),
            _name(linked.get("_site")),
            _story(tree),
            _property(tree, "publisher"),
        ),
        author=_author(tree, meta, linked),
        published=published,
        lang=_language(tree, meta, linked),
        url=url,
        bad_date=None if published else bad_date,
        body=body_in_linked_data(linked),
        titles=_titles(tree, meta, linked),
        window=_window(tree),
    )


def _titles(tree: Any, meta: dict[str, str], linked: dict[str, Any]) -> tuple[str, ...]:
    found = (_text(linked.get("headline")), *_each(meta, _TITLE_META), _property(tree, "headline"), _window(tree))
    return tuple(dict.fromkeys(title for title in found if title))


def _window(tree: Any) -> str | None:
    return next((" ".join((e.text or "").split())[:1000] for e in tree.iter("title") if e.text), None)


def _property(tree: Any, name: str) -> str | None:
    """The text of the first element with a property of schema.org (microdata), which may be a thing with a name."""
    for element in tree.iter("h1", "h2", "h3", "div", "span", "p", "a", "meta", "link", "strong", "cite"):
        if name not in (element.get("itemprop") or "").split():
            continue
        if element.get("itemscope") is not None:
            inner = next((e for e in element.iterdescendants() if "name" in (e.get("itemprop") or "").split()), None)
            if inner is None:
                continue
            element = inner
        value = (
            element.get("content") or element.get("href") if element.tag in ("meta", "link") else element.text_content()
        )
        if value and value.strip():
            return " ".join(str(value).split())[:1000]
    return None


def _first(*values: str | None) -> str | None:
    return next((v for v in values if v), None)


def _each(meta: dict[str, str], names: tuple[str, ...]) -> Iterator[str]:
    return (meta[name] for name in names if name in meta)


def _text(value: Any) -> str | None:
    """A string of linked data as one clean line, or null."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value")
    if not isinstance(value, str):
        return None
    import html

    return " ".join(re.sub(r"<[^<>]{0,200}>", "", html.unescape(value)).split())[:1000] or None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    name = _text(value)
    return None if name is None or name.startswith(("http://", "https://")) or name in _PLATFORMS else name


def _meta_tags(tree: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content and name not in found:
                found[name] = " ".join(content.split())[:1000]
    return found


def _linked_article(tree: Any) -> dict[str, Any]:
    """The JSON-LD object of the article, with that of the site under `_site`; empty where there is none."""
    objects: list[dict[str, Any]] = []
    size = 0
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or "").lower():
            continue
        content = (element.text_content() or "").strip()
        size += len(content)
        if size > _MOST_LINKED_DATA:
            break
        content = content.removeprefix("<!--").removesuffix("-->").removeprefix("//<![CDATA[").removesuffix("//]]>")
        try:
            objects.extend(_objects(json.loads(content, strict=False)))
        except (ValueError, RecursionError):
            continue
    article: dict[str, Any] = {}
    for wanted in (_ARTICLE_TYPES, _PAGE_TYPES):
        article = next((o for o in objects if _types(o) & wanted), {})
        if article:
            break
    named = {o["@id"]: o for o in objects if isinstance(o.get("@id"), str) and "name" in o}
    article = {key: _resolved(value, named) for key, value in article.items()}
    site = next((o for o in objects if "WebSite" in _types(o)), None)
    if site is not None:
        article["_site"] = site
    return article


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects at the top of linked data, in lists and under `@graph` and `mainEntity` too."""
    waiting = [value]
    for item in waiting:
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[key] for key in ("@graph", "mainEntity") if key in item)


def _types(item: dict[str, Any]) -> set[str]:
    kinds = item.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return {kind.rsplit("/", 1)[-1] for kind in kinds if isinstance(kind, str)}


def _resolved(value: Any, named: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    if isinstance(value, list):
        return [_resolved(item, named) for item in value[:50] if not isinstance(item, list)]
    return value


def _story(tree: Any) -> str | None:
    """The publisher that an AMP story names."""
    return next((e.get("publisher") for e in tree.iter("amp-story") if e.get("publisher")), None)


def _author(tree: Any, meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    people = linked.get("author")
    names: list[str] = []
    for person in people if isinstance(people, list) else [people]:
        name = _name(person)
        if name:
            names.append(name)
    if not names:
        names = [v for v in _each(meta, _AUTHOR_META) if not v.startswith(("http://", "https://"))][:1]
    if not names:
        marked = (e for e in tree.iter("a", "span", "address", "p", "div") if _marks_author(e))
        names = [" ".join((e.text_content() or "").split()) for e in list(_firsts(marked, 1))]
    cleaned = dict.fromkeys(_BY.sub("", name).strip(" ,|") for name in names)
    return ", ".join(n for n in cleaned if 0 < len(n) <= 200 and not _NOT_A_NAME.search(n)) or None


def _marks_author(element: Any) -> bool:
    return element.get("rel") == "author" or "author" in (element.get("itemprop") or "").split()


def _firsts(items: Iterator[Any], number: int) -> Iterator[Any]:
    for _, item in zip(range(number), items, strict=False):
        yield item


def _language(tree: Any, meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    declared = (
        _text(linked.get("inLanguage")),
        tree.get("lang"),
        tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        tree.get("xml:lang"),
        meta.get("og:locale"),
        meta.get("dc.language"),
        meta.get("language"),
    )
    for value in declared:
        if value and _LANGUAGE.fullmatch(value.strip()):
            return value.strip().replace("_", "-")
    return None


def _address(tree: Any, meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    canonical = [e.get("href") for e in tree.iter("link") if "canonical" in (e.get("rel") or "").lower().split()]
    page = linked.get("mainEntityOfPage")
    page = page.get("@id") if isinstance(page, dict) else page
    for value in (*canonical, meta.get("og:url"), meta.get("mainentityofpage"), _text(page), _text(linked.get("url"))):
        if value and _is_page(value.strip()):
            return str(value.strip())
    return None


def _is_page(url: str) -> bool:
    """Whether the address is one of a page, not of a whole site: templates often name the front page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and bool(parts.path.strip("/") or parts.query)


def _published(tree: Any, meta: dict[str, str], linked: dict[str, Any]) -> tuple[str | None, str | None]:
    """The date of publication, and the first text that stood for one and was none."""
    bad: str | None = None
    stated = (
        _text(linked.get("datePublished")),
        *_each(meta, _DATE_META),
        _text(linked.get("uploadDate")),
        _text(linked.get("dateCreated")),
    )
    for value in stated:
        if not value:
            continue
        found = parse_worded_date(value)
        if found:
            return found, None
        bad = bad or value
    marked = list(_firsts((e for e in tree.iter("time", "abbr", "span", "meta") if _marks_date(e)), 20))
    for element in marked:
        value = element.get("datetime") or element.get("content") or element.get("title") or element.text_content()
        found = None if _MODIFIED.search(value or "") else parse_worded_date(value or "")
        if found:
            return found, None
    return None, bad


def _marks_date(element: Any) -> bool:
    """Whether an element is marked as the date of the article, by its own attributes or its parent's."""
    own = " ".join(element.get(a) or "" for a in ("itemprop", "class", "id", "property", "pubdate"))
    if element.get("pubdate") is not None:
        own += " pubdate"
    if element.tag == "time":
        above = element.getparent()
        if above is not None and above.tag != "body":
            own += " " + (above.get("class") or "")
    elif "datePublished" not in own:
        return False
    if not _DATED.search(own) or _MODIFIED.search(own):
        return False
    return not any(a.tag in _ELSEWHERE for a in element.iterancestors())


def guessed_date(tree: Any, url: str | None) -> str | None:
    """The date that htmldate finds in the address of a page and in elements that are marked as dates, or null.

    It is shown these alone: of a whole page it also reads copyright lines, names of pictures and the dates of
    other stories, and a date that is not the article's is worse than none. Its latest date is fixed, since
    its default is today and would let the day of reading decide.
    """
    from htmldate import find_date
    from lxml import html as lxml_html

    page = lxml_html.Element("html")
    body = lxml_html.Element("body")
    page.append(body)
    for element in tree.iter("time", "span", "div", "p", "li"):
        marks = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"
        if not _DATED.search(marks) or _MODIFIED.search(marks):
            continue
        if len(element) > 12 or any(a.tag in _ELSEWHERE for a in element.iterancestors()):
            continue
        text = " ".join(_NOT_XML.sub(" ", element.text_content() or "").split())
        if 6 <= len(text) <= 120 and not _MODIFIED.search(text):
            kept = lxml_html.Element("span")
            kept.set("class", "date")
            kept.text = text
            body.append(kept)
        if len(body) >= 5:
            break
    try:
        found = find_date(
            page,
            extensive_search=False,
            original_date=True,
            url=url or "",
            min_date=datetime(1990, 1, 1),
            max_date=datetime(2100, 1, 1),
        )
    except Exception:  # htmldate reads whatever stands there; no page may end a run through it
        return None
    return parse_worded_date(found) if isinstance(found, str) else None
