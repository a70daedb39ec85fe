"""No tax is due once somebody who may say so has said why."""

from __future__ import annotations

import pytest

from terminal.application.selling.remove_tax_exemption import RemoveTaxExemption
from terminal.application.selling.set_tax_exemption import SetTaxExemption
from terminal.domain.errors import PermissionRefusedError, ReasonRequiredError
from tests.fakes.reference_data import EXCLUSIVE_STORE
from tests.fakes.shop_floor import SUPERVISORS_APPROVAL, open_transaction, shop
from tests.fakes.till import add

EMBASSY = SetTaxExemption(reason="embassy", certificate=" D  4711 ")


def test_tax_goes_and_comes_back() -> None:
    till = shop(store=EXCLUSIVE_STORE)
    assert add(till).totals.total_minor == 179

    view = till.use_cases.set_tax_exemption(EMBASSY)

    assert (view.totals.tax_minor, view.totals.total_minor) == (0, 149)
    exemption = open_transaction(till).terms.exemption
    assert exemption is not None
    assert (exemption.reason, exemption.certificate) == ("embassy", "D 4711")
    assert add(till).totals.total_minor == 298
    back = till.use_cases.remove_tax_exemption(RemoveTaxExemption())
    assert back.totals.total_minor == 358


def test_cashier_needs_an_approval() -> None:
    till = shop(operator_id="c1", store=EXCLUSIVE_STORE)
    add(till)

    with pytest.raises(PermissionRefusedError):
        till.use_cases.set_tax_exemption(EMBASSY)
    view = till.use_cases.set_tax_exemption(
        SetTaxExemption(
            reason="embassy", certificate="D 4711", approval=SUPERVISORS_APPROVAL
        )
    )

    assert view.totals.tax_minor == 0
    assert till.ledger.events[-1].body.TYPE == "access.approved"


@pytest.mark.parametrize(
    "command",
    [
        SetTaxExemption(reason="", certificate="D 4711"),
        SetTaxExemption(reason="embassy", certificate=" "),
        SetTaxExemption(reason="embassy", certificate="x" * 201),
    ],
)
def test_exemption_without_words_is_refused(command: SetTaxExemption) -> None:
    with pytest.raises(ReasonRequiredError):
        shop().use_cases.set_tax_exemption(command)
