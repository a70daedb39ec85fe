"""Speaking with a card: reading, writing, lost answers, taken away in the middle."""

from __future__ import annotations

import pytest

from drivers.nfc import type2
from drivers.nfc.card_errors import (
    CardError,
    CardFormatError,
    CardFullError,
    CardGoneError,
    CardRefusedError,
)
from drivers.nfc.card_session import (
    TRIES,
    FoundCard,
    Type2Session,
    Type3Session,
    check_card,
    open_session,
)
from drivers.nfc.port import CardTechnology
from drivers.nfc.shop_card import (
    CardKeys,
    CardKind,
    decode_shop_card,
    encode_shop_card,
    next_patch,
)
from drivers.nfc.simulated_card import SimulatedCard, TearMode
from drivers.nfc.simulated_felica import SimulatedFelica
from drivers.nfc.simulated_ntag import SimulatedNtag
from tests.fakes.card_link import DirectLink

_KEYS = CardKeys(bytes(range(32)))
_PASSWORD = (b"\x01\x02\x03\x04", b"\xaa\xbb")
_KINDS = ["type2", "type3"]


def _new(kind: str, message: bytes = b"") -> SimulatedCard:
    if kind == "type2":
        return SimulatedNtag(message=message)
    return SimulatedFelica(message=message)


def _open(
    card: SimulatedCard, link: DirectLink | None = None
) -> Type2Session | Type3Session:
    link = link or DirectLink(card)
    session = open_session(link, FoundCard(card.technology, card.uid))
    assert isinstance(session, Type2Session | Type3Session)
    return session


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("length", [0, 1, 16, 100, 137])
def test_what_is_written_is_read(kind: str, length: int) -> None:
    card = _new(kind, b"before")
    message = bytes(index % 250 for index in range(length))

    _open(card).write(message)
    content = _open(card).read()

    assert content.message == message
    assert content.uid == card.uid
    assert content.is_writable


def test_the_chip_is_named() -> None:
    assert _open(SimulatedNtag()).read().model == "NTAG213"
    big = SimulatedNtag(model=type2.NTAGS[2])
    assert _open(big).read().model == "NTAG216"
    assert _open(big).read().capacity == 872 - 4


def test_a_card_that_does_not_know_its_model_is_read_all_the_same() -> None:
    card = SimulatedNtag(message=b"hi")
    link = DirectLink(card)
    link.silent = 1  # GET_VERSION

    content = _open(card, link).read()

    assert (content.model, content.message) == ("", b"hi")


@pytest.mark.parametrize("kind", _KINDS)
def test_a_lost_answer_is_asked_for_again(kind: str) -> None:
    card = _new(kind, b"hello")
    session, link = _open(card), DirectLink(card)
    session = _open(card, link)
    session.read()
    link.silent = TRIES - 1

    assert session.read().message == b"hello"


@pytest.mark.parametrize("kind", _KINDS)
def test_a_card_that_stays_silent_is_gone(kind: str) -> None:
    card = _new(kind, b"hello")
    session = _open(card)
    assert session.is_present()
    card.tear_at(0, TearMode.BEFORE)

    with pytest.raises(CardGoneError):
        session.write(b"new")

    assert not session.is_present()


@pytest.mark.parametrize("kind", _KINDS)
def test_too_long_a_message_changes_nothing(kind: str) -> None:
    card = _new(kind, b"hello")

    with pytest.raises(CardFullError):
        _open(card).write(bytes(500))

    assert _open(card).read().message == b"hello"


def test_a_locked_card_is_not_written() -> None:
    card = SimulatedNtag(message=b"hello")
    card.memory[15] = 0x0F

    with pytest.raises(CardRefusedError):
        _open(card).write(b"new")


def test_a_card_without_a_message_is_refused() -> None:
    card = SimulatedNtag()
    card.memory[12] = 0

    with pytest.raises(CardFormatError):
        _open(card).read()


def test_another_card_in_the_field_is_noticed() -> None:
    card = SimulatedNtag()
    other = SimulatedNtag(bytes.fromhex("04FFFFFFFFFFFF"))

    assert not Type2Session(DirectLink(other), card.uid).is_present()


def test_a_protected_card_is_written_with_its_password_only() -> None:
    card = SimulatedNtag(message=b"hello")
    Type2Session(DirectLink(card), card.uid, _PASSWORD).protect()

    with pytest.raises(CardRefusedError):
        _open(card).write(b"stranger")
    wrong = (b"\0\0\0\0", b"\0\0")
    with pytest.raises(CardRefusedError):
        Type2Session(DirectLink(card), card.uid, wrong).write(b"stranger")
    Type2Session(DirectLink(card), card.uid, _PASSWORD).write(b"shop")

    assert _open(card).read().message == b"shop"


def test_the_password_is_given_again_after_a_lost_answer() -> None:
    card = SimulatedNtag(message=b"hello")
    link = DirectLink(card)
    session = Type2Session(link, card.uid, _PASSWORD)
    session.protect()
    session.write(b"first")
    link.silent = 1

    session.write(b"second")

    assert _open(card).read().message == b"second"


def test_a_card_that_answers_a_wrong_pack_is_not_written() -> None:
    card = SimulatedNtag(message=b"hello")
    Type2Session(DirectLink(card), card.uid, _PASSWORD).protect()

    with pytest.raises(CardRefusedError, match="password"):
        Type2Session(DirectLink(card), card.uid, (_PASSWORD[0], b"\0\0")).write(b"x")


def test_only_chips_with_passwords_are_protected() -> None:
    card = SimulatedNtag()
    link = DirectLink(card)
    link.silent = 1

    with pytest.raises(CardRefusedError):
        Type2Session(link, card.uid, _PASSWORD).protect()


def test_the_counter_of_the_chip_is_read_if_it_counts() -> None:
    card = SimulatedNtag()
    session = Type2Session(DirectLink(card), card.uid)
    assert session.read_counter() is None

    card.memory[42 * 4] = 0x10
    card.power_off()
    session.read()

    assert session.read_counter() == 1


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("mode", list(TearMode), ids=lambda mode: mode.value)
def test_a_step_torn_at_any_write_leaves_old_or_new(kind: str, mode: TearMode) -> None:
    card = _new(kind)
    issued = encode_shop_card(CardKind.STORED_VALUE, "SV-1", card.uid, _KEYS)
    _open(card).write(issued)
    for write in range(8):
        before = _counter(card)
        patch = next_patch(_open(card).read().message, card.uid, _KEYS)
        card.tear_at(write, mode)
        try:
            _open(card).patch(patch.offset, patch.data)
        except CardError:
            assert card.is_torn
        card.insert()
        assert _counter(card) in {before, patch.counter}


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize(
    "mode", [TearMode.BEFORE, TearMode.AFTER], ids=lambda mode: mode.value
)
def test_an_issue_torn_at_any_write_leaves_an_empty_card(
    kind: str, mode: TearMode
) -> None:
    message = bytes(range(1, 60))
    for write in range(1, 6):
        card = _new(kind, b"before")
        card.tear_at(write, mode)
        with pytest.raises(CardError):
            _open(card).write(message)
        card.insert()
        found = _open(card).read().message
        assert found in {b"", message}
        _open(card).write(message)
        assert _open(card).read().message == message


def test_cards_of_other_kinds_are_refused() -> None:
    link = DirectLink(SimulatedNtag())

    with pytest.raises(CardFormatError):
        open_session(link, FoundCard(CardTechnology.OTHER, b"1234"))


def test_the_right_card_must_be_on_the_reader() -> None:
    found = FoundCard(CardTechnology.TYPE_2, b"1234567")

    check_card(found, b"1234567")
    with pytest.raises(CardGoneError, match="no card"):
        check_card(None, b"1234567")
    with pytest.raises(CardGoneError, match="another card"):
        check_card(found, b"7654321")


def _counter(card: SimulatedCard) -> int:
    content = _open(card).read()
    shop_card = decode_shop_card(content.message, card.uid, _KEYS)
    assert shop_card is not None
    assert shop_card.is_genuine
    return shop_card.counter
