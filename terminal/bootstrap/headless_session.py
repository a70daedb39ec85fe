"""Serves one till over two streams, one JSON line a request.

A request names a use case as its module is named: ``{"id": 1, "do": "add_item",
"with": {"scan_code": "…"}, "at": 1291191960000}``.  The answer carries the same
id and exactly one of ``ok`` (the view), ``refused`` (a rule said no; ``code`` is
stable) and ``failed`` (storage said no).  ``at`` sets an injected clock.
"""

import os
import queue
import sys
import threading
from collections.abc import Callable
from functools import cached_property
from typing import Any, Final

import msgspec

from structs.decoding import json_decoder
from terminal.application.selling.sale_view import CompletedView
from terminal.application.use_cases import UseCases
from terminal.bootstrap.phase_page import IDLE, WORKING, PhasePage
from terminal.bootstrap.system_clock import InjectedClock
from terminal.bootstrap.wakeable_input import Signal, WakeableInput
from terminal.domain.errors import DomainError
from terminal.persistence.errors import StorageError

_REQUEST_BYTES_MAX: Final = 1_048_576
# Power loss may cost an open basket at most its last two seconds.
_IDLE_S: Final = 1.0
_CLOSING_POLL_S: Final = 0.02


class Request(msgspec.Struct, frozen=True, rename={"with_": "with"}, gc=False):
    """One line of input."""

    id: int
    do: str
    with_: msgspec.Raw = msgspec.Raw(b"{}")
    at: int | None = None


class Answer(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One line of output."""

    id: int
    ok: Any = msgspec.UNSET
    refused: dict[str, str] | msgspec.UnsetType = msgspec.UNSET
    failed: dict[str, str] | msgspec.UnsetType = msgspec.UNSET


class HeadlessSession:
    """Reads requests until the input ends; the use-case thread of its till.

    Args:
        use_cases: The till's use cases.
        streams: Where requests come from, and the descriptor for answers.
        after_command: Called after each answer was written.
        on_idle: Called once when no request came for a second.
        clock: Set by each request's ``at`` where given.
        phase: Told when a command begins and ends.
    """

    def __init__(
        self,
        use_cases: UseCases,
        streams: tuple[WakeableInput, int],
        *,
        after_command: Callable[[], None],
        on_idle: Callable[[], None],
        clock: InjectedClock | None = None,
        phase: PhasePage | None = None,
    ) -> None:
        self._use_cases = use_cases
        self._after_command = after_command
        self._on_idle = on_idle
        self._clock = clock
        self._phase = phase
        self._decode = json_decoder(Request).decode
        self._encode = msgspec.json.Encoder().encode
        self._commands: dict[str, tuple[Any, Any]] = {}
        self._posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._input, self._output = streams

    def call_soon(self, work: Callable[[], None]) -> None:
        """Run something on the use-case thread, between two requests; any thread."""
        self._posted.put(work)
        self._input.wake()

    def serve(self) -> None:
        """Answer requests one after another until the input ends."""
        buffer = b""
        wait_s: float | None = _IDLE_S
        while (came := self._input.read(wait_s)) != b"":
            if came is Signal.IDLE:
                self._on_idle()
                wait_s = None
            elif came is Signal.WOKEN:
                self._run_posted()
            else:
                wait_s = _IDLE_S
                buffer = self._take(buffer + came)

    def serve_while(self, work: Callable[[], object]) -> None:
        """Run something that may post work, and run what it posts meanwhile."""
        thread = threading.Thread(target=work, name="closing")
        thread.start()
        while thread.is_alive():
            thread.join(_CLOSING_POLL_S)
            self._run_posted()

    def _take(self, buffer: bytes) -> bytes:
        """Answer every whole line; return what is left of the last."""
        *lines, rest = buffer.split(b"\n")
        for line in lines:
            self._answer(line)
        if len(rest) > _REQUEST_BYTES_MAX:
            self._write(_failed(0, "request_too_long", "line too long"))
            return b""
        return rest

    def _run_posted(self) -> None:
        while not self._posted.empty():
            self._posted.get()()

    def _answer(self, line: bytes) -> None:
        phase = self._phase
        if phase is not None:
            phase.set(WORKING)
        self._write(self._run(line))
        if phase is not None:
            phase.set(IDLE)
        self._after_command()

    def _run(self, line: bytes) -> Answer:
        try:
            request = self._decode(line)
        except msgspec.MsgspecError as error:
            return _failed(0, "malformed_request", str(error))
        if self._clock is not None and request.at is not None:
            self._clock.now_ms = request.at
        try:
            handler, decode = self._command(request.do)
            return Answer(request.id, ok=_told(handler(decode(request.with_))))
        except DomainError as error:
            return Answer(
                request.id, refused={"code": error.code, "message": str(error)}
            )
        except StorageError as error:
            return _failed(request.id, error.code, str(error))
        except (msgspec.MsgspecError, LookupError) as error:
            return _failed(request.id, "malformed_request", str(error))

    def _command(self, name: str) -> tuple[Any, Any]:
        found = self._commands.get(name)
        if found is None:
            if not isinstance(getattr(UseCases, name, None), cached_property):
                raise LookupError(f"there is no use case {name!r}")
            handler = getattr(self._use_cases, name)
            found = handler, json_decoder(command_type(handler)).decode
            self._commands[name] = found
        return found

    def _write(self, answer: Answer) -> None:
        data = self._encode(answer) + b"\n"
        while data:
            data = data[os.write(self._output, data) :]


def _told(view: Any) -> Any:
    """Return a view as it is told: a completed sale reads itself for the screen."""
    if not isinstance(view, CompletedView):
        return view
    told = msgspec.structs.asdict(view)
    # The settings of the store are no part of a sale.
    del told["read"], told["store"]
    return told | {"finished": view.finished}


def command_type(handler: Any) -> type[msgspec.Struct]:
    """Return the command that a handler carries out.

    It stands in the handler's own module under the module's name in CamelCase,
    as the naming rule of use cases has it.
    """
    module = sys.modules[type(handler).__module__]
    stem = module.__name__.rpartition(".")[2]
    found = getattr(module, stem.title().replace("_", ""))
    assert issubclass(found, msgspec.Struct)
    return found  # type: ignore[no-any-return]  # asserted above


def _failed(request_id: int, code: str, message: str) -> Answer:
    return Answer(request_id, failed={"code": code, "message": message})
