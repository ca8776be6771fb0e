"""The root of every exception that onrecord raises on purpose."""

from __future__ import annotations


class OnrecordError(Exception):
    """Something that the user can act on; its message says what, and what to do.

    Every package derives its own exceptions from this one, so that the command line can print
    one clear line in place of a traceback.
    """
