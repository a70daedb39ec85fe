"""What one promotion wants of the goods, and which promotions want the same."""

from collections.abc import Sequence

from terminal.domain.promotion.book import CompiledPromotion
from terminal.domain.promotion.line_state import Stake
from terminal.domain.promotion.offer import Offer, Terms
from terminal.domain.promotion.offers import rounds_by_line


class Claim:
    """A promotion and the units it could have.

    Attributes:
        stakes: From the dearest unit down.
    """

    __slots__ = ("rule", "stakes", "terms")

    def __init__(
        self, rule: CompiledPromotion, stakes: Sequence[Stake], terms: Terms
    ) -> None:
        self.rule = rule
        self.stakes = stakes
        self.terms = terms

    @property
    def looks_at_lines(self) -> bool:
        """Whether it matters on which of several equal lines the units are."""
        return (
            self.rule.looks_at_lines
            or self.terms.line_quantity_max is not None
            or rounds_by_line(self.rule.promotion.reward, self.stakes, self.terms)
        )

    def offer(self, quantities: Sequence[int] | None = None) -> Offer:
        """Return what the promotion gives on these quantities of its stakes."""
        return self.offer_on(self.stakes, quantities)

    def offer_on(
        self, stakes: Sequence[Stake], quantities: Sequence[int] | None
    ) -> Offer:
        """Return what the promotion gives on these quantities of other stakes."""
        offer = self.rule.make(
            self.rule.promotion.reward, stakes, quantities, self.terms
        )
        limited = self.terms.limited(offer.total_minor)
        if limited != offer.total_minor:
            offer.is_over_budget = not limited
            offer.total_minor = limited
            offer.is_spread = True
        return offer


def components(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Split *claims* into sets that want no unit and no group of each other."""
    owner: dict[object, int] = {}
    parent = list(range(len(claims)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, claim in enumerate(claims):
        group = claim.rule.promotion.exclusivity_group
        keys: list[object] = [id(stake.state) for stake in claim.stakes]
        if group is not None:
            keys.append(group)
        for key in keys:
            j = owner.setdefault(key, i)
            if j != i:
                # The lower root stays, so that claims keep their order.
                a, b = root(i), root(j)
                parent[max(a, b)] = min(a, b)
    found: dict[int, list[Claim]] = {}
    for i, claim in enumerate(claims):
        found.setdefault(root(i), []).append(claim)
    return list(found.values())
