"""Countries by the codes of ISO 3166-1, for formats that name them by number or by three letters."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from onrecord.knowledge.parties import load
from onrecord.knowledge.table import read_file


def alpha3(alpha2: str | None) -> str | None:
    """The three letters of a country by its two; nothing where there is none."""
    return _codes().get(alpha2 or "", (None, None))[0]


def numeric(alpha2: str | None) -> str | None:
    """The three digits of a country by its two letters; nothing where there is none."""
    return _codes().get(alpha2 or "", (None, None))[1]


def alpha2(alpha3: str | None) -> str | None:
    """The two letters of a country by its three; nothing where it is no country."""
    return next((two for two, (three, _) in _codes().items() if three == alpha3), None) if alpha3 else None


def country_name(alpha2: str | None) -> str | None:
    """The English name of a country by its two letters; the letters where they are no country's."""
    three = alpha3(alpha2)
    return load().countries.get(three, alpha2) if three else alpha2


@cache
def _codes() -> dict[str, tuple[str | None, str | None]]:
    rows = read_file(Path(__file__).parent / "data" / "countries.tsv")
    return {row["alpha2"]: (row["alpha3"], row["numeric"]) for row in rows}
