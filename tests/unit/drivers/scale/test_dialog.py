"""Vectors of the checkout dialogs from the DIVA Service Manual."""

from __future__ import annotations

import pytest

from drivers.scale.codec import Event, Send, Weigh, Weight, WeightTrouble, Zero
from drivers.scale.dialog import Dialog
from drivers.scale.dialog_checksum import answer

EOT = b"\x04"
ENQ = Send(b"\x04\x05")


def asked(price: int = 2000, tare: int = 0) -> Dialog:
    codec = Dialog()
    codec.begin(Weigh(price, tare))
    assert codec.feed(b"\x06") == [ENQ]
    return codec


def result(weight: str, price: str, amount: str, unit: str = "3") -> bytes:
    return f"\x0202\x1b{unit}\x1b{weight}\x1b{price}\x1b{amount}\x03".encode("ascii")


def test_the_price_goes_first_with_the_tare_if_there_is_one() -> None:
    assert Dialog().begin(Weigh(1990)) == b"\x04\x0201\x1b001990\x1b\x03"
    assert Dialog().begin(Weigh(1990, 12)) == b"\x04\x0203\x1b001990\x1b0012\x03"


def test_a_result_is_read_and_closed() -> None:
    assert asked().feed(result("00570", "002000", "001140")) == [
        Send(EOT),
        Weight(570, is_stable=True, amount_minor=1140),
    ]
    assert asked(2000, 10).feed(result("00560", "02000", "001120")) == [
        Send(EOT),
        Weight(560, is_stable=True, is_net=True, amount_minor=1120),
    ]


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (result("00570", "002000", "001141"), WeightTrouble.DISAGREES),
        (result("00570", "002000", "001140", "1"), WeightTrouble.FAILURE),
    ],
    ids=["amount", "pounds"],
)
def test_figures_that_cannot_be_are_no_weight(
    reply: bytes, trouble: WeightTrouble
) -> None:
    closing, weight = asked().feed(reply)

    assert closing == Send(EOT)
    assert isinstance(weight, Weight)
    assert (weight.grams, weight.trouble) == (None, trouble)


def test_the_answer_for_another_price_or_before_its_turn_is_thrown_away() -> None:
    codec = asked(1999)
    assert codec.feed(result("00570", "002000", "001140")) == []
    assert codec.refused_count == 1
    codec.begin(Weigh(2000))
    assert codec.feed(result("00570", "002000", "001140")) == []


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        ("20", WeightTrouble.MOTION),
        ("21", WeightTrouble.UNCHANGED),
        ("22", WeightTrouble.MOTION),
        ("30", WeightTrouble.UNDER_MINIMUM),
        ("31", WeightTrouble.UNDER_ZERO),
        ("32", WeightTrouble.OVERLOAD),
        ("11", WeightTrouble.NO_PRICE),
        ("01", WeightTrouble.FAILURE),
        ("99", WeightTrouble.FAILURE),
    ],
)
def test_after_no_it_is_asked_why(status: str, trouble: WeightTrouble) -> None:
    codec = asked()

    assert codec.feed(b"\x15") == [Send(b"\x04\x0208\x03")]
    closing, weight = codec.feed(f"\x0209\x1b{status}\x03".encode("ascii"))

    assert closing == Send(EOT)
    assert isinstance(weight, Weight)
    assert weight.trouble is trouble


def test_the_challenge_of_dialog_06_is_answered() -> None:
    codec = Dialog(polynomial=0x1021, checksum=0xBEEF)
    codec.begin(Weigh(2000))

    said = codec.feed(b"\x0211\x1b247\x03")

    text = answer(0x47, 0xBEEF, 0x1021).encode("ascii")
    assert said == [Send(b"\x04\x0210\x1b" + text + b"\x03")]
    assert codec.feed(b"\x06") == [ENQ]
    assert codec.feed(b"\x0211\x1b1\x03") == [Send(b"\x04\x0201\x1b002000\x1b\x03")]
    assert codec.feed(b"\x06") == [ENQ]


@pytest.mark.parametrize(
    ("codec", "replies"),
    [
        (Dialog(), [b"\x0211\x1b247\x03"]),
        (Dialog(polynomial=1), [b"\x0211\x1b247\x03", b"\x0211\x1b0\x03"]),
        (Dialog(polynomial=1), [b"\x0211\x1b247\x03"] * 4),
    ],
    ids=["no-secret", "wrong-secret", "without-end"],
)
def test_a_challenge_that_cannot_be_met_is_a_failure(
    codec: Dialog, replies: list[bytes]
) -> None:
    codec.begin(Weigh(2000))
    events: list[Event] = []
    for reply in replies:
        events = codec.feed(reply)

    assert isinstance(events[-1], Weight)
    assert events[-1].trouble is WeightTrouble.FAILURE


@pytest.mark.parametrize("asked_for", [Weigh(), Weigh(10**6), Weigh(1, 10_000), Zero()])
def test_what_it_cannot_say_is_refused(asked_for: Weigh | Zero) -> None:
    with pytest.raises(ValueError, match=r"price|tare|command"):
        Dialog().begin(asked_for)
