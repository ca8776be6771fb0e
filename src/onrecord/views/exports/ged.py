"""Exports as a table in the columns of UCDP GED: deadly violence that happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from onrecord.views.exports.countries import country_name
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
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
    "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
    "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
    "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
"""The columns of UCDP GED (version 24.1), in its order."""

STATE_BASED, NON_STATE, ONE_SIDED = 1, 2, 3


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """A line of column names, and a row for each event of deadly violence that took place. Raises ExportUseError."""
    yield csv_row(COLUMNS)
    for event, told in accounts(ledger, wanted, options, lambda event: _unfit(event, options)):
        row = _row(event, told, options)
        if row is not None:
            yield csv_record(COLUMNS, row)


def _unfit(event: Event, options: Options) -> str | None:
    """Why an event is left out, as far as it tells itself."""
    why = why_not(event)
    if why is None and event.type != "ASSAULT":
        why = "no armed violence"
    if why is None and (event.deaths is None or event.deaths.high < 1):
        why = "no death is told of"
    if why is None and days_of(event, options) is None:
        why = undated(options)
    if why is None and event.place is None:
        why = "no place"
    return why


def _row(event: Event, told: Sequence[Told], options: Options) -> dict[str, Any] | None:
    actors, recipients = sides_of(event, told, "actors"), sides_of(event, told, "recipients")
    days, place, toll = days_of(event, options), place_of_event(event, told), event.deaths
    violence = type_of_violence(actors, recipients)
    if violence is None or days is None or place is None or toll is None:
        options.tally.leave("event", "the reports do not say who fought, or attacked, whom")
        return None
    first = min(told, key=lambda one: (one.document.published or "~", one.anchor))
    speakers = list(dict.fromkeys(s for step in event.ladder for s in step.speakers))
    side_b = clean(names_of(recipients)) if violence != ONE_SIDED else "Civilians"
    point = place.lat is not None and place.lon is not None
    return {
        "id": event.id,
        "year": days.start.year,
        "code_status": "Unclear" if event.disputed else "Clear",
        "type_of_violence": violence,
        "dyad_name": f"{clean(names_of(actors))} - {side_b}",
        "side_a": clean(names_of(actors)),
        "side_b": side_b,
        "number_of_sources": event.origins,
        "source_article": "; ".join(filter(None, dict.fromkeys(_article(one) for one in told))),
        "source_office": clean(first.document.source or "") or None,
        "source_date": (first.document.published or "")[:10] or None,
        "source_headline": clean(first.document.title or "") or None,
        "source_original": "; ".join(map(clean, speakers)) or None,
        "where_prec": place.precision,
        "where_coordinates": clean(place.name),
        "where_description": _described(event, days),
        "adm_1": region_name(place),
        "latitude": place.lat,
        "longitude": place.lon,
        "geom_wkt": f"POINT ({place.lon} {place.lat})" if point else None,
        "priogrid_gid": priogrid(place),
        "country": country_name(place.country),
        "event_clarity": 2 if days.basis == "report" or days.open or days.length > 1 else 1,
        "date_prec": date_precision(days),
        "date_start": days.start.isoformat(),
        "date_end": days.end.isoformat(),
        "deaths_civilians": toll.best if violence == ONE_SIDED else None,
        "deaths_unknown": toll.best if violence != ONE_SIDED else None,
        "best": toll.best,
        "high": toll.high,
        "low": toll.low,
    }


def type_of_violence(actors: Sequence[Side], recipients: Sequence[Side]) -> int | None:
    """1 where a state fights an armed side, 2 where armed sides without a state do, 3 against civilians; else nothing.

    By the definitions of UCDP, which knows no violence without an organised actor.
    """
    if not any(_organised(side) for side in actors):
        return None
    if not recipients:
        return None
    armed = [side for side in recipients if _organised(side)]
    if not armed:
        return ONE_SIDED
    return STATE_BASED if any(_is_state(side) for side in (*actors, *armed)) else NON_STATE


def _organised(side: Side) -> bool:
    return side.sector in ARMED or _is_state(side)


def _is_state(side: Side) -> bool:
    return side.sector in STATE or (side.kind == "country" and side.sector is None)


def date_precision(days: Days) -> int:
    """The code of `date_prec`: 1 the day, 2 two to six days, 3 a week, 4 up to a month, 5 longer or not known."""
    if days.basis == "report" or days.open or days.length > 31:
        return 5
    if days.length == 1:
        return 1
    return 2 if days.length < 7 else 3 if days.length == 7 else 4


def priogrid(place: Place) -> int | None:
    """The cell of PRIO-GRID, half a degree wide, that a point lies in, counted from the south-west."""
    if place.lat is None or place.lon is None:
        return None
    row = min(int((place.lat + 90) * 2), 359)
    column = min(int((place.lon + 180) * 2), 719)
    return row * 720 + column + 1


def _article(one: Told) -> str:
    parts = (one.document.source, (one.document.published or "")[:10], one.document.title)
    return ", ".join(clean(part) for part in parts if part)


def _described(event: Event, days: Days) -> str:
    said = clean(event.sentence)
    if days.basis == "report":
        said += ". The reports do not date it: the date is that of the first report."
    elif days.open:
        said += f". Only one side of the date is known: {days.open} {days.start}."
    return said
