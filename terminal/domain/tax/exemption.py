"""Sales without tax: to diplomats, charities, tourists, for export."""

from enum import StrEnum

import msgspec

from terminal.domain.errors import ReasonRequiredError
from terminal.domain.tax.tax_group import TaxGroup

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
