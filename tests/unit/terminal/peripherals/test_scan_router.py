"""Each scan goes to the one who claimed scans last."""

from __future__ import annotations

from terminal.application.ports.devices import Scan
from terminal.peripherals.scan_router import ScanRouter

_SCAN = Scan("scanner", "4006381333931", "]E0")


def test_a_scan_nobody_claimed_is_counted() -> None:
    router = ScanRouter()

    router.deliver(_SCAN)

    assert router.dropped_count == 1
    assert router.owner == ""


def test_the_last_claim_gets_the_scans_and_gives_them_back() -> None:
    router = ScanRouter()
    sale: list[Scan] = []
    member: list[Scan] = []
    router.claim("sale", sale.append)
    claim = router.claim("member", member.append)

    router.deliver(_SCAN)
    owner = router.owner
    claim.release()
    claim.release()
    router.deliver(_SCAN)

    assert (len(sale), len(member), owner) == (1, 1, "member")
    assert router.owner == "sale"
    assert router.dropped_count == 0


def test_a_lower_claim_can_be_released_first() -> None:
    router = ScanRouter()
    seen: list[Scan] = []
    below = router.claim("sale", lambda _scan: None)
    router.claim("member", seen.append)

    below.release()
    router.deliver(_SCAN)

    assert seen == [_SCAN]


def test_a_handler_may_release_its_own_claim() -> None:
    router = ScanRouter()
    claim = router.claim("once", lambda _scan: claim.release())

    router.deliver(_SCAN)
    router.deliver(_SCAN)

    assert router.dropped_count == 1
