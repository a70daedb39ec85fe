"""Settings are read with every mistake named, and changed all or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

from terminal.settings.errors import (
    SettingsFileError,
    SettingsNotWritableError,
    SettingValueError,
)
from terminal.settings.file import (
    PendingSettings,
    load_settings,
    save_settings,
    with_setting,
)
from terminal.settings.schema import (
    DeviceSettings,
    StoreSection,
    TillSettings,
    WorkstationSettings,
)

_SETTINGS = TillSettings(
    workstation=WorkstationSettings(tenant="acme", store="S-01", workstation="T-07"),
    store=StoreSection(
        name='Bücher "Ecke" 书店', currency="EUR", exponent=2, receipt_head=("a", "b")
    ),
    devices={
        "printer-1": DeviceSettings(
            kind="receipt_printer", address="tcp://127.0.0.1:9100", options={"cut": 1}
        )
    },
)


def test_saved_settings_are_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"

    save_settings(path, _SETTINGS)

    assert load_settings(path) == _SETTINGS


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"
    save_settings(path, _SETTINGS)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert load_settings(path) == _SETTINGS


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('currency = "EUR"', 'curency = "EUR"', "curency"),
        ('currency = "EUR"', "", "currency"),
        ("exponent = 2", "exponent = 9", "store.exponent"),
        ("exponent = 2", 'exponent = "2"', "store.exponent"),
        ("[store]", "[shop]", "shop"),
        ("[store]", "[store", "line"),
        ("demo = false", "demo = false\ndemo = true", "line 2"),
    ],
)
def test_a_mistake_in_the_file_is_named(
    tmp_path: Path, old: str, new: str, named: str
) -> None:
    path = tmp_path / "till.toml"
    save_settings(path, _SETTINGS)
    broken = path.read_text("utf-8").replace(old, new, 1)
    path.write_text(broken, "utf-8")

    with pytest.raises(SettingsFileError, match=named):
        load_settings(path)

    assert path.read_text("utf-8") == broken


def test_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"
    path.write_bytes(b'name = "B\xfccher"')

    with pytest.raises(SettingsFileError, match="utf-8"):
        load_settings(path)


def test_a_huge_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"
    path.write_bytes(b"#" * 300_000)

    with pytest.raises(SettingsFileError, match="larger"):
        load_settings(path)


def test_an_absent_file_is_explained(tmp_path: Path) -> None:
    with pytest.raises(SettingsFileError, match="No such file"):
        load_settings(tmp_path / "till.toml")


def test_a_folder_that_cannot_be_written_keeps_the_old_settings(
    tmp_path: Path,
) -> None:
    path = tmp_path / "absent" / "till.toml"

    with pytest.raises(SettingsNotWritableError, match="as they were"):
        save_settings(path, _SETTINGS)


@pytest.mark.skipif(
    not Path("/dev/full").exists() or os.name == "nt", reason="needs /dev/full"
)
def test_a_full_disk_keeps_the_old_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "till.toml"
    save_settings(path, _SETTINGS)
    real_open = os.open

    def full(name: object, flags: int, mode: int = 0o777) -> int:
        if str(name).endswith(".new"):
            return real_open("/dev/full", os.O_WRONLY)
        return real_open(str(name), flags, mode)

    monkeypatch.setattr(os, "open", full)

    with pytest.raises(SettingsNotWritableError, match="No space left"):
        save_settings(path, with_setting(_SETTINGS, "store.name", "New"))

    assert load_settings(path) == _SETTINGS


def test_pending_settings_are_in_force_only_after_their_commit(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"
    save_settings(path, _SETTINGS)
    changed = with_setting(_SETTINGS, "store.name", "New")

    pending = PendingSettings(path, changed)
    before = load_settings(path)
    pending.commit()

    assert before == _SETTINGS
    assert load_settings(path) == changed


def test_discarded_settings_leave_nothing(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"

    PendingSettings(path, _SETTINGS).discard()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("store.name", "New", "New"),
        ("store.exponent", "0", 0),
        ("store.receipt_foot", "one\\ntwo", ["one", "two"]),
        ("store.receipt_head", '["one", "two"]', ["one", "two"]),
        ("store.receipt_head", "", []),
        ("devices.printer-1.is_enabled", "false", False),
        ("devices.printer-1.is_enabled", "true", True),
        ("central.url", "https://center.example", "https://center.example"),
    ],
)
def test_a_setting_is_set_from_text(key: str, text: str, expected: object) -> None:
    changed = msgspec.to_builtins(with_setting(_SETTINGS, key, text))

    for part in key.split("."):
        changed = changed[part]
    assert (list(changed) if isinstance(changed, tuple) else changed) == expected


@pytest.mark.parametrize(
    ("key", "text", "why"),
    [
        ("store.colour", "red", "no such"),
        ("shop.name", "x", "no such"),
        ("store", "x", "no such"),
        ("store.name.first", "x", "no such"),
        ("workstation.store", "S-02", "fixed"),
        ("keys.store", "keyring", "fixed"),
        ("reference_data.source", "central", "fixed"),
        ("demo", "true", "fixed"),
        ("store.exponent", "two", "whole number"),
        ("store.exponent", "9", "store.exponent"),
        ("store.currency", "euro", "store.currency"),
        ("store.receipt_head", "[1]", "str"),
        ("store.receipt_head", "[", "Invalid value"),
        ("devices.printer-1.is_enabled", "yes", "true or false"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_name(
    key: str, text: str, why: str
) -> None:
    with pytest.raises(SettingValueError, match=why) as refusal:
        with_setting(_SETTINGS, key, text)

    assert key in str(refusal.value)


_BY_HAND = """\
# The till at the door; ask Eve before you change it.
demo = false

[store]                # As the tax office knows it.
exponent = 2
currency = "EUR"
name = "Corner shop"
receipt_head = [
  "Corner shop",       # the sign
]

[central]
url = "https://old.example"   # moved in May

[workstation]
workstation = "T-07"
tenant = "acme"
store = "S-01"

[devices."printer-1"]  # The big one.
kind = "receipt_printer"
address = "tcp://127.0.0.1:9100"
"""


def _moved(settings: TillSettings) -> TillSettings:
    """Return what joining a center again changes."""
    return msgspec.structs.replace(
        settings,
        workstation=msgspec.structs.replace(
            settings.workstation, workstation="T-09", name="Till 9"
        ),
        central=msgspec.structs.replace(settings.central, url="https://new.example"),
    )


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_what_a_person_wrote_stays_to_the_letter(
    tmp_path: Path, mark: bytes, ending: str
) -> None:
    path = tmp_path / "till.toml"
    path.write_bytes(mark + _BY_HAND.replace("\n", ending).encode())
    changed = _moved(load_settings(path))

    save_settings(path, changed)

    expected = (
        _BY_HAND.replace('"https://old.example"', '"https://new.example"')
        .replace('"T-07"', '"T-09"')
        .replace('store = "S-01"\n', 'store = "S-01"\nname = "Till 9"\n')
    )
    assert path.read_bytes() == mark + expected.replace("\n", ending).encode()
    assert load_settings(path) == changed


def test_what_cannot_be_changed_by_the_line_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"
    path.write_text(
        _BY_HAND.replace(
            '[central]\nurl = "https://old.example"   # moved in May\n', ""
        ).replace("demo", 'central = { url = "https://old.example" }\ndemo'),
        encoding="utf-8",
    )
    changed = _moved(load_settings(path))

    save_settings(path, changed)

    assert load_settings(path) == changed


def test_a_device_that_goes_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "till.toml"
    path.write_text(_BY_HAND, encoding="utf-8")
    changed = msgspec.structs.replace(load_settings(path), devices={})

    save_settings(path, changed)

    assert load_settings(path) == changed


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("selling.keyed_weight", "maybe", "choose one of: allowed, permission"),
        ("store.language", "de", "choose one of: en, zh_CN, zh_TW, ar"),
        ("store.receipt_columns", "7", "Expected `int` >= 24"),
    ],
    ids=["selling", "language", "number"],
)
def test_a_refused_value_says_what_may_stand_there(
    key: str, value: str, told: str
) -> None:
    with pytest.raises(SettingValueError) as caught:
        with_setting(_SETTINGS, key, value)

    assert str(caught.value) == f"{key}: {told}; nothing was changed."
