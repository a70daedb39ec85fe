"""The order of receipt series: A to Z, then AA, AB and so on.

Each new epoch of a till takes the next one, so that no receipt number comes twice.
"""

from __future__ import annotations

from typing import Final

_RADIX: Final = 26
_LETTERS_MAX: Final = 8


def series_rank(series: str) -> int:
    """Return the place of *series* among all series, from 1; 0 for a foreign form."""
    if len(series) > _LETTERS_MAX:
        return 0
    rank = 0
    for letter in series:
        if not "A" <= letter <= "Z":
            return 0
        rank = rank * _RADIX + ord(letter) - ord("A") + 1
    return rank
