"""Exports as PLOVER JSON: one record an event, its standing folded into the type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from onrecord import __version__
from onrecord.records.vocabulary import NON_STATE_CODES, EventType
from onrecord.views.exports.collapse import collapse, quad_and_score
from onrecord.views.exports.dating import Days, days_of, read_day, undated
from onrecord.views.exports.happened import TOOK_PLACE
from onrecord.views.exports.jsontext import dumps, encoded, known
from onrecord.views.exports.material import accounts
from onrecord.views.exports.sides import Side, side_of_link, sides_of, speakers_of
from onrecord.views.exports.sites import place_of_event
from onrecord.views.wording import clean

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.linking.event import Event, Told
    from onrecord.records import Link
    from onrecord.views.exports.model import Options, Wanted

NEEDS_RECIPIENT = ("COOPERATE", "AID", "SANCTION")
"""Types that are no event for PLOVER without a recipient."""


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """One record a line: events, and speech acts (accusations, demands) that the chains of sources hold.

    Follows PLOVER, draft 2.0: `date` and `actor` are required, parties that act together share a record. Raises
    ExportUseError.
    """
    for event, told in accounts(ledger, wanted, options):
        for record in records(event, told, options):
            yield encoded(dumps(record) + "\n")


def records(event: Event, told: Sequence[Told], options: Options) -> Iterator[dict[str, Any]]:
    """The records of one event: its own, where PLOVER has one for it, and those of the speech acts about it."""
    own = _own(event, told, options)
    if own is not None:
        yield own
    for number, (act, speaker, recipients, day) in enumerate(_speech(event, told, own), 1):
        options.tally.count("speech act")
        if day is None or not options.date_of_report:
            options.tally.leave("speech act", undated(options))
            continue
        quad, score = quad_and_score(act, None)
        yield known(
            {
                "id": f"{event.id}-{number}",
                "date": day,
                "date_basis": "report",
                "actor": [_entity(speaker)],
                "recipient": [_entity(side) for side in recipients],
                "event": [act],
                "quad_code": quad,
                "event_scale": score,
                "link": event.id,
                "has_event": True,
                "coder": f"onrecord {__version__}",
            }
        )


def _own(event: Event, told: Sequence[Told], options: Options) -> dict[str, Any] | None:
    took_place = any(step.stage in TOOK_PLACE and step.polarity == "affirmed" for step in event.ladder)
    plain = collapse(event.type, event.mode, event.stage, event.polarity, took_place)
    if plain.type is None:
        options.tally.leave("event", plain.why)
        return None
    actors, recipients = sides_of(event, told, "actors"), sides_of(event, told, "recipients")
    if plain.asked:
        deciding = [one for one in told if one.anchor in event.deciding]
        actors, recipients = speakers_of(deciding or told), actors or recipients
    if not actors:
        options.tally.leave("event", "nobody is named who does it, which PLOVER requires")
        return None
    if plain.type in NEEDS_RECIPIENT and not recipients:
        options.tally.leave("event", f"no recipient, which PLOVER requires of {plain.type}")
        return None
    days = days_of(event, options)
    if days is None:
        options.tally.leave("event", undated(options))
        return None
    quad, score = quad_and_score(plain.type, plain.mode)
    return known(
        {
            "id": event.id,
            **_dates(days),
            "actor": [_entity(side) for side in actors],
            "recipient": [_entity(side) for side in recipients],
            "event": [plain.type],
            "mode": [plain.mode] if plain.mode else [],
            "context": [*event.contexts, *([plain.auxiliary] if plain.auxiliary else [])],
            "event_loc": _location(event, told),
            "event_text": list(dict.fromkeys(clean(one.claim.trigger.text) for one in told)),
            "quad_code": quad,
            "event_scale": score,
            "link": event.id,
            "has_event": True,
            "coder": f"onrecord {__version__}",
            "comment": clean(event.sentence),
        }
    )


def _dates(days: Days) -> dict[str, Any]:
    end = days.end.isoformat() if days.end != days.start else None
    return {"date": days.start.isoformat(), "enddate": end, "date_basis": days.basis}


def _entity(side: Side) -> dict[str, Any]:
    code = side.country if side.country in NON_STATE_CODES or len(side.country or "") == 3 else None
    return known(
        {
            "code": code,
            "sector": side.sector,
            "entity_text": clean(side.text or side.name),
            "entity_name": clean(side.name),
        }
    )


def _location(event: Event, told: Sequence[Told]) -> dict[str, Any] | None:
    place = place_of_event(event, told)
    if place is None:
        return None
    return known(
        {
            "name": place.name, "country": place.country, "admin1": place.admin1, "lat": place.lat, "lon": place.lon,
            "geonameid": place.geonameid, "precision": place.precision,
        }
    )  # fmt: skip


_Said = tuple[EventType, Side, tuple[Side, ...], str | None]


def _speech(event: Event, told: Sequence[Told], own: dict[str, Any] | None) -> list[_Said]:
    """The speech acts in the chains of an event's claims, by type and speaker, each once, and not the event's own."""
    found: dict[tuple[str, str], _Said] = {}
    for one in sorted(told, key=lambda one: (one.document.published or "~", one.anchor)):
        for link in one.claim.attribution[1:]:
            if link.act is None or not link.source:
                continue
            speaker = side_of_link(link)
            if not speaker.name:
                continue
            reported = read_day(one.document.published)
            day = reported.isoformat() if reported else None
            found.setdefault((link.act, speaker.name), (link.act, speaker, _addressed(link, event, told), day))
    if own is not None:
        for actor in own["actor"]:
            found.pop((own["event"][0], actor["entity_name"]), None)
    return list(found.values())


def _addressed(link: Link, event: Event, told: Sequence[Told]) -> tuple[Side, ...]:
    """Whom a speech act is addressed to: those addressed in words, else the parties of what it is about."""
    if link.addressee:
        return tuple(Side(span.text, "unnamed", text=span.text) for span in link.addressee)
    speaker = side_of_link(link).name
    sides = (*sides_of(event, told, "actors"), *sides_of(event, told, "recipients"))
    return tuple(side for side in sides if side.name != speaker)
