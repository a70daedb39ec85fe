"""One till becomes two: its disk and its key store run in a second computer as well.

Nobody knows it until the center has heard both. Then a person goes to each device and
types `sync enrol CODE`: the first keeps its place, the second gets a new one. A person
goes there again when the center was restored from before that.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sync.central.errors import RefusedError
from sync.engine.causes import Cause
from sync.protocol.messages import Enrol
from sync.protocol.succession import HeldStream, KeySuccession
from terminal.replication.enrolment import Enrolment
from terminal.replication.errors import BusyError, SyncError
from terminal.replication.plain_words import error_of
from tests.simulation.center import KEY, TENANT, Center
from tests.simulation.network import Network
from tests.simulation.record import Sale
from tests.simulation.till import Till
from tests.simulation.world import Violation, World

_ANSWER_LOST_CHANCE: Final = 0.3


class Twins:
    """Two devices that were one till.

    Attributes:
        devices: The till, and the copy of it.
    """

    def __init__(
        self,
        world: World,
        network: Network,
        center: Center,
        till: Till,
        folder: Path,
        new_name: str,
    ) -> None:
        self._world = world
        self._network = network
        self._center = center
        self._old_name, self._old_key = till.name, till.keys.signing_public
        copy = till.clone(folder)
        self.devices = (till, copy)
        self._places = {till.label: till.name, copy.label: new_name}
        self._codes: dict[str, str] = {}
        center.cloned.add(self._old_name)
        world.count("clones")
        world.note(till.label, "cloned")

    @property
    def are_parted(self) -> bool:
        """Whether each device has a key of its own, and the center knows it."""
        return not any(map(self._needs_key, self.devices))

    def look(self) -> None:
        """Do what a person does who sees that a device is not let in."""
        for device in self.devices:
            if self._center.is_up and self._needs_key(device) and self._is_out(device):
                self._join(device)
        if self.are_parted:
            self._center.cloned.discard(self._old_name)

    def enrol_old_key(self) -> None:
        """Do what a restored backup undid of a till that is still two devices."""
        self._center.cloned.add(self._old_name)
        if self._center.is_alarmed(self._old_name, self._old_key):
            return
        for device in self.devices:
            if not device.keys_taken:
                self._center.enrol(device.name, device.store, self._old_key)

    def _needs_key(self, device: Till) -> bool:
        return not device.keys_taken or not self._center.knows(
            device.name, device.keys.signing_public
        )

    def _is_out(self, device: Till) -> bool:
        """Tell whether the device is refused, so that somebody goes to it."""
        if device.keys_taken:
            return True
        return self._center.is_alarmed(self._old_name, self._old_key) or any(
            other.keys_taken for other in self.devices
        )

    def _join(self, device: Till) -> None:
        place = self._places[device.label]
        code = self._codes.get(device.label)
        if code is None:
            code = self._center.new_code(place, device.store)
            self._codes[device.label] = code

        def enrol(
            url: str,
            code: str,
            public_key: bytes,
            *,
            epoch: str,
            succession: KeySuccession | None = None,
            streams: tuple[HeldStream, ...] = (),
            earlier: tuple[KeySuccession, ...] = (),
        ) -> Enrolment:
            del url
            if device.label in self._network.cut_off or self._center.is_faulty:
                raise BusyError("the center does not answer")
            asked = Enrol(
                code=code,
                public_key=public_key,
                epoch=epoch,
                succession=succession,
                streams=streams,
                earlier=earlier,
            )
            try:
                enrolled = self._center.take_in(asked)
            except RefusedError as error:
                raise error_of(Cause.REFUSED, str(error)) from error
            if self._network.plan is not None and self._world.chance(
                _ANSWER_LOST_CHANCE
            ):
                self._world.count("enrolments_unheard")
                raise BusyError("the answer was lost")
            return Enrolment(
                tenant=TENANT,
                store=enrolled.store,
                workstation=enrolled.workstation,
                name=enrolled.name,
                central_public_key=KEY.public_key,
                known=enrolled.known,
            )

        try:
            device.join_again(enrol, code)
        except BusyError:
            self._world.note(device.label, "did not join yet")
        except SyncError as error:
            # A code is forgotten by a center that was restored; ask for another one.
            if "unknown" not in str(error):
                raise Violation("clone", f"{device.label} may not join: {error}") from (
                    error
                )
            del self._codes[device.label]
        else:
            if device.name != place:
                raise Violation("clone", f"{device.label} became {device.name}")
            del self._codes[device.label]
        device.revive()


def every_sale(tills: list[Till]) -> list[Sale]:
    """Return each sale once, whatever devices remember it.

    What two devices remember is here if one of them has it. It is known to be lost if
    one of them knows it, which then names it.
    """
    found: dict[str, Sale] = {}
    for till in tills:
        for sale in till.sales:
            before = found.get(sale.event_id)
            says_more = sale.is_here or sale.is_known_lost
            if before is None or (says_more and not before.is_here):
                found[sale.event_id] = sale
    return list(found.values())
