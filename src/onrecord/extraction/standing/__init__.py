"""Standing: walking outwards from an act through every operator that the sentence wraps round it."""

from onrecord.extraction.standing.governors import Step
from onrecord.extraction.standing.judge import judge, standing, steps, stopper

__all__ = ["Step", "judge", "standing", "steps", "stopper"]
