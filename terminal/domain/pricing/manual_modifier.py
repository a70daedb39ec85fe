"""A discount that the operator gives: what was asked, not yet what it comes to.

A percent is kept as a percent, because what it comes to changes with every line
and promotion; the pricer turns it into price modifiers.
"""

import msgspec

from terminal.domain.money import RATE_PPM_ONE, share_of


class ManualModifier(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A percent or an amount off a line or off the whole transaction.

    Exactly one of ``rate_ppm`` and ``amount_minor`` is above zero.

    Attributes:
        reason_code: Why; one of the shop's codes.
        label: Text for screen and receipt.
        rate_ppm: Millionths of what the promotions left: 100,000 is 10 %.
        amount_minor: Off the whole line or transaction; more than is left of it
            takes what is left.
        reason: What the operator keyed besides the code.
        authorised_by: Operator who allowed it, if it needed someone else.
    """

    reason_code: str
    label: str
    rate_ppm: int = 0
    amount_minor: int = 0
    reason: str | None = None
    authorised_by: str | None = None

    def __post_init__(self) -> None:
        assert 0 <= self.rate_ppm <= RATE_PPM_ONE, self.rate_ppm
        assert self.amount_minor >= 0, self.amount_minor
        assert (self.rate_ppm == 0) != (self.amount_minor == 0)

    def reduction_of(self, amount_minor: int) -> int:
        """Return what comes off an amount, with the amount's sign, rounded once."""
        if self.rate_ppm:
            return share_of(amount_minor, self.rate_ppm, RATE_PPM_ONE)
        if amount_minor < 0:
            return -min(self.amount_minor, -amount_minor)
        return min(self.amount_minor, amount_minor)
