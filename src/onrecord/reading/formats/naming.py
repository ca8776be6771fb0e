"""Names in capitals, as bylines have them, in the case in which texts write them."""

from __future__ import annotations

import re

_CAPITALS = re.compile(r"\b[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ'’.-]*)+(?!\w)")


def in_mixed_case(names: str) -> str:
    """Give "Rosa Holub and Jan Maren" for "ROSA HOLUB and JAN MAREN"; one word in capitals stays, as agencies have."""
    return _CAPITALS.sub(lambda found: found[0].title().replace("’S", "’s").replace("'S", "'s"), names)
