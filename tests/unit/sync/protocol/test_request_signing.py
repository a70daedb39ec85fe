"""Requests signed by the workstation that sends them."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.errors import RequestSignatureError
from sync.protocol.request_signing import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIME_HEADER,
    WORKSTATION_HEADER,
    RequestClaim,
    SignedParts,
    new_nonce,
    read_claim,
    sign_request,
    signed_text,
    verify_request,
)
from sync.protocol.signature import Signer

SIGNER = Signer(bytes(range(32)))
PARTS = SignedParts("POST", "/v1/push?x=1", b"body")
NONCE = new_nonce(bytes(16))


def signed(workstation: str = "T-07") -> dict[str, str]:
    return sign_request(
        SIGNER, PARTS, workstation=workstation, nonce=NONCE, time_ms=1_700_000_000_000
    )


def test_the_signed_text_is_the_one_of_the_protocol() -> None:
    digest = "230d8358dc8e8890b4c58deeb62912ee2f20357ae92a5cc861b98e68fe31acb5"

    text = signed_text(PARTS, "nonce", 12)

    assert text == f"POST\n/v1/push?x=1\n{digest}\nnonce\n12".encode()


@given(
    workstation=st.text(
        st.characters(exclude_categories=["Cs"]), min_size=1, max_size=128
    )
)
def test_a_signed_request_is_believed(workstation: str) -> None:
    headers = signed(workstation)

    claim = read_claim(headers)
    verify_request(claim, SIGNER.public_key, PARTS)

    assert claim.workstation == workstation
    assert claim.nonce == NONCE
    assert claim.time_ms == 1_700_000_000_000
    assert all(value.isascii() for value in headers.values())


@pytest.mark.parametrize(
    "parts",
    [
        SignedParts("GET", PARTS.target, PARTS.body),
        SignedParts(PARTS.method, "/v1/push", PARTS.body),
        SignedParts(PARTS.method, PARTS.target, b"other"),
    ],
)
def test_a_changed_request_is_refused(parts: SignedParts) -> None:
    claim = read_claim(signed())

    with pytest.raises(RequestSignatureError, match="not signed"):
        verify_request(claim, SIGNER.public_key, parts)


def test_nonce_and_time_are_covered() -> None:
    claim = read_claim(signed())

    for changed in (
        msgspec.structs.replace(claim, nonce="x" * 16),
        msgspec.structs.replace(claim, time_ms=claim.time_ms + 1),
    ):
        with pytest.raises(RequestSignatureError):
            verify_request(changed, SIGNER.public_key, PARTS)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (WORKSTATION_HEADER, ""),
        (WORKSTATION_HEADER, "x" * 129),
        (TIME_HEADER, "-1"),
        (TIME_HEADER, "١٢"),
        (NONCE_HEADER, "short"),
        (NONCE_HEADER, "x" * 65),
        (SIGNATURE_HEADER, "no base64!"),
    ],
)
def test_a_header_of_another_form_is_refused(header: str, value: str) -> None:
    with pytest.raises(RequestSignatureError):
        read_claim(signed() | {header: value})


@given(values=st.lists(st.text(max_size=70), min_size=4, max_size=4))
def test_hostile_headers_raise_the_one_error(values: list[str]) -> None:
    names = (WORKSTATION_HEADER, TIME_HEADER, NONCE_HEADER, SIGNATURE_HEADER)

    try:
        claim = read_claim(dict(zip(names, values, strict=True)))
    except RequestSignatureError:
        return
    assert isinstance(claim, RequestClaim)
