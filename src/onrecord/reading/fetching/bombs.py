"""XML that is made to explode: told by its declarations before any parser sees it."""

from __future__ import annotations

import re

from onrecord.reading.fetching.model import FetchingError
from onrecord.reading.tagstrip import shape

_ENTITY = re.compile(rb"<!ENTITY\s+(%\s+)?([^\s>\"']{1,200})\s+(?:\"([^\"]*)\"|'([^']*)')")
_OUTSIDE = re.compile(rb"<!ENTITY\s+(?:%\s+)?[^\s>\"']{1,200}\s+(?:SYSTEM|PUBLIC)\b")
_REFERENCE = re.compile(rb"&([^\s#&;]{1,200});")
_LONGEST = 10_000
"""Characters that an entity may stand for; those of the alphabets that feeds declare stand for one."""
_OPENING = re.compile(rb"<[A-Za-z_]")
_MOST_OPEN = 200
_MOST_OPEN_ELEMENTS = 20_000
_DEEPEST = 10_000
_DECLARATION = b"<!ENTITY"


def refuse_bomb(raw: bytes) -> None:
    """Raise FetchingError (xml-bomb) where a document declares entities made of others, or very long ones.

    Entities that name files or addresses are refused too: nothing is ever loaded for them. Declarations of single
    characters, as old RSS has them, are let through.
    """
    if b"\0" in raw[:64]:
        raw = raw.replace(b"\0", b"")  # UTF-16 and UTF-32: the signs of markup are those of ASCII
    if _DECLARATION not in raw:
        return
    if _OUTSIDE.search(raw) and re.search(rb"<!ENTITY\s+[^%\s][^>]*?\b(?:SYSTEM|PUBLIC)\b", raw):
        raise _bomb("declares entities that lie outside of it")
    declared: dict[bytes, bytes] = {}
    for found in _ENTITY.finditer(raw):
        declared.setdefault(found[2], found[3] if found[3] is not None else found[4])
    for value in declared.values():
        if len(value) > _LONGEST:
            raise _bomb("declares entities of great length")
        if any(name in declared for name in _REFERENCE.findall(value)):
            raise _bomb("declares entities that are made of each other")


def refuse_tangle(raw: bytes) -> None:
    """Raise FetchingError (xml-bomb) where so much markup is left open that reading as far as possible would not end.

    Feeds of the wild forget to close an element or a comment; what a forgiving parser takes for that grows with the
    square of their number.
    """
    comments = raw.count(b"<!--") - raw.count(b"-->")
    instructions = raw.count(b"<?") - raw.count(b"?>")
    opened = len(_OPENING.findall(raw))
    left = opened - raw.count(b"</") - raw.count(b"/>")
    deep = opened > _DEEPEST and shape(raw.decode("latin-1"), opened + 1).depth > _DEEPEST
    if max(comments, instructions) > _MOST_OPEN or left > _MOST_OPEN_ELEMENTS or deep:
        raise FetchingError(
            "xml-bomb", "this XML is a tangle of elements or comments that are left open; it was not read"
        )


def _bomb(why: str) -> FetchingError:
    return FetchingError("xml-bomb", f"this XML {why}, as attacks do and feeds do not; it was not read")
