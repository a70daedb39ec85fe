"""Puts an agent together for one center."""

from __future__ import annotations

import secrets
from typing import Final

import msgspec
from typing_extensions import override

from sync.engine.clock_watch import ClockWatch
from sync.engine.pull import Pull
from sync.engine.push import Push
from sync.protocol.signature import Signer
from terminal.replication.agent import Agent
from terminal.replication.agent_log import AgentLog
from terminal.replication.center_calls import CenterCalls, Program
from terminal.replication.completeness import Proofs
from terminal.replication.enrolment import require_safe_url
from terminal.replication.ports import LedgerSource, ReplicaSink
from terminal.replication.system_clock import SystemClock
from terminal.replication.transport import CenterTime, Transport, WorkstationIdentity

_RUN_BYTES: Final = 8


class CenterAccess(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to speak with the center this till was enrolled with.

    Attributes:
        url: Its address.
        public_key: Its Ed25519 key (32 bytes), pinned at enrolment.
        signing_private: The workstation's own key, 32 bytes.
    """

    url: str
    public_key: bytes
    identity: WorkstationIdentity
    signing_private: bytes

    @override
    def __repr__(self) -> str:
        """Name no secret: a traceback ends up in a log."""
        return f"CenterAccess({self.url!r}, {self.identity!r})"


def assemble_agent(
    access: CenterAccess,
    program: Program,
    ledger: LedgerSource,
    replica: ReplicaSink,
    log: AgentLog,
    proofs: Proofs | None = None,
) -> Agent:
    """Return an agent that has not begun to run.

    Raises:
        RefusedError: The address of the center is not safe.
        LocalFileError: The replica cannot be read.
    """
    require_safe_url(access.url)
    clock = SystemClock()
    run = msgspec.structs.replace(program, boot_id=secrets.token_hex(_RUN_BYTES))
    clock_watch = ClockWatch()
    identity = access.identity
    pull = Pull(
        secrets.randbelow,
        central_public_key=access.public_key,
        store=(identity.tenant, identity.store),
        cursor=replica.cursor(),
    )

    def heard_time(heard: CenterTime) -> None:
        agent.heard_time(heard)

    transport = Transport(
        access.url,
        identity=identity,
        signer=Signer(access.signing_private),
        time_ms=lambda: clock.wall_ms() + clock_watch.skew_ms,
        on_time=heard_time,
    )
    agent = Agent(
        center=CenterCalls(
            transport, clock, run, lambda: pull.cursor, lambda: pull.in_force
        ),
        ledger=ledger,
        replica=replica,
        push=Push(secrets.randbelow),
        pull=pull,
        clock=clock,
        clock_watch=clock_watch,
        log=log,
        proofs=proofs,
    )
    return agent
