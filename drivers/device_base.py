"""The part of a Device that is the same for every kind; see drivers/device.py."""

from typing import ClassVar

from drivers.device import ABSENT, DeviceCondition
from drivers.errors import DeviceUnavailableError, TransportError
from drivers.line_errors import ANY_DEVICE, LineRemedies, unavailable
from drivers.transport.port import ByteTransport


class NamedDevice:
    """Has a name and a condition; attend() waits for work itself."""

    def __init__(self, device_id: str) -> None:
        self._device_id = device_id
        self._condition: DeviceCondition = ABSENT

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""
        return self._device_id

    @property
    def condition(self) -> DeviceCondition:
        """What is known about it since the last call."""
        return self._condition

    @property
    def attend_interval_s(self) -> float:
        """How long to wait for work between two attend(); 0 if it waits itself."""
        return 0.0


class LineDevice(NamedDevice):
    """Is reached by one transport, and lets go of it.

    Attributes:
        remedies: What a person does when its line fails.
    """

    remedies: ClassVar[LineRemedies] = ANY_DEVICE

    def __init__(self, device_id: str, transport: ByteTransport) -> None:
        super().__init__(device_id)
        self._transport = transport

    def close(self) -> None:
        """Let go of the line; never raises, may be called twice."""
        self._transport.close()

    def interrupt(self) -> None:
        """Make a blocked call return soon; may be called from any thread."""
        self._transport.interrupt()

    def _open_line(self) -> None:
        """Connect.

        Raises:
            DeviceUnavailableError: It cannot be reached; says what to do.
        """
        try:
            self._transport.open()
        except TransportError as error:
            raise self._unavailable(error) from error

    def _unavailable(self, error: TransportError) -> DeviceUnavailableError:
        """Return *error* as the supervisor wants it, with what to do."""
        return unavailable(self._device_id, error, self.remedies)
