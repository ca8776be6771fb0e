"""Where a news outlet is at home: from the table of outlets, from its address, from its name."""

from __future__ import annotations

import re

from onrecord.extraction.places.resolve import Name
from onrecord.extraction.places.wording import word_set
from onrecord.knowledge import Knowledge
from onrecord.knowledge.gazetteer import Gazetteer, Outlet

TRADED = word_set("ai cc co eu fm io ly me to tv ws")
"""Countries' domains that outlets of anywhere use."""

SHORTEST, SMALLEST = 5, 5_000
"""Letters and inhabitants of a town that is looked for in an outlet's name."""


def home_of(source: str | None, gazetteer: Gazetteer) -> Outlet | None:
    """The home of the outlet `source`, from the table, else from its address's country; None where unknown."""
    if not source:
        return None
    known = gazetteer.outlet(source)
    if known is not None:
        return known
    domain = source.lower().rstrip("/").rsplit(".", 1)[-1] if "." in source else ""
    country = gazetteer.country("GB" if domain == "uk" else domain.upper()) if domain not in TRADED else None
    return Outlet(country.country, None, None, None) if country and country.country else None


def outlet_names(source: str | None, home: Outlet | None, knowledge: Knowledge) -> list[Name]:
    """The town that an outlet carries in its name ("newarkadvocate.com"), as a further toponym of the document."""
    if not source or (home is not None and home.lat is not None):
        return []
    host = re.sub(r"^(https?://)?(www\.)?(the)?", "", source.lower()).split("/")[0].split(".")[0]
    if " " in source:
        host = _without_article(source)
    for end in range(len(host), SHORTEST - 1, -1):
        part = host[:end]
        if part in knowledge.word_lists.masthead:
            continue
        towns = tuple(e for e in knowledge.gazetteer.lookup(part) if e.kind == "town" and e.population >= SMALLEST)
        if towns:
            return [Name("outlet " + part, towns, 2)]
    return []


def _without_article(source: str) -> str:
    """An outlet's name without its article."""
    return source.lower().removeprefix("the ").strip()
