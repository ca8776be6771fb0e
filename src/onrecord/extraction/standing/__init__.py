"""Standing: walking outwards from an act through every operator that the sentence wraps round it."""

from onrecord.extraction.standing.judge import judge, standing, steps, stopper
from onrecord.extraction.standing.walk import Step

__all__ = ["Step", "judge", "standing", "steps", "stopper"]
