"""Languages and plurals."""

from __future__ import annotations

import pytest

from terminal.ui.support.translation import best_language, tr, use_language


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("zh", "zh_CN"),
        ("zh-Hans", "zh_CN"),
        ("zh-Hant", "zh_TW"),
        ("zh_HK", "zh_TW"),
        ("zh_TW", "zh_TW"),
        ("de", "en"),
        ("", "en"),
    ],
)
def test_the_nearest_language_is_taken(tag: str, language: str) -> None:
    assert best_language(tag) == language


def test_texts_follow_the_language_in_force() -> None:
    assert tr("Basket") == "Basket"

    use_language("zh_TW")

    assert tr("Basket") == "購物清單"
    assert tr("Voided {time}", time="14:01") == "14:01 作廢"


def test_english_counts_one_and_many() -> None:
    assert tr("%n items", 1) == "1 item"
    assert tr("%n items", 2) == "2 items"


def test_an_unknown_text_is_shown_as_it_is() -> None:
    unknown = "No such text"

    assert tr(unknown) == unknown


def test_changing_the_language_twice_leaves_one_translator() -> None:
    use_language("zh_CN")
    use_language("en")

    assert tr("Basket") == "Basket"
