"""Measures how well and how fast articles are read from HTML pages, beside the extractors that others wrote.

    python benchmarks/pages.py                  the figures of all pages, and of two halves of them
    python benchmarks/pages.py --worst 10       and the pages that are read worst
    python benchmarks/pages.py --no-peers       the program alone

The pages and the measure are those of the article extraction benchmark of Scrapinghub (Zyte). As in its
`evaluate.py`: words are runs of word characters, shingles are runs of four words counted as often as they come,
precision and recall are taken page by page and averaged over pages, and F1 is the harmonic mean of the two averages.
Rules are to be written from the half `tune` alone, and what they are worth is told by the half `held`.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from data import options
from onrecord.errors import OnrecordError
from onrecord.reading.page import read_page

SHINGLE = 4
"""Words in a shingle, as in the published measure."""

SAMPLES = 1000
"""Samples drawn for the interval, as in the published measure."""

FLOOR = 0.975
"""The least F1 of the program on the whole pack, where it stands at .982 and trafilatura is published with .958."""

_WORD = re.compile(r"\w+")

Read = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its id, its bytes, and the text of its article as a person marked it."""

    id: str
    raw: bytes
    article: str

    @property
    def half(self) -> str:
        """Whether rules may be written from this page (`tune`), or are only measured on it (`held`)."""
        return "tune" if hashlib.sha256(self.id.encode()).digest()[0] % 2 == 0 else "held"


@dataclass(frozen=True, slots=True)
class Match:
    """The shares of shingles found and wanted, found and not wanted, wanted and not found; they add up to 1 or 0."""

    right: float
    wrong: float
    missed: float

    @property
    def precision(self) -> float | None:
        """The share of what was found that is wanted; null where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """The share of what is wanted that was found; null where nothing is wanted."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float:
        """The harmonic mean of both, for one page."""
        both = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / both if both else 1.0


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision and recall as averages over pages, their harmonic mean, the share of pages read without a fault."""

    precision: float
    recall: float
    exact: float

    @property
    def f1(self) -> float:
        """The harmonic mean of the averages."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def load(folder: Path) -> list[Page]:
    """The pages of the pack, in the order of their ids; ends the program with a clear message where it is missing."""
    truth = folder / "ground-truth.json"
    if not truth.is_file():
        sys.exit(f"{truth}: this pack is not there; say where the packs are with --data DIR or ONRECORD_DATA")
    articles = json.loads(truth.read_text(encoding="utf-8"))
    return [
        Page(name, gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), row.get("articleBody") or "")
        for name, row in sorted(articles.items())
    ]


def match(wanted: str, found: str) -> Match:
    """Compare two texts by their shingles; the shares are of one page, so that long pages weigh no more."""
    left, right = _shingles(wanted), _shingles(found)
    both = sum((left & right).values())
    wrong, missed = sum(right.values()) - both, sum(left.values()) - both
    total = both + wrong + missed
    return Match(both / total, wrong / total, missed / total) if total else Match(0.0, 0.0, 0.0)


def figures(matches: Iterable[Match]) -> Figures:
    """The averages over pages; a page without a precision, or without a recall, has no part in that average."""
    matches = list(matches)
    precisions = [m.precision for m in matches if m.precision is not None]
    recalls = [m.recall for m in matches if m.recall is not None]
    return Figures(
        statistics.fmean(precisions) if precisions else 0.0,
        statistics.fmean(recalls) if recalls else 0.0,
        statistics.fmean(m.wrong == m.missed == 0 for m in matches) if matches else 0.0,
    )


def deviation(matches: list[Match], samples: int = SAMPLES) -> float:
    """The standard deviation of F1 over samples of the pages drawn with replacement; the same in every run."""
    dice = random.Random(0)
    return statistics.pstdev(figures(dice.choices(matches, k=len(matches))).f1 for _ in range(samples))


def readers(peers: bool = True) -> dict[str, Read]:
    """The ways to read a page, by name; a peer that is not installed is left out."""
    found: dict[str, Read] = {"onrecord": _by_onrecord}
    if not peers:
        return found
    import trafilatura

    found["trafilatura"] = lambda raw: trafilatura.extract(raw) or ""
    found["trafilatura, precision"] = lambda raw: trafilatura.extract(raw, favor_precision=True) or ""
    found["trafilatura, recall"] = lambda raw: trafilatura.extract(raw, favor_recall=True) or ""
    found["trafilatura, no comments"] = lambda raw: trafilatura.extract(raw, include_comments=False) or ""
    try:
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    except ImportError:
        return found
    found["resiliparse"] = lambda raw: str(
        extract_plain_text(
            bytes_to_str(raw, detect_encoding(raw) or "utf-8"),
            main_content=True,
            comments=False,
            alt_texts=False,
            links=False,
        )
    )
    return found


def measure(pages: list[Page], read: Read) -> tuple[dict[str, Match], float]:
    """How each page was read, by its id, and the seconds of processor time that all of them took."""
    found: dict[str, Match] = {}
    seconds = 0.0
    for page in pages:
        start = time.process_time()
        text = read(page.raw)
        seconds += time.process_time() - start
        found[page.id] = match(page.article, text)
    return found, seconds


def main() -> None:
    """Run the measurement and print it; the exit status is 1 where the program stands below its floor."""
    parser = options("Articles read from HTML pages, beside other extractors.")
    parser.add_argument("--no-peers", action="store_true", help="the program alone")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the N pages of `tune` read worst")
    arguments = parser.parse_args()
    pages = load(arguments.data / "pages")
    halves = {page.id: page.half for page in pages}
    print(f"{len(pages)} pages, F1 of {SHINGLE}-grams of words\n")
    print("| reader | F1 | ± | precision | recall | exact | F1 tune | F1 held | pages/s |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    own: Mapping[str, Match] = {}
    for name, read in readers(not arguments.no_peers).items():
        read(pages[0].raw)  # what it loads first is not the page's time
        found, seconds = measure(pages, read)
        own = own or found
        whole = figures(found.values())
        tune, held = (figures(m for i, m in found.items() if halves[i] == half).f1 for half in ("tune", "held"))
        print(
            f"| {name} | {whole.f1:.4f} | {deviation(list(found.values())):.3f} | {whole.precision:.4f} | "
            f"{whole.recall:.4f} | {whole.exact:.3f} | {tune:.4f} | {held:.4f} | {len(pages) / seconds:.1f} |"
        )
    worst = sorted((m.f1, i) for i, m in own.items() if halves[i] == "tune")[: arguments.worst]
    for _, name in worst:
        m = own[name]
        print(f"{m.f1:.3f}  precision {m.precision or 0:.3f}  recall {m.recall or 0:.3f}  {name}")
    if figures(own.values()).f1 < FLOOR:
        sys.exit(f"the figure of the program is below its floor of {FLOOR}")


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    runs = (tuple(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1)))
    return Counter(run for run in runs if run)


def _by_onrecord(raw: bytes) -> str:
    try:
        return read_page(raw, "page")[0].text
    except OnrecordError:
        return ""


if __name__ == "__main__":
    main()
