"""Attribution: who says, thinks or wants what, and the chain of sources behind a claim."""

from onrecord.extraction.attribution.chains import chain
from onrecord.extraction.attribution.finder import find_attributions, layer

__all__ = ["chain", "find_attributions", "layer"]
