"""What a source holds, told by its content: a name or a declared type only decides where the content does not."""

from __future__ import annotations

import re

from onrecord.reading.decoding import decode
from onrecord.reading.model import UnreadableError
from onrecord.reading.sources import Kind

LOOKED_AT = 4096
"""Bytes from which the kind of a text is told."""

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|meta)\b", re.I | re.S
)
_SOME_MARKUP = re.compile(r"\s*<(?:div|article|section|main|p|h1|header|title|table)\b[^<>]*>", re.I)
_ROWS = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[{\]])")
_FIELD = re.compile(r"([!-9;-~]{1,60}):(?:[ \t](.*))?$")
_MADE_BY_MAIL = frozenset(("message-id", "mime-version", "received", "return-path", "delivered-to", "dkim-signature"))
"""Fields that programs write and people do not: front matter of a text has none of them."""
_MAIL_FIELDS = _MADE_BY_MAIL | {"from", "date", "subject", "to", "reply-to", "sender", "content-type", "list-id"}
_MBOX = re.compile(rb"From [^\r\n]{0,200}\b(?:[0-2]?\d:[0-5]\d|\d{4})[^\r\n]{0,60}\r?\n(?:>From |[!-9;-~]{1,60}:)")
_RIS = re.compile(r"\s*(?:[A-Z][A-Z0-9]  - .*\n){0,3}TY  - ")
_ARC = re.compile(
    rb"\s{0,8}(?:filedesc://|https?://[^\r\n]{1,2000} [\d.:a-fA-F]{3,45} \d{14} \S{1,200} (?:\S+ ){0,5}\d{1,15}\r?\n)"
)
_MEDIA: dict[str, Kind] = {
    "text/html": "page", "application/xhtml+xml": "page", "application/vnd.wap.xhtml+xml": "page",
    "text/plain": "text", "text/markdown": "markdown", "application/pdf": "pdf", "application/x-pdf": "pdf",
    "message/rfc822": "mail", "application/mbox": "mailbox", "application/rtf": "rtf", "text/rtf": "rtf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "package",
    "application/vnd.oasis.opendocument.text": "package",
    "application/warc": "archive",
}  # fmt: skip
_SURE: frozenset[Kind] = frozenset(("archive", "mailbox", "pdf", "package", "rtf"))
"""Kinds that begin in a way of their own: without it, a name that says so is wrong."""


def kind_of_media(declared: str | None) -> Kind | None:
    """The kind that a declared media type stands for (`text/html; charset=utf-8`), or null: not one that is read."""
    return _MEDIA.get((declared or "").partition(";")[0].strip().lower())


def kind_of_content(named: Kind | None, head: bytes) -> Kind:
    """What a source holds whose first bytes are `head` and whose name says `named`."""
    sure = _by_first_bytes(head)
    if sure:
        return sure
    if named == "archive" and b"\nWARC/1." in head:
        return named  # its beginning is damaged
    if named in _SURE:
        named = None
    try:
        start = decode(head[:LOOKED_AT]).text.removeprefix("\ufeff")
    except UnreadableError:
        return named or "text"  # reading it as a whole will say what is wrong
    if _PAGE.match(start) and named in (None, "text", "mail", "ris", "table"):
        return "page"
    if named is None and _SOME_MARKUP.match(start):
        return "page"
    if named in (None, "json") and _ROWS.match(start):
        return "rows" if _first_line_is_row(start, len(head) > LOOKED_AT) else "json"
    if named in (None, "text", "mail") and _is_mail(start, named):
        return "mail"
    if named in (None, "text", "ris") and _RIS.match(start):
        return "ris"
    return "text" if named in (None, "mail", "ris") else named


def _by_first_bytes(head: bytes) -> Kind | None:
    if b"%PDF-" in head[:1024] and not head.lstrip().startswith(b"<"):
        return "pdf"  # what stands before it is passed over, as readers of PDF do
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "package"
    begun = head[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if begun.startswith(b"{\\rtf"):
        return "rtf"
    if begun.startswith(b"WARC/") or _ARC.match(head):
        return "archive"
    return "mailbox" if _MBOX.match(head) else None


def _is_mail(start: str, named: Kind | None) -> bool:
    """Whether a text begins with the header of a message (RFC 5322); front matter of a text is none."""
    names: set[str] = set()
    for line in start.splitlines():
        if line[:1] in (" ", "\t") and names:
            continue
        field = _FIELD.match(line)
        if not field:
            break
        names.add(field[1].lower())
    known = names & _MAIL_FIELDS
    if named == "mail":
        return bool(known)
    return "from" in known and (bool(names & _MADE_BY_MAIL) or (named is None and {"date", "subject"} <= names))


def _first_line_is_row(start: str, more: bool) -> bool:
    """Whether the first line holds a whole object: JSON Lines, and not one object set out over many lines."""
    line, newline, rest = start.lstrip().partition("\n")
    if not line.startswith("{"):
        return False
    if not newline:
        # A first line longer than what is looked at: an object set out over lines has a short first one.
        return more
    return line.rstrip().endswith("}") or not rest.strip() or len(line) > 1000
