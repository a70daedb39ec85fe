"""Whether a promotion may apply at all: the moment, the customer, the basket."""

from collections.abc import Sequence

from terminal.domain.money import share_of
from terminal.domain.promotion.basket import NO_USES, PromotionContext
from terminal.domain.promotion.conditions import AmountBasis, Requirement, TimeWindow
from terminal.domain.promotion.line_state import LineState
from terminal.domain.promotion.policy import ThresholdBase
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.result import TrialReason
from terminal.domain.promotion.selector import CompiledSelector

# Why not, and the figure or name behind it.
Refusal = tuple[TrialReason, str]

_MINUTES_PER_HOUR = 60
_WEEKDAYS = 7


def local_moment(context: PromotionContext) -> str:
    """Return the store's date and minute in the form promotions are limited by."""
    hour, minute = divmod(context.minute, _MINUTES_PER_HOUR)
    return f"{context.local_date}T{hour:02}:{minute:02}"


def refuse_by_context(
    promotion: Promotion, context: PromotionContext, moment: str
) -> Refusal | None:
    """Return why *promotion* does not apply now, here and to this customer.

    Coupons and the contents of the basket are not looked at.
    """
    return (
        _refuse_by_time(promotion, context, moment)
        or _refuse_by_place(promotion, context)
        or _refuse_by_customer(promotion, context)
        or _refuse_by_uses(promotion, context)
    )


def _refuse_by_time(
    promotion: Promotion, context: PromotionContext, moment: str
) -> Refusal | None:
    conditions = promotion.conditions
    if conditions.starts_local is not None and moment < conditions.starts_local:
        return TrialReason.NOT_STARTED, conditions.starts_local
    if conditions.ends_local is not None and moment > conditions.ends_local:
        return TrialReason.ENDED, conditions.ends_local
    at_ms = context.at_ms
    if conditions.starts_at_ms is not None and at_ms < conditions.starts_at_ms:
        return TrialReason.NOT_STARTED, str(conditions.starts_at_ms)
    if conditions.ends_at_ms is not None and at_ms >= conditions.ends_at_ms:
        return TrialReason.ENDED, str(conditions.ends_at_ms)
    if conditions.windows and not any(
        is_open(window, context.weekday, context.minute)
        for window in conditions.windows
    ):
        return TrialReason.OUTSIDE_HOURS, moment
    return None


def _refuse_by_place(promotion: Promotion, context: PromotionContext) -> Refusal | None:
    conditions = promotion.conditions
    if conditions.stores and context.store not in conditions.stores:
        return TrialReason.OTHER_STORE, context.store
    if conditions.channels and context.channel not in conditions.channels:
        return TrialReason.OTHER_CHANNEL, context.channel
    if conditions.currencies and context.currency.code not in conditions.currencies:
        return TrialReason.OTHER_CURRENCY, context.currency.code
    if conditions.tenders and context.tender not in conditions.tenders:
        return TrialReason.OTHER_TENDER, context.tender or ""
    return None


def _refuse_by_customer(
    promotion: Promotion, context: PromotionContext
) -> Refusal | None:
    conditions = promotion.conditions
    if conditions.members_only and context.member_id is None:
        return TrialReason.MEMBER_NEEDED, ""
    if conditions.customer_groups and context.customer_groups.isdisjoint(
        conditions.customer_groups
    ):
        return TrialReason.OTHER_GROUP, ",".join(conditions.customer_groups)
    if conditions.member_tiers and context.member_tier not in conditions.member_tiers:
        return TrialReason.OTHER_TIER, context.member_tier or ""
    return None


def _refuse_by_uses(promotion: Promotion, context: PromotionContext) -> Refusal | None:
    if promotion.budget_minor is not None:
        left = context.budgets_left.get(promotion.promotion_id, promotion.budget_minor)
        if left <= 0:
            return TrialReason.BUDGET_EXHAUSTED, str(promotion.budget_minor)
    if promotion.uses_max is None and promotion.uses_max_per_member is None:
        return None
    uses = context.uses.get(promotion.promotion_id, NO_USES)
    if promotion.uses_max is not None and uses.total >= promotion.uses_max:
        return TrialReason.USES_EXHAUSTED, f"{uses.total}/{promotion.uses_max}"
    if promotion.uses_max_per_member is not None:
        # Without a member the limit could not be kept.
        if context.member_id is None:
            return TrialReason.MEMBER_NEEDED, ""
        if uses.member >= promotion.uses_max_per_member:
            return (
                TrialReason.MEMBER_USES_EXHAUSTED,
                f"{uses.member}/{promotion.uses_max_per_member}",
            )
    return None


def is_open(window: TimeWindow, weekday: int, minute: int) -> bool:
    """Return whether *window* is open at a local weekday and minute."""
    if window.from_minute < window.to_minute:
        return window.from_minute <= minute < window.to_minute and (
            not window.weekdays or weekday in window.weekdays
        )
    if minute >= window.from_minute:
        return not window.weekdays or weekday in window.weekdays
    if minute < window.to_minute:
        return not window.weekdays or (weekday - 1) % _WEEKDAYS in window.weekdays
    return False


class CompiledRequirement:
    """A requirement ready for many baskets."""

    __slots__ = ("_requirement", "_selector", "is_about_everything")

    def __init__(self, requirement: Requirement) -> None:
        self._requirement = requirement
        self._selector = CompiledSelector(requirement.selects)
        self.is_about_everything = (
            requirement.selects.is_everything
            and not requirement.selects.has_exclusions
            and not requirement.is_other
        )

    def refuse(
        self,
        states: Sequence[LineState],
        own: CompiledSelector,
        base: ThresholdBase,
    ) -> Refusal | None:
        """Return what the basket lacks.

        Args:
            states: All lines; lines added as free units do not count.
            own: The selection of the promotion that asks.
            base: Which amounts count.
        """
        requirement = self._requirement
        quantity = 0
        amount = 0
        for state in states:
            line = state.line
            if line.free_unit_of is not None or not (
                self.is_about_everything
                or self._selector.matches(line.item_id, line.category, line.tags)
            ):
                continue
            if requirement.is_other and own.matches(
                line.item_id, line.category, line.tags
            ):
                continue
            quantity += line.quantity_micro
            amount += amount_of(state, requirement.basis, base)
        if quantity < requirement.quantity_min_micro:
            return (
                TrialReason.QUANTITY_TOO_SMALL,
                f"{quantity}/{requirement.quantity_min_micro}",
            )
        if amount < requirement.amount_min_minor:
            return (
                TrialReason.AMOUNT_TOO_SMALL,
                f"{amount}/{requirement.amount_min_minor}",
            )
        return None


def amount_of(state: LineState, basis: AmountBasis, base: ThresholdBase) -> int:
    """Return a line's amount in the meaning a threshold asks for.

    Taxes of a reduced line are its share of the taxes of the whole line.
    """
    line = state.line
    amount = line.extended_minor if base is ThresholdBase.LIST else state.amount_minor
    if basis is AmountBasis.LABELLED or not line.extended_minor:
        return amount
    if basis is AmountBasis.EXCLUSIVE:
        return amount - share_of(line.included_tax_minor, amount, line.extended_minor)
    return amount + share_of(line.added_tax_minor, amount, line.extended_minor)
