"""From the answers of the first-start screens to the home they describe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from terminal.ui.view_models.first_start_view_model import FirstStartAnswers


def make_answered_home(home_path: Path, answers: FirstStartAnswers) -> str:
    """Make the home that the first-start screens describe; return its recovery code.

    Takes seconds; not for the GUI thread.
    """
    from structs.decoding import convert
    from terminal.bootstrap.new_home import make_home
    from terminal.settings.answers import InitAnswers

    head = [part.strip() for part in answers.receipt_head.split("|") if part.strip()]
    given = convert(
        {
            "store": {
                "name": answers.store_name.strip(),
                "currency": answers.currency.upper(),
                "tax_mode": answers.tax_mode,
                "time_zone": answers.time_zone or None,
                "day_cutover": answers.day_cutover,
                "receipt_head": head or [answers.store_name.strip()],
                "language": answers.language,
            },
            **(_center_part(answers) if answers.joins_center else _own_part(answers)),
            "key_store": answers.key_store,
            "demo": answers.is_demo,
        },
        InitAnswers,
    )
    return make_home(home_path, given).recovery_code


def _center_part(answers: FirstStartAnswers) -> dict[str, object]:
    """Return the answers that only a till of a center gives."""
    return {
        "central": {
            "url": answers.central_url.strip(),
            "code": answers.central_code.strip(),
        }
    }


def _own_part(answers: FirstStartAnswers) -> dict[str, object]:
    """Return the answers that a center would give: which till, and who signs on."""
    return {
        "workstation": {
            "tenant": "evertill",
            "store": answers.store.strip(),
            "workstation": answers.workstation.strip(),
        },
        "operator": {
            "operator_id": answers.operator_id,
            "name": answers.operator_name.strip(),
            "pin": answers.operator_pin,
            "language": answers.language,
        },
    }
