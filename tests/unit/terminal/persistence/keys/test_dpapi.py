"""DPAPI exists on Windows alone; elsewhere only its absence can be tested."""

from __future__ import annotations

import os

import pytest

from terminal.persistence.keys.dpapi import Dpapi
from terminal.persistence.keys.file_store import PlainFile, native_cipher


@pytest.mark.skipif(os.name != "nt", reason="DPAPI is a part of Windows")
def test_a_secret_comes_back_on_windows() -> None:
    cipher = Dpapi()

    assert cipher.reveal(cipher.protect(b"secret")) == b"secret"


@pytest.mark.skipif(os.name == "nt", reason="tests the other systems")
def test_other_systems_protect_by_the_mode_of_the_file() -> None:
    with pytest.raises(AttributeError):
        Dpapi()

    assert isinstance(native_cipher(), PlainFile)
