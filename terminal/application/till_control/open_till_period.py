"""Open a till period with a loan."""

import msgspec


class OpenTillPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """Cash goes from the safe into the drawer."""

    loan_minor: int
