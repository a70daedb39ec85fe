"""Every string of the window is translated and compiled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from terminal.ui.support.resource_files import resource_path
from terminal.ui.support.translation import LANGUAGES
from terminal.ui.support.translation_sources import (
    compile_translations,
    find_strings,
    main,
    read_translations,
    write_translations,
)

CHINESE = ("zh_CN", "zh_TW")


@pytest.mark.parametrize("language", CHINESE)
def test_every_string_has_a_translation_and_no_translation_is_left_over(
    language: str,
) -> None:
    known = read_translations(resource_path("i18n", f"{language}.ts"))

    assert set(known) == find_strings()
    assert [source for source, forms in known.items() if not all(forms)] == []


@pytest.mark.parametrize("language", CHINESE)
def test_a_translation_fills_in_what_its_source_does(language: str) -> None:
    known = read_translations(resource_path("i18n", f"{language}.ts"))
    places = re.compile(r"\{\w+\}|%n")

    wrong = [
        source
        for source, forms in known.items()
        for form in forms
        if sorted(places.findall(source)) != sorted(places.findall(form))
    ]

    assert wrong == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_compiled_file_is_that_of_the_source(language: str, tmp_path: Path) -> None:
    compiled = tmp_path / "compiled.qm"

    compile_translations(resource_path("i18n", f"{language}.ts"), compiled)

    stored = resource_path("i18n", f"{language}.qm").read_bytes()
    assert compiled.read_bytes() == stored


def test_what_is_missing_is_named_and_what_is_known_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "zh_CN.ts"

    missing = write_translations(path, "zh_CN", {"Old", "New"}, {"Old": ("旧",)})

    assert missing == ["New"]
    assert read_translations(path) == {"Old": ("旧",), "New": ("",)}
    assert read_translations(tmp_path / "absent.ts") == {}


def test_bringing_the_files_up_to_date_changes_nothing_when_they_are() -> None:
    before = resource_path("i18n", "zh_CN.ts").read_bytes()

    assert main() == 0
    assert resource_path("i18n", "zh_CN.ts").read_bytes() == before
