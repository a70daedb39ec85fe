"""A file's name tells what it holds."""

from __future__ import annotations

import pytest

from terminal.domain.reference_data.file_kind import FileKind, kind_of_file


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("catalogue.csv", FileKind.ITEMS),
        ("prices.csv", FileKind.PRICES),
        ("summer.Prices.csv.gz", FileKind.PRICES),
        ("price_lists.csv", FileKind.PRICE_LISTS),
        ("taxes.jsonl", FileKind.TAXES),
        ("2026.promotions.jsonl", FileKind.PROMOTIONS),
        ("members.csv", FileKind.MEMBERS),
        ("exchange-rates.csv", FileKind.EXCHANGE_RATES),
        ("pricesheet.csv", FileKind.ITEMS),
    ],
)
def test_the_last_word_between_the_dots_counts(name: str, kind: FileKind) -> None:
    assert kind_of_file(name) is kind
