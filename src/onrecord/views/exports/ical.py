"""Exports as iCalendar (RFC 5545): what is planned or threatened for a day, as tentative entries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from onrecord import __version__
from onrecord.views.events import word_event
from onrecord.views.exports.addresses import web_address
from onrecord.views.exports.dating import Days, days_of
from onrecord.views.exports.material import accounts
from onrecord.views.exports.model import Options
from onrecord.views.exports.recorded import recorded
from onrecord.views.exports.sites import place_of_event
from onrecord.views.wording import clean, interval

if TYPE_CHECKING:
    from onrecord.ledger import Ledger
    from onrecord.linking.event import Event, Told
    from onrecord.views.exports.model import Wanted

LONGEST: Final = 366
"""Days that an entry may cover: "some time this year" is still of use, a decade is none."""

LINE: Final = 75
"""Octets of a line before it is folded (RFC 5545, 3.1)."""

AHEAD: Final = ("planned", "threatened")


def write(ledger: Ledger, wanted: Wanted, options: Options) -> Iterator[bytes]:
    """A calendar with an entry for each event that is planned or threatened, affirmed and dated.

    Entries cover whole days: all that may be the one, where only a month is known, and their title says so. They
    leave the days free. Raises ExportUseError.
    """
    for line in (
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//onrecord//onrecord {__version__}//EN", "CALSCALE:GREGORIAN",
        "X-WR-CALNAME:Reported as planned",
    ):  # fmt: skip
        yield folded(line)
    times = recorded(ledger)
    own = Options(public=options.public, as_of=options.as_of, tally=options.tally, discretion=options.discretion)
    for event, told in accounts(ledger, wanted, own, lambda event: _unfit(event, own)):
        days = days_of(event, own)
        if days is not None:
            yield b"".join(map(folded, _entry(event, told, days, times.get(event.id, ""))))
    yield folded("END:VCALENDAR")


def _unfit(event: Event, options: Options) -> str | None:
    """Why an event is no entry; nothing where it is one."""
    days = days_of(event, options)
    if event.stage not in AHEAD:
        return "neither planned nor threatened"
    if event.polarity == "negated":
        return "denied, or called off"
    if days is None:
        return "no date"
    return "dated within more than a year" if days.length > LONGEST else None


def _entry(event: Event, told: Sequence[Told], days: Days, moved: str) -> Iterator[str]:
    place = place_of_event(event, told)
    yield "BEGIN:VEVENT"
    yield f"UID:{event.id}@onrecord.invalid"
    yield f"DTSTAMP:{_stamp(moved)}"
    yield f"DTSTART;VALUE=DATE:{_day(days.start)}"
    if days.after > days.start:
        yield f"DTEND;VALUE=DATE:{_day(days.after)}"
    yield f"SUMMARY:{escaped(title(event, days))}"
    yield f"DESCRIPTION:{escaped(_described(event, told, days))}"
    yield "STATUS:TENTATIVE"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PUBLIC"
    yield f"CATEGORIES:{event.stage.upper()},{event.type}"
    if place is not None:
        yield f"LOCATION:{escaped(clean(place.name))}"
        if place.lat is not None and place.lon is not None and (place.precision or 9) <= 4:
            yield f"GEO:{place.lat:.6f};{place.lon:.6f}"
    urls = [address for one in told if (address := web_address(one.document.url))]
    if urls:
        yield f"URL:{urls[0]}"
    yield "END:VEVENT"


def title(event: Event, days: Days) -> str:
    """The entry's title: the standing first, and how exactly the day is known."""
    line = word_event(event)
    return f"{line.standing.capitalize()}: {line.act}{_how_dated(days)}"


def _how_dated(days: Days) -> str:
    if days.open == "from":
        return f" (from {days.start} on)"
    if days.open == "until":
        return f" (until {days.end})"
    if days.length == 1:
        return ""
    return f" (some time in {interval(days.start.isoformat(), days.end.isoformat())})"


def _described(event: Event, told: Sequence[Told], days: Days) -> str:
    line = word_event(event)
    lines = [f"{line.mark} {line.sentence}", line.grounds]
    if days.length > 1 or days.open:
        lines.append("The day is not known: the entry covers what the reports leave open.")
    if event.disputed:
        lines.append("Disputed: independent sources differ.")
    lines += [clean(caution) for caution in event.cautions]
    passages = dict.fromkeys(
        f"“{clean(one.claim.sentence.text)}” — {clean(one.document.source or 'no outlet named')}" for one in told
    )
    lines += list(passages)[:3]
    return "\n".join(filter(None, lines))


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _stamp(moved: str) -> str:
    """A moment of the ledger in the form of RFC 5545; the beginning of 1970 where none is known."""
    digits = re.sub(r"\D", "", moved[:19])
    return f"{digits[:8]}T{digits[8:14]}Z" if len(digits) == 14 else "19700101T000000Z"


def escaped(text: str) -> str:
    """TEXT as a value (RFC 5545, 3.3.11): its signs and line breaks escaped, without control characters."""
    kept = "".join(c for c in text if c == "\n" or c == "\t" or (c >= " " and c != "\x7f"))
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """One line in UTF-8, folded at 75 octets between characters, with its end."""
    pieces: list[bytes] = []
    now = b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(now) + len(octets) > LINE:
            pieces.append(now)
            now = b" "
        now += octets
    return b"\r\n".join([*pieces, now]) + b"\r\n"
