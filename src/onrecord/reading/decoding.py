"""Bytes to text: byte order marks, encodings declared or not, broken bytes, and what is no text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from onrecord.reading.model import UnreadableError
from onrecord.records import Problem

_MARKS = (  # the longer ones first: a UTF-32 mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\x1f\x8b", "compressed twice"),
    (b"BZh", "compressed with bzip2"),
    (b"\xfd7zXZ", "compressed with xz"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstandard"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
)
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,200}?charset|\?xml\b[^>]{0,100}?encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""",
    re.I,
)
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_TORN = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2[\x80-\x84]|[\xe0-\xef][\x80-\xbf]{2}|\xf0\x9f")
"""Pieces of UTF-8: accented letters, printers' signs, whole characters, emoji."""
_HIGH = re.compile(rb"[\x80-\xff]")
_SIGNS = frozenset("‘’“”‚„–—…•£€§°«»·©®™½¼¾¿¡²³¹\xa0\xad")
_RARE = frozenset("ÿþðÐÞÝ¤¦¨¬¯±´¶¸¹ºª¢¥µ×÷†‡ˆ‰˜")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Soft hyphen, zero-width space, word joiner, byte order mark; those that join letters and emoji stay."""
_SURROGATE = re.compile("[\ud800-\udfff]")

SAMPLE = 8_192
"""Bytes looked at to tell text from other data."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text from bytes, the encoding that it was in, and what was wrong."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def byte_order_mark(raw: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark at the start of `raw` names, and the mark's length."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding, len(mark)
    return None


def unmarked_utf16(raw: bytes) -> str | None:
    """The kind of UTF-16 that `raw` is in without saying so: in Latin script every second byte is zero."""
    sample = raw[:SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    pairs = max(1, len(sample) // 2)
    if odd > pairs * 0.2 and even <= pairs * 0.01:
        return "utf-16-le"
    if even > pairs * 0.2 and odd <= pairs * 0.01:
        return "utf-16-be"
    return None


def is_wide(raw: bytes) -> bool:
    """Whether `raw` is in UTF-16 or UTF-32, whose bytes look like other data."""
    return (byte_order_mark(raw) or ("utf-8", 0))[0] != "utf-8" or unmarked_utf16(raw) is not None


def check_is_text(raw: bytes) -> None:
    """Raise UnreadableError where the bytes are no text: known kinds of file, or many control characters."""
    for magic, what in _MAGIC:
        if raw.startswith(magic):
            raise UnreadableError("binary", f"this is {what}, not text; give the text of the article")
    sample = raw[:SAMPLE]
    control = len(_CONTROL.findall(sample))
    if control > len(sample) * 0.02 + 2 or sample.count(0) > len(sample) * 0.1 + 2:
        raise UnreadableError("binary", "this is binary data, not text; give the text of the article")


def decode(raw: bytes, markup: bool = False) -> Decoded:
    """Decode a whole text or page; `markup` says that it may declare its encoding as HTML and XML do.

    In order: byte order mark, UTF-16 without one, the declaration, UTF-8, then Windows-1252 (which Latin-1
    stands for, as on the web) where that reads like words, else UTF-8 with what is broken replaced and a
    problem that says so. Raises UnreadableError where it is no text.
    """
    marked = byte_order_mark(raw)
    if marked:
        encoding, length = marked
        return _forgiving(raw[length:], encoding)
    wide = unmarked_utf16(raw)
    if wide:
        return _forgiving(raw, wide)
    check_is_text(raw)
    declared = declared_encoding(raw) if markup else None
    for candidate in (declared, "utf-8"):
        if candidate:
            try:
                return Decoded(raw.decode(candidate), candidate)
            except (UnicodeDecodeError, LookupError):
                continue
    if _reads_as_western(raw):
        return Decoded(_western(raw), "windows-1252")
    legacy = _other_legacy(raw)
    if legacy:
        return legacy
    return _forgiving(raw, "utf-8")


def declared_encoding(raw: bytes) -> str | None:
    """The name of the encoding that a page declares in its first bytes, as Python knows it, or null."""
    found = _DECLARED.search(raw[:4096])
    if not found:
        return None
    name = found[1].decode("ascii").lower()
    try:
        known = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    if known.name in ("iso8859-1", "ascii"):
        return "windows-1252"
    # A page that was found by its ASCII bytes cannot be UTF-16, whatever it says (as in the HTML standard);
    # codecs that are no text encodings (zip, rot13) are not to be run at all.
    if known.name.startswith(("utf-16", "utf-32", "utf-7")) or not getattr(known, "_is_text_encoding", True):
        return None
    return known.name


def without_surrogates(text: str) -> str:
    """Replace lone surrogates (JSON may carry them) by U+FFFD: no encoding and no parser takes them."""
    return _SURROGATE.sub("\ufffd", text) if _SURROGATE.search(text) else text


def without_invisible(text: str) -> str:
    """Take out signs that only tell where a line may break; words that hold them are no words to a parser."""
    return _INVISIBLE.sub("", text)


def without_nul(text: str) -> tuple[str, tuple[Problem, ...]]:
    """Replace NUL characters by spaces, with a problem where there are any."""
    count = text.count("\x00")
    if not count:
        return text, ()
    problem = Problem("nul-bytes", f"{count} NUL bytes were read as spaces")
    return text.replace("\x00", " "), (problem,)


def _forgiving(raw: bytes, encoding: str) -> Decoded:
    text = raw.decode(encoding, "replace")
    try:
        raw.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"not all of it is {encoding.upper()}, first at byte {error.start}; what is broken was replaced"
        return Decoded(text, encoding, (Problem("encoding-broken", message),))
    return Decoded(text, encoding)


def _western(raw: bytes) -> str:
    try:
        return raw.decode("windows-1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _reads_as_western(raw: bytes) -> bool:
    """Whether the bytes beyond ASCII read as Windows-1252: letters within words, and printers' signs.

    Two bytes that look like a piece of UTF-8 speak for UTF-8 that was damaged.
    """
    if _TORN.search(raw):
        return False
    text = _western(raw)
    high = [n for n, sign in enumerate(text) if sign > "\x7f"]
    if len(high) > len(text) * 0.25:
        return False
    good = 0
    for n in high:
        sign = text[n]
        if sign in _SIGNS:
            good += 1
        elif sign.isalpha() and sign not in _RARE:
            good += text[n - 1 : n].isalpha() or text[n + 1 : n + 2].isalpha()
    return good >= len(high) * 0.9


def _other_legacy(raw: bytes) -> Decoded | None:
    """Texts in other scripts, which are dense in high bytes, by statistics over their beginning."""
    sample = raw[:SAMPLE]
    if len(_HIGH.findall(sample)) < len(sample) * 0.25:
        return None
    text = raw.decode("utf-8", "replace")
    if text.count("\ufffd") < len(text) * 0.05:
        return None
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        return None
    try:
        return Decoded(raw.decode(best.encoding), best.encoding)
    except (UnicodeDecodeError, LookupError):
        return None
