"""A weight that a person keys is told from a scale's, and guarded where a shop says."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from sync.protocol.events.access_approved_v1 import AccessApproved
from terminal.application.approval import Approval
from terminal.application.selling.add_item import AddItem
from terminal.application.selling.change_quantity import ChangeQuantity
from terminal.domain.catalog.item_rules import ItemRules
from terminal.domain.catalog.selling_policy import KeyedWeight, SellingPolicy
from terminal.domain.errors import PermissionRefusedError
from terminal.domain.scan_code.check_digit import check_digit
from terminal.domain.transaction.line_item import SaleReturnLineItem
from tests.fakes.reference_data import STORE
from tests.fakes.shop_floor import SUPERVISORS_APPROVAL, article, open_transaction, shop
from tests.fakes.till import MemoryTill

_HAM = article("ham", ItemRules(is_weighed=True), unit="kg", plu="78")
_KEYED: dict[str, Any] = {"gross_weight_micro": 512_000, "weight_source": "keyed"}
_LABEL_BODY = "210007800345"
"""345 g of number 78, without its check digit."""


def _shop(policy: KeyedWeight, operator_id: str = "c1") -> MemoryTill:
    store = msgspec.structs.replace(
        STORE, selling_policy=SellingPolicy(keyed_weight=policy)
    )
    return shop(_HAM, store=store, operator_id=operator_id)


def _ring(till: MemoryTill, code: str = "HAM", **entry: object) -> SaleReturnLineItem:
    change = till.use_cases.add_item(
        msgspec.structs.replace(AddItem(scan_code=code), **entry)
    )
    return open_transaction(till).line(change.line.sequence)


@pytest.mark.parametrize(
    ("source", "is_keyed"), [("keyed", True), ("scale", False), ("", False)]
)
def test_a_usual_shop_lets_everybody_key_and_notes_it(
    source: str, is_keyed: bool
) -> None:
    till = _shop(KeyedWeight.ALLOWED)

    line = _ring(till, gross_weight_micro=512_000, weight_source=source)

    assert (line.quantity_micro, line.is_weight_keyed) == (512_000, is_keyed)


@pytest.mark.parametrize(
    "entry",
    [_KEYED, {"gross_weight_micro": 512_000}, {"quantity_micro": 512_000}],
    ids=["keyed", "unsaid", "quantity"],
)
def test_a_careful_shop_asks_for_somebody(entry: dict[str, Any]) -> None:
    till = _shop(KeyedWeight.PERMISSION)

    with pytest.raises(PermissionRefusedError) as caught:
        _ring(till, **entry)
    assert caught.value.details["permission"] == "weight.key"

    line = _ring(till, approval=SUPERVISORS_APPROVAL, **entry)
    assert line.quantity_micro == 512_000
    # The weight was approved, not the price.
    assert line.price_authorised_by is None
    approved = till.ledger.events[-1].body
    assert isinstance(approved, AccessApproved)
    assert (approved.approver_id, approved.permissions) == ("s1", ("weight.key",))


def test_a_scale_and_a_label_need_nobody() -> None:
    till = _shop(KeyedWeight.PERMISSION)

    line = _ring(till, gross_weight_micro=512_000, weight_source="scale")
    assert not line.is_weight_keyed
    label = _LABEL_BODY + check_digit(_LABEL_BODY)
    assert _ring(till, label).quantity_micro == 345_000


def test_whoever_has_the_permission_keys_alone() -> None:
    till = _shop(KeyedWeight.PERMISSION, "m1")

    assert _ring(till, **_KEYED).is_weight_keyed


def test_changing_the_quantity_is_no_way_around() -> None:
    till = _shop(KeyedWeight.PERMISSION)
    _ring(till, gross_weight_micro=512_000, weight_source="scale")

    with pytest.raises(PermissionRefusedError):
        _change(till, None)

    _change(till, SUPERVISORS_APPROVAL)
    line = open_transaction(till).line(1)
    assert (line.quantity_micro, line.is_weight_keyed) == (900_000, True)


def test_the_note_outlives_a_restart_and_reaches_the_event() -> None:
    till = _shop(KeyedWeight.ALLOWED)
    _ring(till, **_KEYED)

    till.reopen()

    assert open_transaction(till).line(1).is_weight_keyed


def _change(till: MemoryTill, approval: Approval | None) -> None:
    till.use_cases.change_quantity(
        ChangeQuantity(line_sequence=1, quantity_micro=900_000, approval=approval)
    )
