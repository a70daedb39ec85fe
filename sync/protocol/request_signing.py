"""How a workstation proves that a request is its own.

The signature covers method, target (path and query), body, nonce and time. The
central answers with the nonce, so that a late answer to an older request is known
as such.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, unquote

from msgspec import Struct

from sync.protocol.errors import RequestSignatureError
from sync.protocol.signature import Signer, verify

WORKSTATION_HEADER: Final = "X-Evertill-Workstation"
TIME_HEADER: Final = "X-Evertill-Time"
NONCE_HEADER: Final = "X-Evertill-Nonce"
SIGNATURE_HEADER: Final = "X-Evertill-Signature"

TIME_WINDOW_MS: Final = 15 * 60 * 1000
"""How far a request's time may be from the central's clock, either way."""

_NONCE_BYTES: Final = 16
_NONCE: Final = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
_TIME: Final = re.compile(r"[0-9]{1,15}", re.ASCII)
_WORKSTATION_CHARACTERS_MAX: Final = 128


class SignedParts(Struct, frozen=True):
    """The parts of a request that its signature covers.

    Attributes:
        method: `GET` or `POST`.
        target: Path with query, exactly as it is sent (`/v1/feed?cursor=abc`).
        body: The bytes sent, compressed if they are sent compressed; or none.
    """

    method: str
    target: str
    body: bytes


class RequestClaim(Struct, frozen=True):
    """What the headers of a request say, not yet believed.

    Attributes:
        workstation: Who claims to speak; printable ASCII or percent-encoded.
        time_ms: The sender's idea of the central's time, ms since 1970 UTC.
        nonce: 16 to 64 characters that the workstation uses once.
        signature: Ed25519 over `signed_text`.
    """

    workstation: str
    time_ms: int
    nonce: str
    signature: bytes


def new_nonce(random_bytes: bytes) -> str:
    """Return a nonce made of 16 *random_bytes*."""
    assert len(random_bytes) == _NONCE_BYTES
    return base64.urlsafe_b64encode(random_bytes).rstrip(b"=").decode("ascii")


def sign_request(
    signer: Signer,
    parts: SignedParts,
    *,
    workstation: str,
    nonce: str,
    time_ms: int,
) -> dict[str, str]:
    """Return the headers that sign one request.

    Args:
        signer: The key the workstation was enrolled with.
        parts: What is sent.
        workstation: Its id, as the enrolment answered it.
        nonce: See `new_nonce`.
        time_ms: The best estimate of the central's time: a till whose clock is wrong
            corrects it by the time of the central's last answer.
    """
    text = signed_text(parts, nonce, time_ms)
    signature = base64.b64encode(signer.sign(text)).decode("ascii")
    return {
        WORKSTATION_HEADER: _quote(workstation),
        TIME_HEADER: str(time_ms),
        NONCE_HEADER: nonce,
        SIGNATURE_HEADER: signature,
    }


def read_claim(headers: Mapping[str, str]) -> RequestClaim:
    """Read the signing headers; *headers* must be found whatever their case.

    Raises:
        RequestSignatureError: A header is missing or not of its form.
    """
    workstation = _unquote(headers.get(WORKSTATION_HEADER, ""))
    time_text = headers.get(TIME_HEADER, "")
    nonce = headers.get(NONCE_HEADER, "")
    signature = headers.get(SIGNATURE_HEADER, "")
    if not 1 <= len(workstation) <= _WORKSTATION_CHARACTERS_MAX:
        raise RequestSignatureError(f"the request has no {WORKSTATION_HEADER}")
    if not _TIME.fullmatch(time_text):
        raise RequestSignatureError(f"the request has no {TIME_HEADER}")
    if not _NONCE.fullmatch(nonce):
        raise RequestSignatureError(f"the request has no {NONCE_HEADER}")
    try:
        raw = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError) as error:
        message = f"the {SIGNATURE_HEADER} is not base64"
        raise RequestSignatureError(message) from error
    return RequestClaim(workstation, int(time_text), nonce, raw)


def verify_request(claim: RequestClaim, public_key: bytes, parts: SignedParts) -> None:
    """Check that the owner of *public_key* sent exactly this request.

    Raises:
        RequestSignatureError: Somebody else did, or it was changed on the way.
    """
    text = signed_text(parts, claim.nonce, claim.time_ms)
    if not verify(public_key, text, claim.signature):
        raise RequestSignatureError("the request is not signed by this workstation")


def signed_text(parts: SignedParts, nonce: str, time_ms: int) -> bytes:
    """Return the bytes that are signed: five lines, without a last line feed."""
    digest = hashlib.sha256(parts.body).hexdigest()
    return f"{parts.method}\n{parts.target}\n{digest}\n{nonce}\n{time_ms}".encode()


def _quote(text: str) -> str:
    # HTTP headers are Latin-1; the id of a workstation may be any text.
    return quote(text, safe="")


def _unquote(text: str) -> str:
    return unquote(text, errors="replace")
