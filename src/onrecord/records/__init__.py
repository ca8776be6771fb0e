"""The typed, frozen records that every stage reads and writes, their JSON, and their checks."""

from onrecord.records.claim import (
    Claim,
    Count,
    CountRange,
    Link,
    Party,
    Place,
    Qualifier,
    Reason,
    Time,
    Why,
)
from onrecord.records.codec import RecordError, decode, dumps, encode
from onrecord.records.document import Document, Probe
from onrecord.records.extraction import (
    Assessment,
    Assessments,
    Attribution,
    DocumentInfo,
    Extraction,
    Location,
    Locations,
    Problem,
)
from onrecord.records.span import Span

__all__ = [
    "Assessment", "Assessments", "Attribution", "Claim", "Count", "CountRange", "Document", "DocumentInfo",
    "Extraction", "Link", "Location", "Locations", "Party", "Place", "Probe", "Problem", "Qualifier", "Reason",
    "RecordError", "Span", "Time", "Why", "decode", "dumps", "encode",
]  # fmt: skip
