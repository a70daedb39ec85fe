"""`price BASKET.json`: what a basket costs, and why.

`price --recorded DIR` prices the baskets that a shop recorded, and compares.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from terminal.commands._options import add_home, home_path
from terminal.commands._output import emit

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.domain.pricing.price_request import PriceRequest
    from terminal.domain.pricing.priced_basket import PricedBasket, PricedLine

HELP = "Say what a basket costs at this till, with --explain why; replay recorded ones."

_NAME_CHARACTERS: Final = 30
_STANDARD_INPUT: Final = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `BASKET.json`."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "basket",
        nargs="?",
        metavar="BASKET.json",
        help='{"at": …, "lines": [{"scan_code": …, "quantity": "1"}]}; - for'
        " standard input",
    )
    what.add_argument(
        "--recorded",
        type=Path,
        metavar="DIR",
        help="price the baskets of DIR/transactions.csv.gz again (the layout of"
        " Complete Journey) and compare them with what was recorded",
    )
    parser.add_argument(
        "--limit",
        type=int,
        metavar="N",
        help="with --recorded: stop after N baskets",
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="what was tried on each line, applied and refused",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="the exact bytes that the center answers to POST /v1/price",
    )
    add_home(parser)


def run(arguments: argparse.Namespace) -> int:
    """Price the basket and print it; 1 when recorded baskets differ."""
    if arguments.recorded is not None:
        return _replay(arguments)
    from terminal.bootstrap.pricing import price_at_home
    from terminal.domain.pricing.priced_basket import encode

    request = _request(arguments.basket)
    basket = price_at_home(home_path(arguments), request, explained=arguments.explain)
    if arguments.json:
        sys.stdout.buffer.write(encode(basket))
        sys.stdout.buffer.flush()
    else:
        print("\n".join(_text(basket)), flush=True)
    return 0


def _replay(arguments: argparse.Namespace) -> int:
    from terminal.diagnostics.journey.replay import describe, replay_recorded

    report = replay_recorded(arguments.recorded, limit=arguments.limit)
    emit(report, as_json=arguments.json, text=describe(report))
    return 1 if report["differing"] else 0


def _request(name: str) -> PriceRequest:
    from terminal.domain.pricing.read_request import (
        REQUEST_BYTES_MAX,
        PriceRequestFileError,
        read_request,
    )

    try:
        if name == _STANDARD_INPUT:
            data = sys.stdin.buffer.read(REQUEST_BYTES_MAX + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(REQUEST_BYTES_MAX + 1)
    except OSError as error:
        raise PriceRequestFileError(
            f"{name} cannot be read ({error.strerror}); nothing was priced"
        ) from error
    return read_request(data)


def _text(basket: PricedBasket) -> list[str]:
    """Return the basket as a table for people."""
    from terminal.domain.money import format_minor

    def money(amount_minor: int) -> str:
        return format_minor(amount_minor, basket.exponent)

    lines: list[str] = []
    for line in basket.lines:
        lines += _line_text(line, money)
    width = max(map(len, lines), default=_NAME_CHARACTERS)
    lines.append("-" * width)
    totals = [("subtotal", basket.subtotal_minor)]
    if basket.discount_minor:
        totals.append(("of which given away", basket.discount_minor))
    if basket.added_tax_minor:
        totals.append(("tax on top", basket.added_tax_minor))
    totals.append((f"total {basket.currency}", basket.total_minor))
    lines += [_row(name, money(amount), width) for name, amount in totals]
    lines += [
        _row(f"{tax.name or tax.tax_id} on {money(tax.taxable_minor)}",
             money(tax.tax_minor), width)
        for tax in basket.taxes
    ]  # fmt: skip
    lines += [
        f"coupon {coupon.code} not used: {coupon.reason}"
        for coupon in basket.refused_coupons
    ]
    if not basket.is_optimal:
        lines.append("the search for the best promotions was cut short")
    return lines


def _line_text(line: PricedLine, money: Callable[[int], str]) -> list[str]:
    from terminal.domain.quantity import format_quantity

    quantity = f"{format_quantity(line.quantity_micro)} {line.unit}"
    price = format_quantity(line.unit_price_micro)
    name = line.description[:_NAME_CHARACTERS]
    source = f" ({line.price_list_id})" if line.price_list_id else ""
    goods = f"{line.sequence:>3} {name:<{_NAME_CHARACTERS}} {quantity:>12} x {price}"
    lines = [f"{goods}{source} = {money(line.amount_minor)}"]
    lines += [
        f"      {modifier.label or modifier.kind.value}: {money(modifier.amount_minor)}"
        for modifier in line.modifiers
    ]
    for why in line.why or ():
        detail = f" ({why.detail})" if why.detail else ""
        lines.append(
            f"      {why.outcome}: {why.label} [{why.promotion_id} v{why.version}]"
            f" {why.reason}{detail}"
        )
    return lines


def _row(name: str, amount: str, width: int) -> str:
    return f"{name} {amount:>{max(0, width - len(name) - 1)}}"
