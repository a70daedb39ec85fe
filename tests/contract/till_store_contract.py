"""What every unit of work tells of tills, whatever it is made of.

See ``unit_of_work_contract`` for how an adapter runs it.
"""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.envelope import ControlTotals
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.sale_parts_v2 import Modifier, SaleLine, Tender
from terminal.application.returning.add_return_with_receipt import (
    AddReturnWithReceipt,
)
from terminal.application.returning.void_transaction import VoidTransaction
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.till_control.count_till import CountTill
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.record_tender_control import (
    RecordTenderControl,
)
from terminal.application.till_control.reprint_till_report import ReprintTillReport
from terminal.application.till_control.settle_till import SettleTill
from terminal.application.till_control.void_tender_control import VoidTenderControl
from terminal.domain.till.period_totals import PeriodTotals, TaxTotal
from terminal.domain.till.settlement import TillCount
from terminal.domain.till.tender_control import TenderControlKind
from tests.fakes.device_reporter import MemoryReporter
from tests.fakes.priced_till import PAD
from tests.fakes.reference_data import APPLES, MemoryCatalog
from tests.fakes.till import LOAN_MINOR, TillUnderTest, add, open_till, sell


def move(till: TillUnderTest, kind: TenderControlKind, amount_minor: int) -> None:
    till.use_cases.record_tender_control(
        RecordTenderControl(
            kind=kind, amount_minor=amount_minor, reason="why", is_confirmed=True
        )
    )


def period_of(till: TillUnderTest) -> str:
    with till.ledger.draft() as uow:
        period = uow.till.state().period
    assert period is not None
    return period.till_period_id


def totals_of(till: TillUnderTest) -> PeriodTotals:
    period = period_of(till)
    with till.ledger.draft() as uow:
        totals = uow.till.totals(period)
        assert uow.till.expected_cash_minor(period) == totals.expected_cash_minor
    return totals


def record_sale(
    till: TillUnderTest,
    *,
    rounding_minor: int,
    discount_minor: int,
    tenders: tuple[Tender, ...],
) -> None:
    """Record a sale of one line as a program with modifiers writes it."""
    paid = sum(tender.amount_minor for tender in tenders)
    gross = paid - rounding_minor
    sums: dict[str, int] = {}
    for tender in tenders:
        sums[tender.method] = sums.get(tender.method, 0) + tender.amount_minor
    period = period_of(till)
    with till.ledger.final() as uow:
        number = uow.numbers.next()
        line = SaleLine(
            sequence=1,
            item_id="pen",
            scan_code="1",
            description="Pen",
            quantity_micro=1_000_000,
            unit="piece",
            unit_price_micro=10_000_000,
            extended_minor=gross - discount_minor,
            modifiers=(
                Modifier(
                    kind="promotion",
                    rule_id="spring",
                    label="Spring",
                    amount_minor=discount_minor,
                ),
            ),
            amount_minor=gross,
            tax_group_id="zero",
        )
        uow.events.append(
            SaleCompleted(
                transaction_id="t1",
                series=number.series,
                number=number.number,
                operator_id="m1",
                session_id="s",
                till_period_id=period,
                business_day="2030-03-17",
                opened_at_ms=1,
                completed_at_ms=2,
                currency="EUR",
                tax_mode="inclusive",
                lines=(line,),
                tenders=tenders,
                gross_minor=gross,
                rounding_minor=rounding_minor,
            ),
            control=ControlTotals.of(
                count=1,
                gross_minor=gross,
                tax_minor=0,
                tenders=sums,
                quantity_micro=1_000_000,
            ),
            business_day="2030-03-17",
        )
        uow.commit()


class TillStoreContract:
    """The promises of `TillStore` about money beside sales."""

    def test_movements_are_summed_by_kind_and_stay_after_a_kill(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        move(till, TenderControlKind.PICKUP, 300)
        move(till, TenderControlKind.LOAN, 50)
        move(till, TenderControlKind.PICKUP, 200)

        till.reopen()

        totals = totals_of(till)
        assert [(m.kind, m.count, m.amount_minor) for m in totals.movements] == [
            (TenderControlKind.LOAN, 1, 50),
            (TenderControlKind.PICKUP, 2, -500),
        ]
        assert totals.expected_cash_minor == LOAN_MINOR - 450
        assert totals.currency == "EUR"

    def test_a_movement_is_found_by_its_number_with_what_became_of_it(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        move(till, TenderControlKind.PAID_OUT, 300)
        with till.ledger.draft() as uow:
            (first,) = uow.till.list_tender_control(
                uow.till.state().period.till_period_id  # type: ignore[union-attr]
            )
            assert uow.till.find_tender_control(first.series, 1) == first
            assert uow.till.find_tender_control(first.series, 2) is None
            assert uow.till.find_tender_control(first.series, 2**63) is None
            assert uow.till.find_tender_control("A", 1) is None
        assert len(first.event_hash) == 64
        till.use_cases.void_tender_control(
            VoidTenderControl(series=first.series, number=1, reason="twice")
        )

        till.reopen()

        period = period_of(till)
        with till.ledger.draft() as uow:
            voided, mirror = uow.till.list_tender_control(period)
            assert uow.till.list_tender_control("another") == []
        assert voided.voided_by == mirror.event_id
        assert mirror.voids_event_id == first.event_id
        assert (mirror.number, mirror.amount_minor) == (2, 300)
        (total,) = totals_of(till).movements
        assert (total.count, total.amount_minor) == (0, 0)

    def test_taxes_have_the_names_of_the_receipts(self, till: TillUnderTest) -> None:
        open_till(till)
        with till.ledger.draft() as uow:
            assert isinstance(uow.catalog, MemoryCatalog)
            uow.catalog.add(PAD)

        sell(till, PAD.scan_code)

        assert [(tax.tax_id, tax.name) for tax in totals_of(till).taxes] == [
            ("city", "City tax"),
            ("state", "State tax"),
        ]

    def test_taxes_and_returns_are_those_of_the_period_without_voids(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        sold = sell(till, quantity=3)
        sell(till, APPLES.scan_code)
        till.use_cases.add_return_with_receipt(
            AddReturnWithReceipt(
                series=sold.series,
                number=sold.number,
                line_sequence=1,
                quantity_micro=1_000_000,
            )
        )
        back = till.use_cases.pay_cash_exact(PayCashExact())

        totals = totals_of(till)
        assert totals.returns_minor == -149
        assert totals.rounding_minor == totals.discounts_minor == 0
        assert totals.taxes == (
            TaxTotal(
                tax_id="reduced", rate_ppm=55_000, taxable_minor=283, tax_minor=16
            ),
            TaxTotal(
                tax_id="standard", rate_ppm=200_000, taxable_minor=248, tax_minor=50
            ),
        )

        till.use_cases.void_transaction(
            VoidTransaction(series=back.series, number=back.number, reason="wrong")
        )
        totals = totals_of(till)
        assert totals.returns_minor == 0
        assert sum(tax.tax_minor for tax in totals.taxes) == totals.tax_minor
        assert sum(tax.taxable_minor for tax in totals.taxes) == (
            totals.gross_minor - totals.tax_minor
        )

        till.use_cases.settle_till(SettleTill(counted_minor=0))
        till.use_cases.open_till_period(OpenTillPeriod(loan_minor=0))
        totals = totals_of(till)
        assert (totals.taxes, totals.returns_minor, totals.movements) == ((), 0, ())

    def test_discounts_rounding_and_foreign_cash_are_kept_apart(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        record_sale(
            till,
            rounding_minor=2,
            discount_minor=-100,
            tenders=(
                Tender(
                    sequence=1,
                    method="cash",
                    amount_minor=702,
                    given_minor=900,
                    change_minor=198,
                    rounding_minor=2,
                    currency="USD",
                    foreign_minor=1_000,
                ),
                Tender(sequence=2, method="card", amount_minor=198, given_minor=198),
            ),
        )

        till.reopen()

        totals = totals_of(till)
        assert totals.gross_minor == 898
        assert (totals.discounts_minor, totals.rounding_minor) == (-100, 2)
        assert totals.tenders_minor == (("card", 198), ("cash", 702))
        assert [(t.method, t.currency, t.amount_minor) for t in totals.expected()] == [
            ("card", "EUR", 198),
            ("cash", "EUR", LOAN_MINOR - 198),
            ("cash", "USD", 1_000),
        ]

    def test_the_last_count_of_the_running_period_is_read_again(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        period = period_of(till)
        with till.ledger.draft() as uow:
            assert uow.till.last_count(period) is None
        till.use_cases.count_till(CountTill(sums_minor={"EUR": 1}))
        till.use_cases.count_till(
            CountTill(pieces={"EUR": {50: 2}}, others_minor={"card": 7})
        )

        till.reopen()

        with till.ledger.draft() as uow:
            count = uow.till.last_count(period)
            assert uow.till.last_count("another") is None
        assert isinstance(count, TillCount)
        assert (count.count_number, count.is_stale) == (2, False)
        assert count.cash[0].denominations == ((50, 2),)
        assert count.others == (("card", 7),)

        move(till, TenderControlKind.LOAN, 1)
        with till.ledger.draft() as uow:
            assert uow.till.last_count(period) == msgspec.structs.replace(
                count, is_stale=True
            )
        till.use_cases.count_till(CountTill())
        sell(till)
        with till.ledger.draft() as uow:
            last = uow.till.last_count(period)
            assert last is not None
            assert last.is_stale

    def test_a_settlement_is_read_from_the_ledger_as_it_was_written(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        sell(till)
        with till.ledger.draft() as uow:
            assert uow.till.settlement(1) is None
            assert uow.till.settlement(10**30) is None
        settled = till.use_cases.settle_till(SettleTill(counted_minor=9))
        till.use_cases.reprint_till_report(ReprintTillReport(z_number=1))

        till.reopen()

        with till.ledger.draft() as uow:
            found = uow.till.settlement(1)
        assert found is not None
        assert (found.event_hash, found.copies) == (settled.event_hash, 1)
        with till.ledger.draft() as uow:
            (listed,) = uow.till.list_settlements(9)
            assert uow.till.list_settlements(0) == []
        assert (listed.z_number, listed.copies, listed.counted_minor) == (1, 1, 9)
        assert (listed.business_day, listed.expected_minor) == (
            "2030-03-17",
            settled.expected_minor,
        )
        copy = till.use_cases.reprint_till_report(ReprintTillReport())
        assert copy.lines[1:] == settled.document.lines

    def test_numbers_of_movements_are_given_back_with_the_unit(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        with till.ledger.final() as uow:
            lost = uow.numbers.next("tender_control")
        with till.ledger.final() as uow:
            again = uow.numbers.next("tender_control")
            receipt = uow.numbers.next()
        assert (lost, again.number, receipt.number) == (again, 1, 1)
        assert receipt.series != again.series

    def test_what_a_center_never_confirmed_is_pending(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        with till.ledger.draft() as uow:
            before = uow.till.pending_sync()
        add(till)
        sell(till)
        with till.ledger.draft() as uow:
            after = uow.till.pending_sync()
        assert not before.is_known
        assert after.events == before.events + 1

    def test_what_devices_did_is_told_after_the_settlement_and_in_none(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        reporter = MemoryReporter()
        till.use_cases.report_devices_of(reporter)

        first = till.use_cases.settle_till(SettleTill(counted_minor=0))
        till.use_cases.open_till_period(OpenTillPeriod(loan_minor=0))
        second = till.use_cases.settle_till(SettleTill(counted_minor=0))

        assert second.seq == first.seq + 3, "settled, reported, opened, settled"
        assert reporter.told == [reporter.tallies] * 2

    @pytest.mark.parametrize("quantity", [1, 3])
    def test_the_grand_total_never_goes_back(
        self, till: TillUnderTest, quantity: int
    ) -> None:
        open_till(till)
        first = sell(till, quantity=quantity)
        settled = till.use_cases.settle_till(SettleTill(counted_minor=0))
        till.use_cases.open_till_period(OpenTillPeriod(loan_minor=0))
        second = sell(till)

        till.reopen()

        again = till.use_cases.settle_till(SettleTill(counted_minor=0))
        assert settled.perpetual_gross_minor == first.gross_minor
        assert again.perpetual_gross_minor == first.gross_minor + second.gross_minor
