"""What an operator reads when something is refused or fails.

One table for the whole program: stable code of the error, with its reason after a
dot where one code has several → what is, and what to do next.  The English text of the error itself goes to the log, not to the screen.
"""

from __future__ import annotations

from typing import Final

import msgspec

from terminal.domain.errors import DomainError
from terminal.ui.support.defects import is_defect
from terminal.ui.support.translation import tr


def _mark(source: str) -> str:
    """Mark a string of a table for translation; tr() is called when it is shown."""
    return source


class Refusal(msgspec.Struct, frozen=True):
    """A refusal in words.

    Attributes:
        code: The error's stable code; ``failed`` for what is no refusal.
        title: What is.
        detail: What to do next.
        values: The error's own details, such as the scan code.
        stops_selling: The ledger cannot be written; nothing more may be sold.
        error: What was explained.
    """

    code: str
    title: str
    detail: str
    values: dict[str, str | int] = {}
    stops_selling: bool = False
    error: Exception | None = None

    def again(self) -> Refusal:
        """Return the same in the language that is in force now."""
        return self if self.error is None else explain(self.error)


_MESSAGES: Final[dict[str, tuple[str, str]]] = {
    "unknown_item": (
        _mark("No item has the code {scan_code}"),
        _mark("Search, or press F6 to sell it as an open item."),
    ),
    "unknown_item.plu": (
        _mark("No item has the number {plu}"),
        _mark("Search, or press F6 to sell it as an open item."),
    ),
    "invalid_scan_code": (
        _mark("This is not a code"),
        _mark("Scan again, or search by name."),
    ),
    "invalid_scan_code.check_digit": (
        _mark("The code was read wrongly"),
        _mark("Scan again, or key the number under the bars."),
    ),
    "invalid_scan_code.receipt": (
        _mark("This is a receipt"),
        _mark("To take goods back, press F8 and scan it."),
    ),
    "invalid_scan_code.empty": (_mark("Nothing was read"), _mark("Scan again.")),
    "invalid_scan_code.unprintable": (
        _mark("The code was read wrongly"),
        _mark("Scan again. If it stays so, check the scanner's keyboard layout."),
    ),
    "invalid_scan_code.price_check_digit": (
        _mark("The price on the label was read wrongly"),
        _mark("Scan the label again, or key the price."),
    ),
    "invalid_scan_code.add_on": (
        _mark("Only the small code was read"),
        _mark("Scan the large bar code beside it."),
    ),
    "invalid_scan_code.link": (
        _mark("This is a web address and no item"),
        _mark("Scan the other code on the pack, or search by name."),
    ),
    "invalid_scan_code.gs1_combination": (
        _mark("The code contradicts itself"),
        _mark("Scan the other code on the pack, or search by name."),
    ),
    "invalid_scan_rule": (
        _mark("A rule for reading codes is wrong"),
        _mark("Correct the store's label patterns in the settings."),
    ),
    "price_required": (
        _mark("This item has no fixed price"),
        _mark("Key the price."),
    ),
    "invalid_price": (_mark("This price is not possible"), _mark("Key another price.")),
    "invalid_quantity": (
        _mark("This quantity is not possible"),
        _mark("Key a quantity above zero that the item allows."),
    ),
    "invalid_amount": (
        _mark("This amount is not possible"),
        _mark("Key another amount."),
    ),
    "invalid_amount.no_rate": (
        _mark("This currency has no rate today"),
        _mark("Have its rate entered, or use the currency of the store."),
    ),
    "currency_mismatch": (
        _mark("This is another currency"),
        _mark("Use the currency of the store."),
    ),
    "reason_required": (_mark("A reason is needed"), _mark("Type a short reason.")),
    "no_open_transaction": (
        _mark("No sale is open"),
        _mark("Scan an item to begin one."),
    ),
    "training_till": (
        _mark("This is a training till"),
        _mark("Nothing of it is real. Do this at the till itself."),
    ),
    "transaction_open": (
        _mark("A sale is open"),
        _mark("Complete, suspend or cancel it first."),
    ),
    "transaction_too_large": (
        _mark("The sale is full"),
        _mark("Complete it and begin another one."),
    ),
    "unknown_line": (
        _mark("This line is not there any more"),
        _mark("Choose another line."),
    ),
    "line_fixed": (
        _mark("The quantity of this line is fixed"),
        _mark("Void the line and ring it up again."),
    ),
    "nothing_to_complete": (
        _mark("Every line is voided"),
        _mark("Scan an item, or cancel the sale."),
    ),
    "balance_due": (_mark("The sale is not paid"), _mark("Take the rest first.")),
    "nothing_due": (_mark("Nothing is to pay"), _mark("Complete the sale.")),
    "tender_started": (
        _mark("Payment has begun"),
        _mark("Remove what was paid, then change the sale."),
    ),
    "unknown_tender": (
        _mark("This payment is not there any more"),
        _mark("Look at what is paid so far."),
    ),
    "tender_not_taken": (
        _mark("This store does not take this tender"),
        _mark("Choose a tender from the list."),
    ),
    "receipt_not_found": (
        _mark("No receipt has this number"),
        _mark("Check the number, or return without a receipt."),
    ),
    "return_exceeds_sold": (
        _mark("More than was sold"),
        _mark("Return at most what is left of the line."),
    ),
    "not_returnable": (
        _mark("This cannot be returned or voided"),
        _mark("See on the receipt whether it came back or was voided already."),
    ),
    "weak_pin": (
        _mark("This PIN is too easy to guess"),
        _mark("Choose six digits that neither repeat nor count."),
    ),
    "sign_on_refused": (_mark("The PIN is wrong"), _mark("Try again.")),
    "badge_refused": (
        _mark("This card is no badge of this shop"),
        _mark("Choose your name instead."),
    ),
    "badge_refused.unknown": (
        _mark("Nobody here has this badge"),
        _mark("Choose your name instead."),
    ),
    "badge_refused.forged": (
        _mark("This badge is of another shop, or a copy"),
        _mark("Choose your name instead, and show the badge to the manager."),
    ),
    "badge_refused.unreadable": (
        _mark("The card could not be read"),
        _mark("Hold it still on the reader."),
    ),
    "sign_on_delayed": (
        _mark("Too many wrong PINs"),
        _mark("Wait until the time is up, then try again."),
    ),
    "not_signed_on": (_mark("Nobody is signed on"), _mark("Sign on first.")),
    "already_signed_on": (
        _mark("Somebody is signed on"),
        _mark("Sign off first."),
    ),
    "permission_refused": (
        _mark("You may not do this"),
        _mark("Ask somebody with the right to do it. The attempt is recorded."),
    ),
    "business_day_closed": (
        _mark("The business day is closed"),
        _mark("Open the till; that opens the day too."),
    ),
    "business_day_open": (
        _mark("The business day is open"),
        _mark("Settle the till, then close the day."),
    ),
    "invalid_business_day": (
        _mark("This date is not possible"),
        _mark("Choose a date that is not before the last business day."),
    ),
    "till_period_closed": (
        _mark("The till is closed"),
        _mark("Count the loan and open the till."),
    ),
    "till_period_open": (_mark("The till is open"), _mark("Settle the till first.")),
    "suspended_transactions": (
        _mark("Sales are still suspended"),
        _mark("Retrieve and complete or cancel them first."),
    ),
    "invalid_reference": (
        _mark("This number cannot be recorded"),
        _mark("Key the number of the bag again."),
    ),
    "drawer_exceeded": (
        _mark("The till should not hold so much"),
        _mark("Count the cash, or confirm to record it all the same."),
    ),
    "drawer_full": (
        _mark("The drawer is full"),
        _mark("Take cash out first, or ask for another tender."),
    ),
    "count_required": (
        _mark("The till was not counted"),
        _mark("Count it, or give the reason why nobody can."),
    ),
    "unknown_tender_control": (
        _mark("Nothing was recorded under this number"),
        _mark("Look at the slip again."),
    ),
    "tender_control_voided": (
        _mark("This cannot be voided"),
        _mark("Record the opposite instead, with the reason."),
    ),
    "unknown_settlement": (
        _mark("No settlement has this number"),
        _mark("Look at the report again."),
    ),
    "business_day_unlikely": (
        _mark("This day is far from today"),
        _mark("Check the date and the clock, then confirm."),
    ),
    "above_limit": (
        _mark("This is more than you may give"),
        _mark("Ask somebody with a higher limit. The attempt is recorded."),
    ),
    "approval_refused": (
        _mark("The approval was refused"),
        _mark("Operator and PIN do not go together. Nothing was changed."),
    ),
    "item_blocked": (
        _mark("This item may not be sold"),
        _mark("Set it aside."),
    ),
    "item_recalled": (
        _mark("These goods were recalled"),
        _mark("Take them from the customer and set them aside."),
    ),
    "item_expired": (
        _mark("The date on these goods is over"),
        _mark("Set them aside and fetch fresh ones."),
    ),
    "goods_refused": (
        _mark("These goods may not be sold"),
        _mark("Set them aside."),
    ),
    "outside_sale_hours": (
        _mark("This item may not be sold at this hour"),
        _mark("Set it aside."),
    ),
    "age_check_required": (
        _mark("Sold from {minimum_age} years of age"),
        _mark("Ask for a document: born on {born_until} or before?"),
    ),
    "age_refused": (
        _mark("The customer is too young for this item"),
        _mark("Set it aside. The refusal is recorded."),
    ),
    "invalid_date": (
        _mark("This is not a date of birth"),
        _mark("Key it as year, month and day."),
    ),
    "serial_required": (
        _mark("The serial number is needed"),
        _mark("Scan or key it, piece by piece."),
    ),
    "serial_used": (
        _mark("This piece is in the sale already"),
        _mark("Check the serial number."),
    ),
    "lot_required": (
        _mark("The lot is needed"),
        _mark("Key the lot on the pack."),
    ),
    "weight_required": (
        _mark("This item is sold by weight"),
        _mark("Put it on the scale."),
    ),
    "quantity_limit": (
        _mark("One sale may not have so much of it"),
        _mark("Reduce the quantity."),
    ),
    "price_out_of_bounds": (
        _mark("The price is outside the item's bounds"),
        _mark("Key another price."),
    ),
    "below_cost": (
        _mark("The price is below what the goods cost"),
        _mark("Key a higher price; the shop does not allow this one."),
    ),
    "linked_item_missing": (
        _mark("What is sold with this item is missing"),
        _mark("Nothing was rung up. Tell whoever keeps the items."),
    ),
    "not_discountable": (
        _mark("This takes no discount"),
        _mark("Its price stands."),
    ),
    "invalid_discount": (
        _mark("This discount is not possible"),
        _mark("Key one percentage or one amount that is not more than the price."),
    ),
    "unknown_member": (
        _mark("No member has this code"),
        _mark("Sell without the card, or scan it again."),
    ),
    "unknown_coupon": (
        _mark("No promotion takes this coupon"),
        _mark("Give it back."),
    ),
    "coupon_refused": (
        _mark("This coupon gives nothing now"),
        _mark("It is too early, too late or used up. Give it back."),
    ),
    "coupon_used": (
        _mark("This was used up by another sale in the meantime"),
        _mark("Remove the tender, then the coupon, and take the tender again."),
    ),
    "points_refused": (
        _mark("Points cannot pay this"),
        _mark("Take another tender."),
    ),
    "points_refused.no_member": (
        _mark("Nobody is identified"),
        _mark("Scan the member's card first; remove other tenders before."),
    ),
    "points_refused.no_burning": (
        _mark("Points pay nothing here"),
        _mark("Take another tender."),
    ),
    "points_refused.balance": (
        _mark("The member has too few points"),
        _mark("Take fewer, and another tender for the rest."),
    ),
    "points_refused.too_few": (
        _mark("So few points are not taken"),
        _mark("Take more, or another tender."),
    ),
    "points_refused.too_many": (
        _mark("One sale takes no more points"),
        _mark("Take fewer, and another tender for the rest."),
    ),
    "points_refused.refund": (
        _mark("Points go back only for what points paid"),
        _mark("Give the rest back by another tender."),
    ),
    "proposal_gone": (
        _mark("This is not among the free goods"),
        _mark("Add it as any other item."),
    ),
    "too_many_coupons": (
        _mark("The sale takes no more coupons"),
        _mark("Remove one first."),
    ),
    "refund_tender": (
        _mark("Money goes back by another way"),
        _mark("Give it back as the sale was paid."),
    ),
    "center_silent": (
        _mark("The center did not answer in time"),
        _mark("Try again, or return without a receipt."),
    ),
    "coupon_not_entered": (
        _mark("This coupon is not in the sale"),
        _mark("Choose one of the list."),
    ),
    "invalid_scan_code.coupon": (
        _mark("This is a coupon"),
        _mark("Scan it in the sale, not here."),
    ),
    "invalid_scan_code.member": (
        _mark("This is a member's card"),
        _mark("Scan it in the sale, not here."),
    ),
    "invalid_scan_code.currency": (
        _mark("The label's price is in another currency"),
        _mark("Key the price."),
    ),
    "invalid_scan_code.mark": (
        _mark("This is no serial number or lot"),
        _mark("Key it again."),
    ),
    "tender_dependent": (
        _mark("The prices hold for another tender only"),
        _mark("Remove the tender and choose another one."),
    ),
    "price_request": (
        _mark("The request for prices cannot be read"),
        _mark("Correct it and send it again."),
    ),
    "unknown_transaction": (
        _mark("This sale is not suspended any more"),
        _mark("Choose another one."),
    ),
    "unknown_print_job": (
        _mark("This print job is gone"),
        _mark("Reprint the receipt."),
    ),
    "source_reference_used": (
        _mark("This sale is already recorded"),
        _mark("Begin another one."),
    ),
    "invalid_source_reference": (
        _mark("This reference is not possible"),
        _mark("Use another reference."),
    ),
    "source_reference_mismatch": (
        _mark("This sale belongs to another reference"),
        _mark("Begin another one."),
    ),
    "refused": (
        _mark("This is not possible now"),
        _mark("Nothing was changed. If it stays so, ask a supervisor."),
    ),
}


# What the first start can hear from the way to a center; nothing was made then.
_CENTER_MESSAGES: Final[dict[str, str]] = {
    "server_unreachable": _mark(
        "The center does not answer. Check its address and the network, then try again."
    ),
    "network_down": _mark(
        "This computer has no network. Check the cable or Wi-Fi, then try again."
    ),
    "name_unknown": _mark(
        "No computer has this address. Check the address, then try again."
    ),
    "certificate": _mark(
        "The certificate of the center cannot be trusted. Ask whoever runs the center."
    ),
    "clock": _mark(
        "The clock of this computer is wrong. Set date and time, then try again."
    ),
    "not_our_server": _mark(
        "Something else than a center answers there. Check the address."
    ),
    "enrolment_refused": _mark(
        "The center did not accept the enrolment code. A code works once: ask whoever"
        " runs the center for a new one."
    ),
    "upgrade_required": _mark(
        "The center asks for a newer Evertill. Install it, then try again."
    ),
    "busy": _mark("The center is busy. Try again in a minute."),
    "feed_refused": _mark(
        "What the center sent does not carry its signature. Ask whoever runs the"
        " center."
    ),
    "refused": _mark("The center refused this till. Ask whoever runs the center."),
}


def explain(error: Exception) -> Refusal:
    """Return what the operator is to read about *error*.

    An error of the world outside (storage, device, sync) says itself what
    happened and what to do; its plain text is shown as the detail.
    """
    if isinstance(error, DomainError):
        title, detail = _message_of(error)
        values = dict(error.details)
        code = spaced_code(str(values.get("scan_code", "")))
        plu = str(values.get("plu", ""))
        age = str(values.get("minimum_age", ""))
        born = str(values.get("born_until", ""))
        return Refusal(
            error.code,
            tr(title, scan_code=code, plu=plu, minimum_age=age)
            if "{" in title
            else tr(title),
            tr(detail, born_until=born) if "{" in detail else tr(detail),
            values,
            error=error,
        )
    if is_defect(error):
        return Refusal(
            "failed",
            tr("This did not work"),
            tr("Compare what is shown, then try again. The log helps support."),
            error=error,
        )
    if _stops_selling(error):
        title = tr("Selling stopped: the ledger cannot be written")
        return Refusal("storage", title, str(error), stops_selling=True, error=error)
    return Refusal("failed", tr("This did not work"), str(error), error=error)


def _stops_selling(error: Exception) -> bool:
    is_storage = any(kind.__name__ == "StorageError" for kind in type(error).__mro__)
    return is_storage and not getattr(error, "is_passing", False)


def explain_first_start(error: Exception) -> str:
    """Return one text about why no till was made, and what to do next."""
    if isinstance(error, DomainError):
        refusal = explain(error)
        return f"{refusal.title}. {refusal.detail}"
    message = _CENTER_MESSAGES.get(getattr(error, "code", ""))
    return tr(message) if message is not None else str(error)


def _message_of(error: DomainError) -> tuple[str, str]:
    """Return the message of the error's code and, where there is one, its reason."""
    exact = f"{error.code}.{error.details.get('reason', '')}"
    if error.code == "unknown_item" and "plu" in error.details:
        exact = "unknown_item.plu"
    return _MESSAGES.get(exact) or _MESSAGES.get(error.code) or _MESSAGES["refused"]


def known_codes() -> frozenset[str]:
    """Return the codes that have a message of their own."""
    return frozenset(_MESSAGES)


def spaced_code(code: str) -> str:
    """Return a 13-digit code as printed under the bars: 5 391520 123457."""
    if len(code) == 13 and code.isdigit():  # noqa: PLR2004 - an EAN-13
        return f"{code[0]} {code[1:4]} {code[4:7]} {code[7:10]} {code[10:]}"
    return code
