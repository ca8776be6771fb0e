"""The toponyms of a document with their places, found or given."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extraction.model import FoundPlace
from onrecord.extraction.places.mention import BIG, LARGE_TOWN, Mention, candidates, find_mentions
from onrecord.extraction.places.outlet import home_of, outlet_names
from onrecord.extraction.places.resolve import Name, lies_in, resolve
from onrecord.extraction.places.wording import BEFORE_NAME, BEHIND_NAME, NEAR, REGION_WORDS, REGIONS, SETTLED
from onrecord.knowledge import Knowledge
from onrecord.knowledge.gazetteer import Entry, Gazetteer, fold
from onrecord.language import Text
from onrecord.records import Document, Location, Locations, Place

PRECISION = {"town": 1, "point": 1, "admin2": 3, "admin1": 4, "area": 5, "feature": 5, "country": 6, "sea": 7}
"""UCDP GED's precision of a place, by its kind."""


def find_places(text: Text, knowledge: Knowledge, source: str | None = None,
                title: str | None = None) -> list[FoundPlace]:  # fmt: skip
    """Find the toponyms of `text` and resolve them; those that no place is known for have nulls.

    `source` (the outlet) and `title` are context. One name has one sense in a document, except where the
    words beside a mention say another.
    """
    gazetteer = knowledge.gazetteer
    mentions = find_mentions(text, gazetteer)
    senses = _senses(text, mentions, knowledge, source, title)
    return [FoundPlace(m.tokens, _place(text, m, sense)) for m, sense in zip(mentions, senses, strict=True)]


def locate(document: Document, text: Text, knowledge: Knowledge) -> Locations:
    """Resolve the toponyms that the document's probes point at, in the probes' order."""
    gazetteer = knowledge.gazetteer
    given: list[Mention] = []
    for probe in document.probes:
        name = document.text[probe.start : probe.end]
        key, entries, demonym = _given(gazetteer, name)
        given.append(Mention(tuple(text.tokens_in(probe.start, probe.end)), key, entries, demonym))
    covered = {t.i for m in given for t in m.tokens}
    others = [m for m in find_mentions(text, gazetteer) if not any(t.i in covered for t in m.tokens)]
    mentions = sorted((m for m in (*given, *others) if m.tokens), key=lambda m: m.tokens[0].i)
    found = dict(
        zip(map(id, mentions), _senses(text, mentions, knowledge, document.source, document.title), strict=True)
    )
    places = []
    for probe, mention in zip(document.probes, given, strict=True):
        sense = found.get(id(mention)) if mention.tokens else _alone(mention, mentions, found)
        if sense is None:
            places.append(Location(probe.id))
        else:
            e, score = sense
            places.append(Location(probe.id, e.geonameid, e.lat, e.lon, e.country, e.admin1, score))
    return Locations(document.id, tuple(places))


def _alone(
    mention: Mention, others: Sequence[Mention], found: dict[int, tuple[Entry, float] | None]
) -> tuple[Entry, float] | None:
    """The sense of a toponym in a part that was not parsed: that of the same name elsewhere, else the best known."""
    key = fold(mention.name)
    for other in others:
        if fold(other.name) == key:
            return found[id(other)]
    return resolve([Name(key, mention.entries, demonym=mention.demonym)]).get(key)


def _given(gazetteer: Gazetteer, name: str) -> tuple[str, tuple[Entry, ...], bool]:
    """The senses of a stretch that is said to be a toponym, if need be of a part of it."""
    entries, demonym = candidates(gazetteer, name)
    if entries:
        return name, entries, demonym
    words = name.replace("’s", "").replace("'s", "").strip(" .,;:()\"'“”").split() or [name]
    entries, demonym = candidates(gazetteer, " ".join(words))
    if entries:
        return " ".join(words), entries, demonym
    while len(words) > 1 and words[0].lower() in BEFORE_NAME:
        words = words[1:]
        entries, demonym = candidates(gazetteer, " ".join(words))
        if entries:
            return " ".join(words), entries, demonym
    while len(words) > 1 and words[-1].lower() in BEHIND_NAME:
        words = words[:-1]
        entries, demonym = candidates(gazetteer, " ".join(words))
        if entries:
            return " ".join(words), entries, demonym
    region = gazetteer.postal(name)
    if region is not None:
        return name, (region,), False
    return _part(gazetteer, words) or (name, (), False)


def _part(gazetteer: Gazetteer, words: list[str]) -> tuple[str, tuple[Entry, ...], bool] | None:
    """A place's name within a longer name: a large place, else the first that is known at all."""
    small = None
    for length in range(len(words) - 1, 0, -1):
        for at in range(len(words) - length + 1):
            part = " ".join(words[at : at + length])
            entries, demonym = candidates(gazetteer, part)
            if entries and part[0].isupper() and not gazetteer.common(part):
                if entries[0].kind in BIG or entries[0].population >= LARGE_TOWN:
                    return part, entries, demonym
                small = small or (part, entries, demonym)
    return small


def _senses(text: Text, mentions: Sequence[Mention], knowledge: Knowledge, source: str | None,
            title: str | None) -> list[tuple[Entry, float] | None]:  # fmt: skip
    """The sense of each mention, None where it has none."""
    gazetteer = knowledge.gazetteer
    counts: dict[tuple[str, bool], int] = {}
    within: dict[tuple[str, bool], list[Entry]] = {}
    own: dict[int, list[Entry]] = {}
    for n, mention in enumerate(mentions):
        key = (fold(mention.name), mention.demonym)
        counts[key] = counts.get(key, 0) + 1
        regions = _regions_beside(text, mentions, n, gazetteer)
        if regions:
            own[n] = regions
            within.setdefault(key, []).extend(r for r in regions if r not in within.get(key, ()))
    names: dict[tuple[str, bool], Name] = {}
    for mention in mentions:
        key = (fold(mention.name), mention.demonym)
        if key not in names and mention.entries:
            entries = _worth(mention, within.get(key, ()))
            label = key[0] + (" (people)" if key[1] else "")
            names[key] = Name(label, entries, counts[key], tuple(within.get(key, ())), key[1])
    home = home_of(source, gazetteer)
    hints = [*outlet_names(source, home, knowledge), *_title_names(title, text, gazetteer)]
    chosen = resolve([*names.values(), *hints], home)
    found: list[tuple[Entry, float] | None] = []
    for n, mention in enumerate(mentions):
        key = (fold(mention.name), mention.demonym)
        name = names.get(key)
        sense = chosen.get(name.key) if name is not None else None
        if sense is not None and n in own and not any(lies_in(sense[0], r) for r in own[n]):
            better = [e for e in mention.entries if any(lies_in(e, r) for r in own[n])]
            sense = (better[0], 0.9) if better else sense
        if sense is not None and sense[0].kind == "town" and _region_follows(mention):
            regions = [e for e in mention.entries if e.kind == "admin1" and e.country == sense[0].country]
            sense = (regions[0], sense[1]) if regions else sense
        found.append(sense)
    return found


def _title_names(title: str | None, text: Text, gazetteer: Gazetteer) -> list[Name]:
    """The well-known places that a title names which the text does not begin with."""
    if not title or text.content.startswith(title):
        return []
    words = [w.strip(",.:;!?()'\"‘’“”") for w in title.split()[:40]]
    found: dict[str, Name] = {}
    for at in range(len(words)):
        for length in (3, 2, 1):
            part = " ".join(words[at : at + length])
            if at + length <= len(words) and part[:1].isupper() and not gazetteer.common(part):
                entries, demonym = candidates(gazetteer, part)
                if entries and (entries[0].kind in BIG or entries[0].population >= LARGE_TOWN):
                    found.setdefault(part, Name("title " + fold(part), entries, demonym=demonym))
                    break
    return list(found.values())


def _region_follows(mention: Mention) -> bool:
    """Whether "province" or the like stands behind the name."""
    last = mention.tokens[-1]
    return last.i + 1 < last.sentence.end and last.sentence.text.tokens[last.i + 1].lower in REGIONS


def _worth(mention: Mention, within: Sequence[Entry]) -> tuple[Entry, ...]:
    """The senses to weigh, those first that lie where a mention says."""
    inside = [e for e in mention.entries if any(lies_in(e, r) for r in within)]
    return tuple(inside + [e for e in mention.entries if e not in inside])


def _regions_beside(text: Text, mentions: Sequence[Mention], n: int, gazetteer: Gazetteer) -> list[Entry]:
    """The larger places that the words beside a mention put it in: "X, Y", "X (Y)", "X in Y", "Y's X"."""
    mention = mentions[n]
    tokens = text.tokens
    after = mention.tokens[-1].i + 1
    sentence = mention.tokens[-1].sentence
    if after + 1 < sentence.end and tokens[after].text in (",", "("):
        following = mentions[n + 1] if n + 1 < len(mentions) else None
        if following is not None and following.tokens[0].i == after + 1 and not following.demonym:
            return _larger(mention, following)
        region = gazetteer.postal(tokens[after + 1].text)
        if region is not None and any(lies_in(e, region) for e in mention.entries):
            return [region]
    if after + 1 < sentence.end and tokens[after].lower == "in" and n + 1 < len(mentions):
        start = after + 1
        while start < sentence.end - 1 and (tokens[start].lower in REGION_WORDS or tokens[start].lower == "the"):
            start += 1
        if mentions[n + 1].tokens[0].i == start:
            return _larger(mention, mentions[n + 1])
    if n > 0 and 0 < mention.tokens[0].i - mentions[n - 1].tokens[-1].i <= 6:
        before = mentions[n - 1]
        words = [t.lower for t in tokens[before.tokens[-1].i + 1 : mention.tokens[0].i]]
        if words and (
            words[0] in ("'s", "’s")
            or words[-1] in SETTLED
            or (words[-1] == "of" and words[-2:-1] and words[-2] in SETTLED)
        ):
            return _larger(mention, before)
    return []


def _larger(mention: Mention, around: Mention) -> list[Entry]:
    """The regions and countries of `around` that hold a place of the mention's name."""
    found = []
    for region in around.entries[:6]:
        if region.kind not in ("admin1", "country", "admin2"):
            continue
        inside = {e.kind for e in mention.entries if lies_in(e, region)}
        if not inside:
            continue
        if region.kind == "country":
            listed = mention.entries[0].kind == "country" and "admin1" not in inside  # "Syria, Iraq"
        else:
            listed = any(e.kind == "admin1" and e.country == region.country for e in mention.entries)  # "Ohio, Iowa"
        if not listed:
            found.append(region)
    return found


def _place(text: Text, mention: Mention, sense: tuple[Entry, float] | None) -> Place:
    span = text.char_span(mention.start, mention.end)
    if sense is None:
        return Place(span, mention.name)
    entry, score = sense
    precision = PRECISION[entry.kind]
    first = mention.tokens[0]
    if precision == 1 and first.i > first.sentence.start and text.tokens[first.i - 1].lower in NEAR:
        precision = 2
    return Place(span, entry.name, entry.geonameid, entry.lat, entry.lon, entry.country, entry.admin1, precision, score)
