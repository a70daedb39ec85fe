"""The arithmetic of Dialog 06, against long division and its own definition."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drivers.scale.dialog_checksum import answer, rest

words = st.integers(0, 0xFFFF)


@given(words, words)
def test_the_rest_is_that_of_a_long_division(checksum: int, polynomial: int) -> None:
    dividend, divisor = checksum << 16, 0x10000 | polynomial
    while dividend.bit_length() > 16:
        dividend ^= divisor << (dividend.bit_length() - divisor.bit_length())

    assert rest(checksum, polynomial) == dividend


def test_the_rest_is_crc_16_of_two_bytes() -> None:
    # CRC-16/XMODEM of 00 01 is its polynomial, of 80 00 a published table's entry.
    assert rest(0x0001, 0x1021) == 0x1021
    assert rest(0x0000, 0x1021) == 0


@given(st.integers(0, 255), words, words)
def test_the_answer_is_turned_by_both_halves(
    challenge: int, checksum: int, polynomial: int
) -> None:
    text = answer(challenge, checksum, polynomial)

    left, right = challenge >> 4, challenge & 15
    bits = f"{checksum:016b}"
    assert int(text[:4], 16) == int(bits[left:] + bits[:left], 2)
    bits = f"{rest(checksum, polynomial):016b}"
    assert int(text[4:], 16) == int(bits[16 - right :] + bits[: 16 - right], 2)
    assert text == text.upper()
