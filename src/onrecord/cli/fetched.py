"""What came from the network, kept beside the documents that were read from it, and read again for a check."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from onrecord import __version__
from onrecord.ledger.kept_model import KeptFetch
from onrecord.reading.fetching.articles import FetchedDocument, carried, documents_of
from onrecord.reading.fetching.model import Fetched, FetchingError
from onrecord.reading.model import ReadDocument, ReadingFailure, ReadingOptions

if TYPE_CHECKING:
    from onrecord.ledger import Ledger


def kept(answer: Fetched) -> KeptFetch:
    """The record of an answer in the archive, before anything is read from it."""
    return KeptFetch(answer.address, answer.final, answer.at.isoformat(), answer.status, answer.headers)


def keep_answer(ledger: Ledger, item: ReadDocument) -> None:
    """Keep the bytes that a document from the network was read from; the same text is kept once. Raises LedgerError."""
    if not isinstance(item, FetchedDocument) or item.answer is None:
        return
    document, answer = item.document, item.answer
    if any(earlier.text == document.sha256 for earlier in ledger.fetches(document.id)):
        return
    fetch = KeptFetch(
        answer.address,
        answer.final,
        answer.at.isoformat(),
        answer.status,
        answer.headers,
        document=document.id,
        part=item.part,
        text=document.sha256,
        reader=__version__,
    )
    ledger.keep(fetch, answer.body)


def answer_of(ledger: Ledger, fetch: KeptFetch) -> Fetched | None:
    """An answer as it was fetched, from the archive; null where its bytes are not there. Raises LedgerError."""
    body = ledger.original(fetch.sha256) if fetch.sha256 else None
    if body is None:
        return None
    at = datetime.fromisoformat(fetch.at)
    return Fetched(fetch.address, fetch.final, at, fetch.status, fetch.headers, body)


def text_again(ledger: Ledger, fetch: KeptFetch, document: str) -> tuple[str | None, str | None]:
    """The text that this version of the reader makes of archived bytes for a document, and why there is none."""
    answer = answer_of(ledger, fetch)
    if answer is None:
        return None, "the archive has no bytes of this fetch"
    if fetch.part is not None:
        return _carried_again(answer, fetch.part)
    found = list(documents_of(answer, ReadingOptions()))
    texts = [item for item in found if not isinstance(item, ReadingFailure)]
    chosen = next((item for item in texts if item.document.id == document), texts[0] if len(texts) == 1 else None)
    if chosen is not None:
        return chosen.document.text, None
    failure = next((item for item in found if isinstance(item, ReadingFailure)), None)
    return None, failure.message if failure else "the document is not among what its bytes give"


def _carried_again(answer: Fetched, part: str) -> tuple[str | None, str | None]:
    from onrecord.reading.fetching.feeds import parse_feed

    try:
        feed = parse_feed(answer.body, answer.final, answer.header("content-type"))
    except FetchingError as error:
        return None, str(error)
    for entry in feed.entries:
        if part in (entry.id, f"{entry.id}\n{entry.address}"):
            found = carried(answer, entry, None, summary=True)
            return (found.document.text, None) if found else (None, "the entry carries no text")
    return None, "the feed has no such entry"
