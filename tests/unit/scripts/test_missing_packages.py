"""Looking for libraries and fonts by trying them."""

from __future__ import annotations

import sys

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


@pytest.mark.skipif(sys.platform == "win32", reason="tests run after make setup")
def test_the_machine_that_runs_these_tests_lacks_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["missing_packages.py", "--required"])

    missing_packages.main()

    assert capsys.readouterr().out == "\n"
