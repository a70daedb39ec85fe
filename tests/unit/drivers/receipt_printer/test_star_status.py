"""What a Star printer says of itself, in pieces and in noise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.device import DeviceState
from drivers.receipt_printer.star_status import StarStatusReader, star_asb
from drivers.receipt_printer.status import PrinterStatus

_STATUSES = st.builds(
    PrinterStatus,
    is_offline=st.booleans(),
    is_cover_open=st.booleans(),
    is_paper_out=st.booleans(),
    is_paper_low=st.booleans(),
    has_cutter_error=st.booleans(),
    has_recoverable_error=st.booleans(),
    has_unrecoverable_error=st.booleans(),
    is_head_hot=st.booleans(),
    is_drawer_high=st.booleans(),
    is_feeding_by_hand=st.booleans(),
)


@pytest.mark.parametrize(
    ("answer", "state", "detail"),
    [
        ("23 06 00 00 00 00 00 00 00", DeviceState.READY, ""),
        ("0f 00 28 00 00 00 00", DeviceState.OFFLINE, "the cover is open"),
        ("0f 00 08 00 00 0c 00", DeviceState.OFFLINE, "out of paper"),
        ("0f 00 00 00 00 04 00", DeviceState.DEGRADED, "paper nearly used up"),
        ("0f 00 08 08 00 00 00", DeviceState.OFFLINE, "the cutter is jammed"),
        ("0f 00 08 20 00 00 00", DeviceState.OFFLINE, "unrecoverable error"),
    ],
    ids=["ready", "cover", "paper", "low", "cutter", "broken"],
)
def test_statuses_of_the_manual_are_understood(
    answer: str, state: DeviceState, detail: str
) -> None:
    (found,) = StarStatusReader().feed(bytes.fromhex(answer))

    condition = found.status.condition()
    assert (condition.state, condition.detail) == (state, detail)


def test_short_statuses_count_no_barriers() -> None:
    (short,) = StarStatusReader().feed(bytes.fromhex("0f 00 02 00 00 00 00"))

    assert short.etb_counter is None
    assert short.is_etb_done


@given(_STATUSES, st.integers(0, 31), st.booleans(), st.lists(st.integers(1, 9)))
def test_a_status_survives_any_splits(
    status: PrinterStatus,
    counter: int,
    is_done: bool,
    sizes: list[int],
) -> None:
    data = star_asb(status, counter, is_etb_done=is_done) * 2
    reader = StarStatusReader()
    found = []
    for size in sizes:
        found += reader.feed(data[:size])
        data = data[size:]
    found += reader.feed(data)

    assert [asb.status for asb in found] == [status, status]
    assert [asb.etb_counter for asb in found] == [counter, counter]
    assert [asb.is_etb_done for asb in found] == [is_done, is_done]
    assert reader.noise_count == 0


@given(_STATUSES, st.integers(0, 8))
def test_a_status_that_was_cut_short_is_none(status: PrinterStatus, kept: int) -> None:
    reader = StarStatusReader()
    whole = star_asb(status, 1, is_etb_done=False)

    found = reader.feed(whole[:kept] + whole)

    assert [asb.values for asb in found] == [whole]


@given(st.binary(max_size=200))
def test_noise_is_survived_and_counted(noise: bytes) -> None:
    reader = StarStatusReader()

    found = reader.feed(noise)

    rest = len(noise) - reader.noise_count - sum(len(asb.values) for asb in found)
    assert 0 <= rest < 33
