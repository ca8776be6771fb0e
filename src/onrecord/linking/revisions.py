"""Corrections in the press: what became of an article after it came out, and which claims that touches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final, Literal

from onrecord.knowledge.table import read_file
from onrecord.linking.addresses import address
from onrecord.linking.clustering import components
from onrecord.linking.model import Anchor
from onrecord.linking.press_notes import Note, find_notes
from onrecord.linking.rewording import Change, compare, words_of
from onrecord.linking.sentences import lines_of, sentences_of
from onrecord.records import Claim, Span

RevisionKind = Literal["correction", "retraction", "update", "silent_edit", "replacement"]

_ANOTHER: Final = 0.1
"""Share of sentences kept (as they are, or altered) below which the page holds another article."""
_LONGEST_QUOTE: Final = 240


@dataclass(frozen=True, slots=True)
class Version:
    """One text that an article had. `published` is its dateline, `recorded` when the ledger read it (ISO)."""

    document: str
    text: str
    published: str | None
    recorded: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Revision:
    """What became of an article.

    `document` is the later version's; `at` the day, from `since` on where it is not known better: a note's own
    date, the new dateline, or the day on which the later version was read. `note` are the outlet's words about
    it. `changed` are the sentences that are others, `touched` those that the note speaks of, in either
    version; with `whole` it is about the article as such.
    """

    kind: RevisionKind
    document: str
    at: str
    since: str | None
    recorded: str
    note: Span | None = None
    changed: tuple[Change, ...] = ()
    touched: tuple[Span, ...] = ()
    whole: bool = False


def histories(versions: Iterable[Version]) -> list[list[Version]]:
    """Put together the versions of each article: of one document, or of one address (`addresses.address`).

    In the order in which they were published, or else recorded.
    """
    listed = sorted(versions, key=lambda version: (version.recorded, version.document))
    numbers = [Anchor("", n) for n in range(len(listed))]
    seen: dict[tuple[str, str], Anchor] = {}
    ties = []
    for number, version in zip(numbers, listed, strict=True):
        page = address(version.url)
        for key in [("document", version.document), *([("address", page)] if page else [])]:
            ties.append((seen.setdefault(key, number), number))
    return [_in_order([listed[n.start] for n in part]) for part in components(numbers, ties)]


def revisions(history: Sequence[Version]) -> tuple[Revision, ...]:
    """What became of one article, from one or more versions of it, the oldest first.

    Gives what each note says (a note is told once, by the first version that carries it), and the edits that
    no note accounts for. Neither moved sentences nor other signs are edits, nor is furniture. A text that
    shares hardly a sentence with the one before it takes its place as another article; with another document id
    it is one that has nothing to do with it.
    """
    found: list[Revision] = []
    known: set[tuple[str, ...]] = set()
    older: Version | None = None
    for newer in history:
        notes = find_notes(newer.text)
        fresh = [note for note in notes if words_of(note.span.text) not in known]
        known.update(words_of(note.span.text) for note in notes)
        if older is None:
            found += [_noted(newer, None, note, ()) for note in fresh]
        elif older.text != newer.text:
            found += _between(older, newer, notes, fresh)
        older = newer
    return tuple(found)


def cautions(claim: Claim, revisions: Iterable[Revision]) -> tuple[str, ...]:
    """What the press itself has said of, or done to, the passage of a claim, one line each.

    `revisions` are those of the claim's article. A claim is touched where its trigger stands in a sentence that
    changed, or of which a note speaks. A retraction touches all claims of the article, and so does a correction
    that does not say what it corrects; an update touches what it changed.
    """
    lines: dict[str, None] = {}
    for revision in revisions:
        change = next((c for c in revision.changed if _stands_in(claim, c.before) or _stands_in(claim, c.after)), None)
        if change is not None and change.before is not None and change.before == change.after:
            change = None
        spoken_of = revision.whole or any(_stands_in(claim, span) for span in revision.touched)
        if change is not None or spoken_of:
            lines[_line(revision, change, claim)] = None
    return tuple(lines)


def _in_order(history: list[Version]) -> list[Version]:
    """By dateline where all have one (to the second where all give it), else by when they were read."""
    moments = [_moment(version) for version in history]
    if all(moment is not None for moment in moments):
        return [version for _, _, version in sorted(zip(moments, range(len(history)), history, strict=True))]
    if all(version.published for version in history):
        return sorted(history, key=lambda v: (v.published or "")[:10])  # stable: else in the order of reading
    return history


def _moment(version: Version) -> float | None:
    """When a version was published, where its dateline has a time of day and a zone."""
    try:
        moment = datetime.fromisoformat(version.published or "")
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo is not None else None


def _between(older: Version, newer: Version, notes: Sequence[Note], fresh: Sequence[Note]) -> list[Revision]:
    comparison = compare(
        older.text, newer.text, [note.span for note in find_notes(older.text)], [note.span for note in notes]
    )
    changes = comparison.changes
    kept = comparison.kept + sum(change.kind == "altered" for change in changes)
    lost = sum(change.kind == "taken_out" for change in changes)
    if not fresh and lost and kept / (kept + lost) < _ANOTHER:
        if older.document != newer.document:
            return []  # two articles of which somebody gave the address of the section
        return [_revision("replacement", newer, older, whole=True)]
    found = []
    for note in fresh:
        accounted, changes = _accounted(note, changes)
        found.append(_noted(newer, older, note, accounted))
    if changes:
        found.append(_revision("silent_edit", newer, older, changed=changes))
    return found


def _accounted(note: Note, changes: tuple[Change, ...]) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Which changes a note accounts for, and which it does not.

    An update and a retraction account for all; a correction for those of whose words it speaks, and for all
    where it speaks of none.
    """
    terms = _terms(note.span.text)
    if note.kind != "correction" or not terms:
        return changes, ()
    own = tuple(c for c in changes if any(span is not None and _speaks_of(terms, span) for span in (c.before, c.after)))
    return own, tuple(change for change in changes if change not in own)


def _noted(newer: Version, older: Version | None, note: Note, changed: tuple[Change, ...]) -> Revision:
    touched: tuple[Span, ...] = ()
    if note.kind == "correction" and (terms := _terms(note.span.text)):
        touched = tuple(
            span
            for line in lines_of(newer.text)
            for span in (Span.of(newer.text, *place) for place in sentences_of(newer.text, line))
            if not (note.span.start <= span.start < note.span.end) and _speaks_of(terms, span)
        )
    whole = note.kind == "retraction" or (note.kind == "correction" and not touched and not changed)
    revision = _revision(note.kind, newer, older, note.span, changed, touched, whole)
    day = _day(note.dated, newer)
    if day is None:
        return revision
    return replace(revision, at=day, since=None)


def _revision(
    kind: RevisionKind,
    newer: Version,
    older: Version | None,
    note: Span | None = None,
    changed: tuple[Change, ...] = (),
    touched: tuple[Span, ...] = (),
    whole: bool = False,
) -> Revision:
    at, since = newer.recorded[:10], (newer.published or "")[:10] or None
    if older is not None:
        since = older.recorded[:10]
        dated, before = (newer.published or "")[:10], (older.published or "")[:10]
        if dated and before and before < dated <= at:
            at, since = dated, None
    return Revision(kind, newer.document, at, since if since != at else None, newer.recorded, note, changed, touched,
                    whole)  # fmt: skip


def _day(dated: str | None, newer: Version) -> str | None:
    """A note's own date; one without a year is the last such day before the text was read."""
    if dated is None:
        return None
    read = newer.recorded[:10]
    if dated.startswith("--"):
        year = int(read[:4])
        dated = dated[1:]
        return next((day for y in (year, year - 1) if (day := f"{y}{dated}") <= read), None)
    return dated if dated <= read else None


def _terms(words: str) -> frozenset[str]:
    """What a note speaks of: numbers, names, and other words that are not those of any note."""
    found = set()
    numbers, passed_over = _note_words()
    for word in words_of(words):
        word = numbers.get(word, word)
        if word.isdigit() and len(word) == 4 and word.startswith(("19", "20")):
            continue
        if word[0].isdigit() or (len(word) > 2 and word not in passed_over):
            found.add(_stem(word))
    return frozenset(found)


@cache
def _note_words() -> tuple[dict[str, str], frozenset[str]]:
    rows = list(read_file(Path(__file__).parent / "data" / "note_words.tsv"))
    return (
        {row["word"]: row["number"] for row in rows if row["number"]},
        frozenset(row["word"] for row in rows if not row["number"]),
    )


def _stem(word: str) -> str:
    """A word without the endings of number and tense, so that a note and a sentence meet."""
    for ending in ("'s", "ings", "ing", "ied", "ies", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _speaks_of(terms: frozenset[str], sentence: Span) -> bool:
    """Whether a sentence holds two of the terms, or half of them where there are fewer than four."""
    shared = terms & _terms(sentence.text)
    return len(shared) >= 2 or (len(shared) == 1 and len(terms) <= 2)


def _stands_in(claim: Claim, span: Span | None) -> bool:
    """Whether a claim's trigger stands in a sentence of one version: by its place, and by the words there."""
    if span is None or not span.start <= claim.trigger.start < span.end:
        return False
    first, last = max(span.start, claim.sentence.start), min(span.end, claim.sentence.end)
    own = claim.sentence.text[first - claim.sentence.start : last - claim.sentence.start]
    return bool(own) and own == span.text[first - span.start : last - span.start]


def _line(revision: Revision, change: Change | None, claim: Claim) -> str:
    when = _when(revision)
    note = f": {_quote(revision.note.text)}" if revision.note is not None else ""
    if revision.kind == "retraction":
        return f"retracted by the outlet {when}{note}"
    if revision.kind == "replacement":
        return f"another text was put in the place of this article {when} without a note"
    if revision.kind == "correction":
        return f"the outlet corrected this article {when}{note}" + _as_it_was(change, claim)
    if revision.kind == "update":
        done = _done(change) if change is not None else "this article was updated"
        return f"{done} when the article was updated {when}{note}" if change is not None else f"{done} {when}{note}"
    return f"{_done(change)} {when} without a note" + _as_it_was(change, claim)


def _done(change: Change | None) -> str:
    kind = change.kind if change is not None else "altered"
    return {
        "taken_out": "the sentence was taken out",
        "put_in": "the sentence was put in",
        "altered": "the sentence was altered",
    }[kind]


def _as_it_was(change: Change | None, claim: Claim) -> str:
    """The other version of an altered sentence."""
    if change is None or change.before is None or change.after is None:
        return ""
    if _stands_in(claim, change.after):
        return f" (before: {_quote(change.before.text)})"
    return f" (now: {_quote(change.after.text)})"


def _when(revision: Revision) -> str:
    if revision.since is None or revision.since > revision.at:
        return f"on {revision.at}"
    return f"between {revision.since} and {revision.at}"


def _quote(words: str) -> str:
    plain = " ".join(words.split())
    if len(plain) > _LONGEST_QUOTE:
        plain = plain[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
    return f"“{plain}”"
