"""The process that has the reader: ``python -m drivers.nfc.reader_process``.

Apart from the till because the libraries below it hang: a reader that is pulled
out in the middle of a transfer, one that answers only once after it was opened
(nfcpy issues 154 and 239).  A process can be killed, a thread cannot.

Speaks frames on standard input and output and ends when its input does, so it
never outlives the till.
"""

import contextlib
import os
import queue
import sys
import threading
from collections.abc import Callable
from typing import Final

from drivers.nfc.card_errors import (
    CardError,
    CardFormatError,
    CardFullError,
    CardGoneError,
    CardRefusedError,
)
from drivers.nfc.card_session import (
    CardSession,
    FoundCard,
    check_card,
    open_session,
)
from drivers.nfc.field import CardField, ReaderGoneError, ReaderOpenError
from drivers.nfc.messages import (
    CardDone,
    CardFailed,
    CardFailure,
    FrameError,
    Framer,
    Looked,
    OpenFailure,
    OpenReader,
    PatchCard,
    ReadCard,
    ReaderFailed,
    ReaderOpened,
    Reply,
    Request,
    WriteCard,
    decode_request,
    encode_frame,
)

LOOK_INTERVAL_S: Final = 0.15
"""Between two looks; a person holds a card for half a second at least."""

REQUESTS_MAX: Final = 16
CLOSE_TIMEOUT_S: Final = 3.0
"""A look that finds nothing takes two seconds over UDP."""

_READ_BYTES: Final = 4096

CardRequest = ReadCard | WriteCard | PatchCard


class ReaderLoop:
    """Looks for cards and does what is asked, until next_request() says None."""

    def __init__(
        self,
        open_field: Callable[[str], CardField],
        next_request: Callable[[float], Request | None],
        send: Callable[[Reply], None],
    ) -> None:
        """Take what connects it with the world.

        Args:
            open_field: Opens the reader at a path.
            next_request: Waits so many seconds; raises EOFError at the end and
                queue.Empty when nothing came.
            send: Tells the till.
        """
        self._open_field = open_field
        self._next_request = next_request
        self._send = send
        self._found: FoundCard | None = None
        self._session: CardSession | None = None

    def run(self) -> None:
        """Serve until the till goes or the reader does."""
        try:
            request = self._next_request(60.0)
        except (EOFError, queue.Empty):
            return
        assert isinstance(request, OpenReader)
        try:
            field = self._open_field(request.path)
        except ReaderOpenError as error:
            self._send(ReaderFailed(_open_reason(error.reason), error.detail))
            return
        self._send(ReaderOpened(field.name))
        try:
            self._serve(field)
        except EOFError:
            return
        except ReaderGoneError as error:
            self._send(ReaderFailed("missing", str(error)))
        finally:
            field.close()

    def _serve(self, field: CardField) -> None:
        while True:
            self._look(field)
            self._send(Looked(self._found))
            try:
                request = self._next_request(LOOK_INTERVAL_S)
            except queue.Empty:
                continue
            assert isinstance(request, ReadCard | WriteCard | PatchCard)
            self._send(self._answer(field, request))

    def _look(self, field: CardField) -> None:
        if self._session is not None:
            if self._session.is_present():
                return
            # Told before the next look, which takes seconds on some readers.
            self._session = self._found = None
            return
        self._found = field.look()
        if self._found is not None:
            with contextlib.suppress(CardFormatError):  # Of no kind we read.
                self._session = open_session(field, self._found)

    def _answer(self, field: CardField, request: CardRequest) -> Reply:
        try:
            return self._perform(field, request)
        except CardError as error:
            return CardFailed(request.request_id, _failure(error), str(error))

    def _perform(self, field: CardField, request: CardRequest) -> Reply:
        uid = request.uid or (self._found.uid if self._found else b"")
        check_card(self._found, uid)
        assert self._found is not None
        password = None if isinstance(request, ReadCard) else request.password
        session = self._session
        if session is None or password is not None:
            # Selected anew, because the card may have any state by now.
            field.select()
            session = open_session(field, self._found, password)
        self._session = session
        match request:
            case ReadCard():
                return CardDone(request.request_id, session.read())
            case WriteCard():
                session.write(request.message)
            case PatchCard():
                session.patch(request.offset, request.data)
        return CardDone(request.request_id)


def open_field(path: str) -> CardField:
    """Open the reader at *path* by the library that knows it."""
    scheme, _, name = path.partition(":")
    if scheme == "pcsc":
        from drivers.nfc.pcsc_reader import open_pcsc

        return open_pcsc(name)
    from drivers.nfc.nfcpy_field import NfcpyField

    return NfcpyField(path)


def main() -> None:
    """Serve the till at the other end of standard input and output."""
    # nfcpy prints now and then; that must not get between the frames.
    output = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    requests: queue.Queue[Request | None] = queue.Queue(REQUESTS_MAX)
    threading.Thread(
        target=_listen, args=(sys.stdin.fileno(), requests), daemon=True
    ).start()

    def next_request(timeout_s: float) -> Request:
        request = requests.get(timeout=timeout_s)
        if request is None:
            raise EOFError
        return request

    def send(reply: Reply) -> None:
        frame = encode_frame(reply)
        try:
            while frame:
                frame = frame[os.write(output, frame) :]
        except OSError as error:
            raise EOFError from error

    try:
        ReaderLoop(open_field, next_request, send).run()
    except EOFError:
        return


def _listen(descriptor: int, requests: "queue.Queue[Request | None]") -> None:
    framer = Framer()
    try:
        while data := os.read(descriptor, _READ_BYTES):
            for frame in framer.feed(data):
                requests.put(decode_request(frame))
    except (OSError, FrameError):
        pass
    # The till is gone, or wants this process to end: switch the field off.
    with contextlib.suppress(queue.Full):
        requests.put_nowait(None)
    # The other thread may hang in a library; it is not waited for.
    threading.Event().wait(CLOSE_TIMEOUT_S)
    os._exit(0)


def _open_reason(reason: str) -> OpenFailure:
    match reason:
        case "denied" | "busy" | "library" | "path":
            return reason
        case _:
            return "missing"


def _failure(error: CardError) -> CardFailure:
    match error:
        case CardGoneError():
            return "gone"
        case CardRefusedError():
            return "refused"
        case CardFullError():
            return "full"
        case _:
            return "format"


if __name__ == "__main__":
    main()
