"""Measures speed and memory on news articles: extraction beside the bare parser, one process and two.

    python benchmarks/speed.py [--data DIR] [--articles N]

The bare parser is the spaCy pipeline with all its default components on the same articles in the same run. Whole
extraction should run at half of its words a second or more, in under 700 MB, and two jobs at 1.6 times one.
"""

from __future__ import annotations

import multiprocessing
import platform
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import spacy

from data import documents, options
from onrecord.extraction.pipeline import Extractor
from onrecord.language import DEFAULT_MODEL
from onrecord.records import Document, dumps


def main() -> None:
    """Run the measurement and print it."""
    parser = options("Speed and memory of extraction.")
    parser.add_argument("--articles", type=int, default=200, help="how many articles (default 200)")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which the fastest counts (default 3)")
    arguments = parser.parse_args()
    articles = documents(arguments.data / "attribution" / "polnear_train.jsonl")[: arguments.articles]
    words = sum(len(article.text.split()) for article in articles)
    print(f"{len(articles)} articles, {words} words; {platform.machine()}, Python {platform.python_version()}")
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        # First of all: what a process has needed before, those that it starts are charged with.
        print(f"memory          {pool.submit(memory, articles).result():8.0f} MB at most (under 700)")
    bare, whole = rates(articles, Extractor(), arguments.rounds)
    print(f"bare parser     {bare:8.0f} words/s")
    print(f"extraction      {whole:8.0f} words/s   ratio {whole / bare:.2f} (at least 0.50)")
    times = {jobs: command(articles, jobs) for jobs in (1, 2)}
    print(f"two jobs        {times[1] / times[2]:8.2f} times one (at least 1.60; start-up included)")


def rates(articles: list[Document], extractor: Extractor, rounds: int) -> tuple[float, float]:
    """Words a second of the bare parser and of whole extraction, each in the fastest of some rounds."""
    words = sum(len(article.text.split()) for article in articles)
    bare_parser = spacy.load(DEFAULT_MODEL)
    list(extractor.extract(articles[:2]))
    bare, whole = [], []
    for _ in range(rounds):  # in turn, so that a busy machine slows both
        start = time.perf_counter()
        for _ in bare_parser.pipe(article.text for article in articles):
            pass
        bare.append(words / (time.perf_counter() - start))
        start = time.perf_counter()
        for _ in extractor.extract(articles):
            pass
        whole.append(words / (time.perf_counter() - start))
    return max(bare), max(whole)


def command(articles: list[Document], jobs: int) -> float:
    """The seconds that `onrecord extract` takes, from its start to its end."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(dumps(article) + "\n" for article in articles)
        file.flush()
        start = time.perf_counter()
        program = Path(sys.executable).with_name("onrecord")
        subprocess.run([program, "extract", "--jobs", str(jobs), file.name], stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - start


def memory(articles: list[Document]) -> float:
    """The most memory, in MB, that a process of its own needs to extract the articles."""
    for _ in Extractor().extract(articles):
        pass
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
