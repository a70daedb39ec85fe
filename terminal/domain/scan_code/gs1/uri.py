"""Percent-encoding of data in a Digital Link (RFC 3986, and HTML forms in queries)."""

from urllib.parse import quote, unquote


def escape_path(text: str) -> str:
    """Return *text* with everything but unreserved characters encoded."""
    return quote(text, safe="", encoding="utf-8", errors="replace")


def escape_query(text: str) -> str:
    """Return the same for a query, where a space is a plus sign."""
    return escape_path(text).replace("%20", "+")


def unescape_path(text: str) -> str:
    """Return the data; a percent sign without two hex digits stays as it is."""
    return unquote(text, encoding="utf-8", errors="replace")


def unescape_query(text: str) -> str:
    """Return the data of a query's value, where a plus sign is a space."""
    return unescape_path(text.replace("+", " "))
