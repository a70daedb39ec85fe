"""The languages that receipt printers speak, and how to tell them apart."""

from collections.abc import Callable
from typing import Final

import msgspec

from drivers.errors import TransportError
from drivers.receipt_printer import esc_pos, star_line
from drivers.receipt_printer.builder import JobBuilder
from drivers.receipt_printer.commands import CommandReader
from drivers.receipt_printer.decoder import PaperDecoder
from drivers.receipt_printer.esc_pos import EscPosBuilder
from drivers.receipt_printer.paper import Paper
from drivers.receipt_printer.profile import ESC_POS, STAR_LINE, PrinterProfile
from drivers.receipt_printer.session import PrinterSession
from drivers.receipt_printer.star_commands import StarReader
from drivers.receipt_printer.star_line import StarLineBuilder
from drivers.receipt_printer.star_session import StarSession
from drivers.receipt_printer.star_status import STATUS_REQUEST, StarStatusReader
from drivers.receipt_printer.status import RealTimeReply, ReplyReader
from drivers.transport.port import ByteTransport

_READ_BYTES_MAX: Final = 256
_ANSWER_BYTES_MAX: Final = 3
"""More bytes than an answer to one question are not an answer."""


class Language(msgspec.Struct, frozen=True):
    """One printer language.

    Attributes:
        title: What people call it.
        model: A profile that speaks it, for the settings.
        make_session: Makes a connection in it.
        make_builder: Makes a job in it.
        recovery: Ends whatever an interrupted job left half-sent.
        pulse: Opens the drawer at a connector pin when the job comes to it.
        real_time_pulse: Opens it at once, also without paper.
    """

    title: str
    model: str
    make_session: Callable[..., PrinterSession]
    make_builder: Callable[[PrinterProfile], JobBuilder]
    recovery: bytes
    pulse: Callable[[int], bytes]
    real_time_pulse: Callable[[int], bytes]


_LANGUAGES: Final = {
    ESC_POS: Language(
        "ESC/POS",
        "epson-80",
        PrinterSession,
        EscPosBuilder,
        esc_pos.RECOVERY,
        esc_pos.drawer_pulse,
        esc_pos.real_time_drawer_pulse,
    ),
    STAR_LINE: Language(
        "Star Line",
        "star-line-80",
        StarSession,
        StarLineBuilder,
        star_line.RECOVERY,
        star_line.drawer_pulse,
        star_line.real_time_drawer_pulse,
    ),
}


def language_of(profile: PrinterProfile) -> Language:
    """Return the language that *profile* speaks."""
    return _LANGUAGES[profile.language]


def read_papers(data: bytes, profile: PrinterProfile) -> list[Paper]:
    """Return the papers that *data* makes on a printer of *profile*."""
    reader = StarReader() if profile.language == STAR_LINE else CommandReader()
    decoder = PaperDecoder(width_dots=profile.width_dots)
    for token in reader.feed(data):
        decoder.apply(token)
    return [*decoder.take_papers(), *decoder.take_open_paper()]


def find_other_language(
    transport: ByteTransport, profile: PrinterProfile, *, timeout_s: float
) -> Language | None:
    """Ask in the other language; return it when that question is answered.

    Args:
        transport: Closed; closed again at the end.
        profile: What the printer was thought to be.
        timeout_s: For the answer.
    """
    is_star = profile.language == STAR_LINE
    question = esc_pos.real_time_status_request(1) if is_star else STATUS_REQUEST
    try:
        transport.open()
        transport.write(question, timeout_s=timeout_s)
        answer = transport.read(_READ_BYTES_MAX, timeout_s=timeout_s)
    except TransportError:
        return None
    finally:
        transport.close()
    if is_star:
        replies = ReplyReader().feed(answer)
        is_answered = (
            len(answer) <= _ANSWER_BYTES_MAX
            and len(replies) == 1
            and isinstance(replies[0], RealTimeReply)
        )
        return _LANGUAGES[ESC_POS] if is_answered else None
    return _LANGUAGES[STAR_LINE] if StarStatusReader().feed(answer) else None
