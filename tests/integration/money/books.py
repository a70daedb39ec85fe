"""The books as an accountant would keep them: from the events alone, by plain sums.

Nothing of the till's own arithmetic is used here, so that it cannot agree with
itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from sync.protocol.events import EventBody
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.sale_parts_v2 import SaleLine, Tender
from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from sync.protocol.events.till_period_opened_v1 import TillPeriodOpened
from sync.protocol.events.till_settled_v2 import TillSettled
from sync.protocol.events.transaction_voided_v2 import TransactionVoided

_HOME: Final = "EUR"

LineKey = tuple[str, int]


class Back:
    """What came back of one line, as positive sums."""

    def __init__(self) -> None:
        self.quantity_micro = 0
        self.amount_minor = 0
        self.taxes: Counter[int] = Counter()
        self.modifiers: Counter[int] = Counter()


class Books:
    """Takes event after event and checks each as it comes."""

    def __init__(self) -> None:
        self.sales: dict[str, SaleCompleted] = {}
        self.voided: set[str] = set()
        self.back: dict[LineKey, Back] = {}
        self.money: Counter[tuple[str, ...]] = Counter()
        self.drawer: Counter[tuple[str, str]] = Counter()
        self.period: Counter[tuple[str, ...]] = Counter()
        self.grand_total = 0
        self.seen: Counter[str] = Counter()

    def take(self, event_id: str, body: EventBody) -> None:
        """Enter an event; asserts what must hold for it."""
        self.seen[body.TYPE] += 1
        match body:
            case TillPeriodOpened():
                self.drawer = Counter({("cash", _HOME): body.loan_minor})
                self.period = Counter()
            case TenderControlRecorded():
                self.drawer[body.method, body.currency] += body.amount_minor
            case SaleCompleted():
                self._take_sale(event_id, body)
            case TransactionVoided():
                self._take_voiding(body)
            case TillSettled():
                self._take_settlement(body)
            case _:
                pass

    def ledgers(self) -> Mapping[tuple[str, ...], int]:
        """Return every account that is not empty."""
        return {name: amount for name, amount in self.money.items() if amount}

    def paid_for(self, event_id: str) -> Mapping[str, int]:
        """Return what each tender took for a sale, less what it gave back.

        Only of returns that took back nothing else.
        """
        sold = self.sales[event_id]
        paid = Counter({tender.method: 0 for tender in sold.tenders})
        for tender in sold.tenders:
            paid[tender.method] += tender.amount_minor
        for other_id, other in self.sales.items():
            originals = {
                line.return_of and line.return_of.event_id
                for line in other.lines
                if not line.is_voided
            }
            if originals == {event_id} and other_id not in self.voided:
                for tender in other.tenders:
                    paid[tender.method] += tender.amount_minor
        return paid

    # Sales.

    def _take_sale(self, event_id: str, body: SaleCompleted) -> None:
        self.sales[event_id] = body
        counting = [line for line in body.lines if not line.is_voided]
        for line in counting:
            _check_line(line)
            if line.return_of is not None:
                key = (line.return_of.event_id, line.return_of.line_sequence)
                self._take_back(key, line, +1)
        amounts = sum(line.amount_minor for line in counting)
        taxes = sum(tax.tax_minor for line in counting for tax in line.taxes)
        assert taxes == body.tax_minor == sum(tax.tax_minor for tax in body.taxes)
        _check_taxes(counting, body)
        added = sum(
            tax.tax_minor
            for line in counting
            for tax in line.taxes
            if not _is_included(tax.is_included, body.tax_mode)
        )
        # Lines + tax - discounts = tenders - change.
        assert body.gross_minor == amounts + added
        _check_tenders(body.tenders, body.gross_minor, body.rounding_minor)
        discounts = sum(
            modifier.amount_minor
            for line in counting
            for modifier in line.modifiers
            if modifier.kind != "exemption"
        )
        returns = sum(line.amount_minor for line in counting if line.kind == "return")
        self._post(body, discounts, returns)
        for promotion in body.promotions:
            self.seen[f"promotion {promotion.promotion_id}"] += 1
            total = -sum(
                modifier.amount_minor
                for line in counting
                for modifier in line.modifiers
                if line.kind == "sale"
                and modifier.kind == "promotion"
                and modifier.rule_id == promotion.promotion_id
            )
            assert total == -promotion.amount_minor
        self._note(body, counting)

    def _note(self, body: SaleCompleted, counting: list[SaleLine]) -> None:
        """Count what histories must have seen to prove anything."""
        kinds = {line.kind for line in counting}
        self.seen["exchanges"] += kinds == {"sale", "return"}
        self.seen["refunds"] += body.gross_minor < 0
        self.seen["rounded"] += body.rounding_minor != 0
        self.seen["exempt"] += body.exemption is not None
        self.seen["foreign"] += any(tender.currency for tender in body.tenders)
        self.seen["mixed tenders"] += len({t.method for t in body.tenders}) > 1
        self.seen["manual"] += any(
            modifier.kind == "manual"
            for line in counting
            for modifier in line.modifiers
        )
        for line in counting:
            self.seen[f"price {line.price_source}"] += 1

    def _take_back(self, key: LineKey, line: SaleLine, sign: int) -> None:
        """Enter goods that came back, or with sign -1 that they did not."""
        sold = self.sales[key[0]].lines[key[1] - 1]
        back = self.back.setdefault(key, Back())
        back.quantity_micro -= sign * line.quantity_micro
        back.amount_minor -= sign * line.amount_minor
        assert len(line.taxes) == len(sold.taxes)
        for index, tax in enumerate(line.taxes):
            back.taxes[index] -= sign * tax.tax_minor
            assert _is_between(back.taxes[index], sold.taxes[index].tax_minor)
        for index, modifier in enumerate(line.modifiers):
            back.modifiers[index] -= sign * modifier.amount_minor
        assert 0 <= back.quantity_micro <= sold.quantity_micro
        assert 0 <= back.amount_minor <= sold.amount_minor
        if back.quantity_micro == sold.quantity_micro:
            assert back.amount_minor == sold.amount_minor
            assert [back.taxes[i] for i in range(len(sold.taxes))] == [
                tax.tax_minor for tax in sold.taxes
            ]
            assert [back.modifiers[i] for i in range(len(sold.modifiers))] == [
                modifier.amount_minor for modifier in sold.modifiers
            ]
            self.seen["complete returns"] += 1

    def _take_voiding(self, body: TransactionVoided) -> None:
        sold = self.sales[body.voids.event_id]
        assert body.voids.event_id not in self.voided
        self.voided.add(body.voids.event_id)
        assert body.gross_minor == -sold.gross_minor
        assert body.tax_minor == -sold.tax_minor
        assert body.rounding_minor == -sold.rounding_minor
        _check_tenders(body.tenders, body.gross_minor, body.rounding_minor)
        counting = [line for line in sold.lines if not line.is_voided]
        for line in counting:
            if line.return_of is not None:
                key = (line.return_of.event_id, line.return_of.line_sequence)
                self._take_back(key, line, -1)
        discounts = sum(
            modifier.amount_minor
            for line in counting
            for modifier in line.modifiers
            if modifier.kind != "exemption"
        )
        returns = sum(line.amount_minor for line in counting if line.kind == "return")
        self._post(body, -discounts, -returns)

    def _post(
        self, body: SaleCompleted | TransactionVoided, discounts: int, returns: int
    ) -> None:
        self.grand_total += body.gross_minor
        entries: Counter[tuple[str, ...]] = Counter()
        entries["gross",] += body.gross_minor
        entries["tax",] += body.tax_minor
        entries["rounding",] += body.rounding_minor
        entries["discounts",] += discounts
        for tax in body.taxes:
            entries["tax", tax.tax_id, str(tax.rate_ppm)] += tax.tax_minor
            entries["net", tax.tax_id, str(tax.rate_ppm)] += tax.taxable_minor
        for moved in body.points:
            entries["points", moved.member_id] += moved.points
            self.seen[f"points {moved.kind}"] += 1
        for tender in body.tenders:
            entries["tender", tender.method] += tender.amount_minor
            amount = tender.amount_minor
            if tender.currency is not None:
                given = tender.foreign_minor or 0
                self.drawer[tender.method, tender.currency] += given
                amount -= tender.given_minor
            self.drawer[tender.method, _HOME] += amount
        self.money.update(entries)
        self.period.update(entries)
        self.period["returns",] += returns

    # Tills.

    def _take_settlement(self, body: TillSettled) -> None:
        """Sum of the movements = counted + over or short, for every tender."""
        settled = {(one.method, one.currency): one for one in body.settled}
        assert {key for key, amount in self.drawer.items() if amount} <= settled.keys()
        for key, tender in settled.items():
            assert self.drawer[key] == tender.counted_minor - tender.over_short_minor
        assert body.gross_minor == self.period["gross",]
        assert body.rounding_minor == self.period["rounding",]
        assert body.perpetual_gross_minor == self.grand_total


def _check_line(line: SaleLine) -> None:
    extended = line.amount_minor if line.extended_minor is None else line.extended_minor
    assert line.amount_minor == extended + sum(m.amount_minor for m in line.modifiers)
    sign = 1 if line.kind == "sale" else -1
    assert sign * line.quantity_micro > 0
    assert sign * line.amount_minor >= 0
    assert sign * extended >= 0
    if line.kind == "sale":
        assert all(m.amount_minor <= 0 for m in line.modifiers)


def _check_taxes(counting: list[SaleLine], body: SaleCompleted) -> None:
    """Each row of the document is the sum of its lines."""
    rows: Counter[tuple[str, int]] = Counter()
    for line in counting:
        for tax in line.taxes:
            rows[tax.tax_id, tax.rate_ppm] += tax.tax_minor
    told = Counter({(t.tax_id, t.rate_ppm): t.tax_minor for t in body.taxes})
    assert len(told) == len(body.taxes)
    assert {key: tax for key, tax in rows.items() if tax} == {
        key: tax for key, tax in told.items() if tax
    }


def _check_tenders(
    tenders: tuple[Tender, ...], gross_minor: int, rounding_minor: int
) -> None:
    assert gross_minor + rounding_minor == sum(t.amount_minor for t in tenders)
    assert rounding_minor == sum(tender.rounding_minor for tender in tenders)
    for tender in tenders:
        assert tender.amount_minor == tender.given_minor - tender.change_minor


def _is_included(own: bool | None, tax_mode: str) -> bool:
    return tax_mode == "inclusive" if own is None else own


def _is_between(part: int, whole: int) -> bool:
    return 0 <= part <= whole or whole <= part <= 0
