"""The protocols of scales by the names of the settings."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from drivers.scale.cas import Cas
from drivers.scale.cas_stream import CasStream
from drivers.scale.codec import ScaleCodec
from drivers.scale.dialog import Dialog
from drivers.scale.dibal import Dibal
from drivers.scale.mt_sics import MtSics
from drivers.scale.nci import Nci
from drivers.scale.sma import Sma
from drivers.scale.toledo_8217 import Toledo8217

UNITS: Final = ("kg", "lb")

_BY_UNIT: Final[dict[str, Callable[[str], ScaleCodec]]] = {
    "toledo-8217": Toledo8217,
    "nci": Nci,
    "cas": Cas,
    "cas-stream": CasStream,
    "mt-sics": MtSics,
    "sma": Sma,
}
_KILOGRAMS_ONLY: Final[dict[str, Callable[[int | None], ScaleCodec]]] = {
    "dialog": lambda polynomial: Dialog(polynomial=polynomial),
    "dibal": lambda _: Dibal(),
}

PROTOCOLS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "toledo-8217": "Mettler-Toledo 8217, Magellan",
        "nci": "NCI / ECR: Weigh-Tronix, Ohaus, Magellan",
        "cas": "CAS AP, PD, SW",
        "cas-stream": "CAS CI, PDI, NT; A&D",
        "dialog": "Checkout-Dialog 02, 04, 06",
        "dibal": "Dibal TISA / EPOS",
        "mt-sics": "MT-SICS",
        "sma": "SMA level 1",
    }
)
"""What people call them."""


def codec_for(
    protocol: str, *, unit: str = "kg", polynomial: int | None = None
) -> ScaleCodec:
    """Return a codec of *protocol*.

    Raises:
        ValueError: There is none, or it does not weigh in *unit*.
    """
    if unit not in UNITS:
        raise ValueError(f"a scale weighs in {' or '.join(UNITS)}, not {unit!r}")
    if protocol in _BY_UNIT:
        return _BY_UNIT[protocol](unit)
    if protocol not in _KILOGRAMS_ONLY:
        known = ", ".join(PROTOCOLS)
        what = (
            f"there is no protocol {protocol!r}" if protocol else "it needs a protocol"
        )
        raise ValueError(f"{what}; choose one of: {known}")
    if unit != "kg":
        raise ValueError(f"{protocol} is spoken in kilograms only")
    return _KILOGRAMS_ONLY[protocol](polynomial)
