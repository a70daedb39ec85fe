"""A whole shop on loopback: a server, a cable, one till's home and its agent."""

import json
import secrets
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, Final

import msgspec

from terminal.diagnostics.replay.cable import Cable
from terminal.diagnostics.replay.central_api import CentralApi
from terminal.diagnostics.replay.processes import (
    AgentProcess,
    Central,
    CentralProcess,
    ProcessError,
    run_command,
)
from terminal.diagnostics.replay.ruffian import KeptProcess

STORE: Final = "S01"
_WORKSTATION: Final = "T01"
_SUFFIX_BYTES: Final = 4
_EXIT_TERMINATED: Final = 143


class ShopOperator(msgspec.Struct, frozen=True):
    """Someone who may sign on; the PIN has six digits."""

    operator_id: str
    name: str
    pin: str
    role: str


class ShopPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What to set up.

    ``folder`` takes the server's database and all logs, ``home`` must be empty
    or absent.  ``central`` is (URL, administrator token) of a server that runs
    already; None starts one.  ``store`` and ``devices`` are the tables of the
    same names in till.toml.  A demo's devices are simulated whatever ``devices``
    says, and its clock may be set; one that is none keeps its keys in ``folder``.
    """

    folder: Path
    home: Path
    catalogue: bytes
    operators: tuple[ShopOperator, ...]
    store: dict[str, Any]
    devices: dict[str, Any] = {}
    central: tuple[str, str] | None = None
    has_cable: bool = False
    is_demo: bool = True


class Shop:
    """The shop while it is open.

    Attributes:
        api: The server, as its administrator.
        cable: Between agent and server; None when the plan wants none.
        url: Where the till finds the server: the cable's near end, if any.
        workstation: The till's id; a new one at a server that runs already, so
            that its totals are those of this shop alone.
        processes: The agent and, if it is the shop's own, the server, by name.
        database: URL of the server's database, if it is the shop's own.
    """

    def __init__(
        self, api: CentralApi, url: str, cable: Cable | None, workstation: str
    ) -> None:
        self.api = api
        self.url = url
        self.cable = cable
        self.workstation = workstation
        self.processes: dict[str, KeptProcess] = {}
        self.database = ""


@contextmanager
def open_shop(plan: ShopPlan) -> Iterator[Shop]:
    """Start everything but the till; end it again on leaving.

    Raises ProcessError when a part does not start or refuses its input.
    """
    if plan.home.exists() and any(plan.home.iterdir()):
        raise ProcessError(f"{plan.home} is not empty; a new home is made there")
    with ExitStack() as stack:
        stack.enter_context(_ended_in_order())
        workstation = _WORKSTATION
        processes = {}
        database = ""
        if plan.central is None:
            central = Central.make(plan.folder)
            url, processes["server"] = _serve(central)
            stack.callback(processes["server"].stop)
            token, database = central.token, central.database
        else:
            url, token = plan.central
            workstation += f"-{secrets.token_hex(_SUFFIX_BYTES)}"
        api = CentralApi(url, token)
        cable = None
        if plan.has_cable:
            cable = Cable(host_port(url))
            stack.callback(cable.close)
        shop = Shop(api, cable.url if cable else url, cable, workstation)
        _stock(shop, plan)
        _make_home(shop, plan)
        agent = KeptProcess(lambda: AgentProcess(plan.home, plan.folder / "agent.log"))
        stack.callback(agent.stop)
        shop.processes = {**processes, "agent": agent}
        shop.database = database
        yield shop


@contextmanager
def _ended_in_order() -> Iterator[None]:
    """Let SIGTERM end the shop as leaving it does, its processes included."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(_EXIT_TERMINATED)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _serve(central: Central) -> tuple[str, KeptProcess]:
    """Start a server that is found at the same address after each new start."""
    url = ""

    def start() -> CentralProcess:
        nonlocal url
        process = CentralProcess(central, host_port(url)[1] if url else 0)
        url = process.url
        return process

    kept = KeptProcess(start)
    return url, kept


def host_port(url: str) -> tuple[str, int]:
    """Return the host and port of an ``http://HOST:PORT`` URL."""
    host, _, port = url.removeprefix("http://").rstrip("/").rpartition(":")
    if not host or not port.isdigit():
        raise ProcessError(f"{url} is not http://HOST:PORT")
    return host, int(port)


def _stock(shop: Shop, plan: ShopPlan) -> None:
    report = shop.api.import_catalogue(plan.catalogue)
    if report.get("refused"):
        raise ProcessError(f"the catalogue was not taken whole: {report}")
    for operator in plan.operators:
        shop.api.add_operator(
            operator.operator_id, operator.name, operator.pin, operator.role
        )


def _make_home(shop: Shop, plan: ShopPlan) -> None:
    answers = {
        "store": plan.store,
        "devices": plan.devices,
        "key_store": "file",
        "recovery_confirmed": True,
        "demo": plan.is_demo,
    }
    if not plan.is_demo:
        answers["key_folder"] = str(plan.folder / "keys")
    path = plan.folder / "answers.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    code = shop.api.new_enrolment_code(STORE, shop.workstation)
    run_command(
        "init",
        *("--home", str(plan.home)),
        *("--central", shop.url, "--code", code),
        *("--answers", str(path)),
    )
