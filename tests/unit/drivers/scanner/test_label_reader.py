"""From what a scanner sent to its label, or to why there is none."""

from __future__ import annotations

import pytest

from drivers.scanner.aim import Label
from drivers.scanner.label_reader import (
    REPEAT,
    Identifiers,
    LabelReader,
    LabelRefusal,
    LabelSettings,
)


def _read(text: str, settings: LabelSettings | None = None) -> Label | LabelRefusal:
    return LabelReader(settings).read(text, 0.0)


def test_an_identifier_is_taken_off_when_there_is_one() -> None:
    assert _read("]E04006381333931") == Label("]E0", "4006381333931")
    assert _read("4006381333931") == Label("", "4006381333931")


def test_a_scanner_without_identifiers_reads_labels_that_look_like_one() -> None:
    settings = LabelSettings(identifiers=Identifiers.NONE)

    assert _read("]E04006381333931", settings) == Label("", "]E04006381333931")


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("4006381333931", "transmit the AIM identifier"),
        ("]E0400638133393", "13 digits"),
        ("]E04006381333932", "Scan again"),
    ],
)
def test_a_demanded_identifier_must_be_there_and_fit(text: str, remedy: str) -> None:
    refusal = _read(text, LabelSettings(identifiers=Identifiers.REQUIRED))

    assert isinstance(refusal, LabelRefusal)
    assert remedy in refusal.remedy
    assert not refusal.is_repeat


def test_a_demanded_identifier_that_fits_is_taken() -> None:
    settings = LabelSettings(identifiers=Identifiers.REQUIRED)

    assert _read("]E04006381333931", settings) == Label("]E0", "4006381333931")


def test_prefix_and_suffix_are_taken_off_before_the_identifier() -> None:
    settings = LabelSettings(prefix="*", suffix="#")

    assert _read("*]E04006381333931#", settings) == Label("]E0", "4006381333931")


@pytest.mark.parametrize("text", ["123#", "*123", "123", "*#", "*"])
def test_a_label_whose_prefix_or_suffix_was_cut_is_refused(text: str) -> None:
    refusal = _read(text, LabelSettings(prefix="*", suffix="#"))

    assert isinstance(refusal, LabelRefusal)
    assert "prefix" in refusal.detail


@pytest.mark.parametrize("identifiers", Identifiers)
def test_digits_typed_on_another_layout_are_named(identifiers: Identifiers) -> None:
    refusal = _read('çàà"çàà&àààèà', LabelSettings(identifiers=identifiers))

    assert isinstance(refusal, LabelRefusal)
    assert "layout" in refusal.remedy


@pytest.mark.parametrize("text", ["------", "(((((((", "é", "Crème"])
def test_other_texts_with_those_signs_are_labels(text: str) -> None:
    assert _read(text) == Label("", text)


def test_a_repetition_is_told_from_a_fault() -> None:
    reader = LabelReader()
    reader.read("4006381333931", 0.0)

    assert reader.read("4006381333931", 0.1) is REPEAT
    assert REPEAT.is_repeat
    assert reader.repeat_count == 1
    assert reader.refused_count == 0
