"""Cuts the bytes a display gets into commands and characters, in any pieces."""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

TEXT_BYTES_MAX: Final = 80
"""Of a command that ends with CR; more than any display shows."""

_FIRST_CHARACTER: Final = 0x20
_CR: Final = 0x0D


class Command(msgspec.Struct, frozen=True):
    """What follows the bytes that name a command.

    Attributes:
        run: Called with the parameters.
        count: How many parameter bytes follow.
        is_text: Text up to CR follows instead.
    """

    run: Callable[[bytes], None]
    count: int = 0
    is_text: bool = False


class CommandReader:
    """Feeds commands by their names; names begin with a control character.

    Rule: whatever comes, it never fails and never keeps more than one command.
    """

    def __init__(
        self, commands: Mapping[bytes, Command], on_character: Callable[[int], None]
    ) -> None:
        self._commands = commands
        self._beginnings = {
            name[:length] for name in commands for length in range(1, len(name))
        }
        self._on_character = on_character
        self._name = b""
        self._open: Command | None = None
        self._parameters = bytearray()

    def feed(self, data: bytes) -> None:
        """Take bytes in pieces of any size."""
        for byte in data:
            self._take(byte)

    def _take(self, byte: int) -> None:
        command = self._open
        if command is None:
            self._take_name(byte)
        elif command.is_text:
            if byte == _CR:
                self._run(command)
            elif len(self._parameters) < TEXT_BYTES_MAX:
                self._parameters.append(byte)
        else:
            self._parameters.append(byte)
            if len(self._parameters) == command.count:
                self._run(command)

    def _take_name(self, byte: int) -> None:
        name = self._name + bytes((byte,))
        command = self._commands.get(name)
        if command is not None:
            self._name = b""
            if command.count or command.is_text:
                self._open = command
            else:
                self._run(command)
        elif name in self._beginnings:
            self._name = name
        else:
            # An unknown command is dropped; a plain character is shown.
            self._name = b""
            if len(name) == 1 and byte >= _FIRST_CHARACTER:
                self._on_character(byte)

    def _run(self, command: Command) -> None:
        parameters = bytes(self._parameters)
        self._parameters.clear()
        self._open = None
        command.run(parameters)
