"""Record what the sync agent wants in the ledger, and do what it asks."""

import msgspec
from typing_extensions import override

from structs.decoding import decode_json
from sync.protocol.events.request_recorded_v1 import RequestRecorded
from terminal.application.handler import Handler
from terminal.application.ports.unit_of_work import Events, PartingPoint

REHOME_WANTED = "rehome_wanted"
EPOCH_UNKNOWN = "epoch_unknown"


class RecordRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the agent's requests; asked again it is recorded only once."""

    request_id: str
    kind: str
    detail: str


class _Parting(msgspec.Struct):
    """What the agent found out about an epoch; see `RaiseRequest`."""

    epoch: str
    center_seq: int
    common_seq: int = 0
    common_hash: str = ""


class RecordRequestHandler(Handler[RecordRequest, bool]):
    """Records the request once; False when it was recorded already.

    A request to leave an epoch is carried out in the same commit.  An open
    transaction goes on: it gets its number, of the new series, when it ends.
    """

    @override
    def _handle(self, command: RecordRequest) -> bool:
        with self._ledger.final() as uow:
            if uow.events.is_request_recorded(command.request_id):
                return False
            _carry_out(command, uow.events)
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


def _carry_out(command: RecordRequest, events: Events) -> None:
    """Do what is asked; a request that no longer fits this ledger asks nothing.

    It may be of before a restore: the agent looks again and asks anew.
    """
    if command.kind not in {REHOME_WANTED, EPOCH_UNKNOWN}:
        return
    try:
        found = decode_json(command.detail, _Parting)
    except msgspec.DecodeError:
        return
    if command.kind == EPOCH_UNKNOWN:
        events.give_up_epochs(found.epoch, found.center_seq)
        return
    events.leave_epoch(
        PartingPoint(
            epoch=found.epoch,
            seq=found.common_seq,
            hash=found.common_hash,
            center_seq=found.center_seq,
        )
    )
