"""The schema of till.toml names every bound it enforces."""

from __future__ import annotations

import msgspec
import pytest

from structs.decoding import convert
from terminal.settings.schema import TillSettings

_TILL: dict[str, object] = {
    "workstation": {"tenant": "acme", "store": "S-01", "workstation": "T-07"},
    "store": {"name": "Corner shop", "currency": "EUR", "exponent": 2},
}


def _with(section: str, **values: object) -> dict[str, object]:
    table = {name: dict(part) for name, part in _TILL.items() if isinstance(part, dict)}
    return {**table, section: {**table.get(section, {}), **values}}


def test_the_least_that_a_till_must_say_is_enough() -> None:
    settings = convert(_TILL, TillSettings)

    assert settings.workstation.lane == "ledger"
    assert settings.reference_data.source == "local"
    assert settings.keys.store == "file"
    assert settings.demo is False


@pytest.mark.parametrize(
    ("section", "values"),
    [
        ("workstation", {"workstation": "T 07"}),
        ("workstation", {"tenant": ""}),
        ("workstation", {"store": "x" * 65}),
        ("workstation", {"lane": "urgent"}),
        ("store", {"currency": "euro"}),
        ("store", {"exponent": 5}),
        ("store", {"tax_mode": "none"}),
        ("store", {"day_cutover": "24:00"}),
        ("store", {"receipt_head": ["x" * 65]}),
        ("store", {"language": "tlh"}),
        ("store", {"colour": "red"}),
        ("reference_data", {"source": "cloud"}),
        ("central", {"url": "ftp://example.org"}),
        ("central", {"public_key": "short"}),
        ("keys", {"store": "paper"}),
        ("devices", {"printer": {"kind": "Printer!"}}),
        ("scan", {"labels": {"meat": {"kind": "weight", "pattern": "21....."}}}),
        ("scan", {"labels": {"meat": {"kind": "weight", "pattern": "21{NN}{NN}"}}}),
    ],
)
def test_a_value_out_of_bounds_is_refused(
    section: str, values: dict[str, object]
) -> None:
    with pytest.raises(msgspec.ValidationError):
        convert(_with(section, **values), TillSettings)


def test_every_setting_says_what_it_means() -> None:
    schema = msgspec.json.schema(TillSettings)

    sections = [
        part for name, part in schema["$defs"].items() if name != "TillSettings"
    ]
    undescribed = [
        (part["title"], name)
        for part in sections
        # A named choice has no settings in it; its values are its own docstring.
        for name, setting in part.get("properties", {}).items()
        if "description" not in setting
    ]

    assert undescribed == []
