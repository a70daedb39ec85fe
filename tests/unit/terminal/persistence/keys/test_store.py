"""The settings choose the key store; what is not there is refused clearly."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.persistence.home import Home
from terminal.persistence.keys.errors import KeyStoreMissingError
from terminal.persistence.keys.store import make_key_store, open_key_store
from terminal.settings.schema import KeySettings


def test_the_home_gets_the_store_that_its_settings_name(home: Home) -> None:
    assert open_key_store(home).kind == "file"


def test_the_keyring_is_not_asked_before_it_is_needed(tmp_path: Path) -> None:
    assert make_key_store(KeySettings(store="keyring"), tmp_path).kind == "keyring"


def test_a_tpm_is_refused_and_not_emulated(tmp_path: Path) -> None:
    with pytest.raises(KeyStoreMissingError, match="'file'"):
        make_key_store(KeySettings(store="tpm"), tmp_path)
