"""Documents that only repeat a report, and documents about one happening, as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.ledger.linked_model import StoredGroup
from onrecord.linking.origins.model import Origin, RepetitionKind
from onrecord.records import DocumentInfo
from onrecord.views.events import seen
from onrecord.views.wording import clean, counted, unstated

KINDS: dict[RepetitionKind, str] = {
    "original": "the report",
    "verbatim": "same words",
    "cut": "cut",
    "local": "passages put in",
    "edited": "edited",
    "echo": "retold",
}
"""How a document repeats another one, in words."""


@dataclass(frozen=True, slots=True)
class RepeatLine:
    """One document of an origin: how it repeats the report, what it is, whom it relays."""

    kind: str
    about: str
    relays: str
    document: str


@dataclass(frozen=True, slots=True)
class OriginBlock:
    """Documents that only repeat one report, the report itself first where it is known."""

    id: str
    heading: str
    lines: tuple[RepeatLine, ...]


def origin_blocks(origins: Iterable[Origin], documents: Mapping[str, DocumentInfo]) -> tuple[OriginBlock, ...]:
    """Put origins into words, the largest first; `documents` describes those that stand in them."""
    made = []
    for origin in origins:
        infos = [documents[one.document] for one in origin.documents if one.document in documents]
        days = sorted(info.published for info in infos if info.published)
        first = "" if origin.first else "; which of them was first is not known"
        period = f", {seen(days[0], days[-1]).removeprefix('reported ')}" if days else ""
        lines = tuple(
            RepeatLine(
                _kind(one.kind, one.share, one.document == origin.first),
                about(documents[one.document]),
                f"relays {', '.join(map(clean, one.relays))}" if one.relays else "",
                clean(one.document),
            )
            for one in origin.documents
            if one.document in documents
        )
        made.append(OriginBlock(origin.id, f"{counted(len(lines), 'document')}, 1 origin{period}{first}", lines))
    return tuple(sorted(made, key=lambda block: (-len(block.lines), block.id)))


def _kind(kind: RepetitionKind, share: float, first: bool) -> str:
    if first or kind in ("original", "echo"):
        return KINDS[kind]
    return f"{KINDS[kind]}, {share:.0%}"


def about(info: DocumentInfo) -> str:
    """A document in a line: outlet, day, title."""
    outlet = clean(info.source or "") or unstated("outlet")
    return " · ".join(part for part in (outlet, (info.published or "")[:10], clean(info.title or "")) if part)


@dataclass(frozen=True, slots=True)
class StoryBlock:
    """Documents whose main event is the same, the oldest first, and how many of them are independent."""

    id: str
    heading: str
    documents: tuple[tuple[str, str], ...]


def story_blocks(stories: Iterable[StoredGroup], origins: Iterable[StoredGroup]) -> tuple[StoryBlock, ...]:
    """Put stories into words, those reported last first; `origins` tells which documents are independent."""
    origin = {info.id: group.id for group in origins for info in group.documents}
    dated = []
    for story in stories:
        days = sorted(info.published for info in story.documents if info.published)
        independent = len({origin.get(info.id, info.id) for info in story.documents})
        period = f", {seen(days[0], days[-1]).removeprefix('reported ')}" if days else ""
        heading = f"{counted(len(story.documents), 'document')}, {counted(independent, 'origin')}{period}"
        lines = tuple((about(info), clean(info.id)) for info in story.documents)
        dated.append((days[-1] if days else "", StoryBlock(story.id, heading, lines)))
    dated.sort(key=lambda item: item[1].id)
    dated.sort(key=lambda item: item[0], reverse=True)
    return tuple(block for _, block in dated)


def several(groups: Iterable[StoredGroup]) -> Sequence[StoredGroup]:
    """The groups of more than one document."""
    return [group for group in groups if len(group.documents) > 1]
