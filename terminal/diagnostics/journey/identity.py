"""Decides which recorded lines satisfy the identity; imports nothing of the product.

quantity × shelf price = sales value + retail discount + coupon match, the shelf price
to a millionth, the sum to the cent. Alone: `python identity.py transactions.csv.gz`
"""

import csv
import gzip
import sys
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

PRICE_STEP = Decimal("0.0001")  # of a cent: a millionth of a dollar


def cents(text: str) -> Decimal:
    """Return dollars in cents, without the dust that binary fractions leave."""
    return round(Decimal(text) * 100, 6)


def cause(quantity: str, sales: str, retail: str, match: str, coupon: str) -> str:
    """Return why a line does not satisfy the identity; empty when it does."""
    amounts = [cents(text) for text in (sales, retail, match, coupon)]
    if any(amount % 1 or amount < 0 for amount in amounts):
        return "amount is no whole number of cents"
    if int(quantity) <= 0:
        return "quantity is zero"
    shelf = sum(amounts[:3], Decimal(0))
    price = (shelf / int(quantity)).quantize(PRICE_STEP, ROUND_HALF_UP)
    product = (price * int(quantity)).quantize(Decimal(1), ROUND_HALF_UP)
    return "" if product == shelf else "shelf price is finer than a millionth"


if __name__ == "__main__":
    amounts = ("sales_value", "retail_disc", "coupon_match_disc", "coupon_disc")
    with gzip.open(sys.argv[1], "rt", encoding="utf-8") as table:
        lines = ([r["quantity"], *map(r.get, amounts)] for r in csv.DictReader(table))
        found = Counter(cause(*map(str, line)) for line in lines)
    sys.stdout.write(f"{dict(found)}\n")
