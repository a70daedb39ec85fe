"""Composition root of the agent: joins engine, transport, files and local socket."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final

from terminal import __version__
from terminal.bootstrap.replication_files import LedgerFile, ReplicaFile
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys, load_keys
from terminal.persistence.locks import HomeLockedError
from terminal.replication.agent import Agent
from terminal.replication.agent_log import AgentLog, open_log
from terminal.replication.assembly import CenterAccess, assemble_agent
from terminal.replication.center_calls import Program
from terminal.replication.completeness import Proofs
from terminal.replication.errors import (
    AgentAddressError,
    AgentRunningError,
    FeedRefusedError,
    StandAloneError,
)
from terminal.replication.local_messages import AgentStatus
from terminal.replication.local_socket import LocalServer
from terminal.replication.transport import WorkstationIdentity

NICENESS: Final = 5
"""The till's frames come before the upload of a backlog."""

_SCHEMA: Final = "ledger/1"


def run_agent(path: Path, *, once: bool = False) -> AgentStatus:
    """Replicate the home in *path* until told to stop; return the last status.

    Args:
        path: The home.
        once: End after both directions tried once.

    Raises:
        StandAloneError: The home has no center.
        AgentRunningError: Another agent has this home.
        StorageError: Keys or replica cannot be opened.
        SyncError: The center's address is not safe.
    """
    home = Home.load(path)
    home.require_real()
    settings = home.settings
    if settings.reference_data.source != "central" or not settings.central.url:
        raise StandAloneError(
            f"the till in {home.path} stands alone, so there is nothing to replicate;"
            f" a center is chosen when a home is made, by 'init --central'"
        )
    with _sole_agent(home):
        keys = load_keys(home)
        if not once:
            _give_way()
        with open_log(home.logs_path) as log:
            return _run_logged(home, keys, log, once=once)


def _run_logged(
    home: Home, keys: HomeKeys, log: AgentLog, *, once: bool
) -> AgentStatus:
    log.info("agent_started", version=__version__, once=once)
    try:
        status = _run(home, keys, log, once=once)
    except BaseException as error:
        log.warning("agent_died", error=f"{type(error).__name__}: {error}")
        raise
    log.info(
        "agent_ended",
        state=status.state,
        waiting=status.waiting,
        cpu_ms=int(time.process_time() * 1000),
    )
    return status


def _run(home: Home, keys: HomeKeys, log: AgentLog, *, once: bool) -> AgentStatus:
    with contextlib.ExitStack() as cleanup:
        replica = ReplicaFile(home, keys)
        cleanup.callback(replica.close)
        ledger = LedgerFile(home, keys)
        cleanup.callback(ledger.close)
        access = _access(home, keys)
        agent = assemble_agent(
            access,
            Program(__version__, _SCHEMA),
            ledger,
            replica,
            log,
            Proofs(ledger, replica, access.public_key),
        )
        server = LocalServer(
            home.agent_address,
            keys.agent_auth_key,
            agent.answer,
            on_stranger=lambda reason: log.warning("stranger", reason=reason),
        )
        cleanup.callback(server.close)
        try:
            server.start()
        except AgentAddressError as error:
            log.warning("no_local_socket", detail=str(error))
        cleanup.enter_context(_stop_on_signals(agent))
        agent.run(once=once)
        return agent.status()


def _access(home: Home, keys: HomeKeys) -> CenterAccess:
    settings = home.settings
    place = settings.workstation
    if keys.central_public is None:
        raise FeedRefusedError(
            f"{home.config_path.name} names a center but not its key, so nothing that"
            f" it sends could be trusted; make the home again with 'init --central'"
        )
    return CenterAccess(
        url=settings.central.url,
        public_key=keys.central_public,
        identity=WorkstationIdentity(
            place.tenant, place.store, place.workstation, place.lane
        ),
        signing_private=keys.signing_private,
    )


@contextlib.contextmanager
def _sole_agent(home: Home) -> Iterator[None]:
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(home.lock_replica())
        except HomeLockedError as error:
            raise AgentRunningError(
                f"an agent already runs for {home.path}, or reference data is being"
                f" imported; nothing was changed"
            ) from error
        yield


@contextlib.contextmanager
def _stop_on_signals(agent: Agent) -> Iterator[None]:
    """End cleanly on SIGTERM and Ctrl-C; live on when the terminal goes away."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        agent.stop()

    wanted = {signal.SIGTERM: stop, signal.SIGINT: stop}
    before = {number: signal.signal(number, how) for number, how in wanted.items()}
    if hasattr(signal, "SIGHUP"):
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        yield
    finally:
        for number, how in before.items():
            signal.signal(number, how)


def _give_way() -> None:
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(NICENESS)
