"""Shows the figures on the project's own dev passages beside their floors, and raises floors.

    python benchmarks/floors.py             what the figures are, and what stands below its floor
    python benchmarks/floors.py --raise     raise floors to the figures of now; none is ever lowered
    python benchmarks/floors.py --anew WHY  take all floors anew, after the passages or labels were changed

A floor is lowered by hand alone, in gold/floors.json, with a line in its list of reasons.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from figures import CEILINGS, FIELDS
from gold import FOLDER, GoldError, digest, load, measure
from onrecord.errors import OnrecordError
from onrecord.extraction.pipeline import Extractor

PATH = FOLDER / "floors.json"

MARGIN = 0.01
"""How far below the figure its floor is set: another processor may round the parser's numbers another way."""

Figures = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors and ceilings of the fields, the digest of the passages they were taken on, and why they moved."""

    digest: str
    floors: dict[str, float]
    ceilings: dict[str, float]
    reasons: tuple[str, ...]


def read(path: Path = PATH) -> Floors:
    """Read the floors. Raises GoldError where the file is not there or not in form."""
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
        return Floors(row["digest"], row["floors"], row["ceilings"], tuple(row["reasons"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GoldError(
            f"{path}: the floors cannot be read ({error!r}); `python benchmarks/floors.py --anew WHY` writes them"
        ) from None


def write(floors: Floors, path: Path = PATH) -> None:
    """Write the floors."""
    row = {
        "digest": floors.digest, "floors": floors.floors, "ceilings": floors.ceilings, "reasons": list(floors.reasons),
    }  # fmt: skip
    path.write_text(json.dumps(row, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def complaints(figures: Figures, floors: Floors) -> list[str]:
    """What stands on the wrong side of its floor or ceiling, a line each; empty where all is well."""
    said = []
    for field, floor in floors.floors.items():
        figure = figures.get(field)
        if figure is None or figure < floor:
            said.append(f"{field}: the floor is {floor:.3f}, the figure {_shown(figure)}")
    for field, ceiling in floors.ceilings.items():
        figure = figures.get(field)
        if figure is None or figure > ceiling:
            said.append(f"{field}: the ceiling is {ceiling:.3f}, the figure {_shown(figure)}")
    return said


def digest_complaint(found: str, floors: Floors) -> str | None:
    """What to do where the passages are not those that the floors were taken on, else null."""
    if found == floors.digest:
        return None
    return (
        f"the dev passages or their labels have changed (digest {found[:12]}, floors taken on {floors.digest[:12]}): "
        "floors must be taken anew; run `python benchmarks/floors.py --anew WHY`"
    )


def taken(figures: Figures, found: str, why: str, before: Floors | None = None) -> Floors:
    """Floors taken from the figures alone; `why` joins the reasons of `before`."""
    reasons = (*(before.reasons if before else ()), why)
    return Floors(
        found,
        {field: _below(figure) for field in FIELDS if (figure := figures[field]) is not None},
        {field: _above(figure) for field in CEILINGS if (figure := figures[field]) is not None},
        reasons,
    )


def anew(figures: Figures, found: str, why: str, before: Floors | None) -> Floors:
    """Floors taken anew for changed passages. Raises GoldError where they are the same, for that would lower floors."""
    if before is not None and before.digest == found:
        raise GoldError("the dev passages have not changed: raise floors with --raise, lower one by hand with a reason")
    return taken(figures, found, why, before)


def raised(figures: Figures, floors: Floors) -> Floors:
    """The floors, each raised to the figure where that is better; fields without one get theirs."""
    new = taken(figures, floors.digest, "")
    return Floors(
        floors.digest,
        {field: max(floor, floors.floors.get(field, 0.0)) for field, floor in {**floors.floors, **new.floors}.items()},
        {
            field: min(ceiling, floors.ceilings.get(field, 1.0))
            for field, ceiling in {**floors.ceilings, **new.ceilings}.items()
        },
        floors.reasons,
    )


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description="Figures on the project's own dev passages beside their floors.")
    parser.add_argument("--raise", action="store_true", dest="raising", help="raise floors to the figures of now")
    parser.add_argument("--anew", metavar="WHY", help="take all floors anew, and say why")
    arguments = parser.parse_args()
    passages = load("dev")
    figures = measure(passages, Extractor()).figures()
    found = digest(passages)
    if arguments.anew:
        write(anew(figures, found, arguments.anew, read() if PATH.is_file() else None))
    floors = read()
    changed = digest_complaint(found, floors)
    if arguments.raising and not changed:
        floors = raised(figures, floors)
        write(floors)
    print(f"{len(passages)} passages\n\n| field | floor | now |\n| --- | --- | --- |")
    for field in FIELDS:
        print(f"| {field} | {_shown(floors.floors.get(field))} | {_shown(figures[field])} |")
    for field in CEILINGS:
        print(f"| {field} (at most) | {_shown(floors.ceilings.get(field))} | {_shown(figures[field])} |")
    said = [changed] if changed else complaints(figures, floors)
    if said:
        sys.exit("\n".join(("", *said)))


def _below(figure: float) -> float:
    return max(0.0, math.floor((figure - MARGIN) * 1000) / 1000)


def _above(figure: float) -> float:
    return min(1.0, math.ceil((figure + MARGIN) * 1000) / 1000)


def _shown(figure: float | None) -> str:
    return "none" if figure is None else f"{figure:.3f}"


if __name__ == "__main__":
    try:
        main()
    except OnrecordError as error:
        sys.exit(str(error))
