"""Commands change reference data on a till of its own, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.bootstrap.local_reference import (
    ReferenceFromCenterError,
    local_writer,
    reference_reader,
)
from terminal.persistence.home import Home, HomeMissingError
from terminal.persistence.keys.home_keys import create_keys
from terminal.persistence.locks import HomeLockedError
from terminal.persistence.replica.rows import OperatorData
from terminal.settings.schema import (
    CentralSettings,
    KeySettings,
    ReferenceDataSettings,
    StoreSection,
    TillSettings,
    WorkstationSettings,
)

_OPERATOR = OperatorData(operator_id="7", name="Zoe", role="cashier")


def _till(tmp_path: Path, *, url: str = "") -> Home:
    home = Home.create(
        tmp_path / "till",
        TillSettings(
            workstation=WorkstationSettings(tenant="a", store="s", workstation="w"),
            store=StoreSection(name="A", currency="EUR", exponent=2),
            reference_data=ReferenceDataSettings(source="central" if url else "local"),
            central=CentralSettings(url=url),
            keys=KeySettings(folder="keys"),
        ),
    )
    create_keys(home)
    return home


def test_what_is_written_is_read(tmp_path: Path) -> None:
    home = _till(tmp_path)

    with local_writer(home.path) as writer:
        writer.put_operator(_OPERATOR)

    with reference_reader(home.path) as reader:
        assert reader.find("7") is not None


def test_a_till_of_a_center_is_changed_at_the_center(tmp_path: Path) -> None:
    home = _till(tmp_path, url="https://center.example")

    with (
        pytest.raises(ReferenceFromCenterError, match=r"https://center\.example"),
        local_writer(home.path),
    ):
        pytest.fail("wrote what the feed will overwrite")

    assert not home.replica_path.exists()


def test_two_cannot_write_at_once(tmp_path: Path) -> None:
    home = _till(tmp_path)

    with (
        local_writer(home.path),
        pytest.raises(HomeLockedError),
        local_writer(home.path),
    ):
        pytest.fail("two writers")


def test_a_folder_without_a_till_is_said(tmp_path: Path) -> None:
    with pytest.raises(HomeMissingError), reference_reader(tmp_path):
        pytest.fail("read nothing")
