"""What every use case has in common: its services and the record of refusals."""

from abc import abstractmethod
from typing import TYPE_CHECKING, Generic, TypeVar

from sync.protocol.events.access_refused_v1 import AccessRefused
from terminal.application.ports.clock import Clock
from terminal.application.ports.id_factory import IdFactory
from terminal.application.ports.pin_hasher import PinHasher
from terminal.application.ports.unit_of_work import Ledger
from terminal.domain.errors import GoodsRefusedError, PermissionRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.application.ports.center import Center
    from terminal.application.ports.devices import DeviceReporter

CommandT = TypeVar("CommandT")
ResultT = TypeVar("ResultT")


class Services:
    """What use cases need from the outside; shared by all of them.

    Attributes:
        devices: Who tells what the devices did; None while there are none.
    """

    __slots__ = (
        "_center",
        "_make_center",
        "clock",
        "devices",
        "ids",
        "ledger",
        "pin_hasher",
    )

    def __init__(
        self,
        ledger: Ledger,
        clock: Clock,
        ids: IdFactory,
        pin_hasher: PinHasher,
        make_center: "Callable[[], Center] | None" = None,
    ) -> None:
        self.ledger = ledger
        self._make_center = make_center
        self._center: Center | None = None
        self.devices: DeviceReporter | None = None
        self.clock = clock
        self.ids = ids
        self.pin_hasher = pin_hasher

    @property
    def center(self) -> "Center":
        """Who is asked about receipts of other tills; made when first asked."""
        if self._center is None:
            from terminal.application.ports.center import NO_CENTER

            make = self._make_center
            self._center = NO_CENTER if make is None else make()
        return self._center


class Handler(Generic[CommandT, ResultT]):
    """Carries out one kind of command in one unit of work.

    Called on the use-case thread. A refusal by rule raises a ``DomainError`` and
    leaves everything as it was; a refusal for want of a permission, or of goods
    that must not be sold, is recorded in a unit of its own before it is raised.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._ledger = services.ledger
        self._clock = services.clock

    def __call__(self, command: CommandT) -> ResultT:
        """Carry out *command*; the result is true only because it is on disk."""
        try:
            return self._handle(command)
        except PermissionRefusedError as refusal:
            self._record_refusal(refusal, type(command).__name__)
            raise
        except GoodsRefusedError as refusal:
            self._record_goods(refusal)
            raise

    def _record_goods(self, refusal: GoodsRefusedError) -> None:
        # Not with the module: few scans are refused.
        from sync.protocol.events.item_refused_v1 import ItemRefused

        details = refusal.details
        with self._ledger.final() as uow:
            state = uow.till.state()
            assert state.session is not None
            basket = uow.baskets.open_basket()
            uow.events.append(
                ItemRefused(
                    operator_id=state.session.operator_id,
                    session_id=state.session.session_id,
                    reason=refusal.code,
                    item_id=str(details["item_id"]),
                    scan_code=str(details["scan_code"]),
                    description=str(details["description"]),
                    lot=_text(details.get("lot")),
                    expires_on=_text(details.get("expires_on")),
                    transaction_id=None if basket is None else basket.transaction_id,
                    at_ms=self._clock.wall_ms(),
                ),
                business_day=(
                    state.business_day.business_day if state.business_day else None
                ),
            )
            uow.commit()

    @abstractmethod
    def _handle(self, command: CommandT) -> ResultT: ...

    def _record_refusal(self, refusal: PermissionRefusedError, command: str) -> None:
        with self._ledger.final() as uow:
            state = uow.till.state()
            # Only somebody who is signed on can lack a permission.
            assert state.session is not None
            uow.events.append(
                AccessRefused(
                    # Whoever was refused: the operator, or who was to approve.
                    operator_id=str(
                        refusal.details.get("operator_id", state.session.operator_id)
                    ),
                    session_id=state.session.session_id,
                    permission=str(refusal.details["permission"]),
                    command=command,
                    at_ms=self._clock.wall_ms(),
                ),
                business_day=(
                    state.business_day.business_day if state.business_day else None
                ),
            )
            uow.commit()


def _text(value: str | int | None) -> str | None:
    return None if value is None else str(value)
