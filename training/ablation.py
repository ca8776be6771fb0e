"""What each part brings: rules alone, the model without the rules' answers, and both, on the development packs.

    python training/ablation.py --data DIR [--score DIR] [--model DIR]

Prints one table in Markdown.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.extraction.attribution import find_attributions
from onrecord.extraction.attribution.combining import LayerEntry, by_rules, combined
from onrecord.extraction.features import standing_features
from onrecord.extraction.standing import factuality, predicate, standing
from onrecord.extraction.trained import TrainedReading
from onrecord.extraction.weighing import blend
from onrecord.knowledge import Knowledge
from onrecord.language import Encoder, Parser, Text
from onrecord.language.encoder import FOLDER
from onrecord.language.syntax import stretch_head

PARTS = ("rules alone", "model without the rules' answers", "both")

Row = dict[str, Any]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--score", type=Path)
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument("--limit", type=int, help="documents of each pack at most, to try it out")
    options = parser.parse_args()
    scorers = options.score or options.data.parent / "score"
    measured = Measured(Encoder(options.model))
    print("| | " + " | ".join(PARTS) + " |\n| --- | --- | --- | --- |")
    for pack, scorer, answer in (
        ("attribution/polnear_dev.jsonl", "attribution.py", measured.attributions),
        ("factuality/uw_dev.jsonl", "factuality.py", measured.factuality),
    ):
        rows = [json.loads(line) for line in (options.data / pack).read_text(encoding="utf-8").splitlines()]
        rows = rows[: options.limit]
        answers = list(answer(rows))
        said = [score(scorers / scorer, rows, [row[n] for row in answers]) for n in range(len(PARTS))]
        for name in said[0]:
            print(f"| {name} | " + " | ".join(one[name] for one in said) + " |", flush=True)


class Measured:
    """The three answers to each pack."""

    def __init__(self, encoder: Encoder) -> None:
        """Load parser and knowledge."""
        self.encoder = encoder
        self.parser = Parser()
        self.knowledge = Knowledge.load()

    def _texts(self, rows: list[Row]) -> Iterator[tuple[Row, Text]]:
        yield from zip(rows, self.parser.parse_many(((row["text"], ()) for row in rows), patient=True), strict=True)

    def attributions(self, rows: list[Row]) -> Iterator[list[Row]]:
        """One extraction a part."""
        for row, text in self._texts(rows):
            found = find_attributions(text, self.knowledge)
            alone, both = TrainedReading(text, self.encoder), TrainedReading(text, self.encoder, found)
            ways = (by_rules(found), combined(text, alone), combined(text, both))
            yield [self._extraction(row, text, entries) for entries in ways]

    @staticmethod
    def _extraction(row: Row, text: Text, entries: list[LayerEntry]) -> Row:
        def spans(tokens: Any) -> list[Row]:
            return [{"start": s.start, "end": s.end, "text": s.text} for s in text.spans(tokens)]

        layer = [{"source": spans(e.source), "cue": spans(e.cue), "content": spans(e.content)} for e in entries]
        return {"document": {"id": row["id"]}, "attributions": layer, "claims": [], "times": [], "places": []}

    def factuality(self, rows: list[Row]) -> Iterator[list[Row]]:
        """One list of assessments a part."""
        for row, text in self._texts(rows):
            reading = TrainedReading(text, self.encoder)
            made: list[list[Row]] = [[], [], []]
            for probe in row["probes"]:
                tokens = text.tokens_in(probe["start"], probe["end"])
                head = stretch_head(tokens)
                state = standing(head, self.knowledge)
                value = factuality(state)
                features = standing_features(state, value)
                index = predicate(head).i
                alone = reading.factuality(index, np.zeros_like(features))
                values = (value, blend(alone.mean, alone), blend(value, reading.factuality(index, features)))
                for n, one in enumerate(values):
                    made[n].append({
                        "id": probe["id"], "stage": state.stage, "certainty": state.certainty,
                        "polarity": "negated" if state.negated else "affirmed", "factuality": one,
                    })  # fmt: skip
            yield [{"id": row["id"], "assessments": one} for one in made]


def score(scorer: Path, gold: list[Row], answers: list[Row]) -> dict[str, str]:
    """The figures of a pack by name."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("gold.jsonl", "answers.jsonl")]
        for path, rows in zip(paths, (gold, answers), strict=True):
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        run = subprocess.run([sys.executable, scorer, *paths, "--json"], capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"{scorer.name} refused the answers: {run.stderr.strip()}")
    said = json.loads(run.stdout)
    read: Callable[[Row], dict[str, str]] = _attribution if scorer.name == "attribution.py" else _factuality
    return read(said)


def _attribution(said: Row) -> dict[str, str]:
    figures = {
        f"PolNeAR dev, {role}, F1 overlap / exact": "{:.3f} / {:.3f}".format(
            said[role]["overlap"]["f1"], said[role]["exact"]["f1"]
        )
        for role in ("source", "cue", "content")
    }
    linked = said["attribution"]["linked"]
    figures["PolNeAR dev, linked, F1 (P, R)"] = "{f1:.3f} ({precision:.3f}, {recall:.3f})".format(**linked)
    return figures


def _factuality(said: Row) -> dict[str, str]:
    own = said["factuality"]["program"]
    return {
        "UW dev, mean error": f"{own['mae']:.3f}",
        "UW dev, Pearson r": f"{own['pearson']:.3f}",
        "UW dev, mean error where gold is below 2": f"{own['mae below 2']:.3f}",
    }


if __name__ == "__main__":
    main()
