"""Whether goods may be sold: what a scan must pass before it becomes a line.

Each check raises a refusal whose code says what is missing, so that the screen can
ask for it and repeat the command.  Nothing here asks a clock: the caller says what
time it is.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

import msgspec

from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.catalog.selling_policy import ExpiryRule, SellingPolicy
from terminal.domain.errors import (
    AgeCheckRequiredError,
    AgeRefusedError,
    InvalidDateError,
    ItemBlockedError,
    ItemExpiredError,
    ItemRecalledError,
    LotRequiredError,
    OutsideSaleHoursError,
    QuantityLimitError,
    SerialRequiredError,
    SerialUsedError,
)
from terminal.domain.quantity import QUANTITY_MICRO_ONE, format_quantity

EVERY_LOT: Final = "*"
AGE_YEARS_MAX: Final = 150


class SaleMoment(msgspec.Struct, frozen=True, kw_only=True):
    """When something is sold, in the store's local time.

    Attributes:
        local_date: Calendar day; ages and hours follow it.
        business_day: Accounting day; expiry dates follow it.
        minute: Minute of the calendar day, 0 to 1,439.
    """

    local_date: date
    minute: int
    business_day: date

    @property
    def weekday(self) -> int:
        """Day of the week, 0 is Monday."""
        return self.local_date.weekday()


class PresentedGoods(msgspec.Struct, frozen=True, kw_only=True):
    """What label and operator say about the goods at hand.

    Attributes:
        base_quantity_micro: Base units that this line adds.
        before_micro: Base units of the item that the transaction has already.
        expires_on: Last day of sale on the label, or None.
        expires_minute: Minute of that day from which they may not be sold.
        age_checked: Years that the customer was confirmed to have; 0 for not asked.
        birth_date: Date of birth that was keyed or scanned.
    """

    base_quantity_micro: int
    before_micro: int = 0
    lot: str | None = None
    serial: str | None = None
    expires_on: date | None = None
    expires_minute: int | None = None
    age_checked: int = 0
    birth_date: date | None = None


def require_sellable(
    rules: ItemRules,
    goods: PresentedGoods,
    moment: SaleMoment,
    policy: SellingPolicy,
    description: str,
) -> int:
    """Pass goods through every check, the final ones before those that ask.

    Returns:
        Years that the customer's age was checked for; 0 when nothing was asked.

    Raises:
        ItemBlockedError: The item is not sold at all.
        ItemRecalledError: The lot was recalled.
        ItemExpiredError: The date is over.
        OutsideSaleHoursError: Not at this hour.
        QuantityLimitError: Too much of it in one transaction.
        LotRequiredError: The lot is asked, or some lot was recalled and this one
            is not known.
        SerialRequiredError: The serial number is asked.
        AgeCheckRequiredError: Nobody checked the customer's age.
        AgeRefusedError: The date of birth is too late.
    """
    _require_not_blocked(rules, description)
    _require_not_recalled(rules, goods, description)
    require_not_expired(goods, moment, policy, description)
    _require_hours(rules, moment, description)
    require_quantity_within(rules, goods, description)
    _require_lot_and_serial(rules, goods, description)
    return _checked_age(rules, goods, moment, description)


def require_not_expired(
    goods: PresentedGoods,
    moment: SaleMoment,
    policy: SellingPolicy,
    description: str,
) -> None:
    """Stop goods whose date is over; also those of an item without rules.

    Raises:
        ItemExpiredError: By the policy's rule.
    """
    last_day = goods.expires_on
    if last_day is None or policy.expiry is ExpiryRule.TOLD:
        return
    is_over = (
        moment.business_day > last_day
        if policy.expiry is ExpiryRule.THROUGH_DATE
        else moment.business_day >= last_day
    )
    if goods.expires_minute is not None:
        # A time on a label is meant by the clock on the wall.
        is_over = is_over or (
            (moment.local_date, moment.minute) >= (last_day, goods.expires_minute)
        )
    if is_over:
        raise ItemExpiredError(
            f"{description} was to be sold until {last_day}; set it aside",
            expires_on=last_day.isoformat(),
        )


def require_quantity_within(
    rules: ItemRules, goods: PresentedGoods, description: str
) -> None:
    """Refuse more of an item than one transaction may have.

    Raises:
        QuantityLimitError: ``details["left_micro"]`` base units may still be added.
    """
    limit = rules.quantity_max_micro
    if limit is not None and goods.before_micro + goods.base_quantity_micro > limit:
        left = max(limit - goods.before_micro, 0)
        raise QuantityLimitError(
            f"one transaction may have {format_quantity(limit)} of {description};"
            f" {format_quantity(left)} may still be added",
            quantity_max_micro=limit,
            left_micro=left,
        )


def require_new_serial(serial: str, used: Iterable[str | None]) -> None:
    """Refuse a piece that the transaction has already.

    Raises:
        SerialUsedError: The same serial number of the same item.
    """
    if serial in used:
        raise SerialUsedError(
            f"the piece with the serial number {serial} is in the transaction already",
            serial=serial,
        )


def born_until(local_date: date, years: int) -> date:
    """Return the latest date of birth of who has reached an age on a day.

    Somebody born on 29 February is a year older on 1 March in other years, the
    later of the two days that laws name.
    """
    year = local_date.year - years
    try:
        return local_date.replace(year=year)
    except ValueError:
        # The day itself is 29 February: who was born on the 28th has reached it.
        return date(year, 2, 28)


def parse_birth_date(text: str, local_date: date) -> date:
    """Return a keyed date of birth.

    Raises:
        InvalidDateError: No calendar date as ``YYYY-MM-DD``, in the future, or
            further back than anybody lives.
    """
    try:
        born = date.fromisoformat(text)
    except ValueError:
        born = None
    if (
        born is None
        or not local_date.year - AGE_YEARS_MAX <= born.year
        or (born > local_date)
    ):
        raise InvalidDateError(
            "this is no date of birth such as 1990-12-31; key it again",
            date=text[:20],
        )
    return born


def _require_not_blocked(rules: ItemRules, description: str) -> None:
    if rules.is_blocked:
        why = f" ({rules.blocked_reason})" if rules.blocked_reason else ""
        raise ItemBlockedError(
            f"{description} may not be sold{why}; set it aside",
            reason=rules.blocked_reason or "",
        )


def _require_not_recalled(
    rules: ItemRules, goods: PresentedGoods, description: str
) -> None:
    recalled = rules.recalled_lots
    if not recalled:
        return
    if EVERY_LOT in recalled or (goods.lot is not None and goods.lot in recalled):
        raise ItemRecalledError(
            f"{description} was recalled; take it from the customer and set it aside",
            lot=goods.lot or EVERY_LOT,
        )
    if goods.lot is None:
        raise LotRequiredError(
            f"some lots of {description} were recalled; key the lot on the pack",
            reason="recall",
        )


def _require_hours(rules: ItemRules, moment: SaleMoment, description: str) -> None:
    windows = rules.sale_windows
    if windows and not any(
        window.holds(moment.weekday, moment.minute) for window in windows
    ):
        raise OutsideSaleHoursError(
            f"{description} may not be sold at this hour; set it aside"
        )


def _require_lot_and_serial(
    rules: ItemRules, goods: PresentedGoods, description: str
) -> None:
    if rules.asks_lot and goods.lot is None:
        raise LotRequiredError(
            f"{description} is sold by its lot; key it from the pack", reason="rule"
        )
    if not rules.asks_serial:
        return
    if goods.serial is None:
        raise SerialRequiredError(
            f"{description} is sold by its serial number; scan or key it"
        )
    if goods.base_quantity_micro != QUANTITY_MICRO_ONE:
        raise SerialRequiredError(
            f"each piece of {description} has its own serial number; ring them up one"
            " by one",
            reason="one_by_one",
        )


def _checked_age(
    rules: ItemRules, goods: PresentedGoods, moment: SaleMoment, description: str
) -> int:
    years = rules.minimum_age
    if years <= goods.age_checked:
        return goods.age_checked
    latest = born_until(moment.local_date, years)
    if goods.birth_date is None:
        raise AgeCheckRequiredError(
            f"{description} is sold from {years} years of age: born on {latest} or"
            " before; ask for a document",
            minimum_age=years,
            born_until=latest.isoformat(),
        )
    if goods.birth_date > latest:
        raise AgeRefusedError(
            f"{description} is sold from {years} years of age; set it aside",
            minimum_age=years,
        )
    return years
