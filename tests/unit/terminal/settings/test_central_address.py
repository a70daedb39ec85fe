"""Which addresses of a center are safe."""

from __future__ import annotations

import pytest

from terminal.settings.central_address import is_loopback, is_safe_address


@pytest.mark.parametrize(
    "url",
    [
        "https://center.example",
        "https://10.0.0.7:8443",
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://[::1]:8080",
    ],
)
def test_tls_or_this_computer_is_safe(url: str) -> None:
    assert is_safe_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://",
        "center.example",
        "http://center.example",
        "http://10.0.0.7",
        "ftp://127.0.0.1",
        "https://center.example:99999",
        "https://[::1",
    ],
)
def test_anything_else_is_not(url: str) -> None:
    assert not is_safe_address(url)


def test_only_this_computer_is_loopback() -> None:
    assert is_loopback("http://127.0.0.1:8080")
    assert is_loopback("https://localhost")
    assert not is_loopback("https://127.example")
    assert not is_loopback("")
