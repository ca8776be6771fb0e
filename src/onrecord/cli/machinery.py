"""The reader and the extractor as the commands use them, loaded when they are first needed."""

from __future__ import annotations

import dataclasses
import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.complaints import complain
from onrecord.cli.config import load_configuration

if TYPE_CHECKING:
    from onrecord.extraction.pipeline import Extractor
    from onrecord.reading import ReadDocument, ReadingFailure
    from onrecord.records import Assessments, Document, Extraction, Locations
    from onrecord.records.mention import Mention


class Machinery:
    """One set-up of the extractor: the user's words over the shipped ones, and the model of the parser."""

    def __init__(self, knowledge: Iterable[Path] | None = None, model: str | None = None, jobs: int = 0) -> None:
        """Take what the options say, and the configuration beneath them. Raises ConfigurationError."""
        settings = load_configuration()
        self.overlays = (*settings.knowledge, *(knowledge or ()))
        self.model = model or settings.model
        self.jobs = jobs
        self._extractor: Extractor | None = None

    @property
    def version(self) -> str:
        """The version that readings are kept under."""
        from onrecord.extraction.pipeline import version
        from onrecord.knowledge import Knowledge

        return version(Knowledge.load(*self.overlays), self.model)

    def extract(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """Extract in order, with as many processes as were asked for."""
        from onrecord.extraction import parallel

        self._say_if_reduced()
        if (self.jobs or parallel.available_cores()) == 1:
            return self._loaded().extract(documents)
        return parallel.extract(documents, self.jobs, self.overlays, self.model)

    def assess(self, documents: Iterable[Document]) -> Iterator[Assessments]:
        """Judge what the probes point at."""
        self._say_if_reduced()
        return self._loaded().assess(documents)

    def mentions(self, documents: Iterable[Document]) -> Iterator[tuple[Mention, ...]]:
        """Read what the probes point at as claims are read."""
        return self._loaded().mentions(documents)

    def locate(self, documents: Iterable[Document]) -> Iterator[Locations]:
        """Locate what the probes point at."""
        return self._loaded().locate(documents)

    def _say_if_reduced(self) -> None:
        from onrecord.language.encoder import missing

        reason = missing()
        if reason:
            complain(reason)

    def _loaded(self) -> Extractor:
        if self._extractor is None:
            from onrecord.extraction.pipeline import Extractor
            from onrecord.knowledge import Knowledge

            self._extractor = Extractor(Knowledge.load(*self.overlays), self.model)
        return self._extractor


def read_files(
    paths: Iterable[str | Path],
    published: str | None = None,
    source: str | None = None,
    allow_hosts: Iterable[str] = (),
) -> Iterator[ReadDocument | ReadingFailure]:
    """Read files, folders, patterns, addresses on the web and standard input.

    A file that `export` wrote is one failure, which says so, in place of one for each line. Raises ReadingError.
    """
    from onrecord.reading import ReadingFailure, ReadingOptions, read

    settings = load_configuration()
    hosts = (*settings.allow_hosts, *allow_hosts)
    options = ReadingOptions(published=published, source=source, contact=settings.contact, allow_hosts=hosts)
    exports: dict[str, bool] = {}
    for item in read(list(paths), options):
        if not isinstance(item, ReadingFailure) or item.line is None:
            yield item
        elif item.where not in exports:
            exports[item.where] = _is_export(Path(item.where))
            if exports[item.where]:
                message = "this is the export of a ledger, and no articles; use `onrecord import` for it"
                item = ReadingFailure(item.where, "exported", message)
            yield item
        elif not exports[item.where]:
            yield item


def _is_export(path: Path) -> bool:
    from onrecord.views.export import begins_as_export

    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
        with gzip.open(path, "rb") if packed else path.open("rb") as file:
            return begins_as_export(file.read(100).decode("utf-8", "replace"))
    except (OSError, EOFError, ValueError):
        return False


def with_problems(extraction: Extraction, item: ReadDocument) -> Extraction:
    """The extraction with the problems of reading before its own."""
    if not item.problems:
        return extraction
    return dataclasses.replace(extraction, problems=(*item.problems, *extraction.problems))
