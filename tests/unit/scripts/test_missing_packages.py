"""Looking for libraries and fonts by trying them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts import missing_packages


def test_a_library_that_does_not_load_is_named_by_its_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    libraries = {"libno-such-thing.so.9": "libno-such-thing9"}
    monkeypatch.setattr(missing_packages, "_LIBRARIES", libraries)

    assert "libno-such-thing9" in missing_packages.required()


def test_a_font_that_is_not_found_is_named_by_its_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(missing_packages, "_FONTS", {"no such family": "fonts-none"})

    assert "fonts-none" in missing_packages.required()


def test_without_fontconfig_it_is_named_first_of_the_fonts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "")

    missing = missing_packages.required()

    assert missing.index("fontconfig") < missing.index("fonts-inter")


def test_what_only_tests_want_is_asked_for_apart(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "argv", ["missing_packages.py", "--tests"])
    monkeypatch.setattr(missing_packages, "_POSTGRESQL", tmp_path)
    monkeypatch.setenv("PATH", "")

    missing_packages.main()

    assert capsys.readouterr().out == "strace nodejs postgresql\n"


def test_a_server_off_the_path_is_found_where_debian_keeps_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "15" / "bin").mkdir(parents=True)
    (tmp_path / "15" / "bin" / "initdb").touch()
    monkeypatch.setattr(missing_packages, "_POSTGRESQL", tmp_path)
    monkeypatch.setenv("PATH", "")

    assert "postgresql" not in missing_packages.wanted_by_tests()


@pytest.mark.skipif(sys.platform == "win32", reason="tests run after make setup")
def test_the_machine_that_runs_these_tests_lacks_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["missing_packages.py"])

    missing_packages.main()

    assert capsys.readouterr().out == "\n"
