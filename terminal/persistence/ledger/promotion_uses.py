"""How often promotions and coupons were used: the rows, and the questions to them.

Only limits need them, so a sale without promotions writes none and a basket without
limited promotions asks for none.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from structs.decoding import json_decoder
from sync.protocol.events.sale_parts_v2 import Promotion
from terminal.application.ports.promotion_uses import PromotionUses
from terminal.domain.promotion.basket import Uses
from terminal.persistence.dbapi import Connection

USE_TABLES: Final = ("promotion_use", "coupon_use")
"""The projections that are written here."""

_STRANGER: Final = ""


_encoder: Final = msgspec.json.Encoder()
_decoder: Final = json_decoder(tuple[Promotion, ...])


def encode_promotions(promotions: tuple[Promotion, ...]) -> bytearray:
    """Return the JSON that a void reads to take the uses back."""
    # As bytearray: the driver sends bytes through its adapters.
    return bytearray(_encoder.encode(promotions))


def decode_promotions(content: bytes) -> tuple[Promotion, ...]:
    """Read what :func:`encode_promotions` wrote."""
    return _decoder.decode(content)


def count_uses(
    connection: Connection,
    promotions: Iterable[Promotion],
    member_id: str | None,
    *,
    sign: int,
) -> None:
    """Count the promotions of a sale, or with sign -1 take them out again."""
    member = member_id or _STRANGER
    for promotion in promotions:
        add_uses(
            connection,
            (promotion.promotion_id, member, sign, sign * promotion.amount_minor),
            promotion.coupon_codes,
        )


def add_uses(
    connection: Connection,
    row: tuple[str, str, int, int],
    coupon_codes: Iterable[str],
) -> None:
    """Add to the uses of a promotion and of the coupons that it was given for.

    Args:
        connection: To write with.
        row: (promotion, member or nobody, signed uses, signed amount).
        coupon_codes: Coupons that were used as often.
    """
    connection.execute(
        "INSERT INTO promotion_use VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " uses = uses + excluded.uses,"
        " amount_minor = amount_minor + excluded.amount_minor",
        row,
    )
    _promotion_id, member, uses, _amount_minor = row
    for code in coupon_codes:
        connection.execute(
            "INSERT INTO coupon_use VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET"
            " uses = uses + excluded.uses",
            (code, member, uses),
        )


class SqlPromotionUses:
    """Implements `PromotionUseCounts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_promotion(self, promotion_id: str, member_id: str | None) -> PromotionUses:
        """See `PromotionUseCounts`."""
        total, own, amount_minor = self._connection.execute(
            "SELECT ifnull(sum(uses), 0), ifnull(sum(uses) FILTER"
            " (WHERE member_id = ? AND member_id <> ''), 0),"
            " ifnull(sum(amount_minor), 0) FROM promotion_use WHERE promotion_id = ?",
            (member_id or _STRANGER, promotion_id),
        ).fetchone()
        return PromotionUses(Uses(total=total, member=own), amount_minor)

    def of_coupon(self, code: str, member_id: str | None) -> Uses:
        """See `PromotionUseCounts`."""
        total, own = self._connection.execute(
            "SELECT ifnull(sum(uses), 0), ifnull(sum(uses) FILTER"
            " (WHERE member_id = ? AND member_id <> ''), 0)"
            " FROM coupon_use WHERE code = ?",
            (member_id or _STRANGER, code),
        ).fetchone()
        return Uses(total=total, member=own)
