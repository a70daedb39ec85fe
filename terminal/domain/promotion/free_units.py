"""Units the customer gets in addition: proposed first, reduced once they are added."""

from collections.abc import Sequence

from terminal.domain.money import MICRO
from terminal.domain.promotion.applicability import Refusal
from terminal.domain.promotion.book import CompiledPromotion
from terminal.domain.promotion.claim import Claim
from terminal.domain.promotion.group_rewards import reduction_of
from terminal.domain.promotion.line_state import LineState, Stake
from terminal.domain.promotion.offer import Offer, Take, Terms, nothing
from terminal.domain.promotion.result import FreeUnits, TrialReason
from terminal.domain.promotion.reward import BuyGet


class Proposal:
    """What one promotion gives in addition.

    Attributes:
        refusal: Why it gives nothing.
        bought: The lines that earn it.
        claim: The units that were added already, to be reduced by ``offer``.
        free_units: What may still be added.
        detail: Quantity still to add and quantity granted.
    """

    __slots__ = ("bought", "claim", "detail", "free_units", "offer", "refusal")

    def __init__(self, bought: Sequence[LineState]) -> None:
        self.bought = bought
        self.refusal: Refusal | None = None
        self.claim: Claim | None = None
        self.offer: Offer = nothing()
        self.free_units: FreeUnits | None = None
        self.detail = ""


def propose(
    rule: CompiledPromotion,
    states: Sequence[LineState],
    bought: Sequence[LineState],
    terms: Terms,
) -> Proposal:
    """Return what *rule* grants for the lines *bought*; only whole units count.

    *states* are all lines of the promotion, those that were added for it among them.
    """
    reward = rule.promotion.reward
    assert isinstance(reward, BuyGet)
    added = [state for state in states if state.line.free_unit_of is not None]
    proposal = Proposal(
        [s for s in bought if s.is_counted and s.line.free_unit_of is None]
    )
    units = sum(state.line.quantity_micro for state in proposal.bought) // MICRO
    times = units // reward.buy if reward.buy else 0
    if terms.uses_max is not None:
        times = min(times, terms.uses_max)
    if not times:
        proposal.refusal = (TrialReason.QUANTITY_TOO_SMALL, f"{units}/{reward.buy}")
        return proposal
    granted = times * reward.get * MICRO
    if added:
        stakes = [Stake(state, state.free_micro, state.free_value) for state in added]
        stakes.sort(key=lambda stake: -stake.unit_value)
        proposal.claim = Claim(rule, stakes, terms)
        proposal.offer = _reduce(reward, stakes, granted, terms)
    left = granted - sum(state.line.quantity_micro for state in added)
    proposal.detail = f"{max(0, left)}/{granted}"
    if left > 0:
        proposal.free_units = FreeUnits(
            promotion_id=rule.promotion.promotion_id,
            version=rule.promotion.version,
            label=rule.promotion.name,
            item_ids=_items_got(rule, proposal.bought),
            quantity_micro=left,
        )
    return proposal


def _reduce(
    reward: BuyGet, stakes: Sequence[Stake], granted_micro: int, terms: Terms
) -> Offer:
    """Return the offer for units that were added, as far as they are granted."""
    off = reduction_of(reward, terms.unit_price_scale)
    takes: list[Take] = []
    for stake in stakes:
        quantity = min(stake.quantity, granted_micro)
        if quantity <= 0:
            break
        granted_micro -= quantity
        takes.append((stake, quantity, off(stake.unit_value) * quantity // MICRO))
    total = terms.limited(sum(share for _, _, share in takes) // MICRO)
    return Offer(total, 1, takes, is_spread=True)


def _items_got(rule: CompiledPromotion, bought: Sequence[LineState]) -> tuple[str, ...]:
    """Return the items that may be added, those of the basket first."""
    reward = rule.promotion.reward
    assert isinstance(reward, BuyGet)
    gets = rule.promotion.selects if reward.gets is None else reward.gets
    known = [
        state.line.item_id
        for state in bought
        if rule.selectors[-1].matches(
            state.line.item_id, state.line.category, state.line.tags
        )
    ]
    return tuple(dict.fromkeys((*known, *gets.items)))
