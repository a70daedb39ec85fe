"""Checks who somebody is by operator id and PIN, and slows down who guesses.

Signing on and approving go through here alone: one count of failures an operator,
one delay, one record in the ledger.
"""

from typing import Final, Literal

import msgspec

from sync.protocol.events.operator_sign_on_failed_v1 import OperatorSignOnFailed
from terminal.application.handler import Services
from terminal.application.ports.operators import OperatorRecord
from terminal.domain.access.sign_on_delay import SignOnFailures, delay_ms, remaining_ms
from terminal.domain.errors import SignOnDelayedError
from terminal.domain.plain_text import made_plain

OPERATOR_ID_LENGTH_MAX: Final = 64
PIN_LENGTH_MAX: Final = 64

Fault = Literal["pin", "unknown", "inactive"]


class NotIdentified(msgspec.Struct, frozen=True, kw_only=True):
    """Operator and PIN do not go together; the failure is in the ledger.

    Attributes:
        wait_ms: How long the next attempt must wait.
    """

    wait_ms: int


def identify(
    services: Services, operator_id: str, pin: str
) -> OperatorRecord | NotIdentified:
    """Return the active operator to whom the PIN belongs.

    Opens units of its own: the hash takes 50-100 ms and holds no unit meanwhile.

    Raises:
        SignOnDelayedError: too many failures; not even the right PIN is looked at.
    """
    known_as = _recordable(operator_id)
    with services.ledger.draft() as uow:
        record = uow.operators.find(known_as)
        failures = uow.till.sign_on_failures(known_as)
        uow.commit()
    _require_no_delay(services, failures)
    fault = _fault_of(services, record, pin)
    if record is not None and fault is None:
        return record
    with services.ledger.final() as uow:
        day = uow.till.state().business_day
        uow.events.append(
            OperatorSignOnFailed(
                operator_id=known_as,
                reason=fault or "unknown",
                failures=failures.count + 1,
                at_ms=services.clock.wall_ms(),
            ),
            business_day=None if day is None else day.business_day,
        )
        uow.commit()
    return NotIdentified(wait_ms=delay_ms(failures.count + 1))


def _require_no_delay(services: Services, failures: SignOnFailures) -> None:
    wait_ms = remaining_ms(
        failures,
        wall_ms=services.clock.wall_ms(),
        monotonic_ms=services.clock.monotonic_ms(),
        boot_id=services.clock.boot_id,
    )
    if wait_ms > 0:
        # Not recorded again: otherwise a key held down would fill the disk.
        raise SignOnDelayedError(
            f"too many failures; try again in {-(-wait_ms // 1000)} s",
            wait_ms=wait_ms,
        )


def _fault_of(
    services: Services, record: OperatorRecord | None, pin: str
) -> Fault | None:
    if record is None:
        return "unknown"
    if len(pin) > PIN_LENGTH_MAX:
        return "pin"
    if not services.pin_hasher.verify(record.pin_hash, pin):
        return "pin"
    # After the PIN, so that nobody learns who works here no more.
    return None if record.is_active else "inactive"


def _recordable(operator_id: str) -> str:
    """Return the id as a failure may be recorded with: plain and bounded."""
    return made_plain(operator_id.strip()[:OPERATOR_ID_LENGTH_MAX])
