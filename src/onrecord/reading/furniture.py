"""x."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Furniture:
    """x."""

    ranges: tuple[tuple[int, int], ...] = ()
    credits: tuple[str, ...] = ()
    dateline: tuple[int, int] | None = None


def find_furniture(text: str) -> Furniture:
    """x."""
    return Furniture()
