"""A message that somebody sent on: who wrote it first, when, and under which title."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(
    r"[>\s]*(?:-{2,12}\s?(?:forwarded|original) (?:message|mail)(?: follows)?\s?-{2,12}|begin forwarded message:|"
    r"-{2,12}\s?weitergeleitete nachricht\s?-{2,12}|-{2,12}\s?mensaje reenviado\s?-{2,12})\s*",
    re.I,
)
_FIELD = re.compile(
    r"[>\s*]*(from|de|von|date|sent|fecha|datum|subject|asunto|betreff|to|para|an|cc|reply-to):\**\s+(.{1,400})", re.I
)
_MAILTO = re.compile(r"\[mailto:([^\[\]\s]{3,200})\]")
_NAMES = {"from": "sender", "de": "sender", "von": "sender", "date": "date", "sent": "date", "fecha": "date",
          "datum": "date", "subject": "title", "asunto": "title", "betreff": "title"}  # fmt: skip
_FIRST_LINES = 20


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What the header within a text says of the message that was sent on."""

    sender: str | None
    date: str | None
    title: str | None


def find_forwarded(text: str) -> Forwarded | None:
    """The header of a message that is sent on, near the top of `text`, or null where there is none."""
    found = _find(text.split("\n"))
    if found is None:
        return None
    fields = found[2]
    return Forwarded(fields.get("sender"), fields.get("date"), fields.get("title"))


def without_header(lines: list[str]) -> list[str]:
    """The lines without the header of a message that is sent on."""
    found = _find(lines)
    return lines if found is None else lines[: found[0]] + lines[found[1] :]


def _find(lines: list[str]) -> tuple[int, int, dict[str, str]] | None:
    """Where the header begins and ends, and its fields: after a line that says so, or three fields in a row."""
    for at, line in enumerate(lines[:_FIRST_LINES]):
        marked = _MARK.fullmatch(line) is not None
        if marked or _FIELD.fullmatch(line):
            end, fields = _fields(lines, at + marked)
            if len(fields) >= (2 if marked else 3) and "sender" in fields:
                return at, end, fields
    return None


def _fields(lines: list[str], at: int) -> tuple[int, dict[str, str]]:
    """The fields from a line on, and where they end."""
    fields: dict[str, str] = {}
    end = at
    for number in range(at, min(len(lines), at + 14)):
        field = _FIELD.fullmatch(lines[number])
        if field:
            name = _NAMES.get(field[1].lower())
            if name:
                value = _MAILTO.sub(r"<\1>", field[2].strip().strip("*").strip())
                fields.setdefault(name, value)
            end = number + 1
        elif lines[number].strip():
            break
    return end, fields
