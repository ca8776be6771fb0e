"""Claims about the same act, of one or of several documents."""

from onrecord.linking.events.relation import EventRelation
from onrecord.linking.events.sketch import EventSketch

__all__ = ["EventRelation", "EventSketch"]
