"""Introducing a workstation, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from sync.protocol.messages import Enrol, decode
from terminal.replication.enrolment import enrol, require_safe_url
from terminal.replication.errors import (
    CenterUnreachableError,
    EnrolmentRefusedError,
    NotOurServerError,
    RefusedError,
)
from tests.fakes.scripted_http import Reply, ScriptedHttp, refusal

_EPOCH = "a" * 16


@pytest.fixture
def server() -> Iterator[ScriptedHttp]:
    running = ScriptedHttp()
    yield running
    running.close()


def test_a_code_is_traded_for_an_identity(server: ScriptedHttp) -> None:
    server.answer = lambda _asked: Reply(
        body=msgspec.json.encode(
            {
                "tenant": "acme",
                "store": "s-01",
                "workstation": "t-07",
                "central_public_key": b"k" * 32,
                "name": "Door",
            }
        )
    )

    enrolment = enrol(server.url, "CODE", b"p" * 32, epoch=_EPOCH)

    said = decode(Enrol, server.asked[0].body)
    assert (said.code, said.public_key, said.epoch) == ("CODE", b"p" * 32, _EPOCH)
    assert enrolment.central_public_key == b"k" * 32
    assert (enrolment.store, enrolment.workstation, enrolment.name) == (
        "s-01",
        "t-07",
        "Door",
    )


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409])
def test_a_code_that_is_not_accepted_is_told(server: ScriptedHttp, status: int) -> None:
    server.answer = lambda _asked: refusal(status, "unknown_code")

    with pytest.raises(EnrolmentRefusedError, match="unknown_code"):
        enrol(server.url, "CODE", b"p" * 32, epoch=_EPOCH)


def test_other_failures_keep_their_cause(server: ScriptedHttp) -> None:
    server.answer = lambda _asked: Reply(200, b"<html>", is_ours=False)
    with pytest.raises(NotOurServerError):
        enrol(server.url, "CODE", b"p" * 32, epoch=_EPOCH)

    server.answer = lambda _asked: refusal(500, "internal")
    with pytest.raises(CenterUnreachableError):
        enrol(server.url, "CODE", b"p" * 32, epoch=_EPOCH)


@pytest.mark.parametrize(
    "url",
    [
        "https://center.test",
        "http://127.0.0.1:8080",
        "http://[::1]:1",
        "http://localhost",
    ],
)
def test_https_and_loopback_are_safe(url: str) -> None:
    require_safe_url(url)


@pytest.mark.parametrize(
    "url",
    ["http://center.test", "http://10.0.0.7", "ftp://127.0.0.1", "https://", "", "x"],
)
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(RefusedError, match="https"):
        require_safe_url(url)
