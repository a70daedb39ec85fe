"""Record what the sync agent wants in the ledger."""

import msgspec
from typing_extensions import override

from sync.protocol.events.request_recorded_v1 import RequestRecorded
from terminal.application.handler import Handler


class RecordRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the agent's requests; asked again it is recorded only once."""

    request_id: str
    kind: str
    detail: str


class RecordRequestHandler(Handler[RecordRequest, bool]):
    """Records the request once; False when it was recorded already."""

    @override
    def _handle(self, command: RecordRequest) -> bool:
        with self._ledger.final() as uow:
            if uow.events.is_request_recorded(command.request_id):
                return False
            day = uow.till.state().business_day
            uow.events.append(
                RequestRecorded(
                    request_id=command.request_id,
                    kind=command.kind,
                    detail=command.detail,
                    at_ms=self._clock.wall_ms(),
                ),
                business_day=None if day is None else day.business_day,
            )
            uow.commit()
        return True
