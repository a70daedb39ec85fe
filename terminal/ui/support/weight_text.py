"""What the screen says of a weight on the scale."""

from __future__ import annotations

from terminal.application.ports.weighing import LiveWeight
from terminal.ui.support.translation import tr


def format_grams(grams: int) -> str:
    """Return *grams* as kilograms with three decimals, as scales show them."""
    return f"{grams / 1000:.3f}"


def weight_text(weight: LiveWeight | None) -> str:
    """Return in one line whether it may be sold, or what to do."""
    if weight is None:
        return tr("Waiting for the scale")
    if weight.is_sellable:
        return tr("Stable") + (" · " + tr("net") if weight.is_net else "")
    texts = {
        "motion": tr("Wait until the scale is at rest."),
        "overload": tr("Take something off: it is too heavy for the scale."),
        "under_zero": tr("Empty the scale and press its zero key."),
        "zero_error": tr("Empty the scale, then switch it off and on."),
        "under_minimum": tr("It is too light for this scale; key the weight."),
        "empty": tr("Put the goods on the scale."),
        "unchanged": tr("Lift the goods off the scale and put them back."),
        "no_price": tr("The scale cannot show this price; key the weight."),
        "disagrees": tr("Weigh again; if it stays so, key the weight."),
        "failure": tr("The scale is out of order; key the weight."),
        "silent": tr("The scale does not answer; key the weight."),
    }
    return texts.get(weight.trouble, weight.remedy)
