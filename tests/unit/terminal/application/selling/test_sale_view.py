"""The view of a completed sale makes its receipt when somebody asks for it."""

from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.selling.add_item import AddItem
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.tender_cash import TenderCash
from tests.fakes.reference_data import PEN
from tests.fakes.till import open_memory_till


def test_receipt_of_the_view_is_the_one_that_is_queued() -> None:
    till = open_memory_till()
    till.use_cases.add_item(AddItem(scan_code=PEN.scan_code))
    till.use_cases.tender_cash(TenderCash())

    completed = till.use_cases.complete_sale(CompleteSale())

    papers = [
        job.document
        for job in till.use_cases.list_print_jobs(ListPrintJobs())
        if job.kind is PrintJobKind.RECEIPT
    ]
    assert papers == [completed.document]
    assert completed.document == completed.document
