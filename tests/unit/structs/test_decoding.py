"""Every reader of msgspec stands behind one door that threads may go through."""

from __future__ import annotations

import ast
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

import msgspec
import pytest

from structs.decoding import convert, decode_json, json_decoder, msgpack_decoder

_ROOT: Final = Path(__file__).parents[3]
_FOLDERS: Final = ("terminal", "drivers", "sync", "scripts", "tests")
_READERS: Final = frozenset(
    {
        "msgspec.convert",
        "msgspec.json.Decoder",
        "msgspec.msgpack.Decoder",
        "msgspec.msgpack.decode",
        "msgspec.toml.decode",
        "msgspec.yaml.decode",
    }
)

# One thread learns a kind and is held up in the middle of it; another comes to read.
_FIRST_READS: Final = """
import sys, threading
import msgspec
from structs.decoding import decode_json

learning, going_on = threading.Event(), threading.Event()

def slowly(kind):
    learning.set()
    assert going_on.wait(30)
    return kind

class Inner(msgspec.Struct):
    value: "slowly(int)"

class Outer(msgspec.Struct):
    inner: Inner

def read():
    value = decode_json(b'{"inner":{"value":7}}', Outer).inner.value
    # In one write: print() writes the end of its line by another one.
    sys.stdout.write(f"{value}\\n")

first, second = threading.Thread(target=read), threading.Thread(target=read)
first.start()
assert learning.wait(30)
"""
_THROUGH_THE_DOOR: Final = """
second.start()
going_on.set()
second.join()
first.join()
"""
# The crash is expected and leaves no image of its memory behind.
_PAST_THE_DOOR: Final = """
if sys.platform != "win32":
    import resource
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
decode_json = lambda data, kind: msgspec.json.decode(data, type=kind)
second.start()
second.join()
going_on.set()
first.join()
"""


class Price(msgspec.Struct, frozen=True):
    """A value with another in it."""

    amount_minor: int
    parts: tuple[Price, ...] = ()


def test_a_kind_that_is_being_learned_is_read_when_it_is_known() -> None:
    done = _run(_FIRST_READS + _THROUGH_THE_DOOR)

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["7", "7"]


def test_the_door_is_still_needed() -> None:
    # The day this fails, msgspec has mended itself and the door can go.
    done = _run(_FIRST_READS + _PAST_THE_DOOR)

    assert done.returncode != 0
    assert done.stdout == ""


def _run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        cwd=_ROOT,
        check=False,
        timeout=60,
    )


def test_a_kind_has_one_decoder_in_all_threads() -> None:
    found: list[msgspec.json.Decoder[Price]] = []
    threads = [
        threading.Thread(target=lambda: found.append(json_decoder(Price)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 4
    assert len(set(map(id, found))) == 1


def test_json_is_read() -> None:
    data = b'{"amount_minor":150,"parts":[{"amount_minor":50}]}'

    assert decode_json(data, Price) == Price(150, (Price(50),))
    assert decode_json(data.decode(), Price).amount_minor == 150
    assert decode_json(b"[1,2]", tuple[int, ...]) == (1, 2)
    assert decode_json(b"null", Price | None) is None


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b'{"amount_minor":"1"}', b"{}"],
    ids=["none", "half", "text", "{}"],
)
def test_what_is_not_the_kind_is_refused(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_json(data, Price)


def test_messagepack_is_read() -> None:
    data = msgspec.msgpack.encode(Price(7))

    assert msgpack_decoder(Price).decode(data) == Price(7)
    assert msgpack_decoder(Price) is msgpack_decoder(Price)


def test_plain_values_are_converted() -> None:
    assert convert({"amount_minor": 9}, Price) == Price(9)
    assert convert({"amount_minor": "9"}, Price, strict=False) == Price(9)
    with pytest.raises(msgspec.ValidationError):
        convert({"amount_minor": "9"}, Price)


@pytest.mark.parametrize("folder", _FOLDERS)
def test_nothing_reads_past_the_door(folder: str) -> None:
    past = [
        f"{path.relative_to(_ROOT)}:{line}: use structs.decoding instead of {what}"
        for path in sorted((_ROOT / folder).rglob("*.py"))
        if path != Path(__file__)
        for line, what in _readers_in(path.read_text("utf-8"))
    ]

    assert past == []


@pytest.mark.parametrize(
    "source",
    [
        "import msgspec\nmsgspec.json.decode(b'', type=int)",
        "import msgspec\nmsgspec.json.Decoder(int)",
        "import msgspec\nx = msgspec.convert",
        "from msgspec import convert",
        "from msgspec.json import decode",
        "import msgspec.msgpack\nmsgspec.msgpack.decode(b'')",
    ],
    ids=["decode", "decoder", "convert", "imported", "from-json", "msgpack"],
)
def test_a_reader_past_the_door_would_be_seen(source: str) -> None:
    assert _readers_in(source)


def test_what_builds_nothing_is_let_by() -> None:
    source = (
        "import msgspec\n"
        "x: msgspec.json.Decoder[int]\n"
        "msgspec.json.decode(b'1')\n"
        "msgspec.json.encode(1)\n"
    )

    assert _readers_in(source) == []


def _readers_in(source: str) -> list[tuple[int, str]]:
    if "msgspec" not in source:
        return []
    tree = ast.parse(source)
    # `msgspec.json.Decoder[int]` is a type and builds nothing.
    types = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Subscript)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            found += [
                (node.lineno, f"{node.module}.{name.name}")
                for name in node.names
                if f"{node.module}.{name.name}" in {*_READERS, "msgspec.json.decode"}
            ]
        elif isinstance(node, ast.Call) and any(k.arg == "type" for k in node.keywords):
            if ast.unparse(node.func) == "msgspec.json.decode":
                found.append((node.lineno, "msgspec.json.decode"))
        elif (
            isinstance(node, ast.Attribute)
            and id(node) not in types
            and ast.unparse(node) in _READERS
        ):
            found.append((node.lineno, ast.unparse(node)))
    return found
