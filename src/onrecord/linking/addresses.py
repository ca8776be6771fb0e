"""Whether two addresses on the web lead to one page."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from onrecord.knowledge.table import read_file

_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
_PATH = re.compile(r"(?:/(?:amp|index\.\w{2,5}))?/*$", re.I)


def address(url: str | None) -> str | None:
    """An address without what changes while the page is the same: scheme, fragment, tracking parameters.

    What counts as tracking says `data/tracking.tsv`; mobile and AMP addresses are those of the page they show.
    None for what is no address, and for a site's front page, which is another text every hour.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or parts.scheme not in ("http", "https"):
        return None
    path = _PATH.sub("", parts.path)
    asked = sorted(pair for pair in parse_qsl(parts.query) if not _tracking().fullmatch(pair[0]))
    if not path and not asked:
        return None
    site = _HOST.sub("", host) + (f":{port}" if port not in (None, 80, 443) else "")
    return site + path + (f"?{urlencode(asked)}" if asked else "")


@cache
def _tracking() -> re.Pattern[str]:
    rows = read_file(Path(__file__).parent / "data" / "tracking.tsv")
    return re.compile("|".join(re.escape(row["parameter"]).replace(r"\*", ".*") for row in rows), re.I)
