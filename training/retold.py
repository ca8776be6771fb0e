"""Reads own reports with marked events: the same happening told several times, each word that names an event marked.

    python training/retold.py FILE...

checks files and prints what they hold. A report begins with a line `== TOPIC / HAPPENING | number | date | outlet` and
has one sentence a line; lines that begin with "#" are remarks. `[words|chain]` marks a mention; mentions with the same
chain in the reports of one happening tell of one event. The happenings of a topic are alike, and are told in the same
words; what two topics have in common is not marked.
"""

from __future__ import annotations

import collections
import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.records import Document, Probe

FOLDER = Path(__file__).parent / "sentences" / "events"

HEAD = re.compile(r"== (?P<topic>[\w-]+) / (?P<happening>[\w-]+) \| (?P<number>\d+) \| (?P<date>\S+) \| (?P<outlet>.+)")
MENTION = re.compile(r"\[([^\[\]|]+)\|([\w-]+)\]")

LONGEST = 3
"""Words of a mention at most: the head of an event, or a fixed phrase."""


@dataclass(frozen=True, slots=True)
class Retold:
    """A report with a probe at each mention, and the event of each; `topic` is what alike happenings belong to."""

    topic: str
    document: Document
    events: tuple[str, ...]


class RetoldError(ValueError):
    """A file of reports is not marked as it should be; the message says where and what is wrong with it."""


def read(path: Path) -> Iterator[Retold]:
    """The reports of a file, in order; half of the topics are undated, as some collections are. Raises RetoldError."""
    head: re.Match[str] | None = None
    text = ""
    mentions: list[tuple[int, int, str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if line.startswith("=="):
            if head is not None:
                yield _report(head, text, mentions)
            head, text, mentions = HEAD.fullmatch(line.rstrip()), "", []
            if head is None:
                raise RetoldError(f"{path.name}:{number}: not the head of a report: {line}")
            continue
        if head is None:
            raise RetoldError(f"{path.name}:{number}: a sentence before the first head")
        at = 0
        for mention in MENTION.finditer(line):
            if len(mention[1].split()) > LONGEST:
                raise RetoldError(f"{path.name}:{number}: a mention of more than {LONGEST} words: {mention[0]}")
            text += line[at : mention.start()]
            mentions.append((len(text), len(text) + len(mention[1]), mention[2]))
            text += mention[1]
            at = mention.end()
        if re.search(r"[\[\]|]", line[at:] + MENTION.sub("", line)):
            raise RetoldError(f"{path.name}:{number}: a stray mark")
        text += line[at:] + "\n"
    if head is not None:
        yield _report(head, text, mentions)


def _report(head: re.Match[str], text: str, mentions: list[tuple[int, int, str]]) -> Retold:
    happening = f"{head['topic']}/{head['happening']}"
    dated = int(hashlib.sha256(head["topic"].encode()).hexdigest(), 16) % 2 == 0
    document = Document(
        f"{happening}/{head['number']}",
        text,
        published=head["date"] if dated else None,
        source=head["outlet"],
        probes=tuple(Probe(f"m{n}", start, end) for n, (start, end, _) in enumerate(mentions)),
    )
    return Retold(head["topic"], document, tuple(f"{happening}/{chain}" for *_, chain in mentions))


def main() -> None:
    """Check files and count what is in them."""
    for path in map(Path, sys.argv[1:]):
        try:
            reports = list(read(path))
        except RetoldError as error:
            raise SystemExit(str(error)) from error
        chains: dict[str, set[str]] = collections.defaultdict(set)
        for report in reports:
            for event in report.events:
                chains[event].add(report.document.id)
        print(
            f"{path.name}: {len({r.topic for r in reports})} topics, {len(reports)} reports, "
            f"{sum(len(r.events) for r in reports)} mentions of {len(chains)} events, "
            f"{sum(len(found) > 1 for found in chains.values())} of them in several reports"
        )


if __name__ == "__main__":
    main()
