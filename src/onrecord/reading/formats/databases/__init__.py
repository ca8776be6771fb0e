"""Exports of news databases, several articles in one file: which service made one, and what it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.reading.formats.databases.article import Broken
    from onrecord.reading.formats.whole import Place
    from onrecord.reading.model import Found

_HINT = re.compile(
    r"end of document|load-date|\d of \d{1,5} documents|\bHD\b|do[ck]umento? [A-Z]\w{5,16}(?:19|20)\d{6}|proquest|"
    r"full text:|ende des dokuments|fin del? document|dokumenten|fecha de carga",
    re.I,
)


def may_be_export(text: str) -> bool:
    """Whether it is worth looking at a text closely: it holds words that exports have."""
    return _HINT.search(text) is not None


def read_export(lines: list[str], place: Place, broken: Broken = "no") -> Iterator[Found] | None:
    """The articles of an export whose text is `lines`, or null where no service that is known made it.

    `broken` says whether lines were broken for width: not in Word, perhaps in plain text, always in PDF.
    """
    if not any(_HINT.search(line) for line in lines):
        return None
    from onrecord.reading.formats.databases import factiva, nexis, proquest
    from onrecord.reading.formats.databases.article import documents

    if proquest.is_proquest(lines):
        return documents(proquest.articles(lines, broken), "proquest", place)
    if factiva.is_factiva(lines):
        return documents(factiva.articles(lines, broken), "factiva", place)
    if nexis.is_nexis(lines):
        return documents(nexis.articles(lines, broken), "nexis", place)
    return None
