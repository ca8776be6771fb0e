"""Writes the table: what was measured, on what machine, with which versions, as Markdown and as JSON."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

import environments
from contestants import ENVIRONMENTS, PROGRAM, TRIVIAL
from measures import Row
from onrecord.language import DEFAULT_MODEL, model_version

HEAD = "| field | measure | trivial | peers | onrecord | reach | ahead |\n| --- | --- | --- | --- | --- | --- | --- |"


@dataclass(slots=True)
class Report:
    """What a run measured: figures by row and contestant, seconds by pack and contestant, digests, remarks.

    `program` is the version that extractions carry: program, models and tables.
    """

    rows: list[tuple[Row, dict[str, float | None]]] = field(default_factory=list)
    seconds: dict[str, dict[str, float]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    splits: dict[str, dict[str, float | None]] = field(default_factory=dict)
    sizes: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    program: str = ""


def machine() -> dict[str, str | int | None]:
    """The machine, as far as its figures depend on it."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "system": platform.platform(),
        "python": platform.python_version(),
    }


def versions(program: str) -> dict[str, str]:
    """The versions of the program, of what it parses with, and of the peers."""
    found = {"onrecord": program, "spacy": metadata.version("spacy"), "parser model": model_version(DEFAULT_MODEL)}
    for peer, (requirements, _) in ENVIRONMENTS.items():
        found[peer] = ", ".join(f"{name} {version}" for name, version in environments.versions(requirements).items())
    return found


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(report: Report, folder: Path) -> str:
    """Write `table.md` and `table.json`, and give the Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    text = markdown(report)
    (folder / "table.md").write_text(text, encoding="utf-8")
    (folder / "table.json").write_text(json.dumps(_json(report), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return text


def markdown(report: Report) -> str:
    """The whole report in Markdown."""
    lines = ["# Figures", "", HEAD, *(_line(row, figures) for row, figures in report.rows)]
    if report.splits:
        names = list(report.splits)
        lines += ["", "## The record: own passages by split", "", f"| figure | {' | '.join(names)} |"]
        lines.append("| --- |" + " --- |" * len(names))
        for figure in report.splits[names[0]]:
            cells = (_number(report.splits[name][figure], 3) for name in names)
            lines.append(f"| {figure} | {' | '.join(cells)} |")
        lines += ["", *(f"- {name}: {size}" for name, size in report.sizes.items())]
    if report.notes:
        lines += ["", "## Not measured", "", *(f"- {note}" for note in report.notes)]
    lines += ["", "## Machine, versions, packs", "", *(f"- {name}: {what}" for name, what in machine().items())]
    lines += [f"- {name}: {what}" for name, what in versions(report.program).items()]
    lines += ["", "| pack file | SHA-256 |", "| --- | --- |"]
    lines += [f"| {name} | `{value}` |" for name, value in report.digests.items()]
    lines += ["", "| pack | seconds |", "| --- | --- |"]
    for pack, taken in report.seconds.items():
        lines.append(f"| {pack} | {', '.join(f'{name} {seconds:.0f}' for name, seconds in taken.items())} |")
    return "\n".join(lines) + "\n"


def _line(row: Row, figures: dict[str, float | None]) -> str:
    peers = {name: figure for name, figure in figures.items() if name not in (PROGRAM, TRIVIAL) and figure is not None}
    ranked = sorted(peers.items(), key=lambda peer: peer[1] if row.low else -peer[1])
    cells = (
        row.field,
        row.measure,
        _shown(row, figures.get(TRIVIAL)),
        "; ".join(f"{name} {_shown(row, figure)}" for name, figure in ranked) or "–",
        f"**{_shown(row, figures.get(PROGRAM))}**{_mark(row, figures.get(PROGRAM))}",
        _target(row, row.reach),
        _target(row, row.ahead),
    )
    return f"| {' | '.join(cells)} |"


def _shown(row: Row, figure: float | None) -> str:
    if figure is None:
        return "–"
    if row.percent:
        return f"{100 * figure:.1f}"
    return str(figure) if isinstance(figure, int) else f"{figure:.3f}"


def _target(row: Row, target: float | None) -> str:
    if target is None:
        return "–"
    return f"{'≤' if row.low else '≥'} {target:g}"


def _mark(row: Row, figure: float | None) -> str:
    """Which of the two numbers the figure has reached."""
    if figure is None:
        return ""
    value = 100 * figure if row.percent else figure
    for target, mark in ((row.ahead, " (ahead)"), (row.reach, " (reached)")):
        if target is not None and (value <= target if row.low else value >= target):
            return mark
    return "" if row.reach is None else " (below)"


def _number(figure: float | None, places: int) -> str:
    return "–" if figure is None else f"{figure:.{places}f}"


def _json(report: Report) -> dict[str, Any]:
    return {
        "machine": machine(),
        "versions": versions(report.program),
        "packs": report.digests,
        "seconds": report.seconds,
        "rows": [
            {
                "field": row.field, "measure": row.measure, "pack": row.pack, "figures": figures,
                "reach": _scaled(row, row.reach), "ahead": _scaled(row, row.ahead), "lower is better": row.low,
            }
            for row, figures in report.rows
        ],
        "own passages": {"figures": report.splits, "sizes": report.sizes},
        "not measured": report.notes,
    }  # fmt: skip


def _scaled(row: Row, target: float | None) -> float | None:
    return target / 100 if target is not None and row.percent else target


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    if path.is_file():
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
