"""Applying the promotions of a book to one basket, stage by stage."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

import msgspec

from terminal.domain.money import MICRO
from terminal.domain.pricing.price_modifier import ModifierKind, PriceModifier
from terminal.domain.promotion.applicability import (
    Refusal,
    local_moment,
    refuse_by_context,
)
from terminal.domain.promotion.basket import PromotionContext, PromotionLine
from terminal.domain.promotion.book import CompiledPromotion, PromotionBook
from terminal.domain.promotion.claim import Claim, components
from terminal.domain.promotion.coupons import Allowed
from terminal.domain.promotion.explain import Trials
from terminal.domain.promotion.free_units import propose
from terminal.domain.promotion.line_state import LineState, Stake, state_order
from terminal.domain.promotion.offer import Offer, Terms
from terminal.domain.promotion.policy import (
    BudgetRule,
    GroupSpread,
    PercentBase,
    PromotionPolicy,
    SpareMinor,
)
from terminal.domain.promotion.promotion import Combination, Level
from terminal.domain.promotion.result import (
    AppliedPromotion,
    FreeUnits,
    TrialReason,
)
from terminal.domain.promotion.reward import PercentOff, Tiers
from terminal.domain.promotion.search import solve
from terminal.domain.promotion.spreading import fit, spread

_NO_PARTS: Final = 1


class Evaluation:
    """One run over one basket with one set of coupons.

    Attributes:
        states: The lines in the order promotions look at them.
        applied: What was applied, in order.
        free_units: Units proposed in addition.
        is_optimal: No search ended at its limit.
        nodes: Steps of all searches.
        allowed: The coupons it was run with.
    """

    def __init__(
        self,
        book: PromotionBook,
        lines: Iterable[PromotionLine],
        context: PromotionContext,
        policy: PromotionPolicy,
        trials: Trials | None,
    ) -> None:
        self._book = book
        self._context = context
        self._policy = policy
        self._trials = trials
        self._used_groups: dict[str, str] = {}
        self.states = [
            LineState(line)
            for line in sorted(
                (line for line in lines if line.quantity_micro > 0), key=state_order
            )
            if line.extended_minor >= 0
        ]
        self.applied: list[AppliedPromotion] = []
        self.free_units: list[FreeUnits] = []
        self.is_optimal = True
        self.nodes = 0
        self.allowed: Allowed = {}
        self._hits: dict[int, list[LineState]] = {}
        self._parts: dict[tuple[int, int], int] = {}
        self._gather()
        self._terms = {
            level: self._common_terms(level) for level in (Level.LINE, Level.BASKET)
        }

    @property
    def is_touched(self) -> bool:
        """Whether any promotion names any line."""
        return bool(self._hits)

    def run(self, allowed: Allowed) -> None:
        """Apply everything that applies, with *allowed* coupons."""
        self.allowed = allowed
        moment = local_moment(self._context)
        rules = []
        for index in sorted(self._hits):
            rule = self._book.rules[index]
            refusal = refuse_by_context(
                rule.promotion, self._context, moment
            ) or self._refuse_by_coupon(rule, allowed)
            if refusal is None:
                rules.append(rule)
            else:
                self._refuse(rule, refusal)
        for _, stage in groupby(rules, key=_stage):
            competing = []
            compounding = []
            for rule in stage:
                if rule.is_adding_units:
                    self._propose(rule, allowed)
                elif rule.promotion.combination is Combination.COMPOUND:
                    compounding.append(rule)
                else:
                    competing.append(rule)
            if competing:
                self._compete(competing, allowed)
            if compounding:
                self._compound(compounding, allowed)

    def _gather(self) -> None:
        """Find the promotions of each line."""
        book = self._book
        hits = self._hits
        for state in self.states:
            line = state.line
            for index in book.candidates(line.item_id, line.category, line.tags):
                known = hits.get(index)
                if known and known[-1] is state:
                    continue
                rule = book.rules[index]
                if rule.needs_match:
                    parts = rule.parts_of(line.item_id, line.category, line.tags)
                    if not parts:
                        continue
                    self._parts[index, line.sequence] = parts
                free_of = line.free_unit_of
                if free_of is not None and free_of != rule.promotion.promotion_id:
                    continue
                if not line.is_discountable:
                    self._refuse_line(rule, state)
                elif known is None:
                    hits[index] = [state]
                else:
                    known.append(state)

    def _refuse_line(self, rule: CompiledPromotion, state: LineState) -> None:
        if self._trials is not None:
            self._trials.refuse(
                rule.promotion, [state], (TrialReason.NOT_DISCOUNTABLE, "")
            )

    def _refuse(
        self,
        rule: CompiledPromotion,
        refusal: Refusal,
        states: Iterable[LineState] | None = None,
    ) -> None:
        if self._trials is not None:
            found = self._hits[rule.index] if states is None else states
            self._trials.refuse(rule.promotion, found, refusal)

    def _refuse_by_coupon(
        self, rule: CompiledPromotion, allowed: Allowed
    ) -> Refusal | None:
        coupon = rule.promotion.coupon
        if coupon is None:
            if self._context.is_automatic_allowed:
                return None
            return TrialReason.NOT_AUTOMATIC, ""
        if rule.index in allowed:
            return None
        for code in self._context.coupons:
            if rule.index in self._book.find_by_code(code):
                return TrialReason.NOT_COMBINABLE, code
        return TrialReason.COUPON_NEEDED, ""

    def _refuse_by_basket(self, rule: CompiledPromotion) -> Refusal | None:
        group = rule.promotion.exclusivity_group
        if group is not None and group in self._used_groups:
            return TrialReason.GROUP_USED, self._used_groups[group]
        for requirement in rule.requirements:
            refusal = requirement.refuse(
                self.states, rule.selectors[0], self._policy.threshold_base
            )
            if refusal is not None:
                return refusal
        return None

    # -- stages -------------------------------------------------------------------

    def _compete(self, rules: Sequence[CompiledPromotion], allowed: Allowed) -> None:
        claims = []
        for rule in rules:
            refusal = self._refuse_by_basket(rule)
            if refusal is not None:
                self._refuse(rule, refusal)
                continue
            stakes = self._free_stakes(rule)
            if stakes:
                claims.append(Claim(rule, stakes, self._terms_of(rule, allowed)))
            else:
                self._refuse(rule, (TrialReason.TAKEN, self._takers(rule)))
        found = components(claims)
        offers = self._share(found)
        for component in found:
            # Who won is written down before who lost, so that the losers can name it.
            for claim in sorted(
                component, key=lambda claim: offers[claim.rule.index].total_minor <= 0
            ):
                self._settle(claim, offers[claim.rule.index], allowed)

    def _share(self, found: Sequence[Sequence[Claim]]) -> dict[int, Offer]:
        """Return the offer of each claim on the units it gets, by promotion.

        Small components are searched first: the steps go furthest there.
        """
        offers: dict[int, Offer] = {}
        contested = []
        for component in found:
            if len(component) == 1:
                offers[component[0].rule.index] = component[0].offer()
            else:
                contested.append(component)
        contested.sort(key=_stakes_in)
        for component in contested:
            solution = solve(component, max(0, self._policy.node_limit - self.nodes))
            self.nodes += solution.nodes
            self.is_optimal &= solution.is_optimal
            for claim, quantities in zip(component, solution.quantities, strict=True):
                offers[claim.rule.index] = claim.offer(quantities)
        return offers

    def _compound(self, rules: Sequence[CompiledPromotion], allowed: Allowed) -> None:
        for i, rule in enumerate(rules):
            refusal = self._refuse_by_basket(rule)
            if refusal is not None:
                self._refuse(rule, refusal)
                continue
            claim = self._open_claim(rule, allowed)
            offer = claim.offer()
            if rule.promotion.exclusivity_group is not None:
                rival = self._better_of_group(rules[i + 1 :], rule, offer, allowed)
                if rival is not None:
                    self._refuse(rule, (TrialReason.GROUP_USED, rival))
                    continue
            self._settle(claim, offer, allowed)

    def _better_of_group(
        self,
        later: Sequence[CompiledPromotion],
        rule: CompiledPromotion,
        offer: Offer,
        allowed: Allowed,
    ) -> str | None:
        """Return a later promotion of the same group and stage that gives more."""
        for other in later:
            if (
                other.promotion.exclusivity_group == rule.promotion.exclusivity_group
                and self._refuse_by_basket(other) is None
                and self._open_claim(other, allowed).offer().total_minor
                > offer.total_minor
            ):
                return other.promotion.promotion_id
        return None

    def _propose(self, rule: CompiledPromotion, allowed: Allowed) -> None:
        """Propose the units got, and reduce those that were added already."""
        refusal = self._refuse_by_basket(rule)
        if refusal is not None:
            self._refuse(rule, refusal)
            return
        states = self._hits[rule.index]
        bought = [state for state in states if self._parts_of(rule, state) & 1]
        proposal = propose(rule, states, bought, self._terms_of(rule, allowed))
        if proposal.refusal is not None:
            self._refuse(rule, proposal.refusal)
            return
        if proposal.claim is not None:
            self._settle(proposal.claim, proposal.offer, allowed)
        if proposal.free_units is not None:
            self.free_units.append(proposal.free_units)
        if self._trials is not None:
            for state in proposal.bought:
                self._trials.propose(rule.promotion, state, proposal.detail)

    # -- stakes and terms ---------------------------------------------------------

    def _free_stakes(self, rule: CompiledPromotion) -> list[Stake]:
        """Return the units that no competing promotion has taken yet."""
        is_exclusive = rule.promotion.combination is Combination.EXCLUSIVE
        stakes = [
            Stake(
                state,
                state.free_micro,
                state.free_value,
                self._parts_of(rule, state),
            )
            for state in self._hits[rule.index]
            if state.free_micro > 0 and not (is_exclusive and state.is_compounded)
        ]
        if len(stakes) > 1:
            stakes.sort(key=_dearest_first)
        return stakes

    def _open_claim(self, rule: CompiledPromotion, allowed: Allowed) -> Claim:
        """Return a claim on everything that no exclusive promotion holds."""
        is_list = self._policy.percent_base is PercentBase.LIST and isinstance(
            rule.promotion.reward, PercentOff | Tiers
        )
        stakes = []
        for state in self._hits[rule.index]:
            quantity = state.line.quantity_micro - state.locked_micro
            value = state.amount_minor * MICRO - state.locked_value
            if quantity <= 0:
                continue
            stake = Stake(state, quantity, max(0, value), self._parts_of(rule, state))
            if is_list:
                stake = Stake(state, quantity, stake.list_value, stake.parts)
            stakes.append(stake)
        stakes.sort(key=_dearest_first)
        return Claim(rule, stakes, self._terms_of(rule, allowed))

    def _parts_of(self, rule: CompiledPromotion, state: LineState) -> int:
        if not rule.needs_match:
            return _NO_PARTS
        return self._parts[rule.index, state.line.sequence]

    def _common_terms(self, level: Level) -> Terms:
        policy = self._policy
        return Terms(
            unit_price_scale=self._context.currency.minor_per_major,
            is_rounded_once=level is Level.BASKET,
            is_all_units=policy.group_spread is GroupSpread.ALL_UNITS,
            rounding=policy.rounding,
            percent_rounding=policy.percent_rounding,
            threshold_base=policy.threshold_base,
            limited_units=policy.limited_units,
        )

    def _terms_of(self, rule: CompiledPromotion, allowed: Allowed) -> Terms:
        promotion = rule.promotion
        common = self._terms[promotion.level]
        uses_max = promotion.uses_max_per_transaction
        coupon = promotion.coupon
        if coupon is not None and coupon.applications_per_code is not None:
            by_coupon = coupon.applications_per_code * len(allowed[rule.index])
            uses_max = by_coupon if uses_max is None else min(uses_max, by_coupon)
        if (
            uses_max is None
            and promotion.quantity_max_micro is None
            and promotion.quantity_max_per_line_micro is None
            and promotion.budget_minor is None
        ):
            return common
        total_max = None
        if promotion.budget_minor is not None:
            total_max = self._context.budgets_left.get(
                promotion.promotion_id, promotion.budget_minor
            )
        return msgspec.structs.replace(
            common,
            uses_max=uses_max,
            quantity_max=promotion.quantity_max_micro,
            line_quantity_max=promotion.quantity_max_per_line_micro,
            total_max=total_max,
            is_cut=total_max is None or self._policy.budget is BudgetRule.CUT,
        )

    # -- applying -----------------------------------------------------------------

    def _settle(self, claim: Claim, offer: Offer, allowed: Allowed) -> None:
        """Take what is offered off the lines and write it down."""
        rule = claim.rule
        promotion = rule.promotion
        if offer.total_minor <= 0:
            self._refuse_offer(claim, offer)
            return
        if self._policy.spare_minor is SpareMinor.FIRST:
            offer.takes.sort(key=lambda take: take[0].state.line.sequence)
        rooms = [
            max(0, stake.state.amount_minor - -(-stake.state.locked_value // MICRO))
            for stake, _, _ in offer.takes
        ]
        shares = [share for _, _, share in offer.takes]
        offs = (
            spread(offer.total_minor, shares, rooms, self._policy.spare_minor)
            if offer.is_spread
            else fit(shares, rooms)
        )
        total = sum(offs)
        if total <= 0:
            self._refuse_offer(claim, offer)
            return
        codes = _codes_used(rule, offer.times, allowed)
        used = self._change_lines(claim, offer, offs, codes)
        self.applied.append(
            AppliedPromotion(
                promotion_id=promotion.promotion_id,
                version=promotion.version,
                label=promotion.name,
                times=offer.times,
                amount_minor=-total,
                coupon_codes=codes,
            )
        )
        if promotion.exclusivity_group is not None:
            self._used_groups[promotion.exclusivity_group] = promotion.promotion_id
        if self._trials is not None:
            self._refuse(
                rule,
                (TrialReason.LEFT_OVER, ""),
                [
                    state
                    for state in self._hits[rule.index]
                    if state.line.sequence not in used
                ],
            )

    def _change_lines(
        self, claim: Claim, offer: Offer, offs: Sequence[int], codes: Sequence[str]
    ) -> set[int]:
        """Change the lines of *offer*; return their sequences."""
        promotion = claim.rule.promotion
        is_compound = promotion.combination is Combination.COMPOUND
        is_exclusive = promotion.combination is Combination.EXCLUSIVE
        used = set()
        for (stake, quantity, _), off in zip(offer.takes, offs, strict=True):
            state = stake.state
            if is_compound:
                state.compound(off)
            else:
                state.take(quantity, off, is_exclusive=is_exclusive)
                state.takers.append(promotion.promotion_id)
            if off:
                state.modifiers.append(
                    PriceModifier(
                        kind=ModifierKind.PROMOTION,
                        rule_id=promotion.promotion_id,
                        rule_version=promotion.version,
                        label=promotion.name,
                        amount_minor=-off,
                        coupon_code=codes[0] if codes else None,
                    )
                )
            if self._trials is not None:
                self._trials.apply(promotion, state, -off, f"{quantity}")
                used.add(state.line.sequence)
        return used

    def _refuse_offer(self, claim: Claim, offer: Offer) -> None:
        if self._trials is None:
            return
        group = claim.rule.promotion.exclusivity_group
        takers = self._takers(claim.rule)
        if group is not None and group in self._used_groups:
            refusal = (TrialReason.GROUP_USED, self._used_groups[group])
        elif takers:
            refusal = (TrialReason.TAKEN, takers)
        elif offer.is_over_budget:
            refusal = (TrialReason.BUDGET_EXHAUSTED, str(claim.terms.total_max))
        elif offer.missing:
            refusal = (TrialReason.QUANTITY_TOO_SMALL, offer.missing)
        else:
            refusal = (TrialReason.NO_GAIN, "")
        self._refuse(claim.rule, refusal)

    def _takers(self, rule: CompiledPromotion) -> str:
        """Return who took units of the lines of *rule*."""
        names = {name for state in self._hits[rule.index] for name in state.takers}
        return ",".join(sorted(names))


def _codes_used(
    rule: CompiledPromotion, times: int, allowed: Allowed
) -> tuple[str, ...]:
    """Return the entered codes that *times* applications use up."""
    coupon = rule.promotion.coupon
    if coupon is None:
        return ()
    codes = allowed[rule.index]
    each = coupon.applications_per_code
    return codes[:1] if each is None else codes[: -(-times // each)]


def _stage(rule: CompiledPromotion) -> tuple[int, int]:
    return rule.stage


def _dearest_first(stake: Stake) -> int:
    return -stake.unit_value


def _stakes_in(component: Sequence[Claim]) -> int:
    return sum(len(claim.stakes) for claim in component)
