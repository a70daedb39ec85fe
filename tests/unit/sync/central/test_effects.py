"""What an event does to the tables of the center."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.central import effects
from sync.central.effects import RetailTransactionRow, Unusable, effect_of
from sync.protocol.envelope import ControlTotals, Header, StoredEvent, decode_header
from sync.protocol.events import EventBody, decode_body, encode_body
from tests.support.till_chain import TillChain

_SAMPLES = Path(__file__).parents[3] / "fixtures" / "events"


@pytest.fixture
def chain() -> TillChain:
    return TillChain(bytes(32))


def effect(event: StoredEvent) -> object:
    return effect_of(decode_header(event.header), event.body)


def test_a_sale_is_a_row(chain: TillChain) -> None:
    assert effect(chain.sell(1_200, lines=3)) == RetailTransactionRow(
        series="A",
        number=1,
        currency="GBP",
        gross_minor=1_200,
        tax_minor=200,
        sale_lines=3,
        return_lines=0,
        tenders={"cash": 1_200},
    )


def test_voided_lines_count_in_nothing(chain: TillChain) -> None:
    body = chain.sale_body(1_000, lines=3)
    voided = msgspec.structs.replace(body.lines[2], is_voided=True)
    altered = msgspec.structs.replace(body, lines=(*body.lines[:2], voided))
    event = chain.append(altered, chain.control_of(body))

    row = effect(event)

    assert isinstance(row, RetailTransactionRow)
    assert (row.sale_lines, row.return_lines) == (2, 0)


def test_tenders_of_one_method_are_added(chain: TillChain) -> None:
    body = chain.sale_body(1_000)
    half = msgspec.structs.replace(body.tenders[0], amount_minor=500)
    altered = msgspec.structs.replace(body, tenders=(half, half))

    row = effect(chain.append(altered, chain.control_of(body)))

    assert isinstance(row, RetailTransactionRow)
    assert row.tenders == {"cash": 1_000}


def test_a_cancelled_transaction_moves_no_money(chain: TillChain) -> None:
    row = effect(chain.cancel(500))

    assert isinstance(row, RetailTransactionRow)
    assert (row.number, row.gross_minor, row.tenders) == (1, 0, {})


def test_money_without_a_transaction_is_unusable(chain: TillChain) -> None:
    control = ControlTotals.of(
        count=0, gross_minor=5, tax_minor=0, tenders={}, quantity_micro=0
    )
    cancelled = decode_header(chain.cancel().header)
    header = msgspec.structs.replace(cancelled, ctl=control)

    found = effect_of(header, chain.events[0].body)

    assert isinstance(found, Unusable)
    assert found.code == "control_mismatch"


@given(body=st.binary(max_size=100), version=st.integers(1, 3))
def test_no_body_crashes(body: bytes, version: int) -> None:
    chain = TillChain(bytes(32))
    header: Header = decode_header(chain.sell().header)

    found = effect_of(msgspec.structs.replace(header, type_v=version), body)

    assert isinstance(found, Unusable)
    assert len(found.detail) <= 500


def test_an_event_that_is_only_kept_has_no_effect(chain: TillChain) -> None:
    from sync.protocol.events.no_sale_recorded_v1 import NoSaleRecorded

    body = NoSaleRecorded(
        till_period_id="p", operator_id="o", session_id="s", reason="change", at_ms=1
    )

    assert encode_body(body)
    assert effect(chain.append(body)) is None


@pytest.mark.parametrize(
    ("event_type", "version"),
    [
        ("tender_control.recorded", 1),
        ("till.counted", 1),
        ("till.settled", 1),
        ("till.settled", 2),
        ("report.reprinted", 1),
    ],
)
def test_cash_that_moves_without_a_sale_is_kept_and_counts_as_none(
    chain: TillChain, event_type: str, version: int
) -> None:
    """Known to the center, so nothing of it is quarantined; and no row of sales."""
    name = f"{event_type.replace('.', '_')}_v{version}.json"
    body = decode_body(event_type, version, (_SAMPLES / name).read_bytes())

    assert effect(chain.append(body)) is None


def test_a_movement_that_claims_money_is_quarantined(chain: TillChain) -> None:
    data = (_SAMPLES / "tender_control_recorded_v1.json").read_bytes()
    body = decode_body("tender_control.recorded", 1, data)
    control = ControlTotals.of(
        count=0, gross_minor=0, tax_minor=0, tenders={"cash": 5}, quantity_micro=0
    )

    found = effect(chain.append(body, control))

    assert isinstance(found, Unusable)
    assert found.code == "control_mismatch"


def sample_v2(name: str) -> tuple[EventBody, bytes]:
    data = (_SAMPLES / f"{name}_v2.json").read_bytes().rstrip(b"\n")
    return decode_body(name.replace("_", ".", 1), 2, data), data


def header_v2(chain: TillChain, event_type: str, control: ControlTotals) -> Header:
    header: Header = decode_header(chain.sell().header)
    return msgspec.structs.replace(header, type=event_type, type_v=2, ctl=control)


SALE_V2 = ControlTotals(1, 201, 10, (("cash", 100), ("voucher", 100)), 4_000_000)
VOID_V2 = ControlTotals(1, -201, -7, (("cash", -200),), 0)


def test_a_sale_of_version_2_is_a_row_whose_tenders_are_rounded(
    chain: TillChain,
) -> None:
    body, data = sample_v2("sale_completed")

    row = effect_of(header_v2(chain, body.TYPE, SALE_V2), data)

    assert isinstance(row, RetailTransactionRow)
    assert (row.number, row.currency) == (2, "CHF")
    assert (row.gross_minor, row.tax_minor) == (201, 10)
    assert (row.sale_lines, row.return_lines) == (2, 1)
    assert row.tenders == {"voucher": 100, "cash": 100}


def test_a_void_of_version_2_is_a_row(chain: TillChain) -> None:
    body, data = sample_v2("transaction_voided")

    row = effect_of(header_v2(chain, body.TYPE, VOID_V2), data)

    assert isinstance(row, RetailTransactionRow)
    assert (row.gross_minor, row.tenders) == (-201, {"cash": -200})


@pytest.mark.parametrize("field", ["gross_minor", "rounding_minor", "tax_minor"])
@pytest.mark.parametrize("name", ["sale_completed", "transaction_voided"])
def test_a_total_that_does_not_agree_is_quarantined(
    chain: TillChain, name: str, field: str
) -> None:
    body, _ = sample_v2(name)
    wrong = msgspec.structs.replace(body, **{field: getattr(body, field) + 1})
    control = SALE_V2 if name == "sale_completed" else VOID_V2

    found = effect_of(header_v2(chain, body.TYPE, control), encode_body(wrong))

    assert isinstance(found, Unusable)
    assert found.code == "control_mismatch"


def test_a_reason_quotes_no_control_characters() -> None:
    assert Unusable("undecodable", "a\x00b\x1b[2J").detail == "a\ufffdb\ufffd[2J"
    assert len(Unusable("undecodable", "x" * 1_000).detail) == 500


@pytest.mark.parametrize(
    ("text", "is_nul"), [("a\x00b", True), ("\\\x00", True), ("\\u0000", False)]
)
def test_a_body_with_a_nul_has_no_effect(text: str, is_nul: bool) -> None:
    body = msgspec.json.encode({"at_ms": 1, "note": text})

    assert effects._has_nul(body) is is_nul
