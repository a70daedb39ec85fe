"""A reader process with a script instead of a reader."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Literal

from drivers.nfc.messages import (
    CardDone,
    CardFailed,
    Looked,
    ReaderFailed,
    ReaderOpened,
    Reply,
    encode_frame,
)

_CODE = """
import os, sys
def take(count):
    data = b''
    while len(data) < count:
        part = os.read(0, count - len(data))
        if not part:
            os._exit(0)
        data += part
    return data
then, *steps = sys.argv[1:]
for step in steps:
    take(int.from_bytes(take(4), 'big'))
    data = bytes.fromhex(step)
    while data:
        data = data[os.write(1, data):]
if then == 'hang':
    import signal
    signal.pause()
while then == 'listen':
    take(1)
"""


def scripted(
    steps: Sequence[Reply | bytes | Sequence[Reply]],
    *,
    then: Literal["listen", "hang", "die"] = "listen",
) -> list[str]:
    """Return the command of a process that answers each request with a step.

    A step is one reply, several, or bytes as they are.
    """
    answers = [_encode(step).hex() for step in steps]
    return [sys.executable, "-S", "-E", "-c", _CODE, then, *answers]


def _encode(step: Reply | bytes | Sequence[Reply]) -> bytes:
    match step:
        case bytes():
            return step
        case ReaderOpened() | ReaderFailed() | Looked() | CardDone() | CardFailed():
            return encode_frame(step)
        case _:
            return b"".join(encode_frame(reply) for reply in step)
