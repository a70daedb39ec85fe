"""What a printer says about itself."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.device import DeviceState
from drivers.receipt_printer.status import (
    AsbReply,
    IdentityReply,
    InOrderReply,
    PrinterStatus,
    ProcessReply,
    RealTimeReply,
    ReplyReader,
)


def test_the_kinds_of_answer_are_told_apart_by_their_fixed_bits() -> None:
    reader = ReplyReader()

    replies = reader.feed(b"\x12\x10\x00\x00\x00\x03\x5fTM-T88\x00\x1e")

    assert replies == [
        RealTimeReply(0x12),
        AsbReply(b"\x10\x00\x00\x00"),
        InOrderReply(0x03),
        IdentityReply("TM-T88"),
        RealTimeReply(0x1E),
    ]


def test_flow_control_and_noise_are_no_answers() -> None:
    reader = ReplyReader()

    assert reader.feed(b"\x11\x13\xff\xfe\x80") == []
    assert reader.noise_count == 5


def test_a_status_answer_within_a_broken_asb_is_still_read() -> None:
    reader = ReplyReader()

    assert reader.feed(b"\x10\x00\x12") == [RealTimeReply(0x12)]
    assert reader.noise_count == 2


def test_an_endless_identity_is_given_up() -> None:
    reader = ReplyReader()

    assert reader.feed(b"\x5f" + b"x" * 80) == []
    assert reader.feed(b"\x12") == [RealTimeReply(0x12)]


@given(st.binary(max_size=300), st.lists(st.integers(min_value=0), max_size=10))
def test_splits_change_no_answer(data: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    split = ReplyReader()

    apart = [
        reply for a, b in itertools.pairwise(edges) for reply in split.feed(data[a:b])
    ]

    assert apart == ReplyReader().feed(data)


@pytest.mark.parametrize(
    ("number", "value", "state", "detail"),
    [
        (1, 0x12, DeviceState.READY, ""),
        (1, 0x16, DeviceState.READY, ""),
        (1, 0x1A, DeviceState.OFFLINE, "offline"),
        (2, 0x16, DeviceState.OFFLINE, "cover"),
        (2, 0x32, DeviceState.OFFLINE, "out of paper"),
        (2, 0x52, DeviceState.OFFLINE, "offline"),
        (3, 0x1A, DeviceState.OFFLINE, "cutter"),
        (3, 0x32, DeviceState.OFFLINE, "unrecoverable"),
        (3, 0x52, DeviceState.OFFLINE, "hot"),
        (4, 0x1E, DeviceState.DEGRADED, "nearly used up"),
        (4, 0x7E, DeviceState.OFFLINE, "out of paper"),
    ],
)
def test_each_real_time_bit_becomes_a_condition_with_a_remedy(
    number: int, value: int, state: DeviceState, detail: str
) -> None:
    condition = PrinterStatus().with_real_time(number, value).condition()

    assert condition.state is state
    assert detail in condition.detail
    assert bool(condition.remedy) == (state is not DeviceState.READY)


def test_the_drawer_level_is_bit_2_of_the_first_answer() -> None:
    assert PrinterStatus().with_real_time(1, 0x16).is_drawer_high
    assert not PrinterStatus().with_real_time(1, 0x12).is_drawer_high


def test_an_asb_replaces_all_that_was_known() -> None:
    before = PrinterStatus(is_cover_open=True, is_paper_out=True)

    status = before.with_asb(b"\x14\x00\x03\x00")

    assert status == PrinterStatus(is_drawer_high=True, is_paper_low=True)


def test_asb_bits_mean_what_the_reference_says() -> None:
    status = PrinterStatus().with_asb(b"\x78\x6c\x0c\x00")

    assert status == PrinterStatus(
        is_offline=True,
        is_cover_open=True,
        is_feeding_by_hand=True,
        is_paper_out=True,
        has_recoverable_error=True,
        has_cutter_error=True,
        has_unrecoverable_error=True,
        is_head_hot=True,
    )


def test_the_number_of_a_job_is_read_in_pieces_and_never_made_up() -> None:
    reader = ReplyReader()

    assert reader.feed(b"\x37\x22") == []
    assert reader.feed(b"11") == []
    assert reader.feed(b"Qw\x00") == [ProcessReply(b"11Qw")]
    assert reader.feed(b"\x37\x2213\x12") == [RealTimeReply(0x12)]
    assert reader.noise_count == 4


@pytest.mark.parametrize(
    ("status", "is_stuck"),
    [
        (PrinterStatus(has_cutter_error=True), True),
        (PrinterStatus(has_recoverable_error=True), True),
        (PrinterStatus(has_cutter_error=True, is_cover_open=True), False),
        (PrinterStatus(has_cutter_error=True, is_paper_out=True), False),
        (PrinterStatus(has_cutter_error=True, has_unrecoverable_error=True), False),
        (PrinterStatus(is_paper_out=True), False),
    ],
    ids=["cutter", "other", "cover", "paper", "broken", "no error"],
)
def test_a_printer_is_stuck_when_its_cause_may_be_gone(
    status: PrinterStatus,
    is_stuck: bool,
) -> None:
    assert status.is_stuck is is_stuck
