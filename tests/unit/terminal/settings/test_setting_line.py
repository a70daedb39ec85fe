"""One value changes in a settings file, and every word of its author stays."""

from __future__ import annotations

import tomllib

import pytest

from terminal.settings.errors import SettingValueError
from terminal.settings.setting_line import with_value

TEXT = """\
# The till at the door.
[store]
name = "Shop # 1"   # as on the sign
receipt_head = [
  "Shop",  # in capitals?
  "[store]",
]  # two lines

# How we sell.
[selling]
expiry = "told"

[devices.printer]
kind = "receipt_printer"
"""


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("store.name", "New", '"Shop # 1"   #', '"New"   #'),
        (
            "store.receipt_head",
            ("A", "B"),
            '[\n  "Shop",  # in capitals?\n  "[store]",\n]',
            '["A", "B"]',
        ),
        ("selling.expiry", "hidden", '"told"', '"hidden"'),
        (
            "store.exponent",
            2,
            "]  # two lines\n",
            "]  # two lines\nexponent = 2\n",
        ),
        (
            "devices.printer.name",
            "Big",
            '"receipt_printer"\n',
            '"receipt_printer"\nname = "Big"\n',
        ),
    ],
    ids=["comment", "list", "plain", "new", "nested"],
)
def test_only_the_value_changes(key: str, value: object, old: str, new: str) -> None:
    assert with_value(TEXT, key, value) == TEXT.replace(old, new)


def test_a_table_that_is_missing_is_added_at_the_end() -> None:
    text = with_value(TEXT.rstrip("\n"), "central.url", "https://center.example")

    assert text == TEXT + '\n[central]\nurl = "https://center.example"\n'


@pytest.mark.parametrize(
    "text",
    ['store = { name = "Shop" }\n', 'store.name = "Shop"\n'],
    ids=["inline", "dotted"],
)
def test_what_is_written_otherwise_is_refused(text: str) -> None:
    assert tomllib.loads(text)["store"] == {"name": "Shop"}
    with pytest.raises(SettingValueError, match="only a person"):
        with_value(text, "store.name", "New")


@pytest.mark.parametrize(
    ("key", "value", "old", "new"),
    [
        ("store.name", "New", '"Shop # 1"   #', '"New"   #'),
        ("selling.expiry", "hidden", '"told"', '"hidden"'),
        ("store.exponent", 2, "]  # two lines\n", "]  # two lines\nexponent = 2\n"),
        (
            "central.url",
            "https://c.example",
            'kind = "receipt_printer"\n',
            'kind = "receipt_printer"\n\n[central]\nurl = "https://c.example"\n',
        ),
    ],
    ids=["comment", "plain", "new", "table"],
)
def test_the_line_ends_of_another_system_stay(
    key: str, value: object, old: str, new: str
) -> None:
    changed = with_value(TEXT.replace("\n", "\r\n"), key, value)

    assert changed == TEXT.replace(old, new).replace("\n", "\r\n")
