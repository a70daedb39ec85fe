"""Sales of every version are read as the same kind of transaction."""

from __future__ import annotations

from pathlib import Path

import msgspec

from sync.protocol.events import decode_body
from terminal.application.tendering.finished_sale import (
    CameBack,
    Fate,
    SaleCompleted,
    finished_sale,
)
from terminal.domain.transaction.finished_transaction import FinishedTransaction
from terminal.domain.transaction.line_item import LineKind, OriginalLine

_SAMPLES = Path(__file__).parents[4] / "fixtures" / "events"


def sample(version: int, **fate: object) -> FinishedTransaction:
    data = (_SAMPLES / f"sale_completed_v{version}.json").read_bytes()
    body = decode_body("sale.completed", version, data)
    assert isinstance(body, SaleCompleted)
    where = Fate(event_id="e", event_hash="h", seq=9)
    return finished_sale(body, msgspec.structs.replace(where, **fate))


def test_version_1_has_one_tax_a_line_and_no_modifiers() -> None:
    found = sample(1)

    line = found.lines[0]
    assert (line.kind, line.extended_minor, line.amount_minor) == (
        LineKind.RETURN,
        -149,
        -149,
    )
    (tax,) = line.taxes
    assert (tax.tax_id, tax.rate_ppm, tax.taxable_minor, tax.tax_minor) == (
        "standard",
        200_000,
        -149,
        -30,
    )
    assert line.return_of == OriginalLine("01890a5d-ac96-7000-8000-000000000007", 1)
    assert found.rounding_minor == 0
    assert sum(tax.tax_minor for tax in found.taxes) == found.tax_minor


def test_version_2_keeps_everything() -> None:
    found = sample(
        2,
        came_back={1: CameBack(1_000_000, 89, (5, 1))},
        copies=2,
        voided_by="v",
    )

    line = found.lines[0]
    assert [modifier.rule_id for modifier in line.modifiers] == ["3for2", "damaged"]
    assert (line.extended_minor, line.amount_minor) == (447, 268)
    assert (line.serial, line.lot, line.expires_on) == ("SN1", "L9", "2031-01-31")
    assert [component.is_included for component in line.tax_group.components] == [
        None,
        True,
    ]
    assert [component.name for component in line.tax_group.components] == [
        "State tax",
        "Eco charge",
    ]
    assert (line.returned_micro, line.returned_tax_minor) == (1_000_000, 6)
    assert found.lines[1].linked_to == 1
    assert found.discount_minor == -179
    assert (found.rounding_minor, found.member_id) == (-1, "m-77")
    assert found.exemption is not None
    assert found.exemption.certificate == "C-1"
    assert found.tenders[1].currency == "JPY"
    assert (found.copies, found.voided_by) == (2, "v")
