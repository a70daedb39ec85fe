"""How GS1 data that breaks a rule is refused."""

from terminal.domain.errors import InvalidScanCodeError

_SHOWN_CHARACTERS_MAX = 40


def gs1_refusal(reason: str, problem: str, shown: str = "") -> InvalidScanCodeError:
    """Return the error for a code that says GS1 but is not.

    Args:
        reason: Stable name in ``details["reason"]``: ``gs1_format``,
            ``gs1_identifier``, ``gs1_data``, ``gs1_combination`` or ``link``.
        problem: What is wrong, without a full stop.
        shown: The part of the code that is wrong; shortened and made printable.
    """
    if shown:
        part = shown[:_SHOWN_CHARACTERS_MAX].encode("unicode_escape").decode("ascii")
        problem = f"{problem} ({part})"
    return InvalidScanCodeError(
        f"{problem}; nothing was taken, key the number below the code", reason=reason
    )
