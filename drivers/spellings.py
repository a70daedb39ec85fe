"""Plain spellings of characters that the code page of a device lacks.

Found on real product names; NFKD has no plain spelling for these.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SPELLINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "\u2018": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "–": "-",
        "—": "-",
        "\u2212": "-",
        "•": "*",
        "×": "x",
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ł": "l",
        "Ł": "L",
        "\u0131": "i",
        "þ": "th",
        "ð": "d",
        "€": "EUR",
        "£": "GBP",
        "¥": "YEN",
    }
)
"""What paper and displays have in common; each adds its own."""
