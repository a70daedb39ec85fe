"""Receipts speak the store's language."""

from __future__ import annotations

import pytest

from terminal.application.receipts.wording import wording


@pytest.mark.parametrize(
    ("language", "total"),
    [
        ("en", "TOTAL"),
        ("en_GB", "TOTAL"),
        ("zh", "合计"),
        ("zh_CN", "合计"),
        ("zh-Hans-SG", "合计"),
        ("zh_TW", "合計"),
        ("zh-Hant", "合計"),
        ("zh-HK", "合計"),
        ("xx", "TOTAL"),
        ("", "TOTAL"),
    ],
)
def test_language_tag_leads_to_its_words(language: str, total: str) -> None:
    assert wording(language).total == total


def test_no_language_leaves_a_word_out() -> None:
    for language in ("en", "zh_CN", "zh_TW"):
        words = wording(language)
        for name in words.__struct_fields__:
            assert getattr(words, name) or name == "units", (language, name)
