"""Names, PIN and patience."""

from __future__ import annotations

import pytest

from terminal.application.ports.devices import CardUse, ShownCard
from terminal.ui.support.error_messages import Refusal
from terminal.ui.support.work_queue import ImmediateWorkQueue
from terminal.ui.view_models.sign_on_view_model import SignOnViewModel
from tests.fakes.held_work_queue import HeldWorkQueue
from tests.fakes.reference_data import OPERATORS, MemoryOperators
from tests.fakes.till import MemoryTill


@pytest.fixture
def sign_on() -> SignOnViewModel:
    model = SignOnViewModel(ImmediateWorkQueue(MemoryTill().use_cases))
    model.load()
    return model


def _type(model: SignOnViewModel, pin: str) -> None:
    for digit in pin:
        model.type_digit(digit)


def test_only_active_operators_are_offered_and_the_first_is_chosen(
    sign_on: SignOnViewModel,
) -> None:
    assert [operator.name for operator in sign_on.operators] == ["Carla", "Mani"]
    assert sign_on.chosen is sign_on.operators[0]


def test_the_last_digit_signs_on(sign_on: SignOnViewModel) -> None:
    signed_on: list[object] = []
    sign_on.signed_on.connect(signed_on.append)

    sign_on.choose("m1")
    _type(sign_on, "999999")

    assert len(signed_on) == 1
    assert sign_on.session is not None
    assert sign_on.session.name == "Mani"


def test_a_wrong_pin_is_forgotten_and_makes_the_next_one_wait(
    sign_on: SignOnViewModel,
) -> None:
    refused: list[Refusal] = []
    lengths: list[int] = []
    sign_on.refused.connect(refused.append)
    sign_on.pin_changed.connect(lengths.append)

    _type(sign_on, "000000")

    assert refused[0].code == "sign_on_refused"
    assert lengths[-1] == 0
    assert sign_on.wait_s >= 1

    sign_on.type_digit("1")
    assert lengths[-1] == 0


def test_digits_can_be_taken_back(sign_on: SignOnViewModel) -> None:
    lengths: list[int] = []
    sign_on.pin_changed.connect(lengths.append)

    _type(sign_on, "12")
    sign_on.erase_digit()

    assert lengths == [1, 2, 1]


def test_choosing_goes_round_and_forgets_the_digits(sign_on: SignOnViewModel) -> None:
    lengths: list[int] = []
    sign_on.pin_changed.connect(lengths.append)
    _type(sign_on, "12")

    sign_on.choose_next(1)
    sign_on.choose_next(1)

    assert sign_on.chosen is sign_on.operators[0]
    assert lengths[-1] == 0


def test_signing_off_offers_the_names_again(sign_on: SignOnViewModel) -> None:
    _type(sign_on, "111111")
    left: list[bool] = []
    sign_on.signed_off.connect(lambda: left.append(True))

    sign_on.sign_off()

    assert left == [True]
    assert sign_on.session is None


def test_a_badge_chooses_its_operator_and_the_pin_is_asked(
    sign_on: SignOnViewModel,
) -> None:
    sign_on.show_card(ShownCard("badges", "badge", "m1"))

    assert sign_on.chosen is not None
    assert sign_on.chosen.name == "Mani"
    assert sign_on.session is None
    _type(sign_on, "999999")
    assert sign_on.session is not None


@pytest.mark.parametrize(
    ("use", "title"),
    [
        ("badge", "Nobody here has this badge"),
        ("member", "This card is no badge of this shop"),
        ("forged", "This badge is of another shop, or a copy"),
        ("unreadable", "The card could not be read"),
    ],
)
def test_other_cards_choose_nobody(
    sign_on: SignOnViewModel, use: CardUse, title: str
) -> None:
    refused: list[Refusal] = []
    sign_on.refused.connect(refused.append)
    chosen = sign_on.chosen

    sign_on.show_card(ShownCard("badges", use, "m2"))

    assert [refusal.title for refusal in refused] == [title]
    assert sign_on.chosen is chosen


def test_a_badge_changes_nothing_while_somebody_is_signed_on(
    sign_on: SignOnViewModel,
) -> None:
    sign_on.choose("m1")
    _type(sign_on, "999999")
    chosen = sign_on.chosen

    sign_on.show_card(ShownCard("badges", "badge", "c1"))

    assert sign_on.chosen is chosen


def test_while_a_pin_is_checked_nobody_else_can_be_chosen() -> None:
    queue = HeldWorkQueue(MemoryTill().use_cases)
    model = SignOnViewModel(queue)
    model.load()
    wrong = model.chosen
    queue.is_held = True

    _type(model, "000000")
    model.choose("m1")
    queue.run()

    # The wait is the one's whose PIN was wrong.
    assert model.chosen is wrong
    assert model.wait_s >= 1


def test_who_may_not_sign_on_any_more_is_chosen_no_more() -> None:
    till = MemoryTill()
    model = SignOnViewModel(ImmediateWorkQueue(till.use_cases))
    model.load()
    first, other = model.operators
    till.ledger.operators = MemoryOperators(
        tuple(each for each in OPERATORS if each.operator_id != first.operator_id)
    )

    model.load()

    assert model.chosen == other
    model.choose_next(1)
    assert model.chosen == other
