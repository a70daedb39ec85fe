"""Permissions and the roles that bundle them."""

from typing import Final

SELL: Final = "sell"
PRICE_KEY: Final = "price.key"
PRICE_OVERRIDE: Final = "price.override"
PRICE_BELOW_COST: Final = "price.below_cost"
WEIGHT_KEY: Final = "weight.key"
DISCOUNT_GIVE: Final = "discount.give"
DEPARTMENT_SELL: Final = "department.sell"
TAX_EXEMPT: Final = "tax.exempt"
LINE_VOID: Final = "line.void"
TRANSACTION_CANCEL: Final = "transaction.cancel"
TRANSACTION_VOID: Final = "transaction.void"
TRANSACTION_SUSPEND: Final = "transaction.suspend"
RETURN_WITH_RECEIPT: Final = "return.with_receipt"
RETURN_WITHOUT_RECEIPT: Final = "return.without_receipt"
RECEIPT_REPRINT: Final = "receipt.reprint"
DRAWER_NO_SALE: Final = "drawer.no_sale"
REPORT_X: Final = "report.x"
DAY_OPEN: Final = "day.open"
DAY_CLOSE: Final = "day.close"
TILL_OPEN: Final = "till.open"
TILL_SETTLE: Final = "till.settle"
TILL_COUNT: Final = "till.count"
TILL_LOAN: Final = "till.loan"
TILL_PICKUP: Final = "till.pickup"
TILL_PAID_IN: Final = "till.paid_in"
TILL_PAID_OUT: Final = "till.paid_out"
TILL_SAFE_DROP: Final = "till.safe_drop"
TILL_VOID_CONTROL: Final = "till.void_control"
TILL_SEE_EXPECTED: Final = "till.see_expected"
REPORT_REPRINT: Final = "report.reprint"
DEVICES_SET_UP: Final = "devices.set_up"
TRAINING_START: Final = "training.start"

_CASHIER: Final = frozenset(
    {
        SELL,
        DEPARTMENT_SELL,
        DISCOUNT_GIVE,
        LINE_VOID,
        TRANSACTION_CANCEL,
        TRANSACTION_SUSPEND,
        RETURN_WITH_RECEIPT,
        DAY_OPEN,
        TILL_OPEN,
        TILL_SETTLE,
        TILL_COUNT,
        TILL_LOAN,
        TILL_SAFE_DROP,
    }
)
_SUPERVISOR: Final = _CASHIER | {
    PRICE_KEY,
    PRICE_OVERRIDE,
    WEIGHT_KEY,
    TAX_EXEMPT,
    TRANSACTION_VOID,
    RETURN_WITHOUT_RECEIPT,
    RECEIPT_REPRINT,
    DRAWER_NO_SALE,
    REPORT_X,
    REPORT_REPRINT,
    TILL_PICKUP,
    TILL_PAID_IN,
    TILL_PAID_OUT,
    TILL_VOID_CONTROL,
    TILL_SEE_EXPECTED,
    TRAINING_START,
}

ROLES: Final[dict[str, frozenset[str]]] = {
    "cashier": _CASHIER,
    "supervisor": _SUPERVISOR,
    "manager": _SUPERVISOR | {DAY_CLOSE, PRICE_BELOW_COST, DEVICES_SET_UP},
}
PERMISSIONS: Final[frozenset[str]] = ROLES["manager"]


def permissions_of(role: str, granted: frozenset[str]) -> frozenset[str]:
    """Return what an operator may do: the role's permissions and those granted.

    An unknown role grants nothing, so that a misspelled one fails safe; an
    unknown permission is ignored, because a newer center may send it.
    """
    return ROLES.get(role, frozenset()) | (granted & PERMISSIONS)
