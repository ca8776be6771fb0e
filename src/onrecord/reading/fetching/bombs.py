"""XML that is made to explode: told by its declarations before any parser sees it."""

from __future__ import annotations

import re

from onrecord.reading.fetching.model import FetchingError

_ENTITY = re.compile(rb"<!ENTITY\s+(%\s+)?([^\s>\"']{1,200})\s+(?:\"([^\"]*)\"|'([^']*)')")
_OUTSIDE = re.compile(rb"<!ENTITY\s+(?:%\s+)?[^\s>\"']{1,200}\s+(?:SYSTEM|PUBLIC)\b")
_REFERENCE = re.compile(rb"&([^\s#&;]{1,200});")
_LONGEST = 10_000
"""Characters that an entity may stand for; those of the alphabets that feeds declare stand for one."""
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


def _bomb(why: str) -> FetchingError:
    return FetchingError("xml-bomb", f"this XML {why}, as attacks do and feeds do not; it was not read")
