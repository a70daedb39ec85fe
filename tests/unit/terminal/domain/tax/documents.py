"""Documents for tests: any taxes on any lines."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from terminal.domain.money import Currency, Rounding
from terminal.domain.tax.document import DocumentLine
from terminal.domain.tax.tax_group import TaxComponent, TaxGroup, TaxKind
from terminal.domain.tax.tax_policy import TaxPolicy, TaxRounding
from terminal.domain.tender.exchange_rate import ExchangeRate

EUR = Currency("EUR", 2)
CHF = Currency("CHF", 2)
FRANCS = ExchangeRate(currency=CHF, store_currency=EUR, rate_micro=1_063_400)

components = st.builds(
    TaxComponent,
    tax_id=st.sampled_from(["a", "b", "c"]),
    name=st.just(""),
    kind=st.sampled_from(TaxKind),
    rate_ppm=st.integers(-200_000, 300_000),
    amount_micro=st.integers(0, 2_000_000),
    is_included=st.sampled_from([None, True, False]),
    raises_base=st.booleans(),
    is_base_raised=st.booleans(),
    factors_ppm=st.sampled_from([(1_000_000,), (1_000_000, -1_000_000)]),
)
groups = st.builds(
    TaxGroup,
    tax_group_id=st.just("g"),
    name=st.just(""),
    components=st.lists(components, max_size=4, unique_by=lambda one: one.tax_id).map(
        tuple
    ),
)
policies = st.builds(
    TaxPolicy,
    is_inclusive=st.booleans(),
    rounding=st.sampled_from(TaxRounding),
    step_minor=st.sampled_from([1, 1, 5, 100]),
    halves=st.sampled_from(Rounding),
)
whole_lines = st.lists(
    st.builds(
        DocumentLine,
        group=groups,
        amount=st.integers(-1_000_000, 1_000_000).map(Fraction),
        quantity_micro=st.integers(-50_000_000, 50_000_000),
    ),
    max_size=8,
)
exact_lines = st.lists(
    st.builds(
        DocumentLine,
        group=groups,
        amount=st.fractions(-100_000, 100_000, max_denominator=10**6),
        quantity_micro=st.integers(-50_000_000, 50_000_000),
    ),
    max_size=8,
)
