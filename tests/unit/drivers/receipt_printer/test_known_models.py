"""Printers that others have measured."""

from __future__ import annotations

import pytest

from drivers.receipt_printer.encoding import missing_characters, normalize_text
from drivers.receipt_printer.known_models import find_profile, list_models
from drivers.receipt_printer.language import language_of
from drivers.receipt_printer.profile import PROFILES


def test_our_models_come_first_and_those_of_others_follow() -> None:
    models = list_models()

    assert models[: len(PROFILES)] == list(PROFILES)
    assert {"TM-T88V", "TM-T20II", "NT-5890K", "TSP600", "ZJ-5870"} <= set(models)
    assert find_profile("epson-80") is PROFILES["epson-80"]
    assert find_profile("no such printer") is None


def test_a_model_is_what_was_measured() -> None:
    profile = find_profile("TM-T88V")

    assert profile is not None
    assert (profile.width_dots, profile.columns) == (512, 42)
    assert profile.code_pages["cp858"] == 19
    assert profile.has_process_id
    assert profile.has_native_qr
    clone = find_profile("POS-5890")
    assert clone is not None
    assert (clone.width_dots, clone.columns) == (384, 32)
    assert not clone.has_native_qr


@pytest.mark.parametrize("model", list_models())
def test_every_model_prints_every_letter_or_leaves_it_to_a_picture(model: str) -> None:
    profile = find_profile(model)
    assert profile is not None
    text = "Crème brûlée 5 €, Łódź, Привет, Ωμέγα, 乌龙茶, שלום, سلام, ¥"

    assert profile.width_dots % 8 == 0
    assert set("שלוםسلام") <= set(missing_characters(text, profile))
    assert normalize_text("Total 9.99", profile) == "Total 9.99"
    builder = language_of(profile).make_builder(profile)
    builder.initialize()
    builder.line(text)
    # GB18030 has this sign in four bytes, which a printer takes for "0 6".
    assert bytes.fromhex("81 30 84 36") not in builder.build()
