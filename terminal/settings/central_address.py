"""Which addresses of a center a till may speak to."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit


def is_safe_address(url: str) -> bool:
    """Tell whether nobody on the way to *url* can read along.

    That is `https`, or plain `http` that never leaves this computer.
    """
    parts = _split(url)
    if parts is None or not parts.hostname:
        return False
    return parts.scheme == "https" or (
        parts.scheme == "http" and _is_loopback_host(parts.hostname)
    )


def is_loopback(url: str) -> bool:
    """Tell whether *url* is on this computer."""
    parts = _split(url)
    return parts is not None and _is_loopback_host(parts.hostname or "")


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        # A port out of range is found only when it is asked for.
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_loopback_host(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
