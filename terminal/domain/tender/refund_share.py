"""Which sale a refund belongs to, when one transaction takes goods of several back."""

from collections.abc import Mapping, Sequence

from terminal.domain.money import allocate


def refunds_by_original(
    returned_minor: Mapping[str, int], refunds: Sequence[tuple[str, int]]
) -> dict[str, dict[str, int]]:
    """Share what went back by each tender among the sales whose goods came back.

    Args:
        returned_minor: What came back of each sale, by its event, not negative.
        refunds: Method and what went back by it, not negative, in the order given.

    Returns:
        By event and method what went back; in proportion to what came back, by
        largest remainder, so that each refund is shared without a rest.
    """
    shares: dict[str, dict[str, int]] = {event: {} for event in returned_minor}
    events = sorted(event for event, amount in returned_minor.items() if amount > 0)
    if not events:
        return shares
    weights = [returned_minor[event] for event in events]
    for method, amount in refunds:
        for event, part in zip(events, allocate(amount, weights), strict=True):
            shares[event][method] = shares[event].get(method, 0) + part
    return shares
