"""What a settlement came to, in a few lines above its paper."""

from __future__ import annotations

from terminal.application.till_control.till_view import SettlementView
from terminal.domain.till.till_policy import TransactionDecision
from terminal.ui.support.money_text import format_minor
from terminal.ui.support.translation import tr


def summary_of(view: SettlementView) -> str:
    """Return count and difference, what was decided, and what waits to be sent."""
    over = view.over_short_minor
    word = tr("over") if over > 0 else tr("short") if over < 0 else tr("exact")
    lines = [
        tr(
            "Z {number}: counted {counted}, expected {expected}, {difference} {word}",
            number=view.z_number,
            counted=format_minor(view.counted_minor, view.exponent),
            expected=format_minor(view.expected_minor, view.exponent),
            difference=format_minor(abs(over), view.exponent),
            word=word,
        )
    ]
    if view.is_count_stale:
        lines.append(tr("Tender moved after the count."))
    cancelled = sum(
        one.decision is TransactionDecision.CANCEL for one in view.decisions
    )
    if cancelled:
        lines.append(tr("%n sales cancelled", cancelled))
    if kept := len(view.decisions) - cancelled:
        lines.append(tr("%n sales carried over", kept))
    given_back = sum(one.given_back_minor for one in view.decisions)
    if given_back:
        amount = format_minor(given_back, view.exponent)
        lines.append(tr("Give {amount} back to the customer.", amount=amount))
    if view.pending_events:
        lines.append(tr("%n records wait to be sent", view.pending_events))
    return "\n".join(lines)
