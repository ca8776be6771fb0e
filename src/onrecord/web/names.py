"""Names that people chose, as one segment of an address: plain ones as they are, others in base64."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error

_MARK = "~"
_FORMS = (".json", ".csv")
_ODD = frozenset("/\\?#%")


def segment(name: str) -> str:
    """A name as one segment of a path, not quoted yet.

    Spaces and letters of any script stand as they are. What browsers or proxies would take apart, or take for
    something else (a slash, a dot alone, the ending of a form), stands in base64 (RFC 4648, URL-safe, unpadded)
    behind a tilde.
    """
    odd = not name.strip() or name != name.strip() or name.startswith((_MARK, ".")) or name.endswith(_FORMS)
    if not odd and name.isprintable() and not _ODD & set(name):
        return name
    return _MARK + urlsafe_b64encode(name.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def named(segment: str) -> str | None:
    """The name that a segment stands for; null where it stands for none."""
    if not segment.startswith(_MARK):
        return segment
    packed = segment.removeprefix(_MARK)
    try:
        return urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-8", "surrogatepass")
    except (Error, ValueError):
        return None
