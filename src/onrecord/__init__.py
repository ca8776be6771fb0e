"""A ledger of who is reported to have done, or to be about to do, what to whom, and on whose word."""

__version__ = "0.1.0"
