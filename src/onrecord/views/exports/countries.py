"""Countries by the codes of ISO 3166-1, for formats that name them by number or by other letters."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from onrecord.knowledge.parties import load
from onrecord.knowledge.table import read_file


def alpha3(alpha2: str | None) -> str | None:
    """The three letters of a country by its two; nothing where there is none."""
    return _three().get(alpha2 or "")


def alpha2(alpha3: str | None) -> str | None:
    """The two letters of a country by its three; nothing where it is no country."""
    return load().alpha2.get(alpha3 or "")


def numeric(alpha2: str | None) -> str | None:
    """The three digits of a country by its two letters; nothing where it has none, as Kosovo."""
    return _numbers().get(alpha2 or "")


def country_name(alpha2: str | None) -> str | None:
    """The English name of a country by its two letters; the letters where they are no country's."""
    three = alpha3(alpha2)
    return load().countries.get(three, alpha2) if three else alpha2


@cache
def _three() -> dict[str, str]:
    return {two: three for three, two in load().alpha2.items()}


@cache
def _numbers() -> dict[str, str]:
    return {row["alpha2"]: row["numeric"] for row in read_file(Path(__file__).parent / "data" / "countries.tsv")}
