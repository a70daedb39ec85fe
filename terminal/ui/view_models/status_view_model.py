"""The state of sync and devices as the bars show it.

Healthy is quiet: offline is amber only after a minute with something waiting,
because being offline is normal here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from terminal.ui.support.device_sentences import said
from terminal.ui.support.translation import tr
from terminal.ui.view_models.sync_words import cause_text

if TYPE_CHECKING:
    from terminal.application.ports.devices import DeviceStatus

_AMBER_AFTER_MS: Final = 60_000
_MINUTE_MS: Final = 60_000
_MINUTES_OF_HOUR: Final = 60
_MINUTES_OF_DAY: Final = 1_440


class HeldItem(msgspec.Struct, frozen=True):
    """One event that the center put aside.

    Attributes:
        seq: Its number in the ledger.
        kind: Its type, a word of the protocol.
        code: Why, a word of the protocol.
        detail: Why, as the center says it.
        since_ms: When the center got it, ms since 1970 UTC.
    """

    seq: int
    kind: str
    code: str
    detail: str
    since_ms: int


class Incident(msgspec.Struct, frozen=True):
    """Something that a person should look at, as the agent says it."""

    code: str
    text: str


class SettlementState(msgspec.Struct, frozen=True):
    """Whether the center has proved that it holds the last settled period."""

    z_number: int
    is_complete: bool
    detail: str


class SyncState(msgspec.Struct, frozen=True):
    """What the sync agent told last; the same figures as `sync status`.

    Attributes:
        is_enabled: This till has a center; a stand-alone one shows "Stand-alone".
        waiting: Events that are not acknowledged; None if not known.
        held: Events that the center put aside for a decision; None if not known.
        oldest_at_ms: Wall clock of the oldest waiting event.
        is_sending: A batch is on its way.
        state: The agent's word for how it stands; see `sync_words`.
        is_hindered: The state stands in the way of sending.
        detail: What exactly was seen at the last failure.
        last_ok_at_ms: Wall clock of the last answer of the center.
        waiting_gross_minor: Money in the waiting events.
        accepted: Events that the center has (tick 1); None if not known.
        archived: Of them, those that are in a backup of it (tick 2).
        settlement: The last one.
        held_items: The oldest of those held, with reasons.
        skew_ms: What to add to this till's clock; None if not known.
        is_clock_wrong: It is off by more than five minutes.
    """

    is_enabled: bool = True
    waiting: int | None = 0
    held: int | None = 0
    oldest_at_ms: int | None = None
    is_sending: bool = False
    state: str = "online"
    is_hindered: bool = False
    detail: str = ""
    last_ok_at_ms: int | None = None
    waiting_gross_minor: int = 0
    accepted: int | None = None
    archived: int | None = None
    settlement: SettlementState | None = None
    held_items: tuple[HeldItem, ...] = ()
    incidents: tuple[Incident, ...] = ()
    skew_ms: int | None = None
    is_clock_wrong: bool = False

    @property
    def cause(self) -> str:
        """Why nothing is sent, in the language in force; empty when all is well."""
        return cause_text(self.state, self.detail) if self.is_hindered else ""


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
        if not self.sync.is_enabled:
            return SyncFace("pill", "store", tr("Stand-alone"))
        return self._finding_face() or self._waiting_face()

    def _finding_face(self) -> SyncFace | None:
        """Return what a person should look at first, if anything."""
        sync = self.sync
        if sync.held:
            text = tr("%n held", sync.held) + "\n" + tr("by head office")
            return SyncFace("pill-held", "alert", text)
        if sync.is_clock_wrong:
            return SyncFace("pill-waiting", "clock", tr("Clock is wrong"))
        return None

    def _waiting_face(self) -> SyncFace:
        sync = self.sync
        if sync.waiting is None:
            return SyncFace("pill", "cloud-off", tr("Not known"))
        if not sync.waiting:
            return SyncFace("pill", "cloud-check", tr("All sent"))
        age_ms = self._wall_ms() - (sync.oldest_at_ms or self._wall_ms())
        if sync.is_hindered and age_ms >= _AMBER_AFTER_MS:
            text = tr("%n waiting", sync.waiting) + "\n"
            text += tr("oldest {age}", age=age_text(age_ms))
            return SyncFace("pill-waiting", "cloud-off", text)
        if sync.is_sending or not sync.is_hindered:
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
    # A clock that was put back makes the past the future.
    minutes = max(0, age_ms) // _MINUTE_MS
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
    remedy = said(status.remedy) if look != "ready" else ""
    return DeviceFace(status.device_id, status.kind, look, title, remedy)
