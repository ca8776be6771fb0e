"""Makes the training examples: windows of word pieces with the labels of every task, kept in one file.

    python training/prepare.py --data DIR --output FILE

Reads `attribution/polnear_train.jsonl`, `factuality/uw_train.jsonl` and `factuality/uds_train.jsonl` of DIR, and the
project's own labelled passages of the train split. What the rules say of the same words goes in as a feature.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from marked import FOLDER, held_out, lines, read
from network import base_model
from onrecord.extraction.assemble import readings_of
from onrecord.extraction.attribution import find_attributions, layer
from onrecord.extraction.events import find_acts
from onrecord.extraction.events.propose import proposed
from onrecord.extraction.features import (
    ROLES,
    cue_features,
    party_roles,
    rule_roles,
    standing_features,
    surroundings,
    word_features,
)
from onrecord.extraction.parties import find_mentions
from onrecord.extraction.standing import standing
from onrecord.extraction.standing.factuality import factuality
from onrecord.knowledge import Knowledge
from onrecord.language import Parser, Text, Token
from onrecord.language.syntax import stretch_head
from onrecord.language.windows import Pieces, Window, windows
from onrecord.records import Document
from onrecord.records.vocabulary import CERTAINTIES, EVENT_TYPES, POLARITIES, STAGES

GOLD = Path(__file__).parents[1] / "gold"
CUE, SOURCE, CONTENT = (ROLES.index(role) for role in ("cue", "source", "content"))


def rows(path: Path, limit: int | None = None) -> list[dict[str, Any]]:
    """The documents of a JSON Lines file."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for _, line in zip(range(limit or 10**9), file, strict=False)]


class Maker:
    """Makes examples of documents; holds parser and knowledge."""

    def __init__(self) -> None:
        """Load what the examples are made with."""
        self.knowledge = Knowledge.load()
        self.parser = Parser()
        tokenizer = Tokenizer.from_file(str(base_model() / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self.pieces = Pieces(tokenizer)

    def standing(self, token: Token) -> Any:
        """What the rules say of a predicate."""
        state = standing(token, self.knowledge)
        return standing_features(state, factuality(state))

    def texts(self, documents: Sequence[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], Text]]:
        """The documents with their parsed texts."""
        parsed = self.parser.parse_many(((document["text"], ()) for document in documents), patient=True)
        yield from zip(documents, parsed, strict=True)

    def attribution(self, documents: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Windows with attributions and, as silver, the acts that the lexicon finds."""
        for document, text in self.texts(documents):
            gold = [
                {role: tokens_of(text, spans) for role, spans in item.items()}
                for item in document["gold"]["attributions"]
            ]
            acts = {act.head.i: EVENT_TYPES.index(act.type) + 1 for act in find_acts(text, self.knowledge)}
            yield from self.examples(text, gold, acts=acts, name=document["id"])

    def probes(self, documents: Sequence[dict[str, Any]], task: str) -> Iterator[dict[str, Any]]:
        """Windows with predicates and their factuality."""
        for document, text in self.texts(documents):
            found = {}
            for probe in document["probes"]:
                head = head_of(text.tokens_in(probe["start"], probe["end"]))
                value = document["gold"][probe["id"]].get("factuality")
                if head is not None and value is not None:
                    found[head.i] = {task: value}
            yield from self.examples(text, None, probes=found, name=document["id"])

    def passages(self, documents: Sequence[dict[str, Any]], labels: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Windows with the project's own claims, of documents in the form of `gold/`."""
        for document, text in self.texts(documents):
            claims = [
                (
                    tuple(claim["trigger"]), claim["type"], [claim["stage"], *claim.get("stage_also", ())],
                    claim["polarity"], claim["certainty"], claim["actors"], claim["recipients"],
                    [link["source"] for link in claim["chain"]],
                )
                for claim in sorted(labels[document["id"]]["claims"], key=lambda c: not c["core"])
            ]  # fmt: skip
            also = [span for claim in labels[document["id"]]["claims"] for span in claim.get("also", ())]
            yield from self.claims(document, text, claims, also)

    def sentences(self, folder: Path) -> Iterator[dict[str, Any]]:
        """Windows with the claims of the sentences of `folder`, written and marked for training.

        One line in twenty is left out (`marked.held_out`): thresholds are set on those.
        """
        made = [(name, read(line)) for name, line in lines(folder) if not held_out(name)]
        documents = [{"id": name, "text": marked.text} for name, marked in made]
        for (_, marked), (document, text) in zip(made, self.texts(documents), strict=True):
            claims = [
                (c.trigger, c.type, [c.stage], c.polarity, c.certainty, c.actors, c.recipients, c.chain)
                for c in sorted(marked.claims, key=lambda c: not c.core)
            ]
            yield from self.claims(document, text, claims, marked.also)

    def claims(
        self, document: dict[str, Any], text: Text, claims: Sequence[tuple[Any, ...]], also: Iterable[Sequence[int]]
    ) -> Iterator[dict[str, Any]]:
        """Windows with acts, and round each its parties, its source and its standing."""
        rules = find_attributions(text, self.knowledge)
        register = find_mentions(text, document.get("published"), self.knowledge, document.get("title"))
        known = Document(
            document["id"], document["text"], document.get("title"), document.get("published"), document.get("source")
        )
        heads = [(head_of(text.tokens_in(*trigger)), kind) for trigger, kind, *_ in claims]
        found = find_acts(text, self.knowledge)
        words = {token.i for act in found for token in act.trigger}
        found += [
            proposed(text, head, kind, self.knowledge)
            for head, kind in heads
            if head is not None and head.i not in words
        ]
        readings = {
            token.i: reading
            for reading in readings_of(known, found, rules, register, self.knowledge)
            for token in reversed(reading.act.trigger)
        }
        acts: dict[int, int] = {}
        named: dict[int, dict[str, Any]] = {}
        for span in also:
            acts.update({token.i: -100 for token in text.tokens_in(*span)})  # neither an act of its own nor none
        for (head, kind), (_, _, stages, polarity, certainty, actors, recipients, chain) in zip(
            heads, claims, strict=True
        ):
            if head is None or head.i in named:
                continue
            acts[head.i] = EVENT_TYPES.index(kind) + 1
            roles = np.full(len(text.tokens), 0 if actors is not None else -100, np.int16)
            last = [chain[-1]] if chain and chain[-1] is not None else []
            for role, spans in ((3, last), (2, recipients or ()), (1, actors or ())):
                roles[tokens_of(text, spans)] = role
            named[head.i] = {
                "stage": [STAGES.index(stage) for stage in stages],
                "polarity": POLARITIES.index(polarity),
                "certainty": -100 if certainty is None else CERTAINTIES.index(certainty),
                "roles": roles,
            }
        features = word_features(text)
        cues = cue_features(text, rules, layer(rules))
        for window in windows(text, self.pieces):
            round_acts = []
            for n, label in named.items():
                if not window.own <= n < window.end:
                    continue
                start, end = surroundings(text.tokens[n], window.start, window.end)
                reading = readings[n]
                round_acts.append(
                    (n - window.start, start - window.start, end - window.start, label["roles"][start:end],
                     party_roles(reading, text, start, end), reading.standing, label)
                )  # fmt: skip
            yield {
                "name": document["id"],
                "pieces": np.array(window.pieces, np.int32),
                "first": np.array(window.first, np.int16),
                "own": window.own - window.start,
                "words": features[window.start : window.end],
                "cues": cues[window.start : window.end],
                "anchors": None,
                "acts": [acts.get(n, 0) for n in range(window.start, window.end)],
                "probes": [],
                "claims": round_acts,
            }

    def examples(
        self,
        text: Text,
        gold: list[dict[str, list[int]]] | None,
        probes: dict[int, dict[str, Any]] | None = None,
        acts: dict[int, int] | None = None,
        name: str = "",
    ) -> Iterator[dict[str, Any]]:
        """The windows of one text with their labels."""
        rules = find_attributions(text, self.knowledge) if gold is not None else []
        features = word_features(text)
        outer = layer(rules)
        cues = cue_features(text, rules, outer)
        for window in windows(text, self.pieces):
            yield {
                "name": name,
                "pieces": np.array(window.pieces, np.int32),
                "first": np.array(window.first, np.int16),
                "own": window.own - window.start,
                "words": features[window.start : window.end],
                "cues": cues[window.start : window.end],
                "anchors": None if gold is None else list(anchors(window, gold, rules, outer)),
                "acts": None if acts is None else [acts.get(n, 0) for n in range(window.start, window.end)],
                "claims": [],
                "probes": [
                    (n - window.start, self.standing(text.tokens[n]), label)
                    for n, label in (probes or {}).items()
                    if window.own <= n < window.end
                ],
            }


def anchors(
    window: Window, gold: Iterable[dict[str, list[int]]], rules: Any, outer: Any
) -> Iterator[tuple[int, Any, Any]]:
    """The cues that open in the window, with the roles of its words, and what the rules give them."""
    for item in gold:
        if not item["cue"] or not window.own <= item["cue"][0] < window.end:
            continue
        labels = np.zeros(window.end - window.start, np.uint8)
        for role, number in (("content", CONTENT), ("source", SOURCE), ("cue", CUE)):
            for n in item[role]:
                if window.start <= n < window.end:
                    labels[n - window.start] = number
        roles = rule_roles(rules, set(item["cue"]), {id(a) for a in outer}, window.start, window.end)
        yield item["cue"][0] - window.start, labels, roles


def tokens_of(text: Text, spans: Iterable[Sequence[int]]) -> list[int]:
    """The indices of the tokens that the spans touch, in order."""
    return sorted({token.i for start, end in spans for token in text.tokens_in(start, end)})


def head_of(tokens: list[Token]) -> Token | None:
    """The token of a phrase that hangs on none of the others; null where there is no token."""
    return stretch_head(tokens) if tokens else None


def main() -> None:
    """Make the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="documents of each file at most, to try it out")
    parser.add_argument("--only", nargs="*", default=["polnear", "uw", "uds", "gold", "own"])
    parser.add_argument("--sentences", type=Path, default=FOLDER, help="the folder of the marked sentences")
    parser.add_argument("--split", default="train", choices=("train", "dev", "test"), help="of the own passages")
    options = parser.parse_args()
    maker = Maker()
    made: dict[str, list[dict[str, Any]]] = {}
    if "polnear" in options.only:
        made["polnear"] = list(maker.attribution(rows(options.data / "attribution/polnear_train.jsonl", options.limit)))
    if "uw" in options.only:
        made["uw"] = list(maker.probes(rows(options.data / "factuality/uw_train.jsonl", options.limit), "uw"))
    if "uds" in options.only:
        made["uds"] = list(maker.probes(rows(options.data / "factuality/uds_train.jsonl", options.limit), "uds"))
    if "gold" in options.only:
        train = split(options.split)
        labels = {row["id"]: row for path in sorted((GOLD / "labels").glob("*.jsonl")) for row in rows(path)}
        documents = [d for path in sorted((GOLD / "passages").glob("*.jsonl")) for d in rows(path) if d["id"] in train]
        made["gold"] = list(maker.passages(documents, labels))
    if "own" in options.only:
        made["own"] = list(maker.sentences(options.sentences))
    with options.output.open("wb") as file:
        pickle.dump(made, file)
    print({name: len(examples) for name, examples in made.items()})


def split(name: str) -> set[str]:
    """The ids of the passages of a split."""
    lines = (GOLD / "split.tsv").read_text(encoding="utf-8").splitlines()
    fields = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {field[0] for field in fields if field[2] == name}


if __name__ == "__main__":
    main()
