"""Sales without tax: to diplomats, charities, tourists, for export."""

from enum import StrEnum

import msgspec

from terminal.domain.errors import ReasonRequiredError
from terminal.domain.money import MICRO, divide_rounded
from terminal.domain.tax.tax_group import TaxGroup
from terminal.domain.tax.tax_policy import TaxPolicy
from terminal.domain.tax.tax_program import program_of

_TEXT_MAX = 200


class ExemptPrice(StrEnum):
    """What becomes of a price that contains tax when the buyer is exempt.

    Attributes:
        PRICE_NET: The buyer pays the price without the tax in it.
        PRICE_KEPT: The buyer pays the labelled price; the shop keeps the rest.
    """

    PRICE_NET = "price_net"
    PRICE_KEPT = "price_kept"


class TaxExemption(msgspec.Struct, frozen=True, kw_only=True):
    """Why a whole transaction bears no tax.

    Attributes:
        reason: Code or words of the law it rests on.
        certificate: Number of the paper that was shown.
    """

    reason: str
    certificate: str
    price: ExemptPrice = ExemptPrice.PRICE_NET


def require_exemption(exemption: TaxExemption) -> None:
    """Refuse an exemption that an audit could not follow.

    Raises:
        ReasonRequiredError: reason or certificate is missing or too long.
    """
    for text in (exemption.reason, exemption.certificate):
        if not text.strip() or len(text) > _TEXT_MAX:
            raise ReasonRequiredError(
                "an exemption from tax needs its reason and the number of the"
                f" certificate, at most {_TEXT_MAX} characters each; key both"
            )


def exempt_group(group: TaxGroup) -> TaxGroup:
    """Return *group* without its taxes; its id still says what was exempted."""
    if not group.components:
        return group
    return TaxGroup(tax_group_id=group.tax_group_id, name=group.name, components=())


def exempt_unit_price(
    unit_price_micro: int,
    group: TaxGroup,
    policy: TaxPolicy,
    exemption: TaxExemption,
) -> int:
    """Return the unit price an exempt buyer pays, rounded once to the millionth.

    Taxes on top of the price are not in it and just fall away; included ones leave
    it as the exemption says.
    """
    if exemption.price is ExemptPrice.PRICE_KEPT:
        return unit_price_micro
    program = program_of(group, policy.is_inclusive)
    if not any(program.is_included):
        return unit_price_micro
    from fractions import Fraction

    # One unit, in millionths of the major unit.
    taxes = program.taxes_exact(unit_price_micro, Fraction(1))
    contained = sum(
        Fraction(tax * net_ppm, MICRO)
        for tax, net_ppm, is_included in zip(
            taxes, program.net_ppm, program.is_included, strict=True
        )
        if is_included
    )
    net = unit_price_micro - contained
    return divide_rounded(net.numerator, net.denominator)
