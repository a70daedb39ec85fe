"""What a failing line means for the person at the till."""

from typing import Final

import msgspec

from drivers.errors import (
    DeviceUnavailableError,
    TransportBusyError,
    TransportDeniedError,
    TransportError,
    TransportTimeoutError,
)


class LineRemedies(msgspec.Struct, frozen=True):
    """What to do, by how the line fails; in plain words that name the device.

    Attributes:
        gone: Nothing is there.
        busy: Another program holds it.
        denied: This user may not use it.
        late: It is there and takes nothing; empty where nothing but *gone* can be
            said of that.
    """

    gone: str
    busy: str
    denied: str = "Ask the technician for the right to use this port."
    late: str = ""


ANY_DEVICE: Final = LineRemedies(
    gone="Check that the device is on and its cable is plugged in.",
    busy="Close the other program that uses the device.",
)


def unavailable(
    device_id: str, error: TransportError, remedies: LineRemedies
) -> DeviceUnavailableError:
    """Return *error* as the supervisor wants it, with what to do."""
    match error:
        case TransportBusyError():
            remedy = remedies.busy
        case TransportDeniedError():
            remedy = remedies.denied
        case TransportTimeoutError() if remedies.late:
            remedy = remedies.late
        case _:
            remedy = remedies.gone
    return DeviceUnavailableError(device_id, str(error), remedy)
