"""Printers of the network: those that take a connection, and what they say they are.

Two ways see different things.  Knocking finds whoever takes raw data; announcements
bring names, models and printers of other networks and ports.  Both are put together
by address.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from drivers.discovery.announced import RAW, Announcement
from drivers.discovery.network import FoundPrinter, find_printers
from drivers.receipt_printer.known_models import list_models
from terminal.application.ports.technician import FoundDevice

_KIND: Final = "receipt_printer"
_ESC_POS: Final = "application/vnd.epson.escpos"
# Star's names in CloudPRNT, where printers tell their languages by media type; that
# announcements use the same ones is unverified.
_STAR_LINE: Final = "application/vnd.star.line"
_STAR: Final = "application/vnd.star."
_STAR_LINE_MODEL: Final = "star-line-80"

_SILENT: Final = "It took the connection and did not answer as a receipt printer does."
_AWAY: Final = (
    "It announces itself and does not take the connection: something else may be"
    " using it."
)
_NOT_RAW: Final = (
    "It announces itself as a printer and takes no raw data: switch that on in the"
    " printer's settings."
)
_OTHER: Final = "It names no language of receipt printers; it may be for large paper."
_STAR_PRNT: Final = "It names other languages of Star: set it to Star Line or ESC/POS."


def find_network_printers(
    subnet: str,
    announced: Sequence[Announcement],
    *,
    port: int,
    host_timeout_s: float,
) -> Sequence[FoundDevice]:
    """Return the printers of *subnet* and those that announced themselves.

    Args:
        subnet: The network to knock at.
        announced: What printers said, of any network.
        port: Where printers take raw data when they do not say.
        host_timeout_s: How long a host may take to answer.

    Raises:
        SubnetError: The network cannot be searched.
    """
    said = _by_place(announced, port)
    hosts = find_printers(
        subnet, port=port, also=tuple(said), host_timeout_s=host_timeout_s
    )
    answered = {(host.host, host.port): host for host in hosts}
    names = {told.host: told for told in announced}
    return tuple(
        _device(*place, answered.get(place), said.get(place) or names.get(place[0]))
        for place in dict.fromkeys((*answered, *said))
    )


def _by_place(
    announced: Sequence[Announcement], port: int
) -> Mapping[tuple[str, int], Announcement]:
    """Return what was said, by where raw data would go."""
    said: dict[tuple[str, int], Announcement] = {}
    for told in announced:
        if told.service == RAW:
            said[told.host, told.port] = told
    raw_hosts = {host for host, _ in said}
    for told in announced:
        if told.host not in raw_hosts:
            said.setdefault((told.host, port), told)
    return said


def _device(
    host: str, port: int, answer: FoundPrinter | None, told: Announcement | None
) -> FoundDevice:
    title = "Receipt printer" if answer and answer.is_certain else f"Port {port}"
    return FoundDevice(
        address=f"tcp://{host}:{port}",
        kind=_KIND,
        title=told.name if told is not None and told.name else title,
        connection="Network",
        detail=f"{host} {answer.hardware_address if answer else ''}".strip(),
        note=_note(answer, told),
        model=model_of(told) if told is not None else "",
    )


def _note(answer: FoundPrinter | None, told: Announcement | None) -> str:
    languages = told.languages if told is not None else ()
    if answer is None:
        return _AWAY if told is not None and told.service == RAW else _NOT_RAW
    if answer.is_certain or _ESC_POS in languages or _STAR_LINE in languages:
        return ""
    if any(each.startswith(_STAR) for each in languages):
        return _STAR_PRNT
    return _OTHER if languages else _SILENT


def model_of(told: Announcement) -> str:
    """Return the profile of a printer that names its language; empty for none."""
    if _ESC_POS in told.languages:
        return _known_model(told)
    return _STAR_LINE_MODEL if _STAR_LINE in told.languages else ""


def _known_model(told: Announcement) -> str:
    """Return the longest model's name that stands in what it says, as whole words."""
    for said in told.models:
        known = [
            model
            for model in list_models()
            if re.search(rf"(?<![\w-]){re.escape(model)}(?![\w-])", said, re.IGNORECASE)
        ]
        if known:
            return max(known, key=len)
    return ""
