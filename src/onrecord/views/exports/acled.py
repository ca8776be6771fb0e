"""Exports as a table in the columns of ACLED: what happened, by its terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from onrecord.knowledge.table import read_file
from onrecord.records.vocabulary import EVENT_TYPES
from onrecord.views.exports.countries import alpha3, country_name, numeric
from onrecord.views.exports.dating import Days, days_of, undated
from onrecord.views.exports.happened import why_not
from onrecord.views.exports.material import accounts
from onrecord.views.exports.sides import ARMED, STATE, Side, names_of, sides_of
from onrecord.views.exports.sites import place_of_event, region_name
from onrecord.views.exports.tabletext import csv_record, csv_row
from onrecord.views.wording import clean

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.linking.event import Event, Told
    from onrecord.records import Place
    from onrecord.views.exports.model import Options, Wanted

COLUMNS: Final = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
"""The columns of ACLED's data export, in its order."""

_GEO: Final = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3, 7: 3}
"""ACLED's three grades of place for our seven: the town; near it or part of a region; the region. No country."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What an act is in the terms of ACLED."""

    event_type: str
    sub_event_type: str
    disorder_type: str


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """A line of column names, and a row for each event that took place. Raises ExportUseError."""
    yield csv_row(COLUMNS)
    for event, told in accounts(ledger, wanted, options, lambda event: _unfit(event, options)):
        row = _row(event, told, options)
        if row is not None:
            yield csv_record(COLUMNS, row)


def _unfit(event: Event, options: Options) -> str | None:
    """Why an event is left out, as far as it tells itself."""
    why = why_not(event)
    if why is None and event.type not in {type for types, *_ in _kinds() for type in types}:
        why = "ACLED has no kind of event for it, as it is told"
    if why is None and days_of(event, options) is None:
        why = undated(options)
    if why is None and event.place is None:
        why = "no place"
    return why


def _row(event: Event, told: Sequence[Told], options: Options) -> dict[str, Any] | None:
    actors, recipients = sides_of(event, told, "actors"), sides_of(event, told, "recipients")
    days, place = days_of(event, options), place_of_event(event, told)
    kind = kind_of(event, recipients)
    precision = _GEO.get(place.precision or 0) if place else None
    why = None
    if kind is None:
        why = "ACLED has no kind of event for it, as it is told"
    elif precision is None:
        why = "no place within a country"
    if kind is None or days is None or place is None or precision is None:
        options.tally.leave("event", why or "no place")
        return None
    inter1, inter2 = inter(actors, event, place), inter(recipients, event, place, suffers=True)
    sources = list(dict.fromkeys(clean(one.document.source or "") for one in told))
    return {
        "event_id_cnty": f"{alpha3(place.country) or ''}{event.id}",
        "event_date": days.start.isoformat(),
        "year": days.start.year,
        "time_precision": _time_precision(days),
        "disorder_type": kind.disorder_type,
        "event_type": kind.event_type,
        "sub_event_type": kind.sub_event_type,
        "actor1": clean(actors[0].name) if actors else None,
        "assoc_actor_1": clean(names_of(actors[1:])) or None,
        "inter1": inter1,
        "actor2": clean(recipients[0].name) if recipients else None,
        "assoc_actor_2": clean(names_of(recipients[1:])) or None,
        "inter2": inter2,
        "interaction": f"{inter1}-{inter2}"
        if inter1 and inter2
        else f"{inter1 or inter2} only"
        if inter1 or inter2
        else None,
        "civilian_targeting": "Civilian targeting" if _targets_civilians(kind, inter2) else None,
        "iso": numeric(place.country),
        "country": country_name(place.country),
        "admin1": region_name(place),
        "location": clean(place.name),
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": precision,
        "source": "; ".join(filter(None, sources)),
        "notes": _notes(event, days),
        "fatalities": event.deaths.best if event.deaths else None,
    }


def kind_of(event: Event, recipients: Sequence[Side]) -> Kind | None:
    """What an event is in ACLED's terms, by its type, mode and whom it is done to; nothing where it has none."""
    armed = any(side.sector in ARMED for side in recipients)
    for types, modes, wants, kind in _kinds():
        if event.type not in types or (modes and (event.mode or "none") not in modes):
            continue
        if wants == "yes" and not armed:
            continue
        if wants == "no" and (armed or not recipients):
            continue
        return kind
    return None


@cache
def _kinds() -> tuple[tuple[tuple[str, ...], tuple[str, ...], str, Kind], ...]:
    found = []
    for row in read_file(Path(__file__).parent / "data" / "acled.tsv"):
        row.choice("type", EVENT_TYPES)
        kind = Kind(row["event_type"], row["sub_event_type"], row["disorder_type"])
        found.append((row.words("type"), row.words("mode"), row.choice("armed", ("yes", "no"), empty=True), kind))
    return tuple(found)


def inter(sides: Sequence[Side], event: Event, place: Place, suffers: bool = False) -> str | None:
    """ACLED's kind of actor for the first party of a side; nothing where there is none, or it has none."""
    if not sides:
        return None
    side = sides[0]
    if event.type == "PROTEST" and not suffers:
        return "Rioters" if event.mode in ("riot", "vandalize") else "Protesters"
    if side.sector in STATE or (side.kind == "country" and side.sector is None):
        at_home = side.country is None or side.country == alpha3(place.country)
        return "State forces" if at_home else "External/Other forces"
    if side.sector == "REB":
        return "Rebel group"
    if side.sector in ("PRM", "CRM", "UAF"):
        return "Political militia"
    if side.country in ("IGO", "UNO", "EUR", "NGO", "MNC"):
        return "External/Other forces"
    if suffers and event.type in ("ASSAULT", "COERCE"):
        return "Civilians"
    return None


def _targets_civilians(kind: Kind, suffers: str | None) -> bool:
    return kind.event_type == "Violence against civilians" or (
        suffers == "Civilians" and kind.disorder_type == "Political violence"
    )


def _time_precision(days: Days) -> int:
    """1 for a day that is known, 2 for a week, 3 for a month or less surely, by ACLED's codebook."""
    if days.basis == "report" or days.open or days.length > 7:
        return 3
    return 1 if days.length == 1 else 2


def _notes(event: Event, days: Days) -> str:
    said = clean(event.sentence)
    if days.basis == "report":
        said += ". The reports do not date it: the date is that of the first report."
    elif days.open:
        said += f". Only one side of the date is known: {days.open} {days.start}."
    elif days.length > 1:
        said += f". Between {days.start} and {days.end}."
    if event.disputed:
        said += " Disputed: independent sources differ."
    if event.deaths and event.deaths.low != event.deaths.high:
        said += f" Deaths: {event.deaths.low} to {event.deaths.high}."
    return said
