"""A message of e-mail to a document: its HTML or plain part, its date and sender, and what was attached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from onrecord.reading.dates import EARLIEST, parse_worded_date
from onrecord.reading.decoding import decode, without_invisible, without_nul, without_surrogates
from onrecord.reading.formats.forwarded import find_forwarded
from onrecord.reading.formats.letters import clean_letter, plain_letter
from onrecord.reading.formats.senders import outlet_and_author
from onrecord.reading.formats.shown import without_hidden, without_layout
from onrecord.reading.formats.whole import DEEPEST, Place
from onrecord.reading.language import detect
from onrecord.reading.model import Found, ReadDocument, ReadingFailure, UnreadableError, shorten
from onrecord.reading.page import read_page
from onrecord.reading.tagstrip import strip_tags
from onrecord.records import Document, Problem

_REPLY = re.compile(r"(?:(?:re|fwd?|fw|aw|wg|rv|tr)\s?:\s*|\[[^\[\]]{1,60}\]\s*)+", re.I)
_SAVED = re.compile(r"^<?saved by\b", re.I)
_MOST_PARTS = 500
_PROSE = 8
"""Words from which a line of a page counts as prose."""
_KEPT = 0.6
"""The share of a letter's prose that the page reader must keep: it was made for pages of the web, and takes the boxes
of some newsletters for what stands beside an article."""
_WORDS = re.compile(r"\w+")


@dataclass(slots=True)
class _Parts:
    """What a message is made of. `messages` are those sent along as attachments."""

    pages: list[bytes] = field(default_factory=list)
    texts: list[tuple[str, bool, bool]] = field(default_factory=list)
    attached: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    count: int = 0


def read_mail(raw: bytes, place: Place) -> Iterator[Found]:
    """Yield the document that a message (RFC 5322, MIME) is, and those of messages attached to it.

    Its id is `mid:` and its Message-ID (RFC 2392), published is the date on which it was sent, source its sender; of
    a message that somebody sent on, those of the first one. Its own address is the field Archived-At (RFC 5064);
    links that are the reader's own are left out with the other lines of the newsletter. Attachments are named in a
    problem. Raises UnreadableError.
    """
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        yield from _read(message, place)
    except RecursionError as error:
        raise UnreadableError("damaged", "the parts of this message are nested too deep to read") from error


def _read(message: Message, place: Place) -> Iterator[Found]:
    parts = _Parts()
    _collect(message, parts, 0)
    address = _saved_address(message)
    if address is not None and parts.pages:
        yield _saved_page(message, parts, address, place)
        return
    failure: UnreadableError | None = None
    try:
        yield _letter(message, parts, place)
    except UnreadableError as error:
        failure = error
    for number, inner in enumerate(parts.messages, 1):
        at = place.inside(f"{place.name}#{number}", f"{place.where}, attached message {number}")
        if at.depth > DEEPEST:
            yield ReadingFailure(at.where, "unsupported", "it stands too deep in other messages; save it by itself")
            continue
        try:
            yield from _read(inner, at)
        except UnreadableError as error:
            yield ReadingFailure(at.where, error.code, str(error))
    if failure and not parts.messages:
        raise failure


def _saved_address(message: Message) -> str | None:
    """The address of a page that a browser saved with all its parts (MHTML, RFC 2557); null for a letter."""
    where = _header(message.get("Snapshot-Content-Location"))
    if where is None and _SAVED.search(_header(message.get("From")) or ""):
        first = message.get_payload()
        inner = first[0] if isinstance(first, list) and first and isinstance(first[0], Message) else message
        where = _header(inner.get("Content-Location")) or ""
    return where


def _saved_page(message: Message, parts: _Parts, address: str, place: Place) -> ReadDocument:
    """The page that was saved; the message's date is when that was. Raises UnreadableError."""
    web = address.startswith(("http://", "https://"))
    document, problems = read_page(b"\xef\xbb\xbf" + parts.pages[0], address if web else place.name)
    if web and document.url is None:
        document = replace(document, id=address, url=address)
    return ReadDocument(document, (*parts.problems, *problems), place.where, _sent(_header(message.get("Date"))))


def _collect(part: Message, parts: _Parts, depth: int) -> None:
    parts.count += 1
    if parts.count > _MOST_PARTS or depth > 20:
        return
    kind = part.get_content_type()
    if kind in ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"):
        signed = "signed" in str(part.get_param("smime-type", ""))
        if not signed:
            raise UnreadableError("encrypted", "this message is encrypted; save it decrypted from your mail program")
    payload = part.get_payload()
    if kind == "message/rfc822" and isinstance(payload, list):
        parts.messages.extend(inner for inner in payload if isinstance(inner, Message))
        return
    if isinstance(payload, list):
        for inner in payload:
            if isinstance(inner, Message):
                _collect(inner, parts, depth + 1)
        return
    name = _header(part.get_filename())
    disposition = str(part.get("Content-Disposition") or "").strip().lower()
    if disposition.startswith("attachment") or kind not in ("text/plain", "text/html"):
        if disposition.startswith("attachment") or (name and not kind.startswith("image/")):
            parts.attached.append(f"{name or 'one without a name'} ({kind})")
        return
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes) or not raw.strip():
        return
    text = _decoded(raw, part.get_content_charset(), parts, markup=kind == "text/html")
    if kind == "text/html":
        parts.pages.append(text.encode("utf-8", "replace"))
    else:
        flowed = str(part.get_param("format", "")).lower() == "flowed"
        parts.texts.append((text, flowed, str(part.get_param("delsp", "")).lower() == "yes"))


def _decoded(raw: bytes, charset: str | None, parts: _Parts, markup: bool) -> str:
    if charset and charset.lower() not in ("us-ascii", "unknown-8bit", "utf-7"):
        try:
            return raw.decode("windows-1252" if charset.lower() == "iso-8859-1" else charset)
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    decoded = decode(raw, markup=markup)
    parts.problems.extend(decoded.problems)
    return decoded.text


def _letter(message: Message, parts: _Parts, place: Place) -> ReadDocument:
    """The message itself as a document. Raises UnreadableError where it has no text."""
    recipients = _recipients(message)
    plain = "\n".join(plain_letter(*text) for text in parts.texts)
    best, problems = _of_page(parts, place, plain)
    text = best.text if best else plain
    forwarded = find_forwarded(text)
    text, nul = without_nul(clean_letter(without_surrogates(without_invisible(text)), recipients))
    if not text.strip():
        others = f"; attached: {', '.join(parts.attached)}" if parts.attached else ""
        raise UnreadableError("no-text", f"this message has no text to read{others[:200]}")
    problems += nul
    if forwarded and forwarded.sender:
        outlet, author = outlet_and_author(forwarded.sender)
        title = forwarded.title or _title(message)
        published = parse_worded_date(forwarded.date or "")
        stated = forwarded.date
    else:
        outlet, author = outlet_and_author(_header(message.get("From")) or "", _header(message.get("List-Id")))
        title = _title(message)
        stated = _header(message.get("Date"))
        published = _sent(stated)
    if stated and published is None:
        problems += (Problem("bad-date", f"{shorten(stated)} is no date that can be used; it is left open"),)
    if parts.attached:
        several = len(parts.attached) > 1
        named = ", ".join(parts.attached[:5]) + (" and others" if len(parts.attached) > 5 else "")
        said = f"{len(parts.attached)} attachments were" if several else "an attachment was"
        hint = "save what you need of them and read it" if several else "save it and read it"
        problems += (Problem("attachment-left-out", f"{said} not read: {named[:300]}; {hint}"),)
    if parts.count > _MOST_PARTS:
        problems += (Problem("mail-cut", f"it has more than {_MOST_PARTS} parts; the others were not read"),)
    identifier = "".join((_header(message.get("Message-ID")) or "").strip(" <>").split())[:500]
    archived = (_header(message.get("Archived-At")) or "").strip(" <>")
    document = Document(
        id=f"mid:{identifier}" if identifier else place.name,
        text=text,
        title=title,
        published=published,
        source=outlet,
        author=author,
        url=archived if archived.startswith(("http://", "https://")) else None,
        lang=detect(text)[0],
        credits=best.credits if best else (),
    )
    return ReadDocument(document, (*parts.problems, *problems), place.where)


def _of_page(parts: _Parts, place: Place, plain: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """The HTML part as the page reader gives it, or all of its text where that leaves out much; null: take `plain`."""
    if not parts.pages:
        return None, ()
    page = without_layout(without_hidden(b"\n".join(parts.pages).decode("utf-8", "replace")))
    whole = strip_tags(page)
    try:
        document, problems = read_page(b"\xef\xbb\xbf" + page.encode("utf-8", "replace"), place.name)
    except UnreadableError:
        return None, ()
    prose = [line for line in whole.split("\n") if len(line.split()) >= _PROSE]
    kept = set(_WORDS.findall(document.text))
    words = [word for line in prose for word in _WORDS.findall(line)]
    if sum(word in kept for word in words) < _KEPT * len(words) or _length(document.text) < _KEPT * _length(*prose):
        document = replace(document, text=whole)
    if _length(plain) > 3 * _length(document.text):
        return None, ()
    return document, problems


def _length(*lines: str) -> int:
    return sum(len(line.split()) for line in lines)


def _recipients(message: Message) -> set[str]:
    """The addresses that the message was sent to: they are their owners' own affair, and never part of a report."""
    fields = [
        str(value) for name in ("To", "Cc", "Delivered-To", "X-Original-To") for value in message.get_all(name, [])
    ]
    return {address.lower() for _, address in getaddresses(fields) if "@" in address and len(address) > 5}


def _header(value: object) -> str | None:
    """A field of the header with its encoded words read (RFC 2047), on one line."""
    if value is None:
        return None
    try:
        text = str(make_header(decode_header(str(value))))
    except (MessageError, LookupError, ValueError, AssertionError):
        text = str(value)
    return " ".join(without_surrogates(text).split()) or None


def _title(message: Message) -> str | None:
    subject = _header(message.get("Subject"))
    return (_REPLY.sub("", subject, count=1) if _REPLY.match(subject) else subject).strip() or None if subject else None


def _sent(stated: str | None) -> str | None:
    if not stated:
        return None
    try:
        moment = parsedate_to_datetime(stated)
        found = moment.isoformat()
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return parse_worded_date(stated)
    return found if found[:4] >= EARLIEST else None
