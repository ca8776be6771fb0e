"""Timelines: what a named person, body or thing takes part in, over many documents, dated and in order."""

from onrecord.linking.timelines.model import Entry, Mention, Timeline
from onrecord.linking.timelines.timeline import entity_timeline

__all__ = ["Entry", "Mention", "Timeline", "entity_timeline"]
