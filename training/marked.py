"""Reads marked sentences: own text with its acts, parties and sources marked in the line itself.

    python training/marked.py FILE...

checks files and prints what they hold. A line is a passage of one to three sentences; lines that begin with "#" are
remarks. `{1:the phrase}` names a phrase; phrases may hold phrases and acts. `[word|TYPE|stage|...]` marks the word that
names an act; after type and stage come, in any order: `neg` (negated); `prob`, `poss`, `unk`, `sure` (certainty;
without one it is `certain`, or `unknown` for hypothetical); `nc` (not core); `a=1,2` (actors); `r=3` (recipients);
`s=4>5` (the chain of sources, outermost first; `-` is a source that the text does not name). A second claim on the same
word follows after ";". `[carried|*]` marks another word for an act that has its claim elsewhere, such as its light
verb.
"""

from __future__ import annotations

import collections
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.records.vocabulary import CERTAINTIES, EVENT_TYPES, STAGES

FOLDER = Path(__file__).parent / "sentences" / "claims"

CERTAINTY = {"prob": "probable", "poss": "possible", "unk": "unknown", "sure": "certain"}

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class MarkedClaim:
    """An act as it is marked; spans are code points of the passage."""

    trigger: Span
    type: str
    stage: str
    polarity: str
    certainty: str
    core: bool
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]
    chain: tuple[Span | None, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A passage, its claims, and the words that are neither an act nor none."""

    text: str
    claims: tuple[MarkedClaim, ...]
    also: tuple[Span, ...]


class MarkError(ValueError):
    """A line is not marked as it should be; the message says what is wrong with it."""


def read(line: str) -> Marked:
    """The passage that a marked line gives. Raises MarkError."""
    plain: list[str] = []
    length = 0
    open_at: list[tuple[str, int]] = []
    phrases: dict[str, Span] = {}
    marks: list[tuple[Span, str]] = []
    at = 0
    while at < len(line):
        sign = line[at]
        if sign == "{":
            found = re.compile(r"\{(\w+):").match(line, at)
            if found is None or found[1] in phrases or any(found[1] == name for name, _ in open_at):
                raise MarkError(f"a phrase needs a number of its own: {line[at : at + 30]}")
            open_at.append((found[1], length))
            at = found.end()
        elif sign == "}":
            if not open_at:
                raise MarkError(f"a phrase ends that was not begun: {line[max(0, at - 30) : at + 1]}")
            name, start = open_at.pop()
            phrases[name] = (start, length)
            at += 1
        elif sign == "[":
            found = re.compile(r"\[([^\[\]|{}]+)\|([^\[\]{}]+)\]").match(line, at)
            if found is None:
                raise MarkError(f"an act is not marked well: {line[at : at + 40]}")
            marks.append(((length, length + len(found[1])), found[2]))
            plain.append(found[1])
            length += len(found[1])
            at = found.end()
        elif sign in "]|":
            raise MarkError(f"a stray {sign}: {line[max(0, at - 30) : at + 1]}")
        else:
            plain.append(sign)
            length += 1
            at += 1
    if open_at:
        raise MarkError(f"a phrase is not ended: {open_at[-1][0]}")
    claims: list[MarkedClaim] = []
    also: list[Span] = []
    for span, mark in marks:
        if mark.strip() == "*":
            also.append(span)
            continue
        claims += [_claim(span, part.split("|"), phrases) for part in mark.split(";")]
    used = {s for c in claims for s in (*c.actors, *c.recipients, *c.chain)}
    for name, span in phrases.items():
        if span not in used:
            raise MarkError(f"phrase {name} belongs to no act")
    return Marked("".join(plain), tuple(claims), tuple(also))


def _claim(span: Span, parts: list[str], phrases: dict[str, Span]) -> MarkedClaim:
    parts = [part.strip() for part in parts]
    if len(parts) < 2 or parts[0] not in EVENT_TYPES or parts[1] not in STAGES:
        raise MarkError(f"no such type or stage: {'|'.join(parts)}")

    def phrase(name: str) -> Span:
        if name not in phrases:
            raise MarkError(f"no phrase {name} in this line")
        return phrases[name]

    polarity, core = "affirmed", True
    certainty = "unknown" if parts[1] == "hypothetical" else "certain"
    given: dict[str, tuple[Span | None, ...]] = {}
    for part in parts[2:]:
        if part == "neg":
            polarity = "negated"
        elif part == "nc":
            core = False
        elif part in CERTAINTY:
            certainty = CERTAINTY[part]
        elif part[:2] in ("a=", "r="):
            given[part[0]] = tuple(phrase(name) for name in part[2:].split(","))
        elif part[:2] == "s=":
            given["s"] = tuple(None if name == "-" else phrase(name) for name in part[2:].split(">"))
        else:
            raise MarkError(f"unknown mark: {part}")
    assert certainty in CERTAINTIES
    actors = tuple(s for s in given.get("a", ()) if s is not None)
    recipients = tuple(s for s in given.get("r", ()) if s is not None)
    return MarkedClaim(span, parts[0], parts[1], polarity, certainty, core, actors, recipients, given.get("s", ()))


def lines(folder: Path = FOLDER) -> Iterator[tuple[str, str]]:
    """The marked lines of a folder's files, each with its file and number, in order."""
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                yield f"{path.name}:{number}", line.strip()


def held_out(name: str) -> bool:
    """Whether the line `name` ("file:number") is one of those, one in twenty, that are kept from training."""
    return int(name.rpartition(":")[2]) % 20 == 0


def main() -> None:
    """Check files and count what is in them."""
    counts: collections.Counter[str] = collections.Counter()
    wrong = 0
    for path in map(Path, sys.argv[1:]):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            try:
                marked = read(line.strip())
            except MarkError as error:
                wrong += 1
                print(f"{path.name}:{number}: {error}")
                continue
            counts["passages"] += 1
            counts["without an act"] += not marked.claims
            for claim in marked.claims:
                counts["claims"] += 1
                counts[claim.type] += 1
                counts[claim.stage] += 1
                counts[claim.polarity] += 1
                counts[f"chain of {len(claim.chain)}"] += 1
    print(f"{wrong} lines are wrong")
    print("  ".join(f"{name} {count}" for name, count in counts.most_common()))


if __name__ == "__main__":
    main()
