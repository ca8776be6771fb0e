"""The vocabularies of PLOVER that the lexicon refers to: modes of types, contexts, sectors."""

from __future__ import annotations

from typing import Final

from onrecord.knowledge.table import read_table
from onrecord.records.vocabulary import EVENT_TYPES


def _modes() -> dict[str, tuple[str, ...]]:
    modes: dict[str, list[str]] = {name: [] for name in EVENT_TYPES}
    for row in read_table("ontology.tsv", ()):
        kind = row.choice("type", EVENT_TYPES)
        if row["mode"]:
            modes[kind].append(row["mode"])
    return {kind: tuple(names) for kind, names in modes.items()}


MODES: Final[dict[str, tuple[str, ...]]] = _modes()
"""The modes of each event type."""

CONTEXTS: Final = (
    "military", "intelligence", "executive", "legislative", "election", "political_institutions", "pro_democracy",
    "pro_autocracy", "economic", "legal", "reparations", "human_rights", "rights_freedoms", "repression",
    "human_security", "gender", "lgbt", "religion_ethnicity", "inequality", "diplomatic", "territory",
    "peacekeeping", "health", "asylum", "migration", "disasters", "natural_resource", "environment", "technology",
    "terrorism", "cbrn", "cyber", "misinformation", "crime", "corruption", "illegal_drugs", "trafficking",
)  # fmt: skip
"""PLOVER's contexts."""

SECTORS: Final = (
    "COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS", "CRM", "CVL", "EDU",
    "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC",
)  # fmt: skip
"""PLOVER's sectors."""
