"""Time expressions: found, read against the dateline, and attached to acts."""

from onrecord.extraction.times.attach import time_of
from onrecord.extraction.times.find import find_times

__all__ = ["find_times", "time_of"]
