"""Situations: standing questions, what stands in each, what moved since the last look, and who speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from onrecord.ledger import EventChange, Ledger, UnknownSituationError
from onrecord.ledger import Situation as Kept
from onrecord.linking.asking import QueryError, from_json, parse, to_json, written
from onrecord.linking.situations import Situation, standing
from onrecord.views.changes import moved, summary
from onrecord.views.feed import situation_feed
from onrecord.views.situation import narrowed, parts, situation_value
from onrecord.views.wording import clean
from onrecord.web.asked import Asked, Question, opened
from onrecord.web.drawn import COLUMNS, drawn, row
from onrecord.web.names import named, segment
from onrecord.web.page import Page, add_page, rendered
from onrecord.web.remembered import remembered
from onrecord.web.safety import check_write

router = APIRouter()
PATH = "/situations"
LONGEST_NAME = 100
SPEAKERS = 30
"""Sources that the page names before it counts the rest; the data has them all."""

EXAMPLES = (
    ("type:ASSAULT actor:USA place:MX", "attacks by the United States, its bodies or people, in Mexico"),
    ("type:SANCTION tariff*|duty|duties", "tariffs, in whatever words"),
    ("country:MEX act:hand*|extradit*", "hand-overs and extraditions to do with Mexico"),
    ('party:"White House" -tariff*', "the White House, without what speaks of tariffs"),
)
FIELDS = (
    "type", "mode", "stage", "polarity", "context", "party", "actor", "recipient", "source", "place", "country", "act",
    "after", "before",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listed:
    """A situation in the list: what it asks, since when, when it was last looked at, where its page is."""

    name: str
    query: str
    added: str
    looked: str | None
    address: str


def situations(request: Request, question: Question) -> Page:
    """The questions that are kept."""
    with opened(request, question) as ledger:
        found = [_listed(kept, question) for kept in ledger.situations()]
    return _list_page(found)


def _list_page(found: list[Listed], name: str = "", query: str = "", wrong: str = "") -> Page:
    return Page(
        "situations.html",
        "Situations",
        context={
            "situations": found, "name": name, "query": query, "wrong": wrong, "examples": EXAMPLES, "fields": FIELDS,
            "longest": LONGEST_NAME,
        },
        data={"situations": [{"name": s.name, "query": s.query, "added": s.added, "looked": s.looked} for s in found]},
        columns=("name", "query", "added", "looked"),
        rows=[(s.name, s.query, s.added, s.looked) for s in found],
        status=400 if wrong else 200,
    )  # fmt: skip


def situation(request: Request, question: Question, name: str) -> Page:
    """What stands in a situation, what is planned, what is denied, what moved since the last look, who speaks."""
    with opened(request, question) as ledger:
        kept = _kept(ledger, name)
        since = question.since or kept.looked or kept.added
        found = remembered(
            request, question, ledger, ("situation", kept.query, since), lambda: _answer(ledger, kept, since)
        )
    listed = _listed(kept, question)
    made = parts(found)
    rows = [(part.name, *row(drawn(event, question.moment))) for part in made for event in part.events]
    changed = moved(found.changed)
    return Page(
        "situation.html",
        clean(kept.name),
        context={
            "kept": listed, "since": since, "parts": made, "changed": changed, "summary": summary(found.changed),
            "speakers": found.speakers[:SPEAKERS], "more_speakers": max(0, len(found.speakers) - SPEAKERS),
            "at": f"{PATH}/{segment(kept.name)}", "shown": question.size, "offset": question.offset,
            "longest": max((len(part.events) for part in made), default=0),
            "as_filter": question.address("/events"),
        },
        data=situation_value(kept.name, found, since),
        columns=("part", *COLUMNS),
        rows=rows,
    )  # fmt: skip


def _answer(ledger: Ledger, kept: Kept, since: str) -> Situation[EventChange]:
    query = from_json(kept.query)
    return standing(query, ledger.accounts(ledger.events(narrowed(query))), ledger.changes(since))


def _kept(ledger: Ledger, name: str) -> Kept:
    meant = named(name)
    found = next((kept for kept in ledger.situations() if kept.name == meant), None)
    if found is None:
        raise UnknownSituationError(f"there is no situation {clean(meant or name)!r}; {PATH} lists them")
    return found


def _listed(kept: Kept, question: Asked) -> Listed:
    address = question.moment.address(f"{PATH}/{segment(kept.name)}")
    return Listed(kept.name, clean(written(from_json(kept.query))), kept.added, kept.looked, address)


def feed(request: Request, question: Question, name: str) -> Response:
    """What moved in a situation as an Atom feed, for a reader of feeds."""
    base = str(request.base_url).rstrip("/")
    with opened(request, question) as ledger:
        kept = _kept(ledger, name)
        own = base + Asked().address(f"{PATH}/{segment(kept.name)}/feed.atom")
        return Response(situation_feed(ledger, kept.name, base, own), media_type="application/atom+xml")


Name = Annotated[str, Form(max_length=LONGEST_NAME)]


def add(request: Request, name: Name = "", query: Annotated[str, Form(max_length=1_000)] = "") -> Response:
    """Keep a question under a name, and go to its page; what cannot be read is said above the form."""
    name = " ".join(name.split())
    with opened(request) as ledger:
        wrong = "" if clean(name) else "A situation needs a name that can be read."
        try:
            asked = parse(query)
            if not wrong:
                ledger.add_situation(name, to_json(asked))
        except (QueryError, UnknownSituationError) as error:
            wrong = str(error)
        if wrong:
            page = _list_page([_listed(kept, Asked()) for kept in ledger.situations()], name, query, wrong)
            return HTMLResponse(rendered(request, page.template, page.title, Asked(), **page.context), page.status)
    return RedirectResponse(Asked().address(f"{PATH}/{segment(name)}"), 303)


def look(request: Request, name: str) -> Response:
    """Note that a situation was looked at now: what moved is told from here on."""
    with opened(request) as ledger:
        kept = _kept(ledger, name)
        ledger.look(kept.name)
    return RedirectResponse(Asked().address(f"{PATH}/{segment(kept.name)}"), 303)


def remove(request: Request, name: str) -> Response:
    """Keep a question no longer."""
    with opened(request) as ledger:
        ledger.remove_situation(_kept(ledger, name).name)
    return RedirectResponse(PATH, 303)


def confirm(request: Request, question: Question, name: str) -> Response:
    """Ask whether a situation is to be removed."""
    with opened(request, question) as ledger:
        kept = _listed(_kept(ledger, name), question)
    at = f"{PATH}/{segment(kept.name)}"
    return HTMLResponse(rendered(request, "situation_remove.html", f"Remove {clean(kept.name)}?", question,
                                 kept=kept, at=question.moment.address(f"{at}/remove")))  # fmt: skip


add_page(router, PATH, situations)
for path, handler in (("", add), ("/{name}/look", look), ("/{name}/remove", remove)):
    router.add_api_route(
        PATH + path, handler, methods=["POST"], dependencies=[Depends(check_write)], include_in_schema=False,
        response_model=None,
    )  # fmt: skip
router.add_api_route(PATH + "/{name}/remove", confirm, include_in_schema=False, response_model=None)
router.add_api_route(PATH + "/{name}/feed.atom", feed, include_in_schema=False, response_model=None)
add_page(router, PATH + "/{name}", situation)
