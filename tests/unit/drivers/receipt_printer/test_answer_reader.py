"""Answers are cut out of bytes that come in any pieces, with losses between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from drivers.receipt_printer.answer_reader import AnswerReader


class Pairs(AnswerReader[bytes]):
    """An answer is an upper and a lower letter."""

    @override
    def _take(self, byte: int) -> bytes | None:
        is_first = ord("A") <= byte <= ord("Z")
        if is_first or not self._pending:
            self._throw_away()
            if is_first:
                self._pending.append(byte)
            else:
                self.noise_count += 1
            return None
        self._pending.append(byte)
        return self._finish()


def test_what_belongs_to_no_answer_is_counted() -> None:
    reader = Pairs()

    assert reader.feed(b"xAaBBbc") == [b"Aa", b"Bb"]
    assert reader.noise_count == 3


@given(st.lists(st.text("AaBb", max_size=4).map(str.encode), max_size=8))
def test_pieces_say_what_the_whole_says(pieces: list[bytes]) -> None:
    whole, cut = Pairs(), Pairs()

    answers = [answer for piece in pieces for answer in cut.feed(piece)]

    assert answers == whole.feed(b"".join(pieces))
    assert cut.noise_count == whole.noise_count
