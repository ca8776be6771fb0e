"""What is measured: the packs, and each row of the table with the figures to reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Job = Literal["extract", "assess", "locate"]


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack: its files below the folder of the packs, what is run over it, its scorer.

    `labels` is where the gold is, if not in the documents themselves; `only` lists the documents that are taken.
    """

    name: str
    files: tuple[str, ...]
    job: Job
    scorer: str
    labels: str | None = None
    only: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: `path` leads to the figure in what the scorer says.

    `reach` and `ahead` are the first number to reach and the one that would be ahead of what is published for a CPU.
    """

    field: str
    measure: str
    pack: str
    path: tuple[str, ...]
    reach: float | None = None
    ahead: float | None = None
    percent: bool = False
    low: bool = False


PACKS = (
    Pack("seed", ("seed/article.jsonl",), "extract", "claims", labels="seed/expected.jsonl"),
    Pack("polnear", ("attribution/polnear_dev.jsonl",), "extract", "attribution"),
    Pack("uw", ("factuality/uw_dev.jsonl",), "assess", "factuality"),
    Pack("uds", ("factuality/uds_dev.jsonl",), "assess", "factuality"),
    Pack("meantime", ("factuality/meantime_apple.jsonl",), "assess", "factuality"),
    Pack("muc", ("muc/muc-devtest.jsonl",), "extract", "muc"),
    Pack("gsr", ("eventtype/gsr-dev.jsonl",), "extract", "eventtype"),
    Pack("plv", ("eventtype/plv-dev.jsonl",), "extract", "eventtype"),
    Pack("sample40", ("times/tbaq.jsonl", "times/meantime_apple.jsonl"), "extract", "times", only="times/sample40.txt"),
    Pack("tbaq", ("times/tbaq.jsonl",), "extract", "times"),
    Pack("lgl given", ("places/lgl.jsonl",), "locate", "places"),
    Pack("geovirus given", ("places/geovirus.jsonl",), "locate", "places"),
    Pack("geowebnews given", ("places/geowebnews.jsonl",), "locate", "places"),
    Pack("lgl found", ("places/lgl.jsonl",), "extract", "places"),
    Pack("geovirus found", ("places/geovirus.jsonl",), "extract", "places"),
    Pack("geowebnews found", ("places/geowebnews.jsonl",), "extract", "places"),
)


def _three(
    field: str, name: str, pack: str, paths: list[tuple[str, tuple[str, ...]]], reach: str, ahead: str, **how: Any
) -> list[Row]:
    """Rows that differ by role or kind: the numbers stand in the order of the paths."""
    return [
        Row(field, name.format(part), pack, path, float(first), float(second), **how)
        for (part, path), first, second in zip(paths, reach.split(), ahead.split(), strict=True)
    ]


def _roles(measure: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(role, (role, measure, "f1")) for role in ("source", "cue", "content")]


ROWS = (
    *_three("attribution", "PolNeAR dev: overlap F1, {}", "polnear", _roles("overlap"), ".84 .82 .78", ".88 .86 .84"),
    *_three("attribution", "PolNeAR dev: exact F1, {}", "polnear", _roles("exact"), ".75 .75 .60", ".80 .78 .68"),
    Row("attribution", "PolNeAR dev: linked F1", "polnear", ("attribution", "linked", "f1"), 0.68, 0.76),
    Row("attribution", "PolNeAR dev: linked, recall with source not stated", "polnear",
        ("linked recall by kind", "source not stated", "recall")),
    Row("factuality", "UW dev: MAE", "uw", ("factuality", "program", "mae"), 0.36, 0.31, low=True),
    Row("factuality", "UW dev: Pearson r", "uw", ("factuality", "program", "pearson"), 0.85, 0.89),
    Row("factuality", "UW dev: MAE where gold < 2", "uw", ("factuality", "program", "mae below 2"), 0.75, 0.60,
        low=True),
    Row("factuality", "UDS dev: MAE (the future is no fact there)", "uds", ("factuality", "program", "mae"), low=True),
    Row("factuality", "UDS dev: Pearson r", "uds", ("factuality", "program", "pearson")),
    Row("factuality", "MEANTIME: polarity, macro F1", "meantime", ("polarity", "program", "macro f1"), 0.90, 0.95),
    Row("factuality", "MEANTIME: time, macro F1", "meantime", ("time", "program", "macro f1"), 0.88, 0.93),
    Row("factuality", "MEANTIME: certainty, macro F1", "meantime", ("certainty", "program", "macro f1")),
    Row("incidents", "MUC devtest: incident with type, F1", "muc", ("incident_type", "f1"), 66, 75, percent=True),
    Row("incidents", "MUC devtest: not accomplished, found of 15", "muc", ("stage", "not_accomplished_found"), 8, 10),
    Row("incidents", "MUC devtest, aligned: perpetrator organisation, F1", "muc", ("perp_org", "f1"), 55, 75,
        percent=True),
    Row("incidents", "MUC devtest, aligned: human target, F1", "muc", ("victim_human", "f1"), 60, 75, percent=True),
    Row("incidents", "MUC devtest, aligned: country, right of gold", "muc", ("country", "accuracy"), 85, 95,
        percent=True),
    Row("incidents", "MUC devtest, aligned: date within, of answered", "muc", ("date", "firm within of answered"),
        60, 75, percent=True),
    Row("type", "GSR dev, pair given: root accuracy", "gsr", ("pair_given", "accuracy"), 75, 85, percent=True),
    Row("type", "PLV dev, pair given: root accuracy", "plv", ("pair_given", "accuracy"), 72, 82, percent=True),
    Row("type", "PLV dev, pair given: root macro F1", "plv", ("pair_given", "macro_f1"), 70, 80, percent=True),
    Row("type", "PLV dev: actor F1, head word", "plv", ("actor", "f1"), 80, 90, percent=True),
    Row("type", "PLV dev: recipient F1, head word", "plv", ("recipient", "f1"), 80, 90, percent=True),
    Row("times", "sample of 40: strict F1", "sample40", ("strict", "f1"), 84, 90, percent=True),
    Row("times", "sample of 40: value F1", "sample40", ("value", "f1"), 78, 85, percent=True),
    Row("times", "sample of 40: intervals", "sample40", ("interval", "of_gold"), 86, 93, percent=True),
    Row("times", "TBAQ whole: strict F1", "tbaq", ("strict", "f1"), percent=True),
    Row("times", "TBAQ whole: value F1", "tbaq", ("value", "f1"), 76, 83, percent=True),
    Row("times", "TBAQ whole: intervals", "tbaq", ("interval", "of_gold"), percent=True),
    Row("places", "LGL, toponyms given: within 161 km", "lgl given", ("acc161",), 64, 78, percent=True),
    Row("places", "GeoVirus, toponyms given: within 161 km", "geovirus given", ("acc161",), 76, 85, percent=True),
    Row("places", "GeoWebNews, toponyms given: within 161 km", "geowebnews given", ("acc161",), 72, 78, percent=True),
    Row("places", "LGL, found in the text: overlap F1", "lgl found", ("all_overlap", "f1"), 70, 82, percent=True),
    Row("places", "GeoVirus, found in the text: overlap F1", "geovirus found", ("all_overlap", "f1"), 80, 90,
        percent=True),
    Row("places", "GeoWebNews, found in the text: overlap F1", "geowebnews found", ("all_overlap", "f1"), 75, 85,
        percent=True),
    Row("seed", "matched core claims, of 22", "seed", ("matched core",), 22),
    Row("seed", "false positives", "seed", ("false positives",), low=True),
    Row("seed", "type", "seed", ("type",), 0.9),
    Row("seed", "stage", "seed", ("stage",), 0.9),
    Row("seed", "innermost source", "seed", ("chain", "innermost source"), 0.9),
    Row("seed", "recall of actors", "seed", ("actors", "recall"), 0.8),
    Row("seed", "recall of recipients", "seed", ("recipients", "recall"), 0.8),
    Row("seed", "phantom rate, of matched", "seed", ("phantom rate", "core", "of matched"), 0.0, low=True),
)  # fmt: skip

RECORD = {
    "f1": (0.85, 0.92), "stage": (0.88, 0.95), "innermost source": (0.88, 0.95), "type": (0.85, 0.92),
    "actors": (0.85, 0.92), "recipients": (0.75, 0.88), "phantom": (0.03, 0.01), "missed fact": (0.04, 0.01),
}  # fmt: skip
"""The figures of the own test passages to reach, and those that would be ahead."""


def pick(said: dict[str, Any], row: Row) -> float | None:
    """The figure of a row in what its scorer said; null where it is not there."""
    if row.path == ("date", "firm within of answered"):
        date = said["date"]
        return date["firm within"] / date["firm answered"] if date["firm answered"] else None
    here: Any = said
    for name in row.path:
        if not isinstance(here, dict) or name not in here:
            return None
        here = here[name]
    return here if isinstance(here, int | float) else None
