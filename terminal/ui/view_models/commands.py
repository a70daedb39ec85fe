"""Sends commands to use cases, and lets a refused one be sent again with an answer.

A use case that lacks something refuses with a code that says what.  Whoever shows the
screen asks for it and gives the answer to the question, which repeats the command
with it; nothing was stored meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec
from PySide6.QtCore import QObject, Signal

from terminal.domain.errors import DomainError
from terminal.ui.support.error_messages import explain
from terminal.ui.support.work_queue import WorkQueue

_ANSWERED_BY: Final = {
    "price_required": "keyed_price_micro",
    "weight_required": "gross_weight_micro",
    "serial_required": "serial",
    "lot_required": "lot",
    "age_check_required": "age_confirmed",
    "permission_refused": "approval",
    "above_limit": "approval",
    "approval_refused": "approval",
    "drawer_exceeded": "is_confirmed",
    "business_day_unlikely": "is_confirmed",
    "count_required": "uncounted_reason",
    "suspended_transactions": "suspended",
}


class Question(msgspec.Struct, frozen=True):
    """A command that was refused for want of an answer.

    Attributes:
        command: As it was refused.
        error: Its code says what is wanted.
        send: Sends another command in place of the refused one.
    """

    command: Any
    error: DomainError
    send: Callable[[Any], None]

    def answer(self, **answers: object) -> None:
        """Send the command again with *answers*."""
        self.send(msgspec.structs.replace(self.command, **answers))


class CommandSender(QObject):
    """Base of the view-models that send commands.

    Signals:
        refused: A Refusal for the operator.
        questioned: A Question that the operator can answer.
    """

    refused = Signal(object)
    questioned = Signal(object)

    def __init__(self, queue: WorkQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue

    def send(
        self,
        verb: str,
        command: Any,
        done: Callable[[Any], None],
        refused: Callable[[], None] | None = None,
    ) -> None:
        """Send *command* to the use case *verb*.

        Args:
            verb: Name in ``UseCases``.
            command: What to carry out.
            done: Gets the answer.
            refused: Called after a refusal or question was told.
        """

        def refuse(error: Exception) -> None:
            if isinstance(error, DomainError) and is_answerable(command, error):
                self.questioned.emit(
                    Question(
                        command,
                        error,
                        lambda again: self.send(verb, again, done, refused),
                    )
                )
            else:
                self.refused.emit(explain(error))
            if refused is not None:
                refused()

        self._queue.submit(lambda use: getattr(use, verb)(command), done, refuse)


def is_answerable(command: object, error: DomainError) -> bool:
    """Tell whether *command* can bring what *error* asks for."""
    field = _ANSWERED_BY.get(error.code)
    return field is not None and hasattr(command, field)
