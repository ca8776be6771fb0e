"""All addresses of the API, below one prefix that carries its version."""

from __future__ import annotations

from fastapi import APIRouter

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX)
