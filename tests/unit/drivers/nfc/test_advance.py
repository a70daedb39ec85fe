"""A stored-value card moved on, with the field cut off at any moment."""

from __future__ import annotations

import pytest
from typing_extensions import override

from drivers.device import READY, DeviceCondition
from drivers.nfc.advance import AdvanceOutcome, advance
from drivers.nfc.card_errors import CardError, CardRefusedError
from drivers.nfc.card_session import CardSession, FoundCard, check_card, open_session
from drivers.nfc.port import CardContent
from drivers.nfc.shop_card import (
    CardForgedError,
    CardKeys,
    CardKind,
    decode_shop_card,
    encode_shop_card,
)
from drivers.nfc.simulated_card import SimulatedCard, TearMode
from drivers.nfc.simulator import new_card
from tests.fakes.card_link import DirectLink

_KEYS = CardKeys(bytes(range(32)))


class _Reader:
    """A card reader without a process: one session a call."""

    device_id = "badges"

    def __init__(self, card: SimulatedCard, *, returns: bool) -> None:
        self._card = card
        self._returns = returns
        self._is_first = True

    @property
    def condition(self) -> DeviceCondition:
        return READY

    def read(self) -> CardContent:
        if not self._is_first and self._returns:
            self._card.insert()
        self._is_first = False
        return self._session().read()

    def write(self, uid: bytes, message: bytes) -> None:
        self._session().write(message)

    def patch(self, uid: bytes, offset: int, data: bytes) -> None:
        check_card(FoundCard(self._card.technology, self._card.uid), uid)
        self._session().patch(offset, data)

    def _session(self) -> CardSession:
        found = FoundCard(self._card.technology, self._card.uid)
        return open_session(DirectLink(self._card), found)


def _issued(card_type: str) -> SimulatedCard:
    blank = new_card(card_type)
    message = encode_shop_card(CardKind.STORED_VALUE, "SV-1", blank.uid, _KEYS)
    return new_card(card_type, message)


def _counter(card: SimulatedCard) -> int:
    card.insert()
    message = _Reader(card, returns=False).read().message
    found = decode_shop_card(message, card.uid, _KEYS)
    assert found is not None
    assert found.is_genuine
    return found.counter


@pytest.mark.parametrize("card_type", ["2", "3"])
def test_a_card_that_stays_is_written_and_read_back(card_type: str) -> None:
    card = _issued(card_type)
    reader = _Reader(card, returns=False)

    done = [advance(reader, card.uid, _KEYS) for _ in range(3)]

    assert [found.outcome for found in done] == [AdvanceOutcome.WRITTEN] * 3
    assert [found.counter for found in done] == [1, 2, 3]
    assert _counter(card) == 3


@pytest.mark.parametrize("returns", [True, False], ids=["comes back", "stays away"])
@pytest.mark.parametrize("mode", list(TearMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("card_type", ["2", "3"])
def test_what_is_said_of_a_torn_card_is_what_it_holds(
    card_type: str, mode: TearMode, returns: bool
) -> None:
    card = _issued(card_type)
    for write in range(7):
        before = _counter(card)
        card.tear_at(write, mode)

        done = advance(_Reader(card, returns=returns), card.uid, _KEYS)

        held = {
            AdvanceOutcome.WRITTEN: {before + 1},
            AdvanceOutcome.UNCHANGED: {before},
            AdvanceOutcome.UNKNOWN: {before, before + 1},
        }
        assert done.counter == before + 1
        assert _counter(card) in held[done.outcome]
        if card.write_count and done.outcome is AdvanceOutcome.UNKNOWN:
            assert done.detail


def test_a_card_of_another_shop_is_not_written() -> None:
    card = _issued("2")
    writes = card.write_count

    with pytest.raises(CardForgedError):
        advance(_Reader(card, returns=False), card.uid, CardKeys(bytes(32)))

    assert card.write_count == writes


def test_another_card_on_the_reader_is_not_written() -> None:
    card = _issued("2")

    with pytest.raises(CardError, match="another card"):
        advance(_Reader(card, returns=False), bytes(7), _KEYS)


def test_a_write_that_is_refused_is_told_as_unchanged() -> None:
    card = _issued("3")

    class Refusing(_Reader):
        @override
        def patch(self, uid: bytes, offset: int, data: bytes) -> None:
            raise CardRefusedError("locked")

    done = advance(Refusing(card, returns=False), card.uid, _KEYS)

    assert (done.outcome, done.detail) == (AdvanceOutcome.UNCHANGED, "locked")
