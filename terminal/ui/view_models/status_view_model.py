"""The state of sync and devices as the bars show it.

Healthy is quiet: offline is amber only after a minute with something waiting,
because being offline is normal here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from terminal.ui.support.translation import tr

if TYPE_CHECKING:
    from terminal.application.ports.devices import DeviceStatus

_AMBER_AFTER_MS: Final = 60_000
_MINUTE_MS: Final = 60_000
_MINUTES_OF_HOUR: Final = 60
_MINUTES_OF_DAY: Final = 1_440


class SyncState(msgspec.Struct, frozen=True):
    """What the sync agent told last.

    Attributes:
        is_enabled: This till has a center; a stand-alone one shows "Stand-alone".
        waiting: Events that are not acknowledged.
        held: Events that the center put aside for a decision.
        oldest_at_ms: Wall clock of the oldest waiting event.
        is_sending: A batch is on its way.
        cause: Why nothing is sent, in plain words; empty when all is well.
        last_ok_at_ms: Wall clock of the last answer of the center.
        waiting_gross_minor: Money in the waiting events.
    """

    is_enabled: bool = True
    waiting: int = 0
    held: int = 0
    oldest_at_ms: int | None = None
    is_sending: bool = False
    cause: str = ""
    last_ok_at_ms: int | None = None
    waiting_gross_minor: int = 0


class SyncFace(msgspec.Struct, frozen=True):
    """How the sync pill looks: kind of key, icon and one or two lines of text."""

    kind: str
    icon: str
    text: str


class DeviceFace(msgspec.Struct, frozen=True):
    """How one device looks.

    Attributes:
        kind: The device category, which chooses the icon.
        state: ``ready``, ``attention`` or ``failed``.
        title: What is the matter, as the title of a notice.
        remedy: What to do about it; empty when it is ready.
    """

    device_id: str
    kind: str
    state: str
    title: str
    remedy: str = ""

    @property
    def description(self) -> str:
        """Name, state and remedy in words."""
        return f"{self.title}. {self.remedy}" if self.remedy else self.title


class StatusViewModel(QObject):
    """What is unwell and since when.

    Signals:
        sync_changed: Another SyncFace.
        devices_changed: Another tuple of DeviceFace.
    """

    sync_changed = Signal(object)
    devices_changed = Signal(object)
    _sync_told = Signal(object)
    _devices_told = Signal(object)

    def __init__(
        self, wall_ms: Callable[[], int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._wall_ms = wall_ms
        self.sync = SyncState(is_enabled=False)
        self.devices: tuple[DeviceFace, ...] = ()
        self._statuses: tuple[DeviceStatus, ...] = ()
        self._sync_told.connect(self._take_sync)
        self._devices_told.connect(self._take_devices)

    def tell_sync(self, state: SyncState) -> None:
        """Take the agent's state; from any thread."""
        self._sync_told.emit(state)

    def tell_devices(self, statuses: Sequence[DeviceStatus]) -> None:
        """Take the states of the devices; from any thread."""
        self._devices_told.emit(tuple(statuses))

    def refresh(self) -> None:
        """Write the texts again: minutes have passed or the language changed."""
        self.sync_changed.emit(self.face())
        self._take_devices(self._statuses)

    def face(self) -> SyncFace:
        """Return how the pill looks now."""
        sync = self.sync
        if not sync.is_enabled:
            return SyncFace("pill", "store", tr("Stand-alone"))
        if sync.held:
            text = tr("%n held", sync.held) + "\n" + tr("by head office")
            return SyncFace("pill-held", "alert", text)
        if not sync.waiting:
            return SyncFace("pill", "cloud-check", tr("All sent"))
        age_ms = self._wall_ms() - (sync.oldest_at_ms or self._wall_ms())
        if sync.cause and age_ms >= _AMBER_AFTER_MS:
            text = tr("%n waiting", sync.waiting) + "\n"
            text += tr("oldest {age}", age=age_text(age_ms))
            return SyncFace("pill-waiting", "cloud-off", text)
        if sync.is_sending or not sync.cause:
            return SyncFace("pill-sending", "cloud-up", tr("Sending %n", sync.waiting))
        return SyncFace("pill", "cloud-off", tr("%n waiting", sync.waiting))

    @Slot(object)
    def _take_sync(self, state: SyncState) -> None:
        self.sync = state
        self.sync_changed.emit(self.face())

    @Slot(object)
    def _take_devices(self, statuses: tuple[DeviceStatus, ...]) -> None:
        self._statuses = statuses
        self.devices = tuple(
            _device_face(status) for status in statuses if status.state != "disabled"
        )
        self.devices_changed.emit(self.devices)


def age_text(age_ms: int) -> str:
    """Return how long something has waited, in the largest unit that fits."""
    minutes = age_ms // _MINUTE_MS
    if minutes < _MINUTES_OF_HOUR:
        return tr("{n} min", n=minutes)
    if minutes < _MINUTES_OF_DAY:
        return tr("{n} h", n=minutes // _MINUTES_OF_HOUR)
    return tr("{n} d", n=minutes // _MINUTES_OF_DAY)


def _device_face(status: DeviceStatus) -> DeviceFace:
    if status.state in {"ready", "opening"}:
        look, title = "ready", tr("{name}: ready", name=status.name)
    elif status.state in {"lost", "fault", "absent"}:
        look, title = "failed", tr("{name} does not answer", name=status.name)
    else:
        look, title = "attention", tr("{name} needs attention", name=status.name)
    remedy = status.remedy if look != "ready" else ""
    return DeviceFace(status.device_id, status.kind, look, title, remedy)
