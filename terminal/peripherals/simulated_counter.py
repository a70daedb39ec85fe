"""What else stands on a counter, made of software: line display, scale, card reader.

Apart from the printer and the scanner, because only a window has use for them.  Like
those they speak the bytes of real ones, over loopback.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from typing_extensions import override

from drivers.line_display.simulator import SimulatedLineDisplay
from drivers.nfc.shop_card import CardKeys, CardKind, encode_shop_card
from drivers.nfc.simulated_ntag import SimulatedNtag
from drivers.nfc.simulator import SimulatedField
from drivers.scale.simulator import SimulatedScale
from drivers.simulation.device import StateValue
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import TcpMedium, UdpMedium
from terminal.peripherals.simulated_card import TRAINING_KEY
from terminal.settings.schema import DeviceSettings

DISPLAY_ID: Final = "display"
SCALE_ID: Final = "scale"
READER_ID: Final = "reader"

_DISPLAY_PROTOCOL: Final = "cd5220"
_SCALE_PROTOCOL: Final = "toledo-8217"
_UID_OF_MAKER: Final = b"\x04"
_UID_REST: Final = 6


class _Badges(SimulatedField):
    """A reader before which one badge after the other is held."""

    def __init__(self) -> None:
        super().__init__(SimulatedNtag())
        self._count = 0
        self.change({"card": "away"})

    @override
    def change(self, values: Mapping[str, StateValue]) -> Sequence[bytes]:
        """Also ``badge``: the badge of that operator takes the place of the card."""
        if "badge" in values:
            self._count += 1
            self._card = _badge(str(values["badge"]), self._count)
            return super().change({"card": "here"})
        return super().change(values)


def _badge(operator_id: str, count: int) -> SimulatedNtag:
    # Each a number of its own: the same one would be the card that is there already,
    # if the reader did not look while it was away.
    uid = _UID_OF_MAKER + count.to_bytes(_UID_REST, "big")
    keys = CardKeys(TRAINING_KEY)
    message = encode_shop_card(CardKind.STAFF_BADGE, operator_id, uid, keys)
    return SimulatedNtag(uid, message=message)


class SimulatedCounter:
    """Three devices on lines of their own.  Methods are for any thread."""

    def __init__(self) -> None:
        """Take free loopback ports and switch on."""
        self._display = SimulationLink(
            SimulatedLineDisplay(_DISPLAY_PROTOCOL), TcpMedium()
        )
        self._scale = SimulationLink(SimulatedScale(_SCALE_PROTOCOL), TcpMedium())
        self._reader = SimulationLink(_Badges(), UdpMedium())
        self._links: Final = {
            DISPLAY_ID: self._display,
            SCALE_ID: self._scale,
            READER_ID: self._reader,
        }

    def settings(self) -> Mapping[str, DeviceSettings]:
        """Return what stands in till.toml for such devices."""
        return {
            DISPLAY_ID: DeviceSettings(
                kind="line_display",
                address=f"{self._display.address}?protocol={_DISPLAY_PROTOCOL}",
                name="Simulated line display",
            ),
            SCALE_ID: DeviceSettings(
                kind="scale",
                address=f"{self._scale.address}?protocol={_SCALE_PROTOCOL}",
                name="Simulated scale",
            ),
            READER_ID: DeviceSettings(
                kind="nfc_reader",
                address=self._reader.address,
                name="Simulated card reader",
            ),
        }

    def shown(self) -> tuple[str, str]:
        """Return both lines of the display."""
        state = self._display.state()
        return str(state["upper"]), str(state["lower"])

    def put(self, grams: int) -> None:
        """Let goods of that weight, and nothing else, lie on the scale."""
        self._scale.change({"weight_g": grams})

    def set_moving(self, *, is_moving: bool) -> None:
        """Let what lies on the scale swing, or rest."""
        self._scale.change({"is_moving": is_moving})

    def set_plugged(self, device_id: str, *, is_plugged: bool) -> None:
        """Pull or plug the cable of one of the three; harmless when it is so already."""
        link = self._links[device_id]
        if link.is_plugged != is_plugged:
            (link.plug if is_plugged else link.unplug)()

    def hold_badge(self, operator_id: str) -> None:
        """Hold the badge of an operator to the reader, instead of any other."""
        self._reader.change({"badge": operator_id})

    def take_badge(self) -> None:
        """Take the badge away."""
        self._reader.change({"card": "away"})

    def close(self) -> None:
        """Switch everything off."""
        for link in self._links.values():
            link.close()
