"""currency-tables: minor units of ISO 4217, digits and cash rounding of CLDR."""

from __future__ import annotations

from terminal.domain.currency import currency_digits, currency_of
from tests.cases.harness.case import Case
from tests.cases.harness.fields import Fields


def run(case: Case) -> None:
    """Assert the figures of one currency."""
    fields = Fields("currency", case.fields)
    fields.ignore("numeric", "name")  # Other names of the same currency.
    code = fields.take("alpha")
    found = currency_digits(code)
    assert found is not None
    minor_unit = fields.take("iso_minor_unit")
    exponent = None if minor_unit == "-" else int(minor_unit)
    assert found.exponent == exponent
    currency = currency_of(code)
    assert (None if currency is None else currency.exponent) == exponent
    digits = int(fields.take("cldr_digits"))
    rounding = int(fields.take("cldr_rounding"))
    assert (found.digits, found.rounding) == (digits, rounding)
    # CLDR names figures for cash only where they differ.
    assert found.cash_digits == int(fields.take("cldr_cash_digits") or digits)
    assert found.cash_rounding == int(fields.take("cldr_cash_rounding") or rounding)
    fields.close()
