"""Who speaks, and the standing questions of the ledger."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Request
from fastapi.responses import Response

from onrecord.ledger import Ledger, Portion, SourceCount, UnknownSituationError
from onrecord.ledger import Situation as Kept
from onrecord.linking.asking import from_json, written
from onrecord.linking.situations import standing
from onrecord.records import encode
from onrecord.views.situation import narrowed, parts
from onrecord.web.api import values
from onrecord.web.api.answering import cut, portion, problems, whole
from onrecord.web.api.asking import At, Some
from onrecord.web.api.prefix import routed
from onrecord.web.api.shapes import Items, SituationRead, SituationShown
from onrecord.web.remembered import remembered

router = routed("speakers and situations")

SituationName = Annotated[str, Path(min_length=1, max_length=200, description="The name of the situation.")]


@router.get("/sources", response_model=Items[SourceCount])
def sources(request: Request, asked: Some) -> Response:
    """List who speaks in the claims, those who speak most often first."""
    question = asked.asked

    def listed(ledger: Ledger) -> Portion[SourceCount]:
        return cut(remembered(request, question, ledger, "sources", ledger.sources), question)

    return portion(request, question, listed)


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


def _situation(kept: Kept) -> dict[str, Any]:
    query = written(from_json(kept.query))
    return {"name": kept.name, "query": query, "added": kept.added, "looked": kept.looked}
