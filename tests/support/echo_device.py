"""The smallest simulated device: answers each line in capitals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drivers.simulation.device import StateValue


class EchoDevice:
    """Answers each line in capitals; says its greeting when it is changed."""

    def __init__(self) -> None:
        self._pending = b""
        self._greeting = ""

    def respond(self, data: bytes) -> Sequence[bytes]:
        *lines, self._pending = (self._pending + data).split(b"\n")
        return [line.upper() + b"\n" for line in lines]

    def state(self) -> Mapping[str, StateValue]:
        return {"greeting": self._greeting}

    def change(self, values: Mapping[str, StateValue]) -> Sequence[bytes]:
        if set(values) != {"greeting"}:
            raise ValueError("there is only a greeting")
        self._greeting = str(values["greeting"])
        return [self._greeting.encode()]
