"""What went wrong, in one clear line on standard error, and the exit status that goes with it."""

from __future__ import annotations

import sys

FAILED = 1


def complain(message: str) -> None:
    """Write one line to standard error, whatever its message holds."""
    try:
        # names of files may hold sequences that a terminal obeys
        line = "".join(c if c.isprintable() else " " if c.isspace() else ascii(c)[1:-1] for c in message)
        sys.stderr.write(f"onrecord: {' '.join(line.split())}\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # nobody listens
