"""How a store reads the codes that it, or its country, gives out itself."""

from enum import StrEnum
from typing import Final

import msgspec


class EmbeddedKind(StrEnum):
    """What the braces of an embedded pattern hold.

    ``price_and_weight`` and ``weight_and_price`` have two pairs of braces. A
    pattern without braces is ``member``, ``operator`` or ``coupon``.
    """

    WEIGHT = "weight"
    COUNT = "count"
    PRICE = "price"
    PERCENT_OFF = "percent_off"
    PRICE_AND_WEIGHT = "price_and_weight"
    WEIGHT_AND_PRICE = "weight_and_price"
    MEMBER = "member"
    OPERATOR = "operator"
    COUPON = "coupon"


class PaymentCodes(StrEnum):
    """Which wins when a number could be goods and a payment code.

    Payment codes are 16 to 24 digits without a check digit; one in ten ends in what
    would be a right one. Where an item is awaited, a scale label with a right check
    digit is goods (``after_goods``); where a tender is awaited, the payment code
    comes first (``first``). ``never`` is for catalogue files.
    """

    NEVER = "never"
    AFTER_GOODS = "after_goods"
    FIRST = "first"


class PlainCodes(StrEnum):
    """Whether a code that is no GTIN and fits no pattern is taken as it is."""

    TAKEN = "taken"
    REFUSED = "refused"


class BestBefore(StrEnum):
    """Whether the best-before day (AI 15) stops a sale like an expiry date."""

    STOPS = "stops"
    TOLD = "told"


class ZeroSuppressedGtin(StrEnum):
    """Whether a Digital Link may write a GTIN with 8, 12 or 13 digits.

    The standard since 1.2 wants 14; links printed before have fewer.
    """

    TAKEN = "taken"
    REFUSED = "refused"


class UnknownIdentifier(StrEnum):
    """What is done with an application identifier that the table does not have.

    ``taken``: its data is kept as it is, up to the next separator.
    """

    TAKEN = "taken"
    REFUSED = "refused"


class BaseCheck(StrEnum):
    """What the check digit of the item's code inside a label is.

    ``recomputed`` from the digits with the fields at zero; ``kept`` as the label has
    it, for stores whose items are numbered so (common with 8 digits).
    """

    RECOMPUTED = "recomputed"
    KEPT = "kept"


class EmbeddedRule(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """A pattern of numbers that carry something beside the item.

    Attributes:
        kind: What the braces hold.
        pattern: Digits stand for themselves, ``.`` for any digit, and braces for the
            field: ``N`` a digit before the decimal point, ``D`` one after it, ``V``
            the price check digit in front of them (GS1 General Specifications
            7.9). ``21.....{NNDDD}`` is 21, five digits of the item and kilograms
            with three decimals. Digits after the pattern are free; the last digit
            of the whole number is its check digit.
        length: Digits of the whole number: 8, 13 or 18.
        unit: Unit of a weight or count.
        minor_units: The field is a price in minor units, read with the currency's
            exponent of the rules; for stores whose pattern shows no decimals.
        base_check: See ``BaseCheck``.
    """

    kind: EmbeddedKind
    pattern: str
    length: int = 13
    unit: str = "kg"
    minor_units: bool = False
    base_check: BaseCheck = BaseCheck.RECOMPUTED


class ScanRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The rules by which one store reads codes.

    Attributes:
        patterns: Tried in order; the first that fits is taken.
        member_prefixes: Beginnings of member cards' numbers, in normal form.
        operator_prefixes: Beginnings of staff badges' numbers, in normal form.
        coupon_prefixes: Beginnings of coupons' numbers, in normal form.
        payment_codes: See ``PaymentCodes``.
        plain_codes: See ``PlainCodes``.
        best_before: See ``BestBefore``.
        zero_suppressed_gtin: See ``ZeroSuppressedGtin``.
        unknown_identifiers: See ``UnknownIdentifier``.
        currency: Currency of prices without one, as ISO 4217 letters.
        currency_exponent: Decimals of that currency's minor unit.
        reference_year: Year from which two-digit years count: 49 back, 50 ahead.
    """

    patterns: tuple[EmbeddedRule, ...] = ()
    member_prefixes: tuple[str, ...] = ()
    operator_prefixes: tuple[str, ...] = ()
    coupon_prefixes: tuple[str, ...] = ()
    payment_codes: PaymentCodes = PaymentCodes.AFTER_GOODS
    plain_codes: PlainCodes = PlainCodes.TAKEN
    best_before: BestBefore = BestBefore.STOPS
    zero_suppressed_gtin: ZeroSuppressedGtin = ZeroSuppressedGtin.TAKEN
    unknown_identifiers: UnknownIdentifier = UnknownIdentifier.REFUSED
    currency: str | None = None
    currency_exponent: int = 2
    reference_year: int = 2025


WEIGHT_LABEL: Final = EmbeddedRule(kind=EmbeddedKind.WEIGHT, pattern="21.....{NNDDD}")
PRICE_LABEL: Final = EmbeddedRule(kind=EmbeddedKind.PRICE, pattern="23.....{NNNDD}")

# Common, but a store may use 22 for goods: it is switched on by settings.
PERCENT_LABEL: Final = EmbeddedRule(kind=EmbeddedKind.PERCENT_OFF, pattern="22{NN}")
OPERATOR_BADGE: Final = EmbeddedRule(kind=EmbeddedKind.OPERATOR, pattern="041")
MEMBER_CARD: Final = EmbeddedRule(kind=EmbeddedKind.MEMBER, pattern="042")

# 18 digits of Chinese scales: PLU, amount with 2 and kilograms with 3 decimals.
SCALE_LABEL_18: Final = EmbeddedRule(
    kind=EmbeddedKind.PRICE_AND_WEIGHT, pattern="26.....{NNNDD}{NNDDD}", length=18
)

# What settings offer by name.
OFFERED_PATTERNS: Final = (
    WEIGHT_LABEL,
    PRICE_LABEL,
    PERCENT_LABEL,
    OPERATOR_BADGE,
    MEMBER_CARD,
    SCALE_LABEL_18,
)

# GS1 prefixes of coupons: 981 to 984 in a common currency, 99 national.
GS1_COUPON_PREFIXES: Final = ("981", "982", "983", "984", "99")

DEFAULT_SCAN_RULES: Final = ScanRules(
    patterns=(WEIGHT_LABEL, PRICE_LABEL, SCALE_LABEL_18),
    member_prefixes=(MEMBER_CARD.pattern,),
    operator_prefixes=(OPERATOR_BADGE.pattern,),
    coupon_prefixes=GS1_COUPON_PREFIXES,
)

# A catalogue names items only: every number is the item that it says.
CATALOG_SCAN_RULES: Final = ScanRules(payment_codes=PaymentCodes.NEVER)
