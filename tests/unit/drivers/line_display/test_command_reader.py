"""Commands and characters in pieces of any size."""

from __future__ import annotations

from drivers.line_display.command_reader import (
    TEXT_BYTES_MAX,
    Command,
    CommandReader,
)


def _reader(seen: list[object]) -> CommandReader:
    return CommandReader(
        {
            b"\x0c": Command(lambda _: seen.append("clear")),
            b"\x1bl": Command(seen.append, 2),
            b"\x1bQA": Command(seen.append, is_text=True),
        },
        seen.append,
    )


def test_commands_parameters_texts_and_characters_are_told_apart() -> None:
    seen: list[object] = []
    reader = _reader(seen)
    for byte in b"a\x0c\x1bl\x01\x0c\x1bQAtext\rb":
        reader.feed(bytes((byte,)))

    assert seen == [ord("a"), "clear", b"\x01\x0c", b"text", ord("b")]


def test_an_unknown_command_is_dropped() -> None:
    seen: list[object] = []
    _reader(seen).feed(b"\x1bZ\x05\x1bQZa")

    assert seen == [ord("a")]


def test_a_text_without_end_is_bounded() -> None:
    seen: list[object] = []
    _reader(seen).feed(b"\x1bQA" + b"x" * 10_000 + b"\r")

    assert seen == [b"x" * TEXT_BYTES_MAX]
