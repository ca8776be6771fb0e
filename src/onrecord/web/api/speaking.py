"""Who speaks, and the standing questions of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from onrecord.ledger import Ledger, Portion, SourceCount, UnknownSituationError
from onrecord.ledger import Situation as Kept
from onrecord.linking.asking import from_json, written
from onrecord.linking.parties.register import Entry
from onrecord.linking.situations import standing
from onrecord.records import encode
from onrecord.views.dossier import dossier_value
from onrecord.views.situation import narrowed, parts
from onrecord.views.wording import clean
from onrecord.web.api import values
from onrecord.web.api.answering import cut, portion, problems, whole
from onrecord.web.api.asking import At, PartiesWanted, Some
from onrecord.web.api.prefix import PREFIX, routed
from onrecord.web.api.shapes import Items, PartyRead, SituationRead, SituationShown
from onrecord.web.pages.parties import dossier_of, register_of
from onrecord.web.remembered import remembered

router = routed("speakers and situations")

SituationName = Annotated[str, Path(min_length=1, max_length=200, description="The name of the situation.")]

PartyName = Annotated[str, Path(min_length=1, max_length=500, description="Any of its names, or its id.")]


@router.get("/sources", response_model=Items[SourceCount])
def sources(request: Request, asked: Some) -> Response:
    """List who speaks in the claims, those who speak most often first."""
    question = asked.asked

    def listed(ledger: Ledger) -> Portion[SourceCount]:
        return cut(remembered(request, question, ledger, "sources", ledger.sources), question)

    return portion(request, question, listed)


@router.get("/parties", response_model=Items[Entry])
def parties(request: Request, asked: Annotated[PartiesWanted, Query()]) -> Response:
    """List who acts, to whom it is done and who speaks: the register, those named most often first."""
    question = asked.asked
    wanted = (asked.words or "").casefold().split()

    def listed(ledger: Ledger) -> Portion[Entry]:
        entries = register_of(request, question, ledger).entries
        return cut((entry for entry in entries if _named(entry, wanted)), question)

    return portion(request, question, listed)


@router.get("/parties/{name}", response_model=PartyRead, responses=problems(404, 409))
def party(request: Request, name: PartyName, asked: At) -> Response:
    """Give all that is reported of a party: what it did, plans, denies, suffered and says; 409 if several bear a name.

    In each role it has the events that were reported last.
    """
    question = asked.asked

    def answered(ledger: Ledger) -> dict[str, Any]:
        who = register_of(request, question, ledger)
        matches = who.find(name)
        if not matches:
            raise HTTPException(404, f"no party bears the name {clean(name)!r}; {PREFIX}/parties lists them")
        if len(matches) > 1:
            alike = "; ".join(f"{clean(one.entry.name)} ({one.entry.id})" for one in matches[:8])
            raise HTTPException(409, f"{clean(name)!r} may be {alike}: ask by the id")
        entry = matches[0].entry
        made = remembered(
            request, question, ledger, ("dossier", entry.id, question.events),
            lambda: dossier_of(ledger, who, entry, question),
        )  # fmt: skip
        return dossier_value(made[0])

    return whole(request, question, answered)


@router.get("/situations", response_model=Items[SituationShown])
def situations(request: Request, asked: Some) -> Response:
    """List the standing questions that the ledger keeps."""

    def listed(ledger: Ledger) -> Portion[Kept]:
        return cut(ledger.situations(), asked.asked)

    return portion(request, asked.asked, listed, _situation)


@router.get("/situations/{name}", response_model=SituationRead, responses=problems(404))
def situation(request: Request, name: SituationName, asked: At) -> Response:
    """Answer a standing question. It is not noted as a look at it."""

    def answered(ledger: Ledger) -> dict[str, Any]:
        kept = next((one for one in ledger.situations() if one.name == name), None)
        if kept is None:
            raise UnknownSituationError(f"there is no situation {name!r}; /api/v1/situations lists them")
        query, since = from_json(kept.query), kept.looked or kept.added
        found = standing(query, ledger.accounts(ledger.events(narrowed(query))), ledger.changes(since))
        return {
            "name": kept.name,
            "query": written(query),
            "since": since,
            **{part.name: [values.event_shown(event) for event in part.events] for part in parts(found)},
            "changed": [values.change_shown(change) for change in found.changed],
            "speakers": encode(found.speakers),
        }

    return whole(request, asked.asked, answered)


def _named(entry: Entry, words: Sequence[str]) -> bool:
    return not words or any(all(word in name.casefold() for word in words) for name in entry.names)


def _situation(kept: Kept) -> dict[str, Any]:
    query = written(from_json(kept.query))
    return {"name": kept.name, "query": query, "added": kept.added, "looked": kept.looked}
