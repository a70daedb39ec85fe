"""Events that come in a file are stored as if they had been pushed."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests
from sqlalchemy import Connection

from sync.central.lanes import ALONE
from sync.protocol.envelope import ParentLink, StoredEvent
from sync.protocol.event_file import EventFileHead
from sync.protocol.messages import deflate, encode_push
from sync.protocol.sealed_file import (
    ForCenter,
    SealedWriter,
    Sealing,
    WithPassphrase,
)
from tests.support.central_app import CentralApp, TillInApp
from tests.support.central_server import CentralServer, TillClient, command
from tests.support.till_chain import TillChain

_NOTHING = "nothing of the file was stored"


def plain(
    till: TillClient | TillInApp, *batches: list[StoredEvent], tenant: str = "acme"
) -> bytes:
    head = EventFileHead(
        tenant=tenant,
        store=till.chain.store,
        workstation=till.chain.workstation,
        lane="ledger",
    )
    parts = [deflate(msgspec.json.encode(head) + b"\n")]
    return b"".join(
        [*parts, *(encode_push(batch) + deflate(b"\n") for batch in batches)]
    )


def sealed(data: bytes, sealing: Sealing) -> bytes:
    stream = io.BytesIO()
    writer = SealedWriter(stream, sealing)
    writer.write(data)
    writer.end()
    return stream.getvalue()


def carry(till: TillClient, data: bytes) -> requests.Response:
    return till.server.administer("POST", "/v1/events/import", data=data)


def taken(till: TillClient, data: bytes) -> tuple[int, int, int]:
    answer = carry(till, data)
    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert report["workstation"] == till.chain.workstation
    return report["events"], report["added"], report["known"]


def refused(till: TillClient, data: bytes) -> str:
    before = till.hello()
    totals = till.totals()
    answer = carry(till, data)
    assert answer.status_code in {400, 401, 403}, answer.text
    assert till.hello().epochs == before.epochs
    assert till.totals() == totals
    return str(answer.json()["code"])


def test_a_file_is_stored_beside_no_push_because_it_may_hold_epochs_of_others(
    app: CentralApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = app.enrolled()
    till.chain.sell()
    write_soon, lanes = app.database.write_soon, list[str]()

    async def note_lane(work: Callable[[Connection], object], lane: str = ALONE) -> Any:
        lanes.append(lane)
        return await write_soon(work, lane)

    monkeypatch.setattr(app.database, "write_soon", note_lane)
    data = plain(till, till.chain.events)

    assert app.administer("POST", "/v1/events/import", data).status == 200
    assert lanes == [ALONE]


@pytest.fixture
def sold(till: TillClient) -> TillClient:
    for count in range(1, 13):
        till.chain.sell(100 * count)
    return till


def test_a_sealed_file_is_stored_once_however_often_it_comes(sold: TillClient) -> None:
    events = sold.chain.events
    data = sealed(plain(sold, events[:5], events[5:]), ForCenter(sold.central_key))

    assert taken(sold, data) == (12, 12, 0)
    totals = sold.totals()
    assert (totals["transactions"], totals["gross_minor"]) == (12, 7_800)
    assert taken(sold, data) == (12, 0, 12)
    assert sold.totals() == totals
    assert sold.hello().epochs[0].hw == 12


def test_what_was_pushed_meanwhile_is_not_stored_again(sold: TillClient) -> None:
    events = sold.chain.events
    sold.push(events[:7])
    data = sealed(plain(sold, events[:5], events[5:]), ForCenter(sold.central_key))

    assert taken(sold, data) == (12, 5, 7)
    sold.push(events)
    assert sold.totals()["transactions"] == 12


def test_the_older_form_without_a_seal_is_taken(sold: TillClient) -> None:
    assert taken(sold, plain(sold, sold.chain.events)) == (12, 12, 0)


def test_several_epochs_come_in_one_file(sold: TillClient) -> None:
    chain = sold.chain
    new = TillChain(
        b"\x01" * 32,
        workstation=chain.workstation,
        store=chain.store,
        epoch="a" * 16,
        parent=ParentLink(chain.epoch, 12, chain.head.hex()),
        series="B",
    )
    new.signer = chain.signer
    new.sell(50)
    answer = carry(sold, plain(sold, chain.events, new.events))

    assert answer.json()["epochs"] == [
        {"epoch": chain.epoch, "first_seq": 1, "last_seq": 12},
        {"epoch": "a" * 16, "first_seq": 1, "last_seq": 1},
    ]
    assert sold.totals()["gross_minor"] == 7_850


def test_a_file_for_another_center_is_refused(sold: TillClient) -> None:
    stranger = TillChain(b"\x02" * 32).signer.public_key
    data = sealed(plain(sold, sold.chain.events), ForCenter(stranger))

    assert refused(sold, data) == "malformed"
    assert _NOTHING in carry(sold, data).json()["message"]


def test_a_cut_or_changed_file_is_refused_whole(sold: TillClient) -> None:
    events = sold.chain.events
    data = sealed(plain(sold, events[:5], events[5:]), ForCenter(sold.central_key))
    changed = bytearray(data)
    changed[len(data) // 2] ^= 1

    for file in (data[:-1], data[:40], bytes(changed), b"", b"{}", data + b"x"):
        assert refused(sold, file) == "malformed"


def test_nothing_is_kept_of_a_file_that_goes_wrong_half_way(sold: TillClient) -> None:
    events = sold.chain.events
    forged = msgspec.structs.replace(events[9], body=events[9].body + b" ")

    assert refused(sold, plain(sold, events[:5], [*events[5:9], forged])) == "chain"
    assert refused(sold, plain(sold, events[:5], events[6:])) == "gap"
    assert refused(sold, plain(sold, events[:5], [])) == "empty"


def test_another_history_is_refused(sold: TillClient) -> None:
    sold.push(sold.chain.events)
    other = TillChain(
        b"\x01" * 32, workstation=sold.chain.workstation, store=sold.chain.store
    )
    other.signer = sold.chain.signer
    other.epoch = sold.chain.epoch
    other.sell(1)

    assert refused(sold, plain(sold, other.events)) == "fork"


def test_events_signed_by_somebody_else_are_refused(sold: TillClient) -> None:
    forger = TillChain(
        b"\x03" * 32, workstation=sold.chain.workstation, store=sold.chain.store
    )
    forger.sell(10**6)

    assert refused(sold, plain(sold, forger.events)) == "chain"


def test_events_of_others_are_refused(
    sold: TillClient, new_till: Callable[[], TillClient]
) -> None:
    other = new_till()
    other.chain.sell()
    unknown = TillClient(sold.server, TillChain(b"\x04" * 32, workstation="T-none"))
    unknown.chain.sell()

    assert refused(sold, plain(sold, sold.chain.events, tenant="b")) == "foreign_tenant"
    assert refused(sold, plain(sold, other.chain.events)) == "foreign_stream"
    assert refused(sold, plain(unknown, unknown.chain.events)) == "unknown_workstation"


def test_a_suspended_till_gets_nothing_in_this_way_either(
    sold: TillClient, suspend: Callable[[str], None]
) -> None:
    suspend(sold.chain.workstation)

    answer = carry(sold, plain(sold, sold.chain.events))

    assert (answer.status_code, answer.json()["code"]) == (403, "revoked")
    assert sold.totals()["events"] == 0


def test_only_the_administrator_may(sold: TillClient) -> None:
    answer = sold.send("POST", "/v1/events/import", plain(sold, sold.chain.events))

    assert answer.status_code == 401


def run(server: CentralServer, *words: str) -> subprocess.CompletedProcess[str]:
    return command(
        *("central", "import", *words, "--home", str(server.home)),
        *("--database", server.database),
    )


def test_the_command_takes_a_file_beside_the_server(
    sold: TillClient, tmp_path: Path
) -> None:
    phrase = tmp_path / "phrase"
    phrase.write_text("correct horse battery\n")
    file = tmp_path / "events"
    file.write_bytes(
        sealed(plain(sold, sold.chain.events), WithPassphrase("correct horse battery"))
    )

    shut = run(sold.server, str(file))
    opened = run(sold.server, str(file), "--passphrase-file", str(phrase))

    assert shut.returncode == 1
    assert shut.stderr.count("\n") == 1
    assert "give it" in shut.stderr
    assert opened.returncode == 0, opened.stderr
    assert "12 events" in opened.stdout
    assert "12 new" in opened.stdout
    assert sold.totals()["transactions"] == 12
