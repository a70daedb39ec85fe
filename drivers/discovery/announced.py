"""Printers that announce themselves in the network, by multicast DNS.

Asked only when a person wants it: the question goes to every computer of the local
network.  The library `zeroconf` speaks the protocol (RFC 6762 and 6763); it is
imported when the question is asked, so no start pays for it.

The services are those of Apple's Bonjour Printing Specification 1.2: raw data
(``pdl-datastream``, usually port 9100), LPD (``printer``) and IPP.  Its TXT keys
``ty`` (maker and model), ``product``, ``usb_MDL`` and ``pdl`` (languages) are read.
What they say comes from whoever is in the network: it is cut, and controls go.
"""

from __future__ import annotations

import ipaddress
import queue
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, ServiceStateChange, Zeroconf

RAW: Final = "_pdl-datastream._tcp.local."
LPD: Final = "_printer._tcp.local."
IPP: Final = "_ipp._tcp.local."

SEARCH_TIMEOUT_S: Final = 2.4
"""With the time to close, less than three seconds; printers answer within one."""

ANNOUNCEMENTS_MAX: Final = 64
_DETAILS_TIMEOUT_S: Final = 0.5
_TEXT_MAX: Final = 64
_LANGUAGES_MAX: Final = 16


class Announcement(msgspec.Struct, frozen=True):
    """One service of one printer, as it says itself.

    Attributes:
        service: The kind of service, `RAW`, `LPD` or `IPP`.
        host: Its IPv4 address.
        port: The port of the service.
        name: What it is called: maker and model, else the name of the service.
        models: Names of its model that it gives, the most exact first.
        languages: Media types it says it prints, in small letters.
    """

    service: str
    host: str
    port: int
    name: str
    models: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def find_announced(
    interfaces: Sequence[str] = (),
    *,
    timeout_s: float = SEARCH_TIMEOUT_S,
    announcements_max: int = ANNOUNCEMENTS_MAX,
) -> Sequence[Announcement]:
    """Ask the local network for printers; return what answered, by address.

    Nothing is found, rather than an error told, where no network can be asked:
    knocking at ports is the other way to find a printer.

    Args:
        interfaces: Own addresses to ask from; empty for all.
        timeout_s: How long to listen.
        announcements_max: When that many are known, the search is over.
    """
    from zeroconf import Error as ZeroconfError
    from zeroconf import InterfaceChoice, IPVersion, ServiceBrowser, Zeroconf

    deadline = time.monotonic() + timeout_s
    names: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()

    def note(
        zeroconf: Zeroconf,  # noqa: ARG001 - the library passes it by this name
        service_type: str,
        name: str,
        state_change: ServiceStateChange,
    ) -> None:
        if state_change.name == "Added":
            names.put((service_type, name))

    try:
        asker = Zeroconf(
            interfaces=list(interfaces) or InterfaceChoice.All,
            ip_version=IPVersion.V4Only,
        )
    except (OSError, ZeroconfError):
        return ()  # No network, or a program that keeps port 5353 to itself.
    found: set[Announcement] = set()
    try:
        browser = ServiceBrowser(asker, [RAW, LPD, IPP], handlers=[note])
        while len(found) < announcements_max:
            remaining_s = deadline - time.monotonic()
            try:
                service, name = names.get(timeout=max(0.0, remaining_s))
            except queue.Empty:
                break
            if (told := _ask_details(asker, service, name, deadline)) is not None:
                found.add(told)
        browser.cancel()
    finally:
        asker.close()
    return tuple(sorted(found, key=_place))


def _ask_details(
    asker: Zeroconf, service: str, name: str, deadline: float
) -> Announcement | None:
    from zeroconf import Error as ZeroconfError

    wait_s = min(_DETAILS_TIMEOUT_S, max(0.0, deadline - time.monotonic()))
    try:
        # Usually known already: printers say it along with their name.
        info = asker.get_service_info(service, name, timeout=round(wait_s * 1000))
    except (OSError, ZeroconfError):
        return None
    return None if info is None else _announcement(info)


def _announcement(info: ServiceInfo) -> Announcement | None:
    hosts = [host for host in info.parsed_addresses() if _is_host(host)]
    if not hosts or not info.port:
        return None  # LPD with port 0: "not here, and nobody else may be called so".
    said = _texts(info.properties)
    models = (said.get("usb_mdl", ""), said.get("product", "").strip("()"))
    label = info.name.removesuffix(f".{info.type}")
    return Announcement(
        service=info.type,
        host=hosts[0],
        port=info.port,
        name=said.get("ty", "") or _clean(label),
        models=tuple(model for model in (*models, said.get("ty", "")) if model),
        languages=_languages(info.properties),
    )


def _texts(properties: Mapping[bytes, bytes | None]) -> Mapping[str, str]:
    return {
        key.decode("ascii", "replace").lower(): _clean(
            (value or b"").decode("utf-8", "replace")
        )
        for key, value in properties.items()
    }


def _languages(properties: Mapping[bytes, bytes | None]) -> tuple[str, ...]:
    said = b"".join(v or b"" for k, v in properties.items() if k.lower() == b"pdl")
    listed = said.decode("ascii", "replace").lower().split(",")[:_LANGUAGES_MAX]
    return tuple(_clean(each) for each in listed if each.strip())


def _clean(text: str) -> str:
    kept = "".join(each if each.isprintable() else " " for each in text)
    return kept.strip()[:_TEXT_MAX]


def _is_host(host: str) -> bool:
    address = ipaddress.ip_address(host)
    return address.version == 4 and not (  # noqa: PLR2004 - IPv4
        address.is_multicast or address.is_unspecified or address.is_reserved
    )


def _place(told: Announcement) -> tuple[int, str, int]:
    return int(ipaddress.ip_address(told.host)), told.service, told.port
