"""Asks for what a refused command lacked, and sends it again with the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from terminal.ui.screens.cashier.flows.counter import Counter
from terminal.ui.support.error_messages import Refusal, explain
from terminal.ui.support.money_text import minor_to_micro
from terminal.ui.support.translation import tr
from terminal.ui.view_models.commands import Question

if TYPE_CHECKING:
    from terminal.application.ports.weighing import LiveWeight, WeighedGoods
    from terminal.ui.screens.cashier.panels.number_panel import NumberQuestion

_MICRO: Final = 1_000_000
_MILLI: Final = 1_000
_WEIGHT_DECIMALS: Final = 3
_MARK_LENGTH_MAX: Final = 40
_DATE_DIGITS: Final = 8
# What a rule says that recalls every lot.
_EVERY_LOT: Final = "*"


class PromptFlows(QObject):
    """The questions that the codes of refusals ask for.

    One at a time: until it is answered or left by Esc, scans are not rung up, so
    that nothing on the counter is lost between two questions.
    """

    def __init__(self, counter: Counter, settle_again: Callable[[Question], None]):
        super().__init__(counter)
        self._counter = counter
        self._settle_again = settle_again
        self._asks: dict[str, Callable[[Question], None]] = {
            "price_required": self._ask_price,
            "weight_required": self._ask_weight,
            "serial_required": self._ask_serial,
            "lot_required": self._ask_lot,
            "age_check_required": self._ask_age,
            "permission_refused": self._ask_approval,
            "above_limit": self._ask_approval,
            "approval_refused": self._ask_approval,
            "drawer_exceeded": self._ask_confirmation,
            "business_day_unlikely": self._ask_confirmation,
            "count_required": settle_again,
            "suspended_transactions": settle_again,
        }

    def ask(self, question: Question) -> None:
        """Ask what the refusal wants to know."""
        self._counter.screen.clear_notice()
        self._asks[question.error.code](question)
        self._counter.is_asking = True

    def stop(self, refusal: Refusal) -> None:
        """Say that goods are stopped, until somebody has read it."""
        from terminal.ui.screens.cashier.panels.choice_panel import (
            Choice,
            ChoiceQuestion,
        )

        name = str(refusal.values.get("description", ""))
        facts = []
        if expires := refusal.values.get("expires_on"):
            facts.append(tr("Expired {date}", date=expires))
        lot = refusal.values.get("lot")
        if lot and lot != _EVERY_LOT:
            facts.append(tr("Lot {lot}", lot=lot))
        question = ChoiceQuestion(
            title=tr("Stopped"),
            cause=refusal.title,
            statement=name,
            hint=" · ".join([*facts, refusal.detail]),
            tone="failure",
            icon="stop",
            choices=(Choice(tr("Set aside"), "primary"),),
        )
        self._choose(question, lambda _: self._counter.close())
        self._counter.is_asking = True

    def _ask_price(self, question: Question) -> None:
        from terminal.ui.screens.cashier.panels.number_panel import NumberQuestion

        exponent = self._counter.exponent

        def answer(value: int) -> None:
            self._counter.close()
            question.answer(keyed_price_micro=minor_to_micro(value, exponent))

        asked = NumberQuestion(
            title=tr("This item has no fixed price"),
            caption=tr("Price"),
            decimals=exponent,
            symbol=self._counter.symbol,
            minimum=1,
        )
        self._counter.ask_number(asked, answer)

    def _ask_weight(self, question: Question, tare_milli: int | None = None) -> None:
        from terminal.ui.screens.cashier.panels.number_panel import NumberQuestion

        def answer(value: int) -> None:
            self._counter.close()
            answers: dict[str, object] = {
                "gross_weight_micro": value * _MILLI,
                "weight_source": "keyed",
            }
            if tare_milli is not None:
                answers["tare_micro"] = tare_milli * _MILLI
            question.answer(**answers)

        def change_tare() -> None:
            self._ask_tare(question)
            self._counter.is_asking = True

        if tare_milli is None:
            hint = tr("Weigh with the packing: the usual tare is taken off.")
        else:
            tare = f"{tare_milli / 1000:.3f}"
            hint = tr("Weigh with the packing: {tare} is taken off.", tare=tare)
        asked = NumberQuestion(
            title=tr("This item is sold by weight"),
            caption=tr("Weight"),
            decimals=_WEIGHT_DECIMALS,
            hint=hint,
            minimum=1,
            other=tr("Other tare"),
        )
        goods = self._weighed_goods(question, tare_milli)
        if goods is None:
            self._counter.ask_number(asked, answer, change_tare)
        else:
            self._weigh(question, goods, tare_milli, asked, answer, change_tare)

    def _weighed_goods(
        self, question: Question, tare_milli: int | None
    ) -> WeighedGoods | None:
        """Return what the scale must know; None when only a person can weigh it."""
        from terminal.application.ports.weighing import WeighedGoods
        from terminal.domain.catalog.weight_units import grams_of_micro

        details = question.error.details
        unit = str(details.get("unit", ""))
        usual = details.get("tare_micro", 0)
        tare_micro = usual if tare_milli is None else tare_milli * _MILLI
        assert isinstance(tare_micro, int)
        tare_grams = grams_of_micro(tare_micro, unit)
        if self._counter.weighing is None or tare_grams is None:
            return None
        price = getattr(question.command, "keyed_price_micro", None)
        price = price or details.get("unit_price_micro", 0)
        assert isinstance(price, int)
        minor, rest = divmod(price * 10**self._counter.exponent, _MICRO)
        # Scales that compute show prices of a kilogram only.
        is_shown = unit == "kg" and not rest
        return WeighedGoods(minor if is_shown else 0, tare_grams)

    def _weigh(
        self,
        question: Question,
        goods: WeighedGoods,
        tare_milli: int | None,
        asked: NumberQuestion,
        answer: Callable[[int], None],
        change_tare: Callable[[], None],
    ) -> None:
        from terminal.domain.catalog.weight_units import micro_of_grams
        from terminal.ui.screens.cashier.panels.weight_panel import WeightPanel

        def take(weight: LiveWeight) -> None:
            assert weight.grams is not None
            unit = str(question.error.details.get("unit", ""))
            answers: dict[str, object] = {
                "gross_weight_micro": micro_of_grams(weight.grams, unit),
                "weight_source": "scale",
            }
            if weight.is_net:
                # The scale has taken the packing off; it goes off once only.
                answers["tare_micro"] = 0
            elif tare_milli is not None:
                answers["tare_micro"] = tare_milli * _MILLI
            self._counter.close()
            question.answer(**answers)

        assert self._counter.weighing is not None
        panel = self._counter.open(WeightPanel)
        panel.weigh(self._counter.weighing, goods, asked, answer, take, change_tare)

    def _ask_tare(self, question: Question) -> None:
        from terminal.ui.screens.cashier.panels.number_panel import NumberQuestion

        def answer(value: int) -> None:
            self._ask_weight(question, value)
            self._counter.is_asking = True

        asked = NumberQuestion(
            title=tr("Weight of the packing"),
            caption=tr("Tare"),
            decimals=_WEIGHT_DECIMALS,
            confirm=tr("Go on"),
        )
        self._counter.ask_number(asked, answer)

    def _ask_serial(self, question: Question) -> None:
        self._ask_mark(question, "serial", tr("Serial number"))

    def _ask_lot(self, question: Question) -> None:
        self._ask_mark(question, "lot", tr("Lot"))

    def _ask_mark(self, question: Question, field: str, caption: str) -> None:
        from terminal.ui.screens.cashier.panels.text_panel import TextQuestion

        refusal = explain(question.error)

        def answer(text: str) -> None:
            self._counter.close()
            question.answer(**{field: text})

        asked = TextQuestion(
            title=refusal.title,
            caption=caption,
            confirm=tr("OK"),
            hint=refusal.detail,
            length_max=_MARK_LENGTH_MAX,
        )
        self._counter.ask_text(asked, answer)

    def _ask_age(self, question: Question) -> None:
        from terminal.ui.screens.cashier.panels.choice_panel import (
            Choice,
            ChoiceQuestion,
        )

        details = question.error.details
        years = str(details.get("minimum_age", ""))
        born = str(details.get("born_until", ""))

        def choose(place: int) -> None:
            if place == 0:
                self._counter.close()
                question.answer(age_confirmed=True)
            elif place == 1:
                self._ask_birth_date(question)
                self._counter.is_asking = True
            else:
                self._counter.close()

        asked = ChoiceQuestion(
            title=tr("Age check"),
            cause=tr("From {years} years on", years=years),
            statement=tr("Born {date} or before?", date=born),
            hint=tr("Look at the customer's document."),
            tone="attention",
            icon="badge",
            choices=(
                Choice(tr("Old enough"), "primary"),
                Choice(tr("Key the date of birth"), "secondary"),
                Choice(tr("Do not sell it"), "danger"),
            ),
        )
        self._choose(asked, choose)

    def _ask_birth_date(self, question: Question) -> None:
        from terminal.ui.screens.cashier.panels.text_panel import TextQuestion

        def answer(text: str) -> None:
            self._counter.close()
            question.answer(birth_date=iso_date(text))

        asked = TextQuestion(
            title=tr("Date of birth"),
            caption=tr("Year, month, day: 19990131"),
            confirm=tr("OK"),
            hint=tr("Key it as it stands on the document."),
            length_max=10,
        )
        self._counter.ask_text(asked, answer)

    def _ask_approval(self, question: Question) -> None:
        from terminal.application.approval import Approval
        from terminal.ui.screens.cashier.panels.approval_panel import ApprovalPanel

        def approve(operator_id: str, pin: str) -> None:
            self._counter.close()
            question.answer(approval=Approval(operator_id=operator_id, pin=pin))

        session = self._counter.till.state and self._counter.till.state.session
        given = getattr(question.command, "approval", None)
        panel = self._counter.screen.panel_of(ApprovalPanel)
        panel.ask(
            what=permission_text(str(question.error.details.get("permission", ""))),
            refusal=explain(question.error) if given is not None else None,
            chosen=given.operator_id if given is not None else "",
            not_this=session.operator_id if session else "",
            answer=approve,
        )
        self._counter.open(ApprovalPanel)
        self._counter.till.list_operators()

    def _ask_confirmation(self, question: Question) -> None:
        from terminal.ui.screens.cashier.panels.choice_panel import (
            Choice,
            ChoiceQuestion,
        )

        refusal = explain(question.error)

        def choose(place: int) -> None:
            self._counter.close()
            if place == 0:
                question.answer(is_confirmed=True)

        asked = ChoiceQuestion(
            title=tr("Please confirm"),
            cause=refusal.title,
            statement="",
            hint=refusal.detail,
            tone="attention",
            icon="alert",
            choices=(
                Choice(tr("Record it all the same"), "secondary"),
                Choice(tr("Back"), "primary"),
            ),
        )
        self._choose(asked, choose)

    def _choose(self, question: object, answer: Callable[[int], None]) -> None:
        from terminal.ui.screens.cashier.panels.choice_panel import (
            ChoicePanel,
            ChoiceQuestion,
        )

        assert isinstance(question, ChoiceQuestion)
        self._counter.open(ChoicePanel).ask(question, answer)


def iso_date(text: str) -> str:
    """Return eight digits as a date with hyphens; anything else as it was keyed."""
    if len(text) == _DATE_DIGITS and text.isdigit():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text


def permission_text(permission: str) -> str:
    """Return what a permission lets somebody do, for the one who approves."""
    texts = {
        "sell": tr("Sell goods"),
        "price.key": tr("Ring up at a keyed price"),
        "weight.key": tr("Key a weight"),
        "price.override": tr("Change the price of a line"),
        "price.below_cost": tr("Sell below cost"),
        "discount.give": tr("Give a discount"),
        "department.sell": tr("Ring up on a department"),
        "tax.exempt": tr("Sell without tax"),
        "transaction.void": tr("Void a finished sale"),
        "return.without_receipt": tr("Take goods back without a receipt"),
        "drawer.no_sale": tr("Open the drawer"),
        "till.loan": tr("Loan"),
        "till.pickup": tr("Pickup"),
        "till.paid_in": tr("Paid in"),
        "till.paid_out": tr("Paid out"),
        "till.safe_drop": tr("Safe drop"),
        "till.void_control": tr("Void a movement of the till"),
    }
    return texts.get(permission, permission)
