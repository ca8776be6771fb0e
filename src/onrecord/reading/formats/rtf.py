"""Rich Text Format (Microsoft, version 1.9.1) to paragraphs: text, tables and notes, without pictures and headers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.reading.formats.draft import Draft, documents_of
from onrecord.reading.formats.whole import Place
from onrecord.reading.model import Found, UnreadableError
from onrecord.records import Problem

_TOKEN = re.compile(
    rb"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|'([0-9a-fA-F]{2})|([^a-zA-Z]))|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.S
)
_LEFT_OUT = frozenset((
    "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer",
    "footerl", "footerr", "footerf", "fldinst", "generator", "themedata", "colorschememapping", "datastore",
    "latentstyles",
    "listtable", "listoverridetable", "rsidtbl", "xmlnstbl", "filetbl", "revtbl", "annotation", "atnid", "atnauthor",
    "bkmkstart", "bkmkend", "pntext", "pntxta", "pntxtb", "nonshppict", "private", "falt", "panose",
))  # fmt: skip
_SIGNS = {
    "par": "\n", "sect": "\n", "page": "\n", "line": "\n", "row": "\n", "tab": "\t", "cell": "\t", "nestcell": "\t",
    "nestrow": "\n", "emdash": "—", "endash": "–", "bullet": "• ", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_MORE_SIGNS = {b"~": "\xa0", b"_": "-", b"-": "", b"\n": "\n", b"\r": "\n"}
_KEPT = frozenset(("fldrslt", "shptxt", "footnote"))
"""Destinations that hold text, though programs that do not know them would pass them over."""
_DEEPEST = 2_000


@dataclass(slots=True)
class _State:
    """What holds within a group."""

    left_out: bool = False
    fallback: int = 1
    codepage: str = "cp1252"
    hidden: bool = False
    note: bool = False


def read_rtf(raw: bytes, place: Place) -> Iterator[Found]:
    """Yield the document of an RTF file, or the articles of one that a database exported. Raises UnreadableError."""
    text, whole = rtf_text(raw)
    problems = () if whole else (Problem("cut-off", "this RTF file is cut off or damaged at its end"),)
    lines = [line.strip(" \t") for line in text.split("\n")]
    if not any(lines):
        raise UnreadableError("no-text", "there is no text in it")
    yield from documents_of(Draft(tuple(lines), problems=problems), place)


def rtf_text(raw: bytes) -> tuple[str, bool]:
    """The text and whether all groups are closed; paragraphs apart by newlines, cells by tabs, notes at the end.

    Raises UnreadableError where groups are nested too deep.
    """
    reader = _Reader()
    at = 0
    while found := _TOKEN.match(raw, at):
        at = found.end() + reader.take(*found.groups())
    reader.flush()
    text = "".join([*reader.text, "\n", *reader.notes]).replace("\x00", " ")
    return text.encode("utf-8", "replace").decode("utf-8"), not reader.stack


class _Reader:
    """Takes the tokens of a file one by one."""

    def __init__(self) -> None:
        self.state = _State()
        self.stack: list[_State] = []
        self.text: list[str] = []
        self.notes: list[str] = []
        self._waiting = bytearray()  # bytes of the code page: some letters take two
        self._skip = 0  # signs that stand in place of a Unicode letter, for programs that do not know it
        self._high: int | None = None  # the first half of a letter beyond the first 65,536
        self._starred = False

    def take(
        self, word: bytes | None, number: bytes | None, code: bytes | None, sign: bytes | None, brace: bytes | None,
        plain: bytes | None,
    ) -> int:  # fmt: skip
        """Take one token; gives the number of bytes after it that are data and no tokens."""
        if sign == b"*":
            self._starred = True
            return 0
        if brace:
            self._brace(brace)
        elif plain is not None:
            taken = min(self._skip, len(plain))
            self._skip -= taken
            self._bytes(plain[taken:])
        elif code is not None:
            if self._skip:
                self._skip -= 1
            else:
                self._bytes(bytes([int(code, 16)]))
        elif sign is not None:
            if sign in (b"\\", b"{", b"}"):
                self._bytes(sign)
            else:
                self._put(_MORE_SIGNS.get(sign, ""))
        elif word is not None:
            data = self._word(word.decode("ascii"), int(number) if number else None)
            self._starred = False
            return data
        self._starred = False
        return 0

    def flush(self) -> None:
        """Write the bytes that wait."""
        if self._waiting:
            raw, codepage = bytes(self._waiting), self.state.codepage
            self._waiting.clear()
            self._put(_decode(raw, codepage))

    def _brace(self, brace: bytes) -> None:
        self.flush()
        self._skip = 0
        if brace == b"{":
            if len(self.stack) > _DEEPEST:
                raise UnreadableError("damaged", "its groups are nested too deep to read")
            self.stack.append(replace(self.state))
        elif self.stack:
            noted = self.state.note
            self.state = self.stack.pop()
            if noted and not self.state.note:
                self.notes.append("\n")

    def _bytes(self, raw: bytes) -> None:
        if not self.state.left_out and not self.state.hidden:
            self._waiting += raw

    def _put(self, text: str) -> None:
        self.flush()
        if not self.state.left_out and not self.state.hidden:
            (self.notes if self.state.note else self.text).append(text)

    def _word(self, name: str, value: int | None) -> int:
        if name == "u" and value is not None:
            self._skip = self.state.fallback
            self._unicode(value % 65_536)
            return 0
        if name == "bin":
            return max(0, value or 0)
        self.flush()
        state = self.state
        if name in _LEFT_OUT or (self._starred and name not in _KEPT):
            state.left_out = True
        elif name == "footnote":
            state.note = True
        elif name == "uc" and value is not None:
            state.fallback = max(0, min(value, 20))
        elif name == "ansicpg" and value is not None:
            state.codepage = f"cp{value}"
        elif name in ("mac", "pc", "pca"):
            state.codepage = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[name]
        elif name in ("v", "deleted"):
            state.hidden = value != 0
        elif name == "plain":
            state.hidden = False
        elif name in _SIGNS:
            self._put(_SIGNS[name])
        return 0

    def _unicode(self, value: int) -> None:
        """Write a unit of UTF-16; the first half of a pair waits for the second."""
        if 0xD800 <= value < 0xDC00:
            self._high = value
        elif 0xDC00 <= value < 0xE000:
            if self._high is not None:
                self._put(chr(0x10000 + ((self._high - 0xD800) << 10) + (value - 0xDC00)))
            self._high = None
        else:
            self._put(chr(value))


def _decode(raw: bytes, codepage: str) -> str:
    try:
        return raw.decode(codepage, "replace")
    except LookupError:
        return raw.decode("cp1252", "replace")
