"""An NTAG made of software.

Sources: ISO/IEC 14443-3 (states, anticollision); NXP data sheet NTAG213/215/216
rev. 3.2 (commands, settings, factory content); NXP support ("all configuration bits
take effect after POR, except PWD and PACK").
"""

import enum
from typing import Final

from typing_extensions import override

from drivers.nfc import type2, type2_commands
from drivers.nfc.port import CardTechnology
from drivers.nfc.simulated_card import RATE_A, TearableCard

_CASCADE: Final = 0x88
_SENS_REQ: Final = b"\x26"
_ALL_REQ: Final = b"\x52"
_HALT: Final = b"\x50\x00"
_NTAG_SENS_RES: Final = b"\x44\x00"
_SAK_INCOMPLETE: Final = b"\x04"
_SAK_TYPE_2: Final = b"\x00"
_AUTHLIM_MASK: Final = 0x07
_PROT: Final = 0x80
_COUNTER_ENABLED: Final = 0x10
_COUNTER_MAX: Final = 0xFFFFFF
_UID_BYTES: Final = 7
_LOCK_PAGE: Final = 2


class _State(enum.Enum):
    IDLE = "idle"
    READY_1 = "ready 1"
    READY_2 = "ready 2"
    ACTIVE = "active"
    HALTED = "halted"


class SimulatedNtag(TearableCard):
    """An NTAG213, 215 or 216 as it comes from the factory.

    Attributes:
        memory: All its pages; PWD and PACK as they are.
    """

    technology: Final = CardTechnology.TYPE_2

    def __init__(
        self,
        uid: bytes = bytes.fromhex("04A1B2C3D4E5F6"),
        model: type2.Ntag = type2.NTAGS[0],
        message: bytes = b"",
    ) -> None:
        """Make one with *message* on it."""
        assert len(uid) == _UID_BYTES
        super().__init__(uid)
        self._model = model
        self._state = _State.IDLE
        self._is_woken_from_halt = False
        self._is_authenticated = False
        self._wrong_passwords = 0
        self._counter = 0
        self._is_counted = False
        self.memory = _new_ntag_memory(uid, model)
        for write in type2.plan_message(bytes(self.memory), message):
            self._store(write.page, write.data)
        self._take_settings()

    @override
    def power_off(self) -> None:
        """Take the field away; settings written since then come into force."""
        self._fall_back(_State.IDLE)
        self._is_counted = False
        self._take_settings()

    def receive(self, rate: str, frame: bytes) -> bytes | None:
        """Return the answer to *frame*; None is silence."""
        if rate != RATE_A or not frame or self.is_torn:
            return None
        if frame in {_SENS_REQ, _ALL_REQ}:
            return self._wake(frame)
        if self._state in {_State.READY_1, _State.READY_2}:
            return self._select(frame)
        if self._state is not _State.ACTIVE:
            return None
        answer = self._command(frame)
        if answer is None or (len(answer) == 1 and answer != type2_commands.ACK):
            self._fall_back(_State.HALTED if frame == _HALT else _State.IDLE)
        return answer

    # -- anticollision -----------------------------------------------------------

    def _wake(self, frame: bytes) -> bytes | None:
        if self._state is _State.IDLE or (
            self._state is _State.HALTED and frame == _ALL_REQ
        ):
            self._state = _State.READY_1
            return _NTAG_SENS_RES
        self._fall_back(_State.IDLE)
        return None

    def _select(self, frame: bytes) -> bytes | None:
        is_first = self._state is _State.READY_1
        level = b"\x93" if is_first else b"\x95"
        part = bytes((_CASCADE,)) + self._uid[:3] if is_first else self._uid[3:]
        part += bytes((_xor(part),))
        if frame == level + b"\x20":
            return part
        if frame == level + b"\x70" + part:
            self._state = _State.READY_2 if is_first else _State.ACTIVE
            return _SAK_INCOMPLETE if is_first else _SAK_TYPE_2
        self._fall_back(_State.IDLE)
        return None

    def _fall_back(self, state: _State) -> None:
        self._state = state
        self._is_authenticated = False

    # -- commands ----------------------------------------------------------------

    def _command(self, frame: bytes) -> bytes | None:  # noqa: PLR0911 - a table of commands
        match frame[0], len(frame):
            case type2_commands.READ, 2:
                return self._read(frame[1])
            case type2_commands.FAST_READ, 3:
                return self._fast_read(frame[1], frame[2])
            case type2_commands.WRITE, 6:
                return self._write(frame[1], frame[2:])
            case type2_commands.GET_VERSION, 1:
                return self._model.version
            case type2_commands.READ_COUNTER, 2:
                return self._read_counter(frame[1])
            case type2_commands.AUTHENTICATE, 5:
                return self._authenticate(frame[1:])
            case type2_commands.READ_SIGNATURE, 2:
                return bytes(type2_commands.SIGNATURE_BYTES)
            case _:
                return None

    def _read(self, page: int) -> bytes:
        if page >= self._readable_end():
            return type2_commands.NAK_ARGUMENT
        self._count()
        # Beyond the last page a READ goes on with the first.
        visible = self._visible()[: self._readable_end() * type2.PAGE_BYTES]
        start = page * type2.PAGE_BYTES
        return (visible + visible)[start : start + type2_commands.READ_BYTES]

    def _fast_read(self, first: int, last: int) -> bytes:
        if first > last or last >= self._readable_end():
            return type2_commands.NAK_ARGUMENT
        self._count()
        start, end = first * type2.PAGE_BYTES, (last + 1) * type2.PAGE_BYTES
        return self._visible()[start:end]

    def _write(self, page: int, data: bytes) -> bytes | None:
        if page < _LOCK_PAGE or page >= self._model.page_count:
            return type2_commands.NAK_ARGUMENT
        if page >= self._auth0 and not self._is_authenticated:
            return type2_commands.NAK_AUTHENTICATION
        if page in {_LOCK_PAGE, _LOCK_PAGE + 1, self._model.lock_page}:
            # These bits can only be set.
            start = page * type2.PAGE_BYTES
            old = self.memory[start : start + type2.PAGE_BYTES]
            data = bytes(a | b for a, b in zip(old, data, strict=True))
        return type2_commands.ACK if self._store(page, data) else None

    def _store(self, page: int, data: bytes) -> bool:
        return self._tearing.write(self.memory, page * type2.PAGE_BYTES, data)

    def _read_counter(self, number: int) -> bytes:
        if number != type2_commands.COUNTER_NUMBER or not self._counts():
            return type2_commands.NAK_ARGUMENT
        return self._counter.to_bytes(3, "little")

    def _authenticate(self, password: bytes) -> bytes:
        limit = self._access & _AUTHLIM_MASK
        start = self._model.password_page * type2.PAGE_BYTES
        is_right = password == self.memory[start : start + 4]
        if limit and self._wrong_passwords >= limit:
            return type2_commands.NAK_AUTHENTICATION
        if not is_right:
            self._wrong_passwords += 1
            return type2_commands.NAK_AUTHENTICATION
        self._wrong_passwords = 0
        self._is_authenticated = True
        return bytes(self.memory[start + 4 : start + 6])

    def _visible(self) -> bytes:
        start = self._model.password_page * type2.PAGE_BYTES
        return bytes(self.memory[:start]) + bytes(2 * type2.PAGE_BYTES)

    def _take_settings(self) -> None:
        self._auth0 = self.memory[self._model.auth0_page * type2.PAGE_BYTES + 3]
        self._access = self.memory[self._model.access_page * type2.PAGE_BYTES]

    def _readable_end(self) -> int:
        if self._access & _PROT and not self._is_authenticated:
            return min(self._auth0, self._model.page_count)
        return self._model.page_count

    def _counts(self) -> bool:
        return bool(self._access & _COUNTER_ENABLED)

    def _count(self) -> None:
        # Once for each time it comes into a field.
        if self._counts() and not self._is_counted:
            self._counter = min(self._counter + 1, _COUNTER_MAX)
            self._is_counted = True


def _new_ntag_memory(uid: bytes, model: type2.Ntag) -> bytearray:
    memory = bytearray(model.page_count * type2.PAGE_BYTES)
    memory[0:4] = uid[:3] + bytes((_CASCADE ^ _xor(uid[:3]),))
    memory[4:10] = uid[3:] + bytes((_xor(uid[3:]), 0x48))
    memory[12:16] = bytes((0xE1, 0x10, model.size_code, 0x00))
    # The lock control TLV of the factory, then an empty message.
    user_bytes = model.size_code * 8
    lock = (16 + user_bytes).to_bytes(2, "big")
    factory = b"\x03\x00\xfe"
    if lock[0] == 0 and lock[1] % 16 == 0:
        factory = bytes((1, 3, lock[1], 0x0C, 0x34)) + factory
    memory[16 : 16 + len(factory)] = factory
    memory[model.auth0_page * 4 : model.auth0_page * 4 + 4] = b"\x04\x00\x00\xff"
    memory[model.password_page * 4 : model.password_page * 4 + 4] = b"\xff\xff\xff\xff"
    return memory


def _xor(data: bytes) -> int:
    result = 0
    for byte in data:
        result ^= byte
    return result
