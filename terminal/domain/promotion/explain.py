"""Writing down what was tried on each line."""

from collections.abc import Iterable, Mapping

from terminal.domain.promotion.applicability import Refusal
from terminal.domain.promotion.line_state import LineState
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.promotion.result import Outcome, Trial, TrialReason


class Trials:
    """The trials of one basket, in the order promotions were looked at."""

    def __init__(self) -> None:
        self._by_line: dict[int, list[Trial]] = {}

    def refuse(
        self, promotion: Promotion, states: Iterable[LineState], refusal: Refusal
    ) -> None:
        """Write that *promotion* does nothing for these lines."""
        reason, detail = refusal
        for state in states:
            self._add(promotion, state, Outcome.REFUSED, reason, detail, 0)

    def apply(
        self, promotion: Promotion, state: LineState, amount_minor: int, detail: str
    ) -> None:
        """Write that *promotion* used the line and changed it by *amount_minor*."""
        self._add(
            promotion,
            state,
            Outcome.APPLIED,
            TrialReason.APPLIED,
            detail,
            amount_minor,
        )

    def propose(self, promotion: Promotion, state: LineState, detail: str) -> None:
        """Write that *promotion* offers more units because of the line."""
        self._add(promotion, state, Outcome.APPLIED, TrialReason.PROPOSED, detail, 0)

    def by_line(self) -> Mapping[int, tuple[Trial, ...]]:
        """Return the trials by line sequence."""
        return {sequence: tuple(found) for sequence, found in self._by_line.items()}

    def _add(
        self,
        promotion: Promotion,
        state: LineState,
        outcome: Outcome,
        reason: TrialReason,
        detail: str,
        amount_minor: int,
    ) -> None:
        self._by_line.setdefault(state.line.sequence, []).append(
            Trial(
                promotion_id=promotion.promotion_id,
                version=promotion.version,
                label=promotion.name,
                outcome=outcome,
                reason_code=reason,
                detail=detail,
                amount_minor=amount_minor,
            )
        )
