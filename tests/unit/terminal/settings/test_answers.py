"""A file answers what `init` asks, and every mistake in it is named."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from terminal.settings.answers import (
    InitAnswers,
    StoreAnswers,
    completed_store,
    load_answers,
    local_time_zone,
    require_time_zone,
)
from terminal.settings.errors import AnswersFileError, SettingValueError

_SECTIONS = """
key_store = "file"
reference_data = "local"
recovery_confirmed = true

[workstation]
tenant = "acme"
store = "S-07"
workstation = "T-03"

[store]
name = "Corner shop"
currency = "JPY"
tax_mode = "exclusive"

[operator]
operator_id = "7"
name = "Zoe"
pin = "271828"
role = "supervisor"

[devices.printer]
kind = "receipt_printer"
address = "tcp://127.0.0.1:9100"
"""

_FLAT = """
tenant = "acme"
store = "S-07"
workstation = "T-03"
store_name = "Corner shop"
currency = "JPY"
tax_mode = "exclusive"
operator = { pin = "271828" }
"""


def _load(tmp_path: Path, text: str) -> InitAnswers:
    path = tmp_path / "answers"
    path.write_text(text, "utf-8")
    return load_answers(path)


def test_answers_look_like_the_settings_file(tmp_path: Path) -> None:
    answers = _load(tmp_path, _SECTIONS)

    assert answers.workstation.store == "S-07"
    assert answers.store.name == "Corner shop"
    assert answers.operator is not None
    assert answers.operator.role == "supervisor"
    assert answers.devices["printer"].kind == "receipt_printer"
    assert answers.recovery_confirmed


def test_short_answers_may_stand_at_the_top(tmp_path: Path) -> None:
    answers = _load(tmp_path, _FLAT)

    assert answers.workstation.tenant == "acme"
    assert answers.workstation.store == "S-07"
    assert answers.workstation.workstation == "T-03"
    assert answers.store.name == "Corner shop"
    assert answers.operator is not None
    assert answers.operator.role == "manager"


def test_json_says_the_same(tmp_path: Path) -> None:
    from_toml = _load(tmp_path, _SECTIONS)

    text = msgspec.json.encode(msgspec.to_builtins(from_toml)).decode()

    assert _load(tmp_path, text) == from_toml


def test_ids_have_defaults_and_part_of_them_may_be_given(tmp_path: Path) -> None:
    answers = _load(
        tmp_path, 'workstation = "T-09"\n[store]\nname = "A"\ncurrency = "EUR"\n'
    )

    assert answers.workstation.tenant == "evertill"
    assert answers.workstation.workstation == "T-09"
    assert answers.workstation.store == "S-01"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "store"),
        ('[store]\nname = "A"\n', "currency"),
        ('[store]\nname = "A"\ncurrency = "euro"\n', "store.currency"),
        (_SECTIONS.replace("tax_mode", "taxmode"), "taxmode"),
        (_FLAT.replace("tax_mode", "taxmode"), "taxmode"),
        (_SECTIONS.replace('role = "supervisor"', 'role = "boss"'), "operator.role"),
        (_SECTIONS.replace('pin = "271828"', "pin = 271828"), "operator.pin"),
        ("store = 5\n", "store"),
        ("[store", "at end of document"),
        ("{", "truncated"),
        ("[1]", "unknown field `1`"),
        ('{"store": [1]}', "store"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(AnswersFileError, match=named):
        _load(tmp_path, text)


def test_a_file_that_is_absent_huge_or_no_text_is_said(tmp_path: Path) -> None:
    (tmp_path / "huge").write_bytes(b"#" * 300_000)
    (tmp_path / "latin").write_bytes(b'name = "\xfc"')

    for name in ("absent", "huge", "latin"):
        with pytest.raises(AnswersFileError, match=name):
            load_answers(tmp_path / name)


@pytest.mark.parametrize(
    ("currency", "exponent"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4)]
)
def test_the_decimal_places_follow_from_the_currency(
    currency: str, exponent: int
) -> None:
    store = completed_store(
        StoreAnswers(name="A", currency=currency, time_zone="Europe/Berlin")
    )

    assert store.exponent == exponent
    assert store.time_zone == "Europe/Berlin"


def test_a_given_number_of_decimal_places_counts() -> None:
    store = completed_store(StoreAnswers(name="A", currency="EUR", exponent=3))

    assert store.exponent == 3


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"currency": "ZZZ"}, "store.currency"),
        ({"time_zone": "Mars/Olympus"}, "store.time_zone"),
        ({"time_zone": "../etc/passwd"}, "store.time_zone"),
        ({"day_cutover": "25:00"}, "day_cutover"),
        ({"receipt_columns": 5}, "receipt_columns"),
    ],
)
def test_what_does_not_exist_is_refused(fields: dict[str, object], key: str) -> None:
    answers = msgspec.structs.replace(
        StoreAnswers(name="A", currency="EUR", time_zone="UTC"), **fields
    )

    with pytest.raises(SettingValueError, match=key):
        completed_store(answers)


def test_the_computers_own_time_zone_is_found_by_its_link(tmp_path: Path) -> None:
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/Asia/Shanghai")

    assert local_time_zone(link) == "Asia/Shanghai"
    assert local_time_zone(tmp_path / "absent") == "UTC"
    require_time_zone("x", local_time_zone())
