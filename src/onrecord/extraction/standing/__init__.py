"""Standing: walking outwards from an act through every operator that the sentence wraps round it."""

from onrecord.extraction.standing.factuality import factuality
from onrecord.extraction.standing.judge import judge, judged, predicate, standing, steps, stopper
from onrecord.extraction.standing.walk import Step

__all__ = ["Step", "factuality", "judge", "judged", "predicate", "standing", "steps", "stopper"]
