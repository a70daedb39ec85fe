"""Which cards are told, and how often."""

from __future__ import annotations

from drivers.nfc.card_session import FoundCard
from drivers.nfc.port import CardTechnology
from drivers.nfc.presence import REPEAT_AFTER_S, Presence, PresenceChange, Visit

_A = FoundCard(CardTechnology.TYPE_2, b"AAAAAAA")
_B = FoundCard(CardTechnology.TYPE_3, b"BBBBBBBB")


def _came(card: FoundCard) -> Visit:
    return Visit(PresenceChange.CAME, card)


def _went(card: FoundCard) -> Visit:
    return Visit(PresenceChange.WENT, card)


def test_a_card_that_rests_is_told_once() -> None:
    presence = Presence()

    told = [presence.look(_A, second / 4) for second in range(100)]

    assert told == [[_came(_A)], *[[]] * 99]
    assert presence.card == _A


def test_a_card_that_was_seen_to_go_is_told_again_at_once() -> None:
    presence = Presence()
    presence.look(_A, 0.0)

    assert presence.look(None, 0.3) == [_went(_A)]
    assert presence.look(None, 0.5) == []
    assert presence.look(_A, 0.6) == [_came(_A)]


def test_another_card_takes_the_place_of_the_first() -> None:
    presence = Presence()
    presence.look(_A, 0.0)

    assert presence.look(_B, 0.1) == [_went(_A), _came(_B)]


def test_a_reader_that_was_lost_for_a_moment_tells_no_card_twice() -> None:
    presence = Presence()
    presence.look(_A, 0.0)
    presence.lose_sight()

    assert presence.look(_A, REPEAT_AFTER_S) == []
    assert presence.look(_A, 60.0) == []


def test_a_reader_that_was_lost_for_long_tells_the_card_again() -> None:
    presence = Presence()
    presence.look(_A, 0.0)
    presence.lose_sight()

    assert presence.look(_A, REPEAT_AFTER_S + 0.1) == [_went(_A), _came(_A)]


def test_a_card_that_went_while_the_reader_was_lost_is_told_as_gone() -> None:
    presence = Presence()
    presence.look(_A, 0.0)
    presence.lose_sight()

    assert presence.look(None, 9.0) == [_went(_A)]
