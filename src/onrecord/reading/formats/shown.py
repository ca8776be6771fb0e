"""Markup of mail as pages have it: without the hidden lines that newsletters begin with, and tables for layout."""

from __future__ import annotations

import re

from onrecord.reading.tagstrip import shape

_HIDDEN = re.compile(
    r"display\s*:\s*none|mso-hide\s*:\s*all|visibility\s*:\s*hidden|(?:max-height|max-width|font-size|line-height)\s*:\s*0(?:px|pt|em)?\s*(?:;|!|$)|opacity\s*:\s*0\s*(?:;|$)",
    re.I,
)
_TABLE = re.compile(r"<(/?)(?:table|tbody|thead|tfoot|tr|td|th|center)\b", re.I)
_MOST_ELEMENTS, _DEEPEST = 20_000, 200
_LONGEST = 8_000_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>", re.I)


def without_hidden(page: str) -> str:
    """Give the markup without elements that are hidden by their style; as it is, where it is too large to parse."""
    if not _HIDDEN.search(page) or len(page) > _LONGEST:
        return page
    size = shape(page, _MOST_ELEMENTS)
    if size.elements > _MOST_ELEMENTS or size.depth > _DEEPEST:
        return page
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    clean = _DECLARATION.sub("", _CONTROL.sub(" ", page))
    try:
        tree = lxml_html.document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return page
    for element in list(tree.iter()):
        if _HIDDEN.search((element.get("style") or "")[:2000]) and element.getparent() is not None:
            element.drop_tree()
    return str(lxml_html.tostring(tree, encoding="unicode"))


def without_layout(page: str) -> str:
    """Give the markup with its tables made plain blocks: mail is laid out by tables, which hold paragraphs as cells."""
    return _TABLE.sub(r"<\1div", page)
