"""The agent of a simulated till: the shipped machines, calls and files.

`terminal.replication.agent` joins them with threads and queues; here they are joined
by the scheduler.  `CenterCalls` and `Transport` are the shipped ones: a request is
taken from under the HTTP library, and the call is made again when its outcome is
known.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final, TypeVar

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from typing_extensions import override

from sync.engine.clock_watch import ClockOutput, ClockWatch
from sync.engine.inputs import (
    EventsRead,
    HashesRead,
    HeadsRead,
    LocalFailed,
    PullInput,
    PushInput,
    RowsApplied,
)
from sync.engine.outputs import (
    ApplyRows,
    PullOutput,
    PushOutput,
    RaiseIncident,
    RaiseRequest,
    ReadEvents,
    ReadHashes,
    ReadHeads,
    ReportVerdicts,
    RestartTransport,
    SendFeed,
    SendHashes,
    SendHello,
    SendPush,
    StoreMark,
)
from sync.engine.pull import DIGEST_INCIDENT, Pull
from sync.engine.push import Push
from sync.engine.schedule import ArmTimer, Committed, TimerFired
from sync.protocol.signature import Signer
from terminal.bootstrap.replication_files import LedgerFile, ReplicaFile
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.replication.center_calls import CenterCalls, Program
from terminal.replication.ports import LocalFileError
from terminal.replication.transport import CenterTime, Transport, WorkstationIdentity
from tests.simulation.center import KEY, TENANT, Asked
from tests.simulation.clock import MachineClock
from tests.simulation.network import Network, Outcome
from tests.simulation.world import Event, Violation, World

URL: Final = "http://127.0.0.1:1"
_TICK_MS: Final = 5_000

_Given = TypeVar("_Given")


class _Taken(Exception):  # noqa: N818 - not an error
    """A request was built; its bytes are here."""

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self.asked = asked


class _Wire(BaseAdapter):
    """Takes requests and gives outcomes in place of sockets."""

    def __init__(self) -> None:
        super().__init__()
        self.outcome: Outcome | None = None

    @override
    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        outcome, self.outcome = self.outcome, None
        if outcome is None:
            body = request.body or b""
            assert isinstance(body, bytes)
            assert request.method is not None
            headers = CaseInsensitiveDict(request.headers)
            raise _Taken(Asked(request.method, request.path_url, headers, body))
        if isinstance(outcome, requests.RequestException):
            raise outcome
        response = requests.Response()
        response.status_code = outcome.status
        response.headers = CaseInsensitiveDict(outcome.headers)
        response.raw = io.BytesIO(outcome.body)
        response.request = request
        response.url = request.url or ""
        return response

    @override
    def close(self) -> None:
        return


class Disk:
    """How long the agent waits for what it reads and writes.

    Attributes:
        delay_ms: Longest wait for one answer; 0 is none.
    """

    def __init__(self) -> None:
        self.delay_ms = 0

    def recover(self) -> None:
        """Be fast again."""
        self.delay_ms = 0


class Agent:
    """One life of the agent's process.

    Attributes:
        is_alive: Whether it still runs; late outcomes of a dead one change nothing.
        attempts: Requests that it made.
        has_asked_till: Whether the till may find something that it asked for.
    """

    def __init__(
        self,
        world: World,
        network: Network,
        clock: MachineClock,
        home: Home,
        keys: HomeKeys,
        *,
        label: str,
        on_cursor: Callable[[str, bool], None],
        disk: Disk,
    ) -> None:
        self._world = world
        self._network = network
        self._clock = clock
        self._on_cursor = on_cursor
        self._disk = disk
        workstation = home.settings.workstation
        self._name = label
        below = world.rng.randrange
        self._ledger = LedgerFile(home, keys)
        self._replica = ReplicaFile(home, keys)
        self.push = Push(below)
        self.pull = Pull(
            below,
            central_public_key=KEY.public_key,
            store=(TENANT, workstation.store),
            cursor=self._replica.cursor(),
        )
        self._clock_watch = ClockWatch()
        self._wire = _Wire()
        self._transport = Transport(
            URL,
            identity=WorkstationIdentity(
                TENANT, workstation.store, workstation.workstation
            ),
            signer=Signer(keys.signing_private),
            time_ms=lambda: clock.wall_ms() + self._clock_watch.skew_ms,
            on_time=self._heard_time,
        )
        self._calls = CenterCalls(
            self._transport,
            clock,
            Program("sim", "1", f"{world.rng.getrandbits(64):016x}"),
            lambda: self.pull.cursor,
        )
        self._restart_transport()
        self._timers: dict[str, Event] = {}
        self._asked_ms = 0
        self.is_alive = True
        self.has_asked_till = True
        self.attempts = 0
        self._tick()
        self._do_push(self.push.step(TimerFired(clock.monotonic_ms())))
        self._do_pull(self.pull.step(TimerFired(clock.monotonic_ms())))

    @property
    def events_held(self) -> int:
        """Events that the upload keeps in memory."""
        return 0 if self.push._sent is None else len(self.push._sent.events)

    def nudge(self) -> None:
        """Hear from the till that something was committed."""
        self._do_push(self.push.step(Committed(self._clock.monotonic_ms())))

    def stop(self) -> None:
        """End; whatever was under way is lost."""
        self.is_alive = False
        for timer in self._timers.values():
            timer.cancel()
        self._transport.close()
        self._ledger.close()
        self._replica.close()

    # --- time -----------------------------------------------------------------

    def _tick(self) -> None:
        if not self.is_alive:
            return
        clock = self._clock
        self._do_common(self._clock_watch.tick(clock.wall_ms(), clock.monotonic_ms()))
        self._world.after(_TICK_MS, self._tick)

    def _heard_time(self, heard: CenterTime) -> None:
        took_ms = self._world.now_ms - self._asked_ms
        self._do_common(
            self._clock_watch.heard(
                heard.center_ms,
                self._clock.wall_ms(),
                took_ms,
                self._clock.monotonic_ms(),
            )
        )

    def _arm(self, which: str, at_ms: int) -> None:
        before = self._timers.get(which)
        if before is not None:
            before.cancel()
        delay_ms = at_ms - self._clock.monotonic_ms()
        self._timers[which] = self._world.after(delay_ms, lambda: self._fire(which))

    def _fire(self, which: str) -> None:
        if not self.is_alive:
            return
        fired = TimerFired(self._clock.monotonic_ms())
        if which == "push":
            self._do_push(self.push.step(fired))
        else:
            self._do_pull(self.pull.step(fired))

    # --- what the machines ask for --------------------------------------------

    def _do_push(self, outputs: Sequence[PushOutput]) -> None:
        waiting = list(outputs)
        while waiting:
            output = waiting.pop(0)
            match output:
                case ReadHeads() | ReadEvents() | ReadHashes():
                    read = partial(self._read, output)
                    if self._is_slow(read, self._on_push):
                        continue
                    waiting += self.push.step(read())
                case SendHello() | SendHashes() | SendPush():
                    self._call(self._call_of(output), self._on_push)
                case ArmTimer(at_ms):
                    self._arm("push", at_ms)
                case StoreMark(mark):
                    self._replica.set_mark(mark)
                case ReportVerdicts(epoch, verdicts):
                    self._replica.put_verdicts(epoch, verdicts)
                case RestartTransport():
                    self._world.count("transport_restarts")
                    self._transport.restart()
                    self._restart_transport()
                case _:
                    self._do_common([output])

    def _do_pull(self, outputs: Sequence[PullOutput]) -> None:
        waiting = list(outputs)
        while waiting:
            output = waiting.pop(0)
            match output:
                case SendFeed():
                    self._call(partial(self._calls.fetch, output), self._on_pull)
                case ApplyRows():
                    apply = partial(self._apply, output)
                    if self._is_slow(apply, self._on_pull):
                        continue
                    waiting += self.pull.step(apply())
                case ArmTimer(at_ms):
                    self._arm("pull", at_ms)
                case _:
                    self._do_common([output])

    def _do_common(self, outputs: Sequence[ClockOutput]) -> None:
        for output in outputs:
            if isinstance(output, RaiseRequest):
                self._world.note(self._name, "request", output.kind)
                self._replica.add_request(output.kind, output.key, output.detail)
                self.has_asked_till = True
            elif isinstance(output, RaiseIncident):
                if output.code == DIGEST_INCIDENT:
                    raise Violation("I7", f"{self._name}: {output.detail}")
                self._world.count(f"incident {output.code}")
                self._world.note(self._name, "incident", output.code, output.detail)

    def _is_slow(
        self, do: Callable[[], _Given], then: Callable[[_Given], None]
    ) -> bool:
        """Let the disk take its time for *do*; tell whether it does."""
        if not self._disk.delay_ms:
            return False
        self._world.count("slow_answers")
        delay_ms = self._world.rng.randrange(self._disk.delay_ms)
        self._world.after(delay_ms, lambda: then(do()) if self.is_alive else None)
        return True

    def _call_of(
        self, output: SendHello | SendHashes | SendPush
    ) -> Callable[[], PushInput]:
        match output:
            case SendHello():
                return partial(self._calls.hello, output)
            case SendHashes():
                return partial(self._calls.hashes, output)
            case SendPush():
                return partial(self._calls.push, output)

    def _read(self, wanted: ReadHeads | ReadEvents | ReadHashes) -> PushInput:
        match wanted:
            case ReadHeads():
                return self._read_heads(wanted)
            case ReadEvents():
                return self._read_events(wanted)
            case ReadHashes():
                return self._read_hashes(wanted)

    def _read_heads(self, wanted: ReadHeads) -> PushInput:
        now_ms = self._clock.monotonic_ms()
        try:
            return HeadsRead(now_ms, wanted.ticket, tuple(self._ledger.heads()))
        except LocalFileError as error:
            return LocalFailed(now_ms, wanted.ticket, str(error))

    def _read_events(self, wanted: ReadEvents) -> PushInput:
        now_ms = self._clock.monotonic_ms()
        try:
            events = self._ledger.events_after(
                wanted.epoch, wanted.after_seq, wanted.limit
            )
        except LocalFileError as error:
            return LocalFailed(now_ms, wanted.ticket, str(error))
        return EventsRead(now_ms, wanted.ticket, tuple(events))

    def _read_hashes(self, wanted: ReadHashes) -> PushInput:
        now_ms = self._clock.monotonic_ms()
        try:
            hashes = self._ledger.hashes_at(wanted.epoch, wanted.seqs)
        except LocalFileError as error:
            return LocalFailed(now_ms, wanted.ticket, str(error))
        return HashesRead(now_ms, wanted.ticket, tuple(hashes))

    def _apply(self, wanted: ApplyRows) -> PullInput:
        digest = self._replica.apply_rows(
            wanted.rows,
            wanted.cursor,
            is_restart=wanted.is_restart,
            is_complete=wanted.is_complete,
        )
        self._world.count("rows", len(wanted.rows))
        self._on_cursor(wanted.cursor, wanted.is_restart)
        return RowsApplied(self._clock.monotonic_ms(), wanted.ticket, digest)

    # --- the network ----------------------------------------------------------

    def _restart_transport(self) -> None:
        self._transport._session.mount("http://", self._wire)

    def _call(self, call: Callable[[], _Given], then: Callable[[_Given], None]) -> None:
        """Make *call*, in two halves: until its request is built, and after."""
        asked_ms = self._world.now_ms
        try:
            given = call()
        except _Taken as taken:
            asked = taken.asked
        else:
            # Refused before anything was sent, such as a batch too large.
            self._world.after(0, lambda: then(given) if self.is_alive else None)
            return
        self.attempts += 1

        def heard(outcome: Outcome) -> bool:
            if not self.is_alive:
                return False
            self._wire.outcome = outcome
            self._asked_ms = asked_ms
            strays = self.push.stray_answers + self.pull.stray_answers
            then(call())
            return strays == self.push.stray_answers + self.pull.stray_answers

        self._network.ask(self._name, asked, heard)

    def _on_push(self, given: PushInput) -> None:
        self._world.note(self._name, type(given).__name__)
        self._do_push(self.push.step(given))

    def _on_pull(self, given: PullInput) -> None:
        self._do_pull(self.pull.step(given))
