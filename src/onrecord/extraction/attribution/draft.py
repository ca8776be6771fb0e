"""An attribution in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.extraction.attribution.matching import Match
from onrecord.extraction.attribution.sources import Source
from onrecord.language import Token


@dataclass(slots=True, eq=False)
class Draft:
    """What is known of an attribution while its parts are looked for."""

    match: Match
    source: Source
    words: list[Token]
    content: list[Token]
    slots: list[str]
    link: bool
    addressee: list[Token] = field(default_factory=list)
    further: list[Token] = field(default_factory=list)  # heads of further cues of the same source
