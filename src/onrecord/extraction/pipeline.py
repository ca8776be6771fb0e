"""The stages of extraction in their order: from documents to extractions, assessments and locations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import tee
from typing import TypeVar

from onrecord import __version__
from onrecord.errors import OnrecordError
from onrecord.extraction.assemble import assemble
from onrecord.extraction.attribution import find_attributions
from onrecord.extraction.attribution.combining import by_rules, combined
from onrecord.extraction.events import find_acts
from onrecord.extraction.events.propose import propose
from onrecord.extraction.happenings import Happenings, find_happenings
from onrecord.extraction.mentions import read_mentions
from onrecord.extraction.model import FoundAttribution
from onrecord.extraction.parties import find_mentions
from onrecord.extraction.places import find_places, locate
from onrecord.extraction.times import find_times
from onrecord.extraction.trained import TrainedReading
from onrecord.extraction.weighing import weigh
from onrecord.knowledge import Knowledge
from onrecord.language import DEFAULT_MODEL, Encoder, Parser, Text, model_version
from onrecord.language.encoder import missing
from onrecord.language.encoder import version as encoder_version
from onrecord.language.syntax import stretch_head
from onrecord.reading.furniture import Furniture, find_furniture
from onrecord.reading.language import detect
from onrecord.records import (
    Assessment,
    Assessments,
    Attribution,
    Document,
    DocumentInfo,
    Extraction,
    Locations,
    Problem,
)
from onrecord.records.mention import Mention

T = TypeVar("T")

SURE_OF_LANGUAGE = 0.5
"""Below this score of the language detector a text is taken as English: short and name-heavy English scores low."""


def version(knowledge: Knowledge, model: str | None = None, trained: bool = True) -> str:
    """What makes the same document give the same extraction: program, parser, trained model and overlays.

    Loads no model. Raises ModelMissingError.
    """
    heads = f"trained-{encoder_version()}" if trained and not missing() else "rules"
    return "+".join([f"onrecord-{__version__}", model_version(model or DEFAULT_MODEL), heads, *knowledge.fingerprints])


class Extractor:
    """Extracts documents: holds the parser, the trained model and the knowledge, and nothing of any document."""

    def __init__(self, knowledge: Knowledge | None = None, model: str | None = None, trained: bool = True) -> None:
        """Load the parser `model` and take `knowledge` (the shipped tables where none is given).

        Without the trained model's files, or where `trained` is false, the rules stand alone (`reduced` says why).
        Raises ModelMissingError, EncoderMissingError and KnowledgeError.
        """
        self.reduced = missing() if trained else "the trained model is switched off: reading by rules alone"
        self.knowledge = knowledge or Knowledge.load()
        self.knowledge.check()
        self._parser = Parser(model or DEFAULT_MODEL)
        self._encoder = None if self.reduced else Encoder()
        self.version = version(self.knowledge, model, trained)

    def extract(self, documents: Iterable[Document], patient: bool = False) -> Iterator[Extraction]:
        """Give one extraction a document, in order; what cannot be read is a problem of its extraction.

        `patient`: the caller has all documents at hand and does not wait for the first.
        """
        for document, (text, prepared) in self._parsed(documents, _prepare, patient):
            if prepared.problem is not None:
                yield Extraction(DocumentInfo.of(document), problems=(prepared.problem,))
                continue
            try:
                yield self._extraction(document, text)
            except OnrecordError:
                raise  # nothing is wrong with the document
            except Exception as error:
                yield Extraction(DocumentInfo.of(document), problems=(_failure(error),))

    def assess(self, documents: Iterable[Document]) -> Iterator[Assessments]:
        """Judge the predicates that each document's probes point at, whatever their type."""
        for document, (text, _) in self._parsed(documents, _everything):
            yield Assessments(document.id, tuple(self._assessment(document, text)))

    def mentions(self, documents: Iterable[Document]) -> Iterator[tuple[Mention, ...]]:
        """Read the predicates that each document's probes point at as claims are read, whatever they name."""
        for document, (text, _) in self._parsed(documents, _everything):
            yield tuple(read_mentions(document, text, self.knowledge))

    def locate(self, documents: Iterable[Document]) -> Iterator[Locations]:
        """Resolve the toponyms that each document's probes point at."""
        for document, (text, _) in self._parsed(documents, _everything):
            yield locate(document, text, self.knowledge)

    def happenings(self, documents: Iterable[Document]) -> Iterator[Happenings]:
        """Read everything that each document tells as happening, of any kind; nothing of what cannot be read."""
        for document, (text, _) in self._parsed(documents, _prepare):
            yield find_happenings(document, text, self.knowledge)

    def _parsed(
        self, documents: Iterable[Document], prepare: Callable[[Document], Prepared], patient: bool = False
    ) -> Iterator[tuple[Document, tuple[Text, Prepared]]]:
        kept, read = tee((document, prepare(document)) for document in documents)
        texts = self._parser.parse_many(
            (("" if prepared.problem else document.text, prepared.furniture.ranges) for document, prepared in read),
            patient,
        )
        for (document, prepared), text in zip(kept, texts, strict=True):
            yield _credited(document, prepared), (text, prepared)

    def _extraction(self, document: Document, text: Text) -> Extraction:
        knowledge = self.knowledge
        register = find_mentions(text, document.published, knowledge, document.title)
        attributions = find_attributions(text, knowledge)
        reading = self._read(text, attributions)
        entries = by_rules(attributions) if reading is None else combined(text, reading)
        times = find_times(text, document.published)
        places = find_places(text, knowledge, document.source, document.title)
        acts = find_acts(text, knowledge)
        if reading is not None:
            acts = propose(text, acts, attributions, reading, knowledge)
        claims = assemble(
            document, self.version, text, acts, attributions, register, times, places, knowledge, reading
        )  # fmt: skip
        return Extraction(
            DocumentInfo.of(document),
            tuple(claims),
            tuple(Attribution(text.spans(e.source), text.spans(e.cue), text.spans(e.content)) for e in entries),
            tuple(found.time for found in times),
            tuple(found.place for found in places),
        )

    def _read(self, text: Text, attributions: Sequence[FoundAttribution] = ()) -> TrainedReading | None:
        return None if self._encoder is None else TrainedReading(text, self._encoder, attributions)

    def _assessment(self, document: Document, text: Text) -> Iterator[Assessment]:
        reading = self._read(text)
        for probe in document.probes:
            tokens = text.tokens_in(probe.start, probe.end)
            if not tokens:
                yield Assessment(probe.id, "done", "affirmed", "unknown", 0.0)
                continue
            found = weigh(stretch_head(tokens), self.knowledge, reading)
            yield Assessment(probe.id, found.stage, found.polarity, found.certainty, found.factuality)


class Prepared:
    """What is known of a document before it is parsed."""

    __slots__ = ("furniture", "lang", "problem")

    def __init__(self, furniture: Furniture, lang: str | None = None, problem: Problem | None = None) -> None:
        self.furniture = furniture
        self.lang = lang
        self.problem = problem


def _prepare(document: Document) -> Prepared:
    nothing = Furniture((), ())
    if not document.text.strip():
        return Prepared(nothing, document.lang, Problem("empty", "the document has no text"))
    lang = document.lang
    if lang is None:
        detected, score = detect(document.text)
        lang = detected if detected == "en" or score >= SURE_OF_LANGUAGE else None
    if lang is not None and lang.split("-")[0].split("_")[0].lower() not in ("en", "eng"):
        message = f"the text is not English but {lang!r}; only English is read"
        return Prepared(nothing, lang, Problem("not_english", message))
    return Prepared(find_furniture(document.text), lang)


def _everything(document: Document) -> Prepared:
    """Nothing is left out: the probes may point anywhere."""
    return Prepared(Furniture((), ()), document.lang)


def _credited(document: Document, prepared: Prepared) -> Document:
    credits = tuple(dict.fromkeys((*document.credits, *prepared.furniture.credits)))
    if credits == document.credits and prepared.lang == document.lang:
        return document
    return Document(
        document.id, document.text, document.title, document.published, document.source, document.author,
        document.url, prepared.lang, credits, document.probes,
    )  # fmt: skip


def _failure(error: Exception) -> Problem:
    kind = type(error).__name__
    return Problem("extraction_failed", f"the text could not be extracted ({kind}: {error}); please report it")
