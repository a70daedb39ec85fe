"""What a scanner meant by a key, whatever layout the computer has."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from drivers.scanner import us_keys
from drivers.scanner.options import Layout
from drivers.scanner.wedge_keys import character_of, keypad_digit
from tests.support.key_bytes import strokes

HOST = Layout()
US = Layout(is_us=True)
# What the keys of these places type on other layouts, plain and with Shift.
_AZERTY = dict(zip("1234567890qwazm;,", "&é\"'(-è_çàazqw,m;", strict=True))
_QWERTZ = dict(zip("yz-[];'/", "zyßü+öä-", strict=True))


class Key(NamedTuple):
    """A key press."""

    text: str
    place: int = 0
    is_shift: bool = False
    is_control: bool = False
    is_alt: bool = False
    is_caps_lock: bool = False


def _keys(label: str, host: dict[str, str]) -> list[Key]:
    keys = []
    for character, stroke in zip(label, strokes(label), strict=True):
        place = next(code for code, _ in stroke if code != us_keys.LEFT_SHIFT)
        is_shift = stroke[0][0] == us_keys.LEFT_SHIFT
        keys.append(Key(host.get(character, character), place, is_shift))
    return keys


@pytest.mark.parametrize("host", [_AZERTY, _QWERTZ], ids=["azerty", "qwertz"])
@pytest.mark.parametrize("label", ["4006381333931", "qwertyz-A/B;'[=]"])
def test_a_us_scanner_is_read_by_place_on_any_layout(
    label: str, host: dict[str, str]
) -> None:
    typed = [character_of(key, US) for key in _keys(label, host)]

    assert typed == list(label)


def test_without_the_setting_the_layout_of_the_computer_decides() -> None:
    assert character_of(Key("é", 3), HOST) == "é"


@pytest.mark.parametrize(
    ("key", "layout"),
    [
        (Key("\x1d", 27, is_control=True), HOST),
        (Key("", 27, is_control=True), US),
        (Key("\x1d"), HOST),
        (Key("", us_keys.F8), Layout(is_f8_separator=True)),
    ],
    ids=["control", "by-place", "composed", "f8"],
)
def test_a_separator_comes_in_several_ways(key: Key, layout: Layout) -> None:
    assert character_of(key, layout) == "\x1d"


def test_f8_is_a_key_of_a_person_unless_the_settings_say_otherwise() -> None:
    assert character_of(Key("", us_keys.F8), HOST) is None


@pytest.mark.parametrize(
    ("text", "undone"), [("a", "A"), ("A", "a"), ("1", "1"), ("ß", "ß"), ("]", "]")]
)
def test_caps_lock_is_undone(text: str, undone: str) -> None:
    key = Key(text, is_caps_lock=True)

    assert character_of(key, HOST) == undone
    assert character_of(key, Layout(is_caps_lock_undone=False)) == text


def test_caps_lock_says_nothing_about_places() -> None:
    assert character_of(Key("A", 30, is_caps_lock=True), US) == "a"


@pytest.mark.parametrize(
    "key",
    [
        Key("c", 46, is_control=True),
        Key("\x03", 46, is_control=True),
        Key("c", 46, is_alt=True),
        Key("", 103),
        Key("", 82),
        Key("\x7f", 111),
        Key("\x1b", 1),
    ],
)
@pytest.mark.parametrize("layout", [HOST, US], ids=["host", "us"])
def test_commands_and_arrows_are_no_characters(key: Key, layout: Layout) -> None:
    assert character_of(key, layout) is None


def test_a_persons_third_level_is_a_character() -> None:
    assert character_of(Key("@", is_control=True, is_alt=True), HOST) == "@"


def test_digits_of_the_keypad_are_known_by_their_place() -> None:
    assert keypad_digit(Key("", 80)) == "2"
    assert keypad_digit(Key("2", 3)) == ""
    assert character_of(Key("2", 80), US) == "2"
