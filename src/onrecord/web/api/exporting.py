"""The ledger in the formats of other programs, streamed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query, Request
from fastapi.responses import Response
from pydantic import Field
from starlette.exceptions import HTTPException

from onrecord.ledger import ClaimFilter, EventFilter
from onrecord.views.exports import FORMATS, Options
from onrecord.web.api.answering import json_answer, problems, streamed
from onrecord.web.api.asking import EventsWanted
from onrecord.web.api.prefix import PREFIX, routed
from onrecord.web.api.shapes import FormatShown
from onrecord.web.asked import BadQueryError

router = routed("exports")

Format = Annotated[str, Path(max_length=50, description="The name of a format, as /exports lists them.")]


class ExportWanted(EventsWanted):
    """What is exported; `words`, `disputed` and dates of reports only go with formats that take events."""

    anonymous: bool | None = Field(None, description="Of formats that take claims: with, or without, unnamed sources.")
    public: bool = Field(
        False, description="Coarsen places to first-order regions and drop named private persons, for publication."
    )


@router.get("/exports", response_model=list[FormatShown])
def formats() -> Response:
    """List the formats, each with what it is for and what it cannot hold."""
    listed = [
        {
            "name": one.name, "title": one.title, "media_type": one.media_type, "takes": one.takes,
            "description": one.description, "losses": list(one.losses), "address": f"{PREFIX}/exports/{one.name}",
        }
        for one in FORMATS.values()
    ]  # fmt: skip
    return json_answer(listed)


@router.get(
    "/exports/{format}",
    response_class=Response,
    responses={
        200: {
            "content": {one.media_type.partition(";")[0]: {"schema": {"type": "string"}} for one in FORMATS.values()},
            "description": "The export.",
        },
        **problems(404),
    },
)
def export(request: Request, format: Format, asked: Annotated[ExportWanted, Query()]) -> Response:
    """Stream what is asked for in a format."""
    chosen = FORMATS.get(format)
    if chosen is None:
        raise HTTPException(404, f"there is no format {format!r}; there are {', '.join(FORMATS)}")
    question = asked.asked
    wanted: ClaimFilter | EventFilter
    if chosen.takes == "events":
        wanted = question.events
        _refuse(chosen.name, {"anonymous": question.anonymous})
    else:
        wanted = question.claims
        _refuse(
            chosen.name,
            {
                "words": question.words, "disputed": question.disputed, "reported_from": question.reported_from,
                "reported_to": question.reported_to,
            },
        )  # fmt: skip
    options = Options(public=asked.public, as_of=question.as_of)
    headers = {"Content-Disposition": f'attachment; filename="onrecord{chosen.suffix}"'}
    return streamed(request, question, lambda ledger: chosen.write(ledger, wanted, options), chosen.media_type, headers)


def _refuse(name: str, given: dict[str, Any]) -> None:
    for parameter, value in given.items():
        if value is not None:
            raise BadQueryError(f"the format {name!r} cannot be asked by {parameter}; leave it out")
