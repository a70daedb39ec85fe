"""Why a call to the center failed, told from what the libraries raise."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from requests import exceptions as http_errors
from urllib3.exceptions import ReadTimeoutError

from sync.engine.causes import Cause

_CERTIFICATE_NOT_YET_VALID: Final = 9
"""OpenSSL's X509_V_ERR_CERT_NOT_YET_VALID."""

_NO_NETWORK_ERRNOS: Final = frozenset(
    {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
)
_LINKS_MAX: Final = 16

# Documentation address of RFC 5737: asking for the way there sends no packet.
_SOMEWHERE: Final = ("192.0.2.1", 9)


class CallFailedError(Exception):
    """One request did not get a useful answer.

    Attributes:
        cause: Why.
        detail: What exactly was seen.
        retry_after_ms: How long the center asked to be left alone, or None.
        code: The center's own word for a refusal, or None.
    """

    def __init__(
        self,
        cause: Cause,
        detail: str,
        retry_after_ms: int | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(f"{cause}: {detail}")
        self.cause = cause
        self.detail = detail
        self.retry_after_ms = retry_after_ms
        self.code = code


def failure_of(error: http_errors.RequestException, url: str) -> CallFailedError:
    """Tell the cause by what lies at the bottom of *error*, else by its kind."""
    host = urlsplit(url).netloc
    links = list(_links(error))
    for link in links:
        failure = _failure_of_link(link, host)
        if failure is not None:
            return failure
    # Silence within an answer is to the library an error of the connection.
    is_silent = any(isinstance(link, ReadTimeoutError) for link in links)
    match error:
        case http_errors.ConnectTimeout():
            return CallFailedError(
                Cause.SERVER_UNREACHABLE, f"{host} did not take the call in time"
            )
        case _ if is_silent or isinstance(error, http_errors.Timeout):
            return CallFailedError(Cause.TIMED_OUT, f"{host} was silent for too long")
        case http_errors.ContentDecodingError():
            return CallFailedError(Cause.NOT_OUR_SERVER, "an answer that is broken")
        case _:
            return CallFailedError(
                Cause.SERVER_UNREACHABLE, f"the connection to {host} was cut"
            )


def local_address_outward() -> str | None:
    """Return the own address that a packet to far away would carry; None without way.

    Its change is the hint that a network came or went: portable, without rights and
    without a packet.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_SOMEWHERE)
            address: str = probe.getsockname()[0]
        except OSError:
            return None
        return address


def _failure_of_link(link: BaseException, host: str) -> CallFailedError | None:
    match link:
        case ssl.SSLError():
            return _tls_failure(link)
        case socket.gaierror():
            if local_address_outward() is None:
                return CallFailedError(Cause.NETWORK_DOWN, "no way out")
            return CallFailedError(Cause.NAME_UNKNOWN, f"{host}: {link.strerror}")
        case OSError(errno=number) if number in _NO_NETWORK_ERRNOS:
            return CallFailedError(Cause.NETWORK_DOWN, f"{link.strerror}")
        case OSError(errno=errno.ECONNREFUSED):
            detail = f"nobody listens at {host}"
            return CallFailedError(Cause.SERVER_UNREACHABLE, detail)
        case _:
            return None


def _tls_failure(error: ssl.SSLError) -> CallFailedError | None:
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return None  # cut, which is no fault of a certificate
    if not isinstance(error, ssl.SSLCertVerificationError):
        return CallFailedError(Cause.CERTIFICATE, str(error))
    # A till whose battery is empty wakes up years ago: to it every certificate is
    # of the future.  Blaming the certificate would send people to the wrong place.
    is_clock = error.verify_code == _CERTIFICATE_NOT_YET_VALID
    cause = Cause.CLOCK if is_clock else Cause.CERTIFICATE
    return CallFailedError(cause, error.verify_message)


def _links(error: BaseException) -> Iterator[BaseException]:
    """Yield *error* and what it was made of, as far as libraries tell."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting and len(seen) < _LINKS_MAX:
        link = waiting.pop(0)
        if id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        inner = [link.__cause__, link.__context__, getattr(link, "reason", None)]
        inner += link.args
        waiting += [each for each in inner if isinstance(each, BaseException)]
