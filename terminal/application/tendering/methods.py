"""Names of tenders."""

import re
from typing import Final

from terminal.domain.errors import UnknownTenderError

_METHOD: Final = re.compile(r"[a-z][a-z0-9_]{0,31}")


def is_method(method: str) -> bool:
    """Tell whether this can be a tender's name."""
    return _METHOD.fullmatch(method) is not None


def require_method(method: str) -> None:
    """Refuse what cannot be a tender's name.

    Raises:
        UnknownTenderError: it is no short lower-case word.
    """
    if not is_method(method):
        raise UnknownTenderError(
            "a tender is named by a short lower-case word, e.g. card_manual",
            method=method[:40],
        )
