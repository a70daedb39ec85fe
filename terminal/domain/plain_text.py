"""Text that people key and that files, the wire and printers must survive."""

import re
from typing import Final

# Control characters are commands to a printer; half surrogates have no UTF-8 form.
# Joiners and direction marks stay: Persian and emoji need them.
_NOT_PLAIN: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def is_plain(text: str) -> bool:
    """Return whether *text* has neither control characters nor half surrogates."""
    return _NOT_PLAIN.search(text) is None


def made_plain(text: str) -> str:
    """Return *text* with a space for each character that is not plain."""
    return _NOT_PLAIN.sub(" ", text)
