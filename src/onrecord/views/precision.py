"""How sure a share is that was found in a sample: intervals, weighted estimates, agreement of two judges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

Z95: Final = 1.959963984540054
"""The 97.5 % point of the normal distribution: 95 % of it lie within as many standard deviations of the middle."""


@dataclass(frozen=True, slots=True)
class Part:
    """What was found in one stratum: claims it has, claims judged, those of them that count, and those right.

    What was judged but does not count is what people were unsure of, and fields of what is no event.
    """

    population: int
    judged: int
    counted: int
    right: int


@dataclass(frozen=True, slots=True)
class Share:
    """An estimate with its 95 % interval."""

    value: float
    low: float
    high: float


def wilson(share: float, size: float) -> tuple[float, float]:
    """The 95 % score interval (Wilson 1927) of a share found in a sample of a size, which need not be whole."""
    if size <= 0:
        return 0.0, 1.0
    square = Z95 * Z95
    middle = (share + square / (2 * size)) / (1 + square / size)
    half = Z95 * sqrt(share * (1 - share) / size + square / (4 * size * size)) / (1 + square / size)
    # at the ends rounding must not leave the share outside
    return max(0.0, min(middle - half, share)), min(1.0, max(middle + half, share))


def share(parts: Sequence[Part]) -> Share | None:
    """The share of what is right among what counts, with its interval; nothing where nothing counts.

    One part is a simple random sample: the interval is Wilson's for the sample's size with the correction for a
    finite population, n (N - 1) / (N - n). Several are strata: the estimate weighs each by its size in the population
    (the combined ratio estimate, Cochran 1977, sections 5.4 and 6.11), and the interval is Wilson's for the effective
    size of the sample, which is that of a simple one with the same variance (Korn and Graubard 1998).
    """
    seen = [part for part in parts if part.judged]
    counted = sum(part.counted for part in seen)
    if not counted:
        return None
    drawn, population = sum(part.judged for part in seen), sum(part.population for part in seen)
    weights = [part.population / part.judged for part in seen]
    value = sum(weight * part.right for weight, part in zip(weights, seen, strict=True)) / sum(
        weight * part.counted for weight, part in zip(weights, seen, strict=True)
    )
    if drawn >= population:
        return Share(value, value, value)
    size = counted * (population - 1) / (population - drawn)
    if len(parts) > 1 and 0 < value < 1:
        variance = _variance(seen, value)
        size = value * (1 - value) / variance if variance > 0 else size
    return Share(value, *wilson(value, size))


HALF: Final = 0.5
"""Answers of each kind that are added to a stratum for its variance alone (Jeffreys' prior): a stratum in which all of
the few answers are right would else have none. Over 3,000 samples each from eight kinds of samples the intervals
held the truth in 95 to 98 of 100; without this in 83 to 97."""


def _variance(parts: Sequence[Part], value: float) -> float:
    """The variance of the combined ratio estimate, by linearization."""
    total = sum(part.population * part.counted / part.judged for part in parts)
    found = 0.0
    for part in parts:
        n = part.judged
        if n >= part.population:
            continue
        right, counted, number = part.right + HALF, part.counted + 2 * HALF, n + 2 * HALF
        mean = (right - value * counted) / number
        squares = right * (1 - value) ** 2 + (counted - right) * value**2
        spread = (squares - number * mean * mean) / (number - 1)
        found += part.population**2 * (1 - n / part.population) * spread / n
    return found / (total * total)


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement of two judges on the same things: how many, the share of equal answers, and Cohen's kappa.

    Kappa (Cohen 1960) is null where both gave one and the same answer throughout: there is no chance to correct for.
    """

    number: int
    equal: float
    kappa: float | None


def agreement(answers: Iterable[tuple[str, str]]) -> Kappa | None:
    """Cohen's kappa of pairs of answers; nothing where there are none."""
    pairs = list(answers)
    if not pairs:
        return None
    number = len(pairs)
    equal = sum(one == other for one, other in pairs) / number
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[answer] * second[answer] for answer in first) / (number * number)
    return Kappa(number, equal, None if chance == 1 else (equal - chance) / (1 - chance))
