"""Parties: the who-is-who of a document, and the actors and recipients of its acts."""

from onrecord.extraction.parties.framing import roles
from onrecord.extraction.parties.register import Register, find_mentions

__all__ = ["Register", "find_mentions", "roles"]
