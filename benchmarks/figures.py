"""The figures of a reading against the labels: what was found, and how each field of it stands.

Only core claims are asked for. A claim found that is none of the labelled is spurious, unless it tells a matched event
again. Fields are compared over the matched core claims.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from answers import Answer, When, Where, meet, overlap
from matching import DIRECT, INDIRECT, match, same_chain, same_innermost, touch

EQUALS = frozenset(("CONSULT", "AGREE", "COOPERATE"))
"""Types whose two sides do the same: who is actor and who recipient says nothing."""

FACTS = frozenset(("done", "ongoing"))

FIELDS = (
    "precision", "recall", "f1", "type", "stage", "polarity", "certainty", "actors", "recipients", "innermost source",
    "chain length", "whole chain", "anonymity", "time", "days", "place", "country", "qualifiers",
)  # fmt: skip
"""Figures from 0 to 1, the higher the better; of parties, time, place and qualifiers the F1 of overlapping words."""

CEILINGS = ("phantom", "missed fact")
"""Rates, the lower the better: of the matched claims that are no facts, those given as facts, and the other way."""


class Tally:
    """Counts that add up over passages, and the figures that they make."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, gold: Sequence[Answer], found: Sequence[Answer]) -> None:
        """Count one passage: its labelled claims and those that were found in it."""
        pairs = match(gold, found)
        self._count_found(gold, found, pairs)
        for i, j in pairs.items():
            if gold[i].core:
                self.compare(gold[i], found[j])
                self.counts["found"] += 1

    def compare(self, gold: Answer, found: Answer) -> None:
        """Count how two claims of one event agree, field by field."""
        n = self.counts
        n["type"] += any(kind in gold.types for kind in found.types)
        n["stage"] += any(stage in gold.stages for stage in found.stages)
        n["polarity"] += gold.polarity == found.polarity
        n["certainty"] += gold.certainty is None or gold.certainty == found.certainty
        n["innermost source"] += same_innermost(gold, found)
        n["chain length"] += len(gold.chain) == len(found.chain)
        n["whole chain"] += same_chain(gold, found)
        if gold.chain:
            n["chained"] += 1
            n["anonymity"] += bool(found.chain) and gold.chain[-1].anonymous == found.chain[-1].anonymous
        fact = _is_fact(found, found.stages[0])
        n["facts" if _is_fact(gold, gold.stages[0]) else "no facts"] += 1
        if fact not in {_is_fact(gold, stage) for stage in gold.stages}:
            n["missed fact" if _is_fact(gold, gold.stages[0]) else "phantom"] += 1
        self._count_parties(gold, found)
        if gold.details and found.details:
            self._count_span("time", gold.time, found.time)
            self._count_span("place", gold.place, found.place)
            self._count_qualifiers(gold, found)

    def figures(self) -> dict[str, float | None]:
        """Every figure of `FIELDS` and `CEILINGS`; null where there was nothing to count."""
        n = self.counts
        precision, recall = _share(n["found"], n["found"] + n["spurious"]), _share(n["found"], n["core"])
        figures = {"precision": precision, "recall": recall, "f1": _f1(precision, recall)}
        for field in ("type", "stage", "polarity", "certainty", "innermost source", "chain length", "whole chain"):
            figures[field] = _share(n[field], n["found"])
        figures["anonymity"] = _share(n["anonymity"], n["chained"])
        for field in ("actors", "recipients", "time", "place", "qualifiers"):
            right = _share(n[f"{field} right"], n[f"{field} given"])
            figures[field] = _f1(right, _share(n[f"{field} reached"], n[f"{field} asked"]))
        figures["days"] = _share(n["days"], n["days asked"])
        figures["country"] = _share(n["country"], n["country asked"])
        figures["phantom"] = _share(n["phantom"], n["no facts"])
        figures["missed fact"] = _share(n["missed fact"], n["facts"])
        return {field: figures[field] for field in (*FIELDS, *CEILINGS)}

    def _count_found(self, gold: Sequence[Answer], found: Sequence[Answer], pairs: Mapping[int, int]) -> None:
        n = self.counts
        n["passages"] += 1
        n["core"] += sum(one.core for one in gold)
        for j in set(range(len(found))) - set(pairs.values()):
            touches = [touch(one, found[j]) for one in gold]
            told_again = DIRECT not in touches and any(touches[i] == INDIRECT for i in pairs)
            n["retold" if told_again else "spurious"] += 1

    def _count_parties(self, gold: Answer, found: Answer) -> None:
        either = gold.types[0] in EQUALS
        for role, asked, given in (
            ("actors", gold.actors, found.actors),
            ("recipients", gold.recipients, found.recipients),
        ):
            right = gold.actors + gold.recipients if either else asked
            all_given = found.actors + found.recipients if either else given
            self.counts[f"{role} asked"] += len(asked)
            self.counts[f"{role} given"] += len(given)
            self.counts[f"{role} reached"] += sum(any(meet(party, other) for other in all_given) for party in asked)
            self.counts[f"{role} right"] += sum(any(meet(party, other) for other in right) for party in given)

    def _count_span(self, field: str, gold: When | Where | None, found: When | Where | None) -> None:
        n = self.counts
        hit = bool(gold and found and meet(gold.spans, found.spans))
        n[f"{field} asked"] += gold is not None
        n[f"{field} given"] += found is not None
        n[f"{field} reached"] += hit
        n[f"{field} right"] += hit
        if not hit:
            return
        if isinstance(gold, When) and isinstance(found, When) and (gold.start or gold.end):
            n["days asked"] += 1
            n["days"] += (gold.start, gold.end) == (found.start, found.end)
        if isinstance(gold, Where) and isinstance(found, Where) and gold.country:
            n["country asked"] += 1
            n["country"] += gold.country == found.country

    def _count_qualifiers(self, gold: Answer, found: Answer) -> None:
        left = list(found.qualifiers)
        hits = 0
        for kind, span in gold.qualifiers:
            same = next((one for one in left if one[0] == kind and overlap(one[1], span)), None)
            if same is not None:
                left.remove(same)
                hits += 1
        self.counts["qualifiers asked"] += len(gold.qualifiers)
        self.counts["qualifiers given"] += len(found.qualifiers)
        self.counts["qualifiers reached"] += hits
        self.counts["qualifiers right"] += hits


def tally(passages: Iterable[tuple[Sequence[Answer], Sequence[Answer]]]) -> Tally:
    """Count passages, each given by its labels and what was found."""
    total = Tally()
    for gold, found in passages:
        total.add(gold, found)
    return total


def _is_fact(answer: Answer, stage: str) -> bool:
    return stage in FACTS and answer.polarity == "affirmed"


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    if precision is None and recall is None:
        return None
    if not precision or not recall:
        return 0.0
    return 2 * precision * recall / (precision + recall)
