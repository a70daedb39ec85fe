"""How devices fail, in the words a supervisor can act on.

A device failure never blocks a sale and never undoes one: whoever catches these
keeps the sale, shows the state and, where the type allows it, tries again.
"""

from typing import ClassVar

from typing_extensions import override


class DeviceError(Exception):
    """The device cannot do its work now; the sale goes on without it.

    Attributes:
        code: Stable identifier for logs and translations.  Never change one.
        device_id: The device as the settings name it.
        detail: What happened, for support.
        remedy: What the person at the till can do, in plain words; may be empty.
    """

    code: ClassVar[str] = "device_error"

    def __init__(self, device_id: str, detail: str, remedy: str = "") -> None:
        super().__init__(device_id, detail, remedy)
        self.device_id = device_id
        self.detail = detail
        self.remedy = remedy

    @override
    def __str__(self) -> str:
        text = f"{self.device_id}: {self.detail}" if self.device_id else self.detail
        return f"{text}. {self.remedy}" if self.remedy else text


class DeviceUnavailableError(DeviceError):
    """Unplugged, switched off or claimed by another program.  Retry later."""

    code = "device_unavailable"


class DeviceNotReadyError(DeviceError):
    """It is connected and answers, but needs a hand first (paper, cover)."""

    code = "device_not_ready"


class DeviceBusyError(DeviceError):
    """Too much work is waiting for it already; nothing was handed over."""

    code = "device_busy"


class DeviceProtocolError(DeviceError):
    """It answered, but not in the language we expected.  Do not retry."""

    code = "device_protocol"


class DeviceConfigurationError(DeviceError):
    """Its settings cannot work.  Only a person can change that."""

    code = "device_configuration"


class TransportError(Exception):
    """The bytes did not get through.

    Drivers turn it into a DeviceError; it never leaves ``drivers``.

    Attributes:
        address: The address as the settings give it.
    """

    def __init__(self, address: str, detail: str) -> None:
        super().__init__(address, detail)
        self.address = address
        self.detail = detail

    @override
    def __str__(self) -> str:
        return f"{self.address}: {self.detail}"


class TransportGoneError(TransportError):
    """Unplugged, switched off, refused or closed by the other side."""


class TransportNotTakenError(TransportGoneError):
    """The other side refused everything at once: nothing of it will happen."""


class TransportTimeoutError(TransportError):
    """The other side neither took nor sent a byte before the deadline."""


class TransportBusyError(TransportError):
    """Another program holds the port."""


class TransportDeniedError(TransportError):
    """This user may not open the port."""
