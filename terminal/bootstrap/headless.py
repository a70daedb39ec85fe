"""Composition root of a till without a window.

Joins home, keys, ledger, reference data and use cases; the window adds screens
and devices to the same till.  No Qt here.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sync.protocol.envelope import StoredEvent
from sync.protocol.uuid7 import Uuid7Factory
from terminal.application.ports.clock import Clock
from terminal.application.receipts.print_job import PrintJobKind
from terminal.application.use_cases import UseCases
from terminal.bootstrap.replica_update import update_replica
from terminal.bootstrap.system_clock import InjectedClock, SystemClock
from terminal.bootstrap.wakeable_input import open_input
from terminal.persistence.errors import StorageError
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys, load_keys
from terminal.persistence.keys.pin_hasher import Argon2PinHasher
from terminal.persistence.ledger.opening import open_ledger
from terminal.persistence.ledger.reader import EVENTS_MAX, LedgerReader
from terminal.persistence.ledger.sql_ledger import SqlLedger
from terminal.persistence.ledger.unit_of_work import CommitProbe
from terminal.persistence.replica.reader import ReplicaReader
from terminal.replication.agent_client import AgentClient
from terminal.settings.schema import DeviceSettings, TillSettings

if TYPE_CHECKING:
    from terminal.application.ports.center import Center

# A device thread that decodes bytes may not keep a scan waiting for the default
# five milliseconds (measured: waits of hundreds).
_SWITCH_INTERVAL_S: Final = 0.0005
_DRAFT_AGE_S_MAX: Final = 0.5


class Till:
    """An open till; belongs to the thread that opened it, the use-case thread.

    Attributes:
        home: Its folder.
        keys: Its opened keys.
        ledger: The one writer of ``ledger.db``.
        use_cases: Everything a screen may ask for.
        agent: The sync agent's client; None on a stand-alone till.
        on_growth: Called after each command that made the ledger grow.
    """

    def __init__(
        self,
        home: Home,
        keys: HomeKeys,
        ledger: SqlLedger,
        use_cases: UseCases,
        agent: AgentClient | None,
        closing: ExitStack,
    ) -> None:
        self.home = home
        self.keys = keys
        self.ledger = ledger
        self.use_cases = use_cases
        self.agent = agent
        self._closing = closing
        self._held: ExitStack | None = None
        self.on_growth: Callable[[], None] = lambda: None
        self._nudged_event_no = ledger.head.event_no
        # A till that died after its last commit owes the agent a nudge; it is paid
        # when there is time, not before the first paint.
        self._owes_nudge = agent is not None
        self._draft_since_s: float | None = None
        self._requests = ReplicaReader(home, keys)
        self._request_sequence = 0
        closing.callback(self._requests.close)

    @property
    def settings(self) -> TillSettings:
        """The settings of the home."""
        return self.home.settings

    def after_command(self) -> None:
        """Nudge the agent when the ledger grew; call it after every command.

        A disk that fails here is told by the next command: the ledger remembers.
        """
        with suppress(StorageError):
            self._after_command()

    def _after_command(self) -> None:
        # By number in the file: a new epoch counts from 1 again.
        event_no = self.ledger.head.event_no
        if event_no != self._nudged_event_no:
            self._nudged_event_no = event_no
            # The final commit synced the drafts before it too.
            self._draft_since_s = None
            self._nudge()
            self.on_growth()
        else:
            self._sync_old_drafts()

    def on_idle(self) -> None:
        """Move drafts to disk, record the agent's requests, read changed prices.

        Nobody asked for it, so nobody is told when the disk fails: the next command
        finds the ledger stopped and says so.
        """
        with suppress(StorageError):
            self._sync_drafts()
            if self._owes_nudge:
                self._nudge()
            self.take_requests()
            self.ledger.warm_prices()

    def _sync_old_drafts(self) -> None:
        """Keep a cashier who scans without pause within two seconds of the disk.

        A till that rests syncs after a second and a half at most (`on_idle`); one
        that never rests does it here, after the answer was given.
        """
        now_s = time.monotonic()
        if self._draft_since_s is None:
            self._draft_since_s = now_s
        elif now_s - self._draft_since_s >= _DRAFT_AGE_S_MAX:
            self._sync_drafts()

    def _sync_drafts(self) -> None:
        self.ledger.checkpoint_passive()
        self._draft_since_s = None

    def _nudge(self) -> None:
        self._owes_nudge = False
        if self.agent is not None:
            self.agent.nudge()

    def take_requests(self) -> None:
        """Record the agent's new requests, each once, one unit of work each."""
        if self.home.is_training:
            # They are meant for the till whose reference data this one reads.
            return
        from terminal.application.till_control.record_request import RecordRequest

        for request in self._requests.requests_after(self._request_sequence):
            self.use_cases.record_request(
                RecordRequest(
                    request_id=request.request_id,
                    kind=request.kind,
                    detail=bytes(request.data).decode(),
                )
            )
            self._request_sequence = request.sequence

    def close(self) -> None:
        """Close everything in the opposite order of opening."""
        if self._owes_nudge:
            self._nudge()
        self._closing.close()
        if self._held is not None:
            self._held.close()

    def hold(self, held: ExitStack) -> None:
        """Let go of *held* too, after everything of the till was closed."""
        self._held = held


def open_till(
    home_path: Path,
    *,
    clock: Clock | None = None,
    probe: CommitProbe | None = None,
    starts_agent: bool = True,
) -> Till:
    """Open the till of a home for the calling thread.

    Raises:
        HomeLockedError: Another till has the home.
        StorageError: The home, its keys or its ledger cannot be used.
    """
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    clock = clock or SystemClock()
    with ExitStack() as stack:
        home = Home.load(home_path)
        stack.enter_context(home.lock_ledger())
        keys = load_keys(home)
        update_replica(home, keys)
        ids = Uuid7Factory(clock.wall_ms, os.urandom)
        ledger = open_ledger(home, keys, clock=clock, ids=ids, probe=probe)
        stack.callback(ledger.close)
        ledger.queue_print_jobs(print_job_kinds(home.settings))
        hears = clock.heard_center if isinstance(clock, SystemClock) else None
        agent = _agent_of(home, keys, starts_agent=starts_agent, hears=hears)
        if agent is not None:
            stack.callback(agent.close)
        use_cases = UseCases(
            ledger,
            clock,
            ids,
            Argon2PinHasher(),
            None if agent is None else partial(_center_of, home, keys, agent),
        )
        return Till(home, keys, ledger, use_cases, agent, stack.pop_all())


def _agent_of(
    home: Home,
    keys: HomeKeys,
    *,
    starts_agent: bool,
    hears: Callable[[int, int], None] | None,
) -> AgentClient | None:
    """Return the client of the home's agent, which may start one where none runs."""
    if home.settings.reference_data.source != "central" or home.is_training:
        return None

    def start() -> None:
        from terminal.replication.agent_client import ensure_agent_running

        ensure_agent_running(home)

    return AgentClient(
        home.agent_address,
        keys.agent_auth_key,
        start_agent=start if starts_agent else None,
        on_center_time=hears,
    )


def _center_of(home: Home, keys: HomeKeys, agent: AgentClient) -> "Center":
    from terminal.bootstrap.agent_center import AgentCenter
    from terminal.bootstrap.kept_proofs import KeptProofs

    return AgentCenter(
        agent, center_key=keys.central_public or b"", stored=KeptProofs(home, keys).find
    )


def serve_headless(
    home_path: Path,
    *,
    is_clock_injected: bool,
    phase_file: Path | None,
    starts_agent: bool,
) -> int:
    """Run ``till --headless`` over standard streams; return the exit code.

    Raises:
        TrainingTillError: A training till is seen in its window only.
    """
    Home.load(home_path).require_real()
    # Not with the module: the window opens the same till and loads 5 ms less so.
    from terminal.bootstrap.headless_session import HeadlessSession
    from terminal.bootstrap.phase_page import PhasePage

    clock = InjectedClock() if is_clock_injected else None
    page = PhasePage(phase_file) if phase_file is not None else None
    with ExitStack() as stack:
        till = open_till(home_path, clock=clock, probe=page, starts_agent=starts_agent)
        stack.callback(till.close)
        source = open_input(sys.stdin.fileno())
        stack.callback(source.close)
        session = HeadlessSession(
            till.use_cases,
            (source, sys.stdout.fileno()),
            after_command=till.after_command,
            on_idle=till.on_idle,
            clock=clock,
            phase=page,
        )
        if till.settings.devices:
            from terminal.bootstrap.change_devices import devices_figures_path
            from terminal.bootstrap.counter_printing import CounterPrinting

            printing = CounterPrinting(
                till.settings.devices,
                devices_figures_path(till.home.path),
                till.use_cases,
                session.call_soon,
            )
            till.on_growth = printing.submit_new
            stack.callback(session.serve_while, printing.stop)
            printing.start()
        session.serve()
    return 0


def print_job_kinds(settings: TillSettings) -> frozenset[PrintJobKind]:
    """Return the kinds of jobs for which this till has a device."""
    return kinds_for_devices(settings.devices)


def kinds_for_devices(devices: Mapping[str, DeviceSettings]) -> frozenset[PrintJobKind]:
    """Return the kinds of jobs that these devices can do."""
    fitted = {device.kind for device in devices.values() if device.is_enabled}
    kinds: set[PrintJobKind] = set()
    if "receipt_printer" in fitted:
        kinds |= {PrintJobKind.RECEIPT, PrintJobKind.REPORT}
    if "cash_drawer" in fitted:
        kinds.add(PrintJobKind.DRAWER)
    return frozenset(kinds)


def read_reference_counts(home_path: Path) -> tuple[int, int]:
    """Return how many items and operators a home has; zeros before the first."""
    home = Home.load(home_path)
    reader = ReplicaReader(home, load_keys(home))
    try:
        counts = reader.counts()
    finally:
        reader.close()
    return counts.get("item", 0), counts.get("operator", 0)


def read_ledger_events(home_path: Path) -> Iterator[StoredEvent]:
    """Yield every event of a ledger, oldest first, in short reads."""
    home = Home.load(home_path)
    reader = LedgerReader(home, load_keys(home))
    try:
        for head in reader.epochs():
            seq = 0
            while page := reader.events_after(head.epoch, seq, EVENTS_MAX):
                yield from page
                seq += len(page)
    finally:
        reader.close()
