"""Ready citations of a document, a claim or an event: as plain text, as BibTeX, as CSL-JSON."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Literal

from onrecord import __version__
from onrecord.ledger import EventView, StoredClaim
from onrecord.linking.event import Told
from onrecord.records import DocumentInfo
from onrecord.views.events import seen, support, word_event
from onrecord.views.ladder import some
from onrecord.views.wording import clean, name_link, publisher, standing

Kind = Literal["document", "claim", "event"]
CitationFormat = Literal["plain", "bibtex", "csl"]

FORMATS: Final[dict[CitationFormat, tuple[str, str, str]]] = {
    "plain": ("Text", "text/plain; charset=utf-8", ".txt"),
    "bibtex": ("BibTeX", "application/x-bibtex; charset=utf-8", ".bib"),
    "csl": ("CSL-JSON", "application/vnd.citationstyles.csl+json", ".csl.json"),
}
"""What a person reads, the media type, and the end of the address of each format."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_LONGEST = 400
"""Characters of a passage that are quoted; style guides set longer ones apart."""

_TEX = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "#": r"\#", "$": r"\$",
    "%": r"\%", "&": r"\&", "_": r"\_", "^": r"{\textasciicircum}", "~": r"{\textasciitilde}",
}  # fmt: skip
"""Signs that TeX or BibTeX obeys. A brace is counted by BibTeX even behind a backslash, so none is left bare."""
_NOT_IN_ADDRESSES = re.compile(r'[\\{}<>"^`|\s%](?![0-9A-Fa-f]{2})|[\\{}<>"^`|\s]')


@dataclass(frozen=True, slots=True)
class Consulted:
    """Where something is cited from: the ledger's name, its moment (ISO 8601, null for an empty one), an address.

    `address` is that of the page, where the ledger is served to others; null where it is a file of one's own.
    """

    ledger: str
    moment: str | None = None
    address: str | None = None

    @property
    def place(self) -> str:
        """The ledger in words: `onrecord ledger “border”, as of 2025-04-08, onrecord 0.1.0`."""
        when = f", as of {self.moment[:10]}" if self.moment else ""
        return f"onrecord ledger “{clean(self.ledger)}”{when}, onrecord {__version__}"


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited, in parts: nothing is made up, and what is unknown is empty.

    `author` is the byline as printed; `title`, `outlet`, `published` and `url` are those of the article, for an event
    its wording and no outlet. `words` say what the ledger has of it: passage, standing, on whose word, which id.
    """

    kind: Kind
    id: str
    title: str
    words: str
    consulted: Consulted
    author: str = ""
    outlet: str = ""
    published: str = ""
    url: str = ""

    @property
    def key(self) -> str:
        """The key in a bibliography: letters, digits and hyphens; different for what is different."""
        plain = re.sub(r"[^A-Za-z0-9]+", "-", self.id).strip("-")
        if plain != self.id or len(plain) > 40:
            plain = f"{plain[:40].strip('-')}-{hashlib.sha256(self.id.encode('utf-8', 'replace')).hexdigest()[:8]}"
        return f"onrecord-{self.kind}-{plain.strip('-')}"


def cite_document(info: DocumentInfo, consulted: Consulted) -> Citation:
    """The citation of a document: the article itself, and which text of it the ledger holds."""
    words = f"document {clean(info.id)}, SHA-256 of its text {info.sha256[:16]}"
    return _of_article(info, "document", info.id, words, consulted)


def cite_claim(stored: StoredClaim, consulted: Consulted) -> Citation:
    """The citation of a claim: the article that makes it, the passage, as what it is told, and on whose word."""
    claim, info = stored.claim, stored.document
    passage = clean(claim.sentence.text)
    if len(passage) > _LONGEST:
        passage = passage[:_LONGEST].rpartition(" ")[0] + " …"
    words = (
        f"“{passage}” ({clean(claim.trigger.text)}: {standing(claim)}), as reported by "
        f"{publisher(claim.attribution, info)}, {_word_of(stored)}; claim {claim.id}, version {stored.version} of "
        f"document {clean(info.id)}"
    )
    if not stored.current:
        words += ", replaced since"
    return _of_article(info, "claim", claim.id, words, consulted)


def cite_event(view: EventView, consulted: Consulted) -> Citation:
    """The citation of an event: its wording with its standing, on how many reports, by whom and on whose word."""
    event = view.event
    line = word_event(event)
    outlets = _each(publisher(told.claim.attribution, told.document) for told in view.told)
    speakers = _each(name for told in view.told for name in _speakers(told))
    parts = [
        support(event.reports, event.origins),
        f"as reported by {some(list(outlets), 4)}" if outlets else "",
        f"on the word of {some(list(speakers), 4)}" if speakers else "",
        seen(event.first, event.last),
        "disputed: independent sources differ" if event.disputed else "",
        *map(clean, event.cautions),
        f"event {event.id}",
    ]
    about = "".join(f" · {part}" for part in (line.date, line.place) if part)
    words = "; ".join(part for part in parts if part)
    return Citation("event", event.id, f"{line.sentence}{about}", words, consulted)


def _of_article(info: DocumentInfo, kind: Kind, id: str, words: str, consulted: Consulted) -> Citation:
    return Citation(
        kind, id, clean(info.title or ""), words, consulted, clean(info.author or ""), clean(info.source or ""),
        (info.published or "")[:10], clean(info.url or ""),
    )  # fmt: skip


def _word_of(stored: StoredClaim) -> str:
    quoted = _each(name_link(link) for link in stored.claim.attribution[1:])
    if not quoted:
        return "on its own word"
    through = f", through {', then '.join(quoted[:-1])}" if len(quoted) > 1 else ""
    return f"on the word of {quoted[-1]}{through}"


def _speakers(told: Told) -> list[str]:
    return [name_link(link) for link in told.claim.attribution[1:]][-1:]


def _each(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


# --- the formats ---------------------------------------------------------------------------------------


def written(citation: Citation, format: CitationFormat) -> str:
    """A citation in a format, as a file of its own: with an end of line."""
    if format == "plain":
        return plain(citation) + "\n"
    if format == "bibtex":
        return bibtex(citation) + "\n"
    return csl_lines([citation])


def csl_lines(citations: Iterable[Citation]) -> str:
    """A list of CSL-JSON items as a file, dates on one line each."""
    text = json.dumps([csl(one) for one in citations], ensure_ascii=False, indent=2)
    return re.sub(r"\{\s+\"date-parts\": \[\s+\[([\d,\s]+)\]\s+\]\s+\}", _on_one_line, text) + "\n"


def _on_one_line(found: re.Match[str]) -> str:
    return f'{{"date-parts": [[{", ".join(found[1].replace(",", " ").split())}]]}}'


def ready(citation: Citation) -> tuple[tuple[str, str], ...]:
    """A citation in every format, each under the name that a person reads."""
    return tuple((label, written(citation, format).rstrip("\n")) for format, (label, _, _) in FORMATS.items())


def plain(citation: Citation) -> str:
    """One line in the manner of the American Psychological Association (7th edition), bylines as printed."""
    parts = []
    if citation.kind == "event":
        moment = citation.consulted.moment
        parts += [f"{citation.title} [Event record].", f"({_day(moment[:10])})." if moment else ""]
    else:
        who = citation.author or citation.outlet
        when = f"({_day(citation.published)})."
        parts += [f"{who} {when}" if who else "", f"{citation.title or '[Untitled]'}."]
        parts += [when] if not who else []
        parts += [f"{citation.outlet}."] if citation.outlet and citation.author else []
        parts += [citation.url]
    where = f"{citation.consulted.place}{_retrieved(citation)}"
    return " ".join(part for part in (*parts, f"[{citation.words}; {where}]") if part)


def _retrieved(citation: Citation) -> str:
    return f", {citation.consulted.address}" if citation.consulted.address else ""


def bibtex(citation: Citation) -> str:
    """An entry for BibTeX and biblatex: `@article` for what an outlet brought, `@misc` for the rest."""
    year, month, day = _parts(citation.published)
    consulted = citation.consulted
    fields: list[tuple[str, str | None]] = [
        # in two pairs of braces: bylines and titles stay as they are printed
        ("author", f"{{{{{_tex(citation.author)}}}}}" if citation.author else None),
        ("title", f"{{{{{_tex(citation.title or '[Untitled]')}}}}}"),
    ]
    if citation.kind == "event":
        year, month, day = _parts((consulted.moment or "")[:10])
        fields.append(("howpublished", f"{{{_tex(consulted.place)}}}"))
    elif citation.outlet:
        fields.append(("journal", f"{{{{{_tex(citation.outlet)}}}}}"))
    note = citation.words if citation.kind == "event" else f"{citation.words}; {consulted.place}"
    url = (consulted.address if citation.kind == "event" else citation.url) or ""
    fields += [
        ("year", f"{{{year}}}" if year else None),
        ("month", _MONTHS[month - 1][:3].lower() if month else None),
        ("day", f"{{{day}}}" if day else None),
        ("url", f"{{{_address(url)}}}" if url else None),
        ("urldate", f"{{{consulted.moment[:10]}}}" if consulted.moment and url else None),
        ("note", f"{{{_tex(note)}}}"),
    ]
    kind = "article" if citation.outlet and citation.kind != "event" else "misc"
    body = "".join(f"  {name} = {value},\n" for name, value in fields if value)
    return f"@{kind}{{{citation.key},\n{body}}}"


def csl(citation: Citation) -> dict[str, Any]:
    """An item of CSL-JSON (schema 1.0.2), which Zotero, pandoc and citeproc read."""
    consulted = citation.consulted
    is_event = citation.kind == "event"
    published = (consulted.moment or "")[:10] if is_event else citation.published
    item: dict[str, Any] = {
        "id": citation.key,
        "type": "dataset" if is_event else "article-newspaper" if citation.outlet else "document",
        "title": citation.title or "[Untitled]",
    }
    if citation.author:
        item["author"] = [{"literal": citation.author}]
    if citation.outlet:
        item["container-title"] = citation.outlet
    if is_event:
        item |= {"publisher": f"onrecord ledger “{clean(consulted.ledger)}”", "version": __version__}
    for name, day in (("issued", published), ("accessed", (consulted.moment or "")[:10])):
        parts = [part for part in _parts(day) if part]
        if parts:
            item[name] = {"date-parts": [parts]}
    url = consulted.address if is_event else citation.url
    if url:
        item["URL"] = url
    item["note"] = f"{citation.words}; {consulted.place}"
    return item


def _parts(day: str) -> tuple[int, int, int]:
    """Year, month and day, as far as they are known; noughts from where they are not."""
    found = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", day)
    if not found:
        return 0, 0, 0
    year, month, number = (int(part or 0) for part in found.groups())
    if not 1 <= month <= 12:
        return year, 0, 0
    return year, month, number if 1 <= number <= 31 else 0


def _day(day: str) -> str:
    year, month, number = _parts(day)
    if not year:
        return "n.d."
    if not month:
        return str(year)
    return f"{year}, {_MONTHS[month - 1]}{f' {number}' if number else ''}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(c, c) for c in text)


def _address(url: str) -> str:
    """An address that stands bare in braces: what BibTeX would obey is written as RFC 3986 has it."""
    return _NOT_IN_ADDRESSES.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), url)
