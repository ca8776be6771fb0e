"""What templates say things with: the filters that they share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from onrecord.views.events import word_event
from onrecord.views.wording import clean, counted, mark_of, standing_of

FILTERS: Mapping[str, Callable[..., Any]] = {
    "clean": clean,
    "counted": lambda number, word: counted(number, word),
    "mark": lambda event: mark_of(event.stage, event.polarity, event.certainty),
    "standing": lambda event: standing_of(event.stage, event.polarity, event.certainty),
    "worded": word_event,
    "day": lambda moment: (moment or "")[:10],
}
"""By the names that templates know them by. `worded` gives the parts of an event's line."""
