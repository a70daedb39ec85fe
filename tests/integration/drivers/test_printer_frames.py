"""What printers say and are told: split anywhere, cut short and among noise.

A frame is one answer or one command.  The campaign feeds a million of each sort; ten
thousand of all sorts are in every test.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Final

import pytest

from drivers.receipt_printer.commands import CommandReader
from drivers.receipt_printer.decoder import PAPER_BLOCKS_MAX, PaperDecoder
from drivers.receipt_printer.esc_pos import RECOVERY, EscPosBuilder
from drivers.receipt_printer.profile import PROFILES
from drivers.receipt_printer.star_commands import StarReader
from drivers.receipt_printer.star_line import StarLineBuilder
from drivers.receipt_printer.star_status import StarStatusReader, star_asb
from drivers.receipt_printer.status import (
    PROCESS_ALPHABET,
    AsbReply,
    IdentityReply,
    InOrderReply,
    PrinterStatus,
    ProcessReply,
    RealTimeReply,
    Reply,
    ReplyReader,
)

CAMPAIGN_FRAMES: Final = 1_000_000
_SHARE_IN_TESTS: Final = 100
_FRAMES_IN_STREAM: Final = 50


def _split(dice: random.Random, data: bytes) -> Iterator[bytes]:
    position = 0
    while position < len(data):
        size = dice.choice((1, 1, 2, 3, 7, 64))
        yield data[position : position + size]
        position += size


def _answer(dice: random.Random) -> tuple[bytes, Reply]:
    bits = dice.randrange(256)
    match dice.randrange(5):
        case 0:
            value = bits & 0x6C | 0x12
            return bytes((value,)), RealTimeReply(value)
        case 1:
            return bytes((bits & 0x6F,)), InOrderReply(bits & 0x6F)
        case 2:
            values = bytes((bits & 0x6C | 0x10, *(dice.randrange(16) for _ in "abc")))
            return values, AsbReply(values)
        case 3:
            process_id = bytes(dice.choices(PROCESS_ALPHABET, k=4))
            return b"\x37\x22" + process_id + b"\x00", ProcessReply(process_id)
        case _:
            text = "".join(dice.choices("ABCxyz 0123.-", k=dice.randrange(20)))
            return b"\x5f" + text.encode() + b"\x00", IdentityReply(text)


def _check_answers(dice: random.Random) -> None:
    """Whole answers with noise between them are found, whatever the splits."""
    sent = [_answer(dice) for _ in range(_FRAMES_IN_STREAM)]
    data = b"".join(
        bytes(dice.randrange(0x80, 0x100) for _ in range(dice.randrange(3))) + frame
        for frame, _reply in sent
    )
    reader = ReplyReader()
    found = [reply for part in _split(dice, data) for reply in reader.feed(part)]
    assert found == [reply for _frame, reply in sent]


def _check_barriers(dice: random.Random) -> None:
    """Of answers cut short and turned over, no job number is made up."""
    whole: set[bytes] = set()
    data = b""
    for _ in range(_FRAMES_IN_STREAM):
        frame, reply = _answer(dice)
        if isinstance(reply, ProcessReply):
            whole.add(reply.process_id)
        data += (
            frame[: dice.randrange(len(frame) + 1)] if dice.random() < 0.3 else frame
        )
    reader = ReplyReader()
    for part in _split(dice, data):
        for reply in reader.feed(part):
            assert not isinstance(reply, ProcessReply) or reply.process_id in whole


def _check_star_answers(dice: random.Random) -> None:
    """Whole statuses are found, and none that was cut short."""
    sent: list[bytes] = []
    data = b""
    for _ in range(_FRAMES_IN_STREAM):
        status = PrinterStatus(
            is_offline=dice.random() < 0.5,
            is_paper_out=dice.random() < 0.5,
            has_cutter_error=dice.random() < 0.5,
        )
        frame = star_asb(status, dice.randrange(32), is_etb_done=dice.random() < 0.5)
        if dice.random() < 0.2:
            data += frame[: dice.randrange(len(frame))]
        else:
            data += bytes(dice.randrange(0x80, 0x100) for _ in range(dice.randrange(3)))
            data += frame
            sent.append(frame)
    reader = StarStatusReader()
    found = [status for part in _split(dice, data) for status in reader.feed(part)]
    assert [status.values for status in found] == sent


def _job(dice: random.Random, *, is_star: bool) -> bytes:
    builder: EscPosBuilder | StarLineBuilder = (
        StarLineBuilder(PROFILES["star-line-80"]) if is_star else EscPosBuilder()
    )
    builder.initialize()
    for _ in range(_FRAMES_IN_STREAM):
        match dice.randrange(5):
            case 0:
                builder.line("".join(dice.choices("Aé€ 乌5", k=9)))
            case 1:
                builder.qr("https://example.com")
            case 2:
                builder.code128("R-1")
            case 3:
                builder.raster(16, dice.randbytes(2 * dice.randrange(1, 30)))
            case _:
                builder.cut()
    return builder.build()


def _check_jobs(dice: random.Random, *, is_star: bool) -> None:
    """Damaged jobs end somewhere, and a recovery ends whatever they left."""
    data = bytearray(_job(dice, is_star=is_star))
    for _ in range(dice.randrange(6)):
        match dice.randrange(3):
            case 0:
                data[dice.randrange(len(data))] = dice.randrange(256)
            case 1:
                del data[dice.randrange(len(data)) :]
                data += b"\n"
            case _:
                at = dice.randrange(len(data))
                data[at:at] = dice.randbytes(3)
    reader: CommandReader | StarReader = StarReader() if is_star else CommandReader()
    decoder = PaperDecoder()
    for part in _split(dice, bytes(data)):
        for token in reader.feed(part):
            decoder.apply(token)
    for paper in [*decoder.take_papers(), *decoder.take_open_paper()]:
        assert len(paper.blocks) <= PAPER_BLOCKS_MAX


_CHECKS: Final[dict[str, Callable[[random.Random], None]]] = {
    "answers": _check_answers,
    "barriers": _check_barriers,
    "star-answers": _check_star_answers,
    "jobs": lambda dice: _check_jobs(dice, is_star=False),
    "star-jobs": lambda dice: _check_jobs(dice, is_star=True),
}


def _run(check: Callable[[random.Random], None], frames: int, seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(frames // _FRAMES_IN_STREAM):
        check(dice)


def test_a_hundredth_of_the_frames() -> None:
    for check in _CHECKS.values():
        _run(check, CAMPAIGN_FRAMES // _SHARE_IN_TESTS // len(_CHECKS), 1)


@pytest.mark.campaign
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", sorted(_CHECKS))
def test_a_million_frames(name: str) -> None:
    _run(_CHECKS[name], CAMPAIGN_FRAMES, 100)


def test_a_recovery_ends_a_job_that_broke_in_a_picture() -> None:
    job = EscPosBuilder()
    job.raster(576, bytes(72 * 96))
    reader = CommandReader()
    decoder = PaperDecoder()

    for token in reader.feed(job.build()[:100] + RECOVERY + b"clean\n"):
        decoder.apply(token)

    assert decoder.take_open_paper()[-1].text.split("\n")[-1] == "clean"
