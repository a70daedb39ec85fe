"""A printer made of software that speaks the bytes of a real one over TCP.

It takes one client at a time, buffers, prints in order, answers in order or at
once as the command asks, and fails in all the ways that printers fail.  Every
paper is kept as a value.  Its thread owns the mechanism; the buttons (paper,
cover, cable) may be pressed from any thread.
"""

import contextlib
import selectors
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from drivers.receipt_printer.commands import Command, CommandReader, Control, Token
from drivers.receipt_printer.decoder import PaperDecoder
from drivers.receipt_printer.paper import DrawerPulse, Paper
from drivers.receipt_printer.profile import ESC_POS, STAR_LINE
from drivers.receipt_printer.star_commands import StarReader
from drivers.receipt_printer.star_status import star_asb
from drivers.receipt_printer.status import PrinterStatus

PAPERS_MAX: Final = 1_000
"""Papers that are kept; the oldest goes first."""

RECEIVED_BYTES_MAX: Final = 65_536
"""The last bytes of the host that are kept."""

BUFFER_TOKENS_MAX: Final = 50_000
"""What waits for the mechanism; beyond it the printer stops reading."""

MODEL: Final = "Evertill simulated printer"

_TICK_S: Final = 0.05
_READ_BYTES_MAX: Final = 65_536
_STOP_TIMEOUT_S: Final = 2.0
_PROCESS_ID_FUNCTION: Final = 48
_REAL_TIME_FIXED: Final = 0x12
_ASB_FIXED: Final = 0x10
_PULSE_MS: Final = 2
_REAL_TIME_PULSE_MS: Final = 100


class Faults(msgspec.Struct, frozen=True):
    """What is wrong with the printer; the default is nothing.

    Attributes:
        is_silent: It takes everything and answers nothing.
        is_deaf: It does not even read.
        is_answering_twice: Each answer comes doubled.
        is_answering_garbage: Answers come with noise before them.
        answer_delay_s: Answers come late.
        seconds_per_line: How slowly it prints.
        hang_up_after_bytes: It closes the connection in the middle of the n-th
            byte of a connection.
    """

    is_silent: bool = False
    is_deaf: bool = False
    is_answering_twice: bool = False
    is_answering_garbage: bool = False
    answer_delay_s: float = 0.0
    seconds_per_line: float = 0.0
    hang_up_after_bytes: int | None = None


NO_FAULTS: Final = Faults()


class Buttons(msgspec.Struct, frozen=True):
    """What a person did to the printer."""

    paper_out: bool = False
    paper_low: bool = False
    cover_open: bool = False
    cutter_jam: bool = False


class SimulatedPrinter:
    """A receipt printer with a cover, a roll, a cutter and a drawer."""

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        width_dots: int = 576,
        language: str = ESC_POS,
        on_paper: Callable[[Paper], None] | None = None,
        on_drawer: Callable[[DrawerPulse], None] | None = None,
    ) -> None:
        """Bind; start() switches it on.

        Args:
            host: Where to listen; loopback unless asked otherwise.
            port: 0 takes a free one; the same one is kept for good.
            width_dots: Printable dots of a line.
            language: ``esc-pos`` or ``star-line``.
            on_paper: Called with each cut paper, on the printer's thread.
            on_drawer: Called with each pulse, on the printer's thread.
        """
        self._on_paper = on_paper
        self._on_drawer = on_drawer
        self._width_dots = width_dots
        self._lock = threading.RLock()
        self._listener: socket.socket | None = socket.create_server((host, port))
        self._address: tuple[str, int] = self._listener.getsockname()[:2]
        self._wake_reader, self._wake_writer = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._thread: threading.Thread | None = None
        self._is_closing = False
        self._is_plugged = True
        self._is_unreachable = threading.Event()
        self._client: socket.socket | None = None
        self._client_bytes = 0
        self._received = bytearray()
        self.received_count = 0
        # A printer forgets nothing at the end of a connection: a command that
        # was cut off swallows the beginning of the next job.
        self._commands: CommandReader | StarReader = (
            StarReader() if language == STAR_LINE else CommandReader()
        )
        self._is_star = language == STAR_LINE
        self._etb_counter = 0
        self._is_etb_done = False
        self._waiting: deque[Token] = deque()
        self._decoder = PaperDecoder(width_dots=width_dots)
        self._answers: deque[tuple[float, bytes]] = deque()
        self._outgoing = b""
        self._is_asb_on = False
        self._last_asb = b""
        self._ready_at = 0.0
        self._papers: deque[Paper] = deque(maxlen=PAPERS_MAX)
        self._has_paper = True
        self._is_paper_low = False
        self._is_cover_open = False
        self._has_cutter_error = False
        self._is_cutter_jammed = False
        self._is_drawer_open = False
        self._is_drawer_inverted = False
        self._has_drawer = True
        self._faults = NO_FAULTS
        self.pulse_count = self.connection_count = 0
        self._printed = threading.Condition(self._lock)

    # -- for the person who presses the buttons -------------------------------

    @property
    def host(self) -> str:
        """Where it listens."""
        return self._address[0]

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._address[1]

    @property
    def address(self) -> str:
        """Where the till finds it, for the settings."""
        return f"tcp://{self.host}:{self.port}"

    @property
    def papers(self) -> Sequence[Paper]:
        """The papers that were cut, oldest first."""
        with self._lock:
            return tuple(self._papers)

    @property
    def open_paper(self) -> Paper | None:
        """What is printed and not yet cut."""
        with self._lock:
            return self._decoder.peek_open_paper()

    @property
    def is_drawer_open(self) -> bool:
        """Whether the drawer stands open."""
        return self._is_drawer_open

    @property
    def is_plugged(self) -> bool:
        """Whether the network cable is in."""
        return self._is_plugged

    @property
    def received(self) -> bytes:
        """The last bytes that came from the host."""
        with self._lock:
            return bytes(self._received)

    @property
    def buttons(self) -> Buttons:
        """What a person did to it."""
        with self._lock:
            return Buttons(
                paper_out=not self._has_paper,
                paper_low=self._is_paper_low,
                cover_open=self._is_cover_open,
                cutter_jam=self._is_cutter_jammed,
            )

    def press(self, buttons: Buttons) -> None:
        """Have a person do all of that at once."""
        self.set_paper(is_out=buttons.paper_out, is_low=buttons.paper_low)
        self.set_cover(is_open=buttons.cover_open)
        self.set_cutter_jam(is_jammed=buttons.cutter_jam)

    def start(self) -> None:
        """Switch on."""
        assert self._thread is None, "start() twice"
        self._thread = threading.Thread(
            target=self._run, name="simulated-printer", daemon=True
        )
        self._thread.start()

    def close(self) -> None:
        """Switch off for good."""
        with self._lock:
            self._is_closing = True
        self._wake()
        if self._thread is not None:
            self._thread.join(_STOP_TIMEOUT_S)
        else:
            self._close_sockets()

    def set_paper(self, *, is_out: bool = False, is_low: bool = False) -> None:
        """Take the roll out, put one in, or let it come near its end."""
        with self._lock:
            self._has_paper = not is_out
            self._is_paper_low = is_low or is_out
        self._wake()

    def set_cover(self, *, is_open: bool) -> None:
        """Open or close the cover."""
        with self._lock:
            self._is_cover_open = is_open
        self._wake()

    def set_cutter_jam(self, *, is_jammed: bool, is_latched: bool = False) -> None:
        """Jam or free the cutter.

        Args:
            is_jammed: Whether paper holds it.
            is_latched: Freed, the error stays until DLE ENQ ends it.
        """
        with self._lock:
            self._is_cutter_jammed = is_jammed
            self._has_cutter_error = is_jammed or (
                is_latched and self._has_cutter_error
            )
        self._wake()

    def wire_drawer(self, *, is_high_when_open: bool) -> None:
        """Put in a drawer whose sensor pulls pin 3 the other way."""
        with self._lock:
            self._is_drawer_inverted = not is_high_when_open
        self._wake()

    def set_drawer_cable(self, *, is_in: bool) -> None:
        """Pull the drawer's cable out of the printer, or put it in.

        A drawer's contact lies between pins 3 and 6, ground (Epson, TM-T88III
        Specification, Appendix F): with nothing there pin 3 is high.
        """
        with self._lock:
            self._has_drawer = is_in
        self._wake()

    @property
    def has_drawer(self) -> bool:
        """Whether the drawer's cable is in."""
        return self._has_drawer

    @property
    def _is_drawer_high(self) -> bool:
        return not self._has_drawer or self._is_drawer_open != self._is_drawer_inverted

    def close_drawer(self) -> None:
        """Push the drawer shut."""
        with self._lock:
            self._is_drawer_open = False
        self._wake()

    def cut_cable(self) -> None:
        """Pull the network cable: when this returns, connections are refused."""
        with self._lock:
            self._is_plugged = False
            self._is_unreachable.clear()
        self._wake()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._is_unreachable.wait(_STOP_TIMEOUT_S)

    def join_cable(self) -> None:
        """Plug the cable in again, at the same address."""
        with self._lock:
            self._is_plugged = True
        self._wake()

    def set_faults(self, faults: Faults) -> None:
        """Make it fail, or work again."""
        with self._lock:
            self._faults = faults
        self._wake()

    def wait_for_papers(self, count: int, timeout_s: float) -> bool:
        """Wait until at least *count* papers were cut; return whether they were."""
        with self._printed:
            return self._printed.wait_for(lambda: len(self._papers) >= count, timeout_s)

    # -- the printer's thread --------------------------------------------------

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            self._wake_writer.send(b"\x00")

    def _run(self) -> None:
        self._wake_reader.setblocking(False)  # noqa: FBT003 - the socket's own API
        self._wake_writer.setblocking(False)  # noqa: FBT003 - the socket's own API
        self._selector.register(self._wake_reader, selectors.EVENT_READ)
        try:
            while not self._is_closing:
                self._arrange()
                ready = self._selector.select(self._timeout_s())
                for key, events in ready:
                    self._serve(key.fileobj, events)
                self._work()
        finally:
            self._close_sockets()

    def _timeout_s(self) -> float | None:
        with self._lock:
            now = time.monotonic()
            times = []
            if self._answers:
                times.append(self._answers[0][0])
            if self._waiting and self._is_online():
                times.append(self._ready_at)
            return max(0.0, min(times) - now) if times else None

    def _arrange(self) -> None:
        """Listen to those, and only those, that a real printer would."""
        with self._lock:
            if not self._is_plugged:
                # In this order: whoever sees the connection break and tries again
                # at once finds the port closed already.
                self._close_listener()
                self._hang_up(is_abrupt=True)
                self._is_unreachable.set()
            elif self._listener is None:
                self._listener = socket.create_server(self._address)
            wants_client = self._client is None
        self._watch(self._listener, selectors.EVENT_READ if wants_client else 0)
        if self._client is not None:
            is_full = len(self._waiting) >= BUFFER_TOKENS_MAX
            events = 0 if is_full or self._faults.is_deaf else selectors.EVENT_READ
            if self._outgoing:
                events |= selectors.EVENT_WRITE
            self._watch(self._client, events)

    def _watch(self, connection: socket.socket | None, events: int) -> None:
        if connection is None:
            return
        is_known = connection in self._selector.get_map()
        if events and is_known:
            self._selector.modify(connection, events)
        elif events:
            self._selector.register(connection, events)
        elif is_known:
            self._selector.unregister(connection)

    def _serve(self, source: object, events: int) -> None:
        if source is self._wake_reader:
            with contextlib.suppress(BlockingIOError):
                self._wake_reader.recv(4096)
        elif source is self._listener:
            self._accept()
        elif source is self._client:
            if events & selectors.EVENT_WRITE:
                self._flush()
            if events & selectors.EVENT_READ and self._client is not None:
                self._receive(self._client)

    def _accept(self) -> None:
        if self._listener is None:
            return
        try:
            client, _ = self._listener.accept()
        except OSError:
            return
        client.setblocking(False)  # noqa: FBT003 - the socket's own API
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._client = client
            self._client_bytes = 0
            self.connection_count += 1
            self._is_asb_on = False
            self._answers.clear()
            self._outgoing = b""

    def _receive(self, client: socket.socket) -> None:
        limit = self._faults.hang_up_after_bytes
        wanted = _READ_BYTES_MAX
        if limit is not None:
            wanted = max(1, min(wanted, limit - self._client_bytes))
        try:
            data = client.recv(wanted)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            # A half-closed client still gets the answers that are ready.
            self._work()
            self._hang_up(is_abrupt=False)
            return
        self._client_bytes += len(data)
        with self._lock:
            self.received_count += len(data)
            self._received += data
            del self._received[:-RECEIVED_BYTES_MAX]
            for token in self._commands.feed(data):
                if isinstance(token, Command) and token.is_real_time:
                    self._do_at_once(token)
                else:
                    self._waiting.append(token)
        if limit is not None and self._client_bytes >= limit:
            self._hang_up(is_abrupt=True)

    def _work(self) -> None:
        """Print what waits, answer what is due; the lock is held step by step."""
        with self._lock:
            self._report_change()
            while self._waiting and self._is_online():
                if self._ready_at > time.monotonic():
                    break
                self._carry_out(self._waiting.popleft())
            papers = self._decoder.take_papers()
            self._papers.extend(papers)
            if papers:
                self._printed.notify_all()
            now = time.monotonic()
            while self._answers and self._answers[0][0] <= now:
                self._outgoing += self._answers.popleft()[1]
        self._flush()
        if self._on_paper is not None:
            for paper in papers:
                self._on_paper(paper)

    def _flush(self) -> None:
        if not self._outgoing or self._client is None:
            return
        try:
            sent = self._client.send(self._outgoing)
        except BlockingIOError:
            return
        except OSError:
            self._hang_up(is_abrupt=False)
            return
        self._outgoing = self._outgoing[sent:]

    def _hang_up(self, *, is_abrupt: bool) -> None:
        with self._lock:
            client, self._client = self._client, None
            self._answers.clear()
            self._outgoing = b""
        if client is None:
            return
        self._watch(client, 0)
        if is_abrupt:
            with contextlib.suppress(OSError):
                client.setsockopt(
                    socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
                )
        client.close()

    def _close_listener(self) -> None:
        if self._listener is not None:
            self._watch(self._listener, 0)
            self._listener.close()
            self._listener = None

    def _close_sockets(self) -> None:
        self._hang_up(is_abrupt=False)
        self._close_listener()
        self._selector.close()
        self._wake_reader.close()
        self._wake_writer.close()

    # -- what it does ----------------------------------------------------------

    def _is_online(self) -> bool:
        return (
            self._has_paper and not self._is_cover_open and not self._has_cutter_error
        )

    def _carry_out(self, token: Token) -> None:
        if self._faults.seconds_per_line and token == Control(0x0A):
            self._ready_at = time.monotonic() + self._faults.seconds_per_line
        if isinstance(token, Command):
            self._answer_in_order(token)
            if token.name == "ESC p":
                pin_code, on, off = token.body
                self._open_drawer(
                    DrawerPulse(_pin(pin_code), on * _PULSE_MS, off * _PULSE_MS)
                )
        self._decoder.apply(token)

    def _do_at_once(self, command: Command) -> None:
        match command.name, command.body[0]:
            case "DLE 04", number:
                self._answer(bytes((self._real_time_status(number),)))
            case "DLE 14", 1:
                milliseconds = command.body[2] * _REAL_TIME_PULSE_MS
                self._open_drawer(
                    DrawerPulse(_pin(command.body[1]), milliseconds, milliseconds)
                )
                self._decoder.apply(command)
            case "DLE 14", 8:
                self._waiting.clear()
            case "DLE 05", number:
                if number == 2:  # noqa: PLR2004 - clears, 1 goes on
                    self._waiting.clear()
                self._has_cutter_error = self._is_cutter_jammed
            case "DLE 06", _:
                self._answer(self._asb())
                self._is_etb_done = False
            case _:
                return

    def _open_drawer(self, pulse: DrawerPulse) -> None:
        self._is_drawer_open |= self._has_drawer
        self.pulse_count += 1
        self._report_change()
        if self._on_drawer is not None:
            self._on_drawer(pulse)

    def _answer_in_order(self, command: Command) -> None:
        match command.name:
            case "GS r":
                is_paper = command.body[0] in {1, ord("1")}
                low = 0x03 if self._is_paper_low else 0
                drawer = 0x01 if self._is_drawer_high else 0
                self._answer(bytes((low if is_paper else drawer,)))
            case "ETB":
                self._etb_counter += 1
                self._is_etb_done = True
                self._last_asb = b""
                self._report_change()
            case "ETB 0":
                self._etb_counter = 0
            case "GS a":
                self._is_asb_on = command.body[0] != 0
                self._last_asb = b""
                self._report_change()
            case "GS I" if command.body[0] in {65, 66, 67, 68}:
                text = {65: "1.0", 66: "Evertill", 67: MODEL, 68: "0"}[command.body[0]]
                self._answer(b"\x5f" + text.encode("ascii") + b"\x00")
            case "GS (" if command.body[:1] == b"H" and len(command.body) >= 9:  # noqa: PLR2004 - H pL pH fn m d1-d4
                self._answer(b"\x37\x22" + command.body[5:9] + b"\x00")
            case _:
                return

    def _answer(self, data: bytes) -> None:
        if self._faults.is_silent or self._client is None:
            return
        if self._faults.is_answering_twice:
            data *= 2
        if self._faults.is_answering_garbage:
            data = b"\xff\xfe" + data
        self._answers.append((time.monotonic() + self._faults.answer_delay_s, data))

    def _report_change(self) -> None:
        if not self._is_asb_on:
            return
        asb = self._asb()
        if asb != self._last_asb or self._is_etb_done:
            self._last_asb = asb
            self._answer(asb)
            self._is_etb_done = False

    def _real_time_status(self, number: int) -> int:
        value = _REAL_TIME_FIXED
        is_out = not self._has_paper
        match number:
            case 1:
                value |= 0x04 * self._is_drawer_high
                value |= 0x08 * (not self._is_online())
            case 2:
                value |= 0x04 * self._is_cover_open
                value |= 0x20 * is_out
                value |= 0x40 * self._has_cutter_error
            case 3:
                value |= 0x08 * self._has_cutter_error
            case _:
                value |= 0x0C * self._is_paper_low
                value |= 0x60 * is_out
        return value

    def _asb(self) -> bytes:
        if self._is_star:
            return star_asb(
                PrinterStatus(
                    is_offline=not self._is_online(),
                    is_cover_open=self._is_cover_open,
                    is_paper_out=not self._has_paper,
                    is_paper_low=self._is_paper_low,
                    has_cutter_error=self._has_cutter_error,
                    is_drawer_high=self._is_drawer_high,
                ),
                self._etb_counter,
                is_etb_done=self._is_etb_done,
            )
        first = _ASB_FIXED
        first |= 0x04 * self._is_drawer_high
        first |= 0x08 * (not self._is_online())
        first |= 0x20 * self._is_cover_open
        second = 0x08 * self._has_cutter_error
        third = 0x03 * self._is_paper_low | 0x0C * (not self._has_paper)
        return bytes((first, second, third, 0))


def _pin(code: int) -> int:
    return 5 if code in {1, ord("1")} else 2
