"""Addresses of pages as exports write them: only those of the web, with nothing in them that an address cannot hold."""

from __future__ import annotations

from urllib.parse import quote, urlsplit


def web_address(url: str | None) -> str | None:
    """An http or https address as RFC 3986 has it, other characters percent-encoded; nothing for any other."""
    if not url or not url.startswith(("http://", "https://")):
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    if not host or any(c.isspace() for c in host):
        return None
    return quote(url, safe="!#$%&'()*+,/:;=?@[]~-._")
