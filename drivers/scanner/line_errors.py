"""What a failing line means for the person at the till."""

from drivers.errors import (
    DeviceUnavailableError,
    TransportBusyError,
    TransportDeniedError,
    TransportError,
)


def unavailable(device_id: str, error: TransportError) -> DeviceUnavailableError:
    """Return *error* as the supervisor wants it, with what to do."""
    match error:
        case TransportBusyError():
            remedy = "Close the other program that uses the scanner."
        case TransportDeniedError():
            remedy = "Ask the technician for the right to use this port."
        case _:
            remedy = "Plug the scanner in."
    return DeviceUnavailableError(device_id, str(error), remedy)
