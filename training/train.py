"""Trains the network on the prepared examples.

    python training/train.py --examples FILE --output FILE [--epochs N]

Windows of all tasks are mixed; each trains the heads that it has labels for. Deterministic for one machine and one
number of threads.
"""

from __future__ import annotations

import argparse
import pickle
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from network import BINS, Network
from onrecord.extraction.features import NO_PARTY_RULE, NO_RULE

Example = dict[str, Any]

PIECES = 3072
"""Word pieces in a batch."""

REPEAT = {"polnear": 1.0, "uw": 2.0, "uds": 0.25, "gold": 4.0, "own": 4.0}
"""How often an epoch goes through the windows of each task: the small ones more often."""

TRAINED_BEFORE = ("encoder", "roles.layer", "claims.layer")
"""What begins with the encoder's layers, and learns more slowly than what begins with chance."""

NO_FEATURES = 0.15
"""Share of windows that are trained without what the rules say, so that the network also stands alone."""


def main() -> None:
    """Train and keep the averaged weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--epochs", type=float, default=4)
    parser.add_argument("--pieces", type=int, default=PIECES, help="word pieces in a batch")
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hold-out", type=int, default=40, help="the last documents of PolNeAR left for tuning")
    parser.add_argument("--start", type=Path, help="weights to begin with")
    parser.add_argument("--repeat", nargs="*", default=[], help="TASK=TIMES: how often an epoch goes through a task")
    parser.add_argument("--heads", action="store_true", help="only what attribution and factuality are read with")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    for item in options.repeat:
        task, times = item.split("=")
        REPEAT[task] = float(times)
    chance = random.Random(options.seed)
    examples: dict[str, list[Example]] = {}
    for path in options.examples:
        examples.update(pickle.loads(path.read_bytes()))
    if "polnear" in examples:
        names = list(dict.fromkeys(e["name"] for e in examples["polnear"]))
        kept = set(names[: len(names) - options.hold_out])
        examples["polnear"] = [e for e in examples["polnear"] if e["name"] in kept]
    network = Network()
    if options.start:
        network.load_state_dict(torch.load(options.start), strict=False)
    network.encoder.bert.embeddings.word_embeddings.weight.requires_grad = False
    if options.heads:
        for name, parameter in network.named_parameters():
            parameter.requires_grad = name.startswith(("cue", "roles", "standing"))
    trained = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    fresh = [p for n, p in trained if not n.startswith(TRAINED_BEFORE)]
    old = [p for n, p in trained if n.startswith(TRAINED_BEFORE)]
    optimizer = torch.optim.AdamW(
        [{"params": old, "lr": options.rate, "base": options.rate}, {"params": fresh, "lr": 1e-3, "base": 1e-3}],
        weight_decay=0.01,
    )
    pieces = sum(REPEAT[t] * sum(len(e["pieces"]) for e in es) for t, es in examples.items())
    steps = int(options.epochs * pieces / options.pieces * 1.05)
    average = {n: p.detach().clone() for n, p in network.named_parameters()}
    print(f"{steps} steps of {options.pieces} word pieces", flush=True)
    step, begun, shown = 0, time.time(), np.zeros(6)
    network.train()
    while step < steps:
        for batch in batches(examples, chance, options.pieces):
            share = step / steps
            factor = min(1.0, step / (0.06 * steps)) * max(0.02, (1 - share))
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * factor
            losses = loss(network, batch, chance)
            sum(losses, torch.zeros(())).backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad()
            decay = min(0.998, (step + 1) / (step + 20))
            with torch.no_grad():
                for name, parameter in network.named_parameters():
                    if parameter.requires_grad:
                        average[name].lerp_(parameter, 1 - decay)
            shown = 0.98 * shown + 0.02 * np.array([float(x.detach()) for x in losses])
            step += 1
            if step % 50 == 0:
                bias = 1 - 0.98**step
                print(step, np.round(shown / bias, 4), f"{(time.time() - begun) / step:.2f} s a step", flush=True)
            if step % 400 == 0 or step == steps:
                torch.save({**network.state_dict(), **average}, options.output)
            if step >= steps:
                break


def batches(examples: dict[str, list[Example]], chance: random.Random, pieces: int) -> Iterator[list[Example]]:
    """One epoch's windows, mixed, in batches of windows of about one length."""
    chosen: list[Example] = []
    for task, windows in examples.items():
        whole, part = divmod(REPEAT[task], 1)
        chosen += windows * int(whole)
        chosen += chance.sample(windows, int(part * len(windows)))
    chance.shuffle(chosen)
    stretch = 600
    made: list[list[Example]] = []
    for at in range(0, len(chosen), stretch):
        batch: list[Example] = []
        for example in sorted(chosen[at : at + stretch], key=lambda e: len(e["pieces"])):
            if batch and len(example["pieces"]) * (len(batch) + 1) > pieces:
                made.append(batch)
                batch = []
            batch.append(example)
        made.append(batch)
    chance.shuffle(made)
    yield from made


def collate(batch: list[Example], chance: random.Random | None) -> dict[str, Tensor]:
    """The windows of a batch as tensors."""
    length = max(len(e["pieces"]) for e in batch)
    count = max(len(e["first"]) for e in batch)
    made = {
        "pieces": torch.zeros(len(batch), length, dtype=torch.long),
        "mask": torch.zeros(len(batch), length, dtype=torch.long),
        "first": torch.zeros(len(batch), count, dtype=torch.long),
        "words": torch.zeros(len(batch), count, dtype=torch.bool),
        "own": torch.zeros(len(batch), count, dtype=torch.bool),
        "codes": torch.zeros(len(batch), count, batch[0]["words"].shape[1] + 1, dtype=torch.long),
        "plain": torch.zeros(len(batch), dtype=torch.bool),
    }
    for n, e in enumerate(batch):
        p, w = len(e["pieces"]), len(e["first"])
        made["pieces"][n, :p] = torch.from_numpy(e["pieces"].astype(np.int64))
        made["mask"][n, :p] = 1
        made["first"][n, :w] = torch.from_numpy(e["first"].astype(np.int64))
        made["words"][n, :w] = True
        made["own"][n, e["own"] : w] = True
        made["codes"][n, :w, :-1] = torch.from_numpy(e["words"].astype(np.int64))
        if chance is None or chance.random() >= NO_FEATURES:
            made["codes"][n, :w, -1] = torch.from_numpy(e["cues"].astype(np.int64))
        else:
            made["plain"][n] = True
    return made


def loss(network: Network, batch: list[Example], chance: random.Random) -> list[Tensor]:
    """The losses of a batch: cues, roles, factuality, acts, parties, standing; zero where it has no such labels."""
    made = collate(batch, chance)
    with torch.autocast("cpu", torch.bfloat16):
        vectors = network.read(made["pieces"], made["mask"], made["first"])
        words = network.words(vectors, made["codes"])
        return [
            cue_loss(network, batch, words, made),
            role_loss(network, batch, words, made),
            standing_loss(network, batch, vectors, made),
            act_loss(network, batch, words),
            *claim_losses(network, batch, words, made),
        ]


def cue_loss(network: Network, batch: list[Example], words: Tensor, made: dict[str, Tensor]) -> Tensor:
    """Which words open a cue."""
    rows = [n for n, e in enumerate(batch) if e["anchors"] is not None]
    if not rows:
        return torch.zeros(())
    target = torch.zeros(len(rows), words.shape[1])
    for r, n in enumerate(rows):
        for anchor, _, _ in batch[n]["anchors"]:
            target[r, anchor] = 1
    logits = network.cue(words[rows]).squeeze(-1).float()
    own = made["own"][rows]
    return 20 * binary_cross_entropy_with_logits(logits[own], target[own]) / 2


def role_loss(network: Network, batch: list[Example], words: Tensor, made: dict[str, Tensor]) -> Tensor:
    """The roles of words, given each cue."""
    found = [(n, *anchor) for n, e in enumerate(batch) for anchor in e["anchors"] or ()]
    if not found:
        return torch.zeros(())
    rows = [n for n, *_ in found]
    count = words.shape[1]
    labels = torch.full((len(found), count), -100)
    rules = torch.full((len(found), count), NO_RULE)
    for r, (n, _, target, given) in enumerate(found):
        labels[r, : len(target)] = torch.from_numpy(target.astype(np.int64))
        if not made["plain"][n]:
            rules[r, : len(given)] = torch.from_numpy(given.astype(np.int64))
    logits = network.roles(words[rows], made["words"][rows], torch.tensor([a for _, a, _, _ in found]), rules)
    return 3 * cross_entropy(logits.float().flatten(0, 1), labels.flatten(), ignore_index=-100)


def standing_loss(network: Network, batch: list[Example], vectors: Tensor, made: dict[str, Tensor]) -> Tensor:
    """Factuality of the predicates pointed at, on the scale that each was judged on."""
    found = [(n, *probe) for n, e in enumerate(batch) for probe in e["probes"]]
    if not found:
        return torch.zeros(())
    at = torch.tensor([p for _, p, _, _ in found])
    features = torch.from_numpy(np.stack([f for _, _, f, _ in found]))
    features = features * (~made["plain"][[n for n, *_ in found]])[:, None]
    answers = network.standing(vectors[[n for n, *_ in found], at], features)
    total = torch.zeros(())
    for name, logits in zip(("uw", "uds"), answers, strict=False):
        some = [(r, label[name]) for r, (*_, label) in enumerate(found) if name in label]
        if some:
            rows = logits[[r for r, _ in some]].float()
            total = total + factuality_loss(rows, torch.tensor([float(v) for _, v in some])) * len(some)
    return total / 24


def factuality_loss(logits: Tensor, values: Tensor) -> Tensor:
    """Cross entropy against a bell over the steps, and the distance of the mean: one sharpens, one orders."""
    steps = torch.linspace(-3, 3, BINS)
    bell = (-((steps[None] - values[:, None]) ** 2) / (2 * 0.25**2)).softmax(-1)
    mean = (logits.softmax(-1) * steps).sum(-1)
    return cross_entropy(logits, bell) * 0.4 + (mean - values).abs().mean()


def claim_losses(network: Network, batch: list[Example], words: Tensor, made: dict[str, Tensor]) -> list[Tensor]:
    """Parties and source round each act, and its standing."""
    found = [(n, *claim) for n, e in enumerate(batch) for claim in e["claims"]]
    if not found:
        return [torch.zeros(()), torch.zeros(())]
    made_of = round_acts(found, words, made)
    roles, *standing = network.claims(*made_of)
    labels = torch.full(roles.shape[:2], -100)
    for r, (_, _, _, _, target, *_) in enumerate(found):
        labels[r, : len(target)] = torch.from_numpy(target.astype(np.int64))
    parties = cross_entropy(roles.float().flatten(0, 1), labels.flatten(), ignore_index=-100)
    logs = standing[0].float().log_softmax(-1)
    stage = -torch.stack([logs[r, claim[-1]["stage"]].logsumexp(0) for r, claim in enumerate(found)]).mean()
    others = [
        cross_entropy(logits.float(), torch.tensor([claim[-1][name] for claim in found]), ignore_index=-100)
        for name, logits in zip(("polarity", "certainty"), standing[1:], strict=True)
    ]
    share = min(1.0, len(found) / 24)
    return [4 * parties * share, (stage + torch.stack(others).nan_to_num().sum()) * share]


def round_acts(found: list[Any], words: Tensor, made: dict[str, Tensor] | None) -> tuple[Tensor, ...]:
    """What the layer of claims reads of each act: the words round it, their mask, its place, the rules' answers."""
    length = max(end - start for _, _, start, end, *_ in found)
    near = words.new_zeros(len(found), length, words.shape[2])
    mask = torch.zeros(len(found), length, dtype=torch.bool)
    rules = torch.full((len(found), length), NO_PARTY_RULE)
    features = torch.from_numpy(np.stack([claim[6] for claim in found]))
    for r, (n, _, start, end, _, given, _, _) in enumerate(found):
        near[r, : end - start] = words[n, start:end]
        mask[r, : end - start] = True
        if made is None or not made["plain"][n]:
            rules[r, : end - start] = torch.from_numpy(given.astype(np.int64))
        else:
            features[r] = 0
    anchor = torch.tensor([at - start for _, at, start, *_ in found])
    return near, mask, anchor, rules, features


def act_loss(network: Network, batch: list[Example], vectors: Tensor) -> Tensor:
    """Which words name an act, and of which type."""
    rows = [n for n, e in enumerate(batch) if e["acts"] is not None]
    if not rows:
        return torch.zeros(())
    labels = torch.full((len(rows), vectors.shape[1]), -100)
    for r, n in enumerate(rows):
        own = batch[n]["own"]
        labels[r, own : len(batch[n]["acts"])] = torch.tensor(batch[n]["acts"][own:])
    logits = network.acts(vectors[rows]).float()
    return 3 * cross_entropy(logits.flatten(0, 1), labels.flatten(), ignore_index=-100)


if __name__ == "__main__":
    main()
