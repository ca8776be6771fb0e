"""Parties: who acts and to whom it is done, under all of their names; and all that is reported of one of them."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, HTTPException, Request

from onrecord.ledger import Ledger
from onrecord.linking.event import Event
from onrecord.linking.parties.dossier import Dossier, dossier
from onrecord.linking.parties.register import Entry, Register, register
from onrecord.records import encode
from onrecord.views.dossier import dossier_value, parts
from onrecord.views.events import seen
from onrecord.views.wording import clean
from onrecord.web.addresses import event_path
from onrecord.web.asked import Asked, Question, opened
from onrecord.web.names import named
from onrecord.web.page import Page, add_page
from onrecord.web.remembered import remembered

router = APIRouter()
PATH = "/parties"
COLUMNS = (
    "id", "name", "names", "kind", "country", "sectors", "titles", "mentions", "documents", "actor", "recipient",
    "source", "first", "last", "identifier",
)  # fmt: skip
PART_COLUMNS = (
    "part", "event", "type", "stage", "polarity", "disputed", "sentence", "start", "end", "place", "documents",
    "origins", "first", "last", "alone",
)  # fmt: skip
LATEST = 60
"""Events of a dossier in each role: those reported last. More claims than these cannot be weighed while one waits."""


def parties(request: Request, question: Question) -> Page:
    """The parties of the register, those named most often first."""
    with opened(request, question) as ledger:
        entries = register_of(request, question, ledger).entries
    found = [entry for entry in entries if _asked_for(entry, question)]
    shown = found[question.offset : question.offset + question.size]
    return Page(
        "parties.html",
        "Parties",
        context={"parties": [(one, _address(one, question)) for one in shown], "total": len(found)},
        data={"total": len(found), "offset": question.offset, "parties": [encode(entry) for entry in shown]},
        columns=COLUMNS,
        rows=[tuple(getattr(entry, name) for name in COLUMNS) for entry in found],
    )


def party(request: Request, question: Question, name: str) -> Page:
    """All that is reported of a party: by any of its names, or by its id."""
    meant = named(name) or name
    with opened(request, question) as ledger:
        who = register_of(request, question, ledger)
        matches = who.find(meant)
        if not matches:
            raise HTTPException(404, f"no party of the register bears the name {clean(meant)!r}; {PATH} lists them")
        if len(matches) > 1:
            return _several(meant, [match.entry for match in matches], question)
        entry = matches[0].entry
        asked = question.events
        found, reported = remembered(
            request, question, ledger, ("dossier", entry.id, asked), lambda: dossier_of(ledger, who, entry, question)
        )
    made = parts(found)
    rows = [
        (part.name, line.deed.event, line.deed.type, line.deed.stage, line.deed.polarity, line.deed.disputed,
         line.act, line.deed.start, line.deed.end, line.deed.place, line.deed.documents, line.deed.origins,
         line.deed.first, line.deed.last, line.deed.alone)
        for part in made
        for line in part.lines
    ]  # fmt: skip
    return Page(
        "party.html",
        clean(entry.name),
        context={
            "entry": entry, "parts": made, "read": found.events, "reported": reported,
            "seen": seen(entry.first, entry.last),
            "at": f"{PATH}/{entry.id}", "addresses": {
                line.deed.event: question.moment.address(event_path(line.deed.event))
                for part in made
                for line in part.lines
            },
            "all": {
                "actor": question.moment.changed(actor=(entry.name,)).address("/events"),
                "recipient": question.moment.changed(recipient=(entry.name,)).address("/events"),
                "source": question.moment.changed(source=(entry.name,)).address("/events"),
            },
        },
        data=dossier_value(found) | {"events_read": found.events, "events_reported": reported},
        columns=PART_COLUMNS,
        rows=rows,
    )  # fmt: skip


def _several(meant: str, entries: list[Entry], question: Asked) -> Page:
    return Page(
        "parties.html",
        f"Who is {clean(meant)}?",
        context={"parties": [(one, _address(one, question)) for one in entries], "total": len(entries)},
        data={"total": len(entries), "offset": 0, "parties": [encode(entry) for entry in entries]},
        columns=COLUMNS,
        rows=[tuple(getattr(entry, name) for name in COLUMNS) for entry in entries],
    )


def register_of(request: Request, question: Asked, ledger: Ledger) -> Register:
    """Who is who, put together once and kept until the ledger changes."""

    def made() -> Register:
        return register((seen for one in ledger.digests() for seen in one.sightings), ledger.judgements())

    return remembered(request, question, ledger, "register", made)


def dossier_of(ledger: Ledger, who: Register, entry: Entry, question: Asked) -> tuple[Dossier, int]:
    """The dossier of the events reported last in which the party has each role, and the most that any role has."""
    wanted = (*entry.names, *((entry.country,) if entry.kind == "country" and entry.country else ()))
    events: dict[str, Event] = {}
    most = 0
    asked = question.events
    for filters in (replace(asked, actors=wanted), replace(asked, recipients=wanted), replace(asked, sources=wanted)):
        found = ledger.some_events(filters, LATEST)
        most = max(most, found.total)
        events.update((event.id, event) for event in found.items)
    told = (one for _, told in ledger.accounts(events.values()) for one in told)
    return dossier(entry, who, events.values(), told), most


def _asked_for(entry: Entry, question: Asked) -> bool:
    wanted = (question.words or "").casefold().split()
    return not wanted or any(all(word in name.casefold() for word in wanted) for name in entry.names)


def _address(entry: Entry, question: Asked) -> str:
    return question.moment.address(f"{PATH}/{entry.id}")


add_page(router, PATH, parties)
add_page(router, PATH + "/{name}", party)
