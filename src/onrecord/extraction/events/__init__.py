"""Finding acts and giving them their type."""

from onrecord.extraction.events.find import find_acts, light_verb

__all__ = ["find_acts", "light_verb"]
