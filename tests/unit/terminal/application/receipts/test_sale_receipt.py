"""The receipt says what was sold, in the store's language."""

from __future__ import annotations

import msgspec
import pytest

from structs.decoding import decode_json
from terminal.application.ports.store_settings import StoreSettings
from terminal.application.receipts.document import Code, CodeKind, ReceiptDocument
from terminal.application.receipts.sale_receipt import sale_receipt
from terminal.application.returning.add_return_without_receipt import (
    AddReturnWithoutReceipt,
)
from terminal.application.selling.add_item import AddItem
from terminal.application.selling.set_tax_exemption import SetTaxExemption
from terminal.application.selling.void_line import VoidLine
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.take_tender import TakeTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.pricing.price_modifier import (
    LABEL_REDUCTION,
    ModifierKind,
    PriceModifier,
)
from terminal.domain.till.till_policy import USUAL_TENDERS, TillPolicy
from terminal.domain.transaction.finished_transaction import FinishedTransaction
from tests.fakes.priced_till import ROUNDING_STORE, priced_till
from tests.fakes.reference_data import EXCLUSIVE_STORE, PEN, STORE
from tests.fakes.till import add, open_memory_till
from tests.support.receipt_text import columns_of, to_text

replace = msgspec.structs.replace
CHINESE_STORE = replace(STORE, receipt_language="zh_CN", time_zone="Asia/Shanghai")


def sold(store: StoreSettings = STORE) -> tuple[FinishedTransaction, ReceiptDocument]:
    till = open_memory_till(store)
    add(till, quantity=3)
    till.use_cases.add_item(AddItem(scan_code="2000000000077", quantity_micro=375_000))
    add(till)
    add(till)
    till.use_cases.void_line(VoidLine(line_sequence=4))
    till.use_cases.tender_cash(TenderCash(given_minor=2_000))
    completed = till.use_cases.complete_sale(CompleteSale())
    finished = till.ledger.state.finished[completed.transaction_id]
    return finished, completed.document


def test_receipt_of_a_sale_on_42_columns() -> None:
    finished, document = sold()

    text = to_text(document, 42)

    assert text.splitlines() == [
        "               Corner Shop",
        "              1 High Street",
        "-" * 42,
        f"A-000001 {finished.event_hash[:8]}         2030-03-17 17:46",
        "Operator m1                         Till 7",
        "-" * 42,
        "Fineliner                           4.47 B",
        "  3 × 1.49",
        "Apples                              1.12 A",
        "  0.375 kg × 2.99",
        "Fineliner                           1.49 B",
        "-" * 42,
        "TOTAL        EUR 7.08",
        "Tax included                          1.05",
        "A 5.5 % net 1.06           tax 0.06 = 1.12",
        "B 20 % net 4.97            tax 0.99 = 5.96",
        "Cash                                 20.00",
        "Change                               12.92",
        "-" * 42,
        "                Thank you",
        f"[A-000001-{finished.event_hash[:8].upper()}]",
        f"            A-000001 {finished.event_hash[:8]}",
        "",
        "",
        "",
    ]


@pytest.mark.parametrize("columns", [42, 48])
@pytest.mark.parametrize("store", [STORE, EXCLUSIVE_STORE, CHINESE_STORE])
def test_no_line_is_wider_than_the_paper(store: StoreSettings, columns: int) -> None:
    _, document = sold(store)

    assert max(map(columns_of, to_text(document, columns).splitlines())) <= columns


def test_exclusive_tax_is_added_between_subtotal_and_total() -> None:
    _, document = sold(EXCLUSIVE_STORE)

    words = [line.split() for line in to_text(document, 42).splitlines()]

    assert ["Subtotal", "7.08"] in words
    assert ["Tax", "1.25"] in words
    assert ["TOTAL", "EUR", "8.33"] in words


def test_language_and_time_are_the_store_s_not_the_operator_s() -> None:
    _, document = sold(CHINESE_STORE)

    text = to_text(document, 48)

    assert document.language == "zh_CN"
    assert "2030-03-18 01:46" in text
    assert "合计" in text
    assert "0.375 千克 × 2.99" in text
    assert "找零" in text


def test_copy_differs_in_its_mark_only() -> None:
    finished, document = sold()

    copy = sale_receipt(finished, STORE, copy_number=2)

    assert copy.is_copy
    assert not document.is_copy
    lines = to_text(copy, 42).splitlines()
    mark = [line for line in lines if "COPY 2" in line]
    assert len(mark) == 2
    assert [line for line in lines if line not in mark] == to_text(
        document, 42
    ).splitlines()


def test_voided_transaction_says_so_on_its_copy() -> None:
    finished, _ = sold()

    copy = sale_receipt(replace(finished, voided_by="e9"), STORE, copy_number=1)

    assert to_text(copy, 42).count("VOIDED") == 2


def test_refund_is_called_by_its_name() -> None:
    till = open_memory_till()
    till.use_cases.add_return_without_receipt(
        AddReturnWithoutReceipt(
            scan_code=PEN.scan_code, quantity_micro=1_000_000, reason="broken"
        )
    )

    completed = till.use_cases.pay_cash_exact(PayCashExact())

    words = [line.split() for line in to_text(completed.document, 42).splitlines()]
    assert ["Return:", "Fineliner", "-1.49", "A"] in words
    assert ["-1", "×", "1.49"] not in words
    assert ["REFUND", "EUR", "1.49"] in words
    assert ["Cash", "back", "1.49"] in words


def test_bar_code_holds_the_receipt_code() -> None:
    finished, document = sold()

    (code,) = [line for line in document.lines if isinstance(line, Code)]

    assert code.kind is CodeKind.CODE128
    assert code.data == f"A-000001-{finished.event_hash[:8].upper()}"
    assert code.data.isascii()


def test_document_survives_the_queue() -> None:
    _, document = sold()

    data = msgspec.json.encode(document)

    assert decode_json(data, ReceiptDocument) == document


def test_what_was_given_off_stands_under_its_line() -> None:
    till = priced_till()
    add(till, quantity=3)
    add(till, "PAD")
    till.use_cases.tender_cash(TenderCash(given_minor=1_000))

    document = till.use_cases.complete_sale(CompleteSale()).document

    words = [line.split() for line in to_text(document, 42).splitlines()]
    pen = words.index(["Fineliner", "4.47", "B"])
    assert words[pen + 1 : pen + 4] == [
        ["3", "×", "1.49"],
        ["Pens", "at", "half", "price", "-2.24"],
        ["Drawing", "pad", "3.33", "CA"],
    ]
    assert ["Subtotal", "5.56"] in words
    assert ["TOTAL", "EUR", "5.56"] in words
    assert ["You", "save", "2.24"] in words
    assert ["Cash", "rounding", "-0.01"] in words
    assert ["Cash", "10.00"] in words
    assert ["Change", "4.45"] in words


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Reduced on the label"), ("zh_CN", "标签折扣"), ("zh_TW", "標籤折扣")],
)
def test_what_a_label_takes_off_is_not_called_by_the_goods(
    language: str, said: str
) -> None:
    store = replace(STORE, receipt_language=language)
    finished, _ = sold(store)
    reduced = PriceModifier(
        kind=ModifierKind.MANUAL,
        rule_id=LABEL_REDUCTION,
        rule_version=0,
        label=PEN.description,
        amount_minor=-100,
    )
    line = replace(finished.lines[0], modifiers=(reduced,))

    document = sale_receipt(replace(finished, lines=(line,)), store)

    assert [said, "-1.00"] in [
        [" ".join(words[:-1]), words[-1]]
        for words in map(str.split, to_text(document, 42).splitlines())
        if words
    ]


def test_each_tax_has_its_row_with_name_rate_net_tax_and_gross() -> None:
    till = priced_till()
    add(till, "PAD")

    document = till.use_cases.pay_cash_exact(PayCashExact()).document

    words = [line.split() for line in to_text(document, 42).splitlines()]
    city = words.index(["A", "City", "tax", "1.5", "%"])
    assert words[city + 1] == ["net", "3.09", "tax", "0.05", "=", "3.14"]
    assert words[city + 2] == ["B", "State", "tax", "6", "%"]
    assert words[city + 3] == ["net", "3.09", "tax", "0.19", "=", "3.28"]


def test_exemption_is_told_with_its_certificate() -> None:
    till = priced_till()
    till.use_cases.set_tax_exemption(
        SetTaxExemption(reason="embassy", certificate="C-77")
    )
    add(till, "DEPOSIT", quantity=4)

    document = till.use_cases.pay_cash_exact(PayCashExact()).document

    words = [line.split() for line in to_text(document, 42).splitlines()]
    assert ["Tax", "exempt", "-0.17"] in words
    assert ["Tax", "exempt:", "embassy", "C-77"] in words
    assert not any(line[:2] == ["Tax", "included"] for line in words)


def test_tenders_are_called_by_their_names() -> None:
    tenders = (*USUAL_TENDERS, "own_scheme")
    till = priced_till(
        msgspec.structs.replace(ROUNDING_STORE, till=TillPolicy(tenders=tenders))
    )
    add(till, "BOTTLE")
    till.use_cases.take_tender(TakeTender(method="voucher", amount_minor=24))
    till.use_cases.take_tender(TakeTender(method="own_scheme"))

    document = till.use_cases.complete_sale(CompleteSale()).document

    words = [line.split() for line in to_text(document, 42).splitlines()]
    assert ["Voucher", "0.24"] in words
    assert ["own_scheme", "1.00"] in words
