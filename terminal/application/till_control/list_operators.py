"""List the operators who may sign on."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.till_control.till_view import OperatorView
from terminal.domain.access.sign_on_delay import remaining_ms


class ListOperators(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the names on the sign-on screen."""


class ListOperatorsHandler(Handler[ListOperators, tuple[OperatorView, ...]]):
    """Reads the active operators and how long each must wait."""

    @override
    def _handle(self, command: ListOperators) -> tuple[OperatorView, ...]:
        wall_ms = self._clock.wall_ms()
        monotonic_ms = self._clock.monotonic_ms()
        boot_id = self._clock.boot_id
        with self._ledger.draft() as uow:
            views = tuple(
                OperatorView(
                    operator_id=record.operator_id,
                    name=record.name,
                    role=record.role,
                    language=record.language,
                    wait_ms=remaining_ms(
                        uow.till.sign_on_failures(record.operator_id),
                        wall_ms=wall_ms,
                        monotonic_ms=monotonic_ms,
                        boot_id=boot_id,
                    ),
                )
                for record in uow.operators.list_active()
            )
            uow.commit()
        return views
