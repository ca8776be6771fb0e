"""The rows of the first sheet of an Excel workbook (ECMA-376), as texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.reading.formats.office import xml_events
from onrecord.reading.formats.package import Package
from onrecord.reading.model import UnreadableError

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_COLUMN = re.compile(r"([A-Z]{1,3})\d+")
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_MOST_COLUMNS = 500


def sheet_rows(package: Package) -> Iterator[list[str]]:
    """Yield the rows of the first sheet, cells that are left out as empty texts. Raises UnreadableError."""
    numbers = [(int(found[1]), name) for name in package.names if (found := _SHEET.fullmatch(name))]
    if not numbers:
        raise UnreadableError("damaged", "this spreadsheet has no sheet that can be found")
    shared = list(_shared(package.find("xl/sharedStrings.xml")))
    cells: dict[int, str] = {}
    for event, element in xml_events(package.read(min(numbers)[1])):
        if event == "start":
            continue
        if element.tag == _S + "c":
            column = _number(element.get("r"), len(cells))
            kind = element.get("t")
            if kind == "inlineStr":
                text = "".join(part.text or "" for part in element.iter(_S + "t"))
            else:
                text = next((part.text or "" for part in element.iter(_S + "v")), "")
                if kind == "s":
                    text = shared[int(text)] if text.isdigit() and int(text) < len(shared) else ""
            if column < _MOST_COLUMNS:
                cells[column] = text
        elif element.tag == _S + "row":
            yield [cells.get(number, "") for number in range(max(cells, default=-1) + 1)]
            cells = {}
            element.clear()


def _shared(raw: bytes | None) -> Iterator[str]:
    """The texts that cells name by their number."""
    for event, element in xml_events(raw) if raw else ():
        if event == "end" and element.tag == _S + "si":
            yield "".join(part.text or "" for part in element.iter(_S + "t"))
            element.clear()


def _number(place: str | None, default: int) -> int:
    """The number of a column from 0: `AB12` is 27."""
    found = _COLUMN.fullmatch(place or "")
    if not found:
        return default
    number = 0
    for letter in found[1]:
        number = 26 * number + ord(letter) - 64
    return number - 1
