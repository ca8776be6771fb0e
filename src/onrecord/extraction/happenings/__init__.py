"""Happenings: whatever a document tells as happening, of any kind, with who takes part and when."""

from onrecord.extraction.happenings.finder import find_happenings
from onrecord.extraction.happenings.model import Happening, Happenings, Participant

__all__ = ["Happening", "Happenings", "Participant", "find_happenings"]
