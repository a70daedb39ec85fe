"""Files of recorded baskets as small as a test needs them."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Final

# The data of others, which lies beside the checkout and is never part of it.
JOURNEY: Final = Path(__file__).parents[3] / "shared" / "data" / "complete-journey"

_HEADER: Final = (
    "household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,"
    "coupon_disc,coupon_match_disc,week,transaction_timestamp\n"
)


def row(
    basket: str,
    product: str,
    quantity: str,
    sales: str,
    card: str = "0.0",
    *,
    coupon: str = "0.0",
    match: str = "0.0",
) -> str:
    """Return one line of the file."""
    return (
        f"900,330,{basket},{product},{quantity},{sales},{card},{coupon},{match},1,"
        "2017-01-01 11:53:26\n"
    )


def write_rows(folder: Path, *rows: str) -> Path:
    """Write a file of *rows* and return its folder."""
    with gzip.open(folder / "transactions.csv.gz", "wt", encoding="utf-8") as table:
        table.writelines([_HEADER, *rows])
    return folder
