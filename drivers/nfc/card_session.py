"""Speaks with one card through any reader that moves frames.

A command that gets no answer is sent again after the card was selected anew: an
answer that comes late must not be taken for that of the next command.
"""

from collections.abc import Callable
from typing import Final, Protocol, TypeVar

import msgspec

from drivers.nfc import type2, type2_commands, type3
from drivers.nfc.card_errors import (
    CardError,
    CardFormatError,
    CardGoneError,
    CardRefusedError,
)
from drivers.nfc.masking import mask
from drivers.nfc.port import CardContent, CardTechnology

EXCHANGE_TIMEOUT_S: Final = 0.25
"""A card answers within 30 ms or not at all; the rest is for a busy till."""

TRIES: Final = 3

_NXP: Final = 0x04
_LONG_UID_BYTES: Final = 7

T = TypeVar("T")


class CardLink(Protocol):
    """Moves frames between a reader and the one card that is selected."""

    def exchange(self, command: bytes, timeout_s: float) -> bytes:
        """Return the card's answer to *command*.

        Raises:
            CardGoneError: There was none, or a damaged one.
        """

    def select(self) -> None:
        """Wake the same card anew, from any state.

        Raises:
            CardGoneError: It is not there.
        """


class CardSession(Protocol):
    """One card, as long as it rests on the reader."""

    def read(self) -> CardContent:
        """Return what is on it."""

    def write(self, message: bytes) -> None:
        """Put *message* on it and read it back."""

    def patch(self, offset: int, data: bytes) -> None:
        """Replace bytes of its message."""

    def is_present(self) -> bool:
        """Return whether it is still there."""


class Type2Session:
    """A Type 2 card: NTAG21x, Ultralight and their like."""

    def __init__(
        self, link: CardLink, uid: bytes, password: tuple[bytes, bytes] | None = None
    ) -> None:
        """Take the card that was just selected.

        Args:
            link: To the card.
            uid: Its number.
            password: PWD and PACK, for cards that ask before they write.
        """
        self._link = link
        self._uid = uid
        self._password = password
        self._is_authenticated = False
        self._model: type2.Ntag | None = None
        self._is_identified = False

    def read(self) -> CardContent:
        """Return what is on it."""
        self._identify()
        memory, area, capability = self._read_memory()
        start = area.message_offset
        return CardContent(
            CardTechnology.TYPE_2,
            self._uid,
            self._model.name if self._model else "",
            memory[start : start + area.length],
            area.capacity,
            capability.is_writable,
        )

    def write(self, message: bytes) -> None:
        """Put *message* on it and read it back."""
        self._identify()
        memory, _area, capability = self._read_memory()
        _refuse_locked(is_writable=capability.is_writable)
        self._write_pages(type2.plan_message(memory, message))
        if self.read().message != message:
            raise CardGoneError("the card does not hold what was written")

    def patch(self, offset: int, data: bytes) -> None:
        """Replace bytes of its message."""
        self._identify()
        memory, _area, capability = self._read_memory()
        _refuse_locked(is_writable=capability.is_writable)
        self._write_pages(type2.plan_patch(memory, offset, data))

    def protect(self) -> None:
        """Have the card ask for the password before anything is written to it.

        PROT stays 0: everybody may read.  AUTHLIM stays 0, because a card that
        locks itself after some wrong tries could be killed by anyone.

        Raises:
            CardRefusedError: It is a model without passwords, or none is known.
        """
        self._identify()
        if self._model is None or self._password is None:
            raise CardRefusedError("the card has no password")
        password, pack = self._password
        model = self._model
        settings = self._ask(
            type2_commands.read(model.auth0_page), type2_commands.parse_read
        )
        auth0 = settings[:3] + bytes((type2.DATA_OFFSET // type2.PAGE_BYTES,))
        # AUTH0 last: before it is written the card is open whatever happened.
        self._write_pages(
            (
                type2.PageWrite(model.password_page, password),
                type2.PageWrite(model.password_page + 1, pack + bytes(2)),
                type2.PageWrite(model.auth0_page, auth0),
            )
        )

    def read_counter(self) -> int | None:
        """Return how often the chip says it was read; None if it does not count."""
        try:
            return self._ask(
                type2_commands.read_counter(), type2_commands.parse_counter
            )
        except CardRefusedError:
            return None

    def is_present(self) -> bool:
        """Return whether it is still there."""
        try:
            answer = self._ask(type2_commands.read(0), type2_commands.parse_read)
        except CardError:
            return False
        if len(self._uid) != _LONG_UID_BYTES:
            return True
        return answer[0:3] + answer[4:8] == self._uid

    def _identify(self) -> None:
        if self._is_identified:
            return
        if self._uid[:1] == bytes((_NXP,)):
            try:
                version = self._once(
                    type2_commands.get_version(), type2_commands.parse_version
                )
                self._model = type2.find_ntag(version)
            except (CardGoneError, CardRefusedError):
                # Cards that do not know the question fall silent.
                self._link.select()
        self._is_identified = True

    def _read_memory(self) -> tuple[bytes, type2.MessageArea, type2.Capability]:
        memory = b""
        needed = type2.DATA_OFFSET
        while True:
            while len(memory) < needed:
                memory = self._read_on(memory)
            try:
                area = type2.find_message(memory)
            except type2.ShortMemoryError as error:
                needed = error.needed
                continue
            return memory, area, type2.read_capability(memory)

    def _read_on(self, memory: bytes) -> bytes:
        """Return *memory* and the next pages.

        An answer does not say which page it is of.  Each read therefore begins
        with the last page of the one before: an old answer that came twice, or
        another card, does not go on where this one ended.
        """
        last = memory[-type2.PAGE_BYTES :]

        def parse(answer: bytes) -> bytes:
            data = type2_commands.parse_read(answer)
            if not data.startswith(last):
                raise CardGoneError("the card's answers do not fit together")
            return data[len(last) :]

        page = (len(memory) - len(last)) // type2.PAGE_BYTES
        return memory + self._ask(type2_commands.read(page), parse)

    def _write_pages(self, writes: tuple[type2.PageWrite, ...]) -> None:
        if self._asks_password(min(write.page for write in writes)):
            self._authenticate()
        for write in writes:
            self._ask(
                type2_commands.write(write.page, write.data), type2_commands.parse_ack
            )

    def _asks_password(self, page: int) -> bool:
        if self._model is None or self._password is None:
            return False
        settings = self._ask(
            type2_commands.read(self._model.auth0_page), type2_commands.parse_read
        )
        return page >= settings[3]

    def _authenticate(self) -> None:
        assert self._password is not None
        password, pack = self._password
        # Never twice: a card may lock itself after some wrong tries.
        answer = self._once(
            type2_commands.authenticate(password), type2_commands.parse_pack
        )
        if answer != pack:
            raise CardRefusedError("the card does not know the shop's password")
        self._is_authenticated = True

    def _ask(self, command: bytes, parse: Callable[[bytes], T]) -> T:
        def select() -> None:
            self._link.select()
            if self._is_authenticated:
                self._is_authenticated = False
                self._authenticate()

        return _persist(lambda: self._once(command, parse), select)

    def _once(self, command: bytes, parse: Callable[[bytes], T]) -> T:
        return parse(self._link.exchange(command, EXCHANGE_TIMEOUT_S))


class Type3Session:
    """A Type 3 card: FeliCa with an NDEF system."""

    def __init__(self, link: CardLink, uid: bytes) -> None:
        """Take the card that was just polled; *uid* is its IDm."""
        self._link = link
        self._uid = uid

    def read(self) -> CardContent:
        """Return what is on it."""
        attributes = self._read_attributes()
        return CardContent(
            CardTechnology.TYPE_3,
            self._uid,
            "FeliCa",
            self._read_message(attributes),
            attributes.capacity,
            attributes.is_writable,
        )

    def write(self, message: bytes) -> None:
        """Put *message* on it and read it back."""
        attributes = self._read_attributes()
        _refuse_locked(is_writable=attributes.is_writable)
        for write in type3.plan_message(attributes, message):
            self._write_blocks(write)
        if self.read().message != message:
            raise CardGoneError("the card does not hold what was written")

    def patch(self, offset: int, data: bytes) -> None:
        """Replace bytes of its message."""
        attributes = self._read_attributes()
        _refuse_locked(is_writable=attributes.is_writable)
        message = self._read_message(attributes)
        for write in type3.plan_patch(attributes, message, offset, data):
            self._write_blocks(write)

    def is_present(self) -> bool:
        """Return whether it is still there."""
        try:
            # Of any system: a card without NDEF rests there as well.
            found = self._ask(type3.polling(type3.ANY_SYSTEM), type3.parse_polling)
        except CardError:
            return False
        return found == self._uid

    def _read_attributes(self) -> type3.Attributes:
        return type3.decode_attributes(self._read_blocks(range(1)))

    def _read_message(self, attributes: type3.Attributes) -> bytes:
        if attributes.is_writing:
            # Cut off in the middle of a whole message, which is as good as none.
            return b""
        count = -(-attributes.length // type3.BLOCK_BYTES)
        step = min(attributes.blocks_per_read, type3.BLOCKS_MAX)
        data = b"".join(
            self._read_blocks(range(1 + first, 1 + min(first + step, count)))
            for first in range(0, count, step)
        )
        return data[: attributes.length]

    def _read_blocks(self, blocks: range) -> bytes:
        return self._ask(
            type3.read_command(self._uid, blocks),
            lambda answer: type3.parse_read(answer, self._uid, len(blocks)),
        )

    def _write_blocks(self, write: type3.BlockWrite) -> None:
        self._ask(
            type3.write_command(self._uid, write.blocks, write.data),
            lambda answer: type3.parse_write(answer, self._uid),
        )

    def _ask(self, command: bytes, parse: Callable[[bytes], T]) -> T:
        def once() -> T:
            return parse(self._link.exchange(command, EXCHANGE_TIMEOUT_S))

        return _persist(once, self._link.select)


class FoundCard(msgspec.Struct, frozen=True):
    """A card that a look found on the reader."""

    technology: CardTechnology
    uid: bytes


def open_session(
    link: CardLink, found: FoundCard, password: tuple[bytes, bytes] | None = None
) -> CardSession:
    """Return the session with a card that was just selected.

    Raises:
        CardFormatError: It is of no kind that can be read.
    """
    match found.technology:
        case CardTechnology.TYPE_2:
            return Type2Session(link, found.uid, password)
        case CardTechnology.TYPE_3:
            return Type3Session(link, found.uid)
        case CardTechnology.OTHER:
            raise CardFormatError("cards of this kind cannot be read")


def check_card(found: FoundCard | None, uid: bytes) -> None:
    """Raise CardGoneError unless the card on the reader is the one with *uid*."""
    if found is None:
        raise CardGoneError("there is no card on the reader")
    if found.uid != uid:
        raise CardGoneError(f"another card is on the reader: {mask(found.uid)}")


def _persist(once: Callable[[], T], select: Callable[[], None]) -> T:
    for _ in range(TRIES - 1):
        try:
            return once()
        except CardGoneError:
            select()
        except CardRefusedError:
            # A Type 2 card that refused is idle, and mute until it is woken.
            select()
            raise
    return once()


def _refuse_locked(*, is_writable: bool) -> None:
    if not is_writable:
        raise CardRefusedError("the card is locked against writing")
