"""The cues of attribution: which words attribute, where their source and content stand, what act they are.

Follows the PolNeAR guidelines (Newell, Margolin and Ruths, LREC 2018) in what counts as an attribution.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from onrecord.knowledge.table import Row, read_table
from onrecord.records.vocabulary import EVENT_TYPES, EventType

Linking = Literal["yes", "clause", "no"]
CueKind = Literal["saying", "thinking", "wanting", "perceiving", "showing"]
CuePos = Literal["verb", "noun", "adjective", "adverb", "preposition"]

NAMED_SLOTS = frozenset(
    {"quote", "clause", "infinitive", "gerund", "object", "complement", "raised", "modifier", "itself"}
)
"""The slots of content that are no prepositions; see the comment on `verbs.tsv`."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One entry: the words (lemma first), and how they attribute.

    `content` holds alternatives in order, each a tuple of slots that are taken together. `link` is "clause"
    where the cue makes a link of the chain only with a clause, an infinitive, a prepositional phrase or a quotation.
    `acts` maps a slot to the speech act that the cue is with that content; the key "" stands for any.
    `unowned`: it makes a link even where nobody is named who says so ("yes", or "clause": not with an of-phrase).
    """

    words: tuple[str, ...]
    pos: CuePos
    content: tuple[tuple[str, ...], ...]
    link: Linking
    kind: CueKind
    source: str
    acts: Mapping[str, EventType] = field(default_factory=dict)
    addressee: str = ""
    presupposes: str = ""
    unowned: str = ""

    @property
    def name(self) -> str:
        """The words with spaces between them."""
        return " ".join(self.words)

    @property
    def quotes(self) -> bool:
        """Whether an adjacent quotation can be its content."""
        return any("quote" in alternative for alternative in self.content)

    def act(self, slots: Iterable[str]) -> EventType | None:
        """The speech act that this cue is with content in `slots`; null for plain saying."""
        for slot in slots:
            if slot in self.acts:
                return self.acts[slot]
        return self.acts.get("")


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues, by the lemma (for prepositions and adverbs: the form) of their first word, longest first.

    `speakers` are nouns for people and papers that speak, `media` nouns for what publishes, `titles` words that
    stand in names of papers, agencies and broadcasters, `bodies` nouns for committees, courts and offices.
    """

    verbs: Mapping[str, tuple[Cue, ...]]
    nouns: Mapping[str, Cue]
    adjectives: Mapping[str, Cue]
    adverbs: Mapping[str, Cue]
    prepositions: Mapping[str, tuple[Cue, ...]]
    speakers: frozenset[str]
    media: frozenset[str]
    titles: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()

    def __len__(self) -> int:
        groups = (self.verbs.values(), self.prepositions.values())
        return (
            sum(len(g) for group in groups for g in group) + len(self.nouns) + len(self.adjectives) + len(self.adverbs)
        )


def load(overlays: Sequence[Path] = ()) -> Cues:
    """Read the shipped cues and the overlays' over them. Raises KnowledgeError, with file and line."""
    verbs = [_cue(row, "verb") for row in read_table("cues/verbs.tsv", ("cue",), overlays)]
    nouns = [_cue(row, "noun") for row in read_table("cues/nouns.tsv", ("cue",), overlays)]
    adjectives = [_cue(row, "adjective") for row in read_table("cues/adjectives.tsv", ("cue",), overlays)]
    phrases = []
    for row in read_table("cues/phrases.tsv", ("cue",), overlays):
        pos = row.choice("pos", ("preposition", "adverb"))
        phrases.append(_cue(row, "adverb" if pos == "adverb" else "preposition"))
    nouns_by_kind: dict[str, set[str]] = {"speaker": set(), "medium": set(), "paper": set(), "body": set()}
    for row in read_table("cues/speakers.tsv", ("noun",), overlays):
        nouns_by_kind[row.choice("kind", tuple(nouns_by_kind))].add(row["noun"].lower())
    return Cues(
        verbs=_grouped(verbs),
        nouns={cue.name: cue for cue in nouns},
        adjectives={cue.name: cue for cue in adjectives},
        adverbs={cue.name: cue for cue in phrases if cue.pos == "adverb"},
        prepositions=_grouped(cue for cue in phrases if cue.pos == "preposition"),
        speakers=frozenset(nouns_by_kind["speaker"] | nouns_by_kind["paper"] | nouns_by_kind["body"]),
        media=frozenset(nouns_by_kind["medium"]),
        titles=frozenset(row["word"].lower() for row in read_table("cues/titles.tsv", ("word",), overlays)),
        bodies=frozenset(nouns_by_kind["body"]),
    )


def _grouped(cues: Iterable[Cue]) -> dict[str, tuple[Cue, ...]]:
    groups: dict[str, list[Cue]] = {}
    for cue in cues:
        groups.setdefault(cue.words[0], []).append(cue)
    return {
        first: tuple(sorted(group, key=lambda cue: (-len(cue.words), cue.words))) for first, group in groups.items()
    }


def _cue(row: Row, pos: CuePos) -> Cue:
    words = tuple(row["cue"].lower().split())
    if not words:
        raise row.error("the column cue is empty; give the cue's words, lemma first")
    content = tuple(tuple(part.strip() for part in alternative.split("+")) for alternative in row.words("content"))
    for alternative in content:
        for slot in alternative:
            if not slot.isalpha():
                raise row.error(f"content has {slot!r}; give {', '.join(sorted(NAMED_SLOTS))} or a preposition")
    link = row.choice("link", get_args(Linking))
    kind = row.choice("kind", get_args(CueKind))
    return Cue(
        words=words,
        pos=pos,
        content=content,
        link="yes" if link == "yes" else "clause" if link == "clause" else "no",
        kind=next(k for k in get_args(CueKind) if k == kind),
        source=row.choice("source", ("subject", "object", "owner", "none"), empty=True) or "subject",
        acts=_acts(row),
        addressee=row["addressee"],
        presupposes=row.choice("presupposes", ("object",), empty=True),
        unowned=row.choice("unowned", ("yes", "clause"), empty=True),
    )


def _acts(row: Row) -> dict[str, EventType]:
    acts: dict[str, EventType] = {}
    for part in row.words("act"):
        slot, sign, name = part.rpartition("=")
        if sign and not slot:
            raise row.error(f"act is {part!r}; write slot=TYPE or TYPE")
        found = next((t for t in EVENT_TYPES if t == name), None)
        if found is None:
            raise row.error(f"act is {part!r}; it must name one of {', '.join(EVENT_TYPES)}")
        acts[slot] = found
    return acts
