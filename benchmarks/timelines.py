"""Scores timelines of entities by temporal awareness, the measure of SemEval-2015 task 4 (Minard et al. 2015).

    python benchmarks/timelines.py [--data DIR] [--timelines FILE | --trivial] [--write FILE] [--json]

Without `--timelines` the program builds the timelines itself, from the raw text of all articles and the names of the
entities; `--write` keeps them. A line has the form of the gold: {"entity", "timeline": [{"order", "date", "events":
[{"doc", "sentence", "text", "start", "end"}]}]}.

A timeline becomes time links: each event with its date, each pair of events as before or simultaneous. An event of the
system is one of the gold where they share a mention (same document, overlapping words; where no offsets are given, same
sentence and a word in common), one to one, those that share most first. Precision is the share of the system's links,
without those that follow from others, that are true in the closure of the gold; recall is the reverse (temporal
awareness, UzZaman and Allen 2011, as in TempEval-3). All links of a timeline's order follow from those between
neighbours, so that these are what is counted. A date is part of its event and tells nothing of the order: entries of
one day may come one after the other. Links are summed over the entities before shares are taken (micro-average).

Entries of order 0 have no place in the timeline and are left out, on both sides. In doubt about the task's own tool,
three other readings are printed below: with order 0 as an order of its own (before all), all pairs of events in place
of neighbours, and mentions in place of events, those of one event being simultaneous.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from data import documents, options, rows

GOLD, TEXTS = "times/timeline_apple.jsonl", "times/timeline_apple_docs.jsonl"

Variant = Literal["task", "with order 0", "all pairs", "mentions"]
VARIANTS: tuple[Variant, ...] = ("task", "with order 0", "all pairs", "mentions")


_PAST = re.compile(r"\b(?:[a-z]{2,}ed|said)\b")


class TimelineFormError(ValueError):
    """A line is no timeline; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a document. `start` and `end` are null where they could not be found in its text."""

    doc: str
    sentence: int | None
    text: str
    start: int | None
    end: int | None

    def same(self, other: Mention) -> bool:
        """Whether both are the same words of the same document."""
        if self.doc != other.doc:
            return False
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return self.sentence == other.sentence and bool(
                {*self.text.lower().split()} & {*other.text.lower().split()}
            )
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of a timeline. `date` is null where it is unknown."""

    order: int
    date: str | None
    mentions: tuple[Mention, ...]


class Counts(NamedTuple):
    """Links that were verified, and links in all, on both sides."""

    system_right: int = 0
    system: int = 0
    gold_right: int = 0
    gold: int = 0

    def __add__(self, other: tuple[Any, ...]) -> Counts:
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))

    def figures(self) -> dict[str, float]:
        """Precision, recall and F1, in percent."""
        precision = 100 * self.system_right / self.system if self.system else 0.0
        recall = 100 * self.gold_right / self.gold if self.gold else 0.0
        total = precision + recall
        return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / total if total else 0.0}


def read(lines: Iterable[Mapping[str, Any]]) -> dict[str, list[Event]]:
    """The timelines by entity. Raises TimelineFormError."""
    found: dict[str, list[Event]] = {}
    for number, line in enumerate(lines, 1):
        try:
            entity = line["entity"]
            events = [
                Event(
                    entry["order"],
                    date_of(entry["date"]),
                    tuple(
                        Mention(m["doc"], m.get("sentence"), m["text"], m.get("start"), m.get("end"))
                        for m in entry["events"]
                    ),
                )
                for entry in line["timeline"]
            ]
        except (KeyError, TypeError) as error:
            raise TimelineFormError(f"line {number} is no timeline: {error!r} (see --help for the form)") from error
        if entity in found:
            raise TimelineFormError(f"line {number}: there are two timelines of {entity!r}")
        found[entity] = events
    return found


def date_of(text: str | None) -> str | None:
    """A date without its unknown parts: `2007-09-XX` is `2007-09`; null where all of it is unknown."""
    parts = re.split("-", text or "X")
    known = []
    for part in parts:
        if "X" in part.upper():
            break
        known.append(part)
    return "-".join(known) or None


def matched(system: Sequence[Event], gold: Sequence[Event]) -> dict[int, int]:
    """Which event of the gold each event of the system is, by position; one to one, most shared mentions first."""
    shared = []
    for s, event in enumerate(system):
        for g, other in enumerate(gold):
            number = sum(any(m.same(n) for n in other.mentions) for m in event.mentions)
            if number:
                shared.append((-number, s, g))
    pairs: dict[int, int] = {}
    for _, s, g in sorted(shared):
        if s not in pairs and g not in pairs.values():
            pairs[s] = g
    return pairs


def compare(system: Sequence[Event], gold: Sequence[Event], variant: Variant = "task") -> Counts:
    """The links of one entity's timelines."""
    system, gold = _prepared(system, variant), _prepared(gold, variant)
    pairs = matched(system, gold)
    back = {g: s for s, g in pairs.items()}
    whole = variant == "all pairs"
    return Counts(*_verified(system, gold, pairs, whole), *_verified(gold, system, back, whole))


def _prepared(events: Sequence[Event], variant: Variant) -> list[Event]:
    """The events that count, in their order; of equal order in that of the text, so that the answer is one."""
    placed = [event for event in events if event.order > 0 or variant == "with order 0"]
    if variant == "mentions":
        placed = [Event(event.order, event.date, (mention,)) for event in placed for mention in event.mentions]
    return sorted(placed, key=lambda event: (event.order, [(m.doc, m.start or 0, m.text) for m in event.mentions]))


def _verified(these: Sequence[Event], those: Sequence[Event], pairs: Mapping[int, int], whole: bool) -> tuple[int, int]:
    """How many links of these are true of those, and how many there are; `pairs` leads from these to those."""
    right = number = 0
    for n, event in enumerate(these):
        if event.date is not None:
            number += 1
            right += n in pairs and those[pairs[n]].date == event.date
    for first, second in _links(len(these), whole):
        number += 1
        if first in pairs and second in pairs:
            right += _sign(these[first], these[second]) == _sign(those[pairs[first]], those[pairs[second]])
    return right, number


def _links(events: int, whole: bool) -> Iterator[tuple[int, int]]:
    for first in range(events - 1):
        for second in range(first + 1, events if whole else first + 2):
            yield first, second


def _sign(first: Event, second: Event) -> int:
    return (first.order > second.order) - (first.order < second.order)


def score(system: Mapping[str, list[Event]], gold: Mapping[str, list[Event]]) -> dict[str, Any]:
    """All figures: the task's own and its variants, summed, by entity and by half, and what the parts contribute.

    The halves are every other entity of the gold, the first among those on which rules were tuned.
    """
    said: dict[str, Any] = {}
    for variant in VARIANTS:
        counts = {entity: compare(system.get(entity, ()), events, variant) for entity, events in gold.items()}
        total = sum(counts.values(), Counts())
        said[variant] = total.figures() | {"links": total._asdict()}
        if variant == "task":
            said["entities"] = {entity: one.figures() | {"links": one._asdict()} for entity, one in counts.items()}
            said["halves"] = {
                name: sum((counts[entity] for entity in list(gold)[first::2]), Counts()).figures()
                for name, first in (("tuned on", 0), ("not tuned on", 1))
            }
    return said | {"parts": parts(system, gold)}


def parts(system: Mapping[str, list[Event]], gold: Mapping[str, list[Event]]) -> dict[str, float]:
    """Precision, recall and F1 of the mentions (placed or not); of the events found, the share that is dated right."""
    found = right = wanted = dated = dates = 0
    for entity, events in gold.items():
        mine = system.get(entity, [])
        ours, theirs = [m for e in mine for m in e.mentions], [m for e in events for m in e.mentions]
        found, wanted = found + len(ours), wanted + len(theirs)
        right += sum(any(m.same(n) for n in theirs) for m in ours)
        for s, g in matched(mine, events).items():
            if events[g].date is not None:
                dates += 1
                dated += mine[s].date == events[g].date
    figures = Counts(right, found, right, wanted).figures()
    return {f"mentions, {name}": value for name, value in figures.items()} | {
        "dates, accuracy": 100 * dated / dates if dates else 0.0
    }


def table(said: Mapping[str, Any]) -> str:
    """The figures as lines for people; the last line has the task's own."""
    lines = [f"{'':28} precision  recall      F1"]
    for entity, one in said["entities"].items():
        lines.append(_line(entity, one))
    lines.extend(_line(f"[{half}]", one) for half, one in said["halves"].items())
    lines.extend(_line(f"({variant})", said[variant]) for variant in VARIANTS[1:])
    lines.append("; ".join(f"{name} {value:.1f}" for name, value in said["parts"].items()))
    lines.append(_line("temporal awareness, micro", said["task"]))
    return "\n".join(lines)


def _line(name: str, one: Mapping[str, float]) -> str:
    return f"{name:28} {one['precision']:9.2f} {one['recall']:7.2f} {one['f1']:7.2f}"


def built(data: Path, entities: Sequence[str]) -> list[dict[str, Any]]:
    """The program's timelines of these entities, over all articles, in the form of the gold."""
    from onrecord.extraction.pipeline import Extractor
    from onrecord.linking.timelines import entity_timeline

    sentences = {row["id"]: row["sentences"] for row in rows(data / TEXTS)}
    readings = list(Extractor().happenings(documents(data / TEXTS)))
    lines = []
    for entity in entities:
        timeline = entity_timeline(entity, readings)
        entries = [
            {
                "order": entry.order,
                "date": entry.date or "XXXX-XX-XX",
                "events": [
                    {
                        "doc": mention.document,
                        "sentence": sentence_of(sentences[mention.document], mention.span.start),
                        "text": mention.span.text,
                        "start": mention.span.start,
                        "end": mention.span.end,
                    }
                    for mention in entry.mentions
                ],
            }
            for entry in timeline.entries
        ]
        lines.append({"entity": entity, "timeline": entries})
    return lines


def trivial(data: Path, entities: Sequence[str]) -> list[dict[str, Any]]:
    """Every word in -ed, and "said", of a sentence with the entity's name, on the day of publication."""
    texts = rows(data / TEXTS)
    days = sorted({row["published"] for row in texts})
    lines = []
    for entity in entities:
        entries = [
            {
                "order": days.index(row["published"]) + 1,
                "date": row["published"],
                "events": [
                    {
                        "doc": row["id"], "sentence": int(number), "text": word.group(),
                        "start": start + word.start(), "end": start + word.end(),
                    }
                ],
            }
            for row in texts
            for number, (start, end) in row["sentences"].items()
            if number != "0" and entity.lower() in row["text"][start:end].lower()
            for word in _PAST.finditer(row["text"][start:end])
        ]  # fmt: skip
        lines.append({"entity": entity, "timeline": entries})
    return lines


def sentence_of(sentences: Mapping[str, Sequence[int]], start: int) -> int | None:
    """The number of the sentence that an offset lies in."""
    return next((int(number) for number, (first, end) in sentences.items() if first <= start < end), None)


def main() -> None:
    """Build or read timelines, and print their figures."""
    parser = options("Timelines of entities, scored by the temporal awareness of SemEval-2015 task 4.")
    parser.add_argument("--timelines", type=Path, help="timelines to score, in the gold's form, in place of our own")
    parser.add_argument("--trivial", action="store_true", help="words in -ed near the name, in place of our own")
    parser.add_argument("--write", type=Path, help="keep the timelines that are built in this file")
    parser.add_argument("--json", action="store_true", help="all figures, for programs")
    arguments = parser.parse_args()
    lines = rows(arguments.data / GOLD)
    gold = read(lines)
    build = trivial if arguments.trivial else built
    found = rows(arguments.timelines) if arguments.timelines else build(arguments.data, list(gold))
    if arguments.write:
        arguments.write.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in found), "utf-8")
    try:
        said = score(read(found), gold)
    except TimelineFormError as error:
        sys.exit(f"{arguments.timelines}: {error}")
    print(json.dumps(said, indent=1) if arguments.json else table(said))


if __name__ == "__main__":
    main()
