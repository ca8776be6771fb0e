"""Toponyms: finding them in a text, resolving them to places, and saying where an act is."""

from onrecord.extraction.places.find import find_places, locate
from onrecord.extraction.places.site import place_of

__all__ = ["find_places", "locate", "place_of"]
