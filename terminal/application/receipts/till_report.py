"""Builds the papers of X reports and settlements."""

from sync.protocol.completeness import CompletenessReceipt
from sync.protocol.events.till_settled_v1 import TillSettled as TillSettledV1
from sync.protocol.events.till_settled_v2 import TillSettled
from terminal.application.ports.store_settings import StoreSettings
from terminal.application.receipts.document import (
    Align,
    Columns,
    Cut,
    Feed,
    ReceiptDocument,
    Rule,
    TextLine,
)
from terminal.application.receipts.formatting import format_instant
from terminal.application.receipts.paper import paper_of
from terminal.application.receipts.till_figures import (
    TillFigures,
    running_figures,
    settled_figures,
)
from terminal.application.receipts.wording import Wording, wording
from terminal.domain.money import format_minor
from terminal.domain.tender.tender_line_item import CASH
from terminal.domain.till.denominations import currency_exponent
from terminal.domain.till.period_totals import PeriodTotals
from terminal.domain.till.settlement import SettledTender

_Line = TextLine | Columns | Rule


def x_report(
    totals: PeriodTotals,
    store: StoreSettings,
    *,
    business_day: str,
    operator_id: str,
    at_ms: int,
    may_see_expected: bool = True,
) -> ReceiptDocument:
    """Return the paper of an X report: totals so far, nothing reset.

    Without *may_see_expected* nothing is printed from which the content of the
    drawer could be worked out.
    """
    paper = _Paper(running_figures(totals, may_see_expected=may_see_expected), store)
    return paper_of(
        store,
        (
            *_head(paper.words.x_report, store, business_day, operator_id, at_ms),
            *paper.counts(),
            *paper.sums(),
            *paper.drawer(),
            Feed(lines=3),
            Cut(),
        ),
    )


def z_report(
    body: TillSettledV1 | TillSettled,
    store: StoreSettings,
    *,
    copy_number: int = 0,
    proof: CompletenessReceipt | None = None,
) -> ReceiptDocument:
    """Return the paper of a settlement, made from its event.

    A copy is marked and otherwise line by line what the first paper was, but for
    the *proof* that the center may have given meanwhile.
    """
    paper = _Paper(settled_figures(body), store)
    words = paper.words
    mark: tuple[_Line, ...] = ()
    if copy_number:
        text = f"{words.copy} {copy_number}"
        mark = (TextLine(text=text, align=Align.CENTER, is_bold=True),)
    title = f"{words.z_report} {body.z_number}"
    return paper_of(
        store,
        is_copy=bool(copy_number),
        elements=(
            *mark,
            *_head(title, store, body.business_day, body.operator_id, body.at_ms),
            *paper.counts(),
            *paper.sums(),
            *paper.drawer(),
            *paper.count(),
            *paper.result(),
            *paper.end(is_proved=proof is not None),
            *(() if proof is None else paper.proof(proof)),
            Feed(lines=3),
            Cut(),
        ),
    )


def _head(
    title: str, store: StoreSettings, business_day: str, operator_id: str, at_ms: int
) -> tuple[_Line, ...]:
    words = wording(store.receipt_language)
    return (
        *(
            TextLine(text=text, align=Align.CENTER, is_bold=index == 0)
            for index, text in enumerate(store.receipt_head)
        ),
        Rule(),
        TextLine(text=title, align=Align.CENTER, is_bold=True, is_large=True),
        Columns(
            left=store.workstation_name,
            right=format_instant(at_ms, store.time_zone),
        ),
        Columns(
            left=f"{words.operator} {operator_id}",
            right=f"{words.business_day} {business_day}",
        ),
        Rule(),
    )


class _Paper:
    """The parts of a report; each is left out when there is nothing to tell."""

    def __init__(self, figures: TillFigures, store: StoreSettings) -> None:
        self.words: Wording = wording(store.receipt_language)
        self._figures = figures
        self._store = store
        self._movement_names = {
            "loan": self.words.loans,
            "pickup": self.words.pickups,
            "paid_in": self.words.paid_in,
            "paid_out": self.words.paid_out,
            "safe_drop": self.words.safe_drops,
        }

    def counts(self) -> tuple[_Line, ...]:
        """Return how often things happened."""
        words, figures = self.words, self._figures
        rows = (
            (words.transactions, figures.transactions),
            (words.sale_lines, figures.sale_lines),
            (words.return_lines, figures.return_lines),
            (words.voided_lines, figures.voided_lines),
            (words.cancelled, figures.cancelled),
            (words.voids, figures.voided),
            (words.no_sales, figures.no_sales),
            (words.reprints, figures.reprints),
        )
        return (*(Columns(left=name, right=str(count)) for name, count in rows), Rule())

    def sums(self) -> tuple[_Line, ...]:
        """Return what was sold: gross, taxes by rate, returns, discounts."""
        # Not with the module: only reports name taxes by their ids.
        from terminal.domain.catalog.import_rows import tax_rate_id

        words, figures = self.words, self._figures
        lines: list[_Line] = [
            self._money(words.gross, figures.gross_minor, is_bold=True),
            self._money(words.tax, figures.tax_minor),
        ]
        for tax in figures.taxes:
            # An import that knows a percentage alone makes an id of it.
            is_nameless = tax.tax_id == tax_rate_id(tax.rate_ppm)
            name = words.tax if is_nameless else tax.name or tax.tax_id
            rate = _percent(tax.rate_ppm, words)
            if not name.endswith(rate):
                name = f"{name} {rate}"
            taxable = self._text(tax.taxable_minor)
            lines.append(
                Columns(
                    left=f"{name} {words.net} {taxable}",
                    right=self._text(tax.tax_minor),
                    indent=1,
                )
            )
        optional = (
            (words.returns, figures.returns_minor),
            (words.discounts, figures.discounts_minor),
            (words.rounding, figures.rounding_minor),
        )
        lines += [self._money(name, amount) for name, amount in optional if amount]
        return tuple(lines)

    def drawer(self) -> tuple[_Line, ...]:
        """Return the tenders, what moved without a sale, and the expected cash."""
        words, figures = self.words, self._figures
        lines: list[_Line] = [
            self._money(self._method(method), amount)
            for method, amount in figures.tenders_minor or ()
        ]
        lines += [Rule(), self._money(words.loan, figures.loan_minor)]
        for movement in figures.movements or ():
            name = f"{movement.count} {self._movement_names[movement.kind.value]}"
            if movement.method != CASH:
                name = f"{name} {self._method(movement.method)}"
            lines.append(self._money(name, movement.amount_minor, movement.currency))
        if figures.expected_minor is not None:
            lines.append(self._money(words.expected, figures.expected_minor))
            if figures.expected_minor < 0:
                lines.append(TextLine(text=words.negative_drawer, is_bold=True))
        return tuple(lines)

    def count(self) -> tuple[_Line, ...]:
        """Return the pieces that were counted, by face."""
        lines: list[_Line] = []
        for cash in self._figures.cash:
            for face, pieces in cash.denominations:
                name = f"{pieces} x {self._text(face, cash.currency)}"
                row = self._money(name, face * pieces, cash.currency)
                lines.append(Columns(left=row.left, right=row.right, indent=1))
        return tuple(lines)

    def result(self) -> tuple[_Line, ...]:
        """Return what was counted and what is over or short, for every tender."""
        words, figures = self.words, self._figures
        lines: list[_Line] = []
        if figures.uncounted_reason is not None:
            text = f"{words.not_counted}: {figures.uncounted_reason}"
            lines.append(TextLine(text=text, is_bold=True))
        if figures.is_count_stale:
            lines.append(TextLine(text=words.count_stale, is_bold=True))
        if figures.counted_minor is not None:
            lines.append(self._money(words.counted, figures.counted_minor))
        if figures.over_short_minor is not None:
            amount = figures.over_short_minor
            lines.append(self._money(self._over_short(amount), amount, is_bold=True))
        for tender in figures.settled:
            if (tender.method, tender.currency) != (CASH, figures.currency):
                lines += self._tender(tender)
        return tuple(lines)

    def proof(self, proof: CompletenessReceipt) -> tuple[_Line, ...]:
        """Return what the center signed: which till and day, how many, how much."""
        words, store = self.words, self._store
        count = words.confirmed_events.format(proof.count, proof.count)
        return (
            Rule(),
            TextLine(text=words.confirmed, align=Align.CENTER, is_bold=True),
            Columns(
                left=f"{proof.store}/{proof.workstation}", right=proof.business_day
            ),
            Columns(left=count, right=proof.head_hash[:8]),
            self._money("Σ", proof.gross_minor, proof.currency, is_bold=True),
            Columns(
                left=words.confirmed_at,
                right=format_instant(proof.confirmed_at_ms, store.time_zone),
            ),
        )

    def end(self, *, is_proved: bool) -> tuple[_Line, ...]:
        """Return the grand total and what the settlement states beside its sums."""
        words, figures = self.words, self._figures
        lines: list[_Line] = [Rule()]
        if figures.grand_total_before_minor is not None:
            before = figures.grand_total_before_minor
            lines.append(self._money(words.perpetual_before, before))
        if figures.grand_total_minor is not None:
            lines.append(self._money(words.perpetual, figures.grand_total_minor))
        counts = (
            (words.cancelled_at_close, figures.cancelled_at_settlement),
            (words.carried_over, figures.carried_over),
        )
        lines += [
            Columns(left=name, right=str(count)) for name, count in counts if count
        ]
        if figures.day_standing == "overdue":
            lines.append(TextLine(text=words.day_overdue))
        elif figures.day_standing == "ahead":
            lines.append(TextLine(text=words.day_ahead))
        if figures.pending_events is not None and not is_proved:
            lines.append(TextLine(text=words.provisional, is_bold=True))
            pending = str(figures.pending_events)
            lines.append(Columns(left=words.pending, right=pending))
        lines.append(
            Columns(
                left=words.events,
                right=f"{figures.first_seq}-{figures.last_seq} {figures.head_hash[:8]}",
            )
        )
        return tuple(lines)

    def _tender(self, tender: SettledTender) -> tuple[_Line, ...]:
        words, name = self.words, self._method(tender.method)
        if not tender.is_counted:
            text = f"{name} ({words.not_counted})"
            return (self._money(text, tender.expected_minor, tender.currency),)
        over_short = tender.over_short_minor
        return (
            self._money(
                f"{name} {words.expected_other}", tender.expected_minor, tender.currency
            ),
            self._money(
                f"{name} {words.counted_other}", tender.counted_minor, tender.currency
            ),
            self._money(
                f"{name} {self._over_short(over_short)}", over_short, tender.currency
            ),
        )

    def _over_short(self, amount_minor: int) -> str:
        words = self.words
        if amount_minor == 0:
            return words.exact
        return words.over if amount_minor > 0 else words.short

    def _method(self, method: str) -> str:
        return self.words.cash if method == CASH else method

    def _money(
        self,
        label: str,
        amount_minor: int,
        currency: str | None = None,
        *,
        is_bold: bool = False,
    ) -> Columns:
        text = self._text(amount_minor, currency)
        return Columns(left=label, right=text, is_bold=is_bold)

    def _text(self, amount_minor: int, currency: str | None = None) -> str:
        """Return an amount; with the currency's code when it is a foreign one."""
        store = self._store.currency
        if currency is None or currency == store.code:
            return format_minor(amount_minor, store.exponent, self.words.decimal_mark)
        exponent = currency_exponent(currency)
        text = format_minor(amount_minor, exponent, self.words.decimal_mark)
        return f"{currency} {text}"


def _percent(rate_ppm: int, words: Wording) -> str:
    """Return ``20 %`` or ``5.5 %`` for a rate in millionths."""
    whole, rest = divmod(abs(rate_ppm), 10_000)
    digits = f"{rest:04}".rstrip("0")
    text = f"{whole}{words.decimal_mark}{digits}" if digits else str(whole)
    return f"{'-' if rate_ppm < 0 else ''}{text} %"
