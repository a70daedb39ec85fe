"""Causes told from what the libraries raise."""

from __future__ import annotations

import errno
import socket
import ssl

import pytest
from requests import exceptions as http_errors

from sync.engine.causes import Cause
from terminal.replication.call_failure import failure_of, local_address_outward

_URL = "https://center.test:8443"


def _wrapped(inner: BaseException) -> http_errors.ConnectionError:
    """Return *inner* as requests hands it out: as an argument of an argument."""
    return http_errors.ConnectionError(Exception("retries", inner))


def _certificate_error(code: int, message: str) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, message)
    error.verify_code = code
    error.verify_message = message
    return error


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (_wrapped(ConnectionRefusedError(errno.ECONNREFUSED, "no")), "server"),
        (_wrapped(OSError(errno.ENETUNREACH, "no network")), "network"),
        (_wrapped(_certificate_error(9, "certificate is not yet valid")), "clock"),
        (_wrapped(_certificate_error(19, "self-signed certificate")), "certificate"),
        (_wrapped(ssl.SSLError(1, "wrong version number")), "certificate"),
        (http_errors.ConnectTimeout(), "server"),
        (http_errors.ReadTimeout(), "silence"),
        (http_errors.ContentDecodingError(), "stranger"),
        (http_errors.ChunkedEncodingError(), "server"),
    ],
)
def test_the_bottom_of_an_error_tells_its_cause(
    error: http_errors.RequestException, cause: str
) -> None:
    causes = {
        "server": Cause.SERVER_UNREACHABLE,
        "network": Cause.NETWORK_DOWN,
        "clock": Cause.CLOCK,
        "certificate": Cause.CERTIFICATE,
        "silence": Cause.TIMED_OUT,
        "stranger": Cause.NOT_OUR_SERVER,
    }

    assert failure_of(error, _URL).cause is causes[cause]


def test_an_unknown_name_is_told_from_a_computer_without_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    error = _wrapped(socket.gaierror(socket.EAI_NONAME, "Name not known"))
    where = "terminal.replication.call_failure.local_address_outward"

    monkeypatch.setattr(where, lambda: "192.0.2.5")
    with_network = failure_of(error, _URL).cause
    monkeypatch.setattr(where, lambda: None)
    without_network = failure_of(error, _URL).cause

    assert with_network is Cause.NAME_UNKNOWN
    assert without_network is Cause.NETWORK_DOWN


def test_errors_that_point_at_each_other_end() -> None:
    one, two = OSError("one"), OSError("two")
    one.__context__, two.__context__ = two, one

    assert failure_of(_wrapped(one), _URL).cause is Cause.SERVER_UNREACHABLE


def test_the_way_out_is_an_address_or_none() -> None:
    address = local_address_outward()

    assert address is None or address.count(".") == 3
