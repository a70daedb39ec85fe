"""Reference data from a real center to a real replica."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from terminal.bootstrap.agent import run_agent
from terminal.persistence.replica.reader import ReplicaReader
from terminal.replication.errors import FeedRefusedError
from tests.fakes.fault_proxy import Fault, FaultProxy
from tests.integration.replication.support import EnrolledHome, RunningCenter

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]

_PEN = "4006381333931"


@pytest.fixture
def stocked(center: RunningCenter) -> RunningCenter:
    center.import_catalog()
    return center


@pytest.fixture
def replica(stocked: RunningCenter, till: EnrolledHome) -> Iterator[ReplicaReader]:
    reader = ReplicaReader(till.home, till.keys)
    yield reader
    reader.close()


def _price(replica: ReplicaReader, scan_code: str = _PEN) -> int:
    item = replica.find_by_scan_code(scan_code)
    assert item is not None
    return item.unit_price_micro


def _catalog(price: str, name: str = "Pen") -> str:
    return f"item_id,scan_code,description,unit_price\nA1,{_PEN},{name},{price}\n"


def test_a_new_home_has_the_whole_catalogue_before_its_first_sale(
    replica: ReplicaReader, till: EnrolledHome
) -> None:
    assert till.rows >= 4
    assert _price(replica, "4006381333948") == 3_990_000


def test_a_changed_price_reaches_the_till(
    replica: ReplicaReader, till: EnrolledHome, stocked: RunningCenter
) -> None:
    before = replica.feed_position()
    stocked.import_catalog(_catalog("1.35"))

    status = run_agent(till.home.path, once=True)

    assert status.feed_state == "online"
    assert _price(replica) == 1_350_000
    assert replica.feed_position() == status.feed_cursor != before


def test_a_row_changed_on_the_way_is_refused_and_the_old_price_stays(
    replica: ReplicaReader,
    till: EnrolledHome,
    stocked: RunningCenter,
    proxy: FaultProxy,
) -> None:
    stocked.import_catalog(_catalog("1.50"))
    run_agent(till.home.path, once=True)
    stocked.import_catalog(_catalog("1.70", "Pen of gold"))
    proxy.tamper = (b"1700000", b"1000000")
    proxy.set(Fault.TAMPER)

    status = run_agent(till.home.path, once=True)

    assert proxy.struck
    assert status.feed_state == "feed_refused"
    assert any("not signed" in incident for incident in status.incidents)
    assert _price(replica) == 1_500_000
    proxy.set(Fault.NONE)
    assert run_agent(till.home.path, once=True).feed_state == "online"
    assert _price(replica) == 1_700_000


def test_a_stuck_feed_does_not_hold_up_the_upload(
    till: EnrolledHome, stocked: RunningCenter, proxy: FaultProxy
) -> None:
    stocked.import_catalog(_catalog("2.10"))
    till.commit(5)
    proxy.tamper = (b"2100000", b"1000000")
    proxy.set(Fault.TAMPER)

    status = run_agent(till.home.path, once=True)

    assert status.feed_state == "feed_refused"
    assert (status.state, status.waiting) == ("online", 0)
    assert till.center_hashes() == till.local_hashes()


def test_a_home_that_pins_another_key_gets_no_row(
    stocked: RunningCenter, till: EnrolledHome
) -> None:
    from terminal.bootstrap.replication_files import ReplicaFile
    from terminal.replication.enrolment import Enrolment, pull_reference_data

    enrolment = Enrolment(
        tenant="acme",
        store="s-01",
        workstation=till.workstation,
        name="",
        central_public_key=b"k" * 32,
    )
    with till.home.lock_replica():
        file = ReplicaFile(till.home, till.keys)
        before = file.cursor()
        with pytest.raises(FeedRefusedError, match="signature"):
            pull_reference_data(stocked.url, enrolment, till.keys.signing_private, file)
        assert file.cursor() == before
        file.close()


def test_progress_is_told_after_each_checkpoint(
    stocked: RunningCenter, till: EnrolledHome
) -> None:
    from terminal.bootstrap.replication_files import ReplicaFile
    from terminal.replication.enrolment import Enrolment, pull_reference_data

    assert till.keys.central_public is not None
    enrolment = Enrolment(
        tenant="acme",
        store="s-01",
        workstation=till.workstation,
        name="",
        central_public_key=till.keys.central_public,
    )
    stocked.import_catalog(_catalog("2.20"))
    told: list[int] = []
    with till.home.lock_replica():
        file = ReplicaFile(till.home, till.keys)
        rows = pull_reference_data(
            stocked.url,
            enrolment,
            till.keys.signing_private,
            file,
            on_progress=told.append,
        )
        file.close()

    assert rows >= 1
    assert told[-1] == rows
