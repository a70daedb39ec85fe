"""What a read or keyed text turned out to be."""

from datetime import date
from enum import StrEnum

import msgspec


class ScanCodeKind(StrEnum):
    """What a code identifies.

    ``gtin`` is numbered by GS1 and has a right check digit; ``upc_e`` is one that
    was read in its zero-suppressed form; ``in_store`` has a right check digit too,
    but is from the range that each store gives out itself. ``embedded`` and
    ``scale_18`` carry a weight, price, count or percentage beside the item's number.
    ``gs1`` is an element string, ``digital_link`` the same as a web address.
    ``coupon``, ``member``, ``operator`` (a badge of the staff) and ``payment`` are no
    goods; ``receipt`` is our own receipt's bar code; ``plain`` is anything else.
    """

    GTIN = "gtin"
    UPC_E = "upc_e"
    IN_STORE = "in_store"
    EMBEDDED = "embedded"
    SCALE_18 = "scale_18"
    GS1 = "gs1"
    DIGITAL_LINK = "digital_link"
    COUPON = "coupon"
    MEMBER = "member"
    OPERATOR = "operator"
    PAYMENT = "payment"
    RECEIPT = "receipt"
    PLAIN = "plain"


class CheckDigit(StrEnum):
    """Verdict on the check digit; ``none`` when the code has none."""

    RIGHT = "right"
    WRONG = "wrong"
    NONE = "none"


class PaymentChannel(StrEnum):
    """Whose wallet shows a payment code."""

    WECHAT = "wechat"
    ALIPAY = "alipay"
    UNIONPAY = "unionpay"


class ScanCode(msgspec.Struct, frozen=True, gc=False):
    """A parsed code.

    Attributes:
        value: The code in its normal form: GTINs with 8, 13 or 14 digits, a coupon,
            member or payment code without its spaces, other codes as read. For GS1
            element strings and links it is the primary key, e.g. the GTIN.
        check_digit: ``wrong`` when a plain number has a GTIN's length and would
            be one but for its last digit.
        base_code: The item's code inside an embedded label: the label with its
            fields at zero and a new check digit. See ``item_code``.
        plu: The digits of an embedded label that number the item, e.g. ``12345``.
        quantity_micro: What the label says is in the pack, in ``unit``.
        unit: ``kg``, ``piece``, ``l``, ``m`` or ``m2``.
        amount_micro: Price of the pack in millionths of the major currency unit,
            exactly as labelled.
        unit_price_micro: Price of one ``unit`` as labelled, the same way.
        currency: ISO 4217 letters, when the code names a currency.
        percent_off_ppm: Of a label that marks goods down, e.g. 150,000 for 15 %.
        lot: Batch or lot number as printed.
        serial: Serial number as printed.
        expires_on: The last day on which the goods may be sold.
        expires_minute: Minute of that day (0-1439, local time) from which they may
            not, when the code has a time.
        best_before_on: The labelled best-before day, also when it is ``expires_on``.
        elements: All element strings of a GS1 code in order: identifier and data.
        symbology: AIM identifier without its bracket, e.g. ``C1``, when it was sent.
        channel: Of a payment code.
    """

    kind: ScanCodeKind
    value: str
    check_digit: CheckDigit
    base_code: str | None = None
    plu: str | None = None
    quantity_micro: int | None = None
    unit: str | None = None
    amount_micro: int | None = None
    unit_price_micro: int | None = None
    currency: str | None = None
    percent_off_ppm: int | None = None
    lot: str | None = None
    serial: str | None = None
    expires_on: date | None = None
    expires_minute: int | None = None
    best_before_on: date | None = None
    elements: tuple[tuple[str, str], ...] = ()
    symbology: str | None = None
    channel: PaymentChannel | None = None

    @property
    def item_code(self) -> str:
        """Code to look the item up by.

        A catalog may hold a whole embedded label as an item of its own: look up
        ``value`` first, then this, then ``plu``.
        """
        return self.value if self.base_code is None else self.base_code
