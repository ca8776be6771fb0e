"""Reports that we wrote for the tests of origins, and the ways in which pages repeat them."""

from __future__ import annotations

import random

from onrecord.linking.model import Report
from onrecord.records import Claim, Document, DocumentInfo, Extraction

HARBOUR = """\
The harbour authority of Strelsau will close two of its four quays for the winter, after divers found that the \
wooden piles below the waterline had been eaten away by shipworm over many more years than anyone had thought.

The closure begins on the first Monday of November and will last until the piles have been sheathed in copper, \
a job that the authority's engineers expect to take about five months and to cost nine million crowns.

"We would rather turn ships away than lose a quay with a crane on it," said Hilda Brandt, who has run the harbour \
since the spring and who ordered the inspection in her first week.

Fishing boats may still land their catch at the old customs steps, but the ferries to the islands have to use the \
coal wharf on the other bank, which lies half an hour on foot from the railway station and has no waiting room.

The ferry company said that it would put on a bus, and that tickets bought before the closure was announced could \
be handed back at any of its counters until the end of the year.

Shopkeepers round the market fear for their trade, since most of the people who come over for a day buy something \
on their way back to the boat, and few of them will want to do so from a bus.

An engineer who worked on the last repair, thirty years ago, told the town council in a letter that the same piles \
should have been looked at every five years, and that he had never heard of anyone who did."""

LIBRARY = """\
Children in the Zenda valley read twice as many books over the summer as they did a year earlier, the county \
library reported, and its own explanation is a van with a striped awning that calls at every village on a fixed day.

The van replaced four reading rooms that the county shut to save money, a decision that parents fought for two \
years and that nobody on the present council will now admit to having voted for.

Its driver, Otto Weiss, carries six hundred volumes and knows most of his readers by name, and he says that the \
questions which he is asked most often are about horses, volcanoes and how to become a driver.

The library wants to buy a second van next year and to run it on the other side of the river, if the county agrees \
to pay for the fuel and if somebody can be found who is willing to learn the names."""


def report(id: str, text: str, claims: tuple[Claim, ...] = (), **fields: str | None) -> Report:
    """A report with no more read from it than is given."""
    document = Document(id, text, **fields)  # type: ignore[arg-type]
    return Report(document, Extraction(DocumentInfo.of(document), claims))


def cut(text: str, keep: int = 4) -> str:
    """The first paragraphs only."""
    return "\n\n".join(text.split("\n\n")[:keep])


def with_passage(text: str, after: int = 2) -> str:
    """A passage put in."""
    local = (
        "Readers in Hentzau will remember that the town's own landing stage was closed for the same reason in the "
        "year of the flood, and that it took the parish until the following harvest to open it again."
    )
    paragraphs = text.split("\n\n")
    return "\n\n".join([*paragraphs[:after], local, *paragraphs[after:]])


_OTHER_WORDS = {
    "about": "roughly", "begins": "starts", "nine": "9", "winter": "cold season", "buy": "purchase", "many": "numerous",
    "people": "visitors", "expect": "reckon", "said": "stated", "job": "task", "fear": "worry", "thirty": "30",
}  # fmt: skip


def edited(text: str, seed: int = 1) -> str:
    """Some words changed, two neighbouring paragraphs swapped."""
    chance = random.Random(seed)
    words = [_OTHER_WORDS.get(word, word) if chance.random() < 0.8 else word for word in text.split(" ")]
    paragraphs = " ".join(words).split("\n\n")
    at = chance.randrange(1, len(paragraphs) - 1)
    paragraphs[at], paragraphs[at + 1] = paragraphs[at + 1], paragraphs[at]
    return "\n\n".join(paragraphs)
