"""Tax groups instead of single rates; what a row is looked up by.

Rows keep their place in the change log: a till that has them changes its own copy in
the same way. Each rate becomes a group of one percent tax with the same id.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from alembic import op

revision: Final = "m202611221600_prices_taxes_promotions"
down_revision: Final = "m202611221200_begin"

_ROWS_A_STEP: Final = 1_000

_rows: Final = sa.table(
    "reference_row",
    sa.column("kind", sa.String),
    sa.column("key", sa.String),
    sa.column("store", sa.String),
    sa.column("position", sa.BigInteger),
    sa.column("is_deleted", sa.Boolean),
    sa.column("data", sa.Text),
    sa.column("lookup", sa.String),
)


def upgrade() -> None:
    """Add the column and rewrite the rows of items, codes and taxes."""
    op.add_column(
        "reference_row",
        sa.Column("lookup", sa.String, nullable=False, server_default=""),
    )
    op.create_index("ix_reference_row_lookup", "reference_row", ["kind", "lookup"])
    for kind, rewrite in (
        ("tax_rate", _group_of),
        ("item", _item_of),
        ("identity", _identity_of),
    ):
        _rewrite(kind, rewrite)


def _rewrite(
    kind: str, rewrite: Callable[[dict[str, Any]], tuple[dict[str, Any], str]]
) -> None:
    """Rewrite every row of *kind*, some at a time, in the order of the log."""
    connection = op.get_bind()
    position = 0
    new_kind = "tax_group" if kind == "tax_rate" else kind
    change = (
        sa.update(_rows)
        .where(_rows.c.position == sa.bindparam("at"))
        .values(
            kind=new_kind,
            data=sa.bindparam("new_data"),
            lookup=sa.bindparam("new_lookup"),
        )
    )
    while found := connection.execute(
        sa.select(_rows.c.position, _rows.c.is_deleted, _rows.c.data)
        .where(_rows.c.kind == kind, _rows.c.position > position)
        .order_by(_rows.c.position)
        .limit(_ROWS_A_STEP)
    ).all():
        changed = []
        for row in found:
            data, lookup = row.data, ""
            if not row.is_deleted:
                plain, lookup = rewrite(msgspec.json.decode(data))
                data = msgspec.json.encode(plain).decode()
            changed.append({"at": row.position, "new_data": data, "new_lookup": lookup})
        connection.execute(change, changed)
        position = found[-1].position


def _group_of(rate: dict[str, Any]) -> tuple[dict[str, Any], str]:
    component = {
        "tax_id": rate["tax_rate_id"],
        "name": rate["name"],
        "kind": "percent",
        "rate_ppm": rate["rate_ppm"],
        "amount_micro": 0,
        "is_included": None,
        "raises_base": False,
        "is_base_raised": True,
        "factors_ppm": [1_000_000],
    }
    group = {
        "tax_group_id": rate["tax_rate_id"],
        "name": rate["name"],
        "components": [component],
    }
    return group, ""


def _item_of(item: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Name the group where the rate was; the order of the fields is that of today."""
    changed = {
        "tax_group_id" if name == "tax_rate_id" else name: value
        for name, value in item.items()
    }
    return {**changed, "rules": None}, item.get("plu") or ""


def _identity_of(identity: dict[str, Any]) -> tuple[dict[str, Any], str]:
    more = {"unit": None, "base_quantity_micro": 1_000_000, "unit_price_micro": None}
    return {**identity, **more}, identity["item_id"]
