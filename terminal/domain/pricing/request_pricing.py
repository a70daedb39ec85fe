"""Prices a basket that somebody sent: the way of a till, without a till.

Lines become a transaction that the pricer prices; so what a command line, a shop
window or a server is told is what a till would take.
"""

import re
from datetime import UTC, datetime
from typing import Final

import msgspec

from terminal.domain.catalog.catalog_item import CatalogItem
from terminal.domain.catalog.measured_goods import MeasuredGoods, measure
from terminal.domain.errors import (
    InvalidAmountError,
    InvalidDiscountError,
    InvalidPriceError,
    InvalidQuantityError,
    InvalidScanCodeError,
    PriceRequestError,
    UnknownItemError,
)
from terminal.domain.member.member import Member
from terminal.domain.money import MICRO, RATE_PPM_ONE, Currency
from terminal.domain.pricing.manual_modifier import ManualModifier
from terminal.domain.pricing.price_book import PriceBook
from terminal.domain.pricing.price_request import (
    PriceRequest,
    RequestDiscount,
    RequestLine,
)
from terminal.domain.pricing.priced_basket import PricedBasket, priced_basket
from terminal.domain.pricing.pricer import PricingMoment, explain, reprice
from terminal.domain.pricing.pricing_policy import DEFAULT_POLICY, PricingPolicy
from terminal.domain.pricing.ringing import (
    GoodsAtHand,
    add_goods,
    find_scanned,
    label_day,
)
from terminal.domain.scan_code import DEFAULT_SCAN_RULES, ScanCode, ScanRules, parse
from terminal.domain.tax.exemption import TaxExemption
from terminal.domain.transaction.line_item import LineDetails
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.transaction_header import TaxMode, TransactionHeader

LINES_MAX: Final = 1_000
COUPONS_MAX: Final = 50

_FIRST_INSTANT: Final = datetime(1971, 1, 1, tzinfo=UTC)

_DECIMAL: Final = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")


class PriceSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What a store's settings say about its prices."""

    store: str
    currency: Currency
    tax_mode: TaxMode
    policy: PricingPolicy = DEFAULT_POLICY
    scan_rules: ScanRules = DEFAULT_SCAN_RULES


def price_request(
    request: PriceRequest,
    book: PriceBook,
    settings: PriceSettings,
    *,
    explained: bool = False,
) -> PricedBasket:
    """Return what the basket costs; *explained* also says what was tried.

    Raises:
        PriceRequestError: the request itself cannot be; says which field.
        DomainError: a line is refused as at a till.
    """
    local = _instant(request.at)
    at_ms = int(local.timestamp()) * 1000 + local.microsecond // 1000
    if not 0 < len(request.lines) <= LINES_MAX:
        raise PriceRequestError(
            f"a request has 1 to {LINES_MAX} lines; change it", field="lines"
        )
    if len(request.coupons) > COUPONS_MAX:
        raise PriceRequestError(
            f"a request has at most {COUPONS_MAX} coupons; change it", field="coupons"
        )
    transaction = _transaction(request, settings, at_ms)
    for line in request.lines:
        _add(transaction, line, book, settings, at_ms)
    moment = PricingMoment(
        at_ms=at_ms,
        local_date=local.date().isoformat(),
        weekday=local.weekday(),
        minute=local.hour * 60 + local.minute,
    )
    reprice(transaction, book, lambda: moment, settings.policy)
    found = None
    if explained:
        found = explain(transaction, book, lambda: moment, settings.policy)
    return priced_basket(transaction, settings.policy, book.version(), found)


def _transaction(
    request: PriceRequest, settings: PriceSettings, at_ms: int
) -> RetailTransaction:
    transaction = RetailTransaction(
        TransactionHeader(
            transaction_id="",
            operator_id="",
            session_id="",
            till_period_id="",
            business_day="",
            opened_at_ms=at_ms,
            currency=settings.currency,
            tax_mode=settings.tax_mode,
            tax_rounding=settings.policy.tax_rounding,
            tax_step_minor=settings.policy.tax_step_minor,
            tax_halves=settings.policy.tax_halves,
            store=settings.store,
            channel=request.channel,
        )
    )
    customer = request.customer
    if customer.member_id or customer.groups or customer.tier:
        transaction.set_member(
            Member(
                member_id=customer.member_id or "",
                code="",
                tier=customer.tier,
                groups=customer.groups,
            )
        )
    if request.coupons:
        transaction.set_coupons(request.coupons)
    if request.tax_exemption is not None:
        transaction.set_exemption(
            TaxExemption(
                reason=request.tax_exemption.reason,
                certificate=request.tax_exemption.certificate,
                price=settings.policy.exempt_price,
            )
        )
    transaction.choose_tender(request.tender)
    return transaction


def _add(
    transaction: RetailTransaction,
    line: RequestLine,
    book: PriceBook,
    settings: PriceSettings,
    at_ms: int,
) -> None:
    item, code = _find(line.scan_code, book, settings.scan_rules)
    quantity_micro = _micro(line.quantity, "quantity")
    goods = MeasuredGoods(quantity_micro=quantity_micro)
    if code is not None:
        goods = measure(item, code, quantity_micro, settings.currency)
    keyed_micro = None
    if line.keyed_price is not None:
        keyed_micro = _micro(line.keyed_price, "keyed_price")
    added = add_goods(
        transaction,
        GoodsAtHand(
            item,
            goods,
            keyed_micro,
            LineDetails(
                serial=line.serial or (None if code is None else code.serial),
                lot=line.lot or (None if code is None else code.lot),
                expires_on=label_day(code),
                label_amount_minor=goods.amount_minor,
            ),
        ),
        book.get,
        lambda: at_ms,
    )
    if line.discount is not None:
        manual = _manual(line.discount, settings.currency)
        if manual.amount_minor > added.extended_minor:
            raise InvalidDiscountError(
                "the discount is more than what it is taken of; name a smaller one",
                amount_minor=manual.amount_minor,
                base_minor=added.extended_minor,
            )
        transaction.set_line_manual(added.sequence, manual)


def _find(
    text: str, book: PriceBook, rules: ScanRules
) -> tuple[CatalogItem, ScanCode | None]:
    """Return the item of a code as a till reads it, or else of a PLU."""
    try:
        found = find_scanned(parse(text, rules), book.find_item, book.find_item)
    except InvalidScanCodeError:
        item = book.find_item(text.strip())
        if item is not None:
            return item, None
        found = None
    if found is None:
        raise UnknownItemError(
            f"no item has the code {text[:80]}; leave the line out",
            scan_code=text[:80],
        )
    return found


def _manual(discount: RequestDiscount, currency: Currency) -> ManualModifier:
    if (discount.percent is None) == (discount.amount is None):
        raise PriceRequestError(
            "a discount has either a percent or an amount; name one", field="discount"
        )
    rate_ppm = amount_minor = 0
    if discount.percent is not None:
        rate_ppm = _whole(discount.percent, 10_000, "discount")
    elif discount.amount is not None:
        amount_minor = _whole(discount.amount, currency.minor_per_major, "discount")
    if not (rate_ppm or amount_minor) or rate_ppm > RATE_PPM_ONE:
        raise InvalidAmountError("a discount is above 0 and at most 100 %; change it")
    return ManualModifier(
        reason_code=discount.reason,
        label=discount.reason,
        rate_ppm=rate_ppm,
        amount_minor=amount_minor,
    )


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or found < _FIRST_INSTANT:
        raise PriceRequestError(
            "at is no instant with an offset, e.g. 2026-11-22T10:00:00+01:00",
            field="at",
        )
    return found


def _micro(text: str, field: str) -> int:
    try:
        return _whole(text, MICRO, field)
    except PriceRequestError:
        if field == "quantity":
            raise InvalidQuantityError(
                "a quantity is decimal text above zero with at most six decimals",
                quantity=text[:40],
            ) from None
        raise InvalidPriceError(
            "a price is decimal text with at most six decimals", price=text[:40]
        ) from None


def _whole(text: str, units: int, field: str) -> int:
    """Return decimal text in whole *units*, exactly.

    Raises:
        PriceRequestError: no decimal text, or it has more decimals than there are
            units.
    """
    if _DECIMAL.fullmatch(text):
        major, _, decimals = text.partition(".")
        numerator = int(major + decimals) * units
        scale: int = 10 ** len(decimals)
        value, rest = divmod(numerator, scale)
        if rest == 0:
            return value
    raise PriceRequestError(
        f"{field} is no decimal text such as 12.50 with as many decimals as fit",
        field=field,
    )
