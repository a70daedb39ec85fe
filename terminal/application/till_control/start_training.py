"""Ask whether training may start at this till."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.standing import require_no_open_transaction, require_session
from terminal.domain.access.permissions import TRAINING_START
from terminal.domain.errors import TrainingTillError


class StartTraining(msgspec.Struct, frozen=True, kw_only=True):
    """Leave the till for a lesson on a training till beside it."""


class StartTrainingHandler(Handler[StartTraining, None]):
    """Lets somebody with the right to it go, but not away from a shopper.

    What is open on the counter is finished first: nobody may mistake the training
    till for the one on which the goods were rung up.
    """

    @override
    def _handle(self, command: StartTraining) -> None:
        with self._ledger.draft() as uow:
            require_session(uow.till.state(), TRAINING_START)
            if uow.store.is_training:
                raise TrainingTillError("this is the training till already")
            require_no_open_transaction(uow)
            uow.commit()
