"""Where the till stands: business day ⊃ till period ⊃ session."""

import msgspec


class BusinessDayState(msgspec.Struct, frozen=True, kw_only=True):
    """The open business day.

    Attributes:
        business_day: ISO date; a person chose it, not the clock.
        opened_event_id: Event that opened it.
    """

    business_day: str
    opened_event_id: str
    opened_at_ms: int


class TillPeriodState(msgspec.Struct, frozen=True, kw_only=True):
    """The open till period.

    Attributes:
        loan_minor: Cash lent to the till at the start.
        opened_event_id: Event that opened it.
    """

    till_period_id: str
    business_day: str
    loan_minor: int
    opened_event_id: str
    opened_at_ms: int


class SessionState(msgspec.Struct, frozen=True, kw_only=True):
    """The operator who is signed on.

    Attributes:
        permissions: As granted at sign-on, role included; a change of the
            operator's rights takes effect at the next sign-on.
        language: Language the operator wants to read.
    """

    session_id: str
    operator_id: str
    name: str
    role: str
    permissions: frozenset[str]
    language: str
    opened_at_ms: int


class TillState(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that selling depends on besides the basket.

    Attributes:
        business_day: None when no day is open.
        period: None when the till is settled.
        session: None when nobody is signed on.
        last_business_day: Last day that had a till period, ISO date; None on a new
            till.
        z_number: Number of the last settlement; 0 before the first.
        perpetual_gross_minor: Signed gross since the workstation's first sale.
    """

    business_day: BusinessDayState | None = None
    period: TillPeriodState | None = None
    session: SessionState | None = None
    last_business_day: str | None = None
    z_number: int = 0
    perpetual_gross_minor: int = 0
