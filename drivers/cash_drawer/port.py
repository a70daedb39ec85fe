"""What a cash drawer promises."""

import enum
from typing import Protocol

import msgspec

from drivers.cash_drawer.left_open import LeftOpenWatch


class KickOutcome(enum.Enum):
    """What is known after the pulse; the values are stable."""

    OPENED = "opened"
    """The sensor saw it open."""
    SENT = "sent"
    """The pulse left; there is no sensor to ask, or it said open before."""
    NOT_OPENED = "not_opened"
    """The sensor says that it stayed closed."""
    NOT_SENT = "not_sent"
    """The pulse never left.  Not repeated: nobody may be there any more."""
    UNKNOWN = "unknown"
    """The connection broke while the pulse was on its way."""


class KickResult(msgspec.Struct, frozen=True):
    """How one kick ended."""

    outcome: KickOutcome
    detail: str = ""
    remedy: str = ""


class CashDrawer(Protocol):
    """Opens a drawer.  Called on the thread of the device that holds its line.

    The caller records who opened it and why *before* it calls kick(), and never
    calls kick() again for the same record.
    """

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""

    @property
    def watch(self) -> LeftOpenWatch:
        """How the drawer is, as far as its sensor and its last kick tell."""

    @property
    def can_learn(self) -> bool:
        """Whether the level of its sensor has a meaning that must be learnt."""

    def read_is_high(self) -> bool:
        """Return the level of the sensor, whether or not it is known what it means.

        Raises:
            DeviceUnavailableError: It cannot be asked.
        """

    def kick(self) -> KickResult:
        """Open the drawer once; never raises for a failing device."""

    def read_is_open(self) -> bool | None:
        """Return whether it stands open; None when that cannot be known."""
