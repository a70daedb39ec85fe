"""Registers readers of NFC cards."""

import importlib.util
from typing import Final

from drivers.errors import DeviceConfigurationError
from drivers.nfc.address import reader_path
from drivers.nfc.nfc_reader import NfcReader
from drivers.nfc.pcsc_reader import SCHEME, UNAVAILABLE_REASON, is_available
from drivers.registry import DeviceContext, DeviceKind, refuse_unknown_options
from drivers.transport.address import AddressError

_REMEDY: Final = "Ask the technician to install it, or choose another reader."


def build(context: DeviceContext) -> NfcReader:
    """Return the reader that *context* describes, not yet opened."""
    refuse_unknown_options(context)
    try:
        path = reader_path(context.address)
    except AddressError as error:
        raise DeviceConfigurationError(context.device_id, str(error)) from error
    is_pcsc = path.partition(":")[0] == SCHEME
    if is_pcsc and not is_available():
        raise DeviceConfigurationError(context.device_id, UNAVAILABLE_REASON, _REMEDY)
    if not is_pcsc and importlib.util.find_spec("nfc") is None:
        raise DeviceConfigurationError(
            context.device_id, "the library nfcpy is not installed", _REMEDY
        )
    return NfcReader(context.device_id, path, context.on_card, keys=context.card_keys)


KIND: Final = DeviceKind("nfc_reader", "Card reader", build=build)
