"""The application: all pages, the API and the files they need, behind one set of rules of safety."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from onrecord import __version__
from onrecord.web.pages import today
from onrecord.web.settings import Settings

STATIC = Path(__file__).parent / "static"

PAGES = (today.router,)


def application(settings: Settings) -> FastAPI:
    """The application that serves one ledger."""
    made = FastAPI(title="onrecord", version=__version__, docs_url=None, redoc_url=None, openapi_url=None)
    made.state.settings = settings
    made.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in PAGES:
        made.include_router(router)
    return made
