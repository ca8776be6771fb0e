"""Attribution: who says, thinks or wants what, and the chain of sources behind a claim."""

from onrecord.extraction.attribution.chains import chain
from onrecord.extraction.attribution.finder import find_attributions, layer
from onrecord.extraction.attribution.found import Attributions
from onrecord.extraction.attribution.heard import heard

__all__ = ["Attributions", "chain", "find_attributions", "heard", "layer"]
