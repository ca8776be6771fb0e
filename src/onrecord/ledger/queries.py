"""The ledger's questions as SQL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, distinct, exists, func, or_, select, true

from onrecord.ledger.model import ClaimFilter
from onrecord.ledger.moments import Sight
from onrecord.ledger.schema import claims, documents, extractions, links, parties, readings, versions
from onrecord.ledger.writing import fold


def in_force(sight: Sight) -> ColumnElement[bool]:
    """That a reading is the one that holds, of a document that is not published later than what is looked at."""
    held = exists().where(
        readings.c.extraction == extractions.c.key, readings.c.since <= sight.at, readings.c.until > sight.at
    )
    return and_(held, published(sight)) if sight.reported_until else held


def published(sight: Sight) -> ColumnElement[bool]:
    """That a version of a document was published by the day that is looked at, as far as that is known."""
    if sight.reported_until is None:
        return true()
    return or_(versions.c.published.is_(None), versions.c.published <= sight.reported_until + "T~")


def _chain(*columns: Any) -> Select[Any]:
    joined = documents.join(versions, versions.c.document == documents.c.key).join(
        extractions, extractions.c.version == versions.c.key
    )
    return select(*columns).select_from(joined)


def state(sight: Sight, document_id: str) -> Select[Any]:
    """The current version of a document and the extractor that read it last."""
    return _chain(
        documents.c.key, versions.c.key, versions.c.number, versions.c.fingerprint,
        extractions.c.key, extractions.c.extractor, versions.c.published, versions.c.source,
    ).where(documents.c.id == document_id, in_force(sight))  # fmt: skip


def current_extractions(sight: Sight) -> Select[Any]:
    """The keys of all current extractions, in the order of the documents' ids."""
    return _chain(extractions.c.key).where(in_force(sight)).order_by(documents.c.id)


def with_claims(listed: Select[Any], wanted: ClaimFilter) -> Select[Any]:
    """Of listed extractions those in which a claim passes a filter."""
    passing = select(claims.c.key).where(claims.c.extraction == extractions.c.key, *_conditions(wanted))
    return listed.where(passing.correlate(documents, versions, extractions).exists())


def documents_like(sight: Sight, id: str) -> Select[Any]:
    """Some ids that begin or end with `id`, those that begin with it first."""
    begins = documents.c.id.startswith(id, autoescape=True)
    ends = documents.c.id.endswith(id, autoescape=True)
    query = _chain(documents.c.id, begins).where(or_(begins, ends), in_force(sight))
    return query.order_by(begins.desc(), documents.c.id).limit(6)


def unread(sight: Sight, extractor: str) -> Select[Any]:
    """The keys of current extractions that another extractor made."""
    return current_extractions(sight).where(extractions.c.extractor != extractor)


def extractions_of(keys: Sequence[int]) -> Select[Any]:
    """Extractions without their layers."""
    return _chain(
        extractions.c.key,
        documents.c.id, versions.c.text, versions.c.title, versions.c.source, versions.c.author,
        versions.c.url, versions.c.published, versions.c.lang, versions.c.credits,
        extractions.c.info, extractions.c.problems, extractions.c.extractor,
    ).where(extractions.c.key.in_(keys))  # fmt: skip


def document_list(sight: Sight) -> Select[Any]:
    """Each document with its description, its number of versions and of claims."""
    count = select(func.count()).where(claims.c.extraction == extractions.c.key).scalar_subquery()
    columns = (
        extractions.c.info,
        versions.c.number,
        extractions.c.extractor,
        count.label("claims"),
        extractions.c.problems,
    )
    return _chain(*columns).where(in_force(sight)).order_by(documents.c.id)


def _stored(sight: Sight, *more: Any) -> Select[Any]:
    return _chain(
        extractions.c.key, extractions.c.info, extractions.c.extractor, versions.c.number,
        in_force(sight).label("current"), claims.c.record, *more,
    ).join(claims, claims.c.extraction == extractions.c.key)  # fmt: skip


def claim_list(sight: Sight, wanted: ClaimFilter) -> Select[Any]:
    """The current claims that a filter lets through, by document and place in the text."""
    query = _stored(sight).where(in_force(sight), *_conditions(wanted))
    return query.order_by(documents.c.id, claims.c.position)


def claim_keys(sight: Sight, wanted: ClaimFilter) -> Select[Any]:
    """The keys of what `claim_list` gives, in the same order: records, which are long, are kept out of the sorter."""
    return claim_list(sight, wanted).with_only_columns(claims.c.key)


def claims_of(sight: Sight, keys: Sequence[int]) -> Select[Any]:
    """Claims by their keys, which stand last in each row, in no order."""
    return _stored(sight, claims.c.key).where(claims.c.key.in_(keys))


def undated_count(sight: Sight, wanted: ClaimFilter) -> Select[Any]:
    """How many current claims without a date pass a filter, its dates apart."""
    undated = claims.c.time_start.is_(None), claims.c.time_end.is_(None)
    conditions = _conditions(replace(wanted, after=None, before=None))
    joined = _chain(func.count(claims.c.key)).join(claims, claims.c.extraction == extractions.c.key)
    return joined.where(in_force(sight), *undated, *conditions)


def claims_beginning(sight: Sight, prefix: str) -> Select[Any]:
    """Claims of any version whose id begins with `prefix`, the current ones first."""
    known = exists().where(readings.c.extraction == extractions.c.key, readings.c.since <= sight.at)
    begins = claims.c.id >= prefix, claims.c.id < prefix + "\U0010ffff"
    query = _stored(sight, claims.c.id).where(*begins, known, published(sight))
    return query.order_by(in_force(sight).desc(), extractions.c.key.desc(), claims.c.id).limit(50)


def source_list(sight: Sight) -> Select[Any]:
    """Each source of the current claims with how often it speaks and passes on."""
    return (
        select(
            links.c.name,
            links.c.kind,
            links.c.country,
            links.c.sector,
            links.c.anonymous,
            links.c.nearest,
            extractions.c.key,
            func.count(distinct(claims.c.key)),
        )
        .select_from(links)
        .join(claims, claims.c.key == links.c.claim)
        .join(extractions, extractions.c.key == claims.c.extraction)
        .join(versions, versions.c.key == extractions.c.version)
        .where(in_force(sight))
        .group_by(
            links.c.name, links.c.kind, links.c.country, links.c.sector, links.c.anonymous, links.c.nearest,
            extractions.c.key,
        )
    )  # fmt: skip


def _conditions(wanted: ClaimFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.types:
        found.append(claims.c.type.in_([value.upper() for value in wanted.types]))
    if wanted.stages:
        found.append(claims.c.stage.in_([value.lower() for value in wanted.stages]))
    if wanted.polarity:
        found.append(claims.c.polarity == wanted.polarity.lower())
    if wanted.anonymous is not None:
        found.append(claims.c.anonymous == wanted.anonymous)
    if wanted.actors:
        found.append(_party("actor", wanted.actors))
    if wanted.recipients:
        found.append(_party("recipient", wanted.recipients))
    if wanted.sources:
        named = or_(*(_names(links, value) for value in wanted.sources))
        found.append(claims.c.key.in_(select(links.c.claim).where(named)))
    if wanted.places:
        found.append(or_(*(_place(value) for value in wanted.places)))
    if wanted.documents:
        found.append(or_(*(documents.c.id.startswith(value, autoescape=True) for value in wanted.documents)))
    if wanted.after or wanted.before:
        found.append(or_(claims.c.time_start.is_not(None), claims.c.time_end.is_not(None)))
    # ISO dates compare as text; a date-time is later than its bare date, so a day's end is written "T~"
    if wanted.after:
        found.append(or_(claims.c.time_end.is_(None), claims.c.time_end >= wanted.after))
    if wanted.before:
        found.append(or_(claims.c.time_start.is_(None), claims.c.time_start <= wanted.before + "T~"))
    return found


def _party(role: str, values: tuple[str, ...]) -> ColumnElement[bool]:
    named = or_(*(_names(parties, value) for value in values))
    # gathered once: asked of each claim in turn it takes five times as long on a ledger of 6,000 articles
    return claims.c.key.in_(select(parties.c.claim).where(parties.c.role == role, named))


def _names(table: Any, value: str) -> ColumnElement[bool]:
    contains = table.c.words.contains(fold(value), autoescape=True)
    code = value.upper()
    return or_(contains, table.c.country == code, table.c.sector == code)


def _place(value: str) -> ColumnElement[bool]:
    contains = claims.c.place.contains(fold(value), autoescape=True)
    return or_(contains, claims.c.place_country == value.upper())
