"""Bytes handed to the print queue of the operating system.

There is no way back: what a queue has taken may be printed now, later or never.
All bytes of one connection become one job, handed over at its end; before that
nothing has left.
"""

import subprocess
from typing import Final, Protocol

from drivers.errors import (
    TransportBusyError,
    TransportGoneError,
    TransportNotTakenError,
    TransportTimeoutError,
)

HAND_OVER_TIMEOUT_S: Final = 20.0
JOB_BYTES_MAX: Final = 16 * 1024 * 1024
"""More than any paper; a queue would take a runaway job until the disk is full."""


class PrintQueue(Protocol):
    """One queue of the operating system: CUPS, or the spooler of Windows."""

    @property
    def address(self) -> str:
        """The queue as the settings name it."""

    def check(self) -> None:
        """Raise TransportError when the queue is not there or takes no jobs."""

    def submit(self, data: bytes) -> None:
        """Hand over *data* as one raw job.

        Raises:
            TransportNotTakenError: The queue refused it; nothing will be printed.
            TransportTimeoutError: Whether the queue took it is unknown.
        """


class SpoolTransport:
    """Collects what is written and hands it over in finish_writing()."""

    is_wire: Final = True
    has_way_back: Final = False

    def __init__(self, queue: PrintQueue) -> None:
        self._queue = queue
        self._data: bytearray | None = None

    @property
    def address(self) -> str:
        """Where it leads, as the settings give it."""
        return self._queue.address

    @property
    def is_open(self) -> bool:
        """Whether open() succeeded and close() has not been called."""
        return self._data is not None

    def open(self) -> None:
        """See whether the queue is there and takes jobs."""
        assert self._data is None, "open() on an open transport"
        self._queue.check()
        self._data = bytearray()

    def close(self) -> None:
        """Forget what was not handed over.  Never raises."""
        self._data = None

    def read(self, count_max: int, *, timeout_s: float) -> bytes:
        """Raise: nothing ever comes back."""
        del count_max, timeout_s
        raise TransportTimeoutError(self.address, "there is no way back")

    def write(self, data: bytes, *, timeout_s: float) -> None:
        """Add *data* to the job."""
        del timeout_s
        if self._data is None:
            raise TransportGoneError(self.address, "not open")
        if len(self._data) + len(data) > JOB_BYTES_MAX:
            raise TransportNotTakenError(self.address, "the job is too long")
        self._data += data

    def finish_writing(self) -> None:
        """Hand the job over; a second call has nothing left to hand over."""
        if self._data:
            data, self._data = bytes(self._data), bytearray()
            self._queue.submit(data)

    def interrupt(self) -> None:
        """Do nothing: no call waits for the other side longer than its deadline."""


class CupsQueue:
    """A CUPS queue, by the programs ``lp`` and ``lpstat``.

    Raw queues are deprecated since CUPS 2.4 and end with 3.0; a direct connection
    is better where there is one.  ``lp`` reads the job from its standard input, so
    no paper ever lies in a file.
    """

    def __init__(self, name: str, *, programs: str = "", server: str = "") -> None:
        """Prepare.

        Args:
            name: The queue.
            programs: Folder of lp and lpstat, with a slash; empty searches PATH.
            server: ``host:port`` of the CUPS server; empty for the usual one.
        """
        self._name = name
        self._programs = programs
        self._server = ["-h", server] if server else []

    @property
    def address(self) -> str:
        """The queue as the settings name it."""
        return f"cups:{self._name}"

    def check(self) -> None:
        """Ask lpstat whether the queue is there and accepts jobs."""
        accepting = self._run("lpstat", "-a", self._name)
        if accepting.returncode != 0:
            raise TransportGoneError(self.address, _said(accepting))
        if b"not accepting" in accepting.stdout:
            raise TransportBusyError(self.address, "the queue accepts no jobs")

    def submit(self, data: bytes) -> None:
        """Hand over *data* as one raw job."""
        ended = self._run("lp", "-d", self._name, "-o", "raw", "-s", job=data)
        if ended.returncode != 0:
            raise TransportNotTakenError(self.address, _said(ended))

    def _run(
        self, program: str, *arguments: str, job: bytes = b""
    ) -> "subprocess.CompletedProcess[bytes]":
        try:
            return subprocess.run(
                [self._programs + program, *self._server, *arguments],
                input=job,
                capture_output=True,
                timeout=HAND_OVER_TIMEOUT_S,
                check=False,
                # Answers are compared in English.
                env={"PATH": _PATH, "LC_ALL": "C"},
            )
        except subprocess.TimeoutExpired as error:
            raise TransportTimeoutError(
                self.address, f"{program} did not end in time"
            ) from error
        except OSError as error:
            raise TransportNotTakenError(
                self.address, f"{program} cannot be run: {error.strerror}"
            ) from error


_PATH: Final = "/usr/local/bin:/usr/bin:/bin"


def _said(ended: "subprocess.CompletedProcess[bytes]") -> str:
    text = (ended.stderr or ended.stdout).decode("utf-8", errors="replace").strip()
    return text.split("\n")[0] or f"ended with {ended.returncode}"


class WindowsQueue:
    """A printer of the Windows spooler, by winspool's raw jobs.

    Never run: written from the documentation of OpenPrinter, StartDocPrinter,
    WritePrinter and EndDocPrinter.  Each call has a handle of its own, so a printer
    that hangs holds up no other.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def address(self) -> str:
        """The printer as the settings name it."""
        return f"spooler:{self._name}"

    def check(self) -> None:
        """Open the printer and close it again."""
        _winspool(self.address, self._name, None)

    def submit(self, data: bytes) -> None:
        """Hand over *data* as one raw job."""
        _winspool(self.address, self._name, data)


def _winspool(address: str, name: str, data: bytes | None) -> None:
    import ctypes

    library = getattr(ctypes, "WinDLL", None)
    if library is None:
        raise TransportGoneError(address, "this system has no Windows spooler")
    spool = library("winspool.drv", use_last_error=True)

    class DocInfo(ctypes.Structure):
        """DOC_INFO_1W."""

        _fields_ = (
            ("name", ctypes.c_wchar_p),
            ("output_file", ctypes.c_wchar_p),
            ("data_type", ctypes.c_wchar_p),
        )

    printer = ctypes.c_void_p()
    if not spool.OpenPrinterW(ctypes.c_wchar_p(name), ctypes.byref(printer), None):
        raise TransportGoneError(address, "there is no such printer")
    try:
        if data is None:
            return
        info = DocInfo("Evertill", None, "RAW")
        if not spool.StartDocPrinterW(printer, 1, ctypes.byref(info)):
            raise TransportNotTakenError(address, "the spooler took no job")
        written = ctypes.c_ulong()
        is_written = spool.WritePrinter(
            printer, data, ctypes.c_ulong(len(data)), ctypes.byref(written)
        )
        spool.EndDocPrinter(printer)
        if not is_written or written.value != len(data):
            raise TransportGoneError(address, "the spooler took a part of the job")
    finally:
        spool.ClosePrinter(printer)
