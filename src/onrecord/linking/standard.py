"""The linker as it ships: origins, stories, events, and how an event is summed up."""

from __future__ import annotations

from functools import cache

from onrecord.linking.events import EventRelation
from onrecord.linking.linker import Linker
from onrecord.linking.origins.relation import OriginRelation
from onrecord.linking.stories.relation import StoryRelation
from onrecord.linking.summary import summarise


@cache
def standard_linker() -> Linker:
    """The linker with the tables that ship with the program. Raises KnowledgeError where one is broken."""
    return Linker((OriginRelation(), StoryRelation(), EventRelation()), summarise)
