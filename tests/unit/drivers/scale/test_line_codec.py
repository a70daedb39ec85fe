"""What the codecs share: how replies are framed, and what is none."""

from __future__ import annotations

import pytest

from drivers.scale.codec import FRAME_BYTES_MAX, Tare, Weigh, Weight
from drivers.scale.line_codec import LineCodec
from drivers.scale.mt_sics import MtSics
from drivers.scale.nci import Nci
from drivers.scale.sma import Sma
from drivers.scale.toledo_8217 import Toledo8217


@pytest.mark.parametrize(
    ("codec", "reply"),
    [
        pytest.param(codec, reply, id=f"{codec.traits.name}-{what}")
        for codec, replies in (
            (
                Sma,
                {
                    "other-unit": b"\n 1G       5.025lb \r",
                    "tare": b"\n 1T       5.025kg \r",
                    "byte-lost": b"\n 1G      5.025kg \r",
                    "no-number": b"\n 1G  ----------kg \r",
                    "no-status": b"\n1G       5.025kg \r",
                },
            ),
            (
                Toledo8217,
                {
                    "lost-digit": b"\x0212.34\r",
                    "space": b"\x02 1.234\r",
                    "short": b"\x021.234\r",
                    "no-bit-6": b"\x02?\x01\r",
                    "mark": b"\x0201.234n\r",
                },
            ),
            (
                Nci,
                {
                    "no-head": b"1.234KG\r\nS00\r\x03",
                    "no-weight": b"\nS00\r\x03",
                    "other-unit": b"\n01.234LB\r\nS00\r\x03",
                    "no-30": b"\n01.234KG\r\nS\x10\x10\r\x03",
                    "byte-missing": b"\n01.234KG\r\nS0p\r\x03",
                    "byte-many": b"\n01.234KG\r\nS000\r\x03",
                },
            ),
            (
                MtSics,
                {
                    "two-points": b"S S 1.2.3 g\r\n",
                    "carats": b"S S 100.00 ct\r\n",
                    "noise-before": b"\x00S S 1.00 g\r\n",
                    "no-return": b"S S 1.00 g\n",
                },
            ),
        )
        for what, reply in replies.items()
    ],
)
def test_what_is_not_its_language_is_thrown_away(
    codec: type[LineCodec], reply: bytes
) -> None:
    asked = codec()
    asked.begin(Weigh())

    assert asked.feed(reply) == []
    assert asked.refused_count == 1


def test_what_stands_before_the_beginning_is_not_read() -> None:
    codec = Toledo8217()
    codec.begin(Weigh())

    assert codec.feed(b"noise\r\x0299\x0201.234\rmore\r") == [
        Weight(1234, is_stable=True)
    ]
    assert codec.refused_count == 0


def test_without_a_beginning_everything_up_to_the_end_is_read() -> None:
    codec = MtSics()
    codec.begin(Weigh())

    assert codec.feed(b"noise\r\nS S 1 g\r\n") == [Weight(1, is_stable=True)]
    assert codec.refused_count == 1


def test_an_answer_without_end_is_bounded() -> None:
    codec = Nci()
    codec.begin(Weigh())

    assert codec.feed(bytes(FRAME_BYTES_MAX + 1)) == []
    assert codec.refused_count == 1


def test_a_new_question_forgets_half_an_answer() -> None:
    codec = Toledo8217()
    codec.begin(Weigh())
    codec.feed(b"\x0201.2")
    codec.begin(Weigh())

    assert codec.feed(b"34\r") == []


def test_a_command_that_a_protocol_lacks_cannot_be_asked() -> None:
    with pytest.raises(ValueError, match="nci has no command"):
        Nci().begin(Tare())
