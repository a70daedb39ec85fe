"""Enrolment by a code that works once."""

from __future__ import annotations

import os

import msgspec
import pytest
from sqlalchemy import select

from sync.central.database import open_engine
from sync.central.schema import metadata
from sync.protocol import messages
from tests.support.central_server import CentralServer, TillClient, command
from tests.support.till_chain import TillChain


def client(
    server: CentralServer, workstation: str, store: str = "S-enrol"
) -> TillClient:
    return TillClient(
        server, TillChain(os.urandom(32), workstation=workstation, store=store)
    )


def test_a_code_gives_a_till_its_identity(server: CentralServer) -> None:
    till = client(server, "E-1")
    body = {"store": "S-enrol", "workstation": "E-1", "name": "Till at the door"}
    code = server.answer("POST", "/v1/enrolment-codes", body)["code"]

    reply = till.enrol(code.lower().replace("-", " "))

    assert (reply.tenant, reply.store, reply.workstation, reply.name) == (
        "acme",
        "S-enrol",
        "E-1",
        "Till at the door",
    )
    assert till.hello().epochs == (
        messages.EpochWatermark(till.chain.epoch, 0, None, 0),
    )


def test_a_lost_answer_can_be_asked_for_again(server: CentralServer) -> None:
    till = client(server, "E-2")
    code = server.code("E-2", "S-enrol")

    assert till.enrol(code) == till.enrol(code)


def test_a_used_code_lets_nobody_else_in(server: CentralServer) -> None:
    till, thief = client(server, "E-3"), client(server, "E-3")
    code = server.code("E-3", "S-enrol")
    till.enrol(code)

    response = thief.try_enrol(code)

    assert response.status_code == 403
    assert response.json()["code"] == "code_used"
    assert till.hello().epochs


def test_an_unknown_code_is_refused(server: CentralServer) -> None:
    response = client(server, "E-4").try_enrol("AAAA-BBBB-CCCC-DDDD-EEEE")

    assert (response.status_code, response.json()["code"]) == (403, "code_unknown")


def test_an_expired_code_is_refused(server: CentralServer) -> None:
    made = command(
        *("central", "code", "--home", str(server.home), "--store", "S-enrol"),
        *("--database", server.database),
        *("--workstation", "E-5", "--valid-hours", "0", "--json"),
    )
    code = messages.decode(_Issued, made.stdout.encode()).code

    response = client(server, "E-5").try_enrol(code)

    assert (response.status_code, response.json()["code"]) == (403, "code_expired")


def test_a_replaced_computer_enrols_anew_and_the_old_one_is_out(
    server: CentralServer,
) -> None:
    old, new = client(server, "E-6"), client(server, "E-6")
    old.enrol(server.code("E-6", "S-enrol"))
    old.chain.sell()
    old.push(old.chain.events)

    new.enrol(server.code("E-6", "S-enrol"))

    refusal = old.refused_push(old.chain.events, 401)
    assert refusal.code == "signature"
    held = {each.epoch: each.hw for each in new.hello().epochs}
    assert held[old.chain.epoch] == 1


def test_a_code_for_another_store_is_refused(server: CentralServer) -> None:
    client(server, "E-7").enrol(server.code("E-7", "S-enrol"))

    body = {"store": "S-elsewhere", "workstation": "E-7"}
    response = server.administer("POST", "/v1/enrolment-codes", body)

    assert (response.status_code, response.json()["code"]) == (409, "other_store")


@pytest.mark.parametrize(
    "body", [{}, {"store": "S"}, {"store": "", "workstation": "W"}]
)
def test_a_code_needs_store_and_workstation(
    server: CentralServer, body: dict[str, str]
) -> None:
    assert server.administer("POST", "/v1/enrolment-codes", body).status_code == 400


def test_no_code_token_or_private_key_is_in_the_database(server: CentralServer) -> None:
    code = server.code("E-8", "S-enrol")
    engine = open_engine(server.database)
    with engine.connect() as connection:
        text = "\n".join(
            str(value)
            for table in metadata.sorted_tables
            for row in connection.execute(select(table))
            for value in row
        )
    engine.dispose()
    assert "E-8" in text

    key = (server.home / "central.key").read_text()
    for secret in (code, code.replace("-", ""), server.token, key):
        assert secret not in text


class _Issued(msgspec.Struct):
    code: str
