"""What moved as an Atom feed (RFC 4287), and as the message that webhooks get."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

from onrecord import __version__
from onrecord.ledger import Ledger
from onrecord.ledger.errors import UnknownSituationError
from onrecord.ledger.linked_model import EventChange, Situation
from onrecord.ledger.notifying import Step
from onrecord.linking.situations import from_json, matches, standing, written
from onrecord.views.changes import moved
from onrecord.views.events import word_event
from onrecord.views.situation import narrowed
from onrecord.views.wording import clean

ATOM = "http://www.w3.org/2005/Atom"
AUTHORITY = "onrecord.invalid"
"""Who names the entries where nobody else does: a name that nobody has (RFC 6761), beside the digest of the ledger."""
_NEVER = "1970-01-01T00:00:00+00:00"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that no XML document may have (XML 1.0, section 2.2)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event that moved in one step; `id` stays whenever the feed is made, `updated` moves with the step."""

    id: str
    title: str
    text: str
    published: str
    updated: str
    address: str | None
    categories: tuple[tuple[str, str], ...]


def situation_feed(
    ledger: Ledger,
    name: str | None,
    base: str | None = None,
    own: str | None = None,
    authority: str = AUTHORITY,
    since: str | None = None,
    limit: int = 50,
) -> str:
    """The feed of a situation, or of all that moves in the ledger where none is named, as an Atom document.

    `base` is where the pages are (`http://127.0.0.1:8000`), for links to events, `own` the feed's own address,
    `authority` the domain under which entries are named (RFC 4151). At most `limit` entries, the last first, of what
    moved after `since`; nothing of any article beyond the sentence that an event is told in. Raises
    UnknownSituationError, BadMomentError.
    """
    kept = None if name is None else _kept(ledger, name)
    identity = ledger.identity()
    born = kept.added if kept else ledger.begun() or _NEVER
    scheme = f"tag:{authority},{born[:10]}:{identity}"
    about = f"{scheme}/situation/{quote(kept.name, safe='')}" if kept else f"{scheme}/changes"
    found = list(islice(_entries(ledger, kept, about, base, since), limit))
    updated = max((entry.updated for entry in found), default=_instant(born))
    title = f"onrecord: {clean(kept.name)}" if kept else "onrecord: what moved"
    subtitle = written(from_json(kept.query)) if kept else "all events of the ledger"
    return atom(about, title, subtitle, updated, found, own, base)


def _kept(ledger: Ledger, name: str) -> Situation:
    found = {kept.name: kept for kept in ledger.situations()}
    if name not in found:
        known = f"there are {', '.join(found)}" if found else "there is none yet"
        raise UnknownSituationError(f"there is no situation {name!r}: {known}; make one with `onrecord situation add`")
    return found[name]


def concerned(ledger: Ledger, kept: Situation | None, changes: Sequence[EventChange]) -> tuple[EventChange, ...]:
    """Of what moved that which a situation asks for; all of it where there is none."""
    if kept is None:
        return tuple(changes)
    accounts = ledger.accounts([change.event for change in changes])
    return standing(from_json(kept.query), accounts, changes).changed


def _asked_for(ledger: Ledger, kept: Situation) -> set[str]:
    """The ids of the events that a situation asks for now."""
    query = from_json(kept.query)
    found = ledger.accounts(ledger.events(narrowed(query)))
    return {event.id for event, told in found if matches(query, event, told)}


def _entries(
    ledger: Ledger, kept: Situation | None, about: str, base: str | None, since: str | None
) -> Iterator[Entry]:
    for step in ledger.steps(since, None if kept is None else lambda: _asked_for(ledger, kept)):
        for change in concerned(ledger, kept, step.changes):
            yield _entry(change, step, about, base)


def _entry(change: EventChange, step: Step, about: str, base: str | None) -> Entry:
    event, (line,) = change.event, moved([change])
    words = word_event(event)
    said = [f"{line.kinds}{f' ({line.was})' if line.was else ''}", *line.notes]
    said.append("; ".join(part for part in (words.support, words.voices, words.seen) if part))
    said += [part for part in (words.date and f"when: {words.date}", words.place and f"where: {words.place}") if part]
    return Entry(
        id=f"{about}/{event.id}/{_instant(step.first)}",
        title=f"{words.mark} {words.standing}: {words.act}",
        text="\n".join(said),
        published=_instant(step.first),
        updated=_instant(change.at),
        address=f"{base.rstrip('/')}/events/{event.id}" if base else None,
        categories=tuple(
            [("kind", kind) for kind in change.kinds] + [("stage", event.stage), ("type", event.type)]
        ),
    )  # fmt: skip


def _instant(at: str) -> str:
    """A time as RFC 3339 has it, in UTC."""
    found = datetime.fromisoformat(at)
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    return found.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def atom(
    about: str,
    title: str,
    subtitle: str,
    updated: str,
    entries: Iterable[Entry],
    own: str | None = None,
    base: str | None = None,
) -> str:
    """An Atom document."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", about)
    _add(feed, "title", title)
    _add(feed, "subtitle", subtitle)
    _add(feed, "updated", updated)
    _add(feed, "generator", "onrecord", version=__version__)
    _add(_add(feed, "author"), "name", "onrecord")
    if own:
        _add(feed, "link", rel="self", type="application/atom+xml", href=own)
    if base:
        _add(feed, "link", rel="alternate", type="text/html", href=base)
    for entry in entries:
        made = _add(feed, "entry")
        _add(made, "id", entry.id)
        _add(made, "title", entry.title, type="text")
        _add(made, "published", entry.published)
        _add(made, "updated", entry.updated)
        if entry.address:
            _add(made, "link", rel="alternate", type="text/html", href=entry.address)
        for scheme, term in entry.categories:
            _add(made, "category", term=term, scheme=f"tag:{AUTHORITY},2026:{scheme}")
        _add(made, "content", entry.text, type="text")
    ElementTree.indent(feed)
    body = ElementTree.tostring(feed, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **more: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", {key: _xml(said) for key, said in more.items()})
    made.text = None if text is None else _xml(text)
    return made


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def message_value(
    identity: str, delivery: str, situation: str, changes: Iterable[EventChange], base: str | None = None
) -> dict[str, Any]:
    """What a webhook is sent: each event that moved, in words and in fields, without any text of articles."""
    return {
        "format": "onrecord/changes/1",
        "delivery": delivery,
        "ledger": identity,
        "situation": situation or None,
        "changes": [_change(change, base) for change in changes],
    }


def _change(change: EventChange, base: str | None) -> dict[str, Any]:
    event, (line,) = change.event, moved([change])
    words = word_event(event)
    return {
        "event": event.id,
        "address": f"{base.rstrip('/')}/events/{event.id}" if base else None,
        "at": _instant(change.at),
        "kinds": list(change.kinds),
        "was": line.was or None,
        "notes": list(line.notes),
        "mark": words.mark,
        "wording": words.sentence,
        "type": event.type,
        "stage": event.stage,
        "polarity": event.polarity,
        "certainty": event.certainty,
        "disputed": event.disputed,
        "actors": list(event.actors),
        "recipients": list(event.recipients),
        "place": event.place,
        "start": event.start,
        "end": event.end,
        "reports": event.reports,
        "origins": event.origins,
        "speakers": event.speakers,
        "named": event.named,
        "first": event.first,
        "last": event.last,
    }
