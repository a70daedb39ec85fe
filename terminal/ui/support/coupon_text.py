"""Why a coupon gives nothing, in plain words."""

from __future__ import annotations

from terminal.ui.support.translation import tr


def coupon_reason(reason: str) -> str:
    """Return the words for the stable code of a refused coupon."""
    texts = {
        "unknown": tr("No promotion takes it"),
        "wrong_case": tr("Upper and lower case differ: key it again"),
        "not_started": tr("Not valid yet"),
        "expired": tr("No longer valid"),
        "used": tr("Used up"),
        "not_combinable": tr("Not together with another coupon"),
        "member_needed": tr("For members: add the member first"),
        "not_applicable": tr("Nothing in the basket it counts for yet"),
    }
    return texts.get(reason, tr("Gives nothing now"))
