"""Everything that the ledger can be written as: one module a format, and the registry that lists them."""

from onrecord.views.exports.model import ExportUseError, Options, Tally
from onrecord.views.exports.registry import FORMATS, Format

__all__ = ["FORMATS", "ExportUseError", "Format", "Options", "Tally"]
