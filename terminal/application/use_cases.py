"""All use cases of the till, made when first asked for.

Importing a use case costs time before the first paint, so each is imported by
the property that makes it. The use-case thread alone calls them.
"""

from functools import cached_property
from typing import TYPE_CHECKING

from terminal.application.handler import Services
from terminal.application.ports.clock import Clock
from terminal.application.ports.id_factory import IdFactory
from terminal.application.ports.pin_hasher import PinHasher
from terminal.application.ports.unit_of_work import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.application.ports.center import Center
    from terminal.application.ports.devices import DeviceReporter
    from terminal.application.receipts.list_print_jobs import ListPrintJobsHandler
    from terminal.application.receipts.mark_print_job import MarkPrintJobHandler
    from terminal.application.receipts.reprint_receipt import ReprintReceiptHandler
    from terminal.application.returning.add_return_with_receipt import (
        AddReturnWithReceiptHandler,
    )
    from terminal.application.returning.add_return_without_receipt import (
        AddReturnWithoutReceiptHandler,
    )
    from terminal.application.returning.find_receipt import FindReceiptHandler
    from terminal.application.returning.find_transaction import FindTransactionHandler
    from terminal.application.returning.list_finished import ListFinishedHandler
    from terminal.application.returning.void_transaction import VoidTransactionHandler
    from terminal.application.selling.add_item import AddItemHandler
    from terminal.application.selling.add_item_by_plu import AddItemByPluHandler
    from terminal.application.selling.add_open_department_sale import (
        AddOpenDepartmentSaleHandler,
    )
    from terminal.application.selling.cancel_transaction import CancelTransactionHandler
    from terminal.application.selling.change_quantity import ChangeQuantityHandler
    from terminal.application.selling.check_price import CheckPriceHandler
    from terminal.application.selling.discount_line import DiscountLineHandler
    from terminal.application.selling.discount_transaction import (
        DiscountTransactionHandler,
    )
    from terminal.application.selling.enter_coupon import EnterCouponHandler
    from terminal.application.selling.find_items import FindItemsHandler
    from terminal.application.selling.forget_member import ForgetMemberHandler
    from terminal.application.selling.get_open_sale import GetOpenSaleHandler
    from terminal.application.selling.get_priced_basket import (
        GetPricedBasketHandler,
    )
    from terminal.application.selling.identify_member import IdentifyMemberHandler
    from terminal.application.selling.list_suspended import ListSuspendedHandler
    from terminal.application.selling.override_price import OverridePriceHandler
    from terminal.application.selling.remove_coupon import RemoveCouponHandler
    from terminal.application.selling.remove_discount import RemoveDiscountHandler
    from terminal.application.selling.remove_tax_exemption import (
        RemoveTaxExemptionHandler,
    )
    from terminal.application.selling.retrieve_transaction import (
        RetrieveTransactionHandler,
    )
    from terminal.application.selling.scan_any import ScanAnyHandler
    from terminal.application.selling.set_tax_exemption import SetTaxExemptionHandler
    from terminal.application.selling.suspend_transaction import (
        SuspendTransactionHandler,
    )
    from terminal.application.selling.void_line import VoidLineHandler
    from terminal.application.tendering.choose_tender import ChooseTenderHandler
    from terminal.application.tendering.complete_sale import CompleteSaleHandler
    from terminal.application.tendering.pay_cash_exact import PayCashExactHandler
    from terminal.application.tendering.propose_refund import ProposeRefundHandler
    from terminal.application.tendering.remove_tender import RemoveTenderHandler
    from terminal.application.tendering.take_tender import TakeTenderHandler
    from terminal.application.tendering.tender_cash import TenderCashHandler
    from terminal.application.tendering.tender_foreign_cash import (
        TenderForeignCashHandler,
    )
    from terminal.application.till_control.close_business_day import (
        CloseBusinessDayHandler,
    )
    from terminal.application.till_control.count_till import CountTillHandler
    from terminal.application.till_control.get_till_state import GetTillStateHandler
    from terminal.application.till_control.list_operators import ListOperatorsHandler
    from terminal.application.till_control.list_settlements import (
        ListSettlementsHandler,
    )
    from terminal.application.till_control.list_tender_control import (
        ListTenderControlHandler,
    )
    from terminal.application.till_control.list_undecided import ListUndecidedHandler
    from terminal.application.till_control.open_business_day import (
        OpenBusinessDayHandler,
    )
    from terminal.application.till_control.open_till_period import OpenTillPeriodHandler
    from terminal.application.till_control.record_no_sale import RecordNoSaleHandler
    from terminal.application.till_control.record_request import RecordRequestHandler
    from terminal.application.till_control.record_tender_control import (
        RecordTenderControlHandler,
    )
    from terminal.application.till_control.reprint_till_report import (
        ReprintTillReportHandler,
    )
    from terminal.application.till_control.settle_till import SettleTillHandler
    from terminal.application.till_control.sign_off import SignOffHandler
    from terminal.application.till_control.sign_on import SignOnHandler
    from terminal.application.till_control.start_training import StartTrainingHandler
    from terminal.application.till_control.take_x_report import TakeXReportHandler
    from terminal.application.till_control.void_tender_control import (
        VoidTenderControlHandler,
    )


class UseCases:
    """The verbs of the till: ``use_cases.add_item(AddItem(...))``."""

    def __init__(
        self,
        ledger: Ledger,
        clock: Clock,
        ids: IdFactory,
        pin_hasher: PinHasher,
        make_center: "Callable[[], Center] | None" = None,
    ) -> None:
        self._services = Services(ledger, clock, ids, pin_hasher, make_center)

    def report_devices_of(self, devices: "DeviceReporter") -> None:
        """Have settlements tell what *devices* did; from any thread."""
        self._services.devices = devices

    @cached_property
    def add_item(self) -> "AddItemHandler":
        """Ring up an item that was scanned or keyed."""
        from terminal.application.selling.add_item import AddItemHandler

        return AddItemHandler(self._services)

    @cached_property
    def add_item_by_plu(self) -> "AddItemByPluHandler":
        """Ring up an item by its short number."""
        from terminal.application.selling.add_item_by_plu import AddItemByPluHandler

        return AddItemByPluHandler(self._services)

    @cached_property
    def find_items(self) -> "FindItemsHandler":
        """Find items by name, PLU or code."""
        from terminal.application.selling.find_items import FindItemsHandler

        return FindItemsHandler(self._services)

    @cached_property
    def check_price(self) -> "CheckPriceHandler":
        """Tell the price of an item without selling it."""
        from terminal.application.selling.check_price import CheckPriceHandler

        return CheckPriceHandler(self._services)

    @cached_property
    def change_quantity(self) -> "ChangeQuantityHandler":
        """Change how much of a line is sold."""
        from terminal.application.selling.change_quantity import ChangeQuantityHandler

        return ChangeQuantityHandler(self._services)

    @cached_property
    def add_open_department_sale(self) -> "AddOpenDepartmentSaleHandler":
        """Ring up goods that are no item, on a department."""
        from terminal.application.selling.add_open_department_sale import (
            AddOpenDepartmentSaleHandler,
        )

        return AddOpenDepartmentSaleHandler(self._services)

    @cached_property
    def scan_any(self) -> "ScanAnyHandler":
        """Take whatever was scanned: goods, a card or a coupon."""
        from terminal.application.selling.scan_any import ScanAnyHandler

        return ScanAnyHandler(self._services)

    @cached_property
    def override_price(self) -> "OverridePriceHandler":
        """Give a line another price."""
        from terminal.application.selling.override_price import OverridePriceHandler

        return OverridePriceHandler(self._services)

    @cached_property
    def discount_line(self) -> "DiscountLineHandler":
        """Take something off a line by hand."""
        from terminal.application.selling.discount_line import DiscountLineHandler

        return DiscountLineHandler(self._services)

    @cached_property
    def discount_transaction(self) -> "DiscountTransactionHandler":
        """Take something off the whole transaction by hand."""
        from terminal.application.selling.discount_transaction import (
            DiscountTransactionHandler,
        )

        return DiscountTransactionHandler(self._services)

    @cached_property
    def remove_discount(self) -> "RemoveDiscountHandler":
        """Take a manual discount back."""
        from terminal.application.selling.remove_discount import RemoveDiscountHandler

        return RemoveDiscountHandler(self._services)

    @cached_property
    def identify_member(self) -> "IdentifyMemberHandler":
        """Say who buys."""
        from terminal.application.selling.identify_member import IdentifyMemberHandler

        return IdentifyMemberHandler(self._services)

    @cached_property
    def forget_member(self) -> "ForgetMemberHandler":
        """Take back who buys."""
        from terminal.application.selling.forget_member import ForgetMemberHandler

        return ForgetMemberHandler(self._services)

    @cached_property
    def enter_coupon(self) -> "EnterCouponHandler":
        """Take a coupon."""
        from terminal.application.selling.enter_coupon import EnterCouponHandler

        return EnterCouponHandler(self._services)

    @cached_property
    def remove_coupon(self) -> "RemoveCouponHandler":
        """Give a coupon back."""
        from terminal.application.selling.remove_coupon import RemoveCouponHandler

        return RemoveCouponHandler(self._services)

    @cached_property
    def set_tax_exemption(self) -> "SetTaxExemptionHandler":
        """Sell without tax."""
        from terminal.application.selling.set_tax_exemption import (
            SetTaxExemptionHandler,
        )

        return SetTaxExemptionHandler(self._services)

    @cached_property
    def remove_tax_exemption(self) -> "RemoveTaxExemptionHandler":
        """Take a tax exemption back."""
        from terminal.application.selling.remove_tax_exemption import (
            RemoveTaxExemptionHandler,
        )

        return RemoveTaxExemptionHandler(self._services)

    @cached_property
    def void_line(self) -> "VoidLineHandler":
        """Void a line of the open transaction."""
        from terminal.application.selling.void_line import VoidLineHandler

        return VoidLineHandler(self._services)

    @cached_property
    def cancel_transaction(self) -> "CancelTransactionHandler":
        """Give up the open transaction."""
        from terminal.application.selling.cancel_transaction import (
            CancelTransactionHandler,
        )

        return CancelTransactionHandler(self._services)

    @cached_property
    def get_open_sale(self) -> "GetOpenSaleHandler":
        """Show the open transaction, e.g. after a restart."""
        from terminal.application.selling.get_open_sale import GetOpenSaleHandler

        return GetOpenSaleHandler(self._services)

    @cached_property
    def suspend_transaction(self) -> "SuspendTransactionHandler":
        """Put the open transaction aside."""
        from terminal.application.selling.suspend_transaction import (
            SuspendTransactionHandler,
        )

        return SuspendTransactionHandler(self._services)

    @cached_property
    def retrieve_transaction(self) -> "RetrieveTransactionHandler":
        """Take up a suspended transaction again."""
        from terminal.application.selling.retrieve_transaction import (
            RetrieveTransactionHandler,
        )

        return RetrieveTransactionHandler(self._services)

    @cached_property
    def list_suspended(self) -> "ListSuspendedHandler":
        """List the suspended transactions."""
        from terminal.application.selling.list_suspended import ListSuspendedHandler

        return ListSuspendedHandler(self._services)

    @cached_property
    def tender_cash(self) -> "TenderCashHandler":
        """Take cash for the open transaction, or give it back."""
        from terminal.application.tendering.tender_cash import TenderCashHandler

        return TenderCashHandler(self._services)

    @cached_property
    def choose_tender(self) -> "ChooseTenderHandler":
        """Say how the customer will pay, before anything is taken."""
        from terminal.application.tendering.choose_tender import ChooseTenderHandler

        return ChooseTenderHandler(self._services)

    @cached_property
    def propose_refund(self) -> "ProposeRefundHandler":
        """Ask by which tenders money goes back."""
        from terminal.application.tendering.propose_refund import ProposeRefundHandler

        return ProposeRefundHandler(self._services)

    @cached_property
    def take_tender(self) -> "TakeTenderHandler":
        """Take a tender other than cash, or give it back."""
        from terminal.application.tendering.take_tender import TakeTenderHandler

        return TakeTenderHandler(self._services)

    @cached_property
    def tender_foreign_cash(self) -> "TenderForeignCashHandler":
        """Take cash of another currency at the rate of the day."""
        from terminal.application.tendering.tender_foreign_cash import (
            TenderForeignCashHandler,
        )

        return TenderForeignCashHandler(self._services)

    @cached_property
    def get_priced_basket(self) -> "GetPricedBasketHandler":
        """Return the open transaction's priced basket, explained when asked."""
        from terminal.application.selling.get_priced_basket import (
            GetPricedBasketHandler,
        )

        return GetPricedBasketHandler(self._services)

    @cached_property
    def remove_tender(self) -> "RemoveTenderHandler":
        """Take a tender out of the open transaction again."""
        from terminal.application.tendering.remove_tender import RemoveTenderHandler

        return RemoveTenderHandler(self._services)

    @cached_property
    def complete_sale(self) -> "CompleteSaleHandler":
        """Complete the open transaction once it balances."""
        from terminal.application.tendering.complete_sale import CompleteSaleHandler

        return CompleteSaleHandler(self._services)

    @cached_property
    def pay_cash_exact(self) -> "PayCashExactHandler":
        """Pay exactly what is due in cash and complete, in one unit of work."""
        from terminal.application.tendering.pay_cash_exact import PayCashExactHandler

        return PayCashExactHandler(self._services)

    @cached_property
    def find_receipt(self) -> "FindReceiptHandler":
        """Find a finished transaction by its receipt."""
        from terminal.application.returning.find_receipt import FindReceiptHandler

        return FindReceiptHandler(self._services)

    @cached_property
    def find_transaction(self) -> "FindTransactionHandler":
        """Find a finished transaction by an outside id."""
        from terminal.application.returning.find_transaction import (
            FindTransactionHandler,
        )

        return FindTransactionHandler(self._services)

    @cached_property
    def list_finished(self) -> "ListFinishedHandler":
        """List the transactions that were completed last."""
        from terminal.application.returning.list_finished import ListFinishedHandler

        return ListFinishedHandler(self._services)

    @cached_property
    def add_return_with_receipt(self) -> "AddReturnWithReceiptHandler":
        """Take goods back for what was paid for them."""
        from terminal.application.returning.add_return_with_receipt import (
            AddReturnWithReceiptHandler,
        )

        return AddReturnWithReceiptHandler(self._services)

    @cached_property
    def add_return_without_receipt(self) -> "AddReturnWithoutReceiptHandler":
        """Take goods back without a receipt."""
        from terminal.application.returning.add_return_without_receipt import (
            AddReturnWithoutReceiptHandler,
        )

        return AddReturnWithoutReceiptHandler(self._services)

    @cached_property
    def void_transaction(self) -> "VoidTransactionHandler":
        """Undo a finished transaction by a voiding one."""
        from terminal.application.returning.void_transaction import (
            VoidTransactionHandler,
        )

        return VoidTransactionHandler(self._services)

    @cached_property
    def sign_on(self) -> "SignOnHandler":
        """Sign an operator on."""
        from terminal.application.till_control.sign_on import SignOnHandler

        return SignOnHandler(self._services)

    @cached_property
    def sign_off(self) -> "SignOffHandler":
        """Sign the operator off."""
        from terminal.application.till_control.sign_off import SignOffHandler

        return SignOffHandler(self._services)

    @cached_property
    def list_operators(self) -> "ListOperatorsHandler":
        """List the operators who may sign on."""
        from terminal.application.till_control.list_operators import (
            ListOperatorsHandler,
        )

        return ListOperatorsHandler(self._services)

    @cached_property
    def open_business_day(self) -> "OpenBusinessDayHandler":
        """Open the business day."""
        from terminal.application.till_control.open_business_day import (
            OpenBusinessDayHandler,
        )

        return OpenBusinessDayHandler(self._services)

    @cached_property
    def open_till_period(self) -> "OpenTillPeriodHandler":
        """Open a till period with a loan."""
        from terminal.application.till_control.open_till_period import (
            OpenTillPeriodHandler,
        )

        return OpenTillPeriodHandler(self._services)

    @cached_property
    def start_training(self) -> "StartTrainingHandler":
        """Ask whether training may start at this till."""
        from terminal.application.till_control.start_training import (
            StartTrainingHandler,
        )

        return StartTrainingHandler(self._services)

    @cached_property
    def take_x_report(self) -> "TakeXReportHandler":
        """Take an X report."""
        from terminal.application.till_control.take_x_report import TakeXReportHandler

        return TakeXReportHandler(self._services)

    @cached_property
    def settle_till(self) -> "SettleTillHandler":
        """Count the till and close its period."""
        from terminal.application.till_control.settle_till import SettleTillHandler

        return SettleTillHandler(self._services)

    @cached_property
    def record_tender_control(self) -> "RecordTenderControlHandler":
        """Record a loan, pickup, paid in, paid out or safe drop."""
        from terminal.application.till_control.record_tender_control import (
            RecordTenderControlHandler,
        )

        return RecordTenderControlHandler(self._services)

    @cached_property
    def void_tender_control(self) -> "VoidTenderControlHandler":
        """Undo a loan, pickup, paid in, paid out or safe drop."""
        from terminal.application.till_control.void_tender_control import (
            VoidTenderControlHandler,
        )

        return VoidTenderControlHandler(self._services)

    @cached_property
    def list_tender_control(self) -> "ListTenderControlHandler":
        """List what moved without a sale in the running period."""
        from terminal.application.till_control.list_tender_control import (
            ListTenderControlHandler,
        )

        return ListTenderControlHandler(self._services)

    @cached_property
    def count_till(self) -> "CountTillHandler":
        """Record a blind count of the till."""
        from terminal.application.till_control.count_till import (
            CountTillHandler,
        )

        return CountTillHandler(self._services)

    @cached_property
    def list_undecided(self) -> "ListUndecidedHandler":
        """List the transactions about which a settlement decides."""
        from terminal.application.till_control.list_undecided import (
            ListUndecidedHandler,
        )

        return ListUndecidedHandler(self._services)

    @cached_property
    def list_settlements(self) -> "ListSettlementsHandler":
        """List the last settlements, to print the report of one again."""
        from terminal.application.till_control.list_settlements import (
            ListSettlementsHandler,
        )

        return ListSettlementsHandler(self._services)

    @cached_property
    def reprint_till_report(self) -> "ReprintTillReportHandler":
        """Print a copy of a settlement's report."""
        from terminal.application.till_control.reprint_till_report import (
            ReprintTillReportHandler,
        )

        return ReprintTillReportHandler(self._services)

    @cached_property
    def close_business_day(self) -> "CloseBusinessDayHandler":
        """Close the business day."""
        from terminal.application.till_control.close_business_day import (
            CloseBusinessDayHandler,
        )

        return CloseBusinessDayHandler(self._services)

    @cached_property
    def record_no_sale(self) -> "RecordNoSaleHandler":
        """Open the drawer without a sale."""
        from terminal.application.till_control.record_no_sale import RecordNoSaleHandler

        return RecordNoSaleHandler(self._services)

    @cached_property
    def get_till_state(self) -> "GetTillStateHandler":
        """Tell where the till stands."""
        from terminal.application.till_control.get_till_state import GetTillStateHandler

        return GetTillStateHandler(self._services)

    @cached_property
    def record_request(self) -> "RecordRequestHandler":
        """Record what the sync agent wants in the ledger."""
        from terminal.application.till_control.record_request import (
            RecordRequestHandler,
        )

        return RecordRequestHandler(self._services)

    @cached_property
    def reprint_receipt(self) -> "ReprintReceiptHandler":
        """Print a copy of a receipt."""
        from terminal.application.receipts.reprint_receipt import ReprintReceiptHandler

        return ReprintReceiptHandler(self._services)

    @cached_property
    def list_print_jobs(self) -> "ListPrintJobsHandler":
        """List what the printer still has to do."""
        from terminal.application.receipts.list_print_jobs import ListPrintJobsHandler

        return ListPrintJobsHandler(self._services)

    @cached_property
    def mark_print_job(self) -> "MarkPrintJobHandler":
        """Note how far a print job is."""
        from terminal.application.receipts.mark_print_job import MarkPrintJobHandler

        return MarkPrintJobHandler(self._services)
