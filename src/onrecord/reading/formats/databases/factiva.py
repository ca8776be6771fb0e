"""Exports of Factiva: articles with the codes of fields (HD, BY, WC, PD …), or laid out for reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.reading.formats.databases.article import Article, Broken, is_dated, joined, parse_dated
from onrecord.reading.formats.databases.labels import labels, language_code
from onrecord.records import Problem

_NUMBER = r"[A-Z][A-Za-z0-9]{5,16}(?:19|20)\d{6}[a-z][a-z0-9]{6,12}"
_DOCUMENT = re.compile(rf"\s*(?:document|dokument|documento)\s+({_NUMBER})\s*", re.I)
_ACCESSION = re.compile(rf"\s*(?:(?:document|dokument|documento)\s+)?({_NUMBER})\s*", re.I)
_WORDS = re.compile(r"\s*\d[\d.,]{0,8} (?:words|wörter|mots|palabras|parole|palavras|woorden|слов)\s*", re.I)
_CODE = re.compile(r"\s{0,4}([A-Z]{2,3})(?:\t\s*|\s{2,12}|\s*$)(.*)$")
_LOOSE = re.compile(r"\s{0,4}([A-Z]{2,3})(?:(?:\s?:\s?|\s)\s*(\S.*)|\s*)$")
_INDEXED = re.compile(r"\S{2,12}\s?:\s\S")
_TIME = re.compile(r"\s*\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?(?:\s+[A-Z]{2,4})?\s*", re.I)
_SOURCE_CODE = re.compile(r"\s*[A-Z0-9]{1,8}\s*")
_COPYRIGHT = re.compile(r"\s*(?:©|\(c\)|copyright\b|\u00a9)|.{0,120}\ball rights reserved\b", re.I)
_FURNITURE = re.compile(
    r"\s*(?:page \d{1,5} of \d{1,5}|seite \d+ von \d+)?\s*(?:©|\(c\))\s*\d{4} factiva,? inc\..*|"
    r"\s*page \d{1,5} of \d{1,5}(?:\s.*)?|\s*dow jones factiva\s*|\s*search summary\s*",
    re.I,
)
_BYLINE = re.compile(r"\s*(?:by|von|par|por|di)\s+\S.{0,150}", re.I)
_NAMES = re.compile(
    r"[A-ZÀ-Þ][\w.’'-]{0,30}(?:(?:,|;| and)?\s[A-ZÀ-Þ][\w.’'-]{0,30}){1,7}(?:\s(?:in|at) [A-ZÀ-Þ].{1,40})?"
)
_NEEDED = ("HD", "PD", "SN", "WC", "AN", "LP", "TD")
_AFTER_COUNT = 14
"""Lines after the number of words among which date, outlet, code, page, language and rights stand."""


def is_factiva(lines: list[str]) -> bool:
    """Whether the lines are those of an export: an accession number, and what articles have beside it."""
    if any(_DOCUMENT.fullmatch(line) for line in lines) and any(_WORDS.fullmatch(line) for line in lines):
        return True
    return _is_coded(lines) or _is_coded(_spaced(lines))


def _is_coded(lines: list[str]) -> bool:
    found = {match[1] for line in lines if (match := _CODE.match(line))}
    return "HD" in found and len(found & set(_NEEDED)) >= 4


def articles(lines: list[str], broken: Broken) -> Iterator[Article]:
    """Yield the articles in order. What is not in shape gives what can be had, with a problem."""
    lines = [line for line in lines if not _FURNITURE.fullmatch(line)]
    if _is_coded(lines):
        yield from _coded(lines, broken)
    elif _is_coded(spaced := _spaced(lines)):
        yield from _coded(spaced, broken)
    else:
        yield from _laid_out(lines, broken)


def _spaced(lines: list[str]) -> list[str]:
    """The lines with a tab behind each code, for exports that lost their columns and have a space or a colon there.

    A line of the text may begin with letters that are a code ("IN the harbour"): within a text only codes count whose
    values have the form that they have there.
    """
    known = labels("factiva")
    found: list[str] = []
    in_text = False
    last = ""
    for line in lines:
        match = _LOOSE.match(line)
        label = known.get(match[1].lower()) if match else None
        if match and label:
            code, value = match[1], match[2] or ""
            if label.place == "head":
                counts = not in_text
            elif label.place == "body":
                counts = not in_text or (code == "TD" and last == "LP")
            else:
                accession = _ACCESSION.fullmatch(value) is not None
                counts = accession if code == "AN" else _INDEXED.match(value) is not None
                in_text = in_text and not (accession and code == "AN")
            if counts:
                found.append(f"{code}\t{value}")
                in_text = in_text or label.place == "body"
                last = code
                continue
        found.append(line)
    return found


def _coded(lines: list[str], broken: Broken) -> Iterator[Article]:
    known = labels("factiva")
    number = 0
    fields: dict[str, list[str]] = {}
    code: str | None = None
    for line in [*lines, ""]:
        match = _CODE.match(line)
        if match and match[1].lower() in known:
            # Without an accession number at its end an article goes on to the next headline.
            if match[1] in ("HD", "SE") and ("HD" in fields and (match[1] == "HD" or "LP" in fields or "TD" in fields)):
                number += 1
                yield _of_fields(fields, number, broken)
                fields = {}
            code = match[1]
            fields.setdefault(code, [])
            if fields[code] and match[2]:
                fields[code].append("")
            if match[2].strip():
                fields[code].append(match[2])
        elif code:
            fields[code].append(line)
        if code == "AN" and any(_ACCESSION.fullmatch(value) for value in fields["AN"]):
            number += 1
            yield _of_fields(fields, number, broken)
            fields, code = {}, None
    if "HD" in fields:
        yield _of_fields(fields, number + 1, broken)


def _of_fields(fields: dict[str, list[str]], number: int, broken: Broken) -> Article:
    def value(code: str) -> str | None:
        return " ".join(" ".join(fields.get(code, [])).split()) or None

    article = Article(number, value("HD"), value("SN"), value("PD"), value("BY"), language_code(value("LA")))
    accession = next((m[1] for line in fields.get("AN", []) if (m := _ACCESSION.fullmatch(line))), None)
    article.id = accession
    article.rights = [said for code in ("CR", "CY") if (said := value(code))]
    for code in ("LP", "TD"):
        article.paragraphs += joined([line.strip() for line in fields.get(code, [])], broken)
    if value("CX"):
        article.paragraphs.append(f"Correction: {value('CX')}")
    if accession is None:
        article.problems.append(Problem("export-shape", "this article has no accession number"))
    return article


def _laid_out(lines: list[str], broken: Broken) -> Iterator[Article]:
    number = start = 0
    for at, line in enumerate(lines):
        document = _DOCUMENT.fullmatch(line)
        if document:
            number += 1
            yield _of_lines(lines[start:at], document[1], number, broken)
            start = at + 1
    rest = lines[start:]
    if any(_WORDS.fullmatch(line) for line in rest):
        article = _of_lines(rest, None, number + 1, broken)
        article.problems.append(Problem("export-shape", "this article has no accession number; it may be cut off"))
        yield article


def _of_lines(chunk: list[str], accession: str | None, number: int, broken: Broken) -> Article:
    article = Article(number, id=accession)
    count = next((at for at, line in enumerate(chunk) if _WORDS.fullmatch(line)), None)
    if count is None:
        filled = [line for line in chunk if line.strip()]
        article.title = filled[0] if filled else None
        article.paragraphs = joined(filled[1:], broken)
        article.problems.append(Problem("export-shape", "the number of words is missing, by which its head is told"))
        return article
    _above(article, [line.strip() for line in chunk[:count] if line.strip()])
    begin = _below(article, chunk, count + 1)
    body = chunk[begin:]
    article.paragraphs = joined(body, broken)
    return article


def _above(article: Article, lines: list[str]) -> None:
    """Headline and byline, with the section before them where there is one."""
    if len(lines) > 1 and (_BYLINE.fullmatch(lines[-1]) or (_NAMES.fullmatch(lines[-1]) and len(lines[-1]) <= 60)):
        article.author = lines.pop()
    if len(lines) > 1 and len(lines[0].split()) <= 3 < len(lines[1].split()):
        lines = lines[1:]
    article.title = " ".join(lines[-3:]) or None


def _below(article: Article, chunk: list[str], at: int) -> int:
    """Date, outlet, language and rights below the number of words; gives where the text begins."""
    begin = at
    seen = 0
    last = min(len(chunk), at + 2 * _AFTER_COUNT)
    while at < last and seen < _AFTER_COUNT:
        line = chunk[at].strip()
        at += 1
        if not line:
            continue
        seen += 1
        if article.dated is None and is_dated(line) and parse_dated(line):
            article.dated = line
        elif _COPYRIGHT.match(line):
            article.rights.append(line)
            if article.source:
                return at
        elif language_code(line) and article.source:
            article.lang = language_code(line)
            begin = at
            while at < len(chunk) and not chunk[at].strip():
                at += 1
            if at < len(chunk) and _COPYRIGHT.match(chunk[at]):
                article.rights.append(chunk[at].strip())
                begin = at + 1
            return begin
        elif _TIME.fullmatch(line):
            continue
        elif article.source is None and article.dated:
            article.source = line
            begin = at
        elif _SOURCE_CODE.fullmatch(line) or len(line) <= 40:
            begin = at  # code, edition, page, volume
        else:
            break
    return begin
