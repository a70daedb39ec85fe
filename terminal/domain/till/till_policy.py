"""How this store handles its tills: named settings with one default each."""

from enum import StrEnum
from typing import Final

import msgspec

from terminal.domain.member.points_rule import POINTS
from terminal.domain.tender.tender_line_item import CASH


class TransactionDecision(StrEnum):
    """What becomes of a suspended transaction when its till is settled.

    Members:
        CANCEL: It gets a number and is recorded as cancelled.
        CARRY_OVER: It waits on, for the next till period or the next day.
    """

    CANCEL = "cancel"
    CARRY_OVER = "carry_over"


USUAL_TENDERS: Final = (CASH, "card_manual", "voucher", POINTS)
"""What a store takes that says nothing else."""


class UndecidedPolicy(StrEnum):
    """What a settlement does with transactions about which nobody decided.

    Members:
        CARRY_OVER: They wait for the next period; the open one is suspended.
        CANCEL: They are cancelled.
        ASK: The settlement is refused until it is told a decision for each.
    """

    CARRY_OVER = "carry_over"
    CANCEL = "cancel"
    ASK = "ask"


class DrawerLimitPolicy(StrEnum):
    """What happens beyond the largest drawer amount.

    Members:
        STATE: Nothing is refused; screens and reports say that a lift is due.
        REFUSE: Cash that would lift the drawer above the hard limit is refused.
    """

    STATE = "state"
    REFUSE = "refuse"


class TillPolicy(msgspec.Struct, frozen=True, kw_only=True):
    """The settings of a store about its tills.

    Attributes:
        lift_at_minor: Cash above which a pickup is due; 0 for never.
        drawer_limit_minor: Cash that the drawer shall never exceed; 0 for none.
        drawer_limit_policy: What happens at `drawer_limit_minor`.
        undecided: Decision about transactions when a settlement brings none.
        tenders: Methods that are taken here, by their names.
    """

    lift_at_minor: int = 0
    drawer_limit_minor: int = 0
    drawer_limit_policy: DrawerLimitPolicy = DrawerLimitPolicy.STATE
    undecided: UndecidedPolicy = UndecidedPolicy.CARRY_OVER
    tenders: tuple[str, ...] = USUAL_TENDERS


DEFAULT_TILL_POLICY = TillPolicy()
