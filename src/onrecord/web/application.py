"""The application: all pages, the API and the files they need, behind one set of rules of safety."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from onrecord import __version__
from onrecord.web import citing, entering
from onrecord.web.api import describing
from onrecord.web.api import router as api
from onrecord.web.errors import add_error_handlers
from onrecord.web.middleware import Guard
from onrecord.web.pages import (
    audits,
    claims,
    documents,
    events,
    groups,
    judging,
    maps,
    parties,
    review,
    search,
    situations,
    sources,
    timeline,
    today,
)
from onrecord.web.settings import Settings

STATIC = Path(__file__).parent / "static"

ROUTERS: tuple[APIRouter, ...] = (
    entering.router,
    citing.router,
    *api.ROUTERS,
    describing.docs,
    today.router,
    timeline.router,
    maps.router,
    search.router,
    situations.router,
    sources.router,
    parties.router,
    groups.router,
    audits.router,
    judging.router,
    events.router,
    claims.router,
    documents.router,
    review.router,
)
"""Whoever adds pages adds their router here. What is listed first answers first."""


def application(settings: Settings) -> FastAPI:
    """The application that serves one ledger."""
    made = FastAPI(
        title="onrecord", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False
    )
    made.state.settings = settings
    made.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in ROUTERS:
        made.include_router(router)
    made.add_middleware(Guard, settings=settings, routes=[route for router in ROUTERS for route in router.routes])
    add_error_handlers(made)
    return made
