"""What a server answered, from the bytes on the wire: status, header, and the body with its codings undone."""

from __future__ import annotations

import codecs
import re
import zlib
from dataclasses import dataclass

from onrecord.reading.decoding import byte_order_mark, declared_encoding
from onrecord.reading.model import UnreadableError

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})\b")
_CHUNK = re.compile(rb"\s{0,4}([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_END_OF_HEADER = re.compile(rb"\r?\n\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer. `sent` is the body as it came, `plain` without chunks, `body` without content codings too.

    `fields` has the header's names in lower case; of a name that comes twice the last holds. `flaws` says what was
    wrong and is put right or left as it is.
    """

    status: int
    fields: dict[str, str]
    sent: bytes
    plain: bytes
    body: bytes
    flaws: tuple[str, ...] = ()


def parse_answer(block: bytes, limit: int) -> Answer:
    """Read an answer of HTTP/1 (RFC 9112). Without a status line, all of it is taken for the body of one with 200.

    Raises UnreadableError where the body is over `limit` bytes, or in a coding that is not known.
    """
    found = _STATUS.match(block)
    if not found:
        return Answer(200, {}, block, block, block, ("it has no status line",))
    end = _END_OF_HEADER.search(block)
    header, sent = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    fields: dict[str, str] = {}
    for line in header.splitlines()[1:]:
        name, colon, value = line.partition(b":")
        if colon:
            fields[name.decode("latin-1").strip().lower()] = value.decode("latin-1").strip()
    flaws: list[str] = [] if end else ["its header has no end"]
    plain = sent
    if "chunked" in fields.get("transfer-encoding", "").lower():
        plain = _without_chunks(sent, flaws)
    status = int(found[1])
    body = decode_body(plain, fields.get("content-encoding"), limit, flaws) if status == 200 else plain
    return Answer(status, fields, sent, plain, body, tuple(flaws))


def _without_chunks(sent: bytes, flaws: list[str]) -> bytes:
    """The body without the framing of chunks; as it is, where it has none."""
    pieces: list[bytes] = []
    at = 0
    while True:
        found = _CHUNK.match(sent, at)
        if not found:
            if not at:
                if sent:
                    flaws.append("its header says that it comes in chunks, and it does not")
                return sent
            flaws.append("it breaks off between two chunks")
            pieces.append(sent[at:])
            break
        size = int(found[1], 16)
        if not size:
            break
        at = found.end() + size
        pieces.append(sent[found.end() : at])
        if at > len(sent):
            flaws.append("its last chunk is cut off")
            break
        if sent[at : at + 2] == b"\r\n":
            at += 2
        elif sent[at : at + 1] == b"\n":
            at += 1
    return b"".join(pieces)


def decode_body(body: bytes, codings: str | None, limit: int, flaws: list[str]) -> bytes:
    """Undo content codings, the last one first; what is not in the coding that is named is left as it is.

    Adds to `flaws`. Raises UnreadableError where the outcome is over `limit` bytes, or a coding is not known.
    """
    names = [name.strip().lower() for name in (codings or "").split(",")]
    for name in reversed([name for name in names if name not in ("", "identity", "none", "utf-8")]):
        if name in ("gzip", "x-gzip"):
            if body.startswith(b"\x1f\x8b"):
                body = _inflate(body, 31, limit, flaws)
        elif name in ("deflate", "x-deflate"):
            wrapped = body[:1] == b"\x78"
            body = _inflate(body, 15 if wrapped else -15, limit, flaws)
        elif name == "br":
            body = _brotli(body, limit, flaws)
        else:
            raise UnreadableError("unsupported", f"its content is compressed in a way that is not read ({name[:40]})")
    return body


def _inflate(body: bytes, wbits: int, limit: int, flaws: list[str]) -> bytes:
    unpacker = zlib.decompressobj(wbits)
    found = b""
    left = body
    try:
        while left and not unpacker.eof:
            found += unpacker.decompress(left, min(_PIECE + len(found), limit + 1))
            left = unpacker.unconsumed_tail
            if len(found) > limit:
                raise _too_large(limit)
        if not unpacker.eof:
            flaws.append("its compressed content is cut off")
    except zlib.error:
        flaws.append("its compressed content is damaged")
        if not found:
            return b"" if wbits == 31 else body
    return found


def _brotli(body: bytes, limit: int, flaws: list[str]) -> bytes:
    try:
        import brotli  # type: ignore[import-untyped]
    except ImportError as error:
        message = "its content is compressed with Brotli; install the package `brotli` to read it"
        raise UnreadableError("unsupported", message) from error
    unpacker = brotli.Decompressor()
    found = b""
    try:
        for at in range(0, len(body), 4096):  # bounds what one call can give
            found += unpacker.process(body[at : at + 4096])
            if len(found) > limit:
                raise _too_large(limit)
        if not unpacker.is_finished():
            flaws.append("its compressed content is cut off")
    except brotli.error:
        flaws.append("its compressed content is damaged")
        return found or body
    return found


def in_utf8(raw: bytes, media: str | None) -> bytes:
    """A text in UTF-8 with its mark, where the header names an encoding that it is truly in; else as it is.

    By the standard of HTML the header goes before the page's own word. But servers say Latin-1 of everything, so that
    what is UTF-8 stays that; and what they say is UTF-8, and is, has the mark where the page itself says otherwise.
    """
    said = _CHARSET.search(media or "")
    if not said or byte_order_mark(raw):
        return raw
    try:
        raw.decode("utf-8")
        contradicted = said[1].lower().replace("-", "") == "utf8" and declared_encoding(raw)
        return codecs.BOM_UTF8 + raw if contradicted else raw
    except UnicodeDecodeError:
        pass
    try:
        known = codecs.lookup(said[1])
        if not getattr(known, "_is_text_encoding", True) or known.name in ("utf-7", "utf-8"):
            return raw
        text = raw.decode("windows-1252" if known.name in ("iso8859-1", "ascii") else known.name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return raw
    return codecs.BOM_UTF8 + text.encode("utf-8", "replace")


def _too_large(limit: int) -> UnreadableError:
    return UnreadableError("too-large", f"it unpacks to more than {limit:,} bytes; reading stopped there")
