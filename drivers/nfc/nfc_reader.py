"""A card reader as a device of the till; its library runs in another process."""

import time
from collections.abc import Callable, Sequence
from typing import Final

from drivers.device import READY
from drivers.device_base import NamedDevice
from drivers.errors import DeviceConfigurationError, DeviceUnavailableError
from drivers.nfc.card_errors import (
    CardError,
    CardFormatError,
    CardFullError,
    CardGoneError,
    CardRefusedError,
)
from drivers.nfc.masking import mask
from drivers.nfc.messages import (
    CardDone,
    CardFailed,
    CardFailure,
    Looked,
    OpenFailure,
    OpenReader,
    PatchCard,
    ReadCard,
    ReaderFailed,
    ReaderOpened,
    Reply,
    WriteCard,
)
from drivers.nfc.port import CardContent, CardEvent, CardPresented, CardRemoved
from drivers.nfc.presence import Presence, PresenceChange
from drivers.nfc.reader_child import COMMAND, ChildGoneError, ReaderChild
from drivers.nfc.shop_card import CardKeys, decode_shop_card

ATTEND_S: Final = 0.2
OPEN_TIMEOUT_S: Final = 20.0
"""Starting Python on a slow till, finding the reader, the first look."""

SILENCE_MAX_S: Final = 8.0
"""Longer than any look takes; a process that says nothing for so long hangs."""

CARD_TIMEOUT_S: Final = 10.0
"""For reading or writing one card, whatever is asked again."""

_ERRORS: Final[dict[CardFailure, type[CardError]]] = {
    "gone": CardGoneError,
    "refused": CardRefusedError,
    "format": CardFormatError,
    "full": CardFullError,
}
_REMEDIES: Final[dict[OpenFailure, str]] = {
    "missing": "Plug the card reader in.",
    "busy": "Close the other program that uses the card reader.",
    "denied": "Ask the technician for the right to use this card reader.",
}
_PLUG_AGAIN: Final = "Unplug the card reader for a moment."
_HOLD_LONGER: Final = "Hold the card still until the tone."
_NOT_OURS: Final = "This card cannot be used here."


class NfcReader(NamedDevice):
    """Tells of cards and reads and writes them; see CardReader and Device.

    Attributes:
        card_count: Cards that were presented.
        read_error_count: How many of them could not be read.
        child_count: Processes that were started.
        reader_name: The reader as it calls itself; empty before it was open.
    """

    def __init__(
        self,
        device_id: str,
        path: str,
        on_card: Callable[[CardEvent], None],
        *,
        keys: CardKeys | None = None,
        command: Sequence[str] = COMMAND,
        silence_s_max: float = SILENCE_MAX_S,
    ) -> None:
        """Take the settings; nothing is started before open().

        Args:
            device_id: The device as the settings name it.
            path: Of the reader: see NfcpyField and open_pcsc.
            on_card: Gets the events, on the device's thread.
            keys: Prove the shop's cards; None proves none.
            command: Of the reader process.
            silence_s_max: After that the process counts as hanging.
        """
        super().__init__(device_id)
        self._path = path
        self._on_card = on_card
        self._keys = keys
        self._command = command
        self._silence_s_max = silence_s_max
        self._presence = Presence()
        self._child: ReaderChild | None = None
        self._heard_at = 0.0
        self._request_id = 0
        self._is_interrupted = False
        self.card_count = 0
        self.read_error_count = 0
        self.child_count = 0
        self.reader_name = ""

    def open(self) -> None:
        """Start the process and wait until it has looked for a card once.

        A reader that can be opened and then fails at the first look would
        otherwise be opened again and again without any delay between.
        """
        if self._is_interrupted:
            raise DeviceUnavailableError(self._device_id, "the till is closing")
        try:
            self._child = ReaderChild(self._command)
        except OSError as error:
            raise DeviceUnavailableError(self._device_id, str(error)) from error
        self.child_count += 1
        self._heard_at = time.monotonic()
        self._send(OpenReader(self._path))
        deadline = time.monotonic() + OPEN_TIMEOUT_S
        while True:
            reply = self._receive(deadline, "the card reader does not answer")
            if isinstance(reply, ReaderOpened):
                self.reader_name = reply.name
            if isinstance(reply, Looked):
                break
        self._condition = READY
        self._take_look(reply)

    def attend(self) -> None:
        """Wait a moment for cards and tell of them."""
        reply = self._hear(ATTEND_S)
        if isinstance(reply, Looked):
            self._take_look(reply)
        silence_s = time.monotonic() - self._heard_at
        if silence_s > self._silence_s_max and not self._is_interrupted:
            raise DeviceUnavailableError(
                self._device_id, "the card reader hangs", _PLUG_AGAIN
            )

    def close(self) -> None:
        """End the process."""
        child, self._child = self._child, None
        if child is not None:
            child.close()
            self._presence.lose_sight()

    def interrupt(self) -> None:
        """Make a blocked attend() return soon; may be called from any thread."""
        self._is_interrupted = True
        child = self._child
        if child is not None:
            child.wake()

    # -- CardReader --------------------------------------------------------------

    def read(self) -> CardContent:
        """Return what is on the card that rests on the reader."""
        return self._read(b"")

    def write(self, uid: bytes, message: bytes) -> None:
        """Put *message* on the card with that number, and read it back."""
        password = self._password(uid)
        self._ask(WriteCard(self._next_id(), uid, message, password))

    def patch(self, uid: bytes, offset: int, data: bytes) -> None:
        """Replace bytes of the message on the card with that number."""
        password = self._password(uid)
        self._ask(PatchCard(self._next_id(), uid, offset, data, password))

    def examine(self) -> tuple[str, ...]:
        """Return what a technician wants to see, one sentence each."""
        name = f"reader: {self.reader_name}"
        try:
            content = self._read(b"")
        except CardGoneError:
            return name, "no card is on it"
        except CardError as error:
            return name, f"the card on it cannot be read: {error}"
        model = content.model or content.technology.value
        size = f"{len(content.message)} of {content.capacity} bytes"
        return name, f"card on it: {model} {mask(content.uid)}, {size} used"

    # -- within ------------------------------------------------------------------

    def _take_look(self, look: Looked) -> None:
        for visit in self._presence.look(look.found, time.monotonic()):
            if visit.change is PresenceChange.WENT:
                self._on_card(CardRemoved(self._device_id, visit.card.uid))
                continue
            self.card_count += 1
            presented = CardPresented(
                self._device_id, visit.card.uid, visit.card.technology
            )
            self._on_card(self._with_content(presented))

    def _with_content(self, presented: CardPresented) -> CardPresented:
        content, shop_card, problem = None, None, ""
        try:
            content = self._read(presented.uid)
            shop_card = decode_shop_card(content.message, content.uid, self._keys)
        except CardGoneError:
            problem = _HOLD_LONGER
        except CardError:
            problem = _NOT_OURS
        self.read_error_count += bool(problem)
        return CardPresented(
            presented.device_id,
            presented.uid,
            presented.technology,
            content,
            shop_card,
            problem,
        )

    def _read(self, uid: bytes) -> CardContent:
        done = self._ask(ReadCard(self._next_id(), uid))
        if done.content is None:
            raise DeviceUnavailableError(
                self._device_id, "the reader process answered without content"
            )
        return done.content

    def _ask(self, request: ReadCard | WriteCard | PatchCard) -> CardDone:
        """Return the answer to *request*; what was looked meanwhile is dropped."""
        self._send(request)
        deadline = time.monotonic() + CARD_TIMEOUT_S
        while True:
            reply = self._receive(deadline, "the card reader hangs")
            match reply:
                case CardDone() if reply.request_id == request.request_id:
                    return reply
                case CardFailed() if reply.request_id == request.request_id:
                    raise _ERRORS[reply.failure](reply.detail)
                case _:
                    continue

    def _password(self, uid: bytes) -> tuple[bytes, bytes] | None:
        return None if self._keys is None else self._keys.password(uid)

    def _next_id(self) -> int:
        self._request_id += 1
        return self._request_id

    def _send(self, request: OpenReader | ReadCard | WriteCard | PatchCard) -> None:
        if self._child is None:
            raise DeviceUnavailableError(self._device_id, "the card reader is away")
        try:
            self._child.send(request)
        except ChildGoneError as error:
            raise DeviceUnavailableError(self._device_id, str(error)) from error

    def _receive(self, deadline: float, complaint: str) -> Reply:
        while True:
            reply = self._hear(ATTEND_S)
            if reply is not None:
                return reply
            if self._is_interrupted or time.monotonic() > deadline:
                raise DeviceUnavailableError(self._device_id, complaint, _PLUG_AGAIN)

    def _hear(self, timeout_s: float) -> Reply | None:
        assert self._child is not None
        try:
            reply = self._child.receive(timeout_s)
        except ChildGoneError as error:
            raise DeviceUnavailableError(
                self._device_id, str(error), _PLUG_AGAIN
            ) from error
        if reply is not None:
            self._heard_at = time.monotonic()
        if isinstance(reply, ReaderFailed):
            self._raise_failed(reply)
        return reply

    def _raise_failed(self, failed: ReaderFailed) -> None:
        if failed.reason in {"library", "path"}:
            raise DeviceConfigurationError(self._device_id, failed.detail)
        raise DeviceUnavailableError(
            self._device_id, failed.detail, _REMEDIES[failed.reason]
        )
