"""All promotions in force, indexed so that a basket meets only those that touch it."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from terminal.domain.promotion.applicability import CompiledRequirement
from terminal.domain.promotion.basket import PromotionContext
from terminal.domain.promotion.conditions import AmountBasis
from terminal.domain.promotion.offers import (
    grows_with_units,
    looks_at_lines,
    maker_of,
)
from terminal.domain.promotion.promotion import Level, Promotion
from terminal.domain.promotion.reward import AmountOff, Bundle, BuyGet, PercentOff
from terminal.domain.promotion.selector import CompiledSelector, Selector

_LEVELS: Final = {Level.LINE: 0, Level.BASKET: 1}


class CompiledPromotion:
    """One promotion with everything prepared that does not depend on a basket.

    Attributes:
        promotion: The data.
        index: Place in the order of the book.
        stage: Promotions with an equal stage compete; lower stages go first.
        selectors: What the reward is about: its selection, then what is got or the
            parts of a bundle.
        needs_match: Being named in the index does not say enough about goods.
        make: Makes the offers of the reward.
        grows_with_units: More units never lower what is given.
        looks_at_lines: It matters on which line units are.
        is_adding_units: The reward proposes units that are not in the basket.
    """

    __slots__ = (
        "grows_with_units",
        "index",
        "is_adding_units",
        "looks_at_lines",
        "make",
        "needs_match",
        "promotion",
        "requirements",
        "selectors",
        "stage",
    )

    def __init__(self, promotion: Promotion, index: int) -> None:
        reward = promotion.reward
        selectors = selectors_of(promotion)
        self.promotion = promotion
        self.index = index
        self.stage = (_LEVELS[promotion.level], -promotion.priority)
        self.selectors = tuple(CompiledSelector(selector) for selector in selectors)
        self.needs_match = len(selectors) > 1 or selectors[0].has_exclusions
        self.make = maker_of(reward)
        self.grows_with_units = grows_with_units(reward)
        self.looks_at_lines = looks_at_lines(reward)
        self.requirements = tuple(
            CompiledRequirement(requirement)
            for requirement in promotion.conditions.requires
        )
        self.is_adding_units = isinstance(reward, BuyGet) and reward.adds_units

    def parts_of(
        self, item_id: str, category: str | None, tags: AbstractSet[str]
    ) -> int:
        """Return a bit for each selector that means these goods."""
        parts = 0
        for number, selector in enumerate(self.selectors):
            if selector.matches(item_id, category, tags):
                parts |= 1 << number
        return parts


class PromotionBook:
    """Promotions of one version of the reference data; never changed.

    The order of the book is level, priority from the highest, promotion id: it does
    not depend on the order the promotions came in.
    """

    def __init__(self, rules: Sequence[CompiledPromotion], version: str) -> None:
        self.version = version
        self.rules = tuple(rules)
        self._by_item: dict[str, tuple[int, ...]] = {}
        self._by_category: dict[str, tuple[int, ...]] = {}
        self._by_tag: dict[str, tuple[int, ...]] = {}
        self._by_code: dict[str, tuple[int, ...]] = {}
        everywhere: list[int] = []
        prefixed: list[int] = []
        for rule in rules:
            for selector in selectors_of(rule.promotion):
                _add(self._by_item, selector.items, rule.index)
                _add(self._by_category, selector.categories, rule.index)
                _add(self._by_tag, selector.tags, rule.index)
                if selector.is_everything:
                    everywhere.append(rule.index)
            coupon = rule.promotion.coupon
            if coupon is not None:
                _add(self._by_code, coupon.codes, rule.index)
                if coupon.prefix:
                    prefixed.append(rule.index)
        self._prefixed = tuple(prefixed)
        self._everywhere = tuple(dict.fromkeys(everywhere))
        self.needs_taxes = any(_needs_taxes(rule.promotion) for rule in rules)

    @classmethod
    def compile(cls, promotions: Iterable[Promotion], version: str) -> "PromotionBook":
        """Prepare *promotions*; of one id only the highest version counts."""
        newest: dict[str, Promotion] = {}
        for promotion in promotions:
            known = newest.get(promotion.promotion_id)
            if known is None or known.version < promotion.version:
                newest[promotion.promotion_id] = promotion
        ordered = sorted(
            (promotion for promotion in newest.values() if promotion.is_active),
            key=lambda p: (_LEVELS[p.level], -p.priority, p.promotion_id),
        )
        return cls(
            [CompiledPromotion(promotion, i) for i, promotion in enumerate(ordered)],
            version,
        )

    def touches(
        self, item_id: str, category: str | None, tags: AbstractSet[str]
    ) -> bool:
        """Return whether any promotion may reduce such goods.

        Promotions on everything are not counted; `has_basket_rules` tells them.
        """
        return (
            item_id in self._by_item
            or (category is not None and category in self._by_category)
            or any(tag in self._by_tag for tag in tags)
        )

    def has_basket_rules(self, context: PromotionContext) -> bool:
        """Return whether a promotion on everything may apply, whatever is bought."""
        for index in self._everywhere:
            conditions = self.rules[index].promotion.conditions
            if (not conditions.stores or context.store in conditions.stores) and (
                not conditions.channels or context.channel in conditions.channels
            ):
                return True
        return False

    def candidates(
        self, item_id: str, category: str | None, tags: AbstractSet[str]
    ) -> tuple[int, ...]:
        """Return the indices of the promotions that may name such goods.

        May hold an index twice and promotions that exclude the goods.
        """
        found = self._by_item.get(item_id, ())
        if category is not None and self._by_category:
            found += self._by_category.get(category, ())
        if tags and self._by_tag:
            for tag in tags:
                found += self._by_tag.get(tag, ())
        return found + self._everywhere if self._everywhere else found

    def find_by_code(self, code: str) -> tuple[int, ...]:
        """Return the indices of the promotions a coupon code belongs to."""
        found = self._by_code.get(code, ())
        for index in self._prefixed:
            coupon = self.rules[index].promotion.coupon
            if coupon and coupon.prefix and code.startswith(coupon.prefix):
                found = (*found, index)
        return tuple(dict.fromkeys(found))

    def has_code_in_other_case(self, code: str) -> bool:
        """Return whether a code differs from *code* in upper and lower case only."""
        folded = code.casefold()
        return any(known.casefold() == folded for known in self._by_code) or any(
            folded.startswith((coupon.prefix or "").casefold())
            for index in self._prefixed
            if (coupon := self.rules[index].promotion.coupon) is not None
        )


def selectors_of(promotion: Promotion) -> tuple[Selector, ...]:
    """Return what the reward of *promotion* may reduce or count as bought."""
    match promotion.reward:
        case Bundle(parts=parts) if parts:
            return tuple(part.selects for part in parts)
        case BuyGet(gets=Selector() as gets):
            return (promotion.selects, gets)
        case _:
            return (promotion.selects,)


def _needs_taxes(promotion: Promotion) -> bool:
    """Return whether some amount of the promotion counts with or without taxes."""
    match promotion.reward:
        case AmountOff(basis=basis) | PercentOff(cap_basis=basis):
            bases = [basis]
        case _:
            bases = []
    bases += [requirement.basis for requirement in promotion.conditions.requires]
    return any(basis is not AmountBasis.LABELLED for basis in bases)


def _add(
    index: dict[str, tuple[int, ...]], names: Iterable[str], rule_index: int
) -> None:
    for name in names:
        known = index.get(name, ())
        if not known or known[-1] != rule_index:
            index[name] = (*known, rule_index)
