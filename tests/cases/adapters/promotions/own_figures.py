"""The figures a case in its own format expects, compared one by one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from terminal.domain.money import MICRO, Currency
from terminal.domain.promotion.result import CouponRefusal
from terminal.domain.tax.accumulator import TaxAccumulator
from tests.cases.adapters.promotions.basket import (
    SHIPPING_TAG,
    Priced,
    minor_of,
)
from tests.cases.adapters.promotions.goods import EXEMPT
from tests.cases.adapters.promotions.own_offers import Offer
from tests.cases.adapters.promotions.own_taxes import OwnTaxes
from tests.cases.harness.fields import Fields

# What vendure calls the reasons for which a coupon gives nothing.  One that is only
# waiting for its conditions is no error there.
_ERRORS: Final = {
    CouponRefusal.UNKNOWN: "COUPON_CODE_INVALID",
    CouponRefusal.WRONG_CASE: "COUPON_CODE_INVALID",
    CouponRefusal.NOT_STARTED: "COUPON_CODE_INVALID",
    CouponRefusal.EXPIRED: "COUPON_CODE_EXPIRED",
    CouponRefusal.USED: "COUPON_CODE_LIMIT_REACHED",
}


class Figures:
    """Compares the figures a case expects, each by its name."""

    def __init__(
        self,
        family: str,
        currency: Currency,
        taxes: OwnTaxes,
        before: Priced,
        after: Priced,
    ) -> None:
        self._family = family
        self._currency = currency
        self._taxes = taxes
        self._before = before
        self._after = after

    def all_of(self, expected: Fields, offers: Sequence[Offer]) -> None:
        """Compare everything; a figure without a meaning here fails."""
        self._error(expected.take_or("error"))
        self._totals(expected, self._after)
        before = expected.take_or("before")
        if before is not None:
            earlier = Fields("before", before)
            self._totals(earlier, self._before)
            earlier.close()
        self._counts(expected, offers)
        self._lines(expected)
        expected.close()

    def _error(self, expected: str | None) -> None:
        errors = [
            _ERRORS[refused.reason]
            for refused in self._after.result.refused_coupons
            if refused.reason in _ERRORS
        ]
        assert errors == ([] if expected is None else [expected])

    def _totals(self, fields: Fields, priced: Priced) -> None:
        self._amount(fields, "total_with_tax", priced.gross_minor)
        is_net = self._family == "vendure"
        total = priced.untaxed_minor if is_net else priced.gross_minor
        self._amount(fields, "total", total)
        self._amount(fields, "untaxed", priced.untaxed_minor)
        self._amount(fields, "tax", priced.tax_minor)
        change = priced.gross_minor - self._before.gross_minor
        self._amount(fields, "discount_with_tax", change)
        for name in ("discount", "discount_total"):
            self._amount(fields, name, priced.discount_minor)
        shipping = [g for g in priced.lines if SHIPPING_TAG in g.goods.tags]
        if not (fields.has("shipping") or fields.has("shipping_with_tax")):
            return
        (line,) = shipping
        taxes = TaxAccumulator(self._taxes.policy, self._currency)
        taxes.add(line.goods.tax_group, line.amount_minor, MICRO)
        gross = line.amount_minor + taxes.added_minor
        self._amount(fields, "shipping", gross - taxes.tax_minor)
        self._amount(fields, "shipping_with_tax", gross)

    def _counts(self, fields: Fields, offers: Sequence[Offer]) -> None:
        applied = {a.promotion_id for a in self._after.result.applied}
        if fields.has("discounts"):
            assert len(applied) == fields.take("discounts")
        if fields.has("applicable"):
            assert bool(applied) is fields.take("applicable")
        if fields.has("free_units"):
            assert self._after.free_units == fields.take("free_units")
        for offer in offers:
            name = offer.promotion.name
            if fields.has(name):
                is_applied = offer.promotion.promotion_id in applied
                assert fields.take(name) == ("applied" if is_applied else "refused")

    def _lines(self, fields: Fields) -> None:
        lines = self._after.lines
        discounts = [line.discount_minor for line in lines]
        if fields.has("line_discounts"):
            assert discounts == self._minors(fields.take("line_discounts"))
        if fields.has("line_discounts_unordered"):
            expected = self._minors(fields.take("line_discounts_unordered"))
            assert sorted(discounts) == sorted(expected)
        if fields.has("discount_of_first_line"):
            self._amount(fields, "discount_of_first_line", discounts[0])
        if fields.has("unit_price"):
            (line,) = lines
            assert line.goods.quantity == 1, "the price of one unit of several"
            self._amount(fields, "unit_price", line.amount_minor)
        for name, is_shipping in (
            ("goods_discount", False),
            ("shipping_discount", True),
        ):
            off = sum(
                line.discount_minor
                for line in lines
                if (SHIPPING_TAG in line.goods.tags) is is_shipping
            )
            self._amount(fields, name, off)
        if fields.has("discount_lines_per_tax"):
            assert sorted(self._by_tax()) == sorted(
                fields.take("discount_lines_per_tax")
            )

    def _by_tax(self) -> list[str]:
        by_group: dict[str, int] = {}
        for line in self._after.lines:
            group = line.goods.tax_group
            off = by_group.get(group.tax_group_id, 0) + line.discount_minor
            by_group[group.tax_group_id] = off
        texts = []
        for group_id, off in by_group.items():
            amount = Decimal(-off).scaleb(-self._currency.exponent)
            is_exempt = group_id == EXEMPT.tax_group_id
            # The cases write `35 % incl.+50 % excl.` here and blanks elsewhere.
            tax = "no tax" if is_exempt else f"@{group_id.replace('. + ', '.+')}"
            texts.append(f"{amount} {tax}")
        return texts

    def _minors(self, values: Sequence[str | int | Decimal]) -> list[int]:
        return [self._minor(value) for value in values]

    def _minor(self, value: str | int | Decimal) -> int:
        if self._taxes.is_in_minor:
            return int(value)
        return minor_of(value, self._currency)

    def _amount(self, fields: Fields, name: str, actual: int) -> None:
        if fields.has(name):
            expected = self._minor(fields.take(name))
            assert actual == expected, f"{name}: {actual}, expected {expected}"
